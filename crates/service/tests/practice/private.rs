//! Need to know: other teams, restricted records, broken glass, and the log of looks.

use clew_journal::PracticePolicy;
use clew_service::{ErrorKind, PersonQuery, RestrictRequest, Restricted, Right, Service};

use crate::common::{ADMINISTRATOR, caller, moment, on_both};
use crate::team::*;

fn ada_is_found(service: &Service, account: &str) -> Vec<Option<Right>> {
    let query = PersonQuery {
        name: Some("ada".to_owned()),
        limit: 10,
        ..PersonQuery::default()
    };
    let found = service.find_people(&account.into(), moment(40), &query);
    found.unwrap().into_iter().map(|one| one.right).collect()
}

#[test]
fn a_worker_of_another_team_is_told_that_a_person_is_known_only_if_the_policy_says_so() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        record(&service, ada);
        assert!(ada_is_found(&service, JUSTICE).is_empty());
        assert_eq!(ada_is_found(&service, WORKER), [Some(Right::Team)]);
        assert_eq!(ada_is_found(&service, QUALITY), [Some(Right::Team)]);
        let known = PracticePolicy {
            known_to_other_teams: true,
        };
        let refused = service.set_practice_policy(&by(SENIOR, 30), &known, "to save calls");
        assert_eq!(kind(refused), Some(ErrorKind::Refused));
        service
            .set_practice_policy(&caller("policy", 31), &known, "to save calls")
            .unwrap();
        assert_eq!(
            ada_is_found(&service, JUSTICE),
            [None],
            "known, and no more"
        );
        assert!(!sees(&service, JUSTICE, ada));
        for nobody in [VIEWER, ADMINISTRATOR] {
            assert!(ada_is_found(&service, nobody).is_empty(), "{nobody}");
            assert!(!sees(&service, nobody, ada), "{nobody}");
        }
    });
}

#[test]
fn a_restricted_record_opens_for_those_who_are_named_alone() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let (open, closed) = (record(&service, ada), record(&service, ada));
        let request = RestrictRequest {
            of: Restricted::Record(closed),
            accounts: vec![SECOND.into()],
            teams: Vec::new(),
            reason: "a colleague is related".to_owned(),
        };
        let refused = service.restrict(&by(WORKER, 30), &request);
        assert_eq!(kind(refused), Some(ErrorKind::Refused));
        service.restrict(&by(SENIOR, 31), &request).unwrap();
        for (account, expected) in [
            (WORKER, false),
            (SENIOR, true),
            (SECOND, true),
            (QUALITY, false),
        ] {
            let looked = service.look_at_record(&account.into(), moment(32), closed);
            assert_eq!(looked.is_ok(), expected, "{account}");
            let page = service
                .look_at_person(&account.into(), moment(33), ada)
                .unwrap();
            assert_eq!(page.restricted, usize::from(!expected), "{account}");
            assert!(page.records.iter().any(|record| record.number == open));
        }
        let refused = service.correct_record(&by(WORKER, 34), closed, &correction(2));
        assert_eq!(kind(refused), Some(ErrorKind::NotFound));
        service
            .lift_restriction(
                &by(SECOND, 35),
                Restricted::Record(closed),
                "they have left",
            )
            .unwrap();
        assert!(
            service
                .look_at_record(&WORKER.into(), moment(36), closed)
                .is_ok()
        );
        assert_sound(&service);
    });
}

#[test]
fn a_restricted_person_is_hidden_from_their_own_team() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let request = RestrictRequest {
            of: Restricted::Person(ada),
            accounts: vec![SECOND.into()],
            teams: Vec::new(),
            reason: "a colleague's mother".to_owned(),
        };
        service.restrict(&by(SENIOR, 31), &request).unwrap();
        assert!(ada_is_found(&service, WORKER).is_empty());
        assert_eq!(ada_is_found(&service, SECOND), [Some(Right::Named)]);
        let refused = service.complete_record(&by(WORKER, 32), &referral(ada));
        assert_eq!(kind(refused), Some(ErrorKind::NotFound));
        service
            .lift_restriction(&by(SECOND, 33), Restricted::Person(ada), "no longer so")
            .unwrap();
        assert!(sees(&service, WORKER, ada));
    });
}

