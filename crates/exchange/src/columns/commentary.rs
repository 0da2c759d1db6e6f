//! Columns of what is said and asked about measures: commentary and scrutiny questions.

use clew_plan::Kind;

use super::{CellType, Column, SOURCE};

/// What was said about a measure or action in a period.
pub(super) const COMMENTARY: &[Column] = &[
    Column::new(
        "measure",
        CellType::Measure,
        "The measure, when it is about one.",
    )
    .also(&[
        "measure code",
        "code",
        "indicator",
        "indicator code",
        "pi",
        "pi code",
        "kpi",
    ])
    .identifies(),
    Column::new(
        "action",
        CellType::Reference(Kind::Action),
        "The action, when it is about one.",
    )
    .identifies(),
    Column::new("period", CellType::Period, "The period it speaks of.")
        .also(&[
            "reporting period",
            "year",
            "quarter",
            "financial year",
            "date",
        ])
        .required()
        .identifies(),
    Column::new(
        "unit",
        CellType::Reference(Kind::Unit),
        "The part of the organisation it speaks of; none for the whole.",
    )
    .also(&["service", "team", "locality", "area", "part"])
    .identifies(),
    Column::new(
        "text",
        CellType::Text,
        "What is said; for a red figure, why it is so.",
    )
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
    Column::new("doing", CellType::Text, "What is being done about it."),
    Column::new("by_when", CellType::Day, "By when it will be put right."),
    Column::new("by", CellType::Text, "Post of the author.")
        .also(&["author", "entered by"])
        .identifies(),
    Column::new("on", CellType::Day, "The day it was written.").also(&["dated"]),
    SOURCE,
];

/// What somebody who scrutinises asked of a measure.
pub(super) const SCRUTINY_QUESTION: &[Column] = &[
    Column::new("measure", CellType::Measure, "The measure.")
        .also(&["measure code", "code", "indicator", "indicator code"])
        .required()
        .identifies(),
    Column::new(
        "period",
        CellType::Period,
        "The period whose figure was asked about.",
    )
    .also(&["reporting period", "year", "quarter"])
    .required()
    .identifies(),
    Column::new(
        "unit",
        CellType::Reference(Kind::Unit),
        "The part of the organisation; none for the whole.",
    )
    .also(&["service", "team", "locality", "area", "part"])
    .identifies(),
    Column::new(
        "forum",
        CellType::Reference(Kind::Forum),
        "The forum in which it was asked; none outside a meeting.",
    )
    .also(&["committee", "board"]),
    Column::new("asked_on", CellType::Day, "The day it was asked.")
        .also(&["date", "asked"])
        .required(),
    Column::new("by", CellType::Text, "Who asked: a post or a membership.")
        .also(&["asked by", "member"])
        .required(),
    Column::new("question", CellType::Text, "The question.")
        .required()
        .identifies(),
    Column::new(
        "answer",
        CellType::Text,
        "The answer; empty while it is open.",
    ),
    Column::new("answered_on", CellType::Day, "The day it was answered."),
    Column::new("answered_by", CellType::Text, "Post of who answered."),
    SOURCE,
];
