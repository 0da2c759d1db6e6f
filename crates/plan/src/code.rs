//! Indicator codes: parsed into prefix, body and criterion suffix, without losing what was written.

use std::fmt;
use std::str::FromStr;

use crate::{MeasureKey, PlanError};

/// A code as written, with its parts.
///
/// `CP:SPCC014_6b.5` has the prefix `CP` (a corporate plan indicator), the body `SPCC014` and the
/// criterion suffix `6b.5` (the criterion of the assessment model, EFQM or WLAM, it gives evidence
/// for). Two codes are equal when their [`key`](Code::key) is, so `SW1` and `SW01` are one measure.
#[derive(Clone, Debug)]
pub struct Code {
    written: String,
    prefix: Option<String>,
    body: String,
    suffix: Option<String>,
    /// Made once: it is asked for far more often than codes are read.
    key: MeasureKey,
}

impl Code {
    /// The text exactly as it was written, spaces at the ends aside.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// What stands before a colon, for example `CP`.
    #[must_use]
    pub fn prefix(&self) -> Option<&str> {
        self.prefix.as_deref()
    }

    /// The code proper, for example `SPCC014`.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The criterion suffix, for example `6b.5`.
    #[must_use]
    pub fn suffix(&self) -> Option<&str> {
        self.suffix.as_deref()
    }

    /// The normalised code that identifies the measure: the body in capitals, with leading zeros of
    /// each run of digits left out (`SW03a` and `SW3a` give `SW3A`). Prefix and suffix do not count.
    #[must_use]
    pub fn key(&self) -> MeasureKey {
        self.key.clone()
    }

    /// The same, without a copy of it.
    #[must_use]
    pub const fn as_key(&self) -> &MeasureKey {
        &self.key
    }
}

/// The normalised code of a body.
fn key_of(body: &str) -> MeasureKey {
    let normalised = normalise(body);
    // A key read as a code is the same key, so nothing may be left that looks like a prefix.
    let mut bare = normalised.as_str();
    while let Some((_, rest)) = hyphened(bare).filter(|(_, rest)| !rest.trim().is_empty()) {
        bare = rest.trim();
    }
    MeasureKey::of_normalised(bare.to_owned())
}

/// Capitals, with leading zeros of each digit run dropped.
fn normalise(body: &str) -> String {
    let mut normalised = String::with_capacity(body.len());
    let mut previous_is_digit = false;
    let mut characters = body.chars().peekable();
    while let Some(character) = characters.next() {
        let digit_follows = characters.peek().is_some_and(char::is_ascii_digit);
        let leading_zero = character == '0' && !previous_is_digit && digit_follows;
        if !leading_zero {
            normalised.extend(character.to_uppercase());
            previous_is_digit = character.is_ascii_digit();
        }
    }
    normalised
}

/// Whether a text is plainly its own key: capitals and digits alone, no digit run with a zero before
/// it. Most stored keys are, and need not be parsed.
pub(crate) fn is_plain_key(text: &str) -> bool {
    let bytes = text.as_bytes();
    let plain = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let leading_zero = |place: usize| {
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        bytes[place] == b'0' && digit(place + 1) && (place == 0 || !digit(place - 1))
    };
    matches!(bytes.len(), 1..=40) && bytes.iter().all(plain) && !(0..bytes.len()).any(leading_zero)
}

/// A criterion suffix begins with a digit and a letter: `9a1a`, `6b.5`, `9b`.
fn is_criterion(text: &str) -> bool {
    let mut characters = text.chars();
    characters
        .next()
        .is_some_and(|first| first.is_ascii_digit())
        && characters
            .next()
            .is_some_and(|second| second.is_ascii_lowercase())
        && characters.all(|rest| rest.is_ascii_alphanumeric() || rest == '.')
}

/// The prefixes of corporate plan (`CP`) and public (`P`) indicators are also met with a hyphen
/// for the colon: `CP-SPCC028` is `CP:SPCC028`.
fn hyphened(text: &str) -> Option<(&str, &str)> {
    text.split_once('-')
        .filter(|(prefix, _)| matches!(*prefix, "CP" | "P"))
}

