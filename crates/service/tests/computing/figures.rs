//! Figures follow every record at once, show what was known then, and walk only to what an account may open.

use clew_measure::evaluate::Apart;
use clew_practice::record::{RecordNumber, Value};
use clew_service::{ErrorKind, FiguresRequest, LeftOut, Service, WalkRequest, WhatIf};

use crate::common::{Place, moment, on_both};
use crate::orders::*;

fn walk(definition: &str) -> WalkRequest {
    WalkRequest {
        figures: request(definition).by(&["team"]),
        period: 0,
        parts: Vec::new(),
        from: 0,
    }
}

/// What a service that reads everything anew tells.
fn anew(place: &Place, definition: &str) -> [u64; 4] {
    whole(&place.open(), definition)
}

fn assert_both(place: &Place, service: &Service, definition: &str, expected: [u64; 4]) {
    assert_eq!(
        whole(service, definition),
        expected,
        "{definition} kept current"
    );
    assert_eq!(anew(place, definition), expected, "{definition} made anew");
}

#[test]
fn a_figure_follows_what_is_recorded_corrected_and_withdrawn() {
    on_both(|place| {
        let service = staffed(place);
        assert_eq!(whole(&service, "SEEN-2WD"), [0, 0, 0, 0]);
        let ada = somebody(&service, (WORKER, "adults"), "Ada Testperson");
        let adults = |second| (WORKER, "adults", second);
        let first = order(
            &service,
            adults(20),
            ada,
            ("2025-10-06", Some("2025-10-08")),
        );
        order(
            &service,
            adults(21),
            ada,
            ("2025-10-06", Some("2025-10-09")),
        );
        assert_both(place, &service, "SEEN-2WD", [1, 1, 0, 0]);
        order(&service, adults(22), ada, ("2025-12-31", None));
        assert_both(place, &service, "SEEN-2WD", [1, 1, 1, 0]);
        let late = correction("2025-10-06", Some("2025-10-10"));
        service
            .correct_record(&by(WORKER, 23), first, &late)
            .unwrap();
        assert_both(place, &service, "SEEN-2WD", [0, 2, 1, 0]);
        service
            .withdraw_record(&by(WORKER, 24), (first, 2), "of another person")
            .unwrap();
        assert_both(place, &service, "SEEN-2WD", [0, 1, 1, 0]);
        let answer = figures(&service, &request("SEEN-2WD"));
        assert_eq!((answer.definition.version, answer.unfit), (3, 0));
        assert_eq!(answer.pack, ("orders".to_owned(), "1.0.0".to_owned()));
        // Recorded on 1 January: the order of 31 December within a week, the one of October later.
        let recording = answer.whole(0).unwrap().recording.unwrap();
        assert_eq!((recording.within, recording.later), (1, 1));
    });
}

#[test]
fn a_visit_recorded_late_changes_what_a_clock_gives_and_not_what_was_known_before() {
    on_both(|place| {
        let service = staffed(place);
        let ada = somebody(&service, (WORKER, "adults"), "Ada Testperson");
        // Granted on 1 July: due on 1 October, and from a visit on within three months.
        let granted = order(&service, (WORKER, "adults", 20), ada, ("2025-07-01", None));
        let first_round = |service: &Service| {
            let mut asked = request("VISITED");
            asked.periods = vec![period("2025-26 Q2")];
            asked.as_at = day("2025-12-30");
            counts(figures(service, &asked).whole(0).unwrap())
        };
        assert_eq!(first_round(&service), [0, 1, 0, 0]);
        visit(&service, 40, (ada, granted), "2025-09-30");
        assert_eq!(first_round(&service), [1, 0, 1, 0]);
        assert_eq!(first_round(&place.open()), [1, 0, 1, 0]);
        let mut then = request("VISITED");
        then.periods = vec![period("2025-26 Q2")];
        then.known_at = Some(moment(30));
        let answer = figures(&service, &then);
        assert_eq!(counts(answer.whole(0).unwrap()), [0, 1, 0, 0]);
        assert!(answer.entry < figures(&service, &request("VISITED")).entry);
    });
}

