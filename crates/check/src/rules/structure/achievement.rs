//! Achievements under objectives that the plan does not have.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use clew_plan::{Book, OutcomeLevel};

use crate::finding::place;
use crate::sources::document_of;
use crate::words::{content_words, likeness, short};
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "objective-not-in-plan",
    severity: Severity::Warning,
    title: "A report files achievements under objectives the plan does not list",
    explanation: "Each achievement's objective is looked for among the outcomes that the same \
        document lists, by its words that carry meaning. One that is not among them is either \
        worded differently here (the nearest is named) or is no objective at all. One finding \
        for a document.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut listed: HashMap<String, Vec<(&str, BTreeSet<String>)>> = HashMap::new();
    for outcome in book
        .outcomes
        .iter()
        .filter(|outcome| outcome.level != OutcomeLevel::Priority)
    {
        listed
            .entry(document_of(book, outcome.source.as_ref()))
            .or_default()
            .push((&outcome.title, content_words(&outcome.title)));
    }
    let mut documents: BTreeMap<&str, Vec<(String, Place)>> = BTreeMap::new();
    for achievement in &book.achievements {
        let (Some(objective), Some(outcomes)) = (
            &achievement.objective,
            listed.get(achievement.document.as_str()),
        ) else {
            continue;
        };
        let words = content_words(objective);
        if outcomes
            .iter()
            .all(|(_, other)| likeness(&words, other) < 90)
        {
            let nearest = outcomes
                .iter()
                .max_by_key(|(_, other)| likeness(&words, other))
                .filter(|(_, other)| likeness(&words, other) >= 30);
            let hint = nearest.map_or_else(String::new, |(title, _)| {
                format!(" (nearest: \"{}\")", short(title, 90))
            });
            let said = format!("\"{}\"{hint}", short(objective, 110));
            let entries = documents.entry(achievement.document.as_str()).or_default();
            if entries.iter().all(|(known, _)| *known != said) {
                entries.push((
                    said,
                    place(
                        format!("objective {}", short(objective, 110)),
                        achievement.source.as_ref(),
                    ),
                ));
            }
        }
    }
    documents
        .into_iter()
        .map(|(document, entries)| {
            let said: Vec<&str> = entries.iter().map(|(said, _)| said.as_str()).collect();
            RULE.finding(document)
                .says(format!(
                    "{} objectives in the report are not among those it lists: {}.",
                    said.len(),
                    said.join("; ")
                ))
                .at_all(entries.iter().map(|(_, place)| place.clone()))
                .suggests(
                    "File each achievement under an objective of the plan, in the plan's words.",
                )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            documents {"id":"d","title":"Report"}
            outcomes {"id":"1","plan":"p","level":"outcome","title":"Offer early help to every family that asks"}
            finds 1 | an objective in other words
            achievements {"document":"d","objective":"Families that ask get help, and early","text":"Done"}
            silent | as the plan has it
            achievements {"document":"d","objective":"Offer early help to every family that asks.","text":"Done"}
        "#,
        );
    }
}
