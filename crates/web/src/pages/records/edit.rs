//! The editor of a record: its form, saving it, and the conflict with whoever was faster.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use clew_exchange::columns::{Table, columns};
use clew_journal::{Moment, Subject};
use clew_plan::{Kind, Record};
use clew_service::{KnownAt, Memory, ServiceError};
use maud::{Markup, html};

use super::conflict::{Met, Side, name_of as changed_by, undecided};
use super::fields::{Asking, label};
use super::{called, kind_title, name_of, one, title_of, typed};
use crate::components::{Input, hidden, submit, text_input};
use crate::fields::new_act;
use crate::layout::{Page, Section};
use crate::pages::drafts::{begun, forget, told, typed_at};
use crate::{Form, Visit, WebError, links};

/// The form with what the record is now.
pub(super) async fn show(visit: Visit, Path(written): Path<String>) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let (subject, _, record) = called(&memory, &written)?;
    let asked = crate::Fields::read(&visit.query)?;
    let mut form = Form::showing(&[("back", asked.text("back").to_owned())]);
    typed::fill(&mut form, &record);
    let (form, at) = begun(&visit, &place_of(&subject), form).await?;
    Ok(page(&visit, &memory, (&subject, &record), (&form, at)))
}

/// Saves the record.
pub(super) async fn send(
    visit: Visit,
    Path(written): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let (subject, kind, current) = called(&memory, &written)?;
    let open = undecided(&mut form);
    let base_seen = form.fields.text("base_seen").parse().ok();
    let read = {
        let mut reading = Form {
            fields: form.fields.clone(),
            problems: Vec::new(),
        };
        let read = typed::read(&mut reading, kind, memory.book());
        form.problems.extend(reading.problems);
        read
    };
    let Some(record) = read else {
        return Ok(page(&visit, &memory, (&subject, &current), (&form, None)));
    };
    let seen = form.made_after(memory.state().head.sequence);
    if let (true, Some(base_seen)) = (open, base_seen) {
        return met(&visit, &subject, (&form, &record, base_seen), None).await;
    }
    match save(&visit, &subject, &record, &form, seen).await {
        Ok(()) => {
            forget(&visit, &place_of(&subject)).await?;
            Ok(Redirect::to(&after(&form, &subject, "record-saved")).into_response())
        }
        Err(WebError::Service(ServiceError::Conflict(conflict))) => {
            let by = changed_by(&*visit.memory()?, conflict.by.as_ref());
            met(&visit, &subject, (&form, &record, seen), by).await
        }
        Err(error) => {
            refused(&mut form, error)?;
            Ok(page(&visit, &memory, (&subject, &current), (&form, None)))
        }
    }
}

async fn save(
    visit: &Visit,
    subject: &Subject,
    record: &Record,
    form: &Form,
    seen: u64,
) -> Result<(), WebError> {
    let caller = visit.caller(&form.act())?;
    let (subject, record, why) = (subject.clone(), record.clone(), form.optional("why"));
    let work = move |service: &clew_service::Service| {
        service.amend_record(&caller, &subject, (&record, seen), why.as_deref())
    };
    visit.app.blocking(work).await.map(|_| ())
}

/// Puts what the service refuses at its field; what is no matter of a field stays an error.
pub(super) fn refused(form: &mut Form, error: WebError) -> Result<(), WebError> {
    let wants_reason = matches!(&error, WebError::Service(error) if error.wants_reason());
    match error {
        WebError::Service(ServiceError::Invalid { problems, .. }) if wants_reason => {
            for problem in problems {
                form.refuse("why", format!("Say why: {}", problem.problem));
            }
            Ok(())
        }
        WebError::Service(ServiceError::Invalid { problems, .. }) => {
            form.problems.extend(problems);
            Ok(())
        }
        other => Err(other),
    }
}

/// Where to go when it is done: back to where the editor was opened from, else to the history.
pub(super) fn after(form: &Form, subject: &Subject, done: &str) -> String {
    let history = links::history(subject);
    let to = form
        .fields
        .given("back")
        .map_or(history.as_str(), links::local);
    let sign = if to.contains('?') { '&' } else { '?' };
    format!("{to}{sign}done={done}")
}

