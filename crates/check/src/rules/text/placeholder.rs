//! Text that stands for text to come.

use clew_plan::Book;

use crate::texts;
use crate::words::short;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "placeholder-left-in",
    severity: Severity::Error,
    title: "A placeholder was left in",
    explanation: "\"(insert date)\", \"[name]\", \"lorem ipsum\", \"XX\" and the like were \
        meant to be replaced before anybody read them. A bare \"TBC\" or \"to be confirmed\" is \
        honest but unfinished and is a warning.",
    run,
};

/// Wordings that are never meant for a reader.
const NEVER: &[&str] = &[
    "(insert",
    "[insert",
    "<insert",
    "lorem ipsum",
    "[date]",
    "[name]",
    "(date)",
    "(name)",
    "dd/mm/yy",
    "xx/xx",
    "???",
    "[tbc]",
    "[xx",
];

/// Whole words that say that something is still to come.
const LATER: &[&str] = &["TBC", "TBA", "TBD", "tbc", "tba"];

fn run(book: &Book) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for text in texts::all(book) {
        let Some((placeholder, severity)) = placeholder_in(text.text) else {
            continue;
        };
        let message = format!(
            "\"{placeholder}\" stands in: \"{}\".",
            short(text.text, 160)
        );
        match found.iter_mut().find(|other| other.message == message) {
            Some(other) => *other = other.clone().at(&text.what, text.source),
            None => found.push(
                text.finding(book, &RULE)
                    .weighing(severity)
                    .says(message)
                    .suggests("Put in what is meant, or take the sentence out until it is known."),
            ),
        }
    }
    found
}

fn placeholder_in(text: &str) -> Option<(String, Severity)> {
    let lower = text.to_lowercase();
    let never = NEVER.iter().find_map(|wording| {
        let at = lower.find(wording)?;
        let rest = lower.get(at..)?;
        let end = rest
            .find([')', ']', '>'])
            .map_or(wording.len(), |end| (end + 1).min(40));
        Some((
            rest.get(..end).unwrap_or(wording).to_owned(),
            Severity::Error,
        ))
    });
    let later = || {
        let mut words = text.split(|character: char| !character.is_alphanumeric());
        words
            .find(|word| LATER.contains(word))
            .map(|word| (word.to_owned(), Severity::Warning))
    };
    let crosses = || {
        let mut words = text.split(|character: char| !character.is_alphanumeric());
        words
            .find(|word| word.len() >= 2 && word.chars().all(|character| character == 'X'))
            .map(|word| (word.to_owned(), Severity::Error))
    };
    never.or_else(later).or_else(crosses)
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            finds 1 | a date to insert
            updates {"action":"7","plan":"p","text":"New staff came in (insert date), more will in (insert date)."}
            finds 2 | to be confirmed, and crosses
            figures {"measure":"M1","period":"2021-22","as_written":"TBC","from":"imported","state":"final"}
            updates {"action":"7","plan":"p","text":"Appointed on XX June."}
            silent | finished sentences
            updates {"action":"7","plan":"p","text":"Appointed in May (see appendix). Insert sheets were printed."}
        "#,
        );
    }
}
