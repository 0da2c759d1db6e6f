//! Facts that are kept in the store: a start uses them, and what came since; never when anything about them is wrong.

use std::time::Duration;

use clew_journal::Digest;
use clew_practice::record::PersonNumber;
use clew_service::{ErasureOrder, Location, Service};

use crate::common::{ADMINISTRATOR, Place, caller, on_both};
use crate::orders::*;

/// Makes the first order unreadable: whoever makes facts of every record fails from then on.
const FIRST_UNREADABLE: &str = "UPDATE practice_versions SET content = 'nothing' WHERE sequence = \
                                (SELECT min(sequence) FROM practice_versions WHERE kind = 'records')";

/// A service with two orders of one person, whose facts were asked for and kept.
fn kept(place: &Place) -> (Service, PersonNumber) {
    let service = staffed(place);
    let ada = somebody(&service, (WORKER, "adults"), "Ada Testperson");
    let adults = |second| (WORKER, "adults", second);
    for (second, seen) in [(20, "2025-10-08"), (21, "2025-10-09")] {
        order(&service, adults(second), ada, ("2025-10-06", Some(seen)));
    }
    assert_eq!(whole(&service, "SEEN-2WD"), [1, 1, 0, 0]);
    service.checkpoint_if_due().unwrap();
    assert!(service.store().kept_facts().unwrap().is_some());
    (service, ada)
}

fn is_sqlite(place: &Place) -> bool {
    matches!(place.location, Location::File(_))
}

fn can_be_worked_out(service: &Service) -> bool {
    let asked = service.figures(&VIEWER.into(), &request("SEEN-2WD"));
    asked.is_ok()
}

#[test]
fn a_start_reads_what_was_kept_and_takes_in_what_came_since() {
    on_both(|place| {
        let (service, ada) = kept(place);
        let late = order(&service, (WORKER, "adults", 30), ada, ("2025-12-31", None));
        let granted = order(&service, (WORKER, "adults", 31), ada, ("2025-07-01", None));
        visit(&service, 32, (ada, granted), "2025-10-01");
        let seen = correction("2025-12-31", Some("2025-12-31"));
        service
            .correct_record(&by(WORKER, 33), late, &seen)
            .unwrap();
        let expected = ["SEEN-2WD", "VISITED", "ORDERS"].map(|code| whole(&service, code));
        assert_eq!(expected[0], [2, 1, 0, 0]);
        place.tamper(FIRST_UNREADABLE);
        let started = place.open();
        let found = ["SEEN-2WD", "VISITED", "ORDERS"].map(|code| whole(&started, code));
        assert_eq!(found, expected);
        // What was known before is still read from the versions themselves.
        let mut then = request("SEEN-2WD");
        then.known_at = Some(crate::common::moment(25));
        assert!(started.figures(&VIEWER.into(), &then).is_err());
    });
}

#[test]
fn what_was_damaged_is_noticed_and_made_anew() {
    on_both(|place| {
        let zero = if is_sqlite(place) { "x'00'" } else { "'\\x00'" };
        let damages = [
            format!("UPDATE kept_fact_parts SET bytes = {zero}"),
            format!("UPDATE kept_facts SET root = {zero}"),
            format!(
                "UPDATE kept_fact_parts SET bytes = {zero} WHERE digest = (SELECT digest FROM kept_fact_parts ORDER BY digest LIMIT 1)"
            ),
            "DELETE FROM kept_fact_parts WHERE digest = (SELECT digest FROM kept_fact_parts ORDER BY digest DESC LIMIT 1)"
                .to_owned(),
        ];
        let (service, _) = kept(place);
        drop(service);
        for damage in &damages {
            place.tamper(damage);
            let started = place.open();
            assert_eq!(whole(&started, "SEEN-2WD"), [1, 1, 0, 0], "{damage}");
            started.checkpoint_if_due().unwrap();
        }
        place.tamper(FIRST_UNREADABLE);
        assert_eq!(whole(&place.open(), "SEEN-2WD"), [1, 1, 0, 0], "kept anew");
    });
}

