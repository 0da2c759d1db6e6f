//! Conditions and fields in plain English.

use clew_calendar::Day;

use crate::pack::{Condition, Pack, Path, Test};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Condition {
    /// The condition as people read it, for records of a form: `“Outcome” is “In custody”`.
    #[must_use]
    pub fn in_words(&self, pack: &Pack, form: &str) -> String {
        let field = self.field.in_words(pack, form);
        let codes = |codes: &[String]| {
            let titles = codes.iter().map(|code| {
                let title = pack.choice_title(form, &self.field, code);
                match title.unwrap_or(code) {
                    "yes" => "yes".to_owned(),
                    "no" => "no".to_owned(),
                    title => format!("“{title}”"),
                }
            });
            listed(&titles.collect::<Vec<_>>(), "or")
        };
        match &self.test {
            Test::OneOf(of) => format!("{field} is {}", codes(of)),
            Test::NoneOf(of) => format!("{field} is not {}", codes(of)),
            Test::AtLeast(number) => format!("{field} is at least {number}"),
            Test::MoreThan(number) => format!("{field} is more than {number}"),
            Test::AtMost(number) => format!("{field} is at most {number}"),
            Test::LessThan(number) => format!("{field} is less than {number}"),
            Test::OnOrAfter(day) => format!("{field} is on or after {}", day_in_words(*day)),
            Test::Before(day) => format!("{field} is before {}", day_in_words(*day)),
            Test::Empty => format!("{field} is empty"),
            Test::Filled => format!("{field} is filled"),
        }
    }
}

impl Path {
    /// The field as people read it, for records of a form: `“Begun on” of “Inquiry”`, `the person's age`.
    #[must_use]
    pub fn in_words(&self, pack: &Pack, form: &str) -> String {
        let found = pack.field(form, self);
        match (self, found) {
            (Path::Person(what), _) => format!("the person's {what}"),
            (Path::Own(_), Some((_, field))) => format!("“{}”", field.title),
            (Path::Episode { .. }, Some((form, field))) => {
                format!("“{}” of “{}”", field.title, form.title)
            }
            (path, None) => format!("“{path}”"),
        }
    }
}

/// All of the conditions, joined with "and".
pub(crate) fn all_in_words(conditions: &[Condition], pack: &Pack, form: &str) -> String {
    let each = conditions
        .iter()
        .map(|condition| condition.in_words(pack, form));
    listed(&each.collect::<Vec<_>>(), "and")
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} {word} {last}", others.join(", ")),
    }
}

/// `9 June 2014`.
pub(crate) fn day_in_words(day: Day) -> String {
    let (year, month, day) = day.civil();
    let month = MONTHS[usize::from(month.clamp(1, 12)) - 1];
    format!("{day} {month} {year}")
}

/// The text with a small letter at its beginning, unless a second capital says that it is an abbreviation.
pub(crate) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    if letters.clone().next().is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    first.to_lowercase().chain(letters).collect()
}
