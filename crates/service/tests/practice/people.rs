//! People: entered, found, changed, merged and parted.

use clew_practice::record::PersonNumber;
use clew_service::{ErrorKind, PersonQuery, PersonRequest, TakeOver, TakenPerson};

use crate::common::{ADMINISTRATOR, moment, on_both};
use crate::team::*;

fn named(name: &str) -> PersonQuery {
    PersonQuery {
        name: Some(name.to_owned()),
        limit: 10,
        ..PersonQuery::default()
    }
}

#[test]
fn a_person_is_entered_found_and_changed_and_the_earlier_version_stays() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let page = service
            .look_at_person(&WORKER.into(), moment(20), ada)
            .unwrap();
        assert_eq!(page.person.name, "Ada Testperson");
        assert_eq!((page.person.number, page.person.version), (ada, 1));
        for query in ["ada", "test ad", "TESTPERSON"] {
            let found = service.find_people(&WORKER.into(), moment(21), &named(query));
            assert_eq!(found.unwrap().len(), 1, "{query}");
        }
        let changed = PersonRequest {
            aliases: vec!["Addie".to_owned()],
            warnings: vec!["a large dog".to_owned()],
            ..PersonRequest::from(&page.person)
        };
        service
            .change_person(&by(WORKER, 22), (ada, 1), &changed)
            .unwrap();
        let page = service
            .look_at_person(&WORKER.into(), moment(23), ada)
            .unwrap();
        assert_eq!((page.person.version, page.person.warnings.len()), (2, 1));
        let found = service.find_people(&WORKER.into(), moment(24), &named("addie"));
        assert_eq!(found.unwrap().len(), 1);
        assert_eq!(assert_sound(&service).kept, 2);
    });
}

#[test]
fn what_is_not_sound_is_told_field_by_field_and_nothing_is_kept() {
    on_both(|place| {
        let service = staffed(place);
        let wrong = PersonRequest {
            name: "  ".to_owned(),
            ..somebody("", "2036-01-01")
        };
        let refused = service.enter_person(&by(WORKER, 10), &"adults".into(), &wrong);
        let said = refused.unwrap_err().to_string();
        assert!(said.contains("name:") && said.contains("birth:"), "{said}");
        assert_eq!(service.store().kept_count().unwrap(), 0);
    });
}

#[test]
fn the_same_identifier_or_birth_and_a_name_alike_may_be_the_same_person() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let table = [
            ("Ada Testpersen", "1950-05-01", true),
            ("Testperson, Ada", "1950-05-01", true),
            ("Bruno Otherman", "1950-05-01", false),
            ("Ada Testperson", "1951-05-01", false),
        ];
        for (name, birth, expected) in table {
            let mut request = somebody(name, birth);
            request.identifiers.clear();
            let found = service.possible_duplicates(&WORKER.into(), moment(20), &request);
            let found: Vec<PersonNumber> =
                found.unwrap().iter().map(|one| one.found.number).collect();
            assert_eq!(found.contains(&ada), expected, "{name} {birth}");
        }
        let mut request = somebody("Nobody Alike", "1990-01-01");
        request.identifiers[0].value = "14 1950 05-01".to_owned();
        let found = service.possible_duplicates(&WORKER.into(), moment(21), &request);
        assert_eq!(found.unwrap()[0].why, "the same old-system");
    });
}

#[test]
fn a_namesake_without_a_day_of_birth_may_be_the_same_person_whichever_of_the_two_lacks_it() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let mut unborn = somebody("Bruno Otherman", "1950-05-01");
        (unborn.birth, unborn.identifiers) = (None, Vec::new());
        let bruno = enter(&service, WORKER, "adults", &unborn);
        let table = [
            ("Ada Testpersen", None, vec![ada]),
            ("Otherman, Bruno", None, vec![bruno]),
            ("Bruno Otherman", Some("1971-07-01"), vec![bruno]),
            ("Ada Testperson", Some("1951-05-01"), Vec::new()),
            ("Cara Elsewhere", None, Vec::new()),
        ];
        for (name, birth, expected) in table {
            let mut request = somebody(name, birth.unwrap_or("1950-05-01"));
            request.identifiers.clear();
            if birth.is_none() {
                request.birth = None;
            }
            let found = service.possible_duplicates(&WORKER.into(), moment(20), &request);
            let found = found.unwrap();
            let numbers: Vec<PersonNumber> = found.iter().map(|one| one.found.number).collect();
            assert_eq!(numbers, expected, "{name} {birth:?}");
            for one in found {
                assert!(one.why.contains("no day of birth"), "{}", one.why);
            }
        }
    });
}

