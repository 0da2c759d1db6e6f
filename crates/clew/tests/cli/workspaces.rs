//! Folders that are no workspace, are damaged, or may not be written.

use crate::program::Folder;

const COMMANDS: [&[&str]; 4] = [
    &["summary"],
    &["check"],
    &["report", "quarterly-progress"],
    &["export", "--to", "x.json"],
];

#[test]
fn a_folder_that_is_no_workspace_is_told() {
    let folder = Folder::new();
    folder.file("other/notes.txt", "no workspace");
    for place in ["other", "nowhere"] {
        for command in COMMANDS {
            let message = folder.clew(&[command, &["--data", place]].concat()).fails();
            assert!(
                message.contains(place) && message.contains("is not a workspace"),
                "{message}"
            );
            assert!(
                message.contains("--example") || message.contains("clew import"),
                "{message}"
            );
        }
    }
}

#[test]
fn without_a_name_the_folder_one_stands_in_is_meant() {
    let folder = Folder::new();
    folder
        .clew(&[
            "export",
            "--example",
            "south-lanarkshire-2019-20",
            "--to",
            ".",
        ])
        .ends(0);
    let text = folder.clew(&["summary"]).ends(0);
    assert!(text.contains("65"), "{text}");
}

#[test]
fn a_broken_line_is_named_by_file_and_line() {
    let breaks = [
        "{\"code\":",
        "{\"colour\":\"blue\"}",
        "[]",
        "7",
        "{\"code\":\"\u{0}\"}",
    ];
    for broken in breaks {
        let folder = Folder::new();
        folder
            .clew(&[
                "export",
                "--example",
                "south-lanarkshire-2019-20",
                "--to",
                "work",
            ])
            .ends(0);
        let whole = std::fs::read_to_string(folder.path("work/measures.jsonl")).unwrap();
        let (first, rest) = whole.split_once('\n').unwrap();
        folder.file("work/measures.jsonl", format!("{first}\n{broken}\n{rest}"));
        let before = folder.everything();
        for command in COMMANDS {
            let message = folder
                .clew(&[command, &["--data", "work"]].concat())
                .fails();
            assert!(
                message.contains("measures.jsonl line 2"),
                "{broken}: {message}"
            );
            assert!(
                message.contains("put the line right"),
                "{broken}: {message}"
            );
        }
        folder.file("units.csv", "Id,Name\na,Adults\n");
        folder
            .clew(&["import", "units.csv", "--data", "work"])
            .fails();
        std::fs::remove_file(folder.path("units.csv")).unwrap();
        assert_eq!(folder.everything(), before, "{broken}");
    }
}

#[test]
fn a_workspace_of_a_later_version_is_told() {
    let folder = Folder::new();
    folder.file("work/workspace.toml", "format = 99\n");
    let message = folder.clew(&["summary", "--data", "work"]).fails();
    assert!(
        message.contains("99") && message.contains("later"),
        "{message}"
    );
    folder.file("work/workspace.toml", "format = \n");
    let message = folder.clew(&["summary", "--data", "work"]).fails();
    assert!(message.contains("workspace.toml"), "{message}");
}

#[test]
fn a_file_of_a_workspace_that_is_no_text_is_told() {
    let folder = Folder::new();
    folder
        .clew(&[
            "export",
            "--example",
            "south-lanarkshire-2019-20",
            "--to",
            "work",
        ])
        .ends(0);
    folder.file("work/figures.jsonl", b"\xff\xfe\0\0");
    let message = folder.clew(&["summary", "--data", "work"]).fails();
    assert!(message.contains("figures.jsonl"), "{message}");
}

#[test]
fn a_place_that_may_not_be_written_is_told_and_left_alone() {
    let folder = Folder::new();
    folder.file("units.csv", "Id,Name\na,Adults\n");
    folder.file("file.txt", "not a folder");
    let mut places = vec!["file.txt".to_owned(), "file.txt/work".to_owned()];
    if cfg!(target_os = "linux") {
        // Nobody may make folders there, not even the superuser.
        places.push("/proc/clew".to_owned());
    }
    let before = folder.everything();
    for place in places {
        let message = folder
            .clew(&["import", "units.csv", "--data", &place])
            .fails();
        assert!(
            message.contains("cannot") && message.contains(&place),
            "{message}"
        );
        assert_eq!(folder.everything(), before, "{place}");
    }
}

#[test]
#[cfg(unix)]
fn a_folder_without_leave_to_write_is_told_and_left_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    folder.file("units.csv", "Id,Name\na,Adults\n");
    folder
        .clew(&["import", "units.csv", "--data", "work"])
        .ends(0);
    folder.file("units.csv", "Id,Name\nb,Children\n");
    let work = folder.path("work");
    let allow =
        |mode| std::fs::set_permissions(&work, std::fs::Permissions::from_mode(mode)).unwrap();
    allow(0o555);
    let is_superuser = std::fs::write(work.join("probe"), "").is_ok();
    let run = folder.clew(&["import", "units.csv", "--data", "work"]);
    allow(0o755);
    let lines = std::fs::read_to_string(folder.path("work/units.jsonl")).unwrap();
    if is_superuser {
        assert_eq!(
            (run.code, lines.lines().count()),
            (0, 2),
            "the superuser may write anywhere"
        );
    } else {
        assert!(run.fails().contains("cannot"));
        assert_eq!(lines.lines().count(), 1);
    }
}

#[test]
fn a_first_write_that_was_interrupted_is_finished_by_the_next_command() {
    let folder = Folder::new();
    let to = |place| ["export", "--example", "edinburgh-2023", "--to", place];
    folder.clew(&to("work/.complete")).ends(0);
    folder.clew(&to("whole")).ends(0);
    let out = ["export", "--data", "work", "--to", "copy"];
    folder.clew(&out).ends(0);
    assert!(folder.path("work/workspace.toml").is_file());
    assert!(!folder.path("work/.complete").exists());
    let read = |name: &str| std::fs::read(folder.path(name)).unwrap();
    assert!(read("copy/actions.jsonl") == read("whole/actions.jsonl"));
}

#[test]
fn a_number_beyond_what_is_reckoned_with_is_named_by_file_and_line() {
    let folder = Folder::new();
    folder.file("work/workspace.toml", "format = 1\n");
    folder.file(
        "work/figures.jsonl",
        "\n{\"measure\":\"A1\",\"period\":\"2020-21\",\"value\":\"79228162514264337593543950335\",\"from\":\"returned\",\"state\":\"final\"}\n",
    );
    for command in COMMANDS {
        let message = folder
            .clew(&[command, &["--data", "work"]].concat())
            .fails();
        assert!(
            message.contains("figures.jsonl line 2: value is"),
            "{message}"
        );
    }
}
