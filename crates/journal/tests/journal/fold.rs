//! What entries come to.

use clew_journal::{
    Change, CycleStage, FieldChange, ReturnKey, ReturnStage, State, from_checkpoint, to_checkpoint,
};
use clew_plan::Kind;
use serde_json::json;

use crate::common::{
    CYCLE, FIGURE, RETURN, account, add, applied, attach, cycle, detach, figure, measure,
    organisation, practised, read, record, replaced, subject, take, update,
};

#[test]
fn a_figure_is_returned_corrected_and_its_versions_are_counted() {
    let mut state = State::default();
    take(
        &mut state,
        FIGURE,
        Change::ReturnFigure(Box::new(read(figure("1")))),
    )
    .unwrap();
    take(
        &mut state,
        FIGURE,
        Change::CorrectFigure(replaced(figure("2"), Some(figure("1")))),
    )
    .unwrap();
    assert_eq!(state.version(&subject(FIGURE)), 2);
    assert_eq!(state.book.figures, [read(figure("2"))]);
    assert_eq!(state.standing(Kind::Figure, 0).unwrap().changed, 2);
    assert_eq!(state.head.sequence, 2);
}

#[test]
fn a_withdrawn_record_leaves_the_book_and_one_of_its_name_goes_on_from_its_version() {
    let mut state = State::default();
    take(&mut state, "measures/M1", measure("M1", "First")).unwrap();
    take(&mut state, "measures/M2", measure("M2", "Second")).unwrap();
    let gone = state.record(&subject("measures/M1")).unwrap();
    take(&mut state, "measures/M1", Change::Withdraw(Box::new(gone))).unwrap();
    assert_eq!(state.record(&subject("measures/M1")), None);
    assert_eq!(state.version(&subject("measures/M1")), 2);
    assert_eq!(
        state.place(&subject("measures/M2")),
        Some(0),
        "those behind it move up"
    );
    take(&mut state, "measures/M1", measure("M1", "Anew")).unwrap();
    assert_eq!(state.version(&subject("measures/M1")), 3);
    let titles: Vec<&str> = state
        .book
        .measures
        .iter()
        .map(|measure| measure.title.as_str())
        .collect();
    assert_eq!(titles, ["Second", "Anew"]);
}

#[test]
fn records_that_are_alike_are_told_apart_by_their_first_entry() {
    let mut state = State::default();
    let subjects = [0, 1, 2].map(|_| add(&mut state, Kind::Update, update("begun")));
    assert_eq!(
        subjects.each_ref().map(ToString::to_string),
        ["updates/#1", "updates/#2", "updates/#3"]
    );
    let amended = Change::Amend(vec![FieldChange {
        field: "text".to_owned(),
        from: json!("begun"),
        to: json!("done"),
    }]);
    take(&mut state, "updates/#2", amended).unwrap();
    let gone = record(
        Kind::Update,
        json!({"action": "A1", "plan": "p", "text": "begun"}),
    );
    take(&mut state, "updates/#1", Change::Withdraw(Box::new(gone))).unwrap();
    let texts: Vec<&str> = state
        .book
        .updates
        .iter()
        .map(|update| update.text.as_str())
        .collect();
    assert_eq!(texts, ["done", "begun"]);
    assert_eq!(state.subject_at(Kind::Update, 1), Some(subjects[2].clone()));
}

#[test]
fn a_field_is_amended_and_one_without_a_value_is_left_out() {
    let mut state = State::default();
    take(&mut state, "measures/M1", measure("M1", "First")).unwrap();
    let fields = |field: &str, from, to| FieldChange {
        field: field.to_owned(),
        from,
        to,
    };
    let first = vec![
        fields("title", json!("First"), json!("Better")),
        fields("notes", json!(null), json!("n")),
    ];
    take(&mut state, "measures/M1", Change::Amend(first)).unwrap();
    assert_eq!(state.book.measures[0].notes.as_deref(), Some("n"));
    take(
        &mut state,
        "measures/M1",
        Change::Amend(vec![fields("notes", json!("n"), json!(null))]),
    )
    .unwrap();
    assert_eq!(
        (
            state.book.measures[0].title.as_str(),
            &state.book.measures[0].notes
        ),
        ("Better", &None)
    );
}

