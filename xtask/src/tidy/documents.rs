//! Documents stay true: every path that a map names exists.

use std::fs;
use std::path::Path;

/// Documents whose paths must exist.
const MAPS: &[&str] = &["docs/architecture.md", "README.md", "CONTRIBUTING.md"];

/// Every path named in a map that does not exist, and every map that is missing.
pub fn breaches(root: &Path) -> Result<Vec<String>, String> {
    let mut breaches = Vec::new();
    for map in MAPS {
        let text = fs::read_to_string(root.join(map)).map_err(|error| format!("{map}: {error}"))?;
        let missing = paths(&text).filter(|path| !root.join(path).exists());
        breaches.extend(missing.map(|path| format!("{map} names `{path}`, which does not exist")));
    }
    Ok(breaches)
}

/// Words in backticks that are paths of the repository: they start with a folder or file at its
/// root that a map may name.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    const ROOTS: &[&str] = &[
        "crates/",
        "xtask/",
        "docs/",
        "examples/",
        "fuzz/",
        ".ci/",
        ".cargo/",
    ];
    text.split('`').skip(1).step_by(2).filter(|word| {
        !word.contains([' ', '*', '<', '…']) && ROOTS.iter().any(|root| word.starts_with(root))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_in_backticks_that_begin_at_the_root_are_paths() {
        let text = "See `crates/plan`, `cargo run`, `docs/*.md` and crates/other, then `docs/glossary.md`.";
        assert_eq!(
            paths(text).collect::<Vec<_>>(),
            ["crates/plan", "docs/glossary.md"]
        );
    }
}
