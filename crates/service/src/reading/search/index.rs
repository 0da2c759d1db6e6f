//! The index of words: which records have each word, and which words begin or are spelt alike.

use std::collections::HashMap;

use clew_plan::{Book, Kind, RecordRef};

use super::HitKind;
use super::pages;
use super::words::{stem, trigrams, words};

/// Where a record has a word, by how much that says about the record.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub(crate) enum Field {
    /// In its text.
    Text = 2,
    /// In the name of its owner.
    Owner = 3,
    /// In its title or name.
    Title = 8,
    /// In its code or id.
    Code = 12,
}

/// One thing that can be found.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) kind: HitKind,
    /// Its place among the records of its kind, or among the owners.
    pub(super) place: usize,
    /// Its code in lower case without leading zeros of its numbers; empty for what has none.
    pub(super) code: String,
}

/// One word of the Book and the items that have it.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    pub(super) stem: String,
    /// The item, and the best field it has the word in.
    pub(super) items: Vec<(u32, Field)>,
}

/// Every word of a Book.
#[derive(Clone, Debug, Default)]
pub(crate) struct SearchIndex {
    pub(super) items: Vec<Item>,
    pub(super) owners: Vec<String>,
    /// In order of the stems.
    pub(super) words: Vec<Word>,
    /// The words that have a run of three letters, as places in `words`.
    pub(super) runs: HashMap<[char; 3], Vec<u32>>,
}

impl SearchIndex {
    pub(crate) fn of(book: &Book) -> Self {
        let mut making = Making::default();
        for kind in Kind::ALL {
            for (place, record) in book.records(*kind).enumerate() {
                if pages::is_found(record) {
                    making.add_record(*kind, place, record);
                }
            }
        }
        making.add_owners(book);
        making.finish()
    }

    /// The place of a word with this stem.
    pub(super) fn word(&self, stem: &str) -> Option<usize> {
        self.words
            .binary_search_by(|word| word.stem.as_str().cmp(stem))
            .ok()
    }

    /// The places of the words whose stems begin so.
    pub(super) fn beginning_with(&self, start: &str) -> std::ops::Range<usize> {
        let first = self
            .words
            .partition_point(|word| word.stem.as_str() < start);
        let after = self.words[first..].partition_point(|word| word.stem.starts_with(start));
        first..first + after
    }
}

/// An index under construction.
#[derive(Default)]
struct Making {
    index: SearchIndex,
    words: HashMap<String, Vec<(u32, Field)>>,
    /// The stem of each word as it was met, so that it is worked out once.
    stems: HashMap<String, String>,
}

impl Making {
    fn add_record(&mut self, kind: Kind, place: usize, record: RecordRef<'_>) {
        let code = pages::code_of(record).map(|code| plain_code(&code));
        let item = self.add_item(HitKind::Record(kind), place, code.unwrap_or_default());
        pages::texts(record, &mut |field, text| self.add_text(item, field, text));
    }

    fn add_owners(&mut self, book: &Book) {
        for (place, owner) in pages::owners(book).into_iter().enumerate() {
            let item = self.add_item(HitKind::Owner, place, String::new());
            self.add_text(item, Field::Title, &owner);
            self.index.owners.push(owner);
        }
    }

    fn add_item(&mut self, kind: HitKind, place: usize, code: String) -> u32 {
        let number = self.index.items.len();
        self.index.items.push(Item { kind, place, code });
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    fn add_text(&mut self, item: u32, field: Field, text: &str) {
        for word in words(text) {
            let stem = match self.stems.get(&word) {
                Some(stem) => stem,
                None => {
                    let stem = stem(&word);
                    self.stems.entry(word).or_insert(stem)
                }
            };
            match self.words.get_mut(stem) {
                Some(items) => note(items, item, field),
                None => {
                    self.words.insert(stem.clone(), vec![(item, field)]);
                }
            }
        }
    }

    fn finish(self) -> SearchIndex {
        let mut index = self.index;
        let words = self.words.into_iter();
        index.words = words.map(|(stem, items)| Word { stem, items }).collect();
        index
            .words
            .sort_unstable_by(|one, other| one.stem.cmp(&other.stem));
        for (place, word) in index.words.iter().enumerate() {
            for run in trigrams(&word.stem) {
                let place = u32::try_from(place).unwrap_or(u32::MAX);
                index.runs.entry(run).or_default().push(place);
            }
        }
        index
    }
}

/// Notes that an item has a word; items come one after the other, so its note is the last one.
fn note(items: &mut Vec<(u32, Field)>, item: u32, field: Field) {
    match items.last_mut() {
        Some((last, best)) if *last == item => *best = field.max(*best),
        _ => items.push((item, field)),
    }
}

/// A code in lower case, without leading zeros of its numbers and without what is no letter or digit,
/// so that `SW-03a`, `sw3a` and `SW03A` are one.
pub(super) fn plain_code(written: &str) -> String {
    let mut plain = String::with_capacity(written.len());
    let mut in_number = false;
    let mut letters = written
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .peekable();
    while let Some(letter) = letters.next() {
        let digit_follows = letters.peek().is_some_and(char::is_ascii_digit);
        if letter == '0' && !in_number && digit_follows {
            continue;
        }
        in_number = letter.is_ascii_digit();
        plain.extend(letter.to_lowercase());
    }
    plain
}
