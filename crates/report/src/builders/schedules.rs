//! Engagement and consultation schedules, and the planning calendar.

use clew_plan::{Book, PlanId, Schedule};

use crate::{Block, Cell, Column, Row, Table};

/// The plan's schedules, each under its heading.
pub(crate) fn schedules(book: &Book, plan: &PlanId, level: u8) -> Vec<Block> {
    let named = [
        (
            Schedule::EmployeeEngagement,
            "Employee engagement",
            "How employees are engaged",
        ),
        (
            Schedule::CustomerConsultation,
            "Customer consultation",
            "How customers are consulted",
        ),
    ];
    let mut blocks = Vec::new();
    for (schedule, heading, caption) in named {
        if let Some(table) = schedule_table(book, plan, schedule, heading, caption) {
            blocks.push(Block::Heading {
                level,
                text: heading.to_owned(),
            });
            blocks.push(Block::Table(table));
        }
    }
    blocks
}

fn schedule_table(
    book: &Book,
    plan: &PlanId,
    schedule: Schedule,
    name: &str,
    caption: &str,
) -> Option<Table> {
    let columns = vec![
        Column::names("Group", 4),
        Column::words("Method", 3),
        Column::words("Frequency", 2),
        Column::words("Responsible", 4),
        Column::words("Feedback", 4),
    ];
    let mut table = Table::new(name, caption, columns);
    let mut service = None;
    for entry in book
        .schedules
        .iter()
        .filter(|entry| entry.plan == *plan && entry.schedule == schedule)
    {
        if entry.unit.is_some() && entry.unit != service {
            service.clone_from(&entry.unit);
            table.rows.extend(
                service
                    .as_ref()
                    .map(|unit| Row::group(book.unit_name(unit))),
            );
        }
        table.rows.push(Row::body(vec![
            Cell::text(&entry.group),
            Cell::text(&entry.method),
            Cell::maybe(entry.frequency.as_deref()),
            Cell::maybe(entry.responsible.as_deref()),
            Cell::maybe(entry.feedback.as_deref()),
        ]));
    }
    (!table.is_empty()).then(|| table.without_empty_columns())
}

/// The steps by which the plan is written, approved and reviewed.
pub(crate) fn planning_calendar(book: &Book, plan: &PlanId) -> Option<Table> {
    let columns = vec![
        Column::names("Step", 3),
        Column::words("What happens", 7),
        Column::words("When", 3),
    ];
    let mut table = Table::new(
        "Planning calendar",
        "How the plan is made, published and reviewed",
        columns,
    );
    let steps = book
        .planning_calendar
        .iter()
        .filter(|step| step.plan == *plan);
    table.rows = steps
        .map(|step| {
            let during = step.during.map(crate::words::period);
            let when = step.when.clone().or(during).unwrap_or_default();
            Row::body(vec![
                Cell::text(&step.step),
                Cell::maybe(step.description.as_deref()),
                Cell::text(when),
            ])
        })
        .collect();
    (!table.is_empty()).then(|| table.without_empty_columns())
}