#[test]
fn the_glass_is_broken_with_a_reason_for_twelve_hours_and_the_team_reads_it() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let number = record(&service, ada);
        let without = service.break_glass(&by(JUSTICE, 20), ada, "  ");
        assert_eq!(kind(without), Some(ErrorKind::Invalid));
        let viewer = service.break_glass(&by(VIEWER, 20), ada, "curious");
        assert_eq!(kind(viewer), Some(ErrorKind::Refused));
        let done = service
            .break_glass(&by(JUSTICE, 21), ada, "she is at our door, at night")
            .unwrap();
        assert!(!done.rows[0].body.contains("door") && done.rows[0].reason.is_none());
        let page = service
            .look_at_record(&JUSTICE.into(), moment(22), number)
            .unwrap();
        assert_eq!(page.right, Right::Glass);
        let written = service.correct_record(&by(JUSTICE, 23), number, &correction(1));
        assert_eq!(
            kind(written),
            Some(ErrorKind::Invalid),
            "to look, not to write"
        );
        let told = service
            .openings_for(&SENIOR.into(), moment(24), &"adults".into())
            .unwrap();
        assert_eq!(told[0].reason, "she is at our door, at night");
        assert_eq!((told[0].account.as_str(), told[0].person), (JUSTICE, ada));
        for (who, since, expected) in [
            (SENIOR, 21, Some(1)),
            (SENIOR, 22, Some(0)),
            (JUSTICE_SENIOR, 21, Some(0)),
            (WORKER, 21, None),
        ] {
            let told = service.openings_since(&who.into(), moment(24), moment(since));
            assert_eq!(told.ok().map(|told| told.len()), expected, "{who} {since}");
        }
        let elsewhere = service.openings_for(&SENIOR.into(), moment(24), &"justice".into());
        assert_eq!(kind(elsewhere), Some(ErrorKind::Refused));
        let later = moment(21 + 12 * 3600 + 1);
        assert!(service.look_at_person(&JUSTICE.into(), later, ada).is_err());
        assert_sound(&service);
    });
}

#[test]
fn every_look_is_noted_with_who_and_by_which_right_and_refused_ones_show_nothing() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let number = record(&service, ada);
        let head = service.store().head().unwrap();
        service
            .look_at_person(&WORKER.into(), moment(30), ada)
            .unwrap();
        service
            .look_at_record(&QUALITY.into(), moment(31), number)
            .unwrap();
        ada_is_found(&service, WORKER);
        assert!(!sees(&service, JUSTICE, ada));
        assert_eq!(service.store().head().unwrap(), head, "a look is no entry");
        let looks = service
            .looks_at(&SENIOR.into(), moment(50), ada, (10, 0))
            .unwrap();
        let told: Vec<_> = looks
            .iter()
            .map(|look| (look.account.as_str(), look.what.as_str(), look.how.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (WORKER, "list", "team"),
                (QUALITY, "record", "team"),
                (WORKER, "person", "team"),
            ]
        );
        let refused = service.looks_at(&WORKER.into(), moment(51), ada, (10, 0));
        assert_eq!(kind(refused), Some(ErrorKind::Refused));
    });
}

#[test]
fn the_log_of_the_journal_names_nobody_and_tells_a_viewer_nothing_of_practice() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        record(&service, ada);
        let log = |account: &str| {
            let reader = service.reader(&account.into()).unwrap();
            let lines = reader.log(&clew_service::LogFilter::default()).unwrap();
            let sentences: Vec<String> = lines.into_iter().map(|line| line.sentence).collect();
            sentences.join("\n")
        };
        assert!(!log(VIEWER).contains("by worker"), "{}", log(VIEWER));
        let whole = log(ADMINISTRATOR);
        assert!(whole.contains("completed by worker"), "{whole}");
        assert!(!whole.contains("Testperson") && !whole.contains("money"));
    });
}

#[test]
fn broken_glass_opens_restricted_records_and_takes_no_right_away() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let number = record(&service, ada);
        let request = RestrictRequest {
            of: Restricted::Record(number),
            accounts: Vec::new(),
            teams: Vec::new(),
            reason: "a colleague is related".to_owned(),
        };
        service.restrict(&by(SENIOR, 20), &request).unwrap();
        for who in [WORKER, JUSTICE] {
            let looked = service.look_at_record(&who.into(), moment(21), number);
            assert_eq!(kind(looked), Some(ErrorKind::NotFound), "{who}");
            service
                .break_glass(&by(who, 22), ada, "at the door")
                .unwrap();
            let page = service
                .look_at_record(&who.into(), moment(23), number)
                .unwrap();
            assert_eq!(page.right, Right::Glass, "{who}");
        }
        // The worker's own right to the person is as it was.
        service
            .complete_record(&by(WORKER, 24), &referral(ada))
            .unwrap();
        let refused = service.complete_record(&by(JUSTICE, 25), &referral(ada));
        assert_eq!(kind(refused), Some(ErrorKind::Refused));
    });
}

#[test]
fn a_search_that_shows_nobody_or_only_that_somebody_is_known_is_noted_too() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let search = |name: &str, second| {
            let query = PersonQuery {
                name: Some(name.to_owned()),
                limit: 10,
                ..PersonQuery::default()
            };
            service
                .find_people(&JUSTICE.into(), moment(second), &query)
                .unwrap()
        };
        assert!(search("testperson", 30).is_empty());
        let policy = clew_journal::PracticePolicy {
            known_to_other_teams: true,
        };
        service
            .set_practice_policy(&by(ADMINISTRATOR, 31), &policy, "agreed")
            .unwrap();
        assert_eq!(search("testperson", 32).len(), 1);
        let looks = service
            .store()
            .looks(&clew_store::practice::LookFilter {
                limit: 10,
                ..clew_store::practice::LookFilter::default()
            })
            .unwrap();
        let told: Vec<_> = looks
            .iter()
            .filter(|look| look.account == JUSTICE)
            .map(|look| (look.person, look.how.as_str()))
            .collect();
        assert_eq!(told, [(Some(ada.0), "known"), (None, "nobody")]);
        assert_sound(&service);
    });
}
