//! `clew import` into a database.

use crate::council::Council;
use crate::program::Folder;

#[test]
fn an_import_becomes_entries_that_name_the_file() {
    let council = Council::new();
    council.folder.file(
        "returns.csv",
        "Measure,Period,Value\nASP1,2026-27 Q1,81\nCC2,2026-27 Q1,70\n",
    );
    let before = council.entries();
    let tried = council
        .clew(&["import", "returns.csv", "--dry-run", "--format", "json"])
        .json(0);
    assert_eq!(
        (&tried["written"], &tried["added"]),
        (&false.into(), &2.into())
    );
    assert_eq!(council.entries(), before);
    let said = council.clew(&["import", "returns.csv"]).ends(0);
    assert!(said.contains("Written to clew.db: 2 added"), "{said}");
    assert_eq!(council.entries(), before + 2);
    let log = council
        .clew(&[
            "log",
            "--subject",
            "ASP1",
            "--limit",
            "1",
            "--format",
            "json",
        ])
        .json(0);
    assert_eq!(log[0]["origin"], "import of returns.csv");
    let again = council.clew(&["import", "returns.csv"]).ends(0);
    assert!(again.contains("No entry was made"), "{again}");
}

#[test]
fn an_import_with_errors_writes_nothing_unless_the_rest_is_to_be_taken() {
    let council = Council::new();
    council.folder.file(
        "returns.csv",
        "Measure,Period,Value\nASP1,2026-27 Q1,81\nNONE,2026-27 Q1,70\n",
    );
    let before = council.entries();
    let said = council.clew(&["import", "returns.csv"]).ends(1);
    assert!(said.contains("Nothing was written"), "{said}");
    assert_eq!(council.entries(), before);
    council
        .clew(&["import", "returns.csv", "--partial"])
        .ends(1);
    assert_eq!(council.entries(), before + 1);
}

#[test]
fn a_settled_figure_changes_only_with_a_reason() {
    let council = Council::signed_off();
    council
        .folder
        .file("returns.csv", "Measure,Period,Value\nCC2,2026-27 Q1,60\n");
    let message = council.refuses(2, &["import", "returns.csv"]);
    assert!(message.contains("CC2 2026-27 Q1"), "{message}");
    council
        .clew(&[
            "import",
            "returns.csv",
            "--reason",
            "the list was recounted",
        ])
        .ends(0);
    let told = council.explained("CC2");
    assert_eq!(
        (&told["value"], &told["history"][1]["reason"]),
        (&"60%".into(), &"the list was recounted".into())
    );
}

#[test]
fn an_account_that_may_not_is_refused() {
    let council = Council::new();
    council
        .clew(&["account", "open", "reader", "--role", "viewer"])
        .ends(0);
    council
        .folder
        .file("returns.csv", "Measure,Period,Value\nASP1,2026-27 Q1,81\n");
    council.refuses(4, &["import", "returns.csv", "--as", "reader"]);
}

#[test]
fn without_a_place_to_put_it_an_import_says_what_to_name() {
    let folder = Folder::new();
    folder.file("units.csv", "Id,Name\na,Adults\n");
    let message = folder.clew(&["import", "units.csv"]).fails_with(3);
    assert!(
        message.contains("clew init") && message.contains("--database"),
        "{message}"
    );
    folder
        .clew(&["import", "units.csv", "--data", "work", "--reason", "none"])
        .fails();
    assert!(!folder.path("work").exists());
}
