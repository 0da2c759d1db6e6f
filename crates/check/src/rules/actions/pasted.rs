//! One update pasted on several actions.

use std::collections::{BTreeMap, HashMap, HashSet};

use clew_plan::{Action, Book, Update};

use crate::finding::place;
use crate::rules::dates::action_name;
use crate::sources::document_of;
use crate::words::{list, outside_brackets, plain, short};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "one-update-on-several-actions",
    severity: Severity::Warning,
    title: "The same update stands on several different actions",
    explanation: "Different pieces of work do not make progress in the same words. Updates are \
        compared in a plain form (case, spacing, punctuation aside). The same action in several \
        services may have the same update, so titles must differ. Sentences of fewer than six \
        words (\"Redesign work is underway\") are noted rather than warned of.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let actions: HashMap<(&str, &str), &Action> = book
        .actions
        .iter()
        .map(|action| ((action.plan.as_str(), action.id.as_str()), action))
        .collect();
    let mut texts: BTreeMap<(String, String), Vec<(&Update, &Action)>> = BTreeMap::new();
    for update in &book.updates {
        let words = plain(&update.text);
        if let Some(action) = actions
            .get(&(update.plan.as_str(), update.action.as_str()))
            .filter(|action| action.title.is_some() && words.split(' ').count() >= 3)
        {
            texts
                .entry((document_of(book, update.source.as_ref()), words))
                .or_default()
                .push((update, action));
        }
    }
    texts
        .into_iter()
        .filter_map(|((document, words), uses)| judge(document, &words, &uses))
        .collect()
}

fn judge(document: String, words: &str, uses: &[(&Update, &Action)]) -> Option<Finding> {
    let titles: HashSet<String> = uses
        .iter()
        .map(|(_, action)| {
            plain(&outside_brackets(
                action.title.as_deref().unwrap_or_default(),
            ))
        })
        .collect();
    if titles.len() < 2 {
        return None;
    }
    let numbers: Vec<String> = uses
        .iter()
        .map(|(_, action)| action.id.to_string())
        .collect();
    let brief = words.split(' ').count() < 6;
    let text = uses.first().map_or("", |(update, _)| update.text.as_str());
    let finding = RULE
        .finding(document)
        .weighing(if brief {
            Severity::Note
        } else {
            Severity::Warning
        })
        .at_all(
            uses.iter()
                .map(|(update, action)| place(action_name(action), update.source.as_ref())),
        )
        .says(format!(
            "Actions {} have the same update: \"{}\".",
            list(&numbers),
            short(text, 140)
        ))
        .suggests("Ask each owner how far this action has come.");
    Some(finding)
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            actions {"id":"29","plan":"p","title":"Review of adoption"}
            actions {"id":"30","plan":"p","title":"Implementation of the promise"}
            actions {"id":"31","plan":"p","title":"Recovery following Covid"}
            actions {"id":"32","plan":"p","title":"Recovery following COVID"}
            finds 1 | pasted on two
            updates {"action":"29","plan":"p","text":"Scope agreed and other councils being asked now"}
            updates {"action":"30","plan":"p","text":"Scope agreed, and other councils being asked now."}
            silent | one action in two services, and different updates
            updates {"action":"31","plan":"p","text":"Services continue to be reviewed as planned."}
            updates {"action":"32","plan":"p","text":"Services continue to be reviewed as planned"}
            updates {"action":"29","plan":"p","text":"Scope agreed and now under review"}
        "#,
        );
    }
}
