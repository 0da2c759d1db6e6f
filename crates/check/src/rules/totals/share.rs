//! Shares of a budget against its amounts.

use std::collections::BTreeMap;

use clew_plan::{Activity, Book};
use rust_decimal::Decimal;

use crate::numbers::{apart, number, percent, places_of, rounded, rounds_to, sum_of};
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "share-does-not-follow",
    severity: Severity::Warning,
    title: "A row's per cent is not its part of the table's total",
    explanation: "Each row's net amount is divided by the sum of the table's rows and rounded \
        to as many places as the document prints. Only the nearest rounding counts as right; \
        the last digit of one row that was adjusted so that the column adds up to 100 is let \
        pass when the column does add up to 100.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut tables: BTreeMap<&str, Vec<&Activity>> = BTreeMap::new();
    for row in &book.activities {
        tables.entry(row.table.as_str()).or_default().push(row);
    }
    tables.values().flat_map(|rows| judge(book, rows)).collect()
}

fn judge(book: &Book, rows: &[&Activity]) -> Vec<Finding> {
    let Some(total) = sum_of(rows.iter().filter_map(|row| row.net)) else {
        return Vec::new();
    };
    let column = sum_of(rows.iter().filter_map(|row| row.share));
    let wrong: Vec<Finding> = rows
        .iter()
        .filter_map(|row| share_of(book, row, total))
        .collect();
    let nudged_to_fit = wrong.len() == 1
        && column == Some(Decimal::ONE_HUNDRED)
        && rows.iter().all(|row| near(row, total));
    if nudged_to_fit { Vec::new() } else { wrong }
}

/// Whether the share is at most one unit of its last digit away.
fn near(row: &Activity, total: Decimal) -> bool {
    let off = row.share.zip(row.net).and_then(|(share, net)| {
        Some(apart(percent(net, total)?, share) <= Decimal::new(1, places_of(share)))
    });
    off.unwrap_or(true)
}

fn share_of(book: &Book, row: &Activity, total: Decimal) -> Option<Finding> {
    let (share, net) = (row.share?, row.net?);
    let exact = percent(net, total)?;
    if rounds_to(exact, share, places_of(share)) {
        return None;
    }
    let finding = RULE
        .finding(document_of(book, row.source.as_ref()))
        .at(format!("{}, {share}%", row.title), row.source.as_ref())
        .says(format!(
            "{} is printed as {share}% of the budget; its amount is {}% of the rows' total.",
            row.title,
            number(rounded(exact, places_of(share) + 1))
        ))
        .suggests("Correct the share, or the amount if that is the one mistyped.");
    Some(finding)
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            silent | shares that follow
            activities {"table":"t","title":"A","kind":"activity","net":"8400","share":"4.0"}
            activities {"table":"t","title":"B","kind":"activity","net":"166872","share":"78.7"}
            activities {"table":"t","title":"C","kind":"activity","net":"36754","share":"17.3"}
            finds 1 | one that does not
            activities {"table":"t","title":"A","kind":"activity","net":"50","share":"55"}
            activities {"table":"t","title":"B","kind":"activity","net":"50","share":"50"}
            silent | amounts too large to be added
            activities {"table":"t","title":"A","kind":"activity","net":"70000000000000000000000000000","share":"50"}
            activities {"table":"t","title":"B","kind":"activity","net":"70000000000000000000000000000","share":"9"}
            silent | an amount too large for its hundredfold
            activities {"table":"t","title":"A","kind":"activity","net":"70000000000000000000000000000","share":"70000000000000000000000000000"}
            finds 2 | shares too large to be added
            activities {"table":"t","title":"A","kind":"activity","net":"1","share":"70000000000000000000000000000"}
            activities {"table":"t","title":"B","kind":"activity","net":"1","share":"70000000000000000000000000000"}
            silent | one digit nudged so that the column gives 100
            activities {"table":"t","title":"A","kind":"activity","net":"1","share":"33.3"}
            activities {"table":"t","title":"B","kind":"activity","net":"1","share":"33.3"}
            activities {"table":"t","title":"C","kind":"activity","net":"1","share":"33.4"}
        "#,
        );
    }
}
