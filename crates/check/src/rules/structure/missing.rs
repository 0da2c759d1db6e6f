//! Owners, ends, evidence, milestones and titles that are missing.

use std::collections::{BTreeMap, HashSet};

use clew_plan::{Action, ActionId, ActionStatus, Book, PlanId};

use crate::finding::place;
use crate::rules::dates::action_name;
use crate::sources::document_of;
use crate::words::some_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "action-lacks-what-others-have",
    severity: Severity::Note,
    title: "Actions without wording, owner, end, evidence or milestone",
    explanation: "An action needs words, somebody who answers for it, a day by which it is \
        done, and something that will show that it is. One finding for each thing lacking and \
        plan, with the actions' numbers. Evidence or milestones are asked after only in plans \
        that use them, and a sub-action may take owner and end from the action above it. That \
        no action of a plan has an end (or an owner) is reported as such. An action whose words \
        are missing is asked for nothing else, and updates have a rule of their own.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut plans: BTreeMap<&PlanId, Vec<&Action>> = BTreeMap::new();
    for action in book
        .actions
        .iter()
        .filter(|action| action.status != Some(ActionStatus::Cancelled))
    {
        plans.entry(&action.plan).or_default().push(action);
    }
    plans
        .into_iter()
        .flat_map(|(plan, actions)| in_plan(book, plan, &actions))
        .collect()
}

fn in_plan(book: &Book, plan: &PlanId, actions: &[&Action]) -> Vec<Finding> {
    let stepped: HashSet<&ActionId> = book
        .milestones
        .iter()
        .filter(|step| step.plan == *plan)
        .map(|step| &step.action)
        .collect();
    let dated: HashSet<&ActionId> = book
        .milestones
        .iter()
        .filter(|step| step.plan == *plan && step.due.is_some())
        .map(|step| &step.action)
        .collect();
    let owned: HashSet<&ActionId> = actions
        .iter()
        .filter(|action| action.owner.is_some() || action.unit.is_some())
        .map(|action| &action.id)
        .collect();
    let proven: HashSet<&ActionId> = actions
        .iter()
        .filter(|action| action.evidence.is_some())
        .map(|action| &action.id)
        .collect();
    let open: Vec<&Action> = actions
        .iter()
        .copied()
        .filter(|action| action.status != Some(ActionStatus::Complete))
        .collect();
    let worded: Vec<&Action> = open
        .iter()
        .copied()
        .filter(|action| action.title.is_some())
        .collect();
    let above = |set: &HashSet<&ActionId>, action: &Action| {
        set.contains(&action.id)
            || action
                .parent
                .as_ref()
                .is_some_and(|parent| set.contains(parent))
    };
    let lacking = |lacks: &dyn Fn(&Action) -> bool| -> Vec<&Action> {
        worded
            .iter()
            .copied()
            .filter(|action| lacks(action))
            .collect()
    };
    let uses_steps = stepped.len() * 2 > actions.len();
    let kinds = [
        (
            "wording",
            open.iter()
                .copied()
                .filter(|action| action.title.is_none())
                .collect(),
        ),
        ("owner", lacking(&|action| !above(&owned, action))),
        (
            "end",
            lacking(&|action| !uses_steps && action.end.is_none() && !above(&dated, action)),
        ),
        (
            "evidence",
            lacking(&|action| !proven.is_empty() && !above(&proven, action)),
        ),
        (
            "milestone",
            lacking(&|action| uses_steps && !stepped.contains(&action.id) && action.end.is_none()),
        ),
    ];
    let found = kinds.into_iter().filter(|(_, actions)| !actions.is_empty());
    found
        .map(|(thing, lacking)| finding(book, thing, &lacking, open.len()))
        .collect()
}

/// Places that one finding names; the message names or counts them all.
const MOST_PLACES: usize = 20;

fn finding(book: &Book, thing: &str, lacking: &[&Action], all: usize) -> Finding {
    let numbers: Vec<String> = lacking.iter().map(|action| action.id.to_string()).collect();
    let document = lacking.first().map_or_else(String::new, |action| {
        document_of(book, action.source.as_ref())
    });
    let message = if lacking.len() == all && all > 1 {
        format!(
            "None of the {all} open actions has {} {thing}.",
            article(thing)
        )
    } else {
        format!(
            "{} of {all} open actions have no {thing}: {}.",
            lacking.len(),
            some_of(&numbers, 20)
        )
    };
    RULE.finding(document)
        .at_all(
            lacking
                .iter()
                .take(MOST_PLACES)
                .map(|action| place(action_name(action), action.source.as_ref())),
        )
        .says(message)
        .suggests(format!("Give each of them {} {thing}.", article(thing)))
}

fn article(thing: &str) -> &'static str {
    match thing {
        "owner" | "end" => "an",
        "milestone" => "a",
        _ => "any",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            actions {"id":"1","plan":"p","title":"A","owner":"Head of service","end":"2022-03"}
            finds 1 | no owner
            actions {"id":"2","plan":"p","title":"B","end":"2022-03"}
            finds 1 | no words, and so nothing else is asked
            actions {"id":"2","plan":"p","owner":"Team manager"}
            silent | a sub-action of an owned one, and a complete one
            actions {"id":"1a","plan":"p","parent":"1","title":"C","end":"2022-03"}
            actions {"id":"3","plan":"p","title":"D","status":"Complete"}
        "#,
        );
    }
}
