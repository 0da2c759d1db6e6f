//! Every piece of running text in a book, with its place.

use clew_plan::{Book, MeasureKey, Passage};

use crate::measures::codes;
use crate::sources::document_of;
use crate::{Finding, Rule};

/// A text and where it stands.
pub(crate) struct Text<'book> {
    /// The text.
    pub(crate) text: &'book str,
    /// What it belongs to, for example "action 7, progress".
    pub(crate) what: String,
    /// Where it was read from.
    pub(crate) source: Option<&'book String>,
    /// The document, when the record names one.
    document: Option<&'book str>,
}

impl Text<'_> {
    /// The document it stands in.
    pub(crate) fn document(&self, book: &Book) -> String {
        self.document
            .map_or_else(|| document_of(book, self.source), str::to_owned)
    }

    /// A finding of this rule at this text.
    pub(crate) fn finding(&self, book: &Book, rule: &Rule) -> Finding {
        rule.finding(self.document(book))
            .at(&self.what, self.source)
    }
}

/// Every text of the book that a person wrote. A passage that only repeats another record's text
/// is left out.
pub(crate) fn all(book: &Book) -> Vec<Text<'_>> {
    let mut texts = Vec::new();
    measures(book, &mut texts);
    actions(book, &mut texts);
    narrative(book, &mut texts);
    improvement(book, &mut texts);
    budgets(book, &mut texts);
    let mut seen = std::collections::HashSet::new();
    texts.retain(|text| {
        !text.text.trim().is_empty()
            && (text.text.len() < 20 || seen.insert((text.text, text.source)))
    });
    texts
}

fn text<'book>(
    what: impl Into<String>,
    text: &'book str,
    source: &'book Option<String>,
) -> Text<'book> {
    Text {
        text,
        what: what.into(),
        source: source.as_ref(),
        document: None,
    }
}

fn measures<'book>(book: &'book Book, texts: &mut Vec<Text<'book>>) {
    for measure in &book.measures {
        texts.push(text(
            format!("{}, title", measure.code),
            &measure.title,
            &measure.source,
        ));
        for notes in measure.notes.iter().chain(&measure.definition) {
            texts.push(text(
                format!("{}, notes", measure.code),
                notes,
                &measure.source,
            ));
        }
    }
    let codes = codes(book);
    let code = |key: &MeasureKey| {
        codes
            .get(key)
            .map_or_else(|| key.to_string(), String::clone)
    };
    for comment in &book.commentary {
        let about = match (&comment.measure, &comment.action) {
            (Some(measure), _) => format!("{}, comment", code(measure)),
            (None, Some(action)) => format!("action {action}, comment"),
            (None, None) => "comment".to_owned(),
        };
        texts.push(text(about.clone(), &comment.text, &comment.source));
        texts.extend(
            comment
                .doing
                .iter()
                .map(|doing| text(about.clone(), doing, &comment.source)),
        );
    }
    for figure in book
        .figures
        .iter()
        .filter(|figure| figure.as_written.is_some())
    {
        let what = format!("{}, {}", code(&figure.measure), figure.period);
        texts.extend(
            figure
                .as_written
                .iter()
                .map(|cell| text(what.clone(), cell, &figure.source)),
        );
    }
}

fn actions<'book>(book: &'book Book, texts: &mut Vec<Text<'book>>) {
    for action in &book.actions {
        for (part, value) in [
            ("title", &action.title),
            ("description", &action.description),
            ("outcome", &action.planned_outcome),
            ("evidence", &action.evidence),
        ] {
            let what = format!("action {}, {part}", action.id);
            texts.extend(
                value
                    .iter()
                    .map(|value| text(what.clone(), value, &action.source)),
            );
        }
    }
    for milestone in &book.milestones {
        let what = format!("action {}, milestone", milestone.action);
        texts.push(text(what, &milestone.title, &milestone.source));
    }
    for update in &book.updates {
        texts.push(text(
            format!("action {}, progress", update.action),
            &update.text,
            &update.source,
        ));
    }
}

fn narrative<'book>(book: &'book Book, texts: &mut Vec<Text<'book>>) {
    for passage in book
        .passages
        .iter()
        .filter(|passage| !is_note_on_the_copy(passage))
    {
        let what = passage
            .heading
            .as_ref()
            .map_or("passage".to_owned(), |heading| format!("passage {heading}"));
        let document = Some(passage.document.as_str());
        texts.push(Text {
            document,
            ..text(what, &passage.text, &passage.source)
        });
    }
    for claim in &book.claims {
        let document = Some(claim.document.as_str());
        texts.push(Text {
            document,
            ..text("claim", &claim.subject, &claim.source)
        });
        texts.extend(claim.text.iter().map(|said| Text {
            document,
            ..text(claim.subject.clone(), said, &claim.source)
        }));
    }
    for achievement in &book.achievements {
        let document = Some(achievement.document.as_str());
        texts.push(Text {
            document,
            ..text("achievement", &achievement.text, &achievement.source)
        });
    }
    for step in &book.planning_calendar {
        let description = step.description.iter();
        texts.extend(description.map(|said| text(step.step.clone(), said, &step.source)));
    }
}

/// A note that whoever copied the document made on what cannot be read in it.
fn is_note_on_the_copy(passage: &Passage) -> bool {
    passage
        .heading
        .as_ref()
        .is_some_and(|heading| heading.starts_with("Note on the copy"))
}

fn improvement<'book>(book: &'book Book, texts: &mut Vec<Text<'book>>) {
    for finding in &book.findings {
        let what = format!("finding {}", finding.id);
        texts.push(text(what.clone(), &finding.title, &finding.source));
        for said in finding.text.iter().chain(&finding.recommendation) {
            texts.push(text(what.clone(), said, &finding.source));
        }
    }
    for activity in &book.improvement_activities {
        let what = format!(
            "finding {}, improvement activity {}",
            activity.finding, activity.position
        );
        texts.push(text(what, &activity.text, &activity.source));
    }
    for risk in &book.risks {
        let what = format!("risk {}", risk.code);
        texts.extend(
            risk.description
                .iter()
                .map(|said| text(what.clone(), said, &risk.source)),
        );
    }
}

fn budgets<'book>(book: &'book Book, texts: &mut Vec<Text<'book>>) {
    for activity in &book.activities {
        let what = format!("activity {}", activity.title);
        texts.extend(
            activity
                .description
                .iter()
                .map(|said| text(what.clone(), said, &activity.source)),
        );
    }
}
