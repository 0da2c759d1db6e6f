//! `clew verify`, `clew backup` and `clew restore`: knowing that the journal is whole, and keeping it so.

use std::io::Write;
use std::path::PathBuf;

use clew_service::{Progress, Service, Verification, restore as restored, verify_store};
use clew_store::Store;

use crate::acting::{self, ActingArgs, Format, TellArgs};
use crate::database;
use crate::failure::{Failure, INTERNAL, Outcome};
use crate::progress::Meter;
use crate::words::count;

/// Which journal to verify.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

/// Verifies the journal, also a damaged one. Ends with [`Outcome::Found`] when something is wrong.
///
/// # Errors
/// When there is no journal, it cannot be read at all, or the account may not.
pub fn verify(args: &VerifyArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let mut meter = Meter::new("verified");
    let mut progress = |now: Progress| meter.at(now.done, now.all);
    // Opened without altering a byte: a sum that was taken of a backup still holds afterwards.
    let location = database::needed(args.acting.database.as_deref())?;
    let opened = Service::open_read_only(&location).map_err(Failure::from);
    let found = match opened {
        Ok(service) => {
            let actor = acting::actor(&service, args.acting.account.as_deref())?;
            service.verify(&actor, &mut progress)?
        }
        // A journal that cannot be opened for work is the very one to be looked at.
        Err(failure) if failure.code == INTERNAL => {
            let store = Store::open_read_only(&location)?;
            verify_store(&store, &mut progress)?
        }
        Err(failure) => return Err(failure),
    };
    drop(meter);
    match args.tell.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &found)?;
            writeln!(out)?;
        }
        Format::Text => print(&found, out)?,
    }
    Ok(if found.is_sound() {
        Outcome::Clean
    } else {
        Outcome::Found
    })
}

fn print(found: &Verification, out: &mut dyn Write) -> Result<(), Failure> {
    for fault in &found.faults {
        writeln!(out, "wrong: {}", fault.what)?;
        writeln!(out, "  → {}", fault.advice)?;
    }
    if found.more > 0 {
        writeln!(out, "and {} more", found.more)?;
    }
    let read = format!(
        "{}, {} and {} were read",
        count(found.entries, "entry"),
        count(found.checkpoints, "checkpoint"),
        count(found.attachments, "attachment")
    );
    match found.is_sound() {
        true => writeln!(out, "The journal is whole: {read}.")?,
        false => writeln!(
            out,
            "The journal is damaged: {}; {read}.",
            count(found.faults.len() + found.more, "fault")
        )?,
    }
    Ok(())
}

/// Where the backup goes.
#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    /// File to write; it is there only once it is complete and verified.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// The journal as it stood then: a day (its end), a moment, entry:412, or a freeze.
    #[arg(long, value_name = "WHEN")]
    as_known_at: Option<String>,
    #[command(flatten)]
    acting: ActingArgs,
}

/// Backs the journal up while others go on working.
///
/// # Errors
/// When the file is there already or cannot be written, the journal is damaged, or the account may not.
pub fn backup(args: &BackupArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let acting = args.acting.begin(None)?;
    let known = args.as_known_at.as_deref();
    let reader = acting.service.reader(&acting.caller.actor)?;
    let known = known
        .map(|written| database::known_at(&reader, written))
        .transpose()?;
    let mut meter = Meter::new("backed up");
    let mut progress = |now: Progress| meter.at(now.done, now.all);
    let copied = acting
        .service
        .backup(&acting.caller.actor, &args.to, known, &mut progress);
    drop(meter);
    let copied = copied?;
    writeln!(
        out,
        "Written and verified: {}, {}; the last has the hash {}.",
        copied.location,
        count(copied.head.sequence, "entry"),
        copied.head.hash.short()
    )?;
    Ok(Outcome::Clean)
}

/// Which backup, and where to.
#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// The backup.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where to: a file that is not there, or an empty PostgreSQL database as postgres://…;
    /// CLEW_DATABASE or clew.db when not named.
    #[arg(long, value_name = "LOCATION")]
    database: Option<String>,
}

/// Makes a journal from a backup, once the backup is verified.
///
/// # Errors
/// When there is no backup, it is damaged, or the place has a journal already.
pub fn restore(args: &RestoreArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let location = database::new_place(args.database.as_deref())?;
    let mut meter = Meter::new("restored");
    let mut progress = |now: Progress| meter.at(now.done, now.all);
    let copied = restored(&args.file, &location, &mut progress);
    drop(meter);
    let copied = copied?;
    Service::open(&location)?.checkpoint()?;
    writeln!(
        out,
        "Restored and verified: {}, {}; the last has the hash {}.",
        copied.location,
        count(copied.head.sequence, "entry"),
        copied.head.hash.short()
    )?;
    Ok(Outcome::Clean)
}
