//! Backups that are taken while others write, and restoring them.

#![allow(clippy::unwrap_used, missing_docs)]

use std::os::unix::fs::PermissionsExt as _;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::reading::{Council, request};
use clew_journal::Moment;
use clew_plan::{Grant, Role};
use clew_service::{ErrorKind, KnownAt, Service, backup, restore, verify_store};
use clew_store::{Location, Store};
use clew_testkit::postgres::Cluster;

fn council(name: &str) -> Council {
    let council = Council::new(name);
    council.give("SPCC014", (39, 50));
    council.freeze("first");
    council
}

fn files(council: &Council) -> Vec<String> {
    let names = std::fs::read_dir(&council.folder).unwrap();
    let mut names: Vec<String> = names
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.retain(|name| !name.starts_with("clew.db"));
    names.sort();
    names
}

#[test]
fn a_backup_is_one_file_that_opens_as_the_journal_it_was_taken_of() {
    let council = council("whole");
    let to = council.folder.join("backup.db");
    let made = council
        .service
        .backup(&"administrator".into(), &to, None, &mut |_| {})
        .unwrap();
    assert_eq!(files(&council), ["backup.db"]);
    assert_eq!(made.head, council.service.memory().state().head);
    assert!(made.verification.is_sound());
    let opened = Service::open(&Location::File(to)).unwrap();
    assert_eq!(*opened.memory(), *council.service.memory());
    assert_eq!(
        opened
            .reader(&"administrator".into())
            .unwrap()
            .frozen_lines(&"first".into())
            .unwrap(),
        council
            .service
            .reader(&"administrator".into())
            .unwrap()
            .frozen_lines(&"first".into())
            .unwrap()
    );
}

#[test]
fn a_backup_can_be_taken_while_others_write() {
    let council = council("online");
    let done = AtomicBool::new(false);
    let to = council.folder.join("backup.db");
    let made = std::thread::scope(|scope| {
        scope.spawn(|| {
            let writer = Service::open(&Location::File(council.database())).unwrap();
            let mut count = 0;
            while !done.load(Ordering::Relaxed) {
                count += 1;
                writer
                    .correct_figure(
                        &writer_call(count),
                        &request("SPCC014", (count % 50, 50)),
                        "recounted",
                    )
                    .unwrap();
            }
        });
        let made = backup(council.service.store(), &to, None, &mut |_| {});
        done.store(true, Ordering::Relaxed);
        made.unwrap()
    });
    let opened = Service::open(&Location::File(to)).unwrap();
    let then = council
        .service
        .known_at(KnownAt::Entry(made.head.sequence))
        .unwrap();
    assert!(*opened.memory() == then);
    assert!(
        council
            .service
            .verify(&"administrator".into(), &mut |_| {})
            .unwrap()
            .is_sound()
    );
}

fn writer_call(count: i64) -> clew_service::Caller {
    clew_service::Caller {
        actor: "administrator".into(),
        id: format!("writer-{count}"),
        at: Moment::from_microseconds(crate::reading::NOON + 1_000_000_000 + count),
        origin: None,
        despite_clock: false,
    }
}

