//! Checks: what does not hold together, with a way to each place, and what was accepted as it is.

mod filters;
mod findings;
mod waive;
mod waivers;

use std::sync::Arc;

use axum::response::Response;
use clew_check::{Finding, Report, Severity};
use clew_report::words;
use clew_service::{Act, Overview};
use maud::{Markup, html};

use crate::components::{empty, pagination, tabs};
use crate::fields::Asked;
use crate::layout::{Page, Section, kept};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};
use filters::Filters;

/// Findings on a page.
const A_PAGE: usize = 50;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/checks", Needs::SignedIn, show)
        .get("/checks/waivers", Needs::SignedIn, waivers::show)
        .get("/checks/waive", Needs::May(Act::ChangePlan), waive::show)
        .post("/checks/waive", Needs::May(Act::ChangePlan), waive::send)
        .get(
            "/checks/withdraw",
            Needs::May(Act::ChangePlan),
            waivers::ask_to_withdraw,
        )
        .post(
            "/checks/withdraw",
            Needs::May(Act::ChangePlan),
            waivers::withdraw,
        )
}

/// What the checks find today; run once for each head of the journal, away from other requests.
async fn checked(visit: &Visit, overview: &Arc<Overview>) -> Result<Arc<Report>, WebError> {
    let (today, overview) = (visit.today(), Arc::clone(overview));
    visit
        .app
        .blocking(move |_| Ok::<_, WebError>(overview.checked(today)))
        .await
}

/// The findings, and the waivers, as two views.
fn views(report: &Report, waivers: usize, of_waivers: bool) -> Markup {
    let found = format!("Findings ({})", report.findings.len());
    let accepted = format!("Waivers ({waivers})");
    tabs(
        "Views",
        &[
            (&found, links::CHECKS.to_owned(), !of_waivers),
            (&accepted, links::WAIVERS.to_owned(), of_waivers),
        ],
    )
}

/// The findings.
async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    if let Some(page) = kept(&visit, &overview) {
        return Ok(page);
    }
    let report = checked(&visit, &overview).await?;
    let filters = Filters::read(&asked);
    let found: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| filters.let_through(finding))
        .collect();
    let pages = found.len().div_ceil(A_PAGE).max(1);
    let page = asked.text("page").parse().unwrap_or(1).clamp(1, pages);
    let here = &found[(page - 1) * A_PAGE..(page * A_PAGE).min(found.len())];
    let form = Form {
        fields: asked,
        problems: Vec::new(),
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Checks" }
        p class="govuk-body" { "Everything is read as a careful editor would. A finding is put right at its places, or waived with a reason." }
        (views(&report, overview.book().waivers.len(), false))
        (counts(&report, &filters))
        (filters::bar(&form, &overview, &report))
        @if here.is_empty() {
            (empty(&html! { @if report.findings.is_empty() { "Nothing is found: it all holds together." } @else { "Nothing is found for this choice." } }))
        } @else {
            p class="govuk-body" aria-live="polite" { (words::count(found.len(), "finding")) @if pages > 1 { ", page " (page) " of " (pages) } }
            (findings::list(&overview, here, visit.may(Act::ChangePlan)))
        }
        (pagination(page, pages, &|page| filters.address(Some(page))))
    };
    Ok(Page::new(&visit, Section::Checks, "Checks").show_and_keep(&overview, body))
}

/// How many of each severity, each a link to them.
fn counts(report: &Report, filters: &Filters) -> Markup {
    html! {
        ul class="clew-cards" {
            @for severity in [Severity::Error, Severity::Warning, Severity::Note] {
                @let count = report.count(severity);
                li class={ "clew-count-" (severity) } {
                    a href=(filters.with_severity(severity).address(None)) aria-current=[(filters.severity() == Some(severity)).then_some("true")] {
                        strong { (count) } (severity) @if count != 1 { "s" }
                    }
                }
            }
            li { a href=(links::WAIVERS) { strong { (report.waived.len()) } "waived" } }
        }
    }
}
