//! Finding the figure, the target and the tolerance that hold for a period.

use clew_calendar::Period;
use clew_plan::{
    Aggregation, Book, Figure, Goal, Measure, MeasureKey, PlanId, ProfilePoint, Target, Tolerance,
    UnitId, UnitOfMeasure,
};
use rust_decimal::Decimal;

use crate::Exact;
use crate::bounds::ends;
use crate::index::Facts;

/// Per cent of the target by which amber reaches where neither target, measure nor plan says.
pub const DEFAULT_TOLERANCE_PERCENT: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// Where the goal of a period was found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TargetSource {
    /// A target set for the period itself.
    Period,
    /// A point of the year's profile.
    Profile,
    /// The target of the longer period (as a rule the year) that contains it.
    Year,
    /// What the year's profile adds from the period's beginning to its end, for a measure whose
    /// figures are summed.
    ProfileStep,
    /// The period's equal share of the year's target, for a measure whose figures are summed and
    /// which has no profile.
    EqualShare,
}

/// The goal that holds for a period, and where it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EffectiveTarget<'book> {
    /// What is asked for (28 digits); none when the target is set in words only.
    pub goal: Option<Goal>,
    /// The goal's lowest and highest end before any rounding, by which values are judged: a third
    /// of ten is no decimal.
    pub exact: Option<(Exact, Exact)>,
    /// The target's record; none for a profile point of a year without a target.
    pub record: Option<&'book Target>,
    /// The period the target or profile point is for.
    pub period: Period,
    /// Where the goal was found.
    pub from: TargetSource,
    /// True when a part of the organisation has no target of its own and takes that of the whole.
    pub of_whole: bool,
}

/// Where the tolerance was found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ToleranceSource {
    /// Set with the target.
    Target,
    /// Set with the measure.
    Measure,
    /// Inherited from this plan.
    Plan(PlanId),
    /// Nobody has set one: [`DEFAULT_TOLERANCE_PERCENT`].
    Default,
}

/// How far amber reaches, and who says so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EffectiveTolerance {
    /// How far amber reaches.
    pub tolerance: Tolerance,
    /// Where it was found.
    pub from: ToleranceSource,
}

/// The figure that holds for a period and a part of the organisation (none for the whole).
///
/// In order of preference: a figure for exactly that period; one for the same days; one that runs
/// from the start of the financial year to the same last day (the year to date); one for the
/// period's last day alone. Of several, the one written last.
#[must_use]
pub fn figure_for<'book>(
    book: &'book Book,
    measure: &MeasureKey,
    period: Period,
    unit: Option<&UnitId>,
) -> Option<&'book Figure> {
    find_figure(&Facts::of(book, measure), period, unit)
}

/// The goal that holds for a period: a target or profile point for that period (or for the year to
/// date that ends with it), else the target of the shortest longer period that contains it.
///
/// Where the measure's figures are summed and only the longer period has a target, the period's
/// equal share of it is taken. A part of the organisation without a target of its own takes that of
/// the whole, unless the measure counts something that adds up.
#[must_use]
pub fn target_for<'book>(
    book: &'book Book,
    measure: &MeasureKey,
    period: Period,
    unit: Option<&UnitId>,
) -> Option<EffectiveTarget<'book>> {
    find_target(&Facts::of(book, measure), period, unit)
}

/// How far amber reaches: as the target says, else the measure, else its plan, else the plans above
/// that, else [`DEFAULT_TOLERANCE_PERCENT`] of the target.
#[must_use]
pub fn tolerance_for(
    book: &Book,
    measure: &Measure,
    target: Option<&Target>,
) -> EffectiveTolerance {
    let found = |tolerance: &Tolerance, from| EffectiveTolerance {
        tolerance: tolerance.clone(),
        from,
    };
    if let Some(tolerance) = target.and_then(|target| target.tolerance.as_ref()) {
        return found(tolerance, ToleranceSource::Target);
    }
    if let Some(tolerance) = &measure.tolerance {
        return found(tolerance, ToleranceSource::Measure);
    }
    plan_tolerance(book, measure).unwrap_or(EffectiveTolerance {
        tolerance: Tolerance::Relative(DEFAULT_TOLERANCE_PERCENT),
        from: ToleranceSource::Default,
    })
}

