//! Documents that bear two dates.

use clew_plan::Book;

use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "two-dates",
    severity: Severity::Warning,
    title: "A document bears one date on its cover and another elsewhere",
    explanation: "The cover says June, the back page April: a reader cannot tell which version \
        is in hand. Two dates within one month are let pass.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let both = book
        .documents
        .iter()
        .filter_map(|document| Some((document, document.dated?, document.other_date?)));
    both.filter(|(_, dated, other)| dated.first_of_month() != other.first_of_month())
        .map(|(document, dated, other)| {
            RULE.finding(document.id.as_str())
                .at(
                    format!("{}, dated {dated}", document.title),
                    document.source.as_ref(),
                )
                .at(
                    format!(
                        "back page or elsewhere, {}",
                        clew_calendar::Period::month(other.year(), other.month())
                            .map_or_else(|_| other.to_string(), |month| month.label())
                    ),
                    document.source.as_ref(),
                )
                .says(format!(
                    "The document is dated {dated}, and {other} (or its month) in another place."
                ))
                .suggests("Date the document once, and let every page take its date from there.")
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
            finds 1 | June and April
            documents {"id":"d","title":"Plan","dated":"2021-06-04","other_date":"2021-04-01"}
            silent | one month, and one date
            documents {"id":"d","title":"Plan","dated":"2021-06-04","other_date":"2021-06-01"}
            documents {"id":"e","title":"Plan","dated":"2021-06-04"}
        "#,
        );
    }
}
