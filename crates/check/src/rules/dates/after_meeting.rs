//! Documents dated after the meeting they go to.

use clew_plan::Book;

use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "dated-after-meeting",
    severity: Severity::Error,
    title: "A document is dated after its meeting, or before the end of what it reports",
    explanation: "A report is written before its meeting, and a report on a period after the \
        period. A plan is approved before or in the period it is for, so only documents that \
        carry data (a \"correct at\" day) are held to the second.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut found = Vec::new();
    for document in &book.documents {
        let about = |message: String| {
            RULE.finding(document.id.as_str())
                .at(
                    format!("{}, dates", document.title),
                    document.source.as_ref(),
                )
                .says(message)
                .suggests("Correct the date that is wrong.")
        };
        if let (Some(dated), Some(meeting)) = (document.dated, document.meeting)
            && dated > meeting
        {
            found.push(about(format!(
                "It is dated {dated}, after its meeting on {meeting}."
            )));
        }
        if let (Some(dated), Some(data)) = (document.dated, document.data_as_at)
            && data > dated
        {
            found.push(about(format!(
                "Its data are of {data}, after the document's own date, {dated}."
            )));
        }
        if let (Some(meeting), Some(period), true) = (
            document.meeting,
            document.period,
            document.data_as_at.is_some(),
        ) && meeting < period.last()
        {
            found.push(about(format!(
                "It reports on {period}, which ends on {}, to a meeting on {meeting}.",
                period.last()
            )));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            finds 1 | written after the meeting
            documents {"id":"d","title":"Report","dated":"2022-09-19","meeting":"2022-09-07"}
            finds 1 | data from after its date
            documents {"id":"d","title":"Report","dated":"2022-08-19","data_as_at":"2022-09-01"}
            silent | in order, and a plan
            documents {"id":"d","title":"Report","dated":"2022-08-19","meeting":"2022-09-07","period":"2021-22","data_as_at":"2022-05-01"}
            documents {"id":"e","title":"Plan","meeting":"2022-03-07","period":"2022-23"}
        "#,
        );
    }
}
