//! Findings as a list: what is wrong, where, what to do.

use clew_check::{Finding, Place, Severity};
use clew_service::Overview;
use maud::{Markup, html};

use crate::links;

/// Places of one finding that are listed; of more, their number.
const MOST_PLACES: usize = 8;

/// Findings of one rule after another, each rule under a heading with its explanation.
pub(super) fn list(overview: &Overview, findings: &[&Finding], may_change: bool) -> Markup {
    let together =
        findings.chunk_by(|left, right| (left.severity, left.rule) == (right.severity, right.rule));
    html! {
        @for of_rule in together {
            @if let Some(first) = of_rule.first() { (rule(first)) }
            ul class="clew-findings" {
                @for finding in of_rule { (item(overview, finding, may_change)) }
            }
        }
    }
}

fn rule(finding: &Finding) -> Markup {
    let rule = clew_check::rule(finding.rule);
    html! {
        h2 class="govuk-heading-m" { (rule.map_or(finding.rule, |rule| rule.title)) }
        @if let Some(rule) = rule {
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "What this check looks for" } }
                div class="govuk-details__text" { (rule.explanation) " " code { (rule.id) } }
            }
        }
    }
}

fn item(overview: &Overview, finding: &Finding, may_change: bool) -> Markup {
    let more = finding.places.len().saturating_sub(MOST_PLACES);
    html! {
        li class=(class(finding.severity)) {
            p { span class="clew-severity" { (clew_report::words::capital(finding.severity.word())) } (finding.message) }
            @if !finding.places.is_empty() {
                ul {
                    @for place in finding.places.iter().take(MOST_PLACES) { li { (at(overview, place, may_change)) } }
                    @if more > 0 { li { "and " (more) " more places" } }
                }
            }
            p { strong { "What to do: " } (finding.suggestion) }
            @if may_change {
                a href=(waive_address(finding)) {
                    "Waive with a reason" span class="govuk-visually-hidden" { ": " (finding.message) }
                }
            }
        }
    }
}

/// Where to waive a finding: at its first place, or everywhere when it has none.
fn waive_address(finding: &Finding) -> String {
    let place = finding.places.first().map(ToString::to_string);
    let query = links::query(&[
        ("rule", finding.rule),
        ("place", place.as_deref().unwrap_or_default()),
    ]);
    links::with_query(links::WAIVE, &query)
}

/// A place: its words lead to the page on which it stands, and a second link to where it is changed.
pub(super) fn at(overview: &Overview, place: &Place, may_change: bool) -> Markup {
    let found = overview.found_at(place);
    let page = found.page.as_ref();
    let page = page.and_then(|page| links::hit(overview.book(), page));
    let record = found.record.as_ref();
    let page = page.or_else(|| record.map(links::history));
    html! {
        @match page {
            Some(page) => { a href=(page) { (place.what) } }
            None => { (place.what) }
        }
        @if let Some(source) = &place.source { span class="clew-quiet" { " – " (source) } }
        @if let Some(record) = record.filter(|_| may_change) {
            " · " a href=(links::edit(record)) { "Put it right" span class="govuk-visually-hidden" { ": " (place.what) } }
        }
    }
}

const fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
