//! References between actions that lead nowhere.

use clew_plan::{ActionId, Book, PlanId};
use clew_report::words;
use clew_service::dangling_references;
use maud::{Markup, html};

use crate::links;

/// Those of a plan, or of every plan; nothing when every reference leads somewhere.
pub(super) fn details(book: &Book, plan: Option<&PlanId>) -> Markup {
    let plans = book.plans.iter().map(|there| &there.id);
    let plans = plans.filter(|there| plan.is_none_or(|plan| plan == *there));
    let found: Vec<(&PlanId, Vec<(ActionId, ActionId)>)> = plans
        .map(|plan| (plan, dangling_references(book, plan)))
        .filter(|(_, dangling)| !dangling.is_empty())
        .collect();
    let count: usize = found.iter().map(|(_, dangling)| dangling.len()).sum();
    html! {
        @if count > 0 {
            details class="govuk-details" {
                summary class="govuk-details__summary" {
                    span class="govuk-details__summary-text" { (words::count(count, "reference")) " between actions lead nowhere" }
                }
                div class="govuk-details__text" {
                    p class="govuk-body" { "These actions name another that is not in their plan. Correct the number, or add the action." }
                    ul class="govuk-list" {
                        @for (plan, dangling) in &found {
                            @for (from, to) in dangling {
                                li {
                                    a class="govuk-link" href=(links::action(plan, from)) { "Action " (from) }
                                    " names " strong { (to) } ", which is not there"
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
