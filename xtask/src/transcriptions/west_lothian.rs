//! West Lothian's management plan 2021-22 (document 002): alignment, indicators, budgets, risks,
//! actions, schedules and scorecard.

use clew_plan::{Book, DocumentId, OutcomeId, PlanId, UnitId};
use serde_json::Value;

use super::TranscriptionError;
use super::reading::Reading;

mod actions;
mod appearances;
mod budgets;
mod indicators;
mod outcomes;
mod particulars;
mod schedules;
mod words;

/// The document's id, which is also the name of its table.
const DOCUMENT: &str = "002";

/// Makes the Book of the document.
///
/// # Errors
/// When the table lacks something or holds a value that cannot be read; the error names its path.
pub(crate) fn book(table: &Value) -> Result<Book, TranscriptionError> {
    let table = Reading::new(DOCUMENT, table);
    let mut book = Book::default();
    let plan = particulars::add(&table, &mut book)?;
    outcomes::add(&table, &plan, &mut book)?;
    indicators::add(&table, &plan, &mut book)?;
    budgets::add(&table, &plan, &mut book)?;
    actions::add(&table, &plan, &mut book)?;
    schedules::add(&table, &plan, &mut book)?;
    Ok(book)
}

/// The id of the document.
fn document() -> DocumentId {
    DOCUMENT.into()
}

/// The id of the service with this name.
fn unit_id(name: &str) -> UnitId {
    words::slug(name).into()
}

/// The id of the plan with this title.
fn plan_id(title: &str) -> PlanId {
    words::slug(title).into()
}

/// The id of the council priority as it is written, whatever number it is printed with.
fn priority_id(written: &str) -> OutcomeId {
    words::slug(words::without_number(written)).into()
}

#[cfg(test)]
mod tests;
