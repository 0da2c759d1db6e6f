//! South Lanarkshire's Social Work Resource Plan 2022-23 (document 000).

use clew_calendar::Period;
use clew_plan::{
    Action, Activity, ActivityKind, Book, BudgetTable, CapitalLine, Code, Document, Figure,
    FigureSource, FigureState, Goal, Measure, MeasureKind, Milestone, Organisation, Outcome,
    OutcomeId, OutcomeLevel, Plan, PlanId, Quantity, ReportedTotal, StaffingLine, Target, TotalOf,
    Unit, UnitId,
};
use rust_decimal::Decimal;
use serde_json::Value;

use super::TranscriptionError;
use super::cells::{amount, by_when, from_millions, saying_more, unit_of};
use super::measures::{blank, polarity};
use super::reading::Reading;

mod narrative;

const DOCUMENT: &str = "000";
const REVENUE: &str = "revenue";
const CAPITAL: &str = "capital";

/// The plan with its outcomes, measures, actions, budgets and staff.
pub(crate) fn book(table: &Value) -> Result<Book, TranscriptionError> {
    let table = Reading::new(DOCUMENT, table);
    let period: Period = table.field("document")?.parsed("plan_year")?;
    let plan = PlanId::from(format!("resource-plan-{period}"));
    let mut book = Book::default();
    particulars(&table, &plan, period, &mut book)?;
    outcomes(&table, &plan, &mut book)?;
    for row in table.items("measures")? {
        add_measure(&row, &plan, period, &mut book)?;
    }
    for row in table.items("actions")? {
        add_action(&row, &plan, &mut book)?;
    }
    revenue(&table, &plan, period, &mut book)?;
    capital(&table, &plan, period, &mut book)?;
    employees(&table, &plan, &mut book)?;
    narrative::add(&table, &mut book)?;
    Ok(book)
}

fn particulars(
    table: &Reading<'_>,
    plan: &PlanId,
    period: Period,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let document = table.field("document")?;
    book.organisation = Some(Organisation {
        name: document.text("organisation")?,
        short_name: None,
        calendar: None,
        family_group: None,
        source: None,
    });
    for (index, area) in document.items("service_areas")?.iter().enumerate() {
        book.units.push(Unit {
            id: UnitId::from(format!("service-{}", index + 1)),
            name: area.as_text()?.to_owned(),
            parent: None,
            kind: Some("service".to_owned()),
            manager: None,
            source: None,
        });
    }
    book.documents.push(Document {
        id: DOCUMENT.into(),
        title: document.text("title")?,
        plan: Some(plan.clone()),
        organisation: document.maybe_text("organisation"),
        report_to: None,
        report_by: document.field("signatory")?.maybe_text("post"),
        period: Some(period),
        meeting: None,
        dated: None,
        data_as_at: None,
        other_date: None,
        source: None,
    });
    book.plans.push(Plan {
        id: plan.clone(),
        title: document.text("title")?,
        parent: None,
        unit: None,
        period: Some(period),
        tolerance: None,
        imported: true,
        approved_by: None,
        approved_on: None,
        purpose: None,
        source: None,
    });
    Ok(())
}

/// The council's outcomes with the service's under each, then those for delivering the plan.
fn outcomes(table: &Reading<'_>, plan: &PlanId, book: &mut Book) -> Result<(), TranscriptionError> {
    let rows = table.items("connect_outcomes_to_resource_outcomes")?;
    for (index, row) in rows.iter().enumerate() {
        add_tree(row, "connect_outcome", index + 1, plan, book)?;
    }
    let delivering = table.field("delivering_the_plan")?;
    add_tree(&delivering, "heading", rows.len() + 1, plan, book)
}

fn add_tree(
    row: &Reading<'_>,
    title: &str,
    position: usize,
    plan: &PlanId,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let priority = OutcomeId::from(format!("C{position}"));
    let node = |id: OutcomeId, title: String, position: usize| Outcome {
        id,
        plan: plan.clone(),
        parent: None,
        level: OutcomeLevel::Priority,
        title,
        position: u32::try_from(position).ok(),
        owner: None,
        source: row.source(),
    };
    let root = node(priority.clone(), row.text(title)?, position);
    book.outcomes.push(root);
    for (index, outcome) in row.items("resource_outcomes")?.iter().enumerate() {
        let id = OutcomeId::from(format!("{priority}.{}", index + 1));
        book.outcomes.push(Outcome {
            parent: Some(priority.clone()),
            level: OutcomeLevel::Outcome,
            ..node(id, outcome.as_text()?.to_owned(), index + 1)
        });
    }
    Ok(())
}

