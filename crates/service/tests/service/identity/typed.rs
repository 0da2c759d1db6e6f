//! What was typed is not lost, and is nobody else's.

use clew_service::Typed;

use super::given::{DAY, OWNER, id, on_both_signed};
use crate::common::{ADMINISTRATOR, moment};

#[test]
fn what_is_typed_is_kept_by_place_until_it_is_forgotten() {
    on_both_signed(|_, service| {
        let owner = id(OWNER);
        let keep = |place: &str, fields: &str, second| {
            service.keep_typed(&owner, place, fields, moment(second))
        };
        keep("/return/M1", r#"{"value":"7"}"#, 1).unwrap();
        keep("/return/M2", r#"{"value":""}"#, 2).unwrap();
        keep(
            "/return/M1",
            "{\"value\":\"75\u{202e} \\u0000 <script>\"}",
            3,
        )
        .unwrap();
        let latest = Typed {
            place: "/return/M1".to_owned(),
            fields: "{\"value\":\"75\u{202e} \\u0000 <script>\"}".to_owned(),
            at: moment(3),
        };
        assert_eq!(
            service.typed(&owner, "/return/M1").unwrap(),
            Some(latest.clone())
        );
        let places: Vec<String> = service
            .all_typed(&owner)
            .unwrap()
            .into_iter()
            .map(|typed| typed.place)
            .collect();
        assert_eq!(places, ["/return/M1", "/return/M2"]);
        assert_eq!(
            service.typed(&id(ADMINISTRATOR), "/return/M1").unwrap(),
            None
        );
        service
            .forget_typed(&id(ADMINISTRATOR), "/return/M1")
            .unwrap();
        assert!(service.typed(&owner, "/return/M1").unwrap().is_some());
        service.forget_typed(&owner, "/return/M1").unwrap();
        assert_eq!(service.typed(&owner, "/return/M1").unwrap(), None);
    });
}

#[test]
fn what_is_no_object_or_too_large_is_refused_and_what_was_there_stays() {
    on_both_signed(|_, service| {
        let owner = id(OWNER);
        let object = |bytes: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(bytes - 8));
        service
            .keep_typed(&owner, "p", &object(128 << 10), moment(1))
            .unwrap();
        for wrong in [
            "",
            "[]",
            "1",
            "{",
            "{\"a\":\"\0\"}",
            &object((128 << 10) + 1),
        ] {
            let refused = service
                .keep_typed(&owner, "p", wrong, moment(2))
                .unwrap_err();
            assert_eq!(refused.kind(), clew_service::ErrorKind::Invalid);
        }
        assert_eq!(service.typed(&owner, "p").unwrap().unwrap().at, moment(1));
    });
}

#[test]
fn the_latest_two_hundred_places_are_kept() {
    on_both_signed(|_, service| {
        let owner = id(OWNER);
        for number in 0..203 {
            service
                .keep_typed(&owner, &format!("p{number}"), "{}", moment(number))
                .unwrap();
        }
        assert_eq!(service.all_typed(&owner).unwrap().len(), 200);
        assert!(service.typed(&owner, "p2").unwrap().is_none());
        assert!(service.typed(&owner, "p3").unwrap().is_some());
    });
}

#[test]
fn a_form_is_held_for_its_account_for_a_day_and_given_up_once() {
    on_both_signed(|_, service| {
        let owner = id(OWNER);
        let body: Vec<u8> = (0..=255).cycle().take(256 << 10).collect();
        let held = service
            .hold_form(
                &owner,
                "/return/M1",
                "multipart/form-data; boundary=x",
                &body,
                moment(0),
            )
            .unwrap();
        let form = service
            .held_form(&owner, &held, moment(DAY - 1))
            .unwrap()
            .unwrap();
        assert_eq!(
            (form.path.as_str(), form.body == body, form.at),
            ("/return/M1", true, moment(0))
        );
        assert_eq!(service.held_form(&owner, &held, moment(DAY)).unwrap(), None);
        assert_eq!(
            service
                .held_form(&id(ADMINISTRATOR), &held, moment(1))
                .unwrap(),
            None
        );
        assert!(!service.forget_held_form(&id(ADMINISTRATOR), &held).unwrap());
        assert!(service.forget_held_form(&owner, &held).unwrap());
        assert!(!service.forget_held_form(&owner, &held).unwrap());
        let large = vec![0; (256 << 10) + 1];
        assert!(
            service
                .hold_form(&owner, "/", "text/plain", &large, moment(1))
                .is_err()
        );
        let ids: Vec<String> = (0..21)
            .map(|second| {
                service
                    .hold_form(&owner, "/", "text/plain", b"x", moment(second))
                    .unwrap()
            })
            .collect();
        assert_eq!(
            service.held_form(&owner, &ids[0], moment(21)).unwrap(),
            None
        );
        assert!(
            service
                .held_form(&owner, &ids[1], moment(21))
                .unwrap()
                .is_some()
        );
    });
}
