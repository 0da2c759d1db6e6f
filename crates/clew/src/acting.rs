//! Commands that add to the journal: on which database, as whom, under which id.

use std::io::Write;

use clew_journal::Entry;
use clew_plan::{AccountId, PlanId};
use clew_service::{Caller, Done, Memory, Reader, Service, sentence};
use serde_json::json;

use crate::failure::{Failure, Outcome};
use crate::{clock, database, words};

/// Names the account when `--as` does not.
const ACCOUNT: &str = "CLEW_ACCOUNT";
/// Entries told one by one; of more, only how many there are.
const MOST_TOLD: usize = 20;

/// Who acts, and where.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Where, and as whom")]
pub struct ActingArgs {
    /// Database: a file or postgres://…; CLEW_DATABASE or clew.db when not named.
    #[arg(long, value_name = "LOCATION")]
    pub database: Option<String>,
    /// Account that acts; CLEW_ACCOUNT, or the only account there is, when not named.
    #[arg(long = "as", value_name = "ACCOUNT")]
    pub account: Option<String>,
    /// Id of this one action; given again, it is not done twice. A new one when not given.
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// Write although the last entry lies in the future of the clock; it is dated as that one.
    #[arg(long)]
    pub despite_clock: bool,
}

/// How what was done is told.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct TellArgs {
    /// How to tell what was done.
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    pub format: Format,
}

/// How an answer is given.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, clap::ValueEnum)]
pub enum Format {
    /// Text to read.
    #[default]
    Text,
    /// JSON for machines.
    Json,
}

/// Which database is read, and as whom.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Where, and as whom")]
pub struct ReadingArgs {
    /// Database: a file or postgres://…; CLEW_DATABASE or clew.db when not named.
    #[arg(long, value_name = "LOCATION")]
    pub database: Option<String>,
    /// Account that reads; CLEW_ACCOUNT, or the only account there is, when not named.
    #[arg(long = "as", value_name = "ACCOUNT")]
    pub account: Option<String>,
}

impl ReadingArgs {
    /// Opens the database and settles who reads.
    ///
    /// # Errors
    /// When the database cannot be opened, or it is not known who reads.
    pub fn begin(&self) -> Result<Reading, Failure> {
        Reading::of(
            database::open(self.database.as_deref())?,
            self.account.as_deref(),
        )
    }
}

/// A database that is open, and who reads it.
pub struct Reading {
    service: Service,
    /// Who reads.
    pub actor: AccountId,
}

impl Reading {
    /// Settles who reads an open database.
    ///
    /// # Errors
    /// When it is not known who reads.
    pub fn of(service: Service, named: Option<&str>) -> Result<Self, Failure> {
        let actor = match service.open_accounts().is_empty() {
            // An empty journal has no accounts, and nothing that somebody might not see.
            true => named.unwrap_or("nobody").into(),
            false => actor(&service, named)?,
        };
        Ok(Self { service, actor })
    }

    /// What the account may be told.
    ///
    /// # Errors
    /// When it may not read.
    pub fn reader(&self) -> Result<Reader<'_>, Failure> {
        Ok(self.service.reader(&self.actor)?)
    }

    /// The service, for what asks by itself who does it.
    pub const fn service(&self) -> &Service {
        &self.service
    }
}

/// The account that is named, or that of the environment, or the only one there is.
///
/// # Errors
/// When none is named and there are several.
pub fn actor(service: &Service, named: Option<&str>) -> Result<AccountId, Failure> {
    let environment = || {
        std::env::var(ACCOUNT)
            .ok()
            .filter(|named| !named.is_empty())
    };
    if let Some(named) = named.map(str::to_owned).or_else(environment) {
        return Ok(named.as_str().into());
    }
    let ids = service.open_accounts();
    match ids.as_slice() {
        [only] => Ok(only.clone()),
        _ => {
            let names: Vec<&str> = ids.iter().map(AccountId::as_str).collect();
            Err(Failure::new("it is not known who acts").hint(format!(
                "name the account with --as or in {ACCOUNT}: {}",
                names.join(", ")
            )))
        }
    }
}

