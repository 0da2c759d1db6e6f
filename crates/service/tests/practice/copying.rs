//! A person's copy of what is kept of them: whoever makes it is handed what they may open, and no more.

use clew_practice::record::{PersonNumber, Value};
use clew_service::{PersonCopy, RestrictRequest, Restricted, Service};
use clew_store::practice::LookRow;

use crate::common::{moment, on_both};
use crate::team::*;

fn copy_by(service: &Service, account: &str, person: PersonNumber) -> PersonCopy {
    let copy = service.copy_for_person(&by(account, 40), person, "she asked for it");
    copy.unwrap()
}

fn restrict(service: &Service, of: Restricted, to: &str, reason: &str) {
    let request = RestrictRequest {
        of,
        accounts: Vec::new(),
        teams: Vec::new(),
        reason: reason.to_owned(),
    };
    service.restrict(&by(to, 30), &request).unwrap();
}

#[test]
fn a_copy_leaves_out_what_is_closed_to_whoever_makes_it_and_says_how_many() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let mut request = referral(ada);
        request.values = values("2025-12-01", "the open concern");
        service.complete_record(&by(WORKER, 20), &request).unwrap();
        request.values = values("2025-12-02", "the closed concern");
        let closed = service.complete_record(&by(WORKER, 21), &request).unwrap();
        let closed = clew_practice::record::RecordNumber(number(&closed));
        service
            .look_at_record(&SENIOR.into(), moment(25), closed)
            .unwrap();
        restrict(
            &service,
            Restricted::Record(closed),
            SENIOR,
            "about her brother",
        );
        let whole = copy_by(&service, SENIOR, ada);
        assert_eq!(whole.left_out, 0);
        let data = serde_json::to_string(&whole).unwrap();
        assert!(data.contains("the closed concern") && data.contains("about her brother"));
        for glass in [false, true] {
            if glass {
                let broken = service.break_glass(&by(SECOND, 31), ada, "at the door");
                broken.unwrap();
            }
            let copy = copy_by(&service, SECOND, ada);
            assert_eq!(copy.left_out, 1, "glass: {glass}");
            assert!(copy.text.contains("Records left out: 1"), "{}", copy.text);
            let data = serde_json::to_string(&copy).unwrap();
            assert!(data.contains("the open concern"), "{data}");
            assert!(!data.contains("the closed concern"), "{data}");
            assert!(!data.contains("about her brother"), "{data}");
            let told = copy.looks.iter().any(|look| look["record"] == closed.0);
            assert!(!told, "a look tells of the record: {:?}", copy.looks);
        }
    });
}

#[test]
fn a_third_party_is_named_to_those_alone_who_may_look_at_them() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let son = somebody("Carl Testson", "1980-02-02");
        let son = enter(&service, WORKER, "adults", &son);
        let mut request = referral(ada);
        request
            .values
            .insert("referrer".to_owned(), Value::Person(son));
        service.complete_record(&by(WORKER, 20), &request).unwrap();
        restrict(
            &service,
            Restricted::Person(son),
            SENIOR,
            "a colleague's son",
        );
        let who = |copy: PersonCopy| {
            let who = copy.third_parties.into_iter().map(|one| one.who);
            who.collect::<Vec<String>>().join("; ")
        };
        let told = who(copy_by(&service, SENIOR, ada));
        assert!(
            told.contains(&format!("person {son}, Carl Testson")),
            "{told}"
        );
        let looks = service.looks_at(&SENIOR.into(), moment(50), son, (10, 0));
        let looks = looks.unwrap();
        assert!(
            looks
                .iter()
                .any(|look| look.account.as_str() == SENIOR && look.what == "list"),
            "that he was named is noted: {looks:?}"
        );
        let told = who(copy_by(&service, SECOND, ada));
        assert!(told.contains(&format!("person {son}")), "{told}");
        assert!(!told.contains("Testson"), "{told}");
    });
}

#[test]
fn a_copy_has_every_look_however_many_there_are() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let look = |number: i64| LookRow {
            id: format!("look-{number}"),
            at: number,
            account: WORKER.to_owned(),
            person: Some(ada.0),
            record: None,
            what: "person".to_owned(),
            how: "team".to_owned(),
        };
        let many: Vec<LookRow> = (1..=10_001).map(look).collect();
        service.store().note_looks(&many).unwrap();
        let copy = copy_by(&service, SENIOR, ada);
        // The copy itself is a look too.
        assert_eq!(copy.looks.len(), 10_002);
    });
}
