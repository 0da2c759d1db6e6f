//! A name and a password.

use clew_service::{SecondStep, ServiceError};

use super::given::{
    EMAIL, HOUR, OFFICER, OTHER, OWNER, PASSWORD, attempt, id, is_wrong, on_both_signed, owner_in,
    signed_in,
};
use crate::common::{ADMINISTRATOR, caller, moment};

#[test]
fn an_account_signs_in_by_its_id_or_its_address_however_that_is_written() {
    on_both_signed(|_, service| {
        for who in [OWNER, EMAIL, " Owner@Example.ORG "] {
            let step = service.sign_in(&attempt(who, PASSWORD, 10)).unwrap();
            let session = signed_in(step).session;
            assert_eq!(session.account, id(OWNER));
            assert_eq!(session.name, "The owner-adults");
            assert_eq!(session.made, moment(10));
            assert_eq!(session.ends, moment(10 + HOUR));
            assert_eq!(session.second_step, SecondStep::NotSetUp);
        }
    });
}

#[test]
fn whatever_is_wrong_with_a_sign_in_the_answer_is_the_same() {
    on_both_signed(|_, service| {
        let cases = [
            (OWNER, OTHER),
            (OWNER, ""),
            (EMAIL, OTHER),
            ("nobody", PASSWORD),
            ("nobody@example.org", PASSWORD),
            // Has an account and no password.
            (OFFICER, PASSWORD),
            ("", ""),
            ("Owner-Adults", PASSWORD),
        ];
        let mut answers: Vec<String> = Vec::new();
        for (who, password) in cases {
            let refused = service.sign_in(&attempt(who, password, 10)).unwrap_err();
            assert!(
                matches!(refused, ServiceError::WrongSignIn),
                "{who}: {refused}"
            );
            answers.push(refused.to_string());
        }
        answers.dedup();
        assert_eq!(answers.len(), 1);
    });
}

#[test]
fn a_closed_account_is_nobody_s_and_its_sessions_are_over() {
    on_both_signed(|_, service| {
        let before = owner_in(service, 10);
        service
            .close_account(&caller("close", 20), &id(OWNER), None)
            .unwrap();
        assert!(is_wrong(&service.sign_in(&attempt(OWNER, PASSWORD, 30))));
        assert!(is_wrong(&service.sign_in(&attempt(EMAIL, PASSWORD, 30))));
        assert_eq!(service.session(&before.token, moment(30)).unwrap(), None);
        assert_eq!(
            service
                .ended_session_account(&before.token, moment(30))
                .unwrap(),
            None
        );
    });
}

#[test]
fn a_device_keeps_its_token_and_what_a_stranger_put_there_is_never_taken_over() {
    on_both_signed(|_, service| {
        let first = owner_in(service, 10);
        let on = |who, device: &str| {
            let attempt = clew_service::SignInAttempt {
                device: Some(device),
                ..attempt(who, PASSWORD, 20)
            };
            signed_in(service.sign_in(&attempt).unwrap()).device
        };
        assert_eq!(on(OWNER, &first.device), first.device);
        assert_eq!(
            on(ADMINISTRATOR, &first.device),
            first.device,
            "a shared device is known for both"
        );
        assert_ne!(on(OWNER, "made-up"), "made-up");
        assert_ne!(owner_in(service, 30).device, first.device);
    });
}

