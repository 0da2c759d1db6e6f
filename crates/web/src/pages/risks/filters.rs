//! Which risks are asked for.

use std::collections::BTreeSet;

use clew_calendar::Day;
use clew_plan::{Book, PlanId, Risk, RiskScore};
use clew_service::SOON;
use maud::{Markup, html};

use super::bands::Band;
use crate::components::{Choice, Input, select, text_input};
use crate::pages::actions::words::capital;
use crate::{Fields, Form, links};

const FIELDS: [&str; 8] = [
    "plan", "unit", "owner", "category", "band", "review", "cell", "text",
];

/// What was asked for.
pub(super) struct Wanted<'asked>(&'asked Fields);

impl<'asked> Wanted<'asked> {
    pub(super) const fn read(asked: &'asked Fields) -> Self {
        Self(asked)
    }

    pub(super) fn is_filtered(&self) -> bool {
        FIELDS.iter().any(|name| self.0.given(name).is_some())
    }

    pub(super) fn query(&self) -> String {
        let pairs = FIELDS.map(|name| (name, self.0.text(name)));
        links::query(&pairs)
    }

    pub(super) fn address(&self, page: usize) -> String {
        let page = if page > 1 {
            page.to_string()
        } else {
            String::new()
        };
        let mut pairs = FIELDS.map(|name| (name, self.0.text(name))).to_vec();
        pairs.push(("page", &page));
        links::with_query(links::RISKS, &links::query(&pairs))
    }

    /// The risks that are asked for, the gravest first.
    pub(super) fn of<'book>(&self, book: &'book Book, today: Day) -> Vec<&'book Risk> {
        let mut risks: Vec<&Risk> = (book.risks.iter())
            .filter(|risk| self.lets_through(risk, today))
            .collect();
        risks.sort_by_key(|risk| std::cmp::Reverse(risk.current.map(RiskScore::product)));
        risks
    }

    fn lets_through(&self, risk: &Risk, today: Day) -> bool {
        let is = |name: &str, value: Option<&str>| {
            self.0
                .given(name)
                .is_none_or(|wanted| value == Some(wanted))
        };
        let cell = risk.current.map(|score| score.to_string());
        is("plan", risk.plan.as_ref().map(PlanId::as_str))
            && is("unit", risk.unit.as_ref().map(clew_plan::UnitId::as_str))
            && is("owner", risk.owner.as_deref())
            && is("category", risk.category.as_deref())
            && is("band", Band::of_risk(risk).map(Band::key))
            && is("cell", cell.as_deref())
            && self.is_reviewed(risk, today)
            && self.says(risk)
    }

    fn is_reviewed(&self, risk: &Risk, today: Day) -> bool {
        let left = risk.review_due.map(|due| today.days_until(due));
        match self.0.text("review") {
            "overdue" => left.is_some_and(|left| left < 0),
            "soon" => left.is_some_and(|left| (0..=SOON).contains(&left)),
            "none" => left.is_none(),
            _ => true,
        }
    }

    fn says(&self, risk: &Risk) -> bool {
        let text = self.0.text("text").to_lowercase();
        if text.is_empty() {
            return true;
        }
        let description = risk.description.as_deref().unwrap_or_default();
        let said = format!("{} {} {description}", risk.code, risk.title).to_lowercase();
        text.split_whitespace().all(|word| said.contains(word))
    }

    /// The form that chooses.
    pub(super) fn form(&self, book: &Book) -> Markup {
        let form = Form {
            fields: self.0.clone(),
            ..Form::default()
        };
        let one = |name: &str, label: &str, choices: Vec<Choice>| {
            html! { @if choices.len() > 2 { (select(&form, name, label, "", &choices)) } }
        };
        let bands = Band::ALL
            .iter()
            .map(|band| Choice::new(band.key(), band.word()));
        html! {
            form class="clew-filters" method="get" action=(links::RISKS) {
                (one("plan", "Plan", plans(book)))
                (one("unit", "Service", units(book)))
                (one("owner", "Owner", texts(book, |risk| risk.owner.as_deref())))
                (one("category", "Category", texts(book, |risk| risk.category.as_deref())))
                (one("band", "Band", any_and(bands)))
                (one("review", "Review", reviews()))
                (text_input(&form, &Input { name: "text", label: "Code or words", kind: "search", ..Input::default() }))
                (crate::components::show_button())
                @if self.is_filtered() { a class="govuk-link" href=(links::RISKS) { "Show all" } }
            }
        }
    }
}

fn any_and(choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", "Any"))
        .chain(choices)
        .collect()
}

pub(super) fn plans(book: &Book) -> Vec<Choice> {
    let used: BTreeSet<&PlanId> = book
        .risks
        .iter()
        .filter_map(|risk| risk.plan.as_ref())
        .collect();
    let plans = book.plans.iter().filter(|plan| used.contains(&plan.id));
    any_and(plans.map(|plan| Choice::new(plan.id.as_str(), &plan.title)))
}

fn units(book: &Book) -> Vec<Choice> {
    let used: BTreeSet<_> = book
        .risks
        .iter()
        .filter_map(|risk| risk.unit.as_ref())
        .collect();
    let units = book.units.iter().filter(|unit| used.contains(&unit.id));
    any_and(units.map(|unit| Choice::new(unit.id.as_str(), &unit.name)))
}

fn texts(book: &Book, field: impl Fn(&Risk) -> Option<&str>) -> Vec<Choice> {
    let texts: BTreeSet<&str> = book.risks.iter().filter_map(field).collect();
    any_and(
        texts
            .into_iter()
            .map(|text| Choice::new(text, capital(text))),
    )
}

fn reviews() -> Vec<Choice> {
    vec![
        Choice::new("", "Any"),
        Choice::new("overdue", "Overdue"),
        Choice::new("soon", "Due within 30 days"),
        Choice::new("none", "No date set"),
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn risks_are_chosen_by_band_cell_review_and_words() {
        let risk = |code: &str, current: &str, due: Option<&str>| -> Risk {
            let fields = serde_json::json!({"code": code, "title": "Staff", "current": current, "review_due": due});
            serde_json::from_value(fields).unwrap()
        };
        let book = Book {
            risks: vec![
                risk("A", "2x2", Some("2026-06-01")),
                risk("B", "4x5", Some("2026-06-30")),
                risk("C", "12", None),
            ],
            ..Book::default()
        };
        let today = "2026-06-12".parse().unwrap();
        for (query, codes) in [
            ("", vec!["B", "C", "A"]),
            ("band=very-high", vec!["B"]),
            ("cell=2x2", vec!["A"]),
            ("review=overdue", vec!["A"]),
            ("review=soon", vec!["B"]),
            ("review=none", vec!["C"]),
            ("text=staff+c", vec!["C"]),
        ] {
            let asked = Fields::read(query).unwrap();
            let found = Wanted::read(&asked).of(&book, today);
            let found: Vec<&str> = found.iter().map(|risk| risk.code.as_str()).collect();
            assert_eq!(found, codes, "{query}");
        }
    }
}
