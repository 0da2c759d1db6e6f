//! `clew export --everything` and `clew init --from-archive`.

use crate::council::Council;

#[test]
fn an_archive_builds_the_very_same_journal() {
    let council = Council::frozen();
    council
        .clew(&["export", "--everything", "--to", "archive"])
        .ends(0);
    council
        .clew(&[
            "init",
            "--from-archive",
            "archive",
            "--database",
            "again.db",
        ])
        .ends(0);
    council.clew(&["verify", "--database", "again.db"]).ends(0);
    council
        .clew(&[
            "export",
            "--everything",
            "--to",
            "second",
            "--database",
            "again.db",
        ])
        .ends(0);
    let (mut files, mut attachments) = (0, 0);
    for (path, _) in council.folder.everything() {
        let inside = path.strip_prefix(council.folder.path("archive"));
        if let (Ok(inside), true) = (inside, path.is_file()) {
            let other = council.folder.path("second").join(inside);
            assert_eq!(
                std::fs::read(&path).unwrap(),
                std::fs::read(other).unwrap(),
                "{inside:?}"
            );
            files += 1;
            attachments += usize::from(inside.starts_with("attachments"));
        }
    }
    assert!(
        files > 10 && attachments == 3,
        "{files} files, {attachments} attachments"
    );
    let report = [
        "report",
        "committee-report",
        "--freeze",
        "committee-2026-08-26",
        "--format",
        "json",
    ];
    let read = |to: &str, database: &str| {
        council
            .clew(&[&report[..], &["--to", to, "--database", database]].concat())
            .ends(0);
        std::fs::read(council.folder.path(&format!("{to}/committee-report.json"))).unwrap()
    };
    assert_eq!(read("a", "clew.db"), read("b", "again.db"));
}

#[test]
fn an_altered_archive_is_refused_and_nothing_is_made() {
    let council = Council::frozen();
    let build = [
        "init",
        "--from-archive",
        "archive",
        "--database",
        "again.db",
    ];
    let journal = council.folder.path("archive/journal.jsonl");
    council
        .clew(&["export", "--everything", "--to", "archive"])
        .ends(0);
    let whole = std::fs::read_to_string(&journal).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let altered = [
        whole.replacen("Complaints answered", "Complaints forgotten", 1),
        [&lines[..3], &lines[4..]].concat().join("\n"),
        whole.replacen("\"reason\":null", "\"motive\":null", 1),
        whole.chars().take(whole.len() / 2).collect(),
    ];
    for text in altered {
        std::fs::write(&journal, text).unwrap();
        let message = council.clew(&build).fails();
        assert!(
            message.contains("journal.jsonl") && message.contains("damaged"),
            "{message}"
        );
        assert!(!council.folder.path("again.db").exists());
    }
    std::fs::write(&journal, &whole).unwrap();
    let attachments = council.folder.path("archive/attachments");
    let first = std::fs::read_dir(attachments)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    std::fs::write(first, "something else").unwrap();
    council.clew(&build).fails();
    assert!(!council.folder.path("again.db").exists());
}

#[test]
fn an_archive_is_written_to_a_new_folder_only_and_describes_itself() {
    let council = Council::new();
    council.folder.file("mine/notes.txt", "mine");
    council.refuses(2, &["export", "--everything", "--to", "mine"]);
    council
        .clew(&["export", "--everything", "--to", "archive"])
        .ends(0);
    let schema = std::fs::read_to_string(council.folder.path("archive/SCHEMA.md")).unwrap();
    for expected in [
        "`recorded_at`",
        "`correct-figure`",
        "### measures",
        "SHA-256",
    ] {
        assert!(schema.contains(expected), "{expected}");
    }
    let rows = std::fs::read_to_string(council.folder.path("archive/journal.jsonl")).unwrap();
    assert_eq!(
        u64::try_from(rows.lines().count()).unwrap(),
        council.entries()
    );
}
