//! What is kept of people and records: written with its entries or not at all, found, and erased.

use std::ops::ControlFlow;

use clew_journal::{Digest, Head, Row};
use clew_store::practice::{
    DraftRow, EpisodeRow, Erasure, KeptFilter, KeptRow, KnownBy, LookFilter, LookRow,
    PracticeWrites,
};
use clew_store::{Appended, Attachment, Store, StoreError};

use crate::common::{on_both, row, sealed};

fn kept(row: &Row, number: u64, person: u64) -> KeptRow {
    KeptRow {
        sequence: row.sequence,
        kind: "records".to_owned(),
        number,
        version: row.version,
        latest: true,
        act: "complete-record".to_owned(),
        person: Some(person),
        episode: Some(number),
        form: Some("asp-referral".to_owned()),
        team: Some("adults".to_owned()),
        event_date: Some(20_000),
        event_year: Some(2024),
        standing: Some("complete".to_owned()),
        content: Some("what was said".to_owned()),
        salt: Some(vec![1, 2, 3]),
        recorded_at: row.recorded_at,
        recorded_by: row.actor.clone(),
        ..KeptRow::default()
    }
}

fn versions(store: &Store, number: u64, person: u64, count: u32) -> Head {
    let mut head = store.head().unwrap();
    for version in 1..=count {
        let id = format!("{number}-{version}");
        let rows = sealed(&head, [row(&id, &format!("records/{number}"), version)]);
        let writes = PracticeWrites {
            kept: vec![kept(&rows[0], number, person)],
            ..PracticeWrites::default()
        };
        let done = store.append_practice(&head, &rows, &[], &writes).unwrap();
        assert_eq!(done, Appended::Done);
        head = rows[0].as_head();
    }
    head
}

fn of(number: u64) -> KeptFilter {
    KeptFilter {
        number: Some(number),
        ..KeptFilter::default()
    }
}

