//! What several tests share: the small pack.
#![allow(clippy::unwrap_used, dead_code, unreachable_pub)]

use std::{collections::BTreeMap, fs, path::Path};

use clew_practice::pack::{Pack, PackIssue};

/// The files of the small pack.
pub fn small_files() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/small");
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.insert(name, fs::read_to_string(path).unwrap());
    }
    files
}

/// The small pack, which has no issues.
pub fn small() -> Pack {
    let (pack, issues) = Pack::read(&small_files());
    assert_eq!(written(&issues), "");
    pack
}

/// The small pack with one text in it put in place of another.
pub fn small_with(file: &str, old: &str, new: &str) -> (Pack, Vec<PackIssue>) {
    let mut files = small_files();
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(old), "{file} has no {old}");
    *text = text.replacen(old, new, 1);
    Pack::read(&files)
}

/// Issues, one a line.
pub fn written(issues: &[PackIssue]) -> String {
    let lines: Vec<String> = issues.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
