//! The bar of a row: as first planned, as planned now, the part that is late, milestones.

use std::fmt::Write as _;

use clew_report::{Day, TimelineRow, words::day as day_in_words};

use super::{Anchor, TextClass, axis::Axis, marks, patterns, text, words};
use crate::marks::look;
use crate::svg::{number, written};

/// Half the height of a bar.
const HALF: f64 = 7.0;

/// The hatching of what is late.
pub(super) fn hatching(id: &str) -> String {
    format!(
        "<defs><pattern id=\"{id}-late\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <path class=\"hatch\" d=\"M-1.5 1.5L1.5 -1.5M0 6L6 0M4.5 7.5L7.5 4.5\" stroke=\"#98181C\" stroke-width=\"1.3\" fill=\"none\"/>\
         </pattern></defs>"
    )
}

/// The outline of what was first planned.
pub(super) fn ghost(shapes: &mut String, (x, y): (f64, f64), width: f64) {
    let _ = write!(
        shapes,
        "<rect class=\"ghost\" fill=\"none\" stroke=\"#55626F\" stroke-width=\"1.2\" stroke-dasharray=\"3 2\" rx=\"3\" \
         x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
        number(x),
        number(y - HALF - 3.0),
        number(width.max(2.0)),
        number(HALF * 2.0 + 6.0),
    );
}

/// What is late, hatched.
pub(super) fn late(shapes: &mut String, id: &str, (x, y): (f64, f64), width: f64) {
    let _ = write!(
        shapes,
        "<rect class=\"late\" fill=\"url(#{id}-late)\" stroke=\"#98181C\" stroke-width=\"1.2\" \
         x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
        number(x),
        number(y - HALF),
        number(width.max(1.0)),
        number(HALF * 2.0),
    );
}

/// Draws a row's bars, milestones and what is said after them.
pub(super) fn draw(
    shapes: &mut String,
    row: &TimelineRow,
    today: Day,
    (id, axis, y): (&str, &Axis, f64),
) {
    let end = row.finished.or(row.end);
    let Some(from) = row.start.or(end).or(row.original_end) else {
        if row.milestones.is_empty() {
            let x = axis.x(today) + 6.0;
            text(
                shapes,
                x,
                y + 4.0,
                Anchor::Start,
                TextClass::Quiet,
                "No dates",
            );
        }
        milestones(shapes, row, axis, y);
        return;
    };
    let x = axis.x(from);
    let mut reached = x;
    let _ = write!(shapes, "<g><title>{}</title>", written(&said(row, today)));
    if let Some(to) = row.original_end.filter(|day| Some(*day) != row.end) {
        ghost(shapes, (x.min(axis.x(to)), y), (axis.x(to) - x).abs());
        reached = reached.max(axis.x(to));
    }
    if let Some(to) = end {
        solid(
            shapes,
            row,
            id,
            (x.min(axis.x(to)), y),
            (axis.x(to) - x).abs(),
        );
        reached = reached.max(axis.x(to));
        if row.is_late(today) {
            late(shapes, id, (axis.x(to), y), axis.x(today) - axis.x(to));
            reached = reached.max(axis.x(today));
        }
    } else {
        open_ended(shapes, (x, y), axis.end() - x);
    }
    shapes.push_str("</g>");
    reached = reached.max(milestones(shapes, row, axis, y));
    if let Some(late) = row.lateness(today) {
        after(shapes, &late, (reached, y), axis);
    }
}

/// Draws a row's milestones; returns how far they reach.
fn milestones(shapes: &mut String, row: &TimelineRow, axis: &Axis, y: f64) -> f64 {
    let mut reached = 0.0_f64;
    for mark in &row.milestones {
        let done = if mark.done { "reached" } else { "not reached" };
        let words = format!("{}: {}, {done}", mark.title, day_in_words(mark.day));
        let _ = write!(shapes, "<g><title>{}</title>", written(&words));
        marks::milestone(shapes, (axis.x(mark.day), y), 5.4, mark.done);
        shapes.push_str("</g>");
        reached = reached.max(axis.x(mark.day) + 6.0);
    }
    reached
}

/// The bar itself, in its status's colour and pattern.
fn solid(shapes: &mut String, row: &TimelineRow, id: &str, (x, y): (f64, f64), width: f64) {
    let look = look(row.status.status);
    let mut rectangle = |class: &str, fill: &str| {
        let _ = write!(
            shapes,
            "<rect class=\"{class}\" fill=\"{fill}\" rx=\"2\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            number(x),
            number(y - HALF),
            number(width.max(3.0)),
            number(HALF * 2.0),
        );
    };
    rectangle(look.key, &format!("#{}", look.solid));
    if let Some(pattern) = patterns::over(id, row.status.status) {
        rectangle("pattern", &pattern);
    }
}

/// Work without an end: a thin line to the edge.
fn open_ended(shapes: &mut String, (x, y): (f64, f64), width: f64) {
    let _ = write!(
        shapes,
        "<path class=\"axis\" stroke=\"#55626F\" stroke-width=\"3\" stroke-dasharray=\"8 4\" fill=\"none\" d=\"M{} {}h{}\"/>",
        number(x),
        number(y),
        number(width.max(0.0)),
    );
}

/// Words after a bar, where there is room for them.
fn after(shapes: &mut String, said: &str, (x, y): (f64, f64), axis: &Axis) {
    if x + 10.0 + words::width(said) <= axis.end() + 8.0 {
        text(
            shapes,
            x + 10.0,
            y + 4.0,
            Anchor::Start,
            TextClass::Strong,
            said,
        );
    }
}

/// What a pointer over the bar tells.
fn said(row: &TimelineRow, today: Day) -> String {
    let mut said = vec![row.title.clone(), row.standing()];
    let day = |name: &str, day: Option<Day>| day.map(|day| format!("{name} {}", day_in_words(day)));
    said.extend(day("start", row.start));
    said.extend(day("end", row.end));
    let first = row.original_end.filter(|day| Some(*day) != row.end);
    said.extend(day("first planned end", first));
    said.extend(day("finished", row.finished));
    said.extend(row.lateness(today));
    said.join(", ")
}
