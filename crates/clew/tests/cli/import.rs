//! `clew template` and `clew import`: from an empty workbook to a workspace.

use crate::program::Folder;
use crate::workbooks::{Cell, excel, rows};

#[test]
fn the_template_is_read_back_without_an_issue() {
    let folder = Folder::new();
    let said = folder.clew(&["template", "plan.xlsx"]).ends(0);
    assert!(
        said.contains("plan.xlsx") && said.contains("clew import"),
        "{said}"
    );
    let report = folder
        .clew(&[
            "import",
            "plan.xlsx",
            "--data",
            "work",
            "--dry-run",
            "--format",
            "json",
        ])
        .json(0);
    assert_eq!(
        (&report["issues"], &report["written"]),
        (&serde_json::json!([]), &false.into()),
        "{report:#}"
    );
    assert!(!folder.path("work").exists());
    let report = folder
        .clew(&["import", "plan.xlsx", "--data", "work", "--format", "json"])
        .json(0);
    assert_eq!(report["written"], true);
}

#[test]
fn a_template_is_not_written_over_unless_told_to() {
    let folder = Folder::new();
    folder.file("plan.xlsx", "mine");
    let message = folder.clew(&["template", "plan.xlsx"]).fails();
    assert!(message.contains("--force"), "{message}");
    assert_eq!(std::fs::read(folder.path("plan.xlsx")).unwrap(), b"mine");
    folder.clew(&["template", "plan.xlsx", "--force"]).ends(0);
    assert!(
        std::fs::read(folder.path("plan.xlsx"))
            .unwrap()
            .starts_with(b"PK")
    );
}

#[test]
fn a_dry_run_says_what_an_import_would_and_writes_nothing() {
    let folder = Folder::new();
    folder.file("units.csv", "Id,Name\na,Adults\nb,Children\n");
    let before = folder.everything();
    let text = folder
        .clew(&["import", "units.csv", "--data", "work", "--dry-run"])
        .ends(0);
    assert!(
        text.contains("Read: 2 units.") && text.contains("this was a dry run"),
        "{text}"
    );
    assert_eq!(folder.everything(), before);
    let text = folder
        .clew(&["import", "units.csv", "--data", "work"])
        .ends(0);
    assert!(
        text.contains("2 added, 0 changed, 0 already there, 0 left out"),
        "{text}"
    );
}

#[test]
fn a_figure_that_an_import_would_change_is_told_before_anything_is_written() {
    let folder = Folder::new();
    folder.file("measures.csv", "Code,Title\nA1,Visits\n");
    folder.file(
        "figures.csv",
        "Measure,Period,Value,Reported status\nA1,2023-24,78,Green\n",
    );
    let import = |file: &str, more: &[&str]| {
        let words = ["import", file, "--data", "work", "--format", "json"];
        folder.clew(&[&words, more].concat()).json(0)
    };
    import("measures.csv", &[]);
    import("figures.csv", &[]);
    let figures = || std::fs::read_to_string(folder.path("work/figures.jsonl")).unwrap();
    let before = figures();
    folder.file("later.csv", "Measure,Period,Value\nA1,2023-24,79\n");
    let tried = import("later.csv", &["--dry-run"]);
    assert_eq!(
        (&tried["written"], &tried["changed"]),
        (&false.into(), &1.into()),
        "{tried}"
    );
    assert_eq!(tried["issues"][0]["rule"], "replaces-known-value");
    assert_eq!(tried["issues"][0]["row"], 2);
    assert_eq!(figures(), before);
    import("later.csv", &[]);
    assert!(
        figures().contains("79") && figures().contains("Green"),
        "the published status stays: {}",
        figures()
    );
}

