//! Reports: what kinds there are, one in the page, and each as a file.

mod asked;
pub(in crate::pages) mod format;
mod preview;

use axum::response::Response;
use clew_report::{ReportKind, words};
use clew_service::Act;
use maud::{Markup, html};

use crate::components::{empty, link_button, select, submit, tabs};
use crate::layout::{Page, Section};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

pub(in crate::pages) use asked::{kind_called, plan_and_period, say_plan_and_period};

/// Freezes that the first page shows.
const LATEST: usize = 5;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/reports", Needs::SignedIn, show)
        .get("/reports/preview", Needs::SignedIn, preview::show)
        .get(
            "/reports/download/{format}",
            Needs::SignedIn,
            preview::download,
        )
}

/// What a kind of report is called.
pub(in crate::pages) const fn title(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::QuarterlyProgress => "Quarterly progress report",
        ReportKind::CommitteeReport => "Committee covering report",
        ReportKind::ResourcePlan => "Resource plan",
        ReportKind::ManagementPlan => "Management plan",
        ReportKind::ImprovementPlan => "Improvement plan progress",
        ReportKind::RiskRegister => "Risk register",
        ReportKind::MeasurePage => "Measure page",
    }
}

/// What a kind of report is for.
const fn purpose(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::QuarterlyProgress => {
            "Every measure by outcome against its target and the years before, with the summary matrix and what needs attention."
        }
        ReportKind::CommitteeReport => {
            "The paper that introduces progress to a committee: what it is asked to do, the summary, achievements, and areas for improvement."
        }
        ReportKind::ResourcePlan => {
            "What a service will achieve in the year: outcomes, measures, actions, budget and staffing."
        }
        ReportKind::ManagementPlan => {
            "The plan with its alignment, risks, activity budgets, actions, scorecard and schedules."
        }
        ReportKind::ImprovementPlan => {
            "Inspections with their findings, what is done about each, and how far it has come."
        }
        ReportKind::RiskRegister => "Risks with their scores, controls and owners.",
        ReportKind::MeasurePage => {
            "One measure as a paper of its own: chart, figures, the rule of its status, commentary."
        }
    }
}

/// The three places of reporting: the rounds, the reports made from them, and what forums were shown.
pub(in crate::pages) fn views(shown: &str) -> Markup {
    let entry = |name, address: &str| (name, address.to_owned(), address == shown);
    tabs(
        "Reporting",
        &[
            entry("Reports", links::REPORTS),
            entry("Cycles", links::CYCLES),
            entry("Freezes", links::FREEZES),
        ],
    )
}

/// The first page: build a report, what each kind is for, what was frozen lately.
async fn show(visit: Visit) -> Result<Response, WebError> {
    page(&visit, &Form::default()).await
}

/// The page, with a form that may have problems.
async fn page(visit: &Visit, form: &Form) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let body = html! {
        h1 class="govuk-heading-l" { "Reports" }
        (views(links::REPORTS))
        @if overview.book().plans.is_empty() {
            (empty(&html! { "There is no plan to report on yet. Add one under Plans, or import a workbook." }))
        } @else {
            div class="clew-columns" {
                section aria-labelledby="build" {
                    h2 class="govuk-heading-m" id="build" { "Make a report" }
                    p class="govuk-body" { "It is made from what is known now, shown in the page, and can be taken away as PDF, Word, Excel, web page, CSV or JSON." }
                    (build(form, overview.book()))
                }
                (beside(visit, &overview))
            }
        }
        h2 class="govuk-heading-m" { "What each report is for" }
        dl class="clew-kinds" {
            @for kind in ReportKind::ALL {
                div {
                    dt {
                        @if kind == ReportKind::MeasurePage { (title(kind)) }
                        @else { a href=(links::report(&[("kind", kind.name())])) { (title(kind)) } }
                    }
                    dd {
                        (purpose(kind))
                        @if kind == ReportKind::MeasurePage { " Give the measure\u{2019}s code above." }
                    }
                }
            }
        }
    };
    Ok(Page::new(visit, Section::Reports, "Reports")
        .problems_of(form)
        .show(body))
}

fn build(form: &Form, book: &clew_plan::Book) -> Markup {
    html! {
        form method="get" action=(links::PREVIEW) novalidate {
            (select(form, "kind", "Report", "", &asked::kinds()))
            (asked::fields(form, book))
            (submit("Show the report"))
        }
    }
}

fn beside(visit: &Visit, overview: &clew_service::Overview) -> Markup {
    let state = overview.memory().state();
    let latest: Vec<_> = state.freezes().rev().take(LATEST).collect();
    html! {
        section aria-labelledby="frozen" {
            h2 class="govuk-heading-m" id="frozen" { "Frozen for a meeting" }
            p class="govuk-body" { "A freeze keeps what a forum was shown: figures, wording, statuses and the rules that gave them." }
            @if latest.is_empty() {
                (empty(&html! { "Nothing has been frozen yet." }))
            } @else {
                ul class="govuk-list" {
                    @for freeze in &latest {
                        li {
                            a class="govuk-link" href=(links::freeze(&freeze.id)) {
                                (super::freezes::forum_name(overview.book(), &freeze.forum)) ", " (words::day(freeze.meeting))
                            }
                            br;
                            span class="clew-quiet" { (words::period(freeze.period)) ", " (super::freezes::plan_title(overview.book(), &freeze.plan)) }
                        }
                    }
                }
                p class="govuk-body" { a class="govuk-link" href=(links::FREEZES) { "Every freeze" } }
            }
            @if visit.may(Act::Freeze) {
                div class="clew-actions" { (link_button("Freeze for a meeting", links::NEW_FREEZE)) }
            }
        }
    }
}

/// The page again, when what was asked for cannot be made.
async fn again(visit: &Visit, form: &Form) -> Result<Response, WebError> {
    page(visit, form).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_title_of_its_own() {
        let titles: std::collections::BTreeSet<_> =
            ReportKind::ALL.into_iter().map(title).collect();
        assert_eq!(titles.len(), ReportKind::ALL.len());
    }
}
