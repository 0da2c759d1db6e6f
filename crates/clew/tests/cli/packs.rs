//! `clew pack`, `clew synth` and `clew import records`.

use crate::program::{Folder, clew};

const PACK: &str = r#"code = "visits"
title = "Visits"
version = "1.0.0"
calendars = ["scotland-council"]

[[form]]
code = "visit"
title = "Visit"
event_date = "visited"
  [[form.field]]
  code = "visited"
  title = "Visited on"
  kind = "date"
  needed = "to complete"
  [[form.field]]
  code = "hours"
  title = "Hours"
  kind = "number"
"#;

const MAPPING: &str = r#"dates = "DD/MM/YYYY"
sums = ["Hours"]

[person]
identifier = "Client"
name = "Name"

[team]
is = "adults"

[[form]]
code = "visit"
[form.fields]
visited = "Visited"
hours = "Hours"
"#;

/// A database with a team, and the small pack in force.
fn council() -> Folder {
    let folder = Folder::new();
    folder.clew(&["init"]).ends(0);
    folder
        .clew(&["set", "unit", "adults", "name=Adults"])
        .ends(0);
    folder.file("visits/pack.toml", PACK);
    folder.clew(&["pack", "apply", "visits"]).ends(0);
    folder.file("map.toml", MAPPING);
    folder
}

fn import(folder: &Folder, more: &[&str]) -> crate::program::Run {
    let words = [
        "import",
        "records",
        "old.csv",
        "--mapping",
        "map.toml",
        "--database",
        "clew.db",
    ];
    folder.clew(&[&words[..], more].concat())
}

#[test]
fn a_mistake_in_a_pack_is_told_with_its_file_its_line_and_what_to_do() {
    let folder = Folder::new();
    folder.file("visits/pack.toml", PACK.replace("\"number\"", "\"nmber\""));
    let text = folder.clew(&["pack", "check", "visits"]).ends(1);
    assert!(text.starts_with("visits/pack.toml:18: error: "), "{text}");
    let json = folder.clew(&["pack", "check", "visits", "--json"]).json(1);
    assert_eq!(json["errors"], 1);
    assert_eq!(json["issues"][0]["line"], 18);
    clew(&["pack", "check", "scotland"]).ends(0);
    clew(&["pack", "check", "atlantis"]).fails_with(3);
}

#[test]
fn a_pack_is_applied_changed_under_a_higher_version_and_undone() {
    let folder = council();
    let acting = |words: &[&str]| folder.clew(words);
    let changed = PACK.replace("title = \"Visit\"", "title = \"Home visit\"");
    folder.file("visits/pack.toml", &changed);
    let refused = acting(&["pack", "apply", "visits"]).fails();
    assert!(refused.contains("is not higher than 1.0.0"), "{refused}");
    folder.file("visits/pack.toml", changed.replace("1.0.0", "1.1.0"));
    let dry = acting(&["pack", "apply", "visits", "--dry-run"]).ends(0);
    assert!(
        dry.contains("title was “Visit” and is now “Home visit”"),
        "{dry}"
    );
    assert!(
        dry.ends_with("Nothing was applied: this was a dry run.\n"),
        "{dry}"
    );
    let applied = acting(&["pack", "apply", "visits"]).ends(0);
    assert!(
        applied.ends_with("visits 1.1.0 “Visits” is in force.\n"),
        "{applied}"
    );
    let undone = acting(&["pack", "undo", "--reason", "Not ready"]).ends(0);
    assert!(
        undone.ends_with("visits 1.0.0 “Visits” is in force again.\n"),
        "{undone}"
    );
}

#[test]
fn a_field_that_records_hold_cannot_be_taken_out() {
    let folder = council();
    folder.file(
        "old.csv",
        "Client,Name,Visited,Hours\nS1,Ada Example,1/4/2026,2\n",
    );
    import(&folder, &[]).ends(0);
    let without = PACK
        .split("  [[form.field]]\n  code = \"hours\"")
        .next()
        .unwrap();
    folder.file("visits/pack.toml", without.replace("1.0.0", "1.1.0"));
    let words = ["pack", "apply", "visits"];
    let refused = folder.clew(&words).ends(1);
    assert!(refused.contains("Refused: 1 record uses it"), "{refused}");
    assert!(
        refused.ends_with("Nothing was applied: see what is wrong above.\n"),
        "{refused}"
    );
}

/// People, records and rows that were here already, as an import tells them.
fn written(run: crate::program::Run) -> [u64; 3] {
    let told = run.json(0);
    ["people", "records", "repeated"].map(|key| told["written"][key].as_u64().unwrap())
}

#[test]
fn rows_are_taken_over_once_and_nothing_is_when_one_is_refused() {
    let folder = council();
    let rows = |second: &str| {
        format!("Client,Name,Visited,Hours\nS1,Ada Example,1/4/2026,2\nS1,Ada Example,{second},3\n")
    };
    folder.file("old.csv", rows("31/2/2026"));
    let text = import(&folder, &[]).ends(1);
    assert!(
        text.contains("row 3, Visited: ") && text.contains("Nothing was written."),
        "{text}"
    );
    folder.file("old.csv", rows("28/2/2026"));
    let dry = import(&folder, &["--dry-run"]).ends(0);
    assert!(
        dry.contains("Sum of Hours: 5 read, 5 taken, 0 refused"),
        "{dry}"
    );
    assert_eq!(written(import(&folder, &["--json"])), [1, 2, 0]);
    assert_eq!(written(import(&folder, &["--json"])), [0, 0, 2]);
}

