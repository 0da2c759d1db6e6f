//! Breaking the glass: opening what one has no part in, with a reason that the person's team reads.

use axum::extract::Path;
use axum::response::Response;
use clew_service::{Act, GLASS_HOURS};
use maud::html;

use super::{on_to, page_of, person_at, take_problems};
use crate::components::{TextArea, form as around, submit, text_area, warning};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

const ADDRESS: &str = "/practice/people/{person}/break-glass";

pub(super) fn routes(routes: Routes) -> Routes {
    let looks = Needs::May(Act::LookAtPractice);
    routes.get(ADDRESS, looks, show).post(ADDRESS, looks, send)
}

async fn show(visit: Visit, Path(person): Path<String>) -> Result<Response, WebError> {
    page(&visit, &person, &Form::default())
}

/// It looks the same whether there is such a person or not.
fn page(visit: &Visit, person: &str, form: &Form) -> Result<Response, WebError> {
    let number = person_at(person)?;
    let fields = html! {
        (text_area(form, &TextArea { name: "reason", label: "Why you have to see this now", hint: "For example: out of hours, an adult at risk was found and nobody of their team can be reached.", rows: 4, ..TextArea::default() }))
        (submit("Break the glass"))
    };
    let body = html! {
        span class="govuk-caption-l" { (number) }
        h1 class="govuk-heading-l" { "Break the glass" }
        p class="govuk-body" { "This is for what you cannot open otherwise: a person with whom no team of yours works, or what is restricted to others. You can look at what there is of them for " (GLASS_HOURS) " hours, restricted records included, and write nothing that you could not write before." }
        (warning(&html! { "Your name, the time and your reason stay with the person, and the seniors of their team are shown them." }))
        (around(&links::break_glass(number), 0, &fields))
    };
    Ok(page_of(visit, "Break the glass")
        .narrow()
        .problems_of(form)
        .show(body))
}

async fn send(
    visit: Visit,
    Path(person): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let number = person_at(&person)?;
    let reason = form.needed("reason", "Say why you have to see this now");
    if !form.is_sound() {
        return page(&visit, &person, &form);
    }
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.break_glass(&caller, number, &reason))
        .await;
    match done {
        Ok(_) => Ok(on_to(&links::person(number), "glass-broken")),
        Err(error) => {
            take_problems(&mut form, error, &str::to_owned)?;
            page(&visit, &person, &form)
        }
    }
}
