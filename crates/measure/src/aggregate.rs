//! Adding figures up: parts of the organisation, or shorter periods, into a figure of the whole.

mod whole;

pub use whole::{over_units, year_to_date};

use clew_plan::{Aggregation, Figure, MissingParts, UnitOfMeasure};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::Exact;

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
    /// The numerators added, for a share or rate; none when too large (28 digits).
    #[serde(serialize_with = "crate::numbers::as_optional_number")]
    pub numerator: Option<Decimal>,
    /// The denominators added; none when too large.
    #[serde(serialize_with = "crate::numbers::as_optional_number")]
    pub denominator: Option<Decimal>,
    /// How many parts have been reported with what it takes to add them; of a part that is made
    /// from others, those are counted.
    pub reported: usize,
    /// How many parts there should be, counted in the same way.
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
    let add = |of: fn(&(Decimal, Decimal)) -> Decimal| {
        let mut values = counts.iter().map(of);
        values.try_fold(Decimal::ZERO, Decimal::checked_add)
    };
    let (numerator, denominator) = (add(|(met, _)| *met), add(|(_, all)| *all));
    let exact = numerator
        .zip(denominator)
        .and_then(|(met, all)| Exact::ratio(met, all))
        .zip(multiplier(parts, unit))
        .map(|(ratio, per)| ratio.times(per));
    Total {
        value: None,
        exact,
        numerator,
        denominator,
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
        exact: (!values.is_empty() && sum.is_a_decimal()).then_some(sum),
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::support::{number, table};

    /// Parts as `met/all` or a value, `-` for one not reported.
    fn parts(text: &str) -> Vec<Option<Part>> {
        let part = |text: &str| match text.split_once('/') {
            Some((met, all)) => Some(Part {
                value: None,
                numerator: Some(number(met)),
                denominator: Some(number(all)),
            }),
            None if text == "-" => None,
            None => Some(Part {
                value: Some(number(text)),
                ..Part::default()
            }),
        };
        text.split_whitespace().map(part).collect()
    }

    #[test]
    fn parts_are_added_as_the_table_says() {
        let cases = "
            # how  | unit   | missing | parts         | value  | reported
            counts | %      | partial | 2/4 2/100     | 3.8462 | 2 of 2 parts reported
            counts | %      | partial | 2/4 - 2/100   | 3.8462 | 2 of 3 parts reported
            counts | %      | blank   | 2/4 - 2/100   |        | 2 of 3 parts reported
            counts | %      | blank   | 2/4 2/100     | 3.8462 | 2 of 2 parts reported
            counts | %      | partial | 50 2/100      | 2      | 1 of 2 parts reported
            counts | %      | partial | 50 2          |        | 0 of 2 parts reported
            counts | %      | partial | 0/0           |        | 1 of 1 part reported
            counts | £      | partial | 300/2 100/2   | 100    | 2 of 2 parts reported
            sum    | number | partial | 3 4 5         | 12     | 3 of 3 parts reported
            sum    | number | partial | 3 - 5         | 8      | 2 of 3 parts reported
            sum    | number | blank   | 3 - 5         |        | 2 of 3 parts reported
            sum    | number | partial | - -           |        | 0 of 2 parts reported
            sum    | number | blank   | 0 0           | 0      | 2 of 2 parts reported
            last   | number | partial | 3 4 -         | 4      | 2 of 3 parts reported
            last   | number | blank   | 3 4 -         |        | 2 of 3 parts reported
            last   | number | blank   | - 4 5         | 5      | 2 of 3 parts reported
            none   | number | partial | 3 4           |        | 2 of 2 parts reported";
        for cells in table(cases) {
            let [how, unit, missing, given, value, words] = cells[..] else {
                panic!("{cells:?}")
            };
            let total = aggregate(
                &parts(given),
                how.parse().expect(how),
                Some(unit.parse().expect(unit)),
                missing.parse().expect(missing),
            );
            let shown = total
                .value
                .map(|value| value.round_dp(4).normalize().to_string());
            assert_eq!(shown.unwrap_or_default(), value, "{cells:?}");
            assert_eq!(total.words(), words, "{cells:?}");
        }
    }

    #[test]
    fn a_rates_multiplier_is_found_from_its_parts() {
        let part = |value: &str, met: &str, all: &str| {
            Some(Part {
                value: Some(number(value)),
                numerator: Some(number(met)),
                denominator: Some(number(all)),
            })
        };
        let rate = Some(UnitOfMeasure::Rate);
        let of = |parts: &[Option<Part>]| {
            aggregate(parts, Aggregation::Counts, rate, MissingParts::Partial).value
        };
        assert_eq!(
            of(&[part("25", "5", "200"), part("10", "1", "100")]),
            Some(number("20"))
        );
        assert_eq!(of(&parts("5/200 1/100")), None, "nobody says per how many");
        assert_eq!(
            of(&[part("25", "5", "200"), part("1", "1", "100")]),
            None,
            "they disagree"
        );
    }

    #[test]
    fn sums_that_are_too_large_give_no_value_and_do_not_stop_the_program() {
        let most = "70000000000000000000000000000";
        let given = parts(&format!("{most}/{most} {most}/{most}"));
        for unit in [UnitOfMeasure::Percent, UnitOfMeasure::Rate] {
            let unit = Some(unit);
            let total = aggregate(&given, Aggregation::Counts, unit, MissingParts::Partial);
            assert_eq!(
                (total.value, total.numerator, total.denominator),
                (None, None, None)
            );
        }
        let values = parts(&format!("{most} {most}"));
        let sum = aggregate(&values, Aggregation::Sum, None, MissingParts::Partial);
        assert_eq!(sum.value, None);
        assert_eq!(sum.words(), "2 of 2 parts reported");
    }

    proptest! {
        #[test]
        fn a_share_of_the_whole_lies_between_the_shares_of_its_parts(
            counts in prop::collection::vec((0_u32..1000, 1_u32..1000), 1..10)
        ) {
            let parts: Vec<Option<Part>> = counts
                .iter()
                .map(|(met, rest)| Some(Part {
                    value: None,
                    numerator: Some(Decimal::from(*met)),
                    denominator: Some(Decimal::from(met + rest)),
                }))
                .collect();
            let percent = Some(UnitOfMeasure::Percent);
            let of = |parts: &[Option<Part>]| {
                let total =
                    aggregate(parts, Aggregation::Counts, percent, MissingParts::Blank);
                total.exact.expect("a value")
            };
            let alone: Vec<Exact> = parts.iter().map(|part| of(&[*part])).collect();
            let whole = of(&parts);
            prop_assert!(alone.iter().min() <= Some(&whole));
            prop_assert!(alone.iter().max() >= Some(&whole));
        }

        #[test]
        fn how_parts_are_grouped_does_not_matter(
            counts in prop::collection::vec((0_u32..1000, 1_u32..1000), 2..10), cut in 1_usize..9
        ) {
            let part = |(met, all): &(u32, u32)| Some(Part {
                value: None,
                numerator: Some(Decimal::from(*met)),
                denominator: Some(Decimal::from(*all)),
            });
            let parts: Vec<Option<Part>> = counts.iter().map(part).collect();
            let number = Some(UnitOfMeasure::Number);
            let of = |parts: &[Option<Part>]| {
                aggregate(parts, Aggregation::Counts, number, MissingParts::Blank)
            };
            let (left, right) = parts.split_at(cut.min(parts.len() - 1));
            let grouped = [of(left), of(right)].map(|total| Some(Part {
                value: None,
                numerator: total.numerator,
                denominator: total.denominator,
            }));
            prop_assert_eq!(of(&grouped).exact, of(&parts).exact);
        }
    }
}
