//! Status marks and trend arrows as markup: a drawn shape that is silent, and words.

use clew_report::{Direction, Status, StatusMark, TrendMark};

use super::words;
use crate::{
    marks::{direction_key, look},
    text::escape,
};

/// A status as shape and word, with its note.
pub(super) fn status(mark: &StatusMark) -> String {
    let look = look(mark.status);
    let note = match &mark.note {
        Some(note) if !note.is_empty() => format!(" <small>({})</small>", escape(note)),
        _ => String::new(),
    };
    format!(
        "<span class=\"status s-{}\">{}{}</span>{note}",
        look.key,
        shape(mark.status),
        mark.status.word(),
    )
}

/// The shape of a status; it says nothing to those who listen, for the word does.
pub(super) fn shape(status: Status) -> String {
    let path = match status {
        Status::Blue => "<path d=\"M1.5 1.5h11v11h-11z\"/>",
        Status::Green => "<circle cx=\"7\" cy=\"7\" r=\"6\"/>",
        Status::Amber => "<path d=\"M7 1l6.5 11.5H.5z\"/>",
        Status::Red => "<path d=\"M7 .2L13.8 7 7 13.8.2 7z\"/>",
        Status::ReportLater => "<circle class=\"hollow\" cx=\"7\" cy=\"7\" r=\"5\"/>",
        Status::Contextual => "<path class=\"hollow\" d=\"M2 2h10v10H2z\"/>",
    };
    format!(
        "<svg class=\"shape\" viewBox=\"0 0 14 14\" width=\"11\" height=\"11\" aria-hidden=\"true\" focusable=\"false\">{path}</svg>"
    )
}

/// A trend as an arrow and its words.
pub(super) fn trend(mark: &TrendMark) -> String {
    format!(
        "<span class=\"trend t-{}\">{}<span class=\"words\">{}</span></span>",
        direction_key(mark.direction),
        arrow(mark.direction),
        words(&mark.words),
    )
}

/// An arrow that is silent.
fn arrow(direction: Direction) -> String {
    let path = match direction {
        Direction::Up => "M7 13V2M2.5 6.5L7 2l4.5 4.5",
        Direction::Down => "M7 1v11M2.5 7.5L7 12l4.5-4.5",
        Direction::Level => "M1 7h11M7.5 2.5L12 7l-4.5 4.5",
    };
    format!(
        "<svg class=\"arrow\" viewBox=\"0 0 14 14\" width=\"13\" height=\"13\" aria-hidden=\"true\" focusable=\"false\"><path d=\"{path}\"/></svg>"
    )
}
