//! The covering report's own words: recommendations, numbered paragraphs, and what was cut.

use clew_plan::{Book, Passage};

use super::DOCUMENT;
use crate::transcriptions::TranscriptionError;
use crate::transcriptions::reading::Reading;

/// Adds the recommendations and the paragraphs, these from the document's text where it is at
/// hand and otherwise those that the table holds.
pub(super) fn add(reading: &Reading, book: &mut Book) -> Result<(), TranscriptionError> {
    for recommendation in reading.items("recommendations")? {
        let written = recommendation.as_text()?;
        let (letter, text) = written.split_once(' ').unwrap_or(("", written));
        let heading = format!("Recommendation {letter}");
        book.passages.push(passage(heading, text, None));
    }
    match reading.maybe_text("published_text") {
        Some(text) => book.passages.extend(paragraphs(&text)),
        None => book.passages.extend(transcribed_paragraphs(reading)?),
    }
    Ok(())
}

fn passage(heading: String, text: &str, line: Option<usize>) -> Passage {
    Passage {
        document: DOCUMENT.into(),
        heading: Some(heading),
        text: without_names(text),
        source: Some(line.map_or_else(
            || DOCUMENT.to_owned(),
            |line| format!("{DOCUMENT} line {line}"),
        )),
    }
}

/// The paragraphs in the table, each under the number it is printed with.
fn transcribed_paragraphs(reading: &Reading) -> Result<Vec<Passage>, TranscriptionError> {
    let table = reading.field("paragraphs")?;
    table
        .keys()
        .into_iter()
        .map(|key| {
            let written = table.text(key)?;
            let (number, text) = numbered(&written).unwrap_or((key, written.as_str()));
            Ok(passage(format!("Paragraph {number}"), text, None))
        })
        .collect()
}

/// The numbered paragraphs of the covering report, each with the section it stands in. What comes
/// before the first is not a paragraph, and a line with tabs is a row of a table.
fn paragraphs(text: &str) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut section = String::new();
    let lines = (1..).zip(text.lines().map(str::trim));
    let report = lines.take_while(|(_, line)| *line != "Report Author");
    for (number, line) in report.filter(|(_, line)| !line.is_empty() && !line.contains('\t')) {
        if let Some((paragraph, text)) = numbered(line) {
            let heading = format!("{section}, paragraph {paragraph}");
            passages.push(passage(heading, text, Some(number)));
        } else if is_heading(line) {
            section = line.to_owned();
        } else if let Some(last) = passages.last_mut() {
            last.text
                .push(if line.starts_with("- ") { '\n' } else { ' ' });
            last.text.push_str(&without_names(line));
        }
    }
    passages
}

/// `12. Text` as its number and its text.
fn numbered(line: &str) -> Option<(&str, &str)> {
    line.split_once(". ")
        .filter(|(number, _)| number.parse::<u16>().is_ok())
}

/// A short line that is neither a sentence nor a member of a list.
fn is_heading(line: &str) -> bool {
    let opens = line.starts_with(|first: char| first.is_uppercase());
    opens && line.len() < 80 && !line.ends_with(['.', ':', ','])
}

/// The titles in the list of background reports, in order.
pub(super) fn background_reports(text: &str) -> Vec<String> {
    let lines = text
        .lines()
        .skip_while(|line| *line != "Background Reports");
    lines
        .take_while(|line| *line != "Appendices")
        .filter_map(numbered)
        .map(|(_, title)| without_links(title))
        .collect()
}

/// Names of people have no place in a Book: `Councillor Example` becomes `a councillor`.
fn without_names(text: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    let mut after_title = false;
    let text = without_links(text);
    for word in text.split(' ') {
        let names = after_title && word.starts_with(char::is_uppercase);
        after_title = word == "Councillor" || names;
        match word {
            "Councillor" => words.push("a councillor"),
            _ if names => {}
            _ => words.push(word),
        }
    }
    words.join(" ")
}

/// `[words](target)` as its words.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((words, tail)) = after.split_once("](") else {
            break;
        };
        let Some((_, tail)) = tail.split_once(')') else {
            break;
        };
        plain.push_str(before);
        plain.push_str(words);
        rest = tail;
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_keep_their_number_their_section_and_their_lists() {
        let text = "Purpose\n- a) Note\nMain Report\n1. First [report](#) here.\n\n- One\n- Two\n\nNext part\n2. A motion \
                    from Councillor Example was agreed\nby all.\n\nReport Author\n3. Not this.";
        let found: Vec<(String, String)> = paragraphs(text)
            .into_iter()
            .map(|passage| (passage.heading.unwrap_or_default(), passage.text))
            .collect();
        let wanted = [
            (
                "Main Report, paragraph 1",
                "First report here.\n- One\n- Two",
            ),
            (
                "Next part, paragraph 2",
                "A motion from a councillor was agreed by all.",
            ),
        ];
        assert_eq!(
            found,
            wanted.map(|(heading, text)| (heading.to_owned(), text.to_owned()))
        );
    }
}
