//! What pages read: scorecards, search, the thread, work, boards, actions, risks, histories.

#![allow(clippy::unwrap_used, missing_docs)]

mod changing;
mod improving;
mod scorecard;
mod searching;
mod threading;
mod working;

use std::sync::Arc;

use clew_calendar::{Day, Period};
use clew_journal::State;
use clew_plan::{Book, Kind};
use clew_service::{Memory, Overview};
use serde_json::{Value, json};

/// What is known of a Book that no journal gave.
fn overview(book: Book) -> Overview {
    Overview::of(memory(book))
}

fn memory(book: Book) -> Arc<Memory> {
    let mut state = State::default();
    state.book = book.into();
    Arc::new(Memory::of(state))
}

fn day(written: &str) -> Day {
    written.parse().unwrap()
}

fn period(written: &str) -> Period {
    written.parse().unwrap()
}

/// Two services with a team, a tree of outcomes, and four measures of which one is off track.
fn council() -> Book {
    crate::common::book_of([
        (Kind::Unit, json!({"id": "adults", "name": "Adults"})),
        (
            Kind::Unit,
            json!({"id": "east", "name": "East team", "parent": "adults"}),
        ),
        (Kind::Unit, json!({"id": "justice", "name": "Justice"})),
        (
            Kind::Plan,
            json!({"id": "p", "title": "Service plan", "period": "2025-26"}),
        ),
        (Kind::Outcome, outcome("safe", "priority", None)),
        (Kind::Outcome, outcome("safe-1", "outcome", Some("safe"))),
        (Kind::Outcome, outcome("fair", "priority", None)),
        (
            Kind::Measure,
            measure(
                "SW01",
                "Reviews held in time",
                "safe-1",
                "east",
                "Team Manager East",
            ),
        ),
        (
            Kind::Measure,
            measure(
                "SW02",
                "Carers assessed",
                "safe-1",
                "adults",
                "Adults Manager",
            ),
        ),
        (
            Kind::Measure,
            measure(
                "CJ10",
                "Orders begun in time",
                "fair",
                "justice",
                "Justice Manager",
            ),
        ),
        (
            Kind::Measure,
            json!({"code": "PR1", "title": "New office opened", "kind": "project", "plan": "p"}),
        ),
        (
            Kind::Target,
            json!({"measure": "SW01", "period": "2025-26", "goal": "90"}),
        ),
        (
            Kind::Target,
            json!({"measure": "CJ10", "period": "2025-26", "goal": "90"}),
        ),
        (Kind::Figure, figure("SW01", "2024-25 Q4", "80")),
        (Kind::Figure, figure("SW01", "2025-26 Q1", "89.96")),
        (Kind::Figure, figure("CJ10", "2025-26 Q1", "50")),
        (
            Kind::Commentary,
            json!({"measure": "CJ10", "period": "2025-26 Q1", "text": "Two posts were vacant throughout the quarter."}),
        ),
    ])
}

fn outcome(id: &str, level: &str, parent: Option<&str>) -> Value {
    json!({"id": id, "plan": "p", "level": level, "title": format!("Outcome {id}"), "parent": parent})
}

fn measure(code: &str, title: &str, outcome: &str, unit: &str, owner: &str) -> Value {
    json!({"code": code, "title": title, "kind": "statistical", "plan": "p", "outcome": outcome,
           "unit_of_measure": "percent", "polarity": "higher", "unit": unit, "owner": owner,
           "decimals": 0, "categories": ["public"]})
}

fn figure(code: &str, period: &str, value: &str) -> Value {
    json!({"measure": code, "period": period, "value": value, "from": "returned", "state": "provisional"})
}
