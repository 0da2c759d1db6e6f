//! From values to positions: an axis with round marks.

use rust_decimal::{Decimal, prelude::ToPrimitive};

/// An axis that covers its values with round marks.
pub(super) struct Scale {
    low: f64,
    high: f64,
    step: f64,
    least: f64,
    greatest: f64,
}

/// A value as a position's number.
pub(super) fn float(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(0.0)
}

impl Scale {
    /// The axis for these values. It begins at nought when `from_nought` says so or when the
    /// values reach down to a third of their greatest; bars always begin at nought.
    pub(super) fn covering(values: impl Iterator<Item = f64>, from_nought: bool) -> Self {
        let (mut low, mut high) = values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if from_nought || (low >= 0.0 && low <= high / 3.0) {
            low = low.min(0.0);
            high = high.max(0.0);
        }
        if high - low < f64::EPSILON * high.abs().max(1.0) {
            let room = high.abs().max(1.0) * 0.1;
            (low, high) = if from_nought {
                (low.min(0.0), high + room)
            } else {
                (low - room, high + room)
            };
        }
        let step = round_step((high - low) / 4.0);
        Self {
            low: (low / step).floor() * step,
            high: (high / step).ceil() * step,
            step,
            least: low,
            greatest: high,
        }
    }

    /// The axis from the least to the greatest of these values, without marks.
    pub(super) fn tight(values: impl Iterator<Item = f64>) -> Self {
        let scale = Self::covering(values, false);
        Self {
            low: scale.least,
            high: scale.greatest,
            ..scale
        }
    }

    /// How far along the axis a value stands, 0 to 1.
    pub(super) fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The marks, each with its text.
    pub(super) fn marks(&self) -> Vec<(f64, String)> {
        let mut marks = Vec::new();
        let mut value = self.low;
        while value <= self.high + self.step / 2.0 && marks.len() < 12 {
            marks.push((self.share(value), mark(value, self.step)));
            value += self.step;
        }
        marks
    }
}

/// The next of 1, 2, 2.5 and 5 times a power of ten.
fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 2.5, 5.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|&step| step >= rough * 0.999)
        .unwrap_or(10.0 * power)
}

/// A mark with the decimals its step needs and commas between thousands.
fn mark(value: f64, step: f64) -> String {
    let decimals = (0..6_u8)
        .find(|&places| {
            let scaled = step * 10_f64.powi(i32::from(places));
            (scaled - scaled.round()).abs() < 1e-6
        })
        .unwrap_or(6);
    grouped(&format!("{value:.*}", usize::from(decimals)))
}

/// A written number with commas between thousands and a true minus sign.
pub(super) fn grouped(written: &str) -> String {
    let (sign, digits) = written
        .strip_prefix('-')
        .map_or(("", written), |rest| ("−", rest));
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = String::from(if digits.chars().all(|c| matches!(c, '0' | '.')) {
        ""
    } else {
        sign
    });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(values: &[f64], from_nought: bool) -> Vec<String> {
        let scale = Scale::covering(values.iter().copied(), from_nought);
        scale.marks().into_iter().map(|(_, mark)| mark).collect()
    }

    #[test]
    fn marks_are_round_and_cover_the_values() {
        assert_eq!(marks(&[3.0, 17.0], false), ["0", "5", "10", "15", "20"]);
        assert_eq!(
            marks(&[88.0, 97.5], false),
            ["87.5", "90.0", "92.5", "95.0", "97.5"]
        );
        assert_eq!(
            marks(&[1_200_000.0], true),
            ["0", "500,000", "1,000,000", "1,500,000"]
        );
        assert_eq!(marks(&[-3.0, 3.0], false), ["−4", "−2", "0", "2", "4"]);
        assert_eq!(marks(&[], false), ["0.00", "0.25", "0.50", "0.75", "1.00"]);
    }

    #[test]
    fn equal_values_still_have_an_axis() {
        let scale = Scale::covering([5.0, 5.0].into_iter(), false);
        assert!((scale.share(5.0) - 0.5).abs() < 0.2);
        assert!(Scale::covering([0.0].into_iter(), true).marks().len() > 1);
    }
}
