//! How the small values of a pack are written and read: one way each.

use std::{fmt, str::FromStr};

use super::{
    Allowance, Amount, Census, DefinitionKind, FieldKind, Needed, Path, Standing, issue::short,
};
use crate::PracticeError;

fn unreadable(what: &'static str, written: &str, write: &'static str) -> PracticeError {
    PracticeError::NotWrittenSo {
        what,
        written: short(written),
        write,
    }
}

/// Whether the text is a code: small letters, digits, hyphens and underscores, beginning with a letter.
#[must_use]
pub fn is_code(text: &str) -> bool {
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
    text.len() <= 100
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(allowed)
}

/// Whether the text is a measure's code: capitals, digits and hyphens, beginning with a capital.
#[must_use]
pub fn is_measure_code(text: &str) -> bool {
    let allowed = |byte: u8| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'-');
    text.len() <= 100
        && text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.bytes().all(allowed)
}

impl fmt::Display for Allowance {
    /// `2 working days`, `28 days`, `3 months`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, one, many) = match self {
            Allowance::WorkingDays(number) => (number, "working day", "working days"),
            Allowance::Days(number) => (number, "day", "days"),
            Allowance::Months(number) => (number, "month", "months"),
        };
        write!(
            formatter,
            "{number} {}",
            if *number == 1 { one } else { many }
        )
    }
}

impl FromStr for Allowance {
    type Err = PracticeError;

    /// Reads `2 working days`, `28 days`, `6 weeks` (as 42 days) and `3 months`.
    fn from_str(text: &str) -> Result<Allowance, PracticeError> {
        let wrong = || {
            unreadable(
                "an allowance",
                text,
                "\"2 working days\", \"28 days\", \"6 weeks\" or \"3 months\"",
            )
        };
        let (number, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let digits = number.bytes().all(|byte| byte.is_ascii_digit());
        let number: u16 = number.parse().ok().filter(|_| digits).ok_or_else(wrong)?;
        let words: Vec<&str> = unit.split_whitespace().collect();
        match words.as_slice() {
            ["working", "day" | "days"] => Ok(Allowance::WorkingDays(number)),
            ["day" | "days"] => Ok(Allowance::Days(number)),
            ["week" | "weeks"] => number.checked_mul(7).map(Allowance::Days).ok_or_else(wrong),
            ["month" | "months"] => Ok(Allowance::Months(number)),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Own(field) => formatter.write_str(field),
            Path::Episode { form, field } => write!(formatter, "{form}.{field}"),
            Path::Person(what) => write!(formatter, "person.{what}"),
        }
    }
}

impl FromStr for Path {
    type Err = PracticeError;

    fn from_str(text: &str) -> Result<Path, PracticeError> {
        let wrong = || {
            unreadable(
                "a field",
                text,
                "\"field\", \"form.field\" or \"person.age\"",
            )
        };
        let parts: Vec<&str> = text.split('.').collect();
        if !parts.iter().all(|part| is_code(part)) {
            return Err(wrong());
        }
        match parts.as_slice() {
            [field] => Ok(Path::Own((*field).to_owned())),
            ["person", what] => Ok(Path::Person((*what).to_owned())),
            [form, field] => Ok(Path::Episode {
                form: (*form).to_owned(),
                field: (*field).to_owned(),
            }),
            _ => Err(wrong()),
        }
    }
}

/// Gives a plain enum its one way of being written, and the list of them.
macro_rules! written {
    ($type:ty, $what:literal, $write:literal, { $($variant:ident = $text:literal),+ $(,)? }) => {
        impl $type {
            /// Every one of them, in order.
            pub const ALL: &'static [$type] = &[$(<$type>::$variant),+];

            /// How it is written in a pack.
            #[must_use]
            pub fn written(self) -> &'static str {
                match self { $(<$type>::$variant => $text),+ }
            }
        }

        impl FromStr for $type {
            type Err = PracticeError;

            fn from_str(text: &str) -> Result<$type, PracticeError> {
                match text {
                    $($text => Ok(<$type>::$variant),)+
                    _ => Err(unreadable($what, text, $write)),
                }
            }
        }
    };
}

written!(Standing, "a standing", "\"statute\", \"guidance\" or \"local\"", {
    Statute = "statute", Guidance = "guidance", Local = "local",
});
written!(Needed, "a stage", "\"never\", \"to complete\" or \"to authorise\"", {
    Never = "never", ToComplete = "to complete", ToAuthorise = "to authorise",
});
written!(
    Census,
    "a day of a period",
    "\"last day\", \"last Thursday\" or \"31 July\"",
    { LastDay = "last day", LastThursday = "last Thursday", EndOfJuly = "31 July" }
);
written!(
    DefinitionKind,
    "a kind of measure",
    "\"timeliness\", \"share\", \"count\", \"sum\", \"average\", \"median\", \"on-day count\", \"on-day sum\" or \"on-day share\"",
    {
        Timeliness = "timeliness", Share = "share", Count = "count", Sum = "sum",
        Average = "average", Median = "median", OnDayCount = "on-day count",
        OnDaySum = "on-day sum", OnDayShare = "on-day share",
    }
);

