//! Text as it is written into other formats: cleaned, escaped, and days in words.

use clew_report::{Inline, StatusMark};

/// Text safe within an element or a quoted attribute of HTML or XML.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The text without characters that no format can carry or that reorder what is read.
///
/// Control characters (other than tab and line feed), non-characters and the overrides of
/// writing direction become U+FFFD, so that a reader sees that something stood there.
pub(crate) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|character| match character {
            '\r' => '\n',
            '\n' | '\t' => character,
            other if is_unsafe(other) => char::REPLACEMENT_CHARACTER,
            other => other,
        })
        .collect()
}

/// Whether a character must not reach a document.
fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
        || u32::from(character) & 0xFFFE == 0xFFFE
        || matches!(character, '\u{FDD0}'..='\u{FDEF}')
}

/// A status mark as words alone.
pub(crate) fn status_words(mark: &StatusMark) -> String {
    match &mark.note {
        Some(note) if !note.is_empty() => format!("{} ({note})", mark.status.word()),
        _ => mark.status.word().to_owned(),
    }
}

/// A line as words alone.
pub(crate) fn inline_words(line: &[Inline]) -> String {
    line.iter()
        .map(|part| match part {
            Inline::Text(text) | Inline::Strong(text) => text.clone(),
            Inline::Status(mark) => status_words(mark),
            Inline::Trend(mark) => mark.words.clone(),
            Inline::Break => "\n".to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_characters_are_escaped_for_text_and_attributes() {
        assert_eq!(
            escape(r#"<b a="1">Tom & Jerry's</b>"#),
            "&lt;b a=&quot;1&quot;&gt;Tom &amp; Jerry&#39;s&lt;/b&gt;"
        );
    }

    #[test]
    fn controls_overrides_and_non_characters_are_shown_as_replaced() {
        assert_eq!(
            clean("a\u{0}b\u{202E}c\u{FFFF}d\r\ne\tf\rg"),
            "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\ne\tf\ng"
        );
    }
}
