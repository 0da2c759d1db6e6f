//! Whatever is altered in a stored journal is found and named.

use std::path::Path;

use clew_calendar::Day;
use clew_journal::{Column, Row};
use clew_report::ReportKind;
use clew_service::{FigureRequest, FreezeRequest, Service, Verification, verify_store};
use clew_store::{Location, Store};

use crate::common::{Folder, Place, all_rows, caller, on_both, seed};

/// A journal with a bit of everything: figures, corrections, a freeze with its attachments.
fn filled(place: &Place) -> Service {
    let service = place.founded();
    let request = |value: i64| FigureRequest {
        measure: "M1".into(),
        period: Some("2025-26 Q1".parse().unwrap()),
        value: Some(value.into()),
        as_at: Some("2025-07-02".parse().unwrap()),
        ..FigureRequest::default()
    };
    let mut who = caller("return", 3);
    who.origin = Some("import of returns.xlsx".to_owned());
    service.return_figure(&who, &request(40)).unwrap();
    let freeze = FreezeRequest {
        id: None,
        forum: "committee".to_owned(),
        meeting: "2025-08-01".parse::<Day>().unwrap(),
        plan: Some("p".into()),
        period: Some("2025-26 Q1".parse().unwrap()),
        basis: None,
        reports: vec![ReportKind::QuarterlyProgress],
        despite: Some("it is shown as it is".to_owned()),
        despite_unsettled: Some("the tests look at something else".to_owned()),
        seen: None,
    };
    service.freeze(&caller("freeze", 4), &freeze).unwrap();
    service
        .correct_figure(&caller("correct", 5), &request(41), "one was counted twice")
        .unwrap();
    service
}

fn verified(store: &Store) -> Verification {
    verify_store(store, &mut |_| {}).unwrap()
}

/// A literal of SQL for a cell, with one character or byte of it altered, anywhere: `dice` says where.
fn altered(row: &Row, column: Column, postgres: bool, dice: u64) -> String {
    let somewhere = |all: usize| usize::try_from(dice).unwrap() % all.max(1);
    let text = |text: &str| {
        let place = somewhere(text.chars().count());
        let other = |character: char| if character == 'x' { 'y' } else { 'x' };
        let signs = text.chars().enumerate();
        let signs = signs.map(|(at, sign)| if at == place { other(sign) } else { sign });
        format!("'{}'", signs.collect::<String>().replace('\'', "''"))
    };
    let optional =
        |written: &Option<String>| written.as_deref().map_or_else(|| "'x'".to_owned(), text);
    let bytes = |bytes: &[u8; 32]| {
        let mut bytes = *bytes;
        bytes[somewhere(32)] ^= 1 << (dice % 8);
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        if postgres {
            format!("'\\x{digits}'")
        } else {
            format!("x'{digits}'")
        }
    };
    match column {
        Column::Sequence => (row.sequence + 1_000).to_string(),
        Column::Id => text(&row.id),
        Column::RecordedAt => (row.recorded_at + 1).to_string(),
        Column::EventDate => optional(&row.event_date),
        Column::Actor => text(&row.actor),
        Column::Subject => text(&row.subject),
        Column::Version => (row.version + 1_000).to_string(),
        Column::Change => text(&row.change),
        Column::Body => text(&row.body),
        Column::Reason => optional(&row.reason),
        Column::Origin => optional(&row.origin),
        Column::Previous => bytes(row.previous.as_bytes()),
        Column::Hash => bytes(row.hash.as_bytes()),
    }
}

/// The next of a sequence of numbers that looks random.
const fn next(dice: u64) -> u64 {
    dice.wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407)
}

#[test]
fn a_cell_that_was_altered_is_found_and_its_entry_named() {
    on_both(|place| {
        let store = filled(place).store().location().clone();
        let store = Store::open(&store).unwrap();
        assert!(verified(&store).is_sound(), "{:?}", verified(&store).faults);
        let postgres = matches!(place.location, Location::Postgres(_));
        let mut dice = seed();
        for row in all_rows(&store) {
            for column in Column::ALL {
                let (name, sequence) = (column.name(), row.sequence);
                dice = next(dice);
                let new = altered(&row, column, postgres, dice >> 33);
                // Put aside, so that it can be put back as it was.
                place.tamper("CREATE TABLE aside AS SELECT * FROM entries");
                place.tamper(&format!(
                    "UPDATE entries SET {name} = {new} WHERE sequence = {sequence}"
                ));
                let found = verified(&store);
                let named = found
                    .faults
                    .iter()
                    .any(|fault| fault.entry == Some(sequence));
                let told = found
                    .faults
                    .iter()
                    .any(|fault| fault.what.contains(&sequence.to_string()));
                assert!(
                    named || (column == Column::Sequence && told),
                    "{name} of {sequence}: {:?}",
                    found.faults
                );
                place.tamper(
                    "DELETE FROM entries; INSERT INTO entries SELECT * FROM aside; DROP TABLE aside",
                );
            }
        }
        assert!(verified(&store).is_sound());
    });
}

