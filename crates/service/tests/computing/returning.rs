//! A measure that names a definition has its return prepared from records; what was reported stays, and what moved
//! since is told to those who may see it.

use clew_plan::{FigureSource, Kind, MeasureKey};
use clew_service::{ErrorKind, FigureRequest, Incoming, ReturnsOf, Service};
use serde_json::json;

use crate::common::{Place, book_of, caller, moment, on_both};
use crate::orders::*;

/// Measures of the plan that are computed, and a cycle that asks for them.
fn bound(place: &Place) -> Service {
    let service = staffed(place);
    let measure = |code: &str, unit_of_measure: &str, from: &str| {
        let fields = json!({"code": code, "title": code, "kind": "statistical", "plan": "p", "outcome": "o",
            "unit_of_measure": unit_of_measure, "polarity": "higher", "computed_from": from});
        (Kind::Measure, fields)
    };
    let book = book_of([
        measure("SEEN", "percent", "SEEN-2WD"),
        measure("ORDERS", "number", "ORDERS"),
        measure("WRONG", "number", "SEEN-2WD"),
        (
            Kind::Cycle,
            json!({"id": "q3", "plan": "p", "period": QUARTER, "due": "2026-02-01"}),
        ),
    ]);
    let incoming = Incoming {
        book,
        seen: service.store().head().unwrap().sequence,
        reason: None,
    };
    service
        .take_in_records(&caller("measures", 7), &incoming)
        .unwrap();
    service
}

fn key(code: &str) -> MeasureKey {
    code.into()
}

fn prepared(service: &Service, code: &str, unit: Option<&str>) -> clew_service::PreparedReturn {
    let unit = unit.map(Into::into);
    let asked = (&key(code), period(QUARTER), unit.as_ref());
    service
        .prepare_return(&VIEWER.into(), asked, day("2026-01-01"))
        .unwrap()
}

#[test]
fn a_return_is_prepared_confirmed_and_signed_off_and_what_moved_since_is_told() {
    on_both(|place| {
        let service = bound(place);
        let ada = somebody(&service, (WORKER, "adults"), "Ada Testperson");
        let adults = |second| (WORKER, "adults", second);
        order(
            &service,
            adults(20),
            ada,
            ("2025-10-06", Some("2025-10-08")),
        );
        let late = order(
            &service,
            adults(21),
            ada,
            ("2025-10-06", Some("2025-10-20")),
        );
        let seen = prepared(&service, "SEEN", None);
        assert_eq!(seen.in_words(), "1 of 2");
        assert_eq!((seen.definition.version, seen.counts.missed), (3, 1));
        let call = by(OFFICER, 30);
        service.confirm_return(&call, &seen.request(), &[]).unwrap();
        let again = service.confirm_return(&call, &seen.request(), &[]).unwrap();
        assert!(again.repeated);
        let of = ReturnsOf {
            plan: "p".into(),
            cycle: "q3".to_owned(),
            measures: Some(vec![key("SEEN")]),
            seen: None,
        };
        service.sign_off(&by("administrator", 31), &of).unwrap();
        let explain = |who: &str| {
            let reader = service.reader(&who.into()).unwrap();
            let told = reader.explain(&key("SEEN"), period(QUARTER), None).unwrap();
            (
                told.figure.clone().unwrap(),
                told.computed.unwrap(),
                told.counts,
            )
        };
        let (figure, computed, _) = explain(VIEWER);
        assert_eq!(figure.source, FigureSource::Computed);
        assert_eq!(
            figure.note.as_deref(),
            Some("1 met, 1 missed, fewer than 5 recorded late")
        );
        assert_eq!(
            (computed.definition.as_str(), computed.version),
            ("SEEN-2WD", 3)
        );
        assert_eq!(computed.now.unwrap().moved, 0);
        // The diary says that the second was seen in time after all.
        let right = correction("2025-10-06", Some("2025-10-07"));
        service
            .correct_record(&by(WORKER, 40), late, &right)
            .unwrap();
        let (_, told, _) = explain(VIEWER);
        assert_eq!(told.now, None, "one record could tell of somebody");
        let (_, computed, reported) = explain(QUALITY);
        assert_eq!(reported.as_deref(), Some("1 of 2"));
        assert_eq!(computed.counts.met, 1);
        let now = computed.now.unwrap();
        assert_eq!((now.figure.as_str(), now.moved), ("2 of 2", 1));
        let asked = (&key("SEEN"), period(QUARTER), None);
        let moved = service
            .records_moved(&WORKER.into(), moment(50), asked)
            .unwrap();
        assert_eq!(moved.shown[0].number, late);
        assert_eq!(moved.shown[0].before, ["2025-10-06: missed"]);
        assert_eq!(moved.shown[0].after, ["2025-10-06: met"]);
        let others = service
            .records_moved(&JUSTICE.into(), moment(50), asked)
            .unwrap();
        assert_eq!((others.shown.len(), others.withheld), (0, 1));
        let refused = service.records_moved(&VIEWER.into(), moment(50), asked);
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Refused);
        let verified = clew_service::verify_store(service.store(), &mut |_| {}).unwrap();
        assert!(verified.is_sound(), "{:?}", verified.faults);
    });
}

