//! The paragraphs of a document's text, each under the heading or number it is printed with.

/// A paragraph of a document's text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Paragraph {
    /// The line it begins on, counted from 1.
    pub(crate) line: usize,
    /// The number it bears or the heading it stands under.
    pub(crate) heading: String,
    /// Its words, with its number where it has one.
    pub(crate) text: String,
}

/// The paragraphs that stand under numbered headings, up to a line that begins with `end`.
/// Rows of tables (lines with tabs) are left out.
pub(crate) fn under_headings(text: &str, end: &str) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    let mut heading = String::new();
    let lines = (1..).zip(text.lines());
    for (line, written) in lines.take_while(|(_, line)| !line.starts_with(end)) {
        let words = written.trim();
        let continues = written.starts_with(' ') || starts_in_small_letters(words);
        if words.is_empty() || words.contains('\t') {
            continue;
        } else if is_heading(words) {
            words.clone_into(&mut heading);
        } else if let Some(last) = found.last_mut().filter(|_| continues) {
            last.text.push(' ');
            last.text.push_str(words);
        } else if !heading.is_empty() {
            found.push(Paragraph {
                line,
                heading: heading.clone(),
                text: words.to_owned(),
            });
        }
    }
    found
}

/// The paragraphs that begin with a number such as `5.4.1`.
pub(crate) fn numbered(text: &str) -> Vec<Paragraph> {
    let lines = (1..).zip(text.lines());
    let paragraph = |(line, written): (usize, &str)| {
        let words = written.trim_start_matches("- ").trim();
        let (number, rest) = words.split_once(' ')?;
        let number = number.trim_end_matches('.');
        let is_paragraph = is_number(number) && number.contains('.') && !rest.contains('\t');
        is_paragraph.then(|| Paragraph {
            line,
            heading: number.to_owned(),
            text: words.to_owned(),
        })
    };
    lines.filter_map(paragraph).collect()
}

/// `2.1 Challenges`, `3.2. Delivering the plan`, `Section One`.
fn is_heading(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default();
    let numbered = is_number(first.trim_end_matches('.'));
    words.len() < 100 && (numbered || first == "Section") && !words.ends_with('.')
}

fn is_number(text: &str) -> bool {
    let parts = || text.split('.');
    parts().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn starts_in_small_letters(words: &str) -> bool {
    words.starts_with(|first: char| first.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_stand_under_their_heading_and_wrapped_lines_are_joined() {
        let text = "Title\n2.1 Demand\n\nMore people\nneed care.\na\tb\n- Longer lives\n2.2. Money\nLess.\nSection Four\nNot this.";
        let found: Vec<String> = under_headings(text, "Section Four")
            .into_iter()
            .map(|found| format!("{} {}: {}", found.line, found.heading, found.text))
            .collect();
        let expected = [
            "4 2.1 Demand: More people need care.",
            "7 2.1 Demand: - Longer lives",
            "9 2.2. Money: Less.",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn numbered_paragraphs_are_found_with_and_without_a_last_stop() {
        let text = "1. Purpose\n- 3.1. It was approved.\n5.3.2 In addition\n8.1. A row\twith cells\n7 September 2022";
        let found: Vec<String> = numbered(text)
            .into_iter()
            .map(|found| format!("{} {}", found.line, found.heading))
            .collect();
        assert_eq!(found, ["2 3.1", "3 5.3.2"]);
    }
}
