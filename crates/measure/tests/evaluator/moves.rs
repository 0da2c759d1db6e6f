//! Time, corrections, late records and merges: each moves the figures that it should, and no others.

use crate::orders::{ask, counts, nobody, order, quarters, seen_in_time, store_of};
use crate::questions::of_meeting;
use crate::world::day;
use clew_calendar::{Calendar, Period};
use clew_measure::Exact;
use clew_measure::evaluate::{
    Cell, Difference, Outcome, Part, Question, Reason, difference, evaluate,
};
use clew_measure::facts::FactStore;
use clew_practice::pack::{Allowance, Definition, DefinitionKind, Of, Within};
use clew_practice::person::{Address, Person};
use clew_practice::record::{PersonNumber, Record, RecordNumber, Stage, Value};

#[test]
fn time_alone_moves_a_record_from_not_yet_due_to_missed_on_the_day_after_it_was_due() {
    let definition = seen_in_time();
    let periods = quarters();
    // Thursday 11 June 2026; the Monday after is a bank holiday, so two working days end on Tuesday the 16th.
    let store = store_of(&definition, &[order(1, "2026-06-11", None)]);
    let on = |as_at: &str| {
        let figures = evaluate(&store, &ask(&definition, &[], &periods, as_at)).unwrap();
        counts(figures.cell(0, &[]).unwrap())
    };
    assert_eq!(on("2026-06-10"), (0, 0, 0), "not imposed yet");
    assert_eq!(on("2026-06-11"), (0, 0, 1));
    assert_eq!(
        on("2026-06-16"),
        (0, 0, 1),
        "the day it is due has not passed"
    );
    assert_eq!(on("2026-06-17"), (0, 1, 0));
}

#[test]
fn what_is_known_of_holidays_on_a_day_decides_what_is_due() {
    let definition = seen_in_time();
    let periods = quarters();
    let store = store_of(&definition, &[order(1, "2026-06-11", Some("2026-06-16"))]);
    let calendar = Calendar::built_in("scotland-council")
        .unwrap()
        .as_known_on(day("2026-01-01"));
    let question = ask(&definition, &[], &periods, "2026-07-01");
    let with =
        |question: &Question| counts(evaluate(&store, question).unwrap().cell(0, &[]).unwrap());
    assert_eq!(
        with(&question),
        (1, 0, 0),
        "the holiday proclaimed in February gives a day more"
    );
    assert_eq!(
        with(&Question {
            calendar: &calendar,
            ..question
        }),
        (0, 1, 0)
    );
}

#[test]
fn a_what_if_asks_the_same_facts_with_another_allowance_or_without_an_exclusion() {
    let definition = seen_in_time();
    let periods = quarters();
    let mut in_custody = order(2, "2026-04-01", None);
    in_custody
        .values
        .insert("outcome".to_owned(), Value::Choice("in-custody".to_owned()));
    let store = store_of(
        &definition,
        &[order(1, "2026-04-01", Some("2026-04-08")), in_custody],
    );
    let with = |definition: &Definition| {
        let figures = evaluate(&store, &ask(definition, &[], &periods, "2026-07-01")).unwrap();
        figures.cell(0, &[]).unwrap().clone()
    };
    let as_it_is = with(&definition);
    assert_eq!(
        counts(&as_it_is),
        (0, 1, 0),
        "Good Friday and Easter Monday are no working days"
    );
    assert_eq!(
        as_it_is.excluded,
        [(Reason::Stated("in custody".to_owned()), 1)]
    );
    let longer = Definition {
        within: Some(Within::Allowance(Allowance::WorkingDays(3))),
        ..definition.clone()
    };
    assert_eq!(counts(&with(&longer)), (1, 0, 0));
    let everybody = Definition {
        exclude: Vec::new(),
        ..definition.clone()
    };
    assert_eq!(counts(&with(&everybody)), (0, 2, 0));
}

fn what_moved(
    before: &FactStore,
    after: &FactStore,
    definition: &Definition,
    split: &[Of],
) -> Difference {
    difference(
        before,
        after,
        &ask(definition, split, &quarters(), "2027-03-31"),
    )
    .unwrap()
}

#[test]
fn a_correction_moves_the_figure_of_its_own_quarter_and_names_the_record() {
    let definition = seen_in_time();
    let orders = [
        order(1, "2026-04-07", Some("2026-04-08")),
        order(2, "2026-04-07", Some("2026-04-20")),
        order(3, "2026-08-11", Some("2026-08-12")),
    ];
    let before = store_of(&definition, &orders);
    let corrected = Record {
        version: 2,
        ..order(2, "2026-04-07", Some("2026-04-09"))
    };
    let after = before.with_record(&corrected).unwrap();
    let moved = what_moved(&before, &after, &definition, &[]);
    assert_eq!(moved.figures.len(), 1);
    let figure = &moved.figures[0];
    assert_eq!(figure.period, quarters()[0]);
    assert_eq!(
        (counts(&figure.before), counts(&figure.after)),
        ((1, 1, 0), (2, 0, 0))
    );
    assert_eq!(figure.after.value, Exact::of_whole(1, 1));
    assert_eq!(moved.records.len(), 1);
    let record = &moved.records[0];
    assert_eq!(record.record, RecordNumber(2));
    assert_eq!(record.before[0].outcome, Outcome::Missed);
    assert_eq!(record.after[0].outcome, Outcome::Met);
}

