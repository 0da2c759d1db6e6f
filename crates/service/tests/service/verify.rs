//! Verifying finds what is wrong with a journal, names it, and carries on.

#![allow(clippy::unwrap_used, missing_docs)]

use crate::reading::{Council, target};
use clew_journal::{CHECKPOINT_FORMAT, State, to_checkpoint};
use clew_plan::{Grant, Role};
use clew_service::{
    ErrorKind, HealthLevel, Memory, Service, Verification, verify_store, why_not_opened,
};
use clew_store::{Checkpoint, Location, Store};

/// A council with a figure, a checkpoint and a freeze.
fn council(name: &str) -> Council {
    let council = Council::new(name);
    council.give("SPCC014", (39, 50));
    council.service.checkpoint().unwrap();
    council.freeze("first");
    council
}

/// Alters the database behind Clew's back.
fn tamper(council: &Council, sql: &str) {
    let connection = rusqlite::Connection::open(council.database()).unwrap();
    connection.pragma_update(None, "foreign_keys", 0).unwrap();
    connection
        .execute_batch(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn verified(council: &Council) -> Verification {
    let store = Store::open(&Location::File(council.database())).unwrap();
    verify_store(&store, &mut |_| {}).unwrap()
}

fn whats(found: &Verification) -> Vec<&str> {
    found
        .faults
        .iter()
        .map(|fault| fault.what.as_str())
        .collect()
}

#[test]
fn a_sound_journal_is_read_to_its_end_and_nothing_is_wrong() {
    let council = council("sound");
    let mut last = None;
    let found = council
        .service
        .verify(&"administrator".into(), &mut |progress| {
            last = Some(progress)
        })
        .unwrap();
    let entries = council.service.memory().state().head.sequence;
    assert_eq!(
        found,
        Verification {
            entries,
            checkpoints: 1,
            attachments: 1,
            ..Verification::default()
        }
    );
    assert!(found.is_sound());
    let last = last.unwrap();
    assert_eq!((last.done, last.all), (entries, entries));
}

#[test]
fn an_altered_entry_is_named_whichever_column_was_altered() {
    // column | what is put there | what is said
    let table = "
        body        | replace(body, '39', '93')  | entry 15 (id call-3) was altered: its content does not give its hash
        actor       | 'someone-else'             | entry 15 (id call-3) was altered: its content does not give its hash
        reason      | 'because'                  | entry 15 (id call-3) was altered: its content does not give its hash
        recorded_at | recorded_at + 1            | entry 15 (id call-3) was altered: its content does not give its hash
        id          | 'call-x'                   | entry 15 (id call-x) was altered: its content does not give its hash
        origin      | CAST(x'ff' AS TEXT)                  | entry 15 is damaged: its origin holds
        version     | -1                      | entry 15 is damaged: its version holds
        hash        | x'00'                      | entry 15 is damaged: its hash holds";
    for line in table.lines().filter(|line| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let council = council("altered");
        let entry = entry_of(&council, "return-figure");
        tamper(
            &council,
            &format!(
                "UPDATE entries SET {} = {} WHERE sequence = {entry}",
                cells[0], cells[1]
            ),
        );
        let found = verified(&council);
        let expected = cells[2].replace("15", &entry.to_string());
        assert!(
            whats(&found).iter().any(|what| what.starts_with(&expected)),
            "{line}: {found:#?}"
        );
        assert_eq!(found.faults[0].entry, Some(entry), "{line}");
        assert_eq!(
            found.entries,
            council.service.memory().state().head.sequence,
            "it carries on: {line}"
        );
        assert!(found.faults.iter().all(|fault| !fault.advice.is_empty()));
    }
}

fn entry_of(council: &Council, change: &str) -> u64 {
    let filter = clew_store::RowFilter {
        change: Some(change.to_owned()),
        ..clew_store::RowFilter::default()
    };
    council.service.store().rows_about(&filter).unwrap()[0].sequence
}

#[test]
fn an_altered_entry_is_the_only_fault_where_the_rest_is_sound() {
    let council = council("only");
    let entry = entry_of(&council, "return-figure");
    tamper(
        &council,
        &format!("UPDATE entries SET reason = 'because' WHERE sequence = {entry}"),
    );
    assert_eq!(
        verified(&council).faults.len(),
        1,
        "{:#?}",
        verified(&council)
    );
}

#[test]
fn a_replaced_entry_whose_hash_was_made_to_fit_breaks_the_chain_after_it() {
    let council = council("replaced");
    let entry = entry_of(&council, "return-figure");
    let mut row = council.service.store().row(entry).unwrap().unwrap();
    row.actor = "someone-else".to_owned();
    let hash = row.computed_hash();
    tamper(
        &council,
        &format!(
            "UPDATE entries SET actor = 'someone-else', hash = x'{hash}' WHERE sequence = {entry}"
        ),
    );
    let next = format!(
        "entry {} (id call-4) does not follow the entry before it",
        entry + 1
    );
    let found = verified(&council);
    assert!(
        whats(&found).iter().any(|what| what.starts_with(&next)),
        "{found:#?}"
    );
}

#[test]
fn a_missing_entry_is_named() {
    let council = council("missing");
    let entry = entry_of(&council, "return-figure");
    tamper(
        &council,
        &format!("DELETE FROM entries WHERE sequence = {entry}"),
    );
    let found = verified(&council);
    let expected = format!("entry {entry} is missing or moved");
    assert!(
        whats(&found).iter().any(|what| what.starts_with(&expected)),
        "{found:#?}"
    );
}

#[test]
fn a_journal_that_was_cut_short_is_found() {
    let council = council("cut");
    let end = council.service.memory().state().head.sequence;
    tamper(
        &council,
        &format!("DELETE FROM entries WHERE sequence = {end}"),
    );
    let found = council
        .service
        .verify(&"administrator".into(), &mut |_| {})
        .unwrap();
    let expected = format!("the head says that the journal ends at entry {end}");
    assert!(
        whats(&found).iter().any(|what| what.starts_with(&expected)),
        "{found:#?}"
    );
    let acknowledged = format!("entry {end} was acknowledged");
    assert!(
        whats(&found)
            .iter()
            .any(|what| what.starts_with(&acknowledged)),
        "{found:#?}"
    );
}

#[test]
fn an_attachment_that_is_gone_or_damaged_is_named_with_what_it_was() {
    for (sql, said) in [
        ("DELETE FROM attachments", "which is not there"),
        ("UPDATE attachments SET bytes = x'00'", "is damaged"),
    ] {
        let council = council("attachment");
        tamper(&council, sql);
        let found = verified(&council);
        let what = &found.faults[0].what;
        assert!(
            what.contains("the lines of the freeze first") && what.contains(said),
            "{what}"
        );
    }
}

#[test]
fn a_checkpoint_that_is_not_what_the_entries_come_to_names_what_differs() {
    let council = council("checkpoint");
    let store = council.service.store();
    let entry = entry_of(&council, "return-figure");
    let mut other: State = Memory::clone(
        &council
            .service
            .known_at(clew_service::KnownAt::Entry(entry))
            .unwrap(),
    )
    .into_fold();
    other.book_mut().targets[0] = target("SPCC014", "71");
    let bytes = to_checkpoint(&other).unwrap();
    store
        .put_checkpoint(&Checkpoint {
            sequence: entry,
            hash: other.head.hash,
            format: CHECKPOINT_FORMAT,
            bytes,
        })
        .unwrap();
    let expected = format!(
        "the checkpoint at entry {entry} is not what the entries come to: targets/SPCC14/2021-22 differs"
    );
    assert_eq!(whats(&verified(&council)), [expected.as_str()]);
}

#[test]
fn a_damaged_checkpoint_is_named_and_is_no_reason_to_restore() {
    let council = council("damaged");
    tamper(&council, "UPDATE checkpoint_parts SET bytes = x'00'");
    let found = verified(&council);
    assert_eq!(found.faults.len(), 1);
    assert!(
        found.faults[0].advice.starts_with("no data is lost"),
        "{found:?}"
    );
    assert!(
        Service::open(&Location::File(council.database())).is_ok(),
        "it is passed over"
    );
}

#[test]
fn what_was_appended_unseen_by_this_process_is_no_fault() {
    let council = council("unseen");
    let other = Service::open(&Location::File(council.database())).unwrap();
    other
        .correct_figure(
            &council.caller(),
            &crate::reading::request("SPCC014", (40, 50)),
            "one was missed",
        )
        .unwrap();
    let found = council
        .service
        .verify(&"administrator".into(), &mut |_| {})
        .unwrap();
    assert!(found.is_sound(), "{found:#?}");
}

#[test]
fn only_those_who_safeguard_the_journal_may_verify_it() {
    let council = council("viewer");
    let grant = Grant {
        role: Role::Viewer,
        unit: None,
    };
    council
        .service
        .open_account(
            &council.caller(),
            &"councillor".into(),
            "Councillor",
            &[grant],
            None,
        )
        .unwrap();
    let refused = council
        .service
        .verify(&"councillor".into(), &mut |_| {})
        .unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Refused);
}

#[test]
fn a_journal_that_is_refused_on_opening_is_explained_with_its_faults() {
    let council = council("refused");
    let entry = entry_of(&council, "return-figure");
    tamper(
        &council,
        &format!(
            "DELETE FROM checkpoints; UPDATE entries SET reason = 'because' WHERE sequence = {entry}"
        ),
    );
    let location = Location::File(council.database());
    assert!(Service::open(&location).is_err());
    let findings = why_not_opened(&location);
    assert!(findings[0].what.contains("is damaged"), "{findings:#?}");
    assert!(findings[1].what.contains("was altered"), "{findings:#?}");
    assert!(
        findings
            .iter()
            .all(|finding| finding.level == HealthLevel::Problem)
    );
}

#[test]
fn a_place_without_a_journal_says_which_of_the_reasons_it_is() {
    let council = council("place");
    assert_eq!(why_not_opened(&Location::File(council.database())), []);
    let say = |location: &Location| why_not_opened(location)[0].what.clone();
    let nowhere = Location::File(council.folder.join("nowhere.db"));
    assert!(
        say(&nowhere).starts_with("there is no Clew journal at"),
        "{}",
        say(&nowhere)
    );
    let text = council.folder.join("notes.txt");
    std::fs::write(
        &text,
        "Shopping: bread, milk, and enough words to fill a header of a database.".repeat(20),
    )
    .unwrap();
    let text = Location::File(text);
    assert!(
        say(&text).contains("is not a Clew journal"),
        "{}",
        say(&text)
    );
    let out_of_reach: Location = "postgres://clew@127.0.0.1:1/clew".parse().unwrap();
    assert!(
        say(&out_of_reach).contains("cannot be opened: the database cannot be reached"),
        "{}",
        say(&out_of_reach)
    );
    tamper(&council, "UPDATE schema_version SET version = 99");
    let newer = Location::File(council.database());
    assert!(
        say(&newer).contains("was made by a later release"),
        "{}",
        say(&newer)
    );
}