/// The plan's tolerance or that of the nearest plan above it; stops where plans go round in a ring.
fn plan_tolerance(book: &Book, measure: &Measure) -> Option<EffectiveTolerance> {
    let outcome_plan = || {
        let outcome = book.outcome(measure.outcome.as_ref()?)?;
        Some(&outcome.plan)
    };
    let mut next = measure.plan.as_ref().or_else(outcome_plan);
    let mut seen: Vec<&PlanId> = Vec::new();
    while let Some(id) = next {
        if seen.contains(&id) {
            return None;
        }
        seen.push(id);
        let plan = book.plan(id)?;
        if let Some(tolerance) = &plan.tolerance {
            return Some(EffectiveTolerance {
                tolerance: tolerance.clone(),
                from: ToleranceSource::Plan(id.clone()),
            });
        }
        next = plan.parent.as_ref();
    }
    None
}

/// How well a record's period answers for the period asked: smaller is better, none is not at all.
pub(crate) fn fit(asked: Period, offered: Period) -> Option<u8> {
    if offered == asked {
        return Some(0);
    }
    if offered.same_days(asked) {
        return Some(1);
    }
    // Looked at first: most records end on another day, and when a year starts takes a calendar to tell.
    let ends_alike = offered.last() == asked.last();
    (ends_alike && offered.first() == Period::year_to_date(asked).first()).then_some(2)
}

/// The last written of the records that fit best.
fn best<'a, T: Copy>(
    records: impl Iterator<Item = T> + 'a,
    rank: impl Fn(T) -> Option<u8>,
) -> Option<T> {
    let mut best: Option<(u8, T)> = None;
    for record in records {
        if let Some(rank) = rank(record)
            && best.is_none_or(|(so_far, _)| rank <= so_far)
        {
            best = Some((rank, record));
        }
    }
    best.map(|(_, record)| record)
}

pub(crate) fn find_figure<'book>(
    facts: &Facts<'book>,
    period: Period,
    unit: Option<&UnitId>,
) -> Option<&'book Figure> {
    let on_its_last_day = Period::day(period.last());
    best(
        facts
            .figures
            .iter()
            .copied()
            .filter(|figure| figure.unit.as_ref() == unit),
        |figure| fit(period, figure.period).or((figure.period == on_its_last_day).then_some(3)),
    )
}

pub(crate) fn find_target<'book>(
    facts: &Facts<'book>,
    period: Period,
    unit: Option<&UnitId>,
) -> Option<EffectiveTarget<'book>> {
    let own = target_of_unit(facts, period, unit);
    if own.is_some() || unit.is_none() || adds_up(facts.measure) {
        return own;
    }
    let of_whole = target_of_unit(facts, period, None)?;
    Some(EffectiveTarget {
        of_whole: true,
        ..of_whole
    })
}

/// Whether the parts' values add up to the whole's, so that the whole's target is no part's target.
fn adds_up(measure: Option<&Measure>) -> bool {
    measure.is_some_and(|measure| {
        let counted = matches!(
            measure.unit_of_measure,
            Some(UnitOfMeasure::Number | UnitOfMeasure::Pounds | UnitOfMeasure::Hours)
        );
        let summed = matches!(
            measure.aggregation,
            Some(Aggregation::Sum | Aggregation::Last)
        );
        summed || (counted && measure.aggregation != Some(Aggregation::Counts))
    })
}

fn target_of_unit<'book>(
    facts: &Facts<'book>,
    period: Period,
    unit: Option<&UnitId>,
) -> Option<EffectiveTarget<'book>> {
    let targets = || {
        facts
            .targets
            .iter()
            .copied()
            .filter(|target| target.unit.as_ref() == unit)
    };
    // A quarter's sum has nothing to do with a goal for the year to date that ends with it.
    let nearest = if is_summed(facts) { 1 } else { 2 };
    let suits = |offered| fit(period, offered).filter(|rank| *rank <= nearest);
    let exact = best(targets(), |target| suits(target.period));
    let containing = targets()
        .filter(|target| target.period.covers(period) && !target.period.same_days(period))
        .min_by_key(|target| target.period.days());
    let points = facts
        .profile
        .iter()
        .filter(|point| point.unit.as_ref() == unit);
    let point = best(points.copied(), |point| suits(point.period));
    match (exact, point, containing) {
        (Some(target), ..) => Some(found(target, target.goal, TargetSource::Period)),
        (None, Some(point), record) => Some(EffectiveTarget {
            goal: Some(point.goal),
            exact: Some(ends(point.goal)),
            record,
            period: point.period,
            from: TargetSource::Profile,
            of_whole: false,
        }),
        (None, None, Some(target)) => {
            let step = is_summed(facts)
                .then(|| profile_step(facts, target, period))
                .flatten();
            Some(step.unwrap_or_else(|| year_target(facts, target, period)))
        }
        (None, None, None) => None,
    }
}

