//! Clocks that go backwards.

use clew_journal::Moment;
use clew_service::{FigureRequest, KnownAt, ServiceError};

use crate::common::{assert_unbroken, caller, moment, on_both};

#[test]
fn a_clock_that_goes_backwards_does_not_reorder_what_was_known_when() {
    on_both(|place| {
        let services = [place.founded(), place.open()];
        // The clock of the second machine is an hour behind; then the first is set back as well.
        let clocks = [3_600, 0, 3_601, 1, 10, 3_700, 20];
        let mut known = Vec::new();
        for (number, second) in clocks.into_iter().enumerate() {
            let service = &services[number % 2];
            let request = FigureRequest {
                measure: "M1".into(),
                period: Some("2025-26 Q1".parse().unwrap()),
                value: Some(number.into()),
                ..FigureRequest::default()
            };
            let mut who = caller(&format!("{number}"), second);
            if known.len() == 1 {
                // An hour is more than two clocks differ by: someone must know of it.
                let refused = service.return_figure(&who, &request);
                assert!(
                    matches!(refused, Err(ServiceError::Clock { .. })),
                    "{refused:?}"
                );
            }
            who.despite_clock = true;
            let done = service.return_figure(&who, &request).unwrap();
            known.push((done.rows[0].recorded_at, service.memory()));
        }
        let rows = assert_unbroken(services[0].store());
        assert!(rows.is_sorted_by_key(|row| row.recorded_at));
        assert!(known.is_sorted_by_key(|(recorded_at, _)| *recorded_at));
        for (place, (recorded_at, _)) in known.iter().enumerate() {
            // Of several with one time, the last is what was known then.
            let last = known
                .iter()
                .rposition(|(other, _)| other == recorded_at)
                .unwrap();
            let then =
                services[1].known_at(KnownAt::Moment(Moment::from_microseconds(*recorded_at)));
            assert!(then.unwrap() == *known[last].1, "entry {place}");
        }
        let before = services[1]
            .known_at(KnownAt::Moment(moment(3_599)))
            .unwrap();
        assert_eq!(
            before.book().figures,
            [],
            "what was recorded later was not known"
        );
    });
}
