//! `clew verify`, `clew backup`, `clew restore` and `clew doctor`.

use crate::council::Council;

/// Alters a text wherever it stands in a file; pages of a database may keep what they once held.
fn alter(path: &std::path::Path, from: &str, to: &str) {
    assert_eq!(from.len(), to.len());
    let mut bytes = std::fs::read(path).unwrap();
    let places: Vec<usize> = (0..bytes.len() - from.len())
        .filter(|place| bytes[*place..].starts_with(from.as_bytes()))
        .collect();
    assert!(!places.is_empty());
    for place in places {
        bytes[place..place + to.len()].copy_from_slice(to.as_bytes());
    }
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_backup_brings_back_the_very_same_journal() {
    let council = Council::frozen();
    let log = || {
        council
            .clew(&["log", "--limit", "1000", "--format", "json"])
            .json(0)
    };
    let before = log();
    let said = council.clew(&["backup", "--to", "safe.db"]).ends(0);
    assert!(said.contains("verified"), "{said}");
    let message = council.refuses(2, &["restore", "safe.db"]);
    assert!(message.contains("clew.db"), "{message}");
    for file in ["clew.db", "clew.db-wal", "clew.db-shm"] {
        let _ = std::fs::remove_file(council.folder.path(file));
    }
    council.clew(&["verify"]).fails_with(3);
    council.clew(&["restore", "safe.db"]).ends(0);
    assert_eq!(log(), before);
    let said = council.clew(&["verify"]).ends(0);
    assert!(said.contains("The journal is whole"), "{said}");
}

#[test]
fn a_backup_can_be_of_an_earlier_point() {
    let council = Council::new();
    council
        .clew(&["backup", "--to", "early.db", "--as-known-at", "entry:4"])
        .ends(0);
    let log = council
        .clew(&["log", "--database", "early.db", "--format", "json"])
        .json(0);
    assert_eq!(log.as_array().map(Vec::len), Some(4));
    council.refuses(
        3,
        &["backup", "--to", "late.db", "--as-known-at", "entry:4000"],
    );
    council.refuses(2, &["backup", "--to", "early.db"]);
    assert!(!council.folder.path("late.db").exists());
}

#[test]
fn an_altered_journal_is_found_named_and_not_restored() {
    let council = Council::frozen();
    council.clew(&["backup", "--to", "safe.db"]).ends(0);
    alter(
        &council.folder.path("safe.db"),
        "Complaints answered",
        "Complaints ignored!",
    );
    let said = council.clew(&["verify", "--database", "safe.db"]).ends(1);
    assert!(
        said.contains("entry") && said.contains("altered") && said.contains("→"),
        "{said}"
    );
    let found = council
        .clew(&["verify", "--database", "safe.db", "--format", "json"])
        .json(1);
    assert!(found["faults"][0]["entry"].is_u64(), "{found:#}");
    council
        .clew(&["restore", "safe.db", "--database", "new.db"])
        .fails();
    assert!(!council.folder.path("new.db").exists());
    let said = council.clew(&["doctor", "--database", "safe.db"]).ends(1);
    assert!(said.contains("problem"), "{said}");
}

#[test]
fn what_looks_after_the_journal_needs_a_role_that_may() {
    let council = Council::new();
    council
        .clew(&["account", "open", "reader", "--role", "viewer"])
        .ends(0);
    council.refuses(4, &["backup", "--to", "safe.db", "--as", "reader"]);
    council.refuses(4, &["verify", "--as", "reader"]);
    assert!(!council.folder.path("safe.db").exists());
}

#[test]
fn the_doctor_says_how_the_database_is() {
    let council = Council::new();
    let findings = council.clew(&["doctor", "--format", "json"]).json(0);
    assert!(
        findings.as_array().is_some_and(|all| all.len() > 4),
        "{findings:#}"
    );
    council
        .folder
        .file("notes.db", "these are my notes, not a database");
    for place in ["none.db", "notes.db"] {
        let said = council.clew(&["doctor", "--database", place]).ends(1);
        assert!(said.contains("problem") && said.contains("→"), "{said}");
    }
}
