//! Copies, erasure, and what is found when what is kept was altered.

use clew_journal::PracticeAct;
use clew_service::{ErrorKind, EvidenceFile, Location, PersonQuery};
use clew_store::practice::KeptFilter;

use crate::common::{ADMINISTRATOR, Folder, Place, moment, on_both};
use crate::team::*;

/// Twenty-six years after the start of the tests, in seconds.
const LONG_AFTER: i64 = 26 * 366 * 86_400;

#[test]
fn a_copy_holds_every_version_and_names_those_who_are_not_the_person() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let son = enter(
            &service,
            WORKER,
            "adults",
            &somebody("Carl Testson", "1980-02-02"),
        );
        let mut request = referral(ada);
        let named = clew_practice::record::Value::Person(son);
        request.values.insert("referrer".to_owned(), named);
        service.complete_record(&by(WORKER, 20), &request).unwrap();
        let copy = service
            .copy_for_person(&by(SENIOR, 21), ada, "she asked for it")
            .unwrap();
        let who: Vec<&str> = copy
            .third_parties
            .iter()
            .map(|one| one.who.as_str())
            .collect();
        assert!(
            who.iter().any(|who| who.contains("Carl Testson")),
            "{who:?}"
        );
        assert!(who.contains(&"worker"), "{who:?}");
        for said in ["money is missing", "Happened on: ", "Who has looked"] {
            assert!(copy.text.contains(said), "{said}\n{}", copy.text);
        }
        assert!(!copy.text.contains("asp-referral"), "{}", copy.text);
        let data = serde_json::to_string(&copy).unwrap();
        assert!(data.contains("Ada Testperson") && data.contains("asp-referral"));
        let looks = service
            .looks_at(&SENIOR.into(), moment(22), ada, (5, 0))
            .unwrap();
        assert_eq!(looks[0].what, "copy");
    });
}

#[test]
fn what_was_kept_for_long_enough_is_erased_and_the_chain_still_verifies() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let bea = enter(
            &service,
            WORKER,
            "adults",
            &somebody("Bea Testperson", "1960-01-01"),
        );
        let number = record(&service, ada);
        let file = EvidenceFile {
            name: "letter.txt".to_owned(),
            bytes: b"a letter about her".to_vec(),
        };
        service
            .attach_to_record(&by(WORKER, 21), number, &file)
            .unwrap();
        let administrator = ADMINISTRATOR.into();
        let soon = service.due_for_erasure(&administrator, "2026-02-01".parse().unwrap());
        assert_eq!(soon.unwrap(), []);
        let early = service.erase_person(&by(ADMINISTRATOR, 30), ada);
        assert_eq!(kind(early), Some(ErrorKind::Invalid));
        let due = service
            .due_for_erasure(&administrator, "2051-06-01".parse().unwrap())
            .unwrap();
        assert_eq!(
            due.iter().map(|one| one.person).collect::<Vec<_>>(),
            [ada, bea]
        );
        let call = by(ADMINISTRATOR, LONG_AFTER);
        let refused = service.erase_person(&by(SENIOR, LONG_AFTER), ada);
        assert_eq!(kind(refused), Some(ErrorKind::Refused));
        let done = service.erase_person(&call, ada).unwrap();
        assert_eq!(done.rows[0].change, PracticeAct::ErasePerson.name());
        assert!(service.erase_person(&call, ada).unwrap().repeated);
        assert!(!sees(&service, SENIOR, ada));
        assert!(sees(&service, SENIOR, bea));
        let digest = clew_journal::Digest::of(&file.bytes);
        assert_eq!(service.store().attachment(&digest).unwrap(), None);
        assert_sound(&service);
        drop(service);
        assert_sound(&place.open());
        nothing_is_left_in(place, &["Ada", "money is missing", "a letter about her"]);
    });
}

/// The database's file has none of these words any more.
fn nothing_is_left_in(place: &Place, words: &[&str]) {
    let Location::File(path) = &place.location else {
        return;
    };
    for ending in ["", "-wal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        let bytes = std::fs::read(&name).unwrap_or_default();
        for word in words {
            let found = bytes
                .windows(word.len())
                .any(|window| window == word.as_bytes());
            assert!(!found, "{word} is still in {name:?}");
        }
    }
}