#[test]
fn another_process_sees_what_was_recorded_here() {
    on_both(|place| {
        let (service, other) = (staffed(place), place.open());
        assert_eq!(whole(&other, "ORDERS"), [0, 0, 0, 0]);
        let ada = somebody(&service, (WORKER, "adults"), "Ada Testperson");
        order(&service, (WORKER, "adults", 20), ada, ("2025-10-06", None));
        other.follow().unwrap();
        assert_eq!(whole(&other, "ORDERS")[0], 1);
    });
}

#[test]
fn who_reads_plans_sees_the_figure_and_only_who_knows_the_people_walks_to_them() {
    on_both(|place| {
        let service = staffed(place);
        let ada = somebody(&service, (WORKER, "adults"), "Ada Testperson");
        let bea = somebody(&service, (JUSTICE, "justice"), "Bea Testperson");
        let of_ada = order(&service, (WORKER, "adults", 20), ada, ("2025-10-06", None));
        let of_bea = order(
            &service,
            (JUSTICE, "justice", 21),
            bea,
            ("2025-10-07", None),
        );
        assert_eq!(whole(&service, "ORDERS")[0], 2);
        let step =
            |account: &str| service.walk_to_records(&account.into(), moment(30), &walk("ORDERS"));
        let refused = step(VIEWER).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Refused);
        for (account, own) in [(WORKER, of_ada), (JUSTICE, of_bea)] {
            let walked = step(account).unwrap();
            let shown: Vec<RecordNumber> =
                walked.shown.iter().map(|one| one.behind.record).collect();
            assert_eq!(shown, [own], "{account}");
            assert_eq!((walked.total, walked.withheld, walked.next), (2, 1, None));
        }
        let looks = service.store().looks(&clew_store::practice::LookFilter {
            people: vec![ada.0],
            limit: 10,
            ..Default::default()
        });
        let looks = looks.unwrap();
        let told: Vec<_> = looks
            .iter()
            .map(|look| (look.account.as_str(), look.record))
            .collect();
        assert_eq!(told, [(WORKER, Some(of_ada.0))]);
        let mut part = walk("ORDERS");
        part.parts = vec![Some("justice".to_owned())];
        let walked = service
            .walk_to_records(&JUSTICE.into(), moment(31), &part)
            .unwrap();
        assert_eq!((walked.total, walked.withheld), (1, 0));
        part.parts = vec![Some("nowhere".to_owned())];
        let refused = service.walk_to_records(&JUSTICE.into(), moment(31), &part);
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Invalid);
    });
}

#[test]
fn a_definition_or_dimension_that_is_not_there_is_told_with_the_nearest() {
    let place = Place::sqlite();
    let service = staffed(&place);
    let asked = |request| service.figures(&VIEWER.into(), &request).unwrap_err();
    let said = asked(request("SEEN-2DW")).to_string();
    assert!(said.contains("SEEN-2WD"), "{said}");
    let said = asked(request("SEEN-2WD").by(&["teem"])).to_string();
    assert!(said.contains("team"), "{said}");
    let nobody = service.figures(&"nobody".into(), &request("SEEN-2WD"));
    assert!(nobody.is_err());
}

