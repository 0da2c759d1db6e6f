//! Where a command's Book comes from: a database, a workspace folder or an embedded example.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clew_exchange::MadeAt;
use clew_plan::Book;
use clew_report::OpenReturns;
use clew_service::{KnownAt, Memory, Service};
use clew_store::Location;

use crate::acting::Reading;
use crate::database;
use crate::failure::Failure;

/// Which Book to work on.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct SourceArgs {
    /// Database: a file or postgres://…; CLEW_DATABASE or clew.db when nothing is named.
    #[arg(long, value_name = "LOCATION", conflicts_with_all = ["data", "example"])]
    pub database: Option<String>,
    /// What was known then: a day (its end), a moment like 2026-06-12T14:05Z, entry:412, or a freeze.
    #[arg(long, value_name = "WHEN", conflicts_with_all = ["data", "example"])]
    pub as_known_at: Option<String>,
    /// Account that reads the database; CLEW_ACCOUNT, or the only account there is, when not named.
    #[arg(long = "as", value_name = "ACCOUNT", conflicts_with_all = ["data", "example"])]
    pub account: Option<String>,
    /// Workspace folder to read; the current folder when nothing is named and it has no database.
    #[arg(long, value_name = "DIR", conflicts_with = "example")]
    pub data: Option<PathBuf>,
    /// Embedded example to read, for example south-lanarkshire-2019-20.
    #[arg(long, value_name = "NAME")]
    pub example: Option<String>,
}

impl SourceArgs {
    /// Reads the Book.
    ///
    /// # Errors
    /// When there is no such example, database or time, or the folder is not a workspace or cannot be read.
    pub fn load(&self) -> Result<Book, Failure> {
        self.load_made_at().map(|(book, _)| book)
    }

    /// Reads the Book, and says which entry of the journal it is as of when it comes from a database.
    ///
    /// # Errors
    /// As [`SourceArgs::load`].
    pub fn load_made_at(&self) -> Result<(Book, Option<MadeAt>), Failure> {
        if let Some(name) = &self.example {
            return Ok((load_example(name)?, None));
        }
        match self.location()? {
            Some(location) => self.read_database(Service::open(&location)?),
            None => Ok((self.read_folder()?, None)),
        }
    }

    /// Reads the Book, and which of its figures are not signed off; none are known of a folder.
    ///
    /// # Errors
    /// As [`SourceArgs::load`].
    pub fn load_with_open_returns(&self) -> Result<(Book, OpenReturns), Failure> {
        let Some(location) = self.location()? else {
            return Ok((self.load()?, OpenReturns::default()));
        };
        let memory = self.remembered(Service::open(&location)?)?;
        Ok((memory.book().clone(), memory.open_returns()))
    }

    /// The database that is meant; none when it is a folder or an example.
    ///
    /// # Errors
    /// When what is named is no place of a database.
    pub fn location(&self) -> Result<Option<Location>, Failure> {
        if self.data.is_some() || self.example.is_some() {
            return Ok(None);
        }
        if self.as_known_at.is_some() {
            return database::needed(self.database.as_deref()).map(Some);
        }
        database::chosen(self.database.as_deref())
    }

    /// The Book in a database, as it was known at the time asked for.
    fn read_database(&self, service: Service) -> Result<(Book, Option<MadeAt>), Failure> {
        let memory = self.remembered(service)?;
        Ok(as_of(&memory))
    }

    /// What a database holds, as it was known at the time asked for.
    fn remembered(&self, service: Service) -> Result<Arc<Memory>, Failure> {
        let reading = Reading::of(service, self.account.as_deref())?;
        let reader = reading.reader()?;
        match &self.as_known_at {
            None => Ok(Arc::clone(reader.memory())),
            Some(written) => {
                let known = database::known_at(&reader, written)?;
                Ok(Arc::new(reader.known_at(known)?))
            }
        }
    }

    /// The database that must be named, or be here, with who reads it.
    ///
    /// # Errors
    /// When there is no such database, or it is not known who reads.
    pub fn begin(&self) -> Result<Reading, Failure> {
        Reading::of(
            database::open(self.database.as_deref())?,
            self.account.as_deref(),
        )
    }

    /// The Book as it was known when a freeze was made, and which entry that was.
    ///
    /// # Errors
    /// When there is no such freeze or database.
    pub fn as_frozen(&self, freeze: &str) -> Result<(Book, Option<MadeAt>), Failure> {
        let reading = self.begin()?;
        let reader = reading.reader()?;
        let known = database::frozen(&reader, freeze)?.known;
        Ok(as_of(&reader.known_at(KnownAt::Entry(known))?))
    }

    fn read_folder(&self) -> Result<Book, Failure> {
        let folder = self.data.as_deref().unwrap_or(Path::new("."));
        if !clew_exchange::workspace::exists(folder) {
            return Err(Failure::new(format!("{} is not a workspace: it has no workspace.toml", folder.display()))
                .hint("name a database with --database FILE, a workspace with --data DIR or an embedded example with --example NAME; `clew examples` lists them"));
        }
        Ok(clew_measure::formulas::derived(
            clew_exchange::workspace::read(folder)?,
        ))
    }
}

/// The Book, and the entry it is as of.
fn as_of(memory: &Memory) -> (Book, Option<MadeAt>) {
    let head = memory.state().head;
    let made_at = MadeAt {
        entry: head.sequence,
        hash: Some(head.hash.short()),
    };
    (memory.book().clone(), Some(made_at))
}

/// Reads an embedded example, with the figures that its formulas give.
///
/// # Errors
/// When there is no example of that name; the message lists those there are.
pub fn load_example(name: &str) -> Result<Book, Failure> {
    written_example(name).map(clew_measure::formulas::derived)
}

/// Reads an embedded example as it is written.
///
/// # Errors
/// When there is no example of that name; the message lists those there are.
pub fn written_example(name: &str) -> Result<Book, Failure> {
    let names = clew_exchange::examples::names();
    if !names.contains(&name) {
        return Err(Failure::new(format!("there is no example called {name:?}"))
            .hint(format!("the examples are: {}", names.join(", "))));
    }
    Ok(clew_exchange::examples::load(name)?)
}
