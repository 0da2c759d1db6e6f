//! The database goes away, or the connection is cut in the middle of a write.

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use clew_service::{ErrorKind, FigureRequest, QuestionKind, Service};
use clew_store::Location;
use clew_testkit::postgres::Cluster;

use crate::common::{Folder, Place, assert_unbroken, caller};

fn figure(value: i64) -> FigureRequest {
    FigureRequest {
        measure: "M1".into(),
        period: Some("2025-26 Q1".parse().unwrap()),
        value: Some(value.into()),
        answers: QuestionKind::ALL.to_vec(),
        ..FigureRequest::default()
    }
}

#[test]
fn a_database_that_was_away_is_used_again() {
    let Some(cluster) = Cluster::private() else {
        return;
    };
    let place = Place::on(&cluster);
    let service = place.founded();
    let before = service.memory();
    cluster.stop();
    for number in 0..3 {
        let error = service
            .return_figure(&caller("away", number), &figure(5))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}");
        assert!(
            service.memory() == before,
            "what was known can still be read"
        );
    }
    cluster.start();
    let done = service
        .return_figure(&caller("away", 5), &figure(5))
        .unwrap();
    assert_eq!((done.rows.len(), done.repeated), (1, false));
    assert_unbroken(service.store());
}

/// Stands between a service and its server, and cuts every connection after so many more bytes.
struct Cutter {
    folder: Folder,
    left: Arc<AtomicUsize>,
}

const WHOLE: usize = usize::MAX / 2;

impl Cutter {
    fn before(server: String) -> Self {
        let (folder, left) = (Folder::new(), Arc::new(AtomicUsize::new(WHOLE)));
        let listener = UnixListener::bind(folder.file(".s.PGSQL.5432")).unwrap();
        let counter = Arc::clone(&left);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = UnixStream::connect(&server) else {
                    continue;
                };
                for (mut from, mut to) in [
                    (client.try_clone().unwrap(), server.try_clone().unwrap()),
                    (server, client),
                ] {
                    let counter = Arc::clone(&counter);
                    thread::spawn(move || pass(&mut from, &mut to, &counter));
                }
            }
        });
        Self { folder, left }
    }

    fn location(&self, database: &str) -> Location {
        let folder = self.folder.file("").display().to_string();
        let folder = folder.trim_end_matches('/').replace('/', "%2F");
        format!("postgres://postgres@{folder}/{database}")
            .parse()
            .unwrap()
    }
}

/// Hands bytes on until none may pass any more; then both ends are cut.
fn pass(from: &mut UnixStream, to: &mut UnixStream, left: &AtomicUsize) {
    let mut bytes = [0; 4_096];
    while let Ok(count) = from.read(&mut bytes) {
        let take = |left: usize| Some(left.saturating_sub(count));
        let allowed = left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, take)
            .unwrap();
        let passing = count.min(allowed);
        if count == 0 || to.write_all(&bytes[..passing]).is_err() || passing < count {
            break;
        }
    }
    let _ = from.shutdown(std::net::Shutdown::Both);
    let _ = to.shutdown(std::net::Shutdown::Both);
}

/// The server's socket and the database of an address like `postgres://postgres@%2Ftmp%2Fx/test_1`.
fn parts(location: &Location) -> (String, String) {
    let written = location.to_string();
    let (_, rest) = written.split_once('@').unwrap();
    let (folder, database) = rest.split_once('/').unwrap();
    (
        format!("{}/.s.PGSQL.5432", folder.replace("%2F", "/")),
        database.to_owned(),
    )
}

#[test]
fn a_write_whose_connection_was_cut_is_given_again_and_neither_doubled_nor_lost() {
    let Some(place) = Place::postgres() else {
        return;
    };
    drop(place.founded());
    let (socket, database) = parts(&place.location);
    let cutter = Cutter::before(socket);
    let service = Service::open(&cutter.location(&database)).unwrap();
    let (mut written_unknown, mut not_written) = (0, 0);
    for number in 0..120usize {
        let value = i64::try_from(number).unwrap();
        let who = caller(&format!("cut-{number}"), value);
        // From nothing at all to a whole exchange.
        cutter.left.store(number * 25, Ordering::SeqCst);
        let first = service.return_figure(&who, &figure(value));
        cutter.left.store(WHOLE, Ordering::SeqCst);
        let again = loop {
            // A connection that was cut between two calls is noticed at the next one.
            match service.return_figure(&who, &figure(value)) {
                Ok(done) => break done,
                Err(error) => assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}"),
            }
        };
        if let Ok(done) = &first {
            assert!(again.repeated);
            assert_eq!(again.rows, done.rows);
        } else if again.repeated {
            written_unknown += 1;
        } else {
            not_written += 1;
        }
        assert_eq!(again.rows.len(), 1);
    }
    eprintln!("cut: {not_written} not written, {written_unknown} written without an answer");
    assert!(not_written > 0);
    let rows = assert_unbroken(service.store());
    let of_cut = rows.iter().filter(|row| row.id.starts_with("cut-")).count();
    assert_eq!(of_cut, 120, "each once");
}
