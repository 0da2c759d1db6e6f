//! What Clew says of a figure as it is typed: its status, what is asked, and the words it needs.

use clew_plan::Status;
use clew_service::{FigureRequest, Preview, Question, Weight, preview};
use maud::{Markup, html};

use super::ground::Ground;
use super::{WITHOUT_WORDS, reading};
use crate::components::status_mark;
use crate::{Form, Visit};

/// What is said of what a form holds.
pub(super) fn of(visit: &Visit, ground: &Ground, form: &mut Form) -> Markup {
    // The fields themselves are marked when the form is sent, not at every key.
    let problems = std::mem::take(&mut form.problems);
    let request = reading::as_counted(form, ground);
    let unread = unread(form, &request);
    form.problems = problems;
    if !unread.is_empty() {
        return html! {
            @for told in &unread { p class="govuk-error-message" { (told) } }
            p class="clew-quiet" { "Its status stands here once the numbers can be read." }
        };
    }
    let given = request.value.is_some()
        || request.denominator.is_some()
        || request.status.is_some()
        || ground.figure.is_some();
    match preview(ground.overview.memory(), &request, visit.today()) {
        Ok(found) if given => said(&found, form),
        _ => html! {
            p class="clew-quiet" { "Its status and anything that is asked of it stand here once there is a figure." }
        },
    }
}

/// What of the numbers cannot be read, or is only half there.
fn unread(form: &Form, request: &FigureRequest) -> Vec<String> {
    let fields = [
        ("value", "The value"),
        ("numerator", "How many met"),
        ("denominator", "Of how many"),
    ];
    let not_a_number = fields.iter().filter_map(|(name, label)| {
        form.problem(name)?;
        let typed = form.fields.given(name)?;
        Some(format!(
            "{label}: “{typed}” is not a number. Write it like 85.5."
        ))
    });
    let mut told: Vec<String> = not_a_number.collect();
    if told.is_empty() && request.value.is_none() {
        match (request.numerator, request.denominator) {
            (Some(_), None) => told.push("Say of how many, too.".to_owned()),
            (None, Some(_)) => told.push("Say how many met, too.".to_owned()),
            _ => {}
        }
    }
    told
}

/// Whether a figure cannot be so, whatever is answered: then nothing is judged of it.
pub(super) fn is_refused(found: &Preview) -> bool {
    let mut questions = found.questions.iter();
    questions.any(|one| one.weight == Weight::Refuse)
}

fn said(found: &Preview, form: &Form) -> Markup {
    if is_refused(found) {
        return html! {
            (questions(&found.questions, form))
            p class="clew-quiet" { "Its status stands here once that is put right." }
        };
    }
    html! {
        p class="clew-talk__status" {
            (status_mark(found.status))
            @if let Some(value) = &found.value { " " strong { (value) } }
            @if let Some(short) = &found.trend.short { " " span class="clew-quiet" { (short.words) } }
        }
        @if found.status != Status::ReportLater || found.value.is_some() {
            p class="govuk-body-s" { (sentence(&found.why)) }
        }
        @if !found.rule.is_empty() {
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "The rule" } }
                div class="govuk-details__text" { (sentence(&found.rule)) }
            }
        }
        (questions(&found.questions, form))
        (words(found, form))
    }
}

fn questions(questions: &[Question], form: &Form) -> Markup {
    let refused = questions.iter().filter(|one| one.weight == Weight::Refuse);
    let asked: Vec<&Question> = questions
        .iter()
        .filter(|one| one.weight == Weight::Ask)
        .collect();
    let told = questions.iter().filter(|one| one.weight == Weight::Tell);
    html! {
        @for question in refused {
            p class="govuk-error-message" { "It cannot be so: " (ended(&question.text)) }
        }
        @if !asked.is_empty() {
            fieldset class="govuk-fieldset clew-asks" {
                legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { "Is this right?" }
                div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes" {
                    @for question in asked {
                        (tick(&field_of(question), &format!("Yes, it is right that {}", question.text), form))
                    }
                }
            }
        }
        @for question in told { p class="govuk-body-s" { "Worth knowing: " (ended(&question.text)) } }
    }
}

