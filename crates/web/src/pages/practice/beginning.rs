//! What to record: the forms that begin a case, and those that come next in one. Choosing begins a draft.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use clew_plan::{AccountId, Unit, UnitId};
use clew_practice::record::{PersonNumber, RecordNumber};
use clew_service::{
    Act, Case, DraftRequest, Memory, OfferedStep, PersonPage, RecordDraft, Right, Service,
    ServiceError,
};
use maud::{Markup, html};

use super::allowed::refuse_unless;
use super::words;
use super::{
    Packs, fields, look_at_person, look_at_record, packs, page_of, person_at, person_number,
    record_at, teams, unit_choices, unit_name,
};
use crate::components::{Choice, empty, form as around, hidden, quiet_button, select, submit};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

pub(super) fn routes(routes: Routes) -> Routes {
    let records = Needs::May(Act::RecordPractice);
    routes
        .get("/practice/people/{person}/record", records, choose)
        .post(links::DRAFTS, records, begin)
}

async fn choose(visit: Visit, Path(person): Path<String>) -> Result<Response, WebError> {
    let number = person_at(&person)?;
    page(&visit, number, &Form::default()).await
}

async fn page(visit: &Visit, number: PersonNumber, form: &Form) -> Result<Response, WebError> {
    let page = look_at_person(visit, number).await?;
    refuse_unless(page.right != Right::Glass)?;
    let (packs, memory) = (packs(visit).await?, visit.memory()?);
    let own = teams(visit, &memory, Act::RecordPractice)?;
    let team = unit_choices(&own, if own.len() == 1 { "" } else { "Choose" });
    let steps = steps(visit, &page, &own).await?;
    let opening = openings(&steps.opening, &packs);
    let body = html! {
        h1 class="govuk-heading-l" { "Record something" }
        (words::about(&page.person, visit.today()))
        @for (case, next) in &steps.next { (next_in(case, next, &packs, &memory)) }
        h2 class="govuk-heading-m" { "Begin something new" }
        @if packs.0.is_empty() {
            (empty(&html! { p class="govuk-body" { "No pack is in force, so there are no forms." } }))
        } @else {
            (anew(form, number, &opening, &team))
        }
    };
    Ok(page_of(visit, "Record something")
        .crumb(&page.person.name, links::person(number))
        .narrow()
        .problems_of(form)
        .show(body))
}

/// What can be recorded: what comes next in the cases of the visitor's teams, and what begins a case.
struct Steps {
    next: Vec<(Case, Vec<OfferedStep>)>,
    opening: Vec<OfferedStep>,
}

async fn steps(visit: &Visit, page: &PersonPage, own: &[Unit]) -> Result<Steps, WebError> {
    let held = |case: &&Case| own.iter().any(|team| team.id == case.team);
    let cases: Vec<Case> = page.cases.iter().filter(held).cloned().collect();
    let teams: Vec<UnitId> = own.iter().map(|team| team.id.clone()).collect();
    let (account, at) = (visit.account()?.clone(), visit.at);
    visit
        .app
        .blocking(move |service| {
            let (mut next, mut opening) = (Vec::new(), Vec::new());
            for case in cases {
                let steps = service.next_steps(&account, at, case.episode)?;
                next.push((case, steps));
            }
            for team in &teams {
                opening.extend(service.opening_steps(&account, at, team)?);
            }
            Ok::<_, ServiceError>(Steps { next, opening })
        })
        .await
}

/// The forms that can come next in a case, each a button; those that need other work than the visitor does, with what
/// they need.
fn next_in(case: &Case, steps: &[OfferedStep], packs: &Packs, memory: &Memory) -> Markup {
    let process = case.process.as_deref();
    let (mine, others): (Vec<_>, Vec<_>) = steps.iter().partition(|step| step.may);
    html! {
        @if !steps.is_empty() {
            h2 class="govuk-heading-m" { (packs.process_title(process)) " " (case.episode) ": what can come next" }
            p class="govuk-body" { "Held by " (unit_name(memory, case.team.as_str())) "." }
            ul class="govuk-list clew-next" {
                @for step in &mine { li { (begin_step(case, step)) } }
            }
            @if !others.is_empty() {
                p class="govuk-body" { "These need work that is not yours:" }
                ul class="govuk-list govuk-list--bullet" {
                    @for step in &others { li { (step.title) ": " (step.needs.join(" or ")) } }
                }
            }
        }
    }
}

