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
    let open: Vec<&Action> = actions
        .iter()
        .copied()
        .filter(|action| action.status != Some(ActionStatus::Complete))
        .collect();
    let known = Known::of(book, plan, actions);
    let kinds: [(&str, Lacks<'_>); 5] = [
        ("wording", |_, action| action.title.is_none()),
        ("owner", Known::lacks_owner),
        ("end", Known::lacks_end),
        ("evidence", Known::lacks_evidence),
        ("milestone", Known::lacks_milestone),
    ];
    let mut found = Vec::new();
    for (thing, lacks) in kinds {
        let asked_for = |action: &&Action| thing == "wording" || action.title.is_some();
        let asked = open.iter().copied().filter(asked_for);
        let lacking: Vec<&Action> = asked.filter(|action| lacks(&known, action)).collect();
        if !lacking.is_empty() {
            found.push(finding(book, thing, &lacking, open.len()));
        }
    }
    found
}

/// Whether an action lacks a thing.
type Lacks<'book> = fn(&Known<'book>, &Action) -> bool;

/// Which actions of a plan have what.
struct Known<'book> {
    /// With a milestone.
    stepped: HashSet<&'book ActionId>,
    /// With a milestone that has a day.
    dated: HashSet<&'book ActionId>,
    owned: HashSet<&'book ActionId>,
    /// With evidence.
    proven: HashSet<&'book ActionId>,
    /// Whether most of the plan's actions have milestones.
    uses_steps: bool,
}

impl<'book> Known<'book> {
    fn of(book: &'book Book, plan: &PlanId, actions: &[&'book Action]) -> Self {
        let steps = || book.milestones.iter().filter(|step| step.plan == *plan);
        let ids_of = |has: fn(&Action) -> bool| {
            let having = actions.iter().filter(|action| has(action));
            having.map(|action| &action.id).collect()
        };
        let stepped: HashSet<&ActionId> = steps().map(|step| &step.action).collect();
        Self {
            uses_steps: stepped.len() * 2 > actions.len(),
            stepped,
            dated: steps()
                .filter(|step| step.due.is_some())
                .map(|step| &step.action)
                .collect(),
            owned: ids_of(|action| action.owner.is_some() || action.unit.is_some()),
            proven: ids_of(|action| action.evidence.is_some()),
        }
    }

    fn lacks_owner(&self, action: &Action) -> bool {
        !own_or_above(&self.owned, action)
    }

    fn lacks_end(&self, action: &Action) -> bool {
        !self.uses_steps && action.end.is_none() && !own_or_above(&self.dated, action)
    }

    fn lacks_evidence(&self, action: &Action) -> bool {
        !self.proven.is_empty() && !own_or_above(&self.proven, action)
    }

    fn lacks_milestone(&self, action: &Action) -> bool {
        self.uses_steps && !self.stepped.contains(&action.id) && action.end.is_none()
    }
}

/// Whether the action or the one above it is among these.
fn own_or_above(set: &HashSet<&ActionId>, action: &Action) -> bool {
    let above = action.parent.as_ref();
    set.contains(&action.id) || above.is_some_and(|parent| set.contains(parent))
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
