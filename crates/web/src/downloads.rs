//! Tables to take away: CSV and Excel of exactly what a page shows.

use std::str::FromStr;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use clew_report::Table;
use maud::{Markup, html};

use crate::{App, WebError, links};

/// What a table is downloaded as.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Format {
    /// Comma-separated values.
    Csv,
    /// A workbook (Office Open XML).
    Xlsx,
}

impl Format {
    /// The word in an address, which is also the end of the file's name.
    const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

impl FromStr for Format {
    type Err = WebError;

    fn from_str(word: &str) -> Result<Self, WebError> {
        match word {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            _ => Err(WebError::BadRequest(
                "A table can be downloaded as csv or as xlsx.".to_owned(),
            )),
        }
    }
}

/// A table as a file, named by its own name and what it is of.
///
/// # Errors
/// When the workbook cannot be written.
pub(crate) async fn download(
    app: &App,
    table: Table,
    format: Format,
    of: &str,
) -> Result<Response, WebError> {
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!(
                "attachment; filename=\"{}\"",
                file_name(&table.name, of, format)
            ),
        ),
    ];
    let written = app
        .blocking(move |_| match format {
            // The mark at the beginning tells Excel that it is UTF-8.
            Format::Csv => Ok(format!("\u{feff}{}", clew_render::table_csv(&table)).into_bytes()),
            Format::Xlsx => clew_render::table_xlsx(&table, &table.caption)
                .map_err(|error| WebError::internal(error.to_string())),
        })
        .await?;
    Ok((headers, written).into_response())
}

/// Lower case letters and digits with hyphens between.
fn file_name(name: &str, of: &str, format: Format) -> String {
    let text = format!("{name} {of}").to_lowercase();
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    format!("{}.{}", words.join("-"), format.word())
}

/// Links to a table's downloads. `query` is that of the page which shows it.
pub(crate) fn download_links(what: &str, path: &str, query: &str) -> Markup {
    let address = |format: Format| {
        let end = format!("format={}", format.word());
        let query = if query.is_empty() {
            end
        } else {
            format!("{query}&{end}")
        };
        links::with_query(path, &query)
    };
    html! {
        p class="clew-downloads" {
            "Download " (what) ": "
            a class="govuk-link" href=(address(Format::Csv)) { "CSV" span class="govuk-visually-hidden" { " of " (what) } }
            " · "
            a class="govuk-link" href=(address(Format::Xlsx)) { "Excel" span class="govuk-visually-hidden" { " of " (what) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_plain_words() {
        assert_eq!(
            file_name(
                "Scorecard",
                "Resource plan: 2019-20 Q2 “final”",
                Format::Csv
            ),
            "scorecard-resource-plan-2019-20-q2-final.csv"
        );
    }

    #[test]
    fn links_keep_the_query_of_the_page() {
        let links = download_links("the table", "/a", "status=red").into_string();
        assert!(links.contains("/a?status=red&amp;format=csv"), "{links}");
        let links = download_links("the table", "/a", "").into_string();
        assert!(links.contains("/a?format=xlsx"), "{links}");
    }
}
