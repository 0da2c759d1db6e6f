//! The same list of priorities given twice with different members.

use std::collections::{BTreeMap, BTreeSet};

use clew_plan::{Book, Outcome, OutcomeLevel, PlanId};

use crate::finding::place;
use crate::sources::document_of;
use crate::words::{content_words, overlap};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "two-lists-of-priorities",
    severity: Severity::Warning,
    title: "One document lists its priorities twice, and not alike",
    explanation: "Two plans of one document whose priorities mostly echo one another (at least \
        half share most of their words) are taken for one list given twice. Another number of \
        entries, or entries split or joined, leaves a reader to guess which list holds.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut lists: BTreeMap<(String, &PlanId), Vec<&Outcome>> = BTreeMap::new();
    for outcome in book
        .outcomes
        .iter()
        .filter(|outcome| outcome.level == OutcomeLevel::Priority)
    {
        lists
            .entry((document_of(book, outcome.source.as_ref()), &outcome.plan))
            .or_default()
            .push(outcome);
    }
    let lists: Vec<((String, &PlanId), Vec<&Outcome>)> = lists.into_iter().collect();
    let mut found = Vec::new();
    for (at, ((document, _), first)) in lists.iter().enumerate() {
        for ((other_document, _), second) in &lists[at + 1..] {
            if document == other_document
                && !document.is_empty()
                && echo(first, second)
                && !alike(first, second)
            {
                found.push(finding(document, first, second));
            }
        }
    }
    found
}

fn finding(document: &str, first: &[&Outcome], second: &[&Outcome]) -> Finding {
    let places = first
        .iter()
        .chain(second)
        .map(|outcome| place(outcome.title.clone(), outcome.source.as_ref()));
    RULE.finding(document)
        .at_all(places)
        .says(format!("The priorities are listed twice: {} in one place, {} in the other, and not in the same words.", first.len(), second.len()))
        .suggests("Keep one list and repeat it word for word.")
}

fn echo(first: &[&Outcome], second: &[&Outcome]) -> bool {
    let (fewer, more) = if first.len() <= second.len() {
        (first, second)
    } else {
        (second, first)
    };
    let more: Vec<BTreeSet<String>> = more
        .iter()
        .map(|outcome| content_words(&outcome.title))
        .collect();
    let echoed = fewer.iter().filter(|outcome| {
        let words = content_words(&outcome.title);
        more.iter().any(|other| overlap(&words, other) >= 60)
    });
    fewer.len() >= 3 && echoed.count() * 2 >= fewer.len()
}

fn alike(first: &[&Outcome], second: &[&Outcome]) -> bool {
    let words = |list: &[&Outcome]| -> BTreeSet<BTreeSet<String>> {
        list.iter()
            .map(|outcome| content_words(&outcome.title))
            .collect()
    };
    words(first) == words(second)
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            documents {"id":"d","title":"Plan"}
            outcomes {"id":"a1","plan":"a","level":"priority","title":"Early intervention and prevention"}
            outcomes {"id":"a2","plan":"a","level":"priority","title":"Basic and key processes"}
            outcomes {"id":"a3","plan":"a","level":"priority","title":"Best use of resources and improved structure"}
            finds 1 | one entry split
            outcomes {"id":"b1","plan":"b","level":"priority","title":"Early intervention & prevention"}
            outcomes {"id":"b2","plan":"b","level":"priority","title":"Basic and key processes"}
            outcomes {"id":"b3","plan":"b","level":"priority","title":"Best use of resources"}
            outcomes {"id":"b4","plan":"b","level":"priority","title":"Improved structure"}
            silent | the same list, and a list of other things
            outcomes {"id":"b1","plan":"b","level":"priority","title":"Early intervention & prevention"}
            outcomes {"id":"b2","plan":"b","level":"priority","title":"Basic and key processes"}
            outcomes {"id":"b3","plan":"b","level":"priority","title":"Best use of resources and improved structure"}
            outcomes {"id":"c1","plan":"c","level":"priority","title":"Later life"}
            outcomes {"id":"c2","plan":"c","level":"priority","title":"Housing"}
            outcomes {"id":"c3","plan":"c","level":"priority","title":"Roads"}
        "#,
        );
    }
}
