//! Formats of cells, and number formats that show a figure as the report does.

use clew_report::Status;
use rust_decimal::{Decimal, RoundingStrategy};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use super::{base, colour};
use crate::marks::look;

/// The formats that every sheet shares.
pub(super) struct Formats {
    pub(super) title: Format,
    pub(super) strong: Format,
    pub(super) text: Format,
    pub(super) heading: Format,
    pub(super) heading_end: Format,
    pub(super) link: Format,
    pub(super) group: Format,
    pub(super) note: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let heading = base()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_font_color(colour("17486F"))
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(colour("17486F"));
        Self {
            title: base().set_bold().set_font_size(16),
            strong: base().set_bold(),
            text: base().set_text_wrap(),
            heading_end: heading.clone().set_align(FormatAlign::Right),
            heading,
            link: base()
                .set_font_color(colour("17486F"))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            group: base().set_bold().set_background_color(colour("F4F6F8")),
            note: base().set_font_color(colour("55626F")),
        }
    }
}

/// The format of a status cell: the cell holds the word, the format adds its shape and colours.
pub(super) fn status(status: Status) -> Format {
    let look = look(status);
    base()
        .set_bold()
        .set_font_color(colour(look.ink))
        .set_background_color(colour(look.tint))
        .set_num_format(format!("\"{} \"@", look.sign))
}

/// The format of a total's cell.
pub(super) fn total(format: Format) -> Format {
    format
        .set_bold()
        .set_border_top(FormatBorder::Thin)
        .set_border_bottom(FormatBorder::Thin)
}

/// A number format that shows the value as the report does, or a general one where what is
/// shown is not the value with a unit (such as "£2.3m").
pub(super) fn number(value: Decimal, shown: &str) -> String {
    as_shown(value, shown).unwrap_or_else(|| {
        let places = usize::try_from(value.normalize().scale())
            .unwrap_or(0)
            .min(8);
        with_places("#,##0", places)
    })
}

fn with_places(whole: &str, places: usize) -> String {
    if places == 0 {
        whole.to_owned()
    } else {
        format!("{whole}.{}", "0".repeat(places))
    }
}

/// Splits what is shown into a unit before, digits, and a unit after.
fn as_shown(value: Decimal, shown: &str) -> Option<String> {
    let first = shown.find(|character: char| character.is_ascii_digit())?;
    let last = shown.rfind(|character: char| character.is_ascii_digit())?;
    let (before, digits, after) = (&shown[..first], &shown[first..=last], &shown[last + 1..]);
    let negative = before.contains(['-', '−', '–']);
    let before: String = before
        .chars()
        .filter(|character| !matches!(character, '-' | '−' | '–'))
        .collect();
    let read: Decimal = digits.replace(',', "").parse().ok()?;
    let places = digits.split_once('.').map_or(0, |(_, rest)| rest.len());
    let rounded = value.round_dp_with_strategy(
        u32::try_from(places).ok()?,
        RoundingStrategy::MidpointAwayFromZero,
    );
    if rounded != if negative { -read } else { read } || before.len() + after.len() > 40 {
        return None;
    }
    let whole = if digits.contains(',') { "#,##0" } else { "0" };
    Some(format!(
        "{}{}{}",
        quoted(&before)?,
        with_places(whole, places),
        quoted(after)?
    ))
}

/// Text that stands as it is in a number format; none where it cannot.
fn quoted(text: &str) -> Option<String> {
    let plain = |character: char| !character.is_control() && character != '"' && character != '\\';
    if text.is_empty() {
        Some(String::new())
    } else {
        text.chars().all(plain).then(|| format!("\"{text}\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_as_in_the_report() {
        let cases = [
            ("78", "78%", "0\"%\""),
            ("77.999", "78.0%", "0.0\"%\""),
            ("2316957", "£2,316,957", "\"£\"#,##0"),
            ("-5.2", "−5.2 points", "0.0\" points\""),
            ("1746", "1,746", "#,##0"),
            // What is shown is not the value with a unit.
            ("2316957", "£2.3m", "#,##0"),
            ("12.5", "about a dozen", "#,##0.0"),
            ("3", "3 of 4", "#,##0"),
        ];
        for (value, shown, expected) in cases {
            let value: Decimal = value.parse().expect("a number");
            assert_eq!(number(value, shown), expected, "{shown}");
        }
    }
}
