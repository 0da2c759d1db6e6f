//! How fast the evaluator is, beside a plain sum over the same bytes and beside DuckDB.
//!
//! `cargo bench -p clew-measure --bench evaluator`, or with `-- 10 50` for other sizes in millions of records: a timeliness
//! measure in working days, ten years by quarter, split by team and locality. Prints the fastest of several runs by the clock
//! on the wall, and the mean time on a processor of one thread, which a busy machine lengthens less; ratios of both. DuckDB is
//! installed with pip into a folder of its own under the target folder; where that cannot be, it is said to be not there.

mod council;
mod duck;

use std::fmt;
use std::hint::black_box;
use std::time::{Duration, Instant};

use clew_calendar::{Calendar, Day, Period, PeriodKind};
use clew_measure::evaluate::{Question, YearCache, evaluate, evaluate_with};
use clew_measure::facts::FactStore;
use clew_practice::pack::{Definition, Of};

/// The machine's cores.
const THREADS: usize = 2;
/// A council's records of ten years.
const COUNCIL: u64 = 200_000;

fn main() {
    let asked: Vec<u64> = std::env::args()
        .filter_map(|word| word.parse().ok())
        .collect();
    let sizes = if asked.is_empty() { vec![1, 10] } else { asked };
    council_size();
    for millions in sizes {
        bulk(millions * 1_000_000);
    }
}

/// What is asked of every engine.
pub(crate) struct Asked {
    definition: Definition,
    split: Vec<Of>,
    periods: Vec<Period>,
    as_at: Day,
}

impl Asked {
    fn within(days: u16) -> Asked {
        let day = |year| Day::new(year, 4, 1).expect("a day");
        let years = Period::range(day(2015), day(2025).plus_days(-1)).expect("ten years");
        Asked {
            definition: council::seen_within(days),
            split: vec![Of::Team, Of::Locality],
            periods: years.parts(PeriodKind::Quarter),
            as_at: day(2025).plus_days(-4),
        }
    }

    fn question(&self, threads: usize) -> Question<'_> {
        Question {
            definition: &self.definition,
            split: &self.split,
            periods: &self.periods,
            as_at: self.as_at,
            calendar: Calendar::built_in("scotland-council").expect("a calendar"),
            recorded_within: None,
            threads,
        }
    }

    /// The same, with how late records were recorded, as pages ask it.
    fn with_delays(&self, threads: usize) -> Question<'_> {
        Question {
            recorded_within: Some(7),
            ..self.question(threads)
        }
    }
}

fn council_size() {
    let store = council::facts(COUNCIL);
    println!("{COUNCIL} records, ten years by quarter, by team and locality, on one thread");
    let mut days = 0;
    let what_if = fastest(20, || {
        days = (days + 1) % 20;
        let asked = Asked::within(days);
        black_box(evaluate(&store, &asked.question(1)).expect("figures"));
    });
    println!(
        "  what-if with another allowance     {:>9.3} ms   (aim: under 20)",
        millis(what_if)
    );
    let as_pages_ask = fastest(20, || {
        days = (days + 1) % 20;
        let asked = Asked::within(days);
        black_box(evaluate(&store, &asked.with_delays(1)).expect("figures"));
    });
    println!(
        "  the same with late recording       {:>9.3} ms   (as pages ask)",
        millis(as_pages_ask)
    );
    let asked = Asked::within(2);
    let cache = YearCache::default();
    let mut number = COUNCIL;
    let mut now = store;
    evaluate_with(&cache, &now, &asked.question(1)).expect("figures");
    let last = council::orders(COUNCIL).last().expect("an order");
    let save = fastest(20, || {
        now = now
            .with_record(&council::record(number, last))
            .expect("facts");
        number += 1;
        black_box(evaluate_with(&cache, &now, &asked.question(1)).expect("figures"));
    });
    println!(
        "  a record saved, to its figures     {:>9.3} ms   (aim: under 10)",
        millis(save)
    );
    let kept = fastest(20, || {
        black_box(evaluate_with(&cache, &now, &asked.question(1)).expect("figures"));
    });
    println!(
        "  the same figures again, kept       {:>9.3} ms",
        millis(kept)
    );
}

fn bulk(count: u64) {
    let started = Instant::now();
    let store = council::facts(count);
    let rounds = usize::try_from(100_000_000 / count.max(1))
        .expect("few")
        .clamp(3, 50);
    println!("{} million records, {THREADS} threads", count / 1_000_000);
    println!(
        "  making records and their facts     {:>9.3} s",
        started.elapsed().as_secs_f64()
    );
    println!(
        "  memory a million records           {:>9.1} MB",
        store.bytes() as f64 / count as f64
    );
    let columns = Columns::of(count);
    let asked = Asked::within(2);
    let answer = |threads: usize| {
        black_box(evaluate(&store, &asked.question(threads)).expect("figures"));
    };
    let sum = Times {
        wall: fastest(rounds, || columns.sum_shared()),
        worked: worked(rounds, || columns.sum(0..columns.from.len())),
    };
    let ours = Times {
        wall: fastest(rounds, || answer(THREADS)),
        worked: worked(rounds, || answer(1)),
    };
    println!("  plain sum over the same bytes      {sum}");
    println!(
        "  evaluator                          {ours}   {} of the plain sum's speed (aim: 0.5)",
        sum.over(&ours)
    );
    as_pages_ask(&store, rounds, &ours);
    against_duck(count, &store, &asked, &ours);
}

