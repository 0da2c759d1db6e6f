//! Columns of inspections, findings, workstreams, forums and cycles.

use clew_plan::Kind;

use super::{CellType, Column, Entry, SOURCE};

/// An inspection or audit.
pub(super) const INSPECTION: &[Column] = &[
    Column::new("id", CellType::Id, "Identifier, for example asp-2023.")
        .titled("Id")
        .also(&["identifier", "code", "ref", "reference", "number", "no"])
        .required()
        .identifies(),
    Column::new("title", CellType::Text, "Title.")
        .also(&["name"])
        .required(),
    Column::new("body", CellType::Text, "Who inspected."),
    Column::new("published_on", CellType::Day, "When the report came out."),
    Column::new("grade", CellType::Text, "Overall grade, as given."),
    SOURCE,
];

/// What an inspection or audit said.
pub(super) const FINDING: &[Column] = &[
    Column::new("id", CellType::Id, "Number in the plan that answers it.")
        .titled("Id")
        .also(&["identifier", "code", "ref", "reference", "number", "no"])
        .required()
        .identifies(),
    Column::new(
        "inspection",
        CellType::Reference(Kind::Inspection),
        "The inspection.",
    )
    .required(),
    Column::new(
        "area",
        CellType::Text,
        "The area it concerns, for example \"Chronologies\".",
    ),
    Column::new("title", CellType::Text, "Title.")
        .also(&["name"])
        .required(),
    Column::new("text", CellType::Text, "What was found.").also(&[
        "comment",
        "comments",
        "note",
        "notes",
        "commentary",
        "update",
        "wording",
    ]),
    Column::new("recommendation", CellType::Text, "What was recommended."),
    Column::new("owner", CellType::Text, "Post that answers for it.").also(&[
        "lead",
        "lead officer",
        "responsible",
        "responsible officer",
        "assigned to",
    ]),
    Column::new("closed_on", CellType::Day, "When evidence closed it."),
    SOURCE,
];

/// One thing to be done about a finding.
pub(super) const IMPROVEMENT_ACTIVITY: &[Column] = &[
    Column::new(
        "finding",
        CellType::Reference(Kind::Finding),
        "The finding.",
    )
    .required()
    .identifies(),
    Column::new(
        "position",
        CellType::Integer(4_294_967_295),
        "Order under the finding, from 1.",
    )
    .required()
    .identifies(),
    Column::new("text", CellType::Text, "What will be done.")
        .also(&[
            "comment",
            "comments",
            "note",
            "notes",
            "commentary",
            "update",
            "wording",
        ])
        .required(),
    Column::new("owner", CellType::Text, "Post that sees to it.").also(&[
        "lead",
        "lead officer",
        "responsible",
        "responsible officer",
        "assigned to",
    ]),
    Column::new("due", CellType::Day, "By when."),
    Column::new("evidence", CellType::Text, "What will show it is done."),
    Column::new("done_on", CellType::Day, "When it was done."),
    SOURCE,
];

/// A strand of an improvement plan.
pub(super) const WORKSTREAM: &[Column] = &[
    Column::new("id", CellType::Id, "Identifier.")
        .titled("Id")
        .also(&["identifier", "code", "ref", "reference", "number", "no"])
        .required()
        .identifies(),
    Column::new("title", CellType::Text, "Title.")
        .also(&["name"])
        .required(),
    Column::new(
        "category",
        CellType::Text,
        "Group of workstreams, for example \"Demand\".",
    ),
    Column::new("summary", CellType::Text, "What it is about."),
    Column::new(
        "priorities",
        CellType::List(Entry::Id(Kind::Outcome)),
        "Priorities it serves.",
    ),
    SOURCE,
];

/// What a workstream lacks.
pub(super) const RESOURCE_GAP: &[Column] = &[
    Column::new(
        "workstream",
        CellType::Reference(Kind::Workstream),
        "The workstream; none for the plan as a whole.",
    )
    .identifies(),
    Column::new("text", CellType::Text, "What is lacking.")
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
    Column::new(
        "document",
        CellType::Reference(Kind::Document),
        "The document that says so.",
    ),
    SOURCE,
];

/// A committee or board.
pub(super) const FORUM: &[Column] = &[
    Column::new("id", CellType::Id, "Identifier.")
        .titled("Id")
        .also(&["identifier", "code", "ref", "reference", "number", "no"])
        .required()
        .identifies(),
    Column::new("name", CellType::Text, "Name.").required(),
    Column::new(
        "kind",
        CellType::Text,
        "For example \"council committee\", \"integration joint board\".",
    )
    .also(&["type"]),
    Column::new(
        "aliases",
        CellType::List(Entry::Text),
        "Other names it goes by in documents.",
    ),
    SOURCE,
];

/// What a forum receives, and how often.
pub(super) const FORUM_ITEM: &[Column] = &[
    Column::new("forum", CellType::Reference(Kind::Forum), "The forum.")
        .required()
        .identifies(),
    Column::new(
        "name_as_written",
        CellType::Text,
        "The name the document uses there.",
    ),
    Column::new(
        "document",
        CellType::Reference(Kind::Document),
        "The document that says so.",
    ),
    Column::new("what", CellType::Text, "What it receives or does.")
        .required()
        .identifies(),
    Column::new("how_often", CellType::Text, "How often."),
    Column::new("on", CellType::Day, "The day, for a single item.")
        .also(&["date", "dated"])
        .identifies(),
    SOURCE,
];

/// One reporting round.
pub(super) const CYCLE: &[Column] = &[
    Column::new("id", CellType::Text, "Identifier, for example 2019-20 Q2.")
        .titled("Id")
        .also(&["identifier", "code", "ref", "reference", "number", "no"])
        .required()
        .identifies(),
    Column::new(
        "plan",
        CellType::Reference(Kind::Plan),
        "The plan reported on.",
    )
    .required()
    .identifies(),
    Column::new("period", CellType::Period, "The period reported.")
        .also(&[
            "reporting period",
            "year",
            "quarter",
            "financial year",
            "date",
        ])
        .required(),
    Column::new("opens", CellType::Day, "When returns open."),
    Column::new("due", CellType::Day, "When returns are due."),
    Column::new("published", CellType::Day, "When it was published."),
    Column::new(
        "imported",
        CellType::YesNo,
        "True when it came with a published document; its statuses are then shown as reported.",
    ),
    SOURCE,
];