/// A database that is open, and who acts on it.
pub struct Acting {
    /// The service over the database.
    pub service: Service,
    /// Who acts.
    pub caller: Caller,
}

impl ActingArgs {
    /// Opens the database and settles who acts.
    ///
    /// # Errors
    /// When the database cannot be opened, or it is not known who acts.
    pub fn begin(&self, origin: Option<String>) -> Result<Acting, Failure> {
        let service = database::open(self.database.as_deref())?;
        let actor = actor(&service, self.account.as_deref())?;
        let caller = Caller {
            actor,
            id: self.id.clone().unwrap_or_else(new_id),
            at: clock::now()?,
            origin,
            despite_clock: self.despite_clock,
        };
        Ok(Acting { service, caller })
    }
}

/// A new id for an action.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// The plan that is named, or the only one, or that of the last cycle.
///
/// # Errors
/// When there are several plans and none is named.
pub fn plan_of(memory: &Memory, named: Option<&str>) -> Result<PlanId, Failure> {
    let book = memory.book();
    if let Some(named) = named {
        return Ok(named.into());
    }
    let roots: Vec<_> = book
        .plans
        .iter()
        .filter(|plan| plan.parent.is_none())
        .collect();
    let last = book.cycles.iter().max_by_key(|cycle| cycle.period.last());
    match (book.plans.as_slice(), roots.as_slice(), last) {
        ([only], _, _) => Ok(only.id.clone()),
        (_, _, Some(last)) => Ok(last.plan.clone()),
        (_, [only], None) => Ok(only.id.clone()),
        _ => {
            let names: Vec<&str> = book.plans.iter().map(|plan| plan.id.as_str()).collect();
            Err(Failure::new("it is not known which plan is meant").hint(match names.is_empty() {
                true => "there is none yet; add one, for example `clew set plan social-work title=\"Social Work Plan\" period=2026-27`".to_owned(),
                false => format!("name one with --plan: {}", names.join(", ")),
            }))
        }
    }
}

impl Acting {
    /// Keeps the next start fast. What was written stands, whether that succeeds or not.
    pub fn keep_fast(&self) {
        if let Err(error) = self.service.checkpoint_if_due() {
            let _ = writeln!(
                std::io::stderr(),
                "note: it is written, but the next start will be slow: {error}"
            );
        }
    }

    /// Says what was done, and keeps the next start fast.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn tell(
        &self,
        done: &Done,
        how: TellArgs,
        out: &mut dyn Write,
    ) -> Result<Outcome, Failure> {
        self.keep_fast();
        let entries = done.entries()?;
        let memory = self.service.memory();
        match how.format {
            Format::Text => told(done, &entries, &memory, out)?,
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, &as_json(done, &entries, &memory))?;
                writeln!(out)?;
            }
        }
        Ok(Outcome::Clean)
    }
}

fn told(
    done: &Done,
    entries: &[Entry],
    memory: &Memory,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
        writeln!(out, "Nothing was written: it is so already.")?;
        return Ok(());
    };
    if done.repeated {
        writeln!(
            out,
            "Nothing was written: it was done before under this id."
        )?;
    }
    if entries.len() > MOST_TOLD {
        writeln!(
            out,
            "{}, {} to {}.",
            words::count(entries.len(), "entry"),
            first.sequence,
            last.sequence
        )?;
        return Ok(());
    }
    for entry in entries {
        writeln!(out, "Entry {}: {}", entry.sequence, sentence(entry, memory))?;
    }
    Ok(())
}

fn as_json(done: &Done, entries: &[Entry], memory: &Memory) -> serde_json::Value {
    let entry = |entry: &Entry| {
        json!({
            "entry": entry.sequence,
            "id": entry.id,
            "subject": entry.subject.to_string(),
            "version": entry.version,
            "change": entry.change.name(),
            "sentence": sentence(entry, memory),
        })
    };
    let entries: Vec<_> = entries.iter().map(entry).collect();
    json!({ "repeated": done.repeated, "entries": entries })
}
