//! Withdrawing a record that should not be there, with a reason.

use axum::extract::Path;
use axum::response::Response;
use clew_practice::record::{RecordNumber, Stage};
use clew_service::Act;
use maud::{Markup, html};

use super::conflict::{self, Met};
use super::words;
use super::{look_at_record, on_to, packs, page_of, record_at, take_problems};
use crate::components::{TextArea, form as around, hidden, submit, text_area, warning};
use crate::layout::Page;
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

const ADDRESS: &str = "/practice/records/{record}/withdraw";

pub(super) fn routes(routes: Routes) -> Routes {
    let records = Needs::May(Act::RecordPractice);
    routes
        .get(ADDRESS, records, show)
        .post(ADDRESS, records, send)
}

async fn show(visit: Visit, Path(record): Path<String>) -> Result<Response, WebError> {
    let number = record_at(&record)?;
    let form = Form::default();
    let (page, body) = made(&visit, number, &form).await?;
    Ok(page.show(body))
}

async fn made<'visit>(
    visit: &'visit Visit,
    number: RecordNumber,
    form: &Form,
) -> Result<(Page<'visit>, Markup), WebError> {
    let looked = look_at_record(visit, number).await?;
    let now = looked.now().filter(|now| now.stage != Stage::Withdrawn);
    let now = now.ok_or_else(|| WebError::not_found("This record is withdrawn already."))?;
    let packs = packs(visit).await?;
    let title = packs.form_title(&now.form);
    let fields = html! {
        (hidden("version", &now.version.to_string()))
        (text_area(form, &TextArea { name: "reason", label: "Why it should not be there", hint: "It stands in the history.", rows: 3, ..TextArea::default() }))
        div class="clew-actions" {
            (submit("Withdraw this record"))
            a class="govuk-link" href=(links::practice_record(number)) { "Keep it" }
        }
    };
    let body = html! {
        span class="govuk-caption-l" { (title) " " (number) }
        h1 class="govuk-heading-l" { "Withdraw this record?" }
        (words::about(&looked.person, visit.today()))
        (warning(&html! {
            "It will count nowhere: in no figure, no list and no chronology. It can still be read with its history. This cannot be taken back; what is only wrong is corrected instead."
            @if now.number == now.episode { " It opened its case: without another record that counts, the case is closed." }
        }))
        (around(&links::withdraw_record(number), 0, &fields))
    };
    let page = page_of(visit, "Withdraw this record")
        .crumb(&looked.person.name, links::person(looked.person.number))
        .crumb(title, links::practice_record(number))
        .narrow()
        .problems_of(form);
    Ok((page, body))
}

async fn send(
    visit: Visit,
    Path(record): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let number = record_at(&record)?;
    let reason = form.needed("reason", "Say why it should not be there");
    if !form.is_sound() {
        let (page, body) = made(&visit, number, &form).await?;
        return Ok(page.show(body));
    }
    let seen: u32 = form.fields.text("version").parse().unwrap_or(0);
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.withdraw_record(&caller, (number, seen), &reason))
        .await;
    match done {
        Ok(_) => Ok(on_to(
            &links::practice_record(number),
            "practice-record-withdrawn",
        )),
        Err(error) if error.problems().is_empty() => {
            let met = Met::of(&*visit.memory()?, error)?;
            let (page, body) = made(&visit, number, &form).await?;
            Ok(conflict::page(page, html! { (met.said(&[])) (body) }))
        }
        Err(error) => {
            take_problems(&mut form, error, &|_| String::new())?;
            let (page, body) = made(&visit, number, &form).await?;
            Ok(page.show(body))
        }
    }
}
