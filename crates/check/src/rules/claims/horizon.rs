//! How far ahead a document says it looks.

use std::collections::BTreeMap;

use clew_plan::Book;

use crate::finding::place;
use crate::tokens::{Token, tokens};
use crate::{Finding, Place, Rule, Severity, texts};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "horizons-differ",
    severity: Severity::Note,
    title: "One document looks \"two years\" ahead in one place and \"three years\" in another",
    explanation: "A plan's pages are often carried over from the year before and changed in \
        some places only. Every \"next two years\" and \"next three financial years\" of a \
        document is put together; more than one length is reported once. Longer horizons (five \
        years and more) belong to other strategies and are left out.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut documents: BTreeMap<String, BTreeMap<u8, Vec<Place>>> = BTreeMap::new();
    for text in texts::all(book)
        .iter()
        .filter(|text| text.text.contains("next"))
    {
        for years in horizons(text.text) {
            let lengths = documents.entry(text.document(book)).or_default();
            let what = format!("next {years} years, in {}", text.what);
            lengths
                .entry(years)
                .or_default()
                .push(place(what, text.source));
        }
    }
    let differing = documents
        .into_iter()
        .filter(|(_, lengths)| lengths.len() > 1);
    differing
        .map(|(document, lengths)| {
            let years: Vec<String> = lengths.keys().map(u8::to_string).collect();
            RULE.finding(document)
                .at_all(lengths.into_values().flatten())
                .says(format!(
                    "The document looks ahead {} years in different places.",
                    years.join(" and ")
                ))
                .suggests("Say one length throughout, or say why they differ.")
        })
        .collect()
}

fn horizons(text: &str) -> Vec<u8> {
    let found = tokens(text);
    let mut lengths = Vec::new();
    for at in (0..found.len()).filter(|at| found[*at].is("next")) {
        let length = found.get(at + 1).and_then(|token| match token {
            Token::Word(word) => ["one", "two", "three", "four"]
                .iter()
                .position(|name| name.eq_ignore_ascii_case(word)),
            _ => None,
        });
        let years = found[at..].iter().take(4).any(|token| token.is("years"));
        lengths.extend(
            length
                .filter(|_| years)
                .and_then(|position| u8::try_from(position + 1).ok()),
        );
    }
    lengths
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            finds 1 | two lengths
            passages {"document":"d","text":"What we do in the next two years"}
            passages {"document":"d","text":"How we change over the next three years"}
            passages {"document":"d","text":"money for the next two financial years"}
            silent | one length, and another strategy's
            passages {"document":"d","text":"What we do in the next two years"}
            passages {"document":"d","text":"More help for carers over the next five years"}
        "#,
        );
    }
}
