//! Rules about formulas, which make the figures of one measure from those of others.

pub(crate) mod by_hand;
pub(crate) mod circle;
pub(crate) mod units;
pub(crate) mod unknown;

use clew_plan::{Book, Formula};

use crate::measures::code_of;

/// A formula as a place names it: `M1 = sum of A1, A2 from 2024-25`.
fn name(book: &Book, formula: &Formula) -> String {
    let from = formula.from.map(|from| format!(" from {from}"));
    format!(
        "{} = {}{}",
        code_of(book, &formula.measure),
        formula.formula,
        from.unwrap_or_default()
    )
}
