//! What is kept beside the journal: on both databases alike, and what a copy takes of it.

use clew_journal::Digest;
use clew_store::Store;
use clew_store::identity::{
    ApiTokenRow, AttemptRow, EmailTaken, HeldFileRow, HeldFormRow, IdentityLogFilter,
    IdentityLogRow, LinkRow, MailRow, SessionRow, TypedRow,
};

use crate::common::{Place, filled, on_both};

fn digest(name: &str) -> Digest {
    Digest::of(name.as_bytes())
}

fn session(account: &str) -> SessionRow {
    SessionRow {
        token: digest(account),
        account: account.to_owned(),
        made: 1,
        seen: 2,
        ends: 30,
        device: digest("device"),
    }
}

fn token(account: &str, ends: Option<i64>) -> ApiTokenRow {
    ApiTokenRow {
        token: digest(&format!("token of {account}")),
        id: format!("id of {account}"),
        account: account.to_owned(),
        name: "Dashboard \u{2013} Vorst\u{e4}nde".to_owned(),
        scopes: "read write".to_owned(),
        made: 1,
        ends,
        used: None,
        revoked: None,
    }
}

fn typed(place: &str, saved: i64) -> TypedRow {
    TypedRow {
        place: place.to_owned(),
        fields: r#"{"value":"\u0000"}"#.to_owned(),
        saved,
    }
}

fn form(id: &str, held: i64) -> HeldFormRow {
    HeldFormRow {
        id: id.to_owned(),
        account: "owner".to_owned(),
        path: "/return".to_owned(),
        content_type: "text/plain".to_owned(),
        body: vec![0, 159, 146, 150],
        held,
    }
}

fn mail(id: &str) -> MailRow {
    MailRow {
        id: id.to_owned(),
        account: Some("owner".to_owned()),
        address: "owner@example.org".to_owned(),
        subject: "Due".to_owned(),
        body: "Now".to_owned(),
        purpose: None,
        made: 1,
        due: 1,
        tries: 0,
        sent: None,
        failure: None,
    }
}

fn held(id: &str, held: i64) -> HeldFileRow {
    HeldFileRow {
        id: id.to_owned(),
        account: "owner".to_owned(),
        place: "/return".to_owned(),
        name: "register.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes: vec![0, 159],
        held,
    }
}

fn logged(id: &str, at: i64) -> IdentityLogRow {
    IdentityLogRow {
        id: id.to_owned(),
        at,
        account: Some("owner".to_owned()),
        event: "signed-in".to_owned(),
        actor: None,
        address: Some("192.0.2.7".to_owned()),
        about: None,
    }
}

fn log(store: &Store) -> Vec<IdentityLogRow> {
    let all = IdentityLogFilter {
        limit: 9,
        ..IdentityLogFilter::default()
    };
    store.identity_log(&all).unwrap()
}

/// Something in every table.
fn fill(store: &Store) {
    store
        .set_email("owner", Some("owner@example.org"), 1)
        .unwrap()
        .unwrap();
    store.set_password_hash("owner", "$argon2id$", 2).unwrap();
    store.begin_second_step("owner", &[1, 2, 3]).unwrap();
    store
        .set_password_hash("officer", "$argon2id$other", 3)
        .unwrap();
    store.put_session(&session("owner")).unwrap();
    store.know_device(&digest("device"), "owner", 4).unwrap();
    store
        .put_link(&LinkRow {
            token: digest("link"),
            account: "owner".to_owned(),
            purpose: "reset".to_owned(),
            ends: 9,
            tries: 0,
        })
        .unwrap();
    store.count_attempt(&digest("attempt"), 5, 0).unwrap();
    store.put_typed("owner", &typed("p", 5), 9).unwrap();
    store.put_held_form(&form("f", 5), 9).unwrap();
    store.put_api_token(&token("owner", Some(7))).unwrap();
    store.put_api_token(&token("officer", None)).unwrap();
    store.put_mail(&mail("m")).unwrap();
    assert!(store.put_held_file(&held("h", 5), 9).unwrap());
    store.note_identity(&logged("l", 5)).unwrap();
}

#[test]
fn a_copy_has_what_must_last_and_nothing_of_the_moment_in_all_four_directions() {
    on_both(|from| {
        on_both(|to| {
            let fresh = if from.is_sqlite() {
                Place::sqlite()
            } else {
                Place::postgres().unwrap()
            };
            let source = filled(&fresh, 3);
            fill(&source);
            let target = to.create();
            source.copy_to(&target, Some(2), &mut |_| {}).unwrap();
            assert_eq!(target.sign_ins().unwrap(), source.sign_ins().unwrap());
            assert_eq!(target.sign_ins().unwrap().len(), 2);
            assert_eq!(
                target.accounts_known_on(&digest("device")).unwrap(),
                ["owner"]
            );
            assert_eq!(target.all_typed("owner").unwrap(), [typed("p", 5)]);
            assert_eq!(
                target.api_tokens("owner").unwrap(),
                [token("owner", Some(7))]
            );
            assert_eq!(
                target.api_tokens("officer").unwrap(),
                [token("officer", None)]
            );
            assert_eq!(target.session(&digest("owner")).unwrap(), None);
            assert_eq!(target.link(&digest("link")).unwrap(), None);
            assert_eq!(target.held_form("owner", "f").unwrap(), None);
            assert_eq!(target.mails(9).unwrap(), []);
            assert_eq!(log(&target), [logged("l", 5)]);
            assert_eq!(target.held_files("owner", "/return").unwrap(), []);
            let first = AttemptRow { count: 1, since: 6 };
            assert_eq!(
                target.count_attempt(&digest("attempt"), 6, 0).unwrap(),
                first
            );
        });
    });
}

