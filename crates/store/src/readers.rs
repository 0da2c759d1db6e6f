//! Connections that read: a few that pages share, so that one slow question holds up nobody else's.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::connection::Connection;
use crate::postgres_side::Session;
use crate::sqlite_side::File;
use crate::{Location, StoreError};

/// The most connections that read at once. Each is made when it is first needed, and kept.
const MOST: usize = 6;

/// How a connection that reads is made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Reach {
    /// Beside a connection that writes.
    Beside,
    /// To what may not be altered.
    Unaltered,
}

impl Reach {
    /// A connection that reads.
    pub(crate) fn connect(self, location: &Location) -> Result<Connection, StoreError> {
        match (location, self) {
            (Location::File(path), Self::Beside) => {
                File::open_to_read(path).map(Connection::Sqlite)
            }
            (Location::File(path), Self::Unaltered) => {
                File::open_unaltered(path).map(Connection::Sqlite)
            }
            (Location::Postgres(url), Self::Beside) => {
                Ok(Connection::Postgres(Session::for_pages(url)))
            }
            (Location::Postgres(url), Self::Unaltered) => {
                Session::to_read(url).map(Connection::Postgres)
            }
        }
    }
}

/// Connections that read, shared between threads.
pub(crate) struct Readers {
    location: Location,
    reach: Reach,
    shelf: Mutex<Shelf>,
    put_back: Condvar,
}

/// What is not in use, and how many there are in all.
struct Shelf {
    idle: Vec<Connection>,
    made: usize,
}

impl Readers {
    /// With one connection to begin with.
    pub(crate) fn new(location: &Location, reach: Reach, first: Connection) -> Self {
        Self {
            location: location.clone(),
            reach,
            shelf: Mutex::new(Shelf {
                idle: vec![first],
                made: 1,
            }),
            put_back: Condvar::new(),
        }
    }

    /// Does some work with a connection; waits while all are in use.
    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut taken = self.take()?;
        match &mut taken.connection {
            Some(connection) => work(connection),
            None => Err(StoreError::other("a connection was given away twice")),
        }
    }

    /// Does some work that may take long, with a connection of its own that is closed afterwards.
    pub(crate) fn aside<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut connection = match (&self.location, self.reach) {
            // Without the limit of time that pages have.
            (Location::Postgres(url), Reach::Beside) => Connection::Postgres(Session::later(url)),
            (location, reach) => reach.connect(location)?,
        };
        work(&mut connection)
    }

    fn take(&self) -> Result<Taken<'_>, StoreError> {
        let none_left = |shelf: &mut Shelf| shelf.idle.is_empty() && shelf.made >= MOST;
        let mut shelf = self
            .put_back
            .wait_while(self.shelf(), none_left)
            .unwrap_or_else(PoisonError::into_inner);
        // The one that was used last: a quiet server uses one alone.
        if let Some(connection) = shelf.idle.pop() {
            return Ok(Taken::of(self, connection));
        }
        let connection = self.reach.connect(&self.location)?;
        shelf.made += 1;
        Ok(Taken::of(self, connection))
    }

    /// Closes every connection, and does some work while there is none.
    pub(crate) fn closed<T>(
        &self,
        work: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let in_use = |shelf: &mut Shelf| shelf.idle.len() < shelf.made;
        let mut shelf = self
            .put_back
            .wait_while(self.shelf(), in_use)
            .unwrap_or_else(PoisonError::into_inner);
        shelf.idle.clear();
        shelf.made = 0;
        work()
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection in use; it is put back when this is dropped.
struct Taken<'a> {
    readers: &'a Readers,
    connection: Option<Connection>,
}

impl<'a> Taken<'a> {
    const fn of(readers: &'a Readers, connection: Connection) -> Self {
        Self {
            readers,
            connection: Some(connection),
        }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let mut shelf = self.readers.shelf();
        match self.connection.take() {
            // What a thread that died left in the middle of its work is not used again.
            Some(connection) if !std::thread::panicking() => shelf.idle.push(connection),
            _ => shelf.made -= 1,
        }
        drop(shelf);
        self.readers.put_back.notify_all();
    }
}
