//! Assessment, care at home, delayed discharge, self-directed support, and decisions of supervision.

use clew_calendar::Day;

use crate::council::{Opening, Work};
use crate::episode::{Limit, Making, Odds};
use crate::people::Wanted;
use crate::plain::{end, ends};
use crate::service::Service;
use crate::sketch::Held;

const OLDER: &[((i32, i32), u32)] = &[
    ((18, 64), 24),
    ((65, 74), 18),
    ((75, 84), 31),
    ((85, 97), 27),
];
const ADULTS: Wanted = Wanted {
    service: Service::Adults,
    ages: OLDER,
    known: 350,
};
const NEW_AT_HOME: Wanted = Wanted {
    service: Service::Home,
    ages: OLDER,
    known: 0,
};

/// Work that is made here.
pub(crate) fn works() -> Vec<Work> {
    let work = |a_year, any_day, make| Work {
        a_year,
        any_day,
        open_at_start: 0,
        days_before: 0,
        make,
    };
    vec![
        work(6_200, false, assessment),
        Work {
            open_at_start: 3_300,
            days_before: 800,
            ..work(2_300, false, care_at_home)
        },
        work(2_400, true, delayed_discharge),
        work(900, false, self_directed_support),
        work(3_000, false, supervision),
    ]
}

fn assessment(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(ADULTS, ("assessment", "assessment"), ("requested", day));
    let priority = making.pick(&[
        ("critical", 14),
        ("substantial", 46),
        ("moderate", 30),
        ("low", 10),
    ]);
    let sketch = sketch.choice("priority", priority);
    if making.random.chance(90) {
        let left = making.office_after(day, 5, 80);
        let sketch = sketch.later_day("withdrawn", Some(left), making.last);
        return making.keep_closed(sketch, left, "not-needed");
    }
    let done = making.done(
        sketch.team,
        day,
        Limit::Days(42),
        Odds {
            in_time: 720,
            never: 15,
        },
    );
    let begun = done.map(|done| day.plus_days(day.days_until(done) / 2));
    let sketch = sketch.later_day("allocated", begun, making.last);
    let sketch = sketch.later_day("first_contact", begun, making.last);
    let sketch = sketch.later_day("completed", done, making.last);
    match done {
        Some(done) => {
            let closed = making.office_after(done, 0, 240);
            making.keep_closed(sketch, closed, "done");
        }
        None => making.keep(sketch),
    }
}

/// A package, and now and then the next one when the hours change: each begins on the day the one before ends.
fn care_at_home(making: &mut Making, day: Day, opening: Opening) {
    let someone = making.someone(NEW_AT_HOME, day);
    let team = making.team(Service::Home, someone, day);
    let group = making.pick(&[
        ("frailty", 52),
        ("dementia", 18),
        ("physical-disability", 16),
        ("learning-disability", 10),
        ("mental-health", 4),
    ]);
    let waited = if opening == Opening::Now {
        making.random.between(0, 30)
    } else {
        1
    };
    let (mut agreed, mut started) = (day, day.plus_days(waited));
    let mut opening = opening;
    loop {
        let sketch = making.open(
            ("care-at-home", "care-package"),
            someone,
            team,
            ("agreed", agreed),
        );
        let quarters = making.random.weighted(&[
            (14, 24),
            (21, 22),
            (28, 18),
            (42, 12),
            (56, 12),
            (84, 8),
            (112, 4),
        ]);
        let provider = making.pick(&[("council", 38), ("bought", 56), ("direct-payment", 6)]);
        let ended = ends(making, started, opening, (30, 700)).max(started.plus_days(1));
        let changed = making.random.chance(420);
        let why = if changed {
            "changed"
        } else {
            making.pick(&[
                ("not-needed", 28),
                ("care-home", 26),
                ("hospital", 14),
                ("moved", 5),
                ("died", 27),
            ])
        };
        let sketch = sketch
            .choice("client_group", group)
            .with("weekly_hours", Held::Hundredths(quarters * 25));
        let sketch = sketch.choice("provider_kind", provider).later_day(
            "started",
            Some(started),
            making.last,
        );
        let sketch = end(sketch, ("ended", ended), ("end_reason", why), making.last);
        making.keep(sketch);
        if !changed || ended > making.last {
            return;
        }
        (agreed, started, opening) = (ended, ended, Opening::Now);
    }
}

fn delayed_discharge(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(
        ADULTS,
        ("delayed-discharge", "delayed-discharge"),
        ("ready", day),
    );
    let reason = making.pick(&[
        ("assessment", 18),
        ("care-home", 24),
        ("care-at-home", 30),
        ("funding", 2),
        ("transport", 4),
        ("family", 9),
        ("code-9-awi", 9),
        ("code-9-other", 4),
    ]);
    let long = matches!(reason, "code-9-awi" | "code-9-other");
    let bad = making.is_bad(day);
    let days = making.random.between(1, if long { 150 } else { 21 }) * if bad { 2 } else { 1 };
    let to = making.pick(&[
        ("home", 58),
        ("care-home", 28),
        ("other-hospital", 4),
        ("no-longer-ready", 6),
        ("died", 4),
    ]);
    let sketch = end(
        sketch.choice("reason", reason),
        ("ended", day.plus_days(days)),
        ("went_to", to),
        making.last,
    );
    making.keep(sketch);
}

fn self_directed_support(making: &mut Making, day: Day, _: Opening) {
    let choice = making.start(
        ADULTS,
        ("self-directed-support", "sds-choice"),
        ("offered", day),
    );
    let all = making.random.chance(830);
    let option = making.pick(&[
        ("option-1", 12),
        ("option-2", 10),
        ("option-3", 68),
        ("option-4", 10),
    ]);
    let started = making.office_after(day, 10, 60);
    let last = making.last;
    let sketch =
        choice
            .clone()
            .yes_no("all_four", all)
            .later("option", Held::Choice(option), started, last);
    let sketch = sketch
        .later_day("chosen_on", Some(started), last)
        .later_day("started", Some(started), last);
    making.keep(sketch);
    for year in 1..=making.random.between(1, 3) {
        let reviewed = making.office_after(started.plus_months(12 * year), 0, 40);
        for _ in 0..making.random.between(1, 3) {
            let result = making.pick(&[
                ("met", 72),
                ("partly-met", 17),
                ("not-met", 8),
                ("no-longer-wanted", 3),
            ]);
            let outcome = making.next(&choice, "sds-outcome", ("reviewed", reviewed));
            making.keep(outcome.choice("result", result));
        }
    }
}

fn supervision(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(
        ADULTS,
        ("supervision", "supervision-decision"),
        ("decided", day),
    );
    making.keep(sketch);
}