#[test]
fn a_password_is_changed_with_the_old_one_and_every_other_session_ends() {
    on_both_signed(|_, service| {
        let (here, elsewhere) = (owner_in(service, 10), owner_in(service, 11));
        let change =
            |old, new| service.set_password(&id(OWNER), old, new, Some(&here.token), moment(20));
        assert!(is_wrong(&change(OTHER, OTHER)));
        let too_short = change(PASSWORD, "short").unwrap_err().to_string();
        assert!(too_short.contains("at least 12"), "{too_short}");
        let own_name = change(PASSWORD, "owner-adults-1").unwrap_err().to_string();
        assert!(own_name.contains("own name"), "{own_name}");
        assert!(
            service
                .session(&elsewhere.token, moment(21))
                .unwrap()
                .is_some()
        );
        change(PASSWORD, OTHER).unwrap();
        assert!(service.session(&here.token, moment(22)).unwrap().is_some());
        assert_eq!(service.session(&elsewhere.token, moment(22)).unwrap(), None);
        assert_eq!(
            service
                .ended_session_account(&elsewhere.token, moment(22))
                .unwrap(),
            None
        );
        assert!(is_wrong(&service.sign_in(&attempt(OWNER, PASSWORD, 23))));
        signed_in(service.sign_in(&attempt(OWNER, OTHER, 24)).unwrap());
    });
}

#[test]
fn only_who_manages_accounts_gives_a_password_clears_a_second_step_or_erases() {
    on_both_signed(|_, service| {
        for actor in [OWNER, OFFICER, "nobody"] {
            let caller = clew_service::Caller {
                actor: id(actor),
                ..caller("x", 10)
            };
            let refused = [
                service.give_password(&caller, &id(OFFICER), None, OTHER),
                service.clear_second_step(&caller, &id(OWNER)),
                service.erase_sign_in(&caller, &id(OWNER)),
                service
                    .invite(&caller, &id(OFFICER), "o@example.org")
                    .map(|_| ()),
                service
                    .invite_by_mail(&caller, &id(OFFICER), "o@example.org")
                    .map(|_| ()),
            ];
            for refused in refused {
                let kind = refused.unwrap_err().kind();
                assert_eq!(kind, clew_service::ErrorKind::Refused, "{actor}");
            }
        }
        owner_in(service, 20);
    });
}

