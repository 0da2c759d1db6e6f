//! The risk register as a report.

use clew_plan::RiskScore;

use crate::builders::front::section;
use crate::builders::{front, risks};
use crate::{Block, Inline, Report, ReportError, Request, words};

/// Builds the risk register: what stands out, the heat map, the register with controls.
///
/// # Errors
/// When the Book has no risks.
pub fn risk_register(request: &Request<'_>) -> Result<Report, ReportError> {
    let book = request.book();
    if book.risks.is_empty() {
        return Err(ReportError::Nothing { what: "risks" });
    }
    let mut blocks = vec![Block::Paragraph(vec![Inline::Text(opening(request))])];
    section(
        &mut blocks,
        "Heat map",
        risks::heat_map(book)
            .map(Block::Table)
            .into_iter()
            .collect(),
    );
    section(
        &mut blocks,
        "Register",
        vec![Block::Table(risks::register(book))],
    );
    Ok(front::report(
        request,
        "Risk register",
        &request.service(),
        blocks,
    ))
}

fn opening(request: &Request<'_>) -> String {
    let book = request.book();
    let overdue = book
        .risks
        .iter()
        .filter(|risk| risk.review_due.is_some_and(|due| due < request.as_at()))
        .count();
    let uncontrolled = book
        .risks
        .iter()
        .filter(|risk| {
            !book
                .controls
                .iter()
                .any(|control| control.risk == risk.code)
        })
        .count();
    let highest = risks::by_score(book).first().and_then(|risk| {
        risk.current.map(|score| {
            format!(
                " The highest scores {} ({}: {}).",
                RiskScore::product(score),
                risk.code,
                risk.title
            )
        })
    });
    let undated = book
        .risks
        .iter()
        .filter(|risk| risk.review_due.is_none())
        .count();
    format!(
        "The register holds {}.{} Past their review date: {overdue}. Without a review date: {undated}. Without a control: {uncontrolled}.",
        words::count(book.risks.len(), "risk"),
        highest.unwrap_or_default(),
    )
}
