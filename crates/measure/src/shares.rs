//! Percentages of a whole: whole numbers that add up to 100, beside the exact ones.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

/// One part of a whole, with its percentage.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Share {
    /// What the part is called.
    pub name: String,
    /// How many.
    pub count: u32,
    /// Whole per cent by largest remainder: the parts of a whole add up to 100.
    pub percent: u32,
    /// Per cent rounded half away from 0 to one decimal place; may not add up to 100.0.
    #[serde(serialize_with = "crate::numbers::as_number")]
    pub exact_percent: Decimal,
}

/// Whole percentages of counts that add up to 100 (to 0 when every count is 0).
///
/// Each count gets the whole part of its percentage; what is left goes, one each, to the largest
/// remainders, and among equal remainders to the larger count, then to the one that stands first
/// (Hamilton's method).
#[must_use]
pub fn largest_remainder(counts: &[u32]) -> Vec<u32> {
    let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
    if total == 0 {
        return vec![0; counts.len()];
    }
    let hundredths = |count: u32| u64::from(count) * 100;
    let mut percents: Vec<u64> = counts
        .iter()
        .map(|count| hundredths(*count) / total)
        .collect();
    let left = 100 - percents.iter().sum::<u64>();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|&index| {
        let remainder = hundredths(counts[index]) % total;
        (
            std::cmp::Reverse(remainder),
            std::cmp::Reverse(counts[index]),
            index,
        )
    });
    for &index in order.iter().take(usize::try_from(left).unwrap_or(0)) {
        percents[index] += 1;
    }
    percents
        .into_iter()
        .map(|percent| u32::try_from(percent).unwrap_or(100))
        .collect()
}

/// The named counts with their percentages.
pub(crate) fn shares(named: &[(&str, u32)]) -> Vec<Share> {
    let counts: Vec<u32> = named.iter().map(|(_, count)| *count).collect();
    let total: Decimal = counts.iter().map(|count| Decimal::from(*count)).sum();
    let exact = |count: u32| {
        let hundredfold = Decimal::from(count) * Decimal::ONE_HUNDRED;
        let percent = hundredfold.checked_div(total).unwrap_or_default();
        percent.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
    };
    let with_percent = named.iter().zip(largest_remainder(&counts));
    with_percent
        .map(|((name, count), percent)| Share {
            name: (*name).to_owned(),
            count: *count,
            percent,
            exact_percent: exact(*count),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn percentages_go_to_the_largest_remainders() {
        // 3, 25, 1, 1 and 8 of 38 are 7.9, 65.8, 2.6, 2.6 and 21.1 %.
        assert_eq!(largest_remainder(&[3, 25, 1, 1, 8]), [8, 66, 3, 2, 21]);
        assert_eq!(largest_remainder(&[1, 1, 1]), [34, 33, 33]);
        assert_eq!(largest_remainder(&[0, 5]), [0, 100]);
        assert_eq!(largest_remainder(&[0, 0]), [0, 0]);
        assert!(largest_remainder(&[]).is_empty());
        assert_eq!(largest_remainder(&[u32::MAX, u32::MAX]), [50, 50]);
    }

    #[test]
    fn the_exact_percentage_stands_beside_the_whole_one() {
        let shares = shares(&[("Green", 25), ("Other", 13)]);
        assert_eq!(
            (shares[0].percent, shares[0].exact_percent.to_string()),
            (66, "65.8".to_owned())
        );
        assert_eq!(
            (shares[1].percent, shares[1].exact_percent.to_string()),
            (34, "34.2".to_owned())
        );
    }

    proptest! {
        #[test]
        fn whole_percentages_add_up_to_100_and_are_within_one_of_the_exact(
            counts in prop::collection::vec(0_u32..100_000, 1..12)
        ) {
            let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
            let percents = largest_remainder(&counts);
            let sum: u32 = percents.iter().sum();
            prop_assert_eq!(sum, if total == 0 { 0 } else { 100 });
            for (count, percent) in counts.iter().zip(percents) {
                let (exact, shown) = (u64::from(*count) * 100, u64::from(percent) * total);
                prop_assert!(exact.abs_diff(shown) < total.max(1));
            }
        }
    }
}