/// The outcome that a row names, or that the transcription infers for it.
fn outcome_of(row: &Reading<'_>, book: &Book) -> Result<Option<OutcomeId>, TranscriptionError> {
    let named = row.maybe_text("resource_outcome");
    let Some(title) = named.or_else(|| row.maybe_text("outcome_inferred")) else {
        return Ok(None);
    };
    let known = book.outcomes.iter().find(|outcome| outcome.title == title);
    known
        .map(|outcome| Some(outcome.id.clone()))
        .ok_or_else(|| row.problem("its outcome is not in the plan's table of outcomes"))
}

/// The one service whose name begins with what the row prints.
fn service(row: &Reading<'_>, key: &str, book: &Book) -> Option<UnitId> {
    let printed = row.maybe_text(key)?;
    let mut matching = book
        .units
        .iter()
        .filter(|unit| unit.name.starts_with(&printed));
    let unit = matching.next()?;
    matching.next().is_none().then(|| unit.id.clone())
}

fn links(row: &Reading<'_>) -> Vec<String> {
    row.maybe_text("links").into_iter().collect()
}

fn add_measure(
    row: &Reading<'_>,
    plan: &PlanId,
    year: Period,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let title = row.text("title")?;
    let target = row.text("target_2022_23")?;
    let code: Code = row.read(&format!("M{:02}", row.number("number")?))?;
    let key = code.key();
    book.measures.push(Measure {
        plan: Some(plan.clone()),
        outcome: outcome_of(row, book)?,
        unit_of_measure: Some(unit_of(&target)),
        polarity: Some(polarity(&title)),
        unit: service(row, "service", book),
        links: links(row),
        notes: row.maybe_text("notes"),
        source: row.source(),
        title,
        ..blank(MeasureKind::Statistical, code)
    });
    let goal = amount(&target).ok_or_else(|| row.problem("the target is no number"))?;
    book.targets.push(Target {
        measure: key.clone(),
        period: year,
        unit: None,
        goal: Some(Goal::Value(goal)),
        tolerance: None,
        as_written: saying_more(&target),
        reason: None,
        source: row.source(),
    });
    for (column, year) in [("y2020_21", "2020-21"), ("y2021_22", "2021-22")] {
        let cell = row.text(column)?;
        book.figures.push(Figure {
            measure: key.clone(),
            period: row.read(year)?,
            unit: None,
            value: amount(&cell),
            numerator: None,
            denominator: None,
            from: FigureSource::Imported,
            state: FigureState::Final,
            as_at: None,
            as_written: saying_more(&cell),
            reported_status: None,
            forecast: None,
            forecast_on: None,
            override_status: None,
            evidence: None,
            reliability: None,
            definition_version: None,
            note: None,
            source: row.source(),
        });
    }
    Ok(())
}

fn add_action(row: &Reading<'_>, plan: &PlanId, book: &mut Book) -> Result<(), TranscriptionError> {
    let id = row.number("number")?.to_string();
    let title = row.maybe_text("action");
    let action = Action {
        id: id.as_str().into(),
        plan: plan.clone(),
        parent: None,
        outcome: outcome_of(row, book)?,
        end: title.as_deref().and_then(by_when),
        title,
        description: row.maybe_text("action_tail"),
        planned_outcome: None,
        owner: None,
        unit: service(row, "service", book),
        start: None,
        original_end: None,
        status: None,
        reported_status: None,
        percent: None,
        evidence: None,
        theme: None,
        workstream: None,
        findings: Vec::new(),
        measures: Vec::new(),
        links: links(row),
        see_also: Vec::new(),
        source: row.source().or_else(|| lost(row)),
    };
    book.actions.push(action);
    for milestone in row.items("milestones")? {
        let text = milestone.maybe_text("text");
        let Some(title) = text.or_else(|| row.maybe_text("milestone_tail")) else {
            continue;
        };
        book.milestones.push(Milestone {
            action: id.as_str().into(),
            plan: plan.clone(),
            due: by_when(&title),
            title,
            done: None,
            owner: None,
            unit: service(&milestone, "service", book),
            links: links(&milestone),
            source: row.source(),
        });
    }
    Ok(())
}

