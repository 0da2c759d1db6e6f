//! Making and opening: what is there already is recognised, and never harmed.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use clew_store::{Location, Store, StoreError};

use crate::common::{
    Folder, Place, all_rows, assert_sound, filled, on_both, row, runs, sealed, some_rows,
    sqlite_file,
};

#[test]
fn a_new_store_is_empty_and_is_not_made_twice() {
    on_both(|place| {
        let missing = Store::open(&place.location);
        assert!(
            matches!(missing, Err(StoreError::NotThere { .. })),
            "{missing:?}"
        );
        let store = place.create();
        assert_eq!(store.head().unwrap(), clew_journal::Head::default());
        assert_sound(&store);
        let again = Store::create(&place.location);
        assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
    });
}

#[test]
fn looking_for_a_store_makes_no_file_and_a_new_one_is_its_owners_alone() {
    let place = Place::sqlite();
    let path = PathBuf::from(place.location.to_string());
    assert!(Store::open(&place.location).is_err());
    assert!(!path.exists());
    let _store = filled(&place, 1);
    for ending in ["", "-wal", "-shm"] {
        let file = PathBuf::from(format!("{}{ending}", path.display()));
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
}

#[test]
fn a_database_that_the_server_does_not_have_is_said_to_be_missing() {
    let Some(place) = Place::postgres() else {
        return;
    };
    let location: Location = format!("{}_and_more", place.location).parse().unwrap();
    assert!(matches!(
        Store::open(&location),
        Err(StoreError::NoDatabase { .. })
    ));
    assert!(matches!(
        Store::create(&location),
        Err(StoreError::NoDatabase { .. })
    ));
}

#[test]
fn something_else_is_recognised_and_left_as_it_is() {
    let folder = Folder::new();
    let path = folder.path().join("other");
    let location = Location::File(path.clone());
    let notes = "Some notes, and not a database.\n".repeat(200);
    std::fs::write(&path, &notes).unwrap();
    for result in [Store::open(&location), Store::create(&location)] {
        assert!(
            matches!(result, Err(StoreError::NotClew { .. })),
            "{result:?}"
        );
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), notes);
    let inside = Store::open(&Location::File(folder.path().to_owned()));
    assert!(
        matches!(inside, Err(StoreError::NotClew { .. })),
        "{inside:?}"
    );
}

#[test]
fn another_products_tables_are_recognised() {
    for tables in [
        "CREATE TABLE invoices (number INTEGER)",
        "CREATE TABLE schema_version (version BIGINT)",
        "CREATE TABLE schema_version (product TEXT, version BIGINT); INSERT INTO schema_version VALUES ('other', 1)",
    ] {
        on_both(|place| {
            match &place.location {
                Location::File(path) => sqlite_file(path, tables),
                Location::Postgres(_) => place.tamper(tables),
            }
            let bytes = || std::fs::read(place.location.to_string()).ok();
            let before = bytes();
            for result in [Store::open(&place.location), Store::create(&place.location)] {
                assert!(
                    matches!(result, Err(StoreError::NotClew { .. })),
                    "{tables}: {result:?}"
                );
            }
            assert!(bytes() == before, "the file is as it was");
        });
    }
}

#[test]
fn an_empty_file_is_a_place_for_a_new_store() {
    let place = Place::sqlite();
    std::fs::write(place.location.to_string(), "").unwrap();
    assert!(matches!(
        Store::open(&place.location),
        Err(StoreError::NotThere { .. })
    ));
    assert_sound(&place.create());
}

/// How many steps this release takes to the form of its tables: each has a file.
fn steps() -> u32 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    u32::try_from(std::fs::read_dir(folder).unwrap().count()).unwrap()
}

#[test]
fn what_a_later_release_made_is_not_touched() {
    on_both(|place| {
        drop(filled(place, 2));
        place.tamper("UPDATE schema_version SET version = 99");
        let refused = Store::open(&place.location);
        assert!(
            matches!(refused, Err(StoreError::NewerSchema { found: 99, .. })),
            "{refused:?}"
        );
        place.tamper(&format!("UPDATE schema_version SET version = {}", steps()));
        assert_eq!(all_rows(&place.open()), some_rows(2));
    });
}

#[test]
fn what_doctor_needs_is_told() {
    on_both(|place| {
        let facts = filled(place, 7).facts().unwrap();
        assert_eq!(
            (facts.rows, facts.schema_version, facts.writable),
            (7, steps(), true)
        );
        assert!(facts.size > 10_000, "{facts:?}");
        let durable = if place.is_sqlite() {
            assert!(facts.free_space.is_some());
            [("journal_mode", "wal"), ("synchronous", "full")]
        } else {
            [("synchronous_commit", "on"), ("fsync", "on")]
        };
        for (name, value) in durable {
            assert!(
                facts
                    .settings
                    .contains(&(name.to_owned(), value.to_owned())),
                "{facts:?}"
            );
        }
    });
}

