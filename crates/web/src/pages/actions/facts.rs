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
    html! {
        h2 class="govuk-heading-m" { "In short" }
        (summary_list(&[
            ("Status", standing(row.colour, row.status)),
            ("Done", percent(row)),
            ("Lead", or_dash(row.owner.as_deref())),
            ("Service", or_dash(unit)),
            ("Start", when(row.start)),
            ("End", end(row)),
            ("Theme", or_dash(row.theme.as_deref())),
            ("Workstream", or_dash(workstream(book, action))),
            ("Outcome", outcome(book, action)),
            ("Findings it answers", findings(book, &action.findings)),
            ("Measures it should improve", measures(book, &action.measures)),
            ("Wider plan", or_dash(Some(&action.links.join(", ")))),
            ("Read from", or_dash(action.source.as_deref())),
        ]))
    }
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
