//! Readers that go away early, and places that are full.

use std::io::Read as _;
use std::process::Stdio;

use crate::program::{Folder, Run};

/// Runs the program with a reader that takes a few bytes and leaves.
fn with_reader_that_leaves(words: &[&str]) -> (Option<i32>, String) {
    let folder = Folder::new();
    let mut child = folder
        .command(words)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 8];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    for words in [
        &["check", "--example", "west-lothian-2021-22"][..],
        &[
            "check",
            "--example",
            "west-lothian-2021-22",
            "--format",
            "json",
        ],
        &["check", "--example", "edinburgh-2023", "--format", "json"],
        &[
            "summary",
            "--example",
            "south-lanarkshire-2019-20",
            "--format",
            "json",
        ],
        &["calendar", "list", "2026", "--format", "json"],
        &["check", "--list"],
    ] {
        let (code, err) = with_reader_that_leaves(words);
        assert!(matches!(code, Some(0 | 1)), "{words:?}: {code:?} {err}");
        assert_eq!(err, "", "{words:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_a_failure() {
    let folder = Folder::new();
    for words in [
        &["check", "--list"][..],
        &[
            "summary",
            "--example",
            "south-lanarkshire-2019-20",
            "--format",
            "json",
        ],
        &["examples"],
    ] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let run = Run::of(folder.command(words).stdout(full).output().unwrap());
        assert_eq!(run.code, 2, "{words:?}: {run:?}");
        assert!(run.err.contains("could not write"), "{words:?}: {run:?}");
    }
}
