//! How long lists of work take beside many closed cases; printed, since a machine's speed is no matter of right or wrong.

use std::time::Instant;

use clew_journal::Moment;
use clew_practice::record::{Stage, Value};
use clew_service::{Named, TakeOver, TakenPerson, TakenRecord, TakenVersion, WorkOf};

use crate::common::{ADMINISTRATOR, Place, moment};
use crate::steps::with_steps;
use crate::team::*;

/// Records, of which one in ten is of an open case.
const RECORDS: usize = 20_000;

#[test]
#[ignore = "measures; run it with --ignored --nocapture, and --release"]
fn lists_of_work_read_open_cases_alone() {
    let place = Place::sqlite();
    let service = with_steps(&place);
    let people = (0..RECORDS / 10).map(|person| TakenPerson {
        key: person.to_string(),
        team: "adults".into(),
        person: somebody(&format!("Person{person} Invented"), "1950-05-01"),
    });
    let records = (0..RECORDS).map(|number| TakenRecord {
        key: number.to_string(),
        form: "concern".to_owned(),
        process: Some("protection".to_owned()),
        episode: None,
        person: Named::Key((number % (RECORDS / 10)).to_string()),
        team: "adults".into(),
        holder: Some(WORKER.into()),
        versions: vec![TakenVersion {
            recorded: "2025-12-02T10:00:00Z".parse::<Moment>().unwrap(),
            recorded_by: "old".to_owned(),
            stage: Stage::Complete,
            values: [
                (
                    "received".to_owned(),
                    Value::Day("2025-12-01".parse().unwrap()),
                ),
                (
                    "decision".to_owned(),
                    Value::Choice(if number % 10 == 0 { "inquiry" } else { "none" }.to_owned()),
                ),
            ]
            .into(),
        }],
    });
    let batch = TakeOver {
        people: people.collect(),
        records: records.collect(),
    };
    let start = Instant::now();
    service.take_over(&by(ADMINISTRATOR, 50), &batch).unwrap();
    eprintln!("{RECORDS} records taken over in {:?}", start.elapsed());
    let start = Instant::now();
    let day = "2025-12-20".parse().unwrap();
    let work = service
        .open_work(&WORKER.into(), moment(60), &WorkOf::default(), day)
        .unwrap();
    eprintln!(
        "{} open cases read in {:?}",
        work.cases.len(),
        start.elapsed()
    );
    assert_eq!(work.cases.len(), RECORDS / 10);
    let start = Instant::now();
    let due = work.due(&[]);
    let page: Vec<_> = due.iter().take(50).map(|(case, _)| *case).collect();
    let named = service
        .name_cases(&WORKER.into(), moment(61), &page)
        .unwrap();
    eprintln!("{} names of a page in {:?}", named.len(), start.elapsed());
}
