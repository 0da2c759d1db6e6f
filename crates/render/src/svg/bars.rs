//! Bar charts, lying down so that their labels can be read without turning one's head.

use std::fmt::Write as _;

use clew_report::{Chart, Series, SeriesRole, Status};
use rust_decimal::Decimal;

use super::{
    Anchor, Drawing, TextClass, WIDTH, number, patterns, rule,
    scale::{Scale, float, grouped},
    text, words,
};
use crate::marks::look;

/// Height of one bar.
const BAR: f64 = 18.0;
/// Height of one bar of a stacked chart.
const STACK: f64 = 26.0;
/// Widest that labels may be.
const WIDEST_LABEL: f64 = 230.0;
/// Room to the right, for values.
const RIGHT: f64 = 70.0;

/// Fills of series that are not statuses, in turn.
const FILLS: [(&str, &str); 4] = [
    ("fill-1", "#1D5C8C"),
    ("fill-2", "#8FB3CF"),
    ("fill-3", "#5C4A8A"),
    ("fill-4", "#B9AED4"),
];

/// The rows of a chart: their labels to the left, their bars to the right.
struct Rows {
    left: f64,
    labels: Vec<Vec<String>>,
}

impl Rows {
    fn of(chart: &Chart) -> Self {
        let labels: Vec<Vec<String>> = chart
            .labels
            .iter()
            .map(|label| words::lines(label, WIDEST_LABEL, 3))
            .collect();
        let widest = labels
            .iter()
            .flatten()
            .map(|line| words::width(line))
            .fold(30.0, f64::max);
        Self {
            left: widest.min(WIDEST_LABEL) + 12.0,
            labels,
        }
    }

    /// Height of a row that also holds bars of this height.
    fn height(&self, index: usize, bars: f64) -> f64 {
        let lines = self.labels.get(index).map_or(1, Vec::len);
        #[expect(clippy::cast_precision_loss, reason = "a label has few lines")]
        let words = lines as f64 * 14.0;
        words.max(bars) + 10.0
    }

    /// Writes the label of a row around its middle.
    fn write(&self, shapes: &mut String, index: usize, middle: f64) {
        let lines = self.labels.get(index).map_or(&[][..], Vec::as_slice);
        #[expect(clippy::cast_precision_loss, reason = "a label has few lines")]
        let mut y = middle + 4.5 - (lines.len().saturating_sub(1)) as f64 * 7.0;
        for line in lines {
            text(
                shapes,
                self.left - 10.0,
                y,
                Anchor::End,
                TextClass::Plain,
                line,
            );
            y += 14.0;
        }
    }
}

/// Whether a series is drawn as a mark across the bars rather than as a bar.
const fn is_mark(role: SeriesRole) -> bool {
    matches!(
        role,
        SeriesRole::Target | SeriesRole::Centre | SeriesRole::Limit
    )
}

/// Statuses among the series.
fn statuses(chart: &Chart) -> impl Iterator<Item = Status> {
    chart.series.iter().filter_map(|series| match series.role {
        SeriesRole::Status(status) => Some(status),
        _ => None,
    })
}

/// How a bar is filled: its colour and, for a status, the pattern over it.
struct Fill {
    class: &'static str,
    colour: String,
    pattern: Option<String>,
}

/// The fill of a series.
fn fill(chart: &Chart, index: usize, id: &str) -> Fill {
    if let Some(SeriesRole::Status(status)) = chart.series.get(index).map(|series| series.role) {
        let look = look(status);
        return Fill {
            class: look.key,
            colour: format!("#{}", look.solid),
            pattern: patterns::over(id, status),
        };
    }
    let earlier = chart
        .series
        .iter()
        .take(index)
        .filter(|series| !is_mark(series.role));
    let (class, colour) = FILLS
        .get(earlier.count() % FILLS.len())
        .unwrap_or(&FILLS[0]);
    Fill {
        class,
        colour: (*colour).to_owned(),
        pattern: None,
    }
}

