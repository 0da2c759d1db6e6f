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
        .or_else(|| accounts(expected, found))
        .or_else(|| evidence(expected, found))
        .or_else(|| practice(expected, found));
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

fn practice(expected: &State, found: &State) -> Option<String> {
    if expected.practice_policy() != found.practice_policy() {
        return Some("the policy of practice differs".to_owned());
    }
    let all = expected.packs().chain(found.packs());
    let mut differing = all.filter(|pack| expected.pack(&pack.code) != found.pack(&pack.code));
    differing
        .next()
        .map(|pack| format!("{} differs", Subject::pack(&pack.code)))
}

fn evidence(expected: &State, found: &State) -> Option<String> {
    let (mut left, mut right) = (expected.evidence(), found.evidence());
    loop {
        match (left.next(), right.next()) {
            (None, None) => return None,
            (one, other) if one == other => {}
            (one, other) => {
                let differing = one.or(other)?;
                return Some(format!("{} differs", differing.evidence.subject()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clew_journal::{Change, Head, Proposal, Replacement, Signature, seal, subject_of};
    use clew_plan::{Record, Target};
    use serde_json::json;

    use super::*;

    fn targets(goals: &[(&str, &str)]) -> State {
        let proposals: Vec<Proposal> = goals
            .iter()
            .map(|(measure, goal)| {
                let target = json!({"measure": measure, "period": "2021-22", "goal": goal});
                let now: Target = serde_json::from_value(target).unwrap();
                let subject = subject_of(&Record::from(now.clone())).unwrap();
                Proposal::new(
                    subject,
                    0,
                    Change::SetTarget(Box::new(Replacement { now, was: None })),
                )
            })
            .collect();
        let signature = Signature {
            id: "a".to_owned(),
            actor: "administrator".into(),
            at: clew_journal::Moment::default(),
            origin: None,
        };
        let mut state = State::default();
        for row in seal(&Head::default(), &proposals, &signature).unwrap() {
            state.take(&row).unwrap();
        }
        // The head is compared first, and is not what is looked for here.
        state.head = Head::default();
        state
    }

    #[test]
    fn the_first_difference_is_named_by_its_subject() {
        let expected = targets(&[("A", "1"), ("B", "2")]);
        // what is found | what is said
        let table = [
            (&[("A", "1"), ("B", "2")][..], None),
            (&[("A", "1"), ("B", "3")], Some("targets/B/2021-22 differs")),
            (&[("A", "1")], Some("targets/B/2021-22 is missing")),
            (
                &[("A", "1"), ("B", "2"), ("C", "3")],
                Some("targets/C/2021-22 should not be there"),
            ),
            (
                &[("B", "2"), ("A", "1")],
                Some("targets/B/2021-22 stands where targets/A/2021-22 should"),
            ),
        ];
        for (found, said) in table {
            assert_eq!(
                first_difference(&expected, &targets(found)).as_deref(),
                said,
                "{found:?}"
            );
        }
    }

    #[test]
    fn another_head_is_told_first() {
        let mut other = targets(&[("A", "1")]);
        other.head.sequence = 7;
        let said = first_difference(&targets(&[("A", "1")]), &other).unwrap();
        assert!(said.starts_with("its last entry is 7 "), "{said}");
    }
}
