//! What has to be in time, by one record alone.

use super::{By, Must, Timed};
use crate::episode::{Days, Limit};

const fn council(days: i32) -> By {
    By::Within(Limit::Working(Days::Council, days))
}

const fn statutory(days: i32) -> By {
    By::Within(Limit::Working(Days::Statutory, days))
}

const fn days(days: i32) -> By {
    By::Within(Limit::Days(days))
}

const WITHDRAWN: &[Must] = &[("withdrawn", &[])];
const NOT_STARTED: &[Must] = &[(
    "did_not_start",
    &[
        "declined",
        "did-not-attend",
        "in-prison",
        "moved",
        "not-suitable",
        "died",
    ],
)];
const TERMINAL: &[Must] = &[
    ("terminally_ill", &["yes"]),
    ("answer", &["accepted", "asked"]),
];
pub(super) const UNPAID_WORK: &[Must] = &[("unpaid_work", &["yes"])];

pub(super) const TIMED: &[Timed] = &[
    Timed::new(
        "CR-REPORTS-20WD",
        "reporter-report",
        ("requested", "submitted"),
        council(20),
    )
    .without(WITHDRAWN),
    Timed::new(
        "CSO-SEEN-15D",
        "supervision-order",
        ("made", "first_seen"),
        days(15),
    )
    .without(&[("not_seen_because", &["moved"])]),
    Timed::new(
        "JUST-COURT-REPORTS",
        "court-report",
        ("requested", "submitted"),
        By::Field("due"),
    )
    .without(&[("not_done", &[])]),
    Timed::new(
        "JUST-CPO-1WD",
        "cpo-order",
        ("imposed", "contacted"),
        council(1),
    )
    .without(&[("contact_late", &["in-custody", "not-known", "moved"])]),
    Timed::new(
        "JUST-CPO-5WD",
        "cpo-order",
        ("imposed", "met_manager"),
        council(5),
    )
    .without(&[("meeting_late", &["in-custody", "not-known", "moved"])]),
    Timed::new(
        "JUST-UPW-SEEN-5WD",
        "cpo-order",
        ("imposed", "work_seen"),
        council(5),
    )
    .of(UNPAID_WORK)
    .without(&[("work_seen_late", &["in-custody", "moved"])]),
    Timed::new(
        "JUST-UPW-STARTED-7WD",
        "cpo-order",
        ("imposed", "work_started"),
        council(7),
    )
    .of(UNPAID_WORK)
    .without(&[("work_started_late", &["in-custody", "moved"])]),
    Timed::new(
        "JUST-DTTO-2WD",
        "dtto-order",
        ("imposed", "first_seen"),
        council(2),
    )
    .without(&[("outcome_first_contact", &["in-custody"])]),
    Timed::new(
        "JUST-DTTO-1WD",
        "dtto-order",
        ("imposed", "first_seen"),
        council(1),
    )
    .without(&[("outcome_first_contact", &["in-custody", "not-known"])]),
    Timed::new(
        "JUST-DTTO-5WD",
        "dtto-order",
        ("imposed", "met_worker"),
        council(5),
    )
    .without(&[("outcome_first_contact", &["in-custody", "not-known"])]),
    Timed::new(
        "JUST-LICENCE-1WD",
        "throughcare",
        ("released", "first_seen"),
        council(1),
    )
    .of(&[("licence", &["parole", "non-parole", "life", "extended"])]),
    Timed::new(
        "JUST-PRISONERS-7D",
        "prisoner-contact",
        ("notified", "contacted"),
        days(7),
    ),
    Timed::new(
        "AD-21D",
        "treatment-referral",
        ("received", "started"),
        days(21),
    )
    .without(NOT_STARTED),
    Timed::new(
        "AD-42D",
        "treatment-referral",
        ("received", "started"),
        days(42),
    )
    .without(NOT_STARTED),
    Timed::new(
        "OT-ASSESSED-6W",
        "ot-referral",
        ("received", "assessed"),
        days(42),
    )
    .without(WITHDRAWN),
    Timed::new(
        "OT-ALLOCATED-6W",
        "ot-referral",
        ("received", "allocated"),
        days(42),
    )
    .without(WITHDRAWN),
    Timed::new(
        "S23-12W",
        "section-23-assessment",
        ("requested", "completed"),
        days(84),
    )
    .without(WITHDRAWN),
    Timed::new(
        "REVIEWS-IN-TIME",
        "care-review-due",
        ("set", "reviewed"),
        By::Field("review_by"),
    )
    .without(&[("ended", &[])]),
    Timed::new(
        "CARERS-TERMINAL-5WD",
        "carer-plan",
        ("accepted_on", "conversation"),
        statutory(5),
    )
    .of(TERMINAL),
    Timed::new(
        "CARERS-TERMINAL-10WD",
        "carer-plan",
        ("accepted_on", "plan_made"),
        statutory(10),
    )
    .of(TERMINAL),
    Timed::new(
        "TELECARE-URGENT-3D",
        "telecare",
        ("requested", "installed"),
        days(3),
    )
    .of(&[("urgency", &["urgent"])])
    .without(&[("not_installed", &[])]),
    Timed::new(
        "TELECARE-STANDARD-10D",
        "telecare",
        ("requested", "installed"),
        days(10),
    )
    .of(&[("urgency", &["standard"])])
    .without(&[("not_installed", &[])]),
    Timed::new(
        "FOI-20WD",
        "foi-request",
        ("counted_from", "answered"),
        statutory(20),
    )
    .without(WITHDRAWN),
    Timed::new(
        "SAR-IN-TIME",
        "subject-access",
        ("counted_from", "answered"),
        By::Within(Limit::Months(1)),
    )
    .without(WITHDRAWN),
    Timed::new(
        "COMPLAINTS-1-5WD",
        "complaint",
        ("received", "answered"),
        council(5),
    )
    .of(&[("stage", &["stage-1"])])
    .without(WITHDRAWN),
    Timed::new(
        "COMPLAINTS-2-20WD",
        "complaint",
        ("received", "answered"),
        council(20),
    )
    .of(&[("stage", &["stage-2"])])
    .without(WITHDRAWN),
    Timed::new(
        "COMPLAINTS-ACK-3WD",
        "complaint",
        ("received", "acknowledged"),
        council(3),
    )
    .of(&[("stage", &["stage-2"])])
    .without(WITHDRAWN),
    Timed::new(
        "ASP-MINUTES",
        "asp-conference",
        ("held", "minutes_sent"),
        council(10),
    ),
    Timed::new(
        "ASP-ACTIONS",
        "asp-plan-action",
        ("set", "done"),
        By::Field("due"),
    )
    .without(&[("dropped", &[])]),
];
