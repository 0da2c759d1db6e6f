//! Two figures or two targets for one thing.

use std::collections::HashMap;

use clew_plan::Book;

use crate::finding::place;
use crate::sources::document_of;
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "figure-given-twice",
    severity: Severity::Error,
    title: "Two different figures, or targets, for one measure, period and unit",
    explanation: "A measure has one figure and one target for a period and a part of the organisation. Where the book holds two that \
        differ, no report can be right. The same value recorded twice is let pass.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    type Key = (String, String, String);
    let mut seen: HashMap<Key, (String, Place)> = HashMap::new();
    let mut found = Vec::new();
    let figures = book.figures.iter().filter_map(|figure| {
        let key = (
            format!("figure of {}", figure.measure),
            figure.period.to_string(),
            figure
                .unit
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
        );
        Some((
            key,
            figure.value?.normalize().to_string(),
            figure.source.as_ref(),
        ))
    });
    let targets = book.targets.iter().filter_map(|target| {
        let key = (
            format!("target of {}", target.measure),
            target.period.to_string(),
            target
                .unit
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
        );
        Some((key, target.goal?.to_string(), target.source.as_ref()))
    });
    for (key, value, source) in figures.chain(targets) {
        let here = place(format!("{}, {}: {value}", key.0, key.1), source);
        match seen.get(&key) {
            None => {
                seen.insert(key, (value, here));
            }
            Some((other, _)) if *other == value => {}
            Some((other, there)) => found.push(
                RULE.finding(document_of(book, source))
                    .at_all([there.clone(), here])
                    .says(format!("The {} for {} is {other} and also {value}.", key.0, key.1))
                    .suggests("Keep the right one; if the figure was corrected, record the correction as such."),
            ),
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
