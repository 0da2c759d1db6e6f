//! An entry that cannot be applied says why, and changes nothing.

use clew_journal::{Change, FieldChange, Problem, ReturnStage, State};
use clew_plan::Kind;
use serde_json::{Value, json};

use crate::common::{
    CYCLE, FIGURE, RETURN, add, attach, cycle, detach, figure, freeze, measure, problem, read,
    record, replaced, row, subject, take, update,
};

fn state() -> State {
    let mut state = State::default();
    take(&mut state, "measures/M1", measure("M1", "Seen in time")).unwrap();
    take(
        &mut state,
        FIGURE,
        Change::ReturnFigure(Box::new(read(figure("1")))),
    )
    .unwrap();
    take(&mut state, CYCLE, cycle()).unwrap();
    take(
        &mut state,
        "freezes/f",
        Change::Freeze(Box::new(freeze("f"))),
    )
    .unwrap();
    add(&mut state, Kind::Update, update("begun"));
    state
}

fn amended(field: &str, from: Value, to: Value) -> Change {
    Change::Amend(vec![FieldChange {
        field: field.to_owned(),
        from,
        to,
    }])
}

/// What was tried of which subject, and the beginning of the answer.
fn cases() -> Vec<(&'static str, Change, &'static str)> {
    let corrected = |value| Change::CorrectFigure(replaced(figure(value), None));
    vec![
        ("measures/M1", measure("M1", "Again"), "it is there already"),
        (
            "freezes/f",
            Change::Freeze(Box::new(freeze("f"))),
            "it is there already",
        ),
        ("figures/M1/2025-26%20Q2", corrected("1"), "it is not there"),
        (
            "measures/M2",
            Change::Retire {
                on: "2026-03-31".parse().unwrap(),
            },
            "it is not there",
        ),
        (
            "measures/M2",
            amended("title", json!("a"), json!("b")),
            "it is not there",
        ),
        (
            "figures/M9/2025-26",
            Change::Withdraw(Box::new(record(Kind::Figure, figure("1")))),
            "it is not there",
        ),
        (
            FIGURE,
            Change::Submit,
            "the change submit does not belong to it",
        ),
        (
            FIGURE,
            Change::LockCycle,
            "the change lock-cycle does not belong to it",
        ),
        (
            FIGURE,
            Change::Retire {
                on: "2026-03-31".parse().unwrap(),
            },
            "the change retire does not belong to it",
        ),
        (
            RETURN,
            cycle(),
            "the change open-cycle does not belong to it",
        ),
        (
            "organisation",
            cycle(),
            "the change open-cycle does not belong to it",
        ),
        (
            "accounts/owner",
            cycle(),
            "the change open-cycle does not belong to it",
        ),
        (
            "measures/M2",
            measure("M3", "Another"),
            "the record in the entry is another one",
        ),
        (
            "freezes/g",
            Change::Freeze(Box::new(freeze("h"))),
            "the record in the entry is another one",
        ),
        (
            "targets/M1/2025-26",
            Change::ReturnFigure(Box::new(read(figure("1")))),
            "the record in the entry is another one",
        ),
        (
            "returns/p",
            Change::Submit,
            "the record in the entry is another one",
        ),
        (
            "measures/M1",
            amended("title", json!("Other"), json!("New")),
            "the field title is \"Seen in time\", not \"Other\"",
        ),
        (
            "measures/M1",
            amended("title", json!("Seen in time"), json!(7)),
            "after the change it would be no sound record",
        ),
        (
            "measures/M1",
            amended("colour", Value::Null, json!("red")),
            "after the change it would be no sound record",
        ),
        (
            "measures/M1",
            amended("code", json!("M1"), json!("M2")),
            "the record in the entry is another one",
        ),
        (
            RETURN,
            Change::SignOff,
            "a return that is due cannot become signed off",
        ),
        (
            RETURN,
            Change::SendBack,
            "a return that is due cannot become sent back",
        ),
    ]
}

/// Which sort of problem it is; a new sort does not compile until it is named here.
const fn sort(problem: &Problem) -> u8 {
    match problem {
        Problem::ThereAlready => 0,
        Problem::NotThere => 1,
        Problem::OtherVersion { .. } => 2,
        Problem::WrongChange { .. } => 3,
        Problem::OtherRecord => 4,
        Problem::OtherValue { .. } => 5,
        Problem::Unsound { .. } => 6,
        Problem::Stage { .. } => 7,
    }
}

