//! Columns of formulas.

use super::{CellType, Column, SOURCE};

/// A version of how a measure's figures are worked out from those of others.
pub(super) const FORMULA: &[Column] = &[
    Column::new(
        "measure",
        CellType::Measure,
        "The measure that is worked out.",
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
    Column::new(
        "from",
        CellType::Period,
        "The first period it is used for, and every later one; from the beginning when absent.",
    )
    .titled("From period")
    .identifies(),
    Column::new(
        "formula",
        CellType::Formula,
        "How the figures are worked out, from the codes of other measures.",
    )
    .also(&["calculation", "worked out as"])
    .required(),
    Column::new("reason", CellType::Text, "Why it was made or changed."),
    SOURCE,
];
