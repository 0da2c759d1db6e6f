//! Somebody changed the figure while the form was open: field by field, with a choice.

use clew_service::Conflict;
use maud::{Markup, html};

use super::ground::Ground;
use crate::components::table;
use crate::links;

/// What was there, what is there now and what was typed; the form below still holds the last.
pub(super) fn shown(ground: &Ground, conflict: &Conflict) -> Markup {
    let by = conflict.by.as_ref();
    let by = by.and_then(|by| ground.overview.memory().state().account(by));
    let rows = html! {
        @for field in &conflict.fields {
            tr {
                th scope="row" { (field.field.replace('_', " ")) }
                td { (field.base.as_deref().unwrap_or("nothing")) }
                td { (field.theirs) }
                td { (field.yours.as_deref().unwrap_or("as it is now")) }
            }
        }
    };
    let place = &ground.place;
    let standing = links::figure(&place.measure, place.period, place.unit.as_ref());
    html! {
        div class="govuk-error-summary" data-module="govuk-error-summary" {
            div role="alert" {
                h2 class="govuk-error-summary__title" { "Somebody else changed this while you were typing" }
                div class="govuk-error-summary__body" {
                    p { @match by { Some(account) => { (account.name) } None => { "Somebody" } }
                        " was first. Nothing of yours is lost: it stands in the form below. Send it again to put yours in the place of theirs, or leave theirs as it is." }
                    @if !conflict.fields.is_empty() {
                        (table("What was changed", &[("Field", ""), ("It was", ""), ("It is now", ""), ("You want", "")], &rows))
                    }
                    p { a class="govuk-link" href=(standing) { "Leave theirs, and look at the figure" } }
                }
            }
        }
    }
}
