//! Every change is written and read back as it was.

use std::collections::BTreeSet;

use clew_journal::{Change, FieldChange, JournalError, Subject};
use clew_plan::Kind;
use serde_json::{Value, json};

use crate::common::{
    CYCLE, FIGURE, RETURN, account, applied, attach, create, cycle, detach, figure, freeze,
    measure, organisation, practised, read, record, replaced, subject, update,
};

/// A change of each sort, with a subject that it belongs to.
fn every_change() -> Vec<(Subject, Change)> {
    let amended = FieldChange {
        field: "title".to_owned(),
        from: Value::Null,
        to: json!("Waiting \"times\"\n"),
    };
    let target = json!({"measure": "M1", "period": "2025-26", "goal": "10 to 20"});
    let comment = json!({"measure": "M1", "period": "2025-26", "text": "two posts are vacant"});
    let draft = json!({"figure": figure("1.50"), "commentary": comment});
    let waiver = json!({"rule": "B01", "reason": "as published"});
    [
        ("organisation", organisation("Council")),
        ("measures/M1", measure("M1", "Seen in time")),
        ("updates/#7", update("begun")),
        ("measures/M1", Change::Amend(vec![amended])),
        (
            "measures/M1",
            Change::Retire {
                on: "2026-03-31".parse().unwrap(),
            },
        ),
        (
            FIGURE,
            Change::Withdraw(Box::new(record(Kind::Figure, figure("1")))),
        ),
        (
            "targets/M1/2025-26",
            Change::SetTarget(replaced(target.clone(), Some(target))),
        ),
        (FIGURE, Change::ReturnFigure(Box::new(read(figure("0.10"))))),
        (
            FIGURE,
            Change::CorrectFigure(replaced(figure("2"), Some(figure("1")))),
        ),
        ("commentary/#9", Change::Comment(replaced(comment, None))),
        ("waivers/#3", Change::Waive(Box::new(read(waiver)))),
        (CYCLE, cycle()),
        (CYCLE, Change::LockCycle),
        (CYCLE, Change::UnlockCycle),
        (RETURN, Change::SaveDraft(Box::new(read(draft)))),
        (RETURN, Change::Submit),
        (RETURN, Change::SendBack),
        (RETURN, Change::Check),
        (RETURN, Change::SignOff),
        ("freezes/f", Change::Freeze(Box::new(freeze("f")))),
        ("accounts/owner", account("Owner")),
        ("records/12", practised()),
        ("packs/scotland", applied("scotland")),
        (
            "practice-policy",
            Change::SetPracticePolicy(replaced(json!({"known_to_other_teams": true}), None)),
        ),
    ]
    .map(|(written, change)| (subject(written), change))
    .into_iter()
    .chain([attach(b"a"), detach(b"a")])
    .collect()
}

/// Which sort of change it is. A new sort does not compile until it is named here, and the test
/// below fails until [`every_change`] has one.
const fn sort(change: &Change) -> u8 {
    match change {
        Change::SetOrganisation(_) => 0,
        Change::Create(_) => 1,
        Change::Amend(_) => 2,
        Change::Retire { .. } => 3,
        Change::Withdraw(_) => 4,
        Change::SetTarget(_) => 5,
        Change::ReturnFigure(_) => 6,
        Change::CorrectFigure(_) => 7,
        Change::Comment(_) => 8,
        Change::Waive(_) => 9,
        Change::OpenCycle(_) => 10,
        Change::LockCycle => 11,
        Change::UnlockCycle => 12,
        Change::SaveDraft(_) => 13,
        Change::Submit => 14,
        Change::SendBack => 15,
        Change::Check => 16,
        Change::SignOff => 17,
        Change::Freeze(_) => 18,
        Change::SetAccount(_) => 19,
        Change::Attach(_) => 20,
        Change::Detach(_) => 21,
        Change::Practise(..) => 22,
        Change::ApplyPack(_) => 23,
        Change::SetPracticePolicy(_) => 24,
    }
}

const SORTS: u8 = 25;

#[test]
fn every_change_is_written_and_read_back() {
    let sorts: BTreeSet<u8> = every_change()
        .iter()
        .map(|(_, change)| sort(change))
        .collect();
    assert_eq!(sorts, (0..SORTS).collect());
    for (subject, change) in every_change() {
        let body = change.body().unwrap();
        let back = Change::read(change.name(), &subject, &body);
        assert_eq!(back.as_ref(), Ok(&change), "{body}");
        assert_eq!(back.unwrap().body().unwrap(), body, "the same bytes again");
    }
}

#[test]
fn names_tell_the_changes_apart() {
    let names: BTreeSet<&str> = every_change()
        .iter()
        .map(|(_, change)| change.name())
        .collect();
    assert_eq!(names.len(), usize::from(SORTS));
}

#[test]
fn a_body_that_is_another_or_has_more_is_refused() {
    let cases = [
        ("rename", "measures/M1", "null"),
        ("submit", RETURN, "{}"),
        ("create", "accounts/owner", "{}"),
        (
            "create",
            "measures/M1",
            r#"{"code":"M1","title":"T","kind":"statistical"} {}"#,
        ),
        (
            "create",
            "measures/M1",
            r#"{"code":"M1","title":"T","kind":"statistical","colour":"red"}"#,
        ),
        ("set-target", "targets/M1/2025-26", "null"),
        ("retire", "measures/M1", "\"2026-02-30\""),
        ("freeze", "freezes/f", "[]"),
    ];
    for (name, written, body) in cases {
        let refused = Change::read(name, &subject(written), body);
        assert!(
            matches!(refused, Err(JournalError::Unreadable { .. })),
            "{name} {body}"
        );
    }
}

#[test]
fn only_a_change_that_holds_a_record_whole_gives_one() {
    let whole: Vec<&str> = every_change()
        .iter()
        .filter(|(_, change)| change.whole_record().is_some())
        .map(|(_, change)| change.name())
        .collect();
    assert_eq!(
        whole,
        [
            "create",
            "create",
            "set-target",
            "return-figure",
            "correct-figure",
            "comment",
            "waive",
            "open-cycle"
        ]
    );
    let created = create(Kind::Figure, figure("3")).whole_record();
    assert_eq!(created, Some(record(Kind::Figure, figure("3"))));
}
