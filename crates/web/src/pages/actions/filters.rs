//! Which actions are asked for: read from the address, shown as a form, written back as an address.

use std::collections::BTreeSet;

use clew_plan::{Action, ActionStatus, Book};
use clew_service::{ActionFilter, TimelineRow};
use maud::{Markup, html};

use super::words::capital;
use crate::components::{Choice, Input, select, text_input};
use crate::{Fields, Form, links};

/// The fields of the address that choose actions.
const FIELDS: [&str; 9] = [
    "plan",
    "unit",
    "owner",
    "status",
    "theme",
    "workstream",
    "text",
    "late",
    "order",
];

/// What was asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    fields: Vec<(&'static str, String)>,
    /// The page of a long list, from 1.
    pub(super) page: usize,
}

impl Wanted {
    pub(super) fn read(asked: &Fields) -> Self {
        let given = FIELDS
            .iter()
            .filter_map(|name| Some((*name, asked.given(name)?.to_owned())));
        Self {
            fields: given.collect(),
            page: asked.text("page").parse().unwrap_or(1).max(1),
        }
    }

    fn given(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| *field == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The filter that the service reads by. A word that is no status does not filter.
    pub(super) fn filter(&self) -> ActionFilter {
        let text = |name: &str| self.given(name).map(str::to_owned);
        ActionFilter {
            plan: self.given("plan").map(Into::into),
            unit: self.given("unit").map(Into::into),
            owner: text("owner"),
            status: self.given("status").and_then(|word| word.parse().ok()),
            outcome: None,
            theme: text("theme"),
            workstream: self.given("workstream").map(Into::into),
            text: text("text"),
            late: self.given("late").is_some(),
        }
    }

    /// Whether anything is filtered.
    pub(super) fn is_filtered(&self) -> bool {
        self.fields.iter().any(|(name, _)| *name != "order")
    }

    /// Whether rows stand in the order of the plan.
    pub(super) fn in_order_of_plan(&self) -> bool {
        !matches!(self.given("order"), Some("late" | "end"))
    }

    /// Puts rows in the order that was asked for; the order of the plan unless another was.
    pub(super) fn sort(&self, rows: &mut [TimelineRow]) {
        let end = |row: &TimelineRow| row.end.map_or(clew_calendar::Day::END, |end| end.last());
        match self.given("order") {
            Some("late") => rows.sort_by_key(|row| (-row.late_by, end(row))),
            Some("end") => rows.sort_by_key(end),
            _ => {}
        }
    }

    /// The query of the same actions.
    pub(super) fn query(&self) -> String {
        let pairs: Vec<(&str, &str)> = self
            .fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        links::query(&pairs)
    }

    /// The same actions with one more condition, on the first page.
    pub(super) fn with(&self, name: &'static str, value: &str) -> String {
        let mut other = self.clone();
        other.fields.retain(|(field, _)| *field != name);
        other.fields.push((name, value.to_owned()));
        other.query()
    }

    /// The address of a page of the list.
    pub(super) fn address(&self, path: &str, page: usize) -> String {
        let mut query = self.query();
        if page > 1 {
            let joint = if query.is_empty() { "" } else { "&" };
            query = format!("{query}{joint}page={page}");
        }
        links::with_query(path, &query)
    }

    /// The form that chooses.
    pub(super) fn form(&self, book: &Book, path: &str) -> Markup {
        let form = Form {
            fields: Fields::of(
                (self.fields.iter())
                    .map(|(name, value)| ((*name).to_owned(), value.clone()))
                    .collect(),
            ),
            ..Form::default()
        };
        let one = |name: &str, label: &str, choices: Vec<Choice>| {
            html! { @if choices.len() > 2 { (select(&form, name, label, "", &choices)) } }
        };
        let plan = self.given("plan");
        html! {
            form class="clew-filters" method="get" action=(path) {
                (one("plan", "Plan", plans(book)))
                (one("unit", "Service", units(book)))
                (one("owner", "Lead", texts(book, plan, |action| action.owner.as_deref())))
                (one("status", "Status", statuses()))
                (one("theme", "Theme", texts(book, plan, |action| action.theme.as_deref())))
                (one("workstream", "Workstream", workstreams(book)))
                (one("order", "Order", orders()))
                (text_input(&form, &Input { name: "text", label: "Number or words", kind: "search", ..Input::default() }))
                (self.late_box())
                (crate::components::show_button())
                @if self.is_filtered() { a class="govuk-link" href=(path) { "Show all" } }
            }
        }
    }

    fn late_box(&self) -> Markup {
        html! {
            div class="govuk-form-group" {
                div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes" {
                    div class="govuk-checkboxes__item" {
                        input class="govuk-checkboxes__input" type="checkbox" id="late" name="late" value="yes"
                            checked[self.given("late").is_some()];
                        label class="govuk-label govuk-checkboxes__label" for="late" { "Late only" }
                    }
                }
            }
        }
    }
}

fn any_and(choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", "Any"))
        .chain(choices)
        .collect()
}

fn plans(book: &Book) -> Vec<Choice> {
    let used: BTreeSet<_> = book.actions.iter().map(|action| &action.plan).collect();
    let plans = book.plans.iter().filter(|plan| used.contains(&plan.id));
    any_and(plans.map(|plan| Choice::new(plan.id.as_str(), &plan.title)))
}

fn units(book: &Book) -> Vec<Choice> {
    let used = book.actions.iter().any(|action| action.unit.is_some());
    let units = book.units.iter().filter(|_| used);
    any_and(units.map(|unit| Choice::new(unit.id.as_str(), &unit.name)))
}

fn statuses() -> Vec<Choice> {
    let statuses = ActionStatus::ALL.iter().map(|status| status.word());
    any_and(statuses.map(|word| Choice::new(word, capital(word))))
}

fn workstreams(book: &Book) -> Vec<Choice> {
    let all = book.workstreams.iter();
    any_and(all.map(|stream| Choice::new(stream.id.as_str(), &stream.title)))
}

fn orders() -> Vec<Choice> {
    vec![
        Choice::new("", "As in the plan"),
        Choice::new("late", "Most late first"),
        Choice::new("end", "By end date"),
    ]
}

/// The different texts of a field of the actions of a plan, in order of the alphabet.
fn texts(book: &Book, plan: Option<&str>, field: impl Fn(&Action) -> Option<&str>) -> Vec<Choice> {
    let of_plan = |action: &&Action| plan.is_none_or(|plan| action.plan.as_str() == plan);
    let actions = book.actions.iter().filter(of_plan);
    let texts: BTreeSet<&str> = actions.filter_map(field).collect();
    any_and(texts.into_iter().map(|text| Choice::new(text, text)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn wanted(query: &str) -> Wanted {
        Wanted::read(&Fields::read(query).unwrap())
    }

    #[test]
    fn the_address_of_a_page_keeps_what_was_asked_for_and_nothing_else() {
        let wanted = wanted("plan=a&owner=Head+of+service&nonsense=1&page=2&late=yes");
        assert_eq!(wanted.page, 2);
        assert_eq!(
            wanted.address("/actions", 3),
            "/actions?plan=a&owner=Head+of+service&late=yes&page=3"
        );
        assert_eq!(wanted.with("late", ""), "plan=a&owner=Head+of+service");
        assert!(wanted.filter().late && wanted.is_filtered());
    }

    #[test]
    fn what_is_no_status_and_no_page_does_not_filter() {
        let wanted = wanted("status=purple&page=minus");
        assert_eq!((wanted.filter().status, wanted.page), (None, 1));
        assert_eq!(Wanted::default().address("/actions", 1), "/actions");
    }
}
