//! The true answers: how many were met, missed, left out and not yet due, and how many there were, by quarter, team
//! and locality.

use std::collections::BTreeMap;
use std::fmt::Write;

use clew_calendar::{Day, Period, PeriodKind};

use crate::LOCALITIES;
use crate::service::Team;

/// What happened to one thing that had to be in time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fate {
    Met,
    Missed,
    Excluded,
    NotYetDue,
}

impl Fate {
    /// By when it was due and when it was done, as things stood at the end of the last day: what is due on that day
    /// and not done is not yet due.
    pub(crate) fn of(due: Day, done: Option<Day>, last: Day) -> Fate {
        match done {
            Some(done) if done <= due => Fate::Met,
            Some(_) => Fate::Missed,
            None if due < last => Fate::Missed,
            None => Fate::NotYetDue,
        }
    }

    /// The same for something that ends: it is left out when it ended on or before the day on which it was due, and had
    /// not been done.
    pub(crate) fn until(due: Day, done: Option<Day>, ended: Option<Day>, last: Day) -> Fate {
        match (done, ended) {
            (None, Some(ended)) if ended <= due => Fate::Excluded,
            _ => Fate::of(due, done, last),
        }
    }
}

/// The true counts of one measure in one quarter for one team and locality.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Answer {
    /// In time, or for a share, in its numerator.
    pub met: u64,
    /// Not in time, or for a share, not in its numerator.
    pub missed: u64,
    /// Left out for a reason.
    pub excluded: u64,
    /// Not done, and the time has not run out.
    pub not_yet_due: u64,
    /// How many, of what is only counted, or open on the last day of the quarter.
    pub count: u64,
}

impl Answer {
    fn add(&mut self, other: Answer) {
        self.met += other.met;
        self.missed += other.missed;
        self.excluded += other.excluded;
        self.not_yet_due += other.not_yet_due;
        self.count += other.count;
    }
}

/// The first day of a quarter, a team and a locality's place in [`LOCALITIES`].
type Cell = (Day, Team, u8);

/// The true answers of a council, as known at the end of its last day.
#[derive(Clone, Debug)]
pub struct Truth {
    last: Day,
    by_measure: BTreeMap<&'static str, BTreeMap<Cell, Answer>>,
}

impl Truth {
    pub(crate) fn new(last: Day) -> Truth {
        Truth {
            last,
            by_measure: BTreeMap::new(),
        }
    }

    fn cell(&mut self, measure: &'static str, day: Day, team: Team, locality: u8) -> &mut Answer {
        let cells = self.by_measure.entry(measure).or_default();
        cells.entry((quarter_of(day), team, locality)).or_default()
    }

    /// Counts one thing that had to be in time, in the quarter of a day.
    pub(crate) fn judge(&mut self, measure: &'static str, day: Day, place: (Team, u8), fate: Fate) {
        if day > self.last {
            return;
        }
        let answer = self.cell(measure, day, place.0, place.1);
        match fate {
            Fate::Met => answer.met += 1,
            Fate::Missed => answer.missed += 1,
            Fate::Excluded => answer.excluded += 1,
            Fate::NotYetDue => answer.not_yet_due += 1,
        }
    }

    /// Counts one thing in the quarter of a day.
    pub(crate) fn count(&mut self, measure: &'static str, day: Day, place: (Team, u8)) {
        if day <= self.last {
            self.cell(measure, day, place.0, place.1).count += 1;
        }
    }

    /// Counts one thing on the last day of every whole quarter in which it was open, from a day to before another.
    pub(crate) fn open(
        &mut self,
        measure: &'static str,
        from: Day,
        to: Option<Day>,
        place: (Team, u8),
    ) {
        let mut quarter = quarter_of(from);
        loop {
            let census = quarter.plus_months(3).plus_days(-1);
            if census > self.last || to.is_some_and(|to| to <= census) {
                return;
            }
            self.cell(measure, quarter, place.0, place.1).count += 1;
            quarter = quarter.plus_months(3);
        }
    }

    /// The measures for which there are answers, by code.
    #[must_use]
    pub fn measures(&self) -> Vec<&'static str> {
        self.by_measure.keys().copied().collect()
    }

    /// The answers of one measure by the quarter's first day, team and locality.
    pub fn of<'a>(
        &'a self,
        measure: &str,
    ) -> impl Iterator<Item = (Day, String, &'static str, Answer)> + use<'a> {
        let cells = self.by_measure.get(measure).into_iter().flatten();
        cells.map(|((first, team, locality), answer)| {
            let locality = LOCALITIES[usize::from(*locality)];
            (*first, team.code(), locality, *answer)
        })
    }

    /// The answers of one measure over everything.
    #[must_use]
    pub fn total(&self, measure: &str) -> Answer {
        let mut total = Answer::default();
        for (_, _, _, answer) in self.of(measure) {
            total.add(answer);
        }
        total
    }

    /// The answers as a table: one line for each measure, quarter, team and locality that has any.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text =
            String::from("measure,quarter,team,locality,met,missed,excluded,not_yet_due,count\n");
        let lines = self.by_measure.keys().flat_map(|measure| {
            let answers = self.of(measure);
            answers.map(move |answer| (*measure, answer))
        });
        for (measure, (first, team, locality, answer)) in lines {
            let quarter = Period::containing(PeriodKind::Quarter, first)
                .map_or_else(String::new, Period::label);
            let Answer {
                met,
                missed,
                excluded,
                not_yet_due,
                count,
            } = answer;
            let _ = writeln!(
                text,
                "{measure},{quarter},{team},{locality},{met},{missed},{excluded},{not_yet_due},{count}"
            );
        }
        text
    }
}

/// The first day of the quarter that a day lies in.
fn quarter_of(day: Day) -> Day {
    let months_in = i32::from((day.month() - 1) % 3);
    day.first_of_month().plus_months(-months_in)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Service;

    fn day(text: (i32, u8, u8)) -> Day {
        Day::new(text.0, text.1, text.2).unwrap()
    }

    #[test]
    fn what_is_due_on_the_last_day_is_not_yet_due_and_is_missed_a_day_later() {
        let due = day((2026, 3, 31));
        assert_eq!(Fate::of(due, None, due), Fate::NotYetDue);
        assert_eq!(Fate::of(due, None, due.plus_days(1)), Fate::Missed);
        assert_eq!(Fate::of(due, Some(due), due), Fate::Met);
        assert_eq!(
            Fate::of(due, Some(due.plus_days(1)), due.plus_days(1)),
            Fate::Missed
        );
    }

    #[test]
    fn something_is_open_on_its_first_day_and_no_longer_on_the_day_it_ends() {
        let place = (Team::new(Service::Home, 0), 0);
        let mut truth = Truth::new(day((2020, 12, 31)));
        truth.open("OPEN", day((2020, 3, 31)), Some(day((2020, 9, 30))), place);
        let counts: Vec<Day> = truth.of("OPEN").map(|(first, _, _, _)| first).collect();
        assert_eq!(counts, vec![day((2020, 1, 1)), day((2020, 4, 1))]);
    }
}
