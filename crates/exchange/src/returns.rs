//! The workbook of returns: one row for each figure that is due from somebody, with what it needs beside
//! it, filled in and brought back as figures and what is said of them.

use clew_calendar::{Day, Period};
use clew_plan::{Status, UnitId};
use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Workbook,
    Worksheet, XlsxError,
};

use crate::cells::plain;
use crate::grid::{Cell, Grid, Row};
use crate::workbook::about;
use crate::{ExchangeError, MadeAt};

/// The sheet with the returns.
pub const RETURNS: &str = "Returns";

/// A figure that is due, as far as it is known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReturnRow {
    /// The measure's code as written.
    pub measure: String,
    /// Its title, for the reader.
    pub title: String,
    /// The part of the organisation; none for the whole.
    pub unit: Option<UnitId>,
    /// The period that is due.
    pub period: Period,
    /// The figure before, with its period, for the reader.
    pub last: Option<String>,
    /// What should be reached, for the reader.
    pub target: Option<String>,
    /// The value as far as it is known.
    pub value: Option<Decimal>,
    /// How many met.
    pub numerator: Option<Decimal>,
    /// How many in all.
    pub denominator: Option<Decimal>,
    /// The status that the owner gives, of a piece of work.
    pub status: Option<Status>,
    /// What is said of it.
    pub comment: Option<String>,
    /// What is being done about it.
    pub doing: Option<String>,
    /// By when it will be put right.
    pub by_when: Option<Day>,
}

/// A column of the sheet.
struct Column {
    heading: &'static str,
    /// Its heading among figures; none where it is no part of a figure.
    of_figure: Option<&'static str>,
    /// Its heading among comments; none where it is no part of a comment.
    of_comment: Option<&'static str>,
    width: f64,
    note: &'static str,
}

impl Column {
    const fn told(heading: &'static str, width: f64, note: &'static str) -> Self {
        Self {
            heading,
            of_figure: None,
            of_comment: None,
            width,
            note,
        }
    }

    const fn figure(self, name: &'static str) -> Self {
        Self {
            of_figure: Some(name),
            ..self
        }
    }

    const fn comment(self, name: &'static str) -> Self {
        Self {
            of_comment: Some(name),
            ..self
        }
    }

    /// Whether it says which figure the row is about.
    const fn is_key(&self) -> bool {
        self.of_figure.is_some() && self.of_comment.is_some()
    }

    const fn is_filled_in(&self) -> bool {
        self.of_figure.is_some() != self.of_comment.is_some()
    }
}

/// The columns, in their order.
const COLUMNS: [Column; 13] = [
    Column::told("Measure", 16.0, "The measure's code. Leave it as it is.")
        .figure("Measure")
        .comment("Measure"),
    Column::told("Title", 48.0, "For you to read; it is not read back."),
    Column::told(
        "Part",
        18.0,
        "The part of the organisation; empty for the whole. Leave it as it is.",
    )
    .figure("Unit")
    .comment("Unit"),
    Column::told("Period", 14.0, "The period that is due. Leave it as it is.")
        .figure("Period")
        .comment("Period"),
    Column::told(
        "Last value",
        20.0,
        "The figure before, for you to read; it is not read back.",
    ),
    Column::told("Target", 14.0, "For you to read; it is not read back."),
    Column::told(
        "Value",
        12.0,
        "The value, without a % sign: 78 for 78%. Leave it empty where you give the counts.",
    )
    .figure("Value"),
    Column::told("Numerator", 12.0, "How many met.").figure("Numerator"),
    Column::told("Denominator", 13.0, "How many in all.").figure("Denominator"),
    Column::told(
        "Status",
        14.0,
        "For pieces of work: Green, Amber, Red, Blue (complete) or Report later.",
    )
    .figure("Reported status"),
    Column::told(
        "Commentary",
        50.0,
        "What is to be said; for a Red figure, why it is so.",
    )
    .comment("Text"),
    Column::told("Being done", 40.0, "What is being done about it.").comment("Doing"),
    Column::told(
        "By when",
        14.0,
        "The day by which it will be put right: 2026-06-12.",
    )
    .comment("By when"),
];

/// The workbook with these rows.
///
/// # Errors
/// When a text is longer than a cell holds (32,767 characters).
pub fn workbook(rows: &[ReturnRow], made_at: &MadeAt) -> Result<Vec<u8>, ExchangeError> {
    build(rows, made_at).map_err(|error| ExchangeError::Unwritable {
        what: "the workbook of returns".to_owned(),
        message: error.to_string(),
    })
}

fn build(rows: &[ReturnRow], made_at: &MadeAt) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Without a fixed date the same rows would give other bytes every time.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title("Returns");
    workbook.set_properties(&properties.set_creation_datetime(&epoch));
    let sheet = workbook.add_worksheet();
    sheet.set_name(RETURNS)?;
    sheet.set_freeze_panes(1, 2)?;
    for (index, column) in (0_u16..).zip(&COLUMNS) {
        heading(sheet, index, column)?;
    }
    for (at, row) in (1_u32..).zip(rows) {
        write_row(sheet, at, row)?;
    }
    about(workbook.add_worksheet(), made_at)?;
    workbook.save_to_buffer()
}

