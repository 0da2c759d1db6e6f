//! What can go wrong when a report is rendered.

/// Why a report could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The PDF could not be laid out or does not meet the standard asked for.
    #[error("the PDF could not be made: {reason}")]
    Pdf {
        /// What the typesetter said.
        reason: String,
    },
    /// The picture could not be drawn.
    #[error("the picture could not be made: {reason}")]
    Picture {
        /// Why not.
        reason: String,
    },
    /// The workbook could not be made.
    #[error("the workbook could not be made: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A part of the Word file could not be packed.
    #[error("the Word file could not be packed: {0}")]
    Package(#[from] zip::result::ZipError),
    /// Bytes could not be written.
    #[error("the file could not be written: {0}")]
    Write(#[from] std::io::Error),
    /// The report could not be written as JSON.
    #[error("the report could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}
