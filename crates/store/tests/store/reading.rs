//! What was appended is read back as it was.

use std::ops::ControlFlow;

use clew_journal::{Column, Head};
use clew_store::{RowFault, StoreError};

use crate::common::{all_rows, append, assert_sound, filled, on_both, row, sealed, some_rows};

#[test]
fn hostile_texts_come_back_as_they_were() {
    let texts = [
        String::new(),
        "'; DROP TABLE entries; --".to_owned(),
        "\"double\", 'single', `back`, $1, ?1, :name, \\ and %".to_owned(),
        "right to left: \u{202E}\u{200F}\u{5E9}\u{5DC}\u{5D5}\u{5DD}\u{202C}".to_owned(),
        "\u{FEFF}\u{1F9F6}\u{200D}\u{1F469}\u{1F3FD} e\u{301} \u{10FFFF}".to_owned(),
        "\r\n\t\u{1}\u{7F}".to_owned(),
        "long ".repeat(20_000),
    ];
    on_both(|place| {
        let store = place.create();
        let rows = texts.iter().enumerate().map(|(number, text)| {
            let mut row = row(
                &format!("{number}{}", text.chars().take(200).collect::<String>()),
                "",
                u32::MAX,
            );
            row.subject = format!("{number}{text}").chars().take(500).collect();
            (row.actor, row.change, row.body) = (text.clone(), text.clone(), text.clone());
            row.event_date = Some(text.chars().take(300).collect());
            row.reason = Some(text.clone());
            row.origin = (number % 2 == 0).then(|| text.clone());
            row
        });
        let rows = sealed(&Head::default(), rows);
        append(&store, &Head::default(), &rows);
        assert_eq!(all_rows(&store), rows);
        assert_eq!(
            store.row_with_id(&rows[3].id).unwrap().as_ref(),
            Some(&rows[3])
        );
        assert_sound(&store);
        drop(store);
        assert_eq!(all_rows(&place.open()), rows, "after opening again");
    });
}

#[test]
fn a_nul_is_refused_and_said_to_be_one() {
    on_both(|place| {
        let store = place.create();
        let mut with_nul = row("a", "measures/A", 1);
        with_nul.reason = Some("because\0".to_owned());
        let refused = store.append(&Head::default(), &sealed(&Head::default(), [with_nul]), &[]);
        let said = refused.unwrap_err().to_string();
        assert_eq!(
            said,
            "the reason of entry 1 holds the character NUL, which cannot be stored; take it out"
        );
        assert_eq!(store.head().unwrap(), Head::default());
        assert_eq!(store.row_with_id("a\0").unwrap(), None);
    });
}

#[test]
fn rows_are_streamed_in_order_from_and_up_to_a_place_and_can_be_left() {
    on_both(|place| {
        let store = filled(place, 2_500);
        let places = |after, up_to, most: usize| {
            let mut places = Vec::new();
            store
                .rows(after, up_to, &mut |row| {
                    places.push(row.unwrap().sequence);
                    if places.len() < most {
                        ControlFlow::Continue(())
                    } else {
                        ControlFlow::Break(())
                    }
                })
                .unwrap();
            places
        };
        assert_eq!(
            places(0, None, usize::MAX),
            (1..=2_500).collect::<Vec<u64>>()
        );
        assert_eq!(
            places(998, Some(1_003), usize::MAX),
            [999, 1_000, 1_001, 1_002, 1_003]
        );
        assert_eq!(places(2_400, Some(9_999), 2), [2_401, 2_402]);
        assert_eq!(places(2_500, None, usize::MAX), [0; 0]);
    });
}

#[test]
fn rows_that_come_while_reading_are_not_seen_and_the_reader_may_use_the_store() {
    on_both(|place| {
        let store = filled(place, 3);
        let mut seen = Vec::new();
        store
            .rows(0, None, &mut |row| {
                let row = row.unwrap();
                let head = store.head().unwrap();
                let id = format!("late-{}", row.sequence);
                append(
                    &store,
                    &head,
                    &sealed(&head, [crate::common::row(&id, &id, 1)]),
                );
                seen.push(row.sequence);
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(seen, [1, 2, 3]);
        assert_eq!(store.head().unwrap().sequence, 6);
    });
}

#[test]
fn the_head_as_it_was_at_a_time_is_the_last_row_recorded_by_then() {
    on_both(|place| {
        let store = filled(place, 3);
        let rows = some_rows(3);
        // The rows are recorded at one, two and three seconds.
        assert_eq!(store.last_at(999_999).unwrap(), Head::default());
        assert_eq!(store.last_at(1_000_000).unwrap(), rows[0].as_head());
        assert_eq!(store.last_at(2_999_999).unwrap(), rows[1].as_head());
        assert_eq!(store.last_at(i64::MAX).unwrap(), rows[2].as_head());
        assert_eq!(store.row(2).unwrap().as_ref(), Some(&rows[1]));
        assert_eq!(store.row(4).unwrap(), None);
    });
}

#[test]
fn a_cell_that_cannot_be_right_is_told_by_row_and_column_and_the_rest_is_still_read() {
    on_both(|place| {
        let store = filled(place, 4);
        place.tamper("UPDATE entries SET version = -5 WHERE sequence = 2");
        place.tamper(if place.is_sqlite() {
            "UPDATE entries SET hash = x'01' WHERE sequence = 3"
        } else {
            "UPDATE entries SET hash = '\\x01' WHERE sequence = 3"
        });
        let mut read = Vec::new();
        store
            .rows(0, None, &mut |row| {
                read.push(row.map(|row| row.sequence));
                ControlFlow::Continue(())
            })
            .unwrap();
        let fault = |sequence, column, found: &str| {
            Err(RowFault {
                sequence,
                column,
                found: found.to_owned(),
            })
        };
        let expected = [
            Ok(1),
            fault(2, Column::Version, "the number -5"),
            fault(3, Column::Hash, "1 byte"),
            Ok(4),
        ];
        assert_eq!(read, expected);
        let said = store.row(2).unwrap_err();
        assert!(matches!(said, StoreError::DamagedRow(_)));
        assert_eq!(
            said.to_string(),
            "entry 2 is damaged: its version holds the number -5"
        );
    });
}

#[test]
fn a_text_that_is_not_utf_8_is_a_fault_of_its_cell() {
    let place = crate::common::Place::sqlite();
    let store = filled(&place, 1);
    place.tamper("UPDATE entries SET body = CAST(x'ff' AS TEXT)");
    assert_eq!(
        store.row(1).unwrap_err().to_string(),
        "entry 1 is damaged: its body holds a text that is not UTF-8"
    );
}

#[test]
fn a_journal_whose_last_rows_were_taken_away_is_noticed() {
    on_both(|place| {
        let store = filled(place, 5);
        place.tamper("DELETE FROM entries WHERE sequence > 3");
        let faults = store.faults().unwrap();
        assert_eq!(
            faults,
            ["the head says that the journal ends at entry 5, but its last entry is 3"]
        );
        place.tamper("DELETE FROM entries WHERE sequence = 2; UPDATE head SET sequence = 3");
        assert_eq!(
            store.faults().unwrap(),
            ["the journal has 2 entries, but its last is entry 3"]
        );
    });
}
