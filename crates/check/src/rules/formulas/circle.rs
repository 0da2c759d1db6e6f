//! Formulas that are made from themselves.

use clew_measure::formulas::circular;
use clew_plan::Book;

use super::name;
use crate::finding::place;
use crate::measures::code_of;
use crate::sources::document_of;
use crate::words::list;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "formula-runs-in-a-circle",
    severity: Severity::Error,
    title: "A measure is worked out from itself, directly or through others",
    explanation: "A figure that needs itself cannot be worked out, so neither the measures in \
        the circle nor those made from them have figures while it lasts. Each version of a \
        formula is looked at with those in force at the same time. All circles are one finding.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let circular = circular(book);
    let Some(first) = circular.first() else {
        return Vec::new();
    };
    let codes: Vec<String> = circular
        .iter()
        .map(|formula| code_of(book, &formula.measure))
        .collect();
    let places = circular
        .iter()
        .map(|formula| place(name(book, formula), formula.source.as_ref()));
    vec![
        RULE.finding(document_of(book, first.source.as_ref()))
            .at_all(places)
            .says(format!(
                "Formulas that in the end are made from themselves: {}.",
                list(&codes)
            ))
            .suggests("Take one of these measures out of the formula of another."),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            measures {"code":"M1","title":"All","kind":"statistical"}
            measures {"code":"M2","title":"Some","kind":"statistical"}
            measures {"code":"A1","title":"Seen","kind":"statistical"}
            finds 1 | from itself
            formulas {"measure":"M1","formula":"sum of M1, A1"}
            finds 1 | through another
            formulas {"measure":"M1","formula":"sum of M2, A1"}
            formulas {"measure":"M2","formula":"difference of M1, A1"}
            finds 1 | only from 2024-25 on
            formulas {"measure":"M1","formula":"sum of M2, A1"}
            formulas {"measure":"M2","from":"2024-25","formula":"difference of M1, A1"}
            silent | one made from another, and two that were never in force together
            formulas {"measure":"M1","formula":"sum of M2, A1"}
            formulas {"measure":"M1","from":"2024-25","formula":"sum of A1, A2"}
            formulas {"measure":"M2","from":"2024-25","formula":"difference of M1, A1"}
        "#,
        );
    }
}
