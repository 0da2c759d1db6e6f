//! Actions that are under way before they start.

use clew_plan::{ActionStatus, Book};

use super::action_name;
use crate::dates::day_of;
use crate::sources::document_of_plan;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "active-before-its-start",
    severity: Severity::Warning,
    title: "An action is Active though its start lies after the document's date",
    explanation: "Work that has begun has a start in the past. Judged at the document's own \
        date; a start in the document's month is in order.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let active = book
        .actions
        .iter()
        .filter(|action| action.status == Some(ActionStatus::Active));
    active
        .filter_map(|action| {
            let document = document_of_plan(book, &action.plan)?;
            let today = day_of(document)?;
            let start = action.start.filter(|start| start.first() > today)?;
            Some(
                RULE.finding(document.id.as_str())
                    .at(action_name(action), action.source.as_ref())
                    .says(format!(
                        "Action {} is Active in a document of {today}, but starts in {start}.",
                        action.id
                    ))
                    .suggests("Mark it New until it starts, or correct its start."),
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
            documents {"id":"d","title":"Plan","plan":"p","dated":"2021-06-04"}
            finds 1 | starts in August
            actions {"id":"1","plan":"p","title":"Open","start":"2021-08","status":"Active"}
            silent | starts this month, and New
            actions {"id":"1","plan":"p","title":"Open","start":"2021-06","status":"Active"}
            actions {"id":"2","plan":"p","title":"Open","start":"2021-08","status":"New"}
        "#,
        );
    }
}
