//! One measure worked out from records: what is asked of it, its chart and table, its parts beside the whole, and what it
//! rests on.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use clew_measure::evaluate::{Apart, FEWEST_TOLD, Part};
use clew_plan::Book;
use clew_practice::pack::{Definition, Pack, Standing, Within};
use clew_render::svg;
use clew_report::words;
use clew_service::{Act, ServiceError, local_time};
use maud::{Markup, PreEscaped, html};

use super::answers::{Answer, Answers};
use super::asked::Asked;
use super::questions::questions;
use super::table::Grid;
use super::{drawing, names, pack_with};
use crate::components::{inset, summary_list};
use crate::downloads::{download, download_links};
use crate::fields::Asked as Query;
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// Width of the chart as a picture, in pixels.
const WIDTH: u32 = 1_520;

/// The page, its table as a file, or its chart as a picture.
pub(super) async fn show(
    visit: Visit,
    Path(code): Path<String>,
    Query(fields): Query,
) -> Result<Response, WebError> {
    let pack = pack_with(&visit, &code).await?;
    let definition = &pack.measures[&code];
    let form = Form {
        problems: Vec::new(),
        fields,
    };
    let mut asked = Asked::read(form, &pack, definition, visit.today());
    let answers = answers(&visit, &mut asked, &code).await?;
    let memory = visit.memory()?;
    let book = memory.book();
    if let Some((format, answers)) = asked.form.fields.given("format").zip(answers.as_ref()) {
        return file(&visit, answers, book, &pack, format, &code).await;
    }
    let body = html! {
        span class="govuk-caption-l" { code { (code) } }
        h1 class="govuk-heading-l" { (definition.title) }
        (questions(&asked, &pack, definition))
        @if let Some(only) = asked.only { p class="govuk-body" { "Only " (words::period(only)) " is shown. Choose periods to see others." } }
        @if let Some(answers) = &answers { (answered(&visit, answers, &asked, book, &pack)) }
        (about(&pack, definition))
    };
    Ok(
        Page::new(&visit, Section::Explore, definition.title.clone())
            .crumb("Explore", links::EXPLORE)
            .problems_of(&asked.form)
            .show(body),
    )
}

/// The answers; none where the question cannot be answered, which then stands at its field.
async fn answers(
    visit: &Visit,
    asked: &mut Asked,
    code: &str,
) -> Result<Option<Answers>, WebError> {
    if !asked.form.is_sound() {
        return Ok(None);
    }
    let error = match Answers::of(visit, asked, code).await {
        Ok(answers) => return Ok(Some(answers)),
        Err(error) => error,
    };
    if let WebError::Service(ServiceError::NotFound { .. }) = &error
        && asked.known_on.is_some()
    {
        let problem = "Enter a later day: no pack in force then counted this";
        asked.form.refuse("known-on", problem);
        return Ok(None);
    }
    if error.problems().is_empty() {
        return Err(error);
    }
    asked.form.problems.extend(error.problems().iter().cloned());
    Ok(None)
}

