//! The outbox.

use clew_service::{Mail, Purpose, Service};

use super::given::{ADDRESS, EMAIL, HOUR, MINUTE, OFFICER, OWNER, id, on_both_signed};
use crate::common::{ADMINISTRATOR, caller, moment};

fn reminder() -> Mail {
    Mail {
        to: Some(id(OWNER)),
        address: EMAIL.to_owned(),
        subject: "Two figures are due".to_owned(),
        body: "Please return them by Friday.".to_owned(),
        link: None,
    }
}

fn due(service: &Service, second: i64) -> Vec<String> {
    let mails = service.mails_due(10, moment(second)).unwrap();
    mails.into_iter().map(|mail| mail.id).collect()
}

#[test]
fn a_mail_is_given_to_one_sender_and_again_when_that_one_says_nothing() {
    on_both_signed(|place, here| {
        let there = place.open();
        let id = here.queue_mail(&reminder(), moment(0)).unwrap();
        assert_eq!(due(here, 0), [id.as_str()]);
        assert_eq!(due(&there, 1), [""; 0]);
        assert_eq!(due(&there, 10 * MINUTE), [id.as_str()]);
        there.mail_sent(&id, moment(10 * MINUTE)).unwrap();
        assert_eq!(due(here, HOUR), [""; 0]);
        assert!(
            here.mail_sent(&id, moment(HOUR)).is_err(),
            "it went already"
        );
    });
}

#[test]
fn a_mail_that_cannot_go_is_tried_less_and_less_often_and_then_given_up() {
    on_both_signed(|_, service| {
        let id = service.queue_mail(&reminder(), moment(0)).unwrap();
        let mut pauses = Vec::new();
        let mut second = 0;
        while let Some(due) = service
            .outbox(&super::given::id(ADMINISTRATOR), 10)
            .unwrap()[0]
            .due
        {
            let pause = (due.microseconds() - moment(second).microseconds()) / 1_000_000;
            pauses.push(pause / MINUTE);
            second += pause;
            assert_eq!(self::due(service, second), [id.as_str()]);
            service
                .mail_failed(&id, "the mail server\0 is away", moment(second))
                .unwrap();
        }
        assert_eq!(pauses, [0, 2, 4, 8, 16, 32, 64, 128]);
        assert_eq!(due(service, second + 100 * HOUR), [""; 0]);
        let mail = &service
            .outbox(&super::given::id(ADMINISTRATOR), 10)
            .unwrap()[0];
        assert_eq!(
            (mail.tries, mail.failure.as_deref()),
            (8, Some("the mail server is away"))
        );
    });
}

#[test]
fn the_outbox_shows_what_became_of_mail_and_no_link_that_works() {
    on_both_signed(|_, service| {
        service
            .invite_by_mail(&caller("i", 0), &id(OFFICER), "office@example.org")
            .unwrap();
        let sent = service.queue_mail(&reminder(), moment(1)).unwrap();
        service.mail_sent(&sent, moment(2)).unwrap();
        let taken = service.mails_due(10, moment(3)).unwrap();
        let token = &taken[0].link.as_ref().unwrap().token;
        assert!(service.invitation(token, moment(4)).unwrap().is_some());
        assert!(!format!("{taken:?}").contains(token));
        let shown = service.outbox(&id(ADMINISTRATOR), 10).unwrap();
        assert_eq!(
            shown.iter().map(|mail| mail.sent).collect::<Vec<_>>(),
            [Some(moment(2)), None]
        );
        assert_eq!(shown[1].mail.link, Some(Purpose::Invitation));
        assert!(!format!("{shown:?}").contains(token));
        assert_eq!(service.outbox(&id(ADMINISTRATOR), 1).unwrap().len(), 1);
        assert_eq!(
            service.outbox(&id(OFFICER), 10).unwrap(),
            [],
            "neither invitations nor what others queued"
        );
        assert!(service.outbox(&id(OWNER), 10).is_err());
    });
}

