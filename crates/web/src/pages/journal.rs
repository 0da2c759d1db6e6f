//! The journal: every entry in one sentence, from the newest, and each entry whole.

mod entry;
mod filters;

use axum::response::Response;
use clew_journal::Moment;
use clew_service::{LogLine, local_time};
use maud::{Markup, html};

use crate::components::{empty, table};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

/// Entries on a page.
const A_PAGE: usize = 50;

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
    };
    Ok(Page::new(&visit, Section::Elsewhere, "Journal")
        .problems_of(&form)
        .show(body))
}

fn entries(lines: &[LogLine]) -> Markup {
    let rows = html! {
        @for line in lines {
            tr {
                th scope="row" class="end" { a href=(links::entry(line.row.sequence)) { (line.row.sequence) } }
                td class="whole" { (when(Moment::from_microseconds(line.row.recorded_at))) }
                td class="clew-pre" { (line.sentence) }
            }
        }
    };
    html! {
        div class="clew-entries" {
            (table("Entries, the newest first", &[("Entry", "end"), ("Recorded", ""), ("What was done", "")], &rows))
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
