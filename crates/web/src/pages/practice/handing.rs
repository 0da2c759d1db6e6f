//! Handing a case over: offered to another team, which accepts it or refuses it with a reason.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use clew_plan::{AccountId, UnitId};
use clew_practice::person::Person;
use clew_practice::record::RecordNumber;
use clew_service::{Act, HandOver, HandOverRequest};
use maud::html;

use super::allowed::{may_for, refuse_unless};
use super::words;
use super::{
    account_name, look_at_record, on_to, packs, page_of, record_at, take_problems, unit_choices,
    unit_name, worker_choices,
};
use crate::components::{TextArea, form as around, select, submit, summary_list, text_area};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

const OFFER: &str = "/practice/cases/{case}/hand-over";
const WITHDRAW: &str = "/practice/hand-overs/{number}/withdraw";

pub(super) fn routes(routes: Routes) -> Routes {
    let records = Needs::May(Act::RecordPractice);
    routes
        .get(OFFER, records, offer)
        .post(OFFER, records, send_offer)
        .get("/practice/hand-overs/{number}", records, show)
        .post("/practice/hand-overs/{number}/accept", records, accept)
        .post("/practice/hand-overs/{number}/refuse", records, refuse)
        .get(WITHDRAW, records, ask_to_withdraw)
        .post(WITHDRAW, records, withdraw)
}

async fn offer(visit: Visit, Path(case): Path<String>) -> Result<Response, WebError> {
    let number = record_at(&case)?;
    offer_page(&visit, number, &Form::default()).await
}

async fn offer_page(
    visit: &Visit,
    number: RecordNumber,
    form: &Form,
) -> Result<Response, WebError> {
    let looked = look_at_record(visit, number).await?;
    let (packs, memory) = (packs(visit).await?, visit.memory()?);
    let records = (Act::RecordPractice, looked.right);
    let held_by = looked.held_by.as_ref();
    refuse_unless(held_by.is_some_and(|team| may_for(visit, &memory, records, team)))?;
    let process = looked.now().and_then(|now| now.process.as_deref());
    let title = packs.process_title(process).to_owned();
    let units = unit_choices(&memory.book().units, "Choose");
    let workers = worker_choices(&memory, "Anybody of the team");
    let fields = html! {
        (select(form, "to", "The team that is to receive it", "It sees the person from now on, so that it can decide.", &units))
        (select(form, "worker", "Who is to receive it", "", &workers))
        (text_area(form, &TextArea { name: "reason", label: "What they should know", hint: "Why it is handed over, what is agreed, and what is due next.", rows: 5, ..TextArea::default() }))
        (submit("Offer the case"))
    };
    let body = html! {
        span class="govuk-caption-l" { (title) " " (number) }
        h1 class="govuk-heading-l" { "Hand the case over" }
        (words::about(&looked.person, visit.today()))
        p class="govuk-body" { "Your team holds the case until the other accepts it." }
        (around(&links::hand_over(number), 0, &fields))
    };
    Ok(page_of(visit, "Hand the case over")
        .crumb(&looked.person.name, links::person(looked.person.number))
        .narrow()
        .problems_of(form)
        .show(body))
}

async fn send_offer(
    visit: Visit,
    Path(case): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let number = record_at(&case)?;
    let to = form.needed("to", "Choose the team that is to receive it");
    let reason = form.needed("reason", "Say what they should know");
    if !form.is_sound() {
        return offer_page(&visit, number, &form).await;
    }
    let request = HandOverRequest {
        episode: number,
        to: UnitId::from(&*to),
        worker: form.fields.given("worker").map(AccountId::from),
        reason,
    };
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.offer_hand_over(&caller, &request))
        .await;
    match done {
        Ok(_) => {
            let looked = look_at_record(&visit, number).await?;
            Ok(on_to(&links::person(looked.person.number), "handed-over"))
        }
        Err(error) => {
            take_problems(&mut form, error, &str::to_owned)?;
            offer_page(&visit, number, &form).await
        }
    }
}

