//! Printed totals against the rows they add up.

use clew_plan::{ActivityKind, Book, Quantity, ReportedTotal, TotalOf};
use rust_decimal::Decimal;

use crate::numbers::{apart, number, pounds, sum_of};
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "total-does-not-add-up",
    severity: Severity::Error,
    title: "A printed total is not the sum of its rows",
    explanation: "Staff, spending, income, net budget, capital and employees are added from the \
        rows and compared with the total the document prints. A total printed in rounded \
        figures (£212 million) may differ by half of what it was rounded to; every other total \
        must agree to the last digit. Totals with and without time-limited lines are added each \
        in its own way. A total whose rows the book does not hold is left alone.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    book.reported_totals
        .iter()
        .filter_map(|total| judge(book, total))
        .collect()
}

fn judge(book: &Book, total: &ReportedTotal) -> Option<Finding> {
    let rows = rows_of(book, total);
    if rows.is_empty() {
        return None;
    }
    let sum = sum_of(rows.iter().copied())?;
    let off = apart(sum, total.value);
    let allowance = total
        .rounded_to
        .map_or(Decimal::ZERO, |to| to / Decimal::TWO);
    if off <= allowance {
        return None;
    }
    let show = |value| match total.quantity {
        Quantity::Expenditure | Quantity::Income | Quantity::Net | Quantity::Amount => {
            pounds(value)
        }
        _ => number(value),
    };
    let of = total.table.clone().unwrap_or_else(|| total.of.to_string());
    let finding = RULE
        .finding(total.document.as_str())
        .at(format!("total {} of {of}, {}", total.quantity, show(total.value)), total.source.as_ref())
        .says(format!(
            "The total {} of {of} is printed as {}, but its {} rows add up to {}: a difference of {}.",
            total.quantity, show(total.value), rows.len(), show(sum), show(off)
        ))
        .suggests("Check the rows against the ledger, correct the row or the total that is wrong, and let the total be computed.");
    Some(finding)
}

/// The values a total adds up; empty when the book does not hold its rows.
fn rows_of(book: &Book, total: &ReportedTotal) -> Vec<Decimal> {
    match total.of {
        TotalOf::Activities => activity_rows(book, total),
        TotalOf::Capital => {
            let lines = book.capital.iter();
            let mine = lines.filter(|line| {
                total
                    .table
                    .as_deref()
                    .is_none_or(|table| line.table.as_str() == table)
            });
            mine.filter(|line| same_document(book, total, line.source.as_ref()))
                .map(|line| line.amount)
                .collect()
        }
        TotalOf::Staffing => staffing_rows(book, total),
        TotalOf::Findings | TotalOf::Actions | TotalOf::Measures => Vec::new(),
    }
}

fn activity_rows(book: &Book, total: &ReportedTotal) -> Vec<Decimal> {
    let mine = book.activities.iter().filter(|row| {
        total
            .table
            .as_deref()
            .is_none_or(|table| row.table.as_str() == table)
            && !(total.without_time_limited && row.kind == ActivityKind::TimeLimited)
            && same_document(book, total, row.source.as_ref())
    });
    let values = mine.map(|row| match total.quantity {
        Quantity::Fte => row.fte,
        Quantity::Expenditure => row.expenditure,
        Quantity::Income => row.income,
        Quantity::Net => row.net,
        Quantity::Share => row.share,
        _ => None,
    });
    values.flatten().collect()
}

fn staffing_rows(book: &Book, total: &ReportedTotal) -> Vec<Decimal> {
    let lines = book.staffing.iter().filter(|line| {
        total.table.as_deref().is_none_or(|table| {
            line.title == table
                || line
                    .unit
                    .as_ref()
                    .is_some_and(|unit| unit.as_str() == table)
        }) && same_document(book, total, line.source.as_ref())
    });
    let values = lines.map(|line| match total.quantity {
        Quantity::Fte => line.fte,
        Quantity::Headcount => line.headcount.map(Decimal::from),
        _ => None,
    });
    values.flatten().collect()
}

fn same_document(book: &Book, total: &ReportedTotal, source: Option<&String>) -> bool {
    let document = document_of(book, source);
    document.is_empty() || document == total.document.as_str()
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            documents {"id":"d","title":"Plan"}
            activities {"table":"old","title":"Care homes","kind":"activity","fte":"10.5","expenditure":"200","income":"-50","net":"150"}
            activities {"table":"old","title":"Covid","kind":"time limited","fte":"0","expenditure":"30","income":"0","net":"30"}
            capital {"table":"cap","project":"One","amount":"2702000"}
            capital {"table":"cap","project":"Two","amount":"2661000"}
            staffing {"plan":"p","title":"Adults","headcount":2107}
            staffing {"plan":"p","title":"Children","headcount":557}
            finds 1 | a total one too high
            reported-totals {"document":"d","of":"activities","table":"old","quantity":"net","value":"181"}
            silent | the same, right
            reported-totals {"document":"d","of":"activities","table":"old","quantity":"net","value":"180"}
            silent | without time-limited lines
            reported-totals {"document":"d","of":"activities","table":"old","quantity":"expenditure","value":"200","without_time_limited":true}
            finds 1 | time-limited lines forgotten
            reported-totals {"document":"d","of":"activities","table":"old","quantity":"expenditure","value":"200"}
            silent | a rounded total
            reported-totals {"document":"d","of":"capital","table":"cap","quantity":"amount","value":"5400000","rounded_to":"100000"}
            finds 1 | further off than its rounding
            reported-totals {"document":"d","of":"capital","table":"cap","quantity":"amount","value":"5500000","rounded_to":"100000"}
            finds 1 | employees
            reported-totals {"document":"d","of":"staffing","quantity":"headcount","value":"2665"}
            silent | rows too large to be added
            capital {"table":"vast","project":"One","amount":"70000000000000000000000000000"}
            capital {"table":"vast","project":"Two","amount":"70000000000000000000000000000"}
            reported-totals {"document":"d","of":"capital","table":"vast","quantity":"amount","value":"1"}
            finds 1 | a total further off than a number can say
            capital {"table":"vast","project":"One","amount":"70000000000000000000000000000"}
            reported-totals {"document":"d","of":"capital","table":"vast","quantity":"amount","value":"-70000000000000000000000000000"}
            silent | rows that the book does not hold
            reported-totals {"document":"d","of":"activities","table":"unknown","quantity":"net","value":"9"}
        "#,
        );
    }
}
