//! Records: completed, corrected, authorised, sent back and withdrawn; their drafts and files.

use std::collections::BTreeMap;

use clew_journal::PracticeAct;
use clew_practice::record::{RecordNumber, Stage, Value};
use clew_service::{
    ChronologyChoice, DraftRequest, ErrorKind, EvidenceFile, RecordRequest, RestrictRequest,
    Restricted, SupervisionRequest,
};

use crate::common::{moment, on_both};
use crate::team::*;

#[test]
fn a_record_is_completed_authorised_and_corrected_and_every_version_is_kept() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let number = record(&service, ada);
        let waiting = service.to_authorise(&SENIOR.into(), moment(21), &"adults".into());
        assert_eq!(waiting.unwrap()[0].0.number, number);
        service
            .authorise_record(&by(SENIOR, 22), (number, 1))
            .unwrap();
        service
            .correct_record(&by(WORKER, 23), number, &correction(2))
            .unwrap();
        let page = service
            .look_at_record(&WORKER.into(), moment(24), number)
            .unwrap();
        let told: Vec<(PracticeAct, Stage, u32)> = page
            .versions
            .iter()
            .map(|one| (one.act, one.record.stage, one.record.version))
            .collect();
        assert_eq!(
            told,
            [
                (PracticeAct::CompleteRecord, Stage::Complete, 1),
                (PracticeAct::AuthoriseRecord, Stage::Authorised, 2),
                (PracticeAct::CorrectRecord, Stage::Complete, 3),
            ]
        );
        assert_eq!(page.now().unwrap().event_date.to_string(), "2025-12-29");
        assert_eq!(
            page.versions[2].reason.as_deref(),
            Some("the referrer rang again")
        );
        assert_eq!(page.now().unwrap().episode, number);
        service
            .withdraw_record(&by(WORKER, 25), (number, 3), "of another person")
            .unwrap();
        let refused = service.correct_record(&by(WORKER, 26), number, &correction(4));
        assert_eq!(kind(refused), Some(ErrorKind::Invalid));
        assert_sound(&service);
    });
}

#[test]
fn a_record_that_is_sent_back_counts_on_and_says_so_until_it_is_corrected() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let number = record(&service, ada);
        let without = service.send_record_back(&by(SENIOR, 21), (number, 1), " ");
        assert_eq!(kind(without), Some(ErrorKind::Invalid));
        service
            .send_record_back(&by(SENIOR, 22), (number, 1), "which medicine?")
            .unwrap();
        let look = || {
            service
                .look_at_record(&WORKER.into(), moment(24), number)
                .unwrap()
        };
        assert_eq!(look().sent_back(), Some("which medicine?"));
        assert_eq!(look().now().unwrap().stage, Stage::Complete);
        service
            .correct_record(&by(WORKER, 25), number, &correction(2))
            .unwrap();
        assert_eq!(look().sent_back(), None);
    });
}

#[test]
fn a_record_that_was_sent_back_stays_so_when_it_is_restricted_or_that_is_lifted() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let number = record(&service, ada);
        service
            .send_record_back(&by(SENIOR, 21), (number, 1), "which medicine?")
            .unwrap();
        let of = Restricted::Record(number);
        let request = RestrictRequest {
            of,
            accounts: Vec::new(),
            teams: Vec::new(),
            reason: "a colleague is related".to_owned(),
        };
        let said = || {
            let page = service.look_at_record(&SENIOR.into(), moment(24), number);
            let waiting = service.to_authorise(&SENIOR.into(), moment(24), &"adults".into());
            let listed = waiting.unwrap().iter().any(|(_, back)| *back);
            (page.unwrap().sent_back().map(str::to_owned), listed)
        };
        let back = (Some("which medicine?".to_owned()), true);
        service.restrict(&by(SENIOR, 22), &request).unwrap();
        assert_eq!(said(), back);
        service
            .lift_restriction(&by(SENIOR, 23), of, "they have left")
            .unwrap();
        assert_eq!(said(), back);
        service
            .correct_record(&by(WORKER, 25), number, &correction(4))
            .unwrap();
        assert_eq!(said(), (None, false));
    });
}

