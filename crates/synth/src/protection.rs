//! Adult support and protection, from the referral to the end of a plan.

use clew_calendar::Day;

use crate::council::{Opening, Work};
use crate::episode::{Days, Limit, Making, Odds};
use crate::people::Wanted;
use crate::plain::Weights;
use crate::service::Service;
use crate::sketch::{Held, Sketch};
use crate::truth::Fate;

const PEOPLE: Wanted = Wanted {
    service: Service::Adults,
    ages: &[
        ((16, 24), 8),
        ((25, 64), 42),
        ((65, 79), 22),
        ((80, 98), 28),
    ],
    known: 250,
};

const HARMS: Weights = &[
    ("physical", 21),
    ("psychological", 12),
    ("financial", 19),
    ("sexual", 4),
    ("neglect", 16),
    ("self-neglect", 14),
    ("self-harm", 9),
    ("domestic-abuse", 4),
    ("other", 1),
];

/// Work that is made here.
pub(crate) fn works() -> Vec<Work> {
    vec![Work {
        a_year: 4_600,
        any_day: true,
        open_at_start: 0,
        days_before: 0,
        make: referral,
    }]
}

const fn working(days: i32) -> Limit {
    Limit::Working(Days::Council, days)
}

fn referral(making: &mut Making, day: Day, _: Opening) {
    let opened = making.start(
        PEOPLE,
        ("adult-protection", "asp-referral"),
        ("received", day),
    );
    let source = making.pick(&[
        ("police", 30),
        ("primary-care", 12),
        ("hospital", 8),
        ("ambulance", 5),
        ("fire", 3),
        ("care-home", 14),
        ("care-provider", 10),
        ("housing", 4),
        ("family", 7),
        ("self", 2),
        ("third-sector", 3),
        ("unnamed", 2),
    ]);
    let decision = making.pick(&[
        ("inquiry", 65),
        ("new-information", 8),
        ("other-help", 17),
        ("no-further-action", 10),
    ]);
    let harm = making.pick(HARMS);
    let opened = opened
        .choice("source", source)
        .choice("decision", decision)
        .choice("principal_harm", harm);
    making.keep(opened.clone());
    feedback(making, &opened, source);
    if decision == "inquiry" {
        inquiry(making, &opened, harm);
    }
}

fn feedback(making: &mut Making, referral: &Sketch, source: &str) {
    if source == "unnamed" {
        return;
    }
    let odds = Odds {
        in_time: 620,
        never: 230,
    };
    let given = making.done(referral.team, referral.event, working(10), odds);
    let given = given.filter(|given| *given <= making.last);
    let due = making.due(referral.event, working(10));
    making.judge(
        "ASP-FEEDBACK",
        referral.event,
        referral,
        Fate::of(due, given, making.last),
    );
    if let Some(given) = given {
        let sketch = making.next(referral, "asp-feedback", ("given", given));
        making.keep(sketch);
    }
}

fn inquiry(making: &mut Making, referral: &Sketch, harm: &'static str) {
    let received = referral.event;
    let begun = making.done(
        referral.team,
        received,
        working(2),
        Odds {
            in_time: 900,
            never: 6,
        },
    );
    let begun = begun.filter(|begun| *begun <= making.last);
    let due = making.due(received, working(2));
    making.judge(
        "ASP-BEGUN-2WD",
        received,
        referral,
        Fate::of(due, begun, making.last),
    );
    let concluded_due = making.due(received, working(7));
    let Some(begun) = begun else {
        return making.judge(
            "ASP-CONCLUDED-7WD",
            received,
            referral,
            Fate::of(concluded_due, None, making.last),
        );
    };
    let odds = Odds {
        in_time: 720,
        never: 10,
    };
    let concluded = making.done_by(referral.team, begun, concluded_due.max(begun), odds);
    let concluded = concluded.filter(|concluded| *concluded <= making.last);
    let powers = making.random.chance(310);
    let conference = powers && making.random.chance(330);
    let reason = making.pick(&[
        ("adult-unwell", 25),
        ("not-found", 9),
        ("police", 12),
        ("other-agency", 24),
        ("no-staff", 30),
    ]);
    let late = concluded.filter(|concluded| *concluded > concluded_due);
    let excluded = late.is_some() && matches!(reason, "not-found" | "police");
    let fate = if excluded {
        Fate::Excluded
    } else {
        Fate::of(concluded_due, concluded, making.last)
    };
    making.judge("ASP-CONCLUDED-7WD", received, referral, fate);
    let sketch = making.next(referral, "asp-inquiry", ("begun", begun));
    let sketch = test(making, sketch.choice("principal_harm", harm), powers);
    let sketch = sketch
        .yes_no("powers_used", powers)
        .yes_no("conference_needed", conference);
    let needs = Needs::of(making, begun, powers);
    let sketch = sketch
        .yes_no("risk_assessment_needed", needs.risk)
        .yes_no("capacity_doubt", needs.capacity);
    needs.judge(making, &sketch);
    let sketch = conclude(making, sketch, concluded, conference);
    let sketch = match late {
        Some(day) => sketch.later("reason_late", Held::Choice(reason), day, making.last),
        None => sketch,
    };
    making.keep(sketch);
    needs.record(making, referral);
    around(making, referral, begun, powers);
    if conference && let Some(concluded) = concluded {
        hold_conference(making, referral, concluded);
    }
}

