//! Columns of actions, milestones, updates, risks, controls and waivers.

use clew_plan::{ActionStatus, Kind, Status};

use super::{CellType, Column, Entry, SOURCE, words};

/// A piece of work with an owner, a start and an end.
pub(super) const ACTION: &[Column] = &[
    Column::new(
        "id",
        CellType::Id,
        "Number or code, for example 4a; unique in its plan.",
    )
    .titled("Id")
    .also(&["identifier", "code", "ref", "reference", "number", "no"])
    .required()
    .identifies(),
    Column::new(
        "plan",
        CellType::Reference(Kind::Plan),
        "The plan it belongs to.",
    )
    .required()
    .identifies(),
    Column::new(
        "parent",
        CellType::Reference(Kind::Action),
        "The action it is part of.",
    )
    .also(&["part of", "belongs to", "above"]),
    Column::new(
        "outcome",
        CellType::Reference(Kind::Outcome),
        "The outcome it serves.",
    ),
    Column::new(
        "title",
        CellType::Text,
        "What will be done; none when the document lost it.",
    )
    .also(&["name", "action", "key activity"]),
    Column::new("description", CellType::Text, "More about it."),
    Column::new(
        "planned_outcome",
        CellType::Text,
        "What it should bring about.",
    ),
    Column::new("owner", CellType::Text, "Post that leads it.").also(&[
        "lead",
        "lead officer",
        "responsible",
        "responsible officer",
        "assigned to",
    ]),
    Column::new(
        "unit",
        CellType::Reference(Kind::Unit),
        "The service it belongs to.",
    )
    .also(&["service", "team", "locality", "area", "part"]),
    Column::new(
        "start",
        CellType::PeriodOrDay,
        "When it starts: a day or a month.",
    )
    .also(&["start date"]),
    Column::new("end", CellType::PeriodOrDay, "When it should be done.").also(&[
        "due",
        "due date",
        "end date",
        "target date",
        "timescale",
        "completion date",
    ]),
    Column::new(
        "original_end",
        CellType::PeriodOrDay,
        "When it should have been done at first, if the date was moved.",
    ),
    Column::new("status", words!(ActionStatus), "How it stands.").also(&[
        "current status",
        "rag",
        "rag status",
    ]),
    Column::new(
        "reported_status",
        words!(Status),
        "The colour it was published with.",
    )
    .also(&["published status", "status as reported"]),
    Column::new("percent", CellType::Decimal, "How much is done, 0 to 100.").also(&[
        "% complete",
        "progress",
        "percent complete",
    ]),
    Column::new(
        "evidence",
        CellType::Text,
        "What will show that it is done.",
    ),
    Column::new(
        "theme",
        CellType::Text,
        "The heading it stands under in its document.",
    ),
    Column::new(
        "workstream",
        CellType::Reference(Kind::Workstream),
        "The workstream that carries it.",
    ),
    Column::new(
        "findings",
        CellType::List(Entry::Id(Kind::Finding)),
        "Findings it answers.",
    ),
    Column::new(
        "measures",
        CellType::List(Entry::Measure),
        "Measures it should improve.",
    ),
    Column::new(
        "links",
        CellType::List(Entry::Text),
        "Codes of the wider plan it serves.",
    ),
    Column::new(
        "see_also",
        CellType::List(Entry::Id(Kind::Action)),
        "Actions its text refers to.",
    ),
    SOURCE,
];

/// A dated step of an action.
pub(super) const MILESTONE: &[Column] = &[
    Column::new("action", CellType::Reference(Kind::Action), "The action.")
        .required()
        .identifies(),
    Column::new("plan", CellType::Reference(Kind::Plan), "Its plan.")
        .required()
        .identifies(),
    Column::new("title", CellType::Text, "What will have been done.")
        .also(&["name", "milestone"])
        .required()
        .identifies(),
    Column::new("due", CellType::PeriodOrDay, "By when."),
    Column::new("done", CellType::Day, "When it was done."),
    Column::new("owner", CellType::Text, "Post that sees to it.").also(&[
        "lead",
        "lead officer",
        "responsible",
        "responsible officer",
        "assigned to",
    ]),
    Column::new(
        "unit",
        CellType::Reference(Kind::Unit),
        "The service it belongs to.",
    )
    .also(&["service", "team", "locality", "area", "part"]),
    Column::new(
        "links",
        CellType::List(Entry::Text),
        "Codes of the wider plan it serves.",
    ),
    SOURCE,
];

