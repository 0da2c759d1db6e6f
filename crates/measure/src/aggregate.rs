//! Adding figures up: parts of the organisation, or shorter periods, into a figure of the whole.

use clew_calendar::{Period, PeriodKind};
use clew_plan::{
    Aggregation, Book, Figure, Frequency, Measure, MissingParts, Unit, UnitId, UnitOfMeasure,
};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::index::Facts;
use crate::{Exact, exact_value};

/// One part's figure.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Part {
    /// Its value, in the measure's unit.
    pub value: Option<Decimal>,
    /// How many met, for a share or rate.
    pub numerator: Option<Decimal>,
    /// How many in all, for a share or rate.
    pub denominator: Option<Decimal>,
}

impl From<&Figure> for Part {
    fn from(figure: &Figure) -> Self {
        Self {
            value: figure.value,
            numerator: figure.numerator,
            denominator: figure.denominator,
        }
    }
}

/// What the parts make together.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Total {
    /// The value of the whole (28 digits); none while it may not be shown or cannot be added.
    #[serde(serialize_with = "crate::numbers::as_optional_number")]
    pub value: Option<Decimal>,
    /// The same value before any rounding.
    #[serde(skip)]
    pub exact: Option<Exact>,
    /// The numerators added, for a share or rate.
    #[serde(serialize_with = "crate::numbers::as_optional_number")]
    pub numerator: Option<Decimal>,
    /// The denominators added.
    #[serde(serialize_with = "crate::numbers::as_optional_number")]
    pub denominator: Option<Decimal>,
    /// How many parts have been reported with what it takes to add them.
    pub reported: usize,
    /// How many parts there should be.
    pub expected: usize,
}

impl Total {
    /// Whether every part has been reported.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.reported == self.expected
    }

    /// "3 of 4 parts reported".
    #[must_use]
    pub fn words(&self) -> String {
        let parts = if self.expected == 1 { "part" } else { "parts" };
        format!("{} of {} {parts} reported", self.reported, self.expected)
    }
}

/// Makes a figure of the whole from its parts, in order; none stands for a part not reported.
///
/// By counts, numerators and denominators are added and then divided, so that 2 of 4 and 2 of 100
/// make 3.8 %; a part without both counts is not reported, and values are never averaged. Sums add
/// values; last takes the last value that is there. While parts are missing the whole is blank, or
/// made from what is there, as `missing` says; with last and blank, the last part must be there.
#[must_use]
pub fn aggregate(
    parts: &[Option<Part>],
    how: Aggregation,
    unit: Option<UnitOfMeasure>,
    missing: MissingParts,
) -> Total {
    let total = match how {
        Aggregation::Counts => by_counts(parts, unit),
        Aggregation::Sum => by_sum(parts, unit),
        Aggregation::Last => last(parts, unit),
        Aggregation::None => Total {
            reported: with_value(parts, unit).count(),
            ..Total::default()
        },
    };
    let shown = match (missing, how) {
        (MissingParts::Partial, _) => true,
        (MissingParts::Blank, Aggregation::Last) => parts
            .last()
            .is_some_and(|part| value_of(part.as_ref(), unit).is_some()),
        (MissingParts::Blank, _) => total.reported == parts.len(),
    };
    let exact = total.exact.filter(|_| shown);
    Total {
        value: exact.map(Exact::to_decimal),
        exact,
        expected: parts.len(),
        ..total
    }
}

fn by_counts(parts: &[Option<Part>], unit: Option<UnitOfMeasure>) -> Total {
    let counts: Vec<(Decimal, Decimal)> = parts
        .iter()
        .flatten()
        .filter_map(|part| part.numerator.zip(part.denominator))
        .collect();
    if counts.is_empty() {
        return Total::default();
    }
    let numerator = counts
        .iter()
        .fold(Decimal::ZERO, |sum, (met, _)| sum.saturating_add(*met));
    let denominator = counts
        .iter()
        .fold(Decimal::ZERO, |sum, (_, all)| sum.saturating_add(*all));
    let per = multiplier(parts, unit);
    let exact = Exact::ratio(numerator, denominator)
        .zip(per)
        .map(|(ratio, per)| ratio.times(per));
    Total {
        value: None,
        exact,
        numerator: Some(numerator),
        denominator: Some(denominator),
        reported: counts.len(),
        expected: parts.len(),
    }
}

