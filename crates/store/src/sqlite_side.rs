//! What is SQLite's own: opening a file, its settings, its values and its errors.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ErrorCode, OpenFlags, params_from_iter};

use crate::connection::{Cell, Cells, Value};
use crate::{Location, StoreError};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// Statements kept prepared.
const PREPARED: usize = 64;

/// A connection to a SQLite file.
pub(crate) struct File {
    connection: rusqlite::Connection,
}

impl File {
    /// Makes an empty file that only its owner may read; one that is there already stays as it is.
    /// Where there is none, but the log of one, that log is not put to a file that is not its own.
    pub(crate) fn make(path: &Path) -> Result<(), StoreError> {
        if !path.exists() {
            refuse_left_logs(path)?;
        }
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path);
        match made {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(of_files(&error)),
        }
    }

    /// A connection that writes, to a file that is there.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        check_is_there(path)?;
        let file = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        file.set_up().map_err(|error| not_clew(error, path))?;
        Ok(file)
    }

    /// A connection that reads a file that is there, and leaves every byte of it as it is.
    ///
    /// A file that has a log beside it is read together with that log. One that was last used with a
    /// log and has none now is opened as if to write, so that others are kept from altering it
    /// meanwhile: SQLite then makes an empty log, and takes it away again. Where it may not do
    /// that, nobody else may either.
    pub(crate) fn open_unaltered(path: &Path) -> Result<Self, StoreError> {
        check_is_there(path)?;
        let used_with_log = is_used_with_log(path).map_err(|error| of_files(&error))?;
        let file = if !used_with_log || beside(path, "-wal").exists() {
            Self::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?
        } else {
            Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?
        };
        let looked = file.set_up().and_then(|()| {
            let connection = &file.connection;
            connection.pragma_update(None, "query_only", true)
        });
        match looked.map_err(|error| not_clew(error, path)) {
            Err(StoreError::ReadOnly | StoreError::Unavailable { .. }) if used_with_log => {
                Self::open_immutable(path)
            }
            result => result.map(|()| file),
        }
    }

    /// A connection to a file that nobody can alter, also where SQLite may make no file beside it.
    fn open_immutable(path: &Path) -> Result<Self, StoreError> {
        let path_found = path.canonicalize().map_err(|error| of_files(&error))?;
        let mut address = String::from("file://");
        for byte in path_found.as_os_str().as_encoded_bytes() {
            match byte {
                b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                    address.push(char::from(*byte));
                }
                _ => {
                    let _ = write!(address, "%{byte:02X}");
                }
            }
        }
        address.push_str("?immutable=1");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let file = Self::connect(Path::new(&address), flags)?;
        file.set_up().map_err(|error| not_clew(error, path))?;
        Ok(file)
    }

    /// A second connection that only reads, so that long reading never holds up a writer.
    pub(crate) fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        Self::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
    }

    fn connect(path: &Path, access: OpenFlags) -> Result<Self, StoreError> {
        // Without a URI, so that a file's name is only a name.
        let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            rusqlite::Connection::open_with_flags(path, flags).map_err(|error| told(&error))?;
        connection
            .busy_timeout(PATIENCE)
            .map_err(|error| told(&error))?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        Ok(Self { connection })
    }

    /// A commit is on the disk when it is acknowledged. Changes nothing in the file.
    fn set_up(&self) -> Result<(), rusqlite::Error> {
        let connection = &self.connection;
        // Reads the file's header, so that another kind of file is recognised.
        connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "synchronous", "FULL")
    }

    /// Lets readers read beside one writer. The file remembers it, so it must be known to be a journal.
    pub(crate) fn many_readers(&self) -> Result<(), StoreError> {
        if self.is_read_only()? {
            return Ok(());
        }
        self.set_journal_mode("WAL")?;
        // Only a connection that has used the log tidies it away when it is closed, and readers cannot.
        let look = "SELECT count(*) FROM sqlite_master";
        let looked = self.connection.query_row(look, [], |_| Ok(()));
        looked.map_err(|error| told(&error))
    }

    /// Brings everything into the one file, which may then be read where nothing can be written.
    /// There must be no other connection.
    pub(crate) fn one_file(&self) -> Result<(), StoreError> {
        self.set_journal_mode("DELETE")
    }

    fn set_journal_mode(&self, mode: &str) -> Result<(), StoreError> {
        let connection = &self.connection;
        let start = Instant::now();
        loop {
            // SQLite does not wait for others here by itself.
            let set = connection.pragma_update_and_check(None, "journal_mode", mode, |_| Ok(()));
            match set.map_err(|error| told(&error)) {
                Err(StoreError::Busy) if start.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                result => return result,
            }
        }
    }

    pub(crate) fn query<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        read: &mut dyn FnMut(&Cells<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.prepared(sql)?;
        let mut rows = statement
            .query(params_from_iter(values))
            .map_err(|error| told(&error))?;
        let mut results = Vec::new();
        while let Some(row) = rows.next().map_err(|error| told(&error))? {
            results.push(read(&Cells::Sqlite(row))?);
        }
        Ok(results)
    }

    pub(crate) fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let touched = self.prepared(sql)?.execute(params_from_iter(values));
        touched
            .map(|count| count as u64)
            .map_err(|error| told(&error))
    }

    /// Runs a statement for each set of values.
    pub(crate) fn execute_each<'a>(
        &mut self,
        sql: &str,
        mut sets: impl Iterator<Item = [Value<'a>; 13]>,
    ) -> Result<(), StoreError> {
        let mut statement = self.prepared(sql)?;
        sets.try_for_each(|values| {
            let run = statement.execute(params_from_iter(&values));
            run.map(|_| ()).map_err(|error| told(&error))
        })
    }

    /// SQLite numbers `$1` by first appearance and `?1` by its number, so the shared text is rewritten.
    fn prepared(&self, sql: &str) -> Result<rusqlite::CachedStatement<'_>, StoreError> {
        self.connection
            .prepare_cached(&sql.replace('$', "?"))
            .map_err(|error| told(&error))
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        let is_control = matches!(sql, "BEGIN IMMEDIATE" | "COMMIT");
        let done = if is_control {
            // The two that every append runs stay prepared.
            self.prepared(sql)?.execute([]).map(|_| ())
        } else {
            self.connection.execute_batch(sql)
        };
        done.map_err(|error| told(&error))
    }

    /// Whether the file may only be read.
    pub(crate) fn is_read_only(&self) -> Result<bool, StoreError> {
        self.connection
            .is_readonly("main")
            .map_err(|error| told(&error))
    }

    /// The file's path, as SQLite knows it.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        self.connection.path().map(PathBuf::from)
    }
}