/// What pages ask: late recording stands beside each figure. Then the same measure as most are in practice: one outcome is left
/// out and a filter asks for another field besides. It reads two columns more, and takes the way that every kind of measure
/// can take.
fn as_pages_ask(store: &FactStore, rounds: usize, plain: &Times) {
    let leaving_out = Asked {
        definition: council::seen_unless_in_custody(2),
        ..Asked::within(2)
    };
    for (what, asked) in [
        ("with late recording, as pages ask ", Asked::within(2)),
        ("and with an exclusion and a filter", leaving_out),
    ] {
        let answer = |threads: usize| {
            black_box(evaluate(store, &asked.with_delays(threads)).expect("figures"));
        };
        let rounds = rounds.div_ceil(4);
        let times = Times {
            wall: fastest(rounds, || answer(THREADS)),
            worked: worked(rounds, || answer(1)),
        };
        println!(
            "  {what} {times}   {} of the speed without",
            plain.over(&times)
        );
    }
}

/// The fastest by the clock on the wall, and the mean time on a processor.
struct Times {
    wall: Duration,
    worked: Duration,
}

impl Times {
    fn over(&self, other: &Times) -> String {
        let wall = self.wall.as_secs_f64() / other.wall.as_secs_f64();
        let worked = self.worked.as_secs_f64() / other.worked.as_secs_f64();
        format!("{wall:.2} (by processor time {worked:.2})")
    }
}

impl fmt::Display for Times {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (wall, worked) = (millis(self.wall), millis(self.worked));
        write!(
            formatter,
            "{wall:>9.3} ms, {worked:>9.3} ms of one processor"
        )
    }
}

fn against_duck(count: u64, store: &FactStore, asked: &Asked, ours: &Times) {
    let figures = evaluate(store, &asked.question(THREADS)).expect("figures");
    match duck::run(count, asked.as_at, THREADS) {
        Some(answer) => {
            assert_eq!(
                answer.counts,
                duck::counts_of(&figures),
                "DuckDB counts the same"
            );
            let theirs = Times {
                wall: Duration::from_secs_f64(answer.seconds),
                worked: Duration::from_secs_f64(answer.worked),
            };
            println!(
                "  DuckDB {:<10}                  {theirs}   the evaluator is {} times as fast (aim: 25); all {} cells equal",
                answer.version,
                theirs.over(ours),
                answer.counts.len()
            );
        }
        None => println!("  DuckDB                             not there"),
    }
}

/// The four columns that the measure reads.
struct Columns {
    from: Vec<u16>,
    to: Vec<u16>,
    teams: Vec<u8>,
    localities: Vec<u8>,
}

impl Columns {
    fn of(count: u64) -> Columns {
        let mark = |day: Day| u16::try_from(Day::START.days_until(day)).expect("a mark");
        let mut columns = Columns {
            from: Vec::new(),
            to: Vec::new(),
            teams: Vec::new(),
            localities: Vec::new(),
        };
        for order in council::orders(count) {
            columns.from.push(mark(order.imposed));
            columns.to.push(order.seen.map_or(u16::MAX, mark));
            columns.teams.push(u8::try_from(order.team).expect("few"));
            columns
                .localities
                .push(u8::try_from(order.locality).expect("few"));
        }
        columns
    }

    /// Adds up all four.
    fn sum(&self, rows: std::ops::Range<usize>) {
        let wide = |column: &[u16]| {
            let numbers = column.iter().map(|number| u64::from(*number));
            numbers.fold(0_u64, u64::wrapping_add)
        };
        let narrow = |column: &[u8]| {
            let numbers = column.iter().map(|number| u64::from(*number));
            numbers.fold(0_u64, u64::wrapping_add)
        };
        black_box([
            wide(&self.from[rows.clone()]),
            wide(&self.to[rows.clone()]),
            narrow(&self.teams[rows.clone()]),
            narrow(&self.localities[rows]),
        ]);
    }

    /// Adds them up on two threads.
    fn sum_shared(&self) {
        let half = self.from.len() / 2;
        std::thread::scope(|scope| {
            scope.spawn(|| self.sum(half..self.from.len()));
            self.sum(0..half);
        });
    }
}

/// The mean time that the work takes on a processor, on this thread alone.
fn worked(times: usize, mut work: impl FnMut()) -> Duration {
    let before = on_processor();
    for _ in 0..times {
        work();
    }
    let rounds = u32::try_from(times).expect("few");
    on_processor().saturating_sub(before) / rounds
}

/// How long this thread has been on a processor; nothing where the system does not say.
fn on_processor() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split_whitespace().next();
    Duration::from_nanos(
        nanoseconds
            .and_then(|number| number.parse().ok())
            .unwrap_or(0),
    )
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn fastest(times: usize, mut work: impl FnMut()) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..times {
        let started = Instant::now();
        work();
        best = best.min(started.elapsed());
    }
    best
}
