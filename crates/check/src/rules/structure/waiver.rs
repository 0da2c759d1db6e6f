//! Waivers that waive nothing.

use clew_plan::{Book, Waiver};

use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "waiver-without-effect",
    severity: Severity::Warning,
    title: "A waiver has no reason, or names a rule or place that there is not",
    explanation: "A finding may be waived only with a reason. A waiver without one, or for a \
        rule that does not exist, covers nothing and would be forgotten. So does one for a place \
        where its rule finds nothing: the matter was put right, or the place is written \
        otherwise. Waivers whose day has passed are left alone.",
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

/// The finding of a waiver that names a place where its rule finds nothing.
pub(crate) fn idle(book: &Book, waiver: &Waiver) -> Finding {
    let place = waiver.place.as_deref().unwrap_or_default();
    RULE.finding(document_of(book, waiver.source.as_ref()))
        .at(
            format!("waiver of {} at {place}", waiver.rule),
            waiver.source.as_ref(),
        )
        .says(format!("{} finds nothing at \"{place}\".", waiver.rule))
        .suggests("Remove the waiver, or write the place as the finding does.")
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
