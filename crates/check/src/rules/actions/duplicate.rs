//! One action entered twice.

use std::collections::BTreeMap;

use clew_plan::{Action, Book};

use super::references_in_text::references;
use crate::finding::place;
use crate::rules::dates::action_name;
use crate::sources::document_of;
use crate::words::{list, outside_brackets, plain};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "action-entered-twice",
    severity: Severity::Note,
    title: "One action stands in a plan more than once",
    explanation: "Actions with the same words and the same owner are put together. An action \
        that is repeated under another heading and says so (\"see action 12\") is in order; so \
        is one that stands in several services with an owner in each. What is left is counted, \
        chased and reported twice.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut groups: BTreeMap<(&str, String), Vec<&Action>> = BTreeMap::new();
    for action in &book.actions {
        let Some(title) = &action.title else { continue };
        let refers = !action.see_also.is_empty() || !references(title).is_empty();
        if !refers && plain(title).split(' ').count() >= 3 {
            groups
                .entry((action.plan.as_str(), plain(&outside_brackets(title))))
                .or_default()
                .push(action);
        }
    }
    groups
        .into_values()
        .filter_map(|actions| judge(book, &actions))
        .collect()
}

fn judge(book: &Book, actions: &[&Action]) -> Option<Finding> {
    let first = actions.first()?;
    let same_owner: Vec<&&Action> = actions
        .iter()
        .filter(|action| {
            action.owner.is_none() || first.owner.is_none() || action.owner == first.owner
        })
        .collect();
    if same_owner.len() < 2 {
        return None;
    }
    let numbers: Vec<String> = same_owner
        .iter()
        .map(|action| action.id.to_string())
        .collect();
    let finding = RULE
        .finding(document_of(book, first.source.as_ref()))
        .at_all(
            same_owner
                .iter()
                .map(|action| place(action_name(action), action.source.as_ref())),
        )
        .says(format!(
            "Actions {} are the same action: \"{}\".",
            list(&numbers),
            first.title.as_deref().unwrap_or_default()
        ))
        .suggests("Keep one and let the others refer to it, or say in each what differs.");
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
            actions {"id":"8","plan":"p","title":"Review of management and support","owner":"Head of service"}
            finds 1 | the same under another heading
            actions {"id":"26","plan":"p","title":"Review of management and support.","owner":"Head of service"}
            silent | another owner, and one that says so
            actions {"id":"26","plan":"p","title":"Review of management and support","owner":"Senior manager, justice"}
            actions {"id":"27","plan":"p","title":"Review of management and support (see action 8)","owner":"Head of service"}
        "#,
        );
    }
}
