//! Amounts on the wrong side of zero.

use clew_plan::{Activity, Book};
use rust_decimal::Decimal;

use crate::numbers::number;
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "amount-has-the-wrong-sign",
    severity: Severity::Error,
    title: "Staff or spending below zero, or income above it",
    explanation: "Nobody employs fewer than no people. Spending is held as a positive amount \
        and income as a negative one; the other sign is nearly always a slip that will spoil \
        every total above it.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    book.activities
        .iter()
        .flat_map(|row| judge(book, row))
        .collect()
}

fn judge(book: &Book, row: &Activity) -> Vec<Finding> {
    let wrong = [
        (
            "staff (FTE)",
            row.fte.filter(|value| *value < Decimal::ZERO),
        ),
        (
            "expenditure",
            row.expenditure.filter(|value| *value < Decimal::ZERO),
        ),
        ("income", row.income.filter(|value| *value > Decimal::ZERO)),
    ];
    let found = wrong
        .into_iter()
        .filter_map(|(column, value)| Some((column, value?)));
    found
        .map(|(column, value)| {
            RULE.finding(document_of(book, row.source.as_ref()))
                .at(format!("{}, {column}", row.title), row.source.as_ref())
                .says(format!("{} of {} is {}.", column, row.title, number(value)))
                .suggests("Turn the sign, or correct the amount.")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            finds 2 | negative staff and positive income
            activities {"table":"t","title":"A","kind":"activity","fte":"-1","expenditure":"5","income":"2","net":"7"}
            silent | as it should be
            activities {"table":"t","title":"A","kind":"activity","fte":"0","expenditure":"5","income":"-2","net":"3"}
        "#,
        );
    }
}
