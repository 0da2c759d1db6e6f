//! The facts of an action, and what it is linked with.

use clew_plan::{Action, Book, Finding, FindingId, MeasureKey};
use clew_service::TimelineRow;
use maud::{Markup, html};

use super::list::{end, percent};
use super::words::{or_dash, standing, when};
use crate::components::summary_list;
use crate::links;

/// Everything that is known of it, name by name.
pub(super) fn facts(book: &Book, action: &Action, row: &TimelineRow) -> Markup {
    let unit = action.unit.as_ref().map(|unit| book.unit_name(unit));
    let lead = match &row.owner {
        Some(owner) => html! { (owner) },
        None => html! { span class="clew-lack" { "No lead is named" } },
    };
    let mut facts = vec![
        ("Status", standing(row.colour, row.status)),
        ("Done", percent(row)),
        ("Lead", lead),
        ("Service", or_dash(unit)),
        ("Start", when(row.start)),
        ("End", end(row)),
        ("Outcome", outcome(book, action)),
    ];
    facts.extend(links_of(book, action));
    html! {
        h2 class="govuk-heading-m" { "In short" }
        (summary_list(&facts))
    }
}

/// What only some actions have: shown where there is something.
fn links_of(book: &Book, action: &Action) -> Vec<(&'static str, Markup)> {
    let text = |text: Option<&str>| text.map(|text| html! { (text) });
    let wider = action.links.join(", ");
    let findings = (!action.findings.is_empty()).then(|| findings(book, &action.findings));
    let measures = (!action.measures.is_empty()).then(|| measures(book, &action.measures));
    let all = [
        ("Findings it answers", findings),
        ("Measures it should improve", measures),
        ("Workstream", text(workstream(book, action))),
        ("Theme", text(action.theme.as_deref())),
        (
            "Wider plan",
            text(Some(wider.as_str()).filter(|wider| !wider.is_empty())),
        ),
        ("Read from", text(action.source.as_deref())),
    ];
    let given = all
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    given.collect()
}

fn workstream<'book>(book: &'book Book, action: &'book Action) -> Option<&'book str> {
    let id = action.workstream.as_ref()?;
    let found = book.workstreams.iter().find(|stream| stream.id == *id);
    Some(found.map_or(id.as_str(), |stream| &stream.title))
}

/// The outcome and those above it, from the top.
fn outcome(book: &Book, action: &Action) -> Markup {
    let Some(id) = &action.outcome else {
        return or_dash(None);
    };
    let mut line = book.line_of_sight(id);
    line.reverse();
    html! {
        @if line.is_empty() { (id) " " span class="clew-lack" { "There is no such outcome" } }
        @else {
            ol class="govuk-list clew-tight" {
                @for step in line { li { a class="govuk-link" href=(links::outcome(&step.plan, &step.id)) { (step.title) } } }
            }
        }
    }
}

fn findings(book: &Book, ids: &[FindingId]) -> Markup {
    let called = |id: &FindingId| book.findings.iter().find(|it: &&Finding| it.id == *id);
    html! {
        @if ids.is_empty() { (or_dash(None)) }
        @else {
            ul class="govuk-list clew-tight" {
                @for id in ids {
                    li {
                        @match called(id) {
                            Some(found) => a class="govuk-link" href=(links::finding(&found.inspection, &found.id)) { (found.id) " " (found.title) },
                            None => { (id) " " span class="clew-lack" { "There is no such finding" } }
                        }
                    }
                }
            }
        }
    }
}

fn measures(book: &Book, keys: &[MeasureKey]) -> Markup {
    html! {
        @if keys.is_empty() { (or_dash(None)) }
        @else {
            ul class="govuk-list clew-tight" {
                @for key in keys {
                    li {
                        @match book.measure(key) {
                            Some(measure) => a class="govuk-link" href=(links::measure(key, None)) { (measure.title) },
                            None => { (key) " " span class="clew-lack" { "There is no such measure" } }
                        }
                    }
                }
            }
        }
    }
}
