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

/// A council whose plan was exported; since then another account changed a title and a target.
fn exported_last_week(to: &str) -> Council {
    let council = Council::new();
    council
        .clew(&["export", "--to", to, "--form", form_of(to)])
        .ends(0);
    council
        .clew(&[
            "account",
            "open",
            "colleague",
            "--role",
            "performance-officer",
        ])
        .ends(0);
    let as_colleague = |words: &[&str]| {
        council
            .clew(&[&["set"], words, &["--as", "colleague"]].concat())
            .ends(0);
    };
    as_colleague(&["measure", "CC2", "title=Complaints answered within 20 days"]);
    as_colleague(&["target", "ASP1", "2026-27", "goal=85"]);
    council
}

fn form_of(to: &str) -> &'static str {
    match to.rsplit_once('.') {
        Some((_, "json")) => "json",
        Some((_, "xlsx")) => "xlsx",
        _ if to.starts_with("sheets") => "csv",
        _ => "workspace",
    }
}

/// Replaces text in a file of the folder.
fn edit(council: &Council, name: &str, from: &str, to: &str) {
    let path = council.folder.path(name);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    std::fs::write(path, text.replace(from, to)).unwrap();
}

fn import(council: &Council, words: &[&str]) -> crate::program::Run {
    council.clew(&[&["import"], words, &["--as", "administrator"]].concat())
}

/// The title of CC2 and the target of ASP1.
fn title_and_goal(council: &Council) -> (String, String) {
    council
        .clew(&[
            "export",
            "--to",
            "now.json",
            "--force",
            "--as",
            "administrator",
        ])
        .ends(0);
    let book: serde_json::Value =
        serde_json::from_str(&council.folder.exported("now.json")).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    (
        text(&book["measures"][1]["title"]),
        text(&book["targets"][0]["goal"]),
    )
}

fn as_colleague_left_it() -> (String, String) {
    (
        "Complaints answered within 20 days".to_owned(),
        "85".to_owned(),
    )
}

#[test]
fn an_export_of_last_week_reverts_nothing_that_others_did_since() {
    for to in ["plan.json", "plan.xlsx", "sheets", "work"] {
        let council = exported_last_week(to);
        let said = import(&council, &[to]).ends(0);
        assert!(said.contains("No entry was made"), "{to}: {said}");
        assert!(!said.contains("warning["), "{to}: {said}");
        assert_eq!(title_and_goal(&council), as_colleague_left_it(), "{to}");
    }
}

#[test]
fn what_both_changed_is_a_conflict_with_every_field_and_who_unless_the_file_is_to_count() {
    let council = exported_last_week("plan.json");
    edit(
        &council,
        "plan.json",
        "Court reports sent in time",
        "Court reports in time",
    );
    import(&council, &["plan.json"]).ends(0);
    edit(
        &council,
        "plan.json",
        "Complaints answered in time",
        "Complaints closed",
    );
    edit(
        &council,
        "plan.json",
        "\"goal\": \"80\"",
        "\"goal\": \"82\"",
    );
    for more in [&["--dry-run"][..], &[]] {
        let message = import(&council, &[&["plan.json"], more].concat()).fails_with(5);
        for said in [
            "title: now Complaints answered within 20 days (was Complaints answered in time); you wanted Complaints closed",
            "goal: now 85 (was 80); you wanted 82",
            "by colleague",
            "--replace",
        ] {
            assert!(message.contains(said), "{message}");
        }
    }
    assert_eq!(title_and_goal(&council), as_colleague_left_it());
    import(&council, &["plan.json", "--replace"]).ends(0);
    let files = ("Complaints closed".to_owned(), "82".to_owned());
    assert_eq!(title_and_goal(&council), files);
}

#[test]
fn a_file_that_does_not_say_when_it_was_made_tells_of_every_value_it_replaces() {
    let council = exported_last_week("plan.json");
    let seen = std::fs::read_to_string(council.folder.path("plan.json")).unwrap();
    let seen: serde_json::Value = serde_json::from_str(&seen).unwrap();
    let seen = seen["journal_entry"].to_string();
    std::fs::write(
        council.folder.path("bare.json"),
        council.folder.exported("plan.json"),
    )
    .unwrap();
    let said = import(&council, &["bare.json", "--dry-run"]).ends(0);
    for told in [
        "was Complaints answered within 20 days and becomes Complaints answered in time",
        "was 85 and becomes 80",
    ] {
        assert!(said.contains(told), "{said}");
    }
    let said = import(&council, &["bare.json", "--seen", &seen]).ends(0);
    assert!(said.contains("No entry was made"), "{said}");
    assert_eq!(title_and_goal(&council), as_colleague_left_it());
    import(&council, &["bare.json", "--seen", "9999"]).fails_with(3);
}

#[test]
fn an_export_of_another_journal_is_told_from_one_of_this() {
    let council = exported_last_week("plan.json");
    let other = Council::new();
    let elsewhere = council.folder.path("plan.json");
    let path = elsewhere.to_string_lossy();
    let said = other.clew(&["import", &path, "--dry-run"]).ends(0);
    assert!(said.contains("another journal"), "{said}");
}

#[test]
fn a_figure_of_an_open_cycle_is_asked_about_at_its_row_and_taken_when_it_is_confirmed() {
    let council = Council::signed_off();
    let quarter = ["--period", "2026-27 Q2"];
    let open = ["cycle", "open", "--due", "2026-10-20"];
    council.clew(&[&open[..], &quarter].concat()).ends(0);
    council.folder.file(
        "returns.csv",
        "Measure,Period,Value\nCC2,2026-27 Q2,71\nJR3,2026-27 Q2,97\nCC2,2020-21 Q2,71\n",
    );
    let before = council.entries();
    let told = council
        .clew(&["import", "returns.csv", "--format", "json"])
        .json(1);
    let issues = told["issues"].as_array().unwrap();
    let asked: Vec<_> = issues
        .iter()
        .map(|issue| (issue["rule"].as_str().unwrap(), issue["row"].as_u64()))
        .collect();
    assert_eq!(asked, [("unchanged", Some(2))], "{told}");
    assert_eq!(council.entries(), before);
    let partial = council
        .clew(&["import", "returns.csv", "--partial"])
        .ends(1);
    assert!(partial.contains("2 added"), "{partial}");
    council.refuses(2, &["import", "returns.csv", "--confirm", "anything"]);
    let words = ["import", "returns.csv", "--confirm", "unchanged"];
    let said = council.clew(&words).ends(0);
    assert!(said.contains("1 added"), "{said}");
    let words = [
        "log",
        "--subject",
        "CC2",
        "--limit",
        "1",
        "--format",
        "json",
    ];
    let log = council.clew(&words).json(0);
    let reason = log[0]["reason"].as_str().unwrap_or_default();
    assert!(reason.starts_with("confirmed: "), "{log}");
}
