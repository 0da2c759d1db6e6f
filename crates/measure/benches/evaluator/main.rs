//! How fast the evaluator is, beside a plain sum over the same bytes and beside DuckDB.
//!
//! `cargo bench -p clew-measure --bench evaluator`, or with `-- 10 50` for other sizes in millions of records: a timeliness
//! measure in working days, ten years by quarter, split by team and locality. Prints seconds and ratios. DuckDB is
//! installed with pip into a folder of its own under the target folder; where that cannot be, it is said to be not there.

mod council;
mod duck;

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
    println!("{} million records, {THREADS} threads", count / 1_000_000);
    println!(
        "  making records and their facts     {:>9.3} s",
        started.elapsed().as_secs_f64()
    );
    println!(
        "  memory a million records           {:>9.1} MB",
        store.bytes() as f64 / count as f64
    );
    let sum = plain_sum(count);
    println!(
        "  plain sum over the same bytes      {:>9.3} ms",
        millis(sum)
    );
    let asked = Asked::within(2);
    let ours = fastest(25, || {
        black_box(evaluate(&store, &asked.question(THREADS)).expect("figures"));
    });
    println!(
        "  evaluator                          {:>9.3} ms   {:.2} of the plain sum's speed (aim: 0.5)",
        millis(ours),
        sum.as_secs_f64() / ours.as_secs_f64()
    );
    against_duck(count, &store, &asked, ours);
}

fn against_duck(count: u64, store: &FactStore, asked: &Asked, ours: Duration) {
    let figures = evaluate(store, &asked.question(THREADS)).expect("figures");
    match duck::run(count, asked.as_at, THREADS) {
        Some(answer) => {
            assert_eq!(
                answer.counts,
                duck::counts_of(&figures),
                "DuckDB counts the same"
            );
            println!(
                "  DuckDB {:<10}                  {:>9.3} ms   the evaluator is {:.1} times as fast (aim: 25); all counts equal",
                answer.version,
                answer.seconds * 1_000.0,
                answer.seconds / ours.as_secs_f64()
            );
        }
        None => println!("  DuckDB                             not there"),
    }
}

/// The fastest of adding up the four columns that the measure reads, on as many threads.
fn plain_sum(count: u64) -> Duration {
    let length = usize::try_from(count).expect("fits");
    let (mut from, mut to) = (Vec::with_capacity(length), Vec::with_capacity(length));
    let (mut teams, mut localities) = (Vec::with_capacity(length), Vec::with_capacity(length));
    let mark = |day: Day| u16::try_from(Day::START.days_until(day)).expect("a mark");
    for order in council::orders(count) {
        from.push(mark(order.imposed));
        to.push(order.seen.map_or(u16::MAX, mark));
        teams.push(u8::try_from(order.team).expect("few"));
        localities.push(u8::try_from(order.locality).expect("few"));
    }
    let half = length / 2;
    let sums = |range: std::ops::Range<usize>| {
        let wide = |column: &[u16]| {
            column
                .iter()
                .fold(0_u64, |sum, one| sum.wrapping_add(u64::from(*one)))
        };
        let narrow = |column: &[u8]| {
            column
                .iter()
                .fold(0_u64, |sum, one| sum.wrapping_add(u64::from(*one)))
        };
        [
            wide(&from[range.clone()]),
            wide(&to[range.clone()]),
            narrow(&teams[range.clone()]),
            narrow(&localities[range]),
        ]
    };
    fastest(25, || {
        std::thread::scope(|scope| {
            let other = scope.spawn(|| black_box(sums(half..length)));
            black_box(sums(0..half));
            other.join().expect("a sum");
        });
    })
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
