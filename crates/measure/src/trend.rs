//! Trend: whether a value is better than before, whichever way better is.

use clew_calendar::{Period, PeriodKind};
use clew_plan::{Aggregation, Book, Figure, Measure, Polarity, TrendMode, UnitId, UnitOfMeasure};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::index::Facts;
use crate::judge::{figure_or_arrears, polarity_of};
use crate::lookup::find_target;
use crate::shown::{show_apart, show_value};
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
    /// The comparison in words: "better than 2018-19 (93%)". Where both values are printed alike
    /// though they differ, with the value: "97.7%, worse than 2018-19 (98%)".
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
/// nearest; without a target there is no trend. A measure reported in arrears has the trend of the
/// figure it is judged by.
#[must_use]
pub fn trend(book: &Book, measure: &Measure, period: Period, unit: Option<&UnitId>) -> Trend {
    trend_of(
        &Facts::of(book, measure.code.as_key()),
        measure,
        period,
        unit,
    )
}

pub(crate) fn trend_of(
    facts: &Facts<'_>,
    measure: &Measure,
    period: Period,
    unit: Option<&UnitId>,
) -> Trend {
    let value_of = |figure: &Figure| exact_value(figure, measure.unit_of_measure);
    let Some(figure) = figure_or_arrears(facts, measure, period, unit) else {
        return Trend::default();
    };
    let Some(value) = value_of(figure) else {
        return Trend::default();
    };
    let goal = find_target(facts, figure.period, unit).and_then(|found| found.exact);
    let compare = |before| direction(value, before, polarity_of(measure), goal);
    let earlier = earlier_figures(facts, measure, figure, unit);
    let short = earlier
        .first()
        .copied()
        .flatten()
        .and_then(|(period, before)| {
            let name = period.to_string();
            part(
                compare(before)?,
                (value, before),
                vec![period],
                &name,
                measure,
            )
        });
    let known: Vec<(Period, Exact)> = earlier.into_iter().flatten().take(LONG_AT_MOST).collect();
    let long = mean(&known).and_then(|before| {
        let periods: Vec<Period> = known.iter().map(|(period, _)| *period).collect();
        let name = format!("the mean of {} earlier figures", periods.len());
        part(compare(before)?, (value, before), periods, &name, measure)
    });
    Trend { short, long }
}

