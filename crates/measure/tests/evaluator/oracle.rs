//! The dullest way to the same figures: record by record, day by day. It shares no code with the evaluator.

mod cells;
mod dates;

use std::collections::BTreeMap;

use clew_calendar::Day;
use clew_measure::evaluate::{Outcome, Part, Question, Reason};
use clew_measure::facts::OccasionRow;
use clew_practice::occasion::DueDay;
use clew_practice::pack::{Amount, Condition, DefinitionKind, Of, Path, Test, Within};
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber, Stage, Value};
use rust_decimal::Decimal;

pub(crate) use cells::{cell, in_period};
use dates::{age, due_day, locality, working_days};

/// All that was ever recorded.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) people: Vec<Person>,
    pub(crate) versions: Vec<Record>,
    pub(crate) occasions: Vec<OccasionRow>,
}

/// A record, or an occasion of it, as it counts.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    pub(crate) record: Record,
    pub(crate) person: PersonNumber,
    pub(crate) from: Day,
    pub(crate) to: Option<Day>,
    pub(crate) due: Option<Day>,
    pub(crate) outcome: Outcome,
    amount: Decimal,
    parts: Vec<Part>,
    pub(crate) stopped_by: Option<RecordNumber>,
    recorded_after: Option<i64>,
}

impl World {
    /// The latest versions of the records that count.
    pub(crate) fn records(&self) -> Vec<Record> {
        let mut latest: BTreeMap<u64, Record> = BTreeMap::new();
        for version in &self.versions {
            let known = latest
                .entry(version.number.0)
                .or_insert_with(|| version.clone());
            if version.version >= known.version {
                *known = version.clone();
            }
        }
        latest.into_values().filter(is_counting).collect()
    }

    fn person(&self, number: PersonNumber) -> Option<&Person> {
        self.people.iter().find(|person| person.number == number)
    }

    fn counts_as(&self, number: PersonNumber) -> PersonNumber {
        match self.person(number).and_then(|person| person.merged_into) {
            Some(other) => self.counts_as(other),
            None => number,
        }
    }

    /// What a path leads to from a record.
    fn value(&self, record: &Record, path: &Path) -> Option<Value> {
        match path {
            Path::Own(field) => own_value(record, field),
            Path::Episode { form, field } => {
                let mut others: Vec<Record> = self.records();
                others.retain(|other| other.form == *form && other.episode == record.episode);
                others.sort_by_key(|other| (other.event_date, other.number));
                own_value(others.first()?, field)
            }
            Path::Person(field) => {
                let person = self.person(self.counts_as(record.person))?;
                let on = record.event_date;
                match field.as_str() {
                    "gender" => person.gender.clone().map(Value::Choice),
                    "locality" => locality(person, on).map(Value::Choice),
                    "age" => age(person, on).map(|age| Value::Number(Decimal::from(age))),
                    _ => None,
                }
            }
        }
    }

    fn day(&self, record: &Record, path: &Path) -> Option<Day> {
        match self.value(record, path)? {
            Value::Day(day) => Some(day),
            _ => None,
        }
    }

    fn holds(&self, record: &Record, condition: &Condition) -> bool {
        let value = self.value(record, &condition.field);
        let number = match value {
            Some(Value::Number(number)) => Some(number),
            _ => None,
        };
        let on = match value {
            Some(Value::Day(day)) => Some(day),
            _ => None,
        };
        let words = match &value {
            Some(Value::Choice(code)) => vec![code.clone()],
            Some(Value::Choices(codes)) => codes.clone(),
            Some(Value::YesNo(yes)) => vec![if *yes { "yes" } else { "no" }.to_owned()],
            _ => Vec::new(),
        };
        let is_empty = match &value {
            None => true,
            Some(Value::Choices(codes)) => codes.is_empty(),
            Some(_) => false,
        };
        match &condition.test {
            Test::OneOf(wanted) => words.iter().any(|word| wanted.contains(word)),
            Test::NoneOf(unwanted) => !words.iter().any(|word| unwanted.contains(word)),
            Test::AtLeast(limit) => number.is_some_and(|number| number >= *limit),
            Test::MoreThan(limit) => number.is_some_and(|number| number > *limit),
            Test::AtMost(limit) => number.is_some_and(|number| number <= *limit),
            Test::LessThan(limit) => number.is_some_and(|number| number < *limit),
            Test::OnOrAfter(limit) => on.is_some_and(|on| on >= *limit),
            Test::Before(limit) => on.is_some_and(|on| on < *limit),
            Test::Empty => is_empty,
            Test::Filled => !is_empty,
        }
    }

