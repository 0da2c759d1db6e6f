//! One indicator under two titles.

use clew_plan::{Book, Citation};

use super::{by_indicator, cited};
use crate::finding::place;
use crate::words::{content_words, likeness, short};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "indicator-has-two-titles",
    severity: Severity::Note,
    title: "One indicator is titled differently in different places",
    explanation: "Titles are compared by their words that carry meaning: case, plurals, \
        punctuation and small words do not count. A different word may mean a different thing \
        is counted (\"feel safe\" and \"feel safer\", one team's name and another's). Titles \
        that share hardly any word have a rule of their own.",
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
    let mut titles = vec![words.clone()];
    let mut different: Vec<&Citation> = vec![first];
    for citation in citations {
        let other = content_words(&citation.title);
        if !titles.contains(&other) && likeness(&words, &other) >= 40 {
            titles.push(other);
            different.push(citation);
        }
    }
    if different.len() < 2 {
        return None;
    }
    let code = first
        .code
        .as_ref()
        .map_or("the indicator", |code| code.body());
    let quoted: Vec<String> = different
        .iter()
        .map(|citation| format!("\"{}\"", short(&citation.title, 140)))
        .collect();
    let finding = RULE
        .finding(first.document.as_str())
        .at_all(different.iter().map(|citation| place(cited(citation), citation.source.as_ref())))
        .says(format!("{code} is titled {}.", quoted.join(" and ")))
        .suggests("Give the indicator one title; if different things are counted, give them different codes.");
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
            citations {"document":"d","place":"alignment","code":"SPCF138_","title":"Children helped by the Hearth team who stayed at home"}
            finds 1 | another team's name
            citations {"document":"d","place":"budget","code":"P:SPCF138_9b.1c","title":"Children helped by the Harbour team who stayed at home"}
            silent | case, plurals and small words
            citations {"document":"d","place":"budget","code":"SPCF138","title":"children helped in the Hearth teams who stayed at home."}
            citations {"document":"d","place":"other","code":"SPCF1","title":"Something else"}
        "#,
        );
    }
}
