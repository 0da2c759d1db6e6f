//! Sessions and what was typed, at hand without the database: never when they have ended.

use std::thread::sleep;
use std::time::Duration;

use clew_plan::AccountId;
use clew_service::{Service, SessionToken};

use super::given::{
    HOUR, MINUTE, OTHER, OWNER, PASSWORD, id, on_both_signed, owner_in, owner_s_telephone,
};
use crate::common::{ADMINISTRATOR, caller, moment};

/// How long a session is at hand after it was read, and a little more.
const A_MOMENT: Duration = Duration::from_millis(1_050);

/// The owner's session, read and at hand.
fn at_hand(service: &Service) -> SessionToken {
    let token = owner_in(service, 0).token;
    let read = service.session(&token, moment(1)).unwrap().unwrap();
    assert_eq!(service.session_at_hand(&token, moment(1)), Some(read));
    token
}

#[test]
fn a_session_is_at_hand_once_it_was_read() {
    on_both_signed(|_, service| {
        let token = owner_in(service, 0).token;
        assert_eq!(service.session_at_hand(&token, moment(1)), None);
        service.session(&token, moment(1)).unwrap();
        assert!(service.session_at_hand(&token, moment(1)).is_some());
        let unknown: SessionToken = "0".repeat(64).parse().unwrap();
        service.session(&unknown, moment(1)).unwrap();
        assert_eq!(service.session_at_hand(&unknown, moment(1)), None);
    });
}

/// A way in which a session is ended.
type End<'act> = &'act dyn Fn(&Service, &SessionToken);

#[test]
fn a_session_that_is_ended_here_is_dead_at_once() {
    let administrator = |act: &str| caller(act, 10);
    let ends: &[(&str, End<'_>)] = &[
        ("signing out", &|service, token| {
            service.sign_out(token, moment(2)).unwrap();
        }),
        ("signing out everywhere", &|service, _| {
            let owner = id(OWNER);
            service
                .sign_out_everywhere(&owner, &owner, moment(2))
                .unwrap();
        }),
        ("an administrator", &|service, _| {
            service
                .end_sessions(&administrator("end"), &id(OWNER))
                .unwrap();
        }),
        ("another password", &|service, _| {
            service
                .give_password(&administrator("given"), &id(OWNER), None, OTHER)
                .unwrap();
        }),
        ("a cleared second step", &|service, _| {
            service
                .clear_second_step(&administrator("clear"), &id(OWNER))
                .unwrap();
        }),
        ("erasing", &|service, _| {
            service
                .erase_sign_in(&administrator("erase"), &id(OWNER))
                .unwrap();
        }),
        ("closing the account", &|service, _| {
            service
                .close_account(&administrator("close"), &id(OWNER), None)
                .unwrap();
        }),
    ];
    for (by, end) in ends {
        on_both_signed(|_, service| {
            let token = at_hand(service);
            end(service, &token);
            assert_eq!(service.session_at_hand(&token, moment(3)), None, "{by}");
            assert_eq!(service.session(&token, moment(3)).unwrap(), None, "{by}");
            assert_eq!(service.session_at_hand(&token, moment(3)), None, "{by}");
        });
    }
}

#[test]
fn whoever_changes_their_password_stays_and_their_other_sessions_end_at_once() {
    on_both_signed(|_, service| {
        let (one, two) = (at_hand(service), at_hand(service));
        service
            .set_password(&id(OWNER), PASSWORD, OTHER, Some(&one), moment(2))
            .unwrap();
        assert!(service.session(&one, moment(3)).unwrap().is_some());
        assert_eq!(service.session_at_hand(&two, moment(3)), None);
    });
}

#[test]
fn a_session_at_hand_ends_when_it_ends() {
    on_both_signed(|_, service| {
        let token = owner_in(service, 0).token;
        let mut now = 0;
        while now < 12 * HOUR - 30 * MINUTE {
            now += 30 * MINUTE;
            service.session(&token, moment(now)).unwrap().unwrap();
        }
        let last = 12 * HOUR - 10;
        service.session(&token, moment(last)).unwrap().unwrap();
        assert!(service.session_at_hand(&token, moment(last + 9)).is_some());
        assert_eq!(service.session_at_hand(&token, moment(last + 10)), None);
    });
}

#[test]
fn a_session_in_use_is_asked_for_again_when_its_use_is_to_be_written() {
    on_both_signed(|_, service| {
        let token = owner_in(service, 0).token;
        service.session(&token, moment(MINUTE - 1)).unwrap();
        let there = |second| service.session_at_hand(&token, moment(second)).is_some();
        assert!(there(MINUTE - 1));
        assert!(!there(MINUTE));
        assert!(!there(-1), "a clock that was put back");
        let session = service.session(&token, moment(MINUTE)).unwrap().unwrap();
        assert_eq!(session.ends, moment(HOUR + MINUTE));
        assert!(there(2 * MINUTE - 1));
    });
}

#[test]
fn a_second_step_that_was_set_up_is_known_at_once() {
    on_both_signed(|_, service| {
        let token = at_hand(service);
        owner_s_telephone(service, 5);
        assert_eq!(service.session_at_hand(&token, moment(6)), None);
    });
}

#[test]
fn a_session_that_another_node_ended_is_dead_within_a_second() {
    on_both_signed(|place, here| {
        let there = place.open();
        there.cheap_passwords();
        let token = at_hand(here);
        there.sign_out(&token, moment(2)).unwrap();
        sleep(A_MOMENT);
        assert_eq!(here.session_at_hand(&token, moment(3)), None);
        assert_eq!(here.session(&token, moment(3)).unwrap(), None);
    });
}

#[test]
fn what_an_account_may_do_is_never_older_than_the_journal() {
    on_both_signed(|_, service| {
        let token = at_hand(service);
        let administrator = caller("rename", 4);
        let owner = id(OWNER);
        let before = service.session_at_hand(&token, moment(3)).unwrap();
        assert_eq!(before.account, owner);
        service.close_account(&administrator, &owner, None).unwrap();
        assert_eq!(service.session_at_hand(&token, moment(5)), None);
        service
            .reopen_account(&caller("reopen", 6), &owner, None)
            .unwrap();
        assert_eq!(
            service.session_at_hand(&token, moment(7)),
            None,
            "an account that is opened again has no session"
        );
    });
}

#[test]
fn what_was_typed_here_is_at_hand_as_it_is() {
    on_both_signed(|_, service| {
        let owner = id(OWNER);
        let places = |account: &AccountId| {
            let typed = service.typed_at_hand(account)?;
            Some(typed.iter().map(|it| it.place.clone()).collect::<Vec<_>>())
        };
        assert_eq!(places(&owner), None);
        service.all_typed(&owner).unwrap();
        assert_eq!(places(&owner), Some(Vec::new()));
        service.keep_typed(&owner, "p", "{}", moment(1)).unwrap();
        assert_eq!(places(&owner), None);
        service.all_typed(&owner).unwrap();
        assert_eq!(places(&owner), Some(vec!["p".to_owned()]));
        assert_eq!(places(&id(ADMINISTRATOR)), None);
        service.forget_typed(&owner, "p").unwrap();
        assert_eq!(places(&owner), None);
        service.all_typed(&owner).unwrap();
        sleep(A_MOMENT);
        assert_eq!(places(&owner), None, "another node may have kept some");
    });
}
