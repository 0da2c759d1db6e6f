//! The status of a value: a pure function of value, goal, polarity and tolerance.

use clew_plan::{Goal, Polarity, Status, Tolerance};

use crate::{Exact, bounds};

/// The one status of a value against its goal, in exact arithmetic and before any rounding.
///
/// Green, Amber or Red; Contextual for a contextual polarity. A value on a boundary has the better
/// colour. Without a tolerance there is no Amber.
#[must_use]
pub fn status_of(
    value: impl Into<Exact>,
    goal: Goal,
    polarity: Polarity,
    tolerance: Option<&Tolerance>,
) -> Status {
    bounds(goal, polarity, tolerance).status(value.into())
}

#[cfg(test)]
mod tests {
    use clew_plan::Status;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;
    use crate::support::{number, status, table};

    /// Every polarity against every kind of tolerance, on each boundary and just beside it.
    const CASES: &str = "
        # polarity | goal     | tolerance           | value    | status
        higher     | 75       |                     | 75       | Green
        higher     | 75       |                     | 74.999   | Red
        higher     | 75       | 5%                  | 75       | Green
        higher     | 75       | 5%                  | 74.99    | Amber
        higher     | 75       | 5%                  | 71.25    | Amber
        higher     | 75       | 5%                  | 71.2499  | Red
        higher     | 75       | 0%                  | 75       | Green
        higher     | 75       | 0%                  | 74.9     | Red
        higher     | 75       | 2 points            | 73       | Amber
        higher     | 75       | 2 points            | 72.9     | Red
        higher     | 75       | green 90, amber 85  | 90       | Green
        higher     | 75       | green 90, amber 85  | 89.9     | Amber
        higher     | 75       | green 90, amber 85  | 85       | Amber
        higher     | 75       | green 90, amber 85  | 84.9     | Red
        higher     | 75       | amber 70 to 80      | 75       | Green
        higher     | 75       | amber 70 to 80      | 70       | Amber
        higher     | 75       | amber 70 to 80      | 69.9     | Red
        higher     | 10 to 20 | 10%                 | 10       | Green
        higher     | 10 to 20 | 10%                 | 25       | Green
        higher     | 10 to 20 | 10%                 | 9        | Amber
        higher     | 10 to 20 | 10%                 | 8.99     | Red
        higher     | 0        | 5%                  | 0        | Green
        higher     | 0        | 5%                  | -0.1     | Red
        higher     | 0        | 1 point             | -1       | Amber
        higher     | -10      | 10%                 | -10      | Green
        higher     | -10      | 10%                 | -11      | Amber
        higher     | -10      | 10%                 | -11.1    | Red
        lower      | 5        |                     | 5        | Green
        lower      | 5        |                     | 5.001    | Red
        lower      | 5        | 10%                 | 5        | Green
        lower      | 5        | 10%                 | 5.01     | Amber
        lower      | 5        | 10%                 | 5.5      | Amber
        lower      | 5        | 10%                 | 5.51     | Red
        lower      | 5        | 1 point             | 6        | Amber
        lower      | 5        | 1 point             | 6.01     | Red
        lower      | 5        | green 10, amber 12  | 10       | Green
        lower      | 5        | green 10, amber 12  | 12       | Amber
        lower      | 5        | green 10, amber 12  | 12.1     | Red
        lower      | 5        | amber 1 to 7        | 5        | Green
        lower      | 5        | amber 1 to 7        | 7        | Amber
        lower      | 5        | amber 1 to 7        | 7.1      | Red
        lower      | 10 to 20 | 10%                 | 20       | Green
        lower      | 10 to 20 | 10%                 | 3        | Green
        lower      | 10 to 20 | 10%                 | 22       | Amber
        lower      | 10 to 20 | 10%                 | 22.1     | Red
        lower      | 0        | 5%                  | 0        | Green
        lower      | 0        | 5%                  | 1        | Red
        lower      | -10      | 10%                 | -10      | Green
        lower      | -10      | 10%                 | -9       | Amber
        lower      | -10      | 10%                 | -8.9     | Red
        in range   | 10 to 20 |                     | 10       | Green
        in range   | 10 to 20 |                     | 20       | Green
        in range   | 10 to 20 |                     | 20.01    | Red
        in range   | 10 to 20 | 10%                 | 9        | Amber
        in range   | 10 to 20 | 10%                 | 8.9      | Red
        in range   | 10 to 20 | 10%                 | 22       | Amber
        in range   | 10 to 20 | 10%                 | 22.1     | Red
        in range   | 10 to 20 | 3 points            | 7        | Amber
        in range   | 10 to 20 | 3 points            | 23       | Amber
        in range   | 10 to 20 | 3 points            | 23.1     | Red
        in range   | 10 to 20 | amber 5 to 25       | 5        | Amber
        in range   | 10 to 20 | amber 5 to 25       | 25       | Amber
        in range   | 10 to 20 | amber 5 to 25       | 25.1     | Red
        in range   | 10 to 20 | green 12, amber 8   | 12       | Green
        in range   | 10 to 20 | green 12, amber 8   | 8        | Amber
        in range   | 10 to 20 | green 12, amber 8   | 20.1     | Red
        in range   | 10 to 20 | green 18, amber 22  | 18       | Green
        in range   | 10 to 20 | green 18, amber 22  | 22       | Amber
        in range   | 10 to 20 | green 18, amber 22  | 9.9      | Red
        in range   | 15       | 10%                 | 15       | Green
        in range   | 15       | 10%                 | 16.5     | Amber
        in range   | 15       | 10%                 | 13.49    | Red
        contextual | 75       | 5%                  | 75       | Contextual
        contextual | 10 to 20 | green 90, amber 85  | -1       | Contextual";

