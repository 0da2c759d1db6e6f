//! A person who was entered twice: who may be the same, two beside one another, merged with a reason, and parted again.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use clew_practice::record::PersonNumber;
use clew_service::{Act, Memory, PersonPage, PersonRequest, PossibleDuplicate};
use maud::{Markup, html};

use super::conflict::{self, Met};
use super::person_fields::address_words;
use super::words;
use super::{look_at_person, on_to, page_of, person_at, person_number, take_problems, unit_name};
use crate::components::{
    Input, TextArea, empty, form as around, hidden, stacked_table, submit, text_area, text_input,
    warning,
};
use crate::fields::Asked;
use crate::layout::Page;
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

const MERGE: &str = "/practice/people/{person}/merge";
const PART: &str = "/practice/people/{person}/part";

pub(super) fn routes(routes: Routes) -> Routes {
    let authorises = Needs::May(Act::AuthorisePractice);
    routes
        .get(MERGE, authorises, show)
        .post(MERGE, authorises, send)
        .get(PART, authorises, show_part)
        .post(PART, authorises, send_part)
}

/// The ways on from a person, for those who may merge them.
pub(super) fn ways(page: &PersonPage) -> Markup {
    let number = page.person.number;
    let others = page.same_as.iter().filter(|one| **one != number);
    html! {
        @if page.person.merged_into.is_some() {
            li { a class="govuk-link" href=(links::part_person(number)) { "Take the merge back" } }
        } @else {
            li { a class="govuk-link" href=(links::merge_person(number)) { "Look whether they were entered twice" } }
            @for other in others {
                li { "Also entered as " (other) ", and merged: " a class="govuk-link" href=(links::part_person(*other)) { "take the merge of " (other) " back" } }
            }
        }
    }
}

async fn show(
    visit: Visit,
    Path(person): Path<String>,
    Asked(fields): Asked,
) -> Result<Response, WebError> {
    let number = person_at(&person)?;
    let mut form = Form {
        fields,
        problems: Vec::new(),
    };
    page(&visit, number, &mut form).await.map(Made::answered)
}

/// A page and what stands in it.
struct Made<'visit>(Page<'visit>, Markup);

impl Made<'_> {
    fn answered(self) -> Response {
        self.0.show(self.1)
    }
}

/// Whom to merge with, to be chosen; or the two beside one another, once that is known.
async fn page<'visit>(
    visit: &'visit Visit,
    number: PersonNumber,
    form: &mut Form,
) -> Result<Made<'visit>, WebError> {
    let known = look_at_person(visit, number).await?;
    let body = match other(visit, &known, form).await? {
        Some(other) => compared(form, &known, &other, &*visit.memory()?),
        None => chosen(visit, form, &known).await?,
    };
    let page = page_of(visit, "Entered twice")
        .crumb(&known.person.name, links::person(number))
        .problems_of(form);
    Ok(Made(page, body))
}

