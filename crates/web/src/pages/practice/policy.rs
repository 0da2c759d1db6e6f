//! What the organisation decides about the keeping of records: whether a worker of another team is told that a person is
//! known.

use axum::response::Response;
use clew_journal::PracticePolicy;
use clew_service::Act;
use maud::html;

use super::{on_to, take_problems};
use crate::components::{Choice, TextArea, form as around, radios, submit, text_area};
use crate::layout::{Page, Section};
use crate::pages::admin;
use crate::routes::{Needs, Routes};
use crate::{Fields, Form, Visit, WebError, links};

const TITLE: &str = "May other teams be told that somebody is known?";

pub(super) fn routes(routes: Routes) -> Routes {
    let applies = Needs::May(Act::ApplyPacks);
    routes
        .get(links::PRACTICE_POLICY, applies, show)
        .post(links::PRACTICE_POLICY, applies, send)
}

async fn show(visit: Visit) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let known = memory.state().practice_policy().known_to_other_teams;
    let stands = if known { "yes" } else { "no" };
    let form = Form {
        fields: Fields::of(vec![("known".to_owned(), stands.to_owned())]),
        problems: Vec::new(),
    };
    page(&visit, &form)
}

fn page(visit: &Visit, form: &Form) -> Result<Response, WebError> {
    let choices = [
        Choice {
            value: "no".to_owned(),
            words: "No".to_owned(),
            hint: "To another team it is as if the person were not there.".to_owned(),
        },
        Choice {
            value: "yes".to_owned(),
            words: "Yes: that they are known, and to which team".to_owned(),
            hint: "Nothing more is told, and that it was told is noted.".to_owned(),
        },
    ];
    let fields = html! {
        (radios(form, "known", "Is a worker of another team told that a person is known?", "", &choices))
        (text_area(form, &TextArea { name: "reason", label: "Why it is so from now on", hint: "It stands in the journal, for example with the decision on which it rests.", rows: 3, ..TextArea::default() }))
        (submit("Save"))
    };
    let body = html! {
        h1 class="govuk-heading-l" { (TITLE) }
        (admin::parts(visit, links::PRACTICE_POLICY))
        (around(links::PRACTICE_POLICY, 0, &fields))
    };
    Ok(Page::new(visit, Section::Admin, TITLE)
        .narrow()
        .problems_of(form)
        .show(body))
}

async fn send(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    let known = match form.fields.text("known") {
        "yes" => true,
        "no" => false,
        _ => {
            form.refuse("known", "Choose yes or no");
            false
        }
    };
    let reason = form.needed("reason", "Say why");
    if !form.is_sound() {
        return page(&visit, &form);
    }
    let policy = PracticePolicy {
        known_to_other_teams: known,
    };
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.set_practice_policy(&caller, &policy, &reason))
        .await;
    match done {
        Ok(_) => Ok(on_to(links::PRACTICE_POLICY, "policy-set")),
        Err(error) => {
            take_problems(&mut form, error, &str::to_owned)?;
            page(&visit, &form)
        }
    }
}
