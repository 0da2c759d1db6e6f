//! Child protection and looked-after children.

use clew_calendar::Day;

use crate::council::{Opening, Work};
use crate::episode::{Days, Limit, Making, Odds};
use crate::people::Wanted;
use crate::plain::{Weights, ends};
use crate::service::Service;
use crate::sketch::{Held, Sketch};
use crate::truth::Fate;

const CHILDREN: &[((i32, i32), u32)] =
    &[((0, 4), 36), ((5, 11), 36), ((12, 15), 24), ((16, 16), 4)];
const KNOWN: Wanted = Wanted {
    service: Service::Children,
    ages: CHILDREN,
    known: 200,
};
const NEW: Wanted = Wanted {
    service: Service::Children,
    ages: CHILDREN,
    known: 0,
};

/// Work that is made here.
pub(crate) fn works() -> Vec<Work> {
    vec![
        Work {
            a_year: 1_500,
            any_day: true,
            open_at_start: 0,
            days_before: 0,
            make: concern,
        },
        Work {
            a_year: 260,
            any_day: false,
            open_at_start: 480,
            days_before: 700,
            make: looked_after,
        },
    ]
}

const AWAY: Weights = &[
    ("kinship", 41),
    ("foster", 29),
    ("foster-bought", 12),
    ("adopters", 2),
    ("council-home", 8),
    ("other-home", 4),
    ("residential-school", 3),
    ("secure", 1),
];

const fn working(days: i32) -> Limit {
    Limit::Working(Days::Council, days)
}

fn concern(making: &mut Making, day: Day, _: Opening) {
    let opened = making.start(KNOWN, ("child-protection", "cp-concern"), ("received", day));
    let decision = making.pick(&[
        ("ird", 52),
        ("child-in-need", 34),
        ("no-further-action", 14),
    ]);
    let opened = opened.choice("decision", decision);
    making.keep(opened.clone());
    if decision == "ird" {
        let held = making.office_after(day, 0, 2);
        discussion(making, &opened, held);
    }
}

fn discussion(making: &mut Making, opened: &Sketch, held: Day) {
    let meeting = making.random.chance(400);
    let sketch = making
        .next(opened, "cp-ird", ("held", held))
        .yes_no("unborn", false);
    let sketch = sketch
        .yes_no("meeting_needed", meeting)
        .yes_no("investigation", true);
    making.keep(sketch.clone());
    let begun = making.office_after(held, 0, 2);
    let completed = making.office_after(begun, 5, 18);
    let outcome = if meeting {
        "meeting"
    } else {
        making.pick(&[("reporter", 18), ("support", 58), ("no-further-action", 24)])
    };
    let last = making.last;
    let investigation = making.next(opened, "cp-investigation", ("begun", begun));
    let investigation = investigation.later_day("completed", Some(completed), last);
    let investigation = investigation.later("outcome", Held::Choice(outcome), completed, last);
    making.keep(Sketch {
        unfinished: completed > last,
        ..investigation
    });
    if meeting {
        planning_meeting(making, opened, &sketch);
    }
}

/// Within 28 calendar days of the discussion since September 2021, 21 before; records of it within 10 working days,
/// 15 calendar days before; the first core group within 15 working days, 15 calendar days before.
fn planning_meeting(making: &mut Making, opened: &Sketch, discussion: &Sketch) {
    let limit = |day: Day, now: Limit, before: Limit| if is_since_2021(day) { now } else { before };
    let allowed = limit(discussion.event, Limit::Days(28), Limit::Days(21));
    let due = making.due(discussion.event, allowed);
    let held = making.done_by(
        opened.team,
        discussion.event.plus_days(12),
        due,
        Odds {
            in_time: 830,
            never: 6,
        },
    );
    let held = held.filter(|held| *held <= making.last);
    if discussion.event <= making.last {
        let fate = Fate::of(due, held, making.last);
        making.judge("CP-MEETING-28D", discussion.event, discussion, fate);
    }
    let Some(held) = held else { return };
    let sketch = making.next(opened, "cp-planning-meeting", ("held", held));
    let notice = making.random.between(-9, -3);
    let called = discussion.event.max(held.plus_days(-14));
    let sketch = sketch
        .day("called", called)
        .day("set_for", held)
        .day("notice_due", held.plus_days(-5));
    let sketch = sketch.day("notice_sent", held.plus_days(notice).max(called));
    let decision = making.pick(&[("register", 72), ("not-registered", 28)]);
    let parents = making.pick(&[("both", 38), ("one", 49), ("none", 11), ("not-invited", 2)]);
    let sketch = sketch
        .choice("decision", decision)
        .choice("parents", parents)
        .yes_no("before_birth", false);
    let within = limit(held, working(10), Limit::Days(15));
    let sent = making.done(
        opened.team,
        held,
        within,
        Odds {
            in_time: 760,
            never: 15,
        },
    );
    let sent = sent.filter(|sent| *sent <= making.last);
    let fate = Fate::of(making.due(held, within), sent, making.last);
    let sketch = sketch.later_day("record_sent", sent, making.last);
    making.judge("CP-RECORD", held, &sketch, fate);
    making.keep(sketch.clone());
    if decision == "register" {
        let within = limit(held, working(15), Limit::Days(15));
        registration(making, opened, (&sketch, within));
    }
}

