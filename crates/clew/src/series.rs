//! Reading a series of numbers from a CSV file, whatever its columns are called.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use clew_exchange::cells::{NumberCell, plain, read_goal, read_number};
use clew_exchange::limits::TEXT_BYTES;
use clew_measure::spc::Observation;
use clew_plan::Goal;
use rust_decimal::Decimal;

use crate::failure::Failure;

/// A series, with the target its file gives, if it gives one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Series {
    /// The points in the file's order.
    pub(crate) observations: Vec<Observation>,
    /// The last target written in the file.
    pub(crate) target: Option<Goal>,
}

/// What a column may be called; the first of each is the one we would write.
const LABEL: &[&str] = &[
    "period", "label", "date", "month", "quarter", "year", "week", "day", "time", "x",
];
const VALUE: &[&str] = &[
    "value",
    "figure",
    "result",
    "percent",
    "percentage",
    "rate",
    "measure",
    "count",
    "y",
];
const NUMERATOR: &[&str] = &["numerator", "num", "met", "events", "successes", "part"];
const DENOMINATOR: &[&str] = &[
    "denominator",
    "den",
    "all",
    "total",
    "exposure",
    "whole",
    "population",
    "n",
];
const TARGET: &[&str] = &["target", "goal"];
const BREAK: &[&str] = &["break", "new series", "rebase"];

/// Reads a series from a CSV file of up to 40 MiB.
///
/// # Errors
/// When the file cannot be read, has no column of values, or a cell is no number; the message
/// names the row and the column.
pub(crate) fn read(path: &Path) -> Result<Series, Failure> {
    let name = path.display().to_string();
    let cannot = |error: std::io::Error| {
        Failure::new(format!("{name} cannot be read: {error}"))
            .hint("check the path and the file's permissions")
    };
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(TEXT_BYTES + 1).read_to_end(&mut bytes))
        .map_err(cannot)?;
    if bytes.len() as u64 > TEXT_BYTES {
        return Err(Failure::new(format!("{name} is larger than 40 MiB"))
            .hint("a series is one column of numbers; cut the file down to it"));
    }
    parse(&text_of(&bytes), &name)
}

/// UTF-8 with or without its mark; other bytes are read as Latin-1, of which ASCII is a part.
fn text_of(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// Reads a series from CSV text; `name` names it in messages.
fn parse(text: &str, name: &str) -> Result<Series, Failure> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut columns: Option<Columns> = None;
    let mut series = Series::default();
    for record in reader.records() {
        let record = record.map_err(|error| Failure::new(format!("{name}: {error}")))?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let row = record.position().map_or(0, csv::Position::line);
        let place = Place { name, row };
        match &columns {
            None if is_header(&record) => columns = Some(Columns::named(&record, &place)?),
            None => {
                let guessed = Columns::guessed(record.len());
                series.add(&record, &guessed, &place)?;
                columns = Some(guessed);
            }
            Some(columns) => series.add(&record, columns, &place)?,
        }
    }
    if series.observations.is_empty() {
        return Err(Failure::new(format!("{name} has no rows of numbers"))
            .hint("give a CSV file with a column called period and a column called value"));
    }
    Ok(series)
}

/// The sign between cells: the commonest of comma, semicolon and tab in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("");
    let count = |sign: &u8| first.bytes().filter(|byte| byte == sign).count();
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

/// A first row without a single number in it, save in a first cell that may be a label, is a header.
fn is_header(record: &csv::StringRecord) -> bool {
    let is_number = |cell: &str| matches!(read_number(cell), Ok(NumberCell::Plain(_)));
    let from = usize::from(record.len() > 1);
    !record.iter().skip(from).any(is_number)
}

/// A row of a file, for messages.
struct Place<'a> {
    name: &'a str,
    row: u64,
}

impl Place<'_> {
    fn failure(&self, column: &str, message: &str, hint: &str) -> Failure {
        Failure::new(format!(
            "{}, row {}, column {column}: {message}",
            self.name, self.row
        ))
        .hint(hint)
    }
}

/// Where each kind of cell stands.
#[derive(Debug, Default)]
struct Columns {
    label: Option<usize>,
    value: Option<usize>,
    numerator: Option<usize>,
    denominator: Option<usize>,
    target: Option<usize>,
    starts_new_series: Option<usize>,
}

