//! A figure that was worked out from records: by which definition, what it would be now, the way to its records, and
//! those that count otherwise than when it was reported.

use axum::extract::Path;
use axum::response::Response;
use clew_calendar::Period;
use clew_plan::{MeasureKey, UnitId};
use clew_report::words;
use clew_service::{Act, ComputedExplained, MovedRecord};
use maud::{Markup, html};

use super::asked::period_of;
use super::view::key_of;
use crate::components::{empty, stacked_table, summary_list};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Visit, WebError, links};

/// How the figure was worked out, and where to go on.
pub(super) fn told(
    visit: &Visit,
    computed: &ComputedExplained,
    (key, period, unit): (&MeasureKey, Period, Option<&UnitId>),
) -> Markup {
    let looks = visit.may(Act::LookAtPractice);
    let asked = [
        ("only", period.to_string()),
        ("as-at", computed.as_at.to_string()),
        ("by", unit.map_or("", |_| "team").to_owned()),
        ("period", "0".to_owned()),
    ];
    let asked: Vec<(&str, &str)> = asked
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let explore = links::path(&["explore", &computed.definition]);
    let explore = links::with_query(&explore, &links::query(&asked[..3]));
    let records = links::path(&["explore", &computed.definition, "records"]);
    let records = links::with_query(&records, &links::query(&asked));
    let (pack, version) = (&computed.pack.0, &computed.pack.1);
    html! {
        section aria-labelledby="from-records" {
            h2 class="govuk-heading-m" id="from-records" { "Worked out from records" }
            (summary_list(&[
                ("By", html! { (computed.definition) ", version " (computed.version) ", of the pack " (pack) " " (version) }),
                ("As at", html! { (words::day(computed.as_at)) ", after journal entry " (computed.entry) }),
                ("Counted", html! { (computed.counted) }),
            ]))
            @if let Some(now) = computed.now.as_ref().filter(|now| now.moved > 0) {
                p class="govuk-body" {
                    "By what is recorded now it would be " strong { (now.figure) } ": "
                    (words::count(now.moved, "record")) @if now.moved == 1 { " counts" } @else { " count" } " otherwise than when it was reported."
                    @if looks { " " a class="govuk-link" href=(links::moved(key, period, unit)) { "Which they are" } }
                }
            }
            p class="govuk-body clew-actions" {
                @if looks && unit.is_none() { a class="govuk-link" href=(records) { "The records behind it" } }
                a class="govuk-link" href=(explore) { "Explore this measure" }
            }
        }
    }
}

/// The records that count otherwise than when the figure was reported, for those who may open them; the look is noted.
pub(super) async fn moved(
    visit: Visit,
    Path((written, period)): Path<(String, String)>,
    Asked(fields): Asked,
) -> Result<Response, WebError> {
    let period = period_of(&period)?;
    let unit = fields.given("unit").map(UnitId::from);
    let overview = visit.overview().await?;
    let key = key_of(&overview, &written)?;
    let (account, at) = (visit.account()?.clone(), visit.at);
    let (asked, of) = (key.clone(), unit.clone());
    let moved = visit
        .app
        .blocking(move |service| service.records_moved(&account, at, (&asked, period, of.as_ref())))
        .await?;
    let back = links::figure(&key, period, unit.as_ref());
    let body = html! {
        h1 class="govuk-heading-l" { "Records that count otherwise" }
        p class="govuk-body" { "What was recorded or corrected after the figure for " (words::period(period)) " was reported. That you looked at these is noted." }
        @if moved.shown.is_empty() {
            (empty(&html! { p class="govuk-body" { "There is none that you may open." } }))
        } @else {
            (stacked_table("Records that you may open", &[("Record", ""), ("As reported", ""), ("Now", "")], &html! {
                @for one in &moved.shown { (row(one)) }
            }))
        }
        @if moved.withheld > 0 { p class="govuk-body" { "Besides, " (words::count(moved.withheld, "record")) " that you may not open." } }
        p class="govuk-body" { a class="govuk-link" href=(back) { "Back to the figure" } }
    };
    Ok(
        Page::new(&visit, Section::Performance, "Records that count otherwise")
            .crumb("Performance", links::PERFORMANCE)
            .crumb(
                format!("The figure for {}", words::period(period)),
                back.clone(),
            )
            .show(body),
    )
}

fn row(one: &MovedRecord) -> Markup {
    let said = |counted: &[String]| match counted.is_empty() {
        true => "not counted".to_owned(),
        false => counted.join("; "),
    };
    html! {
        tr {
            th scope="row" { a href=(links::practice_record(one.number)) { (one.number) } }
            td { (said(&one.before)) }
            td { (said(&one.after)) }
        }
    }
}
