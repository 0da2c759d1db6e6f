//! A report's table as a dense table of a page.

use clew_report::{Align, Cell, CellContent, Column, Direction, Inline, RowKind, Table, words};
use maud::{Markup, html};

use crate::components::{status_mark, trend_arrow};

/// A report's table. `link` gives the address that the name of a row leads to, by its place.
pub(in crate::pages) fn grid(table: &Table, link: &dyn Fn(usize) -> Option<String>) -> Markup {
    html! {
        div class="clew-scroll" role="region" aria-label=(table.caption) tabindex="0" {
            table class="clew-table clew-stack measure-table" {
                caption { (table.caption) }
                thead { tr { @for column in &table.columns {
                    th scope="col" class=[class(column)] { (column.heading) }
                } } }
                tbody {
                    @for (place, row) in table.rows.iter().enumerate() {
                        @if row.kind == RowKind::Group {
                            tr class="group" { th scope="rowgroup" colspan=(table.columns.len()) {
                                @if let Some(cell) = row.cells.first() { (content(cell)) }
                            } }
                        } @else {
                            tr class=[(row.kind == RowKind::Total).then_some("total")] {
                                @for (column, cell) in table.columns.iter().zip(&row.cells) {
                                    @if column.names_rows { (name(cell, link(place).as_deref())) }
                                    @else { (shown(column, cell)) }
                                }
                            }
                        }
                    }
                }
            }
        }
        @if let Some(note) = &table.note { p class="govuk-body clew-quiet" { (note) } }
    }
}

fn class(column: &Column) -> Option<&'static str> {
    match column.align {
        Align::Start => None,
        Align::End => Some("end"),
        Align::Centre => Some("centre"),
    }
}

fn shown(column: &Column, cell: &Cell) -> Markup {
    let class = is_wordy(cell).then_some("measure-wide").or(class(column));
    let none = matches!(cell.content, CellContent::Empty).then_some("clew-none");
    html! { td class=[class.or(none)] data-label=(column.heading) { (content(cell)) } }
}

/// The name of a row, leading where the row leads.
fn name(cell: &Cell, link: Option<&str>) -> Markup {
    html! {
        th scope="row" {
            @if let Some(link) = link { a href=(link) { (content(cell)) } }
            @else { (content(cell)) }
        }
    }
}

/// Letters of a text that still stands on one line of a dense table.
const A_LINE: usize = 24;

/// Whether a cell holds words that need more than a line.
fn is_wordy(cell: &Cell) -> bool {
    match &cell.content {
        CellContent::Text(parts) => match parts.as_slice() {
            [Inline::Text(text)] => text.chars().count() > A_LINE,
            parts => parts.len() > 1,
        },
        _ => false,
    }
}

fn content(cell: &Cell) -> Markup {
    match &cell.content {
        CellContent::Empty | CellContent::Sparkline(_) => html! {},
        CellContent::Text(line) => html! { @for part in line { (inline(part)) } },
        CellContent::Number { shown, .. } => html! { (shown) },
        CellContent::Date(day) => {
            html! { time class="whole" datetime=(day) { (words::day(*day)) } }
        }
        CellContent::Status(mark) => html! {
            (status_mark(mark.status))
            @if let Some(note) = &mark.note { " " span class="quiet" { "(" (note) ")" } }
        },
        CellContent::Trend(mark) => trend(mark.direction, &mark.words),
    }
}

fn trend(direction: Direction, words: &str) -> Markup {
    html! { (trend_arrow(direction, words)) " " span { (words) } }
}

fn inline(part: &Inline) -> Markup {
    match part {
        Inline::Text(text) => html! { (text) },
        Inline::Strong(text) => html! { strong { (text) } },
        Inline::Status(mark) => status_mark(mark.status),
        Inline::Trend(mark) => trend(mark.direction, &mark.words),
        Inline::Break => html! { br; },
    }
}

#[cfg(test)]
mod tests {
    use clew_plan::Status;
    use clew_report::Row;

    use super::*;

    #[test]
    fn a_row_is_named_by_a_heading_that_leads_on_and_text_is_escaped() {
        let columns = vec![Column::names("Period", 1), Column::marks("Status", 1)];
        let mut table = Table::new("Figures", "Figures of <A>", columns);
        table.rows = vec![Row::body(vec![
            Cell::text("2021 & 2022"),
            Cell::status(Status::Red),
        ])];
        let shown = grid(&table, &|place| Some(format!("/figures/{place}"))).into_string();
        assert!(
            shown.contains("<th scope=\"row\"><a href=\"/figures/0\">2021 &amp; 2022</a></th>")
        );
        assert!(shown.contains("Figures of &lt;A&gt;") && shown.contains("Red"));
        assert!(!shown.contains("style="));
    }
}
