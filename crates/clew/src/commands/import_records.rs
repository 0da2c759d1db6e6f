//! `clew import records`: records of people from a CSV file of an old system, through a mapping of columns.
//!
//! The file is read twice. The first reading writes nothing: it lists every issue and says what would be taken. Only
//! when no row is refused, or `--refused` says where the refused rows are to go, the second writes, batch after batch,
//! each as one transaction of people and one or two of records. The id of each follows from what is in it, so after a
//! stop, of whatever sort, the same command goes on where it stopped, and does nothing twice.

mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::acting::{Acting, ActingArgs};
use crate::failure::{Failure, Outcome};
use crate::progress::Meter;
use crate::words;
use clew_exchange::records::{
    self, Batch, OldPerson, OldRecord, Reading, RecordsMapping, Refusal, Request,
};
use clew_journal::{Digest, Subject};
use clew_plan::UnitId;
use clew_practice::pack::Pack;
use clew_practice::record::{PersonNumber, RecordNumber};
use clew_service::{Caller, Done, PersonRequest, RecordRequest, local_time};

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

/// What people and cases of the old system are called here.
#[derive(Default)]
struct Known {
    people: BTreeMap<(String, String), PersonNumber>,
    cases: BTreeMap<String, RecordNumber>,
}

/// What was written.
#[derive(Default)]
struct Written {
    people: u64,
    records: u64,
    /// Records that were there already, from the same rows.
    repeated: u64,
    /// The line of the last row that is in.
    last_line: u64,
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
    let mut known = Known::default();
    let reading = work.look(&mut known)?;
    let may = !reading.has_errors() || (args.refused.is_some() && reading.totals.rows.taken > 0);
    let mut written = None;
    if may && !args.dry_run {
        written = Some(work.write(&mut known)?);
        acting.keep_fast();
    }
    match args.json {
        true => {
            serde_json::to_writer_pretty(&mut *out, &told::as_json(&reading, written.as_ref()))?;
            writeln!(out)?;
        }
        false => told::print(args, &reading, written.as_ref(), out)?,
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

fn key(person: &OldPerson) -> (String, String) {
    let identifier = &person.identifier;
    (identifier.kind.clone(), identifier.value.clone())
}

impl Work<'_> {
    /// The first reading: every issue, and who is known.
    fn look(&self, known: &mut Known) -> Result<Reading, Failure> {
        let mut failed = None;
        let mut entered: BTreeSet<(String, String)> = BTreeSet::new();
        let mut take = |batch: Batch<'_>| match self.who(batch.records, known) {
            Ok(()) => ControlFlow::Continue(unknown(batch.records, known, &mut entered)),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        };
        let reading = self.read(None, "reading", &mut take)?;
        failed.map_or(Ok(reading), Err)
    }