/// The page on which the two changes meet.
async fn met(
    visit: &Visit,
    subject: &Subject,
    (form, yours, seen): (&Form, &Record, u64),
    by: Option<String>,
) -> Result<Response, WebError> {
    let about = subject.clone();
    let base = visit
        .read(move |reader| {
            let known = reader.known_at(KnownAt::Entry(seen))?;
            Ok::<_, ServiceError>(known.state().record(&about))
        })
        .await?;
    let memory = visit.memory()?;
    let (_, kind, theirs) = called(&memory, &subject.to_string())?;
    let sides = sides(kind, base.as_ref(), &theirs, yours);
    let met = Met {
        form,
        sides,
        action: links::edit(subject),
        base_seen: seen,
        seen: memory.state().head.sequence,
        by,
    };
    Ok(met.show(framed(visit, subject, &theirs).problems_of(form)))
}

fn sides(kind: Kind, base: Option<&Record>, theirs: &Record, yours: &Record) -> Vec<Side> {
    let all = columns(Table::Records(kind)).iter();
    let base = base.map(typed::texts).unwrap_or_default();
    let of = |texts: &[(&'static str, String)], place: usize| {
        texts
            .get(place)
            .map_or_else(String::new, |(_, text)| text.clone())
    };
    let (theirs, yours) = (typed::texts(theirs), typed::texts(yours));
    all.enumerate()
        .map(|(place, column)| Side {
            name: column.name.to_owned(),
            label: label(column).replace(" (optional)", ""),
            base: of(&base, place),
            theirs: of(&theirs, place),
            yours: of(&yours, place),
        })
        .collect()
}

fn framed<'visit>(visit: &'visit Visit, subject: &Subject, record: &Record) -> Page<'visit> {
    let kind = record.kind();
    Page::new(
        visit,
        Section::Plans,
        format!("Change {}: {}", one(kind), title_of(record)),
    )
    .crumb(kind_title(kind), links::records(kind))
    .crumb(name_of(record), links::history(subject))
    .narrow()
}

fn page(
    visit: &Visit,
    memory: &Memory,
    (subject, record): (&Subject, &Record),
    (form, at): (&Form, Option<Moment>),
) -> Response {
    let asking = Asking::new(form, memory.book(), record.kind(), true);
    let content = html! {
        (hidden("back", form.fields.text("back")))
        (asking.fields())
        (why(form))
        div class="clew-actions" {
            (submit("Save"))
            a class="govuk-link" href=(links::history(subject)) { "History" }
            a class="govuk-link" href=(links::withdraw(subject)) { "Withdraw it" }
        }
    };
    let seen = form.made_after(memory.state().head.sequence);
    let body = html! {
        h1 class="govuk-heading-l" {
            span class="govuk-caption-l" { "Change " (one(record.kind())) }
            (title_of(record))
        }
        (told(at, &links::edit(subject)))
        (kept_form(&links::edit(subject), seen, &place_of(subject), &content))
    };
    framed(visit, subject, record).problems_of(form).show(body)
}

/// Where what is typed into the editor of a record is kept.
fn place_of(subject: &Subject) -> String {
    format!("edit {subject}")
}

/// Why it changes: read in a year by whoever asks, and asked for where something is settled.
pub(super) fn why(form: &Form) -> Markup {
    text_input(
        form,
        &Input {
            name: "why",
            label: "Why it changes (optional)",
            hint: "It stands in the history. What is locked or signed off changes only with a reason.",
            ..Input::default()
        },
    )
}

/// A form whose fields are kept as they are typed.
pub(super) fn kept_form(action: &str, seen: u64, place: &str, content: &Markup) -> Markup {
    html! {
        form method="post" action=(action) novalidate data-keep-typed=(typed_at(place)) {
            (hidden("act", &new_act()))
            (hidden("seen", &seen.to_string()))
            (content)
            p class="clew-kept" data-kept aria-live="polite" {}
        }
    }
}
