//! Words that stand twice in a row.

use clew_plan::Book;

use crate::texts;
use crate::words::{short, words};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "words-repeated",
    severity: Severity::Note,
    title: "The same words stand twice in a row",
    explanation: "\"The leaflet was printed in was printed in May\". Runs of \
        two to five words that repeat at once are reported; single words (\"had had\", \"that \
        that\") and words that repeat across a comma or dash are not, for they can be right.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for text in texts::all(book) {
        let Some(phrase) = repeated(text.text) else {
            continue;
        };
        let message = format!(
            "\"{phrase}\" stands twice in a row: \"{}\".",
            short(text.text, 120)
        );
        if found.iter().all(|other| other.message != message) {
            found.push(
                text.finding(book, &RULE)
                    .says(message)
                    .suggests("Take the repeated words out."),
            );
        }
    }
    found
}

fn repeated(text: &str) -> Option<String> {
    let pieces =
        text.split(|character: char| ",.;:()–—/|\"“”•!?\n".contains(character) || character == '-');
    pieces.filter_map(repeated_in).next()
}

fn repeated_in(piece: &str) -> Option<String> {
    let found: Vec<String> = words(piece).collect();
    (2..=5).find_map(|length| {
        let mut starts = 0..found.len().saturating_sub(2 * length - 1);
        let start = starts.find(|start| {
            let (first, second) = (
                &found[*start..start + length],
                &found[start + length..start + 2 * length],
            );
            first == second
                && first
                    .iter()
                    .any(|word| word.len() > 2 && word.chars().all(char::is_alphabetic))
                && first[0] != first[1]
        })?;
        Some(found[start..start + length].join(" "))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            finds 1 | a phrase twice
            updates {"action":"3","plan":"p","text":"The leaflet was printed in printed in May."}
            silent | once, and numbers
            updates {"action":"3","plan":"p","text":"It had had that effect. 1 in 1 in 5; it is what it is. For mental health – mental health clinician."}
        "#,
        );
    }
}
