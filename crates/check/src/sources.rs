//! Which document a record comes from.

use clew_plan::{Book, Document, PlanId};

/// The id of the document that a record was read from: the document its source begins with, or the
/// book's only document; empty when neither is known.
pub(crate) fn document_of(book: &Book, source: Option<&String>) -> String {
    let named = source.and_then(|source| {
        let first = source.split([' ', ':', ',']).next()?;
        book.documents
            .iter()
            .find(|document| document.id.as_str() == first)
    });
    named
        .or_else(|| only_document(book))
        .map_or_else(String::new, |document| document.id.to_string())
}

/// The book's document, when it has exactly one.
pub(crate) fn only_document(book: &Book) -> Option<&Document> {
    match book.documents.as_slice() {
        [document] => Some(document),
        _ => None,
    }
}

/// The document that sets out or reports on this plan, or the book's only one.
pub(crate) fn document_of_plan<'book>(book: &'book Book, plan: &PlanId) -> Option<&'book Document> {
    book.documents
        .iter()
        .find(|document| document.plan.as_ref() == Some(plan))
        .or_else(|| only_document(book))
}
