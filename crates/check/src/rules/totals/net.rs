//! Net budgets against spending and income.

use clew_plan::{Activity, Book};

use crate::numbers::pounds;
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "net-is-not-the-difference",
    severity: Severity::Error,
    title: "A net budget is not spending less income",
    explanation: "Income is held as a negative amount, so a row's net is its expenditure and \
        income added together, to the pound. Rows that print only some of the three are left \
        alone.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    book.activities
        .iter()
        .filter_map(|row| judge(book, row))
        .collect()
}

fn judge(book: &Book, row: &Activity) -> Option<Finding> {
    let (expenditure, income, net) = (row.expenditure?, row.income?, row.net?);
    let right = expenditure.checked_add(income)?;
    (right != net).then(|| {
        RULE.finding(document_of(book, row.source.as_ref()))
            .at(
                format!("{}, net {}", row.title, pounds(net)),
                row.source.as_ref(),
            )
            .says(format!(
                "{}: expenditure {} and income {} give {}, not the net {} printed.",
                row.title,
                pounds(expenditure),
                pounds(income),
                pounds(right),
                pounds(net)
            ))
            .suggests("Find which of the three figures is mistyped and correct it.")
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            finds 1 | a net a pound off
            activities {"table":"t","title":"Care homes","kind":"activity","expenditure":"200","income":"-50","net":"151"}
            silent | a right net
            activities {"table":"t","title":"Care homes","kind":"activity","expenditure":"200","income":"-50","net":"150"}
            silent | amounts too large to be added
            activities {"table":"t","title":"Care homes","kind":"activity","expenditure":"70000000000000000000000000000","income":"70000000000000000000000000000","net":"151"}
            silent | a row that prints only its net
            activities {"table":"t","title":"Care homes","kind":"activity","net":"150"}
        "#,
        );
    }
}
