//! Words: how a text falls into words, and the form in which two words count as one.

/// The longest text of one record that is looked through, in characters.
const MOST_LETTERS: usize = 20_000;

/// The words of a text in lower case: runs of letters and digits; an apostrophe ends a word.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let end = text.char_indices().nth(MOST_LETTERS);
    let text = &text[..end.map_or(text.len(), |(end, _)| end)];
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// The form of a word in which its plural, its -ing and its -ed count as the same word, and -ize as
/// -ise. It is a light rule: it never takes more than an ending, and leaves four letters at the least.
pub(super) fn stem(word: &str) -> String {
    let mut stem = word.replace("izat", "isat");
    for (american, british) in [
        ("ize", "ise"),
        ("izing", "ising"),
        ("ized", "ised"),
        ("izes", "ises"),
    ] {
        if let Some(start) = stem.strip_suffix(american) {
            stem = format!("{start}{british}");
        }
    }
    singular(&mut stem);
    for ending in ["ing", "ed"] {
        let long_enough = stem.chars().count() >= ending.len() + 4;
        if long_enough && stem.ends_with(ending) {
            stem.truncate(stem.len() - ending.len());
            break;
        }
    }
    // "planned" and "plan", "measures" and "measuring".
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    let long_enough = stem.chars().count() > 4;
    if long_enough && (last == Some('e') || (last == before && !matches!(last, Some('s' | 'l')))) {
        stem.pop();
    }
    stem
}

fn singular(word: &mut String) {
    let long_enough = word.chars().count() > 3;
    if !long_enough || !word.ends_with('s') {
        return;
    }
    if word.ends_with("ies") && word.chars().count() > 4 {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if ["sses", "shes", "ches", "xes", "zes"]
        .iter()
        .any(|end| word.ends_with(end))
    {
        word.truncate(word.len() - 2);
    } else if !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        word.pop();
    }
}

/// Runs of three letters of a word with its beginning and end marked, each once.
pub(super) fn trigrams(word: &str) -> Vec<[char; 3]> {
    let marked: Vec<char> = std::iter::once('^')
        .chain(word.chars())
        .chain(std::iter::once('$'))
        .collect();
    let runs = marked.windows(3);
    let mut runs: Vec<[char; 3]> = runs.map(|run| [run[0], run[1], run[2]]).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// How many letters of a word may be wrong: none of a short one, since nearly every short word is
/// near to another.
pub(super) fn wrong_letters(word: &str) -> usize {
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_count_as_one() {
        for (one, other) in [
            ("review", "reviews"),
            ("review", "reviewed"),
            ("review", "reviewing"),
            ("policy", "policies"),
            ("measure", "measuring"),
            ("measure", "measures"),
            ("assess", "assesses"),
            ("organise", "organize"),
            ("organisation", "organizations"),
            ("church", "churches"),
        ] {
            assert_eq!(stem(one), stem(other), "{one} and {other}");
        }
    }

    #[test]
    fn words_that_only_look_alike_stay_apart() {
        for (one, other) in [
            ("care", "car"),
            ("status", "state"),
            ("business", "busy"),
            ("need", "nee"),
        ] {
            assert_ne!(stem(one), stem(other), "{one} and {other}");
        }
    }

    #[test]
    fn a_text_falls_into_words_at_everything_that_is_no_letter_or_digit() {
        let found: Vec<String> = words("Carers\u{2019} plans (SW1a)\u{2014}2 days").collect();
        assert_eq!(found, ["carers", "plans", "sw1a", "2", "days"]);
    }
}
