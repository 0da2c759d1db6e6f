//! Clocks make occasions of records: by the rule of the trigger's day, with pauses, extensions, rounds and ends.
#![allow(clippy::unwrap_used)]

mod common;

use clew_calendar::{Calendar, Day};
use clew_practice::{
    episode::Episode,
    occasion::{Basis, DueDay, Length, Occasion, PauseDays, Timing, moved},
    pack::{Allowance, Clock, Pack, Standing},
    record::{Record, RecordNumber, Stage},
};
use common::{day, record, small, small_with};
use proptest::prelude::*;

fn council() -> &'static Calendar {
    Calendar::built_in("scotland-council").unwrap()
}

fn visits(pack: &Pack) -> &Clock {
    &pack.clocks["awi-adult-visits"]
}

/// The occasions of the first episode, one a line: round, from, due, stop, end.
fn written(occasions: &[Occasion<'_>]) -> String {
    let line = |occasion: &Occasion<'_>| {
        let due = occasion
            .due
            .day()
            .map_or("-".to_owned(), |day| day.to_string());
        let stop = occasion.stop.map_or("-".to_owned(), |stop| {
            format!("{} {}", stop.day, stop.record)
        });
        let ended = occasion
            .ended
            .map_or("-".to_owned(), |ended| ended.day.to_string());
        format!(
            "{} from {} {} due {due} stop {stop} ended {ended}",
            occasion.round, occasion.from.day, occasion.from.record
        )
    };
    occasions.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn occasions_of<'p>(pack: &'p Pack, records: &[Record]) -> Vec<Occasion<'p>> {
    let episodes = Episode::all(records);
    let episode = &episodes[&RecordNumber(1)];
    visits(pack).occasions(episode, None, council())
}

fn visit(number: u64, on: &str, seen: &str) -> Record {
    record(number, 1, "awi-visit", &[("visited", on), ("seen", seen)])
}

fn order(values: &[(&str, &str)]) -> Record {
    let mut all = vec![("guardian", "council")];
    all.extend_from_slice(values);
    record(1, 1, "awi-guardianship", &all)
}

#[test]
fn each_round_counts_from_the_stop_before_and_by_the_rule_of_that_day() {
    let pack = small();
    let records = [
        order(&[("granted", "2013-11-30")]),
        visit(2, "2014-03-10", "adult guardian"), // late: due at the end of February
        visit(3, "2014-04-01", "guardian"),       // not the adult: stops nothing
        visit(4, "2014-06-10", "adult"),          // on the last day
        visit(5, "2014-06-10", "adult"),          // the same day once more starts no round
    ];
    assert_eq!(
        written(&occasions_of(pack, &records)),
        "1 from 2013-11-30 R1 due 2014-02-28 stop 2014-03-10 R2 ended -\n\
         2 from 2014-03-10 R2 due 2014-06-10 stop 2014-06-10 R4 ended -\n\
         3 from 2014-06-10 R4 due 2015-06-10 stop - ended -"
    );
    let occasions = occasions_of(pack, &records);
    let timings: Vec<Timing> = occasions
        .iter()
        .map(|one| one.timing(day("2015-05-01")))
        .collect();
    assert_eq!(timings, [Timing::MetLate, Timing::Met, Timing::NotYetDue]);
    assert_eq!(
        occasions[2].rule.source,
        "SSI 2002/95 regulation 2 as amended by SSI 2014/123"
    );
    assert_eq!(occasions[2].rule.standing, Standing::Statute);
}

#[test]
fn drafts_withdrawn_records_visits_before_the_order_and_other_episodes_stop_nothing() {
    let pack = small();
    let mut draft = visit(2, "2026-02-01", "adult");
    draft.stage = Stage::Draft;
    let mut withdrawn = visit(3, "2026-02-01", "adult");
    withdrawn.stage = Stage::Withdrawn;
    let mut elsewhere = visit(4, "2026-02-01", "adult");
    elsewhere.episode = RecordNumber(9);
    let records = [
        order(&[("granted", "2026-01-31")]),
        draft,
        withdrawn,
        elsewhere,
        visit(5, "2026-01-30", "adult"),
    ];
    assert_eq!(
        written(&occasions_of(pack, &records)),
        "1 from 2026-01-31 R1 due 2026-04-30 stop - ended -"
    );
}

