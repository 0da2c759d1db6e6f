//! Welfare guardianship: orders, and the visits to the adult that come round again and again.

use clew_calendar::Day;

use crate::council::{Opening, Work};
use crate::episode::{Making, Odds};
use crate::people::Wanted;
use crate::plain::{end, ends};
use crate::service::Service;
use crate::sketch::{Held, Sketch};
use crate::truth::Fate;

const PEOPLE: Wanted = Wanted {
    service: Service::Adults,
    ages: &[
        ((16, 24), 16),
        ((25, 64), 40),
        ((65, 79), 18),
        ((80, 96), 26),
    ],
    known: 0,
};

/// Work that is made here.
pub(crate) fn works() -> Vec<Work> {
    vec![Work {
        a_year: 310,
        any_day: false,
        open_at_start: 760,
        days_before: 900,
        make: order,
    }]
}

fn order(making: &mut Making, day: Day, opening: Opening) {
    let sketch = making.start(
        PEOPLE,
        ("guardianship", "awi-guardianship"),
        ("granted", day),
    );
    let guardian = making.pick(&[("council", 12), ("private", 88)]);
    let length = making.pick(&[("one-year-or-more", 82), ("indefinite", 18)]);
    let varied = making.random.chance(60);
    let ended = ends(making, day, opening, (300, 1_900));
    let why = making.pick(&[
        ("expired", 20),
        ("renewed", 30),
        ("recalled", 8),
        ("moved", 6),
        ("died", 36),
    ]);
    let last = making.last;
    let sketch = sketch
        .choice("guardian_kind", guardian)
        .choice("length", length);
    let sketch = if length == "indefinite" {
        sketch
    } else {
        sketch.day("expires", ended.max(day.plus_months(12)))
    };
    let sketch = sketch.later_day("ended", Some(ended), last).later(
        "end_reason",
        Held::Choice(why),
        ended,
        last,
    );
    // Now and then it is agreed before the end that visits stop.
    let until = if varied {
        day.plus_days(day.days_until(ended) * 3 / 4)
    } else {
        ended
    };
    let reason = if varied { "varied" } else { "order-ended" };
    let sketch = end(
        sketch,
        ("visits_until", until),
        ("visits_end_reason", reason),
        last,
    );
    making.keep(sketch.clone());
    let (measure, in_time) = match guardian {
        "council" => ("AWI-VISITS-COUNCIL", 955),
        _ => ("AWI-VISITS-PRIVATE", 915),
    };
    let met_guardian = visits(making, &sketch, (measure, in_time), until);
    if guardian == "private" {
        guardian_visited(making, &sketch, &met_guardian, until);
    }
}

/// The visits until the order ends or the last day comes: within three months of the order, then within twelve of the
/// visit before, or six of one before 9 June 2014. Each is counted from the day of the order or of the visit before it.
/// Gives the days on which the guardian was met too.
fn visits(
    making: &mut Making,
    order: &Sketch,
    (measure, in_time): (&'static str, u32),
    ended: Day,
) -> Vec<Day> {
    let mut from = order.event;
    let mut due = from.plus_months(3);
    let mut met_guardian = Vec::new();
    loop {
        let earliest = from.plus_days(from.days_until(due) * 6 / 10);
        let seen = making.done_by(order.team, earliest, due, Odds { in_time, never: 8 });
        let seen = seen.filter(|seen| *seen < ended && *seen <= making.last);
        let fate = Fate::until(
            due,
            seen,
            Some(ended).filter(|ended| *ended <= making.last),
            making.last,
        );
        making.judge(measure, from, order, fate);
        let Some(seen) = seen else {
            return met_guardian;
        };
        let both = making.random.chance(700);
        let who: &'static [&'static str] = if both {
            &["adult", "guardian"]
        } else {
            &["adult"]
        };
        if both {
            met_guardian.push(seen);
        }
        let visit = making
            .next(order, "awi-visit", ("visited", seen))
            .with("seen", Held::Choices(who));
        making.keep(visit);
        (from, due) = (seen, seen.plus_months(interval(seen)));
    }
}

/// The visits at which a private guardian was met: within twelve months of the order and of each such visit before.
fn guardian_visited(making: &mut Making, order: &Sketch, met: &[Day], ended: Day) {
    let ended = Some(ended).filter(|ended| *ended <= making.last);
    let mut from = order.event;
    for seen in met.iter().copied().map(Some).chain([None]) {
        let due = from.plus_months(interval(from));
        let fate = Fate::until(due, seen, ended, making.last);
        making.judge("AWI-GUARDIANS-VISITED", from, order, fate);
        from = seen.unwrap_or(from);
    }
}

/// After how many months the next visit is due at the latest, by the rule of the day of a visit (SSI 2014/123).
fn interval(seen: Day) -> i32 {
    if seen.civil() < (2014, 6, 9) { 6 } else { 12 }
}