/// Draws bars side by side, one group a label.
pub(super) fn draw(chart: &Chart, id: &str) -> Drawing {
    let bars: Vec<usize> = places(chart, false);
    let marks: Vec<usize> = places(chart, true);
    let values = chart
        .series
        .iter()
        .flat_map(|series| series.values.iter().flatten());
    let scale = Scale::covering(values.map(|value| float(*value)), true);
    let mut shapes = patterns::definitions(id, statuses(chart));
    let rows = Rows::of(chart);
    let top = head(&mut shapes, chart, id);
    #[expect(clippy::cast_precision_loss, reason = "a chart has few series")]
    let group = bars.len().max(1) as f64 * BAR;
    let bottom = (0..chart.labels.len()).fold(top, |y, row| y + rows.height(row, group));
    axis(&mut shapes, &scale, rows.left, top, bottom);
    let width = WIDTH - RIGHT - rows.left;
    let x = |value: f64| rows.left + scale.share(value) * width;
    let mut y = top;
    for row in 0..chart.labels.len() {
        let height = rows.height(row, group);
        rows.write(&mut shapes, row, y + height / 2.0);
        let first = y + (height - group) / 2.0;
        let marked: Vec<f64> = marks
            .iter()
            .filter_map(|&series| value(chart, series, row))
            .map(|value| x(float(value)))
            .collect();
        let mut at = first;
        for &series in &bars {
            if let Some(value) = value(chart, series, row) {
                let (from, to) = (x(0.0), x(float(value)));
                let fill = fill(chart, series, id);
                bar(
                    &mut shapes,
                    (from.min(to), at + 1.0),
                    ((to - from).abs(), BAR - 2.0),
                    &fill,
                );
                let shown = grouped(&value.normalize().to_string());
                let end = clear_of(from.max(to) + 6.0, words::width(&shown), &marked);
                text(
                    &mut shapes,
                    end,
                    at + BAR / 2.0 + 4.5,
                    Anchor::Start,
                    TextClass::Strong,
                    &shown,
                );
            }
            at += BAR;
        }
        for &place in &marked {
            mark(&mut shapes, place, first - 3.0, group + 6.0);
        }
        y += height;
    }
    rule(&mut shapes, (x(0.0), top), (x(0.0), bottom), true);
    Drawing {
        width: WIDTH,
        height: bottom + 28.0,
        shapes,
    }
}

/// Where a value of this width can begin without a mark running through it.
fn clear_of(begin: f64, width: f64, marked: &[f64]) -> f64 {
    let in_the_way = |&&place: &&f64| place > begin - 4.0 && place < begin + width + 2.0;
    marked
        .iter()
        .filter(in_the_way)
        .fold(begin, |begin, place| begin.max(place + 6.0))
}

/// Places of the series that are marks, or that are not.
fn places(chart: &Chart, marks: bool) -> Vec<usize> {
    let wanted = |(_, series): &(usize, &Series)| is_mark(series.role) == marks;
    chart
        .series
        .iter()
        .enumerate()
        .filter(wanted)
        .map(|(index, _)| index)
        .collect()
}

fn value(chart: &Chart, series: usize, row: usize) -> Option<Decimal> {
    chart.series.get(series)?.values.get(row).copied().flatten()
}

fn bar(shapes: &mut String, (x, y): (f64, f64), (width, height): (f64, f64), fill: &Fill) {
    let mut rectangle = |class: &str, paint: &str| {
        let _ = write!(
            shapes,
            "<rect class=\"{class}\" fill=\"{paint}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            number(x),
            number(y),
            number(width),
            number(height),
        );
    };
    rectangle(fill.class, &fill.colour);
    if let Some(pattern) = &fill.pattern {
        rectangle("pattern", pattern);
    }
}

/// A mark across the bars of a row: a target or a limit.
fn mark(shapes: &mut String, x: f64, y: f64, height: f64) {
    let _ = write!(
        shapes,
        "<path class=\"target\" stroke=\"#9A4A00\" stroke-width=\"3\" fill=\"none\" d=\"M{} {}v{}\"/>",
        number(x),
        number(y),
        number(height),
    );
}

