//! Exact fractions: values worked out from counts, compared before any rounding.

use std::cmp::Ordering;

use clew_plan::{Figure, FigureSource, UnitOfMeasure};
use rust_decimal::{Decimal, RoundingStrategy};

/// An exact value: a whole number over a whole number above 0, in lowest terms.
///
/// Comparison is exact for every value. Sums and products are exact while they fit into 128 bits
/// (always so for counts of people and pounds); beyond that they are rounded to 28 digits.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash)]
pub struct Exact {
    numerator: i128,
    denominator: i128,
}

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self {
        numerator: 0,
        denominator: 1,
    };

    /// `numerator / denominator`; none when the denominator is 0.
    #[must_use]
    pub fn ratio(numerator: Decimal, denominator: Decimal) -> Option<Self> {
        Self::from(numerator).over(Self::from(denominator))
    }

    /// One whole number over another; none when the denominator is 0.
    #[must_use]
    pub fn of_whole(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        // Counts fit into 64 bits, where dividing is many times as fast.
        let (Ok(top), Ok(bottom)) = (u64::try_from(numerator), u64::try_from(denominator)) else {
            return Self::reduced(numerator, denominator);
        };
        let (mut divisor, mut rest) = (top, bottom);
        while rest != 0 {
            (divisor, rest) = (rest, divisor % rest);
        }
        Some(Self {
            numerator: (top / divisor).into(),
            denominator: (bottom / divisor).into(),
        })
    }

    /// The whole numbers that it is one over the other, in lowest terms; the second is above 0.
    #[must_use]
    pub fn as_fraction(self) -> (i128, i128) {
        (self.numerator, self.denominator)
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.checked_plus(other)
            .unwrap_or_else(|| Self::from(self.to_decimal().saturating_add(other.to_decimal())))
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.plus(Self {
            numerator: -other.numerator,
            ..other
        })
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        self.checked_times(other)
            .unwrap_or_else(|| Self::from(self.to_decimal().saturating_mul(other.to_decimal())))
    }

    /// The quotient; none when the divisor is 0.
    #[must_use]
    pub fn over(self, divisor: Self) -> Option<Self> {
        if divisor.numerator == 0 {
            return None;
        }
        let sign = divisor.numerator.signum();
        Some(self.times(Self {
            numerator: divisor.denominator * sign,
            denominator: divisor.numerator * sign,
        }))
    }

    /// The distance from 0.
    #[must_use]
    pub fn abs(self) -> Self {
        Self {
            numerator: self.numerator.abs(),
            ..self
        }
    }

    /// The value as a decimal, rounded to 28 digits where it does not end.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        let (mut numerator, mut denominator) = (self.numerator, self.denominator);
        loop {
            let parts = (
                Decimal::try_from_i128_with_scale(numerator, 0),
                Decimal::try_from_i128_with_scale(denominator, 0),
            );
            if let (Ok(top), Ok(bottom)) = parts {
                return top
                    .checked_div(bottom)
                    .map_or_else(|| limit(self.numerator), |value| value.normalize());
            }
            numerator /= 2;
            denominator /= 2;
        }
    }

    /// Whether it lies between the smallest and the largest decimal (28 digits before the point).
    pub(crate) fn is_a_decimal(self) -> bool {
        Self::from(Decimal::MIN) < self && self < Self::from(Decimal::MAX)
    }

    fn checked_plus(self, other: Self) -> Option<Self> {
        let shared = common_divisor(self.denominator, other.denominator);
        let (left, right) = (other.denominator / shared, self.denominator / shared);
        let sum = self
            .numerator
            .checked_mul(left)?
            .checked_add(other.numerator.checked_mul(right)?)?;
        Self::reduced(sum, self.denominator.checked_mul(left)?)
    }

    fn checked_times(self, other: Self) -> Option<Self> {
        let across = Self::reduced(self.numerator, other.denominator)?;
        let back = Self::reduced(other.numerator, self.denominator)?;
        Self::reduced(
            across.numerator.checked_mul(back.numerator)?,
            across.denominator.checked_mul(back.denominator)?,
        )
    }

    /// In lowest terms; none for the one numerator whose sign cannot be turned.
    fn reduced(numerator: i128, denominator: i128) -> Option<Self> {
        let divisor = common_divisor(numerator.checked_abs()?, denominator).max(1);
        Some(Self {
            numerator: numerator / divisor,
            denominator: denominator / divisor,
        })
    }
}

