//! Comparing two states: the first thing in which they differ, by name.

use clew_journal::{State, Subject};
use clew_plan::{Book, Kind};

/// The first thing in which `found` differs from `expected`; none when they are equal.
#[must_use]
pub(crate) fn first_difference(expected: &State, found: &State) -> Option<String> {
    if expected == found {
        return None;
    }
    let named = head(expected, found)
        .or_else(|| organisation(&expected.book, &found.book))
        .or_else(|| {
            Kind::ALL
                .iter()
                .find_map(|kind| records(*kind, expected, found))
        })
        .or_else(|| returns(expected, found))
        .or_else(|| freezes(expected, found))
        .or_else(|| accounts(expected, found));
    Some(named.unwrap_or_else(|| "versions or stages of subjects differ".to_owned()))
}

fn head(expected: &State, found: &State) -> Option<String> {
    (expected.head != found.head).then(|| {
        format!(
            "its last entry is {} ({}), not {} ({})",
            found.head.sequence,
            found.head.hash.short(),
            expected.head.sequence,
            expected.head.hash.short()
        )
    })
}

fn organisation(expected: &Book, found: &Book) -> Option<String> {
    (expected.organisation != found.organisation).then(|| "the organisation differs".to_owned())
}

fn records(kind: Kind, expected: &State, found: &State) -> Option<String> {
    let name = |state: &State, place: usize| {
        let subject = state.subject_at(kind, place);
        subject.map_or_else(
            || format!("{} {}", kind.name(), place + 1),
            |subject| subject.to_string(),
        )
    };
    let (left, right) = (expected.book.count(kind), found.book.count(kind));
    for place in 0..left.min(right) {
        let same = expected.book.record(kind, place) == found.book.record(kind, place)
            && expected.standing(kind, place) == found.standing(kind, place);
        if !same {
            let (wanted, there) = (name(expected, place), name(found, place));
            return Some(match wanted == there {
                true => format!("{wanted} differs"),
                false => format!("{there} stands where {wanted} should"),
            });
        }
    }
    match left.cmp(&right) {
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(format!("{} is missing", name(expected, right))),
        std::cmp::Ordering::Less => Some(format!("{} should not be there", name(found, left))),
    }
}

fn returns(expected: &State, found: &State) -> Option<String> {
    let all = expected
        .returns()
        .chain(found.returns())
        .map(|(key, _)| key);
    let mut differing = all.filter(|key| expected.return_of(key) != found.return_of(key));
    differing
        .next()
        .map(|key| format!("{} differs", key.subject()))
}

fn freezes(expected: &State, found: &State) -> Option<String> {
    let all = expected
        .freezes()
        .chain(found.freezes())
        .map(|freeze| &freeze.id);
    let mut differing = all.filter(|id| expected.freeze(id) != found.freeze(id));
    differing
        .next()
        .map(|id| format!("{} differs", Subject::freeze(id)))
}

fn accounts(expected: &State, found: &State) -> Option<String> {
    let all = expected
        .accounts()
        .chain(found.accounts())
        .map(|(id, _)| id);
    let mut differing = all.filter(|id| expected.account(id) != found.account(id));
    differing
        .next()
        .map(|id| format!("{} differs", Subject::account(id)))
}
