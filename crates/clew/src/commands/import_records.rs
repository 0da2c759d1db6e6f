//! `clew import records`: records of people from a CSV file of an old system, through a mapping of columns.
//!
//! The file is read twice. The first reading writes nothing: it lists every issue, says what would be taken, and finds
//! what is here already. Only when no row is refused, or `--refused` says where the refused rows are to go, the second
//! takes over, batch after batch, each all or none. A row that says what a record of the same person says that was taken
//! over before is not taken again: so after a stop the same command goes on where it stopped, and of a file that was
//! put right only the rows that are different come in.

mod taking;
mod told;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::acting::{Acting, ActingArgs};
use crate::failure::{Failure, Outcome};
use crate::progress::Meter;
use crate::words;
use clew_exchange::records::{self, Batch, Reading, RecordsMapping, Request};
use clew_practice::pack::Pack;
use clew_service::local_time;
use taking::{Taking, Written};

/// What to read, and where it goes.
#[derive(Debug, clap::Args)]
pub struct RecordsArgs {
    /// CSV file of the old system, with headings.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Which column is what (TOML).
    #[arg(long, value_name = "FILE")]
    mapping: PathBuf,
    /// List the issues and the totals, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Take the rows without errors, and write the others to this file, to be put right and imported by themselves.
    #[arg(long, value_name = "FILE")]
    refused: Option<PathBuf>,
    /// Answer in JSON, for machines.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    acting: ActingArgs,
}

/// Everything that a reading needs.
struct Work<'w> {
    args: &'w RecordsArgs,
    acting: &'w Acting,
    mapping: RecordsMapping,
    packs: Vec<Arc<Pack>>,
    teams: BTreeSet<String>,
    name: String,
}

/// Reads, and writes when nothing stands in the way.
///
/// # Errors
/// When a file cannot be read, the mapping is not sound, or the database refuses; then it is said what is in.
pub fn run(args: &RecordsArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let name = args.file.display().to_string();
    let origin = args
        .file
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let acting = args.acting.begin(Some(format!("import of {origin}")))?;
    let packs = acting.service.packs()?;
    let Some(mapping) = mapping(&args.mapping, &packs, out)? else {
        return Ok(Outcome::Found);
    };
    let memory = acting.service.memory();
    let teams = memory
        .book()
        .units
        .iter()
        .map(|unit| unit.id.to_string())
        .collect();
    drop(memory);
    let work = Work {
        args,
        acting: &acting,
        mapping,
        packs,
        teams,
        name,
    };
    let mut taking = Taking::new(&acting, &work.mapping);
    let mut reading = work.look(&mut taking)?;
    reading.issues.sort_by_key(|issue| issue.row);
    let may = !reading.has_errors() || (args.refused.is_some() && reading.totals.rows.taken > 0);
    let mut written = None;
    if may && !args.dry_run {
        written = Some(work.write(&mut taking)?);
        acting.keep_fast();
    }
    match args.json {
        true => {
            serde_json::to_writer_pretty(
                &mut *out,
                &told::as_json(&reading, taking.here, written.as_ref()),
            )?;
            writeln!(out)?;
        }
        false => told::print(args, &reading, (taking.here, written.as_ref()), out)?,
    }
    Ok(match reading.has_errors() {
        true => Outcome::Found,
        false => Outcome::Clean,
    })
}

/// The mapping; none when it is not sound, and then it is said why.
fn mapping(
    path: &Path,
    packs: &[Arc<Pack>],
    out: &mut dyn Write,
) -> Result<Option<RecordsMapping>, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", path.display())))?;
    let packs: Vec<&Pack> = packs.iter().map(|pack| &**pack).collect();
    match RecordsMapping::read(&path.display().to_string(), &text, &packs) {
        Ok(mapping) => Ok(Some(mapping)),
        Err(issues) => {
            for issue in &issues {
                writeln!(out, "{issue}")?;
            }
            writeln!(
                out,
                "Nothing was read: the mapping has {}.",
                words::count(issues.len(), "error")
            )?;
            Ok(None)
        }
    }
}

impl Work<'_> {
    /// The first reading: every issue, who is known, and what is here already.
    fn look(&self, taking: &mut Taking<'_>) -> Result<Reading, Failure> {
        let mut failed = None;
        let mut take = |batch: Batch<'_>| {
            let refusals = taking.refusals(batch.records);
            match refusals
                .and_then(|refusals| taking.look(batch.records, &refusals).map(|()| refusals))
            {
                Ok(refusals) => ControlFlow::Continue(refusals),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        };
        let reading = self.read(None, "reading", &mut take)?;
        failed.map_or(Ok(reading), Err)
    }

    /// The second reading: everything is taken over, batch after batch.
    fn write(&self, taking: &mut Taking<'_>) -> Result<Written, Failure> {
        taking.begin_again();
        let mut written = Written::default();
        let mut failed = None;
        let mut refused = match &self.args.refused {
            Some(path) => {
                let file = File::create_new(path).map_err(|error| {
                    Failure::new(format!("cannot write {}: {error}", path.display()))
                        .hint("name a file that is not there yet")
                })?;
                Some(BufWriter::new(file))
            }
            None => None,
        };
        let mut take = |batch: Batch<'_>| {
            let done = taking.refusals(batch.records).and_then(|refusals| {
                taking
                    .take(&batch, &refusals, &mut written)
                    .map(|()| refusals)
            });
            match done {
                Ok(refusals) => ControlFlow::Continue(refusals),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        };
        let sink = refused.as_mut().map(|file| file as &mut dyn Write);
        self.read(sink, "writing", &mut take)?;
        let Some(error) = failed else {
            return Ok(written);
        };
        if let Some(path) = &self.args.refused {
            // It was made here, and will be made whole when the command is given again.
            let _ = std::fs::remove_file(path);
        }
        Err(taking::stopped(error, &written))
    }

    fn read<'r>(
        &'r self,
        refused: Option<&'r mut (dyn Write + 'r)>,
        doing: &str,
        take: records::TakeBatch<'r>,
    ) -> Result<Reading, Failure> {
        let mut meter = Meter::new("import");
        meter.doing(doing);
        let path = &self.args.file;
        let unreadable = |error: &std::io::Error| {
            Failure::new(format!("cannot read {}: {error}", path.display()))
        };
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        let packs: Vec<&Pack> = self.packs.iter().map(|pack| &**pack).collect();
        let request = Request {
            file: &self.name,
            mapping: &self.mapping,
            packs: &packs,
            teams: &self.teams,
            today: local_time::day_of(self.acting.caller.at),
        };
        let mut input = BufReader::with_capacity(1 << 16, file);
        let mut taken = |batch: Batch<'_>| take(batch);
        let mut refused = refused;
        let sink = refused.as_mut().map(|sink| &mut **sink as &mut dyn Write);
        records::read(&request, &mut input, sink, &mut taken).map_err(|error| unreadable(&error))
    }
}
