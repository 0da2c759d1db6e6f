//! Comparing wordings: content words, likeness, and shortening for messages.

use std::collections::BTreeSet;

/// Words that carry no meaning of their own when two wordings are compared.
const SMALL_WORDS: &[&str] = &[
    "a",
    "about",
    "all",
    "also",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "been",
    "being",
    "but",
    "by",
    "can",
    "for",
    "from",
    "has",
    "have",
    "how",
    "in",
    "incl",
    "including",
    "inc",
    "into",
    "is",
    "it",
    "its",
    "may",
    "more",
    "not",
    "of",
    "on",
    "or",
    "our",
    "out",
    "over",
    "per",
    "so",
    "such",
    "than",
    "that",
    "the",
    "their",
    "them",
    "these",
    "they",
    "this",
    "those",
    "to",
    "up",
    "was",
    "we",
    "were",
    "when",
    "where",
    "which",
    "who",
    "will",
    "with",
    "within",
    "would",
    "year",
];

/// The words of a text in lower case, apostrophes and punctuation aside.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|character: char| !(character.is_alphanumeric() || matches!(character, '\'' | '’')))
        .map(|word| word.trim_matches(['\'', '’']).to_lowercase())
        .map(|word| word.replace(['\'', '’'], ""))
        .filter(|word| !word.is_empty())
}

/// The words of a text that carry meaning, without plural endings.
pub(crate) fn content_words(text: &str) -> BTreeSet<String> {
    words(text)
        .filter(|word| !SMALL_WORDS.contains(&word.as_str()))
        .map(singular)
        .collect()
}

fn singular(word: String) -> String {
    let plain = word.len() > 4 && word.ends_with('s') && !word.ends_with("ss");
    match word.strip_suffix('s') {
        Some(stem) if plain => stem.to_owned(),
        _ => word,
    }
}

/// The text without what stands in round brackets.
pub(crate) fn outside_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = text.chars().filter(|character| match character {
        '(' => {
            depth += 1;
            false
        }
        ')' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    outside.collect()
}

/// The text in one plain form, so that case, spacing and punctuation do not matter.
pub(crate) fn plain(text: &str) -> String {
    words(text).collect::<Vec<_>>().join(" ")
}

/// Words in both sets, of words in either, in hundredths: 100 when they are the same set.
pub(crate) fn likeness(first: &BTreeSet<String>, second: &BTreeSet<String>) -> usize {
    let either = first.union(second).count();
    if either == 0 {
        return 0;
    }
    first.intersection(second).count() * 100 / either
}

/// Words in both sets, of the words in the smaller one, in hundredths.
pub(crate) fn overlap(first: &BTreeSet<String>, second: &BTreeSet<String>) -> usize {
    let smaller = first.len().min(second.len());
    if smaller == 0 {
        return 0;
    }
    first.intersection(second).count() * 100 / smaller
}

/// At most `most` characters of a text, on one line, cut at a word.
pub(crate) fn short(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    let cut = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(before, _)| before);
    format!("{} …", cut.trim_end_matches([',', ';', ':', '.']))
}

/// "a, b and c".
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// "a, b, c and 4 more" when there are more than `most`.
pub(crate) fn some_of(items: &[String], most: usize) -> String {
    if items.len() <= most {
        return list(items);
    }
    format!(
        "{} and {} more",
        items[..most].join(", "),
        items.len() - most
    )
}

/// The text's sentences, roughly: cut after a full stop, question mark or bullet that a space
/// follows.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let ends = matches!(character, '.' | '?' | '!' | ';')
            && characters
                .peek()
                .is_none_or(|(_, next)| next.is_whitespace());
        if ends || matches!(character, '•' | '\n') {
            found.push(text[start..at].trim());
            start = at + character.len_utf8();
        }
    }
    found.push(text[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_looks_past_case_plurals_and_small_words() {
        // first | second | likeness | overlap
        let table = "
            Net cost on social care services | Net cost of Social Care service | 100 | 100
            Workload tool | Workload management tool | 66 | 100
            Older people | Justice | 0 | 0";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let (first, second) = (content_words(cells[0]), content_words(cells[1]));
            assert_eq!(likeness(&first, &second).to_string(), cells[2], "{line}");
            assert_eq!(overlap(&first, &second).to_string(), cells[3], "{line}");
        }
    }

    #[test]
    fn long_texts_are_cut_at_a_word_and_long_lists_are_counted() {
        assert_eq!(short("one two three four", 9), "one two …");
        assert_eq!(short("one", 9), "one");
        let items: Vec<String> = ["a", "b", "c", "d"].map(String::from).to_vec();
        assert_eq!(some_of(&items, 2), "a, b and 2 more");
        assert_eq!(some_of(&items, 4), "a, b, c and d");
    }

    #[test]
    fn sentences_end_at_a_full_stop_that_a_space_follows() {
        let found = sentences("Up 2.3%. To date 97%; then 5. End");
        assert_eq!(found, ["Up 2.3%", "To date 97%", "then 5", "End"]);
    }
}
