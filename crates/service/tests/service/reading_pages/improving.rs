//! Actions, cross references, coverage of findings, and risks.

use clew_plan::{Book, Kind, Status};
use clew_service::{
    ActionFilter, Uncovered, WhichScore, coverage, dangling_references, heat_map, references,
    reviews,
};
use serde_json::json;

use super::{day, overview};
use crate::common::book_of;

fn book() -> Book {
    let action = |id: &str, changes: serde_json::Value| {
        let mut fields =
            json!({"id": id, "plan": "p", "title": format!("Action {id}"), "status": "active"});
        let extra = changes.as_object().unwrap().clone();
        fields.as_object_mut().unwrap().extend(extra);
        (Kind::Action, fields)
    };
    book_of([
        (Kind::Unit, json!({"id": "adults", "name": "Adults"})),
        (
            Kind::Unit,
            json!({"id": "east", "name": "East", "parent": "adults"}),
        ),
        (Kind::Plan, json!({"id": "p", "title": "Plan"})),
        action(
            "1",
            json!({"end": "2025-11-30", "original_end": "2025-10-31", "unit": "east", "owner": "Lead", "findings": ["F1", "G1"], "see_also": ["2", "9"], "evidence": "Audit"}),
        ),
        action(
            "2",
            json!({"end": "2026-03-31", "findings": ["F2", "F9"], "parent": "1"}),
        ),
        action(
            "3",
            json!({"end": "2025-06-30", "status": "complete", "theme": "Waiting"}),
        ),
        action(
            "4",
            json!({"end": "2026-06", "see_also": ["1"], "workstream": "front-door"}),
        ),
        (
            Kind::Milestone,
            json!({"action": "4", "plan": "p", "title": "Draft", "due": "2025-12-01"}),
        ),
        (
            Kind::Milestone,
            json!({"action": "4", "plan": "p", "title": "Start", "due": "2025-10-01", "done": "2025-10-02"}),
        ),
        (
            Kind::Inspection,
            json!({"id": "asp", "title": "Adult protection"}),
        ),
        (
            Kind::Inspection,
            json!({"id": "justice", "title": "Justice"}),
        ),
        (
            Kind::Finding,
            json!({"id": "F1", "inspection": "asp", "title": "Chronologies"}),
        ),
        (
            Kind::Finding,
            json!({"id": "F2", "inspection": "asp", "title": "Risk"}),
        ),
        (
            Kind::Finding,
            json!({"id": "F3", "inspection": "asp", "title": "Waiting"}),
        ),
        (
            Kind::Finding,
            json!({"id": "F4", "inspection": "asp", "title": "Closed", "closed_on": "2025-01-01"}),
        ),
        (
            Kind::Finding,
            json!({"id": "G1", "inspection": "justice", "title": "Plans"}),
        ),
        (
            Kind::Finding,
            json!({"id": "H1", "inspection": "other", "title": "Elsewhere"}),
        ),
        (
            Kind::ImprovementActivity,
            json!({"finding": "F2", "position": 1, "text": "Train", "due": "2025-12-31"}),
        ),
        (
            Kind::Risk,
            json!({"code": "R1", "plan": "p", "title": "Staff", "current": "4x5", "review_due": "2026-02-01"}),
        ),
        (
            Kind::Risk,
            json!({"code": "R2", "plan": "p", "title": "Money", "current": "4x5", "target": "2x2", "review_due": "2025-12-01"}),
        ),
        (
            Kind::Risk,
            json!({"code": "R3", "plan": "p", "title": "Data", "current": "12"}),
        ),
        (
            Kind::Risk,
            json!({"code": "R4", "plan": "q", "title": "Fire"}),
        ),
    ])
}

#[test]
fn an_action_is_late_by_the_days_past_its_end_unless_it_is_done() {
    let overview = overview(book());
    let today = day("2025-12-10");
    let rows = overview.timeline(&ActionFilter::default(), today);
    let seen: Vec<(&str, i32, Option<Status>)> = rows
        .iter()
        .map(|row| (row.action.as_str(), row.late_by, row.colour))
        .collect();
    assert_eq!(
        seen,
        [
            ("1", 10, Some(Status::Red)),
            ("2", 0, None),
            ("3", 0, Some(Status::Blue)),
            ("4", 0, Some(Status::Amber)),
        ]
    );
    assert_eq!(rows[0].moved_by, 30);
    let titles: Vec<&str> = rows[3]
        .milestones
        .iter()
        .map(|it| it.title.as_str())
        .collect();
    assert_eq!(titles, ["Start", "Draft"]);
    assert_eq!(
        (rows[3].milestones[0].late_by, rows[3].milestones[1].late_by),
        (0, 9)
    );
    let on_its_last_day = overview.timeline(&ActionFilter::default(), day("2025-11-30"));
    assert_eq!(on_its_last_day[0].late_by, 0);
}

