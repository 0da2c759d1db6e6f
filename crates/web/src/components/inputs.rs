//! Fields to type in, each with label, hint and problem.

use maud::{Markup, PreEscaped, html};

use crate::Form;

/// A field of one line. `name` is also its id.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// Its name in the form, and its id.
    pub name: &'a str,
    /// What it is, above it.
    pub label: &'a str,
    /// How to fill it in; empty for nothing.
    pub hint: &'a str,
    /// `text` when empty; `password`, `email`, `search`.
    pub kind: &'a str,
    /// How many characters wide: 2, 3, 4, 5, 10, 20 or 30; 0 for the whole width.
    pub width: u8,
    /// What stands before it, such as `£`.
    pub prefix: &'a str,
    /// What stands behind it, such as `%`.
    pub suffix: &'a str,
    /// The keyboard that a phone shows: `decimal`, `numeric`, `email`.
    pub mode: &'a str,
    /// What the browser may fill in, such as `username`.
    pub autocomplete: &'a str,
}

/// A field of one line, with what the form holds for it.
#[must_use]
pub fn text_input(form: &Form, input: &Input<'_>) -> Markup {
    let problem = form.problem(input.name);
    let kind = if input.kind.is_empty() {
        "text"
    } else {
        input.kind
    };
    // A password is never sent back to the page.
    let value = if kind == "password" {
        ""
    } else {
        form.fields.raw(input.name)
    };
    let width = if input.width > 0 {
        format!(" govuk-input--width-{}", input.width)
    } else {
        String::new()
    };
    let field = html! {
        input id=(input.name) name=(input.name) type=(kind) value=(value)
            class={ "govuk-input" (width) @if problem.is_some() { " govuk-input--error" } }
            inputmode=[given(input.mode)] autocomplete=[given(input.autocomplete)]
            aria-describedby=[described(input.name, input.hint, problem)];
    };
    let field = if input.prefix.is_empty() && input.suffix.is_empty() {
        field
    } else {
        html! {
            div class="govuk-input__wrapper" {
                @if !input.prefix.is_empty() { div class="govuk-input__prefix" aria-hidden="true" { (input.prefix) } }
                (field)
                @if !input.suffix.is_empty() { div class="govuk-input__suffix" aria-hidden="true" { (input.suffix) } }
            }
        }
    };
    group(input.name, input.label, input.hint, problem, &field)
}

/// A field of several lines.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextArea<'a> {
    /// Its name in the form, and its id.
    pub name: &'a str,
    /// What it is.
    pub label: &'a str,
    /// How to fill it in; empty for nothing.
    pub hint: &'a str,
    /// Lines shown.
    pub rows: u8,
    /// The most characters, counted as they are typed; 0 for no limit.
    pub most: usize,
}

/// A field of several lines, with what the form holds for it.
#[must_use]
pub fn text_area(form: &Form, area: &TextArea<'_>) -> Markup {
    let problem = form.problem(area.name);
    let counted = area.most > 0;
    let info = counted.then(|| format!("{}-info", area.name));
    let described = [described(area.name, area.hint, problem), info.clone()];
    let described: Vec<String> = described.into_iter().flatten().collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let field = html! {
        textarea id=(area.name) name=(area.name) rows=(area.rows)
            class={ "govuk-textarea" @if counted { " govuk-js-character-count" } @if problem.is_some() { " govuk-textarea--error" } }
            aria-describedby=[described] { (form.fields.raw(area.name)) }
        @if let Some(info) = &info {
            div id=(info) class="govuk-hint govuk-character-count__message" {
                "You can enter up to " (area.most) " characters"
            }
        }
    };
    let group = group(area.name, area.label, area.hint, problem, &field);
    if !counted {
        return group;
    }
    html! {
        div class="govuk-character-count" data-module="govuk-character-count" data-maxlength=(area.most) { (group) }
    }
}

/// A day as three fields: day, month, year.
#[must_use]
pub fn date_input(form: &Form, name: &str, label: &str, hint: &str) -> Markup {
    let problem = form.problem(name);
    let parts = [
        ("day", "Day", 2),
        ("month", "Month", 2),
        ("year", "Year", 4),
    ];
    html! {
        div class={ "govuk-form-group" @if problem.is_some() { " govuk-form-group--error" } } {
            fieldset class="govuk-fieldset" role="group" aria-describedby=[described(name, hint, problem)] {
                legend class="govuk-fieldset__legend" { (label) }
                (below(name, hint, problem))
                div class="govuk-date-input" id=(name) {
                    @for (part, words, width) in parts {
                        @let field = format!("{name}-{part}");
                        div class="govuk-date-input__item" {
                            div class="govuk-form-group" {
                                label class="govuk-label govuk-date-input__label" for=(field) { (words) }
                                input id=(field) name=(field) type="text" inputmode="numeric" value=(form.fields.raw(&field))
                                    class={ "govuk-input govuk-date-input__input govuk-input--width-" (width) @if problem.is_some() { " govuk-input--error" } };
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A file to send.
#[must_use]
pub fn file_input(form: &Form, name: &str, label: &str, hint: &str, accept: &str) -> Markup {
    let problem = form.problem(name);
    let field = html! {
        input id=(name) name=(name) type="file" accept=(accept)
            class={ "govuk-file-upload" @if problem.is_some() { " govuk-file-upload--error" } }
            aria-describedby=[described(name, hint, problem)];
    };
    group(name, label, hint, problem, &field)
}

/// A value that the form carries unseen.
#[must_use]
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// Label, hint and problem around a field.
pub(super) fn group(
    name: &str,
    label: &str,
    hint: &str,
    problem: Option<&str>,
    field: &Markup,
) -> Markup {
    html! {
        div class={ "govuk-form-group" @if problem.is_some() { " govuk-form-group--error" } } {
            label class="govuk-label" for=(name) { (label) }
            (below(name, hint, problem))
            (field)
        }
    }
}

/// Hint and problem, under a label.
pub(super) fn below(name: &str, hint: &str, problem: Option<&str>) -> Markup {
    if hint.is_empty() && problem.is_none() {
        return PreEscaped(String::new());
    }
    html! {
        @if !hint.is_empty() { div id={ (name) "-hint" } class="govuk-hint" { (hint) } }
        @if let Some(problem) = problem {
            p id={ (name) "-error" } class="govuk-error-message" {
                span class="govuk-visually-hidden" { "Error: " } (problem)
            }
        }
    }
}

/// The ids of what describes a field.
pub(super) fn described(name: &str, hint: &str, problem: Option<&str>) -> Option<String> {
    let hint = (!hint.is_empty()).then(|| format!("{name}-hint"));
    let problem = problem.map(|_| format!("{name}-error"));
    let ids: Vec<String> = hint.into_iter().chain(problem).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

fn given(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