#[test]
fn a_correction_of_the_date_moves_two_quarters_across_the_end_of_the_year() {
    let definition = seen_in_time();
    let before = store_of(
        &definition,
        &[
            order(1, "2026-03-30", Some("2026-03-31")),
            order(2, "2026-04-07", None),
        ],
    );
    let corrected = Record {
        version: 2,
        ..order(1, "2026-04-01", Some("2026-04-02"))
    };
    let after = before.with_record(&corrected).unwrap();
    let earlier = [
        Period::quarter(2025, 4).unwrap(),
        Period::quarter(2026, 1).unwrap(),
    ];
    let question = ask(&definition, &[], &earlier, "2026-05-01");
    let moved = difference(&before, &after, &question).unwrap();
    let shown: Vec<_> = moved
        .figures
        .iter()
        .map(|one| (counts(&one.before), counts(&one.after)))
        .collect();
    assert_eq!(shown, [((1, 0, 0), (0, 0, 0)), ((0, 1, 0), (1, 1, 0))]);
    assert_eq!(moved.records.len(), 1, "one record moved both");
}

#[test]
fn a_late_record_moves_a_past_quarter_and_is_told_as_late() {
    let definition = seen_in_time();
    let before = store_of(&definition, &[order(1, "2026-04-07", Some("2026-04-08"))]);
    let mut late = order(2, "2026-04-14", None);
    late.recorded_at = i64::from(day("2026-11-02").number()) * 86_400;
    let after = before.with_record(&late).unwrap();
    let moved = what_moved(&before, &after, &definition, &[]);
    assert_eq!(moved.figures.len(), 1);
    assert_eq!(moved.records.len(), 1);
    assert!(moved.records[0].before.is_empty());
    let periods = quarters();
    let question = Question {
        recorded_within: Some(5),
        ..ask(&definition, &[], &periods, "2027-03-31")
    };
    let figures = evaluate(&after, &question).unwrap();
    let recording = figures.cell(0, &[]).unwrap().recording.unwrap();
    assert_eq!((recording.within, recording.later), (1, 1));
    assert_eq!(
        recording.median_days,
        Exact::of_whole(101, 1),
        "0 and 202 days"
    );
}

#[test]
fn a_merge_moves_people_and_their_parts_and_can_be_undone() {
    let definition = Definition {
        kind: DefinitionKind::Count,
        people: true,
        exclude: Vec::new(),
        ..seen_in_time()
    };
    let orders = [
        order(1, "2026-04-07", None),
        order(2, "2026-05-07", None),
        order(3, "2026-05-07", None),
    ];
    let before = store_of(&definition, &orders);
    let at_home = Person {
        addresses: vec![Address {
            lines: String::new(),
            locality: "ardoch".to_owned(),
            from: day("2020-01-01"),
        }],
        ..nobody(1)
    };
    let before = before.with_person(&at_home).unwrap();
    let merged = Person {
        merged_into: Some(PersonNumber(1)),
        ..nobody(2)
    };
    let after = before.with_person(&merged).unwrap();
    let moved = what_moved(&before, &after, &definition, &[]);
    assert_eq!(moved.figures.len(), 1);
    let people = |cell: &Cell| cell.people.unwrap().met;
    assert_eq!(
        (
            people(&moved.figures[0].before),
            people(&moved.figures[0].after)
        ),
        (3, 2)
    );
    assert_eq!(moved.figures[0].after.value, Exact::of_whole(2, 1));
    let records: Vec<_> = moved
        .records
        .iter()
        .map(|one| (one.record, one.after[0].person))
        .collect();
    assert_eq!(records, [(RecordNumber(2), PersonNumber(1))]);
    let by_locality = what_moved(&before, &after, &definition, &[Of::Locality]);
    let parts: Vec<_> = by_locality
        .figures
        .iter()
        .map(|one| one.parts.clone())
        .collect();
    assert_eq!(
        parts,
        [vec![Part::Known("ardoch".to_owned())], vec![Part::NotKnown]]
    );
    let undone = after.with_person(&nobody(2)).unwrap();
    assert_eq!(
        what_moved(&before, &undone, &definition, &[Of::Locality]),
        Difference::default()
    );
}

#[test]
fn a_meeting_completed_earlier_in_the_episode_moves_the_order_that_reads_it() {
    let definition = Definition {
        to: Some(of_meeting("held")),
        ..seen_in_time()
    };
    let meeting = |number: u64, held: &str| Record {
        form: "meeting".to_owned(),
        values: [("held".to_owned(), Value::Day(day(held)))].into(),
        episode: RecordNumber(1),
        ..order(number, held, None)
    };
    let before = store_of(
        &definition,
        &[order(1, "2026-04-07", None), meeting(2, "2026-04-20")],
    );
    let after = before.with_record(&meeting(3, "2026-04-08")).unwrap();
    let moved = what_moved(&before, &after, &definition, &[]);
    assert_eq!(moved.records.len(), 1);
    assert_eq!(moved.records[0].record, RecordNumber(1));
    assert_eq!(moved.records[0].after[0].outcome, Outcome::Met);
    let withdrawn = Record {
        stage: Stage::Withdrawn,
        version: 2,
        ..meeting(3, "2026-04-08")
    };
    let back = after.with_record(&withdrawn).unwrap();
    assert_eq!(
        what_moved(&before, &back, &definition, &[]),
        Difference::default()
    );
}
