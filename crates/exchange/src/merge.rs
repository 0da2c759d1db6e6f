//! Putting what was imported into a Book: records with the identity of one that is there replace
//! it, others are added.

use std::collections::{HashMap, VecDeque};

use clew_plan::{Book, Kind, Record};

use crate::columns::Table;
use crate::{identity, kinds};

/// What merging did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Merged {
    /// Records that were added.
    pub added: usize,
    /// Records that took the place of an earlier one and differ from it.
    pub changed: usize,
    /// Records that were there already, the same in every field.
    pub same: usize,
}

/// Merges the incoming Book into the other. The second record with one identity replaces the
/// second that is there, and so on, so merging the same Book twice changes nothing. What a file has no
/// column for was already taken over from the Book when it was read ([`crate::import::read`]).
pub fn merge(book: &mut Book, mut incoming: Book) -> Merged {
    let mut merged = Merged::default();
    if let Some(organisation) = incoming.organisation.take() {
        book.organisation = Some(organisation);
    }
    for kind in Kind::ALL {
        if incoming.count(*kind) > 0 {
            let places = places(book, &incoming, *kind, &mut merged);
            kinds::put(book, *kind, &mut incoming, &places);
        }
    }
    merged
}

/// What incoming records wish changed against the Book that they were made from. `stands` is given
/// each record, with its kind and its place in that Book, if it is there, and says what stands: the
/// record, where it is a wish; where it is none what became of it since, so that the next of the same
/// name keeps its place; or nothing.
#[must_use]
pub fn wishes(
    incoming: &Book,
    made_from: &Book,
    stands: impl Fn(Kind, Option<usize>, Record) -> Option<Record>,
) -> Book {
    let mut wished = Book::default();
    if incoming.organisation != made_from.organisation {
        wished.organisation.clone_from(&incoming.organisation);
    }
    for kind in Kind::ALL.iter().filter(|kind| incoming.count(**kind) > 0) {
        let mut pairs = Pairs::new(*kind, &kinds::values(made_from, *kind));
        kinds::each(incoming, *kind, |place, value| {
            let found = pairs.place_of(value);
            let record = incoming.record(*kind, place);
            wished.extend(record.and_then(|record| stands(*kind, found, record)));
        });
    }
    wished
}

/// For each incoming record, the place of the one it replaces.
fn places(book: &Book, incoming: &Book, kind: Kind, merged: &mut Merged) -> Vec<Option<usize>> {
    let there = kinds::values(book, kind);
    let mut pairs = Pairs::new(kind, &there);
    let mut place_of = |record: &serde_json::Value| {
        let place = pairs.place_of(record);
        match place.and_then(|place| there.get(place)) {
            None => merged.added += 1,
            Some(earlier) if earlier == record => merged.same += 1,
            Some(_) => merged.changed += 1,
        }
        place
    };
    kinds::values(incoming, kind)
        .iter()
        .map(&mut place_of)
        .collect()
}

/// Which record that is there an incoming one replaces.
pub(crate) struct Pairs {
    table: Table,
    by_identity: HashMap<String, VecDeque<usize>>,
}

impl Pairs {
    /// The records of a kind that are there, by their identity.
    pub(crate) fn new(kind: Kind, there: &[serde_json::Value]) -> Self {
        let table = Table::Records(kind);
        let mut by_identity: HashMap<String, VecDeque<usize>> = HashMap::new();
        for (place, record) in there.iter().enumerate() {
            by_identity
                .entry(identity::of(table, record))
                .or_default()
                .push_back(place);
        }
        Self { table, by_identity }
    }

    /// The place of the record that the next incoming one replaces; none when it is added.
    pub(crate) fn place_of(&mut self, record: &serde_json::Value) -> Option<usize> {
        self.by_identity
            .get_mut(&identity::of(self.table, record))
            .and_then(VecDeque::pop_front)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clew_plan::FamilyMember;

    fn member(group: &str, council: &str, source: &str) -> FamilyMember {
        FamilyMember {
            group: group.to_owned(),
            council: council.to_owned(),
            source: Some(source.to_owned()),
        }
    }

    #[test]
    fn a_record_with_a_known_identity_replaces_the_one_that_is_there() {
        let mut book = Book {
            families: vec![
                member("people 3", "Fife", "old"),
                member("people 3", "Falkirk", "old"),
            ],
            ..Book::default()
        };
        let incoming = Book {
            families: vec![
                member("people 3", "Fife", "new"),
                member("people 2", "Angus", "new"),
            ],
            ..Book::default()
        };
        let merged = merge(&mut book, incoming.clone());
        assert_eq!(
            merged,
            Merged {
                added: 1,
                changed: 1,
                same: 0
            }
        );
        let sources: Vec<_> = book
            .families
            .iter()
            .map(|member| member.source.as_deref())
            .collect();
        assert_eq!(sources, [Some("new"), Some("old"), Some("new")]);
        assert_eq!(
            merge(&mut book, incoming),
            Merged {
                added: 0,
                changed: 0,
                same: 2
            }
        );
    }
}
