//! The true answers are those that the pack's definitions give when they are applied to the records one by one, as
//! slowly and plainly as can be.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;

use clew_calendar::{Calendar, Day, Period, PeriodKind};
use clew_practice::episode::Episode;
use clew_practice::occasion::DueDay;
use clew_practice::pack::{
    Allowance, Clock, ClockRule, Condition, Definition, DefinitionKind, Due, Pack, Path, Stop,
    Test, Within,
};
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber, Value};
use clew_synth::{Answer, Council, Made, Size, Truth};
use common::pack;
use rust_decimal::Decimal;

/// Everything that a council made, as it last stood.
struct World {
    pack: Pack,
    last: Day,
    people: BTreeMap<PersonNumber, Person>,
    records: BTreeMap<RecordNumber, Record>,
    episodes: BTreeMap<RecordNumber, Vec<RecordNumber>>,
}

type Answers = BTreeMap<(String, String, String), Answer>;

impl World {
    fn made(council: &mut Council, pack: Pack, last: Day) -> World {
        let (mut people, mut records, mut episodes) =
            (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for made in council {
            match made {
                Made::Person(person) => {
                    people.insert(person.number, person);
                }
                Made::Record(record) => {
                    let of_episode: &mut Vec<RecordNumber> =
                        episodes.entry(record.episode).or_default();
                    if !records.contains_key(&record.number) {
                        of_episode.push(record.number);
                    }
                    records.insert(record.number, record);
                }
            }
        }
        World {
            pack,
            last,
            people,
            records,
            episodes,
        }
    }

    fn of_episode(&self, record: &Record, form: &str) -> Vec<&Record> {
        let numbers = self.episodes[&record.episode].iter();
        let mut found: Vec<&Record> = numbers
            .map(|number| &self.records[number])
            .filter(|record| record.form == form)
            .collect();
        found.sort_by_key(|record| (record.event_date, record.number));
        found
    }

    fn value(&self, record: &Record, path: &Path) -> Option<Value> {
        match path {
            Path::Own(field) => record.values.get(field).cloned(),
            Path::Episode { form, field } => self
                .of_episode(record, form)
                .first()?
                .values
                .get(field)
                .cloned(),
            Path::Person(what) => {
                assert_eq!(what, "age");
                Some(Value::Number(Decimal::from(self.age(record))))
            }
        }
    }

    fn age(&self, record: &Record) -> i32 {
        let born = self.people[&record.person].birth.unwrap().day;
        let years =
            (0..130).take_while(|years| born.plus_months(12 * (years + 1)) <= record.event_date);
        i32::try_from(years.count()).unwrap()
    }

    fn day(&self, record: &Record, path: &Path) -> Option<Day> {
        match self.value(record, path)? {
            Value::Day(day) => Some(day),
            _ => None,
        }
    }

    fn holds(&self, record: &Record, condition: &Condition) -> bool {
        let value = self.value(record, &condition.field);
        let is_among = |codes: &[String]| match &value {
            Some(Value::Choice(code)) => codes.contains(code),
            Some(Value::Choices(held)) => held.iter().any(|code| codes.contains(code)),
            Some(Value::YesNo(yes)) => {
                codes.contains(&String::from(if *yes { "yes" } else { "no" }))
            }
            _ => false,
        };
        let number = match &value {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        };
        match &condition.test {
            Test::OneOf(codes) => is_among(codes),
            Test::NoneOf(codes) => !is_among(codes),
            Test::Empty => value.is_none(),
            Test::Filled => value.is_some(),
            Test::AtLeast(limit) => number.unwrap() >= *limit,
            Test::LessThan(limit) => number.unwrap() < *limit,
            other => panic!("a test that no measure here uses: {other:?}"),
        }
    }

    fn all(&self, record: &Record, conditions: &[Condition]) -> bool {
        conditions
            .iter()
            .all(|condition| self.holds(record, condition))
    }

    fn excluded(&self, record: &Record, definition: &Definition) -> bool {
        definition
            .exclude
            .iter()
            .any(|exclusion| self.all(record, &exclusion.when))
    }

    fn cell(&self, record: &Record, day: Day) -> (String, String, String) {
        let quarter = Period::containing(PeriodKind::Quarter, day)
            .unwrap()
            .label();
        let locality = self.people[&record.person]
            .locality_on(record.event_date)
            .unwrap();
        (quarter, record.team.clone(), locality.to_owned())
    }

    fn answers(&self, definition: &Definition) -> Answers {
        let mut answers = Answers::new();
        for record in self
            .records
            .values()
            .filter(|record| record.form == definition.form)
        {
            if self.all(record, &definition.filter) {
                self.count(&mut answers, record, definition);
            }
        }
        answers.retain(|_, answer| *answer != Answer::default());
        answers
    }

    fn count(&self, answers: &mut Answers, record: &Record, definition: &Definition) {
        if let Some(Within::Clock(clock)) = &definition.within {
            for (from, fate) in self.occasions(record, &self.pack.clocks[clock]) {
                let answer = answers.entry(self.cell(record, from)).or_default();
                *slot(
                    answer,
                    if self.excluded(record, definition) {
                        Fate::Excluded
                    } else {
                        fate
                    },
                ) += 1;
            }
            return;
        }
        let Some(from) = self
            .day(record, &definition.from)
            .filter(|from| *from <= self.last)
        else {
            return;
        };
        let fate = match definition.kind {
            DefinitionKind::OnDayCount => {
                return self.count_open(answers, record, definition, from);
            }
            DefinitionKind::Count => Fate::Counted,
            _ if self.excluded(record, definition) => Fate::Excluded,
            DefinitionKind::Share if self.all(record, &definition.met) => Fate::Met,
            DefinitionKind::Share => Fate::Missed,
            DefinitionKind::Timeliness => {
                let due = match definition.within.as_ref().unwrap() {
                    Within::Allowance(allowance) => due(from, *allowance, &definition.calendar),
                    Within::On(path) => self.day(record, path).unwrap(),
                    Within::Clock(_) => unreachable!(),
                };
                self.fate(
                    due,
                    definition.to.as_ref().and_then(|to| self.day(record, to)),
                    None,
                )
            }
            other => panic!("no true answers are kept for {other:?}"),
        };
        *slot(answers.entry(self.cell(record, from)).or_default(), fate) += 1;
    }

    fn count_open(
        &self,
        answers: &mut Answers,
        record: &Record,
        definition: &Definition,
        from: Day,
    ) {
        let to = self.day(record, definition.to.as_ref().unwrap());
        let mut quarter = Period::containing(PeriodKind::Quarter, from);
        while let Some(period) = quarter.filter(|period| period.last() <= self.last) {
            if from <= period.last() && to.is_none_or(|to| to > period.last()) {
                answers
                    .entry(self.cell(record, period.last()))
                    .or_default()
                    .count += 1;
            }
            quarter = period.next();
        }
    }

    fn fate(&self, due: Day, done: Option<Day>, ended: Option<Day>) -> Fate {
        match done.filter(|done| *done <= self.last) {
            Some(done) if done <= due => Fate::Met,
            _ if ended.is_some_and(|ended| ended <= due && ended <= self.last) => Fate::Excluded,
            None if due >= self.last => Fate::NotYetDue,
            _ => Fate::Missed,
        }
    }

    /// Days on which a clock is stopped, or ends, in order.
    fn stops(&self, trigger: &Record, stop: &Stop) -> Vec<Day> {
        let path = Path::Own(stop.date.clone());
        let mut days: Vec<Day> = if stop.form == trigger.form {
            self.day(trigger, &path).into_iter().collect()
        } else {
            let records = self.of_episode(trigger, &stop.form);
            let counted = records
                .into_iter()
                .filter(|record| self.all(record, &stop.when));
            counted
                .filter_map(|record| self.day(record, &path))
                .collect()
        };
        days.sort();
        days
    }

    fn count_occasions(
        &self,
        answers: &mut Answers,
        episode: &Episode,
        definition: &Definition,
        clock: &Clock,
    ) {
        let calendar = Calendar::built_in(&clock.calendar).unwrap();
        let person = episode.person().map(|number| &self.people[&number]);
        for occasion in clock.occasions(episode, person, calendar) {
            let trigger = &self.records[&occasion.trigger];
            let DueDay::On(due) = occasion.due else {
                panic!("{} has no due day", occasion.trigger);
            };
            let days = [occasion.stop, occasion.ended].map(|dated| dated.map(|dated| dated.day));
            let fate = self.fate(due, days[0], days[1]);
            let fate = if self.excluded(trigger, definition) {
                Fate::Excluded
            } else {
                fate
            };
            if self.all(trigger, &definition.filter) {
                *slot(
                    answers
                        .entry(self.cell(trigger, occasion.from.day))
                        .or_default(),
                    fate,
                ) += 1;
            }
        }
    }

    fn occasions(&self, record: &Record, clock: &Clock) -> Vec<(Day, Fate)> {
        assert!(clock.pause.is_none() || !record.values.contains_key("clarification_asked"));
        let path = Path::Own(clock.trigger.date.clone());
        let Some(mut from) = self
            .day(record, &path)
            .filter(|_| self.all(record, &clock.trigger.when))
        else {
            return Vec::new();
        };
        let rule_on = |day: Day| {
            let in_force = |rule: &&ClockRule| rule.effective_from.is_none_or(|first| first <= day);
            clock.rules.iter().rev().find(in_force)
        };
        let Some(rule) = rule_on(from) else {
            return Vec::new();
        };
        let stops = self.stops(record, &clock.stop);
        let ended = clock
            .until
            .as_ref()
            .and_then(|until| self.stops(record, until).first().copied());
        let mut by = match &rule.due {
            Due::Within(allowance) => due(from, *allowance, &clock.calendar),
            Due::On(path) => self.day(record, path).unwrap(),
        };
        let mut occasions = Vec::new();
        let mut first = true;
        loop {
            let stop = stops
                .iter()
                .copied()
                .find(|stop| *stop > from || first && *stop == from);
            occasions.push((from, self.fate(by, stop, ended)));
            let every = stop.and_then(rule_on).and_then(|rule| rule.then_every);
            let (Some(stop), Some(every)) = (stop, every) else {
                return occasions;
            };
            (from, by, first) = (stop, due(stop, every, &clock.calendar), false);
        }
    }
}

/// The answers that were worked out while the records were made.
fn told(truth: &Truth, code: &str) -> Answers {
    let lines = truth.of(code).map(|(first, team, locality, answer)| {
        let quarter = Period::containing(PeriodKind::Quarter, first)
            .unwrap()
            .label();
        ((quarter, team, locality.to_owned()), answer)
    });
    lines.collect()
}

#[derive(Clone, Copy)]
enum Fate {
    Met,
    Missed,
    Excluded,
    NotYetDue,
    Counted,
}

fn slot(answer: &mut Answer, fate: Fate) -> &mut u64 {
    match fate {
        Fate::Met => &mut answer.met,
        Fate::Missed => &mut answer.missed,
        Fate::Excluded => &mut answer.excluded,
        Fate::NotYetDue => &mut answer.not_yet_due,
        Fate::Counted => &mut answer.count,
    }
}

fn due(from: Day, allowance: Allowance, calendar: &str) -> Day {
    match allowance {
        Allowance::Days(days) => from.plus_days(i32::from(days)),
        Allowance::Months(months) => from.plus_months(i32::from(months)),
        Allowance::WorkingDays(days) => {
            let calendar = Calendar::built_in(calendar).unwrap();
            let mut day = from;
            for _ in 0..days {
                day = day.plus_days(1);
                while !calendar.is_working_day(day).unwrap() {
                    day = day.plus_days(1);
                }
            }
            day
        }
    }
}

#[test]
fn every_true_answer_is_what_the_packs_definition_gives_record_by_record() {
    let shared = pack();
    let size = Size::of(9_000);
    let mut council = Council::new(&shared, size, 21).unwrap();
    let world = World::made(&mut council, pack(), size.last);
    let truth = council.truth();
    let codes = truth.measures();
    assert!(codes.len() >= 70, "{} measures have answers", codes.len());
    for code in codes {
        let found = world.answers(&world.pack.measures[code]);
        assert_eq!(told(truth, code), found, "{code}");
    }
}

#[test]
fn the_clocks_occasions_give_the_same_answers() {
    let shared = pack();
    let size = Size::of(9_000);
    let mut council = Council::new(&shared, size, 23).unwrap();
    let world = World::made(&mut council, pack(), size.last);
    let records: Vec<Record> = world.records.values().cloned().collect();
    let episodes = Episode::all(&records);
    let mut compared = 0;
    for code in council.truth().measures() {
        let definition = &world.pack.measures[code];
        let Some(Within::Clock(clock)) = &definition.within else {
            continue;
        };
        let mut answers = Answers::new();
        for episode in episodes.values() {
            world.count_occasions(&mut answers, episode, definition, &world.pack.clocks[clock]);
        }
        assert_eq!(told(council.truth(), code), answers, "{code}");
        compared += 1;
    }
    assert!(compared >= 8, "{compared} measures by clocks");
}

#[test]
fn in_the_end_some_were_missed_some_left_out_and_some_are_not_yet_due() {
    let shared = pack();
    let mut council = Council::new(&shared, Size::of(9_000), 22).unwrap();
    council.by_ref().for_each(drop);
    let mut not_yet_due = 0;
    for code in [
        "CR-REPORTS-20WD",
        "JUST-COURT-REPORTS",
        "AD-21D",
        "OT-ASSESSED-6W",
        "AWI-VISITS-PRIVATE",
    ] {
        let answer = council.truth().total(code);
        assert!(answer.met > answer.missed, "{code}: {answer:?}");
        assert!(
            answer.missed > 0 && answer.excluded > 0,
            "{code}: {answer:?}"
        );
        not_yet_due += answer.not_yet_due;
    }
    assert!(not_yet_due > 5);
}

#[test]
fn one_team_lags_and_one_year_is_worse_than_the_others() {
    let shared = pack();
    let mut council = Council::new(&shared, Size::of(40_000), 6).unwrap();
    council.by_ref().for_each(drop);
    let share = |keep: &dyn Fn(Day, &str) -> bool| {
        let mut total = Answer::default();
        for (first, team, _, answer) in council
            .truth()
            .of("AD-21D")
            .chain(council.truth().of("OT-ASSESSED-6W"))
        {
            if keep(first, &team) {
                total.met += answer.met;
                total.missed += answer.missed;
            }
        }
        total.met * 1_000 / (total.met + total.missed).max(1)
    };
    let lagging = share(&|_, team| team == "therapy-north");
    assert!(
        lagging + 60 < share(&|_, team| team == "therapy-east"),
        "{lagging}"
    );
    let year = |year: i32| {
        share(&|first, _| {
            Period::financial_year_starting(year)
                .unwrap()
                .contains(first)
        })
    };
    let years: Vec<u64> = (2016..2026).map(year).collect();
    let worst = years.iter().min().unwrap();
    let others: u64 = years.iter().sum::<u64>() - worst;
    assert!(worst + 50 < others / 9, "{years:?}");
}

#[test]
fn the_table_of_answers_is_the_same_on_every_machine() {
    let shared = pack();
    let mut council = Council::new(&shared, Size::of(1_000), 1).unwrap();
    council.by_ref().for_each(drop);
    let table = council.truth().csv();
    assert!(
        table.starts_with("measure,quarter,team,locality,met,missed,excluded,not_yet_due,count\n")
    );
    let digest = table
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |digest, byte| {
            (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
    assert_eq!(
        digest, 0xC7EC_B42A_55AE_D44E,
        "the table has changed: {digest:#018X}"
    );
}
