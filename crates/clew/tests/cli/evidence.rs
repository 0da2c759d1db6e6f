//! `clew evidence`: files hung on a finding, listed and saved again.

use crate::council::Council;

const AUDIT: &[u8] = b"%PDF-1.7 the audit";

/// The council with a finding, and a file to hang on it.
fn with_finding() -> Council {
    let council = Council::new();
    for words in [
        vec!["set", "inspection", "asp", "title=Inspection"],
        vec![
            "set",
            "finding",
            "F1",
            "inspection=asp",
            "title=Chronologies",
        ],
    ] {
        council.clew(&words).ends(0);
    }
    council.folder.file("audit.pdf", AUDIT);
    council
}

#[test]
fn a_file_is_hung_on_a_finding_listed_and_saved_as_it_was() {
    let council = with_finding();
    let add = ["evidence", "add", "finding", "F1", "--file", "audit.pdf"];
    let said = council.clew(&add).ends(0);
    assert!(said.contains("audit.pdf"), "{said}");
    let listed = council.clew(&["evidence", "list", "finding", "F1"]).ends(0);
    assert!(listed.contains("audit.pdf"), "{listed}");
    let json = ["evidence", "list", "finding", "F1", "--format", "json"];
    let listed = council.clew(&json).json(0);
    assert_eq!(listed[0]["of"], "findings/F1", "{listed}");
    let save = ["evidence", "save", "finding", "F1", "--to", "saved"];
    council.clew(&save).ends(0);
    let saved = std::fs::read(council.folder.path("saved/audit.pdf")).unwrap();
    assert_eq!(saved, AUDIT);
    let again = council.clew(&save).fails();
    assert!(again.contains("is there already"), "{again}");
    let again = council.clew(&add).ends(0);
    assert!(again.contains("so already"), "{again}");
}

#[test]
fn what_cannot_be_hung_or_is_not_there_is_told() {
    let council = with_finding();
    council.folder.file("audit.exe", AUDIT);
    let wrong = ["evidence", "add", "finding", "F1", "--file", "audit.exe"];
    let told = council.clew(&wrong).fails();
    assert!(told.contains("kind of file that is taken"), "{told}");
    let nowhere = ["evidence", "add", "finding", "F9", "--file", "audit.pdf"];
    assert!(council.clew(&nowhere).fails_with(3).contains("F9"));
    let plan = ["evidence", "list", "finding", "F1"];
    assert!(council.clew(&plan).ends(0).contains("No file hangs on it"));
    let nothing = ["evidence", "save", "finding", "F1"];
    council.clew(&nothing).fails_with(3);
}
