//! Records of another system are taken over as they were recorded there; what is ordered is erased, and what a pack keeps
//! for longer or shorter is.

use std::collections::{BTreeMap, BTreeSet};

use clew_journal::Moment;
use clew_practice::record::{PersonNumber, Stage, Value};
use clew_service::{
    ErasureOrder, ErrorKind, Named, Service, TakeOver, TakenPerson, TakenRecord, TakenVersion,
    WorkOf,
};

use crate::common::{ADMINISTRATOR, moment, on_both};
use crate::steps::with_steps;
use crate::team::*;

fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

fn version(recorded: &str, form_day: (&str, &str), decision: Option<&str>) -> TakenVersion {
    let (field, day) = form_day;
    let mut values = BTreeMap::from([(field.to_owned(), Value::Day(day.parse().unwrap()))]);
    values.extend(decision.map(|code| ("decision".to_owned(), Value::Choice(code.to_owned()))));
    TakenVersion {
        recorded: at(recorded),
        recorded_by: "old-system-7".to_owned(),
        stage: Stage::Complete,
        values,
    }
}

fn taken(key: &str, form: &str, episode: Option<&str>, versions: Vec<TakenVersion>) -> TakenRecord {
    TakenRecord {
        key: key.to_owned(),
        form: form.to_owned(),
        process: Some("protection".to_owned()),
        episode: episode.map(|key| Named::Key(key.to_owned())),
        person: Named::Key("p1".to_owned()),
        team: "adults".into(),
        holder: episode.is_none().then(|| WORKER.into()),
        versions,
    }
}

fn batch() -> TakeOver {
    TakeOver {
        people: vec![TakenPerson {
            key: "p1".to_owned(),
            team: "adults".into(),
            person: somebody("Ada Testperson", "1950-05-01"),
        }],
        records: vec![
            taken(
                "c1",
                "concern",
                None,
                vec![
                    version("2020-03-02T10:00:00Z", ("received", "2020-03-01"), None),
                    version(
                        "2020-03-05T10:00:00Z",
                        ("received", "2020-03-01"),
                        Some("inquiry"),
                    ),
                ],
            ),
            taken(
                "i1",
                "inquiry",
                Some("c1"),
                vec![version(
                    "2020-04-01T10:00:00Z",
                    ("begun", "2020-03-04"),
                    None,
                )],
            ),
        ],
    }
}

#[test]
fn what_was_taken_over_before_is_found_by_whoever_takes_over_and_each_record_once() {
    on_both(|place| {
        let service = with_steps(place);
        let done = service.take_over(&by(ADMINISTRATOR, 50), &batch()).unwrap();
        let head = service.store().head().unwrap().sequence;
        let person = Named::Number(done.people[0].0);
        let of_them = |records: Vec<TakenRecord>| -> Vec<TakenRecord> {
            let about = |record| TakenRecord {
                person: person.clone(),
                ..record
            };
            records.into_iter().map(about).collect()
        };
        let mut asked = of_them(batch().records);
        asked.push(asked[1].clone());
        let mut other = asked[1].clone();
        other.versions[0].recorded_by = "somebody-else".to_owned();
        asked.push(other);
        let mut found = BTreeSet::new();
        let administrator = ADMINISTRATOR.into();
        let before = service
            .taken_before(&administrator, &asked, head, &mut found)
            .unwrap();
        let numbers: Vec<_> = before.iter().map(|one| one.map(|one| one.record)).collect();
        let there = done.records.iter().copied().map(Some);
        assert_eq!(numbers, there.chain([None, None]).collect::<Vec<_>>());
        assert_eq!(before[1].unwrap().episode, done.records[0]);
        let earlier = service.taken_before(&administrator, &asked, 1, &mut BTreeSet::new());
        assert_eq!(earlier.unwrap(), [None; 4]);
        let refused = service.taken_before(&WORKER.into(), &asked, head, &mut found);
        assert_eq!(kind(refused), Some(ErrorKind::Refused));
    });
}

fn versions_known(service: &Service, known: Option<Moment>) -> usize {
    let mut found = 0;
    service
        .each_record_version(false, known, &mut |_| found += 1)
        .unwrap();
    found
}

