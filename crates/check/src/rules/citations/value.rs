//! One indicator with two values.

use clew_calendar::Period;
use clew_plan::{Book, Citation};
use rust_decimal::Decimal;

use super::by_indicator;
use crate::finding::place;
use crate::words::list;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "indicator-has-two-values",
    severity: Severity::Error,
    title: "One indicator has different values for one period in different places",
    explanation: "As for targets: every value that a document gives an indicator for one period \
        is put together by code. Different values are reported once, with every place.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    by_indicator(book)
        .into_iter()
        .flat_map(|((document, indicator), citations)| {
            let mut periods: Vec<Period> = citations
                .iter()
                .filter_map(|citation| citation.value_period)
                .collect();
            periods.sort();
            periods.dedup();
            periods
                .into_iter()
                .filter_map(move |period| judge(document, &indicator, period, &citations))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn judge(
    document: &str,
    indicator: &str,
    period: Period,
    citations: &[&Citation],
) -> Option<Finding> {
    let given = citations
        .iter()
        .filter(|citation| citation.value_period == Some(period));
    let mine: Vec<(&&Citation, Decimal)> = given
        .filter_map(|citation| Some((citation, citation.value?)))
        .collect();
    let mut values: Vec<(Decimal, String)> = Vec::new();
    for (citation, value) in &mine {
        if values.iter().all(|(other, _)| other != value) {
            values.push((*value, as_written(citation, *value)));
        }
    }
    if values.len() < 2 {
        return None;
    }
    let written: Vec<String> = values.into_iter().map(|(_, written)| written).collect();
    let places = mine.iter().map(|(citation, value)| {
        let code = citation
            .code
            .as_ref()
            .map_or_else(String::new, ToString::to_string);
        place(
            format!(
                "{code} in {}, {}",
                citation.place,
                as_written(citation, *value)
            ),
            citation.source.as_ref(),
        )
    });
    let code = mine
        .first()
        .and_then(|(citation, _)| citation.code.as_ref())
        .map_or(indicator, |code| code.body());
    let finding = RULE
        .finding(document)
        .at_all(places)
        .says(format!(
            "{code} has {} values for {period}: {}.",
            written.len(),
            list(&written)
        ))
        .suggests("Find which value is right, and let every table take it from one record.");
    Some(finding)
}

fn as_written(citation: &Citation, value: Decimal) -> String {
    citation
        .value_as_written
        .clone()
        .unwrap_or_else(|| value.to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            citations {"document":"d","place":"alignment","code":"SPCC024","title":"Net cost","value_period":"2020-21","value":"1493","value_as_written":"£1,493"}
            finds 1 | another value
            citations {"document":"d","place":"scorecard","code":"SPCC024","title":"Net cost","value_period":"2020-21","value":"1432","value_as_written":"£1432"}
            silent | another year, and the same written otherwise
            citations {"document":"d","place":"scorecard","code":"SPCC024","title":"Net cost","value_period":"2019-20","value":"1432"}
            citations {"document":"d","place":"budget","code":"SPCC024","title":"Net cost","value_period":"2020-21","value":"1493.0","value_as_written":"1493"}
        "#,
        );
    }
}
