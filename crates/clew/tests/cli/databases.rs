//! Every earlier command on a database made from an example, against the same on the example.

use crate::council::Council;
use crate::program::{EXAMPLES, Folder};

/// What a command prints and how it ends.
fn result(folder: &Folder, words: &[&str], source: &[&str]) -> (i32, String) {
    let run = folder.clew(&[words, source].concat());
    assert!(run.err.is_empty() || run.code == 2, "{run:#?}");
    (run.code, run.out + &run.err)
}

#[test]
fn a_database_made_from_an_example_gives_what_the_example_gives() {
    for name in EXAMPLES {
        let folder = Folder::new();
        folder
            .clew(&["init", "--example", name, "--database", "plan.db"])
            .ends(0);
        let example = ["--example", name];
        let database = ["--database", "plan.db"];
        for words in [
            &["summary"][..],
            &["summary", "--basis", "by-rule"],
            &["check"],
            &["check", "--format", "json"],
        ] {
            assert_eq!(
                result(&folder, words, &database),
                result(&folder, words, &example),
                "{name}: {words:?}"
            );
        }
        for kind in [
            "quarterly-progress",
            "committee-report",
            "management-plan",
            "improvement-plan",
            "risk-register",
        ] {
            let report = ["report", kind, "--format", "json,html"];
            let from = |to: &str, source: &[&str]| {
                let run = folder.clew(&[&report[..], source, &["--to", to]].concat());
                let files = ["json", "html"].map(|ending| {
                    std::fs::read(folder.path(&format!("{to}/{kind}.{ending}"))).ok()
                });
                (run.code, run.err, files)
            };
            assert_eq!(from("a", &database), from("b", &example), "{name}: {kind}");
        }
        for (to, file) in [("a.json", "b.json"), ("a-csv", "b-csv")] {
            let form: &[&str] = if to.ends_with("json") {
                &[]
            } else {
                &["--form", "csv"]
            };
            let export = |to: &str, source: &[&str]| {
                folder
                    .clew(&[&["export", "--to", to], form, source].concat())
                    .ends(0)
            };
            export(to, &database);
            export(file, &example);
        }
        let read = |name: &str| folder.exported(name);
        assert_eq!(read("a.json"), read("b.json"), "{name}");
        for (path, _) in folder.everything() {
            if path
                .parent()
                .is_some_and(|parent| parent.ends_with("a-csv"))
                && !path.ends_with("export.toml")
            {
                let other = path.to_string_lossy().replace("a-csv", "b-csv");
                let (left, right) = (std::fs::read(&path), std::fs::read(other));
                assert_eq!(left.unwrap(), right.unwrap(), "{name}: {path:?}");
            }
        }
    }
}

#[test]
fn the_database_in_the_folder_is_used_when_nothing_is_named() {
    let council = Council::new();
    let said = council.clew(&["summary", "--period", "2026-27 Q1"]).ends(0);
    assert!(said.contains("Total"), "{said}");
    let elsewhere = council.folder.path("clew.db");
    let mut other = Folder::new().command(&["check"]);
    let run = crate::program::Run::of(
        other
            .current_dir(std::env::temp_dir())
            .env("CLEW_DATABASE", elsewhere)
            .output()
            .unwrap(),
    );
    run.ends(0);
}

#[test]
fn a_book_can_be_asked_for_as_it_was_known() {
    let council = Council::new();
    let goal = |when: &[&str]| {
        let export = ["export", "--to", "book.json", "--force"];
        council.clew(&[&export[..], when].concat()).ends(0);
        let text = std::fs::read_to_string(council.folder.path("book.json")).unwrap();
        let book: serde_json::Value = serde_json::from_str(&text).unwrap();
        book["targets"][0]["goal"].clone()
    };
    let before = council.entries();
    council
        .clew(&["set", "target", "ASP1", "2026-27", "goal=90"])
        .ends(0);
    assert_eq!(goal(&[]), "90");
    assert_eq!(goal(&["--as-known-at", &format!("entry:{before}")]), "80");
    assert_eq!(goal(&["--as-known-at", "2026-06-12"]), "90");
    let message = council.refuses(3, &["summary", "--as-known-at", "2026-06-11"]);
    assert!(
        message.contains("nothing was known at 2026-06-11: the journal begins on 12 June 2026"),
        "{message}"
    );
    assert_eq!(goal(&["--as-known-at", "2026-06-12T14:05Z"]), "90");
}

