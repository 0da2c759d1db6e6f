//! A report as JSON, in a stable shape: a list of typed blocks, figures both exact and as shown.

use clew_report::{
    Align, Block, Cell, CellContent, Chart, ChartKind, Cover, Direction, Inline, Report, RowKind,
    Series, SeriesRole, Sparkline, StatusMark, Table, TrendMark,
};
use serde_json::{Map, Value, json};

use crate::{RenderError, marks::direction_key, prepare::prepare};

/// Name and version of the shape, given in every file.
const SCHEMA: &str = "clew-report/1";

/// The report as indented JSON.
///
/// Exact values are strings (`"value": "97.5"`), because JSON numbers lose digits in many
/// readers; what is to be read is beside them (`"shown": "97.5%"`). Days are ISO 8601.
///
/// # Errors
/// When the JSON cannot be written.
pub fn json(report: &Report) -> Result<String, RenderError> {
    let mut written = serde_json::to_string_pretty(&value(&prepare(report), &mut NoPictures))?;
    written.push('\n');
    Ok(written)
}

/// Takes note of the pictures of a report, and may name a file for each.
pub(crate) trait Pictures {
    /// The name of the file with this chart's drawing, if there is one.
    fn chart(&mut self, chart: &Chart) -> Option<String>;
    /// The name of the file with this sparkline's drawing, if there is one.
    fn sparkline(&mut self, line: &Sparkline) -> Option<String>;
}

/// JSON for its own sake has no pictures.
struct NoPictures;

impl Pictures for NoPictures {
    fn chart(&mut self, _: &Chart) -> Option<String> {
        None
    }

    fn sparkline(&mut self, _: &Sparkline) -> Option<String> {
        None
    }
}

/// A prepared report as a JSON value, with the names of its pictures.
pub(crate) fn value(report: &Report, pictures: &mut dyn Pictures) -> Value {
    let blocks: Vec<Value> = report
        .blocks
        .iter()
        .map(|block| block_value(block, pictures))
        .collect();
    let mut written = json!({
        "schema": SCHEMA,
        "language": "en-GB",
        "title": report.title,
        "subtitle": report.subtitle,
        "organisation": report.organisation,
        "description": report.description,
        "landscape": report.landscape,
        "cover": report.cover.as_ref().map(cover_value),
        "blocks": blocks,
    });
    // Not there in reports from before there were markings, which are written as they were.
    if let Some(marking) = &report.marking {
        written["marking"] = marking.as_str().into();
    }
    written
}

fn cover_value(cover: &Cover) -> Value {
    json!({
        "report_to": cover.report_to,
        "meeting": cover.meeting.map(|day| day.to_string()),
        "report_by": cover.report_by,
        "subject": cover.subject,
        "data_as_at": cover.data_as_at.map(|day| day.to_string()),
    })
}

fn block_value(block: &Block, pictures: &mut dyn Pictures) -> Value {
    match block {
        Block::Heading { level, text } => {
            json!({ "type": "heading", "level": level, "text": text })
        }
        Block::Paragraph(line) => json!({ "type": "paragraph", "text": line_value(line) }),
        Block::List { ordered, items } => json!({
            "type": "list",
            "ordered": ordered,
            "items": items.iter().map(|line| line_value(line)).collect::<Vec<_>>(),
        }),
        Block::Definitions(terms) => json!({
            "type": "definitions",
            "terms": terms
                .iter()
                .map(|(term, meaning)| json!({ "term": line_value(term), "meaning": line_value(meaning) }))
                .collect::<Vec<_>>(),
        }),
        Block::KeyFigures(figures) => json!({
            "type": "key figures",
            "figures": figures
                .iter()
                .map(|figure| json!({
                    "shown": figure.shown,
                    "label": figure.label,
                    "status": figure.status.map(clew_report::Status::word),
                }))
                .collect::<Vec<_>>(),
        }),
        Block::Table(table) => typed("table", table_value(table, pictures)),
        Block::Chart(chart) => typed("chart", chart_value(chart, pictures)),
        Block::PageBreak => json!({ "type": "page break" }),
    }
}

/// An object with its type in front.
fn typed(kind: &str, mut fields: Map<String, Value>) -> Value {
    fields.shift_insert(0, "type".to_owned(), kind.into());
    Value::Object(fields)
}

fn line_value(line: &[Inline]) -> Value {
    line.iter().map(inline_value).collect()
}

