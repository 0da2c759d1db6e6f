//! A person: warnings first, who they are, their cases, the chronology, and who looked.

mod cases;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, Stage};
use clew_report::words as day_words;
use clew_service::{Act, Memory, Opening, PersonPage, Right, Supervision};
use maud::{Markup, html};

use super::allowed::may_for_person;
use super::chronology;
use super::person_fields::address_words;
use super::words;
use super::{
    Packs, account_name, look_at_person, merging, nothing, packs, page_of, person_at, restricting,
    titled_table, unit_name,
};
use crate::components::{
    empty, link_button, moment, pagination, stacked_table, summary_list, warning,
};
use crate::fields::Asked;
use crate::routes::{Needs, Routes};
use crate::{Visit, WebError, links};

/// Looks on a page.
const LOOKS: u32 = 100;

pub(super) fn routes(routes: Routes) -> Routes {
    let looks = Needs::May(Act::LookAtPractice);
    let authorises = Needs::May(Act::AuthorisePractice);
    routes.get("/practice/people/{person}", looks, show).get(
        "/practice/people/{person}/looks",
        authorises,
        looked,
    )
}

async fn show(visit: Visit, Path(person): Path<String>) -> Result<Response, WebError> {
    let number = person_at(&person)?;
    match look_at_person(&visit, number).await {
        Ok(page) => shown(&visit, &page).await,
        Err(error) if error.status() == StatusCode::NOT_FOUND => Ok(hidden(&visit, number)),
        Err(error) => Err(error),
    }
}

/// What is said of somebody whom the visitor may not open, and of nobody at all, alike.
fn hidden(visit: &Visit, number: PersonNumber) -> Response {
    let body = html! {
        h1 class="govuk-heading-l" { "You cannot open " (number) }
        p class="govuk-body" { "There is no such person, or no team of yours works with them, or they are restricted to others. Ask the team that does." }
        p class="govuk-body" { "If somebody may come to harm unless you look now, you can " a class="govuk-link" href=(links::break_glass(number)) { "break the glass" } ", with a reason." }
    };
    let page = page_of(visit, "You cannot open this").narrow();
    (StatusCode::NOT_FOUND, page.markup(body)).into_response()
}

async fn shown(visit: &Visit, page: &PersonPage) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let packs = packs(visit).await?;
    let person = &page.person;
    let body = html! {
        span class="govuk-caption-l" { (person.number) }
        h1 class="govuk-heading-l" { (person.name) }
        (words::warnings(person))
        (words::right(page.right))
        (told(page))
        (who(visit, page, &memory))
        (ways_on(visit, page, &memory))
        (cases::shown(visit, page, &packs, &memory))
        (chronology::shown(visit, page, &packs, &memory))
        (others(page, &packs, &memory))
        (supervision(&page.supervision, &memory))
        (openings(&page.openings, &memory))
    };
    Ok(page_of(visit, &person.name).show(body))
}

/// What must be known before anything is read.
fn told(page: &PersonPage) -> Markup {
    html! {
        @if let Some(into) = page.person.merged_into {
            (warning(&html! { "This person was entered twice and is merged into " a class="govuk-link" href=(links::person(into)) { (into) } ". Record there." }))
        }
        @for restriction in &page.restrictions {
            (warning(&html! { "Restricted: only those who are named may open this. " (restriction.reason) }))
        }
        @if page.restricted > 0 {
            (warning(&html! { (page.restricted) " more " @if page.restricted == 1 { "record is" } @else { "records are" } " restricted to others and not shown." }))
        }
    }
}

fn who(visit: &Visit, page: &PersonPage, memory: &Memory) -> Markup {
    let person = &page.person;
    let teams: Vec<String> = page
        .teams
        .iter()
        .map(|team| unit_name(memory, team.as_str()))
        .collect();
    let mut facts = vec![
        (
            "Born",
            html! { (words::birth(person.birth, visit.today())) },
        ),
        ("Teams that work with them", html! { (teams.join(", ")) }),
    ];
    if let Some(gender) = &person.gender {
        facts.push(("Gender", html! { (words::sentence(gender)) }));
    }
    for (name, all) in [
        ("Other names", &person.aliases),
        (
            "How they need to be communicated with",
            &person.communication_needs,
        ),
    ] {
        if !all.is_empty() {
            facts.push((name, each(all)));
        }
    }
    let addresses: Vec<String> = person.addresses.iter().rev().map(address_words).collect();
    if !addresses.is_empty() {
        facts.push(("Addresses, the latest first", each(&addresses)));
    }
    let identifiers = person.identifiers.iter();
    let identifiers: Vec<String> = identifiers
        .map(|one| format!("{}: {}", one.kind, one.value))
        .collect();
    if !identifiers.is_empty() {
        facts.push(("Identifiers elsewhere", each(&identifiers)));
    }
    if !person.relationships.is_empty() {
        facts.push(("Relationships", relationships(person)));
    }
    html! {
        h2 class="govuk-heading-m" { "Who they are" }
        (summary_list(&facts))
    }
}

fn each(all: &[String]) -> Markup {
    html! { ul class="govuk-list" { @for one in all { li { (one) } } } }
}

fn relationships(person: &Person) -> Markup {
    html! {
        ul class="govuk-list" {
            @for one in &person.relationships {
                li { (words::sentence(&one.kind)) ": " a class="govuk-link" href=(links::person(one.to)) { (one.to) } }
            }
        }
    }
}

