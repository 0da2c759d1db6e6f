//! Tokens of programs.

use clew_service::{ApiSession, Caller, ErrorKind, Scope};

use crate::common::{caller, moment};
use crate::given::{MINUTE, OFFICER, OWNER, id, on_both_signed};

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
            .make_api_token(&owner(0), " Dashboard ", &scopes, Some(moment(100)))
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
                .make_api_token(&owner(0), "t", &[Scope::Read], None)
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
            .make_api_token(&owner(0), "t", &[Scope::Read], None)
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
                service.make_api_token(&owner(10), " ", &read, None),
                ErrorKind::Invalid,
            ),
            (
                service.make_api_token(&owner(10), &"x".repeat(101), &read, None),
                ErrorKind::Invalid,
            ),
            (
                service.make_api_token(&owner(10), "t", &[], None),
                ErrorKind::Invalid,
            ),
            (
                service.make_api_token(&owner(10), "t", &read, Some(moment(10))),
                ErrorKind::Invalid,
            ),
            (
                service.make_api_token(&nobody, "t", &read, None),
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