#[test]
fn nobody_authorises_what_they_recorded_or_corrected() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let own = service.complete_record(&by(SENIOR, 20), &referral(ada));
        let own = RecordNumber(number(&own.unwrap()));
        let refused = service.authorise_record(&by(SENIOR, 21), (own, 1));
        assert!(refused.unwrap_err().to_string().contains("own record"));
        let corrected = record(&service, ada);
        service
            .correct_record(&by(SENIOR, 22), corrected, &correction(1))
            .unwrap();
        let refused = service.authorise_record(&by(SENIOR, 23), (corrected, 2));
        assert_eq!(kind(refused), Some(ErrorKind::Invalid));
        service
            .authorise_record(&by(SECOND, 24), (corrected, 2))
            .unwrap();
    });
}

#[test]
fn what_does_not_fit_the_form_is_told_field_by_field() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let mut request = referral(ada);
        request.values = BTreeMap::from([
            (
                "received".to_owned(),
                Value::Day("2036-01-01".parse().unwrap()),
            ),
            ("concern".to_owned(), Value::YesNo(true)),
            ("colour".to_owned(), Value::Text("red".to_owned())),
        ]);
        let said = service
            .complete_record(&by(WORKER, 20), &request)
            .unwrap_err()
            .to_string();
        for field in ["received: ", "concern: ", "colour: "] {
            assert!(said.contains(field), "{said}");
        }
        for wrong in [
            RecordRequest {
                form: "no-form".to_owned(),
                ..referral(ada)
            },
            RecordRequest {
                process: Some("no-process".to_owned()),
                ..referral(ada)
            },
            RecordRequest {
                episode: Some(RecordNumber(999)),
                ..referral(ada)
            },
        ] {
            assert!(service.complete_record(&by(WORKER, 21), &wrong).is_err());
        }
    });
}

#[test]
fn a_draft_is_kept_as_typed_and_gone_once_it_is_completed() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let of = DraftRequest {
            form: "asp-referral".to_owned(),
            process: None,
            episode: None,
            person: ada,
            team: "adults".into(),
            corrects: None,
        };
        let worker = WORKER.into();
        let draft = service.begin_draft(&worker, moment(20), &of).unwrap();
        let before = service.store().head().unwrap();
        let typed = BTreeMap::from([("received".to_owned(), "30 Decembr".to_owned())]);
        service
            .save_draft_of_record(&worker, moment(21), &draft.id, &typed)
            .unwrap();
        assert_eq!(service.store().head().unwrap(), before, "no entry");
        drop(service);
        let service = place.open();
        let kept = service.record_draft(&worker, &draft.id).unwrap();
        assert_eq!((&kept.typed, &kept.of), (&typed, &of));
        assert!(service.record_draft(&SENIOR.into(), &draft.id).is_err());
        let theirs = RecordRequest {
            draft: Some(draft.id.clone()),
            ..referral(ada)
        };
        assert!(service.complete_record(&by(SENIOR, 22), &theirs).is_err());
        service.complete_record(&by(WORKER, 23), &theirs).unwrap();
        assert!(service.record_drafts(&worker).unwrap().is_empty());
    });
}

