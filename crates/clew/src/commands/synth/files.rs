//! A synthetic council as files: people, a table for each form, the true answers, and what all that is.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use clew_practice::pack::{Form, Pack};
use clew_practice::person::Person;
use clew_practice::record::{Record, Stage, Value};
use clew_synth::{Council, Made};

use super::SynthArgs;
use crate::failure::Failure;
use crate::progress::Meter;
use crate::words;

type Table = csv::Writer<BufWriter<File>>;

const PEOPLE: [&str; 10] = [
    "person",
    "version",
    "name",
    "born",
    "gender",
    "old_system",
    "address",
    "locality",
    "since",
    "warnings",
];
const RECORD: [&str; 10] = [
    "record",
    "process",
    "episode",
    "person",
    "old_system",
    "team",
    "event_date",
    "recorded_at",
    "recorded_by",
    "stage",
];

/// Writes the council into a folder that is not there yet, or is empty.
///
/// # Errors
/// When something is in the folder, or it cannot be written.
pub(super) fn write(args: &SynthArgs, folder: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let unwritable = |error: &dyn std::fmt::Display| {
        Failure::new(format!("cannot write {}: {error}", folder.display()))
    };
    fs::create_dir_all(folder).map_err(|error| unwritable(&error))?;
    let mut there = fs::read_dir(folder).map_err(|error| unwritable(&error))?;
    if there.next().is_some() {
        return Err(unwritable(&"something is in it").hint("name a folder that is not there yet"));
    }
    let pack = super::pack()?;
    let mut council = Council::new(&pack, args.size(), args.seed)?;
    let mut files = Files::begin(folder, &pack).map_err(|error| unwritable(&error))?;
    let mut meter = Meter::new("synth");
    for made in council.by_ref() {
        files.add(&made).map_err(|error| unwritable(&error))?;
        meter.at(files.records, args.size);
    }
    drop(meter);
    files.finish().map_err(|error| unwritable(&error))?;
    let truth = council.truth().csv();
    fs::write(folder.join("truth.csv"), &truth).map_err(|error| unwritable(&error))?;
    let bad_year = council.bad_year();
    fs::write(
        folder.join("README.md"),
        readme(args, &pack, &files, bad_year),
    )
    .map_err(|error| unwritable(&error))?;
    writeln!(
        out,
        "Made in {}: {} of {}, {}, and {} true answers. All of it is invented.",
        folder.display(),
        words::count(files.records, "record"),
        words::count(files.tables.len(), "form"),
        words::count_of(
            usize::try_from(files.people_met).unwrap_or(usize::MAX),
            "people"
        ),
        truth.lines().count().saturating_sub(1)
    )?;
    Ok(())
}

/// The files under way.
struct Files<'f> {
    folder: &'f Path,
    pack: &'f Pack,
    people: Table,
    tables: BTreeMap<String, Table>,
    people_met: u64,
    records: u64,
}

impl<'f> Files<'f> {
    fn begin(folder: &'f Path, pack: &'f Pack) -> Result<Self, csv::Error> {
        let mut people = table(folder, "people")?;
        people.write_record(PEOPLE)?;
        Ok(Files {
            folder,
            pack,
            people,
            tables: BTreeMap::new(),
            people_met: 0,
            records: 0,
        })
    }

    fn add(&mut self, made: &Made) -> Result<(), csv::Error> {
        match made {
            Made::Person(person) => {
                self.people_met += u64::from(person.version == 1);
                self.people.write_record(person_cells(person))
            }
            Made::Record(record) => {
                self.records += 1;
                let Some(form) = self.pack.forms.get(&record.form) else {
                    return Ok(());
                };
                if !self.tables.contains_key(&record.form) {
                    let mut made = table(self.folder, &record.form)?;
                    let fields = form.fields.iter().map(|field| field.code.as_str());
                    made.write_record(RECORD.into_iter().chain(fields))?;
                    self.tables.insert(record.form.clone(), made);
                }
                match self.tables.get_mut(&record.form) {
                    Some(table) => table.write_record(record_cells(form, record)),
                    None => Ok(()),
                }
            }
        }
    }