#[test]
fn a_time_that_is_none_is_refused_with_how_to_write_one() {
    let council = Council::new();
    let message = council.refuses(2, &["summary", "--as-known-at", "yesterday"]);
    assert!(message.contains("entry:412"), "{message}");
    council.refuses(3, &["summary", "--as-known-at", "entry:9999"]);
    council.refuses(
        2,
        &[
            "summary",
            "--as-known-at",
            "2026-06-12",
            "--example",
            EXAMPLES[0],
        ],
    );
    council.refuses(2, &["summary", "--database", "clew.db", "--data", "."]);
}

#[test]
fn a_database_that_is_not_there_or_none_is_told_and_left_as_it_is() {
    let folder = Folder::new();
    let message = folder
        .clew(&["summary", "--database", "none.db"])
        .fails_with(3);
    assert!(message.contains("clew init"), "{message}");
    assert!(!folder.path("none.db").exists());
    folder.file("notes.txt", "these are my notes, not a database");
    folder.clew(&["summary", "--database", "notes.txt"]).fails();
    assert_eq!(
        std::fs::read_to_string(folder.path("notes.txt")).unwrap(),
        "these are my notes, not a database"
    );
}

#[test]
fn a_password_is_never_repeated() {
    let folder = Folder::new();
    let address = "postgres://clew:s3cret@127.0.0.1:1/plans";
    for words in [
        &["summary", "--database", address][..],
        &["summary", address],
        &["log", "--database", address, "--limit", "none"],
        &[
            "log",
            "--database",
            "postgres://clew:s3cret@host:port/plans",
        ],
        &["log", "--database", "POSTGRES://clew:s3cret@host/plans"],
        &["init", "--database", address],
        &["doctor", "--database", address],
        &["restore", "--database", address],
    ] {
        let run = folder.clew(words);
        assert_ne!(run.code, 0, "{run:#?}");
        assert!(!(run.out.clone() + &run.err).contains("s3cret"), "{run:#?}");
    }
    assert_eq!(folder.clew(&["summary", "--database", address]).code, 6);
}

#[test]
fn a_postgresql_database_does_what_a_file_does_and_each_restores_into_the_other() {
    let Some(cluster) = clew_testkit::postgres::Cluster::private() else {
        return;
    };
    let council = Council::frozen();
    council.clew(&["backup", "--to", "safe.db"]).ends(0);
    let there = cluster.fresh_database();
    let on = |words: &[&str]| council.clew(&[words, &["--database", &there]].concat());
    on(&["summary"]).fails_with(3);
    on(&["restore", "safe.db"]).ends(0);
    on(&["restore", "safe.db"]).fails();
    on(&["verify"]).ends(0);
    let log = ["log", "--limit", "1000", "--format", "json"];
    assert_eq!(on(&log).ends(0), council.clew(&log).ends(0));
    assert_eq!(on(&["summary"]).ends(0), council.clew(&["summary"]).ends(0));
    let correct = [
        "correct",
        "CC2",
        "--period",
        "2026-27 Q1",
        "--value",
        "60",
        "--reason",
        "counted again",
    ];
    on(&correct).ends(0);
    let said = on(&["diff", "committee-2026-08-26"]).ends(0);
    assert!(said.contains("counted again"), "{said}");
    on(&["doctor"]).ends(0);
    on(&["backup", "--to", "back.db"]).ends(0);
    let head = |run: crate::program::Run| run.json(0)[0]["hash"].clone();
    let last = ["log", "--limit", "1", "--format", "json"];
    assert_eq!(
        head(on(&last)),
        head(council.clew(&[&last[..], &["--database", "back.db"]].concat()))
    );
    let other = cluster.fresh_database();
    council
        .clew(&["init", "--example", "edinburgh-2023", "--database", &other])
        .ends(0);
    council.clew(&["init", "--database", &other]).fails();
}
