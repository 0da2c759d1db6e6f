//! Priorities numbered differently in different tables.

use std::collections::BTreeMap;

use clew_plan::Book;

use crate::finding::place;
use crate::words::plain;
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "priority-numbered-differently",
    severity: Severity::Error,
    title: "One priority has different numbers in different tables",
    explanation: "Headings such as \"2 Better health\" and \"1. Delivering \
        positive outcomes …\" are put together by their wording. Where one wording has two \
        numbers, or one number two wordings, codes built on the number (P2.1) lead to the wrong \
        priority. One finding for a document.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut documents: BTreeMap<&str, BTreeMap<String, BTreeMap<&str, Vec<Place>>>> =
        BTreeMap::new();
    for passage in &book.passages {
        if let Some((number, title)) =
            numbered(&passage.text).filter(|_| is_list_of_priorities(passage.heading.as_deref()))
        {
            let what = format!(
                "{} ({})",
                passage.text,
                passage.heading.as_deref().unwrap_or("passage")
            );
            let titles = documents.entry(passage.document.as_str()).or_default();
            titles
                .entry(plain(title))
                .or_default()
                .entry(number)
                .or_default()
                .push(place(what, passage.source.as_ref()));
        }
    }
    for achievement in &book.achievements {
        if let Some((number, title)) = achievement.priority.as_deref().and_then(numbered) {
            let titles = documents.entry(achievement.document.as_str()).or_default();
            let what = format!("{number} {title}");
            titles
                .entry(plain(title))
                .or_default()
                .entry(number)
                .or_default()
                .push(place(what, achievement.source.as_ref()));
        }
    }
    documents
        .into_iter()
        .filter_map(|(document, titles)| judge(document, titles))
        .collect()
}

fn judge(document: &str, titles: BTreeMap<String, BTreeMap<&str, Vec<Place>>>) -> Option<Finding> {
    let differing: Vec<(String, BTreeMap<&str, Vec<Place>>)> = titles
        .into_iter()
        .filter(|(_, numbers)| numbers.len() > 1)
        .collect();
    let said: Vec<String> = differing
        .iter()
        .map(|(title, numbers)| {
            format!(
                "\"{title}\" is {}",
                numbers.keys().copied().collect::<Vec<_>>().join(" and ")
            )
        })
        .collect();
    (!differing.is_empty()).then(|| {
        RULE.finding(document)
            .says(format!("{} priorities are numbered differently in different tables: {}.", said.len(), said.join("; ")))
            .at_all(differing.into_iter().flat_map(|(_, numbers)| numbers.into_values().flatten()))
            .suggests("Number the priorities once, and let every table take number and wording from there.")
    })
}

fn is_list_of_priorities(heading: Option<&str>) -> bool {
    heading.is_some_and(|heading| heading.to_lowercase().contains("priorit"))
}

/// "2" and the rest of "2. Delivering …".
fn numbered(text: &str) -> Option<(&str, &str)> {
    let (number, title) = text.trim().split_once(' ')?;
    let number = number.trim_end_matches('.');
    (number.parse::<u8>().is_ok() && title.split(' ').count() <= 20).then(|| (number, title.trim()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            passages {"document":"d","heading":"alignment: council priority","text":"6 Better health for all"}
            passages {"document":"d","heading":"alignment: council priority","text":"4 A good later life"}
            finds 1 | another number for one priority
            passages {"document":"d","heading":"activity budget: council priority","text":"7. Better health for all"}
            silent | the same number, other capitals
            passages {"document":"d","heading":"activity budget: council priority","text":"4. A Good Later Life"}
        "#,
        );
    }
}
