//! The list of measures, with search.

use std::sync::Arc;

use axum::response::Response;
use clew_calendar::Period;
use clew_plan::Book;
use clew_report::words;
use clew_service::{Filter, Overview, ScorecardRow};
use maud::{Markup, html};

use super::asked::period_of;
use crate::components::{
    Choice, Input, empty, pagination, select, stacked_table as table, status_mark, text_input,
};
use crate::fields::Asked;
use crate::layout::{Page, Section, kept};
use crate::{Fields, Form, Visit, WebError, links};

/// Measures of one page of the list.
const A_PAGE: usize = 50;

/// Every measure in use, or those with some words.
pub(super) async fn show(visit: Visit, Asked(fields): Asked) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    if let Some(page) = kept(&visit, &overview) {
        return Ok(page);
    }
    let period = fields.given("period").map(period_of).transpose()?;
    let period = period
        .or_else(|| latest_period(overview.book()))
        .or_else(|| Period::day(visit.today()).financial_year())
        .unwrap_or_else(|| Period::day(visit.today()));
    let pairs = fields.iter();
    let filter = Filter::from_pairs(pairs)?;
    let rows = overview.scorecard(&filter, period, None, visit.today());
    let body = body(&overview, &fields, period, &rows);
    Ok(Page::new(&visit, Section::Performance, "Measures")
        .crumb("Performance", links::PERFORMANCE)
        .show_and_keep(&overview, body))
}

/// The period of the latest cycle, else of the latest figure.
fn latest_period(book: &Book) -> Option<Period> {
    let cycles = book.cycles.iter().map(|cycle| cycle.period);
    let figures = || {
        let periods = book.figures.iter().map(|figure| figure.period);
        periods.max_by_key(|period| period.last())
    };
    cycles.max_by_key(|period| period.last()).or_else(figures)
}

fn body(
    overview: &Overview,
    fields: &Fields,
    period: Period,
    rows: &[Arc<ScorecardRow>],
) -> Markup {
    let pages = rows.len().div_ceil(A_PAGE).max(1);
    let page = fields.text("page").parse().unwrap_or(1).clamp(1, pages);
    let shown = rows.iter().skip((page - 1) * A_PAGE).take(A_PAGE);
    let all = overview.book().measures.len();
    html! {
        h1 class="govuk-heading-l" { "Measures" }
        (search(overview, fields))
        @if rows.is_empty() {
            (empty(&html! {
                p class="govuk-body" { "No measure has all of this." }
                p class="govuk-body" { a class="govuk-link" href=(links::MEASURES) { "Show all " (words::count(all, "measure")) } }
            }))
        } @else {
            (list(period, rows.len(), &html! { @for row in shown { (one(row, period)) } }))
            (pagination(page, pages, &|page| address(fields, page)))
        }
    }
}

fn search(overview: &Overview, fields: &Fields) -> Markup {
    let kept = ["text", "unit"].map(|name| (name, fields.text(name).to_owned()));
    let form = Form::showing(&kept);
    let mut units = vec![Choice::new("", "All")];
    let known = overview.book().units.iter();
    units.extend(known.map(|unit| Choice::new(unit.id.to_string(), &*unit.name)));
    html! {
        form class="clew-filters" method="get" action=(links::MEASURES) {
            (text_input(&form, &Input { name: "text", label: "Words in code, title or definition", kind: "search", ..Input::default() }))
            @if units.len() > 1 { (select(&form, "unit", "Part of the organisation", "", &units)) }
            button type="submit" class="govuk-button govuk-button--secondary" { "Search" }
        }
    }
}

fn list(period: Period, count: usize, rows: &Markup) -> Markup {
    let caption = format!(
        "{} in use, as they stand in {}",
        words::count(count, "measure"),
        words::period(period)
    );
    let headings = [
        ("Measure", ""),
        ("Value", "end"),
        ("Target", "end"),
        ("Status", ""),
        ("Service", ""),
        ("Owner", ""),
    ];
    table(&caption, &headings, rows)
}

fn one(row: &ScorecardRow, period: Period) -> Markup {
    html! {
        tr {
            th scope="row" {
                a href=(links::measure(&row.measure, None)) { (row.title) }
                br; span class="quiet" { (row.code) }
            }
            td class="end" {
                (row.shown.as_deref().unwrap_or("–"))
                @if let Some(earlier) = row.figure_period.filter(|found| row.shown.is_some() && found.last() != period.last()) {
                    br; span class="quiet" { (words::period(earlier)) }
                }
            }
            td class="end" { (row.target_shown.as_deref().unwrap_or("–")) }
            td { (status_mark(row.status)) }
            td { (row.unit_name.as_deref().unwrap_or_default()) }
            td { (row.owner.as_deref().unwrap_or_default()) }
        }
    }
}

/// The same search, another page of it.
fn address(fields: &Fields, page: usize) -> String {
    let page = page.to_string();
    let others = fields.iter().filter(|(name, _)| *name != "page");
    let pairs: Vec<(&str, &str)> = others.chain([("page", page.as_str())]).collect();
    links::with_query(links::MEASURES, &links::query(&pairs))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn another_page_keeps_what_was_searched() {
        let fields = Fields::read("text=seen+in+time&page=3&unit=").unwrap();
        assert_eq!(address(&fields, 4), "/measures?text=seen+in+time&page=4");
    }
}