#[test]
fn a_cell_of_another_kind_stops_a_copy_and_is_named() {
    let place = Place::sqlite();
    let source = filled(&place, 1);
    fill(&source);
    place.tamper(
        "ALTER TABLE sign_ins RENAME TO was; CREATE TABLE sign_ins AS SELECT * FROM was; \
         UPDATE sign_ins SET last_counter = 'x'",
    );
    let target = Place::sqlite();
    let refused = source
        .copy_to(&target.create(), None, &mut |_| {})
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("last_counter of sign_ins holds the text \"x\""),
        "{refused}"
    );
}

#[test]
fn erasing_an_account_leaves_nothing_of_it_and_everything_of_others() {
    on_both(|place| {
        let store = filled(place, 1);
        fill(&store);
        store.erase_account("owner").unwrap();
        assert_eq!(store.sign_in_of("owner").unwrap(), None);
        assert_eq!(store.account_with_email("owner@example.org").unwrap(), None);
        assert_eq!(store.session(&digest("owner")).unwrap(), None);
        assert_eq!(store.accounts_known_on(&digest("device")).unwrap(), [""; 0]);
        assert_eq!(store.link(&digest("link")).unwrap(), None);
        assert_eq!(store.all_typed("owner").unwrap(), []);
        assert_eq!(store.held_form("owner", "f").unwrap(), None);
        assert_eq!(store.api_tokens("owner").unwrap(), []);
        assert_eq!(store.mails(9).unwrap(), []);
        assert_eq!(store.held_files("owner", "/return").unwrap(), []);
        assert_eq!(
            log(&store),
            [logged("l", 5)],
            "what happened stays for its year"
        );
        assert_eq!(store.sign_ins().unwrap().len(), 1);
        assert_eq!(store.api_tokens("officer").unwrap().len(), 1);
    });
}

#[test]
fn an_address_is_one_account_s_also_when_many_ask_at_once() {
    on_both(|place| {
        let stores = [place.create(), place.open()];
        let given: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|number| {
                    let store = &stores[number % 2];
                    scope.spawn(move || {
                        store
                            .set_email(&format!("a{number}"), Some("a@example.org"), 1)
                            .unwrap()
                    })
                })
                .collect();
            let given = threads.into_iter().map(|thread| thread.join().unwrap());
            given.filter(|given| *given != Err(EmailTaken)).count()
        });
        assert_eq!(given, 1);
        let owner = stores[0]
            .account_with_email("a@example.org")
            .unwrap()
            .unwrap();
        assert_eq!(stores[1].set_email(&owner, None, 2).unwrap(), Ok(()));
        assert_eq!(
            stores[1]
                .set_email("other", Some("a@example.org"), 2)
                .unwrap(),
            Ok(())
        );
    });
}

#[test]
fn tries_are_counted_once_each_by_many_at_once_and_anew_after_their_time() {
    on_both(|place| {
        let stores = [place.create(), place.open()];
        let mut counts: Vec<i64> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..20)
                .map(|number| {
                    let store = &stores[number % 2];
                    scope.spawn(move || store.count_attempt(&digest("x"), 100, 0).unwrap().count)
                })
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        counts.sort_unstable();
        assert_eq!(counts, (1..=20).collect::<Vec<_>>());
        let count = |at, oldest| stores[0].count_attempt(&digest("x"), at, oldest).unwrap();
        assert_eq!(
            count(200, 100),
            AttemptRow {
                count: 21,
                since: 100
            }
        );
        assert_eq!(
            count(201, 101),
            AttemptRow {
                count: 1,
                since: 201
            }
        );
        stores[0].take_back_attempt(&digest("x")).unwrap();
        stores[0].take_back_attempt(&digest("x")).unwrap();
        assert_eq!(
            count(202, 0),
            AttemptRow {
                count: 1,
                since: 201
            },
            "never below none"
        );
    });
}

