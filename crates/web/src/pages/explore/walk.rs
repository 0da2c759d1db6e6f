//! The records behind a figure, for those who may open them. Each look is noted.

use axum::extract::Path;
use axum::response::Response;
use clew_plan::Book;
use clew_practice::pack::Pack;
use clew_report::words;
use clew_service::{WalkRequest, Walked, WalkedTo, outcome_in_words};
use maud::{Markup, html};

use super::asked::Asked;
use super::{names, pack_with};
use crate::components::{empty, stacked_table};
use crate::fields::Asked as Query;
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// The records, a step at a time.
pub(super) async fn show(
    visit: Visit,
    Path(code): Path<String>,
    Query(fields): Query,
) -> Result<Response, WebError> {
    let pack = pack_with(&visit, &code).await?;
    let definition = &pack.measures[&code];
    let parts: Vec<Option<String>> = fields
        .all("part")
        .map(|part| part.strip_prefix('=').map(str::to_owned))
        .collect();
    let number = |name: &str| fields.text(name).parse::<usize>().ok();
    let (period, from) = (number("period"), number("from").unwrap_or_default());
    let period = period.ok_or_else(|| WebError::BadRequest("Say of which period.".to_owned()))?;
    let form = Form {
        problems: Vec::new(),
        fields: fields.clone(),
    };
    let asked = Asked::read(form, &pack, definition, visit.today());
    let mut figures = asked.whole(&code);
    if !parts.is_empty() {
        figures.split.clone_from(&asked.split);
    }
    let of = figures.periods.get(period).copied();
    let of = of.ok_or_else(|| WebError::not_found("There is no such period in the question."))?;
    let request = WalkRequest {
        figures,
        period,
        parts: parts.clone(),
        from,
    };
    let (account, at) = (visit.account()?.clone(), visit.at);
    let walked = visit
        .app
        .blocking(move |service| service.walk_to_records(&account, at, &request))
        .await?;
    let back = links::path(&["explore", &code]);
    let back = links::with_query(&back, &asked.query_with(&[]));
    let next = walked.next.map(|next| {
        let (period, next) = (period.to_string(), next.to_string());
        let mut more = vec![("period", period.as_str()), ("from", next.as_str())];
        more.extend(fields.all("part").map(|part| ("part", part)));
        let path = links::path(&["explore", &code, "records"]);
        links::with_query(&path, &asked.query_with(&more))
    });
    let body = html! {
        span class="govuk-caption-l" { (definition.title) }
        h1 class="govuk-heading-l" { "Records behind the figure" }
        p class="govuk-body" { (words::period(of)) @if !parts.is_empty() { ", " (parts_in_words(&asked, &pack, definition, &parts)) } ". " (words::count(walked.total, "record")) " in all. That you looked at them is noted." }
        (listed(visit.memory()?.book(), &pack, &walked))
        p class="govuk-body clew-actions" {
            @if let Some(next) = &next { a class="govuk-link" href=(next) { "The next records" } }
            a class="govuk-link" href=(back) { "Back to the figures" }
        }
    };
    Ok(
        Page::new(&visit, Section::Explore, "Records behind the figure")
            .crumb("Explore", links::EXPLORE)
            .crumb(definition.title.clone(), back.clone())
            .show(body),
    )
}

fn parts_in_words(
    asked: &Asked,
    pack: &Pack,
    definition: &clew_practice::pack::Definition,
    parts: &[Option<String>],
) -> String {
    let titles = names::dimensions(pack, definition);
    let title = |code: &String| {
        let found = titles.iter().find(|(known, _)| known == code);
        found.map_or(code.clone(), |(_, title)| title.to_lowercase())
    };
    let said =
        asked.split.iter().zip(parts).map(|(code, part)| {
            format!("{} {}", title(code), part.as_deref().unwrap_or("not known"))
        });
    said.collect::<Vec<_>>().join(", ")
}

fn listed(book: &Book, pack: &Pack, walked: &Walked) -> Markup {
    html! {
        @if walked.shown.is_empty() {
            (empty(&html! { p class="govuk-body" { "There is none that you may open." } }))
        } @else {
            (stacked_table("Records that you may open", &[("Record", ""), ("Person", ""), ("Counted as", ""), ("From", ""), ("Due", ""), ("Until", ""), ("Team", "")], &html! {
                @for one in &walked.shown { (row(book, pack, one)) }
            }))
        }
        @if walked.withheld > 0 {
            p class="govuk-body" { "Besides, " (words::count(walked.withheld, "record")) " that you may not open." }
        }
    }
}

fn row(book: &Book, pack: &Pack, one: &WalkedTo) -> Markup {
    let form = pack.forms.get(&one.record.form);
    let title = form.map_or(one.record.form.as_str(), |form| &form.title);
    let day = |day: Option<clew_calendar::Day>| day.map_or_else(|| "–".to_owned(), words::day);
    html! {
        tr {
            th scope="row" { a href=(links::practice_record(one.behind.record)) { (title) " " (one.behind.record) } }
            td { a class="govuk-link" href=(links::person(one.record.person)) { (one.record.person) } }
            td { (words::capital(&outcome_in_words(&one.behind.outcome))) }
            td { (day(one.behind.from)) }
            td { (day(one.behind.due)) }
            td { (day(one.behind.to)) }
            td { (book.unit_name(&one.record.team)) }
        }
    }
}
