//! Tokens of programs.

use clew_service::{ApiSession, Caller, ErrorKind, Scope};

use super::given::{
    ADDRESS, MINUTE, OFFICER, OTHER, OWNER, PASSWORD, id, on_both_signed, owner_in,
    owner_s_telephone,
};
use crate::common::{ADMINISTRATOR, caller, moment};

fn owner(second: i64) -> Caller {
    Caller {
        actor: id(OWNER),
        ..caller("token", second)
    }
}

#[test]
fn a_token_stands_for_its_account_and_scopes_until_it_ends() {
    on_both_signed(|_, service| {
        let scopes = [Scope::Write, Scope::Read, Scope::Read];
        let token = service
            .make_api_token(
                &owner(0),
                PASSWORD,
                " Dashboard ",
                &scopes,
                Some(moment(100)),
            )
            .unwrap();
        let expected = ApiSession {
            account: id(OWNER),
            scopes: vec![Scope::Read, Scope::Write],
            name: "Dashboard".to_owned(),
        };
        assert_eq!(
            service.api_token(&token, moment(99)).unwrap(),
            Some(expected)
        );
        assert_eq!(service.api_token(&token, moment(100)).unwrap(), None);
        assert_eq!(service.api_token(&token[1..], moment(1)).unwrap(), None);
        assert_eq!(service.api_token("", moment(1)).unwrap(), None);
        let listed = service.api_tokens(&id(OWNER)).unwrap();
        assert_eq!(
            (listed[0].used, listed[0].ends),
            (Some(moment(99)), Some(moment(100)))
        );
        assert_eq!(service.api_tokens(&id(OFFICER)).unwrap(), []);
    });
}

#[test]
fn a_token_is_revoked_by_its_own_account_and_falls_with_it() {
    on_both_signed(|_, service| {
        let make = || {
            service
                .make_api_token(&owner(0), PASSWORD, "t", &[Scope::Read], None)
                .unwrap()
        };
        let token = make();
        let listed = service.api_tokens(&id(OWNER)).unwrap();
        let other = service.revoke_api_token(&id(OFFICER), &listed[0].id, moment(1));
        assert_eq!(other.unwrap_err().kind(), ErrorKind::NotFound);
        assert!(service.api_token(&token, moment(2)).unwrap().is_some());
        service
            .revoke_api_token(&id(OWNER), &listed[0].id, moment(3))
            .unwrap();
        assert_eq!(service.api_token(&token, moment(4)).unwrap(), None);
        assert!(
            service
                .revoke_api_token(&id(OWNER), &listed[0].id, moment(5))
                .is_err()
        );
        assert_eq!(
            service.api_tokens(&id(OWNER)).unwrap()[0].revoked,
            Some(moment(3))
        );
        let second = make();
        service
            .close_account(&caller("close", 6), &id(OWNER), None)
            .unwrap();
        assert_eq!(service.api_token(&second, moment(7)).unwrap(), None);
    });
}

#[test]
fn its_last_use_is_written_once_a_minute() {
    on_both_signed(|_, service| {
        let token = service
            .make_api_token(&owner(0), PASSWORD, "t", &[Scope::Read], None)
            .unwrap();
        for (second, noted) in [(1, 1), (MINUTE, 1), (MINUTE + 1, MINUTE + 1)] {
            service.api_token(&token, moment(second)).unwrap().unwrap();
            assert_eq!(
                service.api_tokens(&id(OWNER)).unwrap()[0].used,
                Some(moment(noted))
            );
        }
    });
}

#[test]
fn a_token_without_a_name_a_scope_a_future_or_an_account_is_refused() {
    on_both_signed(|_, service| {
        let read = [Scope::Read];
        let nobody = Caller {
            actor: id("nobody"),
            ..owner(10)
        };
        let cases = [
            (
                service.make_api_token(&owner(10), PASSWORD, " ", &read, None),
                ErrorKind::Invalid,
            ),
            (
                service.make_api_token(&owner(10), PASSWORD, &"x".repeat(101), &read, None),
                ErrorKind::Invalid,
            ),
            (
                service.make_api_token(&owner(10), PASSWORD, "t", &[], None),
                ErrorKind::Invalid,
            ),
            (
                service.make_api_token(&owner(10), PASSWORD, "t", &read, Some(moment(10))),
                ErrorKind::Invalid,
            ),
            (
                service.make_api_token(&nobody, PASSWORD, "t", &read, None),
                ErrorKind::Refused,
            ),
        ];
        for (refused, kind) in cases {
            assert_eq!(refused.unwrap_err().kind(), kind);
        }
        assert_eq!(service.api_tokens(&id(OWNER)).unwrap(), []);
    });
}