/// Refuses a place beside which SQLite would find a log of another file, and take it in.
pub(crate) fn refuse_left_logs(path: &Path) -> Result<(), StoreError> {
    let left = ["-wal", "-journal", "-shm"].map(|ending| beside(path, ending));
    match left.into_iter().find(|log| log.exists()) {
        None => Ok(()),
        Some(log) => Err(StoreError::LogLeft {
            location: Location::File(path.to_owned()),
            log,
        }),
    }
}

/// What SQLite keeps beside a file, under its name and an ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn check_is_there(path: &Path) -> Result<(), StoreError> {
    let location = || Location::File(path.to_owned());
    if path.is_dir() {
        return Err(StoreError::NotClew {
            location: location(),
            found: "it is a folder".to_owned(),
        });
    }
    match path.try_exists() {
        Ok(true) => Ok(()),
        Ok(false) => Err(StoreError::NotThere {
            location: location(),
        }),
        Err(error) => Err(of_files(&error)),
    }
}

/// Whether a file of SQLite is used with a write-ahead log: byte 18 of its header says so.
fn is_used_with_log(path: &Path) -> std::io::Result<bool> {
    let mut start = Vec::new();
    std::fs::File::open(path)?
        .take(19)
        .read_to_end(&mut start)?;
    Ok(start.get(18) == Some(&2))
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Value::Integer(number) => ValueRef::Integer(number),
            Value::Text(Some(text)) => ValueRef::Text(text.as_bytes()),
            Value::Text(None) => ValueRef::Null,
            Value::Bytes(bytes) | Value::MaybeBytes(Some(bytes)) => ValueRef::Blob(bytes),
            Value::MaybeInteger(Some(number)) => ValueRef::Integer(number),
            Value::MaybeInteger(None) | Value::MaybeBytes(None) => ValueRef::Null,
        }))
    }
}

/// The cell at a place of a row.
pub(crate) fn cell(row: &rusqlite::Row<'_>, index: usize) -> Cell {
    match row.get_ref(index) {
        Ok(ValueRef::Null) => Cell::Null,
        Ok(ValueRef::Integer(number)) => Cell::Integer(number),
        Ok(ValueRef::Real(_)) => Cell::Strange("a floating-point number"),
        Ok(ValueRef::Text(bytes)) => std::str::from_utf8(bytes)
            .map_or(Cell::Strange("a text that is not UTF-8"), |text| {
                Cell::Text(text.to_owned())
            }),
        Ok(ValueRef::Blob(bytes)) => Cell::Bytes(bytes.to_vec()),
        Err(_) => Cell::Strange("no such column"),
    }
}

/// An error of SQLite in the store's words.
pub(crate) fn told(error: &rusqlite::Error) -> StoreError {
    let Some(code) = error.sqlite_error_code() else {
        return StoreError::other(error);
    };
    let extended = error.sqlite_error().map(|error| error.extended_code);
    match code {
        ErrorCode::DiskFull => StoreError::Full,
        // The file that readers share could not grow.
        _ if extended == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) => StoreError::Full,
        ErrorCode::ReadOnly => StoreError::ReadOnly,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::damaged(error),
        ErrorCode::TooBig => StoreError::TooLarge {
            what: "a text or an attachment".to_owned(),
        },
        ErrorCode::CannotOpen | ErrorCode::SystemIoFailure | ErrorCode::PermissionDenied => {
            StoreError::Unavailable {
                reason: error.to_string(),
                maybe_written: false,
            }
        }
        _ => StoreError::other(error),
    }
}

/// On opening, a file of another kind is no damage.
fn not_clew(error: rusqlite::Error, path: &Path) -> StoreError {
    if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) {
        return StoreError::NotClew {
            location: Location::File(path.to_owned()),
            found: "the file is no database".to_owned(),
        };
    }
    told(&error)
}

/// An error of the file system in the store's words.
fn of_files(error: &std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::Full,
        std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => {
            StoreError::ReadOnly
        }
        _ => StoreError::Unavailable {
            reason: error.to_string(),
            maybe_written: false,
        },
    }
}
