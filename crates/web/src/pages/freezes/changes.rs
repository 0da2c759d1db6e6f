//! What changed since: what of a freeze is not as it was shown, with the entries that caused it.

use axum::extract::Path;
use axum::response::Response;
use clew_journal::Freeze;
use clew_plan::{FreezeId, MeasureKey, UnitId};
use clew_report::words;
use clew_service::{Against, Cause, Difference, LineCause, Memory, ReportDifference, Restatement};
use maud::{Markup, html};

use super::{called, heading, kind_title};
use crate::components::{Choice, pagination, select, submit};
use crate::downloads::{download, download_links};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// Measures on a page.
const A_PAGE: usize = 50;
/// Differences of one report that are listed; of more, their number.
const MOST_OF_REPORT: usize = 200;

/// The page.
pub(super) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    let id = FreezeId::from(id.as_str());
    let memory = visit.memory()?;
    let freeze = called(&memory, &id)?;
    let other = asked.given("against").filter(|against| *against != "now");
    let against = match other {
        Some(other) => Against::Freeze(called(&memory, &other.into())?.id.clone()),
        None => Against::Now,
    };
    let wanted = id.clone();
    let difference = visit
        .read(move |reader| reader.difference(&wanted, &against))
        .await?;
    let title = format!("What changed since the {}", heading(memory.book(), freeze));
    if let Some(format) = asked.given("format") {
        let table = super::changes_file::table(&difference, &title);
        return download(&visit.app, table, format.parse()?, id.as_str()).await;
    }
    let form = Form::showing(&[("against", asked.text("against").to_owned())]);
    let body = html! {
        h1 class="govuk-heading-l" { (title) }
        (choose(&form, &memory, freeze))
        p class="govuk-body-l" { (conclusion(&difference)) }
        (restated(&difference, &asked))
        (one_sided("Not shown then, and shown now", &difference.new))
        (one_sided("Shown then, and not now", &difference.gone))
        (in_reports(&difference.reports))
        @if !difference.is_none() {
            (download_links("what changed", &links::changes_since(&id), &links::query(&[("against", asked.text("against"))])))
        }
    };
    Ok(Page::new(&visit, Section::Reports, title)
        .crumb("Reports", links::REPORTS)
        .crumb("What forums were shown", links::FREEZES)
        .crumb(heading(memory.book(), freeze), links::freeze(&id))
        .show(body))
}

/// What it is held against: now, or another freeze of the same plan and period.
fn choose(form: &Form, memory: &Memory, freeze: &Freeze) -> Markup {
    let alike = |other: &&Freeze| {
        other.id != freeze.id
            && other.plan == freeze.plan
            && other.period.last() == freeze.period.last()
    };
    let now = Choice::new("", "What is so now");
    let others = memory.state().freezes().filter(alike);
    let others = others.map(|other| Choice::new(other.id.as_str(), heading(memory.book(), other)));
    let choices: Vec<Choice> = std::iter::once(now).chain(others).collect();
    html! {
        @if choices.len() > 1 {
            form class="clew-filters" method="get" aria-label="Held against" {
                (select(form, "against", "Held against", "", &choices))
                (submit("Compare"))
            }
        }
    }
}

fn conclusion(difference: &Difference) -> String {
    let unchanged = words::count(difference.unchanged, "measure");
    if difference.is_none() {
        return format!("Nothing: {unchanged} and the reports are as they were shown.");
    }
    let lines = difference.restated.len() + difference.new.len() + difference.gone.len();
    if lines == 0 {
        return format!(
            "No measure: {unchanged} stand as they were shown. Something beside them in the reports does not."
        );
    }
    let restated = words::count(difference.restated.len(), "measure");
    format!(
        "{restated} restated, {} new, {} gone; {unchanged} as shown.",
        difference.new.len(),
        difference.gone.len()
    )
}

fn restated(difference: &Difference, asked: &crate::Fields) -> Markup {
    let pages = difference.restated.len().div_ceil(A_PAGE).max(1);
    let page = asked.text("page").parse().unwrap_or(1).clamp(1, pages);
    let address = |page: usize| {
        let page = page.to_string();
        let query = [("against", asked.text("against")), ("page", page.as_str())];
        links::with_query(
            &links::changes_since(&difference.freeze),
            &links::query(&query),
        )
    };
    html! {
        @if !difference.restated.is_empty() {
            h2 class="govuk-heading-m" { "Restated" }
            @for found in difference.restated.iter().skip((page - 1) * A_PAGE).take(A_PAGE) {
                (restatement(found))
            }
            (pagination(page, pages, &address))
        }
    }
}

