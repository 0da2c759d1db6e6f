//! `clew init`: a new database, empty, from an example, from a workspace or from an archive.

use std::io::Write;
use std::path::PathBuf;

use clew_plan::{AccountId, Book, Organisation};
use clew_service::{Caller, Incoming, Service};
use clew_store::Location;

use crate::acting::new_id;
use crate::failure::{Failure, Outcome};
use crate::progress::Meter;
use crate::words::count;
use crate::{clock, database, source};

/// What the new database begins with.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// Begin with an embedded example, for example south-lanarkshire-2019-20.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["from", "from_archive"])]
    example: Option<String>,
    /// Begin with what a workspace folder holds.
    #[arg(long, value_name = "WORKSPACE", conflicts_with = "from_archive")]
    from: Option<PathBuf>,
    /// Build the very same journal from an archive that `clew export --everything` wrote.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["organisation", "account"])]
    from_archive: Option<PathBuf>,
    /// Where: a file, or a PostgreSQL database that has no tables, as postgres://…; CLEW_DATABASE
    /// or clew.db when not named.
    #[arg(long, value_name = "LOCATION")]
    database: Option<String>,
    /// Name of the organisation whose journal it is.
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    /// First account: the administrator.
    #[arg(long, default_value = "administrator", value_name = "ACCOUNT")]
    account: String,
}

/// The name that stands in a journal whose organisation was not named.
const UNNAMED: &str = "Our organisation";

/// Makes the database. When something is wrong, none is left behind.
///
/// # Errors
/// When there is one already, what it is to begin with cannot be read, or it cannot be written.
pub fn run(args: &InitArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let location = database::new_place(args.database.as_deref())?;
    if let Some(folder) = &args.from_archive {
        return from_archive(folder, &location, out);
    }
    let (book, origin) = beginning(args)?;
    let organisation = organisation(args, &book);
    let service = Service::create(&location)?;
    let founded = found(args, &service, organisation, book, origin);
    let entries = match founded {
        Ok(entries) => entries,
        Err(failure) => {
            drop(service);
            return Err(give_up(&location, failure));
        }
    };
    let memory = service.memory();
    let book = memory.book();
    let name = book
        .organisation
        .as_ref()
        .map_or(UNNAMED, |there| there.name.as_str());
    writeln!(out, "Made: {location}, the journal of {name}.")?;
    writeln!(
        out,
        "It has {}: {}, {}, {}, {}. You act as {}.",
        count(entries, "entry"),
        count(book.plans.len(), "plan"),
        count(book.measures.len(), "measure"),
        count(book.figures.len(), "figure"),
        count(book.actions.len(), "action"),
        args.account
    )?;
    if name == UNNAMED {
        writeln!(out, "Say whose it is: clew set organisation name=\"…\"")?;
    }
    if book.measures.is_empty() {
        writeln!(
            out,
            "Next: clew template plan.xlsx, fill it in, and clew import plan.xlsx"
        )?;
    } else {
        writeln!(out, "Next: clew summary, clew check, clew log, clew --help")?;
    }
    Ok(Outcome::Clean)
}

/// What the journal begins with, and where it comes from.
fn beginning(args: &InitArgs) -> Result<(Book, Option<String>), Failure> {
    if let Some(name) = &args.example {
        return Ok((
            source::written_example(name)?,
            Some(format!("example {name}")),
        ));
    }
    let Some(folder) = &args.from else {
        return Ok((Book::default(), None));
    };
    let name = folder.file_name().map_or_else(
        || folder.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    let book = clew_exchange::workspace::read(folder)?;
    Ok((book, Some(format!("import of {name}"))))
}

fn organisation(args: &InitArgs, book: &Book) -> Organisation {
    let mut organisation = book.organisation.clone().unwrap_or_else(|| Organisation {
        name: UNNAMED.to_owned(),
        short_name: None,
        calendar: None,
        family_group: None,
        source: None,
    });
    if let Some(name) = &args.organisation {
        organisation.name.clone_from(name);
    }
    organisation
}

fn found(
    args: &InitArgs,
    service: &Service,
    organisation: Organisation,
    mut book: Book,
    origin: Option<String>,
) -> Result<u64, Failure> {
    let caller = |origin| -> Result<Caller, Failure> {
        Ok(Caller {
            actor: AccountId::from(args.account.as_str()),
            id: new_id(),
            at: clock::now()?,
            origin,
            despite_clock: false,
        })
    };
    book.organisation = Some(organisation.clone());
    service.found(&caller(None)?, organisation, &args.account)?;
    let seen = service.memory().state().head.sequence;
    let incoming = Incoming {
        book,
        seen,
        reason: None,
    };
    service.take_in_records(&caller(origin)?, &incoming)?;
    service.checkpoint()?;
    Ok(service.memory().state().head.sequence)
}

fn from_archive(
    folder: &std::path::Path,
    location: &Location,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let mut meter = Meter::new("entries");
    let built = clew_service::archive::read(folder, location, &mut |done, all| meter.at(done, all));
    drop(meter);
    let head = built?;
    writeln!(
        out,
        "Made: {location}, with {} from the archive; the last has the hash {}.",
        count(head.sequence, "entry"),
        head.hash.short()
    )?;
    Ok(Outcome::Clean)
}

/// Takes a database that was begun here away again, as far as that can be, and says what is left.
fn give_up(location: &Location, failure: Failure) -> Failure {
    match location {
        Location::File(path) => {
            for ending in ["", "-wal", "-shm"] {
                let mut name = path.as_os_str().to_owned();
                name.push(ending);
                // There is nothing to do where it is not there.
                let _ = std::fs::remove_file(name);
            }
            failure
        }
        Location::Postgres(_) => {
            let left = format!("{location} holds a part only: empty it before trying again");
            let hint = failure.hint.as_ref().map(|hint| format!("{hint}; {left}"));
            failure.hint(hint.unwrap_or(left))
        }
    }
}
