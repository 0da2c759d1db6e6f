//! The pickers of plan and period, the filters, and what is chosen in words.

pub(super) use clew_report::words::capital;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use clew_plan::{Book, MeasureKind, Status, Unit, UnitId};
use clew_report::words;
use clew_service::{DueState, Filter, Overview, ScorecardRow};
use maud::{Markup, html};

use super::view::{EVERY_PLAN, View};
use crate::components::{Choice, Input, hidden, select, text_input};
use crate::{Form, links};

/// The pickers, the filters, and what is chosen. `path` is the page they lead back to; `rows` are
/// every row of the plan and period.
pub(super) fn filters(
    view: &View,
    overview: &Overview,
    rows: &[Arc<ScorecardRow>],
    path: &str,
) -> Markup {
    html! {
        (pickers(view, overview, path))
        (filter_form(view, overview.book(), rows, path))
        (chosen(view, overview.book(), path))
    }
}

fn pickers(view: &View, overview: &Overview, path: &str) -> Markup {
    let form = Form::showing(&[
        ("plan", view.plan_word().to_owned()),
        ("period", view.period.to_string()),
    ]);
    html! {
        form class="clew-filters" method="get" action=(path) {
            (select(&form, "plan", "Plan", "", &plans(overview.book())))
            (select(&form, "period", "Period", "", &periods(view, overview)))
            (hidden("shown", view.plan_word()))
            @for (name, value) in view.filter.pairs() { (hidden(name, &value)) }
            (crate::components::show_button())
        }
    }
}

fn plans(book: &Book) -> Vec<Choice> {
    let plans = book.plans.iter();
    let mut choices: Vec<Choice> = plans
        .map(|plan| Choice::new(plan.id.as_str(), &plan.title))
        .collect();
    if choices.len() > 1 {
        choices.push(Choice::new(EVERY_PLAN, "Every plan"));
    }
    choices
}

fn periods(view: &View, overview: &Overview) -> Vec<Choice> {
    let known = overview.periods(view.plan.as_ref());
    let mut choices: Vec<Choice> = known
        .iter()
        .map(|shown| {
            let name = words::period(shown.period);
            let name = if shown.has_figures {
                name
            } else {
                format!("{name} (no figures yet)")
            };
            Choice::new(shown.period.to_string(), name)
        })
        .collect();
    if !known.iter().any(|shown| shown.period == view.period) {
        let own = Choice::new(view.period.to_string(), words::period(view.period));
        choices.insert(0, own);
    }
    choices
}

fn filter_form(view: &View, book: &Book, rows: &[Arc<ScorecardRow>], path: &str) -> Markup {
    let filter = &view.filter;
    let pairs = filter.pairs();
    let mut shown: Vec<(&str, String)> = pairs;
    shown.retain(|(name, _)| *name != "status");
    let form = Form::showing(&shown);
    html! {
        details class="govuk-details clew-more" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Filter measures" } }
            form class="clew-filters" method="get" action=(path) {
                (hidden("plan", view.plan_word()))
                (hidden("period", &view.period.to_string()))
                (select(&form, "unit", "Service", "", &units(book, rows, filter.unit.as_ref())))
                (select(&form, "owner", "Owner", "", &owners(rows)))
                (select(&form, "category", "Category", "", &categories(rows)))
                (select(&form, "kind", "Kind", "", &kinds()))
                (select(&form, "due", "Return", "", &due_states()))
                (select(&form, "trend", "Trend", "", &[Choice::new("", "Any"), Choice::new("worse", "Worsening")]))
                (text_input(&form, &Input { name: "text", label: "Code or words", kind: "search", ..Input::default() }))
                @if let Some(outcome) = form.fields.given("outcome") { (hidden("outcome", outcome)) }
                (statuses(&filter.statuses))
                button type="submit" class="govuk-button" { "Apply filters" }
            }
        }
    }
}

/// Any of the statuses, on one line.
fn statuses(chosen: &[Status]) -> Markup {
    html! {
        fieldset class="govuk-fieldset clew-filters__wide" {
            legend class="govuk-label" { "Status" }
            div class="govuk-checkboxes govuk-checkboxes--small clew-inline" data-module="govuk-checkboxes" {
                @for (place, status) in Status::ALL.iter().enumerate() {
                    @let id = format!("status-{place}");
                    div class="govuk-checkboxes__item" {
                        input class="govuk-checkboxes__input" type="checkbox" name="status" id=(id)
                            value=(status.word().to_lowercase()) checked[chosen.contains(status)];
                        label class="govuk-label govuk-checkboxes__label" for=(id) { (status.word()) }
                    }
                }
            }
        }
    }
}

fn any_and(choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", "Any"))
        .chain(choices)
        .collect()
}

fn owners(rows: &[Arc<ScorecardRow>]) -> Vec<Choice> {
    let owners: BTreeSet<&str> = rows.iter().filter_map(|row| row.owner.as_deref()).collect();
    any_and(owners.into_iter().map(|owner| Choice::new(owner, owner)))
}

fn categories(rows: &[Arc<ScorecardRow>]) -> Vec<Choice> {
    let labels = rows.iter().flat_map(|row| &row.categories);
    let labels: BTreeSet<&str> = labels.map(String::as_str).collect();
    any_and(labels.into_iter().map(|label| Choice::new(label, label)))
}

fn kinds() -> Vec<Choice> {
    let kinds = MeasureKind::ALL.iter();
    any_and(kinds.map(|kind| Choice::new(kind.word(), capital(kind.word()))))
}

