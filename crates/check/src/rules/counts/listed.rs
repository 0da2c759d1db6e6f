//! Printed numbers of findings, actions and measures against those listed.

use clew_plan::{Book, Quantity, ReportedTotal, TotalOf};
use rust_decimal::Decimal;

use crate::numbers::number;
use crate::words::content_words;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "number-listed-differs",
    severity: Severity::Error,
    title: "A cover says another number of findings, actions or measures than the document lists",
    explanation: "Where a document says how many findings (of an area), actions or measures it \
        has, the rows are counted. The wording of an area may differ in case and plural. A \
        number whose rows the book does not hold at all is left alone.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let totals = book.reported_totals.iter();
    totals
        .filter(|total| total.quantity == Quantity::Count)
        .filter_map(|total| judge(book, total))
        .collect()
}

fn judge(book: &Book, total: &ReportedTotal) -> Option<Finding> {
    let (listed, all) = match total.of {
        TotalOf::Findings => {
            let mine = book.findings.iter().filter(|finding| {
                total
                    .table
                    .as_deref()
                    .is_none_or(|area| finding.area.as_deref().is_some_and(|own| same(own, area)))
            });
            (mine.count(), book.findings.len())
        }
        TotalOf::Actions => (
            book.actions
                .iter()
                .filter(|action| action.parent.is_none())
                .count(),
            book.actions.len(),
        ),
        TotalOf::Measures => (book.measures.len(), book.measures.len()),
        _ => return None,
    };
    if all == 0 || Decimal::from(listed) == total.value {
        return None;
    }
    let of = total
        .table
        .as_ref()
        .map_or_else(String::new, |area| format!(" on {area}"));
    let finding = RULE
        .finding(total.document.as_str())
        .at(
            format!("{} {}{of}", number(total.value), total.of),
            total.source.as_ref(),
        )
        .says(format!(
            "The document says {} {}{of}; it lists {listed}.",
            number(total.value),
            total.of
        ))
        .suggests("Count the rows again, and correct the number or add what is missing.");
    Some(finding)
}

fn same(first: &str, second: &str) -> bool {
    content_words(first) == content_words(second)
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            findings {"id":"1","inspection":"i","area":"Case conference","title":"Attendance"}
            findings {"id":"2","inspection":"i","area":"Case conference","title":"Minutes"}
            findings {"id":"3","inspection":"i","area":"Training","title":"Training"}
            silent | areas counted rightly, in another plural
            reported-totals {"document":"d","of":"findings","table":"Case conferences","quantity":"count","value":"2"}
            reported-totals {"document":"d","of":"findings","quantity":"count","value":"3"}
            finds 1 | one short
            reported-totals {"document":"d","of":"findings","table":"Training","quantity":"count","value":"2"}
            silent | actions that are not in the book
            reported-totals {"document":"d","of":"actions","quantity":"count","value":"104"}
        "#,
        );
    }
}