/// A box to tick, named so that each answer stands by itself.
fn tick(name: &str, words: &str, form: &Form) -> Markup {
    let problem = form.problem(name);
    html! {
        @if let Some(problem) = problem {
            p id={ (name) "-error" } class="govuk-error-message" { span class="govuk-visually-hidden" { "Error: " } (problem) }
        }
        div class="govuk-checkboxes__item" {
            input id=(name) name=(name) type="checkbox" value="yes" class="govuk-checkboxes__input"
                checked[form.fields.given(name).is_some()]
                aria-describedby=[problem.map(|_| format!("{name}-error"))];
            label class="govuk-label govuk-checkboxes__label" for=(name) { (words) }
        }
    }
}

/// Why words are needed, and which are still to come.
fn words(found: &Preview, form: &Form) -> Markup {
    html! {
        @if !found.gate.is_empty() {
            div class="clew-asks" {
                p class="govuk-body" {
                    strong { "Say below why it is so, what is being done, and by when." }
                    " Committee will ask, because "
                    @for (place, reason) in found.gate.iter().enumerate() {
                        @if place > 0 { "; and " } (reason.text)
                    }
                    "."
                }
                @if !found.lacks.is_empty() {
                    p class="govuk-body" { "Still to say: " (lacking(&found.lacks)) "." }
                    div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes" {
                        (tick(WITHOUT_WORDS, "I will say it later: hand the figure in without", form))
                    }
                }
            }
        }
        @if found.length > 0 { p class="clew-quiet" { "The comment has " (clew_report::words::count(found.length, "character")) "." } }
        @if let Some(contradiction) = &found.contradiction {
            div class="govuk-warning-text" {
                span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
                strong class="govuk-warning-text__text" {
                    span class="govuk-visually-hidden" { "Warning" }
                    "Words and colour disagree: " (contradiction)
                }
            }
        }
    }
}

fn lacking(lacks: &[&str]) -> String {
    let word = |field: &&str| match *field {
        "comment" => "why",
        "doing" => "what is being done",
        _ => "by when",
    };
    lacks.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// What is asked for at a field whose words are missing.
pub(super) fn wanted(field: &str) -> &'static str {
    match field {
        "comment" => "Say why it is so, or tick that you will say it later",
        "doing" => "Say what is being done, or tick that you will say it later",
        _ => "Say by when it will be put right, or tick that you will say it later",
    }
}

/// The field with which a question is answered.
pub(super) fn field_of(question: &Question) -> String {
    match question.weight {
        Weight::Refuse => question.field.to_owned(),
        _ => format!("answer-{}", question.id),
    }
}

/// What stands in the way while a question is not answered.
pub(super) fn stands(question: &Question) -> String {
    match question.weight {
        Weight::Refuse => sentence(&question.text),
        _ => format!("Confirm it or put it right: {}", question.text),
    }
}

/// A text that ends as a sentence does: with the mark that it has, else with a full stop.
pub(super) fn ended(text: &str) -> String {
    let text = text.trim();
    match text.ends_with(['.', '?', '!']) {
        true => text.to_owned(),
        false => format!("{text}."),
    }
}

/// A text that begins with a capital.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lacking_is_said_in_the_order_of_the_fields() {
        assert_eq!(lacking(&["comment", "by_when"]), "why, by when");
        assert_eq!(sentence("the target is 0"), "The target is 0");
        assert_eq!(sentence(""), "");
    }

    #[test]
    fn a_sentence_has_one_mark_at_its_end() {
        assert_eq!(ended("is it final?"), "is it final?");
        assert_eq!(ended("the target is 0"), "the target is 0.");
    }
}
