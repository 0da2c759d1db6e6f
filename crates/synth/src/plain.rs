//! Work of one record each: what comes in, by when something has to be done about it, and what became of it.

use clew_calendar::Day;

use crate::council::{Opening, Work};
use crate::episode::{Days, Limit, Making, Odds};
use crate::people::Wanted;
use crate::service::Service;
use crate::sketch::{Held, Sketch};

/// Choices by weight.
pub(crate) type Weights = &'static [(&'static str, u32)];

const CHILDREN: &[((i32, i32), u32)] =
    &[((0, 4), 30), ((5, 11), 35), ((12, 15), 30), ((16, 17), 5)];
const WORKING_AGE: &[((i32, i32), u32)] = &[((18, 24), 25), ((25, 44), 55), ((45, 64), 20)];
const OLDER: &[((i32, i32), u32)] = &[
    ((18, 64), 22),
    ((65, 74), 18),
    ((75, 84), 32),
    ((85, 97), 28),
];
const ADULTS: &[((i32, i32), u32)] = &[((18, 44), 30), ((45, 64), 35), ((65, 90), 35)];

const fn wanted(service: Service, ages: &'static [((i32, i32), u32)], known: u32) -> Wanted {
    Wanted {
        service,
        ages,
        known,
    }
}

const fn odds(in_time: u32, never: u32) -> Odds {
    Odds { in_time, never }
}

const fn council(days: i32) -> Limit {
    Limit::Working(Days::Council, days)
}

const fn statutory(days: i32) -> Limit {
    Limit::Working(Days::Statutory, days)
}

const fn work(a_year: u32, any_day: bool, make: fn(&mut Making, Day, Opening)) -> Work {
    Work {
        a_year,
        any_day,
        open_at_start: 0,
        days_before: 0,
        make,
    }
}

/// Work that is made here.
pub(crate) fn works() -> Vec<Work> {
    vec![
        work(620, false, reporter_report),
        Work {
            open_at_start: 180,
            days_before: 300,
            ..work(260, false, supervision_order)
        },
        work(40, false, dtto),
        work(190, false, throughcare),
        work(130, false, prisoner),
        work(2_900, false, treatment),
        work(4_200, false, therapy),
        work(110, false, section_23),
        work(5_500, false, care_review),
        work(1_050, false, carer),
        Work {
            open_at_start: 2_400,
            days_before: 1_200,
            ..work(2_600, false, telecare)
        },
        work(230, false, foi),
        work(160, false, subject_access),
        work(240, false, complaint),
    ]
}

impl Making {
    /// Opens a record about somebody.
    pub(crate) fn start(
        &mut self,
        wanted: Wanted,
        form: (&'static str, &'static str),
        event: (&'static str, Day),
    ) -> Sketch {
        let someone = self.someone(wanted, event.1);
        let team = self.team(wanted.service, someone, event.1);
        self.open(form, someone, team, event)
    }

    /// A choice by weight.
    pub(crate) fn pick(&mut self, weights: Weights) -> &'static str {
        self.random.weighted(weights)
    }
}

fn reporter_report(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(
        wanted(Service::Children, CHILDREN, 250),
        ("reporter-report", "reporter-report"),
        ("requested", day),
    );
    let kind = making.pick(&[
        ("initial", 30),
        ("assessment", 35),
        ("social-background", 20),
        ("review", 15),
    ]);
    let sketch = sketch.choice("kind", kind);
    if making.random.chance(35) {
        let withdrawn = making.office_after(day, 1, 18);
        let sketch = sketch.later_day("withdrawn", Some(withdrawn), making.last);
        return making.keep_closed(sketch, withdrawn, "withdrawn");
    }
    let done = making.done(sketch.team, day, council(20), odds(820, 12));
    let sketch = sketch.later_day("submitted", done, making.last);
    making.keep(sketch);
}

