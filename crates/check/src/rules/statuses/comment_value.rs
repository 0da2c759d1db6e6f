//! Values in comments against values in tables.

use std::collections::HashMap;

use clew_plan::{Book, Figure, MeasureKey, UnitOfMeasure};
use rust_decimal::Decimal;

use crate::numbers::{number, places_of, rounds_to};
use crate::sources::document_of;
use crate::tokens::{Number, tokens};
use crate::words::sentences;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "comment-gives-another-value",
    severity: Severity::Error,
    title: "A comment gives another value than the table",
    explanation: "A sentence of a comment that begins with \"To date\" and has one percentage \
        speaks of the same figure as the table's \"to date\" column. They must agree, as far as \
        either is rounded. Sentences about a part of the period, or with several percentages, \
        are left alone.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let shares: HashMap<MeasureKey, String> = book
        .measures
        .iter()
        .filter(|measure| measure.unit_of_measure == Some(UnitOfMeasure::Percent))
        .map(|measure| (measure.code.key(), measure.code.to_string()))
        .collect();
    let mut figures: HashMap<(&MeasureKey, i32), &Figure> = HashMap::new();
    for figure in book
        .figures
        .iter()
        .filter(|figure| shares.contains_key(&figure.measure))
    {
        let known = figures
            .entry((&figure.measure, figure.period.last().number()))
            .or_insert(figure);
        if figure.period.first() < known.period.first() {
            *known = figure;
        }
    }
    book.commentary
        .iter()
        .filter_map(|comment| {
            let figure =
                figures.get(&(comment.measure.as_ref()?, comment.period.last().number()))?;
            let value = figure.value?;
            let said = sentences(&comment.text).into_iter().find_map(to_date)?;
            let code = shares.get(&figure.measure)?;
            (!agree(value, said)).then(|| {
                RULE.finding(document_of(book, comment.source.as_ref()))
                    .at(
                        format!("{}, {}: {}%", code, figure.period, number(value)),
                        figure.source.as_ref(),
                    )
                    .at(
                        format!("{}, comment: {}%", code, number(said)),
                        comment.source.as_ref(),
                    )
                    .says(format!(
                        "The table gives {}% for {}, the comment {}%.",
                        number(value),
                        figure.period,
                        number(said)
                    ))
                    .suggests("Correct whichever is wrong.")
            })
        })
        .collect()
}

fn to_date(sentence: &str) -> Option<Decimal> {
    if !sentence.to_lowercase().starts_with("to date") {
        return None;
    }
    let found = tokens(sentence);
    let numbers: Vec<Number<'_>> = found
        .iter()
        .filter_map(|token| token.number())
        .filter(|number| number.percent)
        .collect();
    match numbers.as_slice() {
        [only] => Some(only.value),
        _ => None,
    }
}

/// Whether one is the other rounded to fewer places.
fn agree(first: Decimal, second: Decimal) -> bool {
    let (first, second) = (first.normalize(), second.normalize());
    let places = places_of(first).min(places_of(second));
    rounds_to(first, second, places)
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            measures {"code":"M1","title":"Seen in time","kind":"statistical","unit_of_measure":"%"}
            figures {"measure":"M1","period":"2019-20 to Q2","value":"96","from":"imported","state":"final"}
            finds 1 | another value
            commentary {"measure":"M1","period":"2019-20 to Q2","text":"To date, 69% were seen in time."}
            silent | the same rounded, a quarter's, and two at once
            commentary {"measure":"M1","period":"2019-20 to Q2","text":"In Quarter 2, 62% were seen. To date 96.2% were seen."}
            commentary {"measure":"M1","period":"2019-20 to Q2","text":"To date, 10% and 20% were seen."}
        "#,
        );
    }
}
