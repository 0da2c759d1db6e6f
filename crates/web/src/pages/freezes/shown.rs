//! One freeze: its particulars, its reports in every format, and every measure's line.

use axum::extract::Path;
use axum::response::Response;
use clew_journal::{Freeze, FrozenLine, Subject};
use clew_plan::{Book, FreezeId};
use clew_report::{Report, words};
use maud::{Markup, PreEscaped, html};

use super::{called, heading, kind_title, plan_title};
use crate::components::{inset, link_button, pagination, status_mark, summary_list, table};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::pages::reports::format::{ReportFormat, downloads};
use crate::pages::reports::kind_called;
use crate::{Visit, WebError, links};

/// Lines on a page.
const A_PAGE: usize = 100;

/// The freeze.
pub(super) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    let id = FreezeId::from(id.as_str());
    let memory = visit.memory()?;
    let freeze = called(&memory, &id)?;
    let wanted = id.clone();
    let lines = visit
        .read(move |reader| reader.frozen_lines(&wanted))
        .await?;
    let title = heading(memory.book(), freeze);
    let body = html! {
        h1 class="govuk-heading-l" { (title) }
        (summary_list(&facts(memory.book(), freeze)))
        div class="clew-actions" { (link_button("What changed since", &links::changes_since(&id))) }
        h2 class="govuk-heading-m" { "The reports as they were shown" }
        (reports(freeze))
        h2 class="govuk-heading-m" { "Every measure as it was shown" }
        (measures(freeze, &lines, asked.text("page")))
    };
    Ok(Page::new(&visit, Section::Reports, title)
        .crumb("Reports", links::REPORTS)
        .crumb("What forums were shown", links::FREEZES)
        .show(body))
}

fn facts(book: &Book, freeze: &Freeze) -> [(&'static str, Markup); 5] {
    let basis = match freeze.basis.as_str() {
        "as-reported" => "As they were reported in the published document",
        _ => "By the rule of each measure",
    };
    let subject = Subject::freeze(&freeze.id).to_string();
    [
        ("Plan", html! { (plan_title(book, &freeze.plan)) }),
        ("Period", html! { (words::period(freeze.period)) }),
        ("Statuses", html! { (basis) }),
        (
            "What was known",
            html! {
                "The journal up to "
                a class="govuk-link" href=(links::entry(freeze.known)) { "entry " (freeze.known) }
                ", with the rules of version " (freeze.program)
            },
        ),
        (
            "Freeze",
            html! { code { (freeze.id) } ". " a class="govuk-link" href=(links::entries_about(&subject)) { "Who made it, and when" } },
        ),
    ]
}

fn reports(freeze: &Freeze) -> Markup {
    html! {
        @if freeze.reports.is_empty() {
            p class="govuk-body" { "No report was frozen with it, only every measure's line." }
        }
        @for report in &freeze.reports {
            h3 class="govuk-heading-s" {
                a class="govuk-link" href=(report_address(&freeze.id, &report.kind, None)) { (kind_title(&report.kind)) }
            }
            (files(&freeze.id, &report.kind))
        }
    }
}

fn files(id: &FreezeId, kind: &str) -> Markup {
    downloads(
        &format!("Download the {}", kind_title(kind).to_lowercase()),
        &ReportFormat::ALL,
        &|format| report_address(id, kind, Some(format)),
    )
}

fn report_address(id: &FreezeId, kind: &str, format: Option<ReportFormat>) -> String {
    let mut parts = vec!["freezes", id.as_str(), "reports", kind];
    parts.extend(format.map(ReportFormat::name));
    links::path(&parts)
}

fn measures(freeze: &Freeze, lines: &[FrozenLine], page: &str) -> Markup {
    let pages = lines.len().div_ceil(A_PAGE).max(1);
    let page = page.parse().unwrap_or(1).clamp(1, pages);
    // A status that was reported in a document need not be what the rule gives.
    let rule = match freeze.basis.as_str() {
        "as-reported" => "Rule of the measure",
        _ => "Rule that gave the status",
    };
    let headings = [
        ("Measure", ""),
        ("Value", "end"),
        ("Status", ""),
        (rule, ""),
    ];
    let rows = html! {
        @for line in lines.iter().skip((page - 1) * A_PAGE).take(A_PAGE) {
            tr {
                th scope="row" {
                    a href=(links::measure(&line.measure, line.unit.as_ref())) { (line.code) }
                    " " (line.title)
                    @if let Some(unit) = &line.unit { " (" (unit) ")" }
                }
                td class="end" { (line.shown.as_deref().unwrap_or("–")) }
                td { (status_mark(line.status)) }
                td { (line.rule) }
            }
        }
    };
    let address = |page: usize| {
        links::with_query(
            &links::freeze(&freeze.id),
            &links::query(&[("page", &page.to_string())]),
        )
    };
    html! {
        (table("Measures as they were shown", &headings, &rows))
        (pagination(page, pages, &address))
    }
}

/// A report of the freeze within the page.
pub(super) async fn report(
    visit: Visit,
    Path((id, kind)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let id = FreezeId::from(id.as_str());
    let memory = visit.memory()?;
    let freeze = called(&memory, &id)?;
    let report = frozen(&visit, &id, &kind).await?;
    let shown = heading(memory.book(), freeze);
    let body = html! {
        (inset(&html! {
            p class="govuk-body" {
                "This is what was shown to the " (shown) ". It does not change. "
                a class="govuk-link" href=(links::changes_since(&id)) { "What changed since" }
            }
            (files(&id, &kind))
        }))
        (PreEscaped(clew_render::html_fragment(&report, "report")))
    };
    Ok(Page::new(&visit, Section::Reports, &report.title)
        .crumb("Reports", links::REPORTS)
        .crumb("What forums were shown", links::FREEZES)
        .crumb(shown, links::freeze(&id))
        .with_report()
        .show(body))
}

/// A report of the freeze as a file.
pub(super) async fn download(
    visit: Visit,
    Path((id, kind, format)): Path<(String, String, String)>,
) -> Result<Response, WebError> {
    let format = ReportFormat::called(&format)?;
    let id = FreezeId::from(id.as_str());
    let report = frozen(&visit, &id, &kind).await?;
    let bytes = visit.app.blocking(move |_| format.write(&report)).await?;
    Ok(format.answer(&format!("{kind} {id}"), bytes))
}

async fn frozen(visit: &Visit, id: &FreezeId, kind: &str) -> Result<Report, WebError> {
    let kind = kind_called(kind)
        .ok_or_else(|| WebError::not_found("The freeze has no report of this kind."))?;
    let id = id.clone();
    visit
        .read(move |reader| reader.frozen_report(&id, kind))
        .await
}
