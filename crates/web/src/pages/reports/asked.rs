//! What report is asked for, read from the address.

use std::collections::BTreeSet;

use clew_calendar::Period;
use clew_measure::{Index, StatusBasis};
use clew_plan::{Book, Code, ForumId, PlanId};
use clew_report::{ReportKind, Request, words};
use clew_service::ReportRequest;
use maud::{Markup, html};

use super::title;
use crate::components::{Choice, Input, select, text_input};
use crate::fields::Fields;
use crate::{Form, links};

/// The fields of an address that say which report is meant.
const NAMES: [&str; 7] = [
    "kind", "plan", "period", "basis", "measure", "forum", "meeting",
];

/// The kind with this name.
pub(in crate::pages) fn kind_called(name: &str) -> Option<ReportKind> {
    ReportKind::ALL.into_iter().find(|kind| kind.name() == name)
}

/// The kinds to choose from.
pub(super) fn kinds() -> Vec<Choice> {
    let kinds = ReportKind::ALL.into_iter();
    kinds
        .map(|kind| Choice::new(kind.name(), title(kind)))
        .collect()
}

/// Reads what is asked for; what cannot be read is a problem of its field.
pub(super) fn read(fields: Fields) -> (Form, Option<ReportRequest>) {
    let mut form = Form {
        fields,
        problems: Vec::new(),
    };
    let kind = kind_called(form.fields.text("kind"));
    if kind.is_none() {
        form.refuse("kind", "Choose a report");
    }
    let measure = form.one_of::<Code>("measure", "Enter a measure's code, for example SW-001");
    let asked = ReportRequest {
        kind: kind.unwrap_or(ReportKind::QuarterlyProgress),
        plan: form.fields.given("plan").map(PlanId::from),
        period: form.period("period"),
        basis: form.one_of::<StatusBasis>("basis", "Choose whose statuses are shown"),
        measure: measure.map(|code| code.key()),
        forum: form.fields.given("forum").map(ForumId::from),
        meeting: form.day("meeting"),
    };
    if asked.meeting.is_some() && asked.forum.is_none() {
        form.refuse("forum", "Choose the forum that meets on that day");
    }
    let sound = form.is_sound();
    (form, sound.then_some(asked))
}

/// The query that asks for the same again.
pub(super) fn query(form: &Form) -> String {
    let pairs = NAMES.map(|name| (name, form.fields.text(name)));
    let mut query = links::query(&pairs);
    // A meeting that was typed as three fields.
    for part in ["meeting-day", "meeting-month", "meeting-year"] {
        if let Some(value) = form.fields.given(part) {
            query.push('&');
            query.push_str(&links::query(&[(part, value)]));
        }
    }
    query
}

/// The fields besides the kind.
pub(super) fn fields(form: &Form, book: &Book) -> Markup {
    let basis = [
        Choice::new("", "The plan's own way"),
        Choice::new("by-rule", "By the rule"),
        Choice::new("as-reported", "As reported"),
    ];
    let code = Input {
        name: "measure",
        label: "Measure",
        hint: "For a measure page only: the measure's code.",
        width: 20,
        ..Input::default()
    };
    let meeting = Input {
        name: "meeting",
        label: "Date of the meeting",
        hint: "For the cover, for example 12/6/2026.",
        width: 10,
        ..Input::default()
    };
    html! {
        (plan_and_period(form, book))
        details class="govuk-details" open[["forum", "meeting", "basis", "measure"].iter().any(|name| form.fields.given(name).is_some())] {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Cover, statuses and measure" } }
            div class="govuk-details__text" {
                (select(form, "forum", "Forum", "Whom the cover names.", &forums(book)))
                (text_input(form, &meeting))
                (select(form, "basis", "Statuses", "", &basis))
                (text_input(form, &code))
            }
        }
    }
}

/// The plan and the period to choose.
pub(in crate::pages) fn plan_and_period(form: &Form, book: &Book) -> Markup {
    html! {
        (select(form, "plan", "Plan", "", &plans(book)))
        (select(form, "period", "Period", "", &periods(form, book)))
    }
}

/// Puts the plan and the period that are shown in the place of "the latest", so that they are said.
pub(in crate::pages) fn say_plan_and_period(form: &mut Form, book: &Book) {
    let index = Index::new(book);
    let plan = form.fields.given("plan").map(PlanId::from);
    let period = form.fields.text("period").parse().ok();
    if let Ok(request) = Request::new(&index, plan.as_ref(), period, None) {
        form.fields.set("plan", request.plan.id.to_string());
        form.fields.set("period", request.period.to_string());
    }
}

fn plans(book: &Book) -> Vec<Choice> {
    let latest = Choice::new("", "That of the latest cycle");
    let plans = book.plans.iter();
    let named = plans.map(|plan| Choice::new(plan.id.as_str(), &plan.title));
    std::iter::once(latest).chain(named).collect()
}

/// The forums to choose from.
fn forums(book: &Book) -> Vec<Choice> {
    let none = Choice::new("", "None in particular");
    let forums = book.forums.iter();
    let named = forums.map(|forum| Choice::new(forum.id.as_str(), &forum.name));
    std::iter::once(none).chain(named).collect()
}

/// The periods that plans report on, latest first, with the one that is chosen.
fn periods(form: &Form, book: &Book) -> Vec<Choice> {
    let cycles = book.cycles.iter().map(|cycle| cycle.period);
    let documents = book.documents.iter();
    let documents = documents.filter_map(|document| document.period);
    let plans = book.plans.iter().filter_map(|plan| plan.period);
    let chosen = form.fields.text("period").parse().ok();
    let mut all: Vec<Period> = cycles.chain(documents).chain(plans).chain(chosen).collect();
    all.sort_by_key(|period| std::cmp::Reverse((period.last(), period.first())));
    let mut seen = BTreeSet::new();
    all.retain(|period| seen.insert(period.to_string()));
    let latest = Choice::new("", "That of the plan\u{2019}s latest cycle");
    let named = all.into_iter();
    let named = named.map(|period| Choice::new(period.to_string(), words::period(period)));
    std::iter::once(latest).chain(named).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_report_is_read_from_its_address_and_written_to_it_again() {
        let text =
            "kind=risk-register&plan=adults&period=2021-22&forum=board&meeting=12%2F6%2F2022";
        let (form, asked) = read(Fields::read(text).unwrap());
        let asked = asked.unwrap();
        assert_eq!(asked.kind, ReportKind::RiskRegister);
        assert_eq!(asked.meeting, Some("2022-06-12".parse().unwrap()));
        assert_eq!(read(Fields::read(&query(&form)).unwrap()).1, Some(asked));
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_field() {
        for (text, field) in [
            ("", "kind"),
            ("kind=poem", "kind"),
            ("kind=risk-register&period=soon", "period"),
            ("kind=risk-register&meeting=31%2F2%2F2022", "meeting"),
            ("kind=risk-register&meeting=1%2F2%2F2022", "forum"),
        ] {
            let (form, asked) = read(Fields::read(text).unwrap());
            assert!(asked.is_none() && form.problem(field).is_some(), "{text}");
        }
    }
}