/// The largest or smallest decimal, for a number beyond it.
fn limit(sign_of: i128) -> Decimal {
    if sign_of < 0 {
        Decimal::MIN
    } else {
        Decimal::MAX
    }
}

fn common_divisor(mut left: i128, mut right: i128) -> i128 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        let (numerator, denominator) = (value.mantissa(), 10_i128.pow(value.scale()));
        Self::reduced(numerator, denominator).unwrap_or(Self {
            numerator,
            denominator,
        })
    }
}

impl From<u32> for Exact {
    fn from(value: u32) -> Self {
        Self {
            numerator: i128::from(value),
            denominator: 1,
        }
    }
}

impl Ord for Exact {
    /// Compares whole parts, then the reciprocals of what is left, so that nothing can overflow.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut left, mut right) = (*self, *other);
        loop {
            let whole = |value: Exact| value.numerator.div_euclid(value.denominator);
            let rest = |value: Exact| value.numerator.rem_euclid(value.denominator);
            let order = whole(left).cmp(&whole(right));
            if order != Ordering::Equal {
                return order;
            }
            match (rest(left), rest(right)) {
                (0, 0) => return Ordering::Equal,
                (0, _) => return Ordering::Less,
                (_, 0) => return Ordering::Greater,
                (left_rest, right_rest) => {
                    // a/b < c/d exactly when d/c < b/a: the sides change places.
                    let turned = |value: Exact, rest| Exact {
                        numerator: value.denominator,
                        denominator: rest,
                    };
                    (left, right) = (turned(right, right_rest), turned(left, left_rest));
                }
            }
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The most decimal places of a worked out value or count: as many as files of figures keep.
const KEPT_DECIMALS: u32 = 10;

/// A worked out value or count as it is kept: rounded half away from 0 to 10 decimal places.
pub(crate) fn kept(value: Exact) -> Decimal {
    value
        .to_decimal()
        .round_dp_with_strategy(KEPT_DECIMALS, RoundingStrategy::MidpointAwayFromZero)
        .normalize()
}

/// A formula's value before it was rounded to be kept, which its counts tell: their ratio, or that
/// for every 1,000. Any other value is as it was given.
fn unrounded(figure: &Figure, ratio: Option<Exact>, value: Decimal) -> Exact {
    let worked_out = ratio.filter(|_| figure.from == FigureSource::Computed);
    let before = worked_out.and_then(|ratio| {
        let mut ways = [1_u32, 1_000]
            .map(|per| ratio.times(Exact::from(per)))
            .into_iter();
        ways.find(|exact| kept(*exact) == value)
    });
    before.unwrap_or_else(|| Exact::from(value))
}

/// The value a figure is judged by: from its counts where they decide it, else the value given.
///
/// A percentage with both counts is 100 × numerator ÷ denominator, whatever was rounded for
/// printing. Any other value is taken as given; where none is given, numerator ÷ denominator
/// stands for it, save for a rate, whose "per how many" the counts do not say. A value that a
/// formula worked out is taken as it was before it was rounded to be kept.
#[must_use]
pub fn exact_value(figure: &Figure, unit: Option<UnitOfMeasure>) -> Option<Exact> {
    let counts = figure.numerator.zip(figure.denominator);
    let ratio = counts.and_then(|(met, all)| Exact::ratio(met, all));
    match (unit, figure.value) {
        (Some(UnitOfMeasure::Percent), _) if ratio.is_some() => {
            ratio.map(|share| share.times(Exact::from(100_u32)))
        }
        (_, Some(value)) => Some(unrounded(figure, ratio, value)),
        (Some(UnitOfMeasure::Rate | UnitOfMeasure::Percent) | None, None) => None,
        (Some(_), None) => ratio,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::support::number;

    fn exact(numerator: &str, denominator: &str) -> Exact {
        Exact::ratio(number(numerator), number(denominator)).expect("a ratio")
    }

    #[test]
    fn fractions_are_compared_exactly_where_decimals_are_not() {
        let third = exact("1", "3");
        let almost = Exact::from(number("0.3333333333333333333333333333"));
        assert_eq!(third, exact("2", "6"));
        assert!(almost < third);
        assert!(exact("-1", "3") < exact("-1", "4"));
        assert_eq!(exact("1", "-3"), exact("-1", "3"));
        assert_eq!(Exact::ratio(number("1"), number("0")), None);
    }

    #[test]
    fn the_largest_decimals_are_compared_without_overflow() {
        let (most, least) = (Exact::from(Decimal::MAX), Exact::from(Decimal::MIN));
        let tiny = Exact::from(Decimal::from_parts(1, 0, 0, false, 28));
        assert!(least < tiny && tiny < most);
        assert!(
            exact("79228162514264337593543950334", "3")
                < exact("79228162514264337593543950335", "3")
        );
        assert_eq!(most.plus(most).to_decimal(), Decimal::MAX);
        assert!(most.times(Exact::from(100_u32)) >= most);
    }

    #[test]
    fn a_value_from_counts_stands_before_the_rounded_one() {
        let figure = |value: Option<&str>, met: Option<&str>, all: Option<&str>| {
            let mut row = serde_json::json!({
                "measure": "M", "period": "2019-20", "from": "returned", "state": "final",
            });
            for (name, cell) in [("value", value), ("numerator", met), ("denominator", all)] {
                if let Some(cell) = cell {
                    row[name] = serde_json::json!(cell);
                }
            }
            crate::support::row::<Figure>(row)
        };
        let counted = figure(Some("78"), Some("35657"), Some("46204"));
        let share = exact_value(&counted, Some(UnitOfMeasure::Percent)).expect("a value");
        assert_eq!(share, exact("3565700", "46204"));
        let nothing_counted = figure(Some("78"), Some("0"), Some("0"));
        assert_eq!(
            exact_value(&nothing_counted, Some(UnitOfMeasure::Percent)),
            Some(Exact::from(78_u32))
        );
        let cost = figure(None, Some("300"), Some("12"));
        assert_eq!(
            exact_value(&cost, Some(UnitOfMeasure::Pounds)),
            Some(Exact::from(25_u32))
        );
        assert_eq!(exact_value(&cost, Some(UnitOfMeasure::Rate)), None);
        assert_eq!(
            exact_value(&figure(None, Some("3"), None), Some(UnitOfMeasure::Percent)),
            None
        );
    }

    fn decimals() -> impl Strategy<Value = Decimal> {
        (any::<i64>(), 0_u32..12).prop_map(|(number, scale)| Decimal::new(number, scale))
    }

    proptest! {
        #[test]
        fn order_is_that_of_decimals(left in decimals(), right in decimals()) {
            prop_assert_eq!(Exact::from(left).cmp(&Exact::from(right)), left.cmp(&right));
        }

        #[test]
        fn sums_and_differences_undo_each_other(left in decimals(), right in decimals()) {
            let (left, right) = (Exact::from(left), Exact::from(right));
            prop_assert_eq!(left.plus(right).minus(right), left);
        }

        #[test]
        fn a_decimal_comes_back_as_it_was(value in decimals()) {
            prop_assert_eq!(Exact::from(value).to_decimal(), value);
        }

        #[test]
        fn fractions_are_ordered_as_cross_products(
            a in -9999_i64..9999, b in 1_i64..9999, c in -9999_i64..9999, d in 1_i64..9999
        ) {
            let left = Exact::ratio(a.into(), b.into()).expect("a ratio");
            let right = Exact::ratio(c.into(), d.into()).expect("a ratio");
            prop_assert_eq!(left.cmp(&right), (a * d).cmp(&(c * b)));
        }
    }
}
