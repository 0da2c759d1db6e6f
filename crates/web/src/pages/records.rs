//! Everything the Book holds, record by record: lists, the editor, histories, and withdrawing.

mod choices;
mod conflict;
mod edit;
mod fields;
mod history;
mod new;
mod organisation;
mod targets;
mod targets_form;
mod typed;
mod withdraw;

use axum::extract::Path;
use axum::response::Response;
use clew_exchange::columns::Table;
use clew_journal::{Subject, SubjectKind, fields_of};
use clew_plan::{Kind, Record};
use clew_service::{Act, Memory};
use maud::{Markup, html};
use serde_json::Value;

use crate::components::{empty, link_button, pagination, table};
use crate::layout::{Page, Section};
use crate::routes::{Needs, Routes};
use crate::{Fields, Visit, WebError, links};

/// Records on a page of a list.
const ON_A_PAGE: usize = 50;
/// Letters of a long title in a list.
const MOST_LETTERS: usize = 120;

pub(super) fn routes(routes: Routes) -> Routes {
    let change = Needs::May(Act::ChangePlan);
    routes
        .get("/records", Needs::SignedIn, kinds)
        .get("/records/{kind}", Needs::SignedIn, list)
        .get("/records/new/{kind}", change, new::show)
        .post("/records/new/{kind}", change, new::send)
        .get("/records/{subject}/edit", change, edit::show)
        .post("/records/{subject}/edit", change, edit::send)
        .get("/records/{subject}/history", Needs::SignedIn, history::show)
        .get("/records/{subject}/withdraw", change, withdraw::show)
        .post("/records/{subject}/withdraw", change, withdraw::send)
        .get(links::ORGANISATION, change, organisation::show)
        .post(links::ORGANISATION, change, organisation::send)
        .get("/measures/{measure}/targets", change, targets::show)
        .post("/measures/{measure}/targets", change, targets::send)
}

/// Every kind of record with how many there are.
async fn kinds(visit: Visit) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let rows = html! {
        @for kind in Kind::ALL {
            tr {
                th scope="row" { a href=(links::records(*kind)) { (kind_title(*kind)) } }
                td class="end" { (memory.book().count(*kind)) }
            }
        }
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Everything the Book holds" }
        @if visit.may(Act::ChangePlan) {
            p class="govuk-body" {
                a class="govuk-link" href=(links::ORGANISATION) { "Change the organisation" }
                ": its name, its calendar and its family group."
            }
        }
        (table("Records by kind", &[("Kind", ""), ("How many", "end")], &rows))
    };
    Ok(
        Page::new(&visit, Section::Plans, "Everything the Book holds")
            .crumb("Plans", links::PLANS)
            .narrow()
            .show(body),
    )
}

/// The records of one kind.
async fn list(visit: Visit, Path(kind): Path<String>) -> Result<Response, WebError> {
    let kind = kind_called(&kind)?;
    let memory = visit.memory()?;
    let count = memory.book().count(kind);
    let pages = count.div_ceil(ON_A_PAGE).max(1);
    let asked = Fields::read(&visit.query)?;
    let page = asked.text("page").parse().unwrap_or(1).clamp(1, pages);
    let first = (page - 1) * ON_A_PAGE;
    let may = visit.may(Act::ChangePlan);
    let rows = html! { @for place in first..count.min(first + ON_A_PAGE) { (row(&memory, kind, place, may)) } };
    let title = kind_title(kind);
    let body = html! {
        h1 class="govuk-heading-l" { (title) }
        @if may { (link_button(&format!("Add {}", one(kind)), &links::new_record(kind, &[]))) }
        @if count == 0 { (empty(&html! { p class="govuk-body" { "There is none yet." } })) }
        @else { (table(&format!("{title}: {count}"), &[("Name", ""), ("Title", ""), ("", "")], &rows)) }
        (pagination(page, pages, &|page| links::with_query(&links::records(kind), &format!("page={page}"))))
    };
    Ok(Page::new(&visit, Section::Plans, title)
        .crumb("Plans", links::PLANS)
        .crumb("Everything the Book holds", links::RECORDS)
        .show(body))
}

