//! The archive: written whole, known when it is not, and built into the very same journal.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::reading::Council;
use clew_service::{Service, archive};
use clew_store::Location;
use clew_testkit::postgres::Cluster;

/// A council with figures, a correction and a freeze, and its archive.
fn archived(name: &str) -> (Council, PathBuf) {
    let council = Council::new(name);
    council.give("SPCC014", (39, 50));
    council.freeze("first");
    council.correct("SPCC014", (40, 50), "one was missed");
    let folder = council.folder.join("archive");
    written(&council.service, &folder);
    (council, folder)
}

fn written(service: &Service, folder: &Path) {
    archive::write(service, &"administrator".into(), folder, &mut |_, _| {}).unwrap();
}

/// Why nothing was made of an archive; fails the test when something was, or is left behind.
fn refused(council: &Council, archive: &Path) -> String {
    let to = council.folder.join("again.db");
    let refused = archive::read(archive, &Location::File(to), &mut |_, _| {}).unwrap_err();
    let mut files = fs::read_dir(&council.folder).unwrap();
    assert!(!files.any(|file| {
        let name = file.unwrap().file_name();
        name.to_string_lossy().starts_with("again.db")
    }));
    refused.to_string()
}

#[test]
fn an_archive_builds_the_very_same_journal_on_either_database() {
    let (council, archive) = archived("same");
    let file = Location::File(council.folder.join("again.db"));
    let server = Cluster::shared().map(|cluster| cluster.fresh_database().parse().unwrap());
    for place in [Some(file), server].into_iter().flatten() {
        let end = archive::read(&archive, &place, &mut |_, _| {}).unwrap();
        let built = Service::open(&place).unwrap();
        assert_eq!(end, council.service.memory().state().head);
        assert!(*built.memory() == *council.service.memory());
        let digests = |service: &Service| service.store().attachment_digests().unwrap();
        assert_eq!(digests(&built), digests(&council.service));
        assert_eq!(built.store().checkpoints().unwrap().len(), 1);
    }
}

#[test]
fn an_archive_that_was_cut_at_a_line_end_is_refused() {
    let (council, archive) = archived("cut");
    let journal = archive.join("journal.jsonl");
    let whole = fs::read_to_string(&journal).unwrap();
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    for kept in 0..lines.len() {
        fs::write(&journal, lines[..kept].concat()).unwrap();
        let said = refused(&council, &archive);
        assert!(said.contains("archive.json says"), "{kept} lines: {said}");
    }
}

#[test]
fn an_archive_without_its_attachments_is_refused() {
    let (council, archive) = archived("attachments");
    fs::write(archive.join("attachments.jsonl"), "").unwrap();
    let said = refused(&council, &archive);
    assert!(said.contains("names 0 attachments"), "{said}");
    // Also when the number is made to agree: what was built is verified.
    let seal = archive.join("archive.json");
    let mut claimed: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&seal).unwrap()).unwrap();
    claimed["attachments"] = 0.into();
    fs::write(&seal, claimed.to_string()).unwrap();
    let said = refused(&council, &archive);
    assert!(said.contains("which is not there"), "{said}");
}

#[test]
fn an_archive_that_was_not_written_to_its_end_is_refused() {
    let (council, archive) = archived("unfinished");
    let seal = archive.join("archive.json");
    let whole = fs::read_to_string(&seal).unwrap();
    fs::remove_file(&seal).unwrap();
    let said = refused(&council, &archive);
    assert!(
        said.contains("archive.json") && said.contains("written last"),
        "{said}"
    );
    fs::write(&seal, whole.replacen("\"format\":1", "\"format\":9", 1)).unwrap();
    let said = refused(&council, &archive);
    assert!(said.contains("form is 9"), "{said}");
}

#[test]
fn what_says_where_the_archive_ends_is_written_last() {
    let (_council, archive) = archived("last");
    let written = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();
    let seal = written(&archive.join("archive.json"));
    let others = files(&archive);
    assert!(others.len() > 10, "{others:?}");
    assert!(others.iter().all(|file| written(file) <= seal));
}

#[test]
fn an_archive_can_be_read_by_its_owner_alone() {
    let (_council, archive) = archived("private");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for file in files(&archive) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
        assert_eq!(mode(file.parent().unwrap()), 0o700, "{}", file.display());
    }
}

/// Every file in a folder and those within it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => vec![path],
        })
        .collect()
}
