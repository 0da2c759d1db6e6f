//! What who manages accounts does about how others sign in.

use clew_plan::AccountId;
use clew_service::{Caller, ErrorKind};

use super::given::{OFFICER, OWNER, id, on_both_signed, owner_in};
use crate::common::{ADMINISTRATOR, caller, moment};

fn by(actor: &str) -> Caller {
    Caller {
        actor: AccountId::from(actor),
        ..caller("managing", 10)
    }
}

#[test]
fn a_new_password_is_mailed_to_an_address_or_it_is_said_that_there_is_none() {
    on_both_signed(|_, service| {
        let administrator = by(ADMINISTRATOR);
        // More often than whoever asks for oneself may.
        for _ in 0..6 {
            service.send_reset(&administrator, &id(OWNER)).unwrap();
        }
        assert_eq!(service.outbox(&id(ADMINISTRATOR), 10).unwrap().len(), 6);
        let nowhere = service
            .send_reset(&administrator, &id(OFFICER))
            .unwrap_err();
        assert!(
            nowhere.to_string().contains("no e-mail address"),
            "{nowhere}"
        );
        let refused = service.send_reset(&by(OFFICER), &id(OWNER)).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Refused);
        assert_eq!(service.outbox(&id(ADMINISTRATOR), 10).unwrap().len(), 6);
    });
}

#[test]
fn sessions_of_others_are_ended_by_administrators_alone() {
    on_both_signed(|_, service| {
        let session = owner_in(service, 5);
        let there = || {
            service
                .session(&session.token, moment(6))
                .unwrap()
                .is_some()
        };
        let refused = service.end_sessions(&by(OFFICER), &id(OWNER)).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Refused);
        assert!(there());
        service
            .end_sessions(&by(ADMINISTRATOR), &id(OWNER))
            .unwrap();
        assert!(!there());
    });
}