#[test]
fn each_problem_is_met_and_named_and_nothing_has_changed() {
    let mut met = std::collections::BTreeSet::new();
    for (written, change, expected) in cases() {
        let mut state = state();
        let before = state.clone();
        let name = change.name();
        let found = problem(take(&mut state, written, change)).unwrap();
        assert!(
            found.to_string().starts_with(expected),
            "{name} of {written}: {found}"
        );
        assert!(state == before, "{name} of {written} changed something");
        met.insert(sort(&found));
    }
    // Another version is the next test's.
    assert_eq!(met.into_iter().collect::<Vec<_>>(), [0, 1, 3, 4, 5, 6, 7]);
}

#[test]
fn an_entry_for_another_version_is_refused() {
    for (written, expected, found) in [
        (FIGURE, 0, 1),
        (FIGURE, 2, 1),
        ("figures/M1/2025-26", 1, 0),
        (RETURN, 3, 0),
    ] {
        let mut state = state();
        let change = Change::CorrectFigure(replaced(figure("2"), None));
        let row = row(&state, subject(written), expected, change);
        assert_eq!(
            problem(state.take(&row)),
            Some(Problem::OtherVersion { expected, found })
        );
    }
}

#[test]
fn a_return_moves_only_as_its_stages_allow() {
    let moves = |stage| match stage {
        ReturnStage::Due => None,
        ReturnStage::Draft => Some(Change::SaveDraft(Box::default())),
        ReturnStage::Returned => Some(Change::Submit),
        ReturnStage::SentBack => Some(Change::SendBack),
        ReturnStage::Checked => Some(Change::Check),
        ReturnStage::SignedOff => Some(Change::SignOff),
    };
    let at = |stage| {
        let mut state = state();
        let ways: &[ReturnStage] = match stage {
            ReturnStage::Due => &[],
            ReturnStage::Draft => &[ReturnStage::Draft],
            ReturnStage::Returned => &[ReturnStage::Returned],
            other => &[ReturnStage::Returned, other],
        };
        for stage in ways {
            take(&mut state, RETURN, moves(*stage).unwrap()).unwrap();
        }
        state
    };
    let mut allowed = String::new();
    for from in ReturnStage::ALL {
        for to in ReturnStage::ALL.into_iter().filter_map(moves) {
            if take(&mut at(from), RETURN, to.clone()).is_ok() {
                allowed.push_str(&format!("{from}: {}\n", to.name()));
            }
        }
    }
    let expected = "due: save-draft\ndue: submit\n\
                    draft: save-draft\ndraft: submit\n\
                    returned: submit\nreturned: send-back\nreturned: check\nreturned: sign-off\n\
                    sent back: save-draft\nsent back: submit\n\
                    checked: submit\nchecked: send-back\nchecked: sign-off\n\
                    signed off: send-back\n";
    assert_eq!(allowed, expected);
}

#[test]
fn a_file_hangs_on_one_thing_once_and_only_what_hangs_is_taken_off() {
    let mut state = state();
    let (of, attached) = attach(b"one");
    let written = of.to_string();
    let mut tried = |written: &str, change: Change| problem(take(&mut state, written, change));
    assert_eq!(tried(&written, detach(b"one").1), Some(Problem::NotThere));
    let other = attach(b"two").0.to_string();
    assert_eq!(tried(&other, attached.clone()), Some(Problem::OtherRecord));
    assert_eq!(tried(&written, attached.clone()), None);
    assert_eq!(
        tried(&written, attached.clone()),
        Some(Problem::ThereAlready)
    );
    let Change::Detach(evidence) = detach(b"one").1 else {
        unreachable!()
    };
    let renamed = clew_journal::Evidence {
        name: "other.pdf".to_owned(),
        ..*evidence
    };
    let change = Change::Detach(Box::new(renamed));
    assert_eq!(tried(&written, change), Some(Problem::OtherRecord));
    assert_eq!(
        tried(FIGURE, attached),
        Some(Problem::WrongChange { change: "attach" })
    );
}

#[test]
fn a_file_hangs_on_figures_actions_updates_and_findings_alone() {
    let hung = |of: &str| {
        let Change::Attach(evidence) = attach(b"one").1 else {
            unreachable!()
        };
        let evidence = clew_journal::Evidence {
            of: subject(of),
            ..*evidence
        };
        let written = evidence.subject().to_string();
        let change = Change::Attach(Box::new(evidence));
        problem(take(&mut state(), &written, change))
    };
    for of in [FIGURE, "actions/1/p", "updates/#5", "findings/F1"] {
        assert_eq!(hung(of), None, "{of}");
    }
    for of in ["measures/M1", CYCLE, RETURN, "accounts/owner"] {
        assert_eq!(hung(of), Some(Problem::OtherRecord), "{of}");
    }
}
