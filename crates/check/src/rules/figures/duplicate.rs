//! Two figures or two targets for one thing.

use std::collections::HashMap;

use clew_calendar::Period;
use clew_plan::{Book, Goal, MeasureKey, UnitId};

use crate::finding::place;
use crate::measures::code_of;
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "figure-given-twice",
    severity: Severity::Error,
    title: "Two different figures, or targets, for one measure, period and unit",
    explanation: "A measure has one figure and one target for a period and a part of the \
        organisation. Where the book holds two that differ, no report can be right. The same \
        value recorded twice is let pass.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let figures = book.figures.iter().filter_map(|figure| {
        let key = (
            "figure",
            &figure.measure,
            figure.period,
            figure.unit.as_ref(),
        );
        Some((key, Goal::Value(figure.value?), figure.source.as_ref()))
    });
    let targets = book.targets.iter().filter_map(|target| {
        let key = (
            "target",
            &target.measure,
            target.period,
            target.unit.as_ref(),
        );
        Some((key, target.goal?, target.source.as_ref()))
    });
    let mut seen: HashMap<Key<'_>, (Goal, Option<&String>)> = HashMap::new();
    let mut found = Vec::new();
    for (key, value, source) in figures.chain(targets) {
        match seen.get(&key) {
            None => {
                seen.insert(key, (value, source));
            }
            Some((other, _)) if *other == value => {}
            Some((other, first)) => {
                found.push(differing(book, key, (*other, *first), (value, source)))
            }
        }
    }
    found
}

/// Figure or target, and of what, when and where.
type Key<'book> = (
    &'static str,
    &'book MeasureKey,
    Period,
    Option<&'book UnitId>,
);

fn differing(
    book: &Book,
    key: Key<'_>,
    first: (Goal, Option<&String>),
    second: (Goal, Option<&String>),
) -> Finding {
    let (what, measure, period, _) = key;
    let name = format!("{what} of {}", code_of(book, measure));
    RULE.finding(document_of(book, second.1))
        .at_all(
            [first, second]
                .map(|(value, source)| place(format!("{name}, {period}: {value}"), source)),
        )
        .says(format!(
            "The {name} for {period} is {} and also {}.",
            first.0, second.0
        ))
        .suggests("Keep the right one; if the figure was corrected, record the correction as such.")
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            figures {"measure":"M1","period":"2019-20","value":"61","from":"imported","state":"final"}
            finds 1 | another value
            figures {"measure":"M1","period":"2019-20","value":"62","from":"imported","state":"final"}
            silent | another period, another unit, the same value
            figures {"measure":"M1","period":"2018-19","value":"62","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2019-20","unit":"north","value":"62","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2019-20","value":"61.0","from":"imported","state":"final"}
        "#,
        );
    }
}
