//! The columns of every kind of record: the one declaration that the template, workbooks, CSV
//! folders and JSON files are read and written by.

mod actions;
mod benchmarks;
mod budgets;
mod commentary;
mod documents;
mod formulas;
mod improvement;
mod measures;
mod plans;
mod table;

use std::borrow::Cow;

use clew_plan::Kind;

pub(crate) use table::column_called;
pub use table::{Table, columns, table_also_called, table_called};

/// What a cell of a column holds.
#[derive(Clone, Copy, Debug)]
pub enum CellType {
    /// Any text.
    Text,
    /// The record's own identifier.
    Id,
    /// A measure's code, kept as written.
    Code,
    /// The code of a measure that the book must have.
    Measure,
    /// The code of a measure that the book need not have.
    OpenMeasure,
    /// The identifier of a record of this kind.
    Reference(Kind),
    /// A day.
    Day,
    /// A period that is longer than a day.
    Period,
    /// A period of any length, a day among them.
    PeriodOrDay,
    /// An exact decimal number.
    Decimal,
    /// A whole number from 0 to this.
    Integer(u32),
    /// One of a closed list of words.
    Words(WordList),
    /// Yes or no; no when empty.
    YesNo,
    /// Several entries, separated by semicolons.
    List(Entry),
    /// A target: a number or a range.
    Goal,
    /// A tolerance, for example `5%`.
    Tolerance,
    /// A risk score, for example `3x4`.
    RiskScore,
    /// How a measure is worked out from others, for example `ratio of A1 to A2`.
    Formula,
}

impl CellType {
    /// Whether its text in a CSV file has a quotation mark before it where a spreadsheet would take
    /// it for a formula: every type whose cells a person words freely. Numbers, days, periods and
    /// closed lists cannot hold a formula, and `-5` must stay a number.
    pub(crate) const fn is_guarded(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Id
                | Self::Code
                | Self::Measure
                | Self::OpenMeasure
                | Self::Formula
                | Self::Reference(_)
                | Self::List(_)
        )
    }
}

/// What the entries of a list are.
#[derive(Clone, Copy, Debug)]
pub enum Entry {
    /// Any text.
    Text,
    /// Codes of measures.
    Measure,
    /// Identifiers of records of this kind.
    Id(Kind),
}

/// A closed list of words.
#[derive(Clone, Copy)]
pub struct WordList {
    /// Every word, as it is written.
    pub words: fn() -> Vec<&'static str>,
    /// The word that a text means, or why it means none.
    pub read: fn(&str) -> Result<&'static str, String>,
}

impl std::fmt::Debug for WordList {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries((self.words)()).finish()
    }
}

/// The cell type of a word list of `clew_plan`.
macro_rules! words {
    ($list:ty) => {
        CellType::Words($crate::columns::WordList {
            words: || <$list>::ALL.iter().map(|word| word.word()).collect(),
            read: |text| {
                text.parse::<$list>()
                    .map(|word| word.word())
                    .map_err(|error| error.to_string())
            },
        })
    };
}
use words;

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The field's name; a field inside another is written `override_status.reason`.
    pub name: &'static str,
    /// The heading, where it is not simply the name with spaces.
    title: Option<&'static str>,
    /// Other headings that are understood.
    pub aliases: &'static [&'static str],
    /// What its cells hold.
    pub cell: CellType,
    /// Whether every row must have a value.
    pub required: bool,
    /// The value of an empty cell, where a record cannot be without one.
    pub otherwise: Option<&'static str>,
    /// Whether it is part of what tells one record from another when files are merged.
    pub identifies: bool,
    /// The column that keeps the cell's text where the text says more than its value.
    pub text_kept_in: Option<&'static str>,
    /// What it means, in a sentence for the person who fills it in.
    pub note: &'static str,
}

impl Column {
    const fn new(name: &'static str, cell: CellType, note: &'static str) -> Self {
        Self {
            name,
            title: None,
            aliases: &[],
            cell,
            required: false,
            otherwise: None,
            identifies: false,
            text_kept_in: None,
            note,
        }
    }

    const fn titled(self, title: &'static str) -> Self {
        Self {
            title: Some(title),
            ..self
        }
    }

    const fn also(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    const fn otherwise(self, word: &'static str) -> Self {
        Self {
            otherwise: Some(word),
            ..self
        }
    }

    const fn identifies(self) -> Self {
        Self {
            identifies: true,
            ..self
        }
    }

    const fn keeps_text_in(self, column: &'static str) -> Self {
        Self {
            text_kept_in: Some(column),
            ..self
        }
    }

    /// The heading that people see: the name with spaces and a capital, unless another is set.
    #[must_use]
    pub fn heading(&self) -> Cow<'static, str> {
        self.title
            .map_or_else(|| Cow::Owned(capitalised(self.name)), Cow::Borrowed)
    }

    /// Whether a heading in a file means this column: its name, heading or an alias, whatever the
    /// case, spaces and punctuation.
    #[must_use]
    pub fn is_called(&self, heading: &str) -> bool {
        let plain = crate::cells::plain(heading);
        self.plain_names().any(|name| name == plain)
    }

    /// Its name, heading and aliases as [`plain`](crate::cells::plain) texts.
    fn plain_names(&self) -> impl Iterator<Item = String> {
        let heading = crate::cells::plain(&self.heading());
        let others = std::iter::once(&self.name).chain(self.aliases);
        std::iter::once(heading).chain(others.map(|name| crate::cells::plain(name)))
    }
}

/// Where the record was read; the last column of every kind.
const SOURCE: Column = Column::new(
    "source",
    CellType::Text,
    "Where the record was read from, for example \"plan page 12\".",
)
.titled("Read from");

/// A name with spaces for hyphens and underscores, and a capital.
pub(crate) fn capitalised(name: &str) -> String {
    let spaced = name.replace(['_', '-'], " ");
    let mut letters = spaced.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests;