#[test]
fn actions_are_filtered_by_part_owner_status_and_lateness() {
    let overview = overview(book());
    let ids = |filter: ActionFilter| -> Vec<String> {
        let rows = overview.timeline(&filter, day("2025-12-10"));
        rows.iter().map(|row| row.action.to_string()).collect()
    };
    let all = ActionFilter::default();
    assert_eq!(
        ids(ActionFilter {
            unit: Some("adults".into()),
            ..all.clone()
        }),
        ["1"]
    );
    assert_eq!(
        ids(ActionFilter {
            owner: Some("LEAD".into()),
            ..all.clone()
        }),
        ["1"]
    );
    assert_eq!(
        ids(ActionFilter {
            late: true,
            ..all.clone()
        }),
        ["1"]
    );
    let complete = clew_plan::ActionStatus::Complete;
    assert_eq!(
        ids(ActionFilter {
            status: Some(complete),
            ..all.clone()
        }),
        ["3"]
    );
    for (text, found) in [
        ("audit LEAD", vec!["1"]),
        ("action", vec!["1", "2", "3", "4"]),
        ("audit missing", vec![]),
    ] {
        let filter = ActionFilter {
            text: Some(text.to_owned()),
            ..all.clone()
        };
        assert_eq!(ids(filter), found, "{text}");
    }
    assert_eq!(
        ids(ActionFilter {
            theme: Some("WAITING".to_owned()),
            ..all.clone()
        }),
        ["3"]
    );
    assert_eq!(
        ids(ActionFilter {
            workstream: Some("front-door".into()),
            ..all.clone()
        }),
        ["4"]
    );
    assert!(
        ids(ActionFilter {
            plan: Some("q".into()),
            ..all
        })
        .is_empty()
    );
}

#[test]
fn references_are_told_both_ways_and_those_that_lead_nowhere_are_marked() {
    let book = book();
    let plan = "p".into();
    let of = references(&book, &plan, &"1".into());
    let to: Vec<(&str, bool)> = of
        .to
        .iter()
        .map(|it| (it.action.as_str(), it.title.is_some()))
        .collect();
    assert_eq!(to, [("2", true), ("9", false)]);
    assert_eq!(of.from[0].action.as_str(), "4");
    assert_eq!(of.parts[0].action.as_str(), "2");
    assert_eq!(
        dangling_references(&book, &plan),
        [("1".into(), "9".into())]
    );
    assert_eq!(
        references(&book, &plan, &"none".into()),
        clew_service::References::default()
    );
}

#[test]
fn coverage_says_what_each_finding_lacks_and_which_actions_serve_several_inspections() {
    let coverage = coverage(&book(), day("2025-12-10"));
    let lacks = |finding: &str| {
        let mut all = coverage.inspections.iter().flat_map(|it| &it.findings);
        all.find(|it| it.finding.as_str() == finding)
            .unwrap()
            .uncovered
            .clone()
    };
    assert_eq!(lacks("F1"), [Uncovered::Late]);
    assert_eq!(lacks("F2"), [Uncovered::NoEvidence]);
    assert_eq!(lacks("F3"), [Uncovered::NoAnswer]);
    assert!(lacks("F4").is_empty(), "it is closed");
    assert_eq!(coverage.inspections[0].lacking(Uncovered::NoAnswer), 1);
    assert_eq!(
        coverage.inspections[2].inspection.as_str(),
        "other",
        "only a finding names it"
    );
    let shared: Vec<&str> = coverage
        .shared
        .iter()
        .map(|it| it.action.as_str())
        .collect();
    assert_eq!(shared, ["1"]);
    assert_eq!(coverage.unknown, [("F9".into(), "Action 2".to_owned())]);
    let f2 = &coverage.inspections[0].findings[1];
    let answers: Vec<Option<u32>> = f2.answers.iter().map(|it| it.activity).collect();
    assert_eq!(answers, [Some(1), None]);
}

#[test]
fn the_heat_map_has_every_risk_in_one_place() {
    let book = book();
    let map = heat_map(&book, None, WhichScore::Current);
    assert_eq!(map.cells[&(4, 5)].len(), 2);
    assert_eq!(map.products[&12].len(), 1);
    assert_eq!(map.unscored.len(), 1);
    let target = heat_map(&book, Some(&"p".into()), WhichScore::Target);
    assert_eq!((target.cells.len(), target.unscored.len()), (1, 2));
    let due: Vec<(String, i32)> = reviews(&book, Some(&"p".into()), day("2025-12-10"))
        .into_iter()
        .map(|it| (it.risk.1.to_string(), it.late_by))
        .collect();
    let expected = [("R2", 9), ("R1", -53), ("R3", 0)];
    assert_eq!(due, expected.map(|(code, late)| (code.to_owned(), late)));
}