#[test]
fn time_passing_alone_makes_it_at_risk_and_then_overdue_on_the_right_days() {
    let pack = small();
    let occasions = occasions_of(pack, &[order(&[("granted", "2026-01-31")])]);
    for (as_at, timing) in [
        ("2026-01-30", Timing::NotYetDue),
        ("2026-04-15", Timing::NotYetDue),
        ("2026-04-16", Timing::AtRisk),
        ("2026-04-30", Timing::AtRisk),
        ("2026-05-01", Timing::Overdue),
    ] {
        assert_eq!(occasions[0].timing(day(as_at)), timing, "{as_at}");
    }
}

#[test]
fn the_end_of_an_order_leaves_nothing_to_do_but_hides_no_miss() {
    let pack = small();
    let ended = |on: &str| {
        let records = [
            order(&[("granted", "2026-01-31"), ("ended", on)]),
            visit(2, "2026-06-01", "adult"),
        ];
        let occasions = occasions_of(pack, &records);
        assert_eq!(occasions.len(), 1, "no further round after the end");
        (occasions[0].timing(day("2026-12-01")), occasions[0].stop)
    };
    assert_eq!(ended("2026-04-30"), (Timing::Ended, None));
    assert_eq!(ended("2026-05-01"), (Timing::Missed, None));
    assert_eq!(ended("2026-06-01").0, Timing::MetLate);
}

#[test]
fn a_pause_and_an_extension_with_a_reason_give_a_later_day_and_one_without_gives_none() {
    let pack = small();
    let due = |values: &[(&str, &str)]| {
        let mut all = vec![("granted", "2026-01-31")];
        all.extend_from_slice(values);
        occasions_of(pack, &[order(&all)])[0].due.clone()
    };
    let on = |written: &str| DueDay::On(day(written));
    assert_eq!(
        due(&[("paused_from", "2026-03-01"), ("paused_to", "2026-03-11")]),
        on("2026-05-10")
    );
    assert_eq!(due(&[("paused_from", "2026-03-01")]), DueDay::Paused);
    assert_eq!(due(&[("paused_from", "2026-05-01")]), on("2026-04-30"));
    assert_eq!(due(&[("extended_to", "2026-06-15")]), on("2026-04-30"));
    assert_eq!(
        due(&[
            ("extended_to", "2026-06-15"),
            ("extension_reason", "Abroad")
        ]),
        on("2026-06-15")
    );
    assert_eq!(
        due(&[
            ("extended_to", "2026-02-15"),
            ("extension_reason", "Abroad")
        ]),
        on("2026-04-30")
    );
}

#[test]
fn a_day_that_was_set_is_the_due_day_and_none_set_is_told() {
    let (pack, issues) = small_with(
        "guardianship.toml",
        "  within = \"3 months\"\n  then_every = \"3 months\"",
        "  on = \"extended_to\"",
    );
    assert!(issues.is_empty(), "{}", common::written(&issues));
    let old = occasions_of(
        &pack,
        &[order(&[
            ("granted", "2010-01-31"),
            ("extended_to", "2010-02-20"),
        ])],
    );
    assert_eq!(old[0].due, DueDay::On(day("2010-02-20")));
    let unset = occasions_of(&pack, &[order(&[("granted", "2010-01-31")])]);
    assert_eq!(unset[0].timing(day("2026-01-01")), Timing::NoDay);
}

