//! Columns of budget tables, activities, capital and staffing.

use clew_plan::{ActivityKind, Kind};

use super::{CellType, Column, Entry, SOURCE, words};

/// A table of activities or capital lines as a plan sets it out.
pub(super) const BUDGET_TABLE: &[Column] = &[
    Column::new("id", CellType::Id, "Identifier, for example older-people.")
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
    Column::new("title", CellType::Text, "Title.")
        .also(&["name"])
        .required(),
    Column::new(
        "unit",
        CellType::Reference(Kind::Unit),
        "The service it is for.",
    )
    .also(&["service", "team", "locality", "area", "part"]),
    Column::new(
        "heading_period",
        CellType::Period,
        "The period its heading names.",
    ),
    Column::new(
        "column_period",
        CellType::Period,
        "The period its columns name.",
    ),
    SOURCE,
];

/// What a service spends staff and money on.
pub(super) const ACTIVITY: &[Column] = &[
    Column::new(
        "table",
        CellType::Reference(Kind::BudgetTable),
        "The table it stands in.",
    )
    .required()
    .identifies(),
    Column::new("title", CellType::Text, "Title.")
        .also(&["name"])
        .required()
        .identifies(),
    Column::new("kind", words!(ActivityKind), "What sort of line.")
        .also(&["type"])
        .otherwise("activity")
        .identifies(),
    Column::new("description", CellType::Text, "What it does."),
    Column::new(
        "outcome",
        CellType::Reference(Kind::Outcome),
        "The outcome it serves.",
    ),
    Column::new(
        "fte",
        CellType::Decimal,
        "Staff, full-time equivalent, 0 or more.",
    )
    .titled("FTE")
    .also(&["staff", "staff fte", "full time equivalent"]),
    Column::new(
        "expenditure",
        CellType::Decimal,
        "Spending in pounds, 0 or more.",
    )
    .also(&["spend", "gross", "gross expenditure"]),
    Column::new("income", CellType::Decimal, "Income in pounds, 0 or less."),
    Column::new(
        "net",
        CellType::Decimal,
        "Spending and income together, in pounds, as written.",
    )
    .also(&["net expenditure", "net budget"]),
    Column::new(
        "share",
        CellType::Decimal,
        "Per cent of the whole, as written.",
    ),
    Column::new(
        "measures",
        CellType::List(Entry::Measure),
        "Measures that show how it does.",
    ),
    SOURCE,
];

/// A line of the capital programme.
pub(super) const CAPITAL_LINE: &[Column] = &[
    Column::new(
        "table",
        CellType::Reference(Kind::BudgetTable),
        "The table it stands in.",
    )
    .required()
    .identifies(),
    Column::new("project", CellType::Text, "The project.")
        .required()
        .identifies(),
    Column::new("amount", CellType::Decimal, "Pounds.").required(),
    SOURCE,
];

/// How many people a part of the organisation employs.
pub(super) const STAFFING_LINE: &[Column] = &[
    Column::new(
        "plan",
        CellType::Reference(Kind::Plan),
        "The plan that says so.",
    )
    .required()
    .identifies(),
    Column::new(
        "unit",
        CellType::Reference(Kind::Unit),
        "The part of the organisation.",
    )
    .also(&["service", "team", "locality", "area", "part"])
    .identifies(),
    Column::new("title", CellType::Text, "Its name as written.")
        .also(&["name"])
        .required()
        .identifies(),
    Column::new("as_at", CellType::Day, "The day it was counted.")
        .also(&["data as at", "as at date"]),
    Column::new("headcount", CellType::Integer(4_294_967_295), "People."),
    Column::new("fte", CellType::Decimal, "Full-time equivalents.")
        .titled("FTE")
        .also(&["staff", "staff fte", "full time equivalent"]),
    SOURCE,
];