#[test]
fn a_journal_that_lost_its_last_entry_is_not_taken_for_one_in_which_others_were_faster() {
    on_both(|place| {
        drop(filled(place));
        place.tamper("DELETE FROM entries WHERE sequence = (SELECT max(sequence) FROM entries)");
        let refused = clew_service::Service::open(&place.location).unwrap_err();
        assert!(refused.to_string().contains("it is gone"), "{refused}");
    });
}

#[test]
fn entries_that_were_reversed_taken_away_or_put_in_are_found() {
    let reversed = "UPDATE entries SET sequence = 99999 WHERE sequence = 5; \
                    UPDATE entries SET sequence = 5 WHERE sequence = 6; \
                    UPDATE entries SET sequence = 6 WHERE sequence = 99999";
    let cases = [
        ("reversed", reversed, 5),
        (
            "the first gone",
            "DELETE FROM entries WHERE sequence = 1",
            1,
        ),
        (
            "one in the middle gone",
            "DELETE FROM entries WHERE sequence = 7",
            7,
        ),
        (
            "the last gone",
            "DELETE FROM entries WHERE sequence = (SELECT max(sequence) FROM entries)",
            17,
        ),
        (
            "one more put at the end",
            "INSERT INTO entries SELECT sequence + 1, 'new', recorded_at, event_date, actor, subject, \
             version + 1, change, body, reason, origin, hash, previous FROM entries \
             WHERE sequence = (SELECT max(sequence) FROM entries)",
            18,
        ),
        (
            "the head moved back",
            "UPDATE head SET sequence = sequence - 1",
            17,
        ),
    ];
    for (what, sql, place_of_it) in cases {
        on_both(|place| {
            let service = filled(place);
            assert_eq!(service.store().head().unwrap().sequence, 17);
            place.tamper(sql);
            let found = verified(service.store());
            let names = |text: &str| text.contains(&format!("{place_of_it}"));
            let named = found
                .faults
                .iter()
                .any(|fault| fault.entry == Some(place_of_it) || names(&fault.what));
            assert!(named, "{what}: {:?}", found.faults);
        });
    }
}

#[test]
fn an_attachment_that_was_altered_or_taken_away_is_found() {
    for sql in [
        "UPDATE attachments SET media_type = 'text/plain', bytes = digest",
        "DELETE FROM attachments",
    ] {
        on_both(|place| {
            let service = filled(place);
            place.tamper(sql);
            assert!(!verified(service.store()).is_sound(), "{sql}");
        });
    }
}

/// What a file comes to: none when something wrong was found, else its rows and attachments.
fn content(path: &Path) -> Option<(Vec<Row>, Vec<Vec<u8>>)> {
    let store = Store::open(&Location::File(path.to_owned())).ok()?;
    let sound = verify_store(&store, &mut |_| {}).ok()?.is_sound();
    if !sound {
        return None;
    }
    let digests = store.attachment_digests().unwrap();
    let attachments = digests
        .iter()
        .map(|digest| store.attachment(digest).unwrap().unwrap().bytes);
    Some((all_rows(&store), attachments.collect()))
}

#[test]
fn a_byte_of_the_file_that_was_flipped_is_found_or_was_not_used() {
    const FLIPS: u64 = 400;
    let place = Place::sqlite();
    let service = filled(&place);
    service.checkpoint().unwrap();
    drop(service);
    let Location::File(path) = &place.location else {
        unreachable!("it is a file");
    };
    let whole = std::fs::read(path).unwrap();
    let original = content(path).unwrap();
    let folder = Folder::new();
    let (mut found, mut dice) = (0, seed());
    for flip in 0..FLIPS {
        dice = next(dice);
        let at = usize::try_from(dice >> 33).unwrap() % whole.len();
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (flip % 8);
        let altered = folder.file(&format!("{flip}.clew"));
        std::fs::write(&altered, &bytes).unwrap();
        match content(&altered) {
            None => found += 1,
            Some(same) => assert!(
                same == original,
                "bit {} of byte {at} changed something unseen",
                flip % 8
            ),
        }
    }
    eprintln!("{FLIPS} flipped bits: {found} found, the others in unused bytes");
    // Most of so small a file is the unused part of the pages of tables and indexes.
    assert!(found > FLIPS / 40);
}
