//! Backups that are taken while others write, and restoring them.

#![allow(clippy::unwrap_used, missing_docs)]

mod reading;

use std::sync::atomic::{AtomicBool, Ordering};

use clew_journal::Moment;
use clew_plan::{Grant, Role};
use clew_service::{ErrorKind, KnownAt, Service, backup, restore};
use clew_store::Location;
use clew_testkit::postgres::Cluster;
use reading::{Council, request};

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
        opened.frozen_lines(&"first".into()).unwrap(),
        council.service.frozen_lines(&"first".into()).unwrap()
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
        at: Moment::from_microseconds(reading::NOON + 1_000_000_000 + count),
        origin: None,
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

#[test]
fn a_deleted_journal_is_restored_whole() {
    let council = council("restored");
    let (to, back) = (
        council.folder.join("backup.db"),
        council.folder.join("back.db"),
    );
    backup(council.service.store(), &to, None, &mut |_| {}).unwrap();
    let mut last = None;
    restore(&to, &Location::File(back.clone()), &mut |progress| {
        last = Some(progress)
    })
    .unwrap();
    let opened = Service::open(&Location::File(back)).unwrap();
    assert_eq!(*opened.memory(), *council.service.memory());
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
        .open_account(&council.caller(), &"owner".into(), "Owner", &[grant])
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
