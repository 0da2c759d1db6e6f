//! Control limits and signals, laid over the periods of a chart.

use clew_measure::spc::{ChartPoint, Meaning, RuleSet, chart_of_measure};
use rust_decimal::Decimal;

use super::points::{Point, Points};
use crate::{Direction, PointSignal, Series, SeriesRole};

/// The control lines and signals at each label.
pub(super) struct Control {
    lines: Vec<Option<(Decimal, Decimal, Decimal)>>,
    signals: Vec<Option<PointSignal>>,
    /// The rule set and its source.
    pub(super) caption: String,
    /// What the chart says, in words.
    pub(super) summary: String,
}

impl Control {
    /// None when the measure has no figures a control chart can be drawn from.
    pub(super) fn new(points: &Points<'_, '_>, rules: &RuleSet) -> Option<Self> {
        let book = points.request.book();
        let chart = chart_of_measure(book, points.measure, points.unit, rules).ok()?;
        let found = |point: &Point<'_>| -> Option<&ChartPoint> {
            let label = point.period.to_string();
            chart.points.iter().find(|one| one.label == label)
        };
        let lines = points
            .points
            .iter()
            .map(|point| found(point).map(|one| (one.centre, one.lower, one.upper)))
            .collect();
        let signals = points
            .points
            .iter()
            .map(|point| signal(found(point)?))
            .collect();
        let mut control = Self {
            lines,
            signals,
            caption: format!(
                "Control limits and signals by the rule set “{}” ({}).",
                rules.title, rules.name
            ),
            summary: chart.summary,
        };
        control.bridge(points);
        Some(control)
    }

    /// Carries the lines over periods without a figure that lie between two of one series.
    fn bridge(&mut self, points: &Points<'_, '_>) {
        let breaks = |place: usize| points.breaks.iter().any(|one| one.before == place);
        let mut last = None;
        let end = self.lines.iter().rposition(Option::is_some).unwrap_or(0);
        for (place, line) in self.lines.iter_mut().enumerate().take(end) {
            if breaks(place) {
                last = None;
            }
            *line = line.or(last);
            last = *line;
        }
    }

    pub(super) fn signal(&self, place: usize) -> Option<PointSignal> {
        self.signals.get(place).cloned().flatten()
    }

    /// Centre, lower and upper limit at a label.
    pub(super) fn at(&self, place: usize) -> Option<(Decimal, Decimal, Decimal)> {
        self.lines.get(place).copied().flatten()
    }

    pub(super) fn series(&self) -> Vec<Series> {
        type Lines = (Decimal, Decimal, Decimal);
        let one = |name: &str, role, value: fn(Lines) -> Decimal| Series {
            name: name.to_owned(),
            role,
            values: self.lines.iter().map(|line| line.map(value)).collect(),
        };
        vec![
            one("Mean", SeriesRole::Centre, |(centre, _, _)| centre),
            one("Control limits", SeriesRole::Limit, |(_, lower, _)| lower),
            one("Control limits", SeriesRole::Limit, |(_, _, upper)| upper),
        ]
    }
}

fn signal(point: &ChartPoint) -> Option<PointSignal> {
    let first = point.signals.first()?;
    Some(PointSignal {
        direction: match point.meaning {
            Meaning::Improvement => Direction::Up,
            Meaning::Concern => Direction::Down,
            Meaning::High | Meaning::Low | Meaning::Unusual | Meaning::Common => Direction::Level,
        },
        words: first.words().to_owned(),
    })
}
