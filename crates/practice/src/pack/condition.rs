//! Conditions on the fields of a record, as used by skip rules, steps, exclusions and filters.

use clew_calendar::Day;
use rust_decimal::Decimal;

use super::PackCode;

/// A field that a rule reads: written `field` for the record itself, `form.field` for the first completed record of
/// that form in the same episode, `person.gender` for the person.
#[derive(Clone, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub enum Path {
    /// A field of the record itself.
    Own(PackCode),
    /// A field of the first completed record of a form in the same episode.
    Episode {
        /// The form.
        form: PackCode,
        /// The field.
        field: PackCode,
    },
    /// Something known of the person: `gender`, `locality`.
    Person(PackCode),
}

/// What a field must be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Test {
    /// One of these choices, or `yes` or `no`.
    OneOf(Vec<String>),
    /// None of these choices; an empty field passes.
    NoneOf(Vec<String>),
    /// At least so much.
    AtLeast(Decimal),
    /// More than so much.
    MoreThan(Decimal),
    /// At most so much.
    AtMost(Decimal),
    /// Less than so much.
    LessThan(Decimal),
    /// On this day or later.
    OnOrAfter(Day),
    /// Before this day.
    Before(Day),
    /// Not filled.
    Empty,
    /// Filled.
    Filled,
}

/// A field and what it must be. Written in a pack as `{ field = "outcome", is = "in-custody" }`; the other tests are
/// `in`, `is_not`, `not_in`, `at_least`, `more_than`, `at_most`, `less_than`, `on_or_after`, `before`, and
/// `empty = true` or `empty = false`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Condition {
    /// The field.
    pub field: Path,
    /// What it must be.
    pub test: Test,
}
