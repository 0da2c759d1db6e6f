//! The periods of a chart, each with its figure, judgement, target and limits.

use clew_calendar::Period;
use clew_measure::{Bounds, Exact, Judgement, bounds, lgbf_measure, show_against, show_value};
use clew_plan::{Aggregation, Figure, FigureState, Goal, Measure, Polarity, Status, UnitId};
use rust_decimal::Decimal;

use super::MeasureChartOptions;
use super::control::Control;
use crate::builders::measure_rows::value_of;
use crate::{Band, Break, PointMark, Request, Series, SeriesRole, words};

/// Most periods that a chart steps through; more would be no line but a smear, and come only from
/// a mistyped year.
const MOST_PERIODS: usize = 400;

/// One period of the chart.
pub(super) struct Point<'book> {
    pub(super) period: Period,
    pub(super) figure: Option<&'book Figure>,
    pub(super) value: Option<Decimal>,
    pub(super) judgement: Judgement<'book>,
    pub(super) goal: Option<Goal>,
    pub(super) bounds: Option<Bounds>,
}

/// The periods of a chart in order of time.
pub(super) struct Points<'a, 'book> {
    pub(super) request: &'a Request<'book>,
    pub(super) measure: &'a Measure,
    pub(super) unit: Option<&'a UnitId>,
    pub(super) points: Vec<Point<'book>>,
    pub(super) breaks: Vec<Break>,
    /// Place of the end of the year and the value expected there.
    expected: Option<(usize, Decimal)>,
}

impl<'a, 'book> Points<'a, 'book> {
    pub(super) fn new(
        request: &'a Request<'book>,
        measure: &'a Measure,
        unit: Option<&'a UnitId>,
        options: &MeasureChartOptions,
    ) -> Self {
        let mut points = Self {
            request,
            measure,
            unit,
            points: Vec::new(),
            breaks: Vec::new(),
            expected: None,
        };
        let mut periods = points.periods(options.from);
        let expected = options
            .forecast
            .then(|| points.expect(&mut periods))
            .flatten();
        points.points = periods.iter().map(|period| points.point(*period)).collect();
        points.breaks = points.broken();
        points.expected = expected;
        points
    }

    /// The series' periods without a hole, then the reported period where it is of another length.
    fn periods(&self, from: Option<Period>) -> Vec<Period> {
        let until = self.request.period.last();
        let figures = self.request.index.figures(&self.measure.code.key());
        let own: Vec<&Figure> = figures
            .iter()
            .copied()
            .filter(|figure| figure.unit.as_ref() == self.unit && figure.period.last() <= until)
            .collect();
        let kind = clew_measure::spc::kind_of_series(self.measure, &own);
        let shown = |period: &Period| from.is_none_or(|from| period.last() >= from.first());
        let of_kind = || {
            let periods = own.iter().map(|figure| figure.period);
            periods.filter(|period| Some(period.kind()) == kind && shown(period))
        };
        let mut periods = match of_kind().min().zip(of_kind().max()) {
            Some((first, last)) => steps(first, last).unwrap_or_else(|| {
                let mut known: Vec<Period> = of_kind().collect();
                known.sort();
                known.dedup();
                known
            }),
            None => Vec::new(),
        };
        periods.extend(self.reported(&periods));
        periods
    }

    /// The reported period, where its figure is newer than the series and can stand beside it.
    fn reported(&self, periods: &[Period]) -> Option<Period> {
        let asked = self.request.period;
        let newer = periods.last().is_none_or(|last| last.last() < asked.last());
        let comparable = self.measure.aggregation != Some(Aggregation::Sum) || periods.is_empty();
        let key = self.measure.code.key();
        let figure = self.request.index.figure_for(&key, asked, self.unit);
        (newer && comparable && figure.is_some()).then_some(asked)
    }