#[test]
fn numbers_that_the_records_no_longer_give_are_not_confirmed() {
    on_both(|place| {
        let service = bound(place);
        let ada = somebody(&service, (WORKER, "adults"), "Ada Testperson");
        order(&service, (WORKER, "adults", 20), ada, ("2025-10-06", None));
        let seen = prepared(&service, "SEEN", None).request();
        order(
            &service,
            (WORKER, "adults", 21),
            ada,
            ("2025-10-06", Some("2025-10-06")),
        );
        let refused = service
            .confirm_return(&by(OFFICER, 30), &seen, &[])
            .unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Invalid);
        assert!(refused.to_string().contains("1 of 2"), "{refused}");
        let viewer = service
            .confirm_return(&by(VIEWER, 31), &seen, &[])
            .unwrap_err();
        assert_eq!(viewer.kind(), ErrorKind::Refused);
    });
}

#[test]
fn a_part_of_the_organisation_has_the_records_of_its_teams() {
    let place = Place::sqlite();
    let service = bound(&place);
    let ada = somebody(&service, (WORKER, "adults"), "Ada Testperson");
    let bea = somebody(&service, (JUSTICE, "justice"), "Bea Testperson");
    order(&service, (WORKER, "adults", 20), ada, ("2025-10-06", None));
    order(
        &service,
        (WORKER, "adults", 21),
        ada,
        ("2025-10-06", Some("2025-10-07")),
    );
    order(
        &service,
        (JUSTICE, "justice", 22),
        bea,
        ("2025-10-06", Some("2025-10-07")),
    );
    assert_eq!(prepared(&service, "SEEN", None).in_words(), "2 of 3");
    assert_eq!(
        prepared(&service, "SEEN", Some("adults")).in_words(),
        "1 of 2"
    );
    assert_eq!(
        prepared(&service, "SEEN", Some("justice")).in_words(),
        "1 of 1"
    );
    assert_eq!(prepared(&service, "ORDERS", Some("adults")).in_words(), "2");
    let request = prepared(&service, "SEEN", Some("adults")).request();
    service
        .confirm_return(&by(OFFICER, 30), &request, &[])
        .unwrap();
    let asked = |code: &str| {
        let key = key(code);
        let asked = (&key, period(QUARTER), None);
        let refused = service.prepare_return(&VIEWER.into(), asked, day("2026-01-01"));
        refused.unwrap_err().to_string()
    };
    assert!(asked("WRONG").contains("counted in"));
    assert!(asked("M1").contains("its owner gives"));
    let wrong = FigureRequest {
        measure: key("SEEN"),
        ..FigureRequest::default()
    };
    let refused = service.confirm_return(&by(OFFICER, 31), &wrong, &[]);
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Invalid);
}

