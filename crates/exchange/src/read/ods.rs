//! OpenDocument workbooks: the cells of `content.xml`, read in one pass. Repeated rows and columns,
//! which a few bytes can make into millions, are only laid out where they hold something.

use clew_calendar::Day;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;

use super::package::{Parts, broken_inside};
use crate::grid::{Cell, Grid, Merged, Row};
use crate::issue::{Issues, Place, Problem};
use crate::limits;

/// Reads the sheets of an OpenDocument workbook.
pub(super) fn grids(parts: &Parts, place: &Place, issues: &mut Issues) -> Vec<Grid> {
    let content = parts
        .content()
        .and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some(content) = content else {
        issues.error(place, broken_inside("its content is not UTF-8 text"));
        return Vec::new();
    };
    let mut sheets = Sheets {
        place: place.clone(),
        grids: Vec::new(),
        row: 0,
        cells: 0,
    };
    match sheets.read(&mut Reader::from_str(content)) {
        Ok(()) => sheets.grids,
        Err(problem) => {
            issues.error(place, problem);
            Vec::new()
        }
    }
}

type Source<'a> = Reader<&'a [u8]>;

struct Sheets {
    place: Place,
    grids: Vec<Grid>,
    /// Rows of the present sheet so far.
    row: u32,
    cells: usize,
}

