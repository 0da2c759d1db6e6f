//! Where a pack comes from: a folder, the program, or what is in force in a database.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clew_practice::pack::Pack;
use clew_service::Service;

use super::PackFiles;
use crate::database;
use crate::failure::Failure;

/// Names the pack in force in a database.
pub(super) const IN_FORCE: &str = "in-force";
/// The most that the files of a pack may come to, in bytes: far more than a pack has.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// How deep the folders of a pack may lie.
const DEEPEST: usize = 16;

/// The files of a pack, and where they are.
pub(super) struct Source {
    /// The folder; none for one that comes with the program.
    folder: Option<PathBuf>,
    name: String,
    /// Its files by path relative to its folder.
    pub(super) files: PackFiles,
}

impl Source {
    /// Reads a folder, or takes the pack of that name that comes with the program. A folder goes first.
    ///
    /// # Errors
    /// When there is neither, or a file cannot be read.
    pub(super) fn folder_or_built_in(named: &str) -> Result<Source, Failure> {
        let folder = Path::new(named);
        if folder.is_dir() {
            let mut files = PackFiles::new();
            let mut left = MOST_BYTES;
            gather(folder, folder, DEEPEST, &mut left, &mut files)?;
            return Ok(Source {
                folder: Some(folder.to_owned()),
                name: named.to_owned(),
                files,
            });
        }
        let built_in = Pack::built_in_files(named).map_err(|_| {
            let names = Pack::built_in_names().join(", ");
            Failure::not_found(format!(
                "there is no folder {named:?} and no pack of that name"
            ))
            .hint(format!(
                "name a folder with a pack.toml, or a pack that comes with the program: {names}"
            ))
        })?;
        let files = built_in
            .into_iter()
            .filter(|(name, _)| name.ends_with(".toml"));
        Ok(Source {
            folder: None,
            name: named.to_owned(),
            files: files.collect(),
        })
    }

    /// What it was named by.
    pub(super) fn named(&self) -> &str {
        &self.name
    }

    /// Where a file of it is, as an editor finds it.
    pub(super) fn path(&self, file: &str) -> String {
        match &self.folder {
            Some(folder) => folder.join(file).display().to_string(),
            None => file.to_owned(),
        }
    }
}

fn gather(
    root: &Path,
    folder: &Path,
    deepest: usize,
    left: &mut u64,
    files: &mut PackFiles,
) -> Result<(), Failure> {
    let unreadable = |path: &Path, error: &dyn std::fmt::Display| {
        Failure::new(format!("cannot read {}: {error}", path.display()))
    };
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        let hidden = path
            .file_name()
            .is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            if deepest == 0 {
                return Err(unreadable(&path, &"it lies too deep"));
            }
            gather(root, &path, deepest - 1, left, files)?;
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            let size = std::fs::metadata(&path)
                .map_err(|error| unreadable(&path, &error))?
                .len();
            *left = left
                .checked_sub(size)
                .ok_or_else(|| unreadable(&path, &"the files are larger than those of any pack"))?;
            let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .display()
                .to_string();
            files.insert(name.replace('\\', "/"), text);
        }
    }
    Ok(())
}

/// A pack by what it is named: a folder, one that comes with the program, or the one in force in a database.
///
/// # Errors
/// When it is not there, or cannot be read.
pub(super) fn pack(named: &str, database: Option<&str>) -> Result<Pack, Failure> {
    let Some(rest) = named.strip_prefix(IN_FORCE) else {
        return Ok(Pack::read(&Source::folder_or_built_in(named)?.files).0);
    };
    let packs = database::open(database)?.packs()?;
    let code = rest.strip_prefix(':');
    let mut meant = packs
        .iter()
        .filter(|pack| code.is_none_or(|code| pack.code == code));
    match (meant.next(), meant.next()) {
        (Some(only), None) => Ok((**only).clone()),
        (None, _) => Err(Failure::not_found("no such pack is in force")
            .hint("clew pack list says which are; clew pack apply puts one in force")),
        _ => {
            let codes: Vec<String> = packs
                .iter()
                .map(|pack| format!("{IN_FORCE}:{}", pack.code))
                .collect();
            Err(Failure::new("several packs are in force")
                .hint(format!("name one: {}", codes.join(", "))))
        }
    }
}

/// How many records hold a value in a field.
#[derive(Default)]
pub(super) struct InUse(BTreeMap<(String, String), usize>);

impl InUse {
    /// By form and field.
    pub(super) fn of(&self, form: &str, field: &str) -> usize {
        let key = (form.to_owned(), field.to_owned());
        self.0.get(&key).copied().unwrap_or_default()
    }
}

/// What the records of a database use.
///
/// # Errors
/// When they cannot be read.
pub(super) fn in_use(service: &Service) -> Result<InUse, Failure> {
    let mut held: BTreeMap<(String, String), usize> = BTreeMap::new();
    service.each_record_version(true, None, &mut |record| {
        for field in record.values.keys() {
            *held
                .entry((record.form.clone(), field.clone()))
                .or_default() += 1;
        }
    })?;
    Ok(InUse(held))
}