fn supervision_order(making: &mut Making, day: Day, opening: Opening) {
    let sketch = making.start(
        wanted(Service::Children, CHILDREN, 0),
        ("supervision-order", "supervision-order"),
        ("made", day),
    );
    let at = making.pick(&[("home", 55), ("away", 45)]);
    let sketch = sketch.choice("where", at);
    let ended = ends(making, day, opening, (150, 700));
    let sketch = if making.random.chance(25) {
        let known = day.plus_days(10);
        sketch.later(
            "not_seen_because",
            Held::Choice("moved"),
            known,
            making.last,
        )
    } else {
        let done = making.done(sketch.team, day, Limit::Days(15), odds(880, 10));
        sketch.later_day(
            "first_seen",
            done.map(|done| done.min(ended.plus_days(-1))),
            making.last,
        )
    };
    let sketch = sketch.later_day("ended", Some(ended), making.last);
    making.keep(sketch);
}

/// When something ends, some days after it began; what was brought over is still open at the start.
pub(crate) fn ends(making: &mut Making, day: Day, opening: Opening, after: (i32, i32)) -> Day {
    let began = match opening {
        Opening::Now => day,
        Opening::BroughtOver(start) => start,
    };
    began.plus_days(making.random.between(after.0, after.1))
}

fn dtto(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(
        wanted(Service::Justice, WORKING_AGE, 200),
        ("drug-treatment-and-testing", "dtto-order"),
        ("imposed", day),
    );
    let sketch = sketch.with("months", Held::Hundredths(1_800));
    let outcome = making.pick(&[
        ("seen", 88),
        ("did-not-attend", 5),
        ("in-custody", 5),
        ("ill", 1),
        ("not-known", 1),
    ]);
    let seen = making.done(sketch.team, day, council(2), odds(960, 10));
    let met = seen.and_then(|seen| making.done(sketch.team, seen, council(4), odds(900, 10)));
    let known = making.office(day.plus_days(3));
    let sketch = sketch.later_day("first_seen", seen, making.last);
    let sketch = sketch.later(
        "outcome_first_contact",
        Held::Choice(outcome),
        known,
        making.last,
    );
    let sketch = sketch.later_day("met_worker", met, making.last);
    let ended = making.random.between(200, 540);
    let how = making.pick(&[
        ("completed", 45),
        ("early", 15),
        ("breach", 28),
        ("other-sentence", 8),
        ("transferred", 3),
        ("died", 1),
    ]);
    let sketch = end(
        sketch,
        ("ended", day.plus_days(ended)),
        ("how_ended", how),
        making.last,
    );
    making.keep(sketch);
}

