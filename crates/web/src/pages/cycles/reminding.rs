//! Reminders: who is written to, what they read, and into the outbox with it.

mod unreached;

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use clew_plan::{AccountId, PlanId};
use clew_report::words;
use clew_service::{Reminder, ReminderPages, Reminding, ReturnOwed, ServiceError, Unreached};
use maud::{Markup, html};

use super::cycle_of;
use crate::components::{empty, form as around, inset, submit};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// The choice and the preview.
pub(super) async fn show(
    visit: Visit,
    Path((plan, cycle)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let plan = PlanId::from(plan.as_str());
    page(&visit, &plan, &cycle, &Form::default()).await
}

async fn page(visit: &Visit, plan: &PlanId, id: &str, form: &Form) -> Result<Response, WebError> {
    let (letters, unreached) = letters(visit, plan, id).await?;
    let overview = visit.overview().await?;
    let cycle = cycle_of(&overview, plan, id)?;
    let seen = overview.memory().state().head.sequence;
    let fields = html! {
        fieldset class="govuk-fieldset" id="to" {
            legend class="govuk-fieldset__legend govuk-fieldset__legend--m" { "Whom to write to" }
            @if let Some(problem) = form.problem("to") { p class="govuk-error-message" { span class="govuk-visually-hidden" { "Error: " } (problem) } }
            @for (place, letter) in letters.iter().enumerate() { (one(letter, place)) }
        }
        @if letters.iter().any(|letter| letter.address.is_some()) { (submit("Put them into the outbox")) }
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Remind owners: cycle " (words::period(cycle.period)) }
        @if letters.is_empty() {
            (empty(&html! { p class="govuk-body" {
                @if unreached.is_empty() { strong { "Nobody needs a reminder." } " Every return has come in." }
                @else { strong { "There is nobody to write to." } }
            } }))
        } @else {
            (inset(&html! { p class="govuk-body" { "Nothing is sent from this page. The letters go into the outbox, from which they are sent if the server has a mail server; an administrator sees there what became of each." } }))
            (around(&links::of_cycle(plan, id, "remind"), seen, &fields))
        }
        (unreached::of_nobody(visit, &overview, &unreached))
    };
    Ok(Page::new(
        visit,
        Section::Reports,
        format!("Remind owners: cycle {id}"),
    )
    .crumb("Cycles", links::CYCLES)
    .crumb(format!("Cycle {id}"), links::cycle(plan, id))
    .narrow()
    .problems_of(form)
    .show(body))
}

fn one(letter: &Reminder, place: usize) -> Markup {
    let id = format!("to-{place}");
    html! {
        div class="govuk-form-group" {
            div class="govuk-checkboxes govuk-checkboxes--small" {
                div class="govuk-checkboxes__item" {
                    @match &letter.address {
                        Some(address) => {
                            input class="govuk-checkboxes__input" type="checkbox" id=(id) name="to" value=(letter.to) checked[!letter.escalates];
                            label class="govuk-label govuk-checkboxes__label" for=(id) {
                                (letter.name) ", " (address)
                                @if letter.escalates { " – about owners who have never answered" }
                            }
                        }
                        None => { p class="govuk-body" { (letter.name) ": " span class="clew-late" { "no e-mail address is known" } } }
                    }
                }
            }
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "What " (letter.name) " would read" } }
                div class="clew-letter" { strong { (letter.subject) } "\n\n" (letter.body) }
            }
        }
    }
}

/// Queues the letters to those who were chosen.
pub(super) async fn send(
    visit: Visit,
    Path((plan, cycle)): Path<(String, String)>,
    mut form: Form,
) -> Result<Response, WebError> {
    let plan = PlanId::from(plan.as_str());
    let chosen: BTreeSet<AccountId> = form.fields.all("to").map(AccountId::from).collect();
    let overview = visit.overview().await?;
    cycle_of(&overview, &plan, &cycle)?;
    let (caller, pages) = (visit.caller(&form.act())?, Pages::of(&visit));
    let (of_plan, id) = (plan.clone(), cycle.clone());
    let queued = visit
        .app
        .blocking(move |service| {
            let about = Reminding {
                overview: &overview,
                plan: &of_plan,
                cycle: &id,
                pages: &pages,
            };
            service.remind(&caller, &about, &chosen)
        })
        .await;
    match queued {
        Ok(_) => {
            let board = links::cycle(&plan, &cycle);
            Ok(Redirect::to(&links::with_query(&board, "done=reminded")).into_response())
        }
        Err(error) if error.problems().is_empty() => Err(error),
        Err(error) => {
            form.problems.extend_from_slice(error.problems());
            page(&visit, &plan, &cycle, &form).await
        }
    }
}

/// Where reminders lead.
struct Pages {
    base: String,
}

impl Pages {
    fn of(visit: &Visit) -> Self {
        let base = visit.app.settings().base_address.trim_end_matches('/');
        Self {
            base: base.to_owned(),
        }
    }
}

impl ReminderPages for Pages {
    fn my_work(&self) -> String {
        format!("{}{}", self.base, links::MY_WORK)
    }

    fn board(&self, plan: &PlanId, cycle: &str) -> String {
        format!("{}{}", self.base, links::cycle(plan, cycle))
    }

    fn return_of(&self, owed: &ReturnOwed) -> String {
        let unit = owed.key.unit.as_ref();
        let address = links::return_figure(&owed.key.measure, owed.period, unit);
        format!("{}{address}", self.base)
    }
}

/// What would be written, and what nobody can be written to about.
async fn letters(
    visit: &Visit,
    plan: &PlanId,
    id: &str,
) -> Result<(Vec<Reminder>, Vec<Unreached>), WebError> {
    let overview = visit.overview().await?;
    cycle_of(&overview, plan, id)?;
    let (caller, pages) = (visit.caller("")?, Pages::of(visit));
    let (plan, id) = (plan.clone(), id.to_owned());
    visit
        .app
        .blocking(move |service| {
            let about = Reminding {
                overview: &overview,
                plan: &plan,
                cycle: &id,
                pages: &pages,
            };
            Ok::<_, ServiceError>((
                service.reminders(&caller, &about)?,
                service.unreached(&caller, &about)?,
            ))
        })
        .await
}