    fn all_hold(&self, record: &Record, conditions: &[Condition]) -> bool {
        conditions
            .iter()
            .all(|condition| self.holds(record, condition))
    }

    fn part(&self, record: &Record, of: &Of) -> Part {
        let person = self.person(self.counts_as(record.person));
        let known = match of {
            Of::Team => Some(record.team.clone()),
            Of::Locality => person.and_then(|person| locality(person, record.event_date)),
            Of::Gender => person.and_then(|person| person.gender.clone()),
            Of::Age(bands) => {
                let age = person.and_then(|person| age(person, record.event_date));
                let band =
                    age.and_then(|age| bands.iter().rev().find(|band| i64::from(band.from) <= age));
                band.map(|band| band.title.clone())
            }
            Of::Field(field) => match own_value(record, field) {
                Some(Value::Choice(code)) => Some(code),
                Some(Value::YesNo(yes)) => Some(if yes { "yes" } else { "no" }.to_owned()),
                _ => None,
            },
        };
        known.map_or(Part::NotKnown, Part::Known)
    }

    /// Days from the event to when the record was first recorded as counting.
    fn recorded_after(&self, record: &Record) -> i64 {
        let versions = self.versions.iter();
        let counting =
            versions.filter(|version| version.number == record.number && is_counting(version));
        let first = counting
            .map(|version| version.recorded_at.div_euclid(86_400))
            .min()
            .unwrap();
        first - i64::from(record.event_date.number())
    }

    /// Everything that counts for a question, wherever in time.
    pub(crate) fn counted(&self, question: &Question) -> Vec<Counted> {
        let definition = question.definition;
        let mut counted = Vec::new();
        for record in self.records() {
            if record.form != definition.form || !self.all_hold(&record, &definition.filter) {
                continue;
            }
            if matches!(definition.within, Some(Within::Clock(_))) {
                for row in self
                    .occasions
                    .iter()
                    .filter(|row| row.record == record.number)
                {
                    counted.extend(self.counted_occasion(question, &record, row));
                }
            } else {
                counted.extend(self.counted_record(question, &record));
            }
        }
        counted
    }

    fn excluded(&self, question: &Question, record: &Record) -> Option<Outcome> {
        let mut exclusions = question.definition.exclude.iter();
        let first = exclusions.find(|left_out| self.all_hold(record, &left_out.when))?;
        Some(Outcome::Excluded(Reason::Stated(first.reason.clone())))
    }

    fn counted_occasion(
        &self,
        question: &Question,
        record: &Record,
        row: &OccasionRow,
    ) -> Option<Counted> {
        if row.trigger > question.as_at {
            return None;
        }
        let stop = row.stop.filter(|stop| *stop <= question.as_at);
        let ended = row.ended.filter(|ended| *ended <= question.as_at);
        let due = row.due.day();
        let outcome = match (&row.due, stop) {
            (DueDay::NotSet, _) => Outcome::Excluded(Reason::NoDueDay),
            (DueDay::Unknown(_), _) => Outcome::Excluded(Reason::OutsideCalendar),
            (_, Some(stop)) if due.is_some_and(|due| stop > due) => Outcome::Missed,
            (_, Some(_)) => Outcome::Met,
            (_, None) if ended.is_some_and(|ended| due.is_none_or(|due| ended <= due)) => {
                Outcome::Excluded(Reason::Ended)
            }
            (_, None) if due.is_some_and(|due| question.as_at > due) => Outcome::Missed,
            (_, None) => Outcome::NotYetDue,
        };
        let stopped_by = row.stopped_by.filter(|_| stop.is_some());
        let counting = self.records();
        let stopper = stopped_by.and_then(|by| counting.iter().find(|one| one.number == by));
        Some(Counted {
            outcome: self.excluded(question, record).unwrap_or(outcome),
            due,
            stopped_by,
            recorded_after: stopper.map(|stopper| self.recorded_after(stopper)),
            ..self.bare(question, record, row.trigger, stop)
        })
    }

