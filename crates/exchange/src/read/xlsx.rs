//! Excel workbooks, read cell by cell: no sheet is ever laid out in full, so two cells at the far
//! corners of a sheet cost two cells.

use std::collections::HashSet;
use std::io::Cursor;

use calamine::{Cell as Found, DataRef, ExcelDateTime, Reader, SheetType, Xlsx, XlsxError};
use clew_calendar::Day;
use rust_decimal::Decimal;

use super::package::{Parts, broken_inside};
use crate::cells::decimal_from_float;
use crate::grid::{Cell, Grid, Merged, Row, column_letters};
use crate::issue::{Issues, Place, Problem};
use crate::limits;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads the sheets of an Excel workbook that has been found sound as a package.
pub(super) fn grids(bytes: &[u8], parts: &Parts, place: &Place, issues: &mut Issues) -> Vec<Grid> {
    // The reader is another project's code over hostile input: should one of its own assumptions
    // fail, the file is refused like any damaged one instead of ending the program.
    let read = super::quiet::without_a_trace(|| read_all(bytes, parts, place, issues));
    read.unwrap_or_else(|| {
        issues.error(place, broken_inside("its sheets cannot be followed"));
        Vec::new()
    })
}

fn read_all(bytes: &[u8], parts: &Parts, place: &Place, issues: &mut Issues) -> Vec<Grid> {
    let mut workbook: Workbook<'_> = match Xlsx::new(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(error) => {
            issues.error(place, broken(&error));
            return Vec::new();
        }
    };
    let sheets = workbook.sheets_metadata().iter();
    let names: Vec<String> = sheets
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut grids = Vec::new();
    for name in names {
        let place = place.sheet(&name);
        match sheet(&mut workbook, &name, parts, &place) {
            Ok(grid) => grids.push(grid),
            Err(problem) => issues.error(&place, problem),
        }
    }
    grids
}

fn sheet(
    workbook: &mut Workbook<'_>,
    name: &str,
    parts: &Parts,
    place: &Place,
) -> Result<Grid, Problem> {
    let merged = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    let empty_formulas = if parts.has_formula() {
        formulas_without_result(workbook, name)?
    } else {
        HashSet::new()
    };
    let mut reader = workbook
        .worksheet_cells_reader(name)
        .map_err(|error| broken(&error))?;
    let formats: Vec<Format> = reader.styles().iter().map(Format::of).collect();
    let mut rows = Rows::default();
    while let Some((cell, style)) = reader
        .next_cell_with_style_id()
        .map_err(|error| broken(&error))?
    {
        let format = formats.get(style).copied().unwrap_or_default();
        let value = if empty_formulas.contains(&cell.get_position()) {
            Cell::NoResult
        } else {
            value_of(&cell, format)
        };
        rows.add(cell.get_position(), value)?;
    }
    Ok(Grid {
        place: place.clone(),
        name: name.to_owned(),
        rows: rows.finish(),
        merged: merged.iter().map(merged_of).collect(),
        guarded: false,
    })
}

/// Where there is a formula but no result: a program wrote the file and no spreadsheet has worked
/// it out yet.
fn formulas_without_result(
    workbook: &mut Workbook<'_>,
    name: &str,
) -> Result<HashSet<(u32, u32)>, Problem> {
    let mut places = HashSet::new();
    let mut reader = workbook
        .worksheet_cells_reader(name)
        .map_err(|error| broken(&error))?;
    while let Some(cell) = reader
        .next_cell_with_formula_metadata()
        .map_err(|error| broken(&error))?
    {
        if cell.formula.is_some() && cell.value == DataRef::Empty {
            places.insert(cell.pos);
        }
        if places.len() > limits::CELLS {
            return Err(too_many_cells());
        }
    }
    Ok(places)
}

/// What a number format says about the value: whether it is a percentage, and how many decimal
/// places it shows where it is a plain one.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct Format {
    percent: bool,
    decimals: Option<u32>,
}

impl Format {
    fn of(style: &calamine::Style) -> Self {
        let code = style
            .number_format
            .as_ref()
            .map_or("", |format| format.format_code.as_str());
        Self::parse(code)
    }

    fn parse(code: &str) -> Self {
        let first = code.split(';').next().unwrap_or("");
        let plain: String = first
            .chars()
            .filter(|sign| !matches!(sign, '#' | ',' | '£' | '"'))
            .collect();
        let digits = plain.strip_suffix('%').unwrap_or(&plain);
        let zeros = |text: &str| text.chars().all(|sign| sign == '0');
        let decimals = match digits.split_once('.') {
            Some((whole, places)) if zeros(whole) && zeros(places) => {
                u32::try_from(places.len()).ok()
            }
            _ => None,
        };
        Self {
            percent: first.contains('%') && !first.contains("\"%\""),
            decimals,
        }
    }
}