fn row(memory: &Memory, kind: Kind, place: usize, may: bool) -> Markup {
    let state = memory.state();
    let found = memory
        .book()
        .record(kind, place)
        .zip(state.subject_at(kind, place));
    html! {
        @if let Some((record, subject)) = found {
            @let name = name_of(&record);
            tr {
                th scope="row" { (shortened(&name)) }
                td { (shortened(&title_of(&record))) }
                td class="whole" {
                    @if may { a href=(links::edit(&subject)) { "Change" span class="govuk-visually-hidden" { ": " (name) } } " · " }
                    a href=(links::history(&subject)) { "History" span class="govuk-visually-hidden" { ": " (name) } }
                }
            }
        }
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= MOST_LETTERS {
        return text.to_owned();
    }
    let start: String = text.chars().take(MOST_LETTERS).collect();
    format!("{start} …")
}

/// The kind of this name.
pub(super) fn kind_called(name: &str) -> Result<Kind, WebError> {
    let found = Kind::ALL.iter().find(|kind| kind.name() == name);
    found
        .copied()
        .ok_or_else(|| WebError::not_found("There is no such kind of record."))
}

/// A record by the text of its subject: subject, kind and what it is now.
pub(super) fn called(memory: &Memory, written: &str) -> Result<(Subject, Kind, Record), WebError> {
    let missing = || {
        WebError::not_found(
            "There is no such record; it may have been withdrawn. Its history stays.",
        )
    };
    let subject: Subject = written.parse().map_err(|_| missing())?;
    let SubjectKind::Record(kind) = subject.kind else {
        return Err(missing());
    };
    let record = memory.state().record(&subject).ok_or_else(missing)?;
    Ok((subject, kind, record))
}

/// A kind's records, as a heading.
pub(super) fn kind_title(kind: Kind) -> String {
    Table::Records(kind).sheet()
}

/// What tells a record from others of its kind, for people.
pub(super) fn name_of(record: &Record) -> String {
    let fields = fields_of(record);
    let names = record.kind().identified_by().iter();
    let names: Vec<String> = names
        .map(|name| text_of(fields.get(*name)))
        .filter(|text| !text.is_empty())
        .collect();
    names.join(" · ")
}

/// The title of a record, or what stands for one.
pub(super) fn title_of(record: &Record) -> String {
    const TITLES: [&str; 9] = [
        "title", "name", "text", "project", "step", "group", "what", "goal", "value",
    ];
    let fields = fields_of(record);
    let title = TITLES.iter().find_map(|name| fields.get(*name));
    title.map_or_else(|| name_of(record), |value| text_of(Some(value)))
}

fn text_of(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// One record of a kind, with its article.
pub(super) const fn one(kind: Kind) -> &'static str {
    match kind {
        Kind::Document => "a document",
        Kind::Unit => "a part of the organisation",
        Kind::Plan => "a plan",
        Kind::Outcome => "an outcome",
        Kind::Measure => "a measure",
        Kind::SeriesBreak => "a break in a series",
        Kind::Formula => "a formula",
        Kind::Target => "a target",
        Kind::ProfilePoint => "a profile point",
        Kind::Figure => "a figure",
        Kind::Commentary => "a comment",
        Kind::Citation => "a citation",
        Kind::Action => "an action",
        Kind::Milestone => "a milestone",
        Kind::Update => "an update",
        Kind::Risk => "a risk",
        Kind::Control => "a control",
        Kind::BudgetTable => "a budget table",
        Kind::Activity => "an activity",
        Kind::CapitalLine => "a capital line",
        Kind::StaffingLine => "a line of staff",
        Kind::ScheduleEntry => "a line of a schedule",
        Kind::PlanningStep => "a step of the planning calendar",
        Kind::Inspection => "an inspection",
        Kind::Finding => "a finding",
        Kind::ImprovementActivity => "an improvement activity",
        Kind::Workstream => "a workstream",
        Kind::ResourceGap => "a resource gap",
        Kind::Forum => "a forum",
        Kind::ForumItem => "what a forum receives",
        Kind::Cycle => "a cycle",
        Kind::Passage => "a passage",
        Kind::Claim => "a claim",
        Kind::Achievement => "an achievement",
        Kind::ReportedTotal => "a printed total",
        Kind::ReportedCount => "a printed count",
        Kind::BenchmarkFigure => "a benchmark figure",
        Kind::FamilyMember => "a member of a family group",
        Kind::ScrutinyQuestion => "a scrutiny question",
        Kind::Waiver => "a waiver",
    }
}
