//! What is asked of the value beside the others of its measure.

use clew_measure::spc::{DEFAULT_RULE_SET, RuleSet, chart_of_measure};
use clew_measure::{Exact, exact_value};
use clew_plan::{Figure, UnitOfMeasure};
use rust_decimal::Decimal;

use super::about::Typed;
use super::kind::{Question, QuestionKind};

pub(super) fn ask(typed: &Typed<'_>, questions: &mut Vec<Question>) {
    let Some(value) = typed.value() else {
        return;
    };
    // One slip is asked about once: what says most of it.
    let slip = wrong_way_round(typed, value)
        .or_else(|| ten_fold(typed, value))
        .or_else(|| outside_limits(typed, value));
    questions.extend(slip);
    questions.extend(unchanged(typed, value));
}

/// Ten times larger or smaller than every like figure, none of which is below 5, or so far off them
/// that a tenth or ten times of it would lie among them: a slip of the decimal point more often than
/// an event.
fn ten_fold(typed: &Typed<'_>, value: Decimal) -> Option<Question> {
    let sizes = || typed.like.iter().map(|(_, _, value)| value.abs());
    let (low, high) = (sizes().min()?, sizes().max()?);
    if low < Decimal::from(5_u32) {
        return None;
    }
    let (size, five) = (value.abs(), Decimal::from(5_u32));
    let times = |value: Decimal, factor: Decimal| value.saturating_mul(factor);
    let among = |value: Decimal| (low..=high).contains(&value);
    let tenth = size / Decimal::TEN;
    let larger = tenth >= high || (among(tenth) && size >= times(high, five));
    let tenfold = times(size, Decimal::TEN);
    let smaller = tenfold <= low || (among(tenfold) && times(size, five) <= low);
    if !larger && !smaller {
        return None;
    }
    let (more, less) = if larger { (size, high) } else { (low, size) };
    let far = |factor: u32| more >= times(less, Decimal::from(factor));
    let said = match (value.is_zero(), far(300), far(30)) {
        (true, ..) => "nothing at all".to_owned(),
        (_, true, _) => "about a thousand times".to_owned(),
        (_, _, true) => "about a hundred times".to_owned(),
        _ => "about ten times".to_owned(),
    };
    let way = match (value.is_zero(), larger) {
        (true, _) => "",
        (_, true) => " larger than the others",
        (_, false) => " smaller than the others",
    };
    let text = format!("{} is {said}{way}: {}", typed.shown(value), typed.others());
    Some(Question::asks(QuestionKind::TenFold, "value", text))
}

/// Outside the control limits of the figures before it, once there are enough of them for limits
/// that are not on trial.
fn outside_limits(typed: &Typed<'_>, value: Decimal) -> Option<Question> {
    // A chart is drawn of periods of one length; a new stretch after a break has no limits yet.
    let named = |label: &str| label == typed.figure.period.to_string();
    let rules = RuleSet::named(DEFAULT_RULE_SET).ok()?;
    let (with, without) = (typed.book(), typed.book_without());
    let unit = typed.figure.unit.as_ref();
    let charted = chart_of_measure(&with, typed.measure, unit, rules).ok()?;
    let point = charted.points.iter().find(|point| named(&point.label))?;
    let last = charted.points.iter().map(|point| point.series).max()?;
    let chart = chart_of_measure(&without, typed.measure, unit, rules).ok()?;
    if chart.trial || point.series != last || (chart.lower..=chart.upper).contains(&value) {
        return None;
    }
    let side = if value > chart.upper {
        "above"
    } else {
        "below"
    };
    let text = format!(
        "{} lies {side} the measure's own control limits, {} to {}",
        typed.shown(value),
        typed.shown(chart.lower.round_dp(1)),
        typed.shown(chart.upper.round_dp(1))
    );
    Some(Question::asks(QuestionKind::OutsideLimits, "value", text))
}

/// Far from every like figure, while what is left to 100, or the counts exchanged, would lie among
/// them.
fn wrong_way_round(typed: &Typed<'_>, value: Decimal) -> Option<Question> {
    let (low, high, count) = typed.spread()?;
    if count < 2 {
        return None;
    }
    let percent = typed.measure.unit_of_measure == Some(UnitOfMeasure::Percent);
    let (other, how) = match percent {
        true => (
            Decimal::ONE_HUNDRED.checked_sub(value)?,
            "what is left to 100%",
        ),
        false => (exchanged(typed)?, "the two counts exchanged"),
    };
    let three = Decimal::from(3_u32);
    let spread = high.saturating_sub(low);
    let off = low.saturating_sub(value).max(value.saturating_sub(high));
    let (slack, far) = match percent {
        true => {
            let slack = spread.max(Decimal::TWO);
            let points = slack.saturating_mul(three).max(Decimal::from(20_u32));
            (slack, off >= points)
        }
        false => {
            let times = |value: Decimal| value.saturating_mul(three);
            (spread, times(value) <= low || value >= times(high))
        }
    };
    let among =
        |value: Decimal| value >= low.saturating_sub(slack) && value <= high.saturating_add(slack);
    (far && among(other)).then(|| {
        let text = format!(
            "{} looks the wrong way round: {how} would be {}, and {}",
            typed.shown(value),
            typed.shown(other.round_dp(1)),
            typed.others()
        );
        let field = if percent { "value" } else { "numerator" };
        Question::asks(QuestionKind::WrongWayRound, field, text)
    })
}

/// The value with the counts exchanged.
fn exchanged(typed: &Typed<'_>) -> Option<Decimal> {
    let figure = Figure {
        value: None,
        numerator: typed.figure.denominator,
        denominator: typed.figure.numerator,
        ..typed.figure.clone()
    };
    figure.denominator.filter(|count| !count.is_zero())?;
    exact_value(&figure, typed.measure.unit_of_measure).map(Exact::to_decimal)
}

/// The same as the period before, to the digit: perhaps last period's figure typed again. Small
/// whole numbers and a full 100% are often the same twice, and are not asked about.
fn unchanged(typed: &Typed<'_>, value: Decimal) -> Option<Question> {
    let previous = typed.figure.period.previous()?;
    let (period, earlier, before) = typed.like.iter().find(|(period, ..)| *period == previous)?;
    let counts = (typed.figure.numerator, typed.figure.denominator);
    let same = *before == value && (earlier.numerator, earlier.denominator) == counts;
    let percent = typed.measure.unit_of_measure == Some(UnitOfMeasure::Percent);
    let all = percent && value == Decimal::ONE_HUNDRED;
    let small = value.is_integer() && value.abs() < Decimal::TEN;
    (same && !all && !small).then(|| {
        let text = format!(
            "{} is the same as in {period}, to the digit",
            typed.shown(value)
        );
        Question::asks(QuestionKind::Unchanged, "value", text)
    })
}
