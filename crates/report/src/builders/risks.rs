//! The risk register: heat map, register, controls.

use std::cmp::Reverse;

use clew_plan::{Book, Risk, RiskScore};
use rust_decimal::Decimal;

use crate::{Cell, Column, Inline, Row, Table, words};

/// Risks with the highest current score first.
pub(crate) fn by_score(book: &Book) -> Vec<&Risk> {
    let mut risks: Vec<&Risk> = book.risks.iter().collect();
    risks.sort_by_key(|risk| {
        (
            Reverse(risk.current.map(RiskScore::product)),
            risk.code.clone(),
        )
    });
    risks
}

/// The register: code, title, scores, owner, review.
pub(crate) fn register(book: &Book) -> Table {
    let columns = vec![
        Column::words("Code", 2),
        Column::names("Risk", 5),
        Column::words("Cause and effect", 8),
        Column::numbers("Original score", 1),
        Column::numbers("Current score", 1),
        Column::numbers("Target score", 1),
        Column::words("Band", 2),
        Column::words("Controls", 5),
        Column::words("Owner", 3),
        Column::words("Review due", 2),
    ];
    let mut table = Table::new(
        "Risk register",
        "Risks, highest current score first",
        columns,
    );
    table.rows = by_score(book)
        .into_iter()
        .map(|risk| risk_row(book, risk))
        .collect();
    table.note = Some(format!(
        "A score is likelihood times impact, each from 1 to 5. {BANDS}"
    ));
    table.without_empty_columns()
}

fn risk_row(book: &Book, risk: &Risk) -> Row {
    let controls: Vec<String> = book
        .controls
        .iter()
        .filter(|control| control.risk == risk.code)
        .map(|control| {
            if control.in_place {
                control.title.clone()
            } else {
                format!("{} (planned)", control.title)
            }
        })
        .collect();
    Row::body(vec![
        Cell::text(risk.code.as_str()),
        Cell::text(&risk.title),
        Cell::maybe(risk.description.as_deref()),
        score(risk.original),
        score(risk.current),
        score(risk.target),
        Cell::text(band_of(risk)),
        Cell::text(controls.join("; ")),
        Cell::maybe(risk.owner.as_deref()),
        Cell::text(risk.review_due.map(words::day).unwrap_or_default()),
    ])
}

/// The bands, for a note under a table.
const BANDS: &str = "Bands, where the register gives none: 1 to 4 low, 5 to 9 moderate, 10 to 15 high, 16 to 25 very high.";

/// The band of a score, by [`BANDS`].
const fn band(product: u8) -> &'static str {
    match product {
        0..=4 => "Low",
        5..=9 => "Moderate",
        10..=15 => "High",
        16.. => "Very high",
    }
}

/// The band the register gives, else that of the current score.
fn band_of(risk: &Risk) -> String {
    let computed = || risk.current.map(|score| band(score.product()).to_owned());
    risk.reported_band
        .clone()
        .or_else(computed)
        .unwrap_or_default()
}

fn score(score: Option<RiskScore>) -> Cell {
    score.map_or_else(Cell::empty, |score| {
        Cell::number(Decimal::from(score.product()), score.product().to_string())
    })
}

/// Where the risks stand by likelihood and impact; none when no risk gives both.
pub(crate) fn heat_map(book: &Book) -> Option<Table> {
    let placed: Vec<(&Risk, u8, u8)> = book
        .risks
        .iter()
        .filter_map(|risk| match risk.current? {
            RiskScore::Parts { likelihood, impact } => Some((risk, likelihood, impact)),
            RiskScore::Product(_) => None,
        })
        .collect();
    if placed.is_empty() {
        return None;
    }
    let mut columns = vec![Column::names("Likelihood", 3)];
    columns.extend((1..=5).map(|impact| Column::marks(format!("Impact {impact}"), 2)));
    let mut table = Table::new("Heat map", "Risks by likelihood and impact", columns);
    for likelihood in (1..=5).rev() {
        let mut cells = vec![Cell::text(likelihood.to_string())];
        for impact in 1..=5 {
            let here = placed
                .iter()
                .filter(|(_, l, i)| *l == likelihood && *i == impact);
            let codes: Vec<&str> = here.map(|(risk, ..)| risk.code.as_str()).collect();
            let mut cell = vec![Inline::Text(format!(
                "{} {}",
                likelihood * impact,
                band(likelihood * impact)
            ))];
            if !codes.is_empty() {
                cell.extend([Inline::Break, Inline::Strong(codes.join(", "))]);
            }
            cells.push(Cell::inlines(cell));
        }
        table.rows.push(Row::body(cells));
    }
    table.note = Some(BANDS.to_owned());
    Some(table)
}
