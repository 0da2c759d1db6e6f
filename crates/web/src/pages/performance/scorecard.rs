//! The scorecard: every measure that the filter lets through, a row each.

use std::sync::Arc;

use axum::response::Response;
use clew_service::{Overview, ScorecardRow};
use maud::{Markup, html};

use super::compare::chosen::parts_of;
use super::filters::filters;
use super::order::{SortBy, sort, steps};
use super::rows::Rows;
use super::sheet;
use super::summary::{has_returns, heading, nothing};
use super::view::View;
use crate::components::{empty, hidden, pagination};
use crate::downloads::{download, download_links};
use crate::fields::Asked;
use crate::layout::{Page, Section, kept};
use crate::{Fields, Visit, WebError, links};

/// Measures on one page.
const A_PAGE: usize = 100;
/// The form that chooses measures to compare.
const COMPARED_BY: &str = "to-compare";

/// The page, or all of its rows as a file.
pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    if let Some(page) = kept(&visit, &overview) {
        return Ok(page);
    }
    let Some(view) = View::read(&overview, &asked)? else {
        return Ok(nothing(&visit));
    };
    let by = SortBy::read(asked.text("sort"));
    let mut rows = view.rows(&overview, visit.today());
    sort(&mut rows, by, overview.book());
    let title = view.title(&overview);
    if let Some(format) = asked.given("format") {
        let table = sheet::table(&rows, &overview, &format!("Scorecard: {title}"));
        return download(&visit.app, table, format.parse()?, &title).await;
    }
    let part = Part::of(&rows, &asked);
    let body = html! {
        (heading(&view, &overview, links::SCORECARD))
        (filters(&view, &overview, &view.all_rows(&overview, visit.today()), links::SCORECARD))
        (list(&visit, &overview, &Shown { view: &view, by, parts: asked.given("parts").is_some() }, &part))
    };
    let title = format!("Scorecard: {title}");
    Ok(Page::new(&visit, Section::Performance, title).show_and_keep(&overview, body))
}

/// How the rows are shown.
#[derive(Clone, Copy)]
struct Shown<'view> {
    view: &'view View,
    by: SortBy,
    /// Whether parts of the organisation stand beneath the measures that have figures of them.
    parts: bool,
}

impl Shown<'_> {
    /// The query of the page in this way, with more behind it.
    fn query(self, more: &[(&str, &str)]) -> String {
        let sort = if self.by == SortBy::Plan {
            ""
        } else {
            self.by.word()
        };
        let parts = if self.parts { "yes" } else { "" };
        let all = [&[("sort", sort), ("parts", parts)], more].concat();
        self.view.query_of(&self.view.filter, &all)
    }

    fn address(self, more: &[(&str, &str)]) -> String {
        links::with_query(links::SCORECARD, &self.query(more))
    }
}

/// One page of the rows.
struct Part<'rows> {
    rows: &'rows [Arc<ScorecardRow>],
    all: usize,
    first: usize,
    page: usize,
    pages: usize,
}

impl<'rows> Part<'rows> {
    fn of(rows: &'rows [Arc<ScorecardRow>], asked: &Fields) -> Self {
        let pages = rows.len().div_ceil(A_PAGE).max(1);
        let page = asked
            .text("page")
            .parse()
            .unwrap_or(1_usize)
            .clamp(1, pages);
        let first = (page - 1) * A_PAGE;
        let end = rows.len().min(first + A_PAGE);
        Self {
            rows: rows.get(first..end).unwrap_or_default(),
            all: rows.len(),
            first,
            page,
            pages,
        }
    }

    fn words(&self) -> String {
        match (self.all, self.pages) {
            (1, _) => "1 measure".to_owned(),
            (all, 1) => format!("{all} measures"),
            (all, _) => format!(
                "Measures {} to {} of {all}",
                self.first + 1,
                self.first + self.rows.len()
            ),
        }
    }
}

