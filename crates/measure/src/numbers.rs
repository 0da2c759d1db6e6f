//! Writing decimals as numbers in JSON for display; stored records keep them as text.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serializer;

/// Decimal places of numbers written for display.
const PLACES: u32 = 6;

/// Writes a number, rounded half away from 0 to 6 places, as figures on a page are.
pub(crate) fn as_number<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let rounded = value
        .round_dp_with_strategy(PLACES, RoundingStrategy::MidpointAwayFromZero)
        .normalize();
    match rounded
        .to_i64()
        .filter(|whole| Decimal::from(*whole) == rounded)
    {
        Some(whole) => serializer.serialize_i64(whole),
        None => serializer.serialize_f64(nearest(rounded)),
    }
}

/// The nearest binary number, by way of the decimal's own digits: up to 15 of them are written as
/// they are.
fn nearest(value: Decimal) -> f64 {
    value.to_string().parse().unwrap_or_default()
}

/// Writes a number, rounded as above, or null.
pub(crate) fn as_optional_number<S: Serializer>(
    value: &Option<Decimal>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => as_number(value, serializer),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use crate::support::{number, table};

    #[test]
    fn numbers_are_written_to_six_places_with_halves_away_from_0() {
        let cases = "
            # value             | written
            78                  | 78
            78.000              | 78
            77.2                | 77.2
            0.0000005           | 0.000001
            -0.0000005          | -0.000001
            0.0000025           | 0.000003
            0.00000249          | 0.000002
            123456789.012345    | 123456789.012345
            33.3333333333333333 | 33.333333";
        for cells in table(cases) {
            let [value, written] = cells[..] else {
                panic!("{cells:?}")
            };
            let mut text = Vec::new();
            let mut serializer = serde_json::Serializer::new(&mut text);
            super::as_number(&number(value), &mut serializer).expect("a number");
            let read: f64 = written.parse().expect(written);
            let found: f64 = String::from_utf8_lossy(&text).parse().expect(value);
            assert_eq!(found.to_string(), read.to_string(), "{cells:?}");
        }
    }
}
