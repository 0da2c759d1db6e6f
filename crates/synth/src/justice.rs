//! Court reports and community payback orders.

use clew_calendar::Day;

use crate::council::{Opening, Work};
use crate::episode::{Days, Limit, Making, Odds};
use crate::people::Wanted;
use crate::plain::{Weights, end, ends};
use crate::service::Service;
use crate::sketch::{Held, Sketch};

const PEOPLE: Wanted = Wanted {
    service: Service::Justice,
    ages: &[
        ((18, 24), 24),
        ((25, 44), 56),
        ((45, 64), 18),
        ((65, 80), 2),
    ],
    known: 300,
};

const WHY_LATE: Weights = &[
    ("did-not-attend", 40),
    ("in-custody", 9),
    ("ill", 8),
    ("working", 7),
    ("staff-not-available", 14),
    ("first-contact-late", 8),
    ("order-late", 9),
    ("moved", 2),
    ("not-known", 3),
];

const WHY_WORK_LATE: Weights = &[
    ("did-not-attend", 34),
    ("in-custody", 8),
    ("ill", 10),
    ("working", 10),
    ("no-suitable-work", 20),
    ("staff-not-available", 16),
    ("moved", 2),
];

/// Work that is made here.
pub(crate) fn works() -> Vec<Work> {
    let work = |a_year, make| Work {
        a_year,
        any_day: false,
        open_at_start: 0,
        days_before: 0,
        make,
    };
    vec![
        work(1_750, court_report),
        Work {
            open_at_start: 900,
            days_before: 330,
            ..work(1_220, payback)
        },
    ]
}

fn court_report(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(PEOPLE, ("court-report", "court-report"), ("requested", day));
    let kind = making.pick(&[
        ("full", 82),
        ("supplementary", 9),
        ("letter", 5),
        ("review", 4),
    ]);
    let due = making.office_after(day, 21, 28);
    let sketch = sketch.choice("kind", kind).day("due", due);
    let last = making.last;
    if making.random.chance(45) {
        let why = making.pick(&[
            ("did-not-attend", 75),
            ("withdrawn", 15),
            ("in-custody", 10),
        ]);
        let sketch = sketch.later("not_done", Held::Choice(why), due, last);
        return making.keep_closed(sketch, due, "not-needed");
    }
    let odds = Odds {
        in_time: 978,
        never: 4,
    };
    let done = making.done_by(sketch.team, day.plus_days(14), due, odds);
    let disposal = making.pick(&[
        ("cpo", 44),
        ("dtto", 2),
        ("other-order", 8),
        ("fine", 10),
        ("custody-under-6", 7),
        ("custody-longer", 14),
        ("admonition", 6),
        ("deferred", 8),
        ("other", 1),
    ]);
    let sketch = sketch.later_day("submitted", done, last);
    let sketch = match done {
        Some(done) => sketch.later("disposal", Held::Choice(disposal), done.plus_days(5), last),
        None => sketch,
    };
    making.keep(sketch);
}

/// A step of an order: when it was done, and if it was late, why.
struct Step {
    field: &'static str,
    late: &'static str,
    within: i32,
    in_time: u32,
    why: Weights,
}

const CONTACTED: Step = Step {
    field: "contacted",
    late: "contact_late",
    within: 1,
    in_time: 790,
    why: WHY_LATE,
};
const MET: Step = Step {
    field: "met_manager",
    late: "meeting_late",
    within: 5,
    in_time: 800,
    why: WHY_LATE,
};
const WORK_SEEN: Step = Step {
    field: "work_seen",
    late: "work_seen_late",
    within: 5,
    in_time: 770,
    why: WHY_LATE,
};
const WORK_STARTED: Step = Step {
    field: "work_started",
    late: "work_started_late",
    within: 7,
    in_time: 740,
    why: WHY_WORK_LATE,
};

fn take(making: &mut Making, sketch: Sketch, day: Day, step: &Step) -> Sketch {
    let limit = Limit::Working(Days::Council, step.within);
    let due = making.due(day, limit);
    let done = making.done(
        sketch.team,
        day,
        limit,
        Odds {
            in_time: step.in_time,
            never: 12,
        },
    );
    let last = making.last;
    let sketch = sketch.later_day(step.field, done, last);
    if done.is_some_and(|done| done <= due) {
        return sketch;
    }
    let why = making.pick(step.why);
    sketch.later(
        step.late,
        Held::Choice(why),
        making.office(due.plus_days(1)),
        last,
    )
}

fn payback(making: &mut Making, day: Day, opening: Opening) {
    let sketch = making.start(PEOPLE, ("community-payback", "cpo-order"), ("imposed", day));
    let work = making.random.chance(680);
    let sketch = sketch.yes_no("unpaid_work", work);
    let sketch = take(making, sketch, day, &CONTACTED);
    let sketch = take(making, sketch, day, &MET);
    let sketch = if work {
        unpaid_work(making, sketch, day)
    } else {
        sketch.with("requirements", Held::Choices(&["supervision"]))
    };
    let how = making.pick(&[
        ("completed", 62),
        ("early", 8),
        ("breach", 17),
        ("other-sentence", 6),
        ("transferred", 5),
        ("died", 2),
    ]);
    let ended = ends(making, day, opening, (120, 560));
    let sketch = end(sketch, ("ended", ended), ("how_ended", how), making.last);
    making.keep(sketch);
}

fn unpaid_work(making: &mut Making, sketch: Sketch, day: Day) -> Sketch {
    let both = making.random.chance(450);
    let requirements: &'static [&'static str] = if both {
        &["supervision", "unpaid-work"]
    } else {
        &["unpaid-work"]
    };
    let level = making.pick(&[("level-1", 42), ("level-2", 58)]);
    let (least, most) = if level == "level-1" {
        (2, 10)
    } else {
        (11, 30)
    };
    let tens = making.random.between(least, most);
    let sketch = sketch
        .with("requirements", Held::Choices(requirements))
        .choice("level", level);
    let sketch = sketch.with("hours", Held::Hundredths(i64::from(tens) * 1_000));
    let sketch = take(making, sketch, day, &WORK_SEEN);
    take(making, sketch, day, &WORK_STARTED)
}
