//! When two people change one thing: every field in which their changes meet, with what it was, what
//! it is now and what is wished, to choose from. Nothing that was typed is lost.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use clew_plan::AccountId;
use clew_service::Memory;
use maud::{Markup, html};

use crate::Form;
use crate::components::{form as around, hidden, submit, table};
use crate::layout::Page;

/// One field of a form in the three states.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Side {
    /// The field's name in the form.
    pub(super) name: String,
    /// What it is called.
    pub(super) label: String,
    /// What it was when the form was made.
    pub(super) base: String,
    /// What it is now.
    pub(super) theirs: String,
    /// What was typed.
    pub(super) yours: String,
}

impl Side {
    fn is_theirs(&self) -> bool {
        self.theirs != self.base && self.theirs != self.yours && self.yours == self.base
    }

    fn is_yours(&self) -> bool {
        self.yours != self.base && self.theirs == self.base
    }

    /// Whether both changed it, each otherwise.
    fn meets(&self) -> bool {
        self.yours != self.base && self.theirs != self.base && self.yours != self.theirs
    }
}

/// A form that met a change of somebody else's.
pub(super) struct Met<'form> {
    /// What was typed, with what is still to be chosen.
    pub(super) form: &'form Form,
    /// Every field.
    pub(super) sides: Vec<Side>,
    /// Where the form goes.
    pub(super) action: String,
    /// The last entry known when the form was made.
    pub(super) base_seen: u64,
    /// The last entry known now.
    pub(super) seen: u64,
    /// Who changed it.
    pub(super) by: Option<String>,
}

impl Met<'_> {
    /// The page, with the status of a conflict.
    pub(super) fn show(&self, page: Page<'_>) -> Response {
        let body = html! {
            h1 class="govuk-heading-l" { "Somebody else changed this" }
            p class="govuk-body" {
                (self.by.as_deref().unwrap_or("Somebody else")) " saved a change while you were typing. "
                "Nothing you typed is lost: look at both, choose, and save."
            }
            (around(&self.action, self.seen, &self.content()))
        };
        (StatusCode::CONFLICT, page.markup(body)).into_response()
    }

    fn content(&self) -> Markup {
        html! {
            (hidden("base_seen", &self.base_seen.to_string()))
            @for name in ["why", "back"] {
                @if let Some(value) = self.form.fields.given(name) { (hidden(name, value)) }
            }
            @for side in self.sides.iter().filter(|side| side.meets()) { (self.choice(side)) }
            (listed("Changed by you alone: kept", self.sides.iter().filter(|side| side.is_yours()), false))
            (listed("Changed by them alone: kept", self.sides.iter().filter(|side| side.is_theirs()), true))
            @for side in self.sides.iter().filter(|side| !side.meets()) {
                (hidden(&side.name, if side.is_theirs() { &side.theirs } else { &side.yours }))
            }
            (submit("Save what I chose"))
        }
    }

    fn choice(&self, side: &Side) -> Markup {
        let problem = self.form.problem(&side.name);
        let chosen = self.form.fields.has(&format!("settled:{}", side.name));
        let option = |id: &str, words: &str, value: &str| {
            html! {
                div class="govuk-radios__item" {
                    input class="govuk-radios__input" type="radio" id=(id) name=(side.name) value=(value)
                        checked[chosen && self.form.fields.raw(&side.name) == value];
                    label class="govuk-label govuk-radios__label" for=(id) {
                        span class="clew-kept" { (words) } br; span class="clew-words" { (shown(value)) }
                    }
                }
            }
        };
        html! {
            fieldset class={ "govuk-fieldset clew-decision" @if problem.is_some() { " govuk-form-group--error" } } {
                legend class="govuk-fieldset__legend" { (side.label) }
                p class="clew-kept clew-words" { "It was: " (shown(&side.base)) }
                @if let Some(problem) = problem { p class="govuk-error-message" { span class="govuk-visually-hidden" { "Error: " } (problem) } }
                div class="govuk-radios" {
                    (option(&side.name, "Yours", &side.yours))
                    (option(&format!("{}-theirs", side.name), "Theirs", &side.theirs))
                }
            }
            (hidden("settle", &side.name))
            (hidden(&format!("yours:{}", side.name), &side.yours))
        }
    }
}

fn listed<'side>(title: &str, sides: impl Iterator<Item = &'side Side>, theirs: bool) -> Markup {
    let sides: Vec<&Side> = sides.collect();
    let rows = html! {
        @for side in &sides {
            tr {
                th scope="row" { (side.label) }
                td class="clew-words" { (shown(&side.base)) }
                td class="clew-words" { (shown(if theirs { &side.theirs } else { &side.yours })) }
            }
        }
    };
    html! { @if !sides.is_empty() { (table(title, &[("Field", ""), ("It was", ""), ("It becomes", "")], &rows)) } }
}

fn shown(text: &str) -> &str {
    if text.is_empty() { "nothing" } else { text }
}

/// The fields of a conflict page that were sent without a choice. What was typed in them stands again
/// in the form, with the problem.
pub(super) fn undecided(form: &mut Form) -> bool {
    let settle: Vec<String> = form.fields.all("settle").map(str::to_owned).collect();
    let (decided, open): (Vec<String>, Vec<String>) =
        settle.into_iter().partition(|name| form.fields.has(name));
    for name in &decided {
        form.fields.set(&format!("settled:{name}"), "yes");
    }
    for name in &open {
        let yours = form.fields.raw(&format!("yours:{name}")).to_owned();
        form.fields.set(name, yours);
        form.refuse(name, "Choose which of the two stands");
    }
    !open.is_empty()
}

/// The name of whoever changed it.
pub(super) fn name_of(memory: &Memory, by: Option<&AccountId>) -> Option<String> {
    let account = memory.state().account(by?)?;
    Some(account.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(base: &str, theirs: &str, yours: &str) -> Side {
        Side {
            name: "goal".to_owned(),
            label: "Goal".to_owned(),
            base: base.to_owned(),
            theirs: theirs.to_owned(),
            yours: yours.to_owned(),
        }
    }

    #[test]
    fn only_what_both_changed_otherwise_is_to_be_chosen() {
        let cases = [
            (("1", "2", "3"), (true, false, false)),
            (("1", "2", "2"), (false, false, false)),
            (("1", "2", "1"), (false, true, false)),
            (("1", "1", "2"), (false, false, true)),
            (("1", "1", "1"), (false, false, false)),
            (("", "2", "3"), (true, false, false)),
        ];
        for ((base, theirs, yours), expected) in cases {
            let side = side(base, theirs, yours);
            let found = (side.meets(), side.is_theirs(), side.is_yours());
            assert_eq!(found, expected, "{base} {theirs} {yours}");
        }
    }

    #[test]
    fn a_field_without_a_choice_keeps_what_was_typed() {
        let mut form = Form::showing(&[
            ("settle", "goal".to_owned()),
            ("yours:goal", "80".to_owned()),
        ]);
        assert!(undecided(&mut form));
        assert_eq!(form.fields.text("goal"), "80");
        assert!(form.problem("goal").is_some());
        form.problems.clear();
        assert!(!undecided(&mut form));
    }
}
