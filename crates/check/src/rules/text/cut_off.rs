//! Sentences that break off.

use clew_plan::{Book, MeasureKind};

use crate::sources::document_of;
use crate::texts;
use crate::words::{short, words};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "text-breaks-off",
    severity: Severity::Note,
    title: "A text breaks off, or its beginning is lost",
    explanation: "A comment, action, milestone or measure that ends in \"to\", \"the\", \"is\" \
        and the like, a milestone or comment that begins in the middle of a sentence, and a \
        project measure of one or two words have lost a part, mostly where a table cell or page \
        ended.",
    run,
};

/// Words that no sentence ends with.
const OPEN_ENDS: &[&str] = &[
    "a", "an", "and", "by", "for", "from", "of", "or", "that", "the", "to", "which", "with",
];

fn run(book: &Book) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for text in texts::all(book).iter().filter(|text| is_a_cell(&text.what)) {
        let trimmed = text.text.trim();
        let last = words(trimmed).last().unwrap_or_default();
        let several = words(trimmed).nth(3).is_some();
        let open =
            several && trimmed.ends_with(char::is_alphabetic) && OPEN_ENDS.contains(&last.as_str());
        let headless = several
            && !text.what.contains("description")
            && trimmed.starts_with(char::is_lowercase)
            && !trimmed.chars().nth(1).is_some_and(char::is_uppercase);
        if open || headless {
            let what = if open {
                "breaks off"
            } else {
                "begins in the middle"
            };
            found.push(
                text.finding(book, &RULE)
                    .says(format!("The text {what}: \"{}\".", short(trimmed, 160)))
                    .suggests("Put back what is lost."),
            );
        }
    }
    found.extend(short_titles(book));
    found
}

/// Texts that stand in a cell of a table and should be whole.
fn is_a_cell(what: &str) -> bool {
    what.starts_with("action ") && !what.ends_with("progress") && !what.ends_with("evidence")
        || what.ends_with(", title")
        || what.ends_with(", comment")
}

fn short_titles(book: &Book) -> Vec<Finding> {
    let projects = book
        .measures
        .iter()
        .filter(|measure| measure.kind == MeasureKind::Project);
    let brief = projects.filter(|measure| words(&measure.title).nth(2).is_none());
    brief
        .map(|measure| {
            RULE.finding(document_of(book, measure.source.as_ref()))
                .at(
                    format!("{}, {}", measure.code, measure.title),
                    measure.source.as_ref(),
                )
                .says(format!(
                    "The measure is only \"{}\": nothing says what is to be done.",
                    measure.title
                ))
                .suggests("Put back what is lost.")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            finds 2 | an end and a beginning lost
            milestones {"action":"13","plan":"p","title":"Report on the audit twice a year and send it to"}
            commentary {"measure":"M1","period":"2021-22","text":"which shows performance improving."}
            finds 1 | two words left
            measures {"code":"M41","title":"Lanarkshire Board","kind":"project"}
            silent | whole sentences
            milestones {"action":"13","plan":"p","title":"Report on the audit twice a year"}
            measures {"code":"M2","title":"Caseload","kind":"statistical"}
        "#,
        );
    }
}
