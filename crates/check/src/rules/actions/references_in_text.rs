//! Reading "see action 64" out of an action's own words.

use crate::tokens::{Token, tokens};

/// One reference: the action's number, and whether it is one of a range ("actions 43-50").
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Reference {
    pub(super) to: String,
    pub(super) in_range: bool,
}

/// The actions that a text refers to: `see action 64`, `(as 1 above)`, `actions 6-10`, `67 above`.
pub(super) fn references(text: &str) -> Vec<Reference> {
    let found = tokens(text);
    let mut references = Vec::new();
    for at in 0..found.len() {
        let named =
            (found[at].is("action") || found[at].is("actions")) && !is_part_of_a_name(&found, at);
        if named {
            references.extend(numbers_after(&found, at + 1));
        } else if found.get(at + 1).is_some_and(|token| token.is("above")) && at > 0 {
            let refers = ["as", "to", "see"]
                .iter()
                .any(|word| found[at - 1].is(word));
            references.extend(id(&found[at]).filter(|_| refers).map(|to| Reference {
                to,
                in_range: false,
            }));
        }
    }
    references
}

/// "action plan 3" names a plan, and "45 actions 3 of which" counts.
fn is_part_of_a_name(found: &[Token<'_>], at: usize) -> bool {
    at > 0 && found[at - 1].number().is_some()
}

fn numbers_after(found: &[Token<'_>], start: usize) -> Vec<Reference> {
    let Some(first) = found.get(start).and_then(id) else {
        return Vec::new();
    };
    let range = matches!(found.get(start + 1), Some(Token::Sign('-' | '–')));
    match found.get(start + 2).and_then(id).filter(|_| range) {
        Some(last) => {
            let (Ok(from), Ok(to)) = (first.parse::<u16>(), last.parse::<u16>()) else {
                return Vec::new();
            };
            (from..=to)
                .take(100)
                .map(|number| Reference {
                    to: number.to_string(),
                    in_range: true,
                })
                .collect()
        }
        None => vec![Reference {
            to: first,
            in_range: false,
        }],
    }
}

/// A number such as `64` or a number with a letter such as `4a`.
fn id(token: &Token<'_>) -> Option<String> {
    match token {
        Token::Number(number) if !number.percent && !number.pounds && number.value.is_integer() => {
            Some(number.written.to_owned())
        }
        Token::Word(word) => {
            let digits = word.trim_end_matches(|character: char| character.is_ascii_lowercase());
            let lettered = !digits.is_empty()
                && digits.len() + 1 == word.len()
                && digits.chars().all(|digit| digit.is_ascii_digit());
            lettered.then(|| (*word).to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_from_running_text() {
        // text | references
        let table = "
            Establish standards (see action 66).              | 66
            Rebuild the management team (as 1 above).         | 1
            review (link to TNA in Action 4a)                 | 4a
            Note interface with actions 6-8.                  | 6- 7- 8-
            What was done in answer to 67 above              | 67
            13 actions due; an action plan; 45 actions 3      |
            as stated above                                   |";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let (text, expected) = line.split_once('|').expect(line);
            let found: Vec<String> = references(text)
                .into_iter()
                .map(|reference| {
                    format!(
                        "{}{}",
                        reference.to,
                        if reference.in_range { "-" } else { "" }
                    )
                })
                .collect();
            assert_eq!(found.join(" "), expected.trim(), "{text}");
        }
    }
}
