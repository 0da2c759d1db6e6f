//! The points of a measure: shape and colour by status, hollow while provisional, ringed when a
//! control chart finds a signal.

use std::fmt::Write as _;

use clew_report::{Chart, Direction, OverTime, PointMark, Series, SeriesRole, Status};
use rust_decimal::Decimal;

use super::{Item, axes::Axes, behind, marks};
use crate::svg::{Anchor, TextClass, beside, number, scale::grouped, text, words, written};

/// Marks of the value series, its latest value, and the end of the forecast.
pub(super) fn draw(shapes: &mut String, chart: &Chart, over_time: &OverTime, axes: &Axes) {
    let of = |role| {
        chart
            .series
            .iter()
            .filter(move |series| series.role == role)
    };
    for (index, series) in chart.series.iter().enumerate() {
        if beside::stroke(&chart.series, index).is_some() {
            for at in behind::places(series, axes).into_iter().flatten() {
                beside::mark(shapes, index, at, radius(axes).min(4.2));
            }
        }
    }
    // The measure's own points stand in front of those it is compared with.
    let alone = beside::stroke(&chart.series, 0).is_some();
    for series in of(SeriesRole::Comparison).filter(|_| !alone) {
        compared(shapes, series, axes);
    }
    for series in of(SeriesRole::Forecast) {
        forecast(shapes, series, over_time, axes);
    }
    for series in of(SeriesRole::Value) {
        values(shapes, chart, series, over_time, axes);
    }
}

/// Size of a mark: as large as its neighbours leave room for.
fn radius(axes: &Axes) -> f64 {
    (axes.step * 0.4).clamp(2.2, 5.4)
}

fn values(shapes: &mut String, chart: &Chart, series: &Series, over_time: &OverTime, axes: &Axes) {
    let radius = radius(axes);
    let places = behind::places(series, axes);
    for (index, place) in places.iter().enumerate() {
        let Some(at) = *place else { continue };
        let label = chart.labels.get(index).map_or("", String::as_str);
        match over_time.marks.get(index).and_then(Option::as_ref) {
            Some(mark) => point(shapes, mark, label, at, radius),
            None => dot(shapes, "value-mark", "#1D5C8C", at, radius * 0.7),
        }
    }
    let last = places.iter().rposition(Option::is_some);
    if let Some((index, (x, y))) = last.and_then(|last| Some((last, (*places.get(last)?)?))) {
        let shown = over_time.marks.get(index).and_then(Option::as_ref);
        let value = series.values.get(index).copied().flatten();
        let shown = shown
            .map(|mark| mark.shown.clone())
            .or_else(|| value.map(plain));
        beside(shapes, &shown.unwrap_or_default(), (x, y), radius, axes);
    }
}

fn plain(value: Decimal) -> String {
    grouped(&value.normalize().to_string())
}

/// A value written beside its point: to the right where there is room, else above it.
fn beside(shapes: &mut String, shown: &str, (x, y): (f64, f64), radius: f64, axes: &Axes) {
    let shown = words::clipped(shown, axes.width / 2.0);
    let width = words::width(&shown) * 1.1;
    let (at, y, anchor) = if x + radius + 6.0 + width <= axes.width {
        (x + radius + 6.0, y + 4.5, Anchor::Start)
    } else {
        let above = if y - 24.0 < axes.top {
            y + 24.0
        } else {
            y - 12.0
        };
        ((x + width / 2.0).min(axes.width), above, Anchor::End)
    };
    let left = match anchor {
        Anchor::Start => at - 2.0,
        _ => at - width,
    };
    let _ = write!(
        shapes,
        "<rect class=\"ground\" fill=\"#FFFFFF\" fill-opacity=\"0.85\" rx=\"2\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"16\"/>",
        number(left),
        number(y - 12.5),
        number(width + 2.0),
    );
    text(shapes, at, y, anchor, TextClass::Strong, &shown);
}