    fn finish(&mut self) -> std::io::Result<()> {
        self.people.flush()?;
        self.tables.values_mut().try_for_each(csv::Writer::flush)
    }
}

fn table(folder: &Path, name: &str) -> Result<Table, csv::Error> {
    let file = File::create_new(folder.join(format!("{name}.csv")))?;
    Ok(csv::Writer::from_writer(BufWriter::new(file)))
}

fn person_cells(person: &Person) -> [String; 10] {
    let address = person.addresses.last();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    [
        person.number.0.to_string(),
        person.version.to_string(),
        person.name.clone(),
        person
            .birth
            .map_or_else(String::new, |birth| birth.day.to_string()),
        text(person.gender.as_deref()),
        text(
            person
                .identifiers
                .first()
                .map(|identifier| identifier.value.as_str()),
        ),
        address.map_or_else(String::new, |address| address.lines.replace('\n', ", ")),
        text(address.map(|address| address.locality.as_str())),
        address.map_or_else(String::new, |address| address.from.to_string()),
        person.warnings.join("; "),
    ]
}

fn record_cells(form: &Form, record: &Record) -> Vec<String> {
    let moment = clew_journal::Moment::from_microseconds(record.recorded_at * 1_000_000);
    let stage = match record.stage {
        Stage::Draft => "draft",
        Stage::Complete => "complete",
        Stage::Authorised => "authorised",
        Stage::Withdrawn => "withdrawn",
    };
    let mut cells = vec![
        record.number.0.to_string(),
        record.process.clone().unwrap_or_default(),
        record.episode.0.to_string(),
        record.person.0.to_string(),
        format!("S{:08}", record.person.0),
        record.team.clone(),
        record.event_date.to_string(),
        moment.to_string(),
        record.recorded_by.clone(),
        stage.to_owned(),
    ];
    cells.extend(form.fields.iter().map(|field| {
        let value = record.values.get(&field.code);
        value.map_or_else(String::new, cell)
    }));
    cells
}

fn cell(value: &Value) -> String {
    match value {
        Value::Day(day) => day.to_string(),
        Value::Text(text) | Value::Choice(text) | Value::Code(text) => text.clone(),
        Value::Number(number) => number.normalize().to_string(),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Choices(codes) => codes.join(";"),
        Value::Person(person) => person.0.to_string(),
    }
}

fn readme(
    args: &SynthArgs,
    pack: &Pack,
    files: &Files<'_>,
    bad_year: Option<(clew_calendar::Day, clew_calendar::Day)>,
) -> String {
    let bad = bad_year.map_or_else(String::new, |(first, last)| {
        format!(
            "\nFrom {first} to {last} more came in, less was done in time and more was recorded late: a bad year, \
             to be found.\n"
        )
    });
    format!(
        "# A synthetic council\n\n\
         **Everything here is invented.** There is no such council, and nobody in these files is real: names, addresses\n\
         and texts were made by a program from a number. Use it to try things out, to teach and to test; publish no\n\
         figure of it as if it were one of a council.\n\n\
         Made with `clew synth --size {} --seed {} --from {} --to {}`; the same command makes the same files. The forms\n\
         are those of the pack {} {}.\n{bad}\n\
         | file | what it is |\n| --- | --- |\n\
         | `people.csv` | {} people, one line for each version: who moved has two |\n\
         | `FORM.csv` | {} records of {} forms, a file for each, with one column for each field |\n\
         | `truth.csv` | the true answers: for each measure, quarter, team and locality how many were met, missed, left out and not yet due, and how many there were, as known at the end of the last day |\n\n\
         Days are written 2026-04-01, choices by their codes, several choices with `;` between them. `episode` is the\n\
         record that opened the case, `old_system` the person's identifier, `recorded_at` when the record was recorded,\n\
         in universal time.\n",
        args.size,
        args.seed,
        args.from,
        args.to,
        pack.code,
        pack.version,
        files.people_met,
        files.records,
        files.tables.len(),
    )
}