fn part(
    direction: Direction,
    (value, against): (Exact, Exact),
    periods: Vec<Period>,
    name: &str,
    measure: &Measure,
) -> Option<TrendPart> {
    let (value, against) = (value.to_decimal(), against.to_decimal());
    let (unit, decimals) = (measure.unit_of_measure, measure.decimals);
    let words = |shown: &str| format!("{} {name} ({shown})", direction.words());
    let apart =
        show_apart(value, against, unit, decimals).filter(|_| direction != Direction::Level);
    Some(TrendPart {
        words: match apart {
            Some((value, against)) => format!("{value}, {}", words(&against)),
            None => words(&show_value(against, unit, decimals)),
        },
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
    goal: Option<(Exact, Exact)>,
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
fn distance(value: Exact, (low, high): (Exact, Exact)) -> Exact {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::support::{book, measure, number, period, row, table};

    /// `words` of the short and long trend, or nothing.
    fn words(changes: serde_json::Value, figures: &str, asked: &str) -> (String, String) {
        let book = book(measure(changes), figures);
        let trend = trend(&book, &book.measures[0], period(asked), None);
        let shown = |part: Option<TrendPart>| part.map(|part| part.words).unwrap_or_default();
        (shown(trend.short), shown(trend.long))
    }

    /// The quarters of five years with the values that the reference's example speaks of.
    const QUARTERS: &str = "
        2014-15 Q1 = 40
        2015-16 Q1 = 50
        2016-17 Q1 = 60
        2017-18 Q1 = 70
        2017-18 Q2 = 80
        2017-18 Q3 = 90
        2017-18 Q4 = 80
        2018-19 Q1 = 75";

    #[test]
    fn ongoing_compares_with_the_quarter_before_and_the_mean_of_the_last_four() {
        let (short, long) = words(json!({}), QUARTERS, "2018-19 Q1");
        assert_eq!(short, "worse than 2017-18 Q4 (80%)");
        assert_eq!(long, "worse than the mean of 4 earlier figures (80%)");
    }

    #[test]
    fn year_on_year_compares_with_the_same_quarter_of_earlier_years() {
        let mode = json!({"trend_mode": "year on year"});
        let (short, long) = words(mode.clone(), QUARTERS, "2018-19 Q1");
        assert_eq!(short, "better than 2017-18 Q1 (70%)");
        assert_eq!(long, "better than the mean of 4 earlier figures (55%)");
        let book = book(measure(mode), QUARTERS);
        let long = trend(&book, &book.measures[0], period("2018-19 Q1"), None).long;
        let years = ["2017-18 Q1", "2016-17 Q1", "2015-16 Q1", "2014-15 Q1"].map(period);
        assert_eq!(long.map(|part| part.periods), Some(years.to_vec()));
    }

    #[test]
    fn better_is_up_whichever_way_better_is() {
        let cases = "
            # polarity | target   | before | now  | short
            higher     |          | 70     | 71   | better
            higher     |          | 70     | 70   | level
            higher     |          | 70     | 69.9 | worse
            lower      |          | 70     | 69   | better
            lower      |          | 70     | 70.0 | level
            lower      |          | 70     | 71   | worse
            in range   | 10 to 20 | 25     | 22   | better
            in range   | 10 to 20 | 25     | 8    | better
            in range   | 10 to 20 | 12     | 18   | level
            in range   | 10 to 20 | 12     | 21   | worse
            in range   | 15       | 10     | 20   | level
            in range   | 15       | 10     | 19   | better
            in range   |          | 10     | 20   |
            contextual |          | 70     | 71   | higher
            contextual |          | 70     | 69   | lower";
        for cells in table(cases) {
            let [polarity, target, before, now, expected] = cells[..] else {
                panic!("{cells:?}")
            };
            let figures = format!("2018-19 = {before}\n2019-20 = {now}");
            let mut book = book(measure(json!({"polarity": polarity})), &figures);
            if !target.is_empty() {
                book.targets.push(row(
                    json!({"measure": "M", "period": "2019-20", "goal": target}),
                ));
            }
            let trend = trend(&book, &book.measures[0], period("2019-20"), None);
            let found = trend.short.map(|part| part.words).unwrap_or_default();
            assert_eq!(found.split(' ').next(), Some(expected), "{cells:?}");
            assert_eq!(trend.long, None, "one earlier figure makes no long trend");
        }
    }

    #[test]
    fn equal_before_rounding_is_level_and_a_hair_is_not() {
        // 1/3 and 2/6 are the same share; 77.17 % and 78 % are not, though both print as 77 or 78.
        let same = words(json!({}), "2018-19 = 1/3\n2019-20 = 2/6", "2019-20").0;
        assert!(same.starts_with("level with 2018-19"), "{same}");
        let less = words(
            json!({"decimals": 0}),
            "2018-19 = 35658/46204\n2019-20 = 35657/46204",
            "2019-20",
        )
        .0;
        assert_eq!(less, "77.17%, worse than 2018-19 (77.18%)");
    }

    #[test]
    fn values_that_are_printed_alike_are_told_apart() {
        let cases = "
            # decimals | before      | now         | short
            0          | 98          | 97.7        | 97.7%, worse than 2018-19 (98%)
            0          | 97.9        | 98.2        | 98.2%, better than 2018-19 (98%)
            0          | 98.4        | 98.2        | 98.2%, worse than 2018-19 (98.4%)
            0          | 98.04       | 97.96       | 97.96%, worse than 2018-19 (98%)
            0          | 98          | 97          | worse than 2018-19 (98%)
            0          | 98          | 98          | level with 2018-19 (98%)
                       | 98          | 97.7        | worse than 2018-19 (98%)
                       | 35658/46204 | 35657/46204 | 77.17%, worse than 2018-19 (77.2%)";
        for cells in table(cases) {
            let [decimals, before, now, short] = cells[..] else {
                panic!("{cells:?}")
            };
            let figures = format!("2018-19 = {before}\n2019-20 = {now}");
            let places = json!({"decimals": decimals.parse::<u8>().ok()});
            assert_eq!(words(places, &figures, "2019-20").0, short, "{cells:?}");
        }
    }

    #[test]
    fn a_measure_in_arrears_has_the_trend_of_the_figure_it_is_judged_by() {
        let late = measure(json!({"arrears": 1}));
        let book = book(late, "2019-20 Q1 = 90\n2019-20 Q2 = 98");
        let (measure, asked) = (&book.measures[0], period("2019-20 Q3"));
        let short = trend(&book, measure, asked, None).short.expect("a trend");
        assert_eq!(short.words, "better than 2019-20 Q1 (90%)");
        let judged = crate::judge(&book, measure, asked, None);
        assert_eq!(
            judged.figure.map(|row| row.period),
            Some(period("2019-20 Q2"))
        );
        let later = trend(&book, measure, period("2019-20 Q4"), None);
        assert_eq!(later, Trend::default(), "two quarters late is too late");
    }

    #[test]
    fn the_largest_values_have_a_trend_too() {
        let most = "70000000000000000000000000000";
        let figures = format!("2016-17 = {most}\n2017-18 = {most}\n2018-19 = {most}\n2019-20 = 1");
        let count = json!({"unit_of_measure": "number", "trend_mode": "ongoing"});
        let (short, long) = words(count, &figures, "2019-20");
        assert!(short.starts_with("worse than 2018-19 (70,000,"), "{short}");
        assert!(long.starts_with("worse than the mean of 3"), "{long}");
    }

    #[test]
    fn the_short_trend_needs_the_period_before_and_the_long_one_skips_blanks() {
        let figures = "
            2014-15 = 10
            2015-16 = 20
            2016-17 = 30
            2017-18 = 40
            2018-19 =
            2019-20 = 50";
        let (short, long) = words(json!({}), figures, "2019-20");
        assert_eq!(short, "");
        assert_eq!(long, "better than the mean of 4 earlier figures (25%)");
        let (_, alone) = words(json!({}), "2017-18 = 40\n2019-20 = 50", "2019-20");
        assert_eq!(alone, "", "one earlier figure is too few");
        assert_eq!(
            words(json!({}), "2019-20 = 50", "2018-19"),
            (String::new(), String::new())
        );
    }

    #[test]
    fn nothing_before_a_break_in_the_series_is_compared() {
        let figures = "2016-17 = 10\n2017-18 = 20\n2018-19 = 30\n2019-20 = 25";
        let mut book = book(measure(json!({})), figures);
        book.series_breaks.push(row(
            json!({"measure": "M", "from": "2018-19", "reason": "definition changed"}),
        ));
        let of = |label: &str| trend(&book, &book.measures[0], period(label), None);
        assert_eq!(
            of("2019-20").short.map(|part| part.direction),
            Some(Direction::Worse)
        );
        assert_eq!(of("2019-20").long, None);
        assert_eq!(of("2018-19"), Trend::default());
        assert_eq!(
            of("2017-18").short.map(|part| part.direction),
            Some(Direction::Better)
        );
    }

    #[test]
    fn a_year_to_date_is_compared_with_whole_years_where_it_can_be() {
        let figures = "2017-18 = 94\n2018-19 = 93\n2019-20 to Q2 = 97";
        let (short, long) = words(json!({}), figures, "2019-20 Q2");
        assert_eq!(short, "better than 2018-19 (93%)");
        assert_eq!(long, "better than the mean of 2 earlier figures (93.5%)");
        let count = json!({"unit_of_measure": "number"});
        assert_eq!(
            words(count, figures, "2019-20 Q2"),
            (String::new(), String::new())
        );
        let quarter = "2018-19 = 93\n2019-20 Q1 = 97";
        assert_eq!(
            words(json!({}), quarter, "2019-20 Q1"),
            (String::new(), String::new())
        );
    }

    #[test]
    fn the_mean_is_exact() {
        let figures = "2016-17 = 1\n2017-18 = 0\n2018-19 = 0\n2019-20 = 1/3";
        let measure = measure(json!({"unit_of_measure": "rate"}));
        let mut book = book(measure, figures);
        book.figures[3].value = Some(number("0.3333333333333333333333333333"));
        let long = trend(&book, &book.measures[0], period("2019-20"), None).long;
        assert_eq!(long.map(|part| part.direction), Some(Direction::Worse));
    }
}
