//! The formats that a report is taken away in.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use clew_report::Report;
use maud::{Markup, html};

use crate::WebError;

/// One format.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::pages) enum ReportFormat {
    /// A tagged PDF.
    Pdf,
    /// A Word document.
    Docx,
    /// An Excel workbook.
    Xlsx,
    /// A web page in one file.
    Html,
    /// Every table as CSV, in one ZIP file.
    Csv,
    /// The report's value.
    Json,
}

impl ReportFormat {
    /// Every format, those that a clerk asks for first.
    pub(in crate::pages) const ALL: [Self; 6] = [
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Html,
        Self::Csv,
        Self::Json,
    ];

    /// Its name in an address.
    pub(in crate::pages) const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The format with this name.
    ///
    /// # Errors
    /// When there is none.
    pub(in crate::pages) fn called(name: &str) -> Result<Self, WebError> {
        let found = Self::ALL.into_iter().find(|format| format.name() == name);
        found.ok_or_else(|| WebError::not_found("Reports are not made in this format."))
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Docx => "Word",
            Self::Xlsx => "Excel",
            Self::Html => "Web page",
            Self::Csv => "CSV tables",
            Self::Json => "JSON",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Html => "text/html; charset=utf-8",
            Self::Csv => "application/zip",
            Self::Json => "application/json",
        }
    }

    /// The ending of its files.
    const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "zip",
            other => other.name(),
        }
    }

    /// A report in this format.
    ///
    /// # Errors
    /// When it cannot be laid out or packed.
    pub(in crate::pages) fn write(self, report: &Report) -> Result<Vec<u8>, WebError> {
        let written = match self {
            Self::Pdf => clew_render::pdf(report),
            Self::Docx => clew_render::docx(report),
            Self::Xlsx => clew_render::xlsx(report),
            Self::Html => Ok(clew_render::html(report).into_bytes()),
            Self::Csv => clew_render::csv_zip(report),
            Self::Json => clew_render::json(report).map(String::into_bytes),
        };
        written.map_err(|error| WebError::internal(error.to_string()))
    }

    /// An answer that is saved as a file of this name, without its ending.
    pub(in crate::pages) fn answer(self, name: &str, bytes: Vec<u8>) -> Response {
        let name = format!("{}.{}", file_name(name), self.ending());
        let headers = [
            (header::CONTENT_TYPE, self.media_type().to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ),
        ];
        (headers, bytes).into_response()
    }
}

/// Letters, digits and hyphens in lower case, so that every system takes the name.
pub(in crate::pages) fn file_name(text: &str) -> String {
    const LONGEST: usize = 100;
    let letters = text.chars().map(|letter| match letter {
        letter if letter.is_ascii_alphanumeric() => letter.to_ascii_lowercase(),
        _ => '-',
    });
    let written: String = letters.take(LONGEST).collect();
    let words = written.split('-').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// The ways to take a report away, under a label for those who listen; `address` gives that of each
/// format.
pub(in crate::pages) fn downloads(
    label: &str,
    formats: &[ReportFormat],
    address: &dyn Fn(ReportFormat) -> String,
) -> Markup {
    html! {
        nav class="clew-downloads" aria-label=(label) {
            span { "Download" }
            ul {
                @for &format in formats {
                    li { a href=(address(format)) download { (format.words()) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_file_has_a_name_that_every_system_takes() {
        for (text, name) in [
            (
                "Quarterly progress 2019-20 Q2",
                "quarterly-progress-2019-20-q2",
            ),
            ("../../etc/passwd", "etc-passwd"),
            ("a\"b\r\nc", "a-b-c"),
        ] {
            assert_eq!(file_name(text), name);
        }
    }

    #[test]
    fn formats_are_found_by_the_names_they_are_asked_by() {
        for format in ReportFormat::ALL {
            assert_eq!(ReportFormat::called(format.name()).unwrap(), format);
        }
        assert!(ReportFormat::called("exe").is_err());
    }
}
