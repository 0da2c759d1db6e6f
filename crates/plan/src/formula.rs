//! Formulas: how a measure's figures are worked out from those of other measures.

use std::fmt;
use std::str::FromStr;

use clew_calendar::Period;
use serde::{Deserialize, Serialize};

use crate::{Code, MeasureKey, PlanError};

/// What is done with the figures of the parts.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub enum FormulaKind {
    /// The parts added up.
    Sum,
    /// The first part less every other.
    Difference,
    /// The first part divided by the second; in per cent where the measure is.
    Ratio,
    /// The first part for every 1,000 of the second.
    PerThousand,
    /// The first part for each one of the second, for example a cost for each person.
    PerHead,
}

impl FormulaKind {
    /// Every kind, in the order in which a reader meets them.
    pub const ALL: &'static [Self] = &[
        Self::Sum,
        Self::Difference,
        Self::Ratio,
        Self::PerThousand,
        Self::PerHead,
    ];

    /// Whether it divides the first part by the second.
    #[must_use]
    pub const fn divides(self) -> bool {
        matches!(self, Self::Ratio | Self::PerThousand | Self::PerHead)
    }

    /// What is written before the first part and between it and the others.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Sum => ("sum of ", ", "),
            Self::Difference => ("difference of ", ", "),
            Self::Ratio => ("ratio of ", " to "),
            Self::PerThousand => ("", " per 1,000 of "),
            Self::PerHead => ("", " per head of "),
        }
    }
}

/// A formula in words that a manager can read. Written in one of these ways:
///
/// - `sum of A1, A2, A3`
/// - `difference of A1, A2` (the first less the others)
/// - `ratio of A1 to A2`
/// - `A1 per 1,000 of A2`
/// - `A1 per head of A2`
///
/// Case and spaces do not matter when it is read. Its parts are measures, each named once; a
/// measure whose code has the formula's own joining words in it cannot be named.
#[derive(Clone, Debug, Eq, PartialEq, Hash)]
pub struct FormulaText {
    kind: FormulaKind,
    parts: Vec<MeasureKey>,
}

impl FormulaText {
    /// What is done with the parts.
    #[must_use]
    pub const fn kind(&self) -> FormulaKind {
        self.kind
    }

    /// The measures it is made from, as they are named: two or more, exactly two where it divides.
    #[must_use]
    pub fn parts(&self) -> &[MeasureKey] {
        &self.parts
    }
}

impl fmt::Display for FormulaText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, between) = self.kind.words();
        let parts: Vec<&str> = self.parts.iter().map(MeasureKey::as_str).collect();
        write!(formatter, "{before}{}", parts.join(between))
    }
}

impl FromStr for FormulaText {
    type Err = PlanError;

    fn from_str(written: &str) -> Result<Self, PlanError> {
        let text = written.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.trim_end_matches('.');
        let (kind, between, rest) = kind_of(text).ok_or_else(|| malformed(written))?;
        let separator = if between == ", " { "," } else { between };
        let parts: Option<Vec<MeasureKey>> = split_plain(rest, separator)
            .into_iter()
            .map(|part| part.parse::<Code>().ok().map(|code| code.key()))
            .collect();
        let parts = parts.filter(|parts| are_sound(kind, parts));
        let formula = Self {
            kind,
            parts: parts.ok_or_else(|| malformed(written))?,
        };
        // A code with the joining words in it would be read as two.
        if formula.parts.iter().any(is_ambiguous) {
            return Err(malformed(written));
        }
        Ok(formula)
    }
}

/// The kind that the words tell, what stands between its parts, and the text with the parts.
fn kind_of(text: &str) -> Option<(FormulaKind, &'static str, &str)> {
    let plain = text.to_ascii_lowercase();
    FormulaKind::ALL.iter().find_map(|kind| {
        let (before, between) = kind.words();
        let spelt_plainly = " per 1000 of ";
        let between = match kind {
            FormulaKind::PerThousand if plain.contains(spelt_plainly) => spelt_plainly,
            _ => between,
        };
        let named = if before.is_empty() {
            plain.contains(between)
        } else {
            plain.starts_with(before)
        };
        named.then(|| (*kind, between, text.get(before.len()..).unwrap_or("")))
    })
}

