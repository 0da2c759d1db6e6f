//! What a committee was shown, held against a year later: a council of 1,000 measures with ten years
//! of figures, and 20,000 entries after the freeze. How long it takes to find every restatement with
//! its causes.
//!
//! Run with `cargo bench -p clew-service --bench difference`. The aim: a few seconds.

#![allow(missing_docs, clippy::unwrap_used)]

use std::time::{Duration, Instant};

use clew_journal::Moment;
use clew_plan::{Book, Figure, Forum, Plan};
use clew_report::ReportKind;
use clew_service::{Against, Caller, Difference, FreezeRequest, Incoming, Service};
use clew_store::Location;
use serde_json::json;

const MEASURES: u32 = 1_000;
const YEARS: u16 = 10;
/// Measures that are the sum of ten others.
const FORMULAS: usize = 50;
/// Rounds of changes after the freeze; each changes something of every measure.
const ROUNDS: u32 = 20;

fn caller(id: &str) -> Caller {
    Caller {
        actor: "administrator".into(),
        id: id.to_owned(),
        at: Moment::from_microseconds(1_780_000_000_000_000),
        origin: None,
        despite_clock: false,
    }
}

fn council() -> Book {
    let mut book = clew_testkit::council(MEASURES, YEARS);
    let forum: Forum = serde_json::from_value(json!({"id": "forum", "name": "Forum"})).unwrap();
    book.forums.push(forum);
    for number in 0..FORMULAS {
        let mut total = book.measures[number].clone();
        total.code = format!("T{number:05}").parse().unwrap();
        total.title = format!("Total {number}");
        let parts = book.measures[number * 10..number * 10 + 10].iter();
        let parts: Vec<&str> = parts.map(|part| part.code.written()).collect();
        let formula = format!("sum of {}", parts.join(", "));
        let formula = json!({"measure": format!("T{number:05}"), "formula": formula});
        book.formulas.push(serde_json::from_value(formula).unwrap());
        book.measures.push(total);
    }
    book
}

/// The changes of a round: corrected figures of this year and of an earlier one, other targets,
/// other titles and owners, in turn.
fn changed(round: u32, before: &Book) -> Book {
    let mut book = Book::default();
    let of = |period: &str| {
        let figures = before
            .figures
            .iter()
            .filter(move |figure| figure.period == period.parse().unwrap());
        let given = figures.filter(|figure| !figure.measure.as_str().starts_with('T'));
        given.map(|figure| corrected(figure, round)).collect()
    };
    match round % 4 {
        0 => book.figures = of("2024-25 Q4"),
        1 => book.figures = of("2023-24 Q4"),
        2 => {
            let year = "2024-25".parse().unwrap();
            let targets = before.targets.iter().filter(|target| target.period == year);
            book.targets = targets.cloned().collect();
            for target in &mut book.targets {
                target.goal = Some(clew_plan::Goal::Value((50 + round).into()));
            }
        }
        _ => {
            book.measures = before.measures.clone();
            for measure in &mut book.measures {
                measure.owner = Some(format!("Manager {round}"));
            }
        }
    }
    book
}

fn corrected(figure: &Figure, round: u32) -> Figure {
    Figure {
        numerator: Some((30 + round).into()),
        value: Some((30 + round).into()),
        ..figure.clone()
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn freeze(reports: Vec<ReportKind>, id: &str) -> FreezeRequest {
    FreezeRequest {
        id: Some(id.into()),
        forum: "forum".to_owned(),
        meeting: "2025-06-01".parse().unwrap(),
        plan: Some("council".into()),
        period: Some("2024-25 Q4".parse().unwrap()),
        basis: None,
        reports,
        despite: Some("the benchmark shows something else".to_owned()),
        despite_unsettled: None,
        seen: None,
    }
}

fn take(service: &Service, id: &str, book: Book) {
    let incoming = Incoming {
        book,
        seen: u64::MAX,
        reason: Some("the benchmark".to_owned()),
    };
    service.take_in_records(&caller(id), &incoming).unwrap();
}

fn main() {
    let folder = std::env::temp_dir().join(format!("clew-difference-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let service = Service::create(&Location::File(folder.join("council.clew"))).unwrap();
    let organisation = serde_json::from_value(json!({"name": "Council"})).unwrap();
    service
        .found(&caller("found"), organisation, "Administrator")
        .unwrap();
    take(&service, "council", council());
    for (id, reports) in [
        ("lines", vec![]),
        ("reports", vec![ReportKind::QuarterlyProgress]),
    ] {
        let request = freeze(reports, id);
        service
            .freeze(&caller(&format!("freeze-{id}")), &request)
            .unwrap();
    }
    service.checkpoint().unwrap();
    for round in 0..ROUNDS {
        let book = changed(round, service.memory().book());
        take(&service, &format!("round-{round}"), book);
    }
    let plan: Plan = {
        let mut plan = service.memory().book().plans[0].clone();
        plan.tolerance = Some("10%".parse().unwrap());
        plan
    };
    let plans = Book {
        plans: vec![plan],
        ..Book::default()
    };
    take(&service, "plan", plans);
    let entries = service.memory().state().head.sequence;
    for id in ["lines", "reports"] {
        let differ = || -> Difference {
            let reader = service.reader(&"administrator".into()).unwrap();
            reader.difference(&id.into(), &Against::Now).unwrap()
        };
        let (difference, time) = timed(differ);
        println!(
            "{id}: {} restated, {} places of reports besides, of {entries} entries: {time:.1?}",
            difference.restated.len(),
            difference.reports.len(),
        );
        assert!(difference.restated.len() >= MEASURES as usize);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
