//! The packs that come with the program, embedded from the folder `packs`.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use super::{Pack, PackIssue, issue::short};
use crate::PracticeError;

static PACKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../packs");

impl Pack {
    /// The names of the packs that come with the program.
    #[must_use]
    pub fn built_in_names() -> Vec<&'static str> {
        PACKS.dirs().filter_map(|dir| dir.path().to_str()).collect()
    }

    /// The files of a pack that comes with the program, by path relative to its folder.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn built_in_files(name: &str) -> Result<BTreeMap<String, String>, PracticeError> {
        let mut dirs = PACKS.dirs();
        let named = dirs.find(|dir| dir.path().to_str() == Some(name));
        let dir = named.ok_or_else(|| PracticeError::NoSuchPack {
            name: short(name),
            known: Pack::built_in_names().join(", "),
        })?;
        let mut files = BTreeMap::new();
        gather(dir, dir, &mut files);
        Ok(files)
    }

    /// A pack that comes with the program, with what is to be said about it.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn built_in(name: &str) -> Result<(Pack, Vec<PackIssue>), PracticeError> {
        Ok(Pack::read(&Pack::built_in_files(name)?))
    }
}

fn gather(root: &Dir<'_>, dir: &Dir<'_>, files: &mut BTreeMap<String, String>) {
    for file in dir.files() {
        let path = file.path().strip_prefix(root.path());
        let path = path.ok().and_then(std::path::Path::to_str);
        if let (Some(path), Some(text)) = (path, file.contents_utf8()) {
            files.insert(path.replace('\\', "/"), text.to_owned());
        }
    }
    for inner in dir.dirs() {
        gather(root, inner, files);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::pack::{Gravity, PackDifference};

    #[test]
    fn every_pack_that_comes_with_the_program_is_sound() {
        for name in Pack::built_in_names() {
            let (pack, issues) = Pack::built_in(name).unwrap();
            assert_eq!(pack.code, name);
            let errors = issues
                .iter()
                .filter(|issue| issue.gravity == Gravity::Error);
            let said: Vec<String> = errors.map(ToString::to_string).collect();
            assert!(said.is_empty(), "{}", said.join("\n"));
        }
    }

    #[test]
    fn every_pack_that_comes_with_the_program_is_written_so_that_it_reads_the_same() {
        for name in Pack::built_in_names() {
            let (pack, _) = Pack::built_in(name).unwrap();
            let (again, _) = Pack::read(&pack.files());
            assert_eq!(again.canonical(), pack.canonical());
            let difference = PackDifference::between(&pack, &again, &|_, _| 1);
            assert_eq!(difference.changes, []);
        }
    }

    #[test]
    fn a_pack_that_does_not_come_with_it_is_named_in_the_refusal() {
        let refused = Pack::built_in("atlantis").unwrap_err().to_string();
        assert!(refused.contains("\"atlantis\""), "{refused}");
    }
}
