//! The quarterly progress report: summary, what needs attention, every measure by outcome.

use clew_calendar::Period;
use clew_measure::Summary;
use clew_plan::{Measure, OutcomeId};

use crate::builders::front::section;
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
    request.demand_figures(&measures)?;
    let summary = request
        .index
        .summary(Some(&request.plan.id), request.period, request.basis);
    let mut blocks = opening(&rows, &measures);
    section(&mut blocks, "Summary", matrix::blocks(&summary));
    section(&mut blocks, "What needs attention", needs_attention(&rows));
    for (outcome, title) in headings(request, &summary, &measures) {
        let own: Vec<&Measure> = of_row(request, &measures, outcome.as_ref());
        if !own.is_empty() {
            let caption = format!("{title}: {}", words::count(own.len(), "measure"));
            section(
                &mut blocks,
                &title,
                vec![Block::Table(rows.table(&title, &caption, &own))],
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

/// What measures are listed under: the rows of the summary; where it was taken from a printed one
/// without rows by outcome, the roots of the measures' outcomes in the order of the Book.
fn headings(
    request: &Request<'_>,
    summary: &Summary,
    measures: &[&Measure],
) -> Vec<(Option<OutcomeId>, String)> {
    if !summary.rows.is_empty() {
        let rows = summary.rows.iter();
        return rows
            .map(|row| (row.outcome.clone(), row.title.clone()))
            .collect();
    }
    let roots = request
        .book()
        .outcomes
        .iter()
        .filter(|outcome| outcome.plan == request.plan.id && outcome.parent.is_none())
        .map(|outcome| (Some(outcome.id.clone()), outcome.title.clone()));
    let mut found: Vec<_> = roots.collect();
    if !of_row(request, measures, None).is_empty() {
        found.push((None, "No outcome".to_owned()));
    }
    found
}

fn opening(rows: &MeasureRows<'_, '_>, measures: &[&Measure]) -> Vec<Block> {
    let request = rows.request;
    let text = format!("{}. {}", request.plan.title, reach(request, measures));
    let mut blocks = vec![Block::Paragraph(vec![Inline::Text(text)])];
    blocks.extend(front::data_as_at(request));
    blocks.extend(rows.not_signed_off());
    blocks
}

/// Which days the figures of the period cover: the year so far, the period alone, or some of each.
fn reach(request: &Request<'_>, measures: &[&Measure]) -> String {
    let year_starts = Period::year_to_date(request.period).first();
    let (first, last) = (
        words::day(request.period.first()),
        words::day(request.period.last()),
    );
    let figures: Vec<Period> = measures
        .iter()
        .filter_map(|measure| {
            request
                .index
                .figure_for(&measure.code.key(), request.period, None)
        })
        .filter(|figure| figure.value.is_some() || figure.numerator.is_some())
        .map(|figure| figure.period)
        .collect();
    let to_date = figures
        .iter()
        .filter(|period| period.first() == year_starts)
        .count();
    let year_starts = words::day(year_starts);
    match figures.len() {
        0 => format!("The period is {first} to {last}."),
        all if to_date == all => format!("Figures run from {year_starts} to {last}."),
        _ if to_date == 0 => format!("Figures are for {first} to {last}."),
        _ => format!("Figures are for {first} to {last}, some of them from {year_starts}."),
    }
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
    let mut own: Vec<&Measure> = measures.iter().filter(belongs).copied().collect();
    // Measures of the priority itself come first; those of one outcome stand together.
    own.sort_by_key(|measure| {
        let outcome = measure
            .outcome
            .as_ref()
            .filter(|outcome| row != Some(*outcome));
        outcome.and_then(|id| book.outcomes.iter().position(|listed| listed.id == *id))
    });
    own
}

fn how_to_read(request: &Request<'_>) -> Vec<Block> {
    let basis = match request.basis {
        clew_measure::StatusBasis::AsReported => {
            "Statuses are shown as they were reported; where none was, it follows from the figure, its target and its tolerance."
        }
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
