//! Improvement: from what an inspection found to what is done about it and the evidence that shows it.

mod answers;
mod close;
mod coverage;
mod inspection;
mod list;
mod table;

use clew_plan::{Book, Finding};
use clew_service::Act;

use crate::WebError;
use crate::routes::{Needs, Routes};

pub(super) fn routes(routes: Routes) -> Routes {
    let close = "/improvement/{inspection}/{finding}/close";
    routes
        .get("/improvement", Needs::SignedIn, list::show)
        .get("/improvement/coverage", Needs::SignedIn, coverage::show)
        .get("/improvement/{id}", Needs::SignedIn, inspection::show)
        .get(close, Needs::May(Act::CloseFindings), close::show)
        .post(close, Needs::May(Act::CloseFindings), close::send)
}

/// The finding of an inspection.
fn finding_called<'book>(
    book: &'book Book,
    inspection: &str,
    id: &str,
) -> Result<&'book Finding, WebError> {
    let mut findings = book.findings.iter();
    let found = findings.find(|it| it.inspection.as_str() == inspection && it.id.as_str() == id);
    found.ok_or_else(|| WebError::not_found("There is no such finding."))
}
