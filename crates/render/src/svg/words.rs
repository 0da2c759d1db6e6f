//! How much room words take in a drawing, estimated, and how they are broken into lines.

/// Mean width of a character at 12 units, a little on the wide side.
const CHARACTER: f64 = 6.7;

/// Estimated width of a text at the size of every drawing.
pub(super) fn width(text: &str) -> f64 {
    text.chars()
        .map(|character| if character.is_ascii() { CHARACTER } else { 9.0 })
        .sum()
}

/// A text broken into lines no wider than this, at most `most` of them; what does not fit ends
/// in an ellipsis.
pub(super) fn lines(text: &str, widest: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + width(" ") + width(word) <= widest => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let cut = lines.len() > most;
    lines.truncate(most);
    if cut && let Some(last) = lines.last_mut() {
        last.push('…');
    }
    lines.iter().map(|line| clipped(line, widest)).collect()
}

/// The text, or its beginning and an ellipsis.
pub(super) fn clipped(text: &str, widest: f64) -> String {
    if width(text) <= widest {
        return text.to_owned();
    }
    let mut short = String::new();
    for character in text.chars() {
        if width(&short) + 2.0 * CHARACTER > widest {
            break;
        }
        short.push(character);
    }
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_labels_are_broken_and_then_cut() {
        assert_eq!(
            lines("Improve later life", 80.0, 3),
            ["Improve", "later life"]
        );
        assert_eq!(lines("one two three four", 45.0, 2), ["one", "two…"]);
        assert_eq!(clipped(&"x".repeat(50), 68.0), "xxxxxxxxx…");
    }
}
