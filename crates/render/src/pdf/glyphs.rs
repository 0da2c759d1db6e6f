//! Text fitted to the embedded fonts: characters they lack, and words too long for a column.

use clew_report::Report;

use super::world::FONTS;
use crate::{prepare::each_text, widths::LONGEST_WHOLE};

/// Which fonts may show a character.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Coverage {
    /// Any embedded font.
    AllFonts,
    /// The font of the text alone.
    TextFont,
}

/// Where a long word may be broken although no space stands there.
const BREAK: char = '\u{200B}';

/// Replaces what no font can show and lets long words break.
pub(super) fn fit(report: &mut Report, coverage: Coverage) {
    each_text(report, &mut |text| {
        if !text.is_ascii() {
            *text = shown(text, coverage);
        }
        if text
            .split_whitespace()
            .any(|word| word.len() > LONGEST_WHOLE)
        {
            *text = breakable(text);
        }
    });
}

/// The text with uncovered characters as their numbers; joiners and selectors are left out.
fn shown(text: &str, coverage: Coverage) -> String {
    let mut fitted = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() || covered(character, coverage) {
            fitted.push(character);
        } else if !matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}')
        {
            fitted.push_str(&format!("[U+{:04X}]", u32::from(character)));
        }
    }
    fitted
}

fn covered(character: char, coverage: Coverage) -> bool {
    let fonts = match coverage {
        Coverage::AllFonts => usize::MAX,
        Coverage::TextFont => 1,
    };
    (0..fonts)
        .map_while(|index| FONTS.book().info(index))
        .any(|info| info.coverage.contains(u32::from(character)))
}

/// The text with places to break in words that are longer than a narrow column.
fn breakable(text: &str) -> String {
    let mut fitted = String::with_capacity(text.len() + 16);
    for word in text.split_inclusive(char::is_whitespace) {
        if word.trim_end().chars().count() > LONGEST_WHOLE {
            break_word(&mut fitted, word);
        } else {
            fitted.push_str(word);
        }
    }
    fitted
}

/// A long word: breaks after punctuation; where there is none, after every twelve characters.
fn break_word(fitted: &mut String, word: &str) {
    let long_run = word
        .split(is_joint)
        .any(|run| run.trim_end().chars().count() > LONGEST_WHOLE + 6);
    let mut run = 0;
    for character in word.chars() {
        fitted.push(character);
        run += 1;
        if is_joint(character) || (long_run && run >= 12) {
            fitted.push(BREAK);
            run = 0;
        }
    }
}

const fn is_joint(character: char) -> bool {
    matches!(
        character,
        '/' | '_' | ':' | '.' | '@' | '&' | '=' | '?' | ',' | ';' | '+' | '\\'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_without_a_glyph_are_written_as_numbers() {
        assert_eq!(
            shown("£5 – a\u{1F600}\u{FE0F}b", Coverage::TextFont),
            "£5 – a[U+1F600]b"
        );
    }

    #[test]
    fn only_long_words_are_broken() {
        assert_eq!(breakable("short words stay"), "short words stay");
        assert_eq!(
            breakable("see example.org/some_long_path"),
            "see example.\u{200B}org/\u{200B}some_\u{200B}long_\u{200B}path"
        );
        assert_eq!(breakable(&"x".repeat(25)).matches(BREAK).count(), 2);
        assert_eq!(breakable("internationalisation").matches(BREAK).count(), 0);
    }
}