impl Sheets {
    fn read(&mut self, source: &mut Source<'_>) -> Result<(), Problem> {
        loop {
            match next(source)? {
                Event::Start(element) if is(&element, b"table:table") => {
                    let name = attribute(&element, b"table:name").unwrap_or_default();
                    self.row = 0;
                    self.grids.push(Grid {
                        place: self.place.sheet(&name),
                        name,
                        rows: Vec::new(),
                        merged: Vec::new(),
                        guarded: false,
                    });
                }
                Event::Start(element) if is(&element, b"table:table-row") => {
                    self.row(source, &element)?
                }
                Event::Empty(element) if is(&element, b"table:table-row") => {
                    self.row = self
                        .row
                        .saturating_add(repeat(&element, b"table:number-rows-repeated"));
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn row(&mut self, source: &mut Source<'_>, row: &BytesStart<'_>) -> Result<(), Problem> {
        let times = repeat(row, b"table:number-rows-repeated");
        let mut cells = Vec::new();
        loop {
            match next(source)? {
                Event::Start(element) if is_cell(&element) => {
                    let value = value_of(source, &element)?;
                    self.add(&mut cells, &element, value)?;
                }
                Event::Empty(element) if is_cell(&element) => {
                    let value = typed_value(&element, String::new());
                    self.add(&mut cells, &element, value)?;
                }
                Event::End(element) if element.name().as_ref() == b"table:table-row" => break,
                Event::Eof => return Err(broken_inside("a row has no end")),
                _ => {}
            }
        }
        let filled = cells
            .iter()
            .rposition(|cell| *cell != Cell::Empty)
            .map_or(0, |last| last + 1);
        cells.truncate(filled);
        self.add_rows(cells, times)
    }

    /// Adds a cell as often as it is repeated, and notes what it spans.
    fn add(
        &mut self,
        cells: &mut Vec<Cell>,
        element: &BytesStart<'_>,
        value: Cell,
    ) -> Result<(), Problem> {
        let times = repeat(element, b"table:number-columns-repeated") as usize;
        let first = cells.len();
        let across = repeat(element, b"table:number-columns-spanned");
        let down = repeat(element, b"table:number-rows-spanned");
        if (across > 1 || down > 1)
            && let Some(grid) = self.grids.last_mut()
        {
            let (row, column) = (
                self.row.saturating_add(1),
                u32::try_from(first).unwrap_or(u32::MAX),
            );
            grid.merged.push(Merged {
                rows: (row, row.saturating_add(down - 1)),
                columns: (column, column.saturating_add(across - 1)),
            });
        }
        let most = limits::COLUMNS as usize;
        if value != Cell::Empty && first + times > most {
            return Err(Problem::new(
                "too-many-columns",
                format!(
                    "row {} has more than {most} columns",
                    self.row.saturating_add(1)
                ),
                "remove the columns that are not needed, or check that this is the right sheet",
            ));
        }
        // Empty cells past the limit are never laid out.
        cells.resize((first + times).min(most.max(first)), value);
        Ok(())
    }

    fn add_rows(&mut self, cells: Vec<Cell>, times: u32) -> Result<(), Problem> {
        if !cells.is_empty() {
            self.cells = self
                .cells
                .saturating_add(cells.len().saturating_mul(times as usize));
            if self.row.saturating_add(times) > limits::ROWS || self.cells > limits::CELLS {
                return Err(Problem::new(
                    "too-many-rows",
                    format!(
                        "a sheet has more than {} rows or {} filled cells",
                        limits::ROWS,
                        limits::CELLS
                    ),
                    "split it, for example into a workbook for each year",
                ));
            }
            if let Some(grid) = self.grids.last_mut() {
                grid.rows.extend((1..=times).map(|step| Row {
                    number: self.row + step,
                    cells: cells.clone(),
                }));
            }
        }
        self.row = self.row.saturating_add(times);
        Ok(())
    }
}

fn next<'a>(source: &mut Source<'a>) -> Result<Event<'a>, Problem> {
    source
        .read_event()
        .map_err(|error| broken_inside(&error.to_string()))
}

fn is(element: &BytesStart<'_>, name: &[u8]) -> bool {
    element.name().as_ref() == name
}

fn is_cell(element: &BytesStart<'_>) -> bool {
    is(element, b"table:table-cell") || is(element, b"table:covered-table-cell")
}

fn attribute(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let found = element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.as_ref() == name)?;
    found
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// A repeat or span: 1 when it is absent or senseless.
fn repeat(element: &BytesStart<'_>, name: &[u8]) -> u32 {
    attribute(element, name)
        .and_then(|text| text.parse().ok())
        .filter(|times| *times > 0)
        .unwrap_or(1)
}

/// The value of a cell that has something inside it, up to its end.
fn value_of(source: &mut Source<'_>, cell: &BytesStart<'_>) -> Result<Cell, Problem> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    loop {
        match next(source)? {
            Event::Start(element) if is(&element, b"office:annotation") => {
                source
                    .read_to_end(element.name())
                    .map_err(|error| broken_inside(&error.to_string()))?;
            }
            Event::Start(element) if is(&element, b"text:p") => {
                paragraphs.push(String::new());
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => break,
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(broken_inside("a cell has no end")),
            event => {
                if let Some(last) = paragraphs.last_mut() {
                    add_text(last, &event)?;
                } else if let Event::Empty(element) = event
                    && is(&element, b"text:p")
                {
                    paragraphs.push(String::new());
                }
            }
        }
    }
    Ok(typed_value(cell, paragraphs.join("\n")))
}

fn add_text(paragraph: &mut String, event: &Event<'_>) -> Result<(), Problem> {
    let broken = |what: &dyn std::fmt::Display| broken_inside(&what.to_string());
    match event {
        Event::Text(text) => paragraph.push_str(&text.decode().map_err(|error| broken(&error))?),
        Event::CData(text) => paragraph.push_str(&text.decode().map_err(|error| broken(&error))?),
        Event::GeneralRef(reference) => {
            let name = reference.decode().map_err(|error| broken(&error))?;
            let whole = format!("&{name};");
            let character = quick_xml::escape::unescape(&whole).map_err(|error| broken(&error))?;
            paragraph.push_str(&character);
        }
        Event::Empty(element) if is(element, b"text:s") => {
            let spaces = repeat(element, b"text:c").min(1_000);
            paragraph.extend(std::iter::repeat_n(' ', spaces as usize));
        }
        Event::Empty(element) if is(element, b"text:tab") => paragraph.push('\t'),
        Event::Empty(element) if is(element, b"text:line-break") => paragraph.push('\n'),
        Event::Empty(element) if is(element, b"text:p") => paragraph.push('\n'),
        _ => {}
    }
    Ok(())
}

fn typed_value(cell: &BytesStart<'_>, shown: String) -> Cell {
    let kind = attribute(cell, b"office:value-type").unwrap_or_default();
    let value = attribute(cell, b"office:value");
    let number = value
        .as_deref()
        .and_then(|text| text.parse::<f64>().ok())
        .and_then(crate::cells::decimal_from_float);
    match (kind.as_str(), number) {
        ("float" | "currency", Some(number)) => Cell::Number(number),
        ("percentage", Some(number)) => number
            .checked_mul(Decimal::ONE_HUNDRED)
            .map_or(Cell::Text(shown), |number| {
                Cell::Percent(number.normalize())
            }),
        ("date", _) => date_cell(&attribute(cell, b"office:date-value").unwrap_or(shown)),
        ("boolean", _) => {
            Cell::YesNo(attribute(cell, b"office:boolean-value").as_deref() == Some("true"))
        }
        ("string", _) if shown.starts_with('#') && shown.ends_with(['!', '?', 'A']) => {
            Cell::Fault(shown)
        }
        (_, _) if shown.is_empty() => {
            let text = attribute(cell, b"office:string-value").filter(|text| !text.is_empty());
            let formula = attribute(cell, b"table:formula").is_some();
            text.map_or(
                if formula && kind.is_empty() {
                    Cell::NoResult
                } else {
                    Cell::Empty
                },
                Cell::Text,
            )
        }
        _ => Cell::Text(shown),
    }
}

fn date_cell(text: &str) -> Cell {
    let date = text.get(..10).unwrap_or(text);
    date.parse::<Day>()
        .map_or_else(|_| Cell::Text(text.to_owned()), Cell::Day)
}
