//! The examples that the program carries with it: workspaces made from published documents.

use clew_plan::Book;
use include_dir::{Dir, include_dir};

use crate::{ExchangeError, workspace};

static EXAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples");

/// The names of the examples, in alphabetical order.
#[must_use]
pub fn names() -> Vec<&'static str> {
    let name = |folder: &Dir<'static>| folder.path().file_name().and_then(|name| name.to_str());
    let mut names: Vec<_> = EXAMPLES
        .dirs()
        .filter(|folder| is_workspace(folder))
        .filter_map(name)
        .collect();
    names.sort_unstable();
    names
}

/// The Book of an example.
///
/// # Errors
/// When there is no such example (the error lists those there are).
pub fn load(name: &str) -> Result<Book, ExchangeError> {
    let folder = EXAMPLES.get_dir(name).filter(|folder| is_workspace(folder));
    let folder = folder.ok_or_else(|| ExchangeError::NoSuchExample {
        name: name.to_owned(),
        known: names().join(", "),
    })?;
    workspace::read_with(&format!("example {name}"), |file| {
        let text = folder
            .get_file(folder.path().join(file))
            .and_then(include_dir::File::contents_utf8);
        Ok(text.map(str::to_owned))
    })
}

fn is_workspace(folder: &Dir<'_>) -> bool {
    folder
        .get_file(folder.path().join(workspace::SUMMARY_FILE))
        .is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_can_be_loaded() {
        for name in names() {
            if let Err(error) = load(name) {
                panic!("{error}");
            }
        }
    }

    #[test]
    fn an_unknown_example_is_refused_with_the_names_there_are() {
        let message = load("nowhere").expect_err("refused").to_string();
        assert!(
            message.contains("there is no example \"nowhere\""),
            "{message}"
        );
    }
}
