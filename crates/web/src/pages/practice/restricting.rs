//! Restricting a person or a record to those who are named, and lifting it: each with a reason, and after a look at who
//! may open it then.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::response::Response;
use clew_plan::{AccountId, UnitId};
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, RecordNumber};
use clew_service::{Act, Memory, RestrictRequest, Restricted, authorise};
use maud::{Markup, html};

use super::words;
use super::{
    account_name, look_at_person, look_at_record, on_to, packs, page_of, person_at, record_at,
    take_problems, unit_choices, unit_name,
};
use crate::components::{
    Choice, Input, TextArea, button, checkboxes, form as around, hidden, quiet_button, select,
    submit, text_area, text_input, warning,
};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

const PERSON: &str = "/practice/people/{person}/restrict";
const LIFT_PERSON: &str = "/practice/people/{person}/lift-restriction";
const RECORD: &str = "/practice/records/{record}/restrict";
const LIFT_RECORD: &str = "/practice/records/{record}/lift-restriction";

pub(super) fn routes(routes: Routes) -> Routes {
    let authorises = Needs::May(Act::AuthorisePractice);
    routes
        .get(PERSON, authorises, |visit, Path(person): Path<String>| async move {
            show(visit, of_person(&person)?).await
        })
        .post(PERSON, authorises, |visit, Path(person): Path<String>, form| async move {
            send(visit, of_person(&person)?, form).await
        })
        .get(LIFT_PERSON, authorises, |visit, Path(person): Path<String>| async move {
            show_lift(visit, of_person(&person)?).await
        })
        .post(LIFT_PERSON, authorises, |visit, Path(person): Path<String>, form| async move {
            send_lift(visit, of_person(&person)?, form).await
        })
        .get(RECORD, authorises, |visit, Path(record): Path<String>| async move {
            show(visit, of_record(&record)?).await
        })
        .post(RECORD, authorises, |visit, Path(record): Path<String>, form| async move {
            send(visit, of_record(&record)?, form).await
        })
        .get(LIFT_RECORD, authorises, |visit, Path(record): Path<String>| async move {
            show_lift(visit, of_record(&record)?).await
        })
        .post(LIFT_RECORD, authorises, |visit, Path(record): Path<String>, form| async move {
            send_lift(visit, of_record(&record)?, form).await
        })
}

fn of_person(text: &str) -> Result<Restricted, WebError> {
    person_at(text).map(Restricted::Person)
}

fn of_record(text: &str) -> Result<Restricted, WebError> {
    record_at(text).map(Restricted::Record)
}

/// The ways on from a person, for those who may restrict them.
pub(super) fn person_ways(number: PersonNumber, is_restricted: bool) -> Markup {
    ways(
        &links::restrict_person(number),
        &links::lift_from_person(number),
        ("this person", is_restricted),
    )
}

/// The ways on from a record, for those who may restrict it.
pub(super) fn record_ways(number: RecordNumber, is_restricted: bool) -> Markup {
    ways(
        &links::restrict_record(number),
        &links::lift_from_record(number),
        ("this record", is_restricted),
    )
}

fn ways(restrict: &str, lift: &str, (what, is_restricted): (&str, bool)) -> Markup {
    html! {
        @if is_restricted { li { a class="govuk-link" href=(lift) { "Lift the restriction of " (what) } } }
        @else { li { a class="govuk-link" href=(restrict) { "Restrict " (what) } } }
    }
}

/// What is restricted, as a page shows it.
struct Thing {
    person: Person,
    /// What it is, as the end of a sentence.
    what: String,
    /// Its own page.
    address: String,
    restrict: String,
    lift: String,
    /// The teams that can open it otherwise.
    teams: Vec<UnitId>,
}

