//! Records of an old system: a CSV file with a mapping, read row by row, with every issue named and totals to be held
//! against the old system's own.
//!
//! The file may be of any length: nothing is kept of it but the first issues, the totals, and the batch of rows that is
//! at hand. Nothing is written here, and nothing is known of a database; whoever reads hands on each batch and may
//! still refuse rows of it, for example because the person is not known.

mod dates;
mod lines;
mod mapping;
mod row;
mod totals;
mod values;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Write};
use std::ops::ControlFlow;

use clew_calendar::Day;
use clew_practice::pack::{Pack, PackCode};
use clew_practice::person::{Address, Birth, Identifier};
use clew_practice::record::Value;
use encoding_rs::WINDOWS_1252;
use serde::Serialize;

use crate::cells::plain;
use crate::issue::{Issue, Problem, Severity};
pub use dates::DatePattern;
use lines::{Broken, LONGEST_ROW, RawRow, Rows};
use mapping::Encoding;
pub use mapping::{MappingIssue, RecordsMapping};
use row::{Cells, Places};
use totals::Counted;
pub use totals::{ColumnSum, ISSUES_KEPT, Reading, RowCount, Totals};

/// Rows of the file that are handed on together: read rows, whether they are refused or not, so that putting a row right
/// does not move the others to another batch.
pub const BATCH: u64 = 500;

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The file's name, for issues.
    pub file: &'a str,
    /// Which column is what.
    pub mapping: &'a RecordsMapping,
    /// The packs in force, with the forms that are filled.
    pub packs: &'a [&'a Pack],
    /// The teams that there are.
    pub teams: &'a BTreeSet<String>,
    /// Today: what happened cannot lie after it.
    pub today: Day,
}

/// A person as a row names them.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct OldPerson {
    /// How the old system knows them.
    pub identifier: Identifier,
    /// What to enter where nobody is known by that; none when the row does not give a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<NewPerson>,
}

/// What is entered of somebody who is not known yet.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct NewPerson {
    /// Their name.
    pub name: String,
    /// Their birth, if it is given; a year alone is an estimate.
    pub born: Option<Birth>,
    /// Their gender, by the code of a choice.
    pub gender: Option<String>,
    /// Where they live, from their birth on as far as is known.
    pub address: Option<Address>,
}

/// A row without an error: a record that can be taken over.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct OldRecord {
    /// The line of the file on which the row begins, counted from 1.
    pub line: u64,
    /// Its form.
    pub form: PackCode,
    /// The process it belongs to, if any.
    pub process: Option<PackCode>,
    /// Whom it is about.
    pub person: OldPerson,
    /// The team that records it.
    pub team: String,
    /// The old system's name for the case that it belongs to, if the mapping says where that stands.
    pub case: Option<String>,
    /// The day on which it was recorded in the old system, if the mapping says where that stands.
    pub recorded: Option<Day>,
    /// Who recorded it there, in the old system's words, if the mapping says where that stands.
    pub recorded_by: Option<String>,
    /// What was filled, by field.
    pub values: BTreeMap<PackCode, Value>,
}

/// Rows that are handed on together, and which of the batches of the file they are.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'b> {
    /// The place of the batch in the file, counted from 0.
    pub place: u64,
    /// Its rows without an error, in order. There may be none.
    pub records: &'b [OldRecord],
}

/// A row that whoever reads refuses: its place in the batch, the column, and what is wrong.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The place of the row in the batch.
    pub place: usize,
    /// The column, if it is about one.
    pub column: Option<String>,
    /// What is wrong.
    pub problem: Problem,
}

impl Refusal {
    /// A row of a batch is refused.
    #[must_use]
    pub fn new(place: usize, rule: &'static str, message: String, suggestion: &str) -> Refusal {
        Refusal {
            place,
            column: None,
            problem: Problem::new(rule, message, suggestion),
        }
    }
}

