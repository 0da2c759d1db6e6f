//! A report value to HTML, PDF, Word, Excel, CSV and JSON; charts as SVG.
//!
//! Every function takes the same [`clew_report::Report`] and shows the same figures; none of
//! them reads a clock, so one report gives the same bytes whenever it is rendered.
//!
//! A status is always a word, a shape and a colour together, so that it can be read aloud, read
//! on a grey print, and read by those who do not tell red from green.

mod csv;
mod docx;
mod error;
mod html;
mod json;
mod marks;
mod pdf;
mod png;
mod prepare;
pub mod svg;
mod tables;
mod text;
mod widths;
mod xlsx;

pub use csv::{CsvField, csv, csv_row, csv_zip, table_csv};
pub use docx::docx;
pub use error::RenderError;
pub use html::{Link, html, html_fragment, linked_html_fragment, stylesheet};
pub use json::json;
pub use pdf::pdf;
pub use png::png;
pub use xlsx::{table_xlsx, xlsx};
