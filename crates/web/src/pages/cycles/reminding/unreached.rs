//! The returns of which nobody can be reminded, each lot with why, and where to put that right.

use clew_report::words;
use clew_service::{Act, Overview, Unreached};
use maud::{Markup, html};

use crate::components::stacked_table;
use crate::{Visit, links};

/// The table of them; nothing where everybody can be reminded.
pub(super) fn of_nobody(visit: &Visit, overview: &Overview, unreached: &[Unreached]) -> Markup {
    let count: usize = unreached.iter().map(|row| row.returns.len()).sum();
    let rows = html! {
        @for row in unreached {
            tr {
                th scope="row" {
                    @match (&row.owner, &row.unit) {
                        (Some(owner), _) => (owner),
                        (None, Some(unit)) => (overview.book().unit_name(unit)),
                        (None, None) => "No owner, no part of the organisation",
                    }
                }
                td data-label="Why" { (why(visit, row)) }
                td data-label="Returns" { (returns(row)) }
            }
        }
    };
    let headings = [("Owner or part", ""), ("Why", ""), ("Returns", "")];
    html! {
        @if count > 0 {
            h2 class="govuk-heading-m" id="unreached" { (words::count(count, "return")) " of which nobody can be reminded" }
            (stacked_table("Whose they are, and why", &headings, &rows))
        }
    }
}

fn returns(row: &Unreached) -> Markup {
    html! {
        details class="govuk-details" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (words::count(row.returns.len(), "return")) } }
            ul class="govuk-list clew-tight" {
                @for owed in &row.returns { li { (owed.code) " " (owed.title) } }
            }
        }
    }
}

fn why(visit: &Visit, row: &Unreached) -> Markup {
    let manages = visit.may(Act::ManageAccounts);
    html! {
        @if row.accounts.is_empty() {
            @match (&row.owner, &row.unit) {
                (Some(_), _) => "No account has this name, and none answers for the part. ",
                (None, Some(_)) => "No account answers for this part. ",
                (None, None) => "These name no owner and belong to no part. ",
            }
            @if manages { a class="govuk-link" href="/admin/open-account" { "Open an account" } }
            @else { "An administrator can open one" }
            @if visit.may(Act::ChangePlan) { ", or " a class="govuk-link" href=(links::REASSIGN) { "give the measures another owner" } }
            "."
        }
        @for (id, name) in &row.accounts {
            div {
                (name) " has no e-mail address. "
                @if manages { a class="govuk-link" href={ (links::managed(id)) "#email" } { "Give an address" span class="govuk-visually-hidden" { " to " (name) } } }
                @else { "An administrator can give it one." }
            }
        }
    }
}