/// What whoever reads does with a batch: refuse rows of it and go on, or stop.
pub type TakeBatch<'t> = &'t mut (dyn FnMut(Batch<'_>) -> ControlFlow<(), Vec<Refusal>> + 't);

/// Reads a file, handing on batch after batch. Rows that are refused are written to `refused`, as they stand and below
/// the file's own heading.
///
/// # Errors
/// When the file cannot be read, or the refused rows cannot be written.
pub fn read<'r>(
    request: &'r Request<'r>,
    input: &mut dyn BufRead,
    refused: Option<&'r mut (dyn Write + 'r)>,
    take: TakeBatch<'r>,
) -> io::Result<Reading> {
    let mut reader = Reader {
        request,
        reading: Reading::default(),
        places: Places::new(),
        batch: Vec::new(),
        rows_of_batch: 0,
        place: 0,
        refused,
        take,
    };
    let mut rows = Rows::new(input, request.mapping.separator);
    let heading = rows.next_row()?;
    if reader.heading(heading.as_ref(), &mut rows)? {
        while let Some(row) = rows.next_row()? {
            reader.row(row)?;
            if reader.reading.stopped {
                return Ok(reader.reading);
            }
        }
        if reader.rows_of_batch > 0 {
            reader.hand_on()?;
        }
    }
    Ok(reader.reading)
}

/// A row of the batch at hand.
struct Held {
    counted: Counted,
    bytes: Vec<u8>,
}

struct Reader<'r> {
    request: &'r Request<'r>,
    reading: Reading,
    places: Places,
    batch: Vec<(OldRecord, Held)>,
    rows_of_batch: u64,
    place: u64,
    refused: Option<&'r mut (dyn Write + 'r)>,
    take: TakeBatch<'r>,
}