fn registration(making: &mut Making, opened: &Sketch, (meeting, core_within): (&Sketch, Limit)) {
    let held = meeting.event;
    let earlier = making.pick(&[
        ("never", 80),
        ("within-12", 4),
        ("within-18", 3),
        ("longer", 13),
    ]);
    let off = making.office_after(held, 60, 420);
    let sketch = making.next(opened, "cp-registration", ("registered", held));
    let sketch = sketch
        .choice("earlier", earlier)
        .yes_no("before_birth", false);
    let core = making.done(
        opened.team,
        held,
        core_within,
        Odds {
            in_time: 850,
            never: 4,
        },
    );
    let core = core.filter(|core| *core < off && *core <= making.last);
    let ended = Some(off).filter(|off| *off <= making.last);
    let fate = Fate::until(making.due(held, core_within), core, ended, making.last);
    making.judge("CP-CORE-GROUP", held, meeting, fate);
    making.keep(sketch);
    for day in core
        .into_iter()
        .chain((1..5).map(|count| held.plus_days(30 + 28 * count)))
        .filter(|day| *day < off)
    {
        let sketch = making.next(opened, "cp-core-group", ("held", day));
        making.keep(sketch);
    }
    let review = making.office_after(held, 70, 95);
    if review < off {
        let sketch = making
            .next(opened, "cp-review", ("held", review))
            .choice("decision", "stays");
        making.keep(sketch);
    }
    let sketch = making.next(opened, "cp-deregistration", ("deregistered", off));
    making.keep(sketch);
}

fn is_since_2021(day: Day) -> bool {
    (day.year(), day.month()) >= (2021, 9)
}

fn looked_after(making: &mut Making, day: Day, opening: Opening) {
    let opened = making.start(
        NEW,
        ("looked-after-children", "lac-start"),
        ("started", day),
    );
    let ended = ends(making, day, opening, (120, 1_500));
    let last = making.last;
    making.keep(opened.clone());
    let place = (opened.team, opened.someone.locality_on(day));
    if day <= last {
        making.truth.open("LAC-CHILDREN", day, Some(ended), place);
    }
    // Some begin at home and go away from home later; others stay where they are placed first.
    if making.random.chance(330) {
        let moved = day.plus_days(day.days_until(ended) / 2);
        placement(making, &opened, "at-home", (day, moved));
        let kind = making.pick(AWAY);
        placement(making, &opened, kind, (moved, ended));
    } else {
        let kind = making.pick(AWAY);
        placement(making, &opened, kind, (day, ended));
    }
    let sketch = making.next(&opened, "lac-end", ("ended", ended));
    making.keep(sketch);
}

/// A placement with its visits: within a week, then within three months of the visit before.
fn placement(making: &mut Making, opened: &Sketch, kind: &'static str, (from, ended): (Day, Day)) {
    let last = making.last;
    if from > last {
        return;
    }
    let sketch = making
        .next(opened, "lac-placement", ("started", from))
        .choice("type", kind)
        .yes_no("short", false);
    let sketch = sketch.later_day("ended", Some(ended), last);
    making.keep(sketch.clone());
    if kind != "at-home" {
        visits(making, opened, &sketch, ended);
    }
}

fn visits(making: &mut Making, opened: &Sketch, placement: &Sketch, ended: Day) {
    let mut from = placement.event;
    let mut due = from.plus_days(7);
    loop {
        let seen = making.done_by(
            opened.team,
            from.plus_days(1),
            due,
            Odds {
                in_time: 940,
                never: 6,
            },
        );
        let seen = seen.filter(|seen| *seen < ended && *seen <= making.last);
        let ended_by = Some(ended).filter(|ended| *ended <= making.last);
        let fate = Fate::until(due, seen, ended_by, making.last);
        making.judge("LAC-VISITS", from, placement, fate);
        let Some(seen) = seen else { return };
        let visit = making.next(opened, "lac-visit", ("visited", seen));
        making.keep(visit.yes_no("child_seen", true).yes_no("carer_seen", true));
        (from, due) = (seen, seen.plus_months(3));
    }
}