/// The three-point test, limb by limb. A few inquiries leave a limb open, as inspectors found.
fn test(making: &mut Making, sketch: Sketch, powers: bool) -> Sketch {
    let met = powers || making.random.chance(380);
    let answer = |making: &mut Making| match (making.random.chance(45), met) {
        (true, _) => "not-clear",
        (false, true) => "met",
        (false, false) => making.pick(&[("met", 55), ("not-met", 45)]),
    };
    let (first, second, third) = (answer(making), answer(making), answer(making));
    let criteria = if met { "met" } else { "not-met" };
    let sketch = sketch
        .choice("safeguard", first)
        .choice("at_risk", second)
        .choice("vulnerable", third);
    let answered = [first, second, third]
        .iter()
        .all(|limb| *limb != "not-clear");
    let fate = if answered { Fate::Met } else { Fate::Missed };
    making.judge("ASP-CRITERIA", sketch.event, &sketch, fate);
    sketch.choice("criteria", criteria)
}

/// The end of an inquiry. One that has not ended is not yet authorised.
fn conclude(
    making: &mut Making,
    sketch: Sketch,
    concluded: Option<Day>,
    conference: bool,
) -> Sketch {
    let Some(day) = concluded else {
        return Sketch {
            unfinished: true,
            ..sketch
        };
    };
    let met = sketch.is("criteria", "met");
    let outcome = match (met, conference) {
        (_, true) => "met-ongoing",
        (true, false) => making.pick(&[
            ("met-other-support", 70),
            ("met-ongoing", 12),
            ("met-no-opportunity", 18),
        ]),
        (false, false) => making.pick(&[("not-met-no-action", 44), ("not-met-other-support", 56)]),
    };
    let last = making.last;
    sketch.later_day("concluded", Some(day), last).later(
        "outcome",
        Held::Choice(outcome),
        day,
        last,
    )
}

/// What an inquiry needs beside it: a risk assessment, an assessment of capacity; and when they come, if they do.
struct Needs {
    risk: bool,
    risk_assessed: Option<Day>,
    capacity: bool,
    capacity_asked: Option<Day>,
}

impl Needs {
    fn of(making: &mut Making, begun: Day, powers: bool) -> Needs {
        let capacity = making.random.chance(if powers { 240 } else { 60 });
        let risk_assessed = making.office_after(begun, 3, 20);
        let capacity_asked = making.office_after(begun, 0, 10);
        let (assessed, asked) = (making.random.chance(840), making.random.chance(720));
        Needs {
            risk: powers,
            risk_assessed: Some(risk_assessed)
                .filter(|day| powers && assessed && *day <= making.last),
            capacity,
            capacity_asked: Some(capacity_asked)
                .filter(|day| capacity && asked && *day <= making.last),
        }
    }

    /// Counts whether what was needed is there.
    fn judge(&self, making: &mut Making, inquiry: &Sketch) {
        let fate = |there: bool| if there { Fate::Met } else { Fate::Missed };
        if self.risk {
            making.judge(
                "ASP-RISK",
                inquiry.event,
                inquiry,
                fate(self.risk_assessed.is_some()),
            );
        }
        if self.capacity {
            making.judge(
                "ASP-CAPACITY",
                inquiry.event,
                inquiry,
                fate(self.capacity_asked.is_some()),
            );
        }
    }

    fn record(&self, making: &mut Making, referral: &Sketch) {
        if let Some(day) = self.risk_assessed {
            let sketch = making.next(referral, "asp-risk-assessment", ("completed", day));
            making.keep(sketch);
        }
        if let Some(day) = self.capacity_asked {
            let sketch = making.next(referral, "asp-capacity-request", ("requested", day));
            making.keep(sketch);
        }
    }
}

/// What goes with an inquiry: advocacy, uses of powers, the inter-agency discussion.
fn around(making: &mut Making, referral: &Sketch, begun: Day, powers: bool) {
    if powers || making.random.chance(250) {
        advocacy(making, referral, begun);
    }
    if !powers {
        return;
    }
    for _ in 0..making.random.between(1, 2) {
        let used = making.office_after(begun, 0, 6);
        let sketch = making.next(referral, "asp-power-use", ("used", used));
        making.keep(sketch);
    }
    if making.random.chance(640) {
        discussion(making, referral, begun);
    }
}