#[test]
fn what_was_altered_behind_its_back_is_found_and_named() {
    let tampered = [
        (
            "UPDATE practice_versions SET content = replace(content, 'money', 'honey')",
            "is not what its entry says was kept",
        ),
        (
            "UPDATE practice_versions SET content = NULL, salt = NULL WHERE kind = 'records'",
            "no entry erased it",
        ),
        (
            "UPDATE practice_versions SET team = 'justice' WHERE kind = 'records'",
            "is found by other things",
        ),
        (
            "UPDATE practice_versions SET recorded_by = 'senior' WHERE kind = 'records'",
            "has another account than entry",
        ),
        (
            "DELETE FROM practice_versions WHERE kind = 'records'",
            "kept of records is not there",
        ),
        (
            "UPDATE practice_versions SET latest = 0 WHERE kind = 'people'",
            "taken for the version that stands",
        ),
        (
            "UPDATE episodes SET team = 'justice'",
            "is not held by worker in adults",
        ),
        (
            "UPDATE episodes SET worker = 'senior'",
            "is not held by worker in adults",
        ),
        (
            "DELETE FROM people_known_by WHERE sort = 'birth'",
            "is found by other things than are kept of them",
        ),
    ];
    on_both(|place| {
        let fresh = || match &place.location {
            Location::File(_) => Place::sqlite(),
            Location::Postgres(_) => Place::postgres().unwrap(),
        };
        for (sql, said) in &tampered {
            let place = fresh();
            let service = staffed(&place);
            let ada = ada(&service);
            record(&service, ada);
            assert_sound(&service);
            place.tamper(sql);
            let found = clew_service::verify_store(service.store(), &mut |_| {}).unwrap();
            let told: Vec<&str> = found
                .faults
                .iter()
                .map(|fault| fault.what.as_str())
                .collect();
            assert!(
                told.iter().any(|what| what.contains(said)),
                "{sql}: {told:?}"
            );
        }
    });
}

#[test]
fn an_archive_holds_what_is_kept_and_gives_it_back() {
    on_both(|place| {
        let service = staffed(place);
        let (ada, gone) = (ada(&service), ada(&service));
        let number = record(&service, ada);
        service
            .correct_record(&by(WORKER, 21), number, &correction(1))
            .unwrap();
        service
            .erase_person(&by(ADMINISTRATOR, LONG_AFTER), gone)
            .unwrap();
        let folder = Folder::new();
        let archive = folder.file("archive");
        clew_service::archive::write(&service, &ADMINISTRATOR.into(), &archive, &mut |_, _| {})
            .unwrap();
        let to = Location::File(folder.file("again.clew"));
        clew_service::archive::read(&archive, &to, &mut |_, _| {}).unwrap();
        let again = clew_service::Service::open(&to).unwrap();
        assert_sound(&again);
        assert_eq!(
            again.store().kept(&KeptFilter::default()).unwrap(),
            service.store().kept(&KeptFilter::default()).unwrap()
        );
        let query = PersonQuery {
            name: Some("testperson".to_owned()),
            limit: 5,
            ..PersonQuery::default()
        };
        let found = again
            .find_people(&WORKER.into(), moment(50), &query)
            .unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].number, ada);
        let cases = again.cases_of(&WORKER.into(), moment(51), &"adults".into());
        assert_eq!(cases.unwrap()[0].episode, number);
        let lines = std::fs::read_to_string(archive.join("practice.jsonl")).unwrap();
        std::fs::write(
            archive.join("practice.jsonl"),
            lines.replace("medicine", "sweets"),
        )
        .unwrap();
        let altered = Location::File(folder.file("altered.clew"));
        let refused = clew_service::archive::read(&archive, &altered, &mut |_, _| {});
        let said = refused.unwrap_err().to_string();
        assert!(
            said.contains("is not what its entry says was kept"),
            "{said}"
        );
    });
}

#[test]
fn an_erasure_that_no_entry_made_is_found() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        record(&service, ada);
        place.tamper(
            "UPDATE practice_versions SET content = NULL, salt = NULL, erased = 3 WHERE kind = 'records'",
        );
        let found = clew_service::verify_store(service.store(), &mut |_| {}).unwrap();
        assert!(!found.is_sound());
    });
}