    /// The second reading: everything is put in, batch after batch.
    fn write(&self, known: &mut Known) -> Result<Written, Failure> {
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
        let mut entered = BTreeSet::new();
        let mut take = |batch: Batch<'_>| {
            let refusals = unknown(batch.records, known, &mut entered);
            let out: BTreeSet<usize> = refusals.iter().map(|refusal| refusal.place).collect();
            let sound = batch.records.iter().enumerate();
            let sound = sound.filter(|(place, _)| !out.contains(place));
            let sound: Vec<&OldRecord> = sound.map(|(_, record)| record).collect();
            let id = batch_id(batch.place, batch.records);
            let put_in = id.and_then(|id| self.put_in(&id, &sound, known, &mut written));
            match put_in {
                Ok(()) => ControlFlow::Continue(refusals),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        };
        let refused = refused.as_mut().map(|file| file as &mut dyn Write);
        self.read(refused, "writing", &mut take)?;
        let Some(error) = failed else {
            return Ok(written);
        };
        if let Some(path) = &self.args.refused {
            // It was made here, and will be made whole when the command is given again.
            let _ = std::fs::remove_file(path);
        }
        Err(stopped(error, &written))
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

    /// Finds those of a batch who are known.
    fn who(&self, records: &[OldRecord], known: &mut Known) -> Result<(), Failure> {
        let asked: BTreeSet<(String, String)> = records
            .iter()
            .map(|record| key(&record.person))
            .filter(|key| !known.people.contains_key(key))
            .collect();
        let caller = &self.acting.caller;
        let found = self
            .acting
            .service
            .people_identified(&caller.actor, caller.at, &asked)?;
        known.people.extend(found);
        Ok(())
    }

    /// Puts a batch in: who is new, then the records, those that open a case before those that follow.
    fn put_in(
        &self,
        id: &str,
        records: &[&OldRecord],
        known: &mut Known,
        written: &mut Written,
    ) -> Result<(), Failure> {
        self.enter(id, records, known, written)?;
        let mut opening: BTreeSet<&str> = BTreeSet::new();
        let (mut first, mut followers) = (Vec::new(), Vec::new());
        for record in records.iter().copied() {
            let case = record.case.as_deref();
            let case = case.filter(|case| !known.cases.contains_key(*case));
            match case.is_some_and(|case| !opening.insert(case)) {
                true => followers.push(record),
                false => first.push(record),
            }
        }
        for (wave, records) in [("a", first), ("b", followers)] {
            if records.is_empty() {
                continue;
            }
            let requests: Result<Vec<_>, _> = records
                .iter()
                .map(|record| request(record, known))
                .collect();
            let caller = self.caller(format!("{id}-{wave}"));
            let done = self
                .acting
                .service
                .complete_records(&caller, &requests?)
                .map_err(|error| Failure::from(error).hint(lines_of(&records)))?;
            for (record, number) in records.iter().zip(numbers(&done)?) {
                if let Some(case) = &record.case {
                    known
                        .cases
                        .entry(case.clone())
                        .or_insert(RecordNumber(number));
                }
            }
            let count = records.len() as u64;
            if done.repeated {
                written.repeated += count;
            } else {
                written.records += count;
            }
        }
        written.last_line = records
            .last()
            .map_or(written.last_line, |record| record.line);
        Ok(())
    }

    /// Enters those of a batch who are not known yet.
    fn enter(
        &self,
        id: &str,
        records: &[&OldRecord],
        known: &mut Known,
        written: &mut Written,
    ) -> Result<(), Failure> {
        let mut new: BTreeMap<(String, String), (UnitId, PersonRequest)> = BTreeMap::new();
        for record in records {
            let key = key(&record.person);
            if !known.people.contains_key(&key)
                && let Some(request) = person_request(&record.person)
            {
                new.entry(key)
                    .or_insert((record.team.as_str().into(), request));
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        let requests: Vec<(UnitId, PersonRequest)> = new.values().cloned().collect();
        let done = self
            .acting
            .service
            .enter_people(&self.caller(format!("{id}-p")), &requests)?;
        for (key, number) in new.into_keys().zip(numbers(&done)?) {
            known.people.insert(key, PersonNumber(number));
        }
        if !done.repeated {
            written.people += requests.len() as u64;
        }
        Ok(())
    }

    fn caller(&self, id: String) -> Caller {
        Caller {
            id,
            ..self.acting.caller.clone()
        }
    }
}

/// Who of a batch is not known and cannot be entered, because no row up to theirs gives a name.
fn unknown(
    records: &[OldRecord],
    known: &Known,
    entered: &mut BTreeSet<(String, String)>,
) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for (place, record) in records.iter().enumerate() {
        let key = key(&record.person);
        if known.people.contains_key(&key) || entered.contains(&key) {
            continue;
        }
        if record.person.details.is_some() {
            entered.insert(key);
            continue;
        }
        let message = format!(
            "nobody whom you may open is known by {} \"{}\"",
            key.0, key.1
        );
        let suggestion = "enter them first, or give name = \"…\" under [person] in the mapping";
        refusals.push(Refusal::new(place, "unknown-person", message, suggestion));
    }
    refusals
}

/// The id of a batch: the same rows at the same place have the same, whatever else is in the file. It is that of all
/// rows without an error of their own, so that it does not depend on who is known.
fn batch_id(place: u64, records: &[OldRecord]) -> Result<String, Failure> {
    let written = serde_json::to_string(records)?;
    let digest = Digest::of(format!("{place} {written}").as_bytes());
    Ok(format!("import-records-{digest}"))
}

fn person_request(person: &OldPerson) -> Option<PersonRequest> {
    let details = person.details.clone()?;
    Some(PersonRequest {
        name: details.name,
        birth: details.born,
        gender: details.gender,
        identifiers: vec![person.identifier.clone()],
        addresses: details.address.into_iter().collect(),
        ..PersonRequest::default()
    })
}

fn request(record: &OldRecord, known: &Known) -> Result<RecordRequest, Failure> {
    let person = known.people.get(&key(&record.person)).copied();
    let person = person
        .ok_or_else(|| Failure::new(format!("line {}: nobody is known by that", record.line)))?;
    let case = record.case.as_ref().and_then(|case| known.cases.get(case));
    Ok(RecordRequest {
        form: record.form.clone(),
        process: record.process.clone(),
        episode: case.copied(),
        person,
        team: record.team.as_str().into(),
        values: record.values.clone(),
        draft: None,
    })
}

/// The numbers of what a call made, in order.
fn numbers(done: &Done) -> Result<Vec<u64>, Failure> {
    let number = |row: &clew_journal::Row| {
        let subject: Option<Subject> = row.subject.parse().ok();
        let number = subject.and_then(|subject| subject.practice_number());
        number.map(|(_, number)| number).ok_or_else(|| {
            Failure::new(format!(
                "entry {} is not of a person or a record",
                row.sequence
            ))
        })
    };
    done.rows.iter().map(number).collect()
}

/// Which lines a refusal counts from.
fn lines_of(records: &[&OldRecord]) -> String {
    let (first, last) = (records.first(), records.last());
    let line = |record: Option<&&OldRecord>| record.map_or(0, |record| record.line);
    format!(
        "the numbers count the records of one batch, the first of which is on line {} and the last on line {}",
        line(first),
        line(last)
    )
}

/// The failure, with what is in and how to go on.
fn stopped(mut failure: Failure, written: &Written) -> Failure {
    let is_in = match written.records + written.repeated {
        0 => "nothing was recorded".to_owned(),
        records => format!(
            "{} up to line {} are in, and nothing after it",
            words::count(records, "record"),
            written.last_line
        ),
    };
    let hint = failure
        .hint
        .take()
        .map_or_else(String::new, |hint| format!("{hint}; "));
    failure.hint(format!(
        "{hint}{is_in}. Put it right and give the same command again: it goes on there, and does nothing twice"
    ))
}
