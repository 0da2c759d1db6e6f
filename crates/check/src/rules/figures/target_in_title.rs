//! Targets in titles against targets in tables.

use clew_plan::{Book, UnitOfMeasure};

use super::series::{all, single};
use crate::measures::target_in_title;
use crate::numbers::number;
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "target-differs-from-title",
    severity: Severity::Error,
    title: "A title names one target, the table another",
    explanation: "Titles such as \"90% of visits completed in time\" carry their target. When \
        the table gives a different one, committee is shown both. Only the latest target is \
        compared, since titles are rewritten each year.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let series = all(book);
    let shares = series
        .iter()
        .filter(|series| series.measure.unit_of_measure != Some(UnitOfMeasure::Number));
    shares
        .filter_map(|series| {
            let titled = target_in_title(&series.measure.title)?;
            let target = series.targets.iter().max_by_key(|target| target.period)?;
            let goal = single(target).filter(|goal| *goal != titled)?;
            let finding = RULE
                .finding(document_of(book, target.source.as_ref()))
                .at(
                    format!("{}, target {}", series.name(), number(goal)),
                    target.source.as_ref(),
                )
                .says(format!(
                    "The title says {}%, the target for {} is {}.",
                    number(titled),
                    target.period,
                    number(goal)
                ))
                .suggests("Settle which target holds, and take the number out of the title.");
            Some(finding)
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
            measures {"code":"M1","title":"90% of visits completed in time","kind":"statistical","unit_of_measure":"%"}
            finds 1 | another target
            targets {"measure":"M1","period":"2019-20","goal":"95"}
            silent | the same, and an older one
            targets {"measure":"M1","period":"2018-19","goal":"85"}
            targets {"measure":"M1","period":"2019-20","goal":"90.0"}
        "#,
        );
    }
}