#[test]
fn a_backup_of_a_point_has_what_was_known_then() {
    let council = council("point");
    let then = council.service.memory();
    let moment = Moment::from_microseconds(then.state().head.recorded_at);
    council.correct("SPCC014", (40, 50), "one was missed");
    for (name, known) in [
        ("entry.db", KnownAt::Entry(then.state().head.sequence)),
        ("moment.db", KnownAt::Moment(moment)),
    ] {
        let to = council.folder.join(name);
        backup(council.service.store(), &to, Some(known), &mut |_| {}).unwrap();
        assert_eq!(
            *Service::open(&Location::File(to)).unwrap().memory(),
            *then,
            "{name}"
        );
    }
    let beyond = backup(
        council.service.store(),
        &council.folder.join("x.db"),
        Some(KnownAt::Entry(9_999)),
        &mut |_| {},
    );
    assert_eq!(beyond.unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn nothing_is_ever_written_over() {
    let council = council("over");
    let file = council.folder.join("letter.txt");
    std::fs::write(&file, "Dear committee").unwrap();
    assert!(backup(council.service.store(), &file, None, &mut |_| {}).is_err());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "Dear committee");
    let own = backup(
        council.service.store(),
        &council.database(),
        None,
        &mut |_| {},
    )
    .unwrap_err();
    assert!(
        own.to_string().contains("holds a Clew journal already"),
        "{own}"
    );
    let to = council.folder.join("backup.db");
    backup(council.service.store(), &to, None, &mut |_| {}).unwrap();
    let refused = restore(&to, &Location::File(council.database()), &mut |_| {}).unwrap_err();
    assert!(
        refused.to_string().contains("holds a Clew journal already"),
        "{refused}"
    );
    assert_eq!(files(&council), ["backup.db", "letter.txt"]);
}

/// Another process that has the journal open and is killed: it leaves its log beside the file.
fn log_of(council: &Council) -> Vec<u8> {
    let log = council.folder.join("clew.db-wal");
    let bytes = std::fs::read(log).unwrap();
    assert!(!bytes.is_empty(), "there are entries in it");
    bytes
}

/// Takes the database away, as somebody does who wants to restore it; the log is put back.
fn lose_all_but_the_log(council: &Council) {
    let log = log_of(council);
    for ending in ["", "-wal", "-shm"] {
        let path = council.folder.join(format!("clew.db{ending}"));
        std::fs::remove_file(path).unwrap();
    }
    std::fs::write(council.folder.join("clew.db-wal"), log).unwrap();
}

#[test]
fn a_deleted_journal_is_restored_whole_in_its_place() {
    let council = council("restored");
    let to = council.folder.join("backup.db");
    let before = council.service.memory();
    backup(council.service.store(), &to, None, &mut |_| {}).unwrap();
    council.correct("SPCC014", (40, 50), "comes after the backup");
    lose_all_but_the_log(&council);
    std::fs::remove_file(council.folder.join("clew.db-wal")).unwrap();
    let mut last = None;
    let place = Location::File(council.database());
    restore(&to, &place, &mut |progress| last = Some(progress)).unwrap();
    let opened = Service::open(&place).unwrap();
    assert!(*opened.memory() == *before);
    opened
        .correct_figure(
            &council.caller(),
            &request("SPCC014", (40, 50)),
            "work goes on",
        )
        .unwrap();
    let last = last.unwrap();
    assert_eq!(last.done, last.all);
}

#[test]
fn a_stale_log_beside_the_place_is_refused() {
    let council = council("stale");
    let to = council.folder.join("backup.db");
    let made = backup(council.service.store(), &to, None, &mut |_| {}).unwrap();
    council.correct("SPCC014", (40, 50), "comes after the backup");
    lose_all_but_the_log(&council);
    let log = log_of(&council);
    let place = Location::File(council.database());
    let over_it = [
        restore(&to, &place, &mut |_| {}).unwrap_err(),
        backup(
            council.service.store(),
            &council.database(),
            None,
            &mut |_| {},
        )
        .unwrap_err(),
        Service::create(&place).unwrap_err(),
    ];
    for refused in over_it {
        assert_eq!(refused.kind(), ErrorKind::Invalid);
        let said = refused.to_string();
        assert!(
            said.contains("clew.db-wal") && said.contains("put it away"),
            "{said}"
        );
    }
    assert!(!council.database().exists());
    assert!(log_of(&council) == log, "it may hold the last entries");
    std::fs::remove_file(council.folder.join("clew.db-wal")).unwrap();
    restore(&to, &place, &mut |_| {}).unwrap();
    let opened = Service::open(&place).unwrap();
    assert_eq!(opened.memory().state().head, made.head);
}

#[test]
fn a_log_of_another_shape_is_refused_too() {
    let council = council("shapes");
    let to = council.folder.join("backup.db");
    backup(council.service.store(), &to, None, &mut |_| {}).unwrap();
    for ending in ["-wal", "-journal", "-shm"] {
        let log = council.folder.join(format!("back.db{ending}"));
        std::fs::write(&log, "left").unwrap();
        let place = Location::File(council.folder.join("back.db"));
        assert!(restore(&to, &place, &mut |_| {}).is_err(), "{ending}");
        std::fs::remove_file(&log).unwrap();
    }
    assert_eq!(files(&council), ["backup.db"]);
}

#[test]
fn restoring_and_verifying_leave_the_backup_as_it_is() {
    let council = council("unaltered");
    let to = council.folder.join("backup.db");
    backup(council.service.store(), &to, None, &mut |_| {}).unwrap();
    let fresh = std::fs::read(&to).unwrap();
    let look = |back: &str| {
        let location = Location::File(to.clone());
        let verified = verify_store(&Store::open_read_only(&location).unwrap(), &mut |_| {});
        assert!(verified.unwrap().is_sound());
        let back = council.folder.join(back);
        restore(&to, &Location::File(back.clone()), &mut |_| {}).unwrap();
        std::fs::remove_file(back).unwrap();
    };
    look("a.db");
    assert!(std::fs::read(&to).unwrap() == fresh);
    // Once worked in, it is used with a log from then on.
    drop(Service::open(&Location::File(to.clone())).unwrap());
    let used = std::fs::read(&to).unwrap();
    assert!(used != fresh, "or else this shows nothing");
    look("b.db");
    assert!(std::fs::read(&to).unwrap() == used);
    assert_eq!(files(&council), ["backup.db"], "and nothing beside it");
}

#[test]
fn a_file_that_somebody_puts_there_meanwhile_is_not_written_over() {
    let council = council("meanwhile");
    let to = council.folder.join("backup.db");
    let put = |_| {
        if !to.exists() {
            std::fs::write(&to, "Dear committee").unwrap();
        }
    };
    let refused = backup(council.service.store(), &to, None, &mut { put });
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Invalid);
    assert_eq!(std::fs::read_to_string(&to).unwrap(), "Dear committee");
    assert_eq!(files(&council), ["backup.db"]);
}

