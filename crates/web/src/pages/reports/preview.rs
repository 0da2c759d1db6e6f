//! A report in the page, and the same report as a file.

use std::sync::Arc;

use axum::extract::Path;
use axum::response::Response;
use clew_calendar::Period;
use clew_plan::Book;
use clew_report::Report;
use clew_service::{Act, Overview, ReportRequest};
use maud::{Markup, PreEscaped, html};

use super::format::{ReportFormat, downloads};
use super::{again, asked, title};
use crate::components::{select, show_button};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// The report within the page.
pub(super) async fn show(visit: Visit, Asked(fields): Asked) -> Result<Response, WebError> {
    let (mut form, asked) = asked::read(fields);
    let Some(asked) = asked else {
        return again(&visit, &form).await;
    };
    let overview = visit.overview().await?;
    let (made, kind) = (Arc::clone(&overview), asked.kind);
    let report = match made_of(&visit, made, asked).await {
        Ok(report) => report,
        Err(error) if !error.problems().is_empty() => {
            form.problems.extend(error.problems().iter().cloned());
            return again(&visit, &form).await;
        }
        Err(error) => return Err(error),
    };
    asked::say_plan_and_period(&mut form, overview.book());
    let period = form.fields.text("period").parse().ok();
    let named = |text: &str| way_down(overview.book(), text, period);
    let article = clew_render::linked_html_fragment(&report, "report", &named);
    let body = html! {
        (bar(&visit, &form, overview.book()))
        (PreEscaped(article))
    };
    Ok(Page::new(&visit, Section::Reports, &report.title)
        .crumb("Reports", links::REPORTS)
        .crumb(title(kind), links::report(&[("kind", kind.name())]))
        .with_report()
        .show(body))
}

/// The report as a file.
pub(super) async fn download(
    visit: Visit,
    Path(format): Path<String>,
    Asked(fields): Asked,
) -> Result<Response, WebError> {
    let format = ReportFormat::called(&format)?;
    let (form, asked) = asked::read(fields);
    let Some(asked) = asked else {
        return again(&visit, &form).await;
    };
    let name = name(&form, &asked);
    let overview = visit.overview().await?;
    let report = made_of(&visit, overview, asked).await?;
    let bytes = visit.app.blocking(move |_| format.write(&report)).await?;
    Ok(format.answer(&name, bytes))
}

async fn made_of(
    visit: &Visit,
    overview: Arc<Overview>,
    asked: ReportRequest,
) -> Result<Report, WebError> {
    visit.app.blocking(move |_| overview.report(&asked)).await
}

/// Where the code of a measure leads: to the story of its figure of the period, and on to what is behind it; or to the
/// measure, where it has no figure then.
fn way_down(book: &Book, text: &str, period: Option<Period>) -> Option<String> {
    let mut measures = book.measures.iter();
    let key = measures
        .find(|measure| measure.code.written() == text)?
        .code
        .key();
    let has = |period: &Period| {
        let mut figures = book.figures.iter();
        figures.any(|it| it.measure == key && it.period == *period && it.unit.is_none())
    };
    Some(match period.filter(has) {
        Some(period) => links::figure(&key, period, None),
        None => links::measure(&key, None),
    })
}

/// The name of the file: kind, plan, period and measure, as far as they were asked for.
fn name(form: &Form, asked: &ReportRequest) -> String {
    let parts = ["plan", "period", "measure", "forum"].map(|part| form.fields.text(part));
    let given = parts.into_iter().filter(|part| !part.is_empty());
    std::iter::once(asked.kind.name())
        .chain(given)
        .collect::<Vec<_>>()
        .join(" ")
}

/// What stands above the report: another one, the files, the freeze.
fn bar(visit: &Visit, form: &Form, book: &Book) -> Markup {
    let query = asked::query(form);
    let file = |format: ReportFormat| {
        links::with_query(
            &links::path(&["reports", "download", format.name()]),
            &query,
        )
    };
    let freeze = links::query(&[
        ("plan", form.fields.text("plan")),
        ("period", form.fields.text("period")),
        ("kinds", form.fields.text("kind")),
    ]);
    html! {
        form class="clew-filters" method="get" action=(links::PREVIEW) aria-label="Another report" {
            (select(form, "kind", "Report", "", &asked::kinds()))
            (asked::plan_and_period(form, book))
            @for name in ["basis", "measure", "forum", "meeting"] {
                @if let Some(value) = form.fields.given(name) { input type="hidden" name=(name) value=(value); }
            }
            (show_button())
        }
        div class="clew-report-bar" {
            (downloads("Download the report", &ReportFormat::ALL, &file))
            @if visit.may(Act::Freeze) {
                a class="govuk-link" href=(links::with_query(links::NEW_FREEZE, &freeze)) { "Freeze for a meeting" }
            }
        }
    }
}
