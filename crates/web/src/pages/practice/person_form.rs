//! Adding a person, after looking for them; and changing what is known of one.

use axum::extract::Path;
use axum::response::Response;
use clew_journal::Digest;
use clew_plan::UnitId;
use clew_practice::record::PersonNumber;
use clew_service::{Act, Memory, PersonRequest, PossibleDuplicate};
use maud::{Markup, html};

use super::allowed::{may_for_person, refuse_unless};
use super::conflict::{self, Met};
use super::person_fields::{differing, of, read, shown};
use super::{
    Packs, finding, look_at_person, number_of, on_to, packs, page_of, person_at, take_problems,
    teams, unit_choices,
};
use crate::components::{empty, form as around, hidden, inset, select, submit};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

const EDIT: &str = "/practice/people/{person}/edit";

pub(super) fn routes(routes: Routes) -> Routes {
    let records = Needs::May(Act::RecordPractice);
    routes
        .get(links::NEW_PERSON, records, new)
        .post(links::NEW_PERSON, records, add)
        .get(EDIT, records, edit)
        .post(EDIT, records, change)
}

/// What the form for another person shows beside its fields.
#[derive(Default)]
struct Looked {
    /// People who may be the same; none when nobody was looked for yet.
    alike: Option<Vec<PossibleDuplicate>>,
    /// What was looked for.
    mark: String,
}

async fn new(visit: Visit) -> Result<Response, WebError> {
    page(&visit, &Form::default(), &Looked::default()).await
}

async fn page(visit: &Visit, form: &Form, looked: &Looked) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let packs = packs(visit).await?;
    let teams = teams(visit, &memory, Act::RecordPractice)?;
    let teams = unit_choices(&teams, if teams.len() == 1 { "" } else { "Choose" });
    let button = match looked.alike {
        None => "Look whether they are known",
        Some(_) => "Add this person",
    };
    let fields = html! {
        (hidden("looked", &looked.mark))
        (shown(form, &packs, None))
        (select(form, "team", "The team that adds them", "It is told of everything that others do with them.", &teams))
        (submit(button))
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Add a person" }
        @if let Some(alike) = &looked.alike { (found(visit, alike, &memory)) }
        (around(links::NEW_PERSON, 0, &fields))
    };
    Ok(page_of(visit, "Add a person")
        .crumb("Find a person", links::PEOPLE)
        .narrow()
        .problems_of(form)
        .show(body))
}

fn found(visit: &Visit, alike: &[PossibleDuplicate], memory: &Memory) -> Markup {
    let rows: Vec<_> = alike.iter().map(|one| (&one.found, &*one.why)).collect();
    html! {
        @if alike.is_empty() {
            (empty(&html! { p class="govuk-body" { "Nobody like this is known to you. Look once more at what you typed, then add them." } }))
        } @else {
            (inset(&html! {
                p class="govuk-body" { strong { "They may be known already." } " Open whom you mean, or add this person when it is none of these." }
            }))
            (finding::people("People who may be the same", visit, &rows, memory))
        }
    }
}

/// What was looked for, so that what is changed afterwards is looked for again.
fn mark(request: &PersonRequest) -> String {
    let looked = format!(
        "{:?}",
        (
            &request.name,
            &request.aliases,
            &request.birth,
            &request.identifiers
        )
    );
    Digest::of(looked.as_bytes()).short()
}

async fn add(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    let request = read(&mut form, None, visit.today());
    let team = form.needed("team", "Choose the team that adds them");
    if !form.is_sound() {
        return page(&visit, &form, &Looked::default()).await;
    }
    let mark = mark(&request);
    if form.fields.text("looked") != mark {
        let (account, at) = (visit.account()?.clone(), visit.at);
        let alike = visit
            .app
            .blocking(move |service| service.possible_duplicates(&account, at, &request))
            .await?;
        let alike = Some(alike);
        return page(&visit, &form, &Looked { alike, mark }).await;
    }
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.enter_person(&caller, &UnitId::from(&*team), &request))
        .await;
    match done {
        Ok(done) => {
            let number = PersonNumber(number_of(&done)?);
            Ok(on_to(&links::person(number), "person-entered"))
        }
        Err(error) => {
            take_problems(&mut form, error, &str::to_owned)?;
            page(&visit, &form, &Looked::default()).await
        }
    }
}

async fn edit(visit: Visit, Path(person): Path<String>) -> Result<Response, WebError> {
    let number = person_at(&person)?;
    let page = look_at_person(&visit, number).await?;
    let act = Act::RecordPractice;
    refuse_unless(may_for_person(&visit, &*visit.memory()?, act, &page))?;
    let known = page.person;
    let packs = packs(&visit).await?;
    let form = of(&known);
    let body = edit_form(&form, &packs, &known);
    Ok(edit_page(&visit, &known, &form).show(body))
}

fn edit_page<'visit>(
    visit: &'visit Visit,
    known: &clew_practice::person::Person,
    form: &Form,
) -> crate::layout::Page<'visit> {
    page_of(visit, "Change what is known")
        .crumb(&known.name, links::person(known.number))
        .narrow()
        .problems_of(form)
}

fn edit_form(form: &Form, packs: &Packs, known: &clew_practice::person::Person) -> Markup {
    let fields = html! {
        (hidden("version", form.fields.text("version")))
        (shown(form, packs, Some(known)))
        (submit("Save"))
    };
    html! {
        span class="govuk-caption-l" { (known.name) " (" (known.number) ")" }
        h1 class="govuk-heading-l" { "Change what is known" }
        p class="govuk-body" { "What was known before stays in the history." }
        (around(&links::edit_person(known.number), 0, &fields))
    }
}

async fn change(
    visit: Visit,
    Path(person): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let number = person_at(&person)?;
    let known = look_at_person(&visit, number).await?.person;
    let packs = packs(&visit).await?;
    let request = read(&mut form, Some(&known), visit.today());
    let seen: u32 = form.fields.text("version").parse().unwrap_or(0);
    if !form.is_sound() {
        let body = edit_form(&form, &packs, &known);
        return Ok(edit_page(&visit, &known, &form).show(body));
    }
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.change_person(&caller, (number, seen), &request))
        .await;
    let error = match done {
        Ok(_) => return Ok(on_to(&links::person(number), "person-changed")),
        Err(error) => error,
    };
    if !error.problems().is_empty() {
        take_problems(&mut form, error, &str::to_owned)?;
        let body = edit_form(&form, &packs, &known);
        return Ok(edit_page(&visit, &known, &form).show(body));
    }
    let met = Met::of(&*visit.memory()?, error)?;
    // Whoever sends it again has seen what is there now.
    form.fields.set("version", met.found.to_string());
    let body = html! {
        (met.said(&differing(&known, &form)))
        (edit_form(&form, &packs, &known))
    };
    Ok(conflict::page(edit_page(&visit, &known, &form), body))
}