/// What numerator ÷ denominator is multiplied by: 100 for per cent, 1 for others. A rate's "per
/// how many" is the power of ten, up to a million, that takes every part's counts to the value
/// given with them, to within rounding; none when no part says.
fn multiplier(parts: &[Option<Part>], unit: Option<UnitOfMeasure>) -> Option<Exact> {
    match unit {
        Some(UnitOfMeasure::Percent) => Some(Exact::from(100_u32)),
        Some(UnitOfMeasure::Rate) => {
            let powers = [1_u32, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
            let fits = |per: &u32| parts.iter().flatten().all(|part| gives(part, *per));
            let says = parts
                .iter()
                .flatten()
                .any(|part| part.value.is_some_and(|v| !v.is_zero()));
            powers
                .iter()
                .find(|per| says && fits(per))
                .map(|per| Exact::from(*per))
        }
        _ => Some(Exact::from(1_u32)),
    }
}

/// Whether a part's counts, times `per`, round to the value given with them.
fn gives(part: &Part, per: u32) -> bool {
    let Part {
        value: Some(value),
        numerator: Some(met),
        denominator: Some(all),
    } = *part
    else {
        return true;
    };
    let Some(ratio) = Exact::ratio(met, all) else {
        return true;
    };
    let unit_of_rounding = Exact::from(Decimal::new(1, value.scale()));
    ratio
        .times(Exact::from(per))
        .minus(Exact::from(value))
        .abs()
        <= unit_of_rounding
}

fn by_sum(parts: &[Option<Part>], unit: Option<UnitOfMeasure>) -> Total {
    let values: Vec<Exact> = with_value(parts, unit).collect();
    let sum = values
        .iter()
        .fold(Exact::ZERO, |sum, value| sum.plus(*value));
    Total {
        exact: (!values.is_empty()).then_some(sum),
        reported: values.len(),
        ..Total::default()
    }
}

fn last(parts: &[Option<Part>], unit: Option<UnitOfMeasure>) -> Total {
    let values: Vec<Exact> = with_value(parts, unit).collect();
    Total {
        exact: values.last().copied(),
        reported: values.len(),
        ..Total::default()
    }
}

fn with_value(parts: &[Option<Part>], unit: Option<UnitOfMeasure>) -> impl Iterator<Item = Exact> {
    parts
        .iter()
        .filter_map(move |part| value_of(part.as_ref(), unit))
}

fn value_of(part: Option<&Part>, unit: Option<UnitOfMeasure>) -> Option<Exact> {
    let part = part?;
    let counts = part.numerator.zip(part.denominator);
    let ratio = counts.and_then(|(met, all)| Exact::ratio(met, all));
    match (unit, part.value) {
        (Some(UnitOfMeasure::Percent), _) if ratio.is_some() => {
            ratio.map(|share| share.times(Exact::from(100_u32)))
        }
        (_, value) => value.map(Exact::from),
    }
}

/// The figure of a part of the organisation (none for the whole) made from the figures of the
/// parts just below it for the same period. A part without a figure of its own is made from those
/// below it in turn.
///
/// Parts expected are those for which, or for a part of which, the measure has any figure or
/// target. A number on a day is added over parts, since all are of the same day.
#[must_use]
pub fn over_units(
    book: &Book,
    measure: &Measure,
    period: Period,
    parent: Option<&UnitId>,
) -> Total {
    let facts = Facts::of(book, &measure.code.key());
    total_of_units(book, &facts, measure, period, parent, &mut Vec::new())
}

fn total_of_units<'book>(
    book: &'book Book,
    facts: &Facts<'book>,
    measure: &Measure,
    period: Period,
    parent: Option<&'book UnitId>,
    line: &mut Vec<&'book UnitId>,
) -> Total {
    let below = |unit: &&Unit| unit.parent.as_ref() == parent && !line.contains(&&unit.id);
    let children: Vec<&Unit> = book.units.iter().filter(below).collect();
    let mut parts = Vec::new();
    for child in children {
        if !concerns(book, facts, &child.id, &mut Vec::new()) {
            continue;
        }
        let own = crate::lookup::find_figure(facts, period, Some(&child.id)).map(Part::from);
        line.push(&child.id);
        let part = own.or_else(|| {
            let made = total_of_units(book, facts, measure, period, Some(&child.id), line);
            (made.reported > 0).then_some(Part {
                value: made.value,
                numerator: made.numerator,
                denominator: made.denominator,
            })
        });
        line.pop();
        parts.push(part);
    }
    let how = match measure.aggregation {
        Some(Aggregation::Last) => Aggregation::Sum,
        how => how.unwrap_or_else(|| usual_aggregation(measure)),
    };
    let missing = measure.missing_parts.unwrap_or(MissingParts::Partial);
    aggregate(&parts, how, measure.unit_of_measure, missing)
}

