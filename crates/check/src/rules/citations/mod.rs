//! One indicator in several places: its codes, titles, targets and values.

use std::collections::BTreeMap;

use clew_plan::{Book, Citation, Code};

use crate::words::short;

pub(crate) mod category;
pub(crate) mod code_form;
pub(crate) mod code_written;
pub(crate) mod one_code;
pub(crate) mod target;
pub(crate) mod title;
pub(crate) mod two_codes;
pub(crate) mod unit;
pub(crate) mod value;

/// The indicator a code stands for: prefixes such as `CP:`, `P:` and `CP-`, the criterion suffix and
/// stray signs do not count.
pub(crate) fn indicator(code: &Code) -> String {
    let key = code.key();
    let body = key.as_str();
    let body = ["CP-", "P-"]
        .iter()
        .find_map(|prefix| body.strip_prefix(prefix))
        .unwrap_or(body);
    body.trim_end_matches(|character: char| !character.is_alphanumeric())
        .to_owned()
}

/// The citations of each indicator in each document, in the order of the document.
pub(crate) fn by_indicator(book: &Book) -> BTreeMap<(&str, String), Vec<&Citation>> {
    let mut groups: BTreeMap<(&str, String), Vec<&Citation>> = BTreeMap::new();
    for citation in &book.citations {
        if let Some(code) = &citation.code {
            groups
                .entry((citation.document.as_str(), indicator(code)))
                .or_default()
                .push(citation);
        }
    }
    groups
}

/// "SPCC024 9a1a in scorecard: Net cost per head …".
pub(crate) fn cited(citation: &Citation) -> String {
    let code = citation
        .code
        .as_ref()
        .map_or_else(String::new, |code| format!("{code} "));
    format!(
        "{code}in {}: {}",
        citation.place,
        short(&citation.title, 70)
    )
}