/// What was said about an action's progress.
pub(super) const UPDATE: &[Column] = &[
    Column::new("action", CellType::Reference(Kind::Action), "The action.")
        .required()
        .identifies(),
    Column::new("plan", CellType::Reference(Kind::Plan), "Its plan.")
        .required()
        .identifies(),
    Column::new("text", CellType::Text, "Progress in words.")
        .also(&[
            "comment",
            "comments",
            "note",
            "notes",
            "commentary",
            "update",
            "wording",
        ])
        .required()
        .identifies(),
    Column::new("on", CellType::Day, "The day of the update.")
        .also(&["date", "dated"])
        .identifies(),
    Column::new("by", CellType::Text, "Post of the author.").also(&["author", "entered by"]),
    SOURCE,
];

/// Something that may go wrong, and how likely and how bad that is.
pub(super) const RISK: &[Column] = &[
    Column::new("code", CellType::Id, "Code in the register.")
        .also(&["reference", "ref", "risk code", "id"])
        .required()
        .identifies(),
    Column::new(
        "plan",
        CellType::Reference(Kind::Plan),
        "The plan that lists it.",
    )
    .identifies(),
    Column::new("title", CellType::Text, "Title.")
        .also(&["name", "risk"])
        .required(),
    Column::new("description", CellType::Text, "Cause, event and effect."),
    Column::new(
        "category",
        CellType::Text,
        "Kind of risk, for example \"workforce\".",
    ),
    Column::new("original", CellType::RiskScore, "Score before any control."),
    Column::new("current", CellType::RiskScore, "Score now."),
    Column::new(
        "target",
        CellType::RiskScore,
        "Score it should come down to.",
    ),
    Column::new(
        "reported_band",
        CellType::Text,
        "The band it was published with, for example \"high\".",
    ),
    Column::new("owner", CellType::Text, "Post that answers for it.").also(&[
        "lead",
        "lead officer",
        "responsible",
        "responsible officer",
        "assigned to",
    ]),
    Column::new(
        "unit",
        CellType::Reference(Kind::Unit),
        "The service it belongs to.",
    )
    .also(&["service", "team", "locality", "area", "part"]),
    Column::new(
        "review_due",
        CellType::Day,
        "When it must next be reviewed.",
    ),
    Column::new("reviewed_on", CellType::Day, "When it was last reviewed."),
    Column::new(
        "links",
        CellType::List(Entry::Text),
        "Codes of other registers it stands in.",
    ),
    SOURCE,
];

/// What keeps a risk down.
pub(super) const CONTROL: &[Column] = &[
    Column::new("risk", CellType::Reference(Kind::Risk), "The risk.")
        .required()
        .identifies(),
    Column::new("title", CellType::Text, "What is in place.")
        .also(&["name"])
        .required()
        .identifies(),
    Column::new(
        "in_place",
        CellType::YesNo,
        "True when it is in place, false when only planned.",
    ),
    Column::new("owner", CellType::Text, "Post that sees to it.").also(&[
        "lead",
        "lead officer",
        "responsible",
        "responsible officer",
        "assigned to",
    ]),
    Column::new(
        "due",
        CellType::Day,
        "By when a planned control should be in place.",
    ),
    SOURCE,
];

/// A finding of a check accepted as it is.
pub(super) const WAIVER: &[Column] = &[
    Column::new("rule", CellType::Text, "The check's id.")
        .required()
        .identifies(),
    Column::new(
        "place",
        CellType::Text,
        "The place it is waived for; every place when absent.",
    )
    .identifies(),
    Column::new("reason", CellType::Text, "Why it is accepted.").required(),
    Column::new("by", CellType::Text, "Post that accepted it.").also(&["author", "entered by"]),
    Column::new("on", CellType::Day, "When.").also(&["date", "dated"]),
    Column::new("until", CellType::Day, "When it must be looked at again."),
    SOURCE,
];
