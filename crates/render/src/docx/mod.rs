//! A report as a Word file that a clerk can edit: real heading styles, tables with heading rows
//! that repeat, lists that number themselves, a language, and a title in its properties.

mod body;
mod parts;
mod table;

use std::io::{Cursor, Write as _};

use clew_report::Report;
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::{RenderError, prepare::prepare};

/// The report as a Word file (ECMA-376, WordprocessingML).
///
/// Charts are given by their title, their description and their table; sparklines, which repeat
/// figures of their row, are left to the formats that can draw them.
///
/// # Errors
/// When the package cannot be written.
pub fn docx(report: &Report) -> Result<Vec<u8>, RenderError> {
    let prepared = prepare(report);
    let header = parts::header(&prepared);
    let marked = header.is_some();
    let mut files = vec![
        ("[Content_Types].xml", parts::content_types(marked)),
        ("_rels/.rels", parts::RELATIONSHIPS.to_owned()),
        ("docProps/core.xml", parts::core(&prepared)),
        ("docProps/app.xml", parts::APPLICATION.to_owned()),
        ("word/document.xml", body::document(&prepared)),
        (
            "word/_rels/document.xml.rels",
            parts::document_relationships(marked),
        ),
        ("word/styles.xml", include_str!("styles.xml").to_owned()),
        ("word/numbering.xml", body::numbering(&prepared)),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/footer1.xml", parts::footer(&prepared)),
    ];
    files.extend(header.map(|header| ("word/header1.xml", header)));
    packed(&files)
}

/// The files in one package; every file bears the same fixed time, so that equal reports give
/// equal bytes.
pub(crate) fn packed(files: &[(&str, String)]) -> Result<Vec<u8>, RenderError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        package.start_file(*name, options)?;
        package.write_all(text.as_bytes())?;
    }
    Ok(package.finish()?.into_inner())
}
