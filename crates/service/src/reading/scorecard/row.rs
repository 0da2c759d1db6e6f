//! One row of a scorecard: a measure's value, target, status and trend, as they are shown.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use clew_calendar::{Day, Period, PeriodKind};
use clew_measure::{
    Direction, Exact, Judgement, MeasureFacts, StatusBasis, Trend, exact_value, show_against,
    show_goal, show_value,
};
use clew_plan::{
    Aggregation, Book, Figure, FigureState, Goal, Measure, MeasureKey, MeasureKind, OutcomeId,
    OutcomeLevel, Status, UnitId, UnitOfMeasure,
};
use clew_report::ReturnMark;
use rust_decimal::Decimal;

use super::drawn::Drawn;
use crate::reading::overview::Overview;
use crate::reading::returns::{ReturnOwed, RoundOfReturns};

/// Values of a sparkline, at most: three years of quarters and the one they began with.
const MOST_POINTS: usize = 13;
/// Values of periods alike that make a line.
const FEWEST_POINTS: usize = 3;

/// One step of the way from the top of a plan's tree to an outcome.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OutcomeStep {
    /// The outcome.
    pub id: OutcomeId,
    /// Its title.
    pub title: String,
    /// Its level.
    pub level: OutcomeLevel,
}

/// One value of a sparkline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The period.
    pub period: Period,
    /// The value (28 digits), from counts where they decide it.
    pub value: Decimal,
}

/// The value expected at the end of the year, as it is shown.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ForecastShown {
    /// The value in its unit.
    pub shown: String,
    /// Its status against the year's target.
    pub status: Status,
    /// The day the forecast was made.
    pub on: Option<Day>,
}

/// A measure in a period, for the whole of the organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct ScorecardRow {
    /// The measure's normalised code.
    pub measure: MeasureKey,
    /// The code as it is written.
    pub code: String,
    /// Title.
    pub title: String,
    /// Number or piece of work.
    pub kind: MeasureKind,
    /// What its values are counted in.
    pub unit_of_measure: Option<UnitOfMeasure>,
    /// The way to its outcome, from the top down; empty without line of sight.
    pub path: Arc<[OutcomeStep]>,
    /// Post that answers for it.
    pub owner: Option<String>,
    /// The part of the organisation that answers for it.
    pub unit: Option<UnitId>,
    /// That part's name.
    pub unit_name: Option<String>,
    /// Its labels.
    pub categories: Vec<String>,
    /// The period of the figure that is judged: an earlier one for a measure reported in arrears.
    pub figure_period: Option<Period>,
    /// The value before any rounding.
    pub exact: Option<Exact>,
    /// The value in its unit, with as many digits as it takes not to contradict its colour.
    pub shown: Option<String>,
    /// How many met, and of how many, where the figure has counts.
    pub counts: Option<(Decimal, Decimal)>,
    /// What is asked for.
    pub target: Option<Goal>,
    /// The same in its unit.
    pub target_shown: Option<String>,
    /// The status shown.
    pub status: Status,
    /// Which status that is.
    pub basis: StatusBasis,
    /// The status that the rule gives.
    pub by_rule: Status,
    /// The status it was published with.
    pub reported: Option<Status>,
    /// The reason that was given with a status a person set.
    pub override_reason: Option<String>,
    /// Why the rule gives its status, in one sentence.
    pub why: String,
    /// Whether the denominator is below the measure's number for "small numbers".
    pub small_numbers: bool,
    /// The forecast, where there is one.
    pub forecast: Option<ForecastShown>,
    /// Short and long trend.
    pub trend: Trend,
    /// Values of like periods up to this one, oldest first, 13 at most; of years and this one where
    /// fewer than three are alike.
    pub series: Vec<Point>,
    /// Whether the figure may still change.
    pub provisional: bool,
    /// Whether something is said about this period.
    pub has_commentary: bool,
    /// Its returns in the cycles that report the period: of the whole, and of each part.
    pub returns: Vec<ReturnOwed>,
    /// What must be said of the value where its return is not signed off.
    pub return_mark: Option<ReturnMark>,
    /// The measure's place in the Book.
    pub(crate) place: usize,
    /// What a reader may look for in it, in lower case.
    pub(crate) haystack: String,
    /// What pages draw of its values.
    pub(super) drawn: Drawn,
}

impl ScorecardRow {
    /// Whether it is worse than in the like period before.
    #[must_use]
    pub fn is_worsening(&self) -> bool {
        let short = self.trend.short.as_ref();
        short.is_some_and(|short| short.direction == Direction::Worse)
    }

    /// The measure's place in the Book: no two rows have the same.
    #[must_use]
    pub const fn place(&self) -> usize {
        self.place
    }

    /// Its values as a page draws them: drawn by `draw`, of nothing but the row and its measure, when they
    /// are asked for first.
    pub fn drawn(&self, draw: impl FnOnce(&Self) -> Option<String>) -> Option<&str> {
        self.drawn.get(|| draw(self))
    }
}

/// What rows are made from.
pub(super) struct Rows<'overview> {
    pub(super) overview: &'overview Overview,
    pub(super) period: Period,
    pub(super) basis: StatusBasis,
    pub(super) lines: HashMap<&'overview OutcomeId, Arc<[OutcomeStep]>>,
    pub(super) rounds: Vec<Arc<RoundOfReturns>>,
    pub(super) said: HashSet<&'overview MeasureKey>,
}

/// The measures of which something is said for a period.
pub(super) fn said(book: &Book, period: Period) -> HashSet<&MeasureKey> {
    let said = book.commentary.iter();
    said.filter(|said| said.period.same_days(period) || said.period.last() == period.last())
        .filter_map(|said| said.measure.as_ref())
        .collect()
}

