//! Columns of benchmarks and family groups.

use super::{CellType, Column, SOURCE};

/// One council's published figure for a benchmarked measure.
pub(super) const BENCHMARK_FIGURE: &[Column] = &[
    Column::new(
        "measure",
        CellType::OpenMeasure,
        "The measure's normalised code, for example SW1.",
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
    .required()
    .identifies(),
    Column::new("period", CellType::Period, "The period.")
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
        "council",
        CellType::Text,
        "The council, \"Scotland\" for the national figure.",
    )
    .also(&["local authority", "authority", "la", "la name"])
    .required()
    .identifies(),
    Column::new("value", CellType::Decimal, "The value.").also(&[
        "actual",
        "result",
        "figure",
        "performance",
        "to date",
    ]),
    Column::new("numerator", CellType::Decimal, "Numerator where published.")
        .also(&["met", "count", "num"]),
    Column::new(
        "denominator",
        CellType::Decimal,
        "Denominator where published.",
    )
    .also(&["out of", "base", "den", "denom"]),
    Column::new(
        "scotland",
        CellType::Decimal,
        "The Scotland average published beside it.",
    )
    .also(&[
        "scotland average",
        "scottish average",
        "national average",
        "scotland value",
    ]),
    Column::new(
        "family",
        CellType::Decimal,
        "The family-group average published beside it.",
    )
    .also(&[
        "family average",
        "family group average",
        "family group value",
    ]),
    SOURCE,
];

/// A council's place in a family group for comparison.
pub(super) const FAMILY_MEMBER: &[Column] = &[
    Column::new(
        "group",
        CellType::Text,
        "The group, for example \"people 3\".",
    )
    .also(&["family group", "family"])
    .required()
    .identifies(),
    Column::new("council", CellType::Text, "The council.")
        .also(&["local authority", "authority", "la", "la name"])
        .required()
        .identifies(),
    SOURCE,
];
