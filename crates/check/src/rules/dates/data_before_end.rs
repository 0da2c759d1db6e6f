//! Data said to be correct before its period was over.

use clew_plan::Book;

use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "data-before-period-end",
    severity: Severity::Error,
    title: "Data \"correct at\" a day before the reported period ends",
    explanation: "A report on a year to 31 March cannot rest on data correct in January: either \
        the date is left over from the report before, or the figures are not those of the whole \
        period. Plans, which look ahead, are left alone.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let dated = book
        .documents
        .iter()
        .filter_map(|document| Some((document, document.data_as_at?, document.period?)));
    dated
        .filter(|(_, data, period)| *data < period.last())
        .map(|(document, data, period)| {
            RULE.finding(document.id.as_str())
                .at(
                    format!(
                        "data correct at {data}, period {period} to {}",
                        period.last()
                    ),
                    document.source.as_ref(),
                )
                .says(format!(
                    "The data are said to be correct at {data}, but {period} ends on {}.",
                    period.last()
                ))
                .suggests("Correct the date, or say which figures stop short of the period's end.")
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
            finds 1 | in January for a year to March
            documents {"id":"d","title":"Report","period":"2021-22","data_as_at":"2022-01-20"}
            silent | after the end, and no date
            documents {"id":"d","title":"Report","period":"2021-22","data_as_at":"2022-04-20"}
            documents {"id":"e","title":"Plan","period":"2022-23"}
        "#,
        );
    }
}
