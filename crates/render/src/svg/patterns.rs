//! Light patterns that stand over the colours of statuses, so that grey prints differ too.
//!
//! A pattern has no ground of its own: tiles with a ground show their seams in some viewers.

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

/// Definitions of the patterns of these statuses; refer to them with [`over`].
pub(super) fn definitions(id: &str, statuses: impl Iterator<Item = Status>) -> String {
    let mut written = String::from("<defs>");
    for status in statuses.filter(|status| !strokes(*status).is_empty()) {
        let _ = write!(
            written,
            "<pattern id=\"{id}-{key}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
             <path d=\"{strokes}\" stroke=\"#FFFFFF\" stroke-opacity=\"0.4\" stroke-width=\"1.4\" fill=\"none\"/>\
             </pattern>",
            key = look(status).key,
            strokes = strokes(status),
        );
    }
    written.push_str("</defs>");
    written
}

/// The pattern that stands over a status's colour; none for Green, which is plain.
pub(super) fn over(id: &str, status: Status) -> Option<String> {
    (!strokes(status).is_empty()).then(|| format!("url(#{id}-{})", look(status).key))
}
