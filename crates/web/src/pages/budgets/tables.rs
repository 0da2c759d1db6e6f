//! The tables of activities, capital and staff as they are shown, and as they are taken away.

use clew_plan::{Activity, ActivityKind, Book, BudgetTable, Kind, Quantity};
use clew_report::{Cell, Column, Row, Table, words};
use maud::{Markup, html};
use rust_decimal::Decimal;

use super::totals::{COLUMNS, Sums, agrees, lines, net_of, printed, shown as amount};
use crate::components::{stacked_table, table};
use crate::links;
use crate::pages::plans::Shown;
use crate::pages::plans::schedules::change;

/// One budget table: its activities with totals, its capital lines, and the ways to change it.
pub(super) fn section(shown: &Shown<'_>, place: usize, budget: &BudgetTable, may: bool) -> Markup {
    let filled = [("table", budget.id.as_str())];
    html! {
        section {
            h2 class="govuk-heading-m" { (budget.title) @if let Some(period) = budget.heading_period { span class="clew-quiet" { ", " (words::period(period)) } } }
            (other_period(budget))
            (activities(shown, budget, may))
            (capital(shown, budget, may))
            @if may {
                div class="clew-actions" {
                    a class="govuk-link" href=(links::new_record(Kind::Activity, &filled)) { "Add an activity" span class="govuk-visually-hidden" { " to " (budget.title) } }
                    a class="govuk-link" href=(links::new_record(Kind::CapitalLine, &filled)) { "Add a capital line" span class="govuk-visually-hidden" { " to " (budget.title) } }
                    (change(shown.overview, Kind::BudgetTable, place, &budget.title, may))
                }
            }
        }
    }
}

/// A heading and columns that name two periods are worth a look.
fn other_period(budget: &BudgetTable) -> Markup {
    html! {
        @if let (Some(heading), Some(columns)) = (budget.heading_period, budget.column_period) {
            @if heading != columns {
                p class="clew-asks" { "The heading says " (words::period(heading)) " and the columns say " (words::period(columns)) "." }
            }
        }
    }
}

fn activities(shown: &Shown<'_>, budget: &BudgetTable, may: bool) -> Markup {
    let book = shown.overview.book();
    let all: Vec<(usize, &Activity)> = lines(book, &budget.id, true).collect();
    let limited = |line: &Activity| line.kind == ActivityKind::TimeLimited;
    let any_limited = all.iter().any(|(_, line)| limited(line));
    let core = || all.iter().filter(|(_, line)| !limited(line));
    let rows = html! {
        @for (place, line) in core() { (row(shown, *place, line, may)) }
        @if any_limited {
            (total(book, budget, (true, "Total without time-limited money"), Sums::of(core().map(|(_, line)| *line))))
            @for (place, line) in all.iter().filter(|(_, line)| limited(line)) { (row(shown, *place, line, may)) }
        }
        (total(book, budget, (false, "Total"), Sums::of(all.iter().map(|(_, line)| *line))))
    };
    let headings = [
        ("Activity", ""),
        ("Serves", ""),
        ("Measures", ""),
        ("Staff (FTE)", "end"),
        ("Expenditure", "end"),
        ("Income", "end"),
        ("Net", "end"),
        ("", ""),
    ];
    let caption = format!("{}: staff and budget by activity", budget.title);
    html! { @if !all.is_empty() { (stacked_table(&caption, &headings, &rows)) } }
}

fn row(shown: &Shown<'_>, place: usize, line: &Activity, may: bool) -> Markup {
    let book = shown.overview.book();
    let pounds = |value: Option<Decimal>| value.map(words::pounds).unwrap_or_default();
    html! {
        tr {
            th scope="row" {
                (line.title)
                @if line.kind != ActivityKind::Core { div class="quiet" { (line.kind) } }
                @if let Some(description) = &line.description { div class="quiet" { (description) } }
            }
            td data-label="Serves" class=[line.outcome.is_none().then_some("clew-none")] { @if let Some(outcome) = line.outcome.as_ref().and_then(|id| book.outcome(id)) { a href=(links::outcome(shown.id(), &outcome.id)) { (outcome.title) } } }
            td data-label="Measures" class=[line.measures.is_empty().then_some("clew-none")] { @for key in &line.measures { a href=(links::measure(key, None)) { (key) } " " } }
            td class="end" data-label="Staff (FTE)" { (line.fte.map(words::number).unwrap_or_default()) }
            td class="end" data-label="Expenditure" { (pounds(line.expenditure)) }
            td class="end" data-label="Income" { (pounds(line.income)) }
            td class="end" data-label="Net" { (pounds(line.net)) (net_differs(line)) }
            td { (change(shown.overview, Kind::Activity, place, &line.title, may)) }
        }
    }
}

/// Where spending and income do not come to the net that is written.
fn net_differs(line: &Activity) -> Markup {
    let worked_out = net_of(line).filter(|net| line.net.is_some_and(|written| written != *net));
    html! {
        @if let Some(net) = worked_out {
            div { span class="govuk-tag govuk-tag--yellow" { "spending and income come to " (words::pounds(net)) } }
        }
    }
}

