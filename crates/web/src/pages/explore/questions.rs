//! What can be asked of a measure: periods, dimensions, another day, and what is supposed.

use clew_practice::pack::{Definition, Pack};
use clew_report::words;
use maud::{Markup, html};

use super::asked::{Asked, Every};
use super::names;
use crate::components::{Choice, Input, checkboxes, date_input, select, text_input};
use crate::{Form, links};

/// What can be asked.
pub(super) fn questions(asked: &Asked, pack: &Pack, definition: &Definition) -> Markup {
    let form = &asked.form;
    let every: Vec<Choice> = Every::ALL
        .iter()
        .map(|(_, word, title)| Choice::new(*word, *title))
        .collect();
    let years: Vec<Choice> = [1_usize, 2, 3, 5, 10]
        .map(|years| Choice::new(years.to_string(), words::count(years, "year")))
        .to_vec();
    let mut by = vec![Choice::new("", "Nothing")];
    let known = names::dimensions(pack, definition);
    by.extend(
        known
            .into_iter()
            .map(|(code, title)| Choice::new(code, title)),
    );
    let another_day = ["as-at", "as-at-day"]
        .iter()
        .any(|name| form.fields.given(name).is_some());
    let unfolded = another_day || asked.known_on.is_some() || !asked.what_if.is_nothing();
    html! {
        form method="get" action=(links::path(&["explore", &definition.code])) {
            div class="clew-filters" {
                (select(form, "every", "Periods", "", &every))
                (select(form, "years", "How far back", "", &years))
                @if by.len() > 1 { (select(form, "by", "Split by", "", &by)) }
                @if by.len() > 2 { (select(form, "and-by", "and by", "", &by)) }
            }
            details class="govuk-details" open[unfolded || !form.is_sound()] {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Another day, or what if" } }
                div class="govuk-details__text" {
                    (date_input(form, "as-at", "As things stood on", "What happened after this day is not seen. Today, when left empty."))
                    (date_input(form, "known-on", "As it was known at the end of", "Only what had been recorded by then, by the rules then in force. Now, when left empty."))
                    (suppose(form, pack, definition))
                }
            }
            button type="submit" class="govuk-button" { "Work it out" }
        }
    }
}

/// What can be supposed.
fn suppose(form: &Form, pack: &Pack, definition: &Definition) -> Markup {
    let mut calendars = vec![Choice::new("", "The measure's own")];
    let known = pack.calendars();
    let others = known.keys().filter(|name| *name != "none");
    calendars.extend(others.map(|name| Choice::new(name, names::calendar(name))));
    let reasons: Vec<Choice> = definition
        .exclude
        .iter()
        .map(|exclusion| Choice::new(&*exclusion.reason, words::capital(&exclusion.reason)))
        .collect();
    html! {
        @if definition.within.is_some() {
            (text_input(form, &Input { name: "within", label: "What if the allowance were", hint: "For example 3 working days, 10 days or 3 months.", ..Input::default() }))
            (select(form, "calendar", "What if working days were counted by", "", &calendars))
        }
        @if !reasons.is_empty() {
            (checkboxes(form, "keep", "What if these were not left out", "", &reasons))
        }
    }
}