impl Columns {
    fn named(header: &csv::StringRecord, place: &Place<'_>) -> Result<Self, Failure> {
        let find = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| header.iter().position(|cell| plain(cell) == plain(name)))
        };
        let found = Self {
            label: find(LABEL),
            value: find(VALUE),
            numerator: find(NUMERATOR),
            denominator: find(DENOMINATOR),
            target: find(TARGET),
            starts_new_series: find(BREAK),
        };
        let has_counts = found.numerator.is_some() && found.denominator.is_some();
        match (found.value, header.len()) {
            (None, 1) if found.label.is_none() => Ok(Self {
                value: Some(0),
                ..found
            }),
            (None, 2) if !has_counts => Ok(Self {
                label: Some(0),
                value: Some(1),
                ..found
            }),
            (None, _) if !has_counts => Err(place.failure(
                "(none)",
                "there is no column of values",
                "call one column value, or two numerator and denominator",
            )),
            _ => Ok(found),
        }
    }

    /// Without a header: one column is values, the first of several is labels and the next values.
    fn guessed(width: usize) -> Self {
        let label = (width > 1).then_some(0);
        Self {
            label,
            value: Some(usize::from(width > 1)),
            ..Self::default()
        }
    }
}

impl Series {
    fn add(
        &mut self,
        record: &csv::StringRecord,
        columns: &Columns,
        place: &Place<'_>,
    ) -> Result<(), Failure> {
        let cell =
            |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or("");
        let label = cell(columns.label);
        let observation = Observation {
            label: if label.is_empty() {
                format!("row {}", place.row)
            } else {
                label.to_owned()
            },
            value: number(cell(columns.value), "value", place)?,
            numerator: number(cell(columns.numerator), "numerator", place)?,
            denominator: number(cell(columns.denominator), "denominator", place)?,
            starts_new_series: is_yes(cell(columns.starts_new_series)),
        };
        self.observations.push(observation);
        let target = cell(columns.target);
        if !target.is_empty() {
            let (goal, _) = read_goal(target).map_err(|problem| {
                place.failure("target", &problem.message, &problem.suggestion)
            })?;
            self.target = goal.or(self.target);
        }
        Ok(())
    }
}

/// A number, or none for an empty cell and for words that say that there is none.
fn number(cell: &str, column: &str, place: &Place<'_>) -> Result<Option<Decimal>, Failure> {
    if cell.is_empty() {
        return Ok(None);
    }
    match read_number(cell) {
        Ok(NumberCell::Plain(value) | NumberCell::SaysMore(value)) => Ok(Some(value)),
        Ok(NumberCell::None(_)) => Ok(None),
        Err(problem) => Err(place.failure(column, &problem.message, &problem.suggestion)),
    }
}

fn is_yes(cell: &str) -> bool {
    !matches!(plain(cell).as_str(), "" | "no" | "n" | "false" | "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(String, Option<String>)> {
        let series = parse(text, "test.csv").expect(text);
        let shown = |point: Observation| (point.label, point.value.map(|value| value.to_string()));
        series.observations.into_iter().map(shown).collect()
    }

    fn pair(label: &str, value: &str) -> (String, Option<String>) {
        (
            label.to_owned(),
            (!value.is_empty()).then(|| value.to_owned()),
        )
    }

    #[test]
    fn columns_are_found_whatever_they_are_called() {
        for text in [
            "period,value\nApr,78\nMay,79.5\n",
            "Month;Percentage;Target\nApr;78%;80\nMay;79.5;80\n",
            "Value\tLabel\n78\tApr\n79.5\tMay\n",
            "\n Quarter , seen in time \nApr,78\nMay,79.5",
            "Apr,78\nMay,79.5\n",
        ] {
            assert_eq!(
                values(text),
                [pair("Apr", "78"), pair("May", "79.5")],
                "{text}"
            );
        }
    }

    #[test]
    fn one_column_of_numbers_is_a_series() {
        assert_eq!(values("1\n2\n"), [pair("row 1", "1"), pair("row 2", "2")]);
        assert_eq!(
            values("visits\n1\n2\n"),
            [pair("row 2", "1"), pair("row 3", "2")]
        );
    }

    #[test]
    fn empty_and_missing_values_are_no_numbers() {
        let found = values("period,value\nApr,\nMay,N/A\nJun,\"1,746\"\n");
        assert_eq!(
            found,
            [pair("Apr", ""), pair("May", ""), pair("Jun", "1746")]
        );
    }

    #[test]
    fn counts_target_and_breaks_are_read() {
        let text = "period,numerator,denominator,target,break\nApr,2,4,75,\nMay,3,5,80,yes\n";
        let series = parse(text, "test.csv").expect("a series");
        let may = &series.observations[1];
        assert_eq!(
            (may.numerator, may.denominator),
            (Some(Decimal::from(3)), Some(Decimal::from(5)))
        );
        assert!(may.starts_new_series && !series.observations[0].starts_new_series);
        assert_eq!(series.target, Some(Goal::Value(Decimal::from(80))));
    }

    #[test]
    fn what_cannot_be_read_is_named_by_row_and_column() {
        let wrong = parse("period,value\nApr,78\nMay,seven\n", "test.csv").expect_err("a word");
        assert!(
            wrong.message.starts_with("test.csv, row 3, column value"),
            "{}",
            wrong.message
        );
        for text in ["", "\n\n", "period,value\n", "a,b,c\nx,y,z\n"] {
            assert!(parse(text, "test.csv").is_err(), "{text:?}");
        }
    }
}