/// An offer that waits for a team of the visitor's, with whom it is about. That they were looked at is noted.
async fn offer_called(visit: &Visit, number: u64) -> Result<(HandOver, Person), WebError> {
    let (account, at) = (visit.account()?.clone(), visit.at);
    let found = visit
        .app
        .blocking(move |service| service.look_at_offer(&account, at, number))
        .await;
    let missing = "No such case is offered to a team of yours; it may have been answered already.";
    found.map_err(|error| match error.status() {
        StatusCode::NOT_FOUND => WebError::not_found(missing),
        _ => error,
    })
}

fn number_at(text: &str) -> Result<u64, WebError> {
    Ok(record_at(text)?.0)
}

async fn show(visit: Visit, Path(number): Path<String>) -> Result<Response, WebError> {
    let number = number_at(&number)?;
    offered_page(&visit, number, &Form::default()).await
}

async fn offered_page(visit: &Visit, number: u64, form: &Form) -> Result<Response, WebError> {
    let (offer, person) = offer_called(visit, number).await?;
    let memory = visit.memory()?;
    let meant = offer.worker.as_ref();
    let meant = meant.map_or_else(
        || "Anybody of the team".to_owned(),
        |worker| account_name(&memory, worker),
    );
    let facts = [
        ("Case", html! { (offer.episode) }),
        ("From", html! { (unit_name(&memory, offer.from.as_str())) }),
        ("To", html! { (unit_name(&memory, offer.to.as_str())) }),
        ("Meant for", html! { (meant) }),
        (
            "What you should know",
            html! { span class="clew-typed" { (offer.reason) } },
        ),
    ];
    let refusing = html! {
        (text_area(form, &TextArea { name: "reason", label: "Why you refuse it", hint: "The team that offers it reads this.", rows: 3, ..TextArea::default() }))
        (submit("Refuse the case"))
    };
    let body = html! {
        h1 class="govuk-heading-l" { "A case is offered to you" }
        (words::about(&person, visit.today()))
        (summary_list(&facts))
        (around(&links::answer_offer(number, "accept"), 0, &submit("Accept the case")))
        (around(&links::answer_offer(number, "refuse"), 0, &refusing))
    };
    Ok(page_of(visit, "A case is offered to you")
        .narrow()
        .problems_of(form)
        .show(body))
}

async fn accept(
    visit: Visit,
    Path(number): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let number = number_at(&number)?;
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.accept_hand_over(&caller, number))
        .await;
    match done {
        Ok(_) => Ok(on_to(links::PRACTICE, "case-accepted")),
        Err(error) => {
            take_problems(&mut form, error, &|_| String::new())?;
            offered_page(&visit, number, &form).await
        }
    }
}

async fn refuse(
    visit: Visit,
    Path(number): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let number = number_at(&number)?;
    let reason = form.needed("reason", "Say why you refuse it");
    if !form.is_sound() {
        return offered_page(&visit, number, &form).await;
    }
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.refuse_hand_over(&caller, number, &reason))
        .await;
    match done {
        Ok(_) => Ok(on_to(links::PRACTICE, "case-refused")),
        Err(error) => {
            take_problems(&mut form, error, &|_| String::new())?;
            offered_page(&visit, number, &form).await
        }
    }
}

/// Asks once before an offer is withdrawn. It says nothing of whom it is about.
async fn ask_to_withdraw(visit: Visit, Path(number): Path<String>) -> Result<Response, WebError> {
    let number = number_at(&number)?;
    Ok(withdrawing(&visit, number, &Form::default()))
}

fn withdrawing(visit: &Visit, number: u64, form: &Form) -> Response {
    let body = html! {
        h1 class="govuk-heading-l" { "Withdraw the offer of a case" }
        p class="govuk-body" { "Your team goes on holding the case, and the other team no longer sees the person." }
        (around(&links::answer_offer(number, "withdraw"), 0, &submit("Withdraw the offer")))
    };
    page_of(visit, "Withdraw the offer of a case")
        .narrow()
        .problems_of(form)
        .show(body)
}

async fn withdraw(
    visit: Visit,
    Path(number): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let number = number_at(&number)?;
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.withdraw_hand_over(&caller, number))
        .await;
    match done {
        Ok(_) => Ok(on_to(links::PRACTICE, "offer-withdrawn")),
        Err(error) => {
            take_problems(&mut form, error, &|_| String::new())?;
            Ok(withdrawing(&visit, number, &form))
        }
    }
}
