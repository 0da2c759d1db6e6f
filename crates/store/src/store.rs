//! The store: one face over a SQLite file or a PostgreSQL database.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use clew_journal::{Digest, Head, Row};

use crate::connection::Connection;
use crate::facts::{self, Facts};
use crate::readers::{Reach, Readers};
use crate::rows::{self, RowFault, RowFilter};
use crate::sqlite_side::{self, File};
use crate::{
    Appended, Attachment, Checkpoint, CheckpointSummary, Location, Progress, StoreError, append,
    attachments, checkpoints, copying, schema,
};

/// A journal with its checkpoints and attachments. Calls block; any thread may make them.
///
/// A lost connection to PostgreSQL is told as [`StoreError::Unavailable`], and the next call tries a new one.
pub struct Store {
    location: Location,
    // Dropped before the writer: the last connection to a SQLite file tidies up, and must be able to write.
    readers: Readers,
    writer: Mutex<Connection>,
}

impl Store {
    /// Refuses a place where a database that is gone left its log behind: SQLite would take that log
    /// into whatever file is put there.
    ///
    /// # Errors
    ///
    /// [`StoreError::LogLeft`], which names it.
    pub fn refuse_left_logs(path: &Path) -> Result<(), StoreError> {
        sqlite_side::refuse_left_logs(path)
    }

    /// Makes a new, empty store. A SQLite file can be read by its owner alone; a PostgreSQL
    /// database must be there and have no tables in the schema that is used.
    ///
    /// # Errors
    ///
    /// [`StoreError::Exists`] when a journal is there already, [`StoreError::NotClew`] when
    /// something else is, [`StoreError::LogLeft`] when the log of a file that is gone is, [`StoreError::NoDatabase`] when the server has no such database, and as the
    /// file system or the server refuses.
    pub fn create(location: &Location) -> Result<Self, StoreError> {
        if let Location::File(path) = location {
            File::make(path)?;
        }
        let mut writer = Connection::to(location)?;
        schema::create(&mut writer, location)?;
        Self::with(location, writer)
    }

    /// Opens a store that is there, and brings its tables to this release's form.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotThere`] or [`StoreError::NoDatabase`] when there is none, [`StoreError::NotClew`]
    /// when it is something else, [`StoreError::NewerSchema`] when a later release made it, [`StoreError::ReadOnly`] when its
    /// tables are behind and may not be changed.
    pub fn open(location: &Location) -> Result<Self, StoreError> {
        let mut writer = Connection::to(location)?;
        schema::upgrade(&mut writer, location)?;
        Self::with(location, writer)
    }

    /// Opens a store that is there to read it only: not a byte of it is altered, and its tables stay
    /// in the form that they have. Whatever would write to it fails.
    ///
    /// # Errors
    ///
    /// As [`Store::open`], and [`StoreError::OlderSchema`] when its tables are behind.
    pub fn open_read_only(location: &Location) -> Result<Self, StoreError> {
        let reach = Reach::Unaltered;
        // The one that is closed last must be able to take a log away that was made for the first.
        let mut writer = reach.connect(location)?;
        let mut reader = reach.connect(location)?;
        for connection in [&mut reader, &mut writer] {
            let found = schema::version(connection, location)?;
            if found != schema::known() {
                let known = schema::known();
                return Err(StoreError::OlderSchema { found, known });
            }
        }
        Ok(Self {
            location: location.clone(),
            readers: Readers::new(location, reach, reader),
            writer: Mutex::new(writer),
        })
    }

    fn with(location: &Location, writer: Connection) -> Result<Self, StoreError> {
        if let Connection::Sqlite(file) = &writer {
            file.many_readers()?;
        }
        let reader = Reach::Beside.connect(location)?;
        Ok(Self {
            location: location.clone(),
            readers: Readers::new(location, Reach::Beside, reader),
            writer: Mutex::new(writer),
        })
    }

