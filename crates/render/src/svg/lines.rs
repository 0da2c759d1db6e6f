//! Line charts: values over time with target, centre, limits and comparisons.

use std::fmt::Write as _;

use clew_report::{Chart, Series, SeriesRole};

use super::{
    Anchor, Drawing, TextClass, WIDTH, beside, number, rule,
    scale::{Scale, float, grouped},
    sparkline::path,
    text, words,
};

/// Height of the area that holds the lines.
const AREA: f64 = 220.0;
/// Room to the right, for the last value.
const RIGHT: f64 = 70.0;

/// The area of the lines within the drawing.
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Area {
    /// Where the value of this place in the order stands from the left.
    #[expect(clippy::cast_precision_loss, reason = "a chart has few points")]
    fn x(&self, index: usize, count: usize) -> f64 {
        let places = count.max(1) as f64;
        self.left + (index as f64 + 0.5) * (self.right - self.left) / places
    }

    /// Where this share of the axis stands from the top.
    fn y(&self, share: f64) -> f64 {
        self.bottom - share * (self.bottom - self.top)
    }
}

/// Draws a line chart.
pub(super) fn draw(chart: &Chart) -> Drawing {
    let values = chart
        .series
        .iter()
        .flat_map(|series| series.values.iter().flatten());
    let scale = Scale::covering(values.map(|value| float(*value)), false);
    let mut shapes = String::new();
    let key_bottom = key(&mut shapes, &chart.series);
    text(
        &mut shapes,
        0.0,
        key_bottom + 16.0,
        Anchor::Start,
        TextClass::Quiet,
        &chart.value_axis,
    );
    let widest = scale
        .marks()
        .iter()
        .map(|(_, mark)| words::width(mark))
        .fold(20.0, f64::max);
    let top = key_bottom + 30.0;
    let area = Area {
        left: widest + 10.0,
        top,
        right: WIDTH - RIGHT,
        bottom: top + AREA,
    };
    draw_axes(&mut shapes, chart, &scale, &area);
    for (index, series) in chart.series.iter().enumerate() {
        draw_series(
            &mut shapes,
            series,
            stroke(&chart.series, index),
            &scale,
            &area,
        );
    }
    Drawing {
        width: WIDTH,
        height: area.bottom + 40.0,
        shapes,
    }
}

/// How a series is drawn.
#[derive(Clone, Copy)]
pub(super) struct Stroke {
    pub(super) class: &'static str,
    pub(super) colour: &'static str,
    pub(super) width: f64,
    pub(super) dashes: &'static str,
}

/// The stroke of a series; comparisons after the first get other dashes.
pub(super) fn stroke(series: &[Series], index: usize) -> Stroke {
    let comparison =
        |series: &&Series| matches!(series.role, SeriesRole::Comparison | SeriesRole::Status(_));
    let earlier = series.iter().take(index).filter(comparison).count();
    if let Some(stroke) = beside::stroke(series, index) {
        return stroke;
    }
    match series.get(index).map(|series| series.role) {
        Some(SeriesRole::Value) => Stroke {
            class: "value",
            colour: "#1D5C8C",
            width: 2.6,
            dashes: "",
        },
        Some(SeriesRole::Target) => Stroke {
            class: "target",
            colour: "#9A4A00",
            width: 1.8,
            dashes: "7 4",
        },
        Some(SeriesRole::Centre) => Stroke {
            class: "centre",
            colour: "#55626F",
            width: 1.4,
            dashes: "",
        },
        Some(SeriesRole::Limit) => Stroke {
            class: "limit",
            colour: "#55626F",
            width: 1.4,
            dashes: "2 3",
        },
        Some(SeriesRole::Forecast) => Stroke {
            class: "forecast",
            colour: "#1D5C8C",
            width: 2.2,
            dashes: "1 5",
        },
        _ => Stroke {
            class: "comparison",
            colour: "#5C4A8A",
            width: 1.8,
            dashes: ["9 3 2 3", "4 4", "1 4", "12 3"]
                .get(earlier % 4)
                .unwrap_or(&"4 4"),
        },
    }
}

/// The key above the chart, as many lines as it needs; returns where it ends.
fn key(shapes: &mut String, series: &[Series]) -> f64 {
    let (mut x, mut y) = (0.0, 14.0);
    let mut named: Vec<&str> = Vec::new();
    for (index, one) in series.iter().enumerate() {
        // Both limits of a chart usually carry one name; it stands in the key once.
        if named.contains(&one.name.as_str()) {
            continue;
        }
        named.push(&one.name);
        let name = words::clipped(&one.name, 300.0);
        let room = 44.0 + words::width(&name);
        if x > 0.0 && x + room > WIDTH {
            (x, y) = (0.0, y + 18.0);
        }
        stroke_path(
            shapes,
            stroke(series, index),
            &format!("M{} {}h26", number(x), number(y - 4.0)),
        );
        text(shapes, x + 32.0, y, Anchor::Start, TextClass::Plain, &name);
        x += room + 14.0;
    }
    if series.is_empty() { 0.0 } else { y }
}