fn begin_step(case: &Case, step: &OfferedStep) -> Markup {
    let content = html! {
        (hidden("person", &case.person.0.to_string()))
        (hidden("what", &format!("{}/{}", step.process, step.form)))
        (hidden("episode", &case.episode.0.to_string()))
        (hidden("team", case.team.as_str()))
        (quiet_button(&step.title, "do", "begin"))
    };
    around(links::DRAFTS, 0, &content)
}

/// What the visitor may begin, for a team of theirs at least.
fn openings(opening: &[OfferedStep], packs: &Packs) -> Vec<Choice> {
    let mut offered: Vec<Choice> = Vec::new();
    for step in opening.iter().filter(|step| step.may) {
        let process = packs.process_title(Some(&step.process));
        let words = match process == step.title {
            true => step.title.clone(),
            false => format!("{process}: {}", step.title),
        };
        offered.push(Choice::new(
            format!("{}/{}", step.process, step.form),
            words,
        ));
    }
    offered.sort_by(|one, other| one.words.cmp(&other.words));
    offered.dedup_by(|one, other| one.value == other.value);
    offered.insert(0, Choice::new("", "Choose"));
    offered
}

fn anew(form: &Form, number: PersonNumber, opening: &[Choice], teams: &[Choice]) -> Markup {
    let fields = html! {
        (hidden("person", &number.0.to_string()))
        (select(form, "what", "What begins", "", opening))
        (select(form, "team", "The team that records it", "It holds the case.", teams))
        (submit("Begin"))
    };
    around(links::DRAFTS, 0, &fields)
}

/// Begins a draft, or goes on with the one that there is of the same.
async fn begin(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    if form.fields.has("corrects") {
        return correct(&visit, &form).await;
    }
    let missing = || WebError::not_found("There is no such person, or none whom you may open.");
    let person = person_number(form.fields.text("person")).ok_or_else(missing)?;
    let what = form.needed("what", "Choose what begins");
    let team = form.needed("team", "Choose the team that records it");
    if !form.is_sound() {
        return page(&visit, person, &form).await;
    }
    let (process, code) = what.split_once('/').unwrap_or(("", &what));
    let request = DraftRequest {
        form: code.to_owned(),
        process: (!process.is_empty()).then(|| process.to_owned()),
        episode: form.fields.text("episode").parse().ok().map(RecordNumber),
        person,
        team: UnitId::from(&*team),
        corrects: None,
    };
    let draft = begun(&visit, request, BTreeMap::new()).await?;
    Ok(to(&draft))
}

/// Begins the draft of a correction: it holds what the record does.
async fn correct(visit: &Visit, form: &Form) -> Result<Response, WebError> {
    let number = record_at(form.fields.text("corrects"))?;
    let looked = look_at_record(visit, number).await?;
    let now = looked.now();
    let now = now.ok_or_else(|| WebError::not_found("There is nothing to correct."))?;
    let request = DraftRequest {
        form: now.form.clone(),
        process: now.process.clone(),
        episode: Some(now.episode),
        person: now.person,
        team: now.team.as_str().into(),
        corrects: Some((number, now.version)),
    };
    let draft = begun(visit, request, fields::typed_of(&now.values)).await?;
    Ok(to(&draft))
}

fn to(draft: &RecordDraft) -> Response {
    use axum::response::{IntoResponse as _, Redirect};
    Redirect::to(&links::record_draft(&draft.id)).into_response()
}

/// A draft of this with these fields, or the one that there is.
pub(super) async fn begun(
    visit: &Visit,
    request: DraftRequest,
    typed: BTreeMap<String, String>,
) -> Result<RecordDraft, WebError> {
    let (account, at) = (visit.account()?.clone(), visit.at);
    visit
        .app
        .blocking(move |service| begin_in(service, &account, at, (&request, &typed)))
        .await
}

fn begin_in(
    service: &Service,
    account: &AccountId,
    at: clew_journal::Moment,
    (request, typed): (&DraftRequest, &BTreeMap<String, String>),
) -> Result<RecordDraft, ServiceError> {
    let drafts = service.record_drafts(account)?;
    if let Some(there) = drafts.into_iter().find(|draft| draft.of == *request) {
        return Ok(there);
    }
    let draft = service.begin_draft(account, at, request)?;
    if typed.is_empty() {
        return Ok(draft);
    }
    service.save_draft_of_record(account, at, &draft.id, typed)
}
