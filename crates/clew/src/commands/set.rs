//! `clew set`: one record changed field by field, or added.

use std::io::Write;

use clew_exchange::columns::{CellType, Column, Table, columns, table_also_called, table_called};
use clew_exchange::import::{self, Options};
use clew_exchange::{Issue, Severity};
use clew_plan::{Book, Code, Kind};
use clew_service::{Incoming, Memory};
use serde_json::Value;

use super::import::confirmed;
use crate::acting::{ActingArgs, TellArgs};
use crate::failure::{Failure, Outcome};

/// Which record, and what of it.
#[derive(Debug, clap::Args)]
pub struct SetArgs {
    /// Kind of record: measure, target, forum, outcome, action, risk, …
    #[arg(value_name = "KIND")]
    kind: String,
    /// What identifies it (for a target: measure and period), then FIELD=VALUE; FIELD= empties it.
    /// The organisation needs nothing to identify it.
    #[arg(required = true, value_name = "KEY… FIELD=VALUE")]
    words: Vec<String>,
    /// Why, in a sentence that will be read in a year.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// A question about a figure of an open cycle that you confirm, by its word, or "all"; may be
    /// given again.
    #[arg(long = "confirm", value_name = "QUESTION")]
    confirm: Vec<String>,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

/// Changes the record, or adds it when it is not there.
///
/// # Errors
/// When the kind, a field or a value is not sound, or the caller may not.
pub fn run(args: &SetArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let table = table(&args.kind)?;
    let acting = args.acting.begin(None)?;
    let memory = acting.service.memory();
    let wishes = Wishes::read(table, &args.words)?;
    let text = wishes.as_csv(&memory)?;
    let existing = given(&memory);
    let options = Options {
        existing: Some(&existing),
        ..Options::default()
    };
    let imported = import::from_bytes(&format!("{}.csv", table.name()), text.as_bytes(), &options);
    let errors: Vec<String> = told(&imported.issues, Severity::Error);
    if !errors.is_empty() {
        return Err(Failure::new(errors.join("\n  ")));
    }
    for doubt in told(&imported.issues, Severity::Warning) {
        let _ = writeln!(std::io::stderr(), "note: {doubt}");
    }
    let incoming = Incoming {
        book: imported.book,
        seen: memory.state().head.sequence,
        reason: args.reason.clone(),
    };
    drop(memory);
    let answers = confirmed(&args.confirm)?;
    let service = &acting.service;
    let done = service.take_in_answered(&acting.caller, &incoming, &answers)?;
    acting.tell(&done, args.tell, out)
}

/// The rule that tells of a known value that changes, which is what was asked for here.
const CHANGES_A_VALUE: &str = "replaces-known-value";

/// Issues of a severity by their fields; there is only one row.
fn told(issues: &[Issue], severity: Severity) -> Vec<String> {
    let wanted = |issue: &&Issue| issue.severity == severity && issue.rule != CHANGES_A_VALUE;
    let line = |issue: &Issue| {
        let field = issue.column.as_ref().map(|column| format!("{column}: "));
        let field = field.unwrap_or_default();
        format!("{field}{}; {}", issue.message, issue.suggestion)
    };
    issues.iter().filter(wanted).map(line).collect()
}

/// The Book as it was given, without what formulas add.
pub fn given(memory: &Memory) -> Book {
    let mut book = memory.book().clone();
    book.figures.truncate(memory.state().figures_given());
    book
}

/// The kind of record that a word names.
///
/// # Errors
/// When there is none.
pub fn table(name: &str) -> Result<Table, Failure> {
    table_called(name)
        .or_else(|| table_also_called(name))
        .ok_or_else(|| {
            let names: Vec<&str> = Table::all().map(Table::name).collect();
            Failure::new(format!("there is no kind of record called {name:?}"))
                .hint(format!("the kinds are: {}", names.join(", ")))
        })
}

/// What a record is to become.
struct Wishes<'word> {
    table: Table,
    keys: Vec<&'word str>,
    fields: Vec<(&'static Column, &'word str)>,
}

impl<'word> Wishes<'word> {
    fn read(table: Table, words: &'word [String]) -> Result<Self, Failure> {
        let needed = identifying(table).filter(|part| part.required).count();
        // Where the key may end, a word with a sign = is a field, even one that is misspelt.
        let is_field = |(place, word): (usize, &String)| {
            word.split_once('=')
                .is_some_and(|(name, _)| place >= needed || field(table, name).is_some())
        };
        let keys = words
            .iter()
            .enumerate()
            .position(is_field)
            .unwrap_or(words.len());
        let (keys, rest) = words.split_at(keys);
        let mut fields = Vec::new();
        for word in rest {
            let (name, value) = word.split_once('=').ok_or_else(|| {
                Failure::new(format!("{word:?} is no FIELD=VALUE"))
                    .hint("what identifies the record comes first, the fields after it")
            })?;
            let column = field(table, name).ok_or_else(|| no_field(table, name))?;
            if is_key(table, column) {
                return Err(Failure::new(format!(
                    "{} identifies the record and cannot be set",
                    column.heading()
                ))
                .hint("withdraw the record and add another"));
            }
            fields.push((column, value));
        }
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        enough(table, &keys)?;
        if fields.is_empty() && table == Table::Organisation {
            return Err(Failure::new("nothing is to be set").hint("give at least one FIELD=VALUE"));
        }
        Ok(Self {
            table,
            keys,
            fields,
        })
    }