/// A path with a series' stroke.
pub(super) fn stroke_path(shapes: &mut String, stroke: Stroke, path: &str) {
    let Stroke {
        class,
        colour,
        width,
        dashes,
    } = stroke;
    let dashes = if dashes.is_empty() {
        String::new()
    } else {
        format!(" stroke-dasharray=\"{dashes}\"")
    };
    let _ = write!(
        shapes,
        "<path class=\"{class}\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes} \
         stroke-linejoin=\"round\" fill=\"none\" d=\"{path}\"/>"
    );
}

fn draw_axes(shapes: &mut String, chart: &Chart, scale: &Scale, area: &Area) {
    for (share, mark) in scale.marks() {
        let y = area.y(share);
        rule(shapes, (area.left, y), (area.right, y), false);
        text(
            shapes,
            area.left - 8.0,
            y + 4.0,
            Anchor::End,
            TextClass::Quiet,
            &mark,
        );
    }
    rule(
        shapes,
        (area.left, area.bottom),
        (area.right, area.bottom),
        true,
    );
    let count = chart.labels.len();
    let widest = chart
        .labels
        .iter()
        .map(|label| words::width(label))
        .fold(1.0, f64::max)
        .min(110.0);
    let every = labels_apart(count, widest + 10.0, area.right - area.left);
    for (index, label) in chart.labels.iter().enumerate() {
        // Counted from the end, so that the latest period always has its label.
        if (count - 1 - index).is_multiple_of(every) {
            let label = words::clipped(label, 110.0);
            text(
                shapes,
                area.x(index, count),
                area.bottom + 20.0,
                Anchor::Middle,
                TextClass::Quiet,
                &label,
            );
        }
    }
}

/// Every how many labels there is room for one.
pub(super) fn labels_apart(count: usize, widest: f64, room: f64) -> usize {
    #[expect(clippy::cast_precision_loss, reason = "a chart has few points")]
    let fits = |every: usize| count.div_ceil(every) as f64 * widest <= room;
    (1..=count.max(1))
        .find(|&every| fits(every))
        .unwrap_or(count.max(1))
}

fn draw_series(shapes: &mut String, series: &Series, stroke: Stroke, scale: &Scale, area: &Area) {
    let count = series.values.len();
    let places: Vec<Option<(f64, f64)>> = series
        .values
        .iter()
        .enumerate()
        .map(|(index, value)| {
            value.map(|value| (area.x(index, count), area.y(scale.share(float(value)))))
        })
        .collect();
    let line = path(&places);
    if !line.is_empty() {
        stroke_path(shapes, stroke, &line);
    }
    let marked = !matches!(
        series.role,
        SeriesRole::Target | SeriesRole::Centre | SeriesRole::Limit
    );
    if !marked {
        for (x, y) in alone(&places) {
            let dash = format!("M{} {}H{}", number(x - 16.0), number(y), number(x + 16.0));
            stroke_path(shapes, stroke, &dash);
        }
    }
    for (x, y) in places.iter().flatten().filter(|_| marked) {
        let _ = write!(
            shapes,
            "<circle class=\"{}-mark\" fill=\"{}\" cx=\"{}\" cy=\"{}\" r=\"3.4\"/>",
            stroke.class,
            stroke.colour,
            number(*x),
            number(*y),
        );
    }
    if series.role == SeriesRole::Value {
        last_value(shapes, series, &places);
    }
}

/// Points with no point beside them, which no line would show: a target set for one period only.
fn alone(places: &[Option<(f64, f64)>]) -> impl Iterator<Item = (f64, f64)> + '_ {
    let empty = |index: Option<usize>| {
        index
            .and_then(|index| places.get(index))
            .copied()
            .flatten()
            .is_none()
    };
    places.iter().enumerate().filter_map(move |(index, place)| {
        let apart = empty(index.checked_sub(1)) && empty(index.checked_add(1));
        place.filter(|_| apart)
    })
}

/// The latest value, written beside its mark.
fn last_value(shapes: &mut String, series: &Series, places: &[Option<(f64, f64)>]) {
    let last = places
        .iter()
        .zip(&series.values)
        .rev()
        .find_map(|(place, value)| place.zip(*value));
    if let Some(((x, y), value)) = last {
        let value = words::clipped(&grouped(&value.normalize().to_string()), WIDTH - x - 10.0);
        text(
            shapes,
            x + 9.0,
            y - 7.0,
            Anchor::Start,
            TextClass::Strong,
            &value,
        );
    }
}
