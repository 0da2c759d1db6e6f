//! Which subject each record of the Book is, and the version it has.

use std::collections::HashMap;

use clew_plan::Kind;

use crate::{Key, Problem, Subject, SubjectKind};

/// What is known of a record besides its content.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Standing {
    /// The record's key.
    pub key: Key,
    /// Its version: how many entries it has.
    pub version: u32,
    /// Place in the journal of the entry that changed it last.
    pub changed: u64,
}

/// The standing of every record, beside the Book.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Records {
    by_kind: Vec<OfKind>,
}

/// The records of one kind, in the order of the Book.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct OfKind {
    standings: Vec<Standing>,
    places: HashMap<Key, usize>,
    /// Versions of records that were taken out; one of the same name goes on from there.
    withdrawn: HashMap<Key, u32>,
}

impl Records {
    fn of(&self, kind: Kind) -> Option<&OfKind> {
        self.by_kind.get(kind as usize)
    }

    fn of_mut(&mut self, kind: Kind) -> &mut OfKind {
        let place = kind as usize;
        if self.by_kind.len() <= place {
            self.by_kind
                .resize_with(Kind::ALL.len().max(place + 1), OfKind::default);
        }
        &mut self.by_kind[place]
    }

    /// The place of a record among those of its kind.
    pub(crate) fn place(&self, kind: Kind, key: &Key) -> Option<usize> {
        self.of(kind)?.places.get(key).copied()
    }

    /// The standing of the record at a place.
    pub(crate) fn standing(&self, kind: Kind, place: usize) -> Option<&Standing> {
        self.of(kind)?.standings.get(place)
    }

    /// The standings of a kind, in the order of the Book.
    pub(crate) fn standings(&self, kind: Kind) -> &[Standing] {
        self.of(kind).map_or(&[], |of_kind| &of_kind.standings)
    }

    /// Keys and versions of the records of a kind that were taken out, in order of the keys.
    pub(crate) fn withdrawn(&self, kind: Kind) -> Vec<(&Key, u32)> {
        let withdrawn = self.of(kind).map(|of_kind| &of_kind.withdrawn);
        let mut all: Vec<(&Key, u32)> = withdrawn
            .into_iter()
            .flatten()
            .map(|(key, version)| (key, *version))
            .collect();
        all.sort();
        all
    }

    /// The version of a record, of one that was taken out, or 0.
    pub(crate) fn version(&self, kind: Kind, key: &Key) -> u32 {
        let Some(of_kind) = self.of(kind) else {
            return 0;
        };
        let standing = of_kind
            .places
            .get(key)
            .and_then(|place| of_kind.standings.get(*place));
        standing.map_or_else(
            || of_kind.withdrawn.get(key).copied().unwrap_or(0),
            |standing| standing.version,
        )
    }

    /// Makes room for so many more records of a kind.
    pub(crate) fn reserve(&mut self, kind: Kind, count: usize) {
        let of_kind = self.of_mut(kind);
        of_kind.standings.reserve(count);
        of_kind.places.reserve(count);
    }

    /// Adds a record after the others of its kind.
    pub(crate) fn push(&mut self, kind: Kind, standing: Standing) {
        let of_kind = self.of_mut(kind);
        if !of_kind.withdrawn.is_empty() {
            of_kind.withdrawn.remove(&standing.key);
        }
        of_kind
            .places
            .insert(standing.key.clone(), of_kind.standings.len());
        of_kind.standings.push(standing);
    }

    /// Notes that the record at a place was changed by an entry.
    pub(crate) fn touch(&mut self, kind: Kind, place: usize, version: u32, changed: u64) {
        if let Some(standing) = self.of_mut(kind).standings.get_mut(place) {
            standing.version = version;
            standing.changed = changed;
        }
    }

    /// Takes the record at a place out; those behind it move up.
    pub(crate) fn remove(&mut self, kind: Kind, place: usize, version: u32) {
        let of_kind = self.of_mut(kind);
        if place >= of_kind.standings.len() {
            return;
        }
        let gone = of_kind.standings.remove(place);
        of_kind.places.remove(&gone.key);
        for behind in of_kind.places.values_mut().filter(|other| **other > place) {
            *behind -= 1;
        }
        of_kind.withdrawn.insert(gone.key, version);
    }

    /// Notes the version of a record that was taken out.
    pub(crate) fn note_withdrawn(&mut self, kind: Kind, key: Key, version: u32) {
        self.of_mut(kind).withdrawn.insert(key, version);
    }

    /// Copies what is known of a subject's record, once; `found` is told its place.
    pub(crate) fn copy_to(&self, other: &mut Self, subject: &Subject, found: impl FnOnce(usize)) {
        let SubjectKind::Record(kind) = subject.kind else {
            return;
        };
        if other.version(kind, &subject.key) > 0 {
            return;
        }
        if let Some(place) = self.place(kind, &subject.key) {
            if let Some(standing) = self.standing(kind, place) {
                other.push(kind, standing.clone());
                found(place);
            }
        } else {
            let version = self.version(kind, &subject.key);
            if version > 0 {
                other.note_withdrawn(kind, subject.key.clone(), version);
            }
        }
    }

    /// The kind and place of a subject that is a record.
    pub(crate) fn find(&self, subject: &Subject) -> Result<(Kind, usize), Problem> {
        let SubjectKind::Record(kind) = subject.kind else {
            return Err(Problem::NotThere);
        };
        let place = self.place(kind, &subject.key).ok_or(Problem::NotThere)?;
        Ok((kind, place))
    }
}
