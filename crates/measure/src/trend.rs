//! Trend: whether a value is better than before, whichever way better is.

use clew_calendar::{Period, PeriodKind};
use clew_plan::{
    Aggregation, Book, Figure, Goal, Measure, Polarity, TrendMode, UnitId, UnitOfMeasure,
};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::index::Facts;
use crate::judge::polarity_of;
use crate::lookup::{find_figure, find_target};
use crate::shown::show_value;
use crate::{Exact, exact_value};

/// How many earlier figures the long trend takes the mean of, at most.
const LONG_AT_MOST: usize = 4;
/// How many it needs at least.
const LONG_AT_LEAST: usize = 2;

/// Which way a value went. An arrow up means better, whatever the polarity.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Better than before.
    Better,
    /// The same as before.
    Level,
    /// Worse than before.
    Worse,
    /// Higher, for a measure that is never judged.
    Higher,
    /// Lower, for a measure that is never judged.
    Lower,
}

impl Direction {
    /// The word with which a comparison begins: "better than", "level with".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Better => "better than",
            Self::Level => "level with",
            Self::Worse => "worse than",
            Self::Higher => "higher than",
            Self::Lower => "lower than",
        }
    }
}

/// A comparison with what was before.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct TrendPart {
    /// Which way it went.
    pub direction: Direction,
    /// The value compared with (28 digits; the comparison itself is exact).
    #[serde(serialize_with = "crate::numbers::as_number")]
    pub against: Decimal,
    /// The periods compared with, latest first.
    pub periods: Vec<Period>,
    /// The comparison in words: "better than 2018-19 (93%)".
    pub words: String,
}

/// The short and the long trend.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Trend {
    /// Against the like period just before; none when that has no value.
    pub short: Option<TrendPart>,
    /// Against the mean of the last four like figures that exist; none when fewer than two do.
    pub long: Option<TrendPart>,
}

/// The trend of a measure in a period, for a part of the organisation or (none) the whole.
///
/// The like period is the one just before (in year-on-year mode, the same one of the year before).
/// Where a year to date has no like figure a year earlier, that whole year's figure stands in for
/// it, unless values add up over the year. The short trend compares with the like period alone and
/// is none when that is blank; the long trend skips blanks. Nothing before a break in the series is
/// compared. Values are compared exactly, before rounding: equal is level. In range, the value
/// nearer to the target is better, measured from the current target, and inside the range is
/// nearest; without a target there is no trend.
#[must_use]
pub fn trend(book: &Book, measure: &Measure, period: Period, unit: Option<&UnitId>) -> Trend {
    trend_of(&Facts::of(book, &measure.code.key()), measure, period, unit)
}

pub(crate) fn trend_of(
    facts: &Facts<'_>,
    measure: &Measure,
    period: Period,
    unit: Option<&UnitId>,
) -> Trend {
    let value_of = |figure: &Figure| exact_value(figure, measure.unit_of_measure);
    let Some(figure) = find_figure(facts, period, unit) else {
        return Trend::default();
    };
    let Some(value) = value_of(figure) else {
        return Trend::default();
    };
    let goal = find_target(facts, figure.period, unit).and_then(|found| found.goal);
    let compare = |before| direction(value, before, polarity_of(measure), goal);
    let earlier = earlier_figures(facts, measure, figure, unit);
    let short = earlier
        .first()
        .copied()
        .flatten()
        .and_then(|(period, before)| {
            let name = period.to_string();
            part(compare(before)?, before, vec![period], &name, measure)
        });
    let known: Vec<(Period, Exact)> = earlier.into_iter().flatten().take(LONG_AT_MOST).collect();
    let long = mean(&known).and_then(|before| {
        let periods: Vec<Period> = known.iter().map(|(period, _)| *period).collect();
        let name = format!("the mean of {} earlier figures", periods.len());
        part(compare(before)?, before, periods, &name, measure)
    });
    Trend { short, long }
}

fn part(
    direction: Direction,
    against: Exact,
    periods: Vec<Period>,
    name: &str,
    measure: &Measure,
) -> Option<TrendPart> {
    let against = against.to_decimal();
    let shown = show_value(against, measure.unit_of_measure, measure.decimals);
    Some(TrendPart {
        words: format!("{} {name} ({shown})", direction.words()),
        direction,
        against,
        periods,
    })
}

