//! Figures that were given for a measure that is worked out.

use std::collections::HashMap;

use clew_measure::formulas::formula_for;
use clew_plan::{Book, Figure, FigureSource, MeasureKey};

use crate::measures::code_of;
use crate::numbers::number;
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "figure-beside-its-formula",
    severity: Severity::Warning,
    title: "A figure was given although the measure has a formula for the period",
    explanation: "A figure that somebody gave stands, and none is worked out beside it, so it \
        does not follow when its parts are corrected. Figures of periods before the formula's \
        first one are as they should be. One finding for a measure.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut given: HashMap<&MeasureKey, Vec<&Figure>> = book
        .formulas
        .iter()
        .map(|formula| (&formula.measure, Vec::new()))
        .collect();
    for figure in &book.figures {
        if figure.from != FigureSource::Computed
            && let Some(given) = given.get_mut(&figure.measure)
            && formula_for(book, &figure.measure, figure.period).is_some()
        {
            given.push(figure);
        }
    }
    // In the order of the book, each measure once.
    let measures = book.formulas.iter().map(|formula| &formula.measure);
    measures
        .filter_map(|measure| judge(book, &given.remove(measure)?))
        .collect()
}

fn judge(book: &Book, given: &[&Figure]) -> Option<Finding> {
    let first = given.first()?;
    let code = code_of(book, &first.measure);
    let places = given.iter().map(|figure| {
        let value = figure.value.map_or("no value".to_owned(), number);
        let what = format!("{code}, {}: {value}", figure.period);
        crate::finding::place(what, figure.source.as_ref())
    });
    let finding = RULE
        .finding(document_of(book, first.source.as_ref()))
        .at_all(places)
        .says(format!(
            "{code} has a formula, but {} of its figures were given by hand.",
            given.len()
        ))
        .suggests("Remove these figures and correct the parts, or let the formula begin later.");
    Some(finding)
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
            formulas {"measure":"M1","from":"2023-24","formula":"sum of A1, A2"}
            formulas {"measure":"M1","from":"2024-25","formula":"sum of A1, A3"}
            finds 1 | two given ones
            figures {"measure":"M1","period":"2023-24","value":"5","from":"returned","state":"final"}
            figures {"measure":"M1","period":"2024-25 Q2","value":"6","from":"imported","state":"final"}
            silent | worked out, from before the formula, and of another measure
            figures {"measure":"M1","period":"2023-24","value":"5","from":"computed","state":"final"}
            figures {"measure":"M1","period":"2022-23","value":"5","from":"returned","state":"final"}
            figures {"measure":"A1","period":"2023-24","value":"5","from":"returned","state":"final"}
        "#,
        );
    }
}