fn value_of(cell: &Found<DataRef<'_>>, format: Format) -> Cell {
    match cell.get_value() {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => number_cell(Decimal::from(*number), format),
        DataRef::Float(number) => match decimal_from_float(*number) {
            Some(number) => number_cell(number, format),
            None => Cell::Text(number.to_string()),
        },
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(truth) => Cell::YesNo(*truth),
        DataRef::DateTime(moment) => day_cell(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(error) => Cell::Fault(error.to_string()),
    }
}

/// A number as it is shown: 0.78 in a cell formatted as a percentage is 78, and 97 in a cell that
/// shows one decimal place is 97.0.
fn number_cell(number: Decimal, format: Format) -> Cell {
    let shown = if format.percent {
        number.checked_mul(Decimal::ONE_HUNDRED)
    } else {
        Some(number)
    };
    let Some(mut shown) = shown else {
        return Cell::Text(number.to_string());
    };
    shown = shown.normalize();
    if let Some(decimals) = format
        .decimals
        .filter(|decimals| *decimals > shown.scale() && *decimals <= 12)
    {
        shown.rescale(decimals);
    }
    if format.percent {
        Cell::Percent(shown)
    } else {
        Cell::Number(shown)
    }
}

fn day_cell(moment: &ExcelDateTime) -> Cell {
    if !moment.is_datetime() {
        return Cell::Text("a length of time".to_owned());
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    Day::new(i32::from(year), month, day).map_or_else(
        |_| Cell::Text(format!("{year:04}-{month:02}-{day:02}")),
        Cell::Day,
    )
}

fn merged_of(region: &calamine::Dimensions) -> Merged {
    Merged {
        rows: (
            region.start.0.saturating_add(1),
            region.end.0.saturating_add(1),
        ),
        columns: (region.start.1, region.end.1),
    }
}

/// Rows as they are gathered, in order.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    cells: usize,
}

impl Rows {
    fn add(&mut self, (row, column): (u32, u32), value: Cell) -> Result<(), Problem> {
        if value == Cell::Empty {
            return Ok(());
        }
        if column >= limits::COLUMNS {
            return Err(Problem::new(
                "too-many-columns",
                format!(
                    "there is a cell in column {}; up to {} columns are read",
                    column_letters(column),
                    limits::COLUMNS
                ),
                "remove the columns that are not needed, or check that this is the right sheet",
            ));
        }
        self.cells += 1;
        if row >= limits::ROWS || self.cells > limits::CELLS {
            return Err(too_many_cells());
        }
        let number = row + 1;
        if self.rows.last().is_none_or(|last| last.number != number) {
            self.rows.push(Row {
                number,
                cells: Vec::new(),
            });
        }
        if let Some(last) = self.rows.last_mut() {
            let index = column as usize;
            if last.cells.len() <= index {
                last.cells.resize(index + 1, Cell::Empty);
            }
            if let Some(cell) = last.cells.get_mut(index) {
                *cell = value;
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Vec<Row> {
        self.rows.sort_by_key(|row| row.number);
        self.rows
    }
}

fn too_many_cells() -> Problem {
    Problem::new(
        "too-many-rows",
        format!(
            "the sheet has more than {} rows or {} filled cells",
            limits::ROWS,
            limits::CELLS
        ),
        "split it, for example into a workbook for each year",
    )
}

fn broken(error: &XlsxError) -> Problem {
    broken_inside(&error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_format_tells_percentages_and_decimal_places() {
        let table = [
            ("General", false, None),
            ("0%", true, None),
            ("0.0%", true, Some(1)),
            ("#,##0.00", false, Some(2)),
            ("0", false, None),
            ("yyyy-mm-dd", false, None),
            ("£#,##0.00;-£#,##0.00", false, Some(2)),
        ];
        for (code, percent, decimals) in table {
            assert_eq!(Format::parse(code), Format { percent, decimals }, "{code}");
        }
    }

    #[test]
    fn a_percentage_is_the_number_that_is_shown() {
        let percent = Format::parse("0.0%");
        assert_eq!(number_cell(Decimal::new(78, 2), percent).shown(), "78.0%");
        assert_eq!(
            number_cell(Decimal::new(7856, 4), percent).shown(),
            "78.56%"
        );
    }
}