    /// The forecast of the latest figure that has one, and the periods up to the year's end. A
    /// year's sum is no point on a line of months.
    fn expect(&self, periods: &mut Vec<Period>) -> Option<(usize, Decimal)> {
        let last = *periods.last()?;
        let figure = self.figure(last)?;
        let value = figure.forecast?;
        let year = last.financial_year()?;
        let adds_up = self.measure.aggregation == Some(Aggregation::Sum);
        if last.last() >= year.last() || adds_up {
            return None;
        }
        let rest = std::iter::successors(last.next(), |period| period.next());
        periods.extend(rest.take_while(|period| period.last() <= year.last()));
        (periods.last().copied() != Some(last)).then(|| (periods.len() - 1, value))
    }

    fn figure(&self, period: Period) -> Option<&'book Figure> {
        let key = self.measure.code.key();
        let found = self.request.index.figure_for(&key, period, self.unit)?;
        // A figure of the period's last day alone is another period's point.
        (found.period.kind() != clew_calendar::PeriodKind::Day
            || period.kind() == clew_calendar::PeriodKind::Day)
            .then_some(found)
    }

    fn point(&self, period: Period) -> Point<'book> {
        let index = self.request.index;
        let judgement = index.judge(self.measure, period, self.unit);
        let figure = self.figure(period);
        let target = index.target_for(&self.measure.code.key(), period, self.unit);
        let tolerance = index.tolerance_for(self.measure, target.and_then(|found| found.record));
        let goal = target.and_then(|found| found.goal);
        let limits = goal
            .zip(self.polarity())
            .map(|(goal, polarity)| bounds(goal, polarity, Some(&tolerance.tolerance)));
        Point {
            period,
            figure,
            value: figure.and_then(|figure| value_of(figure, self.measure)),
            goal,
            bounds: judgement.bounds.or(limits),
            judgement,
        }
    }

    fn polarity(&self) -> Option<Polarity> {
        let listed = || lgbf_measure(self.measure.code.key().as_str()).map(|found| found.polarity);
        self.measure.polarity.or_else(listed)
    }

    /// The breaks that lie within the chart, each before the first period of its new series.
    fn broken(&self) -> Vec<Break> {
        let key = self.measure.code.key();
        let all = &self.request.book().series_breaks;
        let mut breaks: Vec<Break> = all
            .iter()
            .filter(|one| one.measure == key)
            .filter_map(|one| {
                let new = |point: &Point<'_>| point.period.first() >= one.from.first();
                let before = self.points.iter().position(new)?;
                (before > 0).then(|| Break {
                    before,
                    reason: one.reason.clone(),
                })
            })
            .collect();
        breaks.sort_by_key(|one| one.before);
        breaks
    }

    pub(super) fn label(&self, place: usize) -> String {
        self.points
            .get(place)
            .map(|point| words::period(point.period))
            .unwrap_or_default()
    }

    pub(super) fn labels(&self) -> Vec<String> {
        (0..self.points.len())
            .map(|place| self.label(place))
            .collect()
    }

    /// The value as a reader sees it.
    pub(super) fn shown(&self, point: &Point<'_>) -> Option<String> {
        let Measure {
            unit_of_measure,
            decimals,
            ..
        } = self.measure;
        let limits = point.bounds.as_ref();
        Some(show_against(
            point.value?,
            *unit_of_measure,
            *decimals,
            limits,
        ))
    }

    pub(super) fn show(&self, value: Decimal) -> String {
        show_value(value, self.measure.unit_of_measure, self.measure.decimals)
    }

    pub(super) fn values(&self) -> Series {
        self.one("Value", SeriesRole::Value, |point| point.value)
    }

    pub(super) fn targets(&self) -> Series {
        self.one("Target", SeriesRole::Target, |point| match point.goal? {
            Goal::Value(value) => Some(value),
            Goal::Range { .. } => None,
        })
    }

    fn one(
        &self,
        name: &str,
        role: SeriesRole,
        value: impl Fn(&Point<'book>) -> Option<Decimal>,
    ) -> Series {
        Series {
            name: name.to_owned(),
            role,
            values: self.points.iter().map(value).collect(),
        }
    }

    /// The value expected: from the last known value to the end of the year.
    pub(super) fn forecast(&self) -> Option<Series> {
        let (end, value) = self.expected?;
        let last = self
            .points
            .iter()
            .rposition(|point| point.value.is_some())?;
        let mut series = self.one("Forecast", SeriesRole::Forecast, |_| None);
        if let Some(from) = series.values.get_mut(last) {
            *from = self.points.get(last)?.value;
        }
        *series.values.get_mut(end)? = Some(value);
        Some(series)
    }

    /// The value expected in this period, if it is the one the forecast is for.
    pub(super) fn expected_at(&self, place: usize) -> Option<Decimal> {
        let (end, value) = self.expected?;
        (end == place).then_some(value)
    }

    /// The value expected as a reader sees it.
    pub(super) fn expected_shown(&self) -> Option<String> {
        self.expected.map(|(_, value)| self.show(value))
    }

    pub(super) fn marks(&self, control: Option<&Control>) -> Vec<Option<PointMark>> {
        let mark = |(place, point): (usize, &Point<'book>)| {
            Some(PointMark {
                status: point.judgement.shown(self.request.basis),
                provisional: point.figure?.state == FigureState::Provisional,
                signal: control.and_then(|control| control.signal(place)),
                shown: self.shown(point)?,
            })
        };
        self.points.iter().enumerate().map(mark).collect()
    }

    /// The range to lie in, and the ranges that are still Amber, where there are any.
    pub(super) fn bands(&self) -> Vec<Band> {
        let green = self.band("Target range", Status::Green, |limits| match limits {
            Bounds::Between { green, .. } => Some(*green),
            _ => None,
        });
        let amber = self.band("Amber", Status::Amber, |limits| match limits {
            Bounds::AtLeast { green, amber } => Some((*amber, *green)),
            Bounds::AtMost { green, amber } => Some((*green, *amber)),
            Bounds::Between { green, amber } => Some((amber.0, green.0)),
            Bounds::Unjudged => None,
        });
        let above = self.band("Amber", Status::Amber, |limits| match limits {
            Bounds::Between { green, amber } => Some((green.1, amber.1)),
            _ => None,
        });
        [green, amber, above].into_iter().flatten().collect()
    }

    fn band(
        &self,
        name: &str,
        status: Status,
        range: impl Fn(&Bounds) -> Option<(Exact, Exact)>,
    ) -> Option<Band> {
        let of = |point: &Point<'_>| {
            let (low, high) = range(point.bounds.as_ref()?)?;
            (low < high).then(|| (low.to_decimal(), high.to_decimal()))
        };
        let ranges: Vec<Option<(Decimal, Decimal)>> = self.points.iter().map(of).collect();
        ranges.iter().any(Option::is_some).then(|| Band {
            name: name.to_owned(),
            status,
            ranges,
        })
    }

    /// The places the control limits are drawn from, where the measure names them.
    pub(super) fn baseline(&self) -> Option<(usize, usize)> {
        let chosen = self.measure.baseline?;
        let inside = |point: &Point<'_>| chosen.covers(point.period);
        let first = self.points.iter().position(inside)?;
        Some((first, self.points.iter().rposition(inside)?))
    }

    /// The first and the latest value in a sentence.
    pub(super) fn said(&self) -> String {
        let mut known = self.points.iter().filter(|point| point.value.is_some());
        let said = |point: &Point<'_>| {
            let shown = self.shown(point).unwrap_or_default();
            format!("{shown} in {}", words::period(point.period))
        };
        let status = |point: &Point<'_>| point.judgement.shown(self.request.basis);
        match (known.next(), known.next_back()) {
            (Some(first), Some(last)) => {
                format!("From {} to {}, {}.", said(first), said(last), status(last))
            }
            (Some(only), None) => format!("{}, {}.", said(only), status(only)),
            (None, _) => "There is no figure yet.".to_owned(),
        }
    }
}

/// The periods from the first to the last; none where there are too many, or no next one.
fn steps(first: Period, last: Period) -> Option<Vec<Period>> {
    let all = std::iter::successors(Some(first), |period| period.next());
    let steps: Vec<Period> = all
        .take_while(|period| period.first() <= last.first())
        .take(MOST_PERIODS + 1)
        .collect();
    (steps.len() <= MOST_PERIODS && steps.last() == Some(&last)).then_some(steps)
}
