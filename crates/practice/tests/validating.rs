//! A record is looked over against its form: what is needed by when, what can be, and what is odd.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;

use clew_practice::{
    episode::Episode,
    pack::Gravity,
    person::{Birth, Person},
    record::{PersonNumber, RecordNumber, Stage, Value},
    validation::{Around, check_record},
};
use common::{day, record, small, value_of};

const TODAY: &str = "2026-06-01";

fn values(form: &str, written: &[(&str, &str)]) -> BTreeMap<String, Value> {
    let form = &small().forms[form];
    let value = |(code, written): &(&str, &str)| {
        let kind = form.field(code).map(|field| &field.kind);
        let value = kind.map_or_else(
            || Value::Text((*written).to_owned()),
            |kind| value_of(kind, written),
        );
        ((*code).to_owned(), value)
    };
    written.iter().map(value).collect()
}

fn said_around(form: &str, written: &[(&str, &str)], stage: Stage, around: &Around<'_>) -> String {
    let pack = small();
    let issues = check_record(
        pack,
        &pack.forms[form],
        &values(form, written),
        stage,
        day(TODAY),
        around,
    );
    let line = |issue: &clew_practice::validation::RecordIssue| {
        let gravity = if issue.gravity == Gravity::Error {
            ""
        } else {
            "warning "
        };
        format!(
            "{gravity}{}: {}: {}",
            issue.field, issue.rule, issue.message
        )
    };
    issues.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn said(form: &str, written: &[(&str, &str)], stage: Stage) -> String {
    said_around(form, written, stage, &Around::default())
}

#[test]
fn what_is_needed_depends_on_the_stage_and_on_what_is_asked() {
    let order = "dtto-order";
    assert_eq!(said(order, &[], Stage::Draft), "");
    assert_eq!(
        said(order, &[], Stage::Complete),
        "imposed: needed: “Imposed on” is needed to complete this"
    );
    let in_custody = [
        ("imposed", "2026-05-01"),
        ("outcome_first_contact", "in-custody"),
    ];
    assert_eq!(
        said(order, &in_custody, Stage::Complete),
        "custody_note: needed: “Where in custody” is needed to complete this"
    );
    let extended = [
        ("granted", "2026-01-01"),
        ("guardian", "council"),
        ("extended_to", "2026-09-01"),
    ];
    assert_eq!(said("awi-guardianship", &extended, Stage::Complete), "");
    assert_eq!(
        said("awi-guardianship", &extended, Stage::Authorised),
        "extension_reason: needed: “Why it was extended” is needed to authorise this"
    );
    assert_eq!(
        said(order, &[("weekly_hours", "900")], Stage::Withdrawn),
        ""
    );
}

#[test]
fn what_is_not_asked_must_be_empty_once_it_is_complete() {
    let written = [
        ("imposed", "2026-05-01"),
        ("outcome_first_contact", "seen"),
        ("custody_note", "On remand"),
    ];
    let message = "custody_note: not-asked: “Where in custody” is filled and is not asked here";
    assert_eq!(said("dtto-order", &written, Stage::Complete), message);
    assert_eq!(
        said("dtto-order", &written, Stage::Draft),
        format!("warning {message}")
    );
}

#[test]
fn each_value_has_to_fit_its_field() {
    for (field, value, message) in [
        (
            "weekly_hours",
            "168.5",
            "weekly_hours: range: “Hours a week” is more than 168",
        ),
        (
            "weekly_hours",
            "-1",
            "weekly_hours: range: “Hours a week” is less than 0",
        ),
        (
            "weekly_hours",
            "1.25",
            "weekly_hours: decimals: “Hours a week” has more decimal places than the 1 that are kept",
        ),
        ("weekly_hours", "1.50", ""),
        (
            "first_seen",
            "2026-06-02",
            "first_seen: future: “First seen on” is a day that has not come yet",
        ),
        ("first_seen", TODAY, ""),
        (
            "outcome_first_contact",
            "gone",
            "outcome_first_contact: unknown-choice: “Outcome of first contact” has no choice \"gone\"",
        ),
        (
            "outcome_first_contact",
            "moved",
            "outcome_first_contact: retired-choice: “Moved away” is no longer offered for “Outcome of first contact”",
        ),
        (
            "colour",
            "red",
            "colour: unknown-field: The form has no field \"colour\"",
        ),
    ] {
        let written = [("imposed", "2026-05-01"), (field, value)];
        assert_eq!(
            said("dtto-order", &written, Stage::Complete),
            message,
            "{field} {value}"
        );
    }
}

#[test]
fn a_value_of_another_kind_is_refused_even_in_a_draft() {
    let pack = small();
    let form = &pack.forms["dtto-order"];
    let values = BTreeMap::from([("imposed".to_owned(), Value::Text("2026-02-31".to_owned()))]);
    let issues = check_record(
        pack,
        form,
        &values,
        Stage::Draft,
        day(TODAY),
        &Around::default(),
    );
    assert_eq!(issues[0].rule, "wrong-kind");
    assert_eq!(issues[0].gravity, Gravity::Error);
}

#[test]
fn a_retired_choice_may_stay_where_it_was_and_an_allowed_day_may_lie_in_the_future() {
    let before = values("dtto-order", &[("outcome_first_contact", "moved")]);
    let around = Around {
        before: Some(&before),
        ..Around::default()
    };
    let written = [
        ("imposed", "2026-05-01"),
        ("outcome_first_contact", "moved"),
    ];
    assert_eq!(
        said_around("dtto-order", &written, Stage::Complete, &around),
        ""
    );
    let future = [
        ("granted", "2026-05-01"),
        ("guardian", "council"),
        ("extended_to", "2027-05-01"),
    ];
    assert_eq!(said("awi-guardianship", &future, Stage::Complete), "");
}

#[test]
fn a_visit_before_its_order_and_an_end_before_the_beginning_are_warned_of() {
    let order = record(
        1,
        1,
        "awi-guardianship",
        &[("granted", "2026-03-01"), ("guardian", "council")],
    );
    let records = [order];
    let episodes = Episode::all(&records);
    let around = Around {
        episode: Some(&episodes[&RecordNumber(1)]),
        ..Around::default()
    };
    let visit = [("visited", "2026-02-28"), ("seen", "guardian")];
    assert_eq!(
        said_around("awi-visit", &visit, Stage::Complete, &around),
        "warning visited: before-opening: 28 February 2026 is before “Welfare guardianship” of 1 March 2026"
    );
    let ended = [
        ("granted", "2026-03-01"),
        ("guardian", "council"),
        ("ended", "2026-02-01"),
    ];
    assert_eq!(
        said("awi-guardianship", &ended, Stage::Complete),
        "warning ended: before-trigger: “Ended on” (1 February 2026) is before “Granted on” (1 March 2026)"
    );
    let seen = [("imposed", "2026-05-01"), ("first_seen", "2026-04-30")];
    assert_eq!(
        said("dtto-order", &seen, Stage::Complete),
        "warning first_seen: before-trigger: “First seen on” (30 April 2026) is before “Imposed on” (1 May 2026)"
    );
}

#[test]
fn a_day_before_the_birth_is_warned_of_unless_the_birth_is_estimated() {
    let mut person = Person {
        number: PersonNumber(1),
        name: "Ailsa Example".to_owned(),
        aliases: Vec::new(),
        birth: Some(Birth {
            day: day("2026-05-02"),
            estimated: false,
        }),
        gender: None,
        identifiers: Vec::new(),
        addresses: Vec::new(),
        relationships: Vec::new(),
        warnings: Vec::new(),
        communication_needs: Vec::new(),
        merged_into: None,
        version: 1,
    };
    let written = [("imposed", "2026-05-01")];
    let look = |person: &Person| {
        let around = Around {
            person: Some(person),
            ..Around::default()
        };
        said_around("dtto-order", &written, Stage::Complete, &around)
    };
    assert_eq!(
        look(&person),
        "warning imposed: before-birth: “Imposed on” is before the person was born"
    );
    person.birth = Some(Birth {
        day: day("2026-05-02"),
        estimated: true,
    });
    assert_eq!(look(&person), "");
}