#[test]
fn how_people_sign_in_is_told_to_who_manages_accounts_and_an_address_is_one_account_s() {
    on_both_signed(|_, service| {
        owner_in(service, 77);
        let summaries = service.sign_in_summaries(&id(ADMINISTRATOR)).unwrap();
        let seen: Vec<_> = summaries
            .iter()
            .map(|row| {
                (
                    row.account.as_str(),
                    row.email.as_deref(),
                    row.last_signed_in,
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                (ADMINISTRATOR, None, None),
                (OWNER, Some(EMAIL), Some(moment(77)))
            ]
        );
        for actor in [OFFICER, OWNER] {
            assert!(service.sign_in_summaries(&id(actor)).is_err(), "{actor}");
        }
        let taken = service
            .invite(&caller("i", 10), &id(OFFICER), " OWNER@example.org")
            .unwrap_err();
        assert!(
            taken.to_string().contains("another account has it"),
            "{taken}"
        );
        service
            .invite(&caller("i", 10), &id(OWNER), "owner@example.org")
            .unwrap();
    });
}

#[test]
fn what_is_erased_is_gone_and_the_account_stays_in_the_journal() {
    on_both_signed(|_, service| {
        let session = owner_in(service, 10);
        service
            .keep_typed(&id(OWNER), "p", "{}", moment(11))
            .unwrap();
        service
            .erase_sign_in(&caller("erase", 12), &id(OWNER))
            .unwrap();
        assert!(is_wrong(&service.sign_in(&attempt(OWNER, PASSWORD, 13))));
        assert_eq!(service.session(&session.token, moment(13)).unwrap(), None);
        assert_eq!(service.typed(&id(OWNER), "p").unwrap(), None);
        assert_eq!(service.own_sign_in(&id(OWNER)).unwrap(), None);
        assert!(service.open_accounts().contains(&id(OWNER)));
        assert!(service.own_sign_in(&id(ADMINISTRATOR)).unwrap().is_some());
    });
}

#[test]
fn a_hash_of_earlier_parameters_is_renewed_when_its_password_is_given() {
    let place = crate::common::Place::sqlite();
    let service = place.founded();
    service.cheap_passwords();
    let administrator = id(ADMINISTRATOR);
    service
        .give_password(&caller("p", 2), &administrator, None, PASSWORD)
        .unwrap();
    let hash = |service: &clew_service::Service| {
        service
            .store()
            .sign_in_of(ADMINISTRATOR)
            .unwrap()
            .unwrap()
            .password_hash
            .unwrap()
    };
    let cheap = hash(&service);
    drop(service);
    // Opened anew, it asks for the full cost.
    let service = place.open();
    signed_in(
        service
            .sign_in(&attempt(ADMINISTRATOR, PASSWORD, 10))
            .unwrap(),
    );
    let full = hash(&service);
    assert!(
        cheap.contains("m=8,") && full.contains("m=19456,t=2,p=1"),
        "{cheap} {full}"
    );
    signed_in(
        service
            .sign_in(&attempt(ADMINISTRATOR, PASSWORD, 11))
            .unwrap(),
    );
    assert_eq!(hash(&service), full);
}

#[test]
fn a_reopened_account_has_its_roles_and_nothing_of_how_it_signed_in() {
    on_both_signed(|_, service| {
        let before = owner_in(service, 10);
        let token = clew_service::Caller {
            actor: id(OWNER),
            ..caller("t", 11)
        };
        let token = service
            .make_api_token(&token, PASSWORD, "t", &[clew_service::Scope::Read], None)
            .unwrap();
        let untouched = service
            .reopen_account(&caller("open", 12), &id(OWNER), None)
            .unwrap();
        assert!(
            untouched.rows.is_empty()
                && service
                    .session(&before.token, moment(12))
                    .unwrap()
                    .is_some()
        );
        service
            .close_account(&caller("close", 20), &id(OWNER), None)
            .unwrap();
        let officer = clew_service::Caller {
            actor: id(OFFICER),
            ..caller("reopen", 21)
        };
        assert!(service.reopen_account(&officer, &id(OWNER), None).is_err());
        assert!(
            service
                .reopen_account(&caller("reopen", 22), &id("nobody"), None)
                .is_err()
        );
        let grants = |service: &clew_service::Service| {
            service
                .memory()
                .state()
                .account(&id(OWNER))
                .unwrap()
                .grants
                .clone()
        };
        let held = grants(service);
        let done = service
            .reopen_account(&caller("reopen", 30), &id(OWNER), Some("filled again"))
            .unwrap();
        assert_eq!(done.rows[0].reason.as_deref(), Some("filled again"));
        assert_eq!(grants(service), held);
        assert!(is_wrong(&service.sign_in(&attempt(OWNER, PASSWORD, 31))));
        assert_eq!(service.session(&before.token, moment(31)).unwrap(), None);
        assert_eq!(service.api_token(&token, moment(31)).unwrap(), None);
        let invitation = service.invite(&caller("i", 32), &id(OWNER), EMAIL).unwrap();
        service
            .accept_invitation(&invitation, OTHER, None, "192.0.2.7", moment(33))
            .unwrap();
    });
}

#[test]
fn a_name_that_is_nobody_s_takes_as_long_as_a_wrong_password() {
    let place = crate::common::Place::sqlite();
    let service = place.founded();
    service
        .give_password(&caller("p", 2), &id(ADMINISTRATOR), None, PASSWORD)
        .unwrap();
    let took = |who: &str| {
        let once = || {
            let start = std::time::Instant::now();
            assert!(is_wrong(&service.sign_in(&attempt(who, OTHER, 10))));
            start.elapsed()
        };
        (0..4).map(|_| once()).min().unwrap()
    };
    let (nobody, somebody) = (took("nobody"), took(ADMINISTRATOR));
    assert!(
        nobody * 3 > somebody && somebody * 3 > nobody,
        "{nobody:?} {somebody:?}"
    );
}
