//! Coverage: from every inspection to finding, to what is done, to the evidence, with what is missing.

use axum::response::Response;
use clew_journal::{Subject, SubjectKind};
use clew_plan::{Book, Kind};
use clew_service::{
    Answer, Coverage, FindingCovered, InspectionCovered, Memory, coverage_with_files,
};
use maud::{Markup, html};

use super::answers::{evidence, lack, standing, what, when};
use super::inspection::is_shown;
use super::list::views;
use super::table;
use crate::components::{Choice, empty, pagination, select, stacked_table, table as columns};
use crate::downloads::{download, download_links};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::pages::actions::words::or_dash;
use crate::{Fields, Form, Visit, WebError, links};

/// Findings on one page.
const ON_A_PAGE: usize = 50;

/// A finding of an inspection.
type Line<'found> = (&'found InspectionCovered, &'found FindingCovered);

/// The matrix, or its rows as a file.
pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let found = coverage_with_files(&memory, visit.today());
    let lines = lines(&found, &asked);
    if let Some(format) = asked.given("format") {
        return download(&visit.app, table::of(&lines), format.parse()?, "").await;
    }
    let body = html! {
        h1 class="govuk-heading-l" { "Coverage" }
        (views(links::COVERAGE))
        p class="govuk-body" { "Every finding, what is done about it, and the evidence that shows it. What is missing is marked." }
        (filters(&found, &asked))
        (matrix(&visit, &memory, &lines, &asked))
        (shared(&found, memory.book()))
        (unknown(&found))
        (without_findings(&found))
    };
    Ok(Page::new(&visit, Section::Improvement, "Coverage")
        .crumb("Improvement", links::IMPROVEMENT)
        .show(body))
}

fn lines<'found>(found: &'found Coverage, asked: &Fields) -> Vec<Line<'found>> {
    let wanted = asked.given("inspection");
    let view = asked.text("show");
    let inspections = found.inspections.iter();
    let inspections = inspections.filter(|it| wanted.is_none_or(|id| it.inspection.as_str() == id));
    let lines = inspections.flat_map(|of| of.findings.iter().map(move |finding| (of, finding)));
    lines
        .filter(|(_, finding)| is_shown(finding, view))
        .collect()
}

fn filters(found: &Coverage, asked: &Fields) -> Markup {
    let form = Form {
        fields: asked.clone(),
        ..Form::default()
    };
    let inspections = found.inspections.iter();
    let inspections = inspections.map(|it| Choice::new(it.inspection.as_str(), &it.title));
    let inspections: Vec<Choice> = std::iter::once(Choice::new("", "Any"))
        .chain(inspections)
        .collect();
    let shown = [
        Choice::new("", "All"),
        Choice::new("open", "Open"),
        Choice::new("uncovered", "With something missing"),
    ];
    html! {
        form class="clew-filters" method="get" action=(links::COVERAGE) {
            (select(&form, "inspection", "Inspection", "", &inspections))
            (select(&form, "show", "Findings", "", &shown))
            (crate::components::show_button())
        }
    }
}

fn query(asked: &Fields) -> String {
    links::query(&[
        ("inspection", asked.text("inspection")),
        ("show", asked.text("show")),
    ])
}