fn found<'book>(
    target: &'book Target,
    goal: Option<Goal>,
    from: TargetSource,
) -> EffectiveTarget<'book> {
    EffectiveTarget {
        goal,
        exact: goal.map(ends),
        record: Some(target),
        period: target.period,
        from,
        of_whole: false,
    }
}

fn is_summed(facts: &Facts<'_>) -> bool {
    facts
        .measure
        .is_some_and(|measure| measure.aggregation == Some(Aggregation::Sum))
}

/// For a part of the year, what the profile adds between the part's beginning and its end: 250 by
/// the end of the third quarter after 90 by the end of the second leaves 160. The year's own target
/// stands at its end, and nothing at its beginning. None where a point is missing.
fn profile_step<'book>(
    facts: &Facts<'book>,
    target: &'book Target,
    period: Period,
) -> Option<EffectiveTarget<'book>> {
    let year = target.period;
    let by = |last: clew_calendar::Day| {
        let ends_then = |point: &&&ProfilePoint| {
            point.period.first() == year.first() && point.period.last() == last
        };
        let mut points = facts
            .profile
            .iter()
            .filter(|point| point.unit == target.unit);
        let point = points.rfind(ends_then);
        point
            .map(|point| point.goal)
            .or(target.goal.filter(|_| year.last() == last))
    };
    let value = |goal| match goal {
        Goal::Value(value) => Some(Exact::from(value)),
        Goal::Range { .. } => None,
    };
    let at_end = value(by(period.last())?)?;
    let at_beginning = if period.first() == year.first() {
        Exact::ZERO
    } else {
        value(by(period.first().plus_days(-1))?)?
    };
    let step = at_end.minus(at_beginning);
    Some(EffectiveTarget {
        exact: Some((step, step)),
        ..found(
            target,
            Some(Goal::Value(step.to_decimal())),
            TargetSource::ProfileStep,
        )
    })
}

/// The longer period's target as it holds for a part of it.
fn year_target<'book>(
    facts: &Facts<'book>,
    target: &'book Target,
    period: Period,
) -> EffectiveTarget<'book> {
    let share = target
        .goal
        .filter(|_| is_summed(facts))
        .and_then(|goal| Some((goal, equal_share(goal, period, target.period)?)));
    let Some((goal, (low, high))) = share else {
        return found(target, target.goal, TargetSource::Year);
    };
    let rounded = match goal {
        Goal::Value(_) => Goal::Value(low.to_decimal()),
        Goal::Range { .. } => Goal::Range {
            low: low.to_decimal(),
            high: high.to_decimal(),
        },
    };
    EffectiveTarget {
        exact: Some((low, high)),
        ..found(target, Some(rounded), TargetSource::EqualShare)
    }
}

/// The goal's ends times the months of the part over the months of the whole (days, where either is
/// not made of whole months).
fn equal_share(goal: Goal, part: Period, whole: Period) -> Option<(Exact, Exact)> {
    let (part, whole) = match (whole_months(part), whole_months(whole)) {
        (Some(part), Some(whole)) => (part, whole),
        _ => (part.days(), whole.days()),
    };
    let share = Exact::ratio(Decimal::from(part), Decimal::from(whole))?;
    let (low, high) = ends(goal);
    Some((low.times(share), high.times(share)))
}

fn whole_months(period: Period) -> Option<i32> {
    let (first, last) = (period.first(), period.last());
    let months = |day: clew_calendar::Day| day.year() * 12 + i32::from(day.month());
    (first.day() == 1 && last.is_last_of_month()).then(|| months(last) - months(first) + 1)
}

#[cfg(test)]
mod tests;
