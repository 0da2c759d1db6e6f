//! What a single record answers by itself: written down here once more, apart from the pack, and applied record by
//! record. A change of the pack's definitions has to be made here too; the tests hold the two against each other.

mod counted;
mod timed;

use counted::{COUNTS, OPEN, SHARES};
use timed::TIMED;

use crate::episode::{Limit, Making};
use crate::sketch::Sketch;
use crate::truth::Fate;

/// A field that holds one of these choices; with no choices, a field that is filled.
type Must = (&'static str, &'static [&'static str]);

/// By when the second day has to come.
#[derive(Clone, Copy)]
enum By {
    Within(Limit),
    Field(&'static str),
}

/// A measure of what has to be in time.
struct Timed {
    measure: &'static str,
    form: &'static str,
    days: (&'static str, &'static str),
    by: By,
    filter: &'static [Must],
    exclude: &'static [Must],
}

impl Timed {
    const fn new(
        measure: &'static str,
        form: &'static str,
        days: (&'static str, &'static str),
        by: By,
    ) -> Timed {
        Timed {
            measure,
            form,
            days,
            by,
            filter: &[],
            exclude: &[],
        }
    }

    /// Of which records.
    const fn of(self, filter: &'static [Must]) -> Timed {
        Timed { filter, ..self }
    }

    /// Which of them are left out.
    const fn without(self, exclude: &'static [Must]) -> Timed {
        Timed { exclude, ..self }
    }
}

/// A measure of a share.
struct Share {
    measure: &'static str,
    form: &'static str,
    from: &'static str,
    met: &'static [Must],
    filter: &'static [Must],
    exclude: &'static [Must],
}

impl Share {
    const fn new(
        measure: &'static str,
        form: &'static str,
        from: &'static str,
        met: &'static [Must],
    ) -> Share {
        Share {
            measure,
            form,
            from,
            met,
            filter: &[],
            exclude: &[],
        }
    }

    /// Of which records.
    const fn of(self, filter: &'static [Must]) -> Share {
        Share { filter, ..self }
    }

    /// Which of them are left out.
    const fn without(self, exclude: &'static [Must]) -> Share {
        Share { exclude, ..self }
    }
}

/// A measure that only counts.
struct Count {
    measure: &'static str,
    form: &'static str,
    from: &'static str,
    filter: &'static [Must],
    ages: (i32, i32),
}

impl Count {
    const fn new(measure: &'static str, form: &'static str, from: &'static str) -> Count {
        Count {
            measure,
            form,
            from,
            filter: &[],
            ages: (0, i32::MAX),
        }
    }

    /// Of which records.
    const fn of(self, filter: &'static [Must]) -> Count {
        Count { filter, ..self }
    }

    /// Of people of which ages.
    const fn aged(self, ages: (i32, i32)) -> Count {
        Count { ages, ..self }
    }
}

/// A measure of what is open on the last day of a quarter.
struct Open {
    measure: &'static str,
    form: &'static str,
    days: (&'static str, &'static str),
}

impl Open {
    const fn new(
        measure: &'static str,
        form: &'static str,
        days: (&'static str, &'static str),
    ) -> Open {
        Open {
            measure,
            form,
            days,
        }
    }
}

/// Counts what a record answers.
pub(crate) fn count(making: &mut Making, sketch: &Sketch) {
    timed(making, sketch);
    shares(making, sketch);
    counts(making, sketch);
    let place = (sketch.team, sketch.someone.locality_on(sketch.event));
    for rule in OPEN.iter().filter(|rule| rule.form == sketch.form) {
        if let Some(day) = sketch.day_of(rule.days.0) {
            let ended = sketch.day_of(rule.days.1);
            making.truth.open(rule.measure, day, ended, place);
        }
    }
}

fn timed(making: &mut Making, sketch: &Sketch) {
    for rule in TIMED.iter().filter(|rule| rule.form == sketch.form) {
        let Some(day) = sketch
            .day_of(rule.days.0)
            .filter(|_| hold(sketch, rule.filter))
        else {
            continue;
        };
        let due = match rule.by {
            By::Within(limit) => Some(making.due(day, limit)),
            By::Field(field) => sketch.day_of(field),
        };
        let Some(due) = due else { continue };
        let fate = if any(sketch, rule.exclude) {
            Fate::Excluded
        } else {
            Fate::of(due, sketch.day_of(rule.days.1), making.last)
        };
        making.judge(rule.measure, day, sketch, fate);
    }
}

fn shares(making: &mut Making, sketch: &Sketch) {
    for rule in SHARES.iter().filter(|rule| rule.form == sketch.form) {
        let Some(day) = sketch
            .day_of(rule.from)
            .filter(|_| hold(sketch, rule.filter))
        else {
            continue;
        };
        let fate = match (any(sketch, rule.exclude), hold(sketch, rule.met)) {
            (true, _) => Fate::Excluded,
            (false, true) => Fate::Met,
            (false, false) => Fate::Missed,
        };
        making.judge(rule.measure, day, sketch, fate);
    }
}

fn counts(making: &mut Making, sketch: &Sketch) {
    let place = (sketch.team, sketch.someone.locality_on(sketch.event));
    let age = sketch.someone.age_on(sketch.event);
    for rule in COUNTS.iter().filter(|rule| rule.form == sketch.form) {
        let is_of_age = (rule.ages.0..=rule.ages.1).contains(&age);
        if let Some(day) = sketch.day_of(rule.from)
            && is_of_age
            && hold(sketch, rule.filter)
        {
            making.truth.count(rule.measure, day, place);
        }
    }
}

fn holds(sketch: &Sketch, must: &Must) -> bool {
    if must.1.is_empty() {
        return sketch.held(must.0).is_some();
    }
    must.1.iter().any(|choice| sketch.is(must.0, choice))
}

fn hold(sketch: &Sketch, musts: &[Must]) -> bool {
    musts.iter().all(|must| holds(sketch, must))
}

fn any(sketch: &Sketch, musts: &[Must]) -> bool {
    musts.iter().any(|must| holds(sketch, must))
}