#[test]
fn importing_twice_changes_nothing_the_second_time() {
    let folder = Folder::new();
    folder
        .clew(&[
            "export",
            "--example",
            "west-lothian-2021-22",
            "--to",
            "plan.xlsx",
        ])
        .ends(0);
    let import = ["import", "plan.xlsx", "--data", "work", "--format", "json"];
    let first = folder.clew(&import).json(0);
    assert!(first["added"].as_u64().unwrap() > 100, "{first}");
    let contents = || {
        let files = folder
            .everything()
            .into_iter()
            .filter(|(path, _)| path.is_file());
        files
            .map(|(path, _)| (path.clone(), std::fs::read(path).unwrap()))
            .collect::<Vec<_>>()
    };
    let before = contents();
    let second = folder.clew(&import).json(0);
    assert_eq!(
        (&second["added"], &second["changed"]),
        (&0.into(), &0.into()),
        "{second}"
    );
    assert_eq!(second["unchanged"], first["added"]);
    assert!(contents() == before, "every byte is as it was");
}

#[test]
fn what_is_sound_is_taken_when_asked_for() {
    let folder = Folder::new();
    folder.file(
        "measures.csv",
        "Code,Title,Polarity\nSW1,Cost,lower\nSW2,,higher\nSW3,Share,sideways\n",
    );
    let text = folder
        .clew(&["import", "measures.csv", "--data", "work"])
        .ends(1);
    assert!(
        text.contains("add --partial to take the rest")
            && text.contains("2 rows would be left out"),
        "{text}"
    );
    assert!(!folder.path("work").exists());
    let text = folder
        .clew(&["import", "measures.csv", "--data", "work", "--partial"])
        .ends(1);
    assert!(
        text.contains("1 added, 0 changed, 0 already there, 2 left out"),
        "{text}"
    );
    let lines = std::fs::read_to_string(folder.path("work/measures.jsonl")).unwrap();
    assert_eq!(
        (lines.lines().count(), lines.contains("SW1")),
        (1, true),
        "{lines}"
    );
}

#[test]
fn an_error_in_one_file_keeps_all_out() {
    let folder = Folder::new();
    folder.file("measures.csv", "Code,Title,Polarity\nSW1,Cost,lower\n");
    folder.file(
        "figures.csv",
        "Measure,Period,Value\nSW1,2019-20,nothing much\n",
    );
    let text = folder
        .clew(&["import", "measures.csv", "figures.csv", "--data", "work"])
        .ends(1);
    assert!(text.contains("error[not-a-number] figures.csv"), "{text}");
    assert!(!folder.path("work").exists());
}

#[test]
fn a_folder_of_csv_files_is_read_as_one() {
    let folder = Folder::new();
    folder.file("plan/measures.csv", "Code,Title,Polarity\nSW1,Cost,lower\n");
    folder.file("plan/figures.csv", "Measure,Period,Value\nSW1,2019-20,5\n");
    let text = folder.clew(&["import", "plan", "--data", "work"]).ends(0);
    assert!(text.contains("2 added"), "{text}");
}

#[test]
fn headings_are_understood_in_any_order_case_and_name() {
    let folder = Folder::new();
    folder.file(
        "measures.csv",
        "TITLE, pi code ,Good to be\nCost,sw01,low\n",
    );
    folder.file(
        "figures.csv",
        "RESULT,financial_year,PI code\n\"1,746\",2019/20,SW1\n",
    );
    let report = folder.clew(&[
        "import",
        "measures.csv",
        "figures.csv",
        "--data",
        "work",
        "--format",
        "json",
    ]);
    let code = report.code;
    let report = report.json(code);
    let figures = std::fs::read_to_string(folder.path("work/figures.jsonl"));
    let figures = figures.unwrap_or_else(|_| panic!("{report:#}"));
    assert!(
        figures.contains("\"1746\"") && figures.contains("\"2019-20\""),
        "{figures}"
    );
}