fn due_states() -> Vec<Choice> {
    any_and(DueState::ALL.map(|state| Choice::new(state.word(), due_words(state))))
}

const fn due_words(state: DueState) -> &'static str {
    match state {
        DueState::Due => "Due",
        DueState::Overdue => "Overdue",
        DueState::SentBack => "Sent back",
        DueState::Returned => "Returned",
        DueState::SignedOff => "Signed off",
    }
}

/// The parts of the organisation that have measures, and those above them, as a tree.
fn units(book: &Book, rows: &[Arc<ScorecardRow>], chosen: Option<&UnitId>) -> Vec<Choice> {
    let by_id: BTreeMap<&UnitId, &Unit> = book.units.iter().map(|unit| (&unit.id, unit)).collect();
    let mut used: HashSet<&UnitId> = HashSet::new();
    for unit in rows
        .iter()
        .filter_map(|row| row.unit.as_ref())
        .chain(chosen)
    {
        let mut next = Some(unit);
        // A part that is there already has those above it there too.
        while let Some(id) = next.filter(|id| used.insert(id)) {
            next = by_id.get(id).and_then(|unit| unit.parent.as_ref());
        }
    }
    let mut choices = Vec::new();
    let roots = book.units.iter().filter(|unit| {
        unit.parent
            .as_ref()
            .is_none_or(|parent| !by_id.contains_key(parent))
    });
    for root in roots {
        branch(&mut choices, book, &used, root, 0);
    }
    any_and(choices)
}

/// A part and those below it; deeper than eight levels is no tree of an organisation.
fn branch(
    choices: &mut Vec<Choice>,
    book: &Book,
    used: &HashSet<&UnitId>,
    unit: &Unit,
    level: usize,
) {
    if !used.contains(&unit.id) || level > 8 {
        return;
    }
    let indent = "\u{2003}".repeat(level);
    choices.push(Choice::new(
        unit.id.as_str(),
        format!("{indent}{}", unit.name),
    ));
    let below = book
        .units
        .iter()
        .filter(|below| below.parent.as_ref() == Some(&unit.id));
    for unit in below {
        branch(choices, book, used, unit, level + 1);
    }
}

/// What is chosen, each a link that takes it away.
fn chosen(view: &View, book: &Book, path: &str) -> Markup {
    let chosen = chosen_words(&view.filter, book);
    html! {
        @if !chosen.is_empty() {
            div class="clew-chosen" {
                p id="chosen" { "Filters" }
                ul aria-labelledby="chosen" {
                    @for (words, without) in &chosen {
                        li {
                            a href=(links::with_query(path, &view.query_of(without, &[]))) {
                                span class="govuk-visually-hidden" { "Remove " } (words) span aria-hidden="true" { " ✕" }
                            }
                        }
                    }
                    li class="clew-chosen__all" {
                        a class="govuk-link" href=(links::with_query(path, &view.query_of(&Filter::default(), &[]))) { "Clear all" }
                    }
                }
            }
        }
    }
}

/// Each part of a filter in words, with the filter that is left without it.
fn chosen_words(filter: &Filter, book: &Book) -> Vec<(String, Filter)> {
    let mut chosen: Vec<(String, Filter)> = Vec::new();
    for (name, value) in filter.pairs() {
        let mut without = filter.clone();
        let words = match name {
            "status" => {
                without
                    .statuses
                    .retain(|status| status.word().to_lowercase() != value);
                format!("Status: {}", capital(&value))
            }
            "unit" => {
                without.unit = None;
                format!("Service: {}", book.unit_name(&value.as_str().into()))
            }
            "owner" => {
                without.owner = None;
                format!("Owner: {value}")
            }
            "category" => {
                without.category = None;
                format!("Category: {value}")
            }
            "kind" => {
                without.kind = None;
                format!("Kind: {}", capital(&value))
            }
            "due" => {
                without.due = None;
                format!("Return: {}", filter.due.map_or("", due_words))
            }
            "trend" => {
                without.worsening = false;
                "Worsening".to_owned()
            }
            "outcome" => {
                without.outcome = None;
                without.no_outcome = false;
                outcome_words(filter, book)
            }
            _ => {
                without.text = None;
                format!("Words: {value}")
            }
        };
        chosen.push((words, without));
    }
    chosen
}

fn outcome_words(filter: &Filter, book: &Book) -> String {
    let outcome = filter.outcome.as_ref().and_then(|id| book.outcome(id));
    match (outcome, &filter.outcome) {
        (Some(outcome), _) => format!("Outcome: {}", outcome.title),
        (None, Some(id)) => format!("Outcome: {id}"),
        (None, None) => "No outcome".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn each_part_of_a_filter_can_be_taken_away_alone() {
        let pairs = [
            ("unit", "adults"),
            ("owner", "Head of service"),
            ("status", "red"),
            ("status", "report later"),
            ("category", "LGBF"),
            ("due", "sent-back"),
            ("kind", "project"),
            ("trend", "worse"),
            ("outcome", "-"),
            ("text", "home care"),
        ];
        let filter = Filter::from_pairs(pairs).unwrap();
        let chosen = chosen_words(&filter, &Book::default());
        assert_eq!(chosen.len(), pairs.len());
        for (place, (words, without)) in chosen.iter().enumerate() {
            let mut left = filter.pairs();
            left.remove(place);
            assert_eq!(without.pairs(), left, "{words}");
        }
        let words: Vec<&str> = chosen.iter().map(|(words, _)| &**words).collect();
        assert!(words.contains(&"Status: Report later"), "{words:?}");
        assert!(words.contains(&"Return: Sent back"), "{words:?}");
    }
}
