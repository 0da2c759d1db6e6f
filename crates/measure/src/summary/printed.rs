//! A summary as a document prints it, for documents that list only some of their measures.

use clew_calendar::Period;
use clew_plan::{Book, DocumentId, MeasureKind, OutcomeId, PlanId, ReportedCount, Status};

use super::listed::{Tops, top_outcomes};
use super::{ByKind, Counts, Summary, SummaryRow, SummarySource};
use crate::StatusBasis;
use crate::lookup::fit;

/// What a document prints for the period.
pub(super) struct Printed {
    document: DocumentId,
    rows: Vec<SummaryRow>,
    pub(super) total: Counts,
    by_kind: ByKind,
}

/// The printed summary of the period that counts most measures; of the plan's documents only,
/// where a plan is asked for.
pub(super) fn find(book: &Book, plan: Option<&PlanId>, period: Period) -> Option<Printed> {
    let fits = |count: &&ReportedCount| {
        let near = fit(period, count.period).or_else(|| fit(count.period, period));
        near.is_some() && is_about(book, &count.document, plan)
    };
    let cells: Vec<&ReportedCount> = book.reported_counts.iter().filter(fits).collect();
    let mut documents: Vec<&DocumentId> = cells.iter().map(|cell| &cell.document).collect();
    documents.dedup();
    documents
        .into_iter()
        .map(|document| read(book, plan, document, &cells))
        .max_by_key(|printed| printed.total.total())
}

fn is_about(book: &Book, document: &DocumentId, plan: Option<&PlanId>) -> bool {
    let Some(plan) = plan else {
        return true;
    };
    let listed = book.documents.iter().find(|listed| listed.id == *document);
    listed
        .and_then(|listed| listed.plan.as_ref())
        .is_none_or(|of_document| of_document == plan)
}

fn read(
    book: &Book,
    plan: Option<&PlanId>,
    document: &DocumentId,
    cells: &[&ReportedCount],
) -> Printed {
    let of_document: Vec<&ReportedCount> = cells
        .iter()
        .copied()
        .filter(|cell| cell.document == *document)
        .collect();
    let has_rows = of_document.iter().any(|cell| cell.outcome.is_some());
    let row = |outcome: &clew_plan::Outcome| SummaryRow {
        outcome: Some(outcome.id.clone()),
        title: outcome.title.clone(),
        counts: counts(&of_document, Some(&outcome.id)),
    };
    let rows: Vec<SummaryRow> = if has_rows {
        top_outcomes(book, plan, &Tops::new(book))
            .into_iter()
            .map(row)
            .collect()
    } else {
        Vec::new()
    };
    let mut total = counts(&of_document, None);
    if total.total() == 0 {
        rows.iter().for_each(|row| total += row.counts);
    }
    Printed {
        document: document.clone(),
        rows,
        total,
        by_kind: ByKind {
            statistical: counts_of_kind(&of_document, None, Some(MeasureKind::Statistical)),
            project: counts_of_kind(&of_document, None, Some(MeasureKind::Project)),
        },
    }
}

/// The printed counts of a row: of both kinds together where printed so, else added up.
fn counts(cells: &[&ReportedCount], outcome: Option<&OutcomeId>) -> Counts {
    let together = counts_of_kind(cells, outcome, None);
    if together.total() > 0 {
        return together;
    }
    let mut added = counts_of_kind(cells, outcome, Some(MeasureKind::Statistical));
    added += counts_of_kind(cells, outcome, Some(MeasureKind::Project));
    added
}

fn counts_of_kind(
    cells: &[&ReportedCount],
    outcome: Option<&OutcomeId>,
    kind: Option<MeasureKind>,
) -> Counts {
    let mut counts = Counts::default();
    for cell in cells {
        if cell.outcome.as_ref() == outcome && cell.kind == kind {
            for status in Status::ALL
                .iter()
                .filter(|status| cell.status == Some(**status))
            {
                counts.add(*status, cell.count);
            }
        }
    }
    counts
}

/// The printed counts in place of the listed ones, with a note; by rule nothing printed can be
/// counted, so the listed ones stay.
pub(super) fn prefer(printed: Printed, listed: Summary) -> Summary {
    let note = format!(
        "{} of {} measures are listed; {}",
        listed.listed,
        printed.total.total(),
        match listed.basis {
            StatusBasis::AsReported => "the counts are those the document prints",
            StatusBasis::ByRule => "only those listed can be judged by rule",
        }
    );
    match listed.basis {
        StatusBasis::ByRule => Summary {
            note: Some(note),
            ..listed
        },
        StatusBasis::AsReported => Summary {
            source: SummarySource::Printed {
                document: printed.document,
            },
            rows: printed.rows,
            percentages: printed.total.percentages(),
            total: printed.total,
            by_kind: printed.by_kind,
            note: Some(note),
            ..listed
        },
    }
}