fn inline_value(part: &Inline) -> Value {
    match part {
        Inline::Text(text) => json!({ "type": "text", "text": text }),
        Inline::Strong(text) => json!({ "type": "strong", "text": text }),
        Inline::Status(mark) => typed("status", status_value(mark)),
        Inline::Trend(mark) => typed("trend", trend_value(mark)),
        Inline::Break => json!({ "type": "break" }),
    }
}

/// Fields from the pairs given.
fn fields<const N: usize>(pairs: [(&str, Value); N]) -> Map<String, Value> {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn status_value(mark: &StatusMark) -> Map<String, Value> {
    fields([
        ("status", mark.status.word().into()),
        ("note", mark.note.clone().into()),
    ])
}

fn trend_value(mark: &TrendMark) -> Map<String, Value> {
    fields([
        ("direction", direction_word(mark.direction).into()),
        ("words", mark.words.clone().into()),
    ])
}

const fn direction_word(direction: Direction) -> &'static str {
    direction_key(direction)
}

fn table_value(table: &Table, pictures: &mut dyn Pictures) -> Map<String, Value> {
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            json!({
                "heading": column.heading,
                "align": align_word(column.align),
                "weight": column.weight,
                "names_rows": column.names_rows,
            })
        })
        .collect();
    let rows: Vec<Value> = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<Value> = row
                .cells
                .iter()
                .map(|cell| cell_value(cell, pictures))
                .collect();
            json!({ "kind": row_word(row.kind), "cells": cells })
        })
        .collect();
    fields([
        ("caption", table.caption.clone().into()),
        ("name", table.name.clone().into()),
        ("columns", columns.into()),
        ("rows", rows.into()),
        ("note", table.note.clone().into()),
    ])
}

const fn align_word(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::End => "end",
        Align::Centre => "centre",
    }
}

const fn row_word(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Body => "body",
        RowKind::Group => "group",
        RowKind::Total => "total",
    }
}

fn cell_value(cell: &Cell, pictures: &mut dyn Pictures) -> Value {
    match &cell.content {
        CellContent::Empty => json!({ "type": "empty" }),
        CellContent::Text(line) => json!({ "type": "text", "text": line_value(line) }),
        CellContent::Number { value, shown } => {
            json!({ "type": "number", "value": value.to_string(), "shown": shown })
        }
        CellContent::Date(day) => json!({
            "type": "date",
            "date": day.to_string(),
            "shown": clew_report::words::day(*day),
        }),
        CellContent::Status(mark) => typed("status", status_value(mark)),
        CellContent::Trend(mark) => typed("trend", trend_value(mark)),
        CellContent::Sparkline(line) => typed("sparkline", sparkline_value(line, pictures)),
    }
}

fn sparkline_value(line: &Sparkline, pictures: &mut dyn Pictures) -> Map<String, Value> {
    let points: Vec<Value> = line
        .points
        .iter()
        .map(|point| point.map(|value| value.to_string()).into())
        .collect();
    let mut fields = fields([
        ("points", points.into()),
        ("target", line.target.map(|value| value.to_string()).into()),
        ("description", line.description.clone().into()),
    ]);
    add_picture(&mut fields, pictures.sparkline(line));
    fields
}

fn add_picture(fields: &mut Map<String, Value>, name: Option<String>) {
    if let Some(name) = name {
        fields.insert("picture".to_owned(), name.into());
    }
}

fn chart_value(chart: &Chart, pictures: &mut dyn Pictures) -> Map<String, Value> {
    let series: Vec<Value> = chart.series.iter().map(series_value).collect();
    let picture = pictures.chart(chart);
    let mut fields = fields([
        ("title", chart.title.clone().into()),
        ("description", chart.description.clone().into()),
        ("kind", kind_word(chart.kind).into()),
        ("value_axis", chart.value_axis.clone().into()),
        ("labels", chart.labels.clone().into()),
        ("series", series.into()),
        ("table", table_value(&chart.table, pictures).into()),
    ]);
    add_picture(&mut fields, picture);
    fields
}

const fn kind_word(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::Line => "line",
        ChartKind::Bar => "bar",
        ChartKind::StackedBar => "stacked bar",
        ChartKind::Measure => "measure over time",
    }
}

fn series_value(series: &Series) -> Value {
    let values: Vec<Value> = series
        .values
        .iter()
        .map(|point| point.map(|value| value.to_string()).into())
        .collect();
    let role = match series.role {
        SeriesRole::Value => "value",
        SeriesRole::Target => "target",
        SeriesRole::Centre => "centre",
        SeriesRole::Limit => "limit",
        SeriesRole::Comparison => "comparison",
        SeriesRole::Forecast => "forecast",
        SeriesRole::Status(status) => status.word(),
    };
    json!({ "name": series.name, "role": role, "values": values })
}
