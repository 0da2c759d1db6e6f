//! Clocks, explanations, what is shared, what stands apart, and what is refused.

use crate::orders::{ask, counts, order, pack_of, quarters, seen_in_time, store_of};
use crate::questions::own;
use crate::world::day;
use clew_measure::evaluate::{
    Apart, Cell, Part, Question, Reason, YearCache, evaluate, evaluate_with, parts_apart,
    records_behind, split_of,
};
use clew_measure::facts::{FactStore, OccasionRow, SharedFacts};
use clew_practice::occasion::DueDay;
use clew_practice::pack::{Definition, Of, Test, Within};
use clew_practice::record::{Record, RecordNumber, Stage, Value};

#[test]
fn how_late_a_clock_was_stopped_is_told_by_the_record_that_stopped_it() {
    let definition = Definition {
        within: Some(Within::Clock("visits".to_owned())),
        exclude: Vec::new(),
        ..seen_in_time()
    };
    // Recorded on the day that it was made; the visit that stopped its clock 200 days after it was held.
    let visit = |number: u64, late: i64| Record {
        form: "meeting".to_owned(),
        episode: RecordNumber(1),
        event_date: day("2026-04-10"),
        recorded_at: (i64::from(day("2026-04-10").number()) + late) * 86_400,
        values: [("held".to_owned(), Value::Day(day("2026-04-10")))].into(),
        ..order(number, "2026-04-10", None)
    };
    let records = [order(1, "2026-04-07", None), visit(2, 200), visit(3, 1)];
    let store = store_of(&definition, &records);
    let occasion = |stop: Option<(&str, u64)>| OccasionRow {
        record: RecordNumber(1),
        trigger: day("2026-04-07"),
        due: DueDay::On(day("2026-05-07")),
        stop: stop.map(|(on, _)| day(on)),
        stopped_by: stop.map(|(_, by)| RecordNumber(by)),
        ended: None,
    };
    let rows = [
        occasion(Some(("2026-04-10", 2))),
        occasion(Some(("2026-04-10", 3))),
        occasion(None),
    ];
    let store = store.with_clock("visits", "order", &rows).unwrap();
    let periods = quarters();
    let on = |as_at: &str, store: &FactStore| {
        let question = Question {
            recorded_within: Some(5),
            ..ask(&definition, &[], &periods, as_at)
        };
        let figures = evaluate(store, &question).unwrap();
        let recording = figures.cell(0, &[]).unwrap().recording.unwrap();
        let behind = records_behind(store, &question, 0, &[]).unwrap();
        let by: Vec<_> = behind.iter().map(|one| one.stopped_by).collect();
        ((recording.within, recording.later), by)
    };
    let [late, early] = [2, 3].map(|number| Some(RecordNumber(number)));
    assert_eq!(on("2026-12-31", &store), ((1, 1), vec![late, early, None]));
    assert_eq!(
        on("2026-04-09", &store),
        ((0, 0), vec![None; 3]),
        "none was stopped on that day"
    );
    let cache = YearCache::default();
    let kept = |store: &FactStore| {
        let question = Question {
            recorded_within: Some(5),
            ..ask(&definition, &[], &periods, "2026-12-31")
        };
        let figures = evaluate_with(&cache, store, &question).unwrap();
        figures.cell(0, &[]).unwrap().recording.unwrap().later
    };
    assert_eq!(kept(&store), 1);
    assert!(!cache.is_empty() && cache.bytes() > 0);
    let withdrawn = Record {
        stage: Stage::Withdrawn,
        version: 2,
        ..visit(2, 200)
    };
    let without = store.with_record(&withdrawn).unwrap();
    assert_eq!(kept(&without), 0, "what is kept is not what stood before");
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
        due: due.map_or(DueDay::Paused, |due| DueDay::On(day(due))),
        stop: stop.map(day),
        stopped_by: None,
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
