//! Copying a plan forward: choose, look at what would be made, then make it.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use clew_plan::{Book, Kind, PlanId};
use clew_report::words;
use clew_service::{CopyForward, CopyPart, ErrorKind, Memory};
use maud::{Markup, html};

use super::plan_called;
use crate::components::{
    Choice, Input, TextArea, button, checkboxes, form as around, inset, quiet_button, table,
    text_area, text_input,
};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// What can be copied: the value in the form, its words, and what it means.
const PARTS: &[(&str, CopyPart, &str, &str)] = &[
    (
        "outcomes",
        CopyPart::Outcomes,
        "Outcomes",
        "The tree of priorities, outcomes and deliverables.",
    ),
    (
        "measures",
        CopyPart::Measures,
        "Measures",
        "They come over with their codes and all their figures, and are reported in the new plan from now on. Not while a cycle of the old one is open.",
    ),
    (
        "targets",
        CopyPart::Targets,
        "Targets and profiles",
        "For the later period, where it has none yet. Look at each before the year begins.",
    ),
    (
        "actions",
        CopyPart::OpenActions,
        "Open actions",
        "Those neither complete nor cancelled, with the milestones not yet reached. Their dates stay.",
    ),
    (
        "risks",
        CopyPart::Risks,
        "Risks",
        "With their scores as they are.",
    ),
    (
        "schedules",
        CopyPart::Schedules,
        "Schedules and the planning calendar",
        "",
    ),
    (
        "activities",
        CopyPart::Activities,
        "Activities and budgets",
        "With the amounts as they are.",
    ),
];

/// The form.
pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let plan = plan_called(memory.book(), &id)?;
    let mut form = Form::showing(&[
        ("new_id", format!("{}-next", plan.id)),
        ("title", plan.title.clone()),
        ("years", "1".to_owned()),
    ]);
    let all = PARTS
        .iter()
        .map(|(value, ..)| ("what".to_owned(), (*value).to_owned()));
    let fields = form
        .fields
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    form.fields = crate::Fields::of(fields.chain(all).collect());
    page(&visit, &memory, &id, &form, None)
}

/// Shows what would be made, or makes it.
pub(super) async fn send(
    visit: Visit,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    plan_called(memory.book(), &id)?;
    let request = request(&id, &mut form);
    if form.is_sound() && form.fields.text("do") != "copy" {
        match memory.copied_forward(&request) {
            Ok(made) => return page(&visit, &memory, &id, &form, Some(&made)),
            Err(error) => note(&mut form, error)?,
        }
    }
    if !form.is_sound() {
        return page(&visit, &memory, &id, &form, None);
    }
    let caller = visit.caller(&form.act())?;
    let to = links::with_query(&links::plan(&request.new_id), "done=plan-copied");
    let work = move |service: &clew_service::Service| service.copy_plan_forward(&caller, &request);
    match visit.app.blocking(work).await {
        Ok(_) => Ok(Redirect::to(&to).into_response()),
        Err(WebError::Service(error)) if error.kind() == ErrorKind::Invalid => {
            note(&mut form, error)?;
            page(&visit, &memory, &id, &form, None)
        }
        Err(error) => Err(error),
    }
}

fn request(id: &str, form: &mut Form) -> CopyForward {
    let years = form.needed("years", "Say by how many years periods move on");
    let years = years.parse().unwrap_or(0);
    let what: Vec<CopyPart> = PARTS
        .iter()
        .filter(|(value, ..)| form.fields.all("what").any(|chosen| chosen == *value))
        .map(|(_, part, ..)| *part)
        .collect();
    CopyForward {
        plan: PlanId::from(id),
        new_id: PlanId::from(form.needed("new_id", "Give the new plan an id")),
        title: form.needed("title", "Give the new plan a title"),
        years,
        what,
        reason: form.optional("reason"),
    }
}

/// Puts what the service refuses at its field; anything else stays an error.
fn note(form: &mut Form, error: clew_service::ServiceError) -> Result<(), WebError> {
    match error {
        clew_service::ServiceError::Invalid { problems, .. } => {
            form.problems.extend(problems);
            Ok(())
        }
        other => Err(other.into()),
    }
}

fn page(
    visit: &Visit,
    memory: &Memory,
    id: &str,
    form: &Form,
    made: Option<&Book>,
) -> Result<Response, WebError> {
    let plan = plan_called(memory.book(), id)?;
    let action = links::plan_part(&plan.id, "copy");
    let seen = memory.state().head.sequence;
    let body = html! {
        h1 class="govuk-heading-l" { "Copy forward" span class="govuk-caption-l" { (plan.title) } }
        p class="govuk-body" { "Next year's plan begins with what this year's holds. Look at what would be made first; nothing is written until you say so." }
        (around(&action, seen, &fields(form, made)))
    };
    Ok(Page::new(visit, Section::Plans, "Copy a plan forward")
        .crumb("Plans", links::PLANS)
        .crumb(&plan.title, links::plan(&plan.id))
        .problems_of(form)
        .show(body))
}

fn fields(form: &Form, made: Option<&Book>) -> Markup {
    let choices: Vec<Choice> = PARTS
        .iter()
        .map(|(value, _, words, hint)| Choice {
            value: (*value).to_owned(),
            words: (*words).to_owned(),
            hint: (*hint).to_owned(),
        })
        .collect();
    html! {
        (text_input(form, &Input { name: "title", label: "Title of the new plan", width: 30, ..Input::default() }))
        (text_input(form, &Input { name: "new_id", label: "Its id", hint: "Short, in lower case with hyphens; it stands in addresses and cannot be changed later.", width: 20, ..Input::default() }))
        (text_input(form, &Input { name: "years", label: "Years that periods move on", hint: "1 for next year's plan.", width: 2, mode: "numeric", ..Input::default() }))
        (checkboxes(form, "what", "What is copied", "", &choices))
        (text_area(form, &TextArea { name: "reason", label: "Why the measures come over", hint: "Only where a cycle of the old plan is locked: its pages list these measures no longer.", rows: 2, most: 1000 }))
        @if let Some(made) = made { (preview(made)) }
        div class="clew-actions" {
            @if made.is_some() { (button("Make the new plan", "do", "copy")) }
            (quiet_button("See what would be made", "do", "look"))
        }
    }
}

/// What would be made: how many of each kind, and the first of each.
fn preview(made: &Book) -> Markup {
    let kinds = Kind::ALL.iter().filter(|kind| made.count(**kind) > 0);
    let rows = html! {
        @for kind in kinds {
            tr {
                th scope="row" { (super::super::records::kind_title(*kind)) }
                td class="end" { (made.count(*kind)) }
                td { (first_of(made, *kind)) }
            }
        }
    };
    let period = made.plans.first().and_then(|plan| plan.period);
    html! {
        (inset(&html! {
            p class="govuk-body" { "This is what would be made. Nothing is written yet." }
            @if let Some(period) = period { p class="govuk-body" { "Period of the new plan: " strong { (words::period(period)) } } }
        }))
        (table("What would be made or moved", &[("Kind", ""), ("How many", "end"), ("The first of them", "")], &rows))
    }
}

fn first_of(made: &Book, kind: Kind) -> String {
    let titles = (0..made.count(kind).min(3)).filter_map(|place| made.record(kind, place));
    let titles: Vec<String> = titles
        .map(|record| super::super::records::title_of(&record))
        .collect();
    titles.join("; ")
}
