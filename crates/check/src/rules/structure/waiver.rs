//! Waivers that waive nothing.

use clew_plan::Book;

use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "waiver-without-effect",
    severity: Severity::Warning,
    title: "A waiver has no reason, or names no rule there is",
    explanation: "A finding may be waived only with a reason. A waiver without one, or for a \
        rule that does not exist, covers nothing and would be forgotten.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    book.waivers
        .iter()
        .filter_map(|waiver| {
            let message = if crate::rule(&waiver.rule).is_none() {
                format!("There is no rule \"{}\".", waiver.rule)
            } else if waiver.reason.trim().is_empty() {
                format!("The waiver of {} gives no reason.", waiver.rule)
            } else {
                return None;
            };
            Some(
                RULE.finding(document_of(book, waiver.source.as_ref()))
                    .at(format!("waiver of {}", waiver.rule), waiver.source.as_ref())
                    .says(message)
                    .suggests("Correct the waiver or remove it."),
            )
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
            finds 2 | no reason, and no such rule
            waivers {"rule":"end-before-start","reason":" "}
            waivers {"rule":"end-before-begin","reason":"Known"}
            silent | a sound one
            waivers {"rule":"end-before-start","reason":"Known"}
        "#,
        );
    }
}
