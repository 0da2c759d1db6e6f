//! `clew report`: every kind in every format.

use crate::program::{EXAMPLES, Folder};

const KINDS: [&str; 7] = [
    "quarterly-progress",
    "committee-report",
    "resource-plan",
    "management-plan",
    "improvement-plan",
    "risk-register",
    "measure-page",
];

/// How each format's file begins.
const STARTS: [(&str, &[u8]); 5] = [
    ("html", b"<!"),
    ("pdf", b"%PDF-"),
    ("docx", b"PK"),
    ("xlsx", b"PK"),
    ("json", b"{"),
];

fn write(kind: &str, example: &str) -> (Folder, bool) {
    let folder = Folder::new();
    let mut words = vec![
        "report",
        kind,
        "--example",
        example,
        "--to",
        "out",
        "--format",
        "html,pdf,docx,xlsx,csv,json",
    ];
    let measure = first_measure(&folder, example);
    if kind == "measure-page" {
        words.extend(["--measure", &measure]);
    }
    let run = folder.clew(&words);
    if run.code != 0 {
        let message = run.fails();
        let is_told = [
            "nothing to report",
            "there is no measure",
            "there are no figures for",
        ]
        .iter()
        .any(|said| message.contains(said));
        assert!(is_told, "{kind} of {example}: {message}");
        assert!(!folder.path("out").exists(), "nothing is written");
        return (folder, false);
    }
    assert_eq!(run.ends(0).lines().count(), 6);
    (folder, true)
}

fn first_measure(folder: &Folder, example: &str) -> String {
    folder
        .clew(&["export", "--example", example, "--to", "book.json"])
        .ends(0);
    let book = std::fs::read(folder.path("book.json")).unwrap();
    let book: serde_json::Value = serde_json::from_slice(&book).unwrap();
    book["measures"][0]["code"]
        .as_str()
        .unwrap_or("none")
        .to_owned()
}

#[test]
fn every_kind_is_written_in_every_format_or_says_that_there_is_nothing_to_report() {
    let mut written = Vec::new();
    for kind in KINDS {
        for example in EXAMPLES {
            let (folder, is_written) = write(kind, example);
            if is_written {
                assert_files(&folder, kind, example);
                written.push((kind, example));
            }
        }
    }
    for kind in KINDS {
        assert!(
            written.iter().any(|(done, _)| *done == kind),
            "no example has a {kind}"
        );
    }
    for needed in [
        ("quarterly-progress", "south-lanarkshire-2019-20"),
        ("committee-report", "south-lanarkshire-2021-22"),
        ("resource-plan", "south-lanarkshire-2022-23"),
        ("management-plan", "west-lothian-2021-22"),
        ("improvement-plan", "edinburgh-2023"),
        ("risk-register", "west-lothian-2021-22"),
    ] {
        assert!(written.contains(&needed), "{needed:?}");
    }
}

/// The files' name without its ending: the kind, and for a measure page the measure's code.
fn stem(folder: &Folder, kind: &str) -> String {
    let names = std::fs::read_dir(folder.path("out")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let page = names.filter_map(|name| Some(name.strip_suffix(".html")?.to_owned()));
    let stem = page.last().unwrap();
    assert!(stem.starts_with(kind), "{stem}");
    stem
}

fn assert_files(folder: &Folder, kind: &str, example: &str) {
    let stem = stem(folder, kind);
    for (format, start) in STARTS {
        let bytes = std::fs::read(folder.path(&format!("out/{stem}.{format}"))).unwrap();
        assert!(
            bytes.starts_with(start) && bytes.len() > 1000,
            "{kind} of {example} as {format}"
        );
    }
    let tables = std::fs::read_dir(folder.path(&format!("out/{stem}-csv")))
        .unwrap()
        .count();
    assert!(tables > 0, "{kind} of {example} has no table as CSV");
}

#[test]
fn the_quarterly_report_shows_the_published_totals() {
    let folder = Folder::new();
    let words = [
        "report",
        "quarterly-progress",
        "--example",
        "south-lanarkshire-2019-20",
        "--format",
        "csv",
        "--to",
        "out",
    ];
    folder.clew(&words).ends(0);
    let tables = std::fs::read_dir(folder.path("out/quarterly-progress-csv")).unwrap();
    let texts: Vec<_> = tables
        .map(|table| std::fs::read_to_string(table.unwrap().path()).unwrap())
        .collect();
    let totals = texts
        .iter()
        .flat_map(|text| text.lines())
        .filter(|line| line.starts_with("Total,"));
    let numbers = |line: &str| {
        line.split(',')
            .filter_map(|cell| cell.trim_matches('"').parse::<u32>().ok())
            .collect::<Vec<_>>()
    };
    let found: Vec<_> = totals.map(numbers).collect();
    let published = |numbers: &Vec<u32>| {
        numbers
            .iter()
            .copied()
            .filter(|number| *number > 0)
            .eq([43, 3, 2, 17, 65])
    };
    assert!(found.iter().any(published), "{found:?}");
}

#[test]
fn the_same_report_is_the_same_bytes() {
    let write = || {
        let folder = Folder::new();
        let words = [
            "report",
            "quarterly-progress",
            "--example",
            "south-lanarkshire-2019-20",
            "--format",
            "html,json,pdf",
            "--to",
            "out",
        ];
        folder.clew(&words).ends(0);
        ["html", "json", "pdf"].map(|format| {
            std::fs::read(folder.path(&format!("out/quarterly-progress.{format}"))).unwrap()
        })
    };
    let (one, two) = (write(), write());
    assert!(one == two);
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let folder = Folder::new();
    folder.file("file.txt", "not a folder");
    let words = [
        "report",
        "quarterly-progress",
        "--example",
        "south-lanarkshire-2019-20",
        "--format",
        "html",
        "--to",
        "file.txt",
    ];
    let message = folder.clew(&words).fails();
    assert!(
        message.contains("file.txt") && message.contains("--to"),
        "{message}"
    );
}
