//! Forms: typed fields, choices as stable codes, skip rules, what is needed by when.

use rust_decimal::Decimal;

use super::{Condition, PackCode, Place};

/// One choice of a list. Its code is what is stored and never changes its meaning; its title may.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Choice {
    /// The code that is stored.
    pub code: PackCode,
    /// What people read.
    pub title: String,
    /// True when it is kept for old records and no longer offered.
    pub retired: bool,
}

/// A list of choices that fields share.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChoiceList {
    /// Its code.
    pub code: PackCode,
    /// Its title.
    pub title: String,
    /// The choices, in the order in which they are offered.
    pub choices: Vec<Choice>,
    /// Where it stands.
    pub place: Place,
}

/// What a field holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum FieldKind {
    /// A day.
    Date {
        /// True when a day after today can be meant, as with a hearing that has been set.
        may_be_future: bool,
    },
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// A number.
    Number {
        /// Decimal places kept, 0 to 6.
        decimals: u8,
        /// The lowest that makes sense.
        least: Option<Decimal>,
        /// The highest that makes sense.
        most: Option<Decimal>,
    },
    /// Pounds and pence.
    Money,
    /// Yes or no.
    YesNo,
    /// One of a list of choices.
    Choice {
        /// The code of the list in [`Pack::choice_lists`](super::Pack::choice_lists). A list written in the field
        /// itself gets the code `form.field`.
        list: PackCode,
    },
    /// Any number of a list of choices.
    Choices {
        /// As for one choice.
        list: PackCode,
    },
    /// A person who has a record.
    Person,
    /// An account: a worker.
    Worker,
    /// A team or other part of the organisation.
    Unit,
    /// An attached file.
    File,
}

/// The stage of a record by which a field has to be filled.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Ord, PartialOrd)]
pub enum Needed {
    /// Never; it may stay empty.
    #[default]
    Never,
    /// Before the record is completed.
    ToComplete,
    /// Before the record is authorised.
    ToAuthorise,
}

/// One field of a form.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Field {
    /// Its code, unique in its form; name and kind never change while records hold it.
    pub code: PackCode,
    /// Its label.
    pub title: String,
    /// What it holds.
    pub kind: FieldKind,
    /// By when it has to be filled.
    pub needed: Needed,
    /// Help beneath the label.
    pub help: Option<String>,
    /// The conditions under which it is asked, all of which must hold; always when there are none.
    pub when: Vec<Condition>,
    /// Where it stands.
    pub place: Place,
}

/// A form: what is filled once about a person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Form {
    /// Its code.
    pub code: PackCode,
    /// Its title.
    pub title: String,
    /// What it is for, in plain words.
    pub help: Option<String>,
    /// The date field that says when what it records happened.
    pub event_date: PackCode,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// True when its records belong in a chronology unless left out with a reason.
    pub in_chronology: bool,
    /// Law, guidance or procedure it follows.
    pub source: Option<String>,
    /// Where it stands.
    pub place: Place,
}

impl Form {
    /// A field by code.
    #[must_use]
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.code == code)
    }
}
