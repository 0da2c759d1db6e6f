//! Fields to choose in.

use maud::{Markup, html};

use super::inputs::{below, described, group};
use crate::Form;

/// One choice: its value, its words, and a hint that may be empty.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Choice {
    /// The value that is sent.
    pub value: String,
    /// The words that are shown.
    pub words: String,
    /// More about it; empty for nothing.
    pub hint: String,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, words: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            words: words.into(),
            hint: String::new(),
        }
    }
}

/// One of many, in a list that opens.
#[must_use]
pub fn select(form: &Form, name: &str, label: &str, hint: &str, choices: &[Choice]) -> Markup {
    let problem = form.problem(name);
    let chosen = form.fields.raw(name);
    let field = html! {
        select id=(name) name=(name) class={ "govuk-select" @if problem.is_some() { " govuk-select--error" } }
            aria-describedby=[described(name, hint, problem)] {
            @for choice in choices {
                option value=(choice.value) selected[choice.value == chosen] { (choice.words) }
            }
        }
    };
    group(name, label, hint, problem, &field)
}

/// One of a few, all in sight.
#[must_use]
pub fn radios(form: &Form, name: &str, legend: &str, hint: &str, choices: &[Choice]) -> Markup {
    let chosen: Vec<&str> = form.fields.all(name).collect();
    let list = options("radio", "govuk-radios", name, choices, &chosen);
    fieldset(form, name, legend, hint, &list)
}

/// Any of a few, all in sight.
#[must_use]
pub fn checkboxes(form: &Form, name: &str, legend: &str, hint: &str, choices: &[Choice]) -> Markup {
    let chosen: Vec<&str> = form.fields.all(name).collect();
    let list = options("checkbox", "govuk-checkboxes", name, choices, &chosen);
    fieldset(form, name, legend, hint, &list)
}

/// Any of a few, each a field of its own called `name--value`, so that what is kept as it is typed has all of
/// them.
#[must_use]
pub fn separate_checkboxes(
    form: &Form,
    name: &str,
    legend: &str,
    hint: &str,
    choices: &[Choice],
) -> Markup {
    let list = html! {
        div class="govuk-checkboxes" data-module="govuk-checkboxes" {
            @for (place, choice) in choices.iter().enumerate() {
                @let field = format!("{name}--{}", choice.value);
                @let id = if place == 0 { name } else { &field };
                div class="govuk-checkboxes__item" {
                    input id=(id) name=(field) type="checkbox" value="yes" class="govuk-checkboxes__input"
                        checked[form.fields.has(&field)];
                    label class="govuk-label govuk-checkboxes__label" for=(id) { (choice.words) }
                }
            }
        }
    };
    fieldset(form, name, legend, hint, &list)
}

fn fieldset(form: &Form, name: &str, legend: &str, hint: &str, list: &Markup) -> Markup {
    let problem = form.problem(name);
    html! {
        div class={ "govuk-form-group" @if problem.is_some() { " govuk-form-group--error" } } {
            fieldset class="govuk-fieldset" aria-describedby=[described(name, hint, problem)] {
                legend class="govuk-fieldset__legend" { (legend) }
                (below(name, hint, problem))
                (list)
            }
        }
    }
}

fn options(kind: &str, class: &str, name: &str, choices: &[Choice], chosen: &[&str]) -> Markup {
    html! {
        div class=(class) data-module=(class) {
            @for (place, choice) in choices.iter().enumerate() {
                // The first has the name itself for its id, so that the list of problems can lead to it.
                @let id = if place == 0 { name.to_owned() } else { format!("{name}-{}", place + 1) };
                div class={ (class) "__item" } {
                    input id=(id) name=(name) type=(kind) value=(choice.value) class={ (class) "__input" }
                        checked[chosen.contains(&&*choice.value)]
                        aria-describedby=[(!choice.hint.is_empty()).then(|| format!("{id}-item-hint"))];
                    label class={ "govuk-label " (class) "__label" } for=(id) { (choice.words) }
                    @if !choice.hint.is_empty() {
                        div id={ (id) "-item-hint" } class={ "govuk-hint " (class) "__hint" } { (choice.hint) }
                    }
                }
            }
        }
    }
}
