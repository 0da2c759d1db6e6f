//! Columns of documents, what they say, and the totals and counts they print.

use clew_plan::{Kind, MeasureKind, Quantity, Status, TotalOf};

use super::{CellType, Column, SOURCE, words};

/// The particulars of a document.
pub(super) const DOCUMENT: &[Column] = &[
    Column::new("id", CellType::Id, "Identifier.")
        .titled("Id")
        .also(&["identifier", "code", "ref", "reference", "number", "no"])
        .required()
        .identifies(),
    Column::new("title", CellType::Text, "Title.")
        .also(&["name"])
        .required(),
    Column::new(
        "plan",
        CellType::Reference(Kind::Plan),
        "The plan it sets out or reports on.",
    ),
    Column::new("organisation", CellType::Text, "Whose document it is."),
    Column::new("report_to", CellType::Text, "The forum it goes to."),
    Column::new("report_by", CellType::Text, "Post that reports."),
    Column::new("period", CellType::Period, "The period it reports.").also(&[
        "reporting period",
        "year",
        "quarter",
        "financial year",
        "date",
    ]),
    Column::new("meeting", CellType::Day, "The day of the meeting."),
    Column::new("dated", CellType::Day, "The day it bears."),
    Column::new(
        "data_as_at",
        CellType::Day,
        "The day its data are said to be correct at.",
    ),
    Column::new(
        "other_date",
        CellType::Day,
        "Another date it bears elsewhere, for example on its back page.",
    ),
    SOURCE,
];

/// A passage of a document.
pub(super) const PASSAGE: &[Column] = &[
    Column::new(
        "document",
        CellType::Reference(Kind::Document),
        "The document.",
    )
    .required()
    .identifies(),
    Column::new(
        "heading",
        CellType::Text,
        "Its heading or paragraph number.",
    )
    .identifies(),
    Column::new("text", CellType::Text, "Its text.")
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
    SOURCE,
];

/// A statement of figures made in words, so that its arithmetic can be checked.
pub(super) const CLAIM: &[Column] = &[
    Column::new(
        "document",
        CellType::Reference(Kind::Document),
        "The document.",
    )
    .required()
    .identifies(),
    Column::new("subject", CellType::Text, "What it is about.")
        .required()
        .identifies(),
    Column::new(
        "from_period",
        CellType::Text,
        "The earlier period, as written.",
    ),
    Column::new("to_period", CellType::Text, "The later period, as written."),
    Column::new("from_value", CellType::Decimal, "The earlier value."),
    Column::new("to_value", CellType::Decimal, "The later value."),
    Column::new(
        "stated_change",
        CellType::Decimal,
        "The change it states, in per cent, negative for a fall.",
    ),
    Column::new(
        "part",
        CellType::Decimal,
        "The part, of a part and a whole.",
    ),
    Column::new("whole", CellType::Decimal, "The whole."),
    Column::new(
        "stated_percent",
        CellType::Decimal,
        "The per cent it states for part of whole.",
    ),
    Column::new("text", CellType::Text, "The statement in words.")
        .also(&[
            "comment",
            "comments",
            "note",
            "notes",
            "commentary",
            "update",
            "wording",
        ])
        .identifies(),
    SOURCE,
];

/// Something worth telling committee.
pub(super) const ACHIEVEMENT: &[Column] = &[
    Column::new(
        "document",
        CellType::Reference(Kind::Document),
        "The document that reports it.",
    )
    .required()
    .identifies(),
    Column::new(
        "outcome",
        CellType::Reference(Kind::Outcome),
        "The outcome it serves.",
    )
    .identifies(),
    Column::new("priority", CellType::Text, "The priority, as written."),
    Column::new("objective", CellType::Text, "The objective, as written."),
    Column::new("text", CellType::Text, "What was achieved.")
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
    Column::new("period", CellType::Period, "The period.").also(&[
        "reporting period",
        "year",
        "quarter",
        "financial year",
        "date",
    ]),
    SOURCE,
];

/// A place where a document names a measure with its title, target or value. One indicator should read the same wherever it is cited.
pub(super) const CITATION: &[Column] = &[
    Column::new(
        "document",
        CellType::Reference(Kind::Document),
        "The document.",
    )
    .required()
    .identifies(),
    Column::new(
        "place",
        CellType::Text,
        "The table or section, for example \"scorecard\".",
    )
    .required()
    .identifies(),
    Column::new("code", CellType::Code, "The code as written there.")
        .also(&[
            "reference",
            "ref",
            "indicator code",
            "pi code",
            "measure code",
        ])
        .identifies(),
    Column::new("title", CellType::Text, "The title as written there.")
        .also(&["name"])
        .required()
        .identifies(),
    Column::new("value_period", CellType::Period, "The period of the value."),
    Column::new("value", CellType::Decimal, "The value given there.")
        .also(&["actual", "result", "figure", "performance", "to date"])
        .keeps_text_in("value_as_written"),
    Column::new(
        "value_as_written",
        CellType::Text,
        "The value's cell as written.",
    ),
    Column::new(
        "target_period",
        CellType::Period,
        "The period of the target.",
    ),
    Column::new("target", CellType::Goal, "The target given there.")
        .keeps_text_in("target_as_written"),
    Column::new(
        "target_as_written",
        CellType::Text,
        "The target's cell as written.",
    ),
    Column::new(
        "category",
        CellType::Text,
        "Category given there, for example \"PUBLIC\".",
    ),
    Column::new("reported_status", words!(Status), "The status given there.")
        .also(&["published status", "status as reported"]),
    SOURCE,
];

/// A total as a document prints it.
pub(super) const REPORTED_TOTAL: &[Column] = &[
    Column::new(
        "document",
        CellType::Reference(Kind::Document),
        "The document.",
    )
    .required()
    .identifies(),
    Column::new("of", words!(TotalOf), "What it adds up.")
        .titled("Total of")
        .required()
        .identifies(),
    Column::new(
        "table",
        CellType::Text,
        "The table, area or service whose rows it adds; none for all.",
    )
    .identifies(),
    Column::new(
        "without_time_limited",
        CellType::YesNo,
        "True when time-limited activities are left out.",
    )
    .identifies(),
    Column::new("quantity", words!(Quantity), "Which column.")
        .required()
        .identifies(),
    Column::new("value", CellType::Decimal, "The total printed.")
        .also(&["actual", "result", "figure", "performance", "to date"])
        .required(),
    Column::new(
        "rounded_to",
        CellType::Decimal,
        "What it was rounded to, for example 1000000; exact when absent.",
    ),
    SOURCE,
];

/// A cell of a printed summary: how many measures have a status.
pub(super) const REPORTED_COUNT: &[Column] = &[
    Column::new("document", CellType::Reference(Kind::Document), "The document.").required().identifies(),
    Column::new("period", CellType::Period, "The period reported.").also(&["reporting period", "year", "quarter", "financial year", "date"]).required().identifies(),
    Column::new("outcome", CellType::Reference(Kind::Outcome), "The row's outcome; none for the total row.").identifies(),
    Column::new("kind", words!(MeasureKind), "The column's kind of measure; none for both.").also(&["type"]).identifies(),
    Column::new("status", words!(Status), "The status (Report later stands for later and contextual together); none for the row's total.").also(&["current status", "rag", "rag status"]).identifies(),
    Column::new("count", CellType::Integer(4_294_967_295), "How many.").required(),
    Column::new("percent", CellType::Decimal, "The percentage printed beside it.").also(&["% complete", "progress", "percent complete"]),
    SOURCE,
];
