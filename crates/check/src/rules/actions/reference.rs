//! References from one action to another.

use std::collections::{BTreeMap, HashMap};

use clew_plan::{Action, Book};

use super::references_in_text::{Reference, references};
use super::wordings::Wordings;
use crate::finding::place;
use crate::rules::dates::action_name;
use crate::sources::document_of;
use crate::words::{list, overlap, short};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "reference-to-the-wrong-action",
    severity: Severity::Error,
    title: "\"See action …\" leads to an action about something else",
    explanation: "Numbers slip when actions are added. Each reference, recorded or in the \
        action's own words, is followed; if the action it names shares next to no words with \
        the one that refers, while another action has the same words, that other one is meant. \
        Where the likeness is weaker it is only a warning. References to an action that does \
        not exist, or to itself, are errors. References to an action whose words are lost, and \
        ranges (\"actions 43-50\"), are only checked to exist. The same slip is reported once.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut plans: BTreeMap<&str, Vec<&Action>> = BTreeMap::new();
    for action in &book.actions {
        plans.entry(action.plan.as_str()).or_default().push(action);
    }
    let mut updates: HashMap<(&str, &str), Vec<Reference>> = HashMap::new();
    for update in &book.updates {
        let found = references(&update.text);
        if !found.is_empty() {
            updates
                .entry((update.plan.as_str(), update.action.as_str()))
                .or_default()
                .extend(found);
        }
    }
    plans
        .into_iter()
        .flat_map(|(plan, actions)| in_plan(book, plan, &actions, &updates))
        .collect()
}

fn in_plan(
    book: &Book,
    plan: &str,
    actions: &[&Action],
    updates: &HashMap<(&str, &str), Vec<Reference>>,
) -> Vec<Finding> {
    let known: HashMap<&str, usize> = actions
        .iter()
        .enumerate()
        .map(|(at, action)| (action.id.as_str(), at))
        .collect();
    let given: Vec<Vec<Reference>> = actions
        .iter()
        .map(|action| given_by(action, updates.get(&(plan, action.id.as_str()))))
        .collect();
    let wordings = Wordings::new(actions);
    let mut slips: BTreeMap<(usize, usize, bool), Vec<&Action>> = BTreeMap::new();
    let mut found = Vec::new();
    for (from, action) in actions.iter().enumerate() {
        for reference in &given[from] {
            match known.get(reference.to.as_str()) {
                None => found.push(nowhere(book, action, &reference.to)),
                Some(to) if *to == from => found.push(itself(book, action)),
                Some(to) if !reference.in_range => {
                    let may_be_meant =
                        |other: usize| given[other].iter().all(|given| given.to != reference.to);
                    if let Some((meant, sure)) = meant(&wordings, from, *to, may_be_meant) {
                        slips.entry((*to, meant, sure)).or_default().push(action);
                    }
                }
                Some(_) => {}
            }
        }
    }
    found.extend(
        slips
            .into_iter()
            .map(|((to, meant, sure), from)| slip(book, actions[to], actions[meant], sure, &from)),
    );
    found
}

/// The references of an action, in its own words, its record and its updates, each once.
fn given_by(action: &Action, in_updates: Option<&Vec<Reference>>) -> Vec<Reference> {
    let mut found = of_action(action);
    found.extend(in_updates.into_iter().flatten().cloned());
    let mut once: Vec<Reference> = Vec::new();
    for reference in found {
        if once.iter().all(|other| other.to != reference.to) {
            once.push(reference);
        }
    }
    once
}

fn of_action(action: &Action) -> Vec<Reference> {
    let texts = [&action.title, &action.description, &action.planned_outcome];
    let mut found: Vec<Reference> = texts
        .into_iter()
        .flatten()
        .flat_map(|text| references(text))
        .collect();
    let many = action.see_also.len() > 3;
    found.extend(action.see_also.iter().map(|id| Reference {
        to: id.to_string(),
        in_range: many,
    }));
    found
}

