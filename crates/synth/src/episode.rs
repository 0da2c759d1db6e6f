//! What is at hand while episodes are made: the random sequence, the people, the answers, and what was made.

use clew_calendar::{Calendar, Day};

use crate::people::{People, Someone, Wanted};
use crate::random::Random;
use crate::rules;
use crate::service::{Service, Team, handicap};
use crate::sketch::Sketch;
use crate::truth::{Fate, Truth};

/// Which working days are counted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Days {
    /// Without the council's own holidays.
    Statutory,
    /// With them.
    Council,
}

/// How long is allowed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Limit {
    Working(Days, i32),
    Days(i32),
    Months(i32),
}

/// In how many of a thousand cases something is done in time, and in how many it is never done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Odds {
    pub(crate) in_time: u32,
    pub(crate) never: u32,
}

/// Everything that the making of episodes needs.
#[derive(Debug)]
pub(crate) struct Making {
    pub(crate) random: Random,
    pub(crate) people: People,
    pub(crate) truth: Truth,
    pub(crate) last: Day,
    /// The bad year: its first and last day.
    bad_year: Option<(Day, Day)>,
    statutory: &'static Calendar,
    council: &'static Calendar,
    numbered: u64,
    /// What was made and is not yet handed on.
    pub(crate) made: Vec<Sketch>,
    pub(crate) met: Vec<Someone>,
}

impl Making {
    pub(crate) fn new(
        seed: u64,
        last: Day,
        bad_year: Option<(Day, Day)>,
        calendars: (&'static Calendar, &'static Calendar),
    ) -> Making {
        Making {
            random: Random::new(seed),
            people: People::default(),
            truth: Truth::new(last),
            last,
            bad_year,
            statutory: calendars.0,
            council: calendars.1,
            numbered: 0,
            made: Vec::new(),
            met: Vec::new(),
        }
    }

    /// True on the days of the bad year.
    pub(crate) fn is_bad(&self, day: Day) -> bool {
        self.bad_year
            .is_some_and(|(first, last)| first <= day && day <= last)
    }

    /// Somebody whom the work is about.
    pub(crate) fn someone(&mut self, wanted: Wanted, day: Day) -> Someone {
        let (someone, new) = self.people.find(wanted, day, &mut self.random);
        if new {
            self.met.push(someone);
        }
        someone
    }

    /// The team that holds their record: mostly that of where they live.
    pub(crate) fn team(&mut self, service: Service, someone: Someone, day: Day) -> Team {
        let home = someone.locality_on(day);
        if self.random.chance(40) {
            return Team::new(service, (home + 1) % 4);
        }
        Team::new(service, home)
    }

    /// A record that opens an episode.
    pub(crate) fn open(
        &mut self,
        form: (&'static str, &'static str),
        someone: Someone,
        team: Team,
        event: (&'static str, Day),
    ) -> Sketch {
        self.numbered += 1;
        let sketch = Sketch {
            form: form.1,
            process: form.0,
            number: self.numbered,
            episode: self.numbered,
            someone,
            team,
            event: event.1,
            unfinished: false,
            filled: Vec::with_capacity(8),
        };
        sketch.day(event.0, event.1)
    }

    /// A further record of an episode.
    pub(crate) fn next(
        &mut self,
        of: &Sketch,
        form: &'static str,
        event: (&'static str, Day),
    ) -> Sketch {
        self.numbered += 1;
        let sketch = Sketch {
            form,
            number: self.numbered,
            event: event.1,
            unfinished: false,
            filled: Vec::with_capacity(8),
            process: of.process,
            episode: of.episode,
            someone: of.someone,
            team: of.team,
        };
        sketch.day(event.0, event.1)
    }

    /// Takes a record that is finished, unless it lies after the last day, and counts what it answers by itself.
    pub(crate) fn keep(&mut self, sketch: Sketch) {
        if sketch.event > self.last {
            return;
        }
        rules::count(self, &sketch);
        self.made.push(sketch);
    }

    /// Takes a record that is finished, and the closing of its work on a day that is not the form's own ending.
    pub(crate) fn keep_closed(&mut self, sketch: Sketch, closed: Day, why: &'static str) {
        let closing = self.next(&sketch, "closing", ("closed", closed.max(sketch.event)));
        self.keep(sketch);
        self.keep(closing.choice("why", why));
    }

    /// Counts one thing that had to be in time, by the record that it is counted with.
    pub(crate) fn judge(&mut self, measure: &'static str, day: Day, of: &Sketch, fate: Fate) {
        let place = (of.team, of.someone.locality_on(of.event));
        self.truth.judge(measure, day, place, fate);
    }

    /// The last day in time.
    pub(crate) fn due(&self, from: Day, limit: Limit) -> Day {
        match limit {
            Limit::Days(days) => from.plus_days(days),
            Limit::Months(months) => from.plus_months(months),
            Limit::Working(days, number) => self.working(days, from, number),
        }
    }

    /// So many working days after a day.
    pub(crate) fn working(&self, days: Days, from: Day, number: i32) -> Day {
        let calendar = match days {
            Days::Statutory => self.statutory,
            Days::Council => self.council,
        };
        // The days that can be made lie well within what the calendars cover.
        calendar
            .add_working_days(from, number)
            .unwrap_or_else(|_| from.plus_days(number))
    }

    /// When something is done that has to be done in time, if ever: less often in time in the bad year and in teams
    /// that lag, and on working days.
    pub(crate) fn done(&mut self, team: Team, from: Day, limit: Limit, odds: Odds) -> Option<Day> {
        let due = self.due(from, limit);
        self.done_by(team, from, due, odds)
    }

    /// The same by a day that is set.
    pub(crate) fn done_by(&mut self, team: Team, from: Day, due: Day, odds: Odds) -> Option<Day> {
        if self.random.chance(odds.never) {
            return None;
        }
        let bad = if self.is_bad(from) {
            odds.in_time * 12 / 100
        } else {
            0
        };
        let in_time = odds.in_time.saturating_sub(handicap(team) + bad);
        if self.random.chance(in_time) {
            return Some(self.between(from, due));
        }
        let allowed = from.days_until(due).max(2);
        let late = 1 + self.random.between(0, allowed) * self.random.between(1, 3) / 2;
        Some(self.office(due.plus_days(late)))
    }

    /// A day from one to another, a working day if there is one at hand.
    fn between(&mut self, from: Day, due: Day) -> Day {
        let day = from.plus_days(self.random.between(0, from.days_until(due).max(0)));
        let office = self.office(day);
        if office <= due { office } else { day }
    }

    /// A working day some days after a day.
    pub(crate) fn office_after(&mut self, day: Day, least: i32, most: i32) -> Day {
        let after = self.random.between(least, most);
        self.office(day.plus_days(after))
    }

    /// The day, or the next working day.
    pub(crate) fn office(&self, day: Day) -> Day {
        self.council.working_day_on_or_after(day).unwrap_or(day)
    }
}