impl Rows<'_> {
    pub(super) fn row(&self, measure: &Measure) -> ScorecardRow {
        let key = measure.code.key();
        let facts = self.overview.measure_facts(&key);
        let judgement = facts.judge(measure, self.period, None);
        let rounds = self.rounds.iter();
        let returns = rounds.flat_map(|round| round.of_measure(&key).cloned());
        ScorecardRow {
            code: measure.code.written().to_owned(),
            title: measure.title.clone(),
            kind: measure.kind,
            unit_of_measure: measure.unit_of_measure,
            path: self.path(measure),
            owner: measure.owner.clone(),
            unit: measure.unit.clone(),
            unit_name: self.unit_name(measure),
            categories: measure.categories.clone(),
            figure_period: judgement.figure.map(|figure| figure.period),
            exact: judgement.exact,
            shown: shown(measure, &judgement),
            counts: judgement.figure.and_then(counts),
            target: judgement.target,
            target_shown: judgement
                .target
                .map(|goal| show_goal(goal, measure.unit_of_measure, measure.decimals)),
            status: judgement.shown(self.basis),
            basis: self.basis,
            by_rule: judgement.by_rule,
            reported: judgement.reported,
            override_reason: judgement.overridden.map(|set| set.reason.clone()),
            small_numbers: judgement.small_numbers,
            forecast: forecast(measure, &judgement),
            trend: facts.trend(measure, self.period, None),
            series: series(measure, &facts, self.period, judgement.figure),
            provisional: judgement
                .figure
                .is_some_and(|figure| figure.state == FigureState::Provisional),
            return_mark: return_mark(self.overview, &judgement),
            why: judgement.why,
            has_commentary: self.said.contains(&key),
            returns: returns.collect(),
            place: self.overview.places().place(&key).unwrap_or(usize::MAX),
            haystack: haystack(measure),
            drawn: Drawn::default(),
            measure: key,
        }
    }

    fn path(&self, measure: &Measure) -> Arc<[OutcomeStep]> {
        let line = measure.outcome.as_ref().and_then(|id| self.lines.get(id));
        line.map_or_else(|| Arc::new([]) as Arc<[OutcomeStep]>, Arc::clone)
    }

    fn unit_name(&self, measure: &Measure) -> Option<String> {
        let unit = measure.unit.as_ref()?;
        Some(self.overview.book().unit_name(unit).to_owned())
    }
}

/// What must be said of the value judged; none where there is none, or its return is signed off.
fn return_mark(overview: &Overview, judgement: &Judgement<'_>) -> Option<ReturnMark> {
    judgement.value?;
    let figure = judgement.figure?;
    let open = overview.open_returns();
    open.mark(&figure.measure, figure.unit.as_ref(), figure.period)
}

fn haystack(measure: &Measure) -> String {
    let definition = measure.definition.as_deref().unwrap_or_default();
    let key = measure.code.key();
    format!(
        "{} {key} {} {definition}",
        measure.code.written(),
        measure.title
    )
    .to_lowercase()
}

fn shown(measure: &Measure, judgement: &Judgement<'_>) -> Option<String> {
    let (unit, decimals) = (measure.unit_of_measure, measure.decimals);
    let bounds = judgement.bounds.as_ref();
    judgement
        .value
        .map(|value| show_against(value, unit, decimals, bounds))
}

fn counts(figure: &Figure) -> Option<(Decimal, Decimal)> {
    figure.numerator.zip(figure.denominator)
}

fn forecast(measure: &Measure, judgement: &Judgement<'_>) -> Option<ForecastShown> {
    let forecast = judgement.forecast.as_ref()?;
    Some(ForecastShown {
        shown: show_value(forecast.value, measure.unit_of_measure, measure.decimals),
        status: forecast.status,
        on: forecast.on,
    })
}

/// The values of periods like the one judged, up to it. Where there are too few of them for a line,
/// those of financial years and the one judged, as reports draw them.
fn series(
    measure: &Measure,
    facts: &MeasureFacts<'_>,
    period: Period,
    judged: Option<&Figure>,
) -> Vec<Point> {
    let own = judged.map_or(period, |figure| figure.period);
    let alike = points(measure, facts, period, &|figure| {
        figure.period.kind() == own.kind()
    });
    if alike.len() >= FEWEST_POINTS || own.kind() == PeriodKind::FinancialYear {
        return alike;
    }
    // A count that grows through the year is no point on a line of whole years.
    let comparable = measure.aggregation != Some(Aggregation::Sum);
    let yearly = points(measure, facts, period, &|figure| {
        figure.period.kind() == PeriodKind::FinancialYear
            || comparable && figure.period == own && judged.is_some()
    });
    if yearly.len() > alike.len() {
        yearly
    } else {
        alike
    }
}

/// Values of the whole up to a period, oldest first; of one given twice, the one written last.
fn points(
    measure: &Measure,
    facts: &MeasureFacts<'_>,
    period: Period,
    wanted: &dyn Fn(&Figure) -> bool,
) -> Vec<Point> {
    let figures = facts.figures().iter();
    let mut points: Vec<Point> = figures
        .filter(|figure| figure.unit.is_none() && figure.period.last() <= period.last())
        .filter(|figure| wanted(figure))
        .filter_map(|figure| {
            let value = exact_value(figure, measure.unit_of_measure)?.to_decimal();
            let period = figure.period;
            Some(Point { period, value })
        })
        .collect();
    // Stable, so that of two for one period the later written stands later.
    points.sort_by_key(|point| point.period.last());
    points.reverse();
    points.dedup_by_key(|point| point.period);
    points.truncate(MOST_POINTS);
    points.reverse();
    points
}