#[test]
fn of_a_file_that_was_put_right_only_what_is_different_comes_in() {
    let folder = council();
    let head = "Client,Name,Visited,Hours\n";
    let same = "S1,Ada Example,1/4/2026,2\n";
    folder.file(
        "old.csv",
        format!("{head}{same}S2,Ben Example,30/2/2026,3\n{same}"),
    );
    let words = ["--refused", "refused.csv"];
    import(&folder, &words).ends(1);
    let refused = std::fs::read_to_string(folder.path("refused.csv")).unwrap();
    assert_eq!(refused, format!("{head}S2,Ben Example,30/2/2026,3\n"));
    let right = format!("{head}S2,Ben Example,28/2/2026,3\n{same}{same}{same}");
    folder.file("old.csv", right);
    let dry = import(&folder, &["--dry-run"]).ends(0);
    assert!(dry.contains("Here already: 2 records."), "{dry}");
    // The third row that says the same is one more than was taken over.
    assert_eq!(written(import(&folder, &["--json"])), [1, 2, 2]);
}

#[test]
fn a_file_of_many_rows_is_taken_over_batch_after_batch_and_its_bad_rows_are_named() {
    let folder = council();
    let mut text = String::from("Client,Name,Visited,Hours\n");
    for row in 0..4_000 {
        let hours = if row % 1_000 == 7 { "many" } else { "2" };
        text += &format!(
            "S{},Person {},{}/5/2024,{hours}\n",
            row % 900,
            row % 900,
            row % 28 + 1
        );
    }
    folder.file("old.csv", text);
    let told = import(&folder, &["--json", "--refused", "refused.csv"]).json(1);
    assert_eq!(told["issue_count"], 4);
    assert_eq!(told["issues"][1]["row"], 1_009);
    assert_eq!(told["written"]["people"], 900);
    assert_eq!(told["written"]["records"], 3_996);
    let sums = &told["totals"]["sums"]["Hours"];
    assert_eq!(
        (&sums["taken"], &sums["unreadable"]),
        (&"7992".into(), &4.into())
    );
    folder.clew(&["verify"]).ends(0);
}

#[test]
fn a_hundred_megabytes_with_bad_rows_are_read_whole_named_row_by_row_and_not_half_taken() {
    let folder = council();
    let notes = "x".repeat(4_000);
    let mut text = String::from("Client,Name,Visited,Hours,Notes\n");
    let mut rows = 0;
    while text.len() < 100_000_000 {
        let (visited, hours) = match rows % 10_000 {
            7 => ("31/2/2024", "2"),
            11 => ("1/5/2024", "many"),
            _ => ("1/5/2024", "2"),
        };
        text += &format!("S{rows},Person {rows},{visited},{hours},{notes}\n");
        rows += 1;
    }
    folder.file("old.csv", text);
    let log = |folder: &Folder| folder.clew(&["log"]).ends(0);
    let before = log(&folder);
    let told = import(&folder, &["--json"]).json(1);
    assert_eq!(told["totals"]["read"], rows);
    assert_eq!(told["issue_count"], 6);
    let issues = &told["issues"];
    assert_eq!(
        (&issues[0]["row"], &issues[1]["row"]),
        (&9.into(), &13.into())
    );
    assert!(told["written"].is_null());
    assert_eq!(log(&folder), before, "nothing was written");
}

#[test]
fn a_council_of_invented_people_is_taken_over_into_a_database() {
    let folder = Folder::new();
    folder.clew(&["init"]).ends(0);
    let words = [
        "synth",
        "--size",
        "300",
        "--to",
        "2024-03-31",
        "--database",
        "clew.db",
    ];
    let text = folder.clew(&words).fails_with(3);
    assert!(text.contains("clew pack apply scotland"), "{text}");
    folder.clew(&["pack", "apply", "scotland"]).ends(0);
    let text = folder.clew(&words).ends(0);
    assert!(
        text.starts_with("Taken over into ") && text.ends_with("invented.\n"),
        "{text}"
    );
    folder.clew(&["verify"]).ends(0);
}

#[test]
fn a_synthetic_council_is_the_same_each_time_and_says_that_it_is_invented() {
    let folder = Folder::new();
    for out in ["one", "two"] {
        let words = ["synth", "--size", "300", "--seed", "7", "--out", out];
        folder.clew(&words).ends(0);
    }
    let read = |name: &str| std::fs::read_to_string(folder.path(name)).unwrap();
    for file in ["people.csv", "truth.csv", "asp-referral.csv", "README.md"] {
        assert_eq!(
            read(&format!("one/{file}")),
            read(&format!("two/{file}")),
            "{file}"
        );
    }
    assert!(read("one/README.md").contains("Everything here is invented"));
    folder
        .clew(&["synth", "--size", "300", "--out", "one"])
        .fails();
}
