//! The golden thread, downwards and up.

use clew_plan::{Kind, Status};
use clew_service::{Overview, ThreadAt, ThreadNode, ThreadPoint};
use serde_json::json;

use super::{council, day, overview, period};
use crate::common::book_of;

fn at() -> ThreadAt {
    ThreadAt {
        period: period("2025-26 Q1"),
        today: day("2026-01-01"),
    }
}

/// The council with actions, an activity that names a measure, and another plan below the first.
fn threaded() -> Overview {
    let mut book = council();
    book.append(&mut book_of([
        (Kind::Plan, json!({"id": "team", "title": "Team plan", "parent": "p"})),
        (Kind::Action, json!({"id": "A1", "plan": "p", "title": "Fill the posts", "outcome": "safe-1", "end": "2025-12-01", "status": "active", "measures": ["SW02"]})),
        (Kind::Action, json!({"id": "A2", "plan": "team", "title": "Tidy up", "status": "complete"})),
        (Kind::BudgetTable, json!({"id": "b", "plan": "p", "title": "Budget"})),
        (Kind::Activity, json!({"table": "b", "title": "Adrift", "kind": "core"})),
        (Kind::Activity, json!({"table": "b", "title": "Reviewing", "kind": "core", "outcome": "safe", "measures": ["SW01"]})),
    ]));
    overview(book)
}

fn codes(nodes: &[ThreadNode]) -> Vec<&str> {
    nodes.iter().map(|node| node.code.as_str()).collect()
}

#[test]
fn the_thread_runs_from_plan_to_measure_and_says_the_worst_of_what_is_below() {
    let thread = threaded().thread(None, at());
    assert_eq!(codes(&thread.plans), ["p"]);
    let plan = &thread.plans[0];
    assert_eq!(codes(&plan.children), ["safe", "fair", "team"]);
    let safe = &plan.children[0];
    assert_eq!(codes(&safe.children[0].children), ["SW01", "SW02", "A1"]);
    assert_eq!(
        safe.children[0].worst,
        Some(Status::Red),
        "A1 is past its end"
    );
    assert_eq!((safe.actions.red, safe.how_many_actions), (1, 1));
    assert_eq!(
        safe.measures.total(),
        2,
        "SW01 hangs there twice and counts once"
    );
    assert_eq!(plan.measures.red, 1);
    assert_eq!(plan.worst, Some(Status::Red));
}

#[test]
fn what_has_no_line_of_sight_is_listed() {
    let thread = threaded().thread(None, at());
    let titles: Vec<&str> = thread
        .without_sight
        .iter()
        .map(|node| node.title.as_str())
        .collect();
    assert_eq!(titles, ["Adrift", "New office opened", "Tidy up"]);
    let team = threaded().thread(Some(&"team".into()), at());
    assert_eq!(codes(&team.without_sight), ["A2"]);
    assert_eq!(codes(&team.plans), ["team"]);
}

#[test]
fn a_measure_leads_up_by_its_outcome_its_activities_and_its_actions() {
    let overview = threaded();
    let ways = |code: &str| -> Vec<String> {
        let ways = overview.up_from(&ThreadPoint::Measure(code.into()), at());
        let path = |way: &Vec<ThreadNode>| {
            let titles: Vec<&str> = way.iter().map(|node| node.title.as_str()).collect();
            titles.join(" > ")
        };
        ways.iter().map(path).collect()
    };
    assert_eq!(
        ways("SW01"),
        [
            "Service plan > Outcome safe > Outcome safe-1 > Reviews held in time",
            "Service plan > Outcome safe > Reviewing > Reviews held in time",
        ]
    );
    assert_eq!(
        ways("SW02")[1],
        "Service plan > Outcome safe > Outcome safe-1 > Fill the posts > Carers assessed"
    );
    assert_eq!(ways("NOPE"), Vec::<String>::new());
}

#[test]
fn everything_below_a_point_hangs_from_it() {
    let overview = threaded();
    let safe = overview
        .down_from(&ThreadPoint::Outcome("safe".into()), at())
        .unwrap();
    assert_eq!(safe.measures.total(), 2);
    let adults = overview
        .down_from(&ThreadPoint::Unit("adults".into()), at())
        .unwrap();
    assert_eq!(codes(&adults.children), ["east", "SW02"]);
    assert_eq!(adults.measures.total(), 2);
    assert!(
        overview
            .down_from(&ThreadPoint::Outcome("nope".into()), at())
            .is_none()
    );
}

#[test]
fn a_tree_that_goes_round_in_a_ring_comes_to_an_end() {
    let mut book = council();
    book.outcomes[0].parent = Some("safe-1".into());
    let overview = overview(book);
    let thread = overview.thread(None, at());
    let plan = &thread.plans[0];
    assert_eq!(
        codes(&plan.children),
        ["safe", "safe-1", "fair"],
        "nothing is lost"
    );
    assert_eq!(plan.measures.total(), 3);
    let safe = overview
        .down_from(&ThreadPoint::Outcome("safe".into()), at())
        .unwrap();
    assert_eq!(
        safe.measures.total(),
        0,
        "what goes round hangs from the plan"
    );
    let ways = overview.up_from(&ThreadPoint::Measure("SW01".into()), at());
    assert!(ways.len() <= 1);
}
