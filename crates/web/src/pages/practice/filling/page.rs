//! The page of a form that is being filled.

use axum::response::Response;
use clew_service::{FieldProblem, RecordPage};
use maud::{Markup, html};

use super::{Filling, said_at_once};
use crate::components::{
    Choice, TextArea, form as around, hidden, look_again, moment, quiet_button, text_area,
};
use crate::fields::new_act;
use crate::layout::Page;
use crate::pages::practice::conflict::{self, Met};
use crate::pages::practice::fields::{self, Offers, named};
use crate::pages::practice::{page_of, unit_choices, unit_name, words, worker_choices};
use crate::{Form, Visit, WebError, links};

pub(super) fn shown(visit: &Visit, filling: &Filling, form: &Form) -> Result<Response, WebError> {
    let body = body(visit, filling, form, &[])?;
    Ok(around_it(visit, filling, form)?.show(body))
}

/// The page with what is unlikely in what was filled, before it is completed as it is.
pub(super) fn warned(
    visit: &Visit,
    filling: &Filling,
    form: &Form,
    warned: &[FieldProblem],
) -> Result<Response, WebError> {
    let (_, pack_form) = filling.form()?;
    let listed = warned.iter();
    let listed: Vec<FieldProblem> = listed
        .map(|it| FieldProblem::new(named(pack_form, &it.field), it.problem.clone()))
        .collect();
    let body = html! {
        (look_again(&listed))
        (body(visit, filling, form, warned)?)
    };
    Ok(around_it(visit, filling, form)?.show(body))
}

/// The page when somebody else was first: what differs, and how to go on.
pub(super) fn met(
    visit: &Visit,
    filling: &Filling,
    form: &Form,
    met: &Met,
) -> Result<Response, WebError> {
    let body = html! {
        (met.said(&differing(visit, filling, form)?))
        form method="post" action=(links::record_draft(&filling.id)) novalidate {
            @for (name, value) in form.fields.iter().filter(|(name, _)| !matches!(*name, "do" | "act")) { (hidden(name, value)) }
            (quiet_button("Go on with what I typed, from how it now stands", "do", "adopt"))
        }
        (body(visit, filling, form, &[])?)
    };
    Ok(conflict::page(around_it(visit, filling, form)?, body))
}

fn around_it<'visit>(
    visit: &'visit Visit,
    filling: &Filling,
    form: &Form,
) -> Result<Page<'visit>, WebError> {
    let (_, pack_form) = filling.form()?;
    let person = &filling.person.person;
    Ok(page_of(visit, &pack_form.title)
        .crumb(&person.name, links::person(person.number))
        .narrow()
        .problems_of(form))
}

fn body(
    visit: &Visit,
    filling: &Filling,
    form: &Form,
    warned: &[FieldProblem],
) -> Result<Markup, WebError> {
    let (pack, pack_form) = filling.form()?;
    let asked = filling.read(&form.fields)?.asked;
    let memory = visit.memory()?;
    let offers = Offers {
        workers: worker_choices(&memory, "Choose"),
        units: unit_choices(&memory.book().units, "Choose"),
        files: files(filling.corrected.as_ref()),
    };
    let correcting = filling.of.corrects.is_some();
    let names: Vec<String> = asked.iter().map(|code| fields::name_of(code)).collect();
    let typed_at = links::record_draft_typed(&filling.id);
    Ok(html! {
        span class="govuk-caption-l" { (unit_name(&memory, filling.of.team.as_str())) @if correcting { ", a correction" } }
        h1 class="govuk-heading-l" { (pack_form.title) }
        (words::about(&filling.person.person, visit.today()))
        @if let Some(help) = &pack_form.help { p class="govuk-body" { (help) } }
        @if let Some(saved) = filling.saved { p class="govuk-body clew-quiet" { "Last saved on " (moment(saved)) "." } }
        form method="post" action=(links::record_draft(&filling.id)) novalidate data-keep-typed=(typed_at) data-asks {
            input type="hidden" name="act" value=(new_act());
            (said_of(filling))
            input type="hidden" name="shown" value=(names.join(","));
            @if !warned.is_empty() { (hidden("warned", &said_at_once(warned))) }
            (fields::shown(form, (pack, pack_form), &asked, &offers))
            @if correcting {
                (text_area(form, &TextArea { name: "why", label: "Why it is corrected", hint: "The earlier version stays, with this reason.", rows: 3, ..TextArea::default() }))
            }
            p class="govuk-body clew-quiet" data-kept role="status" {}
            (quiet_button("Save draft", "do", "save"))
            " "
            (complete_button(correcting, !warned.is_empty()))
        }
        (around(&links::record_draft(&filling.id), 0, &html! {
            (said_of(filling))
            (quiet_button("Throw this draft away", "do", "throw-away"))
        }))
    })
}

fn complete_button(correcting: bool, warned: bool) -> Markup {
    let words = match (correcting, warned) {
        (true, false) => "Correct the record",
        (false, false) => "Complete the record",
        (true, true) => "It is right: correct the record",
        (false, true) => "It is right: complete the record",
    };
    crate::components::button(words, "do", "complete")
}

fn files(record: Option<&RecordPage>) -> Vec<Choice> {
    let none = Choice::new("", "None");
    let files = record.into_iter().flat_map(|record| &record.files);
    let files = files.map(|file| Choice::new(file.digest.to_string(), &file.name));
    std::iter::once(none).chain(files).collect()
}

/// What it is of, so that a form that comes twice is known for what it is.
fn said_of(filling: &Filling) -> Markup {
    let of = &filling.of;
    let episode = of.episode.map(|number| number.0.to_string());
    let record = of.corrects.map(|(number, _)| number.0.to_string());
    let seen = of.corrects.map(|(_, seen)| seen.to_string());
    html! {
        (hidden("of-form", &of.form))
        (hidden("of-process", of.process.as_deref().unwrap_or_default()))
        (hidden("of-case", &episode.unwrap_or_default()))
        (hidden("of-person", &of.person.0.to_string()))
        (hidden("of-team", of.team.as_str()))
        (hidden("of-record", &record.unwrap_or_default()))
        (hidden("of-seen", &seen.unwrap_or_default()))
    }
}

/// The fields in which the record as it now is differs from what was typed.
fn differing(
    visit: &Visit,
    filling: &Filling,
    form: &Form,
) -> Result<Vec<(String, String, String)>, WebError> {
    let (pack, pack_form) = filling.form()?;
    let memory = visit.memory()?;
    let yours = filling.read(&form.fields)?.values;
    let now = filling.corrected.as_ref().and_then(RecordPage::now);
    let Some(now) = now else {
        return Ok(Vec::new());
    };
    let mut differ = Vec::new();
    for field in &pack_form.fields {
        let (theirs, mine) = (now.values.get(&field.code), yours.get(&field.code));
        if theirs != mine {
            let words = |value| words::value((pack, &pack_form.code), field, value, &memory);
            differ.push((field.title.clone(), words(theirs), words(mine)));
        }
    }
    Ok(differ)
}