impl Thing {
    async fn of(visit: &Visit, of: Restricted) -> Result<Self, WebError> {
        match of {
            Restricted::Person(number) => {
                let page = look_at_person(visit, number).await?;
                Ok(Self {
                    what: format!("everything about {number}"),
                    person: page.person,
                    address: links::person(number),
                    restrict: links::restrict_person(number),
                    lift: links::lift_from_person(number),
                    teams: page.teams,
                })
            }
            Restricted::Record(number) => {
                let looked = look_at_record(visit, number).await?;
                let packs = packs(visit).await?;
                let form = looked.now().map(|now| packs.form_title(&now.form));
                let what = format!("{} {number}", form.unwrap_or("Record"));
                let page = look_at_person(visit, looked.person.number).await?;
                Ok(Self {
                    what,
                    person: looked.person,
                    address: links::practice_record(number),
                    restrict: links::restrict_record(number),
                    lift: links::lift_from_record(number),
                    teams: page.teams,
                })
            }
        }
    }

    fn page(&self, visit: &Visit, title: &str, form: &Form, body: Markup) -> Response {
        page_of(visit, title)
            .crumb(&self.person.name, links::person(self.person.number))
            .narrow()
            .problems_of(form)
            .show(html! {
                span class="govuk-caption-l" { (self.what) }
                h1 class="govuk-heading-l" { (title) }
                (words::about(&self.person, visit.today()))
                (body)
            })
    }

    /// Accounts of the teams, besides the visitor's own.
    fn accounts(&self, visit: &Visit, memory: &Memory) -> Vec<Choice> {
        let own = visit.session.as_ref().map(|session| &session.account);
        let act = Act::LookAtPractice;
        let looks = |id: &AccountId| {
            let mut teams = self.teams.iter();
            teams.any(|team| authorise(memory.state(), id, act, Some(team)).is_ok())
        };
        let all = memory.state().accounts();
        let others = all.filter(|(id, _)| Some(*id) != own && looks(id));
        others
            .map(|(id, account)| Choice::new(id.as_str(), &account.name))
            .collect()
    }
}

async fn show(visit: Visit, of: Restricted) -> Result<Response, WebError> {
    let thing = Thing::of(&visit, of).await?;
    asked(&visit, &thing, &Form::default())
}

/// The form: who may open it from now on, and why.
fn asked(visit: &Visit, thing: &Thing, form: &Form) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let teams: Vec<Choice> = thing
        .teams
        .iter()
        .map(|team| Choice::new(team.as_str(), unit_name(&memory, team.as_str())))
        .collect();
    let accounts = thing.accounts(visit, &memory);
    let others = unit_choices(&memory.book().units, "No other team");
    let fields = html! {
        @if !accounts.is_empty() { (checkboxes(form, "account", "Who may open it, besides you", "", &accounts)) }
        (text_input(form, &Input { name: "others", label: "Others, by their accounts", hint: "With commas between, for example social-worker, team-manager.", ..Input::default() }))
        (checkboxes(form, "team", "Teams that may open it", "Choose none where only those who are named may.", &teams))
        (select(form, "another-team", "Another team that may open it", "", &others))
        (text_area(form, &TextArea { name: "reason", label: "Why it is restricted", hint: "Those who may open it read this.", rows: 3, ..TextArea::default() }))
        (button("Look who may open it then", "do", "look"))
    };
    let body = html! {
        p class="govuk-body" { "Only those whom you name, and you, will be able to open it. The person's own teams are shut out unless you name them." }
        (around(&thing.restrict, 0, &fields))
    };
    Ok(thing.page(visit, "Restrict who may open this", form, body))
}

/// The accounts and teams that a form names.
fn named(form: &mut Form, memory: &Memory) -> (Vec<AccountId>, Vec<UnitId>) {
    let typed = form.fields.text("others").to_owned();
    let typed: Vec<&str> = typed
        .split([',', '\n', ' '])
        .filter(|one| !one.is_empty())
        .collect();
    for id in &typed {
        if memory.state().account(&AccountId::from(*id)).is_none() {
            form.refuse("others", format!("There is no account “{id}”"));
        }
    }
    let accounts: BTreeSet<&str> = form.fields.all("account").chain(typed).collect();
    let teams = form
        .fields
        .all("team")
        .chain(form.fields.given("another-team"));
    let teams: BTreeSet<&str> = teams.collect();
    (
        accounts.into_iter().map(AccountId::from).collect(),
        teams.into_iter().map(UnitId::from).collect(),
    )
}