/// The other person, where one is named whom the visitor may open.
async fn other(
    visit: &Visit,
    known: &PersonPage,
    form: &mut Form,
) -> Result<Option<PersonPage>, WebError> {
    let Some(typed) = form.optional("into") else {
        return Ok(None);
    };
    let number = person_number(&typed);
    if number.is_some_and(|number| known.same_as.contains(&number)) {
        form.refuse("into", "They are one already");
        return Ok(None);
    }
    let missing = "There is no such person, or none whom you may open";
    let Some(number) = number else {
        form.refuse("into", missing);
        return Ok(None);
    };
    match look_at_person(visit, number).await {
        Ok(found) => Ok(Some(found)),
        Err(error)
            if matches!(
                error.status(),
                StatusCode::NOT_FOUND | StatusCode::FORBIDDEN
            ) =>
        {
            form.refuse("into", missing);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

async fn chosen(visit: &Visit, form: &Form, known: &PersonPage) -> Result<Markup, WebError> {
    let (account, at) = (visit.account()?.clone(), visit.at);
    let request = PersonRequest::from(&known.person);
    let mut alike = visit
        .app
        .blocking(move |service| service.possible_duplicates(&account, at, &request))
        .await?;
    alike.retain(|one| !known.same_as.contains(&one.found.number));
    let memory = visit.memory()?;
    let number = known.person.number;
    Ok(html! {
        span class="govuk-caption-l" { (known.person.name) " (" (number) ")" }
        h1 class="govuk-heading-l" { "Were they entered twice?" }
        @if alike.is_empty() {
            (empty(&html! { p class="govuk-body" { "Nobody like them is known to you: nobody has an identifier of theirs, or a name alike and the same day of birth or none." } }))
        } @else { (candidates(visit, number, &alike, &memory)) }
        form method="get" action=(links::merge_person(number)) class="clew-bulk" novalidate {
            (text_input(form, &Input { name: "into", label: "Or somebody else, by their number", hint: "For example P12.", width: 10, ..Input::default() }))
            (submit("Compare"))
        }
    })
}

fn candidates(
    visit: &Visit,
    number: PersonNumber,
    alike: &[PossibleDuplicate],
    memory: &Memory,
) -> Markup {
    let headings = [
        ("Person", ""),
        ("Born", ""),
        ("Team", ""),
        ("Why", ""),
        ("", ""),
    ];
    let compare = |other: PersonNumber| {
        let query = links::query(&[("into", &other.to_string())]);
        links::with_query(&links::merge_person(number), &query)
    };
    stacked_table(
        "People who may be the same",
        &headings,
        &html! {
            @for one in alike {
                @let found = &one.found;
                tr {
                    @if let Some(person) = &found.person {
                        th scope="row" { (person.name) " (" (found.number) ")" }
                        td { (words::birth(person.birth, visit.today())) }
                    } @else {
                        th scope="row" { "Somebody who is known (" (found.number) ")" }
                        td { "Not shown" }
                    }
                    td { (unit_name(memory, &found.team)) }
                    td { (words::sentence(&one.why)) }
                    td data-label="" {
                        @if found.right.is_some() { a class="govuk-link" href=(compare(found.number)) { "Compare with " (found.number) } }
                        @else { "Ask this team" }
                    }
                }
            }
        },
    )
}

/// The two beside one another, and the form that merges them.
fn compared(form: &Form, known: &PersonPage, other: &PersonPage, memory: &Memory) -> Markup {
    let (number, into) = (known.person.number, other.person.number);
    let version = match form.fields.given("version") {
        Some(version) => version.to_owned(),
        None => known.person.version.to_string(),
    };
    let round = links::query(&[("into", &number.to_string())]);
    let round = links::with_query(&links::merge_person(into), &round);
    let fields = html! {
        (hidden("version", &version))
        (hidden("into", &into.to_string()))
        (text_area(form, &TextArea { name: "reason", label: "Why they are the same person", hint: "It stands in the history, and is read if the merge is taken back.", rows: 3, ..TextArea::default() }))
        div class="clew-actions" {
            (submit(&format!("Merge {number} into {into}")))
            a class="govuk-link" href=(links::person(number)) { "Leave them as they are" }
        }
    };
    html! {
        h1 class="govuk-heading-l" { "Merge " (number) " into " (into) "?" }
        (beside(known, other, memory))
        p class="govuk-body" { a class="govuk-link" href=(round) { "The other way round" } }
        (warning(&html! { "Everything recorded of either will be shown with both, to the teams of both. What is new is recorded with " (into) ". Nothing is changed or lost, and the merge can be taken back." }))
        (around(&links::merge_person(number), 0, &fields))
    }
}

fn beside(known: &PersonPage, other: &PersonPage, memory: &Memory) -> Markup {
    let facts = |page: &PersonPage| -> Vec<(&'static str, String)> {
        let person = &page.person;
        let birth = person.birth.map(|birth| clew_report::words::day(birth.day));
        let teams = page.teams.iter();
        let teams: Vec<String> = teams.map(|team| unit_name(memory, team.as_str())).collect();
        let identifiers = person.identifiers.iter();
        let identifiers: Vec<String> = identifiers
            .map(|one| format!("{}: {}", one.kind, one.value))
            .collect();
        let addresses: Vec<String> = person.addresses.iter().map(address_words).collect();
        vec![
            ("Name", person.name.clone()),
            ("Other names", person.aliases.join(", ")),
            ("Born", birth.unwrap_or_default()),
            ("Gender", person.gender.clone().unwrap_or_default()),
            ("Identifiers", identifiers.join(", ")),
            ("Addresses", addresses.join("; ")),
            ("Warnings", person.warnings.join("; ")),
            ("Teams", teams.join(", ")),
            ("Cases", page.cases.len().to_string()),
            ("Records that you may open", page.records.len().to_string()),
        ]
    };
    let (one, two) = (
        known.person.number.to_string(),
        other.person.number.to_string(),
    );
    let headings = [
        ("What is known", ""),
        (one.as_str(), ""),
        (two.as_str(), ""),
    ];
    let rows = facts(known).into_iter().zip(facts(other));
    stacked_table(
        "The two beside one another",
        &headings,
        &html! {
            @for ((name, one), (_, two)) in rows {
                tr { th scope="row" { (name) } td class="clew-typed" { (one) } td class="clew-typed" { (two) } }
            }
        },
    )
}

async fn send(
    visit: Visit,
    Path(person): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let number = person_at(&person)?;
    form.needed("into", "Say who is the same person");
    let reason = form.needed("reason", "Say why they are the same person");
    let into = person_number(form.fields.text("into"));
    let Some(into) = into.filter(|_| form.is_sound()) else {
        return page(&visit, number, &mut form).await.map(Made::answered);
    };
    let (caller, seen) = (visit.caller(&form.act())?, version(&form));
    let done = visit
        .app
        .blocking(move |service| service.merge_people(&caller, (number, seen), into, &reason))
        .await;
    match done {
        Ok(_) => Ok(on_to(&links::person(into), "people-merged")),
        Err(error) if error.problems().is_empty() => {
            let met = Met::of(&*visit.memory()?, error)?;
            form.fields.set("version", met.found.to_string());
            let Made(page, body) = page(&visit, number, &mut form).await?;
            Ok(conflict::page(page, html! { (met.said(&[])) (body) }))
        }
        Err(error) => {
            take_problems(&mut form, error, &|_| "into".to_owned())?;
            page(&visit, number, &mut form).await.map(Made::answered)
        }
    }
}

fn version(form: &Form) -> u32 {
    form.fields.text("version").parse().unwrap_or(0)
}

async fn show_part(visit: Visit, Path(person): Path<String>) -> Result<Response, WebError> {
    let number = person_at(&person)?;
    let Made(page, body) = part_page(&visit, number, &Form::default()).await?;
    Ok(page.show(body))
}

async fn part_page<'visit>(
    visit: &'visit Visit,
    number: PersonNumber,
    form: &Form,
) -> Result<Made<'visit>, WebError> {
    let known = look_at_person(visit, number).await?.person;
    let Some(into) = known.merged_into else {
        let missing = format!("{number} is not merged into anybody.");
        return Err(WebError::not_found(missing));
    };
    let fields = html! {
        (hidden("version", &known.version.to_string()))
        (text_area(form, &TextArea { name: "reason", label: "Why they are two people after all", hint: "It stands in the history.", rows: 3, ..TextArea::default() }))
        div class="clew-actions" {
            (submit("Take the merge back"))
            a class="govuk-link" href=(links::person(number)) { "Leave them merged" }
        }
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Take the merge of " (number) " back?" }
        (words::about(&known, visit.today()))
        (warning(&html! { (number) " was merged into " (into) ". Each will again have what was recorded of it, and no more; what was recorded since the merge stays with " (into) "." }))
        (around(&links::part_person(number), 0, &fields))
    };
    let page = page_of(visit, "Take the merge back")
        .crumb(&known.name, links::person(number))
        .narrow()
        .problems_of(form);
    Ok(Made(page, body))
}

async fn send_part(
    visit: Visit,
    Path(person): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let number = person_at(&person)?;
    let reason = form.needed("reason", "Say why they are two people after all");
    if !form.is_sound() {
        return part_page(&visit, number, &form).await.map(Made::answered);
    }
    let (caller, seen) = (visit.caller(&form.act())?, version(&form));
    let done = visit
        .app
        .blocking(move |service| service.part_people(&caller, (number, seen), &reason))
        .await;
    match done {
        Ok(_) => Ok(on_to(&links::person(number), "people-parted")),
        Err(error) if error.problems().is_empty() => {
            let met = Met::of(&*visit.memory()?, error)?;
            let Made(page, body) = part_page(&visit, number, &form).await?;
            Ok(conflict::page(page, html! { (met.said(&[])) (body) }))
        }
        Err(error) => {
            take_problems(&mut form, error, &|_| String::new())?;
            part_page(&visit, number, &form).await.map(Made::answered)
        }
    }
}
