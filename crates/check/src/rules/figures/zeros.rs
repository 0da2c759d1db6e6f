//! Zeros that stand for years nobody measured.

use std::collections::BTreeMap;

use clew_plan::{Book, Figure};
use rust_decimal::Decimal;

use super::series::{Series, all};
use crate::finding::place;
use crate::numbers::number;
use crate::sources::document_of;
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "zeros-stand-for-missing-years",
    severity: Severity::Warning,
    title: "Zeros printed for years that were not measured",
    explanation: "A series of at least two zeros and nothing else in past years, beside a \
        present value far from zero or a figure still to come, is nearly always a blank that a \
        system printed as 0. A reader takes it for a result, and a trend worked out from it is \
        false. One zero beside real figures is reported only in a measure whose figures are \
        otherwise above a tenth of its target or of one another. Measures for which zero is a \
        good result (targets of zero, or fewer is better) are left alone when a real figure is \
        near zero. All such measures of a document are reported together.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut documents: BTreeMap<String, Vec<(Place, usize)>> = BTreeMap::new();
    for series in all(book) {
        let zeros = suspect(&series);
        if let Some(first) = zeros.first() {
            let periods: Vec<String> = zeros
                .iter()
                .map(|figure| figure.period.to_string())
                .collect();
            let what = format!(
                "{}: 0 in {}{}",
                series.name(),
                periods.join(", "),
                beside(&series)
            );
            let found = documents
                .entry(document_of(book, first.source.as_ref()))
                .or_default();
            found.push((place(what, first.source.as_ref()), zeros.len()));
        }
    }
    documents.into_iter().map(|(document, found)| {
        let zeros: usize = found.iter().map(|(_, count)| count).sum();
        RULE.finding(document)
            .says(format!("{zeros} zeros in {} measures stand where nothing was measured.", found.len()))
            .at_all(found.into_iter().map(|(place, _)| place))
            .suggests("Leave the cell blank, or write \"not available\"; keep 0 for what was counted and found to be none.")
    }).collect()
}

fn beside(series: &Series<'_>) -> String {
    let real = series
        .figures
        .iter()
        .rev()
        .find(|figure| figure.value.is_some_and(|value| !value.is_zero()));
    real.map_or_else(String::new, |figure| {
        format!(
            ", beside {} in {}",
            number(figure.value.unwrap_or_default()),
            figure.period
        )
    })
}

fn suspect<'book>(series: &Series<'book>) -> Vec<&'book Figure> {
    let known: Vec<(&Figure, Decimal)> = series
        .figures
        .iter()
        .filter_map(|figure| Some((*figure, figure.value?)))
        .collect();
    let (zeros, real): (Vec<_>, Vec<_>) = known.iter().partition(|(_, value)| value.is_zero());
    let counted = |figure: &Figure| figure.denominator.is_some() || figure.numerator.is_some();
    let last = series.figures.last().map(|figure| figure.period.last());
    let past: Vec<&Figure> = zeros
        .iter()
        .map(|(figure, _)| *figure)
        .filter(|figure| {
            !counted(figure) && (Some(figure.period.last()) != last || real.is_empty())
        })
        .collect();
    let zero_is_aimed_at = series
        .targets
        .iter()
        .any(|target| super::series::single(target).is_some_and(|goal| goal.is_zero()));
    if past.is_empty() || zero_is_aimed_at {
        return Vec::new();
    }
    let awaited = series.figures.iter().any(|figure| figure.value.is_none());
    let suspicious = if real.is_empty() {
        past.len() >= 2 && awaited
    } else {
        let smallest = real
            .iter()
            .map(|(_, value)| value.abs())
            .min()
            .unwrap_or_default();
        smallest >= Decimal::from(5)
    };
    if suspicious { past } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            measures {"code":"M1","title":"Share of hours","kind":"statistical"}
            finds 1 | three past zeros beside 78
            figures {"measure":"M1","period":"2016-17","value":"0","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2017-18","value":"0","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2019-20 to Q2","value":"78","from":"imported","state":"final"}
            finds 1 | zeros and a figure still to come
            figures {"measure":"M1","period":"2016-17","value":"0","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2017-18","value":"0","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2019-20 to Q2","from":"imported","state":"final","reported_status":"Report later"}
            silent | zero is what is aimed at
            targets {"measure":"M1","period":"2019-20","goal":"0"}
            figures {"measure":"M1","period":"2016-17","value":"0","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2017-18","value":"0","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2018-19","value":"8","from":"imported","state":"final"}
            silent | small numbers that may well be none
            figures {"measure":"M1","period":"2016-17","value":"0","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2017-18","value":"2","from":"imported","state":"final"}
            silent | a zero that was counted
            figures {"measure":"M1","period":"2016-17","value":"0","numerator":"0","denominator":"40","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2017-18","value":"90","from":"imported","state":"final"}
        "#,
        );
    }
}
