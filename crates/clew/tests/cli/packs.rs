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

/// A database with a team, an account that records in it, and the small pack in force.
fn council() -> Folder {
    let folder = Folder::new();
    folder.clew(&["init"]).ends(0);
    folder
        .clew(&["set", "unit", "adults", "name=Adults"])
        .ends(0);
    folder.file("visits/pack.toml", PACK);
    folder.clew(&["pack", "apply", "visits"]).ends(0);
    let words = ["account", "open", "worker", "--role", "practitioner@adults"];
    folder.clew(&words).ends(0);
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
        "--as",
        "worker",
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
    let acting = |words: &[&str]| folder.clew(&[words, &["--as", "administrator"]].concat());
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
    let words = ["pack", "apply", "visits", "--as", "administrator"];
    let refused = folder.clew(&words).ends(1);
    assert!(refused.contains("Refused: 1 record uses it"), "{refused}");
    assert!(
        refused.ends_with("Nothing was applied: see what is wrong above.\n"),
        "{refused}"
    );
}

#[test]
fn rows_are_taken_over_once_and_nothing_is_when_one_is_refused() {
    let folder = council();
    folder.file(
        "old.csv",
        "Client,Name,Visited,Hours\nS1,Ada Example,1/4/2026,2\nS1,Ada Example,31/2/2026,3\n",
    );
    let text = import(&folder, &[]).ends(1);
    assert!(
        text.contains("row 3, Visited: ") && text.contains("Nothing was written."),
        "{text}"
    );
    folder.file(
        "old.csv",
        "Client,Name,Visited,Hours\nS1,Ada Example,1/4/2026,2\nS1,Ada Example,28/2/2026,3\n",
    );
    let dry = import(&folder, &["--dry-run"]).ends(0);
    assert!(
        dry.contains("Sum of Hours: 5 read, 5 taken, 0 refused"),
        "{dry}"
    );
    let first = import(&folder, &["--json"]).json(0);
    assert_eq!(
        first["written"],
        serde_json::json!({"people": 1, "records": 2, "repeated": 0})
    );
    let again = import(&folder, &["--json"]).json(0);
    assert_eq!(
        again["written"],
        serde_json::json!({"people": 0, "records": 0, "repeated": 2})
    );
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