/// Whether a measure has anything to do with a unit or one below it.
fn concerns<'book>(
    book: &'book Book,
    facts: &Facts<'_>,
    unit: &'book UnitId,
    seen: &mut Vec<&'book UnitId>,
) -> bool {
    if seen.contains(&unit) {
        return false;
    }
    seen.push(unit);
    let figures = facts
        .figures
        .iter()
        .any(|figure| figure.unit.as_ref() == Some(unit));
    let targets = facts
        .targets
        .iter()
        .any(|target| target.unit.as_ref() == Some(unit));
    let mut children = book
        .units
        .iter()
        .filter(|child| child.parent.as_ref() == Some(unit));
    figures || targets || children.any(|child| concerns(book, facts, &child.id, seen))
}

/// The year's figure up to the end of the period, made from months, quarters or halves as the
/// measure is reported: parts expected are all those from 1 April to the period's end.
///
/// Where the measure does not say how often it is reported, the longest parts that have a figure
/// are taken.
#[must_use]
pub fn year_to_date(
    book: &Book,
    measure: &Measure,
    period: Period,
    unit: Option<&UnitId>,
) -> Total {
    let facts = Facts::of(book, &measure.code.key());
    let year = Period::year_to_date(period);
    let part_of = |wanted: Period| {
        let found = facts
            .figures
            .iter()
            .rev()
            .find(|figure| figure.unit.as_ref() == unit && figure.period.same_days(wanted))?;
        let known =
            found.denominator.is_some() || exact_value(found, measure.unit_of_measure).is_some();
        known.then(|| Part::from(*found))
    };
    let parts_of_kind = |kind| {
        year.parts(kind)
            .into_iter()
            .map(part_of)
            .collect::<Vec<Option<Part>>>()
    };
    let kinds: &[PeriodKind] = match measure.frequency {
        Some(Frequency::Monthly) => &[PeriodKind::Month],
        Some(Frequency::Quarterly) => &[PeriodKind::Quarter],
        Some(Frequency::HalfYearly) => &[PeriodKind::Half],
        _ => &[PeriodKind::Half, PeriodKind::Quarter, PeriodKind::Month],
    };
    let mut offered = kinds.iter().map(|kind| parts_of_kind(*kind));
    let parts = offered
        .find(|parts| parts.iter().any(Option::is_some))
        .unwrap_or_default();
    let how = measure
        .aggregation
        .unwrap_or_else(|| usual_aggregation(measure));
    let missing = measure.missing_parts.unwrap_or(MissingParts::Partial);
    aggregate(&parts, how, measure.unit_of_measure, missing)
}

/// How figures are added where the measure does not say: shares and rates by counts, nothing else
/// at all, since a plain number may be a flow or a stock.
fn usual_aggregation(measure: &Measure) -> Aggregation {
    match measure.unit_of_measure {
        Some(UnitOfMeasure::Percent | UnitOfMeasure::Rate) => Aggregation::Counts,
        _ => Aggregation::None,
    }
}
