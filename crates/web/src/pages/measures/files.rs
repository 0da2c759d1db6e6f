//! A measure's chart and figures as files.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use clew_measure::Index;
use clew_render::svg;
use clew_report::{Chart, Table};

use super::asked::Choices;
use super::figures;
use super::page::{told, view};
use super::view::key_of;
use crate::fields::Asked;
use crate::{Fields, Visit, WebError};

/// Width of the chart as a picture, in pixels.
const WIDTH: u32 = 1_520;

/// The chart as SVG.
pub(super) async fn svg(
    visit: Visit,
    Path(written): Path<String>,
    Asked(fields): Asked,
) -> Result<Response, WebError> {
    let (code, chart) = chart(&visit, &written, &fields).await?;
    let drawn = svg::chart(&chart, "chart");
    Ok(file(
        &code,
        "chart.svg",
        "image/svg+xml",
        drawn.into_bytes(),
    ))
}

/// The chart as PNG.
pub(super) async fn png(
    visit: Visit,
    Path(written): Path<String>,
    Asked(fields): Asked,
) -> Result<Response, WebError> {
    let (code, chart) = chart(&visit, &written, &fields).await?;
    let made = visit.app.blocking(move |_| {
        clew_render::png(&svg::chart(&chart, "chart"), WIDTH)
            .map_err(|error| WebError::internal(error.to_string()))
    });
    Ok(file(&code, "chart.png", "image/png", made.await?))
}

/// The figures, or the table beneath the chart, as CSV.
pub(super) async fn csv(
    visit: Visit,
    Path(written): Path<String>,
    Asked(fields): Asked,
) -> Result<Response, WebError> {
    let (code, table) = table(&visit, &written, &fields).await?;
    let text = clew_render::table_csv(&table);
    let kind = "text/csv; charset=utf-8";
    Ok(file(&code, "figures.csv", kind, text.into_bytes()))
}

/// The same as a workbook.
pub(super) async fn xlsx(
    visit: Visit,
    Path(written): Path<String>,
    Asked(fields): Asked,
) -> Result<Response, WebError> {
    let (code, table) = table(&visit, &written, &fields).await?;
    let made = visit.app.blocking(move |_| {
        clew_render::table_xlsx(&table, &table.caption)
            .map_err(|error| WebError::internal(error.to_string()))
    });
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(&code, "figures.xlsx", kind, made.await?))
}

async fn chart(visit: &Visit, written: &str, fields: &Fields) -> Result<(String, Chart), WebError> {
    let choices = Choices::read(fields)?;
    let overview = visit.overview().await?;
    let key = key_of(&overview, written)?;
    let index: Index<'_> = overview.index_of(std::slice::from_ref(&key));
    let view = view(visit, &overview, &index, &key, &choices)?;
    let chart = view.chart().filter(|chart| !chart.labels.is_empty());
    let chart = chart.ok_or_else(|| WebError::not_found("There is no figure to draw yet."))?;
    Ok((view.measure.code.body().to_owned(), chart))
}

async fn table(visit: &Visit, written: &str, fields: &Fields) -> Result<(String, Table), WebError> {
    if fields.text("table") == "chart" {
        let (code, chart) = chart(visit, written, fields).await?;
        return Ok((code, chart.table));
    }
    let choices = Choices::read(fields)?;
    let overview = visit.overview().await?;
    let key = key_of(&overview, written)?;
    let told = told(visit, &key).await?;
    let index: Index<'_> = overview.index_of(std::slice::from_ref(&key));
    let view = view(visit, &overview, &index, &key, &choices)?;
    let table = figures::table(&view, &told, &view.figures());
    Ok((view.measure.code.body().to_owned(), table))
}

/// A file to keep, named after the measure.
fn file(code: &str, name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let plain: String = code
        .chars()
        .map(|char| {
            if char.is_ascii_alphanumeric() {
                char
            } else {
                '-'
            }
        })
        .collect();
    let disposition = format!("attachment; filename=\"{plain}-{name}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, bytes).into_response()
}
