//! Pages that stand by themselves: the first page, help, accessibility, and what is missing.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clew_service::Act;
use maud::html;

use crate::layout::{Page, Section};
use crate::routes::{Needs, Routes};
use crate::{App, Visit, WebError, links};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/", Needs::SignedIn, home)
        .get("/help", Needs::Anyone, help)
        .get("/accessibility", Needs::Anyone, accessibility)
}

/// To what the visitor most likely comes for.
async fn home(visit: Visit) -> Redirect {
    let owes = visit.may(Act::Return) && !visit.may(Act::ChangePlan);
    Redirect::to(if owes {
        links::MY_WORK
    } else {
        links::PERFORMANCE
    })
}

/// Whether the server answers and keeps up with the journal; says nothing of what it holds.
pub(super) async fn health(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.is_behind() {
        false => (StatusCode::OK, "well\n"),
        true => (StatusCode::SERVICE_UNAVAILABLE, "behind the journal\n"),
    }
}

/// An address that leads nowhere.
pub(crate) async fn missing() -> WebError {
    WebError::not_found("There is no page at this address.")
}

async fn help(visit: Visit) -> Response {
    let body = html! {
        h1 class="govuk-heading-l" { "Help" }
        p class="govuk-body" { "Clew carries a service's plans: what was promised, what was done, what it came to, and what is being put right." }
        h2 class="govuk-heading-m" { "What the statuses mean" }
        p class="govuk-body" { "Each measure's page shows the rule that gave its status, with its numbers. In short:" }
        dl class="govuk-summary-list" {
            @for status in clew_plan::Status::ALL {
                div class="govuk-summary-list__row" {
                    dt class="govuk-summary-list__key" { (crate::components::status_mark(*status)) }
                    dd class="govuk-summary-list__value" { (meaning(*status)) }
                }
            }
        }
        h2 class="govuk-heading-m" { "If something goes wrong" }
        p class="govuk-body" { "What you type in a form is kept as you type, and stays when you are signed out. Ask whoever looks after Clew in your organisation if a page tells you that something went wrong." }
    };
    Page::new(&visit, Section::Elsewhere, "Help")
        .narrow()
        .show(body)
}

const fn meaning(status: clew_plan::Status) -> &'static str {
    use clew_plan::Status;
    match status {
        Status::Blue => "Complete.",
        Status::Green => "The target is met, or the work is on course.",
        Status::Amber => {
            "The target is missed by no more than its tolerance, or the work is a little behind."
        }
        Status::Red => {
            "The target is missed by more than its tolerance, or the work is well behind."
        }
        Status::ReportLater => "There is nothing to report yet; it comes later.",
        Status::Contextual => "It is shown for its own sake, without a target.",
    }
}

async fn accessibility(visit: Visit) -> Response {
    let body = html! {
        h1 class="govuk-heading-l" { "Accessibility" }
        p class="govuk-body" { "These pages aim at the Web Content Accessibility Guidelines 2.2, level AA. They work with the keyboard alone, without script, at four times the usual size, and in light and dark." }
        p class="govuk-body" { "Every chart has a title, a description and a table with the same numbers. A status is always a word and a shape as well as a colour." }
        p class="govuk-body" { "If a page does not work for you, tell whoever looks after Clew in your organisation which page it was and what you use to read it." }
    };
    Page::new(&visit, Section::Elsewhere, "Accessibility")
        .narrow()
        .show(body)
        .into_response()
}
