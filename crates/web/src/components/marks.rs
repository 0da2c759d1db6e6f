//! A status as word, shape and colour; a trend as arrow and words.

use clew_measure::TrendPart;
use clew_plan::Status;
use clew_report::{Direction, ReturnMark};
use maud::{Markup, PreEscaped, html};

/// A status: its word, with a shape of its own, so that colour never speaks alone.
#[must_use]
pub fn status_mark(status: Status) -> Markup {
    html! {
        span class={ "clew-status s-" (status_key(status)) } { (PreEscaped(shape(status))) (status.word()) }
    }
}

/// That a value is not signed off, or was sent back, as a small tag beside it; nothing for one that is.
#[must_use]
pub fn return_tag(mark: Option<ReturnMark>) -> Markup {
    html! {
        @if let Some(mark) = mark {
            " " span class={ "clew-tag" @if mark == ReturnMark::SentBack { " clew-tag--back" } } { (mark.words()) }
        }
    }
}

/// How many have each status: shape, number and word; statuses that none has are left out.
#[must_use]
pub fn status_counts(counts: &clew_measure::Counts) -> Markup {
    let there = Status::ALL
        .iter()
        .map(|status| (*status, counts.of(*status)));
    html! {
        span class="clew-counts" {
            @for (status, count) in there.filter(|(_, count)| *count > 0) {
                span class={ "clew-status s-" (status_key(status)) } { (PreEscaped(shape(status))) (count) " " (status.word()) }
                " "
            }
        }
    }
}

/// The short name of a status in style rules.
#[must_use]
pub const fn status_key(status: Status) -> &'static str {
    match status {
        Status::Blue => "blue",
        Status::Green => "green",
        Status::Amber => "amber",
        Status::Red => "red",
        Status::ReportLater => "later",
        Status::Contextual => "contextual",
    }
}

fn shape(status: Status) -> String {
    let path = match status {
        Status::Blue => "<path d=\"M1.5 1.5h11v11h-11z\"/>",
        Status::Green => "<circle cx=\"7\" cy=\"7\" r=\"6\"/>",
        Status::Amber => "<path d=\"M7 1l6.5 11.5H.5z\"/>",
        Status::Red => "<path d=\"M7 .2L13.8 7 7 13.8.2 7z\"/>",
        Status::ReportLater => "<circle class=\"hollow\" cx=\"7\" cy=\"7\" r=\"5\"/>",
        Status::Contextual => "<path class=\"hollow\" d=\"M2 2h10v10H2z\"/>",
    };
    svg("clew-shape", path)
}

/// An arrow that is silent, with words for those who listen.
#[must_use]
pub fn trend_arrow(direction: Direction, words: &str) -> Markup {
    let (key, path) = match direction {
        Direction::Up => ("up", "M7 13V2M2.5 6.5L7 2l4.5 4.5"),
        Direction::Down => ("down", "M7 1v11M2.5 7.5L7 12l4.5-4.5"),
        Direction::Level => ("level", "M1 7h11M7.5 2.5L12 7l-4.5 4.5"),
    };
    let arrow = svg("clew-arrow", &format!("<path d=\"{path}\"/>"));
    html! {
        span class={ "clew-trend t-" (key) } title=(words) {
            (PreEscaped(arrow)) span class="govuk-visually-hidden" { (words) }
        }
    }
}

/// A trend: an arrow with its words for a measure that is judged, the words' beginning for one that is
/// not, a dash where there is nothing to compare with.
#[must_use]
pub fn trend(part: Option<&TrendPart>) -> Markup {
    let Some(part) = part else {
        return html! { span class="clew-quiet" { "–" span class="govuk-visually-hidden" { "nothing to compare with" } } };
    };
    match direction(part.direction) {
        Some(way) => trend_arrow(way, &part.words),
        None => {
            let way = if part.direction == clew_measure::Direction::Higher {
                "Higher"
            } else {
                "Lower"
            };
            html! { span class="clew-quiet" title=(part.words) { (way) } }
        }
    }
}

/// Up for better, down for worse; none for a measure that is not judged.
const fn direction(direction: clew_measure::Direction) -> Option<Direction> {
    use clew_measure::Direction as Way;
    match direction {
        Way::Better => Some(Direction::Up),
        Way::Level => Some(Direction::Level),
        Way::Worse => Some(Direction::Down),
        Way::Higher | Way::Lower => None,
    }
}

fn svg(class: &str, content: &str) -> String {
    format!(
        "<svg class=\"{class}\" viewBox=\"0 0 14 14\" width=\"13\" height=\"13\" aria-hidden=\"true\" focusable=\"false\">{content}</svg>"
    )
}
