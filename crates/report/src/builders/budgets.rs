//! Tables of budgets and staff: activities with their totals, capital, staffing.

use clew_plan::{Activity, ActivityKind, Book, BudgetTable, PlanId};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::{Block, Cell, Column, Row, Table, words};

/// Every budget table of a plan, in order, each under a heading of the given level.
pub(crate) fn budgets(book: &Book, plan: &PlanId, level: u8) -> Vec<Block> {
    let tables = book
        .budget_tables
        .iter()
        .filter(|table| table.plan == *plan);
    tables
        .flat_map(|table| budget(book, table, level))
        .collect()
}

fn budget(book: &Book, table: &BudgetTable, level: u8) -> Vec<Block> {
    let mut blocks = Vec::new();
    for found in [activities(book, table), capital(book, table)]
        .into_iter()
        .flatten()
    {
        blocks.push(Block::Heading {
            level,
            text: table.title.clone(),
        });
        blocks.push(Block::Table(found));
    }
    blocks
}

/// Sums of the columns of a budget table.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct BudgetSums {
    pub(crate) fte: Decimal,
    pub(crate) expenditure: Decimal,
    pub(crate) income: Decimal,
    pub(crate) net: Decimal,
}

impl BudgetSums {
    /// Adds up the given activities.
    pub(crate) fn of<'a>(activities: impl Iterator<Item = &'a Activity>) -> Self {
        activities.fold(Self::default(), |sums, activity| Self {
            fte: sums.fte.saturating_add(activity.fte.unwrap_or_default()),
            expenditure: sums
                .expenditure
                .saturating_add(activity.expenditure.unwrap_or_default()),
            income: sums
                .income
                .saturating_add(activity.income.unwrap_or_default()),
            net: sums.net.saturating_add(activity.net.unwrap_or_default()),
        })
    }
}

fn activities(book: &Book, table: &BudgetTable) -> Option<Table> {
    let rows: Vec<&Activity> = book
        .activities
        .iter()
        .filter(|activity| activity.table == table.id)
        .collect();
    let shares = rows.iter().any(|activity| activity.share.is_some());
    match rows.as_slice() {
        [] => None,
        _ if shares => Some(share_table(table, &rows)),
        _ => Some(activity_table(book, table, &rows)),
    }
}

/// A table of net budgets with their share of the whole.
fn share_table(table: &BudgetTable, rows: &[&Activity]) -> Table {
    let columns = vec![
        Column::names("Service", 5),
        Column::numbers("Net budget", 2),
        Column::numbers("Share", 1),
    ];
    let mut built = Table::new(
        format!("Budget {}", table.title),
        caption(table, "net budget by service"),
        columns,
    );
    let total = BudgetSums::of(rows.iter().copied()).net;
    built.rows = rows
        .iter()
        .map(|activity| {
            let net = activity.net.unwrap_or_default();
            Row::body(vec![
                Cell::text(&activity.title),
                money(net),
                share(net, total),
            ])
        })
        .collect();
    built.rows.push(Row::total(vec![
        Cell::text("Total"),
        money(total),
        share(total, total),
    ]));
    built.note =
        Some("Shares are worked out from the amounts and rounded to one decimal place.".to_owned());
    built
}

fn share(part: Decimal, whole: Decimal) -> Cell {
    let percent = part
        .checked_mul(Decimal::ONE_HUNDRED)
        .and_then(|hundredfold| hundredfold.checked_div(whole));
    match percent {
        Some(percent) => {
            let rounded = percent.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
            Cell::number(rounded, format!("{rounded}%"))
        }
        None => Cell::empty(),
    }
}

/// The sum; the largest number there is where a sum would pass it.
fn added(amounts: impl Iterator<Item = Decimal>) -> Decimal {
    amounts.fold(Decimal::ZERO, Decimal::saturating_add)
}