    #[test]
    fn each_value_has_the_status_the_table_gives() {
        for cells in table(CASES) {
            let [polarity, goal, tolerance, value, expected] = cells[..] else {
                panic!("{cells:?}");
            };
            let tolerance: Option<Tolerance> =
                (!tolerance.is_empty()).then(|| tolerance.parse().expect(tolerance));
            let found = status_of(
                number(value),
                goal.parse().expect(goal),
                polarity.parse().expect(polarity),
                tolerance.as_ref(),
            );
            assert_eq!(found, status(expected), "{cells:?}");
        }
    }

    #[test]
    fn a_share_is_compared_before_it_is_rounded() {
        // 35,657 of 46,204 is 77.17...%: printed as 78 %, and not at 77.2.
        let share = Exact::ratio(number("35657"), number("46204")).expect("a ratio");
        let value = share.times(Exact::from(100_u32));
        let goal = Goal::Value(number("77.2"));
        assert_eq!(status_of(value, goal, Polarity::Higher, None), Status::Red);
        // A third is at one third of 100 exactly, which no decimal is.
        let third = Exact::ratio(number("1"), number("3")).expect("a ratio");
        let limit = Exact::ratio(number("100"), number("300")).expect("a ratio");
        assert_eq!(third, limit);
    }

    fn decimals() -> impl Strategy<Value = Decimal> {
        (-1_000_000_i64..1_000_000, 0_u32..4)
            .prop_map(|(number, scale)| Decimal::new(number, scale))
    }

    fn tolerances() -> impl Strategy<Value = Option<Tolerance>> {
        prop_oneof![
            Just(None),
            decimals().prop_map(|percent| Some(Tolerance::Relative(percent.abs()))),
            decimals().prop_map(|points| Some(Tolerance::Points(points.abs()))),
            (decimals(), decimals())
                .prop_map(|(green, amber)| Some(Tolerance::Limits { green, amber })),
            (decimals(), decimals()).prop_map(|(one, other)| Some(Tolerance::RangeLimits {
                low: one.min(other),
                high: one.max(other),
            })),
        ]
    }

    fn goals() -> impl Strategy<Value = Goal> {
        prop_oneof![
            decimals().prop_map(Goal::Value),
            (decimals(), decimals()).prop_map(|(one, other)| Goal::Range {
                low: one.min(other),
                high: one.max(other)
            }),
        ]
    }

    fn rank(status: Status) -> u8 {
        match status {
            Status::Green => 2,
            Status::Amber => 1,
            _ => 0,
        }
    }

    proptest! {
        #[test]
        fn every_value_has_exactly_one_status_and_a_judged_one_has_a_colour(
            value in decimals(), goal in goals(), tolerance in tolerances()
        ) {
            for polarity in Polarity::ALL {
                let status = status_of(value, goal, *polarity, tolerance.as_ref());
                let judged = *polarity != Polarity::Contextual;
                prop_assert_eq!(status.is_judgement(), judged);
                prop_assert_ne!(status, Status::Blue);
            }
        }

        #[test]
        fn a_better_value_never_has_a_worse_status(
            one in decimals(), other in decimals(), goal in goals(), tolerance in tolerances()
        ) {
            let (low, high) = (one.min(other), one.max(other));
            let rank_of = |value, polarity| {
                rank(status_of(value, goal, polarity, tolerance.as_ref()))
            };
            prop_assert!(rank_of(low, Polarity::Higher) <= rank_of(high, Polarity::Higher));
            prop_assert!(rank_of(high, Polarity::Lower) <= rank_of(low, Polarity::Lower));
        }

        #[test]
        fn the_target_itself_is_green(target in decimals(), percent in decimals()) {
            let tolerance = Tolerance::Relative(percent.abs());
            for polarity in [Polarity::Higher, Polarity::Lower, Polarity::InRange] {
                let status = status_of(target, Goal::Value(target), polarity, Some(&tolerance));
                prop_assert_eq!(status, Status::Green);
            }
        }

        #[test]
        fn lower_is_higher_seen_in_a_mirror(
            value in decimals(), target in decimals(), reach in decimals()
        ) {
            let tolerance = Tolerance::Points(reach.abs());
            let status = |value, target, polarity| {
                status_of(value, Goal::Value(target), polarity, Some(&tolerance))
            };
            prop_assert_eq!(
                status(value, target, Polarity::Higher),
                status(-value, -target, Polarity::Lower)
            );
        }
    }
}