#[test]
fn a_confirmation_under_an_id_that_confirmed_something_else_is_refused() {
    on_both(|place| {
        let service = bound(place);
        let ada = somebody(&service, (WORKER, "adults"), "Ada Testperson");
        let days = ("2025-10-06", Some("2025-10-07"));
        order(&service, (WORKER, "adults", 20), ada, days);
        let seen = prepared(&service, "SEEN", None).request();
        let call = by(OFFICER, 30);
        service.confirm_return(&call, &seen, &[]).unwrap();
        let orders = prepared(&service, "ORDERS", None).request();
        let other_day = FigureRequest {
            as_at: Some(day("2025-12-31")),
            ..seen.clone()
        };
        let other_value = FigureRequest {
            numerator: seen.denominator.map(|all| all + all),
            ..seen.clone()
        };
        let adults = prepared(&service, "SEEN", Some("adults")).request();
        for other in [orders, other_day, other_value, adults] {
            let refused = service.confirm_return(&call, &other, &[]).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::Conflict, "{refused}");
        }
        let typed = by(OFFICER, 32);
        let request = FigureRequest {
            measure: key("M1"),
            value: Some(7.into()),
            ..prepared(&service, "ORDERS", None).request()
        };
        service.return_figure(&typed, &request).unwrap();
        let orders = prepared(&service, "ORDERS", None).request();
        let refused = service.confirm_return(&typed, &orders, &[]).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Conflict, "{refused}");
        assert!(service.confirm_return(&call, &seen, &[]).unwrap().repeated);
    });
}

#[test]
fn a_figure_of_records_is_never_typed_and_is_corrected_as_records_give_it_then() {
    on_both(|place| {
        let service = bound(place);
        let ada = somebody(&service, (WORKER, "adults"), "Ada Testperson");
        let missed = order(&service, (WORKER, "adults", 20), ada, ("2025-10-06", None));
        let typed = FigureRequest {
            numerator: Some(1.into()),
            ..prepared(&service, "SEEN", None).request()
        };
        let refused = service.return_figure(&by(OFFICER, 30), &typed).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Invalid);
        assert!(refused.to_string().contains("SEEN-2WD"), "{refused}");
        let seen = prepared(&service, "SEEN", None).request();
        service
            .confirm_return(&by(OFFICER, 31), &seen, &[])
            .unwrap();
        let said = FigureRequest {
            comment: Some(clew_service::Comment {
                text: "One worker was ill".to_owned(),
                ..clew_service::Comment::default()
            }),
            ..seen.clone()
        };
        service.return_figure(&by(OFFICER, 32), &said).unwrap();
        let of = ReturnsOf {
            plan: "p".into(),
            cycle: "q3".to_owned(),
            measures: Some(vec![key("SEEN")]),
            seen: None,
        };
        service.sign_off(&by("administrator", 33), &of).unwrap();
        let right = correction("2025-10-06", Some("2025-10-07"));
        service
            .correct_record(&by(WORKER, 40), missed, &right)
            .unwrap();
        let refused = service
            .correct_figure(&by(OFFICER, 41), &typed, "I counted it")
            .unwrap_err();
        assert!(refused.to_string().contains("SEEN-2WD"), "{refused}");
        let mut now = prepared(&service, "SEEN", None).request();
        assert_eq!(now.numerator, Some(1.into()));
        let silent = service.confirm_return(&by(OFFICER, 42), &now, &[]);
        assert_eq!(
            silent.unwrap_err().kind(),
            ErrorKind::Invalid,
            "why is not said"
        );
        now.reason = Some("the diary was read".to_owned());
        service.confirm_return(&by(OFFICER, 43), &now, &[]).unwrap();
        let reader = service.reader(&QUALITY.into()).unwrap();
        let told = reader.explain(&key("SEEN"), period(QUARTER), None).unwrap();
        let figure = told.figure.unwrap();
        assert_eq!(figure.source, FigureSource::Computed);
        let note = figure.note.unwrap();
        assert!(
            note.contains("1 met") && note.contains("corrected since"),
            "{note}"
        );
        assert_eq!(told.computed.unwrap().now.unwrap().moved, 0);
        let verified = clew_service::verify_store(service.store(), &mut |_| {}).unwrap();
        assert!(verified.is_sound(), "{:?}", verified.faults);
    });
}
