//! The chart of a measure: values with their statuses over targets, bands, limits and breaks.

mod axes;
mod behind;
mod points;

use clew_report::{Band, Chart, OverTime, Series, SeriesRole};

use self::axes::Axes;
use super::{
    Anchor, Drawing, Size, TextClass, WIDTH, beside,
    key::{self, Item},
    lines, marks,
    scale::{Scale, float},
    text, words,
};

/// Width of the drawing for telephones.
const NARROW: f64 = 300.0;

/// Draws the chart of a measure.
pub(super) fn draw(chart: &Chart, size: Size) -> Drawing {
    let width = match size {
        Size::Wide => WIDTH,
        Size::Compact => NARROW,
    };
    let nothing = OverTime::default();
    let over_time = chart.over_time.as_deref().unwrap_or(&nothing);
    let mut shapes = String::new();
    let key_bottom = key::write(&mut shapes, &items(chart, over_time), 0.0, width);
    let name = words::clipped(&chart.value_axis, width);
    text(
        &mut shapes,
        0.0,
        key_bottom + 18.0,
        Anchor::Start,
        TextClass::Quiet,
        &name,
    );
    let axes = Axes::new(chart, over_time, size, width, key_bottom + 32.0);
    behind::bands(&mut shapes, &over_time.bands, &axes);
    axes.draw(&mut shapes, chart);
    behind::breaks(&mut shapes, &over_time.breaks, &axes);
    for (index, series) in chart.series.iter().enumerate() {
        behind::line(
            &mut shapes,
            series,
            lines::stroke(&chart.series, index),
            over_time,
            &axes,
        );
    }
    points::draw(&mut shapes, chart, over_time, &axes);
    let bottom = behind::foot(&mut shapes, chart, over_time, &axes);
    Drawing {
        width,
        height: bottom,
        shapes,
    }
}

/// Every value that the axis must cover.
fn values<'a>(chart: &'a Chart, over_time: &'a OverTime) -> impl Iterator<Item = f64> + 'a {
    let lines = chart
        .series
        .iter()
        .flat_map(|series| series.values.iter().flatten());
    let bands = over_time
        .bands
        .iter()
        .flat_map(|band| band.ranges.iter().flatten())
        .flat_map(|(low, high)| [low, high]);
    lines.chain(bands).map(|value| float(*value))
}

fn scale(chart: &Chart, over_time: &OverTime) -> Scale {
    Scale::covering(values(chart, over_time), false)
}

/// What the key names: lines, bands, statuses, and how points are marked.
fn items(chart: &Chart, over_time: &OverTime) -> Vec<Item> {
    let mut items = line_items(&chart.series);
    let mut bands: Vec<&Band> = Vec::new();
    for band in &over_time.bands {
        if !bands.iter().any(|known| known.name == band.name) {
            bands.push(band);
        }
    }
    items.extend(bands.into_iter().map(|band| {
        let status = band.status;
        Item::new(22.0, band.name.clone(), move |shapes, x, y| {
            behind::swatch(shapes, status, (x, y - 6.0));
        })
    }));
    items.extend(points::items(over_time));
    items
}

fn line_items(series: &[Series]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for (index, one) in series.iter().enumerate() {
        // Both limits of a chart carry one name; it stands in the key once.
        if items.iter().any(|known| known.name == one.name) {
            continue;
        }
        let stroke = lines::stroke(series, index);
        let hollow = one.role == SeriesRole::Forecast;
        let apart = beside::stroke(series, index).is_some();
        items.push(Item::new(26.0, one.name.clone(), move |shapes, x, y| {
            let path = format!("M{} {}h26", super::number(x), super::number(y));
            lines::stroke_path(shapes, stroke, &path);
            if apart {
                beside::mark(shapes, index, (x + 13.0, y), 4.0);
            }
            if hollow {
                points::expected(shapes, (x + 21.0, y));
            }
        }));
    }
    items
}
