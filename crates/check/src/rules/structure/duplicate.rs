//! Codes and numbers used twice.

use std::collections::HashMap;

use clew_plan::Book;

use crate::finding::place;
use crate::sources::document_of;
use crate::words::short;
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "identifier-used-twice",
    severity: Severity::Error,
    title: "Two records share one code or number",
    explanation: "Measures are told apart by their normalised code (`SW1` and `SW01` are one), \
        actions by number within their plan, and outcomes, units, risks, findings and plans by \
        their ids. With two of one name nobody can say whose figure or update it is.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let measures = book.measures.iter().map(|row| {
        (
            format!("measure {}", row.code.key()),
            row.title.as_str(),
            row.source.as_ref(),
        )
    });
    let actions = book.actions.iter().map(|row| {
        (
            format!("action {} of {}", row.id, row.plan),
            row.title.as_deref().unwrap_or(""),
            row.source.as_ref(),
        )
    });
    let outcomes = book.outcomes.iter().map(|row| {
        (
            format!("outcome {}", row.id),
            row.title.as_str(),
            row.source.as_ref(),
        )
    });
    let units = book.units.iter().map(|row| {
        (
            format!("unit {}", row.id),
            row.name.as_str(),
            row.source.as_ref(),
        )
    });
    let plans = book.plans.iter().map(|row| {
        (
            format!("plan {}", row.id),
            row.title.as_str(),
            row.source.as_ref(),
        )
    });
    let risks = book.risks.iter().map(|row| {
        (
            format!("risk {}", row.code),
            row.title.as_str(),
            row.source.as_ref(),
        )
    });
    let findings = book.findings.iter().map(|row| {
        (
            format!("finding {} of {}", row.id, row.inspection),
            row.title.as_str(),
            row.source.as_ref(),
        )
    });
    let all = measures
        .chain(actions)
        .chain(outcomes)
        .chain(units)
        .chain(plans)
        .chain(risks)
        .chain(findings);
    let mut seen: HashMap<String, Place> = HashMap::new();
    let mut found = Vec::new();
    for (name, title, source) in all {
        let here = place(format!("{name}, {}", short(title, 70)), source);
        match seen.get(&name) {
            None => {
                seen.insert(name, here);
            }
            Some(first) => found.push(
                RULE.finding(document_of(book, source))
                    .at_all([first.clone(), here.clone()])
                    .says(format!("{name} stands twice."))
                    .suggests("Give one of the two another code or number, or drop it if both are the same thing."),
            ),
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
            finds 1 | one code in two forms
            measures {"code":"SW1","title":"A","kind":"statistical","source":"row 1"}
            measures {"code":"SW01","title":"B","kind":"statistical","source":"row 2"}
            silent | one number in two plans
            actions {"id":"1","plan":"p","title":"A"}
            actions {"id":"1","plan":"q","title":"B"}
        "#,
        );
    }
}
