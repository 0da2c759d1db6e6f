//! What a field may refer to: the ids of the Book, each with its title.

use clew_plan::{Book, Kind};

use crate::components::Choice;

/// The records of a kind that others refer to by an id. `plan` narrows what is only known within a
/// plan, when it is known.
pub(super) fn referred(book: &Book, kind: Kind, plan: &str) -> Vec<Choice> {
    let within = |of: &str| plan.is_empty() || of == plan;
    let named = |id: &str, title: &str| Choice::new(id, format!("{title} ({id})"));
    match kind {
        Kind::Document => all(&book.documents, |it| named(it.id.as_str(), &it.title)),
        Kind::Unit => all(&book.units, |it| named(it.id.as_str(), &it.name)),
        Kind::Plan => all(&book.plans, |it| named(it.id.as_str(), &it.title)),
        Kind::Outcome => all(&book.outcomes, |it| named(it.id.as_str(), &it.title)),
        Kind::Measure => all(&book.measures, |it| {
            named(it.code.key().as_str(), &it.title)
        }),
        Kind::Action => {
            let own = book.actions.iter().filter(|it| within(it.plan.as_str()));
            let title = |text: &Option<String>| text.clone().unwrap_or_default();
            own.map(|it| named(it.id.as_str(), &title(&it.title)))
                .collect()
        }
        Kind::Risk => {
            let of =
                |it: &clew_plan::Risk| it.plan.as_ref().map_or("", |plan| plan.as_str()).to_owned();
            let own = book.risks.iter().filter(|it| within(&of(it)));
            own.map(|it| named(it.code.as_str(), &it.title)).collect()
        }
        Kind::BudgetTable => {
            let own = book
                .budget_tables
                .iter()
                .filter(|it| within(it.plan.as_str()));
            own.map(|it| named(it.id.as_str(), &it.title)).collect()
        }
        Kind::Inspection => all(&book.inspections, |it| named(it.id.as_str(), &it.title)),
        Kind::Finding => all(&book.findings, |it| named(it.id.as_str(), &it.title)),
        Kind::Workstream => all(&book.workstreams, |it| named(it.id.as_str(), &it.title)),
        Kind::Forum => all(&book.forums, |it| named(it.id.as_str(), &it.name)),
        _ => Vec::new(),
    }
}

fn all<T>(records: &[T], choice: impl Fn(&T) -> Choice) -> Vec<Choice> {
    records.iter().map(choice).collect()
}
