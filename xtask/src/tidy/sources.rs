//! Source files say what they are, stay short, and keep their functions short.

use std::fs;
use std::path::{Path, PathBuf};

/// Lines past which a file needs a reason in [`LONG_FILES`].
const LINES_AT_MOST: usize = 500;

/// Lines past which a function is too long. A ratchet: lower it, never raise it.
const FUNCTION_LINES_AT_MOST: usize = 100;

/// Files that are longer, each with its reason.
const LONG_FILES: &[(&str, &str)] = &[
    (
        "crates/exchange/tests/bad_input.rs",
        "one list of everything that may be handed to import",
    ),
    (
        "crates/measure/src/spc/tests.rs",
        "tables of worked control charts",
    ),
    (
        "crates/render/tests/common/mod.rs",
        "one report with something hostile in every field",
    ),
];

/// Every source file that breaks a rule.
pub fn breaches(root: &Path) -> Result<Vec<String>, String> {
    let mut breaches = Vec::new();
    for file in rust_files(root)? {
        let text =
            fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let name = file
            .strip_prefix(root)
            .unwrap_or(&file)
            .display()
            .to_string();
        breaches.extend(judge(&name, &text));
    }
    Ok(breaches)
}

fn judge(name: &str, text: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    if !text.starts_with("//!") {
        breaches.push(format!(
            "{name}: start the file with a `//!` line that says what it is"
        ));
    }
    let lines = text
        .lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .count();
    if lines > LINES_AT_MOST && !LONG_FILES.iter().any(|(long, _)| *long == name) {
        breaches.push(format!("{name}: {lines} lines before its tests; split it, or give a reason in xtask/src/tidy/sources.rs"));
    }
    // A test's data may be long; what is run for people may not.
    let tested = name.contains("/tests/");
    for (function, length) in
        functions(text).filter(|(_, length)| !tested && *length > FUNCTION_LINES_AT_MOST)
    {
        breaches.push(format!("{name}: `{function}` has {length} lines; split it"));
    }
    breaches
}

/// Each function with its number of lines, found by indentation, which rustfmt makes reliable.
fn functions(text: &str) -> impl Iterator<Item = (String, usize)> + '_ {
    let lines: Vec<&str> = text.lines().collect();
    (0..lines.len()).filter_map(move |start| {
        let line = lines[start];
        let indent = line.len() - line.trim_start().len();
        let words: Vec<&str> = line
            .split_whitespace()
            .take_while(|word| !word.contains('('))
            .collect();
        let is_function = words.contains(&"fn") || line.trim_start().starts_with("fn ");
        let comment = line.trim_start().starts_with("//");
        if !is_function || comment || !line.contains('(') {
            return None;
        }
        let close = format!("{}}}", " ".repeat(indent));
        let length = lines[start..].iter().position(|end| **end == close)? + 1;
        let name = line
            .split("fn ")
            .nth(1)?
            .split(['(', '<'])
            .next()?
            .to_owned();
        Some((name, length))
    })
}

fn rust_files(root: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut folders = vec![root.join("crates"), root.join("xtask"), root.join("fuzz")];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry
                .map_err(|error| format!("{}: {error}", folder.display()))?
                .path();
            if path.is_dir() && path.file_name().is_none_or(|name| name != "target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_first_line_and_a_long_function_are_named() {
        let long = format!("fn long() {{\n{}}}\n", "    step();\n".repeat(120));
        let breaches = judge("crates/x/src/y.rs", &long);
        assert_eq!(breaches.len(), 2, "{breaches:?}");
        assert!(breaches[1].contains("`long` has 122 lines"), "{breaches:?}");
    }

    #[test]
    fn a_short_file_that_says_what_it_is_passes() {
        assert!(judge("a.rs", "//! What it is.\n\nfn short() {\n}\n").is_empty());
    }
}
