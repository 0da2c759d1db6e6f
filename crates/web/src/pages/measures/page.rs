//! The page of a measure.

use axum::extract::Path;
use axum::response::Response;
use clew_measure::Index;
use clew_plan::MeasureKey;
use clew_service::{Overview, Told};
use maud::{Markup, html};

use super::asked::Choices;
use super::view::{View, key_of};
use super::{about, drawing, figures, others, questions, said, standing, ways};
use crate::fields::Asked;
use crate::layout::{Page, Section, kept};
use crate::{Visit, WebError, links};

/// Everything that is known of a measure.
pub(super) async fn show(
    visit: Visit,
    Path(written): Path<String>,
    Asked(fields): Asked,
) -> Result<Response, WebError> {
    let choices = Choices::read(&fields)?;
    let overview = visit.overview().await?;
    if let Some(page) = kept(&visit, &overview) {
        return Ok(page);
    }
    let key = key_of(&overview, &written)?;
    let told = told(&visit, &key).await?;
    let index: Index<'_> = overview.index_of(std::slice::from_ref(&key));
    let view = view(&visit, &overview, &index, &key, &choices)?;
    let title = format!("{} {}", view.measure.code.written(), view.measure.title);
    Ok(Page::new(&visit, Section::Performance, title)
        .crumb("Performance", links::PERFORMANCE)
        .crumb("Measures", links::MEASURES)
        .show_and_keep(&overview, body(&visit, &view, &told)))
}

/// What the journal tells of the measure's figures.
pub(super) async fn told(visit: &Visit, key: &MeasureKey) -> Result<Told, WebError> {
    let key = key.clone();
    visit.read(move |reader| reader.told(&key)).await
}

/// The measure as it was asked for.
pub(super) fn view<'a>(
    visit: &Visit,
    overview: &'a Overview,
    index: &'a Index<'a>,
    key: &'a MeasureKey,
    choices: &'a Choices,
) -> Result<View<'a>, WebError> {
    View::new(overview, index, key, choices, visit.today())
}

fn body(visit: &Visit, view: &View<'_>, told: &Told) -> Markup {
    let measure = view.measure;
    let unit = view.unit().map(|unit| view.book().unit_name(unit));
    html! {
        span class="govuk-caption-l" {
            (measure.code.written())
            @if let Some(unit) = unit { " · " (unit) }
        }
        h1 class="govuk-heading-l" { (measure.title) }
        (summary(view))
        (ways::ways(visit, view))
        (drawing::choices(view))
        (standing::standing(view))
        div class="clew-columns measure-columns" {
            div {
                (drawing::drawing(view))
                (said::section(view))
                (others::splits(view))
                (others::compared(view))
                (questions::section(view))
            }
            div {
                (about::definition(view))
                (about::thread(view))
                (others::actions(view))
                (others::risks(view))
                (about::who(view))
            }
        }
        (figures::section(view, told))
    }
}

/// Whose measure it is, in a line.
fn summary(view: &View<'_>) -> Markup {
    let measure = view.measure;
    let unit = measure
        .unit
        .as_ref()
        .map(|unit| view.book().unit_name(unit));
    html! {
        p class="govuk-body clew-quiet measure-summary" {
            @if let Some(owner) = &measure.owner { "Owner: " (owner) }
            @if let Some(unit) = unit { @if measure.owner.is_some() { " · " } (unit) }
            @if let Some(plan) = view.plan {
                " · " a class="govuk-link" href=(links::plan(&plan.id)) { (plan.title) }
            }
            @if let Some(day) = measure.retired_on { " · out of use from " (clew_report::words::day(day)) }
        }
    }
}
