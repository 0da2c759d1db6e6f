//! Activity budgets with their printed totals, and the statements about staff.

use clew_plan::{
    Activity, Book, BudgetTable, BudgetTableId, Code, MeasureKey, PlanId, Quantity, ReportedTotal,
    StaffingLine, TotalOf,
};
use rust_decimal::Decimal;

use super::words::{money, slug, year};
use super::{document, priority_id, unit_id};
use crate::transcriptions::TranscriptionError;
use crate::transcriptions::reading::Reading;

/// Adds them.
pub(super) fn add(
    table: &Reading,
    plan: &PlanId,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    for budget in table.items("activity_budgets")? {
        let title = budget.text("table")?;
        let id: BudgetTableId = slug(title.rsplit(" – ").next().unwrap_or(&title)).into();
        let columns = budget.items("columns")?;
        let columns: Vec<&str> = columns
            .iter()
            .map(Reading::as_text)
            .collect::<Result<_, _>>()?;
        book.budget_tables.push(BudgetTable {
            id: id.clone(),
            plan: plan.clone(),
            title,
            unit: Some(unit_id(&budget.text("service")?)),
            heading_period: year(&budget.text("heading")?),
            column_period: columns.into_iter().find_map(year),
            source: budget.source(),
        });
        for row in budget.items("activities")? {
            book.activities.push(activity(&row, &id)?);
        }
        for row in budget.items("totals")? {
            add_totals(&row, &id, book)?;
        }
    }
    add_staff(table, plan, book)
}

fn activity(row: &Reading, table: &BudgetTableId) -> Result<Activity, TranscriptionError> {
    let keys: Result<Vec<MeasureKey>, TranscriptionError> = row
        .items("indicators")?
        .iter()
        .map(|indicator| {
            indicator
                .parsed::<Code>("code_as_printed")
                .map(|code| code.key())
        })
        .collect();
    Ok(Activity {
        table: table.clone(),
        title: row.text("activity")?,
        kind: row.parsed("kind")?,
        description: row.maybe_text("description"),
        outcome: row
            .maybe_text("link_to_corporate_plan")
            .as_deref()
            .map(priority_id),
        fte: Some(amount(row, "fte")?),
        expenditure: Some(amount(row, "expenditure")?),
        income: Some(amount(row, "income")?),
        net: Some(amount(row, "net")?),
        share: None,
        measures: keys?,
        source: row.source(),
    })
}

/// The columns of a budget and what each adds up.
const COLUMNS: [(&str, Quantity); 4] = [
    ("fte", Quantity::Fte),
    ("expenditure", Quantity::Expenditure),
    ("income", Quantity::Income),
    ("net", Quantity::Net),
];

fn add_totals(
    row: &Reading,
    table: &BudgetTableId,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let scope = row.text("scope")?;
    let without_time_limited = match scope.as_str() {
        "all" | "with time-limited lines" => false,
        "before time-limited lines" => true,
        _ => return Err(row.problem(&format!("unknown scope {scope:?}"))),
    };
    for (column, quantity) in COLUMNS {
        book.reported_totals.push(ReportedTotal {
            document: document(),
            of: TotalOf::Activities,
            table: Some(table.to_string()),
            without_time_limited,
            quantity,
            value: amount(row, column)?,
            rounded_to: None,
            source: row.source(),
        });
    }
    Ok(())
}

fn add_staff(table: &Reading, plan: &PlanId, book: &mut Book) -> Result<(), TranscriptionError> {
    let staff = table.field("staff")?;
    for unit in table.field("service_managers")?.keys() {
        let line = staff.field(&slug(unit).replace('-', "_"))?;
        book.staffing.push(StaffingLine {
            plan: plan.clone(),
            unit: Some(unit_id(unit)),
            title: line.text("statement")?,
            as_at: None,
            headcount: None,
            fte: Some(amount(&line, "fte")?),
            source: line.source(),
        });
    }
    book.reported_totals.push(ReportedTotal {
        document: document(),
        of: TotalOf::Staffing,
        table: None,
        without_time_limited: false,
        quantity: Quantity::Fte,
        value: amount(&staff, "total_fte")?,
        rounded_to: None,
        source: staff.source(),
    });
    Ok(())
}

fn amount(row: &Reading, key: &str) -> Result<Decimal, TranscriptionError> {
    let written = row.text(key)?;
    money(&written).ok_or_else(|| row.problem(&format!("{written:?} in {key} is no amount")))
}
