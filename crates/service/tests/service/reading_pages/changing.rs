//! What changed, field by field, as the journal has it.

use clew_journal::{Subject, SubjectKind};
use clew_plan::{Book, Kind, RiskScore};
use clew_service::{Incoming, Service, WhichScore, field_history, score_history, slippage};
use serde_json::{Value, json};

use super::period;
use crate::common::{Place, book_of, caller};

fn take(service: &Service, second: i64, kind: Kind, fields: Value, reason: &str) {
    let book: Book = book_of([(kind, fields)]);
    let incoming = Incoming {
        book,
        seen: u64::MAX,
        reason: Some(reason.to_owned()),
    };
    let call = caller(&format!("take-{second}"), second);
    service.take_in_records(&call, &incoming).unwrap();
}

fn action(end: &str, original: Option<&str>) -> Value {
    json!({"id": "A1", "plan": "p", "title": "Action", "end": end, "original_end": original})
}

#[test]
fn the_ledger_of_an_action_has_every_end_with_who_moved_it_and_why() {
    let place = Place::sqlite();
    let service = place.founded();
    take(
        &service,
        10,
        Kind::Action,
        action("2026-01-31", None),
        "dated",
    );
    take(
        &service,
        11,
        Kind::Action,
        action("2026-03-31", None),
        "two posts are vacant",
    );
    take(
        &service,
        12,
        Kind::Action,
        json!({"id": "A1", "plan": "p", "title": "Other", "end": "2026-03-31"}),
        "renamed",
    );
    let reader = service.reader(&"administrator".into()).unwrap();
    let ledger = slippage(&reader, &"p".into(), &"A1".into()).unwrap();
    assert_eq!(ledger.original, Some(period("2026-01-31")));
    assert_eq!(ledger.now, Some(period("2026-03-31")));
    assert_eq!(ledger.moved_by, 59);
    let dates: Vec<_> = ledger.steps.iter().map(|step| step.value).collect();
    assert_eq!(
        dates,
        [None, Some(period("2026-01-31")), Some(period("2026-03-31"))]
    );
    assert_eq!(
        ledger.steps[2].reason.as_deref(),
        Some("two posts are vacant")
    );
    assert_eq!(ledger.steps[2].name, "Administrator");
    let none = slippage(&reader, &"p".into(), &"other".into()).unwrap();
    assert!(none.steps.is_empty() && none.original.is_none());
}

#[test]
fn the_original_end_that_the_record_states_is_the_one_slippage_is_counted_from() {
    let place = Place::sqlite();
    let service = place.founded();
    take(
        &service,
        10,
        Kind::Action,
        action("2026-02-28", Some("2026-01-29")),
        "dated",
    );
    let reader = service.reader(&"administrator".into()).unwrap();
    let ledger = slippage(&reader, &"p".into(), &"A1".into()).unwrap();
    assert_eq!(ledger.moved_by, 30);
}

#[test]
fn a_risks_scores_are_told_from_the_first_to_the_last() {
    let place = Place::sqlite();
    let service = place.founded();
    for (second, score) in [(10, "4x5"), (11, "3x4"), (12, "3x4"), (13, "6")] {
        let risk = json!({"code": "R1", "plan": "p", "title": "Staff", "current": score});
        take(&service, second, Kind::Risk, risk, "reviewed");
    }
    let reader = service.reader(&"administrator".into()).unwrap();
    let risk = (Some("p".into()), "R1".into());
    let scores = score_history(&reader, &risk, WhichScore::Current).unwrap();
    let products: Vec<u8> = scores
        .iter()
        .filter_map(|it| it.value)
        .map(RiskScore::product)
        .collect();
    assert_eq!(products, [20, 12, 6]);
    assert!(
        score_history(&reader, &risk, WhichScore::Target)
            .unwrap()
            .iter()
            .all(|it| it.value.is_none())
    );
}

#[test]
fn fields_are_told_in_words_the_newest_first() {
    let place = Place::sqlite();
    let service = place.founded();
    let measure = |title: &str, owner: &str| {
        json!({"code": "M1", "title": title, "kind": "statistical", "plan": "p", "outcome": "o",
               "unit_of_measure": "percent", "polarity": "higher", "owner": owner})
    };
    take(
        &service,
        10,
        Kind::Measure,
        measure("Measure M1", "Head"),
        "named",
    );
    take(
        &service,
        11,
        Kind::Measure,
        measure("Seen in time", "Manager"),
        "reworded",
    );
    take(
        &service,
        12,
        Kind::Target,
        json!({"measure": "M1", "period": "2025-26", "goal": "80"}),
        "agreed",
    );
    let reader = service.reader(&"administrator".into()).unwrap();
    let of = |kind: Kind, parts: &[&str]| {
        let subject = Subject::named(SubjectKind::Record(kind), parts.iter().copied());
        field_history(&reader, &subject).unwrap()
    };
    let steps = of(Kind::Measure, &["M1"]);
    let told: Vec<(&str, &str, &str)> = steps
        .iter()
        .map(|step| (step.field.as_str(), step.from.as_str(), step.to.as_str()))
        .collect();
    assert!(
        told.contains(&("owner", "\u{201c}Head\u{201d}", "\u{201c}Manager\u{201d}")),
        "{told:?}"
    );
    assert_eq!(
        *told.last().unwrap(),
        ("owner", "nothing", "\u{201c}Head\u{201d}")
    );
    assert_eq!(steps[0].reason.as_deref(), Some("reworded"));
    let target = of(Kind::Target, &["M1", "2025-26"]);
    assert_eq!(target.len(), 1);
    assert_eq!(
        (target[0].from.as_str(), target[0].to.as_str()),
        ("75%", "80%")
    );
    assert!(of(Kind::Measure, &["NONE"]).is_empty());
}