/// One point with what a pointer over it tells.
fn point(shapes: &mut String, mark: &PointMark, label: &str, at: (f64, f64), radius: f64) {
    let mut said = format!("{label}: {}, {}", mark.shown, mark.status.word());
    if mark.provisional {
        said.push_str(", provisional");
    }
    if let Some(signal) = &mark.signal {
        let _ = write!(said, ", {}", signal.words);
    }
    let _ = write!(shapes, "<g><title>{}</title>", written(&said));
    if let Some(signal) = &mark.signal {
        ring(shapes, signal.direction, at, radius + 4.2);
    }
    let how = if mark.provisional {
        marks::Look::Hollow
    } else {
        marks::Look::Final
    };
    marks::halo(shapes, at, radius + 1.6);
    marks::status(shapes, mark.status, at, radius, how);
    shapes.push_str("</g>");
}

/// The ring of a signal: whole for concern, dashed for improvement, dotted for neither.
fn ring(shapes: &mut String, direction: Direction, (x, y): (f64, f64), radius: f64) {
    let (class, stroke, dashes) = match direction {
        Direction::Down => ("concern", "#9A4A00", ""),
        Direction::Up => ("improvement", "#1D5C8C", " stroke-dasharray=\"4 2.4\""),
        Direction::Level => ("neither", "#55626F", " stroke-dasharray=\"1.4 2\""),
    };
    let _ = write!(
        shapes,
        "<circle class=\"signal {class}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"2.4\"{dashes} cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
        number(x),
        number(y),
        number(radius),
    );
}

fn dot(shapes: &mut String, class: &str, fill: &str, (x, y): (f64, f64), radius: f64) {
    let _ = write!(
        shapes,
        "<circle class=\"{class}\" fill=\"{fill}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
        number(x),
        number(y),
        number(radius),
    );
}

fn compared(shapes: &mut String, series: &Series, axes: &Axes) {
    for at in behind::places(series, axes).into_iter().flatten() {
        dot(shapes, "comparison-mark", "#5C4A8A", at, radius(axes) * 0.5);
    }
}

/// The end of the forecast, hollow, with its value.
fn forecast(shapes: &mut String, series: &Series, over_time: &OverTime, axes: &Axes) {
    let places = behind::places(series, axes);
    let Some(last) = places.iter().rposition(Option::is_some) else {
        return;
    };
    let value = series.values.get(last).copied().flatten();
    if let Some((at, value)) = places.get(last).copied().flatten().zip(value) {
        expected(shapes, at);
        let shown = over_time.expected.clone().unwrap_or_else(|| plain(value));
        beside(shapes, &shown, at, radius(axes), axes);
    }
}

/// The mark of an expected value.
pub(super) fn expected(shapes: &mut String, (x, y): (f64, f64)) {
    let _ = write!(
        shapes,
        "<circle class=\"expected\" fill=\"#FFFFFF\" stroke=\"#1D5C8C\" stroke-width=\"1.8\" stroke-dasharray=\"2 1.6\" cx=\"{}\" cy=\"{}\" r=\"4.6\"/>",
        number(x),
        number(y),
    );
}

/// What the key says of points: the statuses there are, provisional ones, signals.
pub(super) fn items(over_time: &OverTime) -> Vec<Item> {
    let known = || over_time.marks.iter().flatten();
    let mut items = Vec::new();
    for &status in Status::ALL {
        if known().any(|mark| mark.status == status) {
            items.push(Item::new(12.0, status.word(), move |shapes, x, y| {
                marks::status(shapes, status, (x + 6.0, y), 5.0, marks::Look::Final);
            }));
        }
    }
    if let Some(status) = known()
        .find(|mark| mark.provisional)
        .map(|mark| mark.status)
    {
        items.push(Item::new(12.0, "Provisional", move |shapes, x, y| {
            marks::status(shapes, status, (x + 6.0, y), 5.0, marks::Look::Hollow);
        }));
    }
    for (direction, name) in [
        (Direction::Down, "Signal of concern"),
        (Direction::Up, "Signal of improvement"),
        (Direction::Level, "Signal"),
    ] {
        let signals = || known().filter_map(|mark| mark.signal.as_ref());
        if signals().any(|signal| signal.direction == direction) {
            items.push(Item::new(16.0, name, move |shapes, x, y| {
                ring(shapes, direction, (x + 8.0, y), 6.0);
            }));
        }
    }
    items
}