fn list(visit: &Visit, overview: &Overview, shown: &Shown<'_>, part: &Part<'_>) -> Markup {
    if part.all == 0 {
        return empty(&html! {
            p class="govuk-body" { "No measure of this plan answers to these filters in this period." }
        });
    }
    let address = |page: usize| shown.address(&[("page", &page.to_string())]);
    html! {
        (ways_to_parts(overview, shown, part))
        (table(visit, overview, shown, part))
        (pagination(part.page, part.pages, &address))
        form id=(COMPARED_BY) class="clew-actions" method="get" action=(links::COMPARE) {
            (hidden("period", &shown.view.period.to_string()))
            button type="submit" class="govuk-button govuk-button--secondary" { "Compare the chosen measures" }
            span class="clew-quiet" { "Choose up to six." }
        }
        (download_links("these measures", links::SCORECARD, &shown.query(&[])))
    }
}

/// To the rows of parts of the organisation and back, where a measure has figures of them.
fn ways_to_parts(overview: &Overview, shown: &Shown<'_>, part: &Part<'_>) -> Markup {
    let has_parts = |row: &Arc<ScorecardRow>| !parts_of(overview, &row.measure).is_empty();
    if !part.rows.iter().any(has_parts) {
        return html! {};
    }
    let other = Shown {
        parts: !shown.parts,
        ..*shown
    };
    html! {
        p class="govuk-body" {
            a class="govuk-link" href=(other.address(&[])) {
                @if shown.parts { "Show the whole only" } @else { "Show parts of the organisation too" }
            }
        }
    }
}

fn table(visit: &Visit, overview: &Overview, shown: &Shown<'_>, part: &Part<'_>) -> Markup {
    let Shown { view, by, .. } = *shown;
    let rows = Rows {
        overview,
        period: view.period,
        today: visit.today(),
        compared_by: COMPARED_BY,
        has_returns: has_returns(view, overview),
    };
    let headings = rows.headings();
    html! {
        table class="clew-table clew-rows" {
            caption { (part.words()) @if by != SortBy::Plan { span class="clew-quiet" { " · " a href=(sorted(shown, SortBy::Plan)) { "in the order of the plan" } } } }
            (head(shown, &headings))
            @for (first, group) in groups(part.rows, by) {
                tbody {
                    @if let Some(heading) = group.first().filter(|_| by == SortBy::Plan).map(|row| path(row)) {
                        tr class="group" { th scope="rowgroup" colspan=(headings.len()) { (heading) } }
                    }
                    @for (place, row) in group.iter().enumerate() {
                        (rows.row(row))
                        @if shown.parts {
                            @for unit in parts_of(overview, &row.measure) { (rows.part(row, unit, first + place, false)) }
                        }
                    }
                }
            }
        }
    }
}

fn head(shown: &Shown<'_>, headings: &[(&str, &str, &str)]) -> Markup {
    let by = shown.by;
    html! {
        thead {
            tr {
                @for &(words, class, sort) in headings {
                    @let here = by != SortBy::Plan && by.word() == sort;
                    @let way = if sort == "measure" || sort == "due" { "ascending" } else { "other" };
                    th scope="col" class=[(!class.is_empty()).then_some(class)] aria-sort=[here.then_some(way)] {
                        @if sort.is_empty() { (words) }
                        @else {
                            a href=(sorted(shown, SortBy::read(sort))) {
                                span class="govuk-visually-hidden" { "Sort by " } (words)
                                span aria-hidden="true" { @if here { " ▾" } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn sorted(shown: &Shown<'_>, by: SortBy) -> String {
    Shown { by, ..*shown }.address(&[])
}

/// Rows that follow one another and have the same outcome, with the place of the first; in another
/// order than the plan's, one group of all.
fn groups(rows: &[Arc<ScorecardRow>], by: SortBy) -> Vec<(usize, &[Arc<ScorecardRow>])> {
    if by != SortBy::Plan {
        return vec![(0, rows)];
    }
    let same = |one: &Arc<ScorecardRow>, next: &Arc<ScorecardRow>| steps(one) == steps(next);
    let mut first = 0;
    rows.chunk_by(same)
        .map(|group| {
            let start = first;
            first += group.len();
            (start, group)
        })
        .collect()
}

/// The way to a row's outcome, the last step strongest.
fn path(row: &ScorecardRow) -> Markup {
    let Some((last, above)) = steps(row).split_last() else {
        return html! { "No outcome" };
    };
    html! {
        @for step in above { span class="clew-path" { (step.title) " › " } }
        (last.title)
    }
}