    /// Where it is.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.location
    }

    pub(crate) fn reading<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.readers.with(work)
    }

    pub(crate) fn writing<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        work(&mut held(&self.writer))
    }

    /// The end of the journal: one small query, fit for polling.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub fn head(&self) -> Result<Head, StoreError> {
        self.reading(rows::head)
    }

    /// Appends rows, with the attachments they refer to, in one durable transaction. They must
    /// continue `expected`, which is the state they were decided on: a row is only ever appended
    /// to that very state, so the chain has no fork and an expected version is exact.
    ///
    /// # Errors
    ///
    /// [`StoreError::IdTaken`] and [`StoreError::VersionTaken`] for what is there already,
    /// [`StoreError::BrokenChain`] for rows that do not continue `expected`, [`StoreError::Nul`],
    /// [`StoreError::Full`], [`StoreError::ReadOnly`], [`StoreError::Busy`]: nothing is written.
    /// [`StoreError::Unavailable`] may say that it is not known whether they were written.
    pub fn append(
        &self,
        expected: &Head,
        rows: &[Row],
        attachments: &[Attachment],
    ) -> Result<Appended, StoreError> {
        self.writing(|connection| append::append(connection, expected, rows, attachments))
    }

    /// Hands on the rows after a place, and up to one where it is given, in order. All that were
    /// there at the start are seen, and none that came later. A row with a cell that cannot be
    /// right is handed on as its fault. The store may be used meanwhile, also by `each`.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub fn rows(
        &self,
        after: u64,
        up_to: Option<u64>,
        each: &mut dyn FnMut(Result<Row, RowFault>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        // Rows are only ever added, whole transactions at a time: what stands up to the last place
        // of now is a consistent picture, without holding up anyone while it is read.
        let last = self.reading(rows::last_sequence)?;
        let end = up_to.map_or(last, |up_to| up_to.min(last));
        let mut next = |after| self.reading(|connection| rows::batch(connection, after, end));
        rows::each(after, &mut next, each)
    }

    /// The row at a place.
    ///
    /// # Errors
    ///
    /// [`StoreError::DamagedRow`], and when the database cannot be read.
    pub fn row(&self, sequence: u64) -> Result<Option<Row>, StoreError> {
        self.reading(|connection| rows::at(connection, sequence))
    }

    /// The row with an id.
    ///
    /// # Errors
    ///
    /// [`StoreError::DamagedRow`], and when the database cannot be read.
    pub fn row_with_id(&self, id: &str) -> Result<Option<Row>, StoreError> {
        self.reading(|connection| rows::with_id(connection, id))
    }

    /// Every row that a filter lets through, in order of place.
    ///
    /// # Errors
    ///
    /// [`StoreError::DamagedRow`], and when the database cannot be read.
    pub fn rows_about(&self, filter: &RowFilter) -> Result<Vec<Row>, StoreError> {
        self.reading(|connection| rows::about(connection, filter))
    }

    /// The journal's head as it was at a time, in microseconds since 1970-01-01 00:00 UTC: the last row
    /// recorded then or before; the empty head when there was none.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub fn last_at(&self, recorded_at: i64) -> Result<Head, StoreError> {
        self.reading(|connection| rows::last_at(connection, recorded_at))
    }

    /// The latest checkpoint at or before a place.
    ///
    /// # Errors
    ///
    /// [`StoreError::DamagedCheckpoint`]: there may be a sound one before it.
    pub fn checkpoint_before(&self, sequence: u64) -> Result<Option<Checkpoint>, StoreError> {
        self.reading(|connection| checkpoints::before(connection, sequence))
    }

    /// Keeps a checkpoint, in place of one that stands at the same entry.
    ///
    /// # Errors
    ///
    /// As [`Store::append`] for the database's own refusals.
    pub fn put_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.writing(|connection| checkpoints::put(connection, checkpoint))
    }

    /// What is known of each checkpoint without reading it, the earliest first.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub fn checkpoints(&self) -> Result<Vec<CheckpointSummary>, StoreError> {
        self.reading(checkpoints::all)
    }

    /// Takes a checkpoint away, if it is there.
    ///
    /// # Errors
    ///
    /// As [`Store::append`] for the database's own refusals.
    pub fn drop_checkpoint(&self, sequence: u64) -> Result<(), StoreError> {
        self.writing(|connection| checkpoints::drop(connection, sequence))
    }

    /// The attachment with a digest.
    ///
    /// # Errors
    ///
    /// [`StoreError::DamagedAttachment`] when its bytes do not give the digest.
    pub fn attachment(&self, digest: &Digest) -> Result<Option<Attachment>, StoreError> {
        self.reading(|connection| attachments::get(connection, digest))
    }

    /// The digest of every attachment, in order.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub fn attachment_digests(&self) -> Result<Vec<Digest>, StoreError> {
        self.reading(attachments::digests)
    }

    /// What the database itself finds wrong, in words: its own check, the head against the last
    /// row, attachments against their digests. The chain is checked by reading [`Store::rows`].
    ///
    /// # Errors
    ///
    /// When the database cannot be read at all.
    pub fn faults(&self) -> Result<Vec<String>, StoreError> {
        self.readers.aside(facts::faults)
    }

    /// What can be told about it, for a person who looks after it. Nobody waits while it is counted.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub fn facts(&self) -> Result<Facts, StoreError> {
        let counted = self.readers.aside(facts::counted)?;
        self.writing(|connection| facts::facts(connection, self, &counted))
    }

    /// Copies the journal, up to a place where it is given, and every attachment to an empty store
    /// of either kind, checking the chain on the way. Others may go on appending; what they add is
    /// not copied. Checkpoints are left to be made anew. How people sign in comes along as it stands now,
    /// also with a place given; sessions, links, held forms and the outbox do not. A target in a file is then whole in that
    /// one file, fit to be put away; to work with it, open it anew.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotEmpty`] for the target; [`StoreError::BrokenChain`], [`StoreError::DamagedRow`],
    /// [`StoreError::DamagedAttachment`] and [`StoreError::Damaged`] for what is wrong with the
    /// source. The target then holds a part, and is not to be used.
    pub fn copy_to(
        &self,
        target: &Self,
        up_to: Option<u64>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Head, StoreError> {
        copying::copy(self, target, up_to, progress)
    }

    /// Brings everything into the one SQLite file, so that the file alone is the whole store, which
    /// can be read from where nothing can be written.
    pub(crate) fn settle(&self) -> Result<(), StoreError> {
        self.readers.closed(|| match &*held(&self.writer) {
            Connection::Sqlite(file) => file.one_file(),
            Connection::Postgres(_) => Ok(()),
        })
    }

    /// Lets a SQLite file grow no further than so many pages: how tests fill a disk.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.writing(|connection| match connection {
            Connection::Sqlite(file) => file.batch(&format!("PRAGMA max_page_count = {pages}")),
            Connection::Postgres(_) => Ok(()),
        })
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "store at {}", self.location)
    }
}

/// A thread that died in the middle of its work leaves nothing half done: its transaction is rolled back.
fn held(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(|poisoned| {
        let mut guard = poisoned.into_inner();
        // Refused where there is no transaction, which is as well.
        let _ = guard.batch("ROLLBACK");
        connection.clear_poison();
        guard
    })
}
