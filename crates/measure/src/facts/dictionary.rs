//! Small codes for texts that come again and again.

use std::collections::HashMap;

/// What stands between the codes of several choices when they are kept as one text.
pub(crate) const CHOICES_APART: char = '\u{1f}';

/// Texts with their numbers, counted from 1; 0 stands for nothing. A number is never given away
/// again, so columns made earlier keep their meaning.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Dictionary {
    texts: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Dictionary {
    /// A dictionary that begins with these texts, in order.
    pub(crate) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Dictionary {
        let mut dictionary = Dictionary::default();
        for text in texts {
            dictionary.number_of(text);
        }
        dictionary
    }

    /// The text's number, given to it now if it had none.
    pub(crate) fn number_of(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        self.texts.push(text.to_owned());
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// The text's number, if it has one.
    pub(crate) fn known(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    /// The texts in order of their numbers.
    pub(crate) fn texts(&self) -> &[String] {
        &self.texts
    }
}
