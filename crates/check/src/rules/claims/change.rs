//! Changes stated between two values.

use clew_plan::{Book, Claim};

use crate::numbers::{number, percent, places_of, rounded, rounds_to};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "stated-change-is-wrong",
    severity: Severity::Error,
    title: "A stated rise or fall is not the change between its two values",
    explanation: "\"A 7% decrease, from 988 to 916\" is worked out again: later less earlier, \
        divided by the earlier value, rounded to the nearest at the places stated.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    book.claims.iter().filter_map(judge).collect()
}

fn judge(claim: &Claim) -> Option<Finding> {
    let (from, to, stated) = (claim.from_value?, claim.to_value?, claim.stated_change?);
    let exact = percent(to.checked_sub(from)?, from)?;
    if rounds_to(exact, stated, places_of(stated)) {
        return None;
    }
    let finding = RULE
        .finding(claim.document.as_str())
        .at(
            format!("{}, {stated}%", claim.subject),
            claim.source.as_ref(),
        )
        .says(format!(
            "From {} to {} is a change of {}%, not {stated}%.",
            number(from),
            number(to),
            number(rounded(exact, places_of(stated) + 1))
        ))
        .suggests("Correct the percentage, or the value that is wrong.");
    Some(finding)
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            silent | a change too large to be worked out
            claims {"document":"d","subject":"Cost","from_value":"-70000000000000000000000000000","to_value":"70000000000000000000000000000","stated_change":"5"}
            silent | changes that follow
            claims {"document":"d","subject":"children looked after","to_value":"752","from_value":"725","stated_change":"4"}
            claims {"document":"d","subject":"guardianship","to_value":"916","from_value":"988","stated_change":"-7"}
            claims {"document":"d","subject":"visits","to_value":"2563","from_value":"2556"}
            finds 1 | a fall called a rise
            claims {"document":"d","subject":"guardianship","to_value":"916","from_value":"988","stated_change":"7"}
        "#,
        );
    }
}
