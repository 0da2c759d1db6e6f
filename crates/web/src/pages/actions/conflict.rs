//! What somebody else changed while a form was being filled in: field by field, with a choice.

use clew_journal::Subject;
use clew_service::{Conflict, FieldConflict};
use maud::{Markup, html};

use crate::pages::actions::words::capital;
use crate::{Fields, links};

/// What was changed meanwhile. For every field that the visitor filled in too there is a choice,
/// which the form sends as `keep-FIELD`; the form itself still holds what was typed.
pub(in crate::pages) fn choices(conflict: &Conflict) -> Markup {
    let by = conflict.by.as_ref().map(|by| format!(" by {by}"));
    html! {
        div class="clew-asks" role="alert" tabindex="-1" {
            h2 class="govuk-heading-m" { "Somebody else changed this while you were filling in the form" }
            p class="govuk-body" {
                "What is below was changed" (by.unwrap_or_default()) ". Nothing that you typed is lost: it still stands in the form. "
                "Where both of you changed something, yours takes the place of theirs unless you choose otherwise. Then send the form again."
            }
            @for field in &conflict.fields { (choice(field)) }
        }
    }
}

/// What was changed since a page was shown on which somebody decided about several things at once;
/// nothing where nothing was. Sending the form again is then done in the knowledge of it.
pub(in crate::pages) fn changed_meanwhile(conflicts: &[Conflict], of: &str) -> Markup {
    html! {
        @if !conflicts.is_empty() {
            div class="clew-asks" role="alert" tabindex="-1" {
                h2 class="govuk-heading-m" { "Somebody changed " (of) " after you looked" }
                p class="govuk-body" { "Nothing was done. Look at what was changed; send the form again if it is right all the same." }
                ul class="govuk-list govuk-list--bullet" {
                    @for conflict in conflicts {
                        li {
                            a class="govuk-link" href=(links::history(&conflict.subject)) { (called(&conflict.subject)) }
                            @if let Some(by) = &conflict.by { " by " (by) }
                            @for field in &conflict.fields {
                                br;
                                (capital(&field.field.replace('_', " ")))
                                @if let Some(base) = &field.base { " was " (base) " and" }
                                " is now " strong { (field.theirs) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A record by what tells it from others: `figures: M21, 2019-20 Q3`.
fn called(subject: &Subject) -> String {
    let parts: Vec<String> = subject
        .parts()
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect();
    match parts.is_empty() {
        true => subject.to_string(),
        false => format!("{}: {}", subject.kind.name(), parts.join(", ")),
    }
}

fn choice(field: &FieldConflict) -> Markup {
    let name = capital(&field.field.replace('_', " "));
    let base = field.base.as_deref().unwrap_or("not known");
    html! {
        @match &field.yours {
            Some(yours) => {
                (one_of_two(&field.field, &name, [("theirs", "Keep what they put", &field.theirs), ("mine", "Put mine in its place", yours)], base))
            }
            None => p class="govuk-body" {
                strong { (name) } " was " (base) " and is now " strong { (field.theirs) } ". You did not change it."
            }
        }
    }
}

fn one_of_two(field: &str, name: &str, ways: [(&str, &str, &str); 2], base: &str) -> Markup {
    html! {
        fieldset class="govuk-fieldset govuk-form-group" {
            legend class="govuk-fieldset__legend" { strong { (name) } " was: " (base) }
            div class="govuk-radios govuk-radios--small" data-module="govuk-radios" {
                @for (place, (value, words, text)) in ways.into_iter().enumerate() {
                    @let id = format!("keep-{field}-{place}");
                    div class="govuk-radios__item" {
                        input class="govuk-radios__input" type="radio" id=(id) name={ "keep-" (field) } value=(value) checked[value == "mine"];
                        label class="govuk-label govuk-radios__label" for=(id) { (words) ": " strong { (text) } }
                    }
                }
            }
        }
    }
}

/// Puts what others changed, and the visitor did not, into the form: sent again, it would otherwise
/// take back what they did. `now` are the form's fields with what they hold now, by the record's field.
pub(in crate::pages) fn take_over(
    fields: &mut Fields,
    conflict: &Conflict,
    now: &[(&str, &str, String)],
) {
    let untouched = |field: &str| {
        let mut fields = conflict.fields.iter();
        fields.any(|it| it.field == field && it.yours.is_none())
    };
    for (field, name, value) in now {
        if untouched(field) {
            fields.set(name, value.clone());
        }
    }
}

/// Whether the visitor chose to keep what the other put into a field.
pub(in crate::pages) fn keeps_theirs(fields: &Fields, field: &str) -> bool {
    fields.text(&format!("keep-{field}")) == "theirs"
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn conflict(yours: Option<&str>) -> Conflict {
        Conflict {
            subject: "actions/1/p".parse().unwrap(),
            expected: 1,
            found: 2,
            by: Some("other".into()),
            fields: vec![FieldConflict {
                field: "percent".to_owned(),
                base: Some("10".to_owned()),
                theirs: "40".to_owned(),
                yours: yours.map(str::to_owned),
            }],
        }
    }

    #[test]
    fn a_field_that_both_changed_is_a_choice_with_all_three_values() {
        let shown = choices(&conflict(Some("25"))).into_string();
        let preset = "value=\"mine\" checked";
        for part in [
            "was: 10",
            ">40<",
            ">25<",
            "by other",
            "unless you choose",
            preset,
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
    }

    #[test]
    fn what_only_the_other_changed_stands_in_the_form_that_is_sent_again() {
        for (yours, expected) in [(None, "40"), (Some("25"), "25")] {
            let mut fields = Fields::of(vec![("percent".to_owned(), "25".to_owned())]);
            let now = [("percent", "percent", "40".to_owned())];
            take_over(&mut fields, &conflict(yours), &now);
            assert_eq!(fields.text("percent"), expected);
        }
    }

    #[test]
    fn what_was_changed_after_a_look_is_told_by_name_and_nothing_where_nothing_was() {
        let shown = changed_meanwhile(&[conflict(None)], "the plan").into_string();
        for part in ["actions: 1, p", "Percent was 10 and is now", "by other"] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert!(changed_meanwhile(&[], "the plan").into_string().is_empty());
    }

    #[test]
    fn a_field_that_only_the_other_changed_is_told_and_not_asked() {
        let shown = choices(&conflict(None)).into_string();
        assert!(
            shown.contains("You did not change it") && !shown.contains("radio"),
            "{shown}"
        );
    }
}
