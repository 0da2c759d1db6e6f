//! Copying: between any two kinds, up to a place, and never out of a damaged journal.

use clew_journal::Head;
use clew_store::{Attachment, Progress, Store, StoreError};

use crate::common::{
    Place, all_rows, append, assert_sound, filled, on_both, row, sealed, some_rows,
};

fn copy(source: &Store, target: &Store, up_to: Option<u64>) -> Result<Head, StoreError> {
    source.copy_to(target, up_to, &mut |_| {})
}

#[test]
fn a_journal_is_copied_whole_in_all_four_directions() {
    on_both(|from| {
        on_both(|to| {
            // Each direction starts from a place of its own kind.
            let from = if from.is_sqlite() {
                Place::sqlite()
            } else {
                Place::postgres().unwrap()
            };
            let source = filled(&from, 2_100);
            let attachment = Attachment::new("text/plain", Some("a.txt"), b"evidence".to_vec());
            source
                .append(
                    &source.head().unwrap(),
                    &[],
                    std::slice::from_ref(&attachment),
                )
                .unwrap();
            let target = to.create();
            let mut steps = Vec::new();
            let head = source
                .copy_to(&target, None, &mut |step| steps.push(step))
                .unwrap();
            assert_eq!(head, source.head().unwrap());
            assert_eq!(all_rows(&target), some_rows(2_100));
            assert_eq!(
                target.attachment(&attachment.digest).unwrap(),
                Some(attachment)
            );
            assert_sound(&target);
            assert_eq!(
                steps.first(),
                Some(&Progress {
                    done: 0,
                    all: 2_100
                })
            );
            assert_eq!(
                steps.last(),
                Some(&Progress {
                    done: 2_100,
                    all: 2_100
                })
            );
        });
    });
}

#[test]
fn a_copy_up_to_a_place_ends_there() {
    on_both(|place| {
        let source = filled(place, 10);
        let (four, all) = (Place::sqlite(), Place::sqlite());
        let target = four.create();
        assert_eq!(
            copy(&source, &target, Some(4)).unwrap(),
            some_rows(4)[3].as_head()
        );
        assert_eq!(all_rows(&target), some_rows(4));
        assert_sound(&target);
        assert_eq!(copy(&source, &all.create(), Some(99)).unwrap().sequence, 10);
    });
}

#[test]
fn writers_go_on_while_a_copy_is_made() {
    on_both(|place| {
        let source = filled(place, 3_000);
        let target = Place::sqlite();
        let target = target.create();
        let mut late = 0;
        source
            .copy_to(&target, None, &mut |_| {
                let head = source.head().unwrap();
                late += 1;
                append(
                    &source,
                    &head,
                    &sealed(&head, [row(&format!("late-{late}"), "actions/LATE", late)]),
                );
            })
            .unwrap();
        assert!(late > 2);
        assert_eq!(all_rows(&target), some_rows(3_000));
    });
}

#[test]
fn a_damaged_source_is_refused_and_the_entry_is_named() {
    let cases = [
        (
            "UPDATE entries SET body = '{}' WHERE sequence = 2",
            "entry 2 (id id-1) was altered: its content does not give its hash",
        ),
        (
            "UPDATE entries SET version = -1 WHERE sequence = 3",
            "entry 3 is damaged: its version holds the number -1",
        ),
        (
            "DELETE FROM entries WHERE sequence = 4",
            "entry 4 is missing or moved: entry 5 (id id-4) stands in its place",
        ),
        (
            "DELETE FROM entries WHERE sequence > 6",
            "entries 7 to 8 are missing at the end of the journal",
        ),
        (
            "UPDATE head SET recorded_at = 1",
            "the last entry is not the one that the journal's head names",
        ),
    ];
    for (sabotage, expected) in cases {
        on_both(|place| {
            let source = filled(place, 8);
            place.tamper(sabotage);
            let target = Place::sqlite();
            let refused = copy(&source, &target.create(), None)
                .unwrap_err()
                .to_string();
            assert!(refused.contains(expected), "{sabotage}: {refused}");
        });
    }
}

#[test]
fn only_an_empty_store_is_copied_to() {
    on_both(|place| {
        let target = filled(place, 1);
        let source = Place::sqlite();
        let refused = copy(&filled(&source, 2), &target, None);
        assert!(matches!(refused, Err(StoreError::NotEmpty { .. })));
        assert_eq!(all_rows(&target), some_rows(1));
    });
}

#[test]
fn a_copy_in_a_file_is_whole_in_that_one_file() {
    let (from, to, elsewhere) = (Place::sqlite(), Place::sqlite(), Place::sqlite());
    let target = to.create();
    copy(&filled(&from, 50), &target, None).unwrap();
    // The store is still open: nothing of the journal may stand in a file beside it.
    let path = |place: &Place| std::path::PathBuf::from(place.location.to_string());
    std::fs::copy(path(&to), path(&elsewhere)).unwrap();
    assert_eq!(all_rows(&elsewhere.open()), some_rows(50));
}
