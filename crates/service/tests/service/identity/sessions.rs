//! When a session ends.

use clew_service::SessionToken;

use super::given::{DAY, HOUR, MINUTE, OWNER, id, on_both_signed, owner_in};
use crate::common::moment;

#[test]
fn a_session_ends_an_hour_after_its_last_use() {
    on_both_signed(|_, service| {
        let token = owner_in(service, 0).token;
        let there = |second| service.session(&token, moment(second)).unwrap();
        assert_eq!(there(HOUR - 1).unwrap().ends, moment(2 * HOUR - 1));
        assert_eq!(there(2 * HOUR - 2).unwrap().ends, moment(3 * HOUR - 2));
        assert!(there(3 * HOUR - 2).is_none(), "the end itself is over");
        assert!(there(3 * HOUR - 1).is_none());
    });
}

#[test]
fn a_session_ends_after_twelve_hours_however_busy() {
    on_both_signed(|_, service| {
        let token = owner_in(service, 0).token;
        for half in 1..24 {
            let session = service
                .session(&token, moment(half * HOUR / 2))
                .unwrap()
                .unwrap();
            assert!(session.ends <= moment(12 * HOUR));
        }
        assert!(
            service
                .session(&token, moment(12 * HOUR - 1))
                .unwrap()
                .is_some()
        );
        assert!(
            service
                .session(&token, moment(12 * HOUR))
                .unwrap()
                .is_none()
        );
    });
}

#[test]
fn that_a_session_was_used_is_written_once_a_minute() {
    on_both_signed(|_, service| {
        let token = owner_in(service, 0).token;
        let ends = |second| {
            service
                .session(&token, moment(second))
                .unwrap()
                .unwrap()
                .ends
        };
        assert_eq!(ends(MINUTE - 1), moment(HOUR));
        assert_eq!(ends(MINUTE), moment(HOUR + MINUTE));
        assert_eq!(ends(2 * MINUTE - 1), moment(HOUR + MINUTE));
    });
}

#[test]
fn whose_a_session_was_is_known_for_a_day_after_its_end() {
    on_both_signed(|_, service| {
        let (left, idle) = (owner_in(service, 0).token, owner_in(service, 0).token);
        service.sign_out(&left, moment(10)).unwrap();
        assert!(service.session(&left, moment(10)).unwrap().is_none());
        assert!(
            service
                .session(&left, moment(5 * MINUTE))
                .unwrap()
                .is_none(),
            "it does not come back"
        );
        let whose = |token, second| {
            service
                .ended_session_account(token, moment(second))
                .unwrap()
        };
        assert_eq!(whose(&left, 10 + DAY), Some(id(OWNER)));
        assert_eq!(whose(&left, 11 + DAY), None);
        assert_eq!(whose(&idle, HOUR + DAY), Some(id(OWNER)));
        assert_eq!(whose(&idle, HOUR + DAY + 1), None);
        let unknown: SessionToken = "0".repeat(64).parse().unwrap();
        assert_eq!(whose(&unknown, 0), None);
        assert_eq!(service.session(&unknown, moment(0)).unwrap(), None);
    });
}

#[test]
fn signing_out_everywhere_ends_every_session_of_that_account_alone() {
    on_both_signed(|_, service| {
        let (one, two) = (owner_in(service, 0).token, owner_in(service, 1).token);
        let other = service.sign_in(&super::given::attempt(
            crate::common::ADMINISTRATOR,
            super::given::PASSWORD,
            2,
        ));
        let other = super::given::signed_in(other.unwrap()).token;
        service
            .sign_out_everywhere(&id(OWNER), &id(OWNER), moment(20))
            .unwrap();
        for token in [&one, &two] {
            assert_eq!(service.session(token, moment(3)).unwrap(), None);
        }
        assert!(service.session(&other, moment(3)).unwrap().is_some());
    });
}

#[test]
fn what_has_been_kept_long_enough_is_taken_away_and_nothing_else() {
    on_both_signed(|_, service| {
        let token = owner_in(service, 0).token;
        service
            .keep_typed(&id(OWNER), "p", "{}", moment(0))
            .unwrap();
        let form = service
            .hold_form(&id(OWNER), "/p", "text/plain", b"x", moment(0))
            .unwrap();
        let kept = || {
            let store = service.store();
            let owner = OWNER;
            (
                service
                    .ended_session_account(&token, moment(HOUR))
                    .unwrap()
                    .is_some(),
                store.held_form(owner, &form).unwrap().is_some(),
                store.typed(owner, "p").unwrap().is_some(),
                store.sign_in_of(owner).unwrap().is_some(),
            )
        };
        service.forget_expired(moment(DAY - 1)).unwrap();
        assert_eq!(kept(), (true, true, true, true));
        service.forget_expired(moment(DAY)).unwrap();
        assert_eq!(kept(), (true, false, true, true));
        service.forget_expired(moment(DAY + HOUR)).unwrap();
        assert_eq!(kept(), (false, false, true, true));
        service.forget_expired(moment(90 * DAY)).unwrap();
        assert_eq!(kept(), (false, false, false, true));
    });
}

#[test]
fn two_nodes_share_sessions() {
    on_both_signed(|place, here| {
        let there = place.open();
        there.cheap_passwords();
        let session = owner_in(here, 0);
        assert_eq!(
            there.session(&session.token, moment(1)).unwrap(),
            Some(session.session)
        );
        there.sign_out(&session.token, moment(2)).unwrap();
        assert_eq!(here.session(&session.token, moment(3)).unwrap(), None);
    });
}
