//! A resource plan: outcomes, measures with past years and targets, actions, resources.

use clew_calendar::Period;
use clew_measure::show_goal;
use clew_plan::{Goal, Measure, Outcome};

use crate::builders::front::section;
use crate::builders::measure_rows::MeasureRows;
use crate::builders::{actions, budgets, front};
use crate::{Block, Cell, Column, Inline, Report, ReportError, Request, Row, Table, words};

/// Builds the resource plan.
///
/// # Errors
/// When the plan has neither measures nor actions.
pub fn resource_plan(request: &Request<'_>) -> Result<Report, ReportError> {
    let book = request.book();
    let rows = MeasureRows::new(request);
    let measures = rows.measures();
    let milestones = actions::milestone_table(book, &request.actions());
    if measures.is_empty() && milestones.is_none() {
        return Err(ReportError::Nothing {
            what: "measures or actions for this plan",
        });
    }
    let mut blocks: Vec<Block> = Vec::new();
    blocks.extend(
        request
            .plan
            .purpose
            .clone()
            .map(|text| Block::Paragraph(vec![Inline::Text(text)])),
    );
    section(
        &mut blocks,
        "Outcomes",
        outcome_table(request)
            .into_iter()
            .map(Block::Table)
            .collect(),
    );
    section(
        &mut blocks,
        "Measures",
        measure_table(&rows, &measures)
            .into_iter()
            .map(Block::Table)
            .collect(),
    );
    section(
        &mut blocks,
        "Actions",
        milestones.into_iter().map(Block::Table).collect(),
    );
    let mut resources = budgets::budgets(book, &request.plan.id, 3);
    if let Some(staff) = budgets::staffing(book, &request.plan.id) {
        resources.push(Block::Heading {
            level: 3,
            text: "Employees".to_owned(),
        });
        resources.push(Block::Table(staff));
    }
    section(&mut blocks, "Resources", resources);
    let period = request.plan.period.unwrap_or(request.period);
    Ok(front::report(
        request,
        &request.plan.title,
        &words::period(period),
        blocks,
    ))
}

/// Priorities with the outcomes under them.
pub(crate) fn outcome_table(request: &Request<'_>) -> Option<Table> {
    let columns = vec![Column::names("Priority", 5), Column::words("Outcomes", 8)];
    let mut table = Table::new(
        "Outcomes",
        "Priorities and the outcomes that serve them",
        columns,
    );
    let of_plan = |outcome: &&Outcome| outcome.plan == request.plan.id;
    let outcomes: Vec<&Outcome> = request.book().outcomes.iter().filter(of_plan).collect();
    for root in outcomes.iter().filter(|outcome| outcome.parent.is_none()) {
        let under: Vec<&str> = outcomes
            .iter()
            .filter(|outcome| outcome.parent.as_ref() == Some(&root.id))
            .map(|outcome| outcome.title.as_str())
            .collect();
        let mut inlines = Vec::new();
        for title in under {
            if !inlines.is_empty() {
                inlines.push(Inline::Break);
            }
            inlines.push(Inline::from(title));
        }
        let cell = if inlines.is_empty() {
            Cell::empty()
        } else {
            Cell::inlines(inlines)
        };
        table
            .rows
            .push(Row::body(vec![Cell::text(&root.title), cell]));
    }
    (!table.is_empty()).then(|| table.without_empty_columns())
}

/// Measures with the two years before the plan and its target.
fn measure_table(rows: &MeasureRows<'_, '_>, measures: &[&Measure]) -> Option<Table> {
    let request = rows.request;
    let year = request.plan.period.or(request.period.financial_year())?;
    let last = year.previous()?;
    let before = [last.previous()?, last];
    let mut columns = vec![Column::words("Code", 2), Column::names("Measure", 8)];
    columns.extend(
        before
            .iter()
            .map(|past| Column::numbers(past.to_string(), 2)),
    );
    columns.push(Column::numbers(format!("Target {year}"), 2));
    columns.extend([
        Column::words("Links", 2),
        Column::words("Service", 3),
        Column::words("Notes", 4),
    ]);
    let mut table = Table::new(
        "Measures",
        format!("Measures with past years and the target for {year}"),
        columns,
    );
    let mut group = None;
    for measure in measures {
        let outcome = measure
            .outcome
            .as_ref()
            .and_then(|id| request.book().outcome(id));
        let heading = outcome.map(|outcome| outcome.title.clone());
        if heading != group {
            group.clone_from(&heading);
            table.rows.extend(heading.map(Row::group));
        }
        table.rows.push(measure_row(rows, measure, before, year));
    }
    (!table.is_empty()).then(|| table.without_empty_columns())
}

fn measure_row(
    rows: &MeasureRows<'_, '_>,
    measure: &Measure,
    before: [Period; 2],
    year: Period,
) -> Row {
    let request = rows.request;
    let mut cells = vec![Cell::text(measure.code.body()), Cell::text(&measure.title)];
    cells.extend(before.map(|past| rows.past_value(measure, past)));
    cells.push(target(request, measure, year));
    cells.push(Cell::text(measure.links.join(", ")));
    cells.push(Cell::text(
        measure
            .unit
            .as_ref()
            .map(|unit| request.book().unit_name(unit))
            .unwrap_or_default(),
    ));
    cells.push(Cell::maybe(measure.notes.as_deref()));
    Row::body(cells)
}

/// The target for a period, as a number where it is one.
pub(crate) fn target(request: &Request<'_>, measure: &Measure, period: Period) -> Cell {
    let found = request.index.target_for(&measure.code.key(), period, None);
    let words = found
        .and_then(|target| target.record)
        .and_then(|record| record.as_written.as_deref());
    match found.and_then(|target| target.goal) {
        Some(goal) => {
            let shown = show_goal(goal, measure.unit_of_measure, measure.decimals);
            match goal {
                Goal::Value(value) => Cell::number(value, shown),
                Goal::Range { .. } => Cell::text(shown),
            }
        }
        None => Cell::maybe(words),
    }
}
