//! Everything that must hold before a change lands, in one command.

use std::path::Path;
use std::process::Command;

/// Runs each step in turn and stops at the first that fails.
///
/// # Errors
/// The step that failed.
pub fn run(root: &Path) -> Result<(), String> {
    step(root, "format", &["fmt", "--all", "--check"], &[])?;
    crate::tidy::run(root)?;
    let deny = [("RUSTDOCFLAGS", "-D warnings")];
    step(
        root,
        "clippy",
        &[
            "clippy",
            "--release",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
        &[],
    )?;
    step(
        root,
        "rustdoc",
        &[
            "doc",
            "--release",
            "--workspace",
            "--no-deps",
            "--document-private-items",
        ],
        &deny,
    )
}

fn step(
    root: &Path,
    name: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Result<(), String> {
    println!("ci: {name}");
    let status = Command::new(env!("CARGO"))
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(root)
        .status()
        .map_err(|error| format!("could not run {name}: {error}"))?;
    status
        .success()
        .then_some(())
        .ok_or_else(|| format!("{name} failed"))
}
