//! The second step.

use clew_service::{SecondStep, ServiceError, SignedIn};

use super::given::{
    ADDRESS, HOUR, MINUTE, OWNER, PASSWORD, Telephone, attempt, id, is_wrong, on_both_signed,
    owner_in, owner_s_telephone, pending, refused_until, signed_in,
};
use crate::common::{caller, moment};

fn half_way(service: &clew_service::Service, second: i64) -> String {
    pending(service.sign_in(&attempt(OWNER, PASSWORD, second)).unwrap())
}

fn confirm(
    service: &clew_service::Service,
    pending: &str,
    code: &str,
    second: i64,
) -> Result<SignedIn, ServiceError> {
    service.confirm_code(pending, code, None, ADDRESS, moment(second))
}

#[test]
fn a_second_step_counts_once_a_code_has_confirmed_it() {
    on_both_signed(|_, service| {
        let setup = service
            .begin_second_step(&id(OWNER), PASSWORD, moment(0))
            .unwrap();
        assert!(
            setup
                .otpauth_uri
                .starts_with("otpauth://totp/Clew:owner-adults?secret="),
            "{}",
            setup.otpauth_uri
        );
        assert!(setup.otpauth_uri.contains(&setup.secret_base32));
        assert!(!format!("{setup:?}").contains(&setup.secret_base32));
        let wrong = service.finish_second_step(&id(OWNER), "000000", moment(0));
        assert!(matches!(wrong, Err(ServiceError::WrongCode)));
        assert_eq!(
            owner_in(service, 1).session.second_step,
            SecondStep::NotSetUp
        );
        // Beginning again gives another secret, and the first no longer counts.
        let telephone = owner_s_telephone(service, 100);
        let pending = half_way(service, 200);
        let session = confirm(service, &pending, &telephone.code(200), 200)
            .unwrap()
            .session;
        assert_eq!(session.second_step, SecondStep::Done);
        let again = service.begin_second_step(&id(OWNER), PASSWORD, moment(300));
        assert!(again.unwrap_err().to_string().contains("has one already"));
    });
}

#[test]
fn a_second_step_is_begun_with_the_password_and_shown_again_for_an_hour() {
    on_both_signed(|_, service| {
        let begun = |second| {
            service
                .begun_second_step(&id(OWNER), moment(second))
                .unwrap()
        };
        assert_eq!(begun(0), None);
        let stranger = service.begin_second_step(&id(OWNER), "a guess at it", moment(0));
        assert!(is_wrong(&stranger));
        assert_eq!(begun(0), None, "an open session alone is not enough");
        let setup = service
            .begin_second_step(&id(OWNER), PASSWORD, moment(0))
            .unwrap();
        assert_eq!(
            begun(1),
            Some(setup.clone()),
            "another tab or a reload changes nothing"
        );
        assert_eq!(begun(HOUR - 1), Some(setup.clone()));
        assert_eq!(begun(HOUR), None);
        let code = Telephone::with(&setup.secret_base32).code(HOUR);
        let late = service.finish_second_step(&id(OWNER), &code, moment(HOUR));
        assert!(matches!(late, Err(ServiceError::LinkEnded)));
        owner_s_telephone(service, HOUR + 1);
        assert_eq!(begun(HOUR + 2), None, "what is set up is not shown again");
    });
}

#[test]
fn a_code_is_taken_once_and_none_that_is_older_after_it() {
    on_both_signed(|_, service| {
        let telephone = owner_s_telephone(service, 0);
        let first = half_way(service, 100);
        let replayed = confirm(service, &first, &telephone.code(0), 20);
        assert!(
            matches!(replayed, Err(ServiceError::WrongCode)),
            "the code that set it up"
        );
        let code = telephone.code(110);
        confirm(service, &first, &code, 110).unwrap();
        let second = half_way(service, 111);
        for old in [&code, &telephone.code(80)] {
            let replayed = confirm(service, &second, old, 112);
            assert!(matches!(replayed, Err(ServiceError::WrongCode)));
        }
        confirm(service, &second, &telephone.code(140), 112).unwrap();
        let used_up = confirm(service, &second, &telephone.code(170), 170);
        assert!(matches!(used_up, Err(ServiceError::LinkEnded)));
    });
}