impl FromStr for Code {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        let written = text.trim();
        let (prefix, rest) = match written.split_once(':').or_else(|| hyphened(written)) {
            Some((prefix, rest)) => (Some(prefix.trim().to_owned()), rest.trim()),
            None => (None, written),
        };
        let (body, suffix) = match rest.rsplit_once(['_', ' ']) {
            Some((body, suffix)) if is_criterion(suffix) => {
                (body.trim_end_matches(['_', ' ']), Some(suffix.to_owned()))
            }
            _ => (rest.trim_end_matches(['_', ' ']), None),
        };
        let readable = |character: char| character.is_alphanumeric() || "_-./ ".contains(character);
        if body.is_empty()
            || body.len() > 40
            || !body.chars().all(readable)
            || prefix.as_deref() == Some("")
        {
            return Err(PlanError::Malformed {
                what: "code",
                written: written.to_owned(),
                help: "write letters and digits, for example SPCC014 or CP:SPCC014_6b.5 (at most 40 characters)",
            });
        }
        Ok(Self {
            written: written.to_owned(),
            prefix,
            body: body.to_owned(),
            suffix,
            key: key_of(body),
        })
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.written)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Code {}

crate::text::serde_as_text!(Code);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_read_as_a_code_is_the_same_key() {
        for written in [
            "CP:P-1",
            "p-1",
            "CP-P-01",
            "P-CP-x9",
            "CP:SPCC014_6b.5",
            "X_9b_9b",
            "a 9b",
            "P-",
            "0-01",
            "P- 7",
        ] {
            let Ok(code) = written.parse::<Code>() else {
                continue;
            };
            let key = code.key();
            assert_eq!(MeasureKey::from(key.as_str()), key, "{written}");
        }
    }

    #[test]
    fn codes_are_parsed_and_normalised_without_losing_what_was_written() {
        // written | prefix | body | suffix | key
        let table = "
            CP:SPCC014_6b.5 | CP | SPCC014    | 6b.5 | SPCC14
            SPCC024 9a1a    |    | SPCC024    | 9a1a | SPCC24
            CP-SPCC002 _    | CP | SPCC002    |      | SPCC2
            P-SPCC015       | P  | SPCC015    |      | SPCC15
            JUST-DTTO-2WD   |    | JUST-DTTO-2WD |   | JUST-DTTO-2WD
            SPCF096_9b      |    | SPCF096    | 9b   | SPCF96
            SPCF138_        |    | SPCF138    |      | SPCF138
            SOA1304_31      |    | SOA1304_31 |      | SOA1304_31
            SW03a           |    | SW03a      |      | SW3A
            SW1             |    | SW1        |      | SW1
            SW01            |    | SW01       |      | SW1
            CHN8a           |    | CHN8a      |      | CHN8A
            P2.1            |    | P2.1       |      | P2.1
            IJB010          |    | IJB010     |      | IJB10
            X100            |    | X100       |      | X100
            X0              |    | X0         |      | X0";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let code: Code = cells[0].parse().expect(cells[0]);
            let found = [
                code.written(),
                code.prefix().unwrap_or(""),
                code.body(),
                code.suffix().unwrap_or(""),
                code.key().as_str(),
            ]
            .map(str::to_owned);
            assert_eq!(found.as_slice(), cells.as_slice(), "{}", cells[0]);
        }
    }

    #[test]
    fn a_plain_key_is_its_own_key_and_others_are_parsed() {
        let plain = ["SPCC14", "SW1", "X0", "X100", "C", "7", "A10B1"];
        let others = [
            "", "SPCC014", "sw1", "A-1", "CP:A1", "A1_9b", "07", "A00", "A 1", "É1",
        ];
        for text in plain.iter().chain(&others) {
            assert_eq!(is_plain_key(text), plain.contains(text), "{text}");
        }
        for text in plain {
            let code: Code = text.parse().expect(text);
            assert_eq!(code.key().as_str(), text);
        }
    }

    #[test]
    fn text_that_is_no_code_is_refused_with_an_example() {
        for text in ["", "  ", ":", "CP:", "a\u{0}b", "£12"] {
            assert!(text.parse::<Code>().is_err(), "{text:?}");
        }
    }
}
