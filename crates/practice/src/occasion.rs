//! Occasions: what clocks make of the records of an episode, each with its trigger, its due day and its stop.

mod due_day;
mod moved;
mod timing;

use clew_calendar::{Calendar, Day};

pub use due_day::{Basis, DueDay, Extended, Length, PauseDays};
pub use moved::{Moved, moved};
pub use timing::Timing;

use crate::{
    episode::Episode,
    pack::{Allowance, Clock, ClockRule, Due, Path, Stop},
    person::Person,
    reading::Reading,
    record::{PersonNumber, Record, RecordNumber, Value},
};

/// A day and the record that says it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub struct Dated {
    /// The day.
    pub day: Day,
    /// The record.
    pub record: RecordNumber,
}

/// One occasion of a clock: once for a clock that runs once, and once a round for what is done again and again.
#[derive(Clone, Debug)]
pub struct Occasion<'p> {
    /// The clock.
    pub clock: &'p Clock,
    /// The rule that was in force on the day from which it counts.
    pub rule: &'p ClockRule,
    /// Which round it is, counted from 1.
    pub round: u32,
    /// The episode.
    pub episode: RecordNumber,
    /// The person.
    pub person: PersonNumber,
    /// The record that started the clock.
    pub trigger: RecordNumber,
    /// From when it counts: the trigger's date, or the stop of the round before.
    pub from: Dated,
    /// What its due day is worked out from.
    pub basis: Basis,
    /// The last day in time.
    pub due: DueDay,
    /// What stopped it.
    pub stop: Option<Dated>,
    /// What ended it, so that no stop is expected any more.
    pub ended: Option<Dated>,
}

impl Clock {
    /// The rule that is in force on a day, if there is one yet.
    #[must_use]
    pub fn rule_on(&self, day: Day) -> Option<&ClockRule> {
        let in_force = |rule: &&ClockRule| rule.effective_from.is_none_or(|from| from <= day);
        self.rules.iter().rev().find(in_force)
    }

    /// What the clock makes of an episode, by trigger and then by round.
    ///
    /// A clock starts with each record of the trigger's form that has the date and meets the conditions, if a rule is in
    /// force on that date. It is stopped by the date in the same record or, when another form stops it, by the first
    /// record of that form on the trigger's date or later. Each stop, early or late, triggers a further round if the rule
    /// in force on its day says `then_every`; only a later day can stop that one. What ends a clock leaves no further
    /// round.
    #[must_use]
    pub fn occasions<'p>(
        &'p self,
        episode: &Episode<'_>,
        person: Option<&Person>,
        calendar: &Calendar,
    ) -> Vec<Occasion<'p>> {
        let mut occasions = Vec::new();
        for trigger in episode.of_form(&self.trigger.form) {
            let reading = Reading::of(trigger, episode, person);
            let date = reading.own_day(&self.trigger.date);
            if let Some(day) = date.filter(|_| reading.all_hold(&self.trigger.when)) {
                let all_stops = |stop| self.all_stops(stop, trigger, day, episode, person);
                let run = Run {
                    clock: self,
                    trigger,
                    reading,
                    calendar,
                    stops: all_stops(&self.stop),
                    ended: self
                        .until
                        .as_ref()
                        .and_then(|until| all_stops(until).first().copied()),
                };
                run.rounds(day, &mut occasions);
            }
        }
        occasions
    }

    /// Every date that could stop what began on a day, the earliest first.
    fn all_stops(
        &self,
        stop: &Stop,
        trigger: &Record,
        day: Day,
        episode: &Episode<'_>,
        person: Option<&Person>,
    ) -> Vec<Dated> {
        let dated = |record: &Record| {
            let reading = Reading::of(record, episode, person);
            let day = reading.own_day(&stop.date)?;
            let record = record.number;
            reading
                .all_hold(&stop.when)
                .then_some(Dated { day, record })
        };
        if stop.form == self.trigger.form {
            return dated(trigger).into_iter().collect();
        }
        let later = |dated: &Dated| dated.day >= day;
        let mut stops: Vec<Dated> = episode
            .of_form(&stop.form)
            .filter_map(dated)
            .filter(later)
            .collect();
        stops.sort();
        stops
    }
}

/// A clock that one record started.
struct Run<'c, 'p> {
    clock: &'p Clock,
    trigger: &'c Record,
    reading: Reading<'c>,
    calendar: &'c Calendar,
    stops: Vec<Dated>,
    ended: Option<Dated>,
}

impl<'p> Run<'_, 'p> {
    fn rounds(&self, day: Day, occasions: &mut Vec<Occasion<'p>>) {
        let record = self.trigger.number;
        let mut from = Dated { day, record };
        let mut round = 1;
        while let Some(occasion) = self.round(round, from) {
            let stop = occasion.stop;
            occasions.push(occasion);
            let Some(stop) = stop.filter(|stop| stop.day >= from.day) else {
                return;
            };
            if self.ended.is_some_and(|ended| ended.day <= stop.day) {
                return;
            }
            from = stop;
            round += 1;
        }
    }

    /// One round; none when no rule is in force, or none that says how long a further round may take.
    fn round(&self, round: u32, from: Dated) -> Option<Occasion<'p>> {
        let rule = self.clock.rule_on(from.day)?;
        let length = match (&rule.due, round) {
            (Due::Within(allowance), 1) => Length::Within(*allowance),
            (Due::On(path), 1) => Length::Set(self.reading.day(path)),
            _ => Length::Within(rule.then_every?),
        };
        let basis = Basis {
            from: from.day,
            length,
            pause: self.pause(),
            extension: self.extension().filter(|_| round == 1),
        };
        let counts = |stop: &&Dated| round == 1 || stop.day > from.day;
        let stop = self.stops.iter().find(counts).copied();
        let in_time = |stop: &Dated| self.ended.is_none_or(|ended| stop.day <= ended.day);
        Some(Occasion {
            clock: self.clock,
            rule,
            round,
            episode: self.trigger.episode,
            person: self.trigger.person,
            trigger: self.trigger.number,
            from,
            due: basis.due_by(self.calendar),
            basis,
            stop: stop.filter(in_time),
            ended: self.ended,
        })
    }

    fn pause(&self) -> Option<PauseDays> {
        let pause = self.clock.pause.as_ref()?;
        Some(PauseDays {
            from: self.reading.own_day(&pause.from)?,
            until: self.reading.own_day(&pause.to),
        })
    }

    /// The later day that was allowed; it does not hold without a reason.
    fn extension(&self) -> Option<Extended> {
        let extension = self.clock.extension.as_ref()?;
        let to = self.reading.own_day(&extension.to)?;
        let reason = self.reading.value(&Path::Own(extension.reason.clone()))?;
        let reason = match reason.as_ref() {
            Value::Text(reason) | Value::Choice(reason) => reason.clone(),
            _ => return None,
        };
        Some(Extended { to, reason })
    }
}

impl Occasion<'_> {
    /// How long the round may take, as its rule says; none when its day is set.
    #[must_use]
    pub fn allowance(&self) -> Option<Allowance> {
        match self.basis.length {
            Length::Within(allowance) => Some(allowance),
            Length::Set(_) => None,
        }
    }

    /// Whether it was begun by a day, and neither stopped nor ended.
    #[must_use]
    pub fn is_open_on(&self, day: Day) -> bool {
        let is_over = |at: Option<Dated>| at.is_some_and(|at| at.day <= day);
        self.from.day <= day && !is_over(self.stop) && !is_over(self.ended)
    }
}
