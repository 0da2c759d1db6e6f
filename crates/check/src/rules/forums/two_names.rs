//! One committee under two names.

use std::collections::BTreeMap;

use clew_plan::Book;

use crate::finding::place;
use crate::words::words;
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "one-forum-under-two-names",
    severity: Severity::Warning,
    title: "Two names in one document seem to mean one committee",
    explanation: "A recommendation that names the Policy and Development Committee above a \
        paragraph that names the Performance and Delivery Committee cannot be carried out as it \
        stands. Two names are reported when they have the same initials, when they differ only \
        in the last word (Committee, Group, Board), or when one abbreviation is another with \
        one letter more. The organisation's name in front, \"the\", \"Council\" and brackets do \
        not count. Names that a forum's own record lists as aliases are let pass.",
    run,
};

/// Words that end a forum's name.
const KINDS: &[&str] = &["committee", "group", "board", "forum", "panel"];

fn run(book: &Book) -> Vec<Finding> {
    let mut documents: BTreeMap<&str, BTreeMap<String, (&str, Vec<Place>)>> = BTreeMap::new();
    for item in &book.forum_items {
        let name = item.name_as_written.as_deref().or_else(|| {
            book.forums
                .iter()
                .find(|forum| forum.id == item.forum)
                .map(|forum| forum.name.as_str())
        });
        let (Some(name), Some(document)) = (name, &item.document) else {
            continue;
        };
        let known = documents
            .entry(document.as_str())
            .or_default()
            .entry(key(name))
            .or_insert_with(|| (name, Vec::new()));
        known.1.push(place(
            format!("{name}: {}", crate::words::short(&item.what, 90)),
            item.source.as_ref(),
        ));
    }
    documents
        .into_iter()
        .flat_map(|(document, names)| in_document(book, document, names))
        .collect()
}

fn in_document(
    book: &Book,
    document: &str,
    names: BTreeMap<String, (&str, Vec<Place>)>,
) -> Vec<Finding> {
    let names: Vec<(String, (&str, Vec<Place>))> = names.into_iter().collect();
    let mut found = Vec::new();
    for (at, (key, (name, places))) in names.iter().enumerate() {
        for (other_key, (other, other_places)) in &names[at + 1..] {
            if let Some((why, severity)) =
                why(key, other_key, name, other).filter(|_| !aliases(book, name, other))
            {
                found.push(
                    RULE.finding(document)
                        .weighing(severity)
                        .at_all(places.iter().chain(other_places).cloned())
                        .says(format!("\"{name}\" and \"{other}\" {why}: one forum under two names?"))
                        .suggests("Give the forum its own name throughout; if there are two, say what each of them does."),
                );
            }
        }
    }
    found
}

/// The words of a name that count.
fn key(name: &str) -> String {
    let outside = name.split(['(', '[']).next().unwrap_or(name);
    let kept =
        words(outside).filter(|word| !["the", "council", "eijb", "ijb"].contains(&word.as_str()));
    kept.collect::<Vec<_>>().join(" ")
}

fn why(first: &str, second: &str, name: &str, other: &str) -> Option<(&'static str, Severity)> {
    let initials = |key: &str| -> String {
        key.split(' ')
            .filter_map(|word| word.chars().next())
            .collect()
    };
    let split = |key: &str| {
        key.rsplit_once(' ')
            .map(|(before, last)| (before.to_owned(), last.to_owned()))
    };
    let (one, two) = (split(first), split(second));
    if let (Some((before, last)), Some((other_before, other_last))) = (&one, &two) {
        let kinds = KINDS.contains(&last.as_str()) && KINDS.contains(&other_last.as_str());
        if kinds && before == other_before && last != other_last {
            return Some(("differ only in their last word", Severity::Note));
        }
        if kinds
            && last == other_last
            && initials(first) == initials(second)
            && first.split(' ').count() >= 3
        {
            return Some(("have the same initials", Severity::Warning));
        }
    }
    let abbreviation = |name: &str| {
        name.len() >= 3
            && name.len() <= 6
            && name.chars().all(|character| character.is_ascii_uppercase())
    };
    let one_more = abbreviation(name)
        && abbreviation(other)
        && name.len().abs_diff(other.len()) == 1
        && lacks_one(name, other);
    one_more.then_some(("differ by one letter", Severity::Note))
}

/// Whether the shorter is the longer without one letter.
fn lacks_one(first: &str, second: &str) -> bool {
    let (shorter, longer) = if first.len() < second.len() {
        (first, second)
    } else {
        (second, first)
    };
    (0..longer.len()).any(|at| {
        let without: String = longer
            .chars()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .map(|(_, character)| character)
            .collect();
        without == shorter
    })
}

fn aliases(book: &Book, first: &str, second: &str) -> bool {
    let has = |forum: &clew_plan::Forum, name: &str| {
        forum.name == name || forum.aliases.iter().any(|alias| alias == name)
    };
    book.forums
        .iter()
        .any(|forum| has(forum, first) && has(forum, second))
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            forum-items {"forum":"a","name_as_written":"EIJB Policy and Development Committee","document":"d","what":"oversees the plan"}
            forum-items {"forum":"b","name_as_written":"Policy and Sustainability Committee (Council)","document":"d","what":"scrutiny"}
            finds 1 | the same initials
            forum-items {"forum":"c","name_as_written":"Performance and Delivery Committee","document":"d","what":"monitors the plan"}
            finds 2 | another last word, and a letter
            forum-items {"forum":"e","name_as_written":"Policy and Sustainability Group","document":"d","what":"scrutiny"}
            forum-items {"forum":"f","name_as_written":"ASPC","document":"d","what":"minutes"}
            forum-items {"forum":"g","name_as_written":"APC","document":"d","what":"outcomes"}
            silent | the same name with the council's in front
            forum-items {"forum":"b","name_as_written":"Council Policy and Sustainability Committee","document":"d","what":"progress"}
        "#,
        );
    }
}