fn restatement(found: &Restatement) -> Markup {
    // What one entry did to a measure is told together.
    let together = found
        .changes
        .chunk_by(|left, right| left.causes == right.causes);
    html! {
        section class="clew-changes" {
            h3 class="govuk-heading-s" { (measure(&found.measure, &found.code, &found.title, found.unit.as_ref())) }
            @for changes in together {
                div class="clew-scroll" role="region" tabindex="0" aria-label={ "Changes of " (found.code) } {
                    table class="clew-table" {
                        thead { tr { th scope="col" { "What" } th scope="col" { "As it was shown" } th scope="col" { "Now" } } }
                        tbody {
                            @for change in changes {
                                tr { th scope="row" { (change.aspect) } td class="clew-pre" { (change.was) } td class="clew-pre" { (change.now) } }
                            }
                        }
                    }
                }
                @if let Some(first) = changes.first() { (causes(&first.causes)) }
            }
        }
    }
}

fn measure(key: &MeasureKey, code: &str, title: &str, unit: Option<&UnitId>) -> Markup {
    html! {
        a class="govuk-link" href=(links::measure(key, unit)) { (code) }
        " " (title)
        @if let Some(unit) = unit { " (" (unit) ")" }
    }
}

fn causes(causes: &[Cause]) -> Markup {
    html! {
        @if !causes.is_empty() {
            ul class="causes" { @for cause in causes { li { (why(cause)) } } }
        }
    }
}

fn why(cause: &Cause) -> Markup {
    match cause {
        Cause::Entry(step) => html! {
            "Because of " a class="govuk-link" href=(links::entry(step.entry)) { "entry " (step.entry) } ": " (step.sentence)
        },
        Cause::Program { was, now } => html! {
            "Because the rules of the program changed from version " (was) " to " (now) "."
        },
        Cause::Unexplained => html! {
            "No entry explains it. Tell whoever looks after Clew: the journal should be verified."
        },
    }
}

fn one_sided(title: &str, lines: &[LineCause]) -> Markup {
    html! {
        @if !lines.is_empty() {
            h2 class="govuk-heading-m" { (title) }
            @for line in lines {
                section class="clew-changes" {
                    h3 class="govuk-heading-s" { (measure(&line.measure, &line.code, &line.title, line.unit.as_ref())) }
                    (causes(&line.causes))
                }
            }
        }
    }
}

fn in_reports(differences: &[ReportDifference]) -> Markup {
    html! {
        @for report in differences.chunk_by(|left, right| left.report == right.report) {
            @let kind = report.first().map_or("", |first| kind_title(&first.report));
            h2 class="govuk-heading-m" { "Also in the " (kind.to_lowercase()) }
            div class="clew-scroll" role="region" tabindex="0" aria-label={ "Changes in the " (kind.to_lowercase()) } {
                table class="clew-table" {
                    thead { tr { th scope="col" { "Where" } th scope="col" { "As it was shown" } th scope="col" { "Now" } th scope="col" { "Because of" } } }
                    tbody { @for found in report.iter().take(MOST_OF_REPORT) { (in_report(found)) } }
                }
            }
            @if let Some(more) = report.len().checked_sub(MOST_OF_REPORT).filter(|more| *more > 0) {
                p class="govuk-body" { "And " (more) " more places." }
            }
        }
    }
}

fn in_report(found: &ReportDifference) -> Markup {
    html! {
        tr {
            th scope="row" {
                (found.place)
                @if let Some(row) = &found.row { ", row " (row) }
                @if let Some(column) = &found.column { ", column " (column) }
            }
            td class="clew-pre" { (found.was) }
            td class="clew-pre" { (found.now) }
            td {
                @for (place, cause) in found.causes.iter().enumerate() {
                    @if place > 0 { ", " }
                    @if let Cause::Entry(step) = cause { a href=(links::entry(step.entry)) title=(step.sentence) { "entry " (step.entry) } }
                    @else { (cause) }
                }
            }
        }
    }
}
