//! What is different from one version of a pack to another, item by item and in words, and what cannot be done while
//! records use it.

mod items;
mod kind;
mod refusal;
mod said;

use std::{collections::BTreeMap, fmt};

use super::Pack;
use items::{Item, items};
use kind::ItemKey;
pub use kind::ItemKind;

/// What happened to an item.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Happened {
    /// It is new.
    Added,
    /// It is no longer there.
    Removed,
    /// One thing that is said of it is said otherwise.
    Changed {
        /// What, for example `title`.
        what: &'static str,
        /// What was said, in words; empty when nothing was.
        was: String,
        /// What is said now; empty when nothing is.
        now: String,
    },
}

/// One difference.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PackChange {
    /// What kind of item.
    pub kind: ItemKind,
    /// Its code, with what it belongs to: `form.field`.
    pub code: String,
    /// Its title, as it is now or, when it was removed, as it was.
    pub title: String,
    /// What happened to it.
    pub happened: Happened,
    /// Why it cannot be done, while records use it.
    pub refused: Option<String>,
}

/// What is different from one pack to another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PackDifference {
    /// The version before.
    pub from: String,
    /// The version after.
    pub to: String,
    /// The differences: the pack itself, then kind by kind and by code.
    pub changes: Vec<PackChange>,
}

impl PackDifference {
    /// What is different from one pack to another. `in_use` tells how many records hold a value in a field of a form, by
    /// the codes of both; what those records need cannot be taken away.
    #[must_use]
    pub fn between(
        before: &Pack,
        after: &Pack,
        in_use: &dyn Fn(&str, &str) -> usize,
    ) -> PackDifference {
        let (old, new) = (items(before), items(after));
        let mut changes = Vec::new();
        for (key, item) in &old {
            match new.get(key) {
                None => changes.push(change(key, item, Happened::Removed)),
                Some(now) => changed(key, item, now, &mut changes),
            }
        }
        let added = new.iter().filter(|(key, _)| !old.contains_key(*key));
        changes.extend(added.map(|(key, item)| change(key, item, Happened::Added)));
        let wholes = added_or_removed(&old, &new);
        changes.retain(|change| !is_part_of_another(change, &wholes));
        changes.sort_by(|one, other| (one.kind, &one.code).cmp(&(other.kind, &other.code)));
        for change in &mut changes {
            change.refused = refusal::of(change, before, after, in_use);
        }
        PackDifference {
            from: before.version.clone(),
            to: after.version.clone(),
            changes,
        }
    }

    /// Whether anything is different but the version.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let is_version = |change: &PackChange| {
            matches!(
                change.happened,
                Happened::Changed {
                    what: "version",
                    ..
                }
            )
        };
        self.changes.iter().all(is_version)
    }

    /// Whether the version after is the higher one.
    #[must_use]
    pub fn is_later(&self) -> bool {
        numbers(&self.to) > numbers(&self.from)
    }

    /// The changes that cannot be made while records use what they take away.
    pub fn refused(&self) -> impl Iterator<Item = &PackChange> {
        self.changes
            .iter()
            .filter(|change| change.refused.is_some())
    }
}

fn numbers(version: &str) -> Vec<u32> {
    version
        .split('.')
        .map(|part| part.parse().unwrap_or(0))
        .collect()
}

fn change(key: &ItemKey, item: &Item, happened: Happened) -> PackChange {
    PackChange {
        kind: key.0,
        code: key.1.clone(),
        title: item.title.clone(),
        happened,
        refused: None,
    }
}

fn changed(key: &ItemKey, old: &Item, new: &Item, changes: &mut Vec<PackChange>) {
    let mut whats: Vec<&'static str> = new.says.keys().copied().collect();
    whats.extend(old.says.keys().filter(|what| !new.says.contains_key(*what)));
    for what in whats {
        let was = old.says.get(what).cloned().unwrap_or_default();
        let now = new.says.get(what).cloned().unwrap_or_default();
        if was.exact != now.exact {
            let (was, now) = (was.words, now.words);
            let happened = Happened::Changed { what, was, now };
            changes.push(change(key, new, happened));
        }
    }
    if let Some(happened) = reordered(old, new) {
        changes.push(change(key, new, happened));
    }
}

/// When the parts that both have come in another order.
fn reordered(old: &Item, new: &Item) -> Option<Happened> {
    let kept = |parts: &[String], others: &[String]| {
        let kept = parts.iter().filter(|part| others.contains(part));
        kept.cloned().collect::<Vec<_>>().join(", ")
    };
    let was = kept(&old.parts, &new.parts);
    let now = kept(&new.parts, &old.parts);
    let what = "order";
    (was != now).then_some(Happened::Changed { what, was, now })
}

/// The codes of what was added or removed whole.
fn added_or_removed(old: &BTreeMap<ItemKey, Item>, new: &BTreeMap<ItemKey, Item>) -> Vec<ItemKey> {
    let gone = old.keys().filter(|key| !new.contains_key(*key));
    let come = new.keys().filter(|key| !old.contains_key(*key));
    gone.chain(come).cloned().collect()
}

/// Whether a change only says of a part what is said of its whole: the fields of a form that was added.
fn is_part_of_another(change: &PackChange, wholes: &[ItemKey]) -> bool {
    if matches!(change.happened, Happened::Changed { .. }) {
        return false;
    }
    let Some(kind) = change.kind.whole() else {
        return false;
    };
    let inside = |key: &ItemKey| {
        key.0 == kind
            && change
                .code
                .strip_prefix(&key.1)
                .is_some_and(|rest| rest.starts_with('.'))
    };
    wholes.iter().any(inside)
}

impl fmt::Display for PackChange {
    /// One sentence, as people read it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let item = format!("{} “{}” ({})", self.kind.in_words(), self.title, self.code);
        match &self.happened {
            Happened::Added => write!(formatter, "{item} is added.")?,
            Happened::Removed => write!(formatter, "{item} is removed.")?,
            Happened::Changed { what, was, now } => match (was.as_str(), now.as_str()) {
                ("", now) => write!(formatter, "{item}: {what} is now {now}; it was not said.")?,
                (was, "") => write!(formatter, "{item}: {what} is no longer said; it was {was}.")?,
                (was, now) => write!(formatter, "{item}: {what} was {was} and is now {now}.")?,
            },
        }
        match &self.refused {
            Some(why) => write!(formatter, " Refused: {why}."),
            None => Ok(()),
        }
    }
}
