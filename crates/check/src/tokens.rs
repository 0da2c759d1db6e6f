//! Numbers, percentages and money in running text.

use rust_decimal::Decimal;

/// A word, number or sign of a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Token<'text> {
    /// A word.
    Word(&'text str),
    /// A number with what stands beside it.
    Number(Number<'text>),
    /// Any other sign.
    Sign(char),
}

/// A number as written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Number<'text> {
    /// The digits as written, commas kept.
    pub(crate) written: &'text str,
    /// Its value.
    pub(crate) value: Decimal,
    /// Whether a pound sign stands before it.
    pub(crate) pounds: bool,
    /// Whether a per cent sign stands after it.
    pub(crate) percent: bool,
}

impl<'text> Token<'text> {
    /// The number, when it is one.
    pub(crate) fn number(self) -> Option<Number<'text>> {
        match self {
            Token::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Whether it is this word, in any case.
    pub(crate) fn is(self, word: &str) -> bool {
        matches!(self, Token::Word(found) if found.eq_ignore_ascii_case(word))
    }
}

/// The tokens of a text.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() {
            let pounds = text[..text.len() - rest.len()].trim_end().ends_with('£');
            let (number, length) = read_number(rest, pounds);
            found.push(number);
            length
        } else if first.is_alphabetic() {
            let end = rest
                .find(|character: char| {
                    !(character.is_alphanumeric() || matches!(character, '\'' | '’' | '-'))
                })
                .unwrap_or(rest.len());
            found.push(Token::Word(&rest[..end]));
            end
        } else {
            if !first.is_whitespace() {
                found.push(Token::Sign(first));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    found
}

/// Reads the number that the text begins with; what is no number after all (`2nd`, `9a1a`) is a word.
fn read_number(text: &str, pounds: bool) -> (Token<'_>, usize) {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end) || (matches!(bytes.get(end), Some(b',' | b'.')) && digit(end + 1)) {
        end += 1;
    }
    let letters = match text[end..].chars().next() {
        Some(next) if next.is_alphabetic() => text[end..]
            .find(|character: char| !character.is_alphanumeric())
            .unwrap_or(text.len() - end),
        _ => 0,
    };
    let written = &text[..end];
    let value = written.replace(',', "").parse::<Decimal>();
    match value {
        Ok(value) if letters == 0 => {
            let after = &text[end..];
            let percent = after.starts_with('%');
            let number = Number {
                written,
                value,
                pounds,
                percent,
            };
            (Token::Number(number), end + usize::from(percent))
        }
        _ => (Token::Word(&text[..end + letters]), end + letters),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_signs_and_words_stay_words() {
        let found = tokens("£12,007 million, 78% (9a1a) 2nd");
        let numbers: Vec<Number<'_>> = found.iter().filter_map(|token| token.number()).collect();
        assert_eq!(numbers.len(), 2);
        assert_eq!(
            (numbers[0].written, numbers[0].pounds, numbers[0].percent),
            ("12,007", true, false)
        );
        assert_eq!(
            (numbers[1].written, numbers[1].pounds, numbers[1].percent),
            ("78", false, true)
        );
        assert!(found.contains(&Token::Word("9a1a")) && found.contains(&Token::Word("2nd")));
    }
}
