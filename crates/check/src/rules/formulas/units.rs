//! Formulas whose parts are counted in units that do not go together.

use std::collections::HashMap;

use clew_measure::formulas::unit_fault;
use clew_plan::{Book, Formula, Measure, MeasureKey};

use super::name;
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "formula-mixes-units",
    severity: Severity::Error,
    title: "A formula adds, subtracts or divides what does not go together",
    explanation: "What is added or subtracted must be in one unit, and so must what is made \
        from it. Shares and rates are never added or divided: 2 of 4 and 2 of 100 are not 52 %, \
        so their counts are added instead. A percentage is made from two counts or amounts of \
        the same unit. Such a formula gives no figures. Measures without a unit are passed over.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let measures: HashMap<MeasureKey, &Measure> = book
        .measures
        .iter()
        .map(|measure| (measure.code.key(), measure))
        .collect();
    book.formulas
        .iter()
        .filter_map(|formula| judge(book, formula, &measures))
        .collect()
}

fn judge(
    book: &Book,
    formula: &Formula,
    measures: &HashMap<MeasureKey, &Measure>,
) -> Option<Finding> {
    let measure = measures.get(&formula.measure)?;
    let parts: Vec<Option<&Measure>> = formula
        .formula
        .parts()
        .iter()
        .map(|part| measures.get(part).copied())
        .collect();
    let fault = unit_fault(measure, formula.formula.kind(), &parts)?;
    Some(
        RULE.finding(document_of(book, formula.source.as_ref()))
            .at(name(book, formula), formula.source.as_ref())
            .says(format!("The formula of {} cannot be worked out: {fault}.", measure.code))
            .suggests("Use measures of one unit, a ratio of their counts, or correct the unit of measure."),
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            measures {"code":"S","title":"Share","kind":"statistical","unit_of_measure":"%"}
            measures {"code":"S2","title":"Other share","kind":"statistical","unit_of_measure":"%"}
            measures {"code":"N","title":"All","kind":"statistical","unit_of_measure":"number"}
            measures {"code":"N1","title":"Seen","kind":"statistical","unit_of_measure":"number"}
            measures {"code":"N2","title":"Referred","kind":"statistical","unit_of_measure":"number"}
            measures {"code":"H","title":"Hours","kind":"statistical","unit_of_measure":"hours"}
            measures {"code":"C","title":"Cost","kind":"statistical","unit_of_measure":"£"}
            measures {"code":"C2","title":"Cost per head","kind":"statistical","unit_of_measure":"£"}
            measures {"code":"R","title":"Per 1,000","kind":"statistical","unit_of_measure":"rate"}
            measures {"code":"P","title":"Open the hub","kind":"project"}
            measures {"code":"U","title":"No unit","kind":"statistical"}
            finds 1 | hours and pounds
            formulas {"measure":"C","formula":"sum of C2, H"}
            finds 1 | a sum of pounds that is called a number
            formulas {"measure":"N","formula":"sum of C, C2"}
            finds 1 | shares added
            formulas {"measure":"S","formula":"sum of S2, N1"}
            finds 1 | a share divided
            formulas {"measure":"N","formula":"ratio of S to N1"}
            finds 1 | a percentage of pounds and hours
            formulas {"measure":"S","formula":"ratio of C to H"}
            finds 1 | a rate in per cent
            formulas {"measure":"S","formula":"N1 per 1,000 of N2"}
            finds 1 | hours per head in pounds
            formulas {"measure":"C2","formula":"H per head of N1"}
            finds 1 | a piece of work has no values
            formulas {"measure":"N","formula":"sum of N1, P"}
            silent | what goes together
            formulas {"measure":"S","formula":"ratio of N1 to N2"}
            formulas {"measure":"N","formula":"sum of N1, N2, U"}
            formulas {"measure":"S2","formula":"difference of S, U"}
            formulas {"measure":"C2","formula":"C per head of N1"}
            formulas {"measure":"R","formula":"N1 per 1,000 of N2"}
            formulas {"measure":"U","formula":"ratio of C to H"}
            formulas {"measure":"GONE","formula":"sum of C, H"}
        "#,
        );
    }
}
