//! What pages ask of a council's Book: 1,000 measures with ten years of quarterly figures, 4,000
//! comments, 500 actions. How long the overview takes to make, and each question, as a ratio to a
//! plain scan of the same figures.
//!
//! Run with `cargo bench -p clew-service --bench reading`. The aims: a search under 50 ms, any
//! question that a page asks under 5 ms once it was asked before.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clew_calendar::{Day, Period};
use clew_journal::State;
use clew_plan::{Book, Kind};
use clew_service::{ActionFilter, Filter, Memory, Overview, ThreadAt, ThreadPoint, coverage};
use rust_decimal::Decimal;
use serde_json::json;

const MEASURES: u32 = 1_000;
const YEARS: u16 = 10;
const ROUNDS: u32 = 20;
/// Words that comments are made of.
const WORDS: [&str; 24] = [
    "assessment",
    "carer",
    "review",
    "delay",
    "vacancy",
    "recruitment",
    "protection",
    "referral",
    "hospital",
    "discharge",
    "allowance",
    "quarter",
    "guardianship",
    "timescale",
    "capacity",
    "training",
    "improvement",
    "demand",
    "pressure",
    "locality",
    "inspection",
    "evidence",
    "supervision",
    "telecare",
];

fn council() -> Book {
    let mut book = clew_testkit::council(MEASURES, YEARS);
    for number in 0..4_000_usize {
        let words: Vec<String> = (0..60)
            .map(|place| {
                let word = WORDS[(number * 7 + place * place * 5) % WORDS.len()];
                match place % 9 {
                    0 => format!("{word}{}", number % 500),
                    _ => word.to_owned(),
                }
            })
            .collect();
        let measure = format!("C{:05}", number % 1_000 + 1);
        let said = json!({"measure": measure, "period": "2024-25 Q1", "text": words.join(" ")});
        add(&mut book, Kind::Commentary, said);
    }
    for number in 0..500 {
        let end = format!("20{}-06-30", 24 + number % 4);
        let action = json!({"id": format!("A{number}"), "plan": "council", "title": format!("Action {number}"),
            "outcome": format!("O{}", number % 20), "end": end, "status": "active", "findings": [format!("F{}", number % 120)]});
        add(&mut book, Kind::Action, action);
        let milestone = json!({"action": format!("A{number}"), "plan": "council", "title": "Step", "due": "2025-05-01"});
        add(&mut book, Kind::Milestone, milestone);
    }
    for number in 0..100 {
        let finding = json!({"id": format!("F{number}"), "inspection": format!("I{}", number % 5), "title": "Finding"});
        add(&mut book, Kind::Finding, finding);
    }
    let cycle = json!({"id": "q4", "plan": "council", "period": "2024-25 Q4", "due": "2025-05-01"});
    add(&mut book, Kind::Cycle, cycle);
    book
}

fn add(book: &mut Book, kind: Kind, fields: serde_json::Value) {
    book.push(kind.read(fields).unwrap());
}

fn timed<T>(work: impl Fn() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// A plain scan: the sum of every figure's value.
fn scan(book: &Book) -> Decimal {
    book.figures.iter().filter_map(|figure| figure.value).sum()
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    number.unwrap_or(0)
}

fn main() {
    let mut state = State::default();
    state.book = council().into();
    let memory = Arc::new(Memory::of(state));
    let period: Period = "2024-25 Q4".parse().unwrap();
    let today: Day = "2025-06-01".parse().unwrap();
    let plan = "council".into();
    let at = ThreadAt { period, today };
    let before = resident();
    let plain = timed(|| scan(memory.book()));
    let figures = memory.book().figures.len();
    println!("a plain scan of {figures} figures: {plain:.1?}");
    let report = |what: &str, time: Duration| {
        let ratio = time.as_nanos() * 10 / plain.as_nanos().max(1);
        println!(
            "{what}: {time:.1?}, {}.{} plain scans",
            ratio / 10,
            ratio % 10
        );
        time
    };
    report(
        "made anew, overview",
        timed(|| Overview::of(Arc::clone(&memory))),
    );
    let fresh = |ask: &dyn Fn(&Overview)| timed(|| ask(&Overview::of(Arc::clone(&memory))));
    let all = Filter::default();
    report(
        "made anew, with a scorecard",
        fresh(&|it| drop(it.scorecard(&all, period, Some(&plan), today))),
    );
    report(
        "made anew, with a search",
        fresh(&|it| drop(it.search("review", 20))),
    );
    report(
        "made anew, with a thread",
        fresh(&|it| drop(it.thread(None, at))),
    );
    let overview = Overview::of(Arc::clone(&memory));
    let _ = (
        overview.scorecard(&all, period, Some(&plan), today),
        overview.search("review", 20),
    );
    let _ = overview.thread(None, at);
    println!(
        "memory for it: {} MB",
        resident().saturating_sub(before) / 1_024
    );
    let narrow = Filter::from_pairs([("text", "c0001"), ("status", "red")]).unwrap();
    let mut slowest = Duration::ZERO;
    let mut asked = |what: &str, time: Duration| slowest = slowest.max(report(what, time));
    asked(
        "scorecard, whole",
        timed(|| overview.scorecard(&all, period, Some(&plan), today)),
    );
    asked(
        "scorecard, filtered",
        timed(|| overview.scorecard(&narrow, period, Some(&plan), today)),
    );
    asked(
        "matrix, whole",
        timed(|| overview.matrix(Some(&plan), period, &all, today)),
    );
    asked(
        "matrix, filtered",
        timed(|| overview.matrix(Some(&plan), period, &narrow, today)),
    );
    for query in [
        "review",
        "assesment delya",
        "C0042",
        "re",
        "recruitment capacity training",
    ] {
        asked(
            &format!("search for {query:?}"),
            timed(|| overview.search(query, 20)),
        );
    }
    asked("thread, kept", timed(|| overview.thread(None, at)));
    let point = ThreadPoint::Measure("C42".into());
    asked("up from a measure", timed(|| overview.up_from(&point, at)));
    asked("board", timed(|| overview.board(&plan, "q4", today)));
    asked(
        "work of an account",
        timed(|| overview.work_of(&"administrator".into(), today)),
    );
    asked(
        "timeline",
        timed(|| overview.timeline(&ActionFilter::default(), today)),
    );
    asked("coverage", timed(|| coverage(memory.book(), today)));
    assert!(
        slowest < Duration::from_millis(50),
        "the slowest took {slowest:.1?}"
    );
}
