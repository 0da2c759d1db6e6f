//! Invitations and resets.

use clew_service::{Invitation, Purpose, Service, ServiceError, SignInStep};

use super::given::{
    ADDRESS, DAY, EMAIL, HOUR, OFFICER, OTHER, OWNER, PASSWORD, attempt, id, is_wrong,
    on_both_signed, owner_in, owner_s_telephone, pending, signed_in,
};
use crate::common::{caller, moment};

const OFFICE: &str = "office@example.org";

fn accept(
    service: &Service,
    token: &str,
    password: &str,
    second: i64,
) -> Result<SignInStep, ServiceError> {
    service.accept_invitation(token, password, None, ADDRESS, moment(second))
}

#[test]
fn an_invitation_lets_somebody_choose_a_password_once() {
    on_both_signed(|_, service| {
        let token = service
            .invite(&caller("i", 10), &id(OFFICER), OFFICE)
            .unwrap();
        let expected = Invitation {
            account: id(OFFICER),
            name: format!("The {OFFICER}"),
            email: Some(OFFICE.to_owned()),
            purpose: Purpose::Invitation,
        };
        assert_eq!(
            service.invitation(&token, moment(11)).unwrap(),
            Some(expected)
        );
        let short = accept(service, &token, "short", 12).unwrap_err();
        assert_eq!(
            short.kind(),
            clew_service::ErrorKind::Invalid,
            "and the link stands"
        );
        let session = signed_in(accept(service, &token, OTHER, 13).unwrap()).session;
        assert_eq!(session.account, id(OFFICER));
        assert!(matches!(
            accept(service, &token, OTHER, 14),
            Err(ServiceError::LinkEnded)
        ));
        assert_eq!(service.invitation(&token, moment(14)).unwrap(), None);
        signed_in(service.sign_in(&attempt(OFFICE, OTHER, 15)).unwrap());
    });
}

#[test]
fn an_invitation_ends_after_seven_days_with_the_next_one_or_with_its_account() {
    on_both_signed(|_, service| {
        let invite = |second| {
            service
                .invite(&caller("i", second), &id(OFFICER), OFFICE)
                .unwrap()
        };
        let first = invite(0);
        assert!(
            service
                .invitation(&first, moment(7 * DAY - 1))
                .unwrap()
                .is_some()
        );
        assert!(
            service
                .invitation(&first, moment(7 * DAY))
                .unwrap()
                .is_none()
        );
        assert!(matches!(
            accept(service, &first, OTHER, 7 * DAY),
            Err(ServiceError::LinkEnded)
        ));
        let second = invite(10);
        assert!(service.invitation(&first, moment(11)).unwrap().is_none());
        service
            .close_account(&caller("close", 20), &id(OFFICER), None)
            .unwrap();
        assert!(service.invitation(&second, moment(21)).unwrap().is_none());
        assert!(
            service
                .invite(&caller("i", 22), &id(OFFICER), OFFICE)
                .is_err()
        );
        assert!(
            service
                .invite(&caller("i", 22), &id("nobody"), OFFICE)
                .is_err()
        );
    });
}

/// The token of the only link in the mail that is due.
fn mailed(service: &Service, second: i64) -> String {
    let mails = service.mails_due(10, moment(second)).unwrap();
    assert_eq!(mails.len(), 1);
    mails[0].link.as_ref().unwrap().token.clone()
}

#[test]
fn a_reset_comes_by_mail_and_ends_every_session_there_was() {
    on_both_signed(|_, service| {
        let before = owner_in(service, 0);
        service.ask_reset(" OWNER@example.org", moment(10)).unwrap();
        let mails = service.mails_due(10, moment(11)).unwrap();
        let mail = &mails[0];
        assert_eq!((mail.mail.address.as_str(), mails.len()), (EMAIL, 1));
        let text =
            mail.text(|link| format!("https://clew.example.org/{}/{}", link.purpose, link.token));
        let token = mail.link.as_ref().unwrap().token.clone();
        assert!(
            text.contains(&format!("https://clew.example.org/reset/{token}")),
            "{text}"
        );
        assert!(
            service
                .session(&before.token, moment(12))
                .unwrap()
                .is_some(),
            "asking changes nothing"
        );
        signed_in(accept(service, &token, OTHER, 13).unwrap());
        assert_eq!(service.session(&before.token, moment(14)).unwrap(), None);
        assert!(is_wrong(&service.sign_in(&attempt(OWNER, PASSWORD, 15))));
        assert!(matches!(
            accept(service, &token, PASSWORD, 16),
            Err(ServiceError::LinkEnded)
        ));
    });
}

#[test]
fn a_reset_ends_after_an_hour() {
    on_both_signed(|_, service| {
        service.ask_reset(OWNER, moment(10)).unwrap();
        let token = mailed(service, 10);
        assert!(
            service
                .invitation(&token, moment(9 + HOUR))
                .unwrap()
                .is_some()
        );
        assert!(matches!(
            accept(service, &token, OTHER, 10 + HOUR),
            Err(ServiceError::LinkEnded)
        ));
    });
}

#[test]
fn asking_for_a_reset_answers_alike_and_mails_only_accounts_with_an_address_five_times_an_hour() {
    on_both_signed(|_, service| {
        for who in ["nobody", "nobody@example.org", OFFICER, ""] {
            service.ask_reset(who, moment(0)).unwrap();
        }
        assert_eq!(service.mails_due(10, moment(0)).unwrap(), []);
        for _ in 0..8 {
            service.ask_reset(OWNER, moment(1)).unwrap();
        }
        assert_eq!(service.mails_due(10, moment(1)).unwrap().len(), 5);
        service.ask_reset(OWNER, moment(2 + HOUR)).unwrap();
        assert_eq!(
            service
                .mails_due(10, moment(2 + HOUR))
                .unwrap()
                .iter()
                .filter(|mail| mail.link.is_some())
                .count(),
            6
        );
    });
}

#[test]
fn a_reset_does_not_get_past_the_second_step() {
    on_both_signed(|_, service| {
        let telephone = owner_s_telephone(service, 0);
        service.ask_reset(OWNER, moment(100)).unwrap();
        let token = mailed(service, 100);
        let pending = pending(accept(service, &token, OTHER, 110).unwrap());
        assert_eq!(
            service.invitation(&pending, moment(111)).unwrap(),
            None,
            "it is no link"
        );
        let code = telephone.code(120);
        service
            .confirm_code(&pending, &code, None, ADDRESS, moment(120))
            .unwrap();
    });
}

#[test]
fn a_link_is_no_half_of_a_sign_in_and_no_session() {
    on_both_signed(|_, service| {
        let token = service.invite(&caller("i", 10), &id(OWNER), EMAIL).unwrap();
        let telephone = owner_s_telephone(service, 0);
        let confirmed =
            service.confirm_code(&token, &telephone.code(60), None, ADDRESS, moment(60));
        assert!(matches!(confirmed, Err(ServiceError::LinkEnded)));
        assert_eq!(
            service
                .session(&token.parse().unwrap(), moment(11))
                .unwrap(),
            None
        );
        assert_eq!(service.api_token(&token, moment(11)).unwrap(), None);
    });
}
