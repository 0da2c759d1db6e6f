//! Time, corrections, late records and merges: each moves the figures that it should, and no others.

use clew_calendar::{Calendar, Period};
use clew_measure::Exact;
use clew_measure::evaluate::{
    Apart, Cell, Difference, Outcome, Part, Question, Reason, difference, evaluate, parts_apart,
    records_behind, split_of,
};
use clew_measure::facts::{FactStore, OccasionRow, SharedFacts};
use clew_practice::pack::{
    Allowance, Condition, Definition, DefinitionKind, Exclusion, Of, Pack, Test, Within,
};
use clew_practice::person::{Address, Person};
use clew_practice::record::{PersonNumber, Record, RecordNumber, Stage, Value};

use crate::dice::Dice;
use crate::questions::{self, of_meeting, own};
use crate::world::{self, day};

/// Orders seen within two working days of being imposed, without those in custody.
fn seen_in_time() -> Definition {
    Definition {
        from: own("imposed"),
        to: Some(own("seen")),
        within: Some(Within::Allowance(Allowance::WorkingDays(2))),
        filter: Vec::new(),
        exclude: vec![Exclusion {
            when: vec![Condition {
                field: own("outcome"),
                test: Test::OneOf(vec!["in-custody".to_owned()]),
            }],
            reason: "in custody".to_owned(),
        }],
        people: false,
        ..questions::definition(&mut Dice::new(1), DefinitionKind::Timeliness)
    }
}

fn order(number: u64, imposed: &str, seen: Option<&str>) -> Record {
    let mut values = [("imposed".to_owned(), Value::Day(day(imposed)))]
        .into_iter()
        .collect();
    let put = |values: &mut std::collections::BTreeMap<String, Value>, seen: &str| {
        values.insert("seen".to_owned(), Value::Day(day(seen)));
    };
    seen.into_iter().for_each(|seen| put(&mut values, seen));
    Record {
        number: RecordNumber(number),
        form: "order".to_owned(),
        process: None,
        episode: RecordNumber(number),
        person: PersonNumber(number),
        team: "west".to_owned(),
        event_date: day(imposed),
        recorded_at: i64::from(day(imposed).number()) * 86_400,
        recorded_by: "worker".to_owned(),
        stage: Stage::Complete,
        restricted: false,
        version: 1,
        values,
    }
}

fn nobody(number: u64) -> Person {
    Person {
        birth: None,
        gender: None,
        addresses: Vec::new(),
        merged_into: None,
        ..world::person(&mut Dice::new(number), number, 1)
    }
}

fn quarters() -> Vec<Period> {
    (1..=4)
        .map(|quarter| Period::quarter(2026, quarter).unwrap())
        .collect()
}

fn ask<'a>(
    definition: &'a Definition,
    split: &'a [Of],
    periods: &'a [Period],
    as_at: &str,
) -> Question<'a> {
    Question {
        definition,
        split,
        periods,
        as_at: day(as_at),
        calendar: Calendar::built_in("scotland-council").unwrap(),
        recorded_within: None,
        threads: 1,
    }
}

fn pack_of(definition: &Definition) -> Pack {
    world::pack(std::slice::from_ref(definition))
}

fn store_of(definition: &Definition, records: &[Record]) -> FactStore {
    let people: Vec<Person> = (1..=9).map(nobody).collect();
    FactStore::build(&pack_of(definition), &people, records).unwrap()
}

fn counts(cell: &Cell) -> (u64, u64, u64) {
    (cell.met, cell.missed, cell.not_yet_due)
}

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

#[test]
fn occasions_of_a_clock_end_stand_still_and_are_put_in_place_of_earlier_ones() {
    let definition = Definition {
        within: Some(Within::Clock("visits".to_owned())),
        exclude: Vec::new(),
        ..seen_in_time()
    };
    let occasion = |due: Option<&str>, stop: Option<&str>, ended: Option<&str>| OccasionRow {
        record: RecordNumber(1),
        trigger: day("2026-04-07"),
        due: due.map(day),
        stop: stop.map(day),
        ended: ended.map(day),
    };
    let store = store_of(&definition, &[order(1, "2026-04-07", None)]);
    let rows = [
        occasion(Some("2026-07-07"), Some("2026-07-07"), None),
        occasion(Some("2026-07-07"), Some("2026-07-08"), None),
        occasion(Some("2026-07-07"), None, Some("2026-07-07")),
        occasion(Some("2026-07-07"), None, Some("2026-07-08")),
        occasion(None, None, None),
    ];
    let store = store.with_clock("visits", "order", &rows).unwrap();
    let periods = quarters();
    let question = ask(&definition, &[Of::Team], &periods, "2026-09-01");
    let figures = evaluate(&store, &question).unwrap();
    let west = figures.cell(0, &[0]).unwrap();
    assert_eq!(counts(west), (1, 2, 1));
    assert_eq!(west.excluded, [(Reason::Ended, 1)]);
    assert_eq!(records_behind(&store, &question, 0, &[0]).unwrap().len(), 5);
    let once = store
        .with_occasions_of("visits", RecordNumber(1), &rows[..1])
        .unwrap();
    assert_eq!(
        counts(evaluate(&once, &question).unwrap().cell(0, &[0]).unwrap()),
        (1, 0, 0)
    );
    let withdrawn = Record {
        stage: Stage::Withdrawn,
        version: 2,
        ..order(1, "2026-04-07", None)
    };
    let gone = once.with_record(&withdrawn).unwrap();
    assert_eq!(
        counts(
            evaluate(&gone, &question)
                .unwrap()
                .cell(0, &[0])
                .unwrap_or(&Cell::default())
        ),
        (0, 0, 0)
    );
}

