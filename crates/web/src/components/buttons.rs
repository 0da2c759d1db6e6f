//! Buttons, and the form around them.

use maud::{Markup, html};

use crate::fields::new_act;

/// A button that sends its form.
#[must_use]
pub fn submit(words: &str) -> Markup {
    html! { button type="submit" class="govuk-button" data-module="govuk-button" data-prevent-double-click="true" { (words) } }
}

/// A button that sends its form with a value of its own, for forms with several.
#[must_use]
pub fn button(words: &str, name: &str, value: &str) -> Markup {
    html! { button type="submit" class="govuk-button" name=(name) value=(value) { (words) } }
}

/// The button of a form that only chooses what is shown.
#[must_use]
pub fn show_button() -> Markup {
    html! { button type="submit" class="govuk-button govuk-button--secondary" { "Show" } }
}

/// A second button beside a first.
#[must_use]
pub fn quiet_button(words: &str, name: &str, value: &str) -> Markup {
    html! { button type="submit" class="govuk-button govuk-button--secondary" name=(name) value=(value) { (words) } }
}

/// A link that looks like a button, for going on to another page.
#[must_use]
pub fn link_button(words: &str, address: &str) -> Markup {
    html! { a href=(address) role="button" draggable="false" class="govuk-button" data-module="govuk-button" { (words) } }
}

/// A form that changes something. It carries the id of its act, so that sending it twice does it once,
/// and the last entry of the journal that was known when it was made.
#[must_use]
pub fn form(action: &str, seen: u64, content: &Markup) -> Markup {
    html! {
        form method="post" action=(action) novalidate {
            input type="hidden" name="act" value=(new_act());
            input type="hidden" name="seen" value=(seen);
            (content)
        }
    }
}
