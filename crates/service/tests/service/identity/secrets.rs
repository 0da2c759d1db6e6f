//! No secret lies in the database in plain, or comes out by accident; what a backup takes along.

use std::path::Path;

use clew_service::{Caller, Scope, Service, SignInStep, backup};
use clew_store::Location;

use super::given::{
    ADDRESS, EMAIL, OFFICER, OTHER, OWNER, PASSWORD, attempt, id, on_both_signed, owner_in,
    owner_s_telephone, pending, signed_in,
};
use crate::common::{ADMINISTRATOR, Folder, Place, caller, moment};

/// Makes every kind of secret, and returns them.
fn every_secret(service: &Service) -> Vec<String> {
    let signed_in = owner_in(service, 0);
    let owner = Caller {
        actor: id(OWNER),
        ..caller("t", 1)
    };
    let api = service
        .make_api_token(&owner, PASSWORD, "t", &[Scope::Read], None)
        .unwrap();
    let invitation = service
        .invite(&caller("i", 2), &id(OFFICER), "o@example.org")
        .unwrap();
    service.ask_reset(OWNER, moment(3)).unwrap();
    let reset = service.mails_due(1, moment(3)).unwrap()[0]
        .link
        .clone()
        .unwrap()
        .token;
    owner_s_telephone(service, 4);
    let pending = pending(service.sign_in(&attempt(OWNER, PASSWORD, 5)).unwrap());
    let session = signed_in.token.to_string();
    vec![
        PASSWORD.to_owned(),
        session,
        signed_in.device,
        api,
        invitation,
        reset,
        pending,
        ADDRESS.to_owned(),
    ]
}

fn files_of(place: &Place) -> Vec<u8> {
    let Location::File(path) = &place.location else {
        return Vec::new();
    };
    let beside = format!("{}-wal", path.display());
    let mut bytes = std::fs::read(path).unwrap();
    bytes.extend(std::fs::read(Path::new(&beside)).unwrap_or_default());
    bytes
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn no_secret_lies_in_the_file_in_plain_and_an_address_only_in_the_log_of_sign_ins() {
    let place = Place::sqlite();
    let service = place.founded();
    service.cheap_passwords();
    super::given::give_accounts(&service);
    let mut secrets = every_secret(&service);
    secrets.retain(|secret| secret != ADDRESS);
    let ninety_days_on = moment(91 * super::given::DAY);
    service.forget_expired(ninety_days_on).unwrap();
    let query = clew_service::IdentityQuery {
        limit: 1_000,
        ..clew_service::IdentityQuery::default()
    };
    let log = service.identity_log(&id(ADMINISTRATOR), &query).unwrap();
    assert!(!log.is_empty() && log.iter().all(|line| line.address.is_none()));
    let bytes = files_of(&place);
    assert!(
        holds(&bytes, EMAIL) && holds(&bytes, "$argon2id$"),
        "what is kept is found so"
    );
    for secret in secrets {
        assert!(!holds(&bytes, &secret), "{secret}");
    }
}

#[test]
fn debug_output_shows_no_secret() {
    on_both_signed(|_, service| {
        let wrong = attempt(OWNER, PASSWORD, 0);
        assert!(!format!("{wrong:?}").contains(PASSWORD));
        let step = service.sign_in(&wrong).unwrap();
        let shown = format!("{step:?}");
        let signed = signed_in(step);
        let row = service.store().sign_in_of(OWNER).unwrap().unwrap();
        let shown = format!("{shown} {signed:?} {:?} {row:?}", signed.token);
        owner_s_telephone(service, 10);
        let step = service.sign_in(&attempt(OWNER, PASSWORD, 20)).unwrap();
        let shown = format!("{shown} {step:?}");
        assert!(matches!(step, SignInStep::NeedsCode { .. }));
        let secrets = [
            signed.token.to_string(),
            signed.device,
            row.password_hash.unwrap(),
            pending(step),
        ];
        for secret in secrets {
            assert!(!shown.contains(&secret), "{secret}");
        }
    });
}

#[test]
fn a_restored_copy_lets_people_sign_in_and_holds_no_session_link_or_mail() {
    on_both_signed(|_, service| {
        let session = owner_in(service, 0);
        let owner = Caller {
            actor: id(OWNER),
            ..caller("t", 1)
        };
        let api = service
            .make_api_token(&owner, PASSWORD, "t", &[Scope::Read], None)
            .unwrap();
        service
            .keep_typed(&id(OWNER), "p", "{}", moment(1))
            .unwrap();
        let form = service
            .hold_form(&id(OWNER), "/p", "text/plain", b"x", moment(1))
            .unwrap();
        let invitation = service
            .invite(&caller("i", 2), &id(OFFICER), "o@example.org")
            .unwrap();
        service.ask_reset(OWNER, moment(3)).unwrap();
        let folder = Folder::new();
        let to = folder.file("backup.clew");
        backup(service.store(), &to, None, &mut |_| {}).unwrap();
        let copy = Service::open(&Location::File(to)).unwrap();
        copy.cheap_passwords();
        // Kept.
        let again = clew_service::SignInAttempt {
            device: Some(&session.device),
            ..attempt(EMAIL, PASSWORD, 5)
        };
        assert_eq!(
            signed_in(copy.sign_in(&again).unwrap()).device,
            session.device
        );
        assert!(copy.api_token(&api, moment(5)).unwrap().is_some());
        assert!(copy.typed(&id(OWNER), "p").unwrap().is_some());
        // Left out.
        assert_eq!(copy.session(&session.token, moment(5)).unwrap(), None);
        assert_eq!(copy.held_form(&id(OWNER), &form, moment(5)).unwrap(), None);
        assert_eq!(copy.invitation(&invitation, moment(5)).unwrap(), None);
        assert_eq!(copy.mails_due(9, moment(5)).unwrap(), []);
        // The original goes on.
        assert!(
            service
                .session(&session.token, moment(5))
                .unwrap()
                .is_some()
        );
        assert!(
            service
                .accept_invitation(&invitation, OTHER, None, ADDRESS, moment(6))
                .is_ok()
        );
    });
}
