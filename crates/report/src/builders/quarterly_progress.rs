//! The quarterly progress report: summary, what needs attention, every measure by outcome.

use clew_plan::{Measure, OutcomeId};

use crate::builders::improvement_plan::section;
use crate::builders::measure_rows::MeasureRows;
use crate::builders::{attention, front, matrix};
use crate::{Block, Inline, Report, ReportError, Request, words};

/// Builds the quarterly progress report.
///
/// # Errors
/// When the plan has no measures.
pub fn quarterly_progress(request: &Request<'_>) -> Result<Report, ReportError> {
    let rows = MeasureRows::new(request);
    let measures = rows.measures();
    if measures.is_empty() {
        return Err(ReportError::Nothing {
            what: "measures for this plan",
        });
    }
    let summary = request
        .index
        .summary(Some(&request.plan.id), request.period, request.basis);
    let mut blocks = opening(request);
    section(&mut blocks, "Summary", matrix::blocks(&summary));
    section(&mut blocks, "What needs attention", needs_attention(&rows));
    for row in &summary.rows {
        let own: Vec<&Measure> = of_row(request, &measures, row.outcome.as_ref());
        if !own.is_empty() {
            let caption = format!("{}: {}", row.title, words::count(own.len(), "measure"));
            section(
                &mut blocks,
                &row.title,
                vec![Block::Table(rows.table(&row.title, &caption, &own))],
            );
        }
    }
    section(&mut blocks, "How to read this report", how_to_read(request));
    let title = format!("{}: progress report", request.service());
    Ok(front::report(
        request,
        &title,
        &words::period(request.period),
        blocks,
    ))
}

fn opening(request: &Request<'_>) -> Vec<Block> {
    let first = words::day(
        request
            .period
            .financial_year()
            .map_or(request.period, |year| year)
            .first(),
    );
    let last = words::day(request.period.last());
    let text = format!(
        "{}. Figures to date run from {first} to {last}.",
        request.plan.title
    );
    let mut blocks = vec![Block::Paragraph(vec![Inline::Text(text)])];
    blocks.extend(front::data_as_at(request));
    blocks
}

fn needs_attention(rows: &MeasureRows<'_, '_>) -> Vec<Block> {
    match attention::table(rows) {
        Some(table) => vec![Block::Table(table)],
        None => vec![Block::Paragraph(vec![Inline::from(
            "No measure is Red or Amber.",
        )])],
    }
}

/// Measures whose outcome climbs to the row's.
pub(crate) fn of_row<'book>(
    request: &Request<'book>,
    measures: &[&'book Measure],
    row: Option<&OutcomeId>,
) -> Vec<&'book Measure> {
    let book = request.book();
    let belongs = |measure: &&&Measure| {
        let line = measure
            .outcome
            .as_ref()
            .map(|id| book.line_of_sight(id))
            .unwrap_or_default();
        match row {
            Some(id) => line.iter().any(|outcome| outcome.id == *id),
            None => line.is_empty(),
        }
    };
    measures.iter().filter(belongs).copied().collect()
}

fn how_to_read(request: &Request<'_>) -> Vec<Block> {
    let basis = match request.basis {
        clew_measure::StatusBasis::AsReported => "Statuses are shown as they were reported.",
        clew_measure::StatusBasis::ByRule => {
            "Statuses follow from each figure, its target and its tolerance."
        }
    };
    vec![
        Block::Paragraph(vec![Inline::from(basis)]),
        front::status_meanings(),
        Block::Paragraph(vec![Inline::from(
            "An arrow up means better than before, whichever way better is. The line shows past years and the period reported; the dashed line is the target.",
        )]),
    ]
}
