//! The plan's own words, and the changes they state in figures.

use clew_plan::{Book, Claim, Passage};
use rust_decimal::Decimal;

use super::DOCUMENT;
use crate::transcriptions::TranscriptionError;
use crate::transcriptions::cells::amount;
use crate::transcriptions::paragraphs::under_headings;
use crate::transcriptions::reading::Reading;

/// The first two sections where the text is at hand, the sentences that give facts, and the
/// changes they state.
pub(super) fn add(table: &Reading<'_>, book: &mut Book) -> Result<(), TranscriptionError> {
    let signatory = table.field("document")?.field("signatory")?;
    let signature = [
        signatory.text("name")?,
        signatory.text("post")?,
        signatory.text("resource")?,
    ];
    let text = table.maybe_text("published_text").unwrap_or_default();
    for paragraph in under_headings(&text, "Section Three") {
        if !signature.contains(&paragraph.text) {
            let source = format!("{DOCUMENT} line {}", paragraph.line);
            push_passage(Some(paragraph.heading), paragraph.text, Some(source), book);
        }
    }
    for key in ["revenue_budget", "capital_budget", "employees"] {
        let section = table.field(key)?;
        let heading = section.maybe_text("heading");
        push_passage(heading, section.text("statement")?, None, book);
    }
    for key in ["measures_intro", "resourcing_intro"] {
        push_passage(None, table.text(key)?, None, book);
    }
    for fact in table.items("narrative_facts")? {
        let text = fact.text("text")?;
        push_passage(fact.maybe_text("place"), text.clone(), fact.source(), book);
        if fact.maybe("from_value").is_some() {
            book.claims.push(claim(&fact, text)?);
        }
    }
    Ok(())
}

fn push_passage(heading: Option<String>, text: String, source: Option<String>, book: &mut Book) {
    if book.passages.iter().any(|passage| passage.text == text) {
        return;
    }
    book.passages.push(Passage {
        document: DOCUMENT.into(),
        heading,
        text,
        source,
    });
}

fn claim(fact: &Reading<'_>, text: String) -> Result<Claim, TranscriptionError> {
    let change = fact.maybe_text("claimed_change");
    Ok(Claim {
        document: DOCUMENT.into(),
        subject: fact.text("subject")?,
        from_period: fact.maybe_text("from_year"),
        to_period: fact.maybe_text("to_year"),
        from_value: Some(fact.parsed("from_value")?),
        to_value: Some(fact.parsed("to_value")?),
        stated_change: change.as_deref().and_then(stated_change),
        part: None,
        whole: None,
        stated_percent: None,
        text: Some(text),
        source: fact.source(),
    })
}

/// "4% rise" is 4, "7% decrease" is -7; words without a number state none.
pub(super) fn stated_change(words: &str) -> Option<Decimal> {
    let size = amount(words.split_whitespace().next()?)?;
    let falls = ["decrease", "fall", "reduction", "drop"];
    let fell = falls.iter().any(|word| words.contains(word));
    Some(if fell { -size } else { size })
}
