//! One dated exception to the working week, with where it is written and since when it is known.

use serde::Serialize;

use crate::Day;

/// What a special day makes of its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The date is not a working day.
    Holiday,
    /// The date is a working day, although the calendar underneath has a holiday or
    /// the weekend there.
    Worked,
}

/// One dated exception to the working week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpecialDay {
    /// The date.
    pub date: Day,
    /// What people call it, as in `Good Friday`.
    pub name: String,
    /// What it makes of the date.
    pub effect: Effect,
    /// Where it is laid down, in words.
    pub source: String,
    /// Where that can be read on the web, if anywhere.
    pub address: Option<String>,
    /// The day from which it was known; `None` when it always was.
    pub known_since: Option<Day>,
    /// The day from which it was known not to hold after all, as when it was moved.
    pub withdrawn: Option<Day>,
    /// Anything a reader should know, often why it is not on the usual date.
    pub note: String,
    /// The name of the calendar whose data it comes from.
    pub calendar: String,
}

impl SpecialDay {
    /// Whether it held by what was known on the day; `None` stands for all that is known.
    pub fn holds(&self, known_on: Option<Day>) -> bool {
        match known_on {
            None => self.withdrawn.is_none(),
            Some(day) => {
                self.known_since.is_none_or(|since| since <= day)
                    && self.withdrawn.is_none_or(|withdrawn| day < withdrawn)
            }
        }
    }
}
