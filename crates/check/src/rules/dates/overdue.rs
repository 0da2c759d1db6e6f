//! Actions past their end that are not finished, and finished ones that have not ended.

use clew_plan::{ActionStatus, Book};

use super::action_name;
use crate::dates::day_of;
use crate::sources::document_of_plan;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "overdue-but-active",
    severity: Severity::Warning,
    title: "An action's end has passed and it is still New or Active",
    explanation: "\"Passed\" is judged at the document's own date, never today's. A complete \
        action whose start lies after the document's date is reported too; completing early is \
        not.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    book.actions.iter().filter_map(|action| {
        let document = document_of_plan(book, &action.plan)?;
        let today = day_of(document)?;
        let message = match action.status? {
            ActionStatus::New | ActionStatus::Active => {
                let end = action.end.filter(|end| end.last() < today)?;
                format!("Action {} should have ended in {end}; at {today} it is {}.", action.id, action.status?)
            }
            ActionStatus::Complete => {
                let start = action.start.filter(|start| start.first() > today)?;
                format!("Action {} is complete at {today}, but starts only in {start}.", action.id)
            }
            _ => return None,
        };
        Some(RULE.finding(document.id.as_str())
            .at(action_name(action), action.source.as_ref())
            .says(message)
            .suggests("Close the action with its evidence, or give it a new end and keep the old one as its first end."))
    }).collect()
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
            finds 1 | ended in May, still active
            actions {"id":"1","plan":"p","title":"Open","end":"2021-05","status":"Active"}
            finds 1 | complete before it starts
            actions {"id":"1","plan":"p","title":"Open","start":"2021-08","status":"Complete"}
            silent | ends this month, complete early, deferred
            actions {"id":"1","plan":"p","title":"Open","end":"2021-06","status":"Active"}
            actions {"id":"2","plan":"p","title":"Close","end":"2022-03","status":"Complete"}
            actions {"id":"3","plan":"p","title":"Move","end":"2020-03","status":"Deferred"}
        "#,
        );
    }
}
