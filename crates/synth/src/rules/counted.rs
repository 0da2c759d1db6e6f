//! Shares, counts, and what is open on a quarter's last day, by one record alone.

use super::timed::UNPAID_WORK;
use super::{Count, Open, Share};

const UNDER_65: (i32, i32) = (0, 64);
const FROM_65: (i32, i32) = (65, 200);

pub(super) const SHARES: &[Share] = &[
    Share::new(
        "ASP-SAFER",
        "asp-outcome-conversation",
        "held",
        &[("felt_safer", &["safer"])],
    )
    .without(&[("felt_safer", &["not-said"])]),
    Share::new(
        "ASP-IRD-HEALTH",
        "asp-ird",
        "held",
        &[("health_took_part", &["yes"])],
    ),
    Share::new(
        "ASP-POLICE-INVITED",
        "asp-conference",
        "held",
        &[("police_invited", &["yes"])],
    ),
    Share::new(
        "ASP-CHRONOLOGY",
        "asp-conference",
        "held",
        &[("chronology_seen", &["yes"])],
    ),
    Share::new(
        "ASP-ADVOCACY",
        "asp-advocacy",
        "considered",
        &[("offered", &["yes"])],
    )
    .without(&[("why_not", &["has-one"])]),
    Share::new(
        "ASP-HEALTH-ATTENDED",
        "asp-invitation",
        "set_for",
        &[("attendance", &["attended"])],
    )
    .of(&[
        ("agency", &["health"]),
        ("meeting", &["initial", "review"]),
        ("attendance", &[]),
    ])
    .without(&[("attendance", &["meeting-cancelled"])]),
    Share::new(
        "CP-PARENTS",
        "cp-planning-meeting",
        "held",
        &[("parents", &["both", "one"])],
    )
    .without(&[("parents", &["not-invited"])]),
    Share::new(
        "CP-INVESTIGATIONS-TO-MEETING",
        "cp-investigation",
        "completed",
        &[("outcome", &["meeting"])],
    ),
    Share::new(
        "CP-REREGISTERED-18M",
        "cp-registration",
        "registered",
        &[("earlier", &["within-12", "within-18"])],
    ),
    Share::new(
        "JUST-CPO-COMPLETED",
        "cpo-order",
        "ended",
        &[("how_ended", &["completed", "early"])],
    )
    .without(&[("how_ended", &["transferred", "died"])]),
    Share::new(
        "SDS-OUTCOMES",
        "sds-outcome",
        "reviewed",
        &[("result", &["met"])],
    )
    .without(&[("result", &["no-longer-wanted"])]),
    Share::new(
        "CARERS-OFFERED",
        "carer-plan",
        "identified",
        &[("offered", &[])],
    ),
    Share::new(
        "COMPLAINTS-UPHELD",
        "complaint",
        "answered",
        &[("outcome", &["upheld", "partly-upheld"])],
    ),
];

pub(super) const COUNTS: &[Count] = &[
    Count::new("ASP-REFERRALS", "asp-referral", "received"),
    Count::new("ASP-INQUIRIES", "asp-inquiry", "begun"),
    Count::new("ASP-INQUIRIES-U65", "asp-inquiry", "begun").aged(UNDER_65),
    Count::new("ASP-INQUIRIES-65", "asp-inquiry", "begun").aged(FROM_65),
    Count::new("ASP-POWERS", "asp-inquiry", "begun").of(&[("powers_used", &["yes"])]),
    Count::new("ASP-POWERS-U65", "asp-inquiry", "begun")
        .of(&[("powers_used", &["yes"])])
        .aged(UNDER_65),
    Count::new("ASP-POWERS-65", "asp-inquiry", "begun")
        .of(&[("powers_used", &["yes"])])
        .aged(FROM_65),
    Count::new("ASP-NO-POWERS", "asp-inquiry", "concluded").of(&[("powers_used", &["no"])]),
    Count::new("ASP-CONFERENCES", "asp-conference", "held"),
    Count::new("ASP-CONFERENCES-U65", "asp-conference", "held").aged(UNDER_65),
    Count::new("ASP-CONFERENCES-65", "asp-conference", "held").aged(FROM_65),
    Count::new("ASP-PLANS", "asp-protection-plan", "agreed"),
    Count::new("ASP-PLANS-U65", "asp-protection-plan", "agreed").aged(UNDER_65),
    Count::new("ASP-PLANS-65", "asp-protection-plan", "agreed").aged(FROM_65),
    Count::new("CP-INVESTIGATIONS", "cp-investigation", "begun"),
    Count::new("CP-REGISTRATIONS", "cp-registration", "registered"),
    Count::new("CP-DEREGISTRATIONS", "cp-deregistration", "deregistered"),
    Count::new("CR-REPORTS", "reporter-report", "requested"),
    Count::new("AWI-GRANTED", "awi-guardianship", "granted"),
    Count::new("JUST-COURT-REPORTS-COUNT", "court-report", "submitted"),
    Count::new("JUST-CPO", "cpo-order", "imposed"),
    Count::new("JUST-CPO-UPW", "cpo-order", "imposed").of(UNPAID_WORK),
    Count::new("JUST-DTTO", "dtto-order", "imposed"),
    Count::new("AD-REFERRALS", "treatment-referral", "received"),
    Count::new("ASSESS-COMPLETED", "assessment", "completed"),
    Count::new("CARERS-PLANS", "carer-plan", "plan_made"),
    Count::new("TELECARE-NEW", "telecare", "installed"),
    Count::new("COMPLAINTS", "complaint", "received"),
    Count::new("SUP-DECISIONS", "supervision-decision", "decided"),
];

pub(super) const OPEN: &[Open] = &[
    Open::new("AWI-ORDERS", "awi-guardianship", ("granted", "ended")),
    Open::new("TELECARE-HOUSEHOLDS", "telecare", ("installed", "ended")),
    Open::new("CAH-PEOPLE", "care-package", ("started", "ended")),
];
