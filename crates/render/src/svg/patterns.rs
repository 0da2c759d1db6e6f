//! Fills of the statuses: colour with a light pattern over it, so that grey prints differ too.

use std::fmt::Write as _;

use clew_report::Status;

use crate::marks::look;

/// The strokes of a status's pattern, within a square of 8.
const fn strokes(status: Status) -> &'static str {
    match status {
        Status::Blue => "M2 0V8",
        Status::Green => "",
        Status::Amber => "M-2 2L2 -2M0 8L8 0M6 10L10 6",
        Status::Red => "M0 0L8 8M0 8L8 0",
        Status::ReportLater => "M0 2H8M0 6H8",
        Status::Contextual => "M2 2h1.5M6 6h1.5",
    }
}

/// Definitions of the fills of these statuses; refer to them with [`fill`].
pub(super) fn definitions(id: &str, statuses: impl Iterator<Item = Status>) -> String {
    let mut written = String::from("<defs>");
    for status in statuses {
        let look = look(status);
        let _ = write!(
            written,
            "<pattern id=\"{id}-{key}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
             <rect width=\"8\" height=\"8\" fill=\"#{solid}\"/>\
             <path d=\"{strokes}\" stroke=\"#FFFFFF\" stroke-opacity=\"0.4\" stroke-width=\"1.4\" fill=\"none\"/>\
             </pattern>",
            key = look.key,
            solid = look.solid,
            strokes = if strokes(status).is_empty() {
                "M0 0"
            } else {
                strokes(status)
            },
        );
    }
    written.push_str("</defs>");
    written
}

/// The fill of a status.
pub(super) fn fill(id: &str, status: Status) -> String {
    format!("url(#{id}-{})", look(status).key)
}