fn heading(sheet: &mut Worksheet, index: u16, column: &Column) -> Result<(), XlsxError> {
    let fill = match column.is_filled_in() {
        true => Color::RGB(0x00_3F_5F),
        false => Color::RGB(0x59_59_59),
    };
    let format = Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(fill)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    sheet.write_string_with_format(0, index, column.heading, &format)?;
    sheet.set_column_width(index, column.width)?;
    let note = Note::new(column.note).set_width(260).set_height(70);
    sheet.insert_note(0, index, &note)?;
    Ok(())
}

fn write_row(sheet: &mut Worksheet, at: u32, row: &ReturnRow) -> Result<(), XlsxError> {
    // Text stays text: without this a spreadsheet turns `2019-09` into a date.
    let text = Format::new().set_num_format("@").set_text_wrap();
    let told = text.clone().set_background_color(Color::RGB(0xF0_F0_F0));
    let texts = [
        (0, Some(row.measure.clone()), &told),
        (1, Some(row.title.clone()), &told),
        (2, row.unit.as_ref().map(ToString::to_string), &told),
        (3, Some(row.period.to_string()), &told),
        (4, row.last.clone(), &told),
        (5, row.target.clone(), &told),
        (9, row.status.map(|status| status.word().to_owned()), &text),
        (10, row.comment.clone(), &text),
        (11, row.doing.clone(), &text),
    ];
    for (index, value, format) in texts {
        sheet.write_string_with_format(at, index, value.unwrap_or_default(), format)?;
    }
    let numbers = [(6, row.value), (7, row.numerator), (8, row.denominator)];
    for (index, number) in numbers {
        if let Some(number) = number {
            write_number(sheet, (at, index), number)?;
        }
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    match row.by_when {
        None => sheet.write_blank(at, 12, &day)?,
        Some(by) => sheet.write_string_with_format(at, 12, by.to_string(), &text)?,
    };
    Ok(())
}

/// The number where the workbook keeps its every digit; else its digits as text.
fn write_number(
    sheet: &mut Worksheet,
    (at, index): (u32, u16),
    number: Decimal,
) -> Result<(), XlsxError> {
    let written = number.to_string();
    let digits = written.chars().filter(char::is_ascii_digit).count();
    // A spreadsheet keeps 15 digits.
    match written.parse::<f64>() {
        Ok(value) if digits <= 15 => sheet.write_number(at, index, value)?,
        _ => sheet.write_string(at, index, written)?,
    };
    Ok(())
}

/// A sheet of returns as the figures and the comments that it holds; none for another sheet. It is told
/// by its name or by the column "Last value", and by its headings. The columns for the reader are left out.
pub(crate) fn parts(grid: &Grid) -> Option<[Grid; 2]> {
    let (top, places) = heading_of(grid)?;
    let named = plain(&grid.name) == plain(RETURNS);
    let has = |heading: &str| {
        let of = COLUMNS
            .iter()
            .position(|column| column.heading == heading)
            .map(Some);
        of.is_some_and(|wanted| places.contains(&wanted))
    };
    let is_one = (named || has("Last value")) && has("Measure") && has("Period");
    if !is_one || !has("Commentary") {
        return None;
    }
    let figures = part(grid, top, &places, |column| column.of_figure, |_| true);
    let comments = part(
        grid,
        top,
        &places,
        |column| column.of_comment,
        |row| says_something(row, &places),
    );
    Some([figures, comments])
}

/// Where the heading is, and which column of ours each column of the sheet is.
fn heading_of(grid: &Grid) -> Option<(usize, Vec<Option<usize>>)> {
    let known = |row: &Row| -> Vec<Option<usize>> {
        let of = |cell: &Cell| {
            let called = plain(&cell.shown());
            let mut columns = COLUMNS.iter();
            columns.position(|column| plain(column.heading) == called)
        };
        row.cells.iter().map(of).collect()
    };
    let rows = grid.rows.iter().take(20).map(known).enumerate();
    let mut rows = rows.filter(|(_, known)| known.iter().flatten().count() >= 4);
    rows.next()
}

/// Whether a row has words that go beyond what tells whose they are.
fn says_something(row: &Row, places: &[Option<usize>]) -> bool {
    row.cells.iter().zip(places).any(|(cell, place)| {
        let column = place.and_then(|place| COLUMNS.get(place));
        let says = column.is_some_and(|column| column.of_comment.is_some() && !column.is_key());
        says && !cell.is_empty()
    })
}

/// The rows of one kind, under the headings of that kind. A column that is not ours stays, so that it is told
/// of as not understood.
fn part(
    grid: &Grid,
    top: usize,
    places: &[Option<usize>],
    heading: fn(&Column) -> Option<&'static str>,
    wanted: impl Fn(&Row) -> bool,
) -> Grid {
    let column = |place: usize| {
        places
            .get(place)
            .copied()
            .flatten()
            .and_then(|at| COLUMNS.get(at))
    };
    let is_figures = heading(&COLUMNS[6]).is_some();
    let kept: Vec<usize> = (0..places.len())
        .filter(|&place| column(place).map_or(is_figures, |column| heading(column).is_some()))
        .collect();
    let cells = |row: &Row| -> Vec<Cell> {
        let cell = |place: &usize| row.cells.get(*place).cloned().unwrap_or(Cell::Empty);
        kept.iter().map(cell).collect()
    };
    let rows = grid.rows.iter().enumerate().skip(top);
    let rows = rows.filter(|(place, row)| *place == top || wanted(row));
    let rows = rows.map(|(place, row)| {
        let mut cells = cells(row);
        if place == top {
            for (cell, place) in cells.iter_mut().zip(&kept) {
                if let Some(name) = column(*place).and_then(heading) {
                    *cell = Cell::Text(name.to_owned());
                }
            }
        }
        Row {
            number: row.number,
            cells,
        }
    });
    Grid {
        place: grid.place.clone(),
        name: grid.name.clone(),
        rows: rows.collect(),
        merged: Vec::new(),
        guarded: grid.guarded,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::import::{Imported, Options, from_bytes};

    fn row(measure: &str) -> ReturnRow {
        ReturnRow {
            measure: measure.to_owned(),
            title: "Visits on time".to_owned(),
            unit: None,
            period: "2019-20 Q3".parse().unwrap(),
            last: Some("97% (2019-20 quarter 2)".to_owned()),
            target: Some("75%".to_owned()),
            value: None,
            numerator: None,
            denominator: None,
            status: None,
            comment: None,
            doing: None,
            by_when: None,
        }
    }

    fn brought_back(rows: &[ReturnRow]) -> Imported {
        let made_at = MadeAt {
            entry: 7,
            hash: None,
        };
        let bytes = workbook(rows, &made_at).unwrap();
        let existing = book();
        let options = Options {
            existing: Some(&existing),
            ..Options::default()
        };
        from_bytes("returns.xlsx", &bytes, &options)
    }

    /// A book with the measures that the rows name.
    fn book() -> clew_plan::Book {
        let measure = |code: &str| {
            let fields = serde_json::json!({"code": code, "title": code, "kind": "statistical"});
            serde_json::from_value(fields).unwrap()
        };
        clew_plan::Book {
            measures: vec![measure("M01"), measure("M02")],
            ..clew_plan::Book::default()
        }
    }

    #[test]
    fn what_is_filled_in_comes_back_as_figures_and_words() {
        let exact: Decimal = "123456789012.3456".parse().unwrap();
        let filled = ReturnRow {
            value: Some(exact),
            numerator: Some(38.into()),
            denominator: Some(40.into()),
            comment: Some("=SUM is only text here".to_owned()),
            doing: Some("A second worker starts.".to_owned()),
            by_when: Some("2020-03-31".parse().unwrap()),
            ..row("M01")
        };
        let back = brought_back(&[filled.clone(), row("M02")]);
        assert!(back.issues.is_empty(), "{:?}", back.issues);
        assert_eq!(back.made_at.unwrap().entry, 7);
        let figures = &back.book.figures;
        assert_eq!(figures.len(), 2, "the empty row is there, for later");
        assert_eq!(
            (figures[0].value, figures[0].numerator),
            (filled.value, filled.numerator)
        );
        assert_eq!((figures[1].value, figures[1].period), (None, filled.period));
        let [said] = &back.book.commentary[..] else {
            panic!("{:?}", back.book.commentary);
        };
        assert_eq!(Some(&said.text), filled.comment.as_ref());
        assert_eq!(
            (said.doing.as_ref(), said.by_when),
            (filled.doing.as_ref(), filled.by_when)
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_row_and_column() {
        let wrong = ReturnRow {
            doing: Some("Something is done, and nothing is said.".to_owned()),
            ..row("M02")
        };
        let back = brought_back(&[row("M01"), wrong, row("M99")]);
        let at = |row| back.issues.iter().any(|issue| issue.row == Some(row));
        assert!(at(3) && at(4), "{:?}", back.issues);
        assert!(back.has_errors());
    }

    #[test]
    fn a_column_that_somebody_added_is_told_of() {
        let cells = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| Cell::Text((*text).to_owned()))
                .collect()
        };
        let grid = Grid {
            place: crate::issue::Place::file("x").sheet(RETURNS),
            name: RETURNS.to_owned(),
            rows: vec![
                Row {
                    number: 1,
                    cells: cells(&["Measure", "Period", "Title", "Value", "Commentary", "Mood"]),
                },
                Row {
                    number: 2,
                    cells: cells(&["M01", "2019-20", "t", "5", "", "good"]),
                },
            ],
            merged: Vec::new(),
            guarded: false,
        };
        let [figures, comments] = parts(&grid).unwrap();
        let heading: Vec<String> = figures.rows[0].cells.iter().map(Cell::shown).collect();
        assert_eq!(heading, ["Measure", "Period", "Value", "Mood"]);
        assert_eq!(comments.rows.len(), 1, "nothing is said");
        let other = Grid {
            name: "Figures".to_owned(),
            ..grid
        };
        assert!(parts(&other).is_none());
    }
}
