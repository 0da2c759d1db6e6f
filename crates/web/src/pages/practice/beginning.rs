//! What to record: the forms that begin a case, and those that come next in one. Choosing begins a draft.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use clew_plan::{AccountId, UnitId};
use clew_practice::pack::Process;
use clew_practice::reading::Reading;
use clew_practice::record::{PersonNumber, Record, RecordNumber};
use clew_service::{
    Act, Case, DraftRequest, Memory, PersonPage, RecordDraft, Service, ServiceError,
};
use maud::{Markup, html};

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
    let (packs, memory) = (packs(visit).await?, visit.memory()?);
    let own = teams(visit, &memory, Act::RecordPractice)?;
    let team = unit_choices(&own, if own.len() == 1 { "" } else { "Choose" });
    let held = |case: &&Case| own.iter().any(|team| team.id == case.team);
    let body = html! {
        h1 class="govuk-heading-l" { "Record something" }
        (words::about(&page.person, visit.today()))
        @for case in page.cases.iter().filter(held) { (next_in(case, &page, &packs, &memory)) }
        h2 class="govuk-heading-m" { "Begin something new" }
        @if packs.0.is_empty() {
            (empty(&html! { p class="govuk-body" { "No pack is in force, so there are no forms." } }))
        } @else {
            (anew(form, number, &packs, &team))
        }
    };
    Ok(page_of(visit, "Record something")
        .crumb(&page.person.name, links::person(number))
        .narrow()
        .problems_of(form)
        .show(body))
}

/// The forms of a case's process that can come next, each a button.
fn next_in(case: &Case, page: &PersonPage, packs: &Packs, memory: &Memory) -> Markup {
    let Some((code, process)) = case
        .process
        .as_deref()
        .and_then(|code| Some((code, packs.process(code)?)))
    else {
        return html! {};
    };
    let next = next(process, case.episode, page);
    html! {
        h2 class="govuk-heading-m" { (process.title) " " (case.episode) }
        p class="govuk-body" { "Held by " (unit_name(memory, case.team.as_str())) "." }
        @if next.is_empty() { p class="govuk-body" { "Nothing comes next in it." } }
        @for form in &next {
            (around(links::DRAFTS, 0, &html! {
                (hidden("person", &case.person.0.to_string()))
                (hidden("what", &format!("{code}/{form}")))
                (hidden("episode", &case.episode.0.to_string()))
                (hidden("team", case.team.as_str()))
                (quiet_button(packs.form_title(form), "do", "begin"))
            }))
        }
    }
}

/// The forms that can come next: those that follow one that there is, whose conditions hold, and that were not
/// had once and for all.
fn next(process: &Process, episode: RecordNumber, page: &PersonPage) -> Vec<String> {
    let of_case = page
        .records
        .iter()
        .filter(|record| record.episode == episode);
    let had: Vec<&Record> = of_case.filter(|record| record.counts()).collect();
    let is_there = |form: &String| had.iter().any(|record| record.form == *form);
    let mut forms: Vec<String> = Vec::new();
    for step in &process.steps {
        let before = had
            .iter()
            .filter(|record| step.after.contains(&record.form));
        let Some(latest) = before.max_by_key(|record| (record.event_date, record.number)) else {
            continue;
        };
        let reading = Reading {
            values: &latest.values,
            on: Some(latest.event_date),
            episode: None,
            person: Some(&page.person),
        };
        let had_once = step.once && is_there(&step.form);
        if reading.all_hold(&step.when) && !had_once && !forms.contains(&step.form) {
            forms.push(step.form.clone());
        }
    }
    forms
}

fn anew(form: &Form, number: PersonNumber, packs: &Packs, teams: &[Choice]) -> Markup {
    let mut opening = vec![Choice::new("", "Choose")];
    for process in packs.0.iter().flat_map(|pack| pack.processes.values()) {
        for step in process.steps.iter().filter(|step| step.after.is_empty()) {
            let words = format!("{}: {}", process.title, packs.form_title(&step.form));
            opening.push(Choice::new(
                format!("{}/{}", process.code, step.form),
                words,
            ));
        }
    }
    let fields = html! {
        (hidden("person", &number.0.to_string()))
        (select(form, "what", "What begins", "", &opening))
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