/// Where each mail with a link would go that is due then, and whether its link still works.
fn links_due(service: &Service, second: i64) -> Vec<(String, bool)> {
    let mails = service.mails_due(10, moment(second)).unwrap();
    let works = |token: &str| service.invitation(token, moment(second)).unwrap().is_some();
    mails
        .into_iter()
        .filter_map(|mail| Some((mail.mail.address, works(&mail.link?.token))))
        .collect()
}

#[test]
fn an_invitation_that_is_replaced_before_it_went_never_goes() {
    on_both_signed(|_, service| {
        let invite = |second: i64, email: &str| {
            let caller = caller("i", second);
            service
                .invite_by_mail(&caller, &id(OFFICER), email)
                .unwrap()
        };
        let wrong = invite(0, "offcie@example.org");
        service.ask_reset(OWNER, moment(0)).unwrap();
        assert_eq!(service.mails_due(1, moment(0)).unwrap().len(), 1);
        service
            .mail_failed(&wrong, "the mail server is away", moment(1))
            .unwrap_or_default();
        invite(10, "office@example.org");
        let mut due = links_due(service, 20 * MINUTE);
        due.sort();
        let expected = [("office@example.org", true), (EMAIL, true)];
        assert_eq!(due, expected.map(|(to, works)| (to.to_owned(), works)));
        // Handed over by hand, it ends the mail as well.
        service.ask_reset(OFFICER, moment(20 * MINUTE)).unwrap();
        invite(1_300, "office@example.org");
        let token = service
            .invite(&caller("i", 1_301), &id(OFFICER), "office@example.org")
            .unwrap();
        assert_eq!(
            links_due(service, 1_302),
            [("office@example.org".to_owned(), true)],
            "the reset alone"
        );
        assert!(service.invitation(&token, moment(1_302)).unwrap().is_some());
    });
}

#[test]
fn a_new_password_ends_the_links_that_have_not_gone_too() {
    on_both_signed(|_, service| {
        service.ask_reset(OWNER, moment(0)).unwrap();
        service.ask_reset(OWNER, moment(1)).unwrap();
        service.queue_mail(&reminder(), moment(1)).unwrap();
        let mail = service.mails_due(1, moment(2)).unwrap().remove(0);
        let token = mail.link.unwrap().token;
        service
            .accept_invitation(&token, super::given::OTHER, None, ADDRESS, moment(3))
            .unwrap();
        assert_eq!(links_due(service, HOUR), []);
        assert!(
            service.mail_sent(&mail.id, moment(4)).is_err(),
            "it was taken back"
        );
        let shown = service.outbox(&id(ADMINISTRATOR), 10).unwrap();
        assert_eq!(shown.len(), 1, "the reminder stays");
    });
}

#[test]
fn a_link_goes_to_nobody_but_the_account_s_own_address() {
    on_both_signed(|_, service| {
        service.ask_reset(OWNER, moment(0)).unwrap();
        let moved = service.store().set_email(OWNER, Some("new@example.org"), 1);
        moved.unwrap().unwrap();
        assert_eq!(links_due(service, 2), []);
        assert_eq!(links_due(service, HOUR), [], "nor later");
    });
}

#[test]
fn a_mail_that_would_say_more_than_it_should_is_refused() {
    on_both_signed(|_, service| {
        let mut subject = reminder();
        subject.subject = "Due\r\nBcc: all@example.org".to_owned();
        let mut address = reminder();
        address.address = "a@example.org\r\nBcc: all@example.org".to_owned();
        let mut empty = reminder();
        empty.subject.clear();
        let mut marker = reminder();
        marker.body = "Look at {link}".to_owned();
        let mut nobody = marker.clone();
        (nobody.to, nobody.link) = (None, Some(Purpose::Reset));
        let mut long = reminder();
        long.body = "x".repeat(65 << 10);
        for mail in [subject, address, empty, marker, nobody, long] {
            let refused = service.queue_mail(&mail, moment(0)).unwrap_err();
            assert_eq!(refused.kind(), clew_service::ErrorKind::Invalid, "{mail:?}");
        }
        assert_eq!(due(service, 0), [""; 0]);
    });
}
