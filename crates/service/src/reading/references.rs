//! Cross references between actions, both ways, with those that lead nowhere.

use clew_plan::{Action, ActionId, Book, PlanId};

use super::timeline::title;

/// A reference from one action to another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reference {
    /// The other action.
    pub action: ActionId,
    /// Its title; none when there is no such action in the plan.
    pub title: Option<String>,
}

/// What an action refers to and what refers to it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct References {
    /// The actions that its text names, dangling references without a title.
    pub to: Vec<Reference>,
    /// The actions whose text names it.
    pub from: Vec<Reference>,
    /// The action it is part of.
    pub part_of: Option<Reference>,
    /// The actions that are parts of it.
    pub parts: Vec<Reference>,
}

/// The references of an action of a plan, both ways; nothing for one that is not there.
#[must_use]
pub fn references(book: &Book, plan: &PlanId, id: &ActionId) -> References {
    let of_plan = || book.actions.iter().filter(|action| action.plan == *plan);
    let find = |id: &ActionId| of_plan().find(|action| action.id == *id);
    let Some(action) = find(id) else {
        return References::default();
    };
    let to = |id: &ActionId| Reference {
        action: id.clone(),
        title: find(id).map(title),
    };
    let from = |other: &Action| Reference {
        action: other.id.clone(),
        title: Some(title(other)),
    };
    References {
        to: action.see_also.iter().map(to).collect(),
        from: of_plan()
            .filter(|other| other.see_also.contains(id))
            .map(from)
            .collect(),
        part_of: action.parent.as_ref().map(to),
        parts: of_plan()
            .filter(|other| other.parent.as_ref() == Some(id))
            .map(from)
            .collect(),
    }
}

/// Every reference of a plan's actions that leads to no action of the plan: from which, to which.
#[must_use]
pub fn dangling_references(book: &Book, plan: &PlanId) -> Vec<(ActionId, ActionId)> {
    let actions: Vec<&Action> = book
        .actions
        .iter()
        .filter(|action| action.plan == *plan)
        .collect();
    let there: std::collections::HashSet<&ActionId> =
        actions.iter().map(|action| &action.id).collect();
    let named = actions.iter().flat_map(|action| {
        let to = action.see_also.iter().chain(&action.parent);
        to.map(|to| (&action.id, to))
    });
    named
        .filter(|(_, to)| !there.contains(to))
        .map(|(from, to)| (from.clone(), to.clone()))
        .collect()
}