fn advocacy(making: &mut Making, referral: &Sketch, begun: Day) {
    let sketch = making.next(referral, "asp-advocacy", ("considered", begun));
    let offered = making.random.chance(620);
    let sketch = sketch.yes_no("offered", offered);
    let why = making.pick(&[
        ("has-one", 22),
        ("not-safe", 8),
        ("not-able", 22),
        ("no-service", 8),
        ("missed", 40),
    ]);
    making.keep(if offered {
        sketch
    } else {
        sketch.choice("why_not", why)
    });
}

/// The discussion between the agencies, and the sign-off of each that took part.
fn discussion(making: &mut Making, referral: &Sketch, begun: Day) {
    let held = making.office_after(begun, 0, 5);
    let health = making.random.chance(770);
    let sketch = making.next(referral, "asp-ird", ("held", held));
    let all: &'static [&'static str] = &["social-work", "police", "health"];
    let took_part = if health { all } else { &all[..2] };
    let sketch = sketch.with("took_part", Held::Choices(took_part));
    making.keep(sketch.yes_no("health_took_part", health));
    for agency in took_part {
        let signed = making.office_after(held, 0, 20);
        let sketch = making.next(referral, "asp-ird-sign-off", ("signed", signed));
        making.keep(sketch.choice("agency", agency));
    }
}

fn hold_conference(making: &mut Making, referral: &Sketch, concluded: Day) {
    let due = referral.event.plus_days(28);
    let odds = Odds {
        in_time: 760,
        never: 15,
    };
    let Some(held) = making.done_by(referral.team, concluded, due.max(concluded), odds) else {
        return;
    };
    for (agency, comes) in [
        ("health", 560),
        ("police", 740),
        ("person", 480),
        ("care-provider", 800),
    ] {
        let invited = making.office_after(concluded, 0, 2).min(held);
        let sketch = making
            .next(referral, "asp-invitation", ("invited", invited))
            .day("set_for", held);
        let attendance = if making.random.chance(comes) {
            "attended"
        } else {
            making.pick(&[("report-only", 40), ("apologies", 35), ("absent", 25)])
        };
        let sketch = sketch.choice("agency", agency).choice("meeting", "initial");
        let sketch = sketch.later("attendance", Held::Choice(attendance), held, making.last);
        making.keep(sketch);
    }
    let decision = making.pick(&[
        ("plan", 56),
        ("other-support", 34),
        ("no-further-action", 10),
    ]);
    let minutes = making.done(
        referral.team,
        held,
        working(10),
        Odds {
            in_time: 640,
            never: 40,
        },
    );
    let sketch = making
        .next(referral, "asp-conference", ("held", held))
        .day("called", concluded.min(held))
        .day("set_for", held);
    let sketch = sketch.choice("decision", decision);
    let (police, chronology) = (making.random.chance(810), making.random.chance(660));
    let sketch = sketch
        .yes_no("police_invited", police)
        .yes_no("chronology_seen", chronology);
    let sketch = sketch.later_day("minutes_sent", minutes, making.last);
    if held <= making.last {
        let day = referral.event;
        making.judge(
            "ASP-CONFERENCE-28D",
            day,
            &sketch,
            Fate::of(due, Some(held), making.last),
        );
    }
    making.keep(sketch);
    if decision == "plan" {
        plan(making, referral, held);
    }
}

fn plan(making: &mut Making, referral: &Sketch, held: Day) {
    let agreed = making.office_after(held, 0, 5);
    let ended = agreed.plus_days(making.random.between(60, 420));
    let sketch = making.next(referral, "asp-protection-plan", ("agreed", agreed));
    let last = making.last;
    making.keep(sketch.later_day("ended", Some(ended), last));
    for _ in 0..making.random.between(2, 5) {
        let due = making.office_after(agreed, 10, 60);
        let done = making.done_by(
            referral.team,
            agreed,
            due,
            Odds {
                in_time: 780,
                never: 40,
            },
        );
        let sketch = making
            .next(referral, "asp-plan-action", ("set", agreed))
            .day("due", due);
        let sketch = sketch.later_day("done", done, last);
        making.keep(sketch);
    }
    for month in (1..)
        .map(|count| count * 3)
        .take_while(|months| agreed.plus_months(*months) < ended)
    {
        let reviewed = making.office_after(agreed.plus_months(month), 0, 10);
        let sketch = making
            .next(referral, "asp-review-conference", ("held", reviewed))
            .choice("decision", "plan");
        making.keep(sketch);
    }
    if making.random.chance(700) {
        let sketch = making.next(referral, "asp-outcome-conversation", ("held", ended));
        let felt = making.pick(&[
            ("safer", 66),
            ("same", 18),
            ("less-safe", 6),
            ("not-said", 10),
        ]);
        making.keep(sketch.choice("felt_safer", felt));
    }
    let sketch = making.next(referral, "asp-closure", ("ended", ended));
    making.keep(sketch);
}