#[test]
fn figures_in_long_form_come_through_a_mapping() {
    let folder = Folder::new();
    folder.file("measures.csv", "Code,Title,Polarity\nSW7,Grades,higher\n");
    folder.file("feed.csv", "Indicator,Year,Result,Num,Base,Area\nPI-7,2019/20,78%,78,100,Here\nPI-7,2019/20,80%,1,2,Scotland\n");
    folder.file(
        "mapping.toml",
        "code = \"Indicator\"\nperiod = \"Year\"\nvalue = \"Result\"\nnumerator = \"Num\"\ndenominator = \"Base\"\n\
         [codes]\n\"PI-7\" = \"SW7\"\n[[skip]]\ncolumn = \"Area\"\nis = [\"Scotland\"]\n",
    );
    folder
        .clew(&["import", "measures.csv", "--data", "work"])
        .ends(0);
    let report = folder
        .clew(&[
            "import",
            "feed.csv",
            "--mapping",
            "mapping.toml",
            "--data",
            "work",
            "--format",
            "json",
        ])
        .json(0);
    assert_eq!(report["added"], 1, "{report}");
    let figures = std::fs::read_to_string(folder.path("work/figures.jsonl")).unwrap();
    assert!(
        figures.contains("\"SW7\"") && figures.contains("\"78\"") && figures.contains("\"100\""),
        "{figures}"
    );
}

#[test]
fn a_mapping_that_cannot_be_used_is_refused_with_what_it_lacks() {
    let folder = Folder::new();
    folder.file("feed.csv", "Indicator,Year,Result\nSW7,2019/20,78\n");
    for (mapping, said) in [
        ("code = \"Indicator\"\n", "period"),
        ("code = [", "mapping"),
        ("colour = \"x\"", "colour"),
    ] {
        folder.file("mapping.toml", mapping);
        let message = folder
            .clew(&[
                "import",
                "feed.csv",
                "--mapping",
                "mapping.toml",
                "--data",
                "work",
            ])
            .fails();
        assert!(message.contains(said), "{mapping}: {message}");
    }
    let message = folder
        .clew(&[
            "import",
            "feed.csv",
            "--mapping",
            "gone.toml",
            "--data",
            "work",
        ])
        .fails();
    assert!(message.contains("gone.toml"), "{message}");
    assert!(!folder.path("work").exists());
}

#[test]
fn issues_name_file_sheet_row_column_and_what_to_do() {
    let heading = [Cell::Text("Id"), Cell::Text("Name"), Cell::Text("Parent")];
    let row = [Cell::Text("a"), Cell::Text("Adults"), Cell::Text("nowhere")];
    let nameless = [Cell::Text("b")];
    let folder = Folder::new();
    folder.file(
        "plan.xlsx",
        excel("Units", &rows(&[&heading, &row, &nameless])),
    );
    let report = folder
        .clew(&["import", "plan.xlsx", "--data", "work", "--format", "json"])
        .json(1);
    let issue = report["issues"]
        .as_array()
        .unwrap()
        .iter()
        .find(|issue| issue["row"] == 3)
        .unwrap();
    let parts: Vec<_> = issue
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        parts,
        [
            "severity",
            "file",
            "sheet",
            "row",
            "column",
            "rule",
            "message",
            "suggestion"
        ]
    );
    let text = folder
        .clew(&["import", "plan.xlsx", "--data", "work"])
        .ends(1);
    assert!(text.contains("plan.xlsx, Units, row 3, Name: "), "{text}");
}

#[test]
fn a_wide_sheet_that_nobody_knows_is_passed_over_at_once() {
    let line = |word: &str| {
        (0..490)
            .map(|column| format!("{word} {column}"))
            .collect::<Vec<_>>()
            .join(",")
    };
    let folder = Folder::new();
    folder.file(
        "wide.csv",
        format!("{}\n", line("some heading")) + &format!("{}\n", line("text")).repeat(30),
    );
    let started = std::time::Instant::now();
    let text = folder
        .clew(&["import", "wide.csv", "--data", "work", "--dry-run"])
        .ends(0);
    assert!(text.contains("warning[unknown-sheet]"), "{text}");
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}