/// A total worked out from the rows, with the printed one beneath it where there is one.
fn total(
    book: &Book,
    budget: &BudgetTable,
    (without_limited, label): (bool, &str),
    sums: Sums,
) -> Markup {
    html! {
        tr class="total" {
            th scope="row" colspan="3" { (label) }
            @for (quantity, name) in COLUMNS {
                @let sum = sums.quantity(quantity).unwrap_or_default();
                td class="end" data-label=(name) {
                    (amount(quantity, sum))
                    @if let Some(total) = printed(book, &budget.id, without_limited, quantity) {
                        div {
                            @if agrees(sum, total) { span class="quiet" { "as printed" } }
                            @else { span class="govuk-tag govuk-tag--red" { "printed " (amount(quantity, total.value)) } }
                        }
                    }
                }
            }
            td {}
        }
    }
}

fn capital(shown: &Shown<'_>, budget: &BudgetTable, may: bool) -> Markup {
    let all = shown.overview.book().capital.iter().enumerate();
    let own: Vec<_> = all.filter(|(_, line)| line.table == budget.id).collect();
    let sum = own.iter().fold(Decimal::ZERO, |sum, (_, line)| {
        sum.saturating_add(line.amount)
    });
    let rows = html! {
        @for (place, line) in &own {
            tr {
                th scope="row" { (line.project) }
                td class="end" { (words::pounds(line.amount)) }
                td { (change(shown.overview, Kind::CapitalLine, *place, &line.project, may)) }
            }
        }
        tr class="total" { th scope="row" { "Total" } td class="end" { (words::pounds(sum)) } td {} }
    };
    let caption = format!("{}: capital by project", budget.title);
    html! { @if !own.is_empty() { (table(&caption, &[("Project", ""), ("Amount", "end"), ("", "")], &rows)) } }
}

/// Staff of the plan by service.
pub(super) fn staffing(shown: &Shown<'_>, may: bool) -> Markup {
    let all = shown.overview.book().staffing.iter().enumerate();
    let own: Vec<_> = all.filter(|(_, line)| line.plan == *shown.id()).collect();
    let people = own
        .iter()
        .filter_map(|(_, line)| line.headcount)
        .map(Decimal::from);
    let people = people.fold(Decimal::ZERO, Decimal::saturating_add);
    let fte = own.iter().filter_map(|(_, line)| line.fte);
    let fte = fte.fold(Decimal::ZERO, Decimal::saturating_add);
    let given = |value: Decimal| {
        if value.is_zero() {
            String::new()
        } else {
            words::number(value)
        }
    };
    let rows = html! {
        @for (place, line) in &own {
            tr {
                th scope="row" { (line.title) }
                td { (line.as_at.map(words::day).unwrap_or_default()) }
                td class="end" { (line.headcount.map(|people| words::number(people.into())).unwrap_or_default()) }
                td class="end" { (line.fte.map(words::number).unwrap_or_default()) }
                td { (change(shown.overview, Kind::StaffingLine, *place, &line.title, may)) }
            }
        }
        tr class="total" { th scope="row" colspan="2" { "Total" } td class="end" { (given(people)) } td class="end" { (given(fte)) } td {} }
    };
    html! {
        @if !own.is_empty() {
            h2 class="govuk-heading-m" { "Staff" }
            (table("Staff by service", &[("Service", ""), ("Counted on", "whole"), ("People", "end"), ("FTE", "end"), ("", "")], &rows))
        }
    }
}

/// Every activity of the plan in one table, with totals of each budget table.
pub(super) fn to_take_away(shown: &Shown<'_>) -> Table {
    let book = shown.overview.book();
    let mut columns = vec![Column::names("Activity", 5), Column::words("Kind", 2)];
    columns.extend(COLUMNS.iter().map(|(_, name)| Column::numbers(*name, 2)));
    let caption = format!("Activities and budgets: {}", shown.plan.title);
    let mut made = Table::new("Activities", caption, columns);
    for budget in book
        .budget_tables
        .iter()
        .filter(|table| table.plan == *shown.id())
    {
        made.rows.push(Row::group(&budget.title));
        for (_, line) in lines(book, &budget.id, true) {
            made.rows.push(Row::body(cells(
                &line.title,
                line.kind.word(),
                &|quantity| Sums::of(std::iter::once(line)).quantity(quantity),
            )));
        }
        let sums = Sums::of(lines(book, &budget.id, true).map(|(_, line)| line));
        made.rows.push(Row::total(cells("Total", "", &|quantity| {
            sums.quantity(quantity)
        })));
    }
    made
}

fn cells(title: &str, kind: &str, value: &dyn Fn(Quantity) -> Option<Decimal>) -> Vec<Cell> {
    let numbers = COLUMNS.iter().map(|(quantity, _)| {
        let value = value(*quantity).unwrap_or_default();
        Cell::number(value, amount(*quantity, value))
    });
    [Cell::text(title), Cell::text(kind)]
        .into_iter()
        .chain(numbers)
        .collect()
}
