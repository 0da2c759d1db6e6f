//! The figure of a measure that is counted from records, for its owner to confirm.

use clew_report::words;
use clew_service::PreparedReturn;
use maud::{Markup, html};
use rust_decimal::Decimal;

use super::ground::Ground;
use crate::components::{hidden, summary_list, warning};
use crate::{Form, links};

/// What the records give, and the numbers as they are sent when the figure is confirmed.
pub(super) fn shown(ground: &Ground, prepared: &PreparedReturn, form: &Form) -> Markup {
    let definition = &prepared.definition;
    let request = prepared.request();
    let numbers = [
        ("value", request.value),
        ("numerator", request.numerator),
        ("denominator", request.denominator),
    ];
    let what = html! { (definition.title) " " span class="clew-quiet" { "(" (definition.code) ", version " (definition.version) ")" } };
    let facts = [
        (
            "From the records",
            html! { strong { (prepared.in_words()) } },
        ),
        (
            "In it",
            html! { (prepared.counts.in_words(definition.kind.is_share())) },
        ),
        ("By which definition", what),
        ("As at", html! { (words::day(prepared.as_at)) }),
    ];
    html! {
        p class="govuk-body" { "This measure is counted from records, so there is nothing to type. Look at what they give, and confirm it." }
        @if let Some(problem) = form.problem("value") {
            p id="value" tabindex="-1" class="govuk-error-message" { span class="govuk-visually-hidden" { "Error: " } (problem) }
        }
        (summary_list(&facts))
        @if prepared.unfit > 0 {
            (warning(&html! { (words::count(prepared.unfit, "record")) " no longer fit their form and count nowhere until they are corrected." }))
        }
        p class="govuk-body" { a class="govuk-link" href=(explore(ground, prepared)) { "Explore it: by part and over time, and the records behind it" } }
        @for (name, number) in numbers {
            @if let Some(number) = number { (hidden(name, &written(number))) }
        }
    }
}

fn explore(ground: &Ground, prepared: &PreparedReturn) -> String {
    let to = links::path(&["explore", &prepared.definition.code]);
    let (period, as_at) = (ground.place.period.to_string(), prepared.as_at.to_string());
    let part = ground.place.unit.as_ref().map_or("", |_| "team");
    let asked = [("only", &*period), ("as-at", &*as_at), ("by", part)];
    links::with_query(&to, &links::query(&asked))
}

/// A number as it is sent: all of it, as it is compared with what the records give then.
fn written(number: Decimal) -> String {
    number.normalize().to_string()
}
