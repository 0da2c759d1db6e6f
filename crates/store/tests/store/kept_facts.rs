//! Kept facts: named by their digests, believed only whole, refused once something was erased.

use std::collections::BTreeSet;

use clew_journal::{Digest, Head};
use clew_store::practice::{Erasure, KeptFacts, PracticeWrites};
use clew_store::{Appended, Location, Store, StoreError};

use crate::common::{Place, on_both, row, sealed};

fn part(text: &str) -> (Digest, Vec<u8>) {
    (Digest::of(text.as_bytes()), text.as_bytes().to_vec())
}

fn names(parts: &[(Digest, Vec<u8>)]) -> BTreeSet<Digest> {
    parts.iter().map(|(digest, _)| *digest).collect()
}

fn facts(sequence: u64, root: &str) -> KeptFacts {
    KeptFacts {
        sequence,
        hash: Digest::of(b"an entry"),
        format: 3,
        root: part(root).0,
    }
}

fn kept(place: &Place) -> Store {
    let store = place.create();
    assert_eq!(store.kept_facts().unwrap(), None);
    let parts = [part("list"), part("one"), part("two")];
    assert!(store.keep_fact_parts(4, &parts).unwrap());
    assert_eq!(store.kept_facts().unwrap(), None, "nothing names them yet");
    assert!(store.keep_facts(&facts(4, "list"), &names(&parts)).unwrap());
    store
}

#[test]
fn facts_are_kept_whole_and_later_ones_take_away_what_they_do_not_have() {
    on_both(|place| {
        let store = kept(place);
        assert_eq!(store.kept_facts().unwrap(), Some(facts(4, "list")));
        assert_eq!(store.kept_fact_part(&part("one").0).unwrap(), b"one");
        let next = [part("next list"), part("one"), part("three")];
        let all = names(&next);
        let missing = store.keep_facts(&facts(6, "next list"), &all);
        assert!(!missing.unwrap(), "two parts are not there");
        assert!(store.keep_fact_parts(6, &next).unwrap());
        assert!(store.keep_facts(&facts(6, "next list"), &all).unwrap());
        assert_eq!(store.kept_fact_parts().unwrap(), all);
        let earlier = store.keep_facts(&facts(5, "next list"), &all);
        assert!(!earlier.unwrap(), "later facts are kept already");
        assert_eq!(store.kept_facts().unwrap(), Some(facts(6, "next list")));
        store.forget_kept_facts(&facts(4, "list")).unwrap();
        let still = store.kept_facts().unwrap();
        assert_eq!(still, Some(facts(6, "next list")), "others were meant");
        store.forget_kept_facts(&facts(6, "next list")).unwrap();
        assert_eq!(store.kept_facts().unwrap(), None);
        assert!(store.kept_fact_parts().unwrap().is_empty());
    });
}

#[test]
fn facts_said_to_be_later_than_the_journal_do_not_stand_in_the_way() {
    on_both(|place| {
        let store = kept(place);
        let rows = sealed(&Head::default(), [row("erase", "people/1", 1)]);
        store.append(&Head::default(), &rows, &[]).unwrap();
        place.tamper("UPDATE kept_facts SET sequence = 1000000, root = hash");
        let parts = [part("list")];
        assert!(store.keep_fact_parts(1, &parts).unwrap());
        assert!(store.keep_facts(&facts(1, "list"), &names(&parts)).unwrap());
        assert_eq!(store.kept_facts().unwrap(), Some(facts(1, "list")));
    });
}

#[test]
fn a_part_that_is_not_what_it_was_is_told() {
    on_both(|place| {
        let store = kept(place);
        place.tamper("UPDATE kept_fact_parts SET bytes = (SELECT root FROM kept_facts)");
        for named in [part("one").0, part("never kept").0] {
            let found = store.kept_fact_part(&named);
            assert!(
                matches!(found, Err(StoreError::Damaged { .. })),
                "{found:?}"
            );
        }
    });
}

/// Whether the file of a database, or its log, still has some bytes; on a server that cannot be looked at.
fn still_has(place: &Place, bytes: &[u8]) -> bool {
    let Location::File(path) = &place.location else {
        return false;
    };
    let mut all = std::fs::read(path).unwrap();
    all.extend(std::fs::read(path.with_extension("clew-wal")).unwrap_or_default());
    all.windows(bytes.len()).any(|some| some == bytes)
}

#[test]
fn nothing_of_kept_facts_is_left_in_the_file_after_an_erasure() {
    on_both(|place| {
        let store = kept(place);
        // Superseded ones, those that nothing names, and those that are kept; longer than a page, each.
        let text = |what: &str| format!("{what} told apart from all others. ").repeat(1_000);
        let all = ["superseded", "unnamed", "last"].map(text);
        let [superseded, unnamed, last] = all.each_ref().map(|text| [part(text)]);
        for (sequence, parts) in [(5, &superseded), (6, &last)] {
            assert!(store.keep_fact_parts(sequence, parts).unwrap());
            let facts = KeptFacts {
                root: parts[0].0,
                ..facts(sequence, "")
            };
            assert!(store.keep_facts(&facts, &names(parts)).unwrap());
        }
        assert!(store.keep_fact_parts(6, &unnamed).unwrap());
        assert_eq!(still_has(place, &last[0].1[..60]), place.is_sqlite());
        let head = Head::default();
        let rows = sealed(&head, [row("erase", "people/1", 1)]);
        let erasure = Erasure {
            people: vec![1],
            sequence: 7,
            files: Vec::new(),
        };
        let writes = PracticeWrites {
            erasure: Some(erasure),
            ..PracticeWrites::default()
        };
        store.append_practice(&head, &rows, &[], &writes).unwrap();
        for text in &all {
            let piece = &text.as_bytes()[..40];
            assert!(!still_has(place, piece), "{}", &text[..20]);
        }
    });
}

#[test]
fn what_is_erased_takes_all_facts_along_and_refuses_those_from_before() {
    on_both(|place| {
        let store = kept(place);
        let head = Head::default();
        let rows = sealed(&head, [row("erase", "people/1", 1)]);
        let writes = PracticeWrites {
            erasure: Some(Erasure {
                people: vec![1],
                sequence: 5,
                files: Vec::new(),
            }),
            ..PracticeWrites::default()
        };
        let done = store.append_practice(&head, &rows, &[], &writes).unwrap();
        assert_eq!(done, Appended::Done);
        assert_eq!(store.kept_facts().unwrap(), None);
        assert!(store.kept_fact_parts().unwrap().is_empty());
        let parts = [part("list")];
        assert!(!store.keep_fact_parts(4, &parts).unwrap());
        assert!(store.keep_fact_parts(5, &parts).unwrap());
        assert!(!store.keep_facts(&facts(4, "list"), &names(&parts)).unwrap());
        assert!(store.keep_facts(&facts(5, "list"), &names(&parts)).unwrap());
    });
}
