//! What happens to sign-ins is noted, for administrators to read, for a year.

use clew_service::IdentityEvent::{
    LockedOut, PasswordChanged, SecondStepRemoved, SecondStepSet, SignInErased, SignedIn,
    SignedOut, SignedOutEverywhere, TokenMade, TokenRevoked, WrongCode, WrongPassword,
};
use clew_service::{ErrorKind, IdentityEvent, IdentityLine, IdentityQuery, Scope, Service};

use super::given::{
    ADDRESS, DAY, OTHER, OWNER, PASSWORD, attempt, id, on_both_signed, owner_in, owner_s_telephone,
    pending,
};
use crate::common::{ADMINISTRATOR, caller, moment};

/// What was noted since the accounts were made, the earliest first.
fn noted(service: &Service) -> Vec<IdentityLine> {
    let query = IdentityQuery {
        limit: 1_000,
        ..IdentityQuery::default()
    };
    let mut lines = service.identity_log(&id(ADMINISTRATOR), &query).unwrap();
    lines.reverse();
    lines.retain(|line| line.at > moment(3));
    lines
}

fn events(service: &Service) -> Vec<IdentityEvent> {
    let lines = noted(service).into_iter();
    lines.filter_map(|line| line.event).collect()
}

#[test]
fn signing_in_failing_to_and_signing_out_are_noted_with_the_address() {
    on_both_signed(|_, service| {
        let session = owner_in(service, 10);
        service.sign_in(&attempt(OWNER, OTHER, 11)).unwrap_err();
        let typed = "a password in the wrong field";
        service.sign_in(&attempt(typed, PASSWORD, 12)).unwrap_err();
        service.sign_out(&session.token, moment(13)).unwrap();
        service.sign_out(&session.token, moment(14)).unwrap();
        let lines = noted(service);
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.event.unwrap(), line.account.clone()))
            .collect();
        let owner = Some(id(OWNER));
        let expected = [
            (SignedIn, owner.clone()),
            (WrongPassword, owner.clone()),
            (WrongPassword, None),
            (SignedOut, owner),
        ];
        assert_eq!(told, expected, "signing out twice ends one session");
        assert_eq!(lines[0].address.as_deref(), Some(ADDRESS));
        assert!(!format!("{lines:?}").contains(typed), "it is kept nowhere");
    });
}

#[test]
fn the_first_refusal_of_many_is_noted_once() {
    on_both_signed(|_, service| {
        for second in 0..14 {
            service
                .sign_in(&attempt(OWNER, OTHER, 10 + second))
                .unwrap_err();
        }
        let mut expected = vec![WrongPassword; 10];
        expected.push(LockedOut);
        assert_eq!(events(service), expected);
    });
}

#[test]
fn changes_of_the_means_of_signing_in_are_noted_with_who_made_them() {
    on_both_signed(|_, service| {
        let telephone = owner_s_telephone(service, 30);
        let waiting = pending(service.sign_in(&attempt(OWNER, PASSWORD, 60)).unwrap());
        let wrong = service.confirm_code(&waiting, "000000", None, ADDRESS, moment(61));
        wrong.unwrap_err();
        let code = telephone.code(90);
        service
            .confirm_code(&waiting, &code, None, ADDRESS, moment(90))
            .unwrap();
        let change = service.set_password(&id(OWNER), PASSWORD, OTHER, None, moment(100));
        change.unwrap();
        let administrator = caller("clear", 110);
        service
            .clear_second_step(&administrator, &id(OWNER))
            .unwrap();
        service
            .erase_sign_in(&caller("erase", 120), &id(OWNER))
            .unwrap();
        let expected = [
            SecondStepSet,
            WrongCode,
            SignedIn,
            PasswordChanged,
            SecondStepRemoved,
            SignedOutEverywhere,
            SignInErased,
        ];
        assert_eq!(events(service), expected);
        let lines = noted(service);
        assert_eq!(lines[3].actor, None, "its own doing");
        assert_eq!(lines[4].actor, Some(id(ADMINISTRATOR)));
    });
}

#[test]
fn tokens_are_noted_by_their_names() {
    on_both_signed(|_, service| {
        let owner = clew_service::Caller {
            actor: id(OWNER),
            ..caller("token", 10)
        };
        service
            .make_api_token(&owner, PASSWORD, "Power BI", &[Scope::Read], None)
            .unwrap();
        let made = service.api_tokens(&id(OWNER)).unwrap().remove(0);
        service
            .revoke_api_token(&id(OWNER), &made.id, moment(20))
            .unwrap();
        let told: Vec<_> = noted(service)
            .into_iter()
            .map(|line| (line.event.unwrap(), line.about.unwrap()))
            .collect();
        let expected = [
            (TokenMade, "Power BI (read)".to_owned()),
            (TokenRevoked, "Power BI".to_owned()),
        ];
        assert_eq!(told, expected);
    });
}

#[test]
fn the_log_is_for_administrators_filtered_and_forgotten_after_a_year() {
    on_both_signed(|_, service| {
        owner_in(service, 10);
        service
            .sign_in(&attempt(ADMINISTRATOR, OTHER, 11))
            .unwrap_err();
        let all = IdentityQuery {
            limit: 1_000,
            ..IdentityQuery::default()
        };
        let refused = service.identity_log(&id(OWNER), &all).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Refused);
        let count = |query: &IdentityQuery| {
            service
                .identity_log(&id(ADMINISTRATOR), query)
                .unwrap()
                .len()
        };
        let of_owner = IdentityQuery {
            account: Some(id(OWNER)),
            ..all.clone()
        };
        let signed_in = IdentityQuery {
            event: Some(SignedIn),
            ..all.clone()
        };
        assert_eq!(count(&of_owner), 2, "a password given, and a sign-in");
        assert_eq!(count(&signed_in), 1);
        let second = IdentityQuery {
            limit: 1,
            skip: 1,
            ..all.clone()
        };
        let line = service.identity_log(&id(ADMINISTRATOR), &second).unwrap();
        assert_eq!(line[0].event, Some(SignedIn), "the latest first");
        service.forget_expired(moment(10 + 365 * DAY)).unwrap();
        assert_eq!(count(&all), 1);
    });
}
