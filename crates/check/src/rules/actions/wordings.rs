//! Which action's words are nearest to another's.

use std::collections::{BTreeSet, HashMap};

use clew_plan::Action;

use crate::words::{content_words, outside_brackets};

/// A word that more actions than this have tells them apart no longer.
const COMMON: usize = 100;

/// The words of a plan's actions, and which actions have each word.
pub(super) struct Wordings {
    words: Vec<BTreeSet<String>>,
    with_word: HashMap<String, Vec<usize>>,
}

/// An action whose words are near: which one, and how many words are shared.
pub(super) struct Near {
    pub(super) at: usize,
    pub(super) shared: usize,
}

impl Wordings {
    /// The words of these actions' titles, without what stands in brackets.
    pub(super) fn new(actions: &[&Action]) -> Self {
        let title =
            |action: &&Action| outside_brackets(action.title.as_deref().unwrap_or_default());
        let words: Vec<BTreeSet<String>> = actions
            .iter()
            .map(|action| content_words(&title(action)))
            .collect();
        let mut with_word: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, words) in words.iter().enumerate() {
            for word in words {
                with_word.entry(word.clone()).or_default().push(at);
            }
        }
        Self { words, with_word }
    }

    /// The words of the action at this place of the list.
    pub(super) fn of(&self, at: usize) -> &BTreeSet<String> {
        &self.words[at]
    }

    /// The allowed action that shares most words with this one; of several, the one that shares the
    /// rarer words, then the first.
    pub(super) fn nearest(&self, to: usize, allowed: impl Fn(usize) -> bool) -> Option<Near> {
        let mut scores: HashMap<usize, (usize, usize)> = HashMap::new();
        let telling = self.words[to]
            .iter()
            .filter_map(|word| self.with_word.get(word))
            .filter(|having| having.len() <= COMMON);
        for having in telling {
            for at in having {
                let score = scores.entry(*at).or_default();
                score.0 += 1;
                score.1 += 1_000 / having.len();
            }
        }
        let candidates = scores
            .into_iter()
            .filter(|(at, _)| *at != to && self.words[*at].len() >= 3 && allowed(*at));
        let best = candidates
            .max_by_key(|(at, (shared, rarity))| (*shared, *rarity, std::cmp::Reverse(*at)));
        best.map(|(at, (shared, _))| Near { at, shared })
    }
}
