//! Formulas with a part that is not there.

use std::collections::HashSet;

use clew_plan::{Book, Formula, MeasureKey};

use super::name;
use crate::sources::document_of;
use crate::words::list;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "formula-names-no-measure",
    severity: Severity::Error,
    title: "A formula uses, or is for, a measure that is not there",
    explanation: "A part without a measure never has a figure: a ratio made from it stays empty, \
        and a sum stays partial for ever. Mostly the code is mistyped, or the measure was \
        given another one.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let known: HashSet<MeasureKey> = book
        .measures
        .iter()
        .map(|measure| measure.code.key())
        .collect();
    book.formulas
        .iter()
        .filter_map(|formula| judge(book, formula, &known))
        .collect()
}

fn judge(book: &Book, formula: &Formula, known: &HashSet<MeasureKey>) -> Option<Finding> {
    let named = std::iter::once(&formula.measure).chain(formula.formula.parts());
    let unknown: Vec<String> = named
        .filter(|measure| !known.contains(measure))
        .map(MeasureKey::to_string)
        .collect();
    (!unknown.is_empty()).then(|| {
        RULE.finding(document_of(book, formula.source.as_ref()))
            .at(name(book, formula), formula.source.as_ref())
            .says(format!(
                "The formula of {} names what is no measure: {}.",
                formula.measure,
                list(&unknown)
            ))
            .suggests("Correct the code in the formula, or add the measure.")
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            measures {"code":"M1","title":"Seen in time","kind":"statistical"}
            measures {"code":"A01","title":"Seen","kind":"statistical"}
            measures {"code":"A2","title":"Referred","kind":"statistical"}
            finds 1 | two parts that are not there
            formulas {"measure":"M1","formula":"sum of A1, A3, A4"}
            finds 1 | a formula for nothing
            formulas {"measure":"M2","formula":"sum of A1, A2"}
            silent | codes that are written in another way
            formulas {"measure":"M01","formula":"ratio of a1 to A02"}
        "#,
        );
    }
}
