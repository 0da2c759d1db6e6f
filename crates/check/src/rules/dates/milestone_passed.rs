//! Milestones whose day has passed and that nobody has marked as done.

use std::collections::{HashMap, HashSet};

use clew_plan::{Action, ActionStatus, Book, Milestone, PlanId};

use super::action_name;
use crate::dates::day_of;
use crate::sources::document_of_plan;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "milestone-past-its-day",
    severity: Severity::Warning,
    title: "A milestone's day has passed and it is not done",
    explanation: "\"Passed\" is judged at the document's own date, never today's. Milestones of \
        actions that are complete, cancelled or deferred are left alone here, and so are those \
        of plans that mark none of their milestones as done.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let actions: HashMap<_, &Action> = book
        .actions
        .iter()
        .map(|action| ((&action.plan, &action.id), action))
        .collect();
    let done = book
        .milestones
        .iter()
        .filter(|milestone| milestone.done.is_some());
    let kept_up: HashSet<&PlanId> = done.map(|milestone| &milestone.plan).collect();
    book.milestones
        .iter()
        .filter(|milestone| milestone.done.is_none() && kept_up.contains(&milestone.plan))
        .filter_map(|milestone| {
            let action = actions.get(&(&milestone.plan, &milestone.action))?;
            judge(book, milestone, action)
        })
        .collect()
}

fn judge(book: &Book, milestone: &Milestone, action: &Action) -> Option<Finding> {
    let document = document_of_plan(book, &milestone.plan)?;
    let today = day_of(document)?;
    let due = milestone.due.filter(|due| due.last() < today)?;
    let open = matches!(
        action.status,
        None | Some(ActionStatus::New | ActionStatus::Active)
    );
    open.then(|| {
        RULE.finding(document.id.as_str())
            .at(
                format!("{}: {}", action_name(action), milestone.title),
                milestone.source.as_ref(),
            )
            .says(format!(
                "A milestone of action {} was due by {due}; at {today} it is not done.",
                action.id
            ))
            .suggests("Give the day it was done, or a new day with the reason in an update.")
    })
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
            actions {"id":"1","plan":"p","title":"Open","status":"Active"}
            actions {"id":"2","plan":"p","title":"Close","status":"Complete"}
            milestones {"action":"1","plan":"p","title":"Site found","due":"2020-12","done":"2020-11-30"}
            finds 1 | due in May
            milestones {"action":"1","plan":"p","title":"Lease signed","due":"2021-05"}
            silent | due this month, of a complete action, without a day, of a plan that marks none
            milestones {"action":"1","plan":"p","title":"Lease signed","due":"2021-06"}
            milestones {"action":"2","plan":"p","title":"Staff told","due":"2021-05"}
            milestones {"action":"1","plan":"p","title":"Doors open"}
            actions {"id":"1","plan":"q","title":"Open","status":"Active"}
            milestones {"action":"1","plan":"q","title":"Lease signed","due":"2021-05"}
        "#,
        );
    }
}
