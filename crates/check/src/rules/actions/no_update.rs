//! Active actions without an update.

use std::collections::{BTreeMap, HashSet};

use clew_plan::{Action, ActionStatus, Book};

use crate::finding::place;
use crate::rules::dates::action_name;
use crate::sources::document_of;
use crate::words::list;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "active-without-update",
    severity: Severity::Warning,
    title: "Active actions say nothing of their progress",
    explanation: "In a plan where actions have updates, an Active one without any cannot be \
        judged. Plans without any updates are left alone. One finding for a document.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let updated: HashSet<(&str, &str)> = book
        .updates
        .iter()
        .map(|update| (update.plan.as_str(), update.action.as_str()))
        .collect();
    let plans: HashSet<&str> = updated.iter().map(|(plan, _)| *plan).collect();
    let silent = book.actions.iter().filter(|action| {
        action.status == Some(ActionStatus::Active)
            && plans.contains(action.plan.as_str())
            && !updated.contains(&(action.plan.as_str(), action.id.as_str()))
    });
    let mut documents: BTreeMap<String, Vec<&Action>> = BTreeMap::new();
    for action in silent {
        documents
            .entry(document_of(book, action.source.as_ref()))
            .or_default()
            .push(action);
    }
    documents
        .into_iter()
        .map(|(document, actions)| {
            let numbers: Vec<String> = actions.iter().map(|action| action.id.to_string()).collect();
            RULE.finding(document)
                .at_all(
                    actions
                        .iter()
                        .map(|action| place(action_name(action), action.source.as_ref())),
                )
                .says(format!(
                    "{} Active actions have no update: {}.",
                    numbers.len(),
                    list(&numbers)
                ))
                .suggests("Ask their owners for an update.")
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
            actions {"id":"1","plan":"p","title":"A","status":"Active"}
            updates {"action":"1","plan":"p","text":"Under way"}
            finds 1 | two silent ones
            actions {"id":"2","plan":"p","title":"B","status":"Active"}
            actions {"id":"3","plan":"p","title":"C","status":"Active"}
            silent | new, complete, and a plan without updates
            actions {"id":"2","plan":"p","title":"B","status":"New"}
            actions {"id":"3","plan":"p","title":"C","status":"Complete"}
            actions {"id":"1","plan":"q","title":"D","status":"Active"}
        "#,
        );
    }
}