#[test]
fn what_can_be_used_once_is_used_once_by_many_at_once() {
    on_both(|place| {
        let stores = [place.create(), place.open()];
        fill(&stores[0]);
        stores[0]
            .finish_second_step("owner", &[1, 2, 3], 5)
            .unwrap();
        let uses: [&(dyn Fn(&Store) -> bool + Sync); 4] = [
            &|store| store.use_link(&digest("link")).unwrap(),
            &|store| store.accept_counter("owner", 6).unwrap(),
            &|store| store.take_mail(&mail("m"), 99).unwrap(),
            &|store| store.forget_held_form("owner", "f").unwrap(),
        ];
        for once in uses {
            let times: usize = std::thread::scope(|scope| {
                let threads: Vec<_> = (0..8)
                    .map(|number| {
                        scope.spawn({
                            let stores = &stores;
                            move || once(&stores[number % 2])
                        })
                    })
                    .collect();
                threads
                    .into_iter()
                    .map(|thread| usize::from(thread.join().unwrap()))
                    .sum()
            });
            assert_eq!(times, 1);
        }
    });
}

#[test]
fn a_session_that_was_ended_cannot_be_used_again() {
    on_both(|place| {
        let store = place.create();
        store.put_session(&session("owner")).unwrap();
        assert!(store.use_session(&digest("owner"), 29, 40).unwrap());
        store.end_session(&digest("owner"), 35).unwrap();
        assert!(!store.use_session(&digest("owner"), 35, 50).unwrap());
        let row = store.session(&digest("owner")).unwrap().unwrap();
        assert_eq!((row.seen, row.ends), (29, 35));
        store.end_session(&digest("owner"), 39).unwrap();
        assert_eq!(
            store.session(&digest("owner")).unwrap().unwrap().ends,
            35,
            "its end stays"
        );
    });
}

#[test]
fn a_second_step_is_not_begun_over_one_that_stands() {
    on_both(|place| {
        let store = place.create();
        assert!(
            !store.begin_second_step("owner", &[1]).unwrap(),
            "it cannot sign in"
        );
        fill(&store);
        assert!(
            !store.finish_second_step("owner", &[9], 5).unwrap(),
            "another was begun"
        );
        assert!(store.finish_second_step("owner", &[1, 2, 3], 5).unwrap());
        assert!(!store.begin_second_step("owner", &[4]).unwrap());
        assert!(!store.accept_counter("owner", 5).unwrap());
        assert!(store.accept_counter("owner", 6).unwrap());
        store.clear_second_step("owner").unwrap();
        assert!(store.begin_second_step("owner", &[4]).unwrap());
        let row = store.sign_in_of("owner").unwrap().unwrap();
        assert_eq!((row.second_step, row.last_counter), (None, 6));
    });
}

#[test]
fn held_files_come_back_in_order_and_no_more_are_kept_than_allowed() {
    on_both(|place| {
        let store = place.create();
        for (id, at) in [("b", 2), ("a", 1)] {
            assert!(store.put_held_file(&held(id, at), 2).unwrap());
        }
        assert!(!store.put_held_file(&held("c", 3), 2).unwrap());
        let there = store.held_files("owner", "/return").unwrap();
        assert_eq!(there, [held("a", 1), held("b", 2)]);
        store
            .forget_held_files("owner", "/return", Some("a"))
            .unwrap();
        assert_eq!(
            store.held_files("owner", "/return").unwrap(),
            [held("b", 2)]
        );
        assert_eq!(store.held_files("officer", "/return").unwrap(), []);
    });
}

#[test]
fn what_happened_is_read_the_latest_first_by_account_and_event() {
    on_both(|place| {
        let store = place.create();
        let nobody = IdentityLogRow {
            account: None,
            event: "wrong-password".to_owned(),
            ..logged("n", 6)
        };
        for row in [&logged("a", 5), &nobody, &logged("c", 7)] {
            store.note_identity(row).unwrap();
        }
        assert_eq!(
            log(&store),
            [logged("c", 7), nobody.clone(), logged("a", 5)]
        );
        let filter = |account: Option<&str>, event: Option<&str>, skip| {
            let filter = IdentityLogFilter {
                account: account.map(str::to_owned),
                event: event.map(str::to_owned),
                limit: 9,
                skip,
            };
            store.identity_log(&filter).unwrap()
        };
        assert_eq!(
            filter(Some("owner"), None, 0),
            [logged("c", 7), logged("a", 5)]
        );
        assert_eq!(filter(None, Some("wrong-password"), 0), [nobody]);
        assert_eq!(filter(Some("owner"), None, 1), [logged("a", 5)]);
    });
}

#[test]
fn a_text_with_nul_is_refused_alike() {
    on_both(|place| {
        let store = place.create();
        let refusals = [
            store.put_typed("owner", &typed("p\0", 1), 9).unwrap_err(),
            store
                .put_held_form(
                    &HeldFormRow {
                        path: "\0".to_owned(),
                        ..form("f", 1)
                    },
                    9,
                )
                .unwrap_err(),
            store
                .put_api_token(&ApiTokenRow {
                    name: "\0".to_owned(),
                    ..token("owner", None)
                })
                .unwrap_err(),
            store
                .put_mail(&MailRow {
                    body: "\0".to_owned(),
                    ..mail("m")
                })
                .unwrap_err(),
        ];
        for refused in refusals {
            assert!(
                matches!(refused, clew_store::StoreError::Nul { .. }),
                "{refused}"
            );
        }
    });
}
