//! Writing decimals as numbers in JSON for display; stored records keep them as text.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serializer;

/// Decimal places of numbers written for display.
const PLACES: u32 = 6;

/// Writes a number, rounded to 6 places.
pub(crate) fn as_number<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let rounded = value.round_dp(PLACES).normalize();
    match rounded
        .to_i64()
        .filter(|whole| Decimal::from(*whole) == rounded)
    {
        Some(whole) => serializer.serialize_i64(whole),
        None => serializer.serialize_f64(rounded.to_f64().unwrap_or_default()),
    }
}

/// Writes a number, rounded to 6 places, or null.
pub(crate) fn as_optional_number<S: Serializer>(
    value: &Option<Decimal>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => as_number(value, serializer),
        None => serializer.serialize_none(),
    }
}