/// The mean of the values, when there are enough for a long trend.
fn mean(known: &[(Period, Exact)]) -> Option<Exact> {
    if known.len() < LONG_AT_LEAST {
        return None;
    }
    let sum = known
        .iter()
        .fold(Exact::ZERO, |sum, (_, value)| sum.plus(*value));
    sum.over(Exact::from(u32::try_from(known.len()).ok()?))
}

/// Which way a value went from an earlier one; none when the way cannot be judged.
fn direction(
    value: Exact,
    before: Exact,
    polarity: Option<Polarity>,
    goal: Option<Goal>,
) -> Option<Direction> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let (better, worse, order) = match polarity {
        Some(Polarity::Higher) => (Direction::Better, Direction::Worse, value.cmp(&before)),
        Some(Polarity::Lower) => (Direction::Better, Direction::Worse, before.cmp(&value)),
        Some(Polarity::InRange) => {
            let goal = goal?;
            let order = distance(before, goal).cmp(&distance(value, goal));
            (Direction::Better, Direction::Worse, order)
        }
        Some(Polarity::Contextual) | None => {
            (Direction::Higher, Direction::Lower, value.cmp(&before))
        }
    };
    Some(match order {
        Greater => better,
        Equal => Direction::Level,
        Less => worse,
    })
}

/// How far a value lies from the goal; nothing inside a range.
fn distance(value: Exact, goal: Goal) -> Exact {
    let (low, high) = match goal {
        Goal::Value(goal) => (Exact::from(goal), Exact::from(goal)),
        Goal::Range { low, high } => (Exact::from(low), Exact::from(high)),
    };
    if value < low {
        low.minus(value)
    } else if value > high {
        value.minus(high)
    } else {
        Exact::ZERO
    }
}

/// The like periods before the figure's, latest first, back to the measure's first figure or the
/// last break in its series; none where a period has no value.
fn earlier_figures(
    facts: &Facts<'_>,
    measure: &Measure,
    figure: &Figure,
    unit: Option<&UnitId>,
) -> Vec<Option<(Period, Exact)>> {
    let series_breaks = facts
        .breaks
        .iter()
        .map(|series_break| series_break.from.first());
    let comparable_from = series_breaks
        .filter(|from| *from <= figure.period.last())
        .max();
    let figures = || facts.figures.iter().filter(|row| row.unit.as_ref() == unit);
    let Some(first) = figures().map(|row| row.period.first()).min() else {
        return Vec::new();
    };
    let step = |period: Period| match measure.trend_mode {
        Some(TrendMode::YearOnYear) => period.year_before(),
        Some(TrendMode::Ongoing) | None => period.previous(),
    };
    let mut earlier = Vec::new();
    let mut next = step(figure.period);
    while let Some(period) = next {
        let comparable = comparable_from.is_none_or(|from| period.first() >= from);
        if period.last() < first || !comparable {
            break;
        }
        earlier.push(like_figure(facts, measure, period, unit));
        next = step(period);
    }
    earlier
}

/// The value of a like period; for a year to date without one, of the whole year.
fn like_figure(
    facts: &Facts<'_>,
    measure: &Measure,
    period: Period,
    unit: Option<&UnitId>,
) -> Option<(Period, Exact)> {
    let find = |wanted: Period| {
        let found = facts
            .figures
            .iter()
            .rev()
            .find(|row| row.unit.as_ref() == unit && row.period.same_days(wanted))?;
        Some((found.period, exact_value(found, measure.unit_of_measure)?))
    };
    let whole_year = || {
        let year = Period::containing(PeriodKind::FinancialYear, period.last())?;
        let may_stand_in = period.kind() == PeriodKind::YearToDate && !grows_over_the_year(measure);
        find(year).filter(|_| may_stand_in)
    };
    find(period).or_else(whole_year)
}

/// Whether part of a year has naturally a smaller value than the whole: counts and money that add
/// up, but no shares, averages or numbers on a day.
fn grows_over_the_year(measure: &Measure) -> bool {
    let counted = matches!(
        measure.unit_of_measure,
        Some(UnitOfMeasure::Number | UnitOfMeasure::Pounds | UnitOfMeasure::Hours) | None
    );
    match measure.aggregation {
        Some(Aggregation::Sum) => true,
        Some(Aggregation::Counts | Aggregation::Last) => false,
        Some(Aggregation::None) | None => counted,
    }
}