    /// The record as a sheet of one row, every field of the earlier one among them.
    fn as_csv(&self, memory: &Memory) -> Result<String, Failure> {
        let mut only = Book::default();
        match self.table {
            Table::Organisation => only.organisation.clone_from(&memory.book().organisation),
            Table::Records(kind) => {
                let found = place(memory, kind, &self.keys)?;
                only.extend(found.and_then(|place| memory.book().record(kind, place)));
            }
        }
        let files = clew_exchange::export::csv_files(&only)?;
        let earlier = files.first().map(|(_, text)| row_of(text)).transpose()?;
        let there = earlier.is_some();
        let mut cells = earlier.unwrap_or_else(|| vec![String::new(); columns(self.table).len()]);
        let mut keys = self.keys.iter();
        for (column, cell) in columns(self.table).iter().zip(&mut cells) {
            let wish = self
                .fields
                .iter()
                .rev()
                .find(|(wished, _)| wished.name == column.name);
            if let Some((_, value)) = wish {
                (*value).clone_into(cell);
            } else if is_key(self.table, column) && !there {
                keys.next().copied().unwrap_or_default().clone_into(cell);
            }
            // What a cell said in its own words no longer goes with another value.
            let kept = columns(self.table)
                .iter()
                .find(|other| other.text_kept_in == Some(column.name));
            if kept.is_some_and(|kept| {
                self.fields
                    .iter()
                    .any(|(wished, _)| wished.name == kept.name)
            }) && wish.is_none()
            {
                cell.clear();
            }
        }
        one_row(self.table, &cells)
    }
}

/// Whether a column tells one record from another; there is only one organisation.
fn is_key(table: Table, column: &Column) -> bool {
    column.identifies && table != Table::Organisation
}

fn identifying(table: Table) -> impl Iterator<Item = &'static Column> {
    columns(table)
        .iter()
        .filter(move |column| is_key(table, column))
}

fn field(table: Table, name: &str) -> Option<&'static Column> {
    columns(table).iter().find(|column| column.is_called(name))
}

fn no_field(table: Table, name: &str) -> Failure {
    let names: Vec<&str> = columns(table)
        .iter()
        .filter(|column| !is_key(table, column))
        .map(|column| column.name)
        .collect();
    Failure::new(format!("{} have no field called {name:?}", table.name()))
        .hint(format!("the fields are: {}", names.join(", ")))
}

/// Refuses a key with too few or too many parts.
fn enough(table: Table, keys: &[&str]) -> Result<(), Failure> {
    let parts: Vec<&Column> = identifying(table).collect();
    let needed = parts.iter().filter(|part| part.required).count();
    if (needed..=parts.len()).contains(&keys.len()) {
        return Ok(());
    }
    let names: Vec<&str> = parts.iter().map(|part| part.name).collect();
    Err(Failure::new(format!(
        "a record of the kind {} is identified by {}, and {} words are given",
        table.name(),
        if names.is_empty() { "nothing".to_owned() } else { names.join(", ") },
        keys.len()
    ))
    .hint("write what identifies it first, in quotation marks where it has spaces, and then FIELD=VALUE"))
}

/// The place of the record that the keys name; none when it is not there.
///
/// # Errors
/// When several records are alike in what the keys name.
pub fn place(memory: &Memory, kind: Kind, keys: &[&str]) -> Result<Option<usize>, Failure> {
    let parts: Vec<&Column> = identifying(Table::Records(kind)).collect();
    let wanted: Vec<(&Column, String)> = parts
        .iter()
        .enumerate()
        .map(|(place, part)| {
            (
                *part,
                comparable(part, keys.get(place).copied().unwrap_or_default()),
            )
        })
        .collect();
    let given = memory.state().figures_given();
    let records = memory.book().records(kind);
    let all = if kind == Kind::Figure {
        given
    } else {
        records.len()
    };
    let mut found = Vec::new();
    for (place, record) in records.take(all).enumerate() {
        let record = serde_json::to_value(record)?;
        let is = |(part, wanted): &(&Column, String)| {
            let there = match record.get(part.name) {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(text)) => comparable(part, text),
                Some(other) => other.to_string(),
            };
            there == *wanted
        };
        if wanted.iter().all(is) {
            found.push(place);
        }
    }
    match found.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(*only)),
        several => Err(Failure::new(format!(
            "{} records of the kind {} are alike in that; use an import to change them",
            several.len(),
            kind.name()
        ))),
    }
}

/// A part of a key in a form in which the same is written the same.
fn comparable(column: &Column, text: &str) -> String {
    match column.cell {
        CellType::Code | CellType::Measure | CellType::OpenMeasure => text
            .parse::<Code>()
            .map_or_else(|_| text.to_owned(), |code| code.key().to_string()),
        CellType::Period | CellType::PeriodOrDay => clew_exchange::cells::read_period(text)
            .map_or_else(|_| text.to_owned(), |period| period.to_string()),
        CellType::Day => {
            crate::words::day(text).map_or_else(|_| text.to_owned(), |day| day.to_string())
        }
        _ => text.trim().to_owned(),
    }
}

fn row_of(text: &str) -> Result<Vec<String>, Failure> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let record = reader.records().next().transpose();
    let record = record.map_err(|error| Failure::new(error.to_string()))?;
    Ok(record.iter().flatten().map(str::to_owned).collect())
}

fn one_row(table: Table, cells: &[String]) -> Result<String, Failure> {
    let headings = columns(table)
        .iter()
        .map(|column| column.heading().into_owned());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer
        .write_record(headings)
        .and_then(|()| writer.write_record(cells));
    written.map_err(|error| Failure::new(error.to_string()))?;
    let bytes = writer
        .into_inner()
        .map_err(|error| Failure::new(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Failure::new(error.to_string()))
}