#[test]
fn people_of_other_teams_take_no_place_in_a_search_however_many_they_are() {
    on_both(|place| {
        let service = staffed(place);
        let people = (0..510).map(|number| TakenPerson {
            key: format!("p{number}"),
            team: "justice".into(),
            person: PersonRequest {
                name: "Ada Elsewhere".to_owned(),
                ..PersonRequest::default()
            },
        });
        let many = TakeOver {
            people: people.collect(),
            records: Vec::new(),
        };
        service.take_over(&by(ADMINISTRATOR, 9), &many).unwrap();
        let ada = ada(&service);
        let found = service.find_people(&WORKER.into(), moment(21), &named("ada"));
        let numbers: Vec<_> = found.unwrap().iter().map(|one| one.number).collect();
        assert_eq!(numbers, [ada]);
        let found = service.find_people(&JUSTICE.into(), moment(22), &named("ada"));
        assert_eq!(found.unwrap().len(), 10, "no more than were asked for");
    });
}

#[test]
fn a_merge_shows_both_histories_and_can_be_undone() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let twin = enter(
            &service,
            WORKER,
            "adults",
            &somebody("Ada T.", "1950-05-01"),
        );
        let (first, second) = (record(&service, ada), record(&service, twin));
        let refused = service.merge_people(&by(WORKER, 30), (twin, 1), ada, "one person");
        assert_eq!(kind(refused), Some(ErrorKind::Refused));
        service
            .merge_people(&by(SENIOR, 31), (twin, 1), ada, "one person")
            .unwrap();
        for one in [ada, twin] {
            let page = service
                .look_at_person(&WORKER.into(), moment(32), one)
                .unwrap();
            let records: Vec<_> = page.records.iter().map(|record| record.number).collect();
            assert_eq!(records, [first, second]);
            assert_eq!(page.same_as, [ada, twin]);
        }
        let refused = service.complete_record(&by(WORKER, 33), &referral(twin));
        assert_eq!(kind(refused), Some(ErrorKind::Invalid));
        let round = service.merge_people(&by(SENIOR, 34), (ada, 1), twin, "round in a circle");
        assert_eq!(kind(round), Some(ErrorKind::Invalid));
        service
            .part_people(&by(SENIOR, 35), (twin, 2), "two people after all")
            .unwrap();
        let page = service
            .look_at_person(&WORKER.into(), moment(36), ada)
            .unwrap();
        assert_eq!(page.records.len(), 1);
        assert_sound(&service);
    });
}

#[test]
fn one_who_was_merged_is_not_merged_again_and_who_looked_is_told_under_either_number() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let twin = |name: &str| enter(&service, WORKER, "adults", &somebody(name, "1950-05-01"));
        let (first, second) = (twin("Ada T."), twin("Ada Testp."));
        service
            .merge_people(&by(SENIOR, 31), (first, 1), ada, "one person")
            .unwrap();
        let again = service.merge_people(&by(SENIOR, 32), (first, 2), second, "another");
        let said = again.unwrap_err().to_string();
        assert!(said.contains("merged into another already"), "{said}");
        service
            .look_at_person(&WORKER.into(), moment(33), ada)
            .unwrap();
        service
            .look_at_person(&QUALITY.into(), moment(34), first)
            .unwrap();
        for number in [ada, first] {
            let looks = service.looks_at(&SENIOR.into(), moment(35), number, (10, 0));
            let looks = looks.unwrap();
            let told: Vec<_> = looks.iter().map(|look| look.account.as_str()).collect();
            assert_eq!(told, [QUALITY, WORKER], "of {number}");
        }
        let page = service.looks_at(&SENIOR.into(), moment(35), ada, (1, 1));
        assert_eq!(page.unwrap()[0].account.as_str(), WORKER);
    });
}

#[test]
fn an_identifier_names_the_one_who_stands_after_every_merge() {
    on_both(|place| {
        let service = staffed(place);
        let people = ["Ada T.", "Ada Testp.", "Ada Testperson-Again"];
        let [first, second, last] =
            people.map(|name| enter(&service, WORKER, "adults", &somebody(name, "1950-05-01")));
        for (one, into) in [(first, second), (second, last)] {
            service
                .merge_people(&by(SENIOR, 31), (one, 1), into, "one person")
                .unwrap();
        }
        let wanted = ("old-system".to_owned(), "6-1950-05-01".to_owned());
        let found = service.people_identified(&ADMINISTRATOR.into(), &[wanted.clone()].into());
        assert_eq!(found.unwrap().get(&wanted), Some(&last));
    });
}
