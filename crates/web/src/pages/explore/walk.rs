//! The records behind a figure, for those who may open them. Each look is noted.

use axum::extract::Path;
use axum::response::Response;
use clew_calendar::Period;
use clew_measure::evaluate::{Part, split_of};
use clew_plan::Book;
use clew_practice::pack::{Definition, Pack};
use clew_report::words;
use clew_service::{WalkRequest, Walked, WalkedTo, outcome_in_words};
use maud::{Markup, html};

use super::asked::Asked;
use super::{names, pack_with};
use crate::components::{empty, stacked_table};
use crate::fields::Asked as Query;
use crate::layout::{Page, Section};
use crate::{Fields, Form, Visit, WebError, links};

/// The figure whose records are asked for, by its address.
struct Figure {
    asked: Asked,
    /// The place of its period among those of the question.
    period: usize,
    of: Period,
    /// Its part of each dimension: none for what is not known.
    parts: Vec<Option<String>>,
    request: WalkRequest,
}

impl Figure {
    fn read(visit: &Visit, fields: &Fields, pack: &Pack, code: &str) -> Result<Self, WebError> {
        let form = Form {
            problems: Vec::new(),
            fields: fields.clone(),
        };
        let asked = Asked::read(form, pack, &pack.measures[code], visit.today());
        if let Some(problem) = asked.form.problems.first() {
            return Err(WebError::BadRequest(format!("{}.", problem.problem)));
        }
        let number = |name: &str| fields.given(name).map(str::parse::<usize>).transpose();
        let wrong = |_| WebError::BadRequest("Say of which period, by its number.".to_owned());
        let period = number("period").map_err(wrong)?.unwrap_or_default();
        let from = number("from").map_err(wrong)?.unwrap_or_default();
        let parts: Vec<Option<String>> = fields
            .all("part")
            .map(|part| part.strip_prefix('=').map(str::to_owned))
            .collect();
        let mut figures = asked.whole(code);
        if !parts.is_empty() {
            figures.split.clone_from(&asked.split);
        }
        let of = figures.periods.get(period).copied();
        let of =
            of.ok_or_else(|| WebError::not_found("There is no such period in the question."))?;
        let request = WalkRequest {
            figures,
            period,
            parts: parts.clone(),
            from,
        };
        Ok(Self {
            asked,
            period,
            of,
            parts,
            request,
        })
    }

    /// The address of the records from one on.
    fn from(&self, fields: &Fields, next: usize, code: &str) -> String {
        let (period, next) = (self.period.to_string(), next.to_string());
        let mut more = vec![("period", period.as_str()), ("from", next.as_str())];
        more.extend(fields.all("part").map(|part| ("part", part)));
        let path = links::path(&["explore", code, "records"]);
        links::with_query(&path, &self.asked.query_with(&more))
    }
}

/// The records, a step at a time.
pub(super) async fn show(
    visit: Visit,
    Path(code): Path<String>,
    Query(fields): Query,
) -> Result<Response, WebError> {
    let pack = pack_with(&visit, &code).await?;
    let definition = &pack.measures[&code];
    let figure = Figure::read(&visit, &fields, &pack, &code)?;
    let (account, at, request) = (visit.account()?.clone(), visit.at, figure.request.clone());
    let walked = visit
        .app
        .blocking(move |service| service.walk_to_records(&account, at, &request))
        .await?;
    let memory = visit.memory()?;
    let back = links::path(&["explore", &code]);
    let back = links::with_query(&back, &figure.asked.query_with(&[]));
    let body = html! {
        span class="govuk-caption-l" { (definition.title) }
        h1 class="govuk-heading-l" { "Records behind the figure" }
        p class="govuk-body" {
            (words::period(figure.of))
            @if !figure.parts.is_empty() { ", " (parts_in_words(&figure, memory.book(), &pack, definition)) }
            ". " (words::count(walked.total, "record")) " in all. That you looked at them is noted."
        }
        (listed(memory.book(), &pack, &walked))
        p class="govuk-body clew-actions" {
            @if let Some(next) = walked.next { a class="govuk-link" href=(figure.from(&fields, next, &code)) { "The next records" } }
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

fn parts_in_words(figure: &Figure, book: &Book, pack: &Pack, definition: &Definition) -> String {
    let titles = names::titles(pack, definition, &figure.asked.split);
    let split = titles.iter().zip(&figure.asked.split).zip(&figure.parts);
    let said = split.filter_map(|((title, code), part)| {
        let of = split_of(pack, definition, code)?;
        let part = part.clone().map_or(Part::NotKnown, Part::Known);
        let part = names::part(book, pack, &definition.form, &of, &part);
        Some(format!("{}: {part}", title.to_lowercase()))
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
            td {
                (day(one.behind.to))
                @if let Some(stop) = one.stopped_by.as_ref().and(one.behind.stopped_by) {
                    " " a class="govuk-link" href=(links::practice_record(stop)) { (stop) }
                }
            }
            td { (book.unit_name(&one.record.team)) }
        }
    }
}
