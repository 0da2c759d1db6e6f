//! References from one action to another.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use clew_plan::{Action, Book};

use super::references_in_text::{Reference, references};
use crate::finding::place;
use crate::rules::dates::action_name;
use crate::sources::document_of;
use crate::words::{content_words, list, overlap, short};
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "reference-to-the-wrong-action",
    severity: Severity::Error,
    title: "\"See action …\" leads to an action about something else",
    explanation: "Numbers slip when actions are added. Each reference, recorded or in the action's own words, is followed; if the action it names shares next to no words with the one that refers, while \
        another action has the same words, that other one is meant. Where the likeness is weaker it is only a warning. References to an action that does not exist, or to itself, are errors. References to an action whose \
        words are lost, and ranges (\"actions 43-50\"), are only checked to exist. The same slip is reported once.",
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
    let known: HashMap<&str, &Action> = actions
        .iter()
        .map(|action| (action.id.as_str(), *action))
        .collect();
    let referring: Vec<(&Action, Vec<Reference>)> = actions
        .iter()
        .filter_map(|action| {
            let mut found = of_action(action);
            found.extend(
                updates
                    .get(&(plan, action.id.as_str()))
                    .into_iter()
                    .flatten()
                    .cloned(),
            );
            let mut once: Vec<Reference> = Vec::new();
            for reference in found {
                if once.iter().all(|other| other.to != reference.to) {
                    once.push(reference);
                }
            }
            (!once.is_empty()).then_some((*action, once))
        })
        .collect();
    let mut slips: BTreeMap<(String, String, bool), Vec<&Action>> = BTreeMap::new();
    let mut found = Vec::new();
    let words: Vec<(&Action, BTreeSet<String>)> = actions
        .iter()
        .map(|action| (*action, own_words(action)))
        .collect();
    for (action, list) in &referring {
        for reference in list {
            match known.get(reference.to.as_str()) {
                None => found.push(nowhere(book, action, &reference.to)),
                Some(target) if target.id == action.id => found.push(itself(book, action)),
                Some(target) if !reference.in_range => {
                    let others = |other: &Action| {
                        other.id != action.id
                            && referring.iter().all(|(from, list)| {
                                from.id != other.id
                                    || list.iter().all(|given| given.to != reference.to)
                            })
                    };
                    if let Some((meant, sure)) = meant(action, target, &words, others) {
                        slips
                            .entry((reference.to.clone(), meant.id.to_string(), sure))
                            .or_default()
                            .push(action);
                    }
                }
                Some(_) => {}
            }
        }
    }
    found.extend(
        slips
            .into_iter()
            .map(|((to, meant, sure), from)| slip(book, &known, &to, &meant, sure, &from)),
    );
    found
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

/// The words of an action's title without what stands in brackets, or with a description where that is all there is.
fn own_words(action: &Action) -> BTreeSet<String> {
    let title = action.title.as_deref().unwrap_or_default();
    let mut plain = String::new();
    let mut depth = 0_usize;
    for character in title.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(character),
            _ => {}
        }
    }
    content_words(&plain)
}

/// The action that is meant instead, and whether its words leave no doubt.
fn meant<'book>(
    action: &Action,
    target: &Action,
    words: &[(&'book Action, BTreeSet<String>)],
    may_be_meant: impl Fn(&Action) -> bool,
) -> Option<(&'book Action, bool)> {
    let own = own_words(action);
    let there = own_words(target);
    if there.is_empty() || own.len() < 3 {
        return None;
    }
    let there_too = overlap(&own, &there);
    let mut best: Option<(&Action, usize)> = None;
    for (other, words) in words
        .iter()
        .filter(|(other, words)| words.len() >= 3 && may_be_meant(other))
    {
        let like = overlap(&own, words);
        if best.is_none_or(|(_, most)| like > most) {
            best = Some((other, like));
        }
    }
    let (other, like) = best?;
    let sure = like >= 70 && there_too < 35;
    let likely = like >= 25 && there_too <= 12;
    (sure || likely).then_some((other, sure))
}

fn slip(
    book: &Book,
    known: &HashMap<&str, &Action>,
    to: &str,
    meant: &str,
    sure: bool,
    from: &[&Action],
) -> Finding {
    let numbers: Vec<String> = from.iter().map(|action| action.id.to_string()).collect();
    let title = |id: &str| {
        known
            .get(id)
            .and_then(|action| action.title.as_deref())
            .map_or_else(String::new, |title| short(title, 100))
    };
    let places: Vec<Place> = from
        .iter()
        .map(|action| place(action_name(action), action.source.as_ref()))
        .collect();
    let targets = [to, meant]
        .into_iter()
        .filter_map(|id| known.get(id))
        .map(|action| place(action_name(action), action.source.as_ref()));
    let document = from.first().map_or_else(String::new, |action| {
        document_of(book, action.source.as_ref())
    });
    let subject = if numbers.len() == 1 {
        format!("Action {} refers", numbers[0])
    } else {
        format!("Actions {} refer", list(&numbers))
    };
    let certainty = if sure {
        "has these words"
    } else {
        "is nearer in its words"
    };
    RULE.finding(document)
        .weighing(if sure { Severity::Error } else { Severity::Warning })
        .at_all(places)
        .at_all(targets)
        .says(format!("{subject} to action {to}, which is \"{}\". Action {meant} {certainty}: \"{}\".", title(to), title(meant)))
        .suggests(format!("Refer to action {meant}, if that is meant, and check the other references of this plan for the same slip."))
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
            actions {"id":"64","plan":"p","title":"Establish social work and care standards."}
            actions {"id":"65","plan":"p","title":"Develop a quality assurance framework with monthly learning."}
            actions {"id":"66","plan":"p","title":"Manage demand at the front door, away from a waiting list."}
            finds 1 | the same slip twice
            actions {"id":"70","plan":"p","title":"Establish social work and care standards (see action 66)."}
            actions {"id":"73","plan":"p","title":"Establish social work and care standards (see action 66).","see_also":["66"]}
            finds 1 | a number that is not there
            actions {"id":"70","plan":"p","title":"Establish social work and care standards (see action 164)."}
            finds 1 | itself
            actions {"id":"70","plan":"p","title":"Establish social work and care standards (see action 70)."}
            silent | the right number, a range, and an action whose words are lost
            actions {"id":"70","plan":"p","title":"Establish social work and care standards (see action 64)."}
            actions {"id":"71","plan":"p","title":"Extend leadership beyond discharge (see actions 64-66)."}
            actions {"id":"1","plan":"p"}
            actions {"id":"11","plan":"p","title":"Restructure management and governance (as 1 above)."}
            silent | other words, but no better place for them
            actions {"id":"71","plan":"p","title":"Train leaders in risk (link to action 66)."}
        "#,
        );
    }
}