#[test]
fn what_lies_beyond_the_calendar_has_no_due_day_and_says_why() {
    let (pack, _) = small_with(
        "guardianship.toml",
        "  within = \"3 months\"\n  then_every = \"3 months\"",
        "  within = \"10 working days\"\n  then_every = \"3 months\"",
    );
    let records = [
        order(&[("granted", "2009-06-05")]),
        visit(2, "2009-06-12", "adult"),
    ];
    let occasions = occasions_of(&pack, &records);
    let DueDay::Unknown(why) = &occasions[0].due else {
        panic!("it is known: {:?}", occasions[0].due);
    };
    assert!(why.to_string().contains("which covers 2010-01-01"), "{why}");
    let timings = ["2009-06-11", "2009-06-12"].map(|as_at| occasions[0].timing(day(as_at)));
    assert_eq!(timings, [Timing::NoDay, Timing::Done]);
    assert_eq!(occasions[1].due, DueDay::On(day("2009-09-12")));
}

#[test]
fn a_clock_that_stands_still_is_neither_overdue_nor_ever_late() {
    let pack = small();
    let paused = order(&[("granted", "2026-01-31"), ("paused_from", "2026-03-01")]);
    let waiting = occasions_of(pack, std::slice::from_ref(&paused));
    assert_eq!(waiting[0].timing(day("2027-01-01")), Timing::Paused);
    let done = occasions_of(pack, &[paused, visit(2, "2026-12-01", "adult")]);
    assert_eq!(done[0].timing(day("2027-01-01")), Timing::Met);
}

#[test]
fn nothing_is_due_by_a_rule_that_was_not_in_force_yet() {
    let (pack, _) = small_with(
        "guardianship.toml",
        "  [[clock.rule]]\n  within = \"3 months\"\n  then_every = \"3 months\"",
        "  [[clock.rule]]\n  effective_from = \"2002-04-01\"\n  within = \"3 months\"",
    );
    assert!(occasions_of(&pack, &[order(&[("granted", "2002-03-31")])]).is_empty());
    let records = [
        order(&[("granted", "2002-04-01")]),
        visit(2, "2002-05-01", "adult"),
    ];
    assert_eq!(
        occasions_of(&pack, &records).len(),
        1,
        "the rule of that day asks for no further round"
    );
    let later = [
        order(&[("granted", "2014-05-01")]),
        visit(2, "2014-06-09", "adult"),
    ];
    assert_eq!(
        written(&occasions_of(&pack, &later)),
        "1 from 2014-05-01 R1 due 2014-08-01 stop 2014-06-09 R2 ended -\n\
         2 from 2014-06-09 R2 due 2015-06-09 stop - ended -",
        "the rule in force on the day of the stop asks for one"
    );
}

#[test]
fn what_a_late_proclamation_moves_is_shown_with_the_holiday_that_moved_it() {
    let (pack, _) = small_with(
        "guardianship.toml",
        "  within = \"3 months\"\n  then_every = \"12 months\"",
        "  within = \"10 working days\"\n  then_every = \"10 working days\"",
    );
    let now = council();
    let before = now.as_known_on(day("2026-01-15"));
    let records = [
        order(&[("granted", "2026-06-05")]),
        visit(2, "2026-06-12", "adult"),
    ];
    let occasions = occasions_of(&pack, &records);
    let moved = moved(&occasions, &before, now);
    let said: Vec<String> = moved
        .iter()
        .map(|one| {
            let names: Vec<&str> = one
                .because
                .iter()
                .map(|special| special.name.as_str())
                .collect();
            format!(
                "{}: {:?} to {:?} because of {}",
                one.occasion.round,
                one.was.day(),
                one.now.day(),
                names.join(", ")
            )
        })
        .collect();
    let holiday = now
        .special_days()
        .iter()
        .find(|special| special.date == day("2026-06-15"))
        .unwrap();
    assert_eq!(
        said,
        [
            format!(
                "1: Some(2026-06-19) to Some(2026-06-22) because of {}",
                holiday.name
            ),
            format!(
                "2: Some(2026-06-26) to Some(2026-06-29) because of {}",
                holiday.name
            ),
        ]
    );
}

