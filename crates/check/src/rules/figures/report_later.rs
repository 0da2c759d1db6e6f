//! "Report later" beside a value.

use clew_plan::{Book, Status};

use crate::measures::code_of;
use crate::numbers::number;
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "report-later-with-a-value",
    severity: Severity::Note,
    title: "A measure is to be reported later, yet a value stands in its cell",
    explanation: "\"Report later\" means that nothing can be said yet. A value for the same \
        period makes a reader ask which is true; it is often the figure of a shorter period \
        that should say so.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let later = book
        .figures
        .iter()
        .filter(|figure| figure.reported_status == Some(Status::ReportLater));
    later
        .filter_map(|figure| {
            let value = figure.value?;
            let finding = RULE
                .finding(document_of(book, figure.source.as_ref()))
                .at(
                    format!(
                        "{}, {}: {}",
                        code_of(book, &figure.measure),
                        figure.period,
                        number(value)
                    ),
                    figure.source.as_ref(),
                )
                .says(format!(
                    "{} is \"report later\" for {}, but {} is printed.",
                    code_of(book, &figure.measure),
                    figure.period,
                    number(value)
                ))
                .suggests("Say which period the value is of, or give the measure its status.");
            Some(finding)
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
            finds 1 | a value all the same
            figures {"measure":"M1","period":"2019-20 to Q2","value":"319","from":"imported","state":"final","reported_status":"Report later"}
            silent | nothing yet, and a past year
            figures {"measure":"M1","period":"2019-20 to Q2","from":"imported","state":"final","reported_status":"Report later"}
            figures {"measure":"M1","period":"2018-19","value":"2530","from":"imported","state":"final"}
        "#,
        );
    }
}
