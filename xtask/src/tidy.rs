//! House rules as a test: dependency direction, module docs, file sizes, paths named in documents.

mod arrows;
mod documents;
mod sources;

use std::path::Path;

/// Checks every rule and prints each breach with what to do.
///
/// # Errors
/// A sentence with the number of breaches, or why the rules could not be checked.
pub fn run(root: &Path) -> Result<(), String> {
    let mut breaches = arrows::breaches(root)?;
    breaches.extend(sources::breaches(root)?);
    breaches.extend(documents::breaches(root)?);
    for breach in &breaches {
        eprintln!("tidy: {breach}");
    }
    match breaches.len() {
        0 => {
            println!("tidy: every rule holds");
            Ok(())
        }
        many => Err(format!("{many} house rules are broken")),
    }
}