fn matrix(visit: &Visit, memory: &Memory, lines: &[Line<'_>], asked: &Fields) -> Markup {
    if lines.is_empty() {
        return empty(&html! { p class="govuk-body" { "No finding is as you asked." } });
    }
    let pages = lines.len().div_ceil(ON_A_PAGE);
    let page = asked
        .text("page")
        .parse()
        .unwrap_or(1_usize)
        .clamp(1, pages);
    let shown: Vec<&Line<'_>> = lines
        .iter()
        .skip((page - 1) * ON_A_PAGE)
        .take(ON_A_PAGE)
        .collect();
    let headings = [
        ("Finding", ""),
        ("What is done", ""),
        ("Lead", ""),
        ("By", ""),
        ("Evidence", ""),
    ];
    let address = |page: usize| {
        let page = page.to_string();
        let pairs = [
            ("inspection", asked.text("inspection")),
            ("show", asked.text("show")),
            ("page", &page),
        ];
        links::with_query(links::COVERAGE, &links::query(&pairs))
    };
    html! {
        (stacked_table("From finding to evidence", &headings, &rows(visit, memory, &shown)))
        (pagination(page, pages, &address))
        (download_links("this table", links::COVERAGE, &query(asked)))
    }
}

fn rows(visit: &Visit, memory: &Memory, shown: &[&Line<'_>]) -> Markup {
    let is_first = |place: usize| {
        let of = |place: usize| shown.get(place).map(|(of, _)| &of.inspection);
        place == 0 || of(place) != of(place - 1)
    };
    html! {
        @for (place, (of, finding)) in shown.iter().enumerate() {
            @if is_first(place) {
                tr class="group" { th colspan="5" scope="colgroup" { a href=(links::inspection(&of.inspection)) { (of.title) } } }
            }
            (of_finding(visit, memory, of, finding))
        }
    }
}

fn of_finding(
    visit: &Visit,
    memory: &Memory,
    of: &InspectionCovered,
    finding: &FindingCovered,
) -> Markup {
    let span = finding.answers.len().max(1);
    let name = html! {
        th scope="rowgroup" rowspan=(span) {
            a href=(links::finding(&of.inspection, &finding.finding)) { (finding.finding) ". " (finding.title) }
            div { (standing(finding)) }
            @if finding.files > 0 { (files_of(visit, memory, finding)) }
        }
    };
    html! {
        @if finding.answers.is_empty() {
            tr { (name) td colspan="4" { span class="clew-lack" { (lack(clew_service::Uncovered::NoAnswer)) } } }
        }
        @for (place, answer) in finding.answers.iter().enumerate() {
            tr { @if place == 0 { (name) } (cells(answer)) }
        }
    }
}

/// The files that hang on a finding.
fn files_of(visit: &Visit, memory: &Memory, finding: &FindingCovered) -> Markup {
    let kind = SubjectKind::Record(Kind::Finding);
    let subject = Subject::named(kind, [finding.finding.as_str()]);
    crate::pages::evidence::listed(visit, memory, &subject)
}

fn cells(answer: &Answer) -> Markup {
    html! {
        td data-label="" { (what(answer)) }
        td data-label="Lead" class=[answer.owner.is_none().then_some("clew-none")] { (or_dash(answer.owner.as_deref())) }
        td class="whole" data-label="By" { (when(answer)) }
        td data-label="Evidence" { (evidence(answer)) }
    }
}

/// Actions that answer findings of several inspections.
fn shared(found: &Coverage, book: &Book) -> Markup {
    let title = |id: &clew_plan::InspectionId| {
        let found = book.inspections.iter().find(|it| it.id == *id);
        found.map_or_else(|| id.to_string(), |it| it.title.clone())
    };
    let rows = html! {
        @for action in &found.shared {
            tr {
                th scope="row" { a href=(links::action(&action.plan, &action.action)) { (action.action) " " (action.title) } }
                td {
                    ul class="govuk-list clew-tight" {
                        @for id in &action.inspections { li { a href=(links::inspection(id)) { (title(id)) } } }
                    }
                }
            }
        }
    };
    html! {
        h2 class="govuk-heading-m" { "Actions that serve several inspections" }
        @if found.shared.is_empty() { p class="govuk-body" { "No action answers findings of more than one inspection." } }
        @else { (columns("One action, several inspections", &[("Action", ""), ("Inspections", "")], &rows)) }
    }
}

fn unknown(found: &Coverage) -> Markup {
    html! {
        @if !found.unknown.is_empty() {
            h2 class="govuk-heading-m" { "Findings that are named and not there" }
            ul class="govuk-list" {
                @for (finding, by) in &found.unknown {
                    li { span class="clew-lack" { "Finding " (finding) } " is named by: " (by) }
                }
            }
        }
    }
}

fn without_findings(found: &Coverage) -> Markup {
    let bare: Vec<&InspectionCovered> = found
        .inspections
        .iter()
        .filter(|it| it.findings.is_empty())
        .collect();
    html! {
        @if !bare.is_empty() {
            h2 class="govuk-heading-m" { "Inspections whose findings are not entered" }
            ul class="govuk-list" {
                @for it in bare {
                    li { a class="govuk-link" href=(links::inspection(&it.inspection)) { (it.title) } " " span class="clew-lack" { "No findings" } }
                }
            }
        }
    }
}