impl Reader<'_> {
    /// Finds the columns that the mapping names; false when the file cannot be read by it.
    fn heading(&mut self, heading: Option<&RawRow>, rows: &mut Rows<'_>) -> io::Result<bool> {
        let cells = heading.and_then(|row| self.texts(row).ok());
        let Some((row, cells)) = heading.zip(cells) else {
            let problem = Problem::new(
                "no-heading",
                "the file does not begin with a row of headings",
                "export it with headings, as CSV in the encoding that the mapping names",
            );
            self.issue(1, None, problem);
            return Ok(false);
        };
        rows.expect(cells.len());
        for column in self.request.mapping.columns() {
            let named = |cell: &&String| plain(cell) == plain(column) && !cell.trim().is_empty();
            let count = cells.iter().filter(named).count();
            let place = cells.iter().position(|cell| named(&cell));
            match place.filter(|_| count == 1) {
                Some(place) => {
                    self.places.insert(column.to_owned(), place);
                }
                None => self.no_column(column, count, &cells),
            }
        }
        if self.reading.has_errors() {
            return Ok(false);
        }
        self.write_refused(&row.bytes)?;
        Ok(true)
    }

    fn no_column(&mut self, column: &str, count: usize, cells: &[String]) {
        let problem = if count == 0 {
            let known: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
            Problem::new(
                "missing-column",
                format!("the file has no column \"{column}\""),
                format!("put the mapping right; the file has: {}", known.join(", ")),
            )
        } else {
            Problem::new(
                "column-twice",
                format!("the file has {count} columns \"{column}\""),
                "give each a heading of its own",
            )
        };
        self.issue(1, Some(column.to_owned()), problem);
    }

    fn row(&mut self, row: RawRow) -> io::Result<()> {
        let texts = match self.texts(&row) {
            Ok(texts) => texts,
            Err(problem) => return self.broken(&row, problem),
        };
        if texts.iter().all(|text| text.trim().is_empty()) {
            return Ok(());
        }
        let cells = Cells {
            places: &self.places,
            texts: &texts,
        };
        if row::is_skipped(self.request.mapping, &cells) {
            self.reading.totals.skipped += 1;
            return Ok(());
        }
        let (read, counted) = row::read(self.request, &cells, row.line);
        match read {
            Ok(record) => {
                let bytes = if self.refused.is_some() {
                    row.bytes
                } else {
                    Vec::new()
                };
                self.batch.push((record, Held { counted, bytes }));
            }
            Err(problems) => {
                self.reading.count(&counted, false);
                for (column, problem) in problems {
                    self.issue(row.line, column, problem);
                }
                self.write_refused(&row.bytes)?;
            }
        }
        self.next_of_batch()
    }

    /// A line that is no row.
    fn broken(&mut self, row: &RawRow, problem: Problem) -> io::Result<()> {
        self.reading.count(&Counted::default(), false);
        self.issue(row.line, None, problem);
        self.write_refused(&row.bytes)?;
        self.next_of_batch()
    }

    fn next_of_batch(&mut self) -> io::Result<()> {
        self.rows_of_batch += 1;
        if self.rows_of_batch < BATCH {
            return Ok(());
        }
        self.hand_on()
    }

    /// Hands on the batch at hand, and counts its rows.
    fn hand_on(&mut self) -> io::Result<()> {
        let (records, held): (Vec<OldRecord>, Vec<Held>) =
            std::mem::take(&mut self.batch).into_iter().unzip();
        let batch = Batch {
            place: self.place,
            records: &records,
        };
        (self.rows_of_batch, self.place) = (0, self.place + 1);
        let ControlFlow::Continue(refusals) = (self.take)(batch) else {
            self.reading.stopped = true;
            return Ok(());
        };
        let mut by_place: BTreeMap<usize, Vec<Refusal>> = BTreeMap::new();
        for refusal in refusals {
            by_place.entry(refusal.place).or_default().push(refusal);
        }
        for (place, (record, held)) in records.iter().zip(held).enumerate() {
            let refusals = by_place.remove(&place).unwrap_or_default();
            self.reading.count(&held.counted, refusals.is_empty());
            if !refusals.is_empty() {
                self.write_refused(&held.bytes)?;
            }
            for refusal in refusals {
                self.issue(record.line, refusal.column, refusal.problem);
            }
        }
        Ok(())
    }

    /// The cells of a row as text.
    fn texts(&self, row: &RawRow) -> Result<Vec<String>, Problem> {
        let cells = row.cells.as_ref().map_err(|broken| no_row(*broken))?;
        let texts: Result<Vec<String>, Problem> =
            cells.iter().map(|cell| self.text(cell)).collect();
        let texts = texts?;
        let wanted = self.places.values().max().map_or(0, |place| place + 1);
        if texts.len() < wanted && texts.iter().any(|text| !text.trim().is_empty()) {
            return Err(Problem::new(
                "too-few-cells",
                format!(
                    "it has {} cells, and column {wanted} is needed",
                    texts.len()
                ),
                "look for a line break or a separator inside a text that is not in quotation marks",
            ));
        }
        Ok(texts)
    }

    fn text(&self, cell: &[u8]) -> Result<String, Problem> {
        if cell.contains(&0) {
            return Err(Problem::new(
                "not-text",
                "it holds a zero byte, which text never does",
                "export it again; it may be damaged",
            ));
        }
        let text = match self.request.mapping.encoding {
            Encoding::Utf8 => std::str::from_utf8(cell).ok().map(Cow::Borrowed),
            Encoding::Windows1252 => Some(WINDOWS_1252.decode_without_bom_handling(cell).0),
        };
        text.map(Cow::into_owned).ok_or_else(|| {
            Problem::new(
                "encoding",
                "it is not UTF-8",
                "add encoding = \"windows-1252\" to the mapping, or export it as UTF-8",
            )
        })
    }

    fn issue(&mut self, line: u64, column: Option<String>, problem: Problem) {
        self.reading.add(Issue {
            severity: Severity::Error,
            file: self.request.file.to_owned(),
            sheet: None,
            row: Some(u32::try_from(line).unwrap_or(u32::MAX)),
            column,
            rule: problem.rule,
            message: problem.message,
            suggestion: problem.suggestion,
        });
    }

    fn write_refused(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(refused) = self.refused.as_mut() else {
            return Ok(());
        };
        refused.write_all(bytes)?;
        if !bytes.ends_with(b"\n") {
            refused.write_all(b"\n")?;
        }
        Ok(())
    }
}

fn no_row(broken: Broken) -> Problem {
    match broken {
        Broken::OpenQuotation => Problem::new(
            "open-quotation",
            "a quotation mark is opened and not closed where it should be",
            "close it, and double a quotation mark inside a text",
        ),
        Broken::TooLong => Problem::new(
            "row-too-long",
            format!("it is longer than {} KiB", LONGEST_ROW / 1024),
            "check that this is the right file, and that lines have ends",
        ),
    }
}
