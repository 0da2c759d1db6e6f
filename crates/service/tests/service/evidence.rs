//! Files that show something: attached, opened, taken off, kept through a backup, and missed when they are gone.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use clew_journal::{Change, Digest, Subject, subject_of};
use clew_plan::{AccountId, Grant, Kind, Record, Role};
use clew_service::{
    ActionUpdate, ErrorKind, EvidenceFile, FigureRequest, IdentityEvent, IdentityQuery, Incoming,
    MOST_EVIDENCE_BYTES, Service, archive, backup, restore, verify_store,
};
use clew_store::Store;
use serde_json::json;

use crate::common::{ADMINISTRATOR, Folder, Place, book_of, caller, moment, on_both};

fn pdf(words: &str) -> EvidenceFile {
    EvidenceFile {
        name: "register.pdf".to_owned(),
        bytes: format!("%PDF-1.7 {words}").into_bytes(),
    }
}

fn request(measure: &str) -> FigureRequest {
    FigureRequest {
        measure: measure.into(),
        period: Some("2025-26 Q1".parse().unwrap()),
        numerator: Some(39.into()),
        denominator: Some(50.into()),
        ..FigureRequest::default()
    }
}

fn figure(measure: &str) -> Subject {
    format!("figures/{measure}/2025-26%20Q1").parse().unwrap()
}

/// Returns the figure of a measure with a file.
fn returned(service: &Service, measure: &str, file: EvidenceFile) {
    let files = [file];
    service
        .return_figure_with(
            &caller(&format!("return-{measure}"), 10),
            &request(measure),
            &files,
        )
        .unwrap();
}

fn owner_of(service: &Service, id: &str, unit: &str) -> AccountId {
    let grants = [Grant {
        role: Role::Owner,
        unit: Some(unit.into()),
    }];
    let account = AccountId::from(id);
    service
        .open_account(&caller(id, 5), &account, id, &grants, None)
        .unwrap();
    account
}

#[test]
fn a_figure_is_returned_with_the_file_that_shows_it() {
    on_both(|place| {
        let service = place.founded();
        returned(&service, "M1", pdf("one"));
        let memory = service.memory();
        let hangs = service.evidence(&memory, &ADMINISTRATOR.into(), &figure("M1"));
        assert_eq!(hangs.len(), 1);
        let file = &hangs[0];
        assert_eq!(
            (
                file.evidence.name.as_str(),
                file.evidence.media_type.as_str(),
                file.evidence.size
            ),
            ("register.pdf", "application/pdf", 12)
        );
        assert_eq!((file.by.as_str(), file.at), (ADMINISTRATOR, moment(10)));
        let again = service
            .return_figure_with(&caller("again", 11), &request("M1"), &[pdf("one")])
            .unwrap();
        assert!(again.rows.is_empty(), "what hangs there is left as it is");
        let repeated = service
            .return_figure_with(&caller("return-M1", 10), &request("M1"), &[pdf("one")])
            .unwrap();
        assert!(repeated.repeated);
        let digest = file.evidence.digest;
        let opened = service
            .open_evidence(&ADMINISTRATOR.into(), (&figure("M1"), &digest), moment(20))
            .unwrap();
        assert_eq!(opened.bytes, pdf("one").bytes);
    });
}

#[test]
fn a_file_that_is_not_what_its_name_says_is_refused_and_nothing_is_written() {
    let place = Place::sqlite();
    let service = place.founded();
    let before = service.memory().state().head;
    let large = EvidenceFile {
        name: "large.pdf".to_owned(),
        bytes: [b"%PDF-1.7 ".to_vec(), vec![b'x'; MOST_EVIDENCE_BYTES]].concat(),
    };
    let program = EvidenceFile {
        name: "audit.pdf".to_owned(),
        bytes: b"MZ\x90".to_vec(),
    };
    for (file, part) in [(large, "larger than 10 MB"), (program, "no pdf file")] {
        let refused = service
            .return_figure_with(&caller("return", 10), &request("M1"), &[file])
            .unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Invalid);
        assert!(refused.to_string().contains(part), "{refused}");
    }
    assert_eq!(service.memory().state().head, before);
    assert!(service.store().attachment_digests().unwrap().is_empty());
}

