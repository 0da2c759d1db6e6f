//! The report as every renderer takes it: text cleaned, heading levels without gaps.

use clew_report::{
    Align, Block, Cell, CellContent, Chart, Column, Cover, Inline, KeyFigure, OverTime, Report,
    Row, RowKind, StatusMark, Table,
};

use crate::text::clean;

/// A copy with clean text, and with heading levels that start at 2 and never skip one.
pub(crate) fn prepare(report: &Report) -> Report {
    let mut prepared = report.clone();
    each_text(&mut prepared, &mut cleaned);
    close_heading_gaps(&mut prepared.blocks);
    for block in &mut prepared.blocks {
        match block {
            Block::Table(table) => square(table),
            Block::Chart(chart) => square(&mut chart.table),
            _ => {}
        }
    }
    prepared
}

/// A copy of one table with clean text and as many cells in each row as it has columns.
pub(crate) fn prepare_table(table: &Table) -> Table {
    let mut prepared = table.clone();
    each_in_table(&mut prepared, &mut cleaned);
    square(&mut prepared);
    prepared
}

/// Cleans a text where it needs it.
fn cleaned(text: &mut String) {
    let plain = |character: char| character.is_ascii_graphic() || character == ' ';
    if !text.chars().all(plain) {
        *text = clean(text);
    }
}

/// Gives every row as many cells as the table has columns, and the table as many columns as its
/// longest row has cells, so that no renderer can lose one.
fn square(table: &mut Table) {
    let data = |row: &&Row| row.kind != RowKind::Group;
    let longest = table
        .rows
        .iter()
        .filter(data)
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(0);
    while table.columns.len() < longest {
        table.columns.push(Column {
            heading: String::new(),
            align: Align::Start,
            weight: 1,
            names_rows: false,
        });
    }
    for row in &mut table.rows {
        let cells = if row.kind == RowKind::Group {
            1
        } else {
            table.columns.len()
        };
        row.cells.resize(cells, Cell::default());
    }
}

/// Lowers headings that stand more than one level under the heading before them.
fn close_heading_gaps(blocks: &mut [Block]) {
    let mut last = 1;
    for block in blocks {
        if let Block::Heading { level, .. } = block {
            *level = (*level).clamp(2, 6).min(last + 1);
            last = *level;
        }
    }
}

/// Applies a change to every text of a report.
pub(crate) fn each_text(report: &mut Report, change: &mut dyn FnMut(&mut String)) {
    change(&mut report.title);
    change(&mut report.organisation);
    change(&mut report.description);
    report.subtitle.iter_mut().for_each(&mut *change);
    report.marking.iter_mut().for_each(&mut *change);
    report
        .cover
        .iter_mut()
        .for_each(|cover| each_in_cover(cover, change));
    for block in &mut report.blocks {
        each_in_block(block, change);
    }
}

fn each_in_cover(cover: &mut Cover, change: &mut dyn FnMut(&mut String)) {
    change(&mut cover.report_to);
    cover.report_by.iter_mut().for_each(&mut *change);
    cover.subject.iter_mut().for_each(change);
}

fn each_in_block(block: &mut Block, change: &mut dyn FnMut(&mut String)) {
    match block {
        Block::Heading { text, .. } => change(text),
        Block::Paragraph(line) => each_in_line(line, change),
        Block::List { items, .. } => items.iter_mut().for_each(|line| each_in_line(line, change)),
        Block::Definitions(terms) => {
            for (term, meaning) in terms {
                each_in_line(term, change);
                each_in_line(meaning, change);
            }
        }
        Block::KeyFigures(figures) => {
            for KeyFigure { shown, label, .. } in figures {
                change(shown);
                change(label);
            }
        }
        Block::Table(table) => each_in_table(table, change),
        Block::Chart(chart) => each_in_chart(chart, change),
        Block::PageBreak => {}
    }
}

fn each_in_line(line: &mut [Inline], change: &mut dyn FnMut(&mut String)) {
    for part in line {
        match part {
            Inline::Text(text) | Inline::Strong(text) => change(text),
            Inline::Status(mark) => each_in_status(mark, change),
            Inline::Trend(mark) => change(&mut mark.words),
            Inline::Break => {}
        }
    }
}

fn each_in_status(mark: &mut StatusMark, change: &mut dyn FnMut(&mut String)) {
    mark.note.iter_mut().for_each(change);
}

fn each_in_table(table: &mut Table, change: &mut dyn FnMut(&mut String)) {
    change(&mut table.caption);
    change(&mut table.name);
    table.note.iter_mut().for_each(&mut *change);
    for column in &mut table.columns {
        change(&mut column.heading);
    }
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        each_in_cell(cell, change);
    }
}

fn each_in_cell(cell: &mut Cell, change: &mut dyn FnMut(&mut String)) {
    match &mut cell.content {
        CellContent::Empty | CellContent::Date(_) => {}
        CellContent::Text(line) => each_in_line(line, change),
        CellContent::Number { shown, .. } => change(shown),
        CellContent::Status(mark) => each_in_status(mark, change),
        CellContent::Trend(mark) => change(&mut mark.words),
        CellContent::Sparkline(line) => change(&mut line.description),
    }
}

fn each_in_chart(chart: &mut Chart, change: &mut dyn FnMut(&mut String)) {
    change(&mut chart.title);
    change(&mut chart.description);
    change(&mut chart.value_axis);
    chart.labels.iter_mut().for_each(&mut *change);
    for series in &mut chart.series {
        change(&mut series.name);
    }
    if let Some(over_time) = &mut chart.over_time {
        each_over_time(over_time, change);
    }
    each_in_table(&mut chart.table, change);
}

fn each_over_time(over_time: &mut OverTime, change: &mut dyn FnMut(&mut String)) {
    for mark in over_time.marks.iter_mut().flatten() {
        change(&mut mark.shown);
        if let Some(signal) = &mut mark.signal {
            change(&mut signal.words);
        }
    }
    for band in &mut over_time.bands {
        change(&mut band.name);
    }
    for one in &mut over_time.breaks {
        change(&mut one.reason);
    }
    over_time.expected.iter_mut().for_each(&mut *change);
    over_time.caption.iter_mut().for_each(change);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_never_skip_a_level() {
        let mut blocks: Vec<Block> = [3, 6, 2, 4, 9, 0]
            .map(|level| Block::Heading {
                level,
                text: String::new(),
            })
            .into();
        close_heading_gaps(&mut blocks);
        let levels: Vec<u8> = blocks
            .iter()
            .map(|block| match block {
                Block::Heading { level, .. } => *level,
                _ => 0,
            })
            .collect();
        assert_eq!(levels, [2, 3, 2, 3, 4, 2]);
    }
}