/// The pieces of a text between separators, whatever their case.
fn split_plain<'text>(text: &'text str, separator: &str) -> Vec<&'text str> {
    // Only letters of ASCII change their case, so places in one text are places in the other.
    let plain = text.to_ascii_lowercase();
    let mut from = 0;
    let mut pieces = Vec::new();
    for (place, _) in plain.match_indices(separator) {
        pieces.extend(text.get(from..place));
        from = place + separator.len();
    }
    pieces.extend(text.get(from..));
    pieces
}

fn are_sound(kind: FormulaKind, parts: &[MeasureKey]) -> bool {
    let enough = if kind.divides() {
        parts.len() == 2
    } else {
        parts.len() >= 2
    };
    let named_once = |(place, part): (usize, &MeasureKey)| {
        parts.iter().take(place).all(|earlier| earlier != part)
    };
    enough && parts.iter().enumerate().all(named_once)
}

/// Whether a code has words in it that a formula joins its parts with.
fn is_ambiguous(part: &MeasureKey) -> bool {
    let plain = format!(" {} ", part.as_str().to_ascii_lowercase());
    [" to ", " per "].iter().any(|words| plain.contains(words))
        || ["sum of ", "difference of ", "ratio of "]
            .iter()
            .any(|words| plain.trim_start().starts_with(words))
}

fn malformed(written: &str) -> PlanError {
    PlanError::Malformed {
        what: "formula",
        written: written.to_owned(),
        help: "write \"sum of A1, A2\", \"difference of A1, A2\", \"ratio of A1 to A2\", \
               \"A1 per 1,000 of A2\" or \"A1 per head of A2\", with the code of each measure once",
    }
}

crate::text::serde_as_text!(FormulaText);

/// A version of how a measure's figures are worked out: the rule from a period on, until another
/// version of the same measure begins.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    /// The measure that is worked out.
    pub measure: MeasureKey,
    /// The first period it is used for, and every later one; from the beginning when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Period>,
    /// How the figures are worked out.
    pub formula: FormulaText,
    /// Why it was made or changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_read_forgivingly_and_written_in_one_way() {
        // written | kind | how it is written back
        let table = "
            sum of A1, A2, A3               | Sum         | sum of A1, A2, A3
            Sum  Of a01 ,A2,  a3.           | Sum         | sum of A1, A2, A3
            difference of CP:SPCC014_6b.5,B | Difference  | difference of SPCC14, B
            RATIO OF JUST-2WD TO JUST-ALL   | Ratio       | ratio of JUST-2WD to JUST-ALL
            ratio of Early visits to V2     | Ratio       | ratio of EARLY VISITS to V2
            a1 per 1,000 of POP65           | PerThousand | A1 per 1,000 of POP65
            A1 Per 1000  of POP65           | PerThousand | A1 per 1,000 of POP65
            COST per head of POP65          | PerHead     | COST per head of POP65";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let formula: FormulaText = cells[0].parse().expect(cells[0]);
            assert_eq!(format!("{:?}", formula.kind()), cells[1], "{line}");
            assert_eq!(formula.to_string(), cells[2], "{line}");
            assert_eq!(cells[2].parse(), Ok(formula), "{line}");
        }
    }

    #[test]
    fn text_that_is_no_formula_is_refused_with_the_ways_to_write_one() {
        for text in [
            "",
            "A1",
            "sum of",
            "sum of A1",
            "sum of A1, A1",
            "sum of A1, a01",
            "sum of A1,, A2",
            "sum of A1, £12",
            "ratio of A1, A2",
            "ratio of A1 to",
            "ratio of A1 to A2 to A3",
            "ratio of A1 to A2 per head of A3",
            "A1 per head of A2 per head of A3",
            "per head of A2",
            "A1 + A2",
            "sum of A to B, C",
        ] {
            let error = text.parse::<FormulaText>().expect_err(text);
            assert!(error.to_string().contains("ratio of A1 to A2"), "{text}");
        }
    }
}