/// The action that is meant instead, and whether its words leave no doubt.
fn meant(
    wordings: &Wordings,
    from: usize,
    to: usize,
    may_be_meant: impl Fn(usize) -> bool,
) -> Option<(usize, bool)> {
    let (own, there) = (wordings.of(from), wordings.of(to));
    let there_too = overlap(own, there);
    if there.is_empty() || own.len() < 3 || there_too >= 35 {
        return None;
    }
    let near = wordings.nearest(from, may_be_meant)?;
    let sure = near.shared * 100 >= own.len() * 60 && overlap(own, wordings.of(near.at)) >= 70;
    let likely = near.shared >= 3 && overlap(own, wordings.of(near.at)) >= 25 && there_too <= 12;
    (sure || likely).then_some((near.at, sure))
}

fn slip(book: &Book, to: &Action, meant: &Action, sure: bool, from: &[&Action]) -> Finding {
    let numbers: Vec<String> = from.iter().map(|action| action.id.to_string()).collect();
    let title = |action: &Action| short(action.title.as_deref().unwrap_or_default(), 100);
    let places = from.iter().copied().chain([to, meant]);
    let document = from.first().map_or_else(String::new, |action| {
        document_of(book, action.source.as_ref())
    });
    let subject = match numbers.as_slice() {
        [only] => format!("Action {only} refers"),
        several => format!("Actions {} refer", list(several)),
    };
    let certainty = if sure {
        "has these words"
    } else {
        "is nearer in its words"
    };
    RULE.finding(document)
        .weighing(if sure { Severity::Error } else { Severity::Warning })
        .at_all(places.map(|action| place(action_name(action), action.source.as_ref())))
        .says(format!(
            "{subject} to action {}, which is \"{}\". Action {} {certainty}: \"{}\".",
            to.id, title(to), meant.id, title(meant)
        ))
        .suggests(format!(
            "Refer to action {}, if that is meant, and check the other references of this plan for the same slip.",
            meant.id
        ))
}

fn nowhere(book: &Book, action: &Action, to: &str) -> Finding {
    RULE.finding(document_of(book, action.source.as_ref()))
        .at(action_name(action), action.source.as_ref())
        .says(format!(
            "Action {} refers to action {to}, which its plan does not have.",
            action.id
        ))
        .suggests("Correct the number.")
}

fn itself(book: &Book, action: &Action) -> Finding {
    RULE.finding(document_of(book, action.source.as_ref()))
        .at(action_name(action), action.source.as_ref())
        .says(format!("Action {} refers to itself.", action.id))
        .suggests("Correct the number.")
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            actions {"id":"64","plan":"p","title":"Set standards for care and assessment."}
            actions {"id":"65","plan":"p","title":"Build a frame for quality with monthly lessons."}
            actions {"id":"66","plan":"p","title":"Steer demand where people first call, without queues."}
            finds 1 | the same slip twice
            actions {"id":"70","plan":"p","title":"Set standards for care and assessment (see action 66)."}
            actions {"id":"73","plan":"p","title":"Set standards for care and assessment (see action 66).","see_also":["66"]}
            finds 1 | a number that is not there
            actions {"id":"70","plan":"p","title":"Set standards for care and assessment (see action 164)."}
            finds 1 | itself
            actions {"id":"70","plan":"p","title":"Set standards for care and assessment (see action 70)."}
            silent | the right number, a range, and an action whose words are lost
            actions {"id":"70","plan":"p","title":"Set standards for care and assessment (see action 64)."}
            actions {"id":"71","plan":"p","title":"Lead in more than discharge (see actions 64-66)."}
            actions {"id":"1","plan":"p"}
            actions {"id":"11","plan":"p","title":"Rebuild the management team (as 1 above)."}
            silent | other words, but no better place for them
            actions {"id":"71","plan":"p","title":"Train leaders in risk (link to action 66)."}
        "#,
        );
    }
}
