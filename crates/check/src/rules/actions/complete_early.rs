//! Actions called complete while something of them is still open.

use std::collections::HashMap;

use clew_plan::{Action, ActionId, ActionStatus, Book, Milestone, PlanId};
use rust_decimal::Decimal;

use crate::numbers::number;
use crate::rules::dates::action_name;
use crate::sources::document_of;
use crate::words::list;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "complete-but-not-done",
    severity: Severity::Warning,
    title: "An action is complete, yet less than 100 % of it or not every milestone is done",
    explanation: "A complete action is wholly done. One whose own percentage is below 100, or \
        that has milestones of which some are marked as done and others are not, says two \
        things at once. Actions none of whose milestones is marked are left alone.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut milestones: HashMap<(&PlanId, &ActionId), Vec<&Milestone>> = HashMap::new();
    for milestone in &book.milestones {
        milestones
            .entry((&milestone.plan, &milestone.action))
            .or_default()
            .push(milestone);
    }
    let complete = book
        .actions
        .iter()
        .filter(|action| action.status == Some(ActionStatus::Complete));
    complete
        .filter_map(|action| {
            let own = milestones.get(&(&action.plan, &action.id));
            let open = still_open(action, own.map_or(&[], Vec::as_slice))?;
            Some(
                RULE.finding(document_of(book, action.source.as_ref()))
                    .at(action_name(action), action.source.as_ref())
                    .says(format!("Action {} is complete, but {open}.", action.id))
                    .suggests("Finish what is open, or show the action as active."),
            )
        })
        .collect()
}

/// What of a complete action is still open, in words; none when nothing is.
fn still_open(action: &Action, milestones: &[&Milestone]) -> Option<String> {
    let short = action
        .percent
        .filter(|percent| *percent < Decimal::ONE_HUNDRED)
        .map(|percent| format!("only {} % of it is done", number(percent)));
    let open: Vec<String> = milestones
        .iter()
        .filter(|milestone| milestone.done.is_none())
        .map(|milestone| format!("\"{}\"", milestone.title))
        .collect();
    let some_open = !open.is_empty() && open.len() < milestones.len();
    short.or_else(|| some_open.then(|| format!("of its milestones {} is not done", list(&open))))
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            milestones {"action":"2","plan":"p","title":"Site found","done":"2020-11-30"}
            milestones {"action":"2","plan":"p","title":"Lease signed"}
            finds 1 | four fifths done
            actions {"id":"1","plan":"p","title":"Open","status":"Complete","percent":"80"}
            finds 1 | one milestone is open
            actions {"id":"2","plan":"p","title":"Open","status":"Complete","percent":"100"}
            silent | all done, active, and milestones that are not kept up
            actions {"id":"1","plan":"p","title":"Open","status":"Complete","percent":"100"}
            actions {"id":"2","plan":"p","title":"Open","status":"Active","percent":"80"}
            actions {"id":"3","plan":"p","title":"Close","status":"Complete"}
            milestones {"action":"3","plan":"p","title":"Staff told"}
        "#,
        );
    }
}