#[test]
fn a_calendar_s_token_opens_the_calendar_alone_and_another_ends_it() {
    on_both_signed(|_, service| {
        let owner = |name: &str, second| clew_service::Caller {
            actor: id(OWNER),
            ..crate::common::caller(name, second)
        };
        let first = service.make_calendar_token(&owner("first", 10)).unwrap();
        let whose = |token: &str| service.calendar_of(token, moment(20)).unwrap();
        assert_eq!(whose(&first), Some(id(OWNER)));
        let session = service.api_token(&first, moment(20)).unwrap().unwrap();
        assert_eq!(session.scopes, [clew_service::Scope::Calendar]);
        let second = service.make_calendar_token(&owner("second", 11)).unwrap();
        assert_eq!(whose(&first), None, "one address at a time");
        assert_eq!(whose(&second), Some(id(OWNER)));
        let program = service
            .make_api_token(
                &owner("program", 12),
                PASSWORD,
                "Report",
                &[clew_service::Scope::Read],
                None,
            )
            .unwrap();
        assert_eq!(whose(&program), None, "a program's token is no calendar's");
        assert_eq!(whose("clew_guess"), None);
        let close = crate::common::caller("close", 13);
        service
            .close_account(&close, &id(OWNER), Some("left"))
            .unwrap();
        assert_eq!(whose(&second), None);
    });
}

#[test]
fn every_remedy_for_a_stolen_session_revokes_the_tokens_that_were_made_with_it() {
    on_both_signed(|_, service| {
        let administrator = || caller("remedy", 20);
        let mailed = || {
            service.ask_reset(OWNER, moment(10)).unwrap();
            let mail = service.mails_due(10, moment(10)).unwrap().remove(0);
            mail.link.unwrap().token
        };
        type Remedy<'a> = (&'a str, Box<dyn Fn() + 'a>);
        let remedies: [Remedy<'_>; 5] = [
            (
                "signing out everywhere",
                Box::new(|| {
                    service
                        .sign_out_everywhere(&id(OWNER), &id(OWNER), moment(20))
                        .unwrap()
                }),
            ),
            (
                "clearing the second step",
                Box::new(|| {
                    owner_s_telephone(service, 15);
                    let cleared = service.clear_second_step(&administrator(), &id(OWNER));
                    cleared.unwrap();
                }),
            ),
            (
                "a password of one's own choice",
                Box::new(|| {
                    let here = owner_in(service, 16).token;
                    service
                        .set_password(&id(OWNER), PASSWORD, OTHER, Some(&here), moment(20))
                        .unwrap();
                    let back =
                        service.set_password(&id(OWNER), OTHER, PASSWORD, Some(&here), moment(20));
                    back.unwrap();
                }),
            ),
            (
                "a reset by mail",
                Box::new(|| {
                    service
                        .accept_invitation(&mailed(), PASSWORD, None, ADDRESS, moment(20))
                        .unwrap();
                }),
            ),
            (
                "a password given by an administrator",
                Box::new(|| {
                    service
                        .give_password(&administrator(), &id(OWNER), None, PASSWORD)
                        .unwrap();
                }),
            ),
        ];
        for (what, remedy) in remedies {
            let token = service
                .make_api_token(&owner(1), PASSWORD, "t", &[Scope::Write], None)
                .unwrap();
            assert!(service.api_token(&token, moment(2)).unwrap().is_some());
            remedy();
            assert_eq!(
                service.api_token(&token, moment(30)).unwrap(),
                None,
                "{what}"
            );
            assert_eq!(
                service.api_tokens(&id(OWNER)).unwrap()[0].revoked,
                Some(moment(20)),
                "{what}"
            );
        }
    });
}

#[test]
fn a_token_is_made_by_nobody_who_does_not_know_the_password() {
    on_both_signed(|_, service| {
        let make = |password: &str| {
            service.make_api_token(&owner(10), password, "t", &[Scope::Read], None)
        };
        for _ in 0..10 {
            assert_eq!(make(OTHER).unwrap_err().kind(), ErrorKind::Invalid);
        }
        assert_eq!(make(PASSWORD).unwrap_err().kind(), ErrorKind::TooMany);
        assert_eq!(service.api_tokens(&id(OWNER)).unwrap(), []);
    });
}

#[test]
fn an_administrator_sees_and_revokes_the_tokens_of_others_and_nobody_else_does() {
    on_both_signed(|_, service| {
        let token = service
            .make_api_token(&owner(0), PASSWORD, "Dashboard", &[Scope::Read], None)
            .unwrap();
        let seen = service
            .api_tokens_of(&id(ADMINISTRATOR), &id(OWNER))
            .unwrap();
        assert_eq!(seen, service.api_tokens(&id(OWNER)).unwrap());
        let refused = service.api_tokens_of(&id(OFFICER), &id(OWNER));
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Refused);
        let officer = Caller {
            actor: id(OFFICER),
            ..caller("revoke", 1)
        };
        let refused = service.revoke_api_token_of(&officer, &id(OWNER), &seen[0].id);
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Refused);
        assert!(service.api_token(&token, moment(2)).unwrap().is_some());
        service
            .revoke_api_token_of(&caller("revoke", 3), &id(OWNER), &seen[0].id)
            .unwrap();
        assert_eq!(service.api_token(&token, moment(4)).unwrap(), None);
    });
}