#[test]
fn a_file_hangs_on_a_record_and_who_opens_it_is_noted() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let number = record(&service, ada);
        let file = |name: &str, bytes: &[u8]| EvidenceFile {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        let wrong = file("minutes.pdf", b"no pdf at all");
        let refused = service.attach_to_record(&by(WORKER, 20), number, &wrong);
        assert_eq!(kind(refused), Some(ErrorKind::Invalid));
        let pdf = file("minutes.pdf", b"%PDF-1.7 minutes");
        service
            .attach_to_record(&by(WORKER, 21), number, &pdf)
            .unwrap();
        let page = service
            .look_at_record(&WORKER.into(), moment(22), number)
            .unwrap();
        let digest = page.files[0].digest;
        let opened = service.open_record_file(&SENIOR.into(), moment(23), (number, &digest));
        assert_eq!(opened.unwrap().1, pdf.bytes);
        let hidden = service.open_record_file(&JUSTICE.into(), moment(23), (number, &digest));
        assert_eq!(kind(hidden), Some(ErrorKind::NotFound));
        let looks = service
            .looks_at(&SENIOR.into(), moment(24), ada, (10, 0))
            .unwrap();
        assert_eq!(
            (looks[0].what.as_str(), looks[0].account.as_str()),
            ("file", SENIOR)
        );
        assert_sound(&service);
        service
            .detach_from_record(&by(WORKER, 25), number, &digest, "of another record")
            .unwrap();
        assert!(
            service
                .open_record_file(&SENIOR.into(), moment(26), (number, &digest))
                .is_err()
        );
    });
}

#[test]
fn what_was_decided_of_the_chronology_and_in_supervision_stands_on_the_page() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let number = record(&service, ada);
        let choice = |left_out| ChronologyChoice {
            record: number,
            left_out,
            reason: "a routine call".to_owned(),
        };
        for left_out in [true, false, true] {
            service
                .choose_chronology(&by(WORKER, 21), &choice(left_out))
                .unwrap();
        }
        let decided = SupervisionRequest {
            person: ada,
            episode: Some(number),
            worker: WORKER.into(),
            on: "2026-01-01".parse().unwrap(),
            decision: "visit weekly".to_owned(),
            reason: "risk has grown".to_owned(),
        };
        let refused = service.supervise(&by(WORKER, 22), &decided);
        assert_eq!(kind(refused), Some(ErrorKind::Refused));
        service.supervise(&by(SENIOR, 23), &decided).unwrap();
        let page = service
            .look_at_person(&WORKER.into(), moment(24), ada)
            .unwrap();
        assert_eq!(page.chronology, [choice(true)]);
        assert_eq!(page.supervision[0].decided, decided);
        assert_sound(&service);
    });
}

#[test]
fn many_records_are_completed_all_or_none_and_what_is_wrong_says_with_which() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let mut requests = vec![referral(ada), referral(ada), referral(ada)];
        requests[1].values.clear();
        let before = service.store().head().unwrap();
        let said = service
            .complete_records(&by(WORKER, 20), &requests)
            .unwrap_err()
            .to_string();
        assert!(said.contains("2.received"), "{said}");
        assert_eq!(service.store().head().unwrap(), before);
        requests[1] = referral(ada);
        let done = service
            .complete_records(&by(WORKER, 21), &requests)
            .unwrap();
        assert_eq!(done.rows.len(), 3);
        let page = service
            .look_at_person(&WORKER.into(), moment(22), ada)
            .unwrap();
        assert_eq!((page.records.len(), page.cases.len()), (3, 3));
        let mut found = 0;
        service
            .each_record_version(true, None, &mut |_| found += 1)
            .unwrap();
        assert_eq!(found, 3);
        assert_sound(&service);
    });
}

#[test]
fn a_follower_belongs_to_the_case_of_the_same_person_alone() {
    on_both(|place| {
        let service = staffed(place);
        let (ada, bea) = (ada(&service), ada(&service));
        let opened = record(&service, ada);
        let day = clew_practice::record::Value::Day("2025-12-31".parse().unwrap());
        let follower = |person| RecordRequest {
            episode: Some(opened),
            form: "asp-note".to_owned(),
            values: [("received".to_owned(), day.clone())].into(),
            ..referral(person)
        };
        let done = service.complete_record(&by(WORKER, 21), &follower(ada));
        let number = RecordNumber(number(&done.unwrap()));
        let page = service
            .look_at_record(&WORKER.into(), moment(22), number)
            .unwrap();
        assert_eq!(page.now().unwrap().episode, opened);
        let refused = service.complete_record(&by(WORKER, 23), &follower(bea));
        assert_eq!(kind(refused), Some(ErrorKind::Invalid));
    });
}
