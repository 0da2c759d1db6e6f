//! Every place where the document names an indicator, in the document's order.

use clew_plan::{Code, OutcomeId, UnitId};

use super::words::{Amount, amount};
use super::{DOCUMENT, priority_id, unit_id};
use crate::transcriptions::TranscriptionError;
use crate::transcriptions::reading::Reading;

/// The place of citations in the table of corporate priorities.
pub(super) const ALIGNMENT: &str = "alignment with Corporate Plan";
/// The place of citations in the scorecard.
pub(super) const SCORECARD: &str = "scorecard";
/// The year of the document's values, as its columns say.
pub(super) const PAST_YEAR: &str = "2020-21";
/// The year of the document's targets, as its columns say.
pub(super) const PLAN_YEAR: &str = "2021-22";

/// A cell with what was read from it.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// The cell as printed.
    pub(super) written: String,
    /// What it says.
    pub(super) amount: Amount,
}

/// One place where an indicator is named.
#[derive(Clone, Debug)]
pub(super) struct Appearance {
    /// The table.
    pub(super) place: String,
    /// The code as printed there.
    pub(super) code: Code,
    /// The title as printed there.
    pub(super) title: String,
    /// The value for [`PAST_YEAR`].
    pub(super) value: Option<Cell>,
    /// The target for [`PAST_YEAR`].
    pub(super) past_target: Option<Cell>,
    /// The target for [`PLAN_YEAR`].
    pub(super) target: Option<Cell>,
    /// The category printed beside it.
    pub(super) category: Option<String>,
    /// The outcome that the table puts it under.
    pub(super) outcome: Option<OutcomeId>,
    /// The service that the table puts it under.
    pub(super) unit: Option<UnitId>,
    /// Where it was read.
    pub(super) source: Option<String>,
}

impl Appearance {
    /// How many of its three cells are filled: the fuller an appearance, the better it defines
    /// the measure.
    pub(super) fn fullness(&self) -> usize {
        let cells = [&self.value, &self.past_target, &self.target];
        cells.into_iter().flatten().count()
    }
}

/// All appearances: alignment, activity budgets, scorecard.
pub(super) fn all(table: &Reading) -> Result<Vec<Appearance>, TranscriptionError> {
    let mut found = Vec::new();
    for row in table.items("alignment")? {
        found.push(Appearance {
            value: cell(&row, "performance_2020_21")?,
            target: cell(&row, "target_2021_22")?,
            outcome: Some(row.text("deliverable_code")?.into()),
            source: Some(format!("{DOCUMENT} line {}", row.number("line")?)),
            ..appearance(&row, "code_as_printed", ALIGNMENT)?
        });
    }
    for budget in table.items("activity_budgets")? {
        add_budget(&budget, &mut found)?;
    }
    let services = table.field("service_managers")?;
    for row in table.field(SCORECARD)?.items("rows")? {
        let written = row.text("unit")?.to_lowercase();
        let names = services.keys();
        let unit = names
            .iter()
            .find(|name| written.ends_with(&name.to_lowercase()));
        found.push(Appearance {
            value: cell(&row, "performance_2020_21")?,
            past_target: cell(&row, "target_2020_21")?,
            target: cell(&row, "target_2021_22")?,
            unit: unit.map(|name| unit_id(name)),
            ..appearance(&row, "code", SCORECARD)?
        });
    }
    Ok(found)
}

fn add_budget(budget: &Reading, found: &mut Vec<Appearance>) -> Result<(), TranscriptionError> {
    let place = format!("activity budget {}", budget.text("table")?);
    let unit = unit_id(&budget.text("service")?);
    for activity in budget.items("activities")? {
        let link = activity.maybe_text("link_to_corporate_plan");
        for indicator in activity.items("indicators")? {
            found.push(Appearance {
                target: cell(&indicator, "target_2021_22")?,
                category: indicator.maybe_text("pi_category"),
                outcome: link.as_deref().map(priority_id),
                unit: Some(unit.clone()),
                source: activity.source(),
                ..appearance(&indicator, "code_as_printed", &place)?
            });
        }
    }
    Ok(())
}

fn appearance(row: &Reading, code: &str, place: &str) -> Result<Appearance, TranscriptionError> {
    Ok(Appearance {
        place: place.to_owned(),
        code: row.parsed(code)?,
        title: row.text("title")?,
        value: None,
        past_target: None,
        target: None,
        category: None,
        outcome: None,
        unit: None,
        source: row.source(),
    })
}

/// The cell, unless it is empty.
fn cell(row: &Reading, key: &str) -> Result<Option<Cell>, TranscriptionError> {
    let Some(written) = row.maybe_text(key) else {
        return Ok(None);
    };
    let amount = amount(&written)
        .ok_or_else(|| row.problem(&format!("{written:?} in {key} has no number")))?;
    Ok(Some(Cell { written, amount }))
}