/// The due day, counted day by day as a person would on a wall calendar.
fn counted_by_hand(allowance: Allowance, from: Day, pause: Option<(Day, Day)>) -> Day {
    let (count, working) = match allowance {
        Allowance::WorkingDays(count) => (count, true),
        Allowance::Days(count) => (count, false),
        Allowance::Months(_) => unreachable!("months are not counted by days"),
    };
    let stands = |day: Day| pause.is_some_and(|(from, until)| from <= day && day < until);
    let mut day = from;
    let mut left = count;
    while left > 0 {
        day = day.plus_days(1);
        let counts = !working || council().is_working_day(day).unwrap();
        if counts && !stands(day) {
            left -= 1;
        }
    }
    day
}

proptest! {
    #[test]
    fn a_due_day_is_the_one_that_is_counted_by_hand(
        start in 16_000i32..18_000,
        working in any::<bool>(),
        count in 0u16..60,
        pause in prop::option::of((-20i32..90, -5i32..40)),
    ) {
        let from = Day::from_number(start).unwrap();
        let allowance = if working { Allowance::WorkingDays(count) } else { Allowance::Days(count) };
        let pause = pause.map(|(after, length)| (from.plus_days(after), from.plus_days(after + length)));
        let basis = Basis {
            from,
            length: Length::Within(allowance),
            pause: pause.map(|(from, until)| PauseDays { from, until: Some(until) }),
            extension: None,
        };
        prop_assert_eq!(basis.due_by(council()), DueDay::On(counted_by_hand(allowance, from, pause)));
    }

    /// Walks through time day by day with nothing but the days of the visits at hand.
    #[test]
    fn rounds_are_those_of_a_walk_through_time(
        granted in 15_600i32..16_600,
        visits in prop::collection::vec(0i32..1_500, 0..8),
        end in prop::option::of(0i32..1_500),
    ) {
        let pack = small();
        let granted = Day::from_number(granted).unwrap();
        let ended = end.map(|after| granted.plus_days(after));
        let on = granted.to_string();
        let end_written = ended.map(|day| day.to_string());
        let mut values = vec![("granted", on.as_str())];
        values.extend(end_written.as_deref().map(|end| ("ended", end)));
        let mut records = vec![order(&values)];
        for (number, after) in (2u64..).zip(&visits) {
            records.push(visit(number, &granted.plus_days(*after).to_string(), "adult"));
        }
        let mut expected: Vec<(Day, Day, Option<Day>)> = Vec::new();
        let amended = day("2014-06-09");
        let mut open = Some((granted, granted.plus_months(3)));
        for after in 0..1_500 {
            let today = granted.plus_days(after);
            let visited = visits.contains(&after);
            let over = ended.is_some_and(|ended| ended <= today);
            let in_time = ended.is_none_or(|ended| today <= ended);
            let Some((from, due)) = open.filter(|_| visited && in_time) else {
                continue;
            };
            if today > from || expected.is_empty() {
                expected.push((from, due, Some(today)));
                let months = if today < amended { 3 } else { 12 };
                open = (!over).then(|| (today, today.plus_months(months)));
            }
        }
        expected.extend(open.map(|(from, due)| (from, due, None)));
        let found: Vec<(Day, Day, Option<Day>)> = occasions_of(pack, &records)
            .iter()
            .map(|one| (one.from.day, one.due.day().unwrap(), one.stop.map(|stop| stop.day)))
            .collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn what_is_not_done_only_ever_becomes_more_urgent(
        granted in 16_600i32..17_600,
        days in prop::collection::vec(0i32..400, 2..10),
    ) {
        let pack = small();
        let granted = Day::from_number(granted).unwrap();
        let occasions = occasions_of(pack, &[order(&[("granted", &granted.to_string())])]);
        let mut days = days;
        days.sort_unstable();
        let timings: Vec<Timing> = days.iter().map(|after| occasions[0].timing(granted.plus_days(*after))).collect();
        // Timing is ordered from the most urgent on.
        prop_assert!(timings.windows(2).all(|pair| pair[1] <= pair[0]), "{timings:?}");
    }
}
