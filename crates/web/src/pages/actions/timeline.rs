//! Actions along the days: a chart and the table that says the same.

use axum::response::Response;
use clew_calendar::{Day, Period};
use clew_plan::Status;
use clew_render::svg;
use clew_report::{StatusMark, Timeline, TimelineMark, words};
use clew_service::TimelineRow;
use maud::{Markup, PreEscaped, html};

use super::filters::Wanted;
use super::list::{end, nothing, views};
use super::words::{capital, late_mark, or_dash, standing, when};
use crate::components::{empty, pagination, table};
use crate::downloads::download_links;
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Visit, WebError, links};

/// Actions in one drawing.
const ON_A_PAGE: usize = 50;

/// The page.
pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let wanted = Wanted::read(&asked);
    let overview = visit.overview().await?;
    let mut rows = overview.timeline(&wanted.filter(), visit.today());
    wanted.sort(&mut rows);
    let all = rows.len();
    rows.retain(has_dates);
    let body = html! {
        h1 class="govuk-heading-l" { "Actions" }
        (views(&wanted, links::ACTIONS_TIMELINE))
        (wanted.form(overview.book(), links::ACTIONS_TIMELINE))
        @if all == 0 { (nothing(&wanted)) }
        @else {
            (without_dates(all - rows.len(), &wanted))
            @if !rows.is_empty() { (found(&rows, &wanted, visit.today())) }
        }
    };
    Ok(Page::new(&visit, Section::Actions, "Timeline of actions")
        .crumb("Actions", wanted.address(links::ACTIONS, 1))
        .show(body))
}

/// Whether there is anything to draw.
fn has_dates(row: &TimelineRow) -> bool {
    let marks = &row.milestones;
    row.start.or(row.end).or(row.original_end).is_some()
        || marks.iter().any(|it| it.due.is_some() || it.done.is_some())
}

fn without_dates(count: usize, wanted: &Wanted) -> Markup {
    html! {
        @if count > 0 {
            (empty(&html! {
                p class="govuk-body" {
                    (words::count(count, "action"))
                    @if count == 1 { " has" } @else { " have" }
                    " neither a date nor a dated milestone, so there is nothing to draw. "
                    a class="govuk-link" href=(wanted.address(links::ACTIONS, 1)) { "The list" } " has them."
                }
            }))
            br;
        }
    }
}

fn found(rows: &[TimelineRow], wanted: &Wanted, today: Day) -> Markup {
    let pages = rows.len().div_ceil(ON_A_PAGE);
    let page = wanted.page.min(pages);
    let shown: Vec<&TimelineRow> = (rows.iter())
        .skip((page - 1) * ON_A_PAGE)
        .take(ON_A_PAGE)
        .collect();
    let title = format!(
        "{} on {}",
        words::count(rows.len(), "action"),
        words::day(today)
    );
    let drawn = timeline(&shown, title.clone(), wanted.in_order_of_plan(), today);
    html! {
        figure class="clew-chart" { (draw(&drawn)) }
        (pagination(page, pages, &|page| wanted.address(links::ACTIONS_TIMELINE, page)))
        (as_table(&shown, &title))
        (download_links("these actions", links::ACTIONS, &wanted.query()))
    }
}

/// A timeline in both sizes.
pub(super) fn draw(timeline: &Timeline) -> Markup {
    let drawn = svg::responsive("timeline", |id, size| svg::timeline(timeline, id, size));
    PreEscaped(drawn)
}

/// The rows as a value that can be drawn; `grouped` puts the themes above their rows.
pub(super) fn timeline(
    rows: &[&TimelineRow],
    title: String,
    grouped: bool,
    today: Day,
) -> Timeline {
    let late = rows.iter().filter(|row| row.late_by > 0).count();
    let moved = rows.iter().filter(|row| row.moved_by > 0).count();
    Timeline {
        title,
        description: format!(
            "Bars run from start to end; {late} of {} ran past their end and {moved} were given a later one. The table beneath has the same dates.",
            rows.len()
        ),
        today,
        rows: rows.iter().map(|row| drawn(row, grouped)).collect(),
    }
}

fn drawn(row: &TimelineRow, grouped: bool) -> clew_report::TimelineRow {
    let theme = row.theme.clone().filter(|_| grouped);
    let last = |period: Option<Period>| period.map(Period::last);
    let marks = row.milestones.iter().filter_map(|mark| {
        Some(TimelineMark {
            title: mark.title.clone(),
            day: mark.done.or(last(mark.due))?,
            done: mark.done.is_some(),
        })
    });
    clew_report::TimelineRow {
        group: theme.unwrap_or_default(),
        code: row.action.to_string(),
        title: row.title.clone(),
        status: mark(row),
        href: Some(links::action(&row.plan, &row.action)),
        start: row.start.map(Period::first),
        end: last(row.end),
        original_end: last(row.original_end),
        finished: None,
        milestones: marks.collect(),
    }
}

/// The colour of the bar. Work that nobody coloured is drawn as what is not judged, with its own word.
fn mark(row: &TimelineRow) -> StatusMark {
    let note = row.status.map_or("not judged", |status| status.word());
    match row.colour {
        Some(status) => StatusMark { status, note: None },
        None => StatusMark {
            status: Status::Contextual,
            note: Some(capital(note)),
        },
    }
}

fn as_table(rows: &[&TimelineRow], title: &str) -> Markup {
    let headings = [
        ("No", ""),
        ("Action", ""),
        ("Status", ""),
        ("Start", ""),
        ("End", ""),
        ("Milestones", ""),
    ];
    let body = html! {
        @for row in rows {
            tr {
                td class="whole" { (row.action) }
                th scope="row" { a href=(links::action(&row.plan, &row.action)) { (row.title) } }
                td { (standing(row.colour, row.status)) }
                td class="whole" { (when(row.start)) }
                td { (end(row)) }
                td { (milestones(row)) }
            }
        }
    };
    table(title, &headings, &body)
}

fn milestones(row: &TimelineRow) -> Markup {
    html! {
        @if row.milestones.is_empty() { (or_dash(None)) }
        @else {
            ul class="govuk-list clew-tight" {
                @for mark in &row.milestones {
                    li {
                        (mark.title)
                        @if let Some(due) = mark.due { ", " (words::period(due)) }
                        @match mark.done {
                            Some(done) => { " (reached " (words::day(done)) ")" }
                            None => (late_mark(mark.late_by))
                        }
                    }
                }
            }
        }
    }
}