#[test]
fn what_another_system_recorded_is_taken_over_with_its_times_and_versions() {
    on_both(|place| {
        let service = with_steps(place);
        let call = by(ADMINISTRATOR, 50);
        let refused = service.take_over(&by(WORKER, 50), &batch());
        assert_eq!(kind(refused), Some(ErrorKind::Refused));
        let done = service.take_over(&call, &batch()).unwrap();
        let again = service.take_over(&call, &batch()).unwrap();
        assert!(again.done.repeated);
        assert_eq!(
            (&again.people, &again.records),
            (&done.people, &done.records)
        );
        let page = service
            .look_at_record(&WORKER.into(), moment(60), done.records[0])
            .unwrap();
        let recorded: Vec<_> = page
            .versions
            .iter()
            .map(|one| one.record.recorded_at)
            .collect();
        let then = |text| at(text).microseconds() / 1_000_000;
        assert_eq!(
            recorded,
            [then("2020-03-02T10:00:00Z"), then("2020-03-05T10:00:00Z")]
        );
        assert_eq!(page.versions[0].record.recorded_by, "old-system-7");
        assert_eq!(versions_known(&service, None), 3);
        assert_eq!(
            versions_known(&service, Some(at("2020-03-06T00:00:00Z"))),
            2
        );
        assert_eq!(
            versions_known(&service, Some(at("2020-03-03T00:00:00Z"))),
            1
        );
        let day = "2020-04-02".parse().unwrap();
        let of = WorkOf {
            worker: Some(WORKER.into()),
            ..WorkOf::default()
        };
        let work = service
            .open_work(&WORKER.into(), moment(61), &of, day)
            .unwrap();
        assert_eq!(work.cases[0].episode, done.records[0]);
        assert_sound(&service);
        service.store().restore_cases().unwrap();
        let case = service.store().episode(done.records[0].0).unwrap().unwrap();
        assert_eq!(case.worker.as_deref(), Some(WORKER));
        assert_sound(&service);
    });
}

#[test]
fn what_cannot_be_taken_over_is_told_place_by_place_and_nothing_is() {
    on_both(|place| {
        let service = with_steps(place);
        let mut bad = batch();
        bad.records[1].episode = Some(Named::Key("c9".to_owned()));
        bad.records[0].versions.reverse();
        bad.people.push(bad.people[0].clone());
        let before = service.store().head().unwrap();
        let said = service.take_over(&by(ADMINISTRATOR, 50), &bad);
        let said = said.unwrap_err().to_string();
        for problem in [
            "people.2.key",
            "records.1.versions.2.recorded",
            "records.2.episode",
        ] {
            assert!(said.contains(problem), "{problem}: {said}");
        }
        assert_eq!(service.store().head().unwrap(), before);
    });
}

#[test]
fn what_is_ordered_is_erased_before_its_time_and_the_order_stays_without_the_name() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        record(&service, ada);
        let order = |reason: &str| ErasureOrder {
            ordered_by: "the data protection officer".to_owned(),
            reason: reason.to_owned(),
        };
        let early = service.erase_person(&by(ADMINISTRATOR, 50), ada);
        assert_eq!(kind(early), Some(ErrorKind::Invalid));
        for reason in ["", "Ms Testperson objects"] {
            let refused = service.erase_by_order(&by(ADMINISTRATOR, 51), ada, &order(reason));
            assert_eq!(kind(refused), Some(ErrorKind::Invalid), "{reason}");
        }
        let other = service.erase_by_order(&by(SENIOR, 52), ada, &order("kept unlawfully"));
        assert_eq!(kind(other), Some(ErrorKind::Refused));
        let done = service
            .erase_by_order(&by(ADMINISTRATOR, 53), ada, &order("kept unlawfully"))
            .unwrap();
        let said = done.entries().unwrap()[0].reason.clone().unwrap();
        assert_eq!(
            said,
            "ordered by the data protection officer: kept unlawfully"
        );
        assert!(!sees(&service, WORKER, ada));
        assert_sound(&service);
    });
}

#[test]
fn a_pack_says_for_how_long_the_records_of_a_process_are_kept() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        record(&service, ada);
        let nobody = enter(
            &service,
            WORKER,
            "adults",
            &somebody("Bea Testperson", "1960-01-01"),
        );
        let due = |year: &str| -> Vec<PersonNumber> {
            let day = format!("{year}-06-01").parse().unwrap();
            let due = service.due_for_erasure(&ADMINISTRATOR.into(), day).unwrap();
            due.into_iter().map(|one| one.person).collect()
        };
        assert_eq!(due("2052"), [ada, nobody]);
        let kept_for = |years: u16, version: &str| {
            let mut files = pack(version);
            let forms = files.get_mut("forms.toml").unwrap();
            let title = "title = \"Adult support and protection\"\n";
            *forms = forms.replace(title, &format!("{title}keep_years = {years}\n"));
            service
                .apply_pack(&by(ADMINISTRATOR, 54), &files, None)
                .unwrap();
        };
        kept_for(100, "1.1.0");
        assert_eq!(
            due("2052"),
            [nobody],
            "a looked-after child's are kept for longer"
        );
        kept_for(3, "1.2.0");
        assert_eq!(due("2030"), [ada]);
    });
}