#[test]
fn an_update_has_its_file_and_an_action_without_words_has_it_itself() {
    let place = Place::sqlite();
    let service = place.founded();
    let mut update = ActionUpdate {
        plan: "p".into(),
        action: "A1".into(),
        percent: Some(40.into()),
        text: Some("Half way.".to_owned()),
        ..ActionUpdate::default()
    };
    service
        .update_action_with(&caller("update", 10), &update, &[pdf("one")])
        .unwrap();
    let memory = service.memory();
    let of = memory.state().subject_at(Kind::Update, 0).unwrap();
    assert_eq!(memory.state().evidence_of(&of).len(), 1, "{of}");
    (update.text, update.percent) = (None, None);
    service
        .update_action_with(&caller("file", 11), &update, &[pdf("two")])
        .unwrap();
    let memory = service.memory();
    let action: Record = memory.book().actions[0].clone().into();
    let hangs = memory.state().evidence_of(&subject_of(&action).unwrap());
    assert_eq!(hangs.len(), 1);
    let nothing = service.update_action_with(&caller("nothing", 12), &update, &[]);
    assert_eq!(nothing.unwrap_err().kind(), ErrorKind::Invalid);
}

#[test]
fn only_its_part_of_the_organisation_attaches_opens_or_hears_of_a_file() {
    let place = Place::sqlite();
    let service = place.founded();
    returned(&service, "M2", pdf("adults"));
    let (adults, justice) = (
        owner_of(&service, "adults-owner", "adults"),
        owner_of(&service, "justice-owner", "justice"),
    );
    let memory = service.memory();
    let of = figure("M2");
    let digest = Digest::of(&pdf("adults").bytes);
    assert_eq!(service.evidence(&memory, &adults, &of).len(), 1);
    assert!(service.evidence(&memory, &justice, &of).is_empty());
    let open = |who: &AccountId| service.open_evidence(who, (&of, &digest), moment(20));
    assert!(open(&adults).is_ok());
    assert_eq!(open(&justice).unwrap_err().kind(), ErrorKind::NotFound);
    let other = clew_service::Caller {
        actor: justice.clone(),
        ..caller("other", 21)
    };
    let refused = service.attach_evidence(&other, &of, &[pdf("mine")]);
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Refused);
    // A file that hangs on one thing is not had by naming another.
    returned(&service, "M3", pdf("justice"));
    let by_another = service.open_evidence(&justice, (&figure("M3"), &digest), moment(22));
    assert_eq!(by_another.unwrap_err().kind(), ErrorKind::NotFound);
    let query = IdentityQuery {
        event: Some(IdentityEvent::EvidenceOpened),
        limit: 10,
        ..IdentityQuery::default()
    };
    let log = service.identity_log(&ADMINISTRATOR.into(), &query).unwrap();
    let who: Vec<_> = log.iter().map(|line| line.account.clone()).collect();
    assert_eq!(who, [Some(adults)], "only what was opened is noted");
}

