//! A sparkline: a few values as a small line, its last one marked, its target dashed.

use std::fmt::Write as _;

use clew_report::{Sparkline, Status};

use super::{
    Drawing, Label, element, number,
    scale::{Scale, float},
};

/// Width of a sparkline.
const WIDTH: f64 = 96.0;
/// Height of a sparkline.
const HEIGHT: f64 = 26.0;
/// Room left around the line, for its marks.
const ROOM: f64 = 4.0;
/// The same where the last mark has the shape of a status.
const STATUS_ROOM: f64 = 6.5;

/// A sparkline as one `<svg>` element; its words are the title.
///
/// `id` must be unique within the page and hold letters, digits and hyphens only.
#[must_use]
pub fn sparkline(line: &Sparkline, id: &str) -> String {
    let drawing = Drawing {
        width: WIDTH,
        height: HEIGHT,
        shapes: shapes(line, ROOM, true),
    };
    let label = Label {
        title: &line.description,
        description: "",
    };
    element(&drawing, id, &label, "spark")
}

/// A sparkline whose last point has the shape and the colour of its status.
///
/// `id` as for [`sparkline`]. The title says the status after the line's words.
#[must_use]
pub fn status_sparkline(line: &Sparkline, status: Status, id: &str) -> String {
    let mut shapes = shapes(line, STATUS_ROOM, false);
    let height = height_of(line, STATUS_ROOM);
    if let Some(&(x, y)) = places(line, height, STATUS_ROOM)
        .iter()
        .rev()
        .flatten()
        .next()
    {
        super::marks::halo(&mut shapes, (x, y), 5.8);
        super::marks::status(&mut shapes, status, (x, y), 3.8, super::marks::Look::Final);
    }
    let drawing = Drawing {
        width: WIDTH,
        height: HEIGHT,
        shapes,
    };
    let title = format!("{} ({})", line.description, status.word());
    let label = Label {
        title: &title,
        description: "",
    };
    element(&drawing, id, &label, "spark")
}

/// Where a value of the line stands from the top.
fn height_of(line: &Sparkline, room: f64) -> impl Fn(f64) -> f64 {
    let values = line
        .points
        .iter()
        .flatten()
        .chain(&line.target)
        .map(|value| float(*value));
    let scale = Scale::tight(values);
    move |value| HEIGHT - room - scale.share(value) * (HEIGHT - 2.0 * room)
}

/// Target, line and marks; the last value's mark only when `marked`.
fn shapes(line: &Sparkline, room: f64, marked: bool) -> String {
    let height = height_of(line, room);
    let mut shapes = String::new();
    if let Some(target) = line.target {
        let y = number(height(float(target)));
        let _ = write!(
            shapes,
            "<path class=\"target\" stroke=\"#55626F\" stroke-dasharray=\"3 2\" fill=\"none\" \
             d=\"M0 {y}H{}\"/>",
            number(WIDTH),
        );
    }
    let places = places(line, height, room);
    line_path(&mut shapes, &places);
    if marked {
        marks(&mut shapes, &places);
    }
    shapes
}

/// Where each value stands; none for a gap.
fn places(line: &Sparkline, height: impl Fn(f64) -> f64, room: f64) -> Vec<Option<(f64, f64)>> {
    let count = line.points.len().saturating_sub(1).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a sparkline has few points")]
    let step = (WIDTH - 2.0 * room) / count as f64;
    let mut x = room;
    line.points
        .iter()
        .map(|point| {
            let place = point.map(|value| (x, height(float(value))));
            x += step;
            place
        })
        .collect()
}

fn line_path(shapes: &mut String, places: &[Option<(f64, f64)>]) {
    let path = path(places);
    if !path.is_empty() {
        let _ = write!(
            shapes,
            "<path class=\"value\" stroke=\"#1D5C8C\" stroke-width=\"1.8\" stroke-linejoin=\"round\" \
             stroke-linecap=\"round\" fill=\"none\" d=\"{path}\"/>"
        );
    }
}

/// A path through places, broken at gaps.
pub(super) fn path(places: &[Option<(f64, f64)>]) -> String {
    let mut path = String::new();
    let mut drawing = false;
    for place in places {
        if let Some((x, y)) = place {
            let command = if drawing { 'L' } else { 'M' };
            let _ = write!(path, "{command}{} {}", number(*x), number(*y));
        }
        drawing = place.is_some();
    }
    path
}

/// A dot on the last value, and on values that stand alone between gaps.
fn marks(shapes: &mut String, places: &[Option<(f64, f64)>]) {
    let last = places.iter().rposition(Option::is_some);
    for (index, place) in places.iter().enumerate() {
        let neighbour = |at: Option<usize>| {
            at.and_then(|at| places.get(at))
                .is_some_and(Option::is_some)
        };
        let alone = !neighbour(index.checked_sub(1)) && !neighbour(index.checked_add(1));
        if let Some((x, y)) = place
            && (alone || last == Some(index))
        {
            let radius = if last == Some(index) { "2.6" } else { "1.6" };
            let _ = write!(
                shapes,
                "<circle class=\"value-mark\" fill=\"#1D5C8C\" cx=\"{}\" cy=\"{}\" r=\"{radius}\"/>",
                number(*x),
                number(*y),
            );
        }
    }
}