    fn bare(&self, question: &Question, record: &Record, from: Day, to: Option<Day>) -> Counted {
        Counted {
            record: record.clone(),
            person: self.counts_as(record.person),
            from,
            to,
            due: None,
            outcome: Outcome::Met,
            amount: Decimal::ZERO,
            parts: question
                .split
                .iter()
                .map(|of| self.part(record, of))
                .collect(),
            stopped_by: None,
            recorded_after: Some(self.recorded_after(record)),
        }
    }

    fn counted_record(&self, question: &Question, record: &Record) -> Option<Counted> {
        let definition = question.definition;
        let from = self.day(record, &definition.from)?;
        if from > question.as_at {
            return None;
        }
        let to = definition.to.as_ref().and_then(|to| self.day(record, to));
        let to = to.filter(|to| *to <= question.as_at);
        let mut counted = self.bare(question, record, from, to);
        match definition.kind {
            DefinitionKind::Timeliness => {
                (counted.outcome, counted.due) = self.in_time(question, record, from, to);
            }
            DefinitionKind::Share | DefinitionKind::OnDayShare => {
                let is_met = self.all_hold(record, &definition.met);
                counted.outcome = if is_met {
                    Outcome::Met
                } else {
                    Outcome::Missed
                };
            }
            DefinitionKind::Count | DefinitionKind::OnDayCount => {}
            _ => match self.amount(question, record, from, to) {
                Ok(amount) => counted.amount = amount,
                Err(outcome) => counted.outcome = outcome,
            },
        }
        if let Some(outcome) = self.excluded(question, record) {
            counted.outcome = outcome;
        }
        Some(counted)
    }

    fn in_time(
        &self,
        question: &Question,
        record: &Record,
        from: Day,
        to: Option<Day>,
    ) -> (Outcome, Option<Day>) {
        let (due, missing) = match question.definition.within.as_ref().unwrap() {
            Within::Allowance(allowance) => (
                due_day(question.calendar, from, *allowance),
                Reason::OutsideCalendar,
            ),
            Within::On(path) => (self.day(record, path), Reason::NoDueDay),
            Within::Clock(_) => unreachable!("occasions are counted apart"),
        };
        let outcome = match (due, to) {
            (None, _) => Outcome::Excluded(missing),
            (Some(due), Some(to)) if to <= due => Outcome::Met,
            (Some(_), Some(_)) => Outcome::Missed,
            (Some(due), None) if question.as_at > due => Outcome::Missed,
            (Some(_), None) => Outcome::NotYetDue,
        };
        // A second day after the due day that is not seen yet leaves the record where it is.
        (outcome, due)
    }

    fn amount(
        &self,
        question: &Question,
        record: &Record,
        from: Day,
        to: Option<Day>,
    ) -> Result<Decimal, Outcome> {
        match question.definition.amount.as_ref().unwrap() {
            Amount::Field(field) => match own_value(record, field) {
                Some(Value::Number(number)) => Ok(number),
                _ => Err(Outcome::Excluded(Reason::NoAmount)),
            },
            Amount::Days { per } => {
                let to = to.ok_or(Outcome::NotYetDue)?;
                // Kept in days, and divided once at the end.
                assert!(*per > 0);
                Ok(Decimal::from(from.days_until(to)))
            }
            Amount::WorkingDays => {
                let to = to.ok_or(Outcome::NotYetDue)?;
                let days = working_days(question.calendar, from, to);
                days.map(Decimal::from)
                    .ok_or(Outcome::Excluded(Reason::OutsideCalendar))
            }
        }
    }
}

fn is_counting(record: &Record) -> bool {
    record.stage == Stage::Complete || record.stage == Stage::Authorised
}

fn own_value(record: &Record, field: &str) -> Option<Value> {
    if field == "imposed" || field == "held" {
        return Some(Value::Day(record.event_date));
    }
    record.values.get(field).cloned()
}
