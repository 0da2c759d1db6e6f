//! A pack in plain English: conditions, clocks and definitions, as pages show them back.

mod clock;
mod condition;
mod definition;

pub(crate) use condition::lower_first;

/// The text with a capital at its beginning.
pub(crate) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
