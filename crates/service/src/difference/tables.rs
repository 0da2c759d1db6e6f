//! Tables: two values of one table, cell by cell.

use std::collections::BTreeMap;

use clew_report::{Cell, CellContent, Row, RowKind, Table};
use serde::Serialize;

use super::blocks::{Found, NOTHING, Sort, cell_text, names_in};

/// A row with its columns' headings and the group it stands under.
struct Named<'a> {
    row: &'a Row,
    group: Option<String>,
    cells: BTreeMap<&'a str, &'a Cell>,
}

/// A row's name, and which of the rows so called it is.
type RowName = (String, usize);

/// Where two values of a table differ: rows are known by what stands first in them, columns by
/// their headings.
pub(super) fn table(place: &str, was: &Table, now: &Table) -> Vec<Found> {
    let mut found = Vec::new();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    if was.caption != now.caption {
        found.push(Found::text(place, &was.caption, &now.caption));
    }
    if was.note != now.note {
        let place = format!("the note of the {place}");
        found.push(Found::text(place, &text(&was.note), &text(&now.note)));
    }
    let (before, after) = (named(was), named(now));
    let after_by_name: BTreeMap<&RowName, &Named<'_>> =
        after.iter().map(|(name, row)| (name, row)).collect();
    for (name, row) in &before {
        match after_by_name.get(name) {
            Some(other) => found.extend(cells(place, name, (row, other), (was, now))),
            None => found.push(alone(place, name, row, ["shown", NOTHING])),
        }
    }
    let shown: BTreeMap<&RowName, ()> = before.iter().map(|(name, _)| (name, ())).collect();
    let new = after.iter().filter(|(name, _)| !shown.contains_key(name));
    found.extend(new.map(|(name, row)| alone(place, name, row, [NOTHING, "shown"])));
    if found.is_empty() && was != now {
        found.push(Found::text(
            place,
            "as it was laid out",
            "laid out or ordered otherwise",
        ));
    }
    found
}

fn named(table: &Table) -> Vec<(RowName, Named<'_>)> {
    let mut group = None;
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows = Vec::new();
    for row in &table.rows {
        if row.kind == RowKind::Group {
            group = Some(row_text(row).join(" "));
            continue;
        }
        let name = called(row);
        let time = times.entry(name.clone()).or_default();
        let headings = table.columns.iter().map(|column| column.heading.as_str());
        let named = Named {
            row,
            group: group.clone(),
            cells: headings.zip(&row.cells).collect(),
        };
        rows.push(((name, *time), named));
        *time += 1;
    }
    rows
}

fn called(row: &Row) -> String {
    let texts = row_text(row);
    texts
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

fn row_text(row: &Row) -> Vec<String> {
    row.cells
        .iter()
        .map(|cell| cell_text(&cell.content))
        .collect()
}

fn row_found(place: &str, (name, time): &RowName, rows: &[&Row]) -> Found {
    let written = match time {
        0 => name.clone(),
        more => format!("{name} ({})", more + 1),
    };
    Found {
        row: Some(written),
        names: rows.iter().flat_map(|row| row_text(row)).collect(),
        is_total: rows.iter().any(|row| row.kind == RowKind::Total),
        ..Found::text(place, "", "")
    }
}

fn alone(place: &str, name: &RowName, row: &Named<'_>, [was, now]: [&str; 2]) -> Found {
    Found {
        was: was.to_owned(),
        now: now.to_owned(),
        sort: Sort::Row,
        ..row_found(place, name, &[row.row])
    }
}

fn cells(
    place: &str,
    name: &RowName,
    (was, now): (&Named<'_>, &Named<'_>),
    tables: (&Table, &Table),
) -> Vec<Found> {
    let mut found = Vec::new();
    let base = || row_found(place, name, &[was.row, now.row]);
    if was.group != now.group {
        let group = |row: &Named<'_>| row.group.clone().unwrap_or_else(|| NOTHING.to_owned());
        found.push(Found {
            column: Some("the heading it stands under".to_owned()),
            was: group(was),
            now: group(now),
            names: [group(was), group(now)]
                .iter()
                .flat_map(|text| names_in(text))
                .collect(),
            ..base()
        });
    }
    let columns = tables.0.columns.iter().chain(&tables.1.columns);
    let mut seen: Vec<&str> = Vec::new();
    for column in columns.map(|column| column.heading.as_str()) {
        if seen.contains(&column) {
            continue;
        }
        seen.push(column);
        let empty = &CellContent::Empty;
        let content = |row: &Named<'_>| row.cells.get(column).map(|cell| cell.content.clone());
        let (was, now) = (content(was), content(now));
        let (was, now) = (was.as_ref().unwrap_or(empty), now.as_ref().unwrap_or(empty));
        if was != now {
            found.push(cell(base(), column, was, now));
        }
    }
    found
}

fn cell(base: Found, column: &str, was: &CellContent, now: &CellContent) -> Found {
    let text = |content: &CellContent| match cell_text(content) {
        text if text.is_empty() => NOTHING.to_owned(),
        text => text,
    };
    let (mut before, mut after) = (text(was), text(now));
    if before == after {
        (before, after) = (exactly(was), exactly(now));
    }
    Found {
        column: Some(column.to_owned()),
        was: before,
        now: after,
        sort: sort(was, now),
        ..base
    }
}

/// Two cells that read alike, told apart.
fn exactly(content: &impl Serialize) -> String {
    serde_json::to_string(content).unwrap_or_default()
}

fn sort(was: &CellContent, now: &CellContent) -> Sort {
    let either = |holds: fn(&CellContent) -> bool| holds(was) || holds(now);
    let count = |content: &CellContent| match content {
        CellContent::Number { value, shown } => {
            *shown == value.normalize().to_string() || shown.ends_with('%')
        }
        CellContent::Empty => true,
        _ => false,
    };
    if either(|content| matches!(content, CellContent::Sparkline(_))) {
        Sort::Sparkline
    } else if either(|content| matches!(content, CellContent::Trend(_))) {
        Sort::Trend
    } else if count(was) && count(now) {
        Sort::Count
    } else {
        Sort::Cell
    }
}
