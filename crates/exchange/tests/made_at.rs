//! An export from a database says which entry it was made at, and an import gives that back.

#![allow(clippy::unwrap_used, missing_docs)]

mod books;

use std::path::{Path, PathBuf};
use std::process::Command;

use clew_exchange::export::{self, Existing, Form};
use clew_exchange::import::{self, Imported, Options, gather};
use clew_exchange::{MadeAt, wishes, workspace};
use clew_plan::Book;
use proptest::prelude::*;

const FORMS: [(Form, &str); 4] = [
    (Form::Workspace, "workspace"),
    (Form::Csv, "csv"),
    (Form::Json, "book.json"),
    (Form::Workbook, "book.xlsx"),
];

/// A folder that goes when the test ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let id = std::process::id();
        let folder = std::env::temp_dir().join(format!("clew-made-at-{id}-{name}"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn at(entry: u64) -> MadeAt {
    MadeAt {
        entry,
        // Digits only, which a spreadsheet would like to take for a number.
        hash: Some("123456789012".to_owned()),
    }
}

fn example() -> Book {
    clew_exchange::examples::load("south-lanarkshire-2019-20").unwrap()
}

fn put(book: &Book, to: &Path, form: Form, made_at: Option<&MadeAt>) {
    export::export_made_at(book, to, form, Existing::Replace, made_at).unwrap();
}

fn read(paths: &[PathBuf]) -> Imported {
    import::read(paths, &Options::default())
}

#[test]
fn every_form_says_which_entry_it_was_made_at_and_gives_the_book_back() {
    let (scratch, book) = (Scratch::new("forms"), example());
    for (form, name) in FORMS {
        let path = scratch.path(name);
        put(&book, &path, form, Some(&at(412)));
        let imported = read(&[path]);
        assert_eq!(imported.made_at, Some(at(412)), "{form:?}");
        let of_it = |issue: &&clew_exchange::Issue| {
            ["unknown-sheet", "unknown-when-made", "not-a-list"].contains(&issue.rule)
        };
        assert_eq!(imported.issues.iter().find(of_it), None, "{form:?}");
        assert_eq!(imported.book, book, "{form:?}");
    }
}

#[test]
fn an_export_of_no_database_says_nothing_and_takes_away_what_an_earlier_one_said() {
    let (scratch, book) = (Scratch::new("nothing"), example());
    for (form, name) in FORMS {
        let path = scratch.path(name);
        put(&book, &path, form, Some(&at(412)));
        put(&book, &path, form, None);
        assert_eq!(read(&[path]).made_at, None, "{form:?}");
    }
}

#[test]
fn a_workspace_that_is_worked_on_keeps_the_entry_it_came_from() {
    let (scratch, mut book) = (Scratch::new("kept"), example());
    let path = scratch.path("workspace");
    put(&book, &path, Form::Workspace, Some(&at(412)));
    book.measures[0].title = "Another title".to_owned();
    workspace::write(&book, &path).unwrap();
    assert_eq!(workspace::made_at(&path), Some(at(412)));
    assert_eq!(workspace::read(&path).unwrap(), book);
}

#[test]
fn of_several_files_the_least_entry_counts_and_files_that_do_not_say_are_named() {
    let (scratch, book) = (Scratch::new("several"), example());
    let paths =
        ["later.json", "earlier.xlsx", "sheets", "units.csv"].map(|name| scratch.path(name));
    put(&book, &paths[0], Form::Json, Some(&at(500)));
    put(&book, &paths[1], Form::Workbook, Some(&at(412)));
    put(&book, &paths[2], Form::Csv, Some(&at(430)));
    std::fs::write(&paths[3], "Id,Name\nnorth,North\n").unwrap();
    let gathered = gather(&paths, None);
    assert_eq!(gathered.made_at(), Some(&at(412)));
    let imported = gathered.finish(&Options::default());
    let unmarked = imported.issues.iter();
    let unmarked: Vec<_> = unmarked
        .filter(|issue| issue.rule == "unknown-when-made")
        .map(|issue| issue.file.clone())
        .collect();
    assert_eq!(unmarked, [paths[3].display().to_string()]);
}

#[test]
fn a_csv_file_that_somebody_laid_beside_an_export_was_not_made_with_it() {
    let (scratch, book) = (Scratch::new("beside"), example());
    let folder = scratch.path("sheets");
    put(&book, &folder, Form::Csv, Some(&at(412)));
    let mine = folder.join("mine.csv");
    std::fs::write(&mine, "Id,Name\nnorth,North\n").unwrap();
    assert_eq!(read(&[mine]).made_at, None);
    assert_eq!(read(&[folder.join("measures.csv")]).made_at, Some(at(412)));
}

#[test]
fn an_export_toml_that_no_export_wrote_is_not_written_over() {
    let (scratch, book) = (Scratch::new("mine"), example());
    let mine = scratch.path("export.toml");
    std::fs::write(&mine, "mine").unwrap();
    let to_csv = |made_at: Option<MadeAt>| {
        export::export_made_at(
            &book,
            &scratch.0,
            Form::Csv,
            Existing::Keep,
            made_at.as_ref(),
        )
    };
    to_csv(Some(at(412))).unwrap_err();
    to_csv(None).unwrap();
    assert_eq!(std::fs::read_to_string(&mine).unwrap(), "mine");
}

/// A file saved by LibreOffice Calc in another form; none where that program is not installed.
fn saved_by_calc(scratch: &Scratch, file: &Path, form: &str) -> Option<PathBuf> {
    let home = format!("-env:UserInstallation=file://{}/home", scratch.0.display());
    let out = scratch.path("saved");
    let program = Command::new("soffice")
        .args([&home, "--headless", "--convert-to", form, "--outdir"])
        .args([out.as_path(), file])
        .output();
    program.ok()?;
    let saved = out.join(file.file_name()?).with_extension(form);
    saved.exists().then_some(saved)
}

#[test]
fn a_workbook_saved_in_libreoffice_still_says_which_entry_it_was_made_at() {
    let (scratch, book) = (Scratch::new("saved"), example());
    let (small, path) = (scratch.path("small.csv"), scratch.path("plan.xlsx"));
    std::fs::write(&small, "a,b\n1,2\n").unwrap();
    // LibreOffice may be there without its spreadsheets.
    if saved_by_calc(&scratch, &small, "xlsx").is_none() {
        return;
    }
    put(&book, &path, Form::Workbook, Some(&at(412)));
    for form in ["xlsx", "ods"] {
        let imported = read(&[saved_by_calc(&scratch, &path, form).unwrap()]);
        assert_eq!(imported.made_at, Some(at(412)), "{form}");
        let wished = wishes(&imported.book, &book, |kind, place, record| {
            let earlier = place.and_then(|place| book.record(kind, place));
            (earlier.as_ref() != Some(&record)).then_some(record)
        });
        assert_eq!(wished, Book::default(), "{form}");
    }
}

const MEASURES: &str = "Code,Title,Owner\nA1,Visits in time,Head of Adults\n";

fn measures(csv: &str, options: &Options<'_>) -> Imported {
    import::from_bytes("measures.csv", csv.as_bytes(), options)
}

#[test]
fn what_a_file_has_no_column_for_is_completed_with_what_it_was_made_from() {
    let then = measures(MEASURES, &Options::default()).book;
    let mut now = then.clone();
    now.measures[0].owner = Some("Head of Justice".to_owned());
    let options = Options {
        existing: Some(&now),
        made_from: Some(&then),
        ..Options::default()
    };
    let imported = measures("Code,Title\nA1,Visits in time\n", &options);
    assert_eq!(imported.book.measures, then.measures);
}

#[test]
fn where_it_is_not_known_what_a_file_was_made_from_every_change_is_told_of() {
    let now = measures(MEASURES, &Options::default()).book;
    let told = |every_change| {
        let options = Options {
            existing: Some(&now),
            every_change,
            ..Options::default()
        };
        let imported = measures("Code,Title,Owner\nA1,Visits,\n", &options);
        let issues = imported.issues.into_iter();
        issues
            .filter(|issue| issue.rule == "replaces-known-value")
            .map(|issue| issue.message)
            .collect::<Vec<_>>()
    };
    assert_eq!(told(false), Vec::<String>::new());
    assert_eq!(
        told(true),
        [
            "\"Title\" was Visits in time and becomes Visits",
            "\"Owner\" was Head of Adults and becomes empty",
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_was_exported_and_not_touched_wishes_nothing(book in books::book()) {
        let scratch = Scratch::new("untouched");
        let path = scratch.path("book.json");
        put(&book, &path, Form::Json, Some(&at(412)));
        let imported = read(&[path]);
        prop_assert_eq!(imported.made_at, Some(at(412)));
        let wished = wishes(&imported.book, &book, |kind, place, record| {
            let earlier = place.and_then(|place| book.record(kind, place));
            (earlier.as_ref() != Some(&record)).then_some(record)
        });
        prop_assert_eq!(wished, Book::default());
    }
}
