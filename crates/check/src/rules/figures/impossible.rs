//! Values that cannot be.

use clew_plan::{Book, UnitOfMeasure};
use rust_decimal::Decimal;

use super::series::{Series, all, single};
use crate::measures::is_share;
use crate::numbers::number;
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "value-impossible",
    severity: Severity::Error,
    title: "A value or target outside what can be",
    explanation: "A percentage of a whole lies between 0 and 100; a number of people or things \
        is not negative; and a measure may say itself between which values its figures make \
        sense.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    all(book)
        .iter()
        .flat_map(|series| judge(book, series))
        .collect()
}

fn judge(book: &Book, series: &Series<'_>) -> Vec<Finding> {
    let measure = series.measure;
    let share = is_share(measure);
    let counted = measure.unit_of_measure == Some(UnitOfMeasure::Number)
        && measure.title.starts_with("Number of");
    let low = measure
        .expected_low
        .or((share || counted).then_some(Decimal::ZERO));
    let high = measure
        .expected_high
        .or(share.then_some(Decimal::ONE_HUNDRED));
    let outside = |value: &Decimal| {
        low.is_some_and(|low| *value < low) || high.is_some_and(|high| *value > high)
    };
    let figures = series.figures.iter().filter_map(|figure| {
        Some((
            figure.value?,
            figure.period.to_string(),
            figure.source.as_ref(),
        ))
    });
    let targets = series.targets.iter().filter_map(|target| {
        Some((
            single(target)?,
            format!("target {}", target.period),
            target.source.as_ref(),
        ))
    });
    let wrong = figures
        .chain(targets)
        .filter(|(value, _, _)| outside(value));
    wrong
        .map(|(value, period, source)| {
            let bound = |value: Option<Decimal>| value.map_or("any".to_owned(), number);
            RULE.finding(document_of(book, source))
                .at(
                    format!("{}: {} ({period})", series.name(), number(value)),
                    source,
                )
                .says(format!(
                    "{} cannot be: its lowest sensible value is {}, its highest {}.",
                    number(value),
                    bound(low),
                    bound(high)
                ))
                .suggests("Correct the value, or the limits if they no longer hold.")
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
            always
            measures {"code":"M1","title":"Percentage of people seen in time","kind":"statistical","unit_of_measure":"%"}
            measures {"code":"M2","title":"Percentage increase in referrals","kind":"statistical","unit_of_measure":"%"}
            measures {"code":"M3","title":"Caseload","kind":"statistical","expected_low":"5","expected_high":"40"}
            finds 2 | above 100, and a target below 0
            figures {"measure":"M1","period":"2019-20","value":"104","from":"imported","state":"final"}
            targets {"measure":"M1","period":"2019-20","goal":"-5"}
            finds 1 | outside its own limits
            figures {"measure":"M3","period":"2019-20","value":"400","from":"imported","state":"final"}
            silent | what may be
            figures {"measure":"M1","period":"2019-20","value":"100","from":"imported","state":"final"}
            figures {"measure":"M2","period":"2019-20","value":"140","from":"imported","state":"final"}
            figures {"measure":"M3","period":"2019-20","value":"40","from":"imported","state":"final"}
        "#,
        );
    }
}
