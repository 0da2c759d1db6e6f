//! `clew export`: out in any form and in again is the same.

use crate::program::{EXAMPLES, Folder};

/// Exports every example in a form, imports it, and compares both Books as JSON.
fn goes_out_and_comes_back(form: &str, name: &str) {
    for example in EXAMPLES {
        let folder = Folder::new();
        folder
            .clew(&[
                "export",
                "--example",
                example,
                "--form",
                "json",
                "--to",
                "before.json",
            ])
            .ends(0);
        folder
            .clew(&["export", "--example", example, "--form", form, "--to", name])
            .ends(0);
        let report = folder
            .clew(&["import", name, "--data", "work", "--format", "json"])
            .json(0);
        assert_eq!(report["left_out"], 0, "{example} as {form}: {report}");
        folder
            .clew(&[
                "export",
                "--data",
                "work",
                "--form",
                "json",
                "--to",
                "after.json",
            ])
            .ends(0);
        let read = |name: &str| std::fs::read_to_string(folder.path(name)).unwrap();
        assert!(
            read("before.json") == read("after.json"),
            "{example} as {form} is not the same"
        );
        assert!(read("before.json").len() > 1000);
    }
}

#[test]
fn a_workbook_brings_every_example_back() {
    goes_out_and_comes_back("xlsx", "plan.xlsx");
}

#[test]
fn csv_files_bring_every_example_back() {
    goes_out_and_comes_back("csv", "plan");
}

#[test]
fn json_brings_every_example_back() {
    goes_out_and_comes_back("json", "plan.json");
}

#[test]
fn a_workspace_brings_every_example_back() {
    goes_out_and_comes_back("workspace", "plan");
}

#[test]
fn the_name_says_the_form() {
    let folder = Folder::new();
    let export = |to: &str| {
        folder
            .clew(&["export", "--example", "edinburgh-2023", "--to", to])
            .ends(0)
    };
    export("plan.xlsx");
    assert!(
        std::fs::read(folder.path("plan.xlsx"))
            .unwrap()
            .starts_with(b"PK")
    );
    export("plan.json");
    assert!(
        std::fs::read(folder.path("plan.json"))
            .unwrap()
            .starts_with(b"{")
    );
    export("plan");
    assert!(folder.path("plan/workspace.toml").is_file());
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let folder = Folder::new();
    for name in ["one", "two"] {
        for (form, ending) in [("json", ".json"), ("workspace", "")] {
            let to = format!("{name}{ending}");
            folder
                .clew(&[
                    "export",
                    "--example",
                    "west-lothian-2021-22",
                    "--form",
                    form,
                    "--to",
                    &to,
                ])
                .ends(0);
        }
    }
    let read = |name: &str| std::fs::read(folder.path(name)).unwrap();
    assert!(read("one.json") == read("two.json"));
    assert!(read("one/figures.jsonl") == read("two/figures.jsonl"));
}

#[test]
fn a_place_that_cannot_be_written_is_told() {
    let folder = Folder::new();
    folder.file("file.txt", "not a folder");
    for (form, to) in [
        ("xlsx", "file.txt/plan.xlsx"),
        ("json", "gone/plan.json"),
        ("csv", "file.txt/plan"),
        ("workspace", "file.txt/plan"),
    ] {
        let before = folder.everything();
        let message = folder
            .clew(&[
                "export",
                "--example",
                "edinburgh-2023",
                "--form",
                form,
                "--to",
                to,
            ])
            .fails();
        assert!(message.contains("cannot"), "{form}: {message}");
        assert_eq!(folder.everything(), before, "{form}");
    }
}

#[test]
fn what_is_there_is_not_written_over_unless_told_to() {
    let folder = Folder::new();
    for (form, to, mine) in [
        ("xlsx", "plan.xlsx", "plan.xlsx"),
        ("json", "plan.json", "plan.json"),
        ("csv", "plan", "plan/measures.csv"),
        ("workspace", "work", "work/workspace.toml"),
    ] {
        folder.file(mine, "mine");
        let words = ["export", "--example", "south-lanarkshire-2019-20"];
        let words = [&words[..], &["--form", form, "--to", to]].concat();
        let message = folder.clew(&words).fails();
        assert!(message.contains("--force"), "{form}: {message}");
        assert_eq!(std::fs::read(folder.path(mine)).unwrap(), b"mine");
        folder.clew(&[&words[..], &["--force"]].concat()).ends(0);
        assert_ne!(std::fs::read(folder.path(mine)).unwrap(), b"mine");
    }
}

#[test]
fn a_folder_of_csv_files_keeps_the_files_of_others() {
    let folder = Folder::new();
    folder.file("plan/waivers.csv", "mine");
    for example in ["west-lothian-2021-22", "edinburgh-2023"] {
        folder
            .clew(&[
                "export",
                "--example",
                example,
                "--form",
                "csv",
                "--to",
                "plan",
            ])
            .ends(0);
        assert_eq!(
            std::fs::read(folder.path("plan/waivers.csv")).unwrap(),
            b"mine"
        );
    }
    assert!(
        !folder.path("plan/activities.csv").exists(),
        "the first export wrote it and the second has none"
    );
}