async fn send(visit: Visit, of: Restricted, mut form: Form) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let (accounts, teams) = named(&mut form, &memory);
    let reason = form.needed("reason", "Say why it is restricted");
    let step = form.fields.text("do").to_owned();
    if !form.is_sound() || step == "change" {
        return asked(&visit, &Thing::of(&visit, of).await?, &form);
    }
    let request = RestrictRequest {
        of,
        accounts,
        teams,
        reason,
    };
    if step != "restrict" {
        let thing = Thing::of(&visit, of).await?;
        return Ok(to_confirm(&visit, &thing, &request, &memory));
    }
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.restrict(&caller, &request))
        .await;
    match done {
        Ok(_) => Ok(on_to(&address(of), "restricted")),
        Err(error) => {
            take_problems(&mut form, error, &|_| String::new())?;
            asked(&visit, &Thing::of(&visit, of).await?, &form)
        }
    }
}

fn address(of: Restricted) -> String {
    match of {
        Restricted::Person(number) => links::person(number),
        Restricted::Record(number) => links::practice_record(number),
    }
}

/// Who may open it then, to be confirmed.
fn to_confirm(
    visit: &Visit,
    thing: &Thing,
    request: &RestrictRequest,
    memory: &Memory,
) -> Response {
    let fields = html! {
        @for account in &request.accounts { (hidden("account", account.as_str())) }
        @for team in &request.teams { (hidden("team", team.as_str())) }
        (hidden("reason", &request.reason))
        div class="clew-actions" {
            (button("Restrict it", "do", "restrict"))
            (quiet_button("Change it", "do", "change"))
            a class="govuk-link" href=(thing.address) { "Leave it as it is" }
        }
    };
    let body = html! {
        p class="govuk-body" { "From now on these may open it, and nobody else:" }
        ul class="govuk-list govuk-list--bullet" {
            li { "You" }
            @for account in &request.accounts { li { (account_name(memory, account)) } }
            @for team in &request.teams { li { "Whoever may look at practice in " (unit_name(memory, team.as_str())) } }
        }
        p class="govuk-body" { "Why: " span class="clew-typed" { (request.reason) } }
        (warning(&html! { "Somebody who is not named has to break the glass to see it, with a reason that is kept." }))
        (around(&thing.restrict, 0, &fields))
    };
    thing.page(visit, "Restrict it to these?", &Form::default(), body)
}

async fn show_lift(visit: Visit, of: Restricted) -> Result<Response, WebError> {
    let thing = Thing::of(&visit, of).await?;
    lift_page(&visit, &thing, &Form::default())
}

fn lift_page(visit: &Visit, thing: &Thing, form: &Form) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let teams = thing.teams.iter();
    let teams: Vec<String> = teams
        .map(|team| unit_name(&memory, team.as_str()))
        .collect();
    let fields = html! {
        (text_area(form, &TextArea { name: "reason", label: "Why it is no longer restricted", hint: "It stands in the history.", rows: 3, ..TextArea::default() }))
        div class="clew-actions" {
            (submit("Lift the restriction"))
            a class="govuk-link" href=(thing.address) { "Leave it restricted" }
        }
    };
    let body = html! {
        (warning(&html! { "Everybody of the teams that work with the person will be able to open it again: " (teams.join(", ")) "." }))
        (around(&thing.lift, 0, &fields))
    };
    Ok(thing.page(visit, "Lift the restriction?", form, body))
}

async fn send_lift(visit: Visit, of: Restricted, mut form: Form) -> Result<Response, WebError> {
    let reason = form.needed("reason", "Say why it is no longer restricted");
    if !form.is_sound() {
        return lift_page(&visit, &Thing::of(&visit, of).await?, &form);
    }
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.lift_restriction(&caller, of, &reason))
        .await;
    match done {
        Ok(_) => Ok(on_to(&address(of), "restriction-lifted")),
        Err(error) => {
            take_problems(&mut form, error, &|_| String::new())?;
            lift_page(&visit, &Thing::of(&visit, of).await?, &form)
        }
    }
}
