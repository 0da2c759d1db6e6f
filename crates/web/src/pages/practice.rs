//! Practice: people and what is recorded of them. What an account may not open it is told of as if it were not
//! there; every look is noted by the service before anything is shown.

mod allowed;
mod beginning;
mod chronology;
mod conflict;
mod copying;
mod erasing;
mod fields;
mod files;
mod filling;
mod finding;
mod glass;
mod handing;
mod home;
mod lists;
mod merging;
mod person;
mod person_fields;
mod person_form;
mod policy;
mod record;
mod restricting;
mod reviewing;
mod supervising;
mod told;
mod withdrawing;
mod words;

use std::sync::Arc;

use axum::response::{IntoResponse, Redirect, Response};
use clew_journal::Subject;
use clew_plan::Unit;
use clew_practice::pack::{Form as PackForm, Pack, Process, Step};
use clew_practice::record::{PersonNumber, Record, RecordNumber};
use clew_service::{Act, Done, Memory, PersonPage, RecordPage, account_name, authorise, unit_name};
use maud::{Markup, html};

use crate::components::{Choice, Heading, stacked_table};
use crate::layout::{Page, Section};
use crate::routes::Routes;
use crate::{Form, Visit, WebError, links};

pub(super) fn routes(routes: Routes) -> Routes {
    let parts: &[fn(Routes) -> Routes] = &[
        home::routes,
        lists::routes,
        finding::routes,
        person_form::routes,
        person::routes,
        glass::routes,
        beginning::routes,
        filling::routes,
        record::routes,
        reviewing::routes,
        files::routes,
        chronology::routes,
        handing::routes,
        supervising::routes,
        merging::routes,
        restricting::routes,
        withdrawing::routes,
        copying::routes,
        erasing::routes,
        policy::routes,
    ];
    parts.iter().fold(routes, |routes, part| part(routes))
}

/// The packs in force.
#[derive(Debug)]
struct Packs(Vec<Arc<Pack>>);

impl Packs {
    /// A form with the pack that has it.
    fn form(&self, code: &str) -> Option<(&Pack, &PackForm)> {
        let mut packs = self.0.iter();
        packs.find_map(|pack| Some((&**pack, pack.forms.get(code)?)))
    }

    /// What people read for a form.
    fn form_title<'a>(&'a self, code: &'a str) -> &'a str {
        self.form(code).map_or(code, |(_, form)| &form.title)
    }

    fn process(&self, code: &str) -> Option<&Process> {
        self.0.iter().find_map(|pack| pack.processes.get(code))
    }

    /// The step that a record took in its process.
    fn step(&self, record: &Record) -> Option<&Step> {
        let process = self.process(record.process.as_deref()?)?;
        process.steps.iter().find(|step| step.form == record.form)
    }

    /// What people read for the process of a case.
    fn process_title<'a>(&'a self, code: Option<&'a str>) -> &'a str {
        let Some(code) = code else {
            return "A record by itself";
        };
        self.process(code).map_or(code, |process| &process.title)
    }

    /// The choices of a shared list, as a form offers them; none where no pack has it.
    fn list(&self, code: &str) -> Option<Vec<Choice>> {
        let mut packs = self.0.iter();
        let list = packs.find_map(|pack| pack.choice_lists.get(code))?;
        let offered = list.choices.iter().filter(|choice| !choice.retired);
        Some(
            offered
                .map(|choice| Choice::new(&choice.code, &choice.title))
                .collect(),
        )
    }
}

async fn packs(visit: &Visit) -> Result<Packs, WebError> {
    visit
        .app
        .blocking(|service| service.packs())
        .await
        .map(Packs)
}

/// A person as far as the visitor may open them. That they were looked at is noted.
async fn look_at_person(visit: &Visit, number: PersonNumber) -> Result<PersonPage, WebError> {
    let (account, at) = (visit.account()?.clone(), visit.at);
    visit
        .app
        .blocking(move |service| service.look_at_person(&account, at, number))
        .await
}