#[test]
fn a_figure_explains_itself_and_only_the_changed_year_has_another_version() {
    let definition = seen_in_time();
    let before = store_of(
        &definition,
        &[order(1, "2025-04-08", None), order(2, "2026-04-07", None)],
    );
    let after = before.with_record(&order(3, "2026-05-07", None)).unwrap();
    let periods = quarters();
    let question = ask(&definition, &[], &periods, "2026-09-01");
    let (earlier, later) = (
        evaluate(&before, &question).unwrap(),
        evaluate(&after, &question).unwrap(),
    );
    assert_eq!(earlier.basis.definition, "M-1");
    assert_eq!(
        (earlier.basis.version, earlier.basis.as_at),
        (1, day("2026-09-01"))
    );
    assert_eq!(earlier.basis.calendar, "scotland-council");
    let same: Vec<bool> = earlier
        .basis
        .tables
        .iter()
        .zip(&later.basis.tables)
        .map(|(one, other)| one == other)
        .collect();
    assert_eq!(same, [true, false]);
}

#[test]
fn whoever_reads_keeps_the_store_that_they_took() {
    let definition = seen_in_time();
    let shared = SharedFacts::new(store_of(&definition, &[order(1, "2026-04-07", None)]));
    let reading = shared.now();
    shared.replace(reading.with_record(&order(2, "2026-04-07", None)).unwrap());
    assert_eq!((reading.records(), shared.now().records()), (1, 2));
}

#[test]
fn a_team_that_hides_behind_the_total_is_told() {
    let definition = seen_in_time();
    let in_team = |number: u64, team: &str, seen: &str| Record {
        team: team.to_owned(),
        ..order(number, "2026-04-07", Some(seen))
    };
    let mut records = Vec::new();
    for number in 0..460 {
        let (team, is_late) = if number < 360 {
            ("west", number % 20 == 0)
        } else {
            ("east", number % 4 == 0)
        };
        records.push(in_team(
            number,
            team,
            if is_late { "2026-05-01" } else { "2026-04-08" },
        ));
    }
    records.push(in_team(500, "central", "2026-05-01"));
    let store = store_of(&definition, &records);
    let periods = quarters();
    let figures = evaluate(
        &store,
        &ask(&definition, &[Of::Team], &periods, "2026-09-01"),
    )
    .unwrap();
    let apart: Vec<_> = parts_apart(&figures, 0, 0)
        .into_iter()
        .map(|one| (one.part, one.apart))
        .collect();
    let named = |team: &str| Part::Known(team.to_owned());
    assert_eq!(
        apart,
        [
            (named("central"), Apart::SmallNumbers),
            (named("east"), Apart::Below),
            (named("west"), Apart::Within),
        ]
    );
}

#[test]
fn what_cannot_be_answered_is_refused_with_a_reason() {
    let definition = seen_in_time();
    let store = store_of(&definition, &[order(1, "2026-04-07", None)]);
    let periods = quarters();
    let refusal = |definition: &Definition, as_at: &str| {
        evaluate(&store, &ask(definition, &[], &periods, as_at))
            .unwrap_err()
            .to_string()
    };
    let unknown = Definition {
        from: own("unheard_of"),
        ..definition.clone()
    };
    assert_eq!(
        refusal(&unknown, "2026-09-01"),
        "there are no facts of the field unheard_of of the form order"
    );
    let endless = Definition {
        to: None,
        ..definition.clone()
    };
    assert_eq!(
        refusal(&endless, "2026-09-01"),
        "M-1: a definition of its kind needs the date until which is counted"
    );
    let mut misread = definition.clone();
    misread.exclude[0].when[0].test = Test::OnOrAfter(day("2026-01-01"));
    assert!(
        refusal(&misread, "2026-09-01").starts_with("the field outcome cannot be asked whether")
    );
    assert!(refusal(&definition, "2090-01-01").starts_with("2090-01-01 is later than 2079-06-04"));
    let misfit = Record {
        values: [("hours".to_owned(), Value::Number("1.25".parse().unwrap()))].into(),
        ..order(7, "2026-04-07", None)
    };
    assert_eq!(
        store.with_record(&misfit).unwrap_err().to_string(),
        "what R7 holds in hours does not fit the field"
    );
}

#[test]
fn a_split_is_a_dimension_of_the_pack_or_a_choice_field_of_the_form() {
    let definition = seen_in_time();
    let pack = pack_of(&definition);
    assert_eq!(split_of(&pack, &definition, "team"), Some(Of::Team));
    assert!(matches!(
        split_of(&pack, &definition, "age-band"),
        Some(Of::Age(_))
    ));
    assert_eq!(
        split_of(&pack, &definition, "outcome"),
        Some(Of::Field("outcome".to_owned()))
    );
    assert_eq!(split_of(&pack, &definition, "unheard-of"), None);
}