#[test]
fn of_two_that_come_with_one_code_at_once_one_gets_in() {
    on_both_signed(|place, here| {
        let telephone = owner_s_telephone(here, 0);
        let there = place.open();
        let pendings = [half_way(here, 100), half_way(here, 100)];
        let code = telephone.code(120);
        let mut got_in = 0;
        std::thread::scope(|scope| {
            let threads: Vec<_> = [here, &there]
                .into_iter()
                .zip(&pendings)
                .map(|(service, pending)| {
                    scope.spawn(|| confirm(service, pending, &code, 120).is_ok())
                })
                .collect();
            for thread in threads {
                got_in += usize::from(thread.join().unwrap());
            }
        });
        assert_eq!(got_in, 1);
    });
}

#[test]
fn half_a_sign_in_ends_after_ten_minutes_and_after_five_codes() {
    on_both_signed(|_, service| {
        let telephone = owner_s_telephone(service, 0);
        let late = half_way(service, 100);
        let second = 100 + 10 * MINUTE;
        assert!(matches!(
            confirm(service, &late, &telephone.code(second), second),
            Err(ServiceError::LinkEnded)
        ));
        let tried = half_way(service, second);
        for _ in 0..5 {
            assert!(matches!(
                confirm(service, &tried, "12", second),
                Err(ServiceError::WrongCode)
            ));
        }
        assert!(matches!(
            confirm(service, &tried, &telephone.code(second), second),
            Err(ServiceError::LinkEnded)
        ));
        assert!(matches!(
            confirm(service, "made up", &telephone.code(second), second),
            Err(ServiceError::LinkEnded)
        ));
    });
}

#[test]
fn codes_are_guessed_no_faster_with_the_password_from_many_addresses() {
    on_both_signed(|_, service| {
        let device = owner_in(service, 0).device;
        let telephone = owner_s_telephone(service, 10);
        for number in 0..10 {
            let pending = half_way(service, 100);
            let address = format!("198.51.100.{number}");
            let wrong = service.confirm_code(&pending, "12", None, &address, moment(100));
            assert!(matches!(wrong, Err(ServiceError::WrongCode)));
        }
        let pending = half_way(service, 101);
        let elsewhere = service.confirm_code(
            &pending,
            &telephone.code(101),
            None,
            "203.0.113.9",
            moment(101),
        );
        assert!(refused_until(elsewhere).is_some());
        // The device on which the account has signed in before is not kept out by that.
        service
            .confirm_code(
                &pending,
                &telephone.code(101),
                Some(&device),
                ADDRESS,
                moment(101),
            )
            .unwrap();
    });
}

#[test]
fn a_lost_telephone_is_cleared_by_an_administrator_and_another_by_its_own_code() {
    on_both_signed(|_, service| {
        let telephone = owner_s_telephone(service, 0);
        let pending = half_way(service, 100);
        let session = confirm(service, &pending, &telephone.code(100), 100).unwrap();
        service
            .clear_second_step(&caller("clear", 110), &id(OWNER))
            .unwrap();
        assert_eq!(service.session(&session.token, moment(111)).unwrap(), None);
        assert_eq!(
            owner_in(service, 120).session.second_step,
            SecondStep::NotSetUp
        );
        let telephone = owner_s_telephone(service, 200);
        let wrong = service.leave_second_step(&id(OWNER), &telephone.code(200), moment(201));
        assert!(
            matches!(wrong, Err(ServiceError::WrongCode)),
            "it was used to set it up"
        );
        service
            .leave_second_step(&id(OWNER), &telephone.code(240), moment(240))
            .unwrap();
        signed_in(service.sign_in(&attempt(OWNER, PASSWORD, 250)).unwrap());
    });
}
