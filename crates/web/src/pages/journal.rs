//! The journal: every entry in one sentence, from the newest, and each entry whole.

mod entry;
mod filters;

use axum::response::Response;
use clew_journal::Moment;
use clew_report::{Cell, Column, Row, Table};
use clew_service::{LogLine, Memory, local_time};
use maud::{Markup, html};

use crate::components::{empty, stacked_table};
use crate::downloads::{download, download_links};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

/// Entries on a page.
const A_PAGE: usize = 50;
/// Entries in a file; the archive of the journal has all.
const MOST_IN_A_FILE: usize = 20_000;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/journal", Needs::SignedIn, show).get(
        "/journal/{sequence}",
        Needs::SignedIn,
        entry::show,
    )
}

/// When something was recorded, by the clock of the place.
fn when(moment: Moment) -> String {
    let day = clew_report::words::day(local_time::day_of(moment));
    let shown = local_time::shown(moment);
    let time = shown.split_once(' ').map_or("", |(_, time)| time);
    format!("{day} at {time}")
}

/// The log.
async fn show(visit: Visit, Asked(fields): Asked) -> Result<Response, WebError> {
    let mut form = Form {
        fields,
        problems: Vec::new(),
    };
    let memory = visit.memory()?;
    if let Some(format) = form.optional("format") {
        return file(&visit, &mut form, &memory, &format).await;
    }
    let filter = filters::read(&mut form, &memory, A_PAGE);
    let mut lines = match filter {
        Some(filter) => visit.read(move |reader| reader.log(&filter)).await?,
        None => Vec::new(),
    };
    // One more than a page is asked for, to know whether there are older ones.
    let older = lines.len() > A_PAGE;
    lines.truncate(A_PAGE);
    let next = lines.last().filter(|_| older).map(|line| line.row.sequence);
    let body = html! {
        h1 class="govuk-heading-l" { "Journal" }
        p class="govuk-body" { "Everything that ever changed, the newest first. Nothing is overwritten: a correction is a further entry, and each entry is chained to the one before it by its hash." }
        (filters::bar(&form, &memory))
        @if lines.is_empty() {
            (empty(&html! { "No entry is found for this choice." }))
        } @else {
            (entries(&lines))
        }
        (ways_on(&form, next))
        @if !lines.is_empty() { (download_links("these entries", links::JOURNAL, &filters::query(&form))) }
    };
    Ok(Page::new(&visit, Section::Elsewhere, "Journal")
        .problems_of(&form)
        .show(body))
}

/// The entries as a file: those of every page, up to a number.
async fn file(
    visit: &Visit,
    form: &mut Form,
    memory: &Memory,
    format: &str,
) -> Result<Response, WebError> {
    let format = format.parse()?;
    let filter = filters::read(form, memory, MOST_IN_A_FILE - 1);
    let filter =
        filter.ok_or_else(|| WebError::BadRequest("Which entries cannot be read.".to_owned()))?;
    let lines = visit.read(move |reader| reader.log(&filter)).await?;
    let columns = vec![
        Column::numbers("Entry", 2),
        Column::words("Recorded", 4),
        Column::words("By", 4),
        Column::words("About", 5),
        Column::words("What was done", 16),
        Column::words("Why", 8),
    ];
    let mut table = Table::new(
        "Journal",
        "Entries of the journal, the newest first",
        columns,
    );
    table.rows = lines.iter().map(file_row).collect();
    download(&visit.app, table, format, "").await
}

fn file_row(line: &LogLine) -> Row {
    let row = &line.row;
    Row::body(vec![
        Cell::number(row.sequence.into(), row.sequence.to_string()),
        Cell::text(when(Moment::from_microseconds(row.recorded_at))),
        Cell::text(&row.actor),
        Cell::text(&row.subject),
        Cell::text(&line.sentence),
        Cell::maybe(
            line.entry
                .as_ref()
                .ok()
                .and_then(|entry| entry.reason.as_deref()),
        ),
    ])
}

fn entries(lines: &[LogLine]) -> Markup {
    let rows = html! {
        @for line in lines {
            tr {
                th scope="row" class="end" { span class="clew-only-phone" { "Entry " } a href=(links::entry(line.row.sequence)) { (line.row.sequence) } }
                td class="whole" data-label="" { (when(Moment::from_microseconds(line.row.recorded_at))) }
                td class="clew-pre" data-label="" { (line.sentence) }
            }
        }
    };
    html! {
        div class="clew-entries" {
            (stacked_table("Entries, the newest first", &[("Entry", "end"), ("Recorded", ""), ("What was done", "")], &rows))
        }
    }
}

/// To older entries, and back to the newest.
fn ways_on(form: &Form, next: Option<u64>) -> Markup {
    let begun = form.fields.given("before").is_some();
    html! {
        @if begun || next.is_some() {
            nav class="govuk-pagination" aria-label="Pages" {
                @if begun {
                    div class="govuk-pagination__prev" {
                        a class="govuk-link govuk-pagination__link" href=(filters::address(form, None)) { "Newest entries" }
                    }
                }
                @if let Some(next) = next {
                    div class="govuk-pagination__next" {
                        a class="govuk-link govuk-pagination__link" href=(filters::address(form, Some(next))) rel="next" { "Older entries" }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_by_the_clock_of_the_place() {
        // 12 June 2026, 13:05 in universal time, is an hour later by summer time.
        let moment = Moment::from_microseconds(1_781_269_500_000_000);
        assert_eq!(when(moment), "12 June 2026 at 14:05");
    }
}
