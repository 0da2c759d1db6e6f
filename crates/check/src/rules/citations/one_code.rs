//! One code for two indicators.

use clew_plan::{Book, Citation};

use super::{by_indicator, cited};
use crate::words::{content_words, likeness, overlap};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "one-code-for-two-indicators",
    severity: Severity::Error,
    title: "One code stands for two different indicators",
    explanation: "Two titles under one code that share fewer than four in ten of their words, \
        neither being the other shortened, are taken to be two indicators. Figures sent in \
        under that code would land on the wrong one.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    by_indicator(book)
        .into_values()
        .filter_map(|citations| judge(&citations))
        .collect()
}

fn judge(citations: &[&Citation]) -> Option<Finding> {
    let first = citations.first()?;
    let words = content_words(&first.title);
    let other = citations.iter().find(|citation| {
        let other = content_words(&citation.title);
        likeness(&words, &other) < 40 && overlap(&words, &other) < 75
    })?;
    let code = first.code.as_ref().map_or("the code", |code| code.body());
    let finding = RULE
        .finding(first.document.as_str())
        .at(cited(first), first.source.as_ref())
        .at(cited(other), other.source.as_ref())
        .says(format!(
            "{code} is \"{}\" and also \"{}\".",
            first.title, other.title
        ))
        .suggests("Give one of the two another code.");
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
            citations {"document":"d","place":"budget","code":"SPCF090","title":"Children looked after at the moment"}
            finds 1 | quite another thing
            citations {"document":"d","place":"budget","code":"P:SPCF090_9b","title":"Pounds spent for each police report"}
            silent | the same thing, shortened
            citations {"document":"d","place":"scorecard","code":"SPCF090","title":"Looked after children"}
        "#,
        );
    }
}
