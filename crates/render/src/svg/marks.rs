//! Marks of statuses: shapes that differ without colour.

use std::fmt::Write as _;

use clew_report::Status;

use super::number;
use crate::marks::look;

/// Whether a mark stands for something settled.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Look {
    /// Filled.
    Final,
    /// Hollow: it may still change, or is not done.
    Hollow,
}

/// The outline of a status's shape around a place; `r` is about half its width.
fn outline(status: Status, (x, y): (f64, f64), r: f64) -> String {
    let point = |dx: f64, dy: f64| format!("{} {}", number(x + dx * r), number(y + dy * r));
    let through = |places: &[(f64, f64)]| {
        let points: Vec<String> = places.iter().map(|(dx, dy)| point(*dx, *dy)).collect();
        format!("M{}Z", points.join("L"))
    };
    match status {
        Status::Blue | Status::Contextual => {
            through(&[(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)])
        }
        Status::Green | Status::ReportLater => format!(
            "M{}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0Z",
            point(-1.0, 0.0),
            r = number(r),
            d = number(r * 2.0),
        ),
        Status::Amber => through(&[(0.0, -1.15), (1.15, 0.9), (-1.15, 0.9)]),
        Status::Red => through(&[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)]),
    }
}

/// A status's shape. Report later and Contextual, which judge nothing, have a light filling.
pub(super) fn status(shapes: &mut String, status: Status, at: (f64, f64), r: f64, how: Look) {
    let look = look(status);
    let light = matches!(status, Status::ReportLater | Status::Contextual);
    let (class, fill) = match how {
        Look::Hollow => ("hollow", "FFFFFF"),
        Look::Final if light => ("light", look.tint),
        Look::Final => ("solid", look.solid),
    };
    let _ = write!(
        shapes,
        "<path class=\"m {class} {key}\" fill=\"#{fill}\" stroke=\"#{stroke}\" stroke-width=\"1.8\" \
         stroke-linejoin=\"round\" d=\"{path}\"/>",
        key = look.key,
        stroke = look.solid,
        path = outline(status, at, r),
    );
}

/// The ground around a mark, which parts it from the lines behind it.
pub(super) fn halo(shapes: &mut String, (x, y): (f64, f64), r: f64) {
    let _ = write!(
        shapes,
        "<circle class=\"ground\" fill=\"#FFFFFF\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
        number(x),
        number(y),
        number(r),
    );
}

/// A diamond: a milestone, filled when it has been reached.
pub(super) fn milestone(shapes: &mut String, at: (f64, f64), r: f64, done: bool) {
    let (class, fill) = if done {
        ("milestone done", "#1F2A35")
    } else {
        ("milestone", "#FFFFFF")
    };
    let _ = write!(
        shapes,
        "<path class=\"{class}\" fill=\"{fill}\" stroke=\"#1F2A35\" stroke-width=\"1.6\" \
         stroke-linejoin=\"round\" d=\"{}\"/>",
        outline(Status::Red, at, r),
    );
}
