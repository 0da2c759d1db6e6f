//! Measure definitions: what is counted of records, as a manager can read it.

use super::{Allowance, Condition, PackCode, Path, Place, Standing};

/// The kind of a measure that is computed from records.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub enum DefinitionKind {
    /// The share of records whose second date came in time after the first.
    Timeliness,
    /// The share of records for which conditions hold.
    Share,
    /// How many records, or people.
    Count,
    /// The sum of an amount.
    Sum,
    /// The mean of an amount.
    Average,
    /// The median of an amount.
    Median,
    /// How many records, or people, were open on a day.
    OnDayCount,
    /// The sum of an amount over what was open on a day.
    OnDaySum,
    /// The share of what was open on a day for which conditions hold.
    OnDayShare,
}

/// What a sum, an average or a median is taken of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Amount {
    /// A number or money field.
    Field(PackCode),
    /// Calendar days from the one date to the other; with `per = 7` in weeks.
    Days {
        /// How many days make one of the unit: 1 for days, 7 for weeks.
        per: u16,
    },
    /// Working days from the one date to the other.
    WorkingDays,
}

/// Within what a timeliness measure's second date must come.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Within {
    /// So long after the first.
    Allowance(Allowance),
    /// On or before the day in a date field.
    On(Path),
    /// What a clock of the pack says, with its rules through time, its pauses and extensions.
    Clock(PackCode),
}

/// The day of a period on which something is counted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Census {
    /// The last day of the period.
    #[default]
    LastDay,
    /// The last Thursday of the period, as for delayed discharges.
    LastThursday,
    /// 31 July in the period, as for looked-after children; no figure where the period has none.
    EndOfJuly,
}

/// Records that are left out of a figure, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Exclusion {
    /// Conditions, all of which must hold.
    pub when: Vec<Condition>,
    /// Why, as a reader is told.
    pub reason: String,
}

/// A measure's definition.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Definition {
    /// Its code, for example `JUST-DTTO-2WD`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: DefinitionKind,
    /// The form whose records are counted.
    pub form: PackCode,
    /// The date that places a record in a period; for what is counted on a day, the day from which it was open.
    pub from: Path,
    /// For timeliness and amounts of time, the date until which is counted; for what is counted on a day, the first day
    /// on which it was no longer open.
    pub to: Option<Path>,
    /// For timeliness, within what.
    pub within: Option<Within>,
    /// The calendar for working days.
    pub calendar: String,
    /// Which records are meant at all; all conditions must hold.
    pub filter: Vec<Condition>,
    /// For a share, the conditions of its numerator.
    pub met: Vec<Condition>,
    /// For a sum, an average or a median, of what.
    pub amount: Option<Amount>,
    /// True when people are counted, each once a cell, and not records.
    pub people: bool,
    /// What is counted on which day of a period.
    pub census: Census,
    /// What is left out, and why; the first that holds gives the reason.
    pub exclude: Vec<Exclusion>,
    /// Dimensions, or choice fields of the form, by which it can be split.
    pub split: Vec<PackCode>,
    /// What its value is counted in, as plan measures write it ("%", "number", "weeks", "hours").
    pub unit: String,
    /// Which way is better, as plan measures write it.
    pub polarity: String,
    /// What it rests on.
    pub standing: Option<Standing>,
    /// The provision or document.
    pub source: Option<String>,
    /// Its version, counted from 1.
    pub version: u32,
    /// Where it stands.
    pub place: Place,
}

/// One band of a number, such as an age.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Band {
    /// The first that belongs to it.
    pub from: u16,
    /// What people read, for example "18 to 64".
    pub title: String,
}

/// What a dimension is taken from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Of {
    /// The team that the record belongs to.
    Team,
    /// The locality of the person's address at the record's date.
    Locality,
    /// The person's age at the record's date, in bands, the lowest first.
    Age(Vec<Band>),
    /// The person's gender.
    Gender,
    /// A choice field of the form.
    Field(PackCode),
}

/// What counts can be split by.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Dimension {
    /// Its code.
    pub code: PackCode,
    /// Its title.
    pub title: String,
    /// What it is taken from.
    pub of: Of,
    /// Where it stands.
    pub place: Place,
}