fn ways_on(visit: &Visit, page: &PersonPage, memory: &Memory) -> Markup {
    let person = &page.person;
    let writes = page.right != Right::Glass;
    let may = |act| may_for_person(visit, memory, act, page);
    html! {
        @if writes && visit.may(Act::RecordPractice) && person.merged_into.is_none() {
            (link_button("Record something", &links::choose_form(person.number)))
        }
        ul class="govuk-list" {
            @if may(Act::RecordPractice) {
                li { a class="govuk-link" href=(links::edit_person(person.number)) { "Change what is known" } }
            }
            @if may(Act::AuthorisePractice) {
                li { a class="govuk-link" href=(links::supervise(person.number)) { "Keep a decision of supervision" } }
            }
            @if visit.may(Act::AuthorisePractice) {
                li { a class="govuk-link" href=(links::looks_at(person.number, 1)) { "Who has looked" } }
            }
            @if may(Act::AuthorisePractice) {
                li { a class="govuk-link" href=(links::copy_for_person(person.number)) { "Make a copy for the person" } }
                (merging::ways(page))
                (restricting::person_ways(person.number, !page.restrictions.is_empty()))
            }
        }
    }
}

/// Every record that the visitor may open, withdrawn ones too.
fn others(page: &PersonPage, packs: &Packs, memory: &Memory) -> Markup {
    let all: Vec<&Record> = page.records.iter().collect();
    let headings = [
        ("Record", ""),
        ("Happened on", ""),
        ("Last changed by", ""),
        ("How it stands", ""),
    ];
    html! {
        @if all.is_empty() { (nothing("All records", "Nothing is recorded that you may open.")) }
        @else {
            (titled_table("All records", &headings, &html! {
                @for record in all {
                    tr {
                        th scope="row" { a class="govuk-link" href=(links::practice_record(record.number)) { (packs.form_title(&record.form)) " " (record.number) } }
                        td { (day_words::day(record.event_date)) }
                        td { (account_name(memory, &record.recorded_by.as_str().into())) }
                        td {
                            (words::stage(record))
                            @if page.sent_back.contains(&record.number) { ", sent back" }
                            @if record.restricted { ", restricted" }
                            @if record.stage == Stage::Withdrawn { ": it counts nowhere" }
                        }
                    }
                }
            }))
        }
    }
}

fn supervision(decided: &[Supervision], memory: &Memory) -> Markup {
    let headings = [
        ("On", ""),
        ("Decision", ""),
        ("Why", ""),
        ("With", ""),
        ("By", ""),
    ];
    html! {
        @if !decided.is_empty() {
            (titled_table("Decided in supervision", &headings, &html! {
                @for one in decided {
                    tr {
                        th scope="row" { (day_words::day(one.decided.on)) }
                        td class="clew-typed" { (one.decided.decision) }
                        td class="clew-typed" { (one.decided.reason) }
                        td { (account_name(memory, &one.decided.worker)) }
                        td { (account_name(memory, &one.by)) }
                    }
                }
            }))
        }
    }
}

fn openings(openings: &[Opening], memory: &Memory) -> Markup {
    let headings = [("Who", ""), ("When", ""), ("Why", "")];
    html! {
        @if !openings.is_empty() {
            (titled_table("The glass was broken", &headings, &html! {
                @for opening in openings {
                    tr {
                        th scope="row" { (account_name(memory, &opening.account)) }
                        td { (moment(opening.from)) }
                        td class="clew-typed" { (opening.reason) }
                    }
                }
            }))
        }
    }
}

/// Who looked at a person, for those who authorise in a team of theirs.
async fn looked(
    visit: Visit,
    Path(person): Path<String>,
    asked: Asked,
) -> Result<Response, WebError> {
    let number = person_at(&person)?;
    let current: usize = asked.0.text("page").parse().unwrap_or(1).clamp(1, 10_000);
    let skip = u32::try_from(current - 1).unwrap_or(0) * LOOKS;
    let (account, at) = (visit.account()?.clone(), visit.at);
    let mut looks = visit
        .app
        .blocking(move |service| service.looks_at(&account, at, number, (LOOKS + 1, skip)))
        .await?;
    let more = looks.len() > LOOKS as usize;
    looks.truncate(LOOKS as usize);
    let memory = visit.memory()?;
    let headings = [
        ("When", ""),
        ("Who", ""),
        ("At what", ""),
        ("By which right", ""),
    ];
    let pages = if more { current + 1 } else { current };
    let body = html! {
        h1 class="govuk-heading-l" { "Who has looked at " (number) }
        @if looks.is_empty() { (empty(&html! { p class="govuk-body" { "Nobody has." } })) }
        @else {
            (stacked_table("Looks, the latest first", &headings, &html! {
                @for look in &looks {
                    tr {
                        th scope="row" { (moment(look.at)) }
                        td { (account_name(&memory, &look.account)) }
                        td { (words::sentence(&look.what)) @if let Some(record) = look.record { " " (record) } }
                        td { (words::sentence(&look.how)) }
                    }
                }
            }))
            (pagination(current, pages, &|page| links::looks_at(number, page)))
        }
    };
    Ok(page_of(&visit, "Who has looked")
        .crumb(number.to_string(), links::person(number))
        .show(body))
}
