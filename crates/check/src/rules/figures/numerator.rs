//! Parts larger than their wholes.

use clew_plan::{Book, Figure};
use rust_decimal::Decimal;

use crate::measures::code_of;
use crate::numbers::number;
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "part-larger-than-whole",
    severity: Severity::Error,
    title: "A numerator above its denominator, or a denominator of nothing",
    explanation: "For a percentage of a whole the part cannot be larger than the whole, nor can \
        a percentage be given of a whole of none. Rates and costs per head are no parts of a \
        whole and are left alone.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let shares: std::collections::HashSet<_> = book
        .measures
        .iter()
        .filter(|measure| measure.unit_of_measure == Some(clew_plan::UnitOfMeasure::Percent))
        .map(|measure| measure.code.key())
        .collect();
    book.figures
        .iter()
        .filter(|figure| shares.contains(&figure.measure))
        .filter_map(|figure| judge(book, figure))
        .collect()
}

fn judge(book: &Book, figure: &Figure) -> Option<Finding> {
    let (part, whole) = (figure.numerator?, figure.denominator?);
    let of_nothing = whole.is_zero() && figure.value.is_some();
    (part > whole || whole < Decimal::ZERO || of_nothing).then(|| {
        RULE.finding(document_of(book, figure.source.as_ref()))
            .at(format!("{}, {}: {} of {}", code_of(book, &figure.measure), figure.period, number(part), number(whole)), figure.source.as_ref())
            .says(format!("{} of {} cannot be a percentage of a whole.", number(part), number(whole)))
            .suggests("Check whether the two counts are swapped; where there was nothing to count, leave the value out.")
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
            measures {"code":"M1","title":"Seen in time","kind":"statistical","unit_of_measure":"%"}
            measures {"code":"M2","title":"Cost per head","kind":"statistical","unit_of_measure":"£"}
            finds 1 | swapped
            figures {"measure":"M1","period":"2019-20","value":"98","numerator":"130","denominator":"127","from":"imported","state":"final"}
            finds 1 | a percentage of nothing
            figures {"measure":"M1","period":"2019-20","value":"0","numerator":"0","denominator":"0","from":"imported","state":"final"}
            silent | as it should be, and a cost
            figures {"measure":"M1","period":"2019-20","value":"98","numerator":"127","denominator":"130","from":"imported","state":"final"}
            figures {"measure":"M2","period":"2019-20","value":"20","numerator":"2000","denominator":"100","from":"imported","state":"final"}
        "#,
        );
    }
}
