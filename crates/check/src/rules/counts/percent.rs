//! Percentages printed beside counts.

use clew_plan::{Book, ReportedCount};
use rust_decimal::Decimal;

use super::count::name_of;
use crate::numbers::{number, percent, places_of, rounded, rounds_to};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "percent-does-not-follow",
    severity: Severity::Error,
    title: "A printed percentage is not its count of the total",
    explanation: "The count is divided by the summary's total and rounded to the nearest at as \
        many places as the document prints. Shares that are each rounded rightly may add up to \
        99 or 101; changing one of them so that the column gives 100 makes a figure that no \
        reader can recompute. Show one decimal place, or say that the column does not add up \
        because of rounding.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    book.reported_counts
        .iter()
        .filter_map(|cell| judge(book, cell))
        .collect()
}

fn judge(book: &Book, cell: &ReportedCount) -> Option<Finding> {
    let printed = cell.percent?;
    let total = book.reported_counts.iter().find(|total| {
        total.document == cell.document
            && total.period == cell.period
            && total.status.is_none()
            && total.kind == cell.kind
            && total.outcome == cell.outcome
    })?;
    let exact = percent(Decimal::from(cell.count), Decimal::from(total.count))?;
    if rounds_to(exact, printed, places_of(printed)) {
        return None;
    }
    let right = rounded(exact, places_of(printed));
    let finding = RULE
        .finding(cell.document.as_str())
        .at(format!("{}: {} of {}, {printed}%", name_of(book, cell), cell.count, total.count), cell.source.as_ref())
        .says(format!(
            "{} of {} is printed as {printed}%. It is {}%, which rounds to {right}%.",
            cell.count,
            total.count,
            number(rounded(exact, places_of(printed) + 2))
        ))
        .suggests(format!("Print {right}%, and if the column then does not add up to 100 say that this is rounding."));
    Some(finding)
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            reported-counts {"document":"d","period":"2021-22","count":38,"percent":"100"}
            finds 1 | cut where it should be rounded
            reported-counts {"document":"d","period":"2021-22","status":"Green","count":25,"percent":"65"}
            silent | rounded rightly
            reported-counts {"document":"d","period":"2021-22","status":"Green","count":25,"percent":"66"}
            reported-counts {"document":"d","period":"2021-22","status":"Blue","count":3,"percent":"8"}
            silent | one decimal place
            reported-counts {"document":"d","period":"2021-22","status":"Green","count":25,"percent":"65.8"}
        "#,
        );
    }
}