#[test]
fn a_backup_and_what_is_restored_from_it_can_be_read_by_their_owner_alone() {
    let council = council("private");
    let (to, back) = (
        council.folder.join("backup.db"),
        council.folder.join("back.db"),
    );
    backup(council.service.store(), &to, None, &mut |_| {}).unwrap();
    restore(&to, &Location::File(back.clone()), &mut |_| {}).unwrap();
    for file in [to, back] {
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
}

#[test]
fn a_damaged_backup_is_refused_by_name_and_nothing_is_restored() {
    let council = council("damaged");
    let (to, back) = (
        council.folder.join("backup.db"),
        council.folder.join("back.db"),
    );
    backup(council.service.store(), &to, None, &mut |_| {}).unwrap();
    let connection = rusqlite::Connection::open(&to).unwrap();
    connection
        .execute(
            "UPDATE entries SET reason = 'because' WHERE sequence = 5",
            [],
        )
        .unwrap();
    drop(connection);
    let refused = restore(&to, &Location::File(back), &mut |_| {}).unwrap_err();
    let said = refused.to_string();
    assert!(
        said.contains("backup.db is damaged; nothing was restored"),
        "{said}"
    );
    assert!(said.contains("entry 5 (id call-2.3) was altered"), "{said}");
    assert_eq!(files(&council), ["backup.db"]);
    let missing = restore(
        &council.folder.join("none.db"),
        &Location::File(council.folder.join("x.db")),
        &mut |_| {},
    );
    assert!(
        missing
            .unwrap_err()
            .to_string()
            .contains("there is no Clew journal")
    );
}

#[test]
fn a_damaged_journal_gives_no_backup() {
    let council = council("source");
    let connection = rusqlite::Connection::open(council.database()).unwrap();
    connection
        .execute(
            "UPDATE entries SET reason = 'because' WHERE sequence = 5",
            [],
        )
        .unwrap();
    let refused = backup(
        council.service.store(),
        &council.folder.join("backup.db"),
        None,
        &mut |_| {},
    )
    .unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("entry 5 (id call-2.3) was altered"),
        "{refused}"
    );
    assert_eq!(files(&council), Vec::<String>::new());
}

#[test]
fn only_those_who_safeguard_the_journal_may_back_it_up() {
    let council = council("viewer");
    let grant = Grant {
        role: Role::Owner,
        unit: None,
    };
    council
        .service
        .open_account(&council.caller(), &"owner".into(), "Owner", &[grant], None)
        .unwrap();
    let refused = council.service.backup(
        &"owner".into(),
        &council.folder.join("backup.db"),
        None,
        &mut |_| {},
    );
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Refused);
    assert_eq!(files(&council), Vec::<String>::new());
}

#[test]
fn a_backup_goes_from_one_kind_of_database_to_the_other_and_back() {
    let Some(cluster) = Cluster::shared() else {
        return;
    };
    let council = council("kinds");
    let (to, back) = (
        council.folder.join("backup.db"),
        council.folder.join("back.db"),
    );
    backup(council.service.store(), &to, None, &mut |_| {}).unwrap();
    let server: Location = cluster.fresh_database().parse().unwrap();
    restore(&to, &server, &mut |_| {}).unwrap();
    let served = Service::open(&server).unwrap();
    assert_eq!(*served.memory(), *council.service.memory());
    assert!(
        restore(&to, &server, &mut |_| {}).is_err(),
        "it has a journal now"
    );
    backup(served.store(), &back, None, &mut |_| {}).unwrap();
    assert_eq!(
        *Service::open(&Location::File(back)).unwrap().memory(),
        *council.service.memory()
    );
}