#[test]
fn a_database_that_cannot_keep_every_text_is_refused() {
    let Some(place) = Place::postgres() else {
        return;
    };
    place.tamper("CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0");
    let (server, _) = place
        .location
        .to_string()
        .rsplit_once('/')
        .map(|(server, name)| (server.to_owned(), name.to_owned()))
        .unwrap();
    let refused = Store::create(&format!("{server}/ascii").parse().unwrap())
        .unwrap_err()
        .to_string();
    assert!(refused.contains("its encoding is SQL_ASCII"), "{refused}");
}

#[test]
fn a_server_that_only_lets_read_is_read_and_says_so_when_written() {
    let Some(place) = Place::postgres() else {
        return;
    };
    drop(filled(&place, 2));
    let database = place
        .location
        .to_string()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    place.tamper(&format!(
        "ALTER DATABASE {database} SET default_transaction_read_only = on"
    ));
    let store = place.open();
    assert_eq!(all_rows(&store), some_rows(2));
    assert!(!store.facts().unwrap().writable);
    let refused = store.drop_checkpoint(1);
    assert!(matches!(refused, Err(StoreError::ReadOnly)), "{refused:?}");
}

/// Root may write anything, so the test runs itself as someone else where it runs as root.
#[test]
fn a_backup_that_may_only_be_read_is_read_and_says_so_when_written() {
    const AS_ANOTHER: &str = "CLEW_TEST_READ_ONLY_FILE";
    if let Ok(path) = std::env::var(AS_ANOTHER) {
        let store = Store::open(&Location::File(path.into())).unwrap();
        assert_eq!(all_rows(&store), some_rows(3));
        assert!(!store.facts().unwrap().writable);
        let refused = store.drop_checkpoint(1);
        assert!(matches!(refused, Err(StoreError::ReadOnly)), "{refused:?}");
        return;
    }
    if !runs("setpriv") {
        eprintln!("skipped: there is no setpriv to become another account with");
        return;
    }
    let (origin, place) = (Place::sqlite(), Place::sqlite());
    filled(&origin, 3)
        .copy_to(&place.create(), None, &mut |_| {})
        .unwrap();
    let path = place.location.to_string();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    // The program's own folder may be closed to others, so a copy is run.
    let program = PathBuf::from(&path).with_file_name("test-program");
    std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let name = "opening::a_backup_that_may_only_be_read_is_read_and_says_so_when_written";
    let output = std::process::Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(&program)
        .args(["--exact", name, "--nocapture"])
        .env(AS_ANOTHER, &path)
        .current_dir("/")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned()
        + &String::from_utf8_lossy(&output.stdout);
    if said.contains("setpriv:") {
        eprintln!("skipped: this account may not become another one");
        return;
    }
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
}

#[test]
fn a_password_is_in_no_message() {
    let location: Location = "postgres://clew:s3cret@127.0.0.1:1/plans?connect_timeout=1"
        .parse()
        .unwrap();
    let refused = Store::open(&location).unwrap_err();
    assert!(
        matches!(
            refused,
            StoreError::Unavailable {
                maybe_written: false,
                ..
            }
        ),
        "{refused:?}"
    );
    assert!(!format!("{refused} {refused:?} {location} {location:?}").contains("s3cret"));
}

#[test]
fn a_store_that_is_opened_to_read_only_is_read_and_never_written() {
    on_both(|place| {
        drop(filled(place, 5));
        let store = Store::open_read_only(&place.location).unwrap();
        assert_sound(&store);
        let head = store.head().unwrap();
        let more = sealed(&head, [row("more", "measures/M", 1)]);
        let refused = store.append(&head, &more, &[]);
        assert!(matches!(refused, Err(StoreError::ReadOnly)), "{refused:?}");
        drop(store);
        assert_eq!(place.open().head().unwrap(), head);
    });
}

#[test]
fn what_stands_in_a_log_is_read_with_the_file_and_stays_in_it() {
    let (place, folder) = (Place::sqlite(), Folder::new());
    let live = filled(&place, 5);
    let Location::File(path) = &place.location else {
        unreachable!("it is a file");
    };
    let copy = folder.path().join("copy.clew");
    let log = |path: &Path| path.with_extension("clew-wal");
    std::fs::copy(path, &copy).unwrap();
    std::fs::copy(log(path), log(&copy)).unwrap();
    let before = std::fs::read(&copy).unwrap();
    let store = Store::open_read_only(&Location::File(copy.clone())).unwrap();
    assert_eq!(store.head().unwrap(), live.head().unwrap());
    drop(store);
    assert!(std::fs::read(&copy).unwrap() == before);
    assert!(std::fs::read(log(&copy)).unwrap() == std::fs::read(log(path)).unwrap());
}

#[test]
fn tables_of_an_earlier_release_are_not_brought_up_by_looking() {
    let folder = Folder::new();
    let path = folder.path().join("earlier.clew");
    sqlite_file(&path, include_str!("../dumps/0001-sqlite.sql"));
    let before = std::fs::read(&path).unwrap();
    let refused = Store::open_read_only(&Location::File(path.clone()));
    assert!(
        matches!(refused, Err(StoreError::OlderSchema { found: 1, known }) if known == steps()),
        "{refused:?}"
    );
    assert!(std::fs::read(&path).unwrap() == before);
}
