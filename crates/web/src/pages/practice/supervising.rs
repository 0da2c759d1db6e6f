//! Supervision: what a worker and a senior decided about a person stands on the record.

use axum::extract::Path;
use axum::response::Response;
use clew_plan::AccountId;
use clew_practice::record::{PersonNumber, RecordNumber};
use clew_service::{Act, SupervisionRequest};
use maud::html;

use super::allowed::{may_for_person, refuse_unless};
use super::words;
use super::{look_at_person, on_to, packs, page_of, person_at, take_problems, worker_choices};
use crate::components::{Choice, TextArea, date_input, form as around, select, submit, text_area};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

const ADDRESS: &str = "/practice/people/{person}/supervision";

pub(super) fn routes(routes: Routes) -> Routes {
    let authorises = Needs::May(Act::AuthorisePractice);
    routes
        .get(ADDRESS, authorises, show)
        .post(ADDRESS, authorises, send)
}

async fn show(visit: Visit, Path(person): Path<String>) -> Result<Response, WebError> {
    let number = person_at(&person)?;
    page(&visit, number, &Form::default()).await
}

async fn page(visit: &Visit, number: PersonNumber, form: &Form) -> Result<Response, WebError> {
    let known = look_at_person(visit, number).await?;
    let (packs, memory) = (packs(visit).await?, visit.memory()?);
    let act = Act::AuthorisePractice;
    refuse_unless(may_for_person(visit, &memory, act, &known))?;
    let mut cases = vec![Choice::new("", "No case: the person as a whole")];
    for case in &known.cases {
        let title = packs.process_title(case.process.as_deref());
        let words = format!("{title} {}", case.episode);
        cases.push(Choice::new(case.episode.0.to_string(), words));
    }
    let fields = html! {
        (select(form, "worker", "Who was supervised", "", &worker_choices(&memory, "Choose")))
        (date_input(form, "on", "On", "The day of the supervision."))
        (select(form, "case", "Which case it is about", "", &cases))
        (text_area(form, &TextArea { name: "decision", label: "What was decided", hint: "What is to be done, by whom and by when.", rows: 4, ..TextArea::default() }))
        (text_area(form, &TextArea { name: "reason", label: "Why", hint: "What was weighed.", rows: 4, ..TextArea::default() }))
        (submit("Keep the decision"))
    };
    let body = html! {
        h1 class="govuk-heading-l" { "A decision of supervision" }
        (words::about(&known.person, visit.today()))
        (around(&links::supervise(number), 0, &fields))
    };
    Ok(page_of(visit, "A decision of supervision")
        .crumb(&known.person.name, links::person(number))
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
    let worker = form.needed("worker", "Choose who was supervised");
    let decision = form.needed("decision", "Say what was decided");
    let reason = form.needed("reason", "Say why");
    let on = form.day("on");
    if on.is_none() && form.problem("on").is_none() {
        form.refuse("on", "Give the day of the supervision");
    }
    let Some(on) = on.filter(|_| form.is_sound()) else {
        return page(&visit, number, &form).await;
    };
    let request = SupervisionRequest {
        person: number,
        episode: form.fields.text("case").parse().ok().map(RecordNumber),
        worker: AccountId::from(&*worker),
        on,
        decision,
        reason,
    };
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.supervise(&caller, &request))
        .await;
    match done {
        Ok(_) => Ok(on_to(&links::person(number), "supervised")),
        Err(error) => {
            take_problems(&mut form, error, &str::to_owned)?;
            page(&visit, number, &form).await
        }
    }
}
