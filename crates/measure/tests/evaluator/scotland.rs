//! Every measure of the pack that comes with the program can be asked, by every split that it names.

use std::collections::BTreeMap;

use clew_calendar::{Period, PeriodKind};
use clew_measure::evaluate::{Question, evaluate, split_of};
use clew_measure::facts::FactStore;
use clew_practice::pack::{Of, Pack, Within};
use clew_practice::record::{PersonNumber, Record, RecordNumber, Stage, Value};

use crate::world::day;

/// One record of every form, with its date and nothing else.
fn one_of_each(pack: &Pack) -> Vec<Record> {
    let bare = |(number, form): (u64, &str)| Record {
        number: RecordNumber(number),
        form: form.to_owned(),
        process: None,
        episode: RecordNumber(1),
        person: PersonNumber(1),
        team: "west".to_owned(),
        event_date: day("2026-04-07"),
        recorded_at: i64::from(day("2026-04-08").number()) * 86_400,
        recorded_by: "worker".to_owned(),
        stage: Stage::Complete,
        restricted: false,
        version: 1,
        values: BTreeMap::from([("note".to_owned(), Value::Text("as said".to_owned()))]),
    };
    (1..)
        .zip(pack.forms.keys().map(String::as_str))
        .map(bare)
        .collect()
}

#[test]
fn every_measure_of_the_pack_for_scotland_can_be_asked_by_each_of_its_splits() {
    let (pack, _) = Pack::built_in("scotland").unwrap();
    let records = one_of_each(&pack);
    let mut store = FactStore::build(&pack, &[], &records).unwrap();
    for (code, clock) in &pack.clocks {
        store = store.with_clock(code, &clock.trigger.form, &[]).unwrap();
    }
    let year = Period::financial_year_starting(2026).unwrap();
    let periods = year.parts(PeriodKind::Quarter);
    let mut counted = 0;
    for (code, definition) in &pack.measures {
        let calendar = pack.calendar(&definition.calendar).unwrap();
        let splits = definition.split.iter().map(|split| {
            split_of(&pack, definition, split).unwrap_or_else(|| panic!("{code} by {split}"))
        });
        let all: Vec<Of> = splits.collect();
        for split in [&[][..], &all[..all.len().min(3)]]
            .into_iter()
            .chain(all.chunks(1))
        {
            let question = Question {
                definition,
                split,
                periods: &periods,
                as_at: day("2027-03-31"),
                calendar: &calendar,
                recorded_within: Some(5),
                threads: 1,
            };
            let figures =
                evaluate(&store, &question).unwrap_or_else(|error| panic!("{code}: {error}"));
            let is_of_clock = matches!(definition.within, Some(Within::Clock(_)));
            let any = figures
                .cells()
                .any(|(_, _, cell)| *cell != Default::default());
            counted += usize::from(any && !is_of_clock && split.is_empty());
        }
    }
    assert!(
        counted > 0,
        "some measure counts a record that has only its date"
    );
}
