//! Columns of the organisation, its units, plans, outcomes and schedules.

use clew_plan::{Kind, OutcomeLevel, Schedule};

use super::{CellType, Column, SOURCE, words};

/// The council or partnership whose book this is.
pub(super) const ORGANISATION: &[Column] = &[
    Column::new(
        "name",
        CellType::Text,
        "Full name, for example \"West Lothian Council\".",
    )
    .required()
    .identifies(),
    Column::new(
        "short_name",
        CellType::Text,
        "Short name for narrow places.",
    ),
    Column::new(
        "calendar",
        CellType::Text,
        "Name of the working-day calendar it uses; the statutory one when absent.",
    ),
    Column::new(
        "family_group",
        CellType::Text,
        "Family group for benchmarking, for example \"people 3\".",
    ),
    SOURCE,
];

/// A part of the organisation: directorate, service or team, in a tree.
pub(super) const UNIT: &[Column] = &[
    Column::new("id", CellType::Id, "Identifier, for example justice.")
        .titled("Id")
        .also(&["identifier", "code", "ref", "reference", "number", "no"])
        .required()
        .identifies(),
    Column::new("name", CellType::Text, "Name as people know it.").required(),
    Column::new(
        "parent",
        CellType::Reference(Kind::Unit),
        "The unit it belongs to; none for a root.",
    )
    .also(&["part of", "belongs to", "above"]),
    Column::new(
        "kind",
        CellType::Text,
        "What sort of unit it is, for example \"service\" or \"team\".",
    )
    .also(&["type"]),
    Column::new("manager", CellType::Text, "Post of its manager."),
    SOURCE,
];

/// What a service will achieve over a period.
pub(super) const PLAN: &[Column] = &[
    Column::new(
        "id",
        CellType::Id,
        "Identifier, for example resource-plan-2022-23.",
    )
    .titled("Id")
    .also(&["identifier", "code", "ref", "reference", "number", "no"])
    .required()
    .identifies(),
    Column::new("title", CellType::Text, "Title.")
        .also(&["name"])
        .required(),
    Column::new(
        "parent",
        CellType::Reference(Kind::Plan),
        "The plan it serves, for example the council plan.",
    )
    .also(&["part of", "belongs to", "above"]),
    Column::new(
        "unit",
        CellType::Reference(Kind::Unit),
        "The part of the organisation whose plan it is.",
    )
    .also(&["service", "team", "locality", "area", "part"]),
    Column::new("period", CellType::Period, "The period it covers.").also(&[
        "reporting period",
        "year",
        "quarter",
        "financial year",
        "date",
    ]),
    Column::new(
        "tolerance",
        CellType::Tolerance,
        "Tolerance that its measures inherit.",
    ),
    Column::new(
        "imported",
        CellType::YesNo,
        "True when its cycle came with a published document, whose statuses are then shown as reported.",
    ),
    Column::new("approved_by", CellType::Text, "The body that approved it."),
    Column::new("approved_on", CellType::Day, "The day it was approved."),
    Column::new(
        "purpose",
        CellType::Text,
        "What it is for, in a sentence or two.",
    ),
    SOURCE,
];

/// A node of a plan's tree of outcomes.
pub(super) const OUTCOME: &[Column] = &[
    Column::new("id", CellType::Id, "Identifier, for example P2.1.")
        .titled("Id")
        .also(&["identifier", "code", "ref", "reference", "number", "no"])
        .required()
        .identifies(),
    Column::new(
        "plan",
        CellType::Reference(Kind::Plan),
        "The plan it belongs to.",
    )
    .required(),
    Column::new(
        "parent",
        CellType::Reference(Kind::Outcome),
        "The outcome above it; none for a root.",
    )
    .also(&["part of", "belongs to", "above"]),
    Column::new("level", words!(OutcomeLevel), "Its level.").required(),
    Column::new("title", CellType::Text, "Title.")
        .also(&["name"])
        .required(),
    Column::new(
        "position",
        CellType::Integer(4_294_967_295),
        "Place in the document's order, counted from 1.",
    ),
    Column::new("owner", CellType::Text, "Post of its lead.").also(&[
        "lead",
        "lead officer",
        "responsible",
        "responsible officer",
        "assigned to",
    ]),
    SOURCE,
];

/// One line of an engagement or consultation schedule.
pub(super) const SCHEDULE_ENTRY: &[Column] = &[
    Column::new(
        "plan",
        CellType::Reference(Kind::Plan),
        "The plan it belongs to.",
    )
    .required()
    .identifies(),
    Column::new("schedule", words!(Schedule), "Which schedule.")
        .required()
        .identifies(),
    Column::new(
        "unit",
        CellType::Reference(Kind::Unit),
        "The service whose schedule it is.",
    )
    .also(&["service", "team", "locality", "area", "part"])
    .identifies(),
    Column::new("group", CellType::Text, "Who is engaged or consulted.")
        .also(&["family group", "family"])
        .required()
        .identifies(),
    Column::new("method", CellType::Text, "How, for example \"survey\".")
        .required()
        .identifies(),
    Column::new("frequency", CellType::Text, "How often.")
        .also(&["how often", "collection frequency"]),
    Column::new("responsible", CellType::Text, "Post that sees to it."),
    Column::new("feedback", CellType::Text, "How the results are fed back."),
    SOURCE,
];

/// One step of the planning calendar: when the plan is written, approved, reviewed.
pub(super) const PLANNING_STEP: &[Column] = &[
    Column::new(
        "plan",
        CellType::Reference(Kind::Plan),
        "The plan it belongs to.",
    )
    .required()
    .identifies(),
    Column::new("step", CellType::Text, "The step.")
        .required()
        .identifies(),
    Column::new("description", CellType::Text, "What happens."),
    Column::new("when", CellType::Text, "When, as written."),
    Column::new(
        "during",
        CellType::Period,
        "When, as a period, where the wording gives one.",
    ),
    SOURCE,
];
