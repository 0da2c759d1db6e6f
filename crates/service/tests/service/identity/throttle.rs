//! Guessing is slow, and who guesses keeps nobody out but one account in one strange place.

use clew_service::{Service, ServiceError, SignInAttempt, SignInStep};

use super::given::{
    ADDRESS, MINUTE, OTHER, OWNER, PASSWORD, attempt, is_wrong, on_both_signed, owner_in,
    refused_until, signed_in,
};
use crate::common::{ADMINISTRATOR, moment};

const ELSEWHERE: &str = "203.0.113.66";

fn from<'a>(
    who: &'a str,
    password: &'a str,
    device: Option<&'a str>,
    address: &'a str,
) -> SignInAttempt<'a> {
    SignInAttempt {
        device,
        address,
        ..attempt(who, password, 100)
    }
}

fn fails(service: &Service, times: usize, attempt: &SignInAttempt<'_>) {
    for time in 0..times {
        assert!(is_wrong(&service.sign_in(attempt)), "{time}");
    }
}

fn tried(service: &Service, attempt: &SignInAttempt<'_>) -> &'static str {
    match service.sign_in(attempt) {
        Ok(SignInStep::SignedIn(_)) => "in",
        Ok(SignInStep::NeedsCode { .. }) => "code",
        Err(ServiceError::WrongSignIn) => "wrong",
        Err(ServiceError::TooMany { .. }) => "too many",
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn after_ten_failures_each_place_is_shut_to_that_account_and_no_other_place_is() {
    on_both_signed(|_, service| {
        let device = owner_in(service, 0).device;
        let device = Some(device.as_str());
        // What fails ten times, and then what becomes of a right password from each place.
        let cases = [
            (
                "an unknown device",
                from(OWNER, OTHER, None, ADDRESS),
                ["in", "too many", "in", "in"],
            ),
            (
                "a made-up device",
                from(OWNER, OTHER, Some("made up"), ADDRESS),
                ["in", "too many", "in", "in"],
            ),
            (
                "the known device",
                from(OWNER, OTHER, device, ADDRESS),
                ["too many", "in", "in", "in"],
            ),
            (
                "elsewhere",
                from(OWNER, OTHER, None, ELSEWHERE),
                ["in", "in", "too many", "in"],
            ),
            (
                "somebody else's account",
                from(ADMINISTRATOR, OTHER, None, ADDRESS),
                ["in", "in", "in", "too many"],
            ),
            (
                "nobody's account",
                from("nobody", OTHER, None, ADDRESS),
                ["in", "in", "in", "in"],
            ),
        ];
        for (number, (what, wrong, expected)) in (1..).zip(cases) {
            // Each case an hour after the last, when everything is forgotten.
            let at = moment(number * 60 * MINUTE);
            fails(service, 10, &SignInAttempt { at, ..wrong });
            let right = [
                from(OWNER, PASSWORD, device, ADDRESS),
                from(OWNER, PASSWORD, None, ADDRESS),
                from(OWNER, PASSWORD, None, ELSEWHERE),
                from(ADMINISTRATOR, PASSWORD, None, ADDRESS),
            ];
            let found = right.map(|right| tried(service, &SignInAttempt { at, ..right }));
            assert_eq!(found, expected, "{what}");
        }
    });
}

#[test]
fn a_name_that_is_nobody_s_is_shut_as_one_that_is_somebody_s() {
    on_both_signed(|_, service| {
        for who in ["nobody", OWNER] {
            fails(service, 10, &from(who, OTHER, None, ADDRESS));
            let until = refused_until(service.sign_in(&from(who, OTHER, None, ADDRESS)));
            assert!(until.is_some(), "{who}");
        }
    });
}

#[test]
fn the_refusal_says_when_it_ends_and_ends_then() {
    on_both_signed(|_, service| {
        fails(service, 10, &attempt(OWNER, OTHER, 0));
        let refused = service
            .sign_in(&attempt(OWNER, PASSWORD, 14 * MINUTE))
            .unwrap_err();
        assert_eq!(refused.kind(), clew_service::ErrorKind::TooMany);
        let until = refused_until::<()>(Err(refused)).unwrap();
        assert!(until > moment(15 * MINUTE) && until < moment(15 * MINUTE + 1));
        signed_in(
            service
                .sign_in(&SignInAttempt {
                    at: until,
                    ..attempt(OWNER, PASSWORD, 0)
                })
                .unwrap(),
        );
    });
}

#[test]
fn a_right_password_wipes_the_account_s_failures() {
    on_both_signed(|_, service| {
        for _ in 0..3 {
            fails(service, 9, &attempt(OWNER, OTHER, 0));
            signed_in(service.sign_in(&attempt(OWNER, PASSWORD, 0)).unwrap());
        }
    });
}

#[test]
fn an_address_from_which_very_many_fail_guesses_less_and_shuts_nobody_who_knows_the_password() {
    on_both_signed(|_, service| {
        for number in 0..100 {
            fails(service, 1, &attempt(&format!("guess-{number}"), OTHER, 0));
            if number % 10 == 0 {
                let own = service.sign_in(&attempt(ADMINISTRATOR, PASSWORD, 0));
                signed_in(own.unwrap());
            }
        }
        let here = from(OWNER, PASSWORD, None, ADDRESS);
        assert_eq!(tried(service, &here), "in");
        fails(service, 3, &from(OWNER, OTHER, None, ADDRESS));
        assert_eq!(tried(service, &here), "too many", "three in place of ten");
        assert_eq!(
            tried(service, &from(ADMINISTRATOR, PASSWORD, None, ADDRESS)),
            "in",
            "others at that address are not shut with it"
        );
        fails(service, 10, &from(OWNER, OTHER, None, ELSEWHERE));
    });
}

#[test]
fn the_many_addresses_of_one_customer_make_no_more_guesses_than_one() {
    on_both_signed(|_, service| {
        for number in 0..10 {
            let address = format!("2001:db8:1:{number:x}::{number:x}");
            fails(service, 1, &from(OWNER, OTHER, None, &address));
        }
        let again = from(OWNER, PASSWORD, None, "2001:db8:1:ab::1");
        assert_eq!(tried(service, &again), "too many");
        let stranger = from(OWNER, PASSWORD, None, "2001:db8:2::1");
        assert_eq!(tried(service, &stranger), "in");
        fails(
            service,
            10,
            &from(ADMINISTRATOR, OTHER, None, "::ffff:192.0.2.9"),
        );
        let same = from(ADMINISTRATOR, PASSWORD, None, "192.0.2.9");
        assert_eq!(tried(service, &same), "too many");
    });
}

#[test]
fn many_that_guess_at_once_on_two_nodes_get_no_more_guesses() {
    on_both_signed(|place, here| {
        let there = place.open();
        there.cheap_passwords();
        let wrong: usize = std::thread::scope(|scope| {
            let guess = |service: &Service| {
                (0..10)
                    .filter(|_| is_wrong(&service.sign_in(&attempt(OWNER, OTHER, 0))))
                    .count()
            };
            let threads: Vec<_> = [here, &there, here, &there]
                .into_iter()
                .map(|service| scope.spawn(move || guess(service)))
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .sum()
        });
        assert_eq!(wrong, 10);
    });
}