/// A table of activities with staff, spending, income, net, and totals with and without
/// time-limited money.
fn activity_table(book: &Book, table: &BudgetTable, rows: &[&Activity]) -> Table {
    let columns = vec![
        Column::names("Activity", 5),
        Column::words("What it does", 7),
        Column::words("Measures", 3),
        Column::numbers("Staff (FTE)", 2),
        Column::numbers("Expenditure", 3),
        Column::numbers("Income", 3),
        Column::numbers("Net budget", 3),
    ];
    let mut built = Table::new(
        format!("Budget {}", table.title),
        caption(table, "staff and budget by activity"),
        columns,
    );
    let limited = |activity: &&&Activity| activity.kind == ActivityKind::TimeLimited;
    built.rows.extend(
        rows.iter()
            .filter(|row| !limited(row))
            .map(|row| activity_row(book, row)),
    );
    let core = BudgetSums::of(rows.iter().filter(|row| !limited(row)).copied());
    built.rows.push(total_row("Total", core));
    if rows.iter().any(|row| limited(&row)) {
        built.rows.extend(
            rows.iter()
                .filter(limited)
                .map(|row| activity_row(book, row)),
        );
        built.rows.push(total_row(
            "Total with time-limited money",
            BudgetSums::of(rows.iter().copied()),
        ));
    }
    built.note =
        Some("Totals are added up from the rows. FTE stands for full-time equivalent.".to_owned());
    built.without_empty_columns()
}

fn activity_row(book: &Book, activity: &Activity) -> Row {
    let measures = activity.measures.iter().map(|key| {
        book.measure(key)
            .map_or_else(|| key.to_string(), |measure| measure.code.body().to_owned())
    });
    Row::body(vec![
        Cell::text(&activity.title),
        Cell::maybe(activity.description.as_deref()),
        Cell::text(measures.collect::<Vec<_>>().join(", ")),
        activity.fte.map_or_else(Cell::empty, staff),
        activity.expenditure.map_or_else(Cell::empty, money),
        activity.income.map_or_else(Cell::empty, money),
        activity.net.map_or_else(Cell::empty, money),
    ])
}

pub(crate) fn total_row(label: &str, sums: BudgetSums) -> Row {
    Row::total(vec![
        Cell::text(label),
        Cell::empty(),
        Cell::empty(),
        staff(sums.fte),
        money(sums.expenditure),
        money(sums.income),
        money(sums.net),
    ])
}

fn capital(book: &Book, table: &BudgetTable) -> Option<Table> {
    let lines: Vec<_> = book
        .capital
        .iter()
        .filter(|line| line.table == table.id)
        .collect();
    if lines.is_empty() {
        return None;
    }
    let columns = vec![Column::names("Project", 5), Column::numbers("Budget", 2)];
    let mut built = Table::new(
        format!("Capital {}", table.title),
        caption(table, "capital budget by project"),
        columns,
    );
    built.rows = lines
        .iter()
        .map(|line| Row::body(vec![Cell::text(&line.project), money(line.amount)]))
        .collect();
    let total = added(lines.iter().map(|line| line.amount));
    built
        .rows
        .push(Row::total(vec![Cell::text("Total"), money(total)]));
    Some(built)
}

/// Staff of a plan: people or full-time equivalents by part of the organisation.
pub(crate) fn staffing(book: &Book, plan: &PlanId) -> Option<Table> {
    let lines: Vec<_> = book
        .staffing
        .iter()
        .filter(|line| line.plan == *plan)
        .collect();
    let first = lines.first()?;
    let people = first.headcount.is_some();
    let unit = if people {
        "Employees"
    } else {
        "Staff (full-time equivalent)"
    };
    let amount = |line: &&clew_plan::StaffingLine| match line.headcount {
        Some(headcount) => Decimal::from(headcount),
        None => line.fte.unwrap_or_default(),
    };
    let as_at = first
        .as_at
        .map(|day| format!(" at {}", words::day(day)))
        .unwrap_or_default();
    let columns = vec![Column::names("Service", 5), Column::numbers(unit, 2)];
    let mut built = Table::new("Staff", format!("{unit} by service{as_at}"), columns);
    built.rows = lines
        .iter()
        .map(|line| Row::body(vec![Cell::text(&line.title), plain(amount(line))]))
        .collect();
    built.rows.push(Row::total(vec![
        Cell::text("Total"),
        plain(added(lines.iter().map(amount))),
    ]));
    Some(built)
}

fn caption(table: &BudgetTable, what: &str) -> String {
    let period = table
        .heading_period
        .map(|period| format!(", {}", words::period(period)))
        .unwrap_or_default();
    format!("{}: {what}{period}", table.title)
}

fn money(value: Decimal) -> Cell {
    Cell::number(value, words::pounds(value))
}

fn staff(value: Decimal) -> Cell {
    let rounded = value.round_dp(1);
    Cell::number(value, words::number(rounded))
}

fn plain(value: Decimal) -> Cell {
    Cell::number(value, words::number(value.normalize()))
}