#[test]
fn facts_of_another_form_journal_or_pack_are_not_used() {
    on_both(|place| {
        let other = [
            "UPDATE kept_facts SET format = format + 1",
            "UPDATE kept_facts SET hash = (SELECT hash FROM entries WHERE sequence = 1)",
            "UPDATE kept_facts SET sequence = 1000000",
        ];
        for (other, back) in other.iter().zip([
            "UPDATE kept_facts SET format = format - 1",
            "UPDATE kept_facts SET hash = (SELECT hash FROM entries WHERE entries.sequence = kept_facts.sequence)",
            "",
        ]) {
            let place = &if is_sqlite(place) {
                Place::sqlite()
            } else {
                Place::postgres().unwrap()
            };
            drop(kept(place));
            place.tamper(FIRST_UNREADABLE);
            assert!(can_be_worked_out(&place.open()));
            place.tamper(other);
            assert!(!can_be_worked_out(&place.open()), "{other}");
            place.tamper(back);
            assert_eq!(can_be_worked_out(&place.open()), !back.is_empty(), "{back}");
        }
        let (service, _) = kept(place);
        let mut changed = pack();
        let forms = changed.get_mut("orders.toml").unwrap();
        *forms = forms.replace("within = \"2 working days\"", "within = \"3 working days\"");
        service
            .apply_pack(&caller("changed", 40), &changed, None)
            .unwrap();
        assert_eq!(whole(&place.open(), "SEEN-2WD"), [2, 0, 0, 0]);
        place.tamper(FIRST_UNREADABLE);
        assert!(
            !can_be_worked_out(&place.open()),
            "those of the earlier pack are not used"
        );
    });
}

#[test]
fn an_erasure_takes_kept_facts_with_it_and_nobody_puts_them_back() {
    on_both(|place| {
        let (service, ada) = kept(place);
        let other = place.open();
        assert_eq!(whole(&other, "ORDERS")[0], 2);
        let order = ErasureOrder {
            ordered_by: "the data protection officer".to_owned(),
            reason: "kept unlawfully".to_owned(),
        };
        service
            .erase_by_order(&by(ADMINISTRATOR, 50), ada, &order)
            .unwrap();
        assert!(service.store().kept_fact_parts().unwrap().is_empty());
        // One that does not know of it yet, and holds facts from before.
        other.keep_facts_now().unwrap();
        assert!(service.store().kept_fact_parts().unwrap().is_empty());
        assert_eq!(service.store().kept_facts().unwrap(), None);
        assert_eq!(whole(&service, "ORDERS"), [0, 0, 0, 0]);
        service.checkpoint_if_due().unwrap();
        assert!(service.store().kept_facts().unwrap().is_some());
        assert_eq!(whole(&place.open(), "ORDERS"), [0, 0, 0, 0]);
    });
}

#[test]
fn parts_that_did_not_change_are_not_written_again_and_those_of_no_use_go() {
    on_both(|place| {
        let (service, ada) = kept(place);
        let before = service.store().kept_fact_parts().unwrap();
        order(&service, (WORKER, "adults", 30), ada, ("2025-12-31", None));
        whole(&service, "ORDERS");
        service.keep_facts_now().unwrap();
        let after = service.store().kept_fact_parts().unwrap();
        assert_eq!(after.len(), before.len());
        // The orders of the year, the occasions of the clock on them, and the list of all parts.
        assert_eq!(after.difference(&before).count(), 3);
        place.tamper(FIRST_UNREADABLE);
        assert_eq!(whole(&place.open(), "ORDERS")[0], 3);
    });
}

/// A digest as a database reads it.
fn blob(place: &Place, digest: &Digest) -> String {
    let bytes = digest.as_bytes().iter();
    let hex: String = bytes.map(|byte| format!("{byte:02x}")).collect();
    match is_sqlite(place) {
        true => format!("x'{hex}'"),
        false => format!("'\\x{hex}'"),
    }
}

