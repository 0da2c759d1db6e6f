//! Staff a service is said to have against the staff in its activity budgets.

use std::collections::HashMap;

use clew_plan::{Book, StaffingLine, UnitId};
use rust_decimal::Decimal;

use crate::numbers::number;
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "staff-differ-from-budget",
    severity: Severity::Error,
    title: "A service's staff are not those of its activity budgets",
    explanation: "Where a plan states how many full-time equivalents a service has and also \
        lists them by activity, the two must agree. Services whose activities are not listed \
        are left alone.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let units: HashMap<&str, &UnitId> = book
        .budget_tables
        .iter()
        .filter_map(|table| Some((table.id.as_str(), table.unit.as_ref()?)))
        .collect();
    // None for a service whose staff are too many to be added.
    let mut budgeted: HashMap<&UnitId, Option<Decimal>> = HashMap::new();
    for row in &book.activities {
        if let (Some(unit), Some(fte)) = (units.get(row.table.as_str()), row.fte) {
            let sum = budgeted.entry(unit).or_insert(Some(Decimal::ZERO));
            *sum = sum.and_then(|sum| sum.checked_add(fte));
        }
    }
    book.staffing
        .iter()
        .filter_map(|line| judge(book, line, &budgeted))
        .collect()
}

fn judge(
    book: &Book,
    line: &StaffingLine,
    budgeted: &HashMap<&UnitId, Option<Decimal>>,
) -> Option<Finding> {
    let said = line.fte?;
    let sum = (*budgeted.get(line.unit.as_ref()?)?)?;
    (sum != said).then(|| {
        RULE.finding(document_of(book, line.source.as_ref()))
            .at(
                format!("{}, {} FTE", line.title, number(said)),
                line.source.as_ref(),
            )
            .says(format!(
                "{} is said to have {} full-time equivalents; its activities add up to {}.",
                line.title,
                number(said),
                number(sum)
            ))
            .suggests("Correct the statement, or the activity whose staff are wrong.")
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            budget-tables {"id":"a","plan":"p","title":"A","unit":"care"}
            budget-tables {"id":"b","plan":"p","title":"B","unit":"care"}
            activities {"table":"a","title":"One","kind":"activity","fte":"542.8"}
            activities {"table":"b","title":"Two","kind":"activity","fte":"166.5"}
            silent | the same number twice
            staffing {"plan":"p","title":"Care","unit":"care","fte":"709.3"}
            finds 1 | another number
            staffing {"plan":"p","title":"Care","unit":"care","fte":"709.5"}
            silent | staff too many to be added
            activities {"table":"a","title":"Three","kind":"activity","fte":"70000000000000000000000000000"}
            activities {"table":"b","title":"Four","kind":"activity","fte":"70000000000000000000000000000"}
            staffing {"plan":"p","title":"Care","unit":"care","fte":"709.5"}
            silent | a service without activities
            staffing {"plan":"p","title":"Justice","unit":"justice","fte":"73.2"}
        "#,
        );
    }
}
