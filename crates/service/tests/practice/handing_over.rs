//! A case is handed over: offered, refused, offered again and accepted.

use clew_journal::Moment;
use clew_service::{ErrorKind, HandOverRequest, KnownAt, Location, backup};

use crate::common::{Folder, moment, on_both};
use crate::team::*;

#[test]
fn a_case_is_refused_with_a_reason_and_then_accepted_and_held_by_the_other_team() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let number = record(&service, ada);
        let offer = HandOverRequest {
            episode: number,
            to: "justice".into(),
            worker: None,
            reason: "an order was made".to_owned(),
        };
        assert!(!sees(&service, JUSTICE, ada));
        let first = service.offer_hand_over(&by(WORKER, 30), &offer).unwrap();
        let first = self::number(&first);
        let twice = service.offer_hand_over(&by(WORKER, 31), &offer);
        assert_eq!(kind(twice), Some(ErrorKind::Invalid));
        assert!(sees(&service, JUSTICE, ada), "who is to decide has to see");
        let own = service.accept_hand_over(&by(WORKER, 32), first);
        assert_eq!(kind(own), Some(ErrorKind::Refused));
        let without = service.refuse_hand_over(&by(JUSTICE, 33), first, "");
        assert_eq!(kind(without), Some(ErrorKind::Invalid));
        service
            .refuse_hand_over(&by(JUSTICE, 34), first, "no order is in force")
            .unwrap();
        assert!(!sees(&service, JUSTICE, ada));
        let late = service.accept_hand_over(&by(JUSTICE, 35), first);
        assert_eq!(kind(late), Some(ErrorKind::Conflict));
        let second = service.offer_hand_over(&by(WORKER, 36), &offer).unwrap();
        let second = self::number(&second);
        let waiting = service.offered_to(&JUSTICE.into(), moment(37), &"justice".into());
        assert_eq!(waiting.unwrap()[0].0, second);
        service.accept_hand_over(&by(JUSTICE, 38), second).unwrap();
        let cases = service
            .cases_of(&JUSTICE.into(), moment(39), &"justice".into())
            .unwrap();
        assert_eq!((cases[0].episode, cases[0].person), (number, ada));
        assert_eq!(cases[0].worker.as_ref().unwrap().as_str(), JUSTICE);
        let page = service
            .look_at_person(&JUSTICE.into(), moment(40), ada)
            .unwrap();
        let told: Vec<_> = page
            .hand_overs
            .iter()
            .map(|one| one.2.standing.as_str())
            .collect();
        assert_eq!(told, ["refused", "accepted"]);
        assert_sound(&service);
        a_copy_of_before_is_as_it_was(&service, place, moment(37));
    });
}

#[test]
fn an_offer_is_meant_for_somebody_who_can_take_it_and_a_senior_there_answers_for_them() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let mut offer = HandOverRequest {
            episode: record(&service, ada),
            to: "justice".into(),
            worker: Some(SENIOR.into()),
            reason: "an order was made".to_owned(),
        };
        let refused = service.offer_hand_over(&by(WORKER, 30), &offer);
        let refused = refused.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Invalid);
        assert!(refused.to_string().contains("worker"), "{refused}");
        offer.worker = Some(JUSTICE.into());
        let first = service.offer_hand_over(&by(WORKER, 31), &offer).unwrap();
        let first = self::number(&first);
        for (who, expected) in [(JUSTICE, 1), (JUSTICE_SENIOR, 1), (WORKER, 0), (SENIOR, 0)] {
            let listed = service.hand_overs_for(&who.into(), moment(32)).unwrap();
            assert_eq!(listed.len(), expected, "{who}");
            let looked = service.look_at_offer(&who.into(), moment(32), first);
            assert_eq!(looked.is_ok(), expected == 1, "{who}");
        }
        service
            .accept_hand_over(&by(JUSTICE_SENIOR, 33), first)
            .unwrap();
        assert_sound(&service);
    });
}

#[test]
fn an_offer_is_withdrawn_by_the_team_that_made_it_until_it_is_answered() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let offer = HandOverRequest {
            episode: record(&service, ada),
            to: "justice".into(),
            worker: None,
            reason: "an order was made".to_owned(),
        };
        let offered = || self::number(&service.offer_hand_over(&by(WORKER, 30), &offer).unwrap());
        let first = offered();
        let other = service.withdraw_hand_over(&by(JUSTICE, 31), first);
        assert_eq!(kind(other), Some(ErrorKind::Refused));
        service.withdraw_hand_over(&by(WORKER, 32), first).unwrap();
        assert!(!sees(&service, JUSTICE, ada));
        let late = service.accept_hand_over(&by(JUSTICE, 33), first);
        assert_eq!(kind(late), Some(ErrorKind::Conflict));
        let second = offered();
        service.accept_hand_over(&by(JUSTICE, 34), second).unwrap();
        let late = service.withdraw_hand_over(&by(WORKER, 35), second);
        assert_eq!(kind(late), Some(ErrorKind::Conflict));
        assert_sound(&service);
    });
}

#[test]
fn to_open_one_offer_is_to_look_at_one_person() {
    on_both(|place| {
        let service = staffed(place);
        let (ada, bea) = (ada(&service), ada(&service));
        let offered = |person| {
            let offer = HandOverRequest {
                episode: record(&service, person),
                to: "justice".into(),
                worker: None,
                reason: "an order was made".to_owned(),
            };
            self::number(&service.offer_hand_over(&by(WORKER, 30), &offer).unwrap())
        };
        let (first, _) = (offered(ada), offered(bea));
        let (offer, person) = service
            .look_at_offer(&JUSTICE.into(), moment(31), first)
            .unwrap();
        assert_eq!((offer.person, person.number), (ada, ada));
        let looks = |of| {
            let looks = service.looks_at(&SENIOR.into(), moment(40), of, (10, 0));
            let looks = looks.unwrap().into_iter();
            looks
                .filter(|look| look.account.as_str() == JUSTICE)
                .count()
        };
        assert_eq!((looks(ada), looks(bea)), (1, 0));
    });
}

fn a_copy_of_before_is_as_it_was(
    service: &clew_service::Service,
    place: &crate::common::Place,
    then: Moment,
) {
    let Location::File(_) = place.location else {
        return;
    };
    let folder = Folder::new();
    let to = folder.file("copy.clew");
    let known = Some(KnownAt::Moment(then));
    backup(service.store(), &to, known, &mut |_| {}).unwrap();
    let to = Location::File(to);
    let copy = clew_service::Service::open(&to).unwrap();
    let cases = copy.cases_of(&WORKER.into(), moment(50), &"adults".into());
    assert_eq!(cases.unwrap().len(), 1, "the first team still held it");
    let whole = folder.file("whole.clew");
    backup(service.store(), &whole, None, &mut |_| {}).unwrap();
    let copy = clew_service::Service::open(&Location::File(whole)).unwrap();
    let cases = copy.cases_of(&JUSTICE.into(), moment(50), &"justice".into());
    assert_eq!(cases.unwrap().len(), 1);
    assert_eq!(
        copy.store().kept_count().unwrap(),
        service.store().kept_count().unwrap()
    );
}

fn number(done: &clew_service::Done) -> u64 {
    crate::team::number(done)
}
