//! Erasing: whose records have been kept for long enough, and erasing them, or before that by an order. Whoever erases
//! is told no more of a person than their number.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use clew_practice::record::PersonNumber;
use clew_report::words;
use clew_service::{Act, DueForErasure, ErasureOrder};
use maud::{Markup, html};

use super::{person_at, person_number, take_problems};
use crate::components::{
    Choice, Input, TextArea, empty, form as around, inset, separate_checkboxes, stacked_table,
    submit, text_area, text_input, warning,
};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::pages::admin;
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

const ADDRESS: &str = "/admin/erasures/{person}";
/// People of a list that are shown.
const MOST_SHOWN: usize = 200;

pub(super) fn routes(routes: Routes) -> Routes {
    let erases = Needs::May(Act::ErasePractice);
    routes
        .get(links::ERASURES, erases, list)
        .post(links::ERASURES, erases, find)
        .get(ADDRESS, erases, show)
        .post(ADDRESS, erases, send)
}

async fn due(visit: &Visit) -> Result<Vec<DueForErasure>, WebError> {
    let (account, today) = (visit.account()?.clone(), visit.today());
    visit
        .app
        .blocking(move |service| service.due_for_erasure(&account, today))
        .await
}

async fn list(visit: Visit, _: Asked) -> Result<Response, WebError> {
    listed(&visit, &Form::default()).await
}

async fn listed(visit: &Visit, form: &Form) -> Result<Response, WebError> {
    let due = due(visit).await?;
    let headings = [("Person", ""), ("Last recorded of", ""), ("Due since", "")];
    let body = html! {
        h1 class="govuk-heading-l" { "Erasing what is kept of people" }
        (admin::parts(visit, links::ERASURES))
        p class="govuk-body" { "What is kept of somebody goes when it has been kept for as long as the pack of the service, or the rule for all, says. That there was something, and when it went, stays in the journal." }
        @if due.is_empty() { (empty(&html! { p class="govuk-body" { "Nobody's records are due to be erased." } })) }
        @else {
            (stacked_table("Kept for long enough", &headings, &html! {
                @for one in due.iter().take(MOST_SHOWN) {
                    tr {
                        th scope="row" { a class="govuk-link" href=(links::erase_person(one.person)) { (one.person) } }
                        td { (words::day(one.last)) }
                        td { (words::day(one.due)) }
                    }
                }
            }))
            @if due.len() > MOST_SHOWN { p class="govuk-body" { "The " (MOST_SHOWN) " due longest of " (due.len()) " are shown." } }
        }
        h2 class="govuk-heading-m" { "Before its time, by an order" }
        (around(links::ERASURES, 0, &html! {
            (text_input(form, &Input { name: "person", label: "Number of the person", hint: "For example P12; it stands in the order.", width: 10, autocomplete: "off", ..Input::default() }))
            (submit("Continue"))
        }))
    };
    Ok(page_of(visit).problems_of(form).show(body))
}

/// On to the person whose number is given.
async fn find(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    match person_number(form.fields.text("person")) {
        Some(number) => Ok(Redirect::to(&links::erase_person(number)).into_response()),
        None => {
            form.refuse("person", "Give the number of a person, for example P12");
            listed(&visit, &form).await
        }
    }
}

async fn show(visit: Visit, Path(person): Path<String>) -> Result<Response, WebError> {
    page(&visit, person_at(&person)?, &Form::default()).await
}

async fn page(visit: &Visit, number: PersonNumber, form: &Form) -> Result<Response, WebError> {
    let due = due(visit).await?;
    let due = due.iter().find(|one| one.person == number);
    let known = [Choice::new("yes", "I know that this cannot be taken back")];
    let fields = html! {
        @match due {
            Some(due) => (kept_long_enough(due)),
            None => (order(form)),
        }
        (separate_checkboxes(form, "known", "Before it is done", "", &known))
        (submit("Erase everything that is kept of this person"))
    };
    let body = html! {
        span class="govuk-caption-l" { "Erasing" }
        h1 class="govuk-heading-l" { "Erase everything of " (number) "?" }
        (warning(&html! { "Their records, with every version, their files, and those of everyone who was merged with them go. The journal keeps that there were entries, and who erased them when." }))
        (around(&links::erase_person(number), 0, &fields))
    };
    Ok(page_of(visit)
        .crumb("Erasing what is kept of people", links::ERASURES)
        .narrow()
        .problems_of(form)
        .show(body))
}

fn kept_long_enough(due: &DueForErasure) -> Markup {
    inset(&html! { p class="govuk-body" {
        "The last that is recorded of them is of " (words::day(due.last)) "; it is due since " (words::day(due.due)) "."
    } })
}

fn order(form: &Form) -> Markup {
    html! {
        p class="govuk-body" { "This person's records are not due yet, or there are none. They are erased only by an order. Check the number with the order: who it is, is not told here." }
        (text_input(form, &Input { name: "ordered_by", label: "Who ordered it", hint: "A post or a body, for example the data protection officer. It stays in the journal: no name of the person.", ..Input::default() }))
        (text_area(form, &TextArea { name: "reason", label: "Why", hint: "It stays in the journal too: no name of the person.", rows: 3, ..TextArea::default() }))
    }
}

async fn send(
    visit: Visit,
    Path(person): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let number = person_at(&person)?;
    if form.fields.given("known--yes").is_none() {
        form.refuse("known", "Say that you know that it cannot be taken back");
    }
    let is_due = due(&visit).await?.iter().any(|one| one.person == number);
    let order = match is_due {
        true => None,
        false => Some(ErasureOrder {
            ordered_by: form.needed("ordered_by", "Say who ordered it"),
            reason: form.needed("reason", "Say why"),
        }),
    };
    if !form.is_sound() {
        return page(&visit, number, &form).await;
    }
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| match &order {
            None => service.erase_person(&caller, number),
            Some(order) => service.erase_by_order(&caller, number, order),
        })
        .await;
    match done {
        Ok(_) => Ok(super::on_to(links::ERASURES, "person-erased")),
        Err(error) => {
            take_problems(&mut form, error, &str::to_owned)?;
            page(&visit, number, &form).await
        }
    }
}

fn page_of(visit: &Visit) -> Page<'_> {
    Page::new(visit, Section::Admin, "Erasing what is kept of people")
}