async fn file(
    visit: &Visit,
    answers: &Answers,
    book: &Book,
    pack: &Pack,
    format: &str,
    code: &str,
) -> Result<Response, WebError> {
    if !matches!(format, "svg" | "png") {
        let table = Grid::of(answers, book, pack).table();
        return download(&visit.app, table, format.parse()?, code).await;
    }
    let chart = drawing::chart(answers, book, pack);
    let chart = chart.ok_or_else(|| WebError::not_found("There is nothing to draw yet."))?;
    let drawn = svg::chart(&chart, "explored");
    let (kind, bytes) = match format {
        "svg" => ("image/svg+xml", drawn.into_bytes()),
        _ => {
            let made = visit.app.blocking(move |_| {
                clew_render::png(&drawn, WIDTH)
                    .map_err(|error| WebError::internal(error.to_string()))
            });
            ("image/png", made.await?)
        }
    };
    let plain: String = code
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .collect();
    let name = format!("attachment; filename=\"{plain}.{format}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}

fn answered(visit: &Visit, answers: &Answers, asked: &Asked, book: &Book, pack: &Pack) -> Markup {
    let definition = answers.whole.definition();
    let grid = Grid::of(answers, book, pack);
    let chart = drawing::chart(answers, book, pack);
    let looks = visit.may(Act::LookAtPractice) && asked.what_if.is_nothing();
    let walk = |period: usize, parts: &[usize]| looks.then(|| walk(asked, answers, period, parts));
    let path = links::path(&["explore", &definition.code]);
    let picture = |format: &str| links::with_query(&path, &asked.query_with(&[("format", format)]));
    html! {
        @if answers.whole.answer.supposed {
            (inset(&html! { "This shows what would be, not what is. Nothing of it is kept, and nothing of it can be returned." }))
        }
        section class="clew-part" aria-labelledby="over-time" {
            h2 class="govuk-heading-m" id="over-time" { "Over time" }
            @if let Some(chart) = &chart {
                @let drawn = svg::responsive("explored", |id, size| svg::chart_sized(chart, id, size));
                figure class="measure-chart" { (PreEscaped(drawn)) figcaption class="govuk-body" { (chart.description) } }
                p class="govuk-body clew-actions" {
                    span class="clew-quiet" { "Download:" }
                    a class="govuk-link" href=(picture("svg")) download { "chart as SVG" }
                    a class="govuk-link" href=(picture("png")) download { "chart as PNG" }
                }
            } @else {
                p class="govuk-body" { "There are too few figures to draw." }
            }
        }
        section class="clew-part" aria-labelledby="figures" {
            h2 class="govuk-heading-m" id="figures" { "Figures" }
            (grid.shown(&walk))
            (beneath(answers, looks))
            (download_links("these figures", &path, &asked.query_with(&[])))
        }
        (apart(answers, book, pack))
        (rests_on(answers))
    }
}

/// The address of the records behind a figure.
fn walk(asked: &Asked, answers: &Answers, period: usize, parts: &[usize]) -> String {
    let figures = answers.split.as_ref().unwrap_or(&answers.whole).figures();
    let named = |(axis, part): (usize, &usize)| match &figures.axes[axis].parts[*part] {
        Part::Known(name) => format!("={name}"),
        Part::NotKnown => "-".to_owned(),
    };
    let parts: Vec<String> = parts.iter().enumerate().map(named).collect();
    let period = period.to_string();
    let mut more = vec![("period", period.as_str())];
    more.extend(parts.iter().map(|part| ("part", part.as_str())));
    let code = &answers.whole.definition().code;
    let path = links::path(&["explore", code, "records"]);
    links::with_query(&path, &asked.query_with(&more))
}

/// What has to be said of the table.
fn beneath(answers: &Answers, looks: bool) -> Markup {
    let hides = answers.whole.hides() || answers.split.as_ref().is_some_and(Answer::hides);
    html! {
        p class="govuk-body clew-quiet" {
            "“Few” marks a share of fewer than ten: one record moves it by ten points or more. "
            @if hides { "“Not told” stands where fewer than " (FEWEST_TOLD) " could be told from one another, or worked out from the other figures. " }
            @if looks { "Each figure leads to its records." }
        }
    }
}

/// Is one part hiding behind the total?
fn apart(answers: &Answers, book: &Book, pack: &Pack) -> Markup {
    let Some(split) = answers
        .split
        .as_ref()
        .filter(|split| split.definition().kind.is_share())
    else {
        return html! {};
    };
    let figures = split.figures();
    let judged = |period: &usize| {
        answers
            .whole
            .figures()
            .cell(*period, &[])
            .is_some_and(|cell| cell.met + cell.missed > 0)
    };
    let Some(period) = (0..figures.periods.len()).rev().find(judged) else {
        return html! {};
    };
    let said = if split.hides() {
        Vec::new()
    } else {
        parts_said(split, period, book, pack)
    };
    html! {
        section class="clew-part" aria-labelledby="parts" {
            h2 class="govuk-heading-m" id="parts" { "Is one part hiding behind the total?" }
            @if split.hides() {
                p class="govuk-body" { "This is shown to those who may look at the records, since some parts are small." }
            } @else if said.is_empty() {
                p class="govuk-body" { "In " (words::period(figures.periods[period])) " no part with enough records differs from the whole by more than chance explains (three standard deviations)." }
            } @else {
                p class="govuk-body" { "In " (words::period(figures.periods[period])) ", by three standard deviations:" }
                ul class="govuk-list govuk-list--bullet" { @for line in &said { li { (line) } } }
            }
        }
    }
}

/// The parts that stand apart from the whole, in sentences with their counts.
fn parts_said(split: &Answer, period: usize, book: &Book, pack: &Pack) -> Vec<String> {
    let form = &split.definition().form;
    let mut said = Vec::new();
    for (place, axis) in split.figures().axes.iter().enumerate() {
        for part in split.answer.parts_apart(period, place) {
            let words = match part.apart {
                Apart::Above => "above",
                Apart::Below => "below",
                Apart::Within | Apart::SmallNumbers => continue,
            };
            let name = names::part(book, pack, form, &axis.of, &part.part);
            let ((met, all), (all_met, whole)) = (part.counts, part.whole);
            said.push(format!(
                "{name} lies {words} what chance explains: {met} of {all}, where all together have {all_met} of {whole}."
            ));
        }
    }
    said
}

/// What the figures rest on.
fn rests_on(answers: &Answers) -> Markup {
    let answer = &answers.whole.answer;
    let basis = &answer.figures.basis;
    let known = answer.known_at.map_or_else(
        || format!("Now, after journal entry {}", answer.entry),
        |at| format!("What was known by {}", local_time::shown(at)),
    );
    let unfit = match answer.unfit {
        0 => "None".to_owned(),
        unfit => format!("{unfit}, which count nowhere"),
    };
    html! {
        section class="clew-part" aria-labelledby="rests-on" {
            h2 class="govuk-heading-m" id="rests-on" { "What it rests on" }
            (summary_list(&[
                ("What is known", html! { (known) }),
                ("As things stood on", html! { (words::day(basis.as_at)) }),
                ("Definition", html! { "Version " (basis.version) " in pack " (answer.pack.0) " " (answer.pack.1) }),
                ("Calendar", html! { (names::calendar(&basis.calendar)) }),
                ("Recorded late", html! { "More than " (clew_service::LATE_AFTER) " days after what happened" }),
                ("Records that do not fit their form", html! { (unfit) }),
            ]))
        }
    }
}

/// What is counted, in plain English, and on what standing.
fn about(pack: &Pack, definition: &Definition) -> Markup {
    let clock = match &definition.within {
        Some(Within::Clock(code)) => pack.clocks.get(code),
        _ => None,
    };
    let standing = definition.standing.map(|standing| match standing {
        Standing::Statute => "Statute",
        Standing::Guidance => "Guidance",
        Standing::Local => "The council's own",
    });
    html! {
        section class="clew-part" aria-labelledby="counted" {
            h2 class="govuk-heading-m" id="counted" { "How it is counted" }
            p class="govuk-body" { (definition.in_words(pack)) }
            @if let Some(clock) = clock { p class="govuk-body" { (clock.in_words(pack)) } }
            @if standing.is_some() || definition.source.is_some() {
                p class="govuk-body clew-quiet" {
                    @if let Some(standing) = standing { (standing) @if definition.source.is_some() { ": " } }
                    @if let Some(source) = &definition.source { (source) }
                }
            }
        }
    }
}
