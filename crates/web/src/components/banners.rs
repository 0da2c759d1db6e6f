//! What a page says before anything else: problems, messages, warnings.

use clew_service::FieldProblem;
use maud::{Markup, html};

/// What is wrong with a form, each problem a link to its field.
#[must_use]
pub fn error_summary(problems: &[FieldProblem]) -> Markup {
    html! {
        div class="govuk-error-summary" data-module="govuk-error-summary" {
            div role="alert" {
                h2 class="govuk-error-summary__title" { "There is a problem" }
                div class="govuk-error-summary__body" {
                    ul class="govuk-list govuk-error-summary__list" {
                        @for problem in problems { (listed(problem)) }
                    }
                }
            }
        }
    }
}

/// What can be and is unlikely in a form, each a link to its field. Nothing is kept from being sent by it.
#[must_use]
pub fn look_again(unlikely: &[FieldProblem]) -> Markup {
    html! {
        div class="govuk-notification-banner" role="alert" aria-labelledby="look-again" data-module="govuk-notification-banner" {
            div class="govuk-notification-banner__header" {
                h2 class="govuk-notification-banner__title" id="look-again" { "Look at this again" }
            }
            div class="govuk-notification-banner__content" {
                p class="govuk-notification-banner__heading" { "This may be right, and is unlikely." }
                ul class="govuk-list govuk-list--bullet" { @for one in unlikely { (listed(one)) } }
            }
        }
    }
}

fn listed(problem: &FieldProblem) -> Markup {
    html! {
        li {
            @if problem.field.is_empty() { (problem.problem) }
            @else { a href={ "#" (problem.field) } { (problem.problem) } }
        }
    }
}

/// A message about what was done, or what should be known.
#[must_use]
pub fn notification(title: &str, message: &str, success: bool) -> Markup {
    let role = if success { "alert" } else { "region" };
    html! {
        div class={ "govuk-notification-banner" @if success { " govuk-notification-banner--success" } }
            role=(role) aria-labelledby="govuk-notification-banner-title" data-module="govuk-notification-banner" {
            div class="govuk-notification-banner__header" {
                h2 class="govuk-notification-banner__title" id="govuk-notification-banner-title" { (title) }
            }
            div class="govuk-notification-banner__content" {
                p class="govuk-notification-banner__heading" { (message) }
            }
        }
    }
}

/// Something that must not be overlooked.
#[must_use]
pub fn warning(message: &Markup) -> Markup {
    html! {
        div class="govuk-warning-text" {
            span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
            strong class="govuk-warning-text__text" {
                span class="govuk-visually-hidden" { "Warning" }
                (message)
            }
        }
    }
}

/// Text set apart.
#[must_use]
pub fn inset(content: &Markup) -> Markup {
    html! { div class="govuk-inset-text" { (content) } }
}

/// What stands where there is nothing to list: why, and what to do.
#[must_use]
pub fn empty(content: &Markup) -> Markup {
    html! { div class="clew-empty" { (content) } }
}