/// Key and name of the axis; returns where the rows begin.
fn head(shapes: &mut String, chart: &Chart, id: &str) -> f64 {
    let (mut x, mut y) = (0.0, 14.0);
    for (index, series) in chart.series.iter().enumerate() {
        let name = words::clipped(&series.name, 300.0);
        let room = 24.0 + words::width(&name);
        if x > 0.0 && x + room > WIDTH {
            (x, y) = (0.0, y + 20.0);
        }
        if is_mark(series.role) {
            mark(shapes, x + 8.0, y - 12.0, 15.0);
        } else {
            let fill = fill(chart, index, id);
            bar(shapes, (x, y - 11.0), (16.0, 14.0), &fill);
        }
        text(shapes, x + 22.0, y, Anchor::Start, TextClass::Plain, &name);
        x += room + 16.0;
    }
    text(
        shapes,
        0.0,
        y + 22.0,
        Anchor::Start,
        TextClass::Quiet,
        &chart.value_axis,
    );
    y + 34.0
}

fn axis(shapes: &mut String, scale: &Scale, left: f64, top: f64, bottom: f64) {
    for (share, mark) in scale.marks() {
        let x = left + share * (WIDTH - RIGHT - left);
        rule(shapes, (x, top), (x, bottom), false);
        text(
            shapes,
            x,
            bottom + 18.0,
            Anchor::Middle,
            TextClass::Quiet,
            &mark,
        );
    }
}

/// Draws bars on top of one another, one bar a label, each part with its number.
pub(super) fn draw_stacked(chart: &Chart, id: &str) -> Drawing {
    let total = |row: usize| -> f64 {
        (0..chart.series.len())
            .filter_map(|series| value(chart, series, row))
            .map(|part| float(part).max(0.0))
            .sum()
    };
    let scale = Scale::covering((0..chart.labels.len()).map(total), true);
    let mut shapes = patterns::definitions(id, statuses(chart));
    let rows = Rows::of(chart);
    let top = head(&mut shapes, chart, id);
    let bottom = (0..chart.labels.len()).fold(top, |y, row| y + rows.height(row, STACK));
    axis(&mut shapes, &scale, rows.left, top, bottom);
    let mut y = top;
    for row in 0..chart.labels.len() {
        let height = rows.height(row, STACK);
        rows.write(&mut shapes, row, y + height / 2.0);
        stack(
            &mut shapes,
            chart,
            id,
            row,
            &scale,
            (rows.left, y + (height - STACK) / 2.0),
        );
        y += height;
    }
    rule(&mut shapes, (rows.left, top), (rows.left, bottom), true);
    Drawing {
        width: WIDTH,
        height: bottom + 28.0,
        shapes,
    }
}

fn stack(
    shapes: &mut String,
    chart: &Chart,
    id: &str,
    row: usize,
    scale: &Scale,
    (left, y): (f64, f64),
) {
    let mut x = left;
    for series in 0..chart.series.len() {
        let Some(part) = value(chart, series, row).filter(|part| *part > Decimal::ZERO) else {
            continue;
        };
        let width = scale.share(float(part)) * (WIDTH - RIGHT - left);
        let fill = fill(chart, series, id);
        bar(shapes, (x, y), ((width - 1.5).max(0.5), STACK), &fill);
        chip(
            shapes,
            x + width / 2.0 - 0.75,
            y + STACK / 2.0,
            width,
            &grouped(&part.normalize().to_string()),
        );
        x += width;
    }
}

/// A number on a light ground in the middle of its part, where there is room for it.
fn chip(shapes: &mut String, x: f64, y: f64, room: f64, shown: &str) {
    let width = words::width(shown) + 8.0;
    if width + 2.0 > room {
        return;
    }
    let _ = write!(
        shapes,
        "<rect class=\"chip\" fill=\"#FFFFFF\" rx=\"3\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"17\"/>",
        number(x - width / 2.0),
        number(y - 8.5),
        number(width),
    );
    text(shapes, x, y + 4.5, Anchor::Middle, TextClass::OnChip, shown);
}
