//! Somebody changed the figure while the form was open: field by field, with a choice.

use clew_service::Conflict;
use maud::{Markup, html};

use super::ground::Ground;
use crate::components::table;
use crate::{Form, links};

/// The fields of a figure and its comment that are one matter, each with the fields of the form that
/// show it: a value is no longer that of counts which somebody else gave.
const MATTERS: [(&[&str], &[&str]); 9] = [
    (
        &["value", "numerator", "denominator"],
        &["value", "numerator", "denominator"],
    ),
    (&["reported_status"], &["status", "later"]),
    (
        &["as_at"],
        &["as_at", "as_at-day", "as_at-month", "as_at-year"],
    ),
    (&["state"], &["state"]),
    (&["reliability"], &["reliability"]),
    (&["evidence"], &["evidence"]),
    (&["text"], &["comment"]),
    (&["doing"], &["doing"]),
    (
        &["by_when"],
        &["by_when", "by_when-day", "by_when-month", "by_when-year"],
    ),
];

/// Puts what only the other changed into the form, as `now` shows it: sent again, the form would
/// otherwise take back what they did. Gives the conflict as it then is: of a matter of which the visitor
/// typed a part, the other parts are theirs as typed, too.
pub(super) fn settled(form: &mut Form, met: &Conflict, now: &[(String, String)]) -> Conflict {
    let mut met = met.clone();
    for (parts, shown) in MATTERS {
        let of_matter = |field: &str| parts.contains(&field);
        let changed: Vec<usize> = (0..met.fields.len())
            .filter(|place| of_matter(&met.fields[*place].field))
            .collect();
        let typed = changed
            .iter()
            .any(|place| met.fields[*place].yours.is_some());
        if typed {
            for place in changed {
                let field = &mut met.fields[place];
                let text = || form.fields.given(&field.field).unwrap_or("nothing");
                field.yours = field.yours.take().or_else(|| Some(text().to_owned()));
            }
        } else if !changed.is_empty() {
            for name in shown {
                let there = now.iter().find(|(field, _)| field == name);
                let text = there.map_or("", |(_, text)| text.as_str());
                form.fields.set(name, text);
            }
        }
    }
    met
}

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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clew_service::FieldConflict;

    use super::*;

    /// A form that was typed, what the other changed with what the visitor wants of it, and the form
    /// after that.
    fn after(typed: &[(&str, &str)], changed: &[(&str, &str, Option<&str>)]) -> (Form, Conflict) {
        let field = |(field, theirs, yours): &(&str, &str, Option<&str>)| FieldConflict {
            field: (*field).to_owned(),
            base: Some("70".to_owned()),
            theirs: (*theirs).to_owned(),
            yours: yours.map(str::to_owned),
        };
        let met = Conflict {
            subject: "figures/M1/2026-27".parse().unwrap(),
            expected: 1,
            found: 2,
            by: None,
            fields: changed.iter().map(field).collect(),
        };
        let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            let pairs = pairs.iter();
            pairs
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect()
        };
        let mut form = Form::default();
        for (name, text) in owned(typed) {
            form.fields.set(&name, text);
        }
        let now = owned(&[
            ("numerator", "17"),
            ("denominator", "20"),
            ("evidence", "The new extract"),
            ("as_at-day", "5"),
        ]);
        let met = settled(&mut form, &met, &now);
        (form, met)
    }

    #[test]
    fn what_only_the_other_changed_stands_in_the_form_that_is_sent_again() {
        let typed = [("value", "80"), ("evidence", "The old extract")];
        let changed = [
            ("evidence", "The new extract", None),
            ("as_at", "2026-07-05", None),
            ("value", "85", Some("80")),
        ];
        let (form, _) = after(&typed, &changed);
        assert_eq!(form.fields.text("evidence"), "The new extract");
        assert_eq!(form.fields.text("as_at-day"), "5");
        assert_eq!(form.fields.text("value"), "80");
    }

    #[test]
    fn a_value_that_was_typed_does_not_get_the_counts_of_the_other() {
        let changed = [
            ("value", "nothing", Some("80")),
            ("numerator", "17", None),
            ("denominator", "20", None),
        ];
        let (form, met) = after(&[("value", "80")], &changed);
        assert_eq!(form.fields.text("value"), "80");
        assert_eq!(form.fields.text("denominator"), "");
        assert_eq!(met.fields[1].yours.as_deref(), Some("nothing"));
        let untouched = changed.map(|(field, theirs, _)| (field, theirs, None));
        let (form, _) = after(&[("value", "70")], &untouched);
        assert_eq!(form.fields.text("value"), "");
        assert_eq!(form.fields.text("denominator"), "20");
    }
}