/// A day of ending with how it ended, if it has.
pub(crate) fn end(
    sketch: Sketch,
    ended: (&'static str, Day),
    how: (&'static str, &'static str),
    last: Day,
) -> Sketch {
    let sketch = sketch.later_day(ended.0, Some(ended.1), last);
    sketch.later(how.0, Held::Choice(how.1), ended.1, last)
}

fn throughcare(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(
        wanted(Service::Justice, WORKING_AGE, 200),
        ("throughcare", "throughcare"),
        ("released", day),
    );
    let licence = making.pick(&[
        ("parole", 30),
        ("non-parole", 30),
        ("life", 6),
        ("extended", 14),
        ("voluntary", 20),
    ]);
    let sketch = sketch.choice("licence", licence);
    let seen = making.done(sketch.team, day, council(1), odds(930, 8));
    let sketch = sketch.later_day("first_seen", seen, making.last);
    making.keep(sketch);
}

fn prisoner(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(
        wanted(Service::Justice, WORKING_AGE, 100),
        ("prisoners", "prisoner-contact"),
        ("notified", day),
    );
    let done = making.done(sketch.team, day, Limit::Days(7), odds(910, 10));
    let sketch = sketch.later_day("contacted", done, making.last);
    making.keep(sketch);
}

fn treatment(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(
        wanted(Service::Addictions, WORKING_AGE, 300),
        ("alcohol-and-drugs", "treatment-referral"),
        ("received", day),
    );
    let substance = making.pick(&[("alcohol", 48), ("drugs", 42), ("both", 10)]);
    let sketch = sketch.choice("substance", substance);
    if making.random.chance(210) {
        let why = making.pick(&[
            ("declined", 40),
            ("did-not-attend", 45),
            ("in-prison", 6),
            ("moved", 6),
            ("died", 3),
        ]);
        let left = making.office_after(day, 5, 40);
        let sketch = sketch.later("did_not_start", Held::Choice(why), left, making.last);
        let sketch = sketch.later_day("ended", Some(left), making.last);
        return making.keep(sketch);
    }
    let done = making.done(sketch.team, day, Limit::Days(21), odds(930, 6));
    let sketch = sketch.later_day("started", done, making.last);
    match done {
        Some(done) => {
            let closed = making.office_after(done, 40, 420);
            making.keep_closed(sketch, closed, "done");
        }
        None => making.keep(sketch),
    }
}

fn therapy(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(
        wanted(Service::Therapy, OLDER, 250),
        ("occupational-therapy", "ot-referral"),
        ("received", day),
    );
    let priority = making.pick(&[
        ("critical", 12),
        ("substantial", 43),
        ("moderate", 33),
        ("low", 12),
    ]);
    let sketch = sketch.choice("priority", priority);
    if making.random.chance(70) {
        let left = making.office_after(day, 3, 90);
        let sketch = sketch.later_day("withdrawn", Some(left), making.last);
        return making.keep_closed(sketch, left, "not-needed");
    }
    let in_time = if priority == "critical" { 970 } else { 760 };
    let assessed = making.done(sketch.team, day, Limit::Days(42), odds(in_time, 10));
    let allocated = assessed.map(|assessed| day.plus_days(day.days_until(assessed) * 2 / 3));
    let sketch = sketch.later_day("allocated", allocated, making.last);
    let sketch = sketch.later_day("assessed", assessed, making.last);
    making.keep(sketch);
}

fn section_23(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(
        wanted(Service::Children, CHILDREN, 100),
        ("section-23", "section-23-assessment"),
        ("requested", day),
    );
    let done = making.done(sketch.team, day, Limit::Days(84), odds(800, 15));
    let sketch = sketch.later_day("completed", done, making.last);
    making.keep(sketch);
}

fn care_review(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(
        wanted(Service::Adults, OLDER, 400),
        ("care-review", "care-review-due"),
        ("set", day),
    );
    let due = day.plus_months(12);
    let sketch = sketch.day("review_by", due);
    if making.random.chance(180) {
        let ended = day.plus_days(making.random.between(20, 360));
        let sketch = sketch.later_day("ended", Some(ended), making.last);
        return making.keep_closed(sketch, ended, "not-needed");
    }
    let done = making.done_by(sketch.team, day.plus_days(270), due, odds(640, 25));
    let result = making.pick(&[
        ("same", 60),
        ("more", 20),
        ("less", 10),
        ("other", 7),
        ("ends", 3),
    ]);
    let sketch = sketch.later_day("reviewed", done, making.last);
    let sketch = match done {
        Some(done) => sketch.later("result", Held::Choice(result), done, making.last),
        None => sketch,
    };
    making.keep(sketch);
}

fn carer(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(
        wanted(Service::Adults, ADULTS, 100),
        ("carers", "carer-plan"),
        ("identified", day),
    );
    let terminal = making.random.chance(80);
    let sketch = sketch.yes_no("terminally_ill", terminal);
    if making.random.chance(60) {
        return making.keep(sketch);
    }
    let offered = making.office_after(day, 0, 30);
    let answer = making.pick(&[
        ("accepted", 62),
        ("asked", 13),
        ("declined", 22),
        ("no-answer", 3),
    ]);
    let answered = making.office(offered.plus_days(3));
    let last = making.last;
    let sketch = sketch.later_day("offered", Some(offered), last);
    let sketch = sketch.later("answer", Held::Choice(answer), answered, last);
    if !matches!(answer, "accepted" | "asked") {
        return making.keep_closed(sketch, answered, "declined");
    }
    let (talk, plan) = if terminal {
        (statutory(5), 5)
    } else {
        (council(30), 30)
    };
    let conversation = making.done(sketch.team, answered, talk, odds(880, 20));
    let made = conversation
        .and_then(|talked| making.done(sketch.team, talked, statutory(plan), odds(880, 20)));
    let sketch = sketch.later_day("accepted_on", Some(answered), last);
    let sketch = sketch.later_day("conversation", conversation, last);
    let sketch = sketch.later_day("plan_made", made, last);
    making.keep(sketch);
}

fn telecare(making: &mut Making, day: Day, opening: Opening) {
    let sketch = making.start(
        wanted(Service::Home, OLDER, 0),
        ("telecare", "telecare"),
        ("requested", day),
    );
    let urgency = making.pick(&[("urgent", 24), ("standard", 76)]);
    let sketch = sketch.choice("urgency", urgency);
    if opening == Opening::Now && making.random.chance(55) {
        let known = making.office(day.plus_days(6));
        let why = making.pick(&[
            ("declined", 40),
            ("no-access", 20),
            ("hospital", 30),
            ("died", 10),
        ]);
        let sketch = sketch.later("not_installed", Held::Choice(why), known, making.last);
        return making.keep_closed(sketch, known, "not-needed");
    }
    let days = if urgency == "urgent" { 3 } else { 10 };
    let installed = match opening {
        Opening::Now => making.done(sketch.team, day, Limit::Days(days), odds(930, 10)),
        Opening::BroughtOver(_) => Some(day.plus_days(2)),
    };
    let sketch = sketch.later_day("installed", installed, making.last);
    let ended = ends(making, day.plus_days(40), opening, (60, 2_400));
    let sketch = match installed {
        Some(_) => sketch.later_day("ended", Some(ended), making.last),
        None => sketch,
    };
    making.keep(sketch);
}

fn foi(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(
        wanted(Service::Information, ADULTS, 150),
        ("foi-request", "foi-request"),
        ("counted_from", day),
    );
    if making.random.chance(20) {
        let left = making.office(day.plus_days(5));
        let sketch = sketch.later_day("withdrawn", Some(left), making.last);
        return making.keep_closed(sketch, left, "withdrawn");
    }
    let done = making.done(sketch.team, day, statutory(20), odds(950, 8));
    let sketch = sketch.later_day("answered", done, making.last);
    making.keep(sketch);
}

fn subject_access(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(
        wanted(Service::Information, ADULTS, 50),
        ("subject-access", "subject-access"),
        ("counted_from", day),
    );
    let done = making.done(sketch.team, day, Limit::Months(1), odds(760, 10));
    let sketch = sketch.later_day("answered", done, making.last);
    making.keep(sketch);
}

fn complaint(making: &mut Making, day: Day, _: Opening) {
    let sketch = making.start(
        wanted(Service::Information, ADULTS, 100),
        ("complaint", "complaint"),
        ("received", day),
    );
    let stage = making.pick(&[("stage-1", 74), ("stage-2", 26)]);
    let sketch = sketch.choice("stage", stage);
    let last = making.last;
    if making.random.chance(30) {
        let left = making.office(day.plus_days(3));
        let sketch = sketch.later_day("withdrawn", Some(left), last);
        return making.keep_closed(sketch, left, "withdrawn");
    }
    let second = stage == "stage-2";
    let acknowledged = if second {
        making.done(sketch.team, day, council(3), odds(940, 10))
    } else {
        None
    };
    let done = making.done(
        sketch.team,
        day,
        council(if second { 20 } else { 5 }),
        odds(800, 10),
    );
    let outcome = making.pick(&[
        ("upheld", 22),
        ("partly-upheld", 24),
        ("not-upheld", 38),
        ("resolved", 16),
    ]);
    let sketch = sketch.later_day("acknowledged", acknowledged, last);
    let sketch = sketch.later_day("answered", done, last);
    let sketch = match done {
        Some(done) => sketch.later("outcome", Held::Choice(outcome), done, last),
        None => sketch,
    };
    making.keep(sketch);
}
