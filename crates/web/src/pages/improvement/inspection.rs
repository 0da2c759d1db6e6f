//! One inspection, finding by finding.

use axum::extract::Path;
use axum::response::Response;
use clew_plan::{Book, Finding, Inspection};
use clew_report::words;
use clew_service::{Act, Answer, FindingCovered, InspectionCovered, coverage_with_files};
use maud::{Markup, html};

use super::answers::{evidence, lack, standing, what, when};
use crate::components::{empty, stacked_table as table, summary_list, tabs};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::pages::actions::may;
use crate::pages::actions::words::{or_dash, paragraphs};
use crate::pages::evidence;
use crate::{Visit, WebError, links};

/// Which findings are shown: the word in the address, and the name of the view.
const VIEWS: [(&str, &str); 3] = [
    ("", "All"),
    ("open", "Open"),
    ("uncovered", "With something missing"),
];

/// The page.
pub(super) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let book = memory.book();
    let found = coverage_with_files(&memory, visit.today());
    let mut inspections = found.inspections.iter();
    let found = inspections.find(|it| it.inspection.as_str() == id);
    let found = found.ok_or_else(|| WebError::not_found("There is no such inspection."))?;
    let closes = may(&visit, Act::CloseFindings, None);
    let view = asked.text("show");
    let body = html! {
        h1 class="govuk-heading-l" { (found.title) }
        (about(book.inspections.iter().find(|it| it.id == found.inspection), found))
        (views(found, view))
        @let shown: Vec<&FindingCovered> = found.findings.iter().filter(|it| is_shown(it, view)).collect();
        @if shown.is_empty() { (nothing(found)) }
        @for finding in shown {
            (one(book, found, finding, closes))
            @if let Some(record) = book.findings.iter().find(|it| it.id == finding.finding) {
                (evidence::of_finding(&visit, &memory, record))
            }
        }
    };
    Ok(Page::new(&visit, Section::Improvement, found.title.clone())
        .crumb("Improvement", links::IMPROVEMENT)
        .show(body))
}

/// Whether a view shows a finding.
pub(super) fn is_shown(finding: &FindingCovered, view: &str) -> bool {
    match view {
        "open" => finding.closed_on.is_none(),
        "uncovered" => !finding.uncovered.is_empty(),
        _ => true,
    }
}

fn about(inspection: Option<&Inspection>, found: &InspectionCovered) -> Markup {
    let by = inspection.and_then(|it| it.body.as_deref());
    let published = inspection.and_then(|it| it.published_on).map(words::day);
    let grade = inspection.and_then(|it| it.grade.as_deref());
    let closed = found
        .findings
        .iter()
        .filter(|it| it.closed_on.is_some())
        .count();
    (summary_list(&[
        ("By", or_dash(by)),
        ("Published", or_dash(published.as_deref())),
        ("Grade", or_dash(grade)),
        (
            "Findings",
            html! { (found.findings.len()) ", of which " (closed) " closed" },
        ),
    ])) as Markup
}

fn views(found: &InspectionCovered, shown: &str) -> Markup {
    let entries: Vec<(String, String, bool)> = VIEWS
        .iter()
        .map(|(word, name)| {
            let count = found
                .findings
                .iter()
                .filter(|it| is_shown(it, word))
                .count();
            let query = links::query(&[("show", word)]);
            let address = links::with_query(&links::inspection(&found.inspection), &query);
            (format!("{name} ({count})"), address, *word == shown)
        })
        .collect();
    let entries: Vec<(&str, String, bool)> = entries
        .iter()
        .map(|(name, address, current)| (name.as_str(), address.clone(), *current))
        .collect();
    tabs("Findings", &entries)
}

fn nothing(found: &InspectionCovered) -> Markup {
    empty(&html! {
        p class="govuk-body" {
            @if found.findings.is_empty() { "The findings of this inspection are still to be entered: nothing here shows that they are answered." }
            @else { "No finding is as you asked." }
        }
    })
}

fn one(book: &Book, of: &InspectionCovered, finding: &FindingCovered, closes: bool) -> Markup {
    let record = book
        .findings
        .iter()
        .find(|it| it.id == finding.finding && it.inspection == of.inspection);
    html! {
        section class="clew-finding" id={ "finding-" (finding.finding) } aria-labelledby={ "finding-" (finding.finding) "-title" } {
            h2 class="govuk-heading-m" id={ "finding-" (finding.finding) "-title" } { (finding.finding) ". " (finding.title) }
            p class="govuk-body" {
                (standing(finding))
                @if let Some(area) = &finding.area { " " span class="clew-quiet" { (area) } }
            }
            @if let Some(record) = record { (said(record)) }
            (answers(finding))
            @if closes {
                p class="govuk-body" {
                    a class="govuk-link" href=(links::close_finding(&of.inspection, &finding.finding)) {
                        @if finding.closed_on.is_some() { "Open it again" } @else { "Close it with evidence" }
                        span class="govuk-visually-hidden" { ": finding " (finding.finding) }
                    }
                }
            }
        }
    }
}

fn said(record: &Finding) -> Markup {
    html! {
        @if let Some(text) = &record.text { (paragraphs(text)) }
        @if let Some(text) = &record.recommendation { h3 class="govuk-heading-s" { "Recommendation" } (paragraphs(text)) }
        @if let Some(owner) = &record.owner { p class="govuk-body" { "Answered for by " (owner) "." } }
    }
}

fn answers(finding: &FindingCovered) -> Markup {
    let headings = [
        ("What is done", ""),
        ("Lead", ""),
        ("By", ""),
        ("Evidence", ""),
    ];
    let caption = format!("What is done about finding {}", finding.finding);
    html! {
        @if finding.answers.is_empty() {
            p class="govuk-body" { span class="clew-lack" { (lack(clew_service::Uncovered::NoAnswer)) } }
        } @else {
            (table(&caption, &headings, &html! { @for answer in &finding.answers { (row(answer)) } }))
        }
    }
}

fn row(answer: &Answer) -> Markup {
    html! {
        tr {
            th scope="row" { (what(answer)) }
            td { (or_dash(answer.owner.as_deref())) }
            td class="whole" { (when(answer)) }
            td { (evidence(answer)) }
        }
    }
}
