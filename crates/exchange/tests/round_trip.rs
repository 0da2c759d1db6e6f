//! Exporting a Book and importing what was written gives the same Book, in every form, whatever
//! the Book holds.

#![allow(clippy::unwrap_used, missing_docs)]

mod books;

use clew_exchange::export::{self, Existing, Form};
use clew_exchange::import::{self, Imported, Options};
use clew_exchange::workspace;
use clew_plan::Book;
use proptest::prelude::*;

fn scratch(name: &str) -> std::path::PathBuf {
    let folder =
        std::env::temp_dir().join(format!("clew-round-trip-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let _ = std::fs::remove_file(&folder);
    folder
}

fn there_and_back(book: &Book, form: Form, name: &str) -> Imported {
    let path = scratch(name);
    let issues = export::export(book, &path, form, Existing::Keep).unwrap();
    assert_eq!(issues, [], "nothing is left out");
    let imported = import::read(std::slice::from_ref(&path), &Options::default());
    let _ = std::fs::remove_dir_all(&path);
    let _ = std::fs::remove_file(&path);
    imported
}

fn assert_same(book: &Book, form: Form, name: &str) -> Result<(), TestCaseError> {
    let imported = there_and_back(book, form, name);
    prop_assert_eq!(imported.refused, 0, "{:?}", imported.issues);
    prop_assert_eq!(&imported.book, book);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_workspace_gives_the_book_back(book in books::book()) {
        assert_same(&book, Form::Workspace, "workspace")?;
    }

    #[test]
    fn a_folder_of_csv_files_gives_the_book_back(book in books::book().prop_filter("a folder needs a file", |book| *book != Book::default())) {
        assert_same(&book, Form::Csv, "csv")?;
    }

    #[test]
    fn a_json_file_gives_the_book_back(book in books::book()) {
        assert_same(&book, Form::Json, "book.json")?;
    }

}

proptest! {
    // A workbook takes a second to write without optimisation.
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn a_workbook_gives_the_book_back(book in books::book()) {
        assert_same(&book, Form::Workbook, "book.xlsx")?;
    }
}

#[test]
fn every_example_survives_every_form_without_an_error() {
    for name in clew_exchange::examples::names() {
        let book = clew_exchange::examples::load(name).unwrap();
        for (form, file) in [
            (Form::Workspace, "workspace"),
            (Form::Csv, "csv"),
            (Form::Json, "book.json"),
            (Form::Workbook, "book.xlsx"),
        ] {
            let imported = there_and_back(&book, form, &format!("{name}-{file}"));
            let errors: Vec<_> = imported
                .issues
                .iter()
                .filter(|issue| issue.severity == clew_exchange::Severity::Error)
                .collect();
            assert!(errors.is_empty(), "{name} as {form:?}: {errors:#?}");
            assert_eq!(imported.book, book, "{name} as {form:?}");
        }
    }
}

#[test]
fn a_workspace_that_went_through_a_workbook_has_the_same_bytes() {
    for name in clew_exchange::examples::names() {
        let book = clew_exchange::examples::load(name).unwrap();
        let imported = there_and_back(&book, Form::Workbook, &format!("{name}-bytes.xlsx"));
        let (before, after) = (
            scratch(&format!("{name}-before")),
            scratch(&format!("{name}-after")),
        );
        workspace::write(&book, &before).unwrap();
        workspace::write(&imported.book, &after).unwrap();
        for entry in std::fs::read_dir(&before).unwrap() {
            let file = entry.unwrap().file_name();
            let read =
                |folder: &std::path::Path| std::fs::read_to_string(folder.join(&file)).unwrap();
            assert_eq!(
                read(&before),
                read(&after),
                "{name}: {}",
                file.to_string_lossy()
            );
        }
        let _ = std::fs::remove_dir_all(before);
        let _ = std::fs::remove_dir_all(after);
    }
}

#[test]
fn merging_an_import_twice_changes_nothing_the_second_time() {
    for name in clew_exchange::examples::names() {
        let book = clew_exchange::examples::load(name).unwrap();
        let mut merged = Book::default();
        clew_exchange::merge(&mut merged, book.clone());
        assert_eq!(merged, book);
        let again = clew_exchange::merge(&mut merged, book.clone());
        assert_eq!((again.added, again.changed), (0, 0), "{name}");
        assert_eq!(merged, book);
    }
}
