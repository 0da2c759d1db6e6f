//! Search over everything in the Book: by words, however spelt, by beginnings of words and by codes.

mod finding;
mod index;
mod pages;
mod words;

use clew_journal::Subject;
use clew_plan::{Kind, PlanId};

pub(crate) use index::SearchIndex;
pub(super) use pages::page as page_of;

use super::overview::Overview;

/// What sort of thing was found.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub enum HitKind {
    /// A record of the Book.
    Record(Kind),
    /// A post that owns measures, actions, outcomes, risks or findings.
    Owner,
}

/// The page on which what was found stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HitPage {
    /// The kind of record that the page is of: a comment is found on its measure's page.
    pub kind: HitKind,
    /// The id or normalised code of that record; the name of an owner.
    pub id: String,
    /// Its plan, where the id is only unique in one.
    pub plan: Option<PlanId>,
}

/// One thing that was found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hit {
    /// What sort of thing.
    pub kind: HitKind,
    /// The page on which it stands.
    pub page: HitPage,
    /// The record as a subject of the journal; none for an owner, or for a Book without a journal.
    pub subject: Option<Subject>,
    /// Its title; for what has none, the title of what it is about.
    pub title: String,
    /// The part of its text in which the words stand.
    pub excerpt: String,
    /// The larger, the better it answers; of no meaning between two searches.
    pub score: u32,
}

impl Overview {
    /// What answers a query best, at most so many, best first.
    ///
    /// Every word has to be found, as it is, as another form of it ("review", "reviews"), as the
    /// beginning of a word, or else spelt a little otherwise; a code is found by any part of it. When
    /// nothing has all of the words, what has most of them is found. The index is made at the first
    /// search after the journal has grown.
    #[must_use]
    pub fn search(&self, query: &str, most: usize) -> Vec<Hit> {
        let index = self.search_index();
        let found = index.find(query, most);
        let hit = |found: finding::Found| pages::hit(self, index, found, query);
        found.into_iter().filter_map(hit).collect()
    }
}
