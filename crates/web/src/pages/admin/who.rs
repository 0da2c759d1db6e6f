//! Who can see or change what belongs to a part of the organisation, and why.

use axum::response::Response;
use clew_plan::UnitId;
use clew_report::words::capital;
use clew_service::{Act, Memory, WhoAndWhy, who_can};
use maud::{Markup, html};

use super::roles;
use crate::components::{select, table};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// The page.
pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let unit = asked.given("unit").map(UnitId::from);
    let known = |unit: &UnitId| memory.book().units.iter().any(|there| there.id == *unit);
    if unit.as_ref().is_some_and(|unit| !known(unit)) {
        return Err(WebError::not_found(
            "There is no such part of the organisation.",
        ));
    }
    let name = unit.as_ref().map_or("the whole organisation", |unit| {
        memory.book().unit_name(unit)
    });
    let can = who_can(&memory, unit.as_ref());
    let body = html! {
        h1 class="govuk-heading-l" { "Who can see or change what belongs to " (name) }
        (choosing(&memory, unit.as_ref()))
        p class="govuk-body" { "Plans are read by whoever holds any role. Everything else needs a role for this part, for one above it, or for the whole." }
        (table("Who can do what", &[("What", ""), ("Who", "")], &rows(&visit, &memory, &can)))
    };
    Ok(Page::new(&visit, Section::Elsewhere, "Who can see or change this").show(body))
}

fn choosing(memory: &Memory, unit: Option<&UnitId>) -> Markup {
    let chosen = unit.map_or("", UnitId::as_str).to_owned();
    let form = Form::showing(&[("unit", chosen)]);
    html! {
        form class="clew-filters" action="/who" method="get" {
            (select(&form, "unit", "Part of the organisation", "", &roles::places(memory.book())))
            (crate::components::show_button())
        }
    }
}

fn rows(visit: &Visit, memory: &Memory, can: &[(Act, Vec<WhoAndWhy>)]) -> Markup {
    html! {
        @for (act, people) in can {
            tr {
                th scope="row" { (capital(&act.to_string())) }
                td {
                    @if people.is_empty() { span class="clew-quiet" { "nobody" } }
                    ul class="govuk-list" {
                        @for one in people { li { (person(visit, memory, one)) } }
                    }
                }
            }
        }
    }
}

fn person(visit: &Visit, memory: &Memory, one: &WhoAndWhy) -> Markup {
    html! {
        @if visit.may(Act::ManageAccounts) { a class="govuk-link" href=(links::managed(&one.account)) { (one.name) } }
        @else { (one.name) }
        span class="clew-quiet" {
            ", as " (one.role) " for "
            @match &one.through {
                Some(unit) => { (memory.book().unit_name(unit)) }
                None => { "the whole organisation" }
            }
        }
    }
}
