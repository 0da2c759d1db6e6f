//! Ends before starts.

use clew_plan::Book;

use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "end-before-start",
    severity: Severity::Error,
    title: "An action ends before it starts",
    explanation: "Compares an action's end, its first end and its milestones with its start. \
        Dates given as months are taken at their widest, so an action that starts and ends in \
        one month is in order.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut found = Vec::new();
    for action in &book.actions {
        let Some(start) = action.start else { continue };
        let ends = [("end", action.end), ("first end", action.original_end)];
        for (what, end) in ends
            .into_iter()
            .filter_map(|(what, end)| Some((what, end?)))
        {
            if end.last() < start.first() {
                found.push(
                    RULE.finding(document_of(book, action.source.as_ref()))
                        .at(super::action_name(action), action.source.as_ref())
                        .says(format!(
                            "Action {} starts {start} and its {what} is {end}.",
                            action.id
                        ))
                        .suggests("Correct the date that is wrong."),
                );
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            finds 1 | a month too early
            actions {"id":"1","plan":"p","title":"Open","start":"2022-05","end":"2022-04"}
            silent | the same month, and no start
            actions {"id":"1","plan":"p","title":"Open","start":"2022-05","end":"2022-05"}
            actions {"id":"2","plan":"p","title":"Open","end":"2022-05"}
        "#,
        );
    }
}
