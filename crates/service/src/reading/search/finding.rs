//! Finding: the items that have the words of a query, and how well they answer it.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use strsim::damerau_levenshtein;

use super::index::{Field, Item, SearchIndex, plain_code};
use super::words::{stem, trigrams, words, wrong_letters};

/// Words of a query that are looked for; those after them are left alone.
const MOST_WORDS: usize = 12;
/// Letters of a word of a query that are looked at: no word of any language is longer.
const MOST_LETTERS: usize = 60;
/// Words that come nearest to a misspelt one and are taken for it.
const MOST_NEAR: usize = 8;

/// How well a word of the query is met, in quarters.
const AS_IT_IS: u32 = 4;
const AS_BEGINNING: u32 = 3;
const SPELT_OTHERWISE: u32 = 2;

/// An item that answers a query.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Found {
    pub(super) item: usize,
    pub(super) score: u32,
}

impl SearchIndex {
    /// The items that answer best, best first; of equals, the one that stands first in the Book.
    pub(super) fn find(&self, query: &str, most: usize) -> Vec<Found> {
        let mut totals: HashMap<u32, (u32, u32)> = HashMap::new();
        for word in words(query).take(MOST_WORDS) {
            let word: String = word.chars().take(MOST_LETTERS).collect();
            for (item, score) in self.items_with(&word) {
                let (met, total) = totals.entry(item).or_default();
                *met += 1;
                *total = total.saturating_add(score);
            }
        }
        for (item, score) in self.items_with_whole_code(query) {
            let (_, total) = totals.entry(item).or_default();
            *total = total.saturating_add(score);
        }
        best(totals, most)
    }

    /// The items with one word of the query, each with its score.
    fn items_with(&self, word: &str) -> HashMap<u32, u32> {
        let mut scores = HashMap::new();
        let stem = stem(word);
        if let Some(place) = self.word(&stem) {
            self.add(&mut scores, place, AS_IT_IS);
        }
        if word.chars().count() > 1 {
            // As it is typed, and as it would be once it is a whole word.
            for start in [word, &stem] {
                for place in self.beginning_with(start) {
                    self.add(&mut scores, place, AS_BEGINNING);
                }
            }
        }
        self.add_codes(&mut scores, word);
        if scores.is_empty() {
            for place in self.spelt_like(&stem) {
                self.add(&mut scores, place, SPELT_OTHERWISE);
            }
        }
        scores
    }

    fn add(&self, scores: &mut HashMap<u32, u32>, place: usize, met: u32) {
        let Some(word) = self.words.get(place) else {
            return;
        };
        // A word that few items have says more.
        let rare = (self.items.len() / word.items.len().max(1)).max(1).ilog2() + 1;
        for (item, field) in &word.items {
            let score = met * (*field as u32) * rare;
            let best = scores.entry(*item).or_default();
            *best = score.max(*best);
        }
    }

    /// Codes that have the word in them; a word of one letter is in too many.
    fn add_codes(&self, scores: &mut HashMap<u32, u32>, word: &str) {
        let part = plain_code(word);
        if part.len() < 2 {
            return;
        }
        for (item, found) in self.items.iter().enumerate() {
            let Some(score) = code_score(found, &part) else {
                continue;
            };
            let best = scores
                .entry(u32::try_from(item).unwrap_or(u32::MAX))
                .or_default();
            *best = score.max(*best);
        }
    }

    /// Codes that are the query as a whole: `CP:SPCC014_6b.5` falls into four words.
    fn items_with_whole_code(&self, query: &str) -> Vec<(u32, u32)> {
        let whole = plain_code(query);
        let items = self.items.iter().enumerate();
        let same = items.filter(|(_, item)| !whole.is_empty() && item.code == whole);
        same.map(|(item, _)| (u32::try_from(item).unwrap_or(u32::MAX), 1_000))
            .collect()
    }

    /// The words that are spelt most like one, nearest first.
    fn spelt_like(&self, stem: &str) -> Vec<usize> {
        let wrong = wrong_letters(stem);
        if wrong == 0 {
            return Vec::new();
        }
        let mut shared: HashMap<u32, usize> = HashMap::new();
        let runs = trigrams(stem);
        for place in runs.iter().filter_map(|run| self.runs.get(run)).flatten() {
            *shared.entry(*place).or_default() += 1;
        }
        // A wrong letter spoils three runs at the most, two that changed places four.
        let least = runs.len().saturating_sub(4 * wrong).max(1);
        let mut near: Vec<(usize, usize)> = shared
            .into_iter()
            .filter(|(_, shared)| *shared >= least)
            .filter_map(|(place, _)| self.distance(stem, place))
            .filter(|(distance, _)| *distance <= wrong)
            .collect();
        near.sort_unstable();
        near.into_iter()
            .take(MOST_NEAR)
            .map(|(_, place)| place)
            .collect()
    }

    fn distance(&self, stem: &str, place: u32) -> Option<(usize, usize)> {
        let place = usize::try_from(place).ok()?;
        let word = &self.words.get(place)?.stem;
        let differ = word.chars().count().abs_diff(stem.chars().count());
        (differ <= wrong_letters(stem)).then(|| (damerau_levenshtein(stem, word), place))
    }
}

/// How well a part of a code meets it: the whole best, then its beginning.
fn code_score(item: &Item, part: &str) -> Option<u32> {
    let at = item.code.find(part)?;
    let field = Field::Code as u32;
    Some(match at {
        0 if item.code.len() == part.len() => field * 40,
        0 => field * 8,
        _ => field * 4,
    })
}

/// The items that have most of the words, best first.
fn best(totals: HashMap<u32, (u32, u32)>, most: usize) -> Vec<Found> {
    let words = totals.values().map(|(met, _)| *met).max().unwrap_or(0);
    let mut heap: BinaryHeap<Reverse<(u32, Reverse<u32>)>> = BinaryHeap::new();
    for (item, (met, score)) in totals {
        if met < words {
            continue;
        }
        heap.push(Reverse((score, Reverse(item))));
        if heap.len() > most {
            heap.pop();
        }
    }
    let ordered = heap.into_sorted_vec().into_iter();
    ordered
        .filter_map(|Reverse((score, Reverse(item)))| {
            let item = usize::try_from(item).ok()?;
            Some(Found { item, score })
        })
        .collect()
}
