//! Small pieces of wording that pages of actions, findings and risks share.

use clew_calendar::Period;
use clew_plan::{ActionStatus, Status};
use clew_report::words;
pub(in crate::pages) use clew_report::words::capital;
use maud::{Markup, html};

use crate::components::status_mark;

/// Days after which lateness is told in years: more digits would say no more.
const TWO_YEARS: i32 = 2 * 365;

/// "12 days late", "over 3 years late"; empty when it is not.
pub(in crate::pages) fn late(days: i32) -> String {
    match days {
        1 => "1 day late".to_owned(),
        days if days > TWO_YEARS => format!("over {} years late", days / 365),
        days if days > 1 => format!("{} days late", words::number(days.into())),
        _ => String::new(),
    }
}

/// Lateness as a mark that is read without colour; nothing when it is not late.
pub(in crate::pages) fn late_mark(days: i32) -> Markup {
    let words = late(days);
    html! { @if !words.is_empty() { " " span class="clew-lack" { (words) } } }
}

/// A text, or a dash that says it is not given.
pub(in crate::pages) fn or_dash(text: Option<&str>) -> Markup {
    match text.filter(|text| !text.trim().is_empty()) {
        Some(text) => html! { (text) },
        None => html! {
            span class="clew-quiet" { span aria-hidden="true" { "–" } span class="govuk-visually-hidden" { "not given" } }
        },
    }
}

/// A period as a reader writes it, or a dash.
pub(in crate::pages) fn when(period: Option<Period>) -> Markup {
    or_dash(period.map(words::period).as_deref())
}

/// A text of several paragraphs.
pub(in crate::pages) fn paragraphs(text: &str) -> Markup {
    let parts = text.split("\n\n").map(str::trim);
    html! { @for part in parts.filter(|part| !part.is_empty()) { p class="govuk-body" { (part) } } }
}

/// How an action stands: its colour where it has one, and its owner's word.
pub(in crate::pages) fn standing(colour: Option<Status>, status: Option<ActionStatus>) -> Markup {
    html! {
        @if let Some(colour) = colour { (status_mark(colour)) " " }
        @match status {
            Some(status) => span class="clew-quiet" { (capital(status.word())) },
            None if colour.is_none() => (or_dash(None)),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_of_what_is_not_late() {
        assert_eq!(late(0), "");
        assert_eq!(late(-3), "");
        assert_eq!(late(1), "1 day late");
        assert_eq!(late(12), "12 days late");
        assert_eq!(late(730), "730 days late");
        assert_eq!(late(1210), "over 3 years late");
        assert_eq!(late_mark(0).into_string(), "");
    }

    #[test]
    fn a_missing_text_is_a_dash_that_can_be_heard() {
        assert!(or_dash(Some(" ")).into_string().contains("not given"));
        assert_eq!(
            or_dash(Some("Head of service")).into_string(),
            "Head of service"
        );
    }

    #[test]
    fn an_action_without_colour_shows_the_word_of_its_owner_alone() {
        let shown = standing(None, Some(ActionStatus::Active)).into_string();
        assert!(
            shown.contains("Active") && !shown.contains("clew-status"),
            "{shown}"
        );
        let shown = standing(Some(Status::Red), Some(ActionStatus::Active)).into_string();
        assert!(shown.contains("Red") && shown.contains("Active"), "{shown}");
    }
}