/// A record with its versions, as far as the visitor may open it. That it was looked at is noted.
async fn look_at_record(visit: &Visit, number: RecordNumber) -> Result<RecordPage, WebError> {
    let (account, at) = (visit.account()?.clone(), visit.at);
    visit
        .app
        .blocking(move |service| service.look_at_record(&account, at, number))
        .await
}

/// A person's number as it stands in an address or was typed: `12` or `P12`.
fn person_number(text: &str) -> Option<PersonNumber> {
    let text = text.trim();
    let bare = text.strip_prefix(['P', 'p']).unwrap_or(text);
    bare.parse().ok().map(PersonNumber)
}

fn person_at(text: &str) -> Result<PersonNumber, WebError> {
    let missing = || WebError::not_found("There is no such person, or none whom you may open.");
    person_number(text).ok_or_else(missing)
}

fn record_at(text: &str) -> Result<RecordNumber, WebError> {
    let missing = || WebError::not_found("There is no such record, or none that you may open.");
    text.parse().map(RecordNumber).map_err(|_| missing())
}

/// The number of what an action made or changed.
fn number_of(done: &Done) -> Result<u64, WebError> {
    let subject = done.rows.first().map(|row| row.subject.parse::<Subject>());
    let number = subject.and_then(|subject| subject.ok()?.practice_number());
    let number = number.map(|(_, number)| number);
    number.ok_or_else(|| WebError::internal("an action of practice left no entry"))
}

/// The parts of the organisation in which the visitor may do this, in the order of the Book.
fn teams(visit: &Visit, memory: &Memory, act: Act) -> Result<Vec<Unit>, WebError> {
    let account = visit.account()?;
    let may = |unit: &&Unit| authorise(memory.state(), account, act, Some(&unit.id)).is_ok();
    Ok(memory.book().units.iter().filter(may).cloned().collect())
}

fn unit_choices(units: &[Unit], first: &str) -> Vec<Choice> {
    let all = units
        .iter()
        .map(|unit| Choice::new(unit.id.as_str(), &unit.name));
    let first = (!first.is_empty()).then(|| Choice::new("", first));
    first.into_iter().chain(all).collect()
}

/// The accounts that may record, as a form offers them.
fn worker_choices(memory: &Memory, first: &str) -> Vec<Choice> {
    let records = Act::RecordPractice.roles();
    let all = memory.state().accounts().filter(|(_, account)| {
        let mut grants = account.grants.iter();
        !account.closed && grants.any(|grant| records.contains(&grant.role))
    });
    let all = all.map(|(id, account)| Choice::new(id.as_str(), &account.name));
    let first = (!first.is_empty()).then(|| Choice::new("", first));
    first.into_iter().chain(all).collect()
}

/// A table under a heading that says what its caption does, which is therefore only heard.
fn titled_table(title: &str, headings: &[Heading<'_>], rows: &Markup) -> Markup {
    html! {
        div class="clew-titled" {
            h2 class="govuk-heading-m" { (title) }
            (stacked_table(title, headings, rows))
        }
    }
}

/// What stands under a heading where there is nothing to list.
fn nothing(title: &str, words: &str) -> Markup {
    html! {
        h2 class="govuk-heading-m" { (title) }
        p class="govuk-body clew-quiet" { (words) }
    }
}

/// A page of practice.
fn page_of<'visit>(visit: &'visit Visit, title: &str) -> Page<'visit> {
    let page = Page::new(visit, Section::Practice, title);
    page.crumb("Practice", links::PRACTICE)
}

/// On to a page, with what was done.
fn on_to(address: &str, done: &str) -> Response {
    let query = links::query(&[("done", done)]);
    Redirect::to(&links::with_query(address, &query)).into_response()
}

/// Puts what the service does not take to the fields that it is of; `named` gives the field of the page, empty for
/// what is no field of it.
///
/// # Errors
/// What is wrong with no field.
fn take_problems(
    form: &mut Form,
    error: WebError,
    named: &dyn Fn(&str) -> String,
) -> Result<(), WebError> {
    if error.problems().is_empty() {
        return Err(error);
    }
    for problem in error.problems() {
        let field = named(&problem.field);
        form.refuse(&field, words::sentence(&problem.problem));
    }
    Ok(())
}
