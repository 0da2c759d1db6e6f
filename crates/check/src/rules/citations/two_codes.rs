//! One indicator under two codes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use clew_plan::{Book, Citation, Goal};
use rust_decimal::Decimal;

use super::{by_indicator, cited};
use crate::words::{content_words, likeness};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "one-indicator-under-two-codes",
    severity: Severity::Warning,
    title: "Two codes stand for what reads as one indicator",
    explanation: "Titles are compared by their words that carry meaning. Two codes are reported \
        when their titles have the same words, or at least seven in ten and the same value or \
        target for one period, or all but one word when the codes are one another's in a \
        shorter form. Indicators that two services keep side by side (\"complaints received by \
        the service\") differ by the unit in their codes and have each its own value; they are \
        left alone when value and target both differ.",
    run,
};

struct Indicator<'book> {
    code: String,
    citations: Vec<&'book Citation>,
    words: BTreeSet<String>,
}

fn run(book: &Book) -> Vec<Finding> {
    let mut documents: BTreeMap<&str, Vec<Indicator<'_>>> = BTreeMap::new();
    for ((document, code), citations) in by_indicator(book) {
        let words = citations
            .first()
            .map(|citation| content_words(&citation.title))
            .unwrap_or_default();
        documents.entry(document).or_default().push(Indicator {
            code,
            citations,
            words,
        });
    }
    documents
        .iter()
        .flat_map(|(document, indicators)| in_document(document, indicators))
        .collect()
}

/// Compares each indicator with those that share one of its rarer words.
fn in_document(document: &str, indicators: &[Indicator<'_>]) -> Vec<Finding> {
    let mut with_word: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, indicator) in indicators.iter().enumerate() {
        for word in &indicator.words {
            with_word.entry(word).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for (at, indicator) in indicators.iter().enumerate() {
        let mut rare: Vec<&Vec<usize>> = indicator
            .words
            .iter()
            .filter_map(|word| with_word.get(word.as_str()))
            .collect();
        rare.sort_by_key(|others| others.len());
        let others: BTreeSet<usize> = rare
            .into_iter()
            .take(4)
            .filter(|others| others.len() <= 60)
            .flatten()
            .copied()
            .filter(|other| *other > at)
            .take(200)
            .collect();
        found.extend(
            others
                .into_iter()
                .filter_map(|other| judge(document, indicator, &indicators[other])),
        );
    }
    found
}

fn judge(document: &str, first: &Indicator<'_>, second: &Indicator<'_>) -> Option<Finding> {
    let like = likeness(&first.words, &second.words);
    let (values, targets) = (shared(first, second, value), shared(first, second, target));
    let short_form = first.code.ends_with(&second.code) || second.code.ends_with(&first.code);
    let differ = values == Some(false) && targets != Some(true);
    let one = first.words.len() >= 4
        && ((like == 100 && !differ)
            || (like >= 70 && (values == Some(true) || targets == Some(true)))
            || (like >= 80 && short_form));
    if !one {
        return None;
    }
    let (one, other) = (first.citations.first()?, second.citations.first()?);
    let finding = RULE
        .finding(document)
        .at(cited(one), one.source.as_ref())
        .at(cited(other), other.source.as_ref())
        .says(format!(
            "{} and {} read as one indicator: \"{}\".",
            name(one),
            name(other),
            crate::words::short(&one.title, 140)
        ))
        .suggests("Keep one code. If they do differ, say in the titles what each counts.");
    Some(finding)
}

fn name(citation: &Citation) -> String {
    citation
        .code
        .as_ref()
        .map_or_else(String::new, |code| code.body().to_owned())
}

fn value(citation: &Citation) -> Option<(String, Decimal)> {
    Some((citation.value_period?.label(), citation.value?))
}

fn target(citation: &Citation) -> Option<(String, Decimal)> {
    match citation.target? {
        Goal::Value(goal) => Some((citation.target_period?.label(), goal)),
        Goal::Range { .. } => None,
    }
}

/// Whether the two give the same number for one period; nothing when they share no period. A number
/// of 0 or 100, which many indicators have, says nothing.
fn shared(
    first: &Indicator<'_>,
    second: &Indicator<'_>,
    given: fn(&Citation) -> Option<(String, Decimal)>,
) -> Option<bool> {
    let of = |indicator: &Indicator<'_>| -> Vec<(String, Decimal)> {
        indicator
            .citations
            .iter()
            .filter_map(|citation| given(citation))
            .collect()
    };
    let (ours, theirs) = (of(first), of(second));
    let telling = |number: Decimal| !number.is_zero() && number != Decimal::ONE_HUNDRED;
    let pairs = ours
        .iter()
        .flat_map(|one| theirs.iter().map(move |other| (one, other)))
        .filter(|(one, other)| one.0 == other.0);
    let mut compared = None;
    for (one, other) in pairs {
        if one.1 == other.1 && telling(one.1) {
            return Some(true);
        }
        compared = Some(one.1 == other.1);
    }
    compared
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            citations {"document":"d","place":"alignment","code":"SPCF096_9b","title":"Share of Looked After Children who live with families near home","target_period":"2021-22","target":"93"}
            citations {"document":"d","place":"scorecard","code":"SPCF040","title":"Complaints about what the service did","value_period":"2020-21","value":"54"}
            citations {"document":"d","place":"alignment","code":"SPCJ144","title":"Share of community payback orders under the justice team that end well","target_period":"2021-22","target":"83"}
            finds 1 | the same title under another code, another target
            citations {"document":"d","place":"budget","code":"SPCF092","title":"share of looked after children who live with families near home","target_period":"2021-22","target":"92"}
            finds 1 | nearly the same title with the same target
            citations {"document":"d","place":"scorecard","code":"SPCJ143","title":"Share of community-based orders under the justice team that end well","target_period":"2021-22","target":"83"}
            silent | two services' complaints, and the same code in another form
            citations {"document":"d","place":"scorecard","code":"SPCJ040","title":"Complaints about what the service did","value_period":"2020-21","value":"4"}
            citations {"document":"d","place":"budget","code":"P-SPCF096","title":"share of looked after children who live with families near home"}
        "#,
        );
    }
}