impl DefinitionKind {
    /// True for what is counted on a day of a period.
    #[must_use]
    pub fn is_on_a_day(self) -> bool {
        matches!(
            self,
            DefinitionKind::OnDayCount | DefinitionKind::OnDaySum | DefinitionKind::OnDayShare
        )
    }

    /// True for a share of records: its value is a percentage.
    #[must_use]
    pub fn is_share(self) -> bool {
        matches!(
            self,
            DefinitionKind::Timeliness | DefinitionKind::Share | DefinitionKind::OnDayShare
        )
    }

    /// True when conditions say which records are met.
    #[must_use]
    pub fn takes_met(self) -> bool {
        matches!(self, DefinitionKind::Share | DefinitionKind::OnDayShare)
    }

    /// True when it is taken of an amount.
    #[must_use]
    pub fn takes_amount(self) -> bool {
        matches!(
            self,
            DefinitionKind::Sum
                | DefinitionKind::Average
                | DefinitionKind::Median
                | DefinitionKind::OnDaySum
        )
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Amount::Field(field) => formatter.write_str(field),
            Amount::Days { per: 7 } => formatter.write_str("weeks"),
            Amount::Days { .. } => formatter.write_str("days"),
            Amount::WorkingDays => formatter.write_str("working days"),
        }
    }
}

impl FromStr for Amount {
    type Err = PracticeError;

    fn from_str(text: &str) -> Result<Amount, PracticeError> {
        match text {
            "days" => Ok(Amount::Days { per: 1 }),
            "weeks" => Ok(Amount::Days { per: 7 }),
            "working days" => Ok(Amount::WorkingDays),
            field if is_code(field) => Ok(Amount::Field(field.to_owned())),
            _ => Err(unreadable(
                "an amount",
                text,
                "a number field, \"days\", \"weeks\" or \"working days\"",
            )),
        }
    }
}

impl FieldKind {
    /// Every way in which a field's kind is written.
    pub const WRITTEN: [&'static str; 12] = [
        "date",
        "text",
        "long-text",
        "number",
        "money",
        "yes-no",
        "choice",
        "choices",
        "person",
        "worker",
        "unit",
        "file",
    ];

    /// How it is written in a pack.
    #[must_use]
    pub fn written(&self) -> &'static str {
        match self {
            FieldKind::Date { .. } => "date",
            FieldKind::Text => "text",
            FieldKind::LongText => "long-text",
            FieldKind::Number { .. } => "number",
            FieldKind::Money => "money",
            FieldKind::YesNo => "yes-no",
            FieldKind::Choice { .. } => "choice",
            FieldKind::Choices { .. } => "choices",
            FieldKind::Person => "person",
            FieldKind::Worker => "worker",
            FieldKind::Unit => "unit",
            FieldKind::File => "file",
        }
    }

    /// True for a date.
    #[must_use]
    pub fn is_date(&self) -> bool {
        matches!(self, FieldKind::Date { .. })
    }

    /// True for what can be added up.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self, FieldKind::Number { .. } | FieldKind::Money)
    }

    /// The list of a choice or of choices.
    #[must_use]
    pub fn list(&self) -> Option<&str> {
        match self {
            FieldKind::Choice { list } | FieldKind::Choices { list } => Some(list),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_allowance_is_read_as_people_write_it_and_written_one_way() {
        for (written, read) in [
            ("2 working days", Allowance::WorkingDays(2)),
            ("1 working day", Allowance::WorkingDays(1)),
            ("28 days", Allowance::Days(28)),
            ("6 weeks", Allowance::Days(42)),
            ("3 months", Allowance::Months(3)),
            ("1 month", Allowance::Months(1)),
        ] {
            assert_eq!(written.parse::<Allowance>().unwrap(), read);
        }
        assert_eq!(Allowance::Days(42).to_string(), "42 days");
        assert_eq!(Allowance::Months(1).to_string(), "1 month");
        for wrong in [
            "",
            "two days",
            "-2 days",
            "+2 days",
            "2",
            "2 years",
            "70000 days",
            "9999 weeks",
        ] {
            assert!(wrong.parse::<Allowance>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_field_can_be_of_the_record_of_another_form_or_of_the_person() {
        for written in ["outcome", "asp-inquiry.begun", "person.age"] {
            assert_eq!(written.parse::<Path>().unwrap().to_string(), written);
        }
        assert_eq!("person.age".parse(), Ok(Path::Person("age".to_owned())));
        for wrong in ["", ".", "a.", "a.b.c", "Outcome", "a b", "1a"] {
            assert!(wrong.parse::<Path>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_kind_of_measure_is_read_back_as_it_is_written() {
        for kind in DefinitionKind::ALL {
            assert_eq!(kind.written().parse::<DefinitionKind>().unwrap(), *kind);
        }
        assert!("ratio".parse::<DefinitionKind>().is_err());
    }
}
