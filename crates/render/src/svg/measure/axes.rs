//! The area of the chart of a measure: from labels and values to places.

use clew_report::{Chart, OverTime};

use super::scale;
use crate::svg::{
    Anchor, Size, TextClass, lines, rule,
    scale::{Scale, float},
    text, words,
};

/// The area within the drawing, and its scale.
pub(super) struct Axes {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
    /// Width of the whole drawing.
    pub(super) width: f64,
    /// Room from one label to the next.
    pub(super) step: f64,
    scale: Scale,
    count: usize,
}

impl Axes {
    pub(super) fn new(
        chart: &Chart,
        over_time: &OverTime,
        size: Size,
        width: f64,
        top: f64,
    ) -> Self {
        let (height, room) = match size {
            Size::Wide => (250.0, 64.0),
            Size::Compact => (190.0, 12.0),
        };
        let scale = scale(chart, over_time);
        let widest = scale
            .marks()
            .iter()
            .map(|(_, mark)| words::width(mark))
            .fold(20.0, f64::max);
        let top = if over_time.breaks.is_empty() {
            top
        } else {
            top + 18.0
        };
        let (left, right) = (widest + 10.0, width - room);
        let count = chart.labels.len();
        #[expect(clippy::cast_precision_loss, reason = "a chart has few points")]
        let step = (right - left) / count.max(1) as f64;
        Self {
            left,
            top,
            right,
            bottom: top + height,
            width,
            step,
            scale,
            count,
        }
    }

    /// Where a label stands from the left.
    #[expect(clippy::cast_precision_loss, reason = "a chart has few points")]
    pub(super) fn x(&self, index: usize) -> f64 {
        self.left + (index as f64 + 0.5) * self.step
    }

    /// Where the room of a label begins.
    pub(super) fn begin(&self, index: usize) -> f64 {
        self.x(index) - self.step / 2.0
    }

    /// Where a value stands from the top.
    pub(super) fn y(&self, value: rust_decimal::Decimal) -> f64 {
        self.bottom - self.scale.share(float(value)) * (self.bottom - self.top)
    }

    /// Grid, marks and labels.
    pub(super) fn draw(&self, shapes: &mut String, chart: &Chart) {
        for (share, mark) in self.scale.marks() {
            let y = self.bottom - share * (self.bottom - self.top);
            rule(shapes, (self.left, y), (self.right, y), false);
            text(
                shapes,
                self.left - 8.0,
                y + 4.0,
                Anchor::End,
                TextClass::Quiet,
                &mark,
            );
        }
        rule(
            shapes,
            (self.left, self.bottom),
            (self.right, self.bottom),
            true,
        );
        let widest = chart
            .labels
            .iter()
            .map(|label| words::width(label))
            .fold(1.0, f64::max)
            .min(110.0);
        // The last label is moved to the left where it would leave the drawing.
        let moved = (widest / 2.0 - (self.width - self.right) - self.step / 2.0).max(0.0);
        let every = lines::labels_apart(self.count, widest + 10.0 + moved, self.right - self.left);
        for (index, label) in chart.labels.iter().enumerate() {
            // Counted from the end, so that the latest period always has its label.
            if (self.count - 1 - index).is_multiple_of(every) {
                self.label(shapes, index, &words::clipped(label, 110.0));
            }
        }
    }

    /// A label under its place, moved where it would leave the drawing.
    fn label(&self, shapes: &mut String, index: usize, label: &str) {
        let (x, half) = (self.x(index), words::width(label) / 2.0);
        let y = self.bottom + 19.0;
        rule(shapes, (x, self.bottom), (x, self.bottom + 5.0), true);
        let (x, anchor) = if x + half > self.width {
            (self.width, Anchor::End)
        } else if x - half < 0.0 {
            (0.0, Anchor::Start)
        } else {
            (x, Anchor::Middle)
        };
        text(shapes, x, y, anchor, TextClass::Quiet, label);
    }
}
