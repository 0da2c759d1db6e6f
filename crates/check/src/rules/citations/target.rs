//! One indicator with two targets.

use clew_calendar::Period;
use clew_plan::{Book, Citation, Goal};

use super::by_indicator;
use crate::finding::place;
use crate::words::list;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "indicator-has-two-targets",
    severity: Severity::Error,
    title: "One indicator has different targets for one period in different places",
    explanation: "Every place of a document that gives an indicator's target is put together by \
        code (prefixes and criterion suffixes aside) and period. Different targets for one \
        period are reported once, with every place; another target for another year is in \
        order. Where the code was kept but the words changed, the titles have a rule of their \
        own.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    by_indicator(book)
        .into_iter()
        .flat_map(|((document, indicator), citations)| {
            let mut periods: Vec<Option<Period>> = citations
                .iter()
                .map(|citation| citation.target_period)
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
    period: Option<Period>,
    citations: &[&Citation],
) -> Option<Finding> {
    let mine: Vec<(&&Citation, Goal)> = citations
        .iter()
        .filter(|citation| citation.target_period == period)
        .filter_map(|citation| Some((citation, citation.target?)))
        .collect();
    let mut goals: Vec<String> = Vec::new();
    for (citation, goal) in &mine {
        let known = mine
            .iter()
            .take_while(|(other, _)| !std::ptr::eq(*other, *citation))
            .any(|(_, other)| other == goal);
        if !known {
            goals.push(as_written(citation, *goal));
        }
    }
    if goals.len() < 2 {
        return None;
    }
    let when = period.map_or_else(String::new, |period| format!(" for {period}"));
    let code = mine
        .first()
        .and_then(|(citation, _)| citation.code.as_ref())
        .map_or(indicator, |code| code.body());
    let places = mine.iter().map(|(citation, goal)| {
        let code = citation
            .code
            .as_ref()
            .map_or_else(String::new, ToString::to_string);
        place(
            format!(
                "{code} in {}, target {}",
                citation.place,
                as_written(citation, *goal)
            ),
            citation.source.as_ref(),
        )
    });
    let finding = RULE
        .finding(document)
        .at_all(places)
        .says(format!(
            "{code} has {} targets{when}: {}.",
            goals.len(),
            list(&goals)
        ))
        .suggests("Set the target once, and let every table take it from there.");
    Some(finding)
}

fn as_written(citation: &Citation, goal: Goal) -> String {
    citation
        .target_as_written
        .clone()
        .unwrap_or_else(|| goal.to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            citations {"document":"d","place":"alignment","code":"CP:SPCC024","title":"Net cost","target_period":"2021-22","target":"1432","target_as_written":"£1,432"}
            finds 1 | three targets, reported once
            citations {"document":"d","place":"budget","code":"SPCC024 9a1a","title":"Net cost","target_period":"2021-22","target":"1493","target_as_written":"£1,493"}
            citations {"document":"d","place":"scorecard","code":"SPCC024","title":"Net cost","target_period":"2021-22","target":"1484","target_as_written":"£1,484"}
            silent | another year, another document, the same target written otherwise
            citations {"document":"d","place":"scorecard","code":"SPCC024","title":"Net cost","target_period":"2020-21","target":"1400"}
            citations {"document":"e","place":"scorecard","code":"SPCC024","title":"Net cost","target_period":"2021-22","target":"1400"}
            citations {"document":"d","place":"budget","code":"SPCC024_9a","title":"Net cost","target_period":"2021-22","target":"1432.00","target_as_written":"1432"}
        "#,
        );
    }
}