#[test]
fn the_owner_of_an_action_s_part_attaches_to_it_and_opens_what_hangs_on_its_updates() {
    let place = Place::sqlite();
    let service = place.founded();
    let incoming = Incoming {
        book: book_of([(
            Kind::Action,
            json!({"id": "A2", "plan": "p", "title": "Train", "unit": "adults"}),
        )]),
        seen: service.memory().state().head.sequence,
        reason: None,
    };
    service
        .take_in_records(&caller("action", 5), &incoming)
        .unwrap();
    let (adults, justice) = (
        owner_of(&service, "adults-owner", "adults"),
        owner_of(&service, "justice-owner", "justice"),
    );
    let update = ActionUpdate {
        plan: "p".into(),
        action: "A2".into(),
        text: Some("Begun.".to_owned()),
        ..ActionUpdate::default()
    };
    let owner = clew_service::Caller {
        actor: adults.clone(),
        ..caller("update", 10)
    };
    service
        .update_action_with(&owner, &update, &[pdf("one")])
        .unwrap();
    let of = service
        .memory()
        .state()
        .subject_at(Kind::Update, 0)
        .unwrap();
    let digest = Digest::of(&pdf("one").bytes);
    let open = |who: &AccountId| service.open_evidence(who, (&of, &digest), moment(20));
    assert!(open(&adults).is_ok());
    assert_eq!(open(&justice).unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn a_file_is_taken_off_with_a_reason_and_its_history_stays() {
    let place = Place::sqlite();
    let service = place.founded();
    returned(&service, "M1", pdf("one"));
    let digest = Digest::of(&pdf("one").bytes);
    let of = figure("M1");
    let off =
        |id: &str, reason: &str| service.detach_evidence(&caller(id, 20), &of, &digest, reason);
    assert_eq!(off("a", " ").unwrap_err().kind(), ErrorKind::Invalid);
    let done = off("b", "It names a person.").unwrap();
    let entry = done.entries().unwrap().remove(0);
    assert!(matches!(entry.change, Change::Detach(_)));
    assert_eq!(entry.reason.as_deref(), Some("It names a person."));
    let memory = service.memory();
    assert!(
        service
            .evidence(&memory, &ADMINISTRATOR.into(), &of)
            .is_empty()
    );
    let open = service.open_evidence(&ADMINISTRATOR.into(), (&of, &digest), moment(21));
    assert_eq!(open.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(off("c", "Again").unwrap_err().kind(), ErrorKind::NotFound);
    service
        .attach_evidence(&caller("back", 30), &of, &[pdf("one")])
        .unwrap();
    assert_eq!(service.memory().state().evidence_of(&of).len(), 1);
}

#[test]
fn a_file_hangs_on_a_finding_and_on_nothing_else_in_the_plan() {
    let place = Place::sqlite();
    let service = place.founded();
    let incoming = Incoming {
        book: book_of([
            (
                Kind::Inspection,
                json!({"id": "asp", "title": "Adult protection"}),
            ),
            (
                Kind::Finding,
                json!({"id": "F1", "inspection": "asp", "title": "Chronologies"}),
            ),
        ]),
        seen: service.memory().state().head.sequence,
        reason: None,
    };
    service
        .take_in_records(&caller("finding", 5), &incoming)
        .unwrap();
    let attach = |id: &str, of: &str| {
        service.attach_evidence(&caller(id, 10), &of.parse().unwrap(), &[pdf("one")])
    };
    assert_eq!(attach("a", "findings/F1").unwrap().rows.len(), 1);
    for (id, of) in [
        ("b", "measures/M1"),
        ("c", "findings/F9"),
        ("d", "cycles/x/p"),
    ] {
        assert_eq!(
            attach(id, of).unwrap_err().kind(),
            ErrorKind::NotFound,
            "{of}"
        );
    }
}

#[test]
fn a_missing_or_altered_file_is_found_by_verifying() {
    for (damage, expected) in [
        ("DELETE FROM attachments", "which is not there"),
        ("UPDATE attachments SET bytes = X'00'", "register.pdf"),
    ] {
        let place = Place::sqlite();
        let service = place.founded();
        returned(&service, "M1", pdf("one"));
        let verified = verify_store(service.store(), &mut |_| {}).unwrap();
        assert!(verified.is_sound(), "{:?}", verified.faults);
        assert_eq!(verified.attachments, 1);
        place.tamper(damage);
        let verified = verify_store(service.store(), &mut |_| {}).unwrap();
        let told: Vec<&str> = verified.faults.iter().map(|fault| &*fault.what).collect();
        assert!(told.iter().any(|what| what.contains(expected)), "{told:?}");
        let file = &Digest::of(&pdf("one").bytes);
        let opened =
            service.open_evidence(&ADMINISTRATOR.into(), (&figure("M1"), file), moment(20));
        assert!(opened.is_err(), "{damage}");
    }
}

#[test]
fn a_backup_its_restoring_and_an_archive_have_the_files() {
    let place = Place::sqlite();
    let service = place.founded();
    returned(&service, "M1", pdf("one"));
    let digest = Digest::of(&pdf("one").bytes);
    let folder = Folder::new();
    let there = |store: &Store| store.attachment(&digest).unwrap().unwrap().bytes;
    let copy = folder.file("backup.clew");
    backup(service.store(), &copy, None, &mut |_| {}).unwrap();
    let restored = Place::sqlite();
    restore(&copy, &restored.location, &mut |_| {}).unwrap();
    assert_eq!(there(restored.open().store()), pdf("one").bytes);
    let archived = folder.file("archive");
    archive::write(&service, &ADMINISTRATOR.into(), &archived, &mut |_, _| {}).unwrap();
    let listed = std::fs::read_to_string(archived.join("evidence.jsonl")).unwrap();
    assert!(listed.contains("register.pdf"), "{listed}");
    let built = Place::sqlite();
    archive::read(&archived, &built.location, &mut |_, _| {}).unwrap();
    let built = built.open();
    assert_eq!(there(built.store()), pdf("one").bytes);
    assert_eq!(built.memory().state().evidence_of(&figure("M1")).len(), 1);
}

#[test]
fn a_state_with_evidence_comes_back_from_a_checkpoint() {
    on_both(|place| {
        let service = place.founded();
        returned(&service, "M1", pdf("one"));
        service.checkpoint().unwrap();
        drop(service);
        let service = place.open();
        let hangs = service.memory().state().evidence_of(&figure("M1")).len();
        assert_eq!(hangs, 1);
        assert!(
            verify_store(service.store(), &mut |_| {})
                .unwrap()
                .is_sound()
        );
    });
}