#[test]
fn kept_facts_that_are_not_those_of_the_records_are_found_and_dropped() {
    on_both(|place| {
        let (service, ada) = kept(place);
        assert_eq!(service.prove().unwrap(), None);
        let verify = |service: &Service| {
            let verified = service.verify(&ADMINISTRATOR.into(), &mut |_| {});
            verified.unwrap()
        };
        assert!(verify(&service).is_sound());
        let seen_late = ("2025-10-06", Some("2025-12-01"));
        let late = order(&service, (WORKER, "adults", 30), ada, seen_late);
        assert_eq!(whole(&service, "SEEN-2WD"), [1, 2, 0, 0]);
        service.keep_facts_now().unwrap();
        let seen = correction("2025-10-06", Some("2025-10-07"));
        service
            .correct_record(&by(WORKER, 31), late, &seen)
            .unwrap();
        let head = service.memory().state().head;
        drop(service);
        // Facts from before the correction are said to be those after it.
        let (sequence, hash) = (head.sequence, blob(place, &head.hash));
        let alter = format!("UPDATE kept_facts SET sequence = {sequence}, hash = {hash}");
        place.tamper(&alter);
        let started = place.open();
        assert_eq!(whole(&started, "SEEN-2WD"), [1, 2, 0, 0], "it is believed");
        let why = started.prove().unwrap().unwrap();
        assert!(why.contains("records of the form order of 2025"), "{why}");
        assert!(started.behind(Duration::MAX).is_some());
        assert_eq!(started.store().kept_facts().unwrap(), None);
        assert_eq!(whole(&started, "SEEN-2WD"), [2, 1, 0, 0]);
        started.keep_facts_now().unwrap();
        let order = order(&started, (WORKER, "adults", 40), ada, seen_late);
        let head = started.memory().state().head;
        assert!(verify(&started).is_sound(), "what came since is taken in");
        let (sequence, hash) = (head.sequence, blob(place, &head.hash));
        place.tamper(&format!(
            "UPDATE kept_facts SET sequence = {sequence}, hash = {hash}"
        ));
        let verified = verify(&started);
        assert_eq!(verified.faults.len(), 1, "{order}: {verified:?}");
        assert!(verify(&started).is_sound(), "they were dropped");
    });
}

#[test]
fn kept_facts_of_a_format_are_always_the_same_bytes() {
    let place = Place::sqlite();
    let (service, ada) = kept(&place);
    let granted = order(&service, (WORKER, "adults", 31), ada, ("2025-07-01", None));
    visit(&service, 32, (ada, granted), "2025-10-01");
    whole(&service, "ORDERS");
    service.keep_facts_now().unwrap();
    let mut parts = service.store().kept_fact_parts().unwrap();
    // The list tells of the release and of calendars, which have digests of their own there.
    parts.remove(&service.store().kept_facts().unwrap().unwrap().root);
    let names: Vec<u8> = parts
        .iter()
        .flat_map(|name| name.as_bytes().to_vec())
        .collect();
    assert_eq!(
        Digest::of(&names).to_string(),
        "e1bcc910cfdccd0f09adfa03330224f2baa651ea41873773efa5261c8c0f2e40",
        "facts are kept as other bytes, or say something else of records: raise FORMAT in \
         crates/service/src/computing/keeping.rs, and write the new digest here"
    );
}

#[test]
fn two_that_start_and_keep_facts_at_once_do_no_harm() {
    on_both(|place| {
        drop(kept(place));
        place.tamper("UPDATE kept_facts SET format = 0");
        let start = || {
            let started = place.open();
            assert_eq!(whole(&started, "SEEN-2WD"), [1, 1, 0, 0]);
            started.keep_facts_now().unwrap();
            assert_eq!(started.prove().unwrap(), None);
        };
        std::thread::scope(|scope| {
            (0..2).for_each(|_| drop(scope.spawn(start)));
        });
        place.tamper(FIRST_UNREADABLE);
        assert_eq!(whole(&place.open(), "SEEN-2WD"), [1, 1, 0, 0]);
    });
}
