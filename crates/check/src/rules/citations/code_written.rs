//! One code written in several ways.

use std::collections::BTreeMap;

use clew_plan::{Book, Citation, Code};

use super::by_indicator;
use crate::finding::place;
use crate::words::list;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "code-written-in-two-ways",
    severity: Severity::Note,
    title: "One indicator's code is written in several ways",
    explanation: "A prefix that comes and goes (CP:SPCC100, SPCC100), changes (P-SPCC015, \
        CP-SPCC015), a criterion suffix that differs, or leading zeros: a system that matches \
        codes letter by letter loses the figure. A suffix present in one table and absent in \
        another is let pass, for tables differ in what they show; different prefixes or \
        different suffixes are not. All codes of a document are reported together.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut documents: BTreeMap<&str, Vec<(String, Vec<&Citation>)>> = BTreeMap::new();
    for ((document, _), citations) in by_indicator(book) {
        let mut forms: Vec<(String, &Citation)> = Vec::new();
        for citation in citations {
            if let Some(code) = &citation.code
                && forms.iter().all(|(form, _)| *form != form_of(code))
            {
                forms.push((form_of(code), citation));
            }
        }
        if forms.len() > 1 {
            let written: Vec<String> = forms
                .iter()
                .filter_map(|(_, citation)| citation.code.as_ref())
                .map(|code| code.written().to_owned())
                .collect();
            let cited = forms.into_iter().map(|(_, citation)| citation).collect();
            documents
                .entry(document)
                .or_default()
                .push((list(&written), cited));
        }
    }
    documents.into_iter().map(|(document, codes)| {
        let places = codes.iter().flat_map(|(_, citations)| citations.iter()).map(|citation| {
            let code = citation.code.as_ref().map_or("", |code| code.written());
            place(format!("{code} in {}", citation.place), citation.source.as_ref())
        });
        let written: Vec<&str> = codes.iter().map(|(written, _)| written.as_str()).collect();
        RULE.finding(document)
            .at_all(places)
            .says(format!("{} indicators have codes written in several ways: {}.", codes.len(), written.join("; ")))
            .suggests("Write each code in one way; keep prefix and criterion in columns of their own.")
    }).collect()
}

/// The prefix and body as written, with the suffix left aside.
fn form_of(code: &Code) -> String {
    let prefix = code
        .prefix()
        .map_or_else(String::new, |prefix| format!("{prefix}:"));
    format!(
        "{prefix}{}",
        code.body()
            .trim_end_matches(|character: char| !character.is_alphanumeric())
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            citations {"document":"d","place":"one","code":"CP-SPCC015","title":"Households receiving telecare"}
            citations {"document":"d","place":"one","code":"SPCC019","title":"Delayed discharges"}
            finds 1 | another prefix
            citations {"document":"d","place":"two","code":"P-SPCC015","title":"Households receiving telecare"}
            silent | a suffix beside none, and another indicator
            citations {"document":"d","place":"two","code":"SPCC019 9b1a","title":"Delayed discharges"}
            citations {"document":"d","place":"two","code":"SPCC020","title":"Waiting"}
        "#,
        );
    }
}
