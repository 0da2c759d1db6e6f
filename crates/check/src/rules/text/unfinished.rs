//! Sections that say they will be finished later.

use clew_plan::Book;

use crate::texts;
use crate::words::{plain, sentences, short};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "section-says-it-is-unfinished",
    severity: Severity::Note,
    title: "A section says that it will be finished later",
    explanation: "\"This section will be finalised in May\" above a \
        table of the agreed budgets was left from a draft; above nothing it promises what the \
        document owes.",
    run,
};

const WORDINGS: &[&str] = &[
    "will be finalised",
    "to be finalised",
    "will be added later",
    "to be completed once",
    "draft for comment",
    "section will be updated",
];

fn run(book: &Book) -> Vec<Finding> {
    let mut found = Vec::new();
    for text in texts::all(book) {
        let said = sentences(text.text).into_iter().find(|sentence| {
            let words = plain(sentence);
            words.contains("section") && WORDINGS.iter().any(|wording| words.contains(wording))
        });
        found.extend(said.map(|sentence| {
            text.finding(book, &RULE)
                .says(format!(
                    "The document says of itself: \"{}\".",
                    short(sentence, 160)
                ))
                .suggests("Finish the section and take the sentence out.")
        }));
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
            finds 1 | left from a draft
            passages {"document":"d","text":"We consider resources. This section will be finalised in May."}
            silent | a plan that will be finalised is work, not a section
            passages {"document":"d","text":"The recruitment plan will be finalised in May."}
        "#,
        );
    }
}