/// What stands for the lines of an action that the text has lost altogether.
fn lost(row: &Reading<'_>) -> Option<String> {
    let is_lost = row.is_true("lost");
    is_lost.then(|| format!("{DOCUMENT} (lost in the text)"))
}

fn budget_table(
    table: &Reading<'_>,
    id: &str,
    plan: &PlanId,
    period: Period,
) -> Result<BudgetTable, TranscriptionError> {
    Ok(BudgetTable {
        id: id.into(),
        plan: plan.clone(),
        title: table.text("heading")?,
        unit: None,
        heading_period: Some(period),
        column_period: None,
        source: None,
    })
}

fn total(of: TotalOf, table: Option<&str>, quantity: Quantity, value: Decimal) -> ReportedTotal {
    ReportedTotal {
        document: DOCUMENT.into(),
        of,
        table: table.map(str::to_owned),
        without_time_limited: false,
        quantity,
        value,
        rounded_to: None,
        source: None,
    }
}

fn revenue(
    table: &Reading<'_>,
    plan: &PlanId,
    period: Period,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let revenue = table.field("revenue_budget")?;
    book.budget_tables
        .push(budget_table(&revenue, REVENUE, plan, period)?);
    for row in revenue.items("rows")? {
        book.activities.push(Activity {
            table: REVENUE.into(),
            title: row.text("detail")?,
            kind: ActivityKind::Core,
            description: None,
            outcome: None,
            fte: None,
            expenditure: None,
            income: None,
            net: from_millions(&row.text("gbp_million")?),
            share: amount(&row.text("percent")?),
            measures: Vec::new(),
            source: row.source(),
        });
    }
    let cell = revenue.field("total")?.text("gbp_million")?;
    let value = from_millions(&cell).ok_or_else(|| revenue.problem("the total is no number"))?;
    book.reported_totals.push(ReportedTotal {
        rounded_to: Some(last_place_of_millions(&cell)),
        ..total(TotalOf::Activities, Some(REVENUE), Quantity::Net, value)
    });
    Ok(())
}

/// What a number of millions is rounded to, in pounds: `212` to a million, `5.363` to a thousand.
fn last_place_of_millions(cell: &str) -> Decimal {
    let places = cell.split_once('.').map_or(0, |(_, places)| places.len());
    (0..places).fold(Decimal::from(1_000_000), |unit, _| unit / Decimal::TEN)
}

fn capital(
    table: &Reading<'_>,
    plan: &PlanId,
    period: Period,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let capital = table.field("capital_budget")?;
    book.budget_tables
        .push(budget_table(&capital, CAPITAL, plan, period)?);
    let pounds = |row: &Reading<'_>| {
        from_millions(&row.text("gbp_million")?).ok_or_else(|| row.problem("no amount"))
    };
    for row in capital.items("rows")? {
        book.capital.push(CapitalLine {
            table: CAPITAL.into(),
            project: row.text("project")?,
            amount: pounds(&row)?,
            source: row.source(),
        });
    }
    let value = pounds(&capital.field("total")?)?;
    let printed = total(TotalOf::Capital, Some(CAPITAL), Quantity::Amount, value);
    book.reported_totals.push(printed);
    Ok(())
}

fn employees(
    table: &Reading<'_>,
    plan: &PlanId,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let employees = table.field("employees")?;
    for row in employees.items("rows")? {
        book.staffing.push(StaffingLine {
            plan: plan.clone(),
            unit: service(&row, "service", book),
            title: row.text("service")?,
            as_at: None,
            headcount: Some(row.parsed("employees")?),
            fte: None,
            source: row.source(),
        });
    }
    let value = employees.field("total")?.parsed("employees")?;
    let printed = total(TotalOf::Staffing, None, Quantity::Headcount, value);
    book.reported_totals.push(printed);
    Ok(())
}

#[cfg(test)]
mod tests;
