//! `clew init`: a new database from nothing, an example or a workspace.

use crate::program::Folder;

#[test]
fn an_empty_database_has_an_organisation_and_its_administrator() {
    let folder = Folder::new();
    let said = folder
        .clew(&["init", "--organisation", "Ashbank Council"])
        .ends(0);
    assert!(
        said.contains("clew.db") && said.contains("Ashbank Council"),
        "{said}"
    );
    let log = folder.clew(&["log", "--format", "json"]).json(0);
    assert_eq!(log.as_array().map(Vec::len), Some(2), "{log:#}");
    assert_eq!(log[0]["actor"], "administrator");
    let said = folder.clew(&["account", "list"]).ends(0);
    assert!(said.starts_with("administrator"), "{said}");
}

#[test]
fn without_a_name_it_says_how_to_give_one() {
    let folder = Folder::new();
    let said = folder
        .clew(&["init", "--account", "planning-manager"])
        .ends(0);
    assert!(said.contains("clew set organisation name="), "{said}");
    folder
        .clew(&["set", "organisation", "name=Ashbank Council"])
        .ends(0);
    let said = folder.clew(&["log", "--limit", "1"]).ends(0);
    assert!(said.contains("planning-manager"), "{said}");
}

#[test]
fn a_database_that_is_there_is_never_replaced() {
    let folder = Folder::new();
    folder.clew(&["init"]).ends(0);
    let before = std::fs::read(folder.path("clew.db")).unwrap();
    folder
        .clew(&["init", "--example", "edinburgh-2023"])
        .fails();
    assert_eq!(std::fs::read(folder.path("clew.db")).unwrap(), before);
    folder.file("other.db", "mine");
    folder.clew(&["init", "--database", "other.db"]).fails();
    assert_eq!(std::fs::read(folder.path("other.db")).unwrap(), b"mine");
}

#[test]
fn a_beginning_that_cannot_be_read_leaves_no_database_behind() {
    let folder = Folder::new();
    folder.clew(&["init", "--example", "nowhere"]).fails();
    folder.clew(&["init", "--from", "nowhere"]).fails();
    folder
        .clew(&["init", "--from-archive", "nowhere"])
        .fails_with(3);
    assert_eq!(folder.everything(), []);
}

#[test]
fn a_workspace_becomes_a_database_with_the_same_book() {
    let folder = Folder::new();
    let name = "west-lothian-2021-22";
    folder
        .clew(&["export", "--example", name, "--to", "work"])
        .ends(0);
    folder.clew(&["init", "--from", "work"]).ends(0);
    folder
        .clew(&["export", "--to", "again", "--database", "clew.db"])
        .ends(0);
    for (path, _) in folder.everything() {
        // The copy says in workspace.toml at which entry it was made.
        let is_record = path.extension().is_some_and(|ending| ending == "jsonl");
        if is_record && path.parent() == Some(&folder.path("work")) {
            let other = folder.path("again").join(path.file_name().unwrap());
            assert_eq!(
                std::fs::read(&path).unwrap(),
                std::fs::read(other).unwrap(),
                "{path:?}"
            );
        }
    }
}
