//! Finding a person: by name, birth or an identifier. What is looked for is posted: names are not to stand in addresses,
//! which browsers, proxies and logs keep.

use axum::response::Response;
use clew_service::{Act, FoundPerson, Memory, PersonQuery};
use maud::{Markup, html};

use super::words;
use super::{page_of, take_problems, unit_name};
use crate::components::{Input, date_input, empty, link_button, stacked_table, submit, text_input};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

/// People who are shown at most.
const MOST_FOUND: usize = 50;

pub(super) fn routes(routes: Routes) -> Routes {
    let looks = Needs::May(Act::LookAtPractice);
    routes
        .get(links::PEOPLE, looks, show)
        .post(links::PEOPLE, looks, find)
}

async fn show(visit: Visit) -> Result<Response, WebError> {
    page(&visit, &Form::default(), None)
}

async fn find(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    let query = PersonQuery {
        name: form.optional("name"),
        birth: form.day("birth"),
        identifier: form.optional("identifier"),
        limit: MOST_FOUND,
    };
    let given = query.name.is_some() || query.birth.is_some() || query.identifier.is_some();
    if !given && form.is_sound() && form.fields.has("name") {
        form.refuse("name", "Give a name, a date of birth or an identifier");
    }
    let mut found = None;
    if given && form.is_sound() {
        let (account, at) = (visit.account()?.clone(), visit.at);
        let people = visit
            .app
            .blocking(move |service| service.find_people(&account, at, &query))
            .await;
        match people {
            Ok(people) => found = Some(people),
            Err(error) => take_problems(&mut form, error, &str::to_owned)?,
        }
    }
    page(&visit, &form, found.as_deref())
}

fn page(visit: &Visit, form: &Form, found: Option<&[FoundPerson]>) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let body = html! {
        h1 class="govuk-heading-l" { "Find a person" }
        (asking(form))
        @if let Some(found) = found { (listed(visit, found, &memory)) }
        @if visit.may(Act::RecordPractice) {
            h2 class="govuk-heading-m" { "Not there?" }
            p class="govuk-body" { "Look first, so that nobody is added twice." }
            (link_button("Add a person", links::NEW_PERSON))
        }
    };
    Ok(page_of(visit, "Find a person").problems_of(form).show(body))
}

fn asking(form: &Form) -> Markup {
    html! {
        form method="post" action=(links::PEOPLE) class="clew-bulk" novalidate {
            (text_input(form, &Input { name: "name", label: "Name", hint: "The beginning of one or more words of it.", width: 30, ..Input::default() }))
            (date_input(form, "birth", "Date of birth", ""))
            (text_input(form, &Input { name: "identifier", label: "Identifier", hint: "For example the number in the system before.", width: 20, ..Input::default() }))
            (submit("Find"))
        }
    }
}

fn listed(visit: &Visit, found: &[FoundPerson], memory: &Memory) -> Markup {
    html! {
        @if found.is_empty() {
            (empty(&html! { p class="govuk-body" { "Nobody whom you may know of was found." } }))
        } @else {
            (people("People who were found", visit, &found.iter().map(|one| (one, "")).collect::<Vec<_>>(), memory))
            @if found.len() >= MOST_FOUND {
                p class="govuk-body clew-quiet" { "No more than " (MOST_FOUND) " are shown; type more of the name to see others." }
            }
        }
    }
}

/// People in a table, each with what is to be said of them.
pub(super) fn people(
    caption: &str,
    visit: &Visit,
    found: &[(&FoundPerson, &str)],
    memory: &Memory,
) -> Markup {
    let headings = [("Person", ""), ("Born", ""), ("Team", ""), ("", "")];
    stacked_table(
        caption,
        &headings,
        &html! {
            @for (one, why) in found {
                tr {
                    @if let Some(person) = &one.person {
                        th scope="row" { a class="govuk-link" href=(links::person(one.number)) { (person.name) } " (" (one.number) ")" }
                        td { (words::birth(person.birth, visit.today())) }
                    } @else {
                        th scope="row" { "Somebody who is known (" (one.number) ")" }
                        td { "Not shown" }
                    }
                    td { (unit_name(memory, &one.team)) }
                    td data-label="" {
                        (why)
                        @if one.right.is_none() {
                            " Ask this team, or "
                            a class="govuk-link" href=(links::break_glass(one.number)) { "break the glass for " (one.number) }
                        }
                    }
                }
            }
        },
    )
}