#[test]
fn a_cycle_is_locked_and_opened_again_and_is_open_when_it_is_made_anew() {
    let mut state = State::default();
    take(&mut state, CYCLE, cycle()).unwrap();
    assert_eq!(state.cycle_stage(&subject(CYCLE)), CycleStage::Open);
    take(&mut state, CYCLE, Change::LockCycle).unwrap();
    assert_eq!(state.cycle_stage(&subject(CYCLE)), CycleStage::Locked);
    let gone = state.record(&subject(CYCLE)).unwrap();
    take(&mut state, CYCLE, Change::Withdraw(Box::new(gone))).unwrap();
    take(&mut state, CYCLE, cycle()).unwrap();
    assert_eq!(state.cycle_stage(&subject(CYCLE)), CycleStage::Open);
    assert_eq!(state.version(&subject(CYCLE)), 4);
}

#[test]
fn a_return_keeps_its_draft_until_it_is_handed_in_and_knows_who_moved_it() {
    let mut state = State::default();
    let key = ReturnKey::of(&subject(RETURN)).unwrap();
    assert_eq!(state.return_of(&key).stage, ReturnStage::Due);
    take(&mut state, RETURN, Change::SaveDraft(Box::default())).unwrap();
    assert!(state.return_of(&key).draft.is_some());
    take(&mut state, RETURN, Change::Submit).unwrap();
    let stands = state.return_of(&key);
    assert_eq!(
        (stands.stage, &stands.draft, stands.version),
        (ReturnStage::Returned, &None, 2)
    );
    assert_eq!(stands.by, Some("officer".into()));
    assert_eq!(stands.reason.as_deref(), Some("so it is"));
    assert_eq!(stands.at.unwrap().microseconds(), state.head.recorded_at);
}

#[test]
fn the_organisation_and_accounts_are_what_was_said_last() {
    let mut state = State::default();
    for name in ["Council", "The Council"] {
        take(&mut state, "organisation", organisation(name)).unwrap();
        take(&mut state, "accounts/owner", account(name)).unwrap();
    }
    assert_eq!(
        state.book.organisation.as_ref().unwrap().name,
        "The Council"
    );
    assert_eq!(state.account(&"owner".into()).unwrap().name, "The Council");
    assert_eq!(state.version(&subject("accounts/owner")), 2);
    assert_eq!(state.version(&subject("organisation")), 2);
}

#[test]
fn a_file_hangs_on_what_it_shows_until_it_is_taken_off_and_can_be_put_there_again() {
    let mut state = State::default();
    let (first, second) = (attach(b"one"), attach(b"two"));
    take(&mut state, &first.0.to_string(), first.1.clone()).unwrap();
    take(&mut state, &second.0.to_string(), second.1).unwrap();
    let hangs = state.evidence_of(&subject(FIGURE));
    let entries: Vec<u64> = hangs.iter().map(|attached| attached.entry).collect();
    assert_eq!(entries, [1, 2]);
    assert_eq!(
        (hangs[0].by.as_str(), hangs[0].evidence.name.as_str()),
        ("officer", "register.pdf")
    );
    let off = detach(b"one");
    take(&mut state, &off.0.to_string(), off.1).unwrap();
    assert_eq!(state.evidence_of(&subject(FIGURE)).len(), 1);
    assert_eq!(state.version(&first.0), 2, "its history goes on");
    take(&mut state, &first.0.to_string(), first.1).unwrap();
    assert_eq!(state.evidence_of(&subject(FIGURE)).len(), 2);
    assert_eq!(state.version(&first.0), 3);
    let other = subject("figures/M1/2025-26%20Q11");
    assert!(state.evidence_of(&other).is_empty(), "one of a like name");
}

#[test]
fn a_record_of_practice_passes_through_and_leaves_nothing_behind() {
    let mut state = State::default();
    take(&mut state, "packs/scotland", applied("scotland")).unwrap();
    let before = state.clone();
    take(&mut state, "records/12", practised()).unwrap();
    assert_eq!(state.head.sequence, 2);
    let bytes = to_checkpoint(&state).unwrap();
    assert_eq!(from_checkpoint(&bytes).as_ref(), Ok(&state));
    state.head = before.head;
    assert_eq!(state, before);
    let version = |pack: &clew_journal::AppliedPack| pack.version.clone();
    assert_eq!(
        state.pack("scotland").map(version).as_deref(),
        Some("1.0.0")
    );
}

#[test]
fn an_act_of_practice_belongs_to_its_own_kind_of_subject() {
    let mut state = State::default();
    for wrong in ["people/12", "records/twelve", "organisation"] {
        let taken = take(&mut state, wrong, practised());
        assert!(taken.is_err(), "{wrong}");
        assert_eq!(state, State::default());
    }
}
