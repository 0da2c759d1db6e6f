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
