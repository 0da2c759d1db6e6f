//! A pack in plain English: conditions, clocks and definitions, as pages show them back.

mod clock;
mod condition;
mod definition;

pub(crate) use condition::{all_in_words, day_in_words, lower_first};

use super::Pack;

/// The text with a capital at its beginning.
pub(crate) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// By which calendar working days are counted, as a sentence.
fn counted_by(pack: &Pack, calendar: &str) -> String {
    let title = pack.calendar(calendar);
    let title = title.map_or_else(|_| calendar.to_owned(), |found| found.title().to_owned());
    format!("Working days are counted by the calendar “{title}”.")
}
