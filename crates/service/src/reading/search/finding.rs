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

/// What an item is worth whose code is the query.
const WHOLE_CODE: u32 = 1_000;

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
        // By item: how many words it has, and its score. As many as there are items, which is far faster than
        // a map: a word that stands in every comment is found thousands of times.
        let mut totals: Vec<(u32, u32)> = vec![(0, 0); self.items.len()];
        for word in words(query).take(MOST_WORDS) {
            let word: String = word.chars().take(MOST_LETTERS).collect();
            let scores = self.items_with(&word);
            for ((met, total), score) in totals.iter_mut().zip(scores).filter(|(_, it)| *it > 0) {
                *met += 1;
                *total = total.saturating_add(score);
            }
        }
        self.add_whole_code(&mut totals, query);
        best(&totals, most)
    }

    /// The score of each item with one word of the query; 0 for those without it.
    fn items_with(&self, word: &str) -> Vec<u32> {
        let mut scores = vec![0; self.items.len()];
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
        if scores.iter().all(|score| *score == 0) {
            for place in self.spelt_like(&stem) {
                self.add(&mut scores, place, SPELT_OTHERWISE);
            }
        }
        scores
    }

    fn add(&self, scores: &mut [u32], place: usize, met: u32) {
        let Some(word) = self.words.get(place) else {
            return;
        };
        // A word that few items have says more.
        let rare = (self.items.len() / word.items.len().max(1)).max(1).ilog2() + 1;
        for (item, field) in &word.items {
            let score = met * (*field as u32) * rare;
            let place = usize::try_from(*item).unwrap_or(usize::MAX);
            if let Some(best) = scores.get_mut(place) {
                *best = score.max(*best);
            }
        }
    }

    /// Codes that have the word in them; a word of one letter is in too many.
    fn add_codes(&self, scores: &mut [u32], word: &str) {
        let part = plain_code(word);
        if part.len() < 2 {
            return;
        }
        for (found, best) in self.items.iter().zip(scores) {
            if let Some(score) = code_score(found, &part) {
                *best = score.max(*best);
            }
        }
    }

    /// Codes that are the query as a whole: `CP:SPCC014_6b.5` falls into four words.
    fn add_whole_code(&self, totals: &mut [(u32, u32)], query: &str) {
        let whole = plain_code(query);
        if whole.is_empty() {
            return;
        }
        for (item, (_, total)) in self.items.iter().zip(totals) {
            if item.code == whole {
                *total = total.saturating_add(WHOLE_CODE);
            }
        }
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
    if item.code.len() < part.len() {
        return None;
    }
    let at = item.code.find(part)?;
    let field = Field::Code as u32;
    Some(match at {
        0 if item.code.len() == part.len() => field * 40,
        0 => field * 8,
        _ => field * 4,
    })
}

/// The items that have most of the words, best first.
fn best(totals: &[(u32, u32)], most: usize) -> Vec<Found> {
    let words = totals.iter().map(|(met, _)| *met).max().unwrap_or(0);
    let mut heap: BinaryHeap<Reverse<(u32, Reverse<usize>)>> = BinaryHeap::new();
    for (item, (met, score)) in totals.iter().enumerate() {
        let found = Reverse((*score, Reverse(item)));
        let full = heap.len() >= most;
        // The worst of the best is on top.
        let too_late = full && heap.peek().is_none_or(|worst| found >= *worst);
        if *score == 0 || *met < words || too_late {
            continue;
        }
        if full {
            heap.pop();
        }
        heap.push(found);
    }
    let ordered = heap.into_sorted_vec().into_iter();
    ordered
        .map(|Reverse((score, Reverse(item)))| Found { item, score })
        .collect()
}