#[test]
fn the_last_version_stands_and_the_earlier_ones_are_kept() {
    on_both(|place| {
        let store = place.create();
        versions(&store, 7, 1, 3);
        versions(&store, 8, 1, 1);
        let all = store.kept(&of(7)).unwrap();
        let told: Vec<(u32, bool)> = all.iter().map(|row| (row.version, row.latest)).collect();
        assert_eq!(told, [(1, false), (2, false), (3, true)]);
        let latest = KeptFilter {
            latest: true,
            person: Some(1),
            form: Some("asp-referral".to_owned()),
            event_year: Some(2024),
            ..KeptFilter::default()
        };
        assert_eq!(store.kept(&latest).unwrap().len(), 2);
        let mut streamed = 0;
        store
            .each_kept(&KeptFilter::default(), &mut |_| {
                streamed += 1;
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(streamed, 4);
        assert_eq!(store.kept_out_of_place().unwrap(), [0; 0]);
    });
}

#[test]
fn what_is_kept_is_written_with_its_entry_or_not_at_all() {
    on_both(|place| {
        let store = place.create();
        let head = versions(&store, 7, 1, 1);
        let rows = sealed(&head, [row("b", "records/7", 2)]);
        let behind = PracticeWrites {
            kept: vec![kept(&rows[0], 7, 1)],
            ..PracticeWrites::default()
        };
        let done = store.append_practice(&Head::default(), &[], &[], &behind);
        assert_eq!(done.unwrap(), Appended::Behind);
        // The same version twice: the database refuses the second row, and takes the entry back with it.
        let twice = PracticeWrites {
            kept: vec![kept(&rows[0], 7, 1), kept(&rows[0], 7, 1)],
            ..PracticeWrites::default()
        };
        assert!(store.append_practice(&head, &rows, &[], &twice).is_err());
        assert_eq!(store.head().unwrap(), head);
        let nul = PracticeWrites {
            kept: vec![KeptRow {
                content: Some("a\0b".to_owned()),
                ..kept(&rows[0], 7, 1)
            }],
            ..PracticeWrites::default()
        };
        let refused = store.append_practice(&head, &rows, &[], &nul);
        assert!(matches!(refused, Err(StoreError::Nul { .. })));
        let only = store.kept(&of(7)).unwrap();
        assert_eq!(only.len(), 1);
        assert!(only[0].latest);
    });
}

#[test]
fn erasing_takes_a_person_away_and_leaves_the_others_and_the_places() {
    on_both(|place| {
        let store = place.create();
        versions(&store, 7, 1, 2);
        let head = versions(&store, 8, 2, 1);
        let own = Attachment::new("text/plain", None, b"hers alone".to_vec());
        let shared = Attachment::new("text/plain", None, b"of both".to_vec());
        let rows = sealed(
            &head,
            [row("f1", "records/9", 1), row("f2", "records/10", 1)],
        );
        let file = |row: &Row, number, person, digest: Digest| KeptRow {
            file: Some(digest),
            ..kept(row, number, person)
        };
        let writes = PracticeWrites {
            kept: vec![
                file(&rows[0], 9, 1, shared.digest),
                file(&rows[1], 10, 2, shared.digest),
            ],
            known_by: vec![
                (1, vec![known("name", "ada")]),
                (2, vec![known("name", "adam")]),
            ],
            episodes: vec![episode(7, 1), episode(8, 2)],
            ..PracticeWrites::default()
        };
        let files = [own.clone(), shared.clone()];
        store
            .append_practice(&head, &rows, &files, &writes)
            .unwrap();
        let found = store.people_known_by_start(&known("name", "ada"), (0, 10));
        assert_eq!(found.unwrap(), [1, 2]);
        let next = store.people_known_by_start(&known("name", "ada"), (1, 10));
        assert_eq!(next.unwrap(), [2], "those after the first");
        assert_eq!(
            store
                .people_known_by(&known("name", "ada"), (0, 10))
                .unwrap(),
            [1]
        );
        store.put_draft(&draft("d1", 1)).unwrap();
        store.put_draft(&draft("d2", 2)).unwrap();
        let head = rows[1].as_head();
        let rows = sealed(&head, [row("e", "people/1", 2)]);
        let erasing = PracticeWrites {
            erasure: Some(Erasure {
                people: vec![1],
                sequence: rows[0].sequence,
                files: vec![own.digest, shared.digest],
            }),
            ..PracticeWrites::default()
        };
        store.append_practice(&head, &rows, &[], &erasing).unwrap();
        for row in store.kept(&of(7)).unwrap() {
            assert_eq!((&row.content, &row.salt, row.person), (&None, &None, None));
            assert_eq!(row.erased, Some(rows[0].sequence));
        }
        assert!(store.kept(&of(8)).unwrap()[0].content.is_some());
        assert!(store.attachment(&own.digest).unwrap().is_none());
        assert!(store.attachment(&shared.digest).unwrap().is_some());
        let found = store.people_known_by_start(&known("name", "ada"), (0, 10));
        assert_eq!(found.unwrap(), [2]);
        assert_eq!(store.episodes_of(1).unwrap(), []);
        assert_eq!(store.episodes_held_by("adults").unwrap().len(), 1);
        assert_eq!(store.drafts_of("worker").unwrap().len(), 1);
    });
}

#[test]
fn looks_are_listed_the_latest_first_and_go_when_they_are_old() {
    on_both(|place| {
        let store = place.create();
        let look = |id: &str, at| LookRow {
            id: id.to_owned(),
            at,
            account: "worker".to_owned(),
            person: Some(1),
            record: None,
            what: "person".to_owned(),
            how: "team".to_owned(),
        };
        store
            .note_looks(&[look("a", 1), look("b", 2), look("c", 3)])
            .unwrap();
        let filter = LookFilter {
            people: vec![1],
            limit: 2,
            ..LookFilter::default()
        };
        let ids = |looks: Vec<LookRow>| -> Vec<String> {
            looks.into_iter().map(|look| look.id).collect()
        };
        assert_eq!(ids(store.looks(&filter).unwrap()), ["c", "b"]);
        assert_eq!(store.forget_looks(3).unwrap(), 2);
        assert_eq!(ids(store.looks(&filter).unwrap()), ["c"]);
    });
}

#[test]
fn a_copy_has_what_is_kept_up_to_its_end() {
    on_both(|source| {
        let store = source.create();
        let middle = versions(&store, 7, 1, 2);
        versions(&store, 7001, 1, 1);
        on_both(|target| {
            let copy = target.create();
            store
                .copy_to(&copy, Some(middle.sequence - 1), &mut |_| {})
                .unwrap();
            let copy = target.open();
            let all = copy.kept(&KeptFilter::default()).unwrap();
            assert_eq!(all.len(), 1);
            assert!(all[0].latest, "the first version stands again");
        });
    });
}

fn known(sort: &str, value: &str) -> KnownBy {
    KnownBy {
        sort: sort.to_owned(),
        value: value.to_owned(),
    }
}

fn episode(number: u64, person: u64) -> EpisodeRow {
    EpisodeRow {
        number,
        person,
        process: None,
        team: "adults".to_owned(),
        worker: None,
        closed: None,
        opened: 1,
    }
}

fn draft(id: &str, person: u64) -> DraftRow {
    DraftRow {
        id: id.to_owned(),
        account: "worker".to_owned(),
        form: "asp-referral".to_owned(),
        process: None,
        episode: None,
        person,
        team: "adults".to_owned(),
        record: None,
        seen: 0,
        typed: "{}".to_owned(),
        saved: 1,
    }
}
