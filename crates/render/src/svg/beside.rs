//! Series side by side, none of them the chart's own: each with a colour, a stroke and a mark.

use std::fmt::Write as _;

use clew_report::{Series, SeriesRole};

use super::{lines::Stroke, number};

/// Class of line and mark, colour, and dashes; as many as one chart can hold and still be read.
const STROKES: [(&str, &str, &str); 6] = [
    ("beside-1", "#1D5C8C", ""),
    ("beside-2", "#9A4A00", "9 4"),
    ("beside-3", "#5C4A8A", "3 3"),
    ("beside-4", "#0B6E75", "12 3 2 3"),
    ("beside-5", "#8A2E63", "6 3"),
    ("beside-6", "#1F2A35", "1 4"),
];

/// Marks within a square from -1 to 1, in the order of the strokes: circle, square, triangle up,
/// diamond, triangle down, cross.
const MARKS: [&str; 6] = [
    "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0 -2 0Z",
    "M-.9 -.9H.9V.9H-.9Z",
    "M0 -1.1L1.1 .9H-1.1Z",
    "M0 -1.3L1.2 0L0 1.3L-1.2 0Z",
    "M0 1.1L1.1 -.9H-1.1Z",
    "M-1.1 -.4H-.4V-1.1H.4V-.4H1.1V.4H.4V1.1H-.4V.4H-1.1Z",
];

/// The stroke of a series of a chart in which every series is compared with the others; none in any
/// other chart.
pub(super) fn stroke(series: &[Series], index: usize) -> Option<Stroke> {
    let compared = |series: &Series| series.role == SeriesRole::Comparison;
    if !series.iter().all(compared) {
        return None;
    }
    let (class, colour, dashes) = STROKES[index % STROKES.len()];
    Some(Stroke {
        class,
        colour,
        width: 2.2,
        dashes,
    })
}

/// The mark of the series at this place in its chart.
pub(super) fn mark(shapes: &mut String, index: usize, (x, y): (f64, f64), radius: f64) {
    let (class, colour, _) = STROKES[index % STROKES.len()];
    let _ = write!(
        shapes,
        "<path class=\"{class}-mark\" fill=\"{colour}\" transform=\"translate({} {}) scale({})\" d=\"{}\"/>",
        number(x),
        number(y),
        number(radius),
        MARKS[index % MARKS.len()],
    );
}