#[test]
fn what_if_asks_the_same_with_another_allowance_calendar_or_exclusion_and_keeps_nothing() {
    let place = Place::sqlite();
    let service = staffed(&place);
    let ada = somebody(&service, (WORKER, "adults"), "Ada Testperson");
    let adults = |second| (WORKER, "adults", second);
    // Seen after three working days; the second in custody, and so left out.
    order(
        &service,
        adults(20),
        ada,
        ("2025-10-06", Some("2025-10-09")),
    );
    let custody = order(
        &service,
        adults(21),
        ada,
        ("2025-10-06", Some("2025-10-20")),
    );
    let mut corrected = correction("2025-10-06", Some("2025-10-20"));
    let in_custody = Value::Choice("in-custody".to_owned());
    corrected.values.insert("outcome".to_owned(), in_custody);
    service
        .correct_record(&by(WORKER, 22), custody, &corrected)
        .unwrap();
    let what_if = |what_if: WhatIf| {
        let answer = figures(
            &service,
            &FiguresRequest {
                what_if,
                ..request("SEEN-2WD")
            },
        );
        assert!(answer.supposed);
        counts(answer.whole(0).unwrap())
    };
    let within = |text: &str| WhatIf {
        within: Some(text.to_owned()),
        ..WhatIf::default()
    };
    assert_eq!(whole(&service, "SEEN-2WD"), [0, 1, 0, 1]);
    assert_eq!(what_if(within("3 working days")), [1, 0, 0, 1]);
    let kept_in = WhatIf {
        kept_in: vec!["in custody".to_owned()],
        ..within("20 days")
    };
    assert_eq!(what_if(kept_in), [2, 0, 0, 0]);
    let nobody = WhatIf {
        kept_in: vec!["in custody".to_owned()],
        left_out: vec![LeftOut {
            field: "outcome".to_owned(),
            one_of: vec!["in-custody".to_owned()],
        }],
        calendar: Some("scotland-statutory".to_owned()),
        ..WhatIf::default()
    };
    assert_eq!(what_if(nobody), [0, 1, 0, 1]);
    assert_eq!(whole(&service, "SEEN-2WD"), [0, 1, 0, 1]);
    for wrong in [
        within("soon"),
        WhatIf {
            calendar: Some("mars".to_owned()),
            ..WhatIf::default()
        },
        WhatIf {
            kept_in: vec!["no reason".to_owned()],
            ..WhatIf::default()
        },
    ] {
        let asked = FiguresRequest {
            what_if: wrong,
            ..request("SEEN-2WD")
        };
        assert!(service.figures(&VIEWER.into(), &asked).is_err());
    }
}

#[test]
fn what_if_times_a_clock_anew() {
    let place = Place::sqlite();
    let service = staffed(&place);
    let ada = somebody(&service, (WORKER, "adults"), "Ada Testperson");
    let granted = order(&service, (WORKER, "adults", 20), ada, ("2025-10-01", None));
    visit(&service, 21, (ada, granted), "2025-11-15");
    let mut asked = request("VISITED");
    assert_eq!(
        counts(figures(&service, &asked).whole(0).unwrap()),
        [1, 0, 1, 0]
    );
    asked.what_if.within = Some("1 months".to_owned());
    assert_eq!(
        counts(figures(&service, &asked).whole(0).unwrap()),
        [0, 2, 0, 0]
    );
}

#[test]
fn one_part_that_hides_behind_the_total_is_found() {
    let place = Place::sqlite();
    let service = staffed(&place);
    let ada = somebody(&service, (WORKER, "adults"), "Ada Testperson");
    let bea = somebody(&service, (JUSTICE, "justice"), "Bea Testperson");
    for place in 0..30 {
        let late = if place < 2 {
            "2025-10-20"
        } else {
            "2025-10-07"
        };
        order(
            &service,
            (WORKER, "adults", 20 + place),
            ada,
            ("2025-10-06", Some(late)),
        );
    }
    for place in 0..20 {
        let late = if place < 18 {
            "2025-10-20"
        } else {
            "2025-10-07"
        };
        order(
            &service,
            (JUSTICE, "justice", 60 + place),
            bea,
            ("2025-10-06", Some(late)),
        );
    }
    let answer = figures(&service, &request("SEEN-2WD").by(&["team"]));
    let apart = answer.parts_apart(0, 0);
    let told: Vec<_> = apart.iter().map(|one| (one.counts, one.apart)).collect();
    assert_eq!(told, [((28, 30), Apart::Above), ((2, 20), Apart::Below)]);
}
