//! Ten-fold jumps from one like period to the next.

use clew_plan::Book;
use rust_decimal::Decimal;

use super::series::{Series, all};
use crate::numbers::{number, times};
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "ten-fold-jump",
    severity: Severity::Warning,
    title: "A figure ten times its neighbours",
    explanation: "A figure that is more than ten times smaller or larger than both the largest \
        and the smallest figure of the like periods beside it (at least two, and none of them \
        below 5) is more often a slip of the decimal point than an event. Figures off by a \
        thousand have a rule of their own, zeros too, and a break recorded in the series \
        silences this one.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let broken: std::collections::HashSet<_> = book
        .series_breaks
        .iter()
        .map(|series| &series.measure)
        .collect();
    let unbroken = |series: &Series<'_>| !broken.contains(&series.measure.code.key());
    all(book)
        .iter()
        .filter(|series| unbroken(series))
        .flat_map(|series| judge(book, series))
        .collect()
}

fn judge(book: &Book, series: &Series<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let known: Vec<_> = series
        .figures
        .iter()
        .filter_map(|figure| Some((figure, figure.value?.abs())))
        .collect();
    let sizes = || known.iter().map(|(_, value)| *value);
    let spreads = sizes()
        .min()
        .zip(sizes().max())
        .is_some_and(|(low, high)| times(low, Decimal::TEN) < high);
    for (figure, value) in known.iter().filter(|_| spreads) {
        let like: Vec<Decimal> = known
            .iter()
            .filter(|(other, _)| {
                other.period != figure.period && other.period.kind() == figure.period.kind()
            })
            .map(|(_, value)| *value)
            .collect();
        let (Some(low), Some(high)) = (like.iter().min(), like.iter().max()) else {
            continue;
        };
        let (five, ten, hundred) = (Decimal::from(5), Decimal::TEN, Decimal::ONE_HUNDRED);
        let jumps = |factor: Decimal| *value > times(*high, factor) || times(*value, factor) < *low;
        let enough = like.len() >= 2 && *low >= five && *value >= Decimal::ONE;
        if enough && jumps(ten) && !jumps(hundred) {
            found.push(
                RULE.finding(document_of(book, figure.source.as_ref()))
                    .at(format!("{}: {} in {}", series.name(), number(*value), figure.period), figure.source.as_ref())
                    .says(format!("{} in {}; the other figures lie between {} and {}.", number(*value), figure.period, number(*low), number(*high)))
                    .suggests("Check the figure at its source. If it is right, record what changed as a break in the series."),
            );
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
            always
            measures {"code":"M1","title":"Referrals","kind":"statistical"}
            figures {"measure":"M1","period":"2016-17","value":"712","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2017-18","value":"754","from":"imported","state":"final"}
            finds 1 | a digit too many
            figures {"measure":"M1","period":"2018-19","value":"7901","from":"imported","state":"final"}
            silent | a large rise
            figures {"measure":"M1","period":"2018-19","value":"1790","from":"imported","state":"final"}
            silent | the largest number, far more than ten times the others
            figures {"measure":"M1","period":"2018-19","value":"70000000000000000000000000000","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2019-20","value":"70000000000000000000000000000","from":"imported","state":"final"}
            silent | half a year is not like a year
            figures {"measure":"M1","period":"2019-20 Q1","value":"60","from":"imported","state":"final"}
        "#,
        );
    }
}
