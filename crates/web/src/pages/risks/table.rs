//! The risk register as a table to take away.

use clew_plan::{Book, Risk, RiskScore};
use clew_report::{Cell, Column, Row, Table, words};
use rust_decimal::Decimal;

use super::bands::Band;
use super::register::controls;
use crate::pages::actions::words::capital;

pub(super) fn of(book: &Book, risks: &[&Risk]) -> Table {
    let columns = vec![
        Column::words("Code", 2),
        Column::names("Risk", 5),
        Column::words("Cause and effect", 8),
        Column::words("Category", 2),
        Column::words("Service", 3),
        Column::words("Owner", 3),
        Column::numbers("Original score", 1),
        Column::numbers("Current score", 1),
        Column::numbers("Target score", 1),
        Column::words("Band", 2),
        Column::numbers("Controls in place", 1),
        Column::numbers("Controls", 1),
        Column::words("Reviewed", 2),
        Column::words("Review due", 2),
    ];
    let controls = controls(book);
    let mut table = Table::new("Risk register", words::count(risks.len(), "risk"), columns);
    let row = |risk: &&Risk| {
        body(
            book,
            risk,
            controls.get(&risk.code).copied().unwrap_or_default(),
        )
    };
    table.rows = risks.iter().map(row).collect();
    table
}

fn body(book: &Book, risk: &Risk, (in_place, all): (usize, usize)) -> Row {
    let day = |day: Option<clew_report::Day>| Cell::text(day.map(words::day).unwrap_or_default());
    let count = |count: usize| Cell::count(u32::try_from(count).unwrap_or(u32::MAX));
    let band = risk.reported_band.as_deref().map(capital);
    let band = band.or_else(|| Band::of_risk(risk).map(|band| band.word().to_owned()));
    Row::body(vec![
        Cell::text(risk.code.as_str()),
        Cell::text(&risk.title),
        Cell::maybe(risk.description.as_deref()),
        Cell::maybe(risk.category.as_deref()),
        Cell::maybe(risk.unit.as_ref().map(|unit| book.unit_name(unit))),
        Cell::maybe(risk.owner.as_deref()),
        score(risk.original),
        score(risk.current),
        score(risk.target),
        Cell::maybe(band.as_deref()),
        count(in_place),
        count(all),
        day(risk.reviewed_on),
        day(risk.review_due),
    ])
}

fn score(score: Option<RiskScore>) -> Cell {
    score
        .map(RiskScore::product)
        .map_or_else(Cell::empty, |product| {
            Cell::number(Decimal::from(product), product.to_string())
        })
}
