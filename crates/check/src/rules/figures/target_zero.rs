//! Targets of nothing that cannot be judged.

use clew_plan::{Book, Polarity, Tolerance};

use super::series::{all, single};
use crate::measures::polarity;
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "target-of-nothing",
    severity: Severity::Warning,
    title: "A target of 0 where more is better, or with a tolerance in per cent",
    explanation: "Where more is better every figure meets a target of 0, so the colour says \
        nothing. And a tolerance in per cent of 0 is 0: there is no Amber. A target of 0 where \
        fewer is better (\"no complaint upheld\") is sound and is left \
        alone.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut found = Vec::new();
    for series in all(book) {
        let measure = series.measure;
        for target in series
            .targets
            .iter()
            .filter(|target| single(target).is_some_and(|goal| goal.is_zero()))
        {
            let tolerance = target.tolerance.as_ref().or(measure.tolerance.as_ref());
            let relative =
                matches!(tolerance, Some(Tolerance::Relative(percent)) if !percent.is_zero());
            let more = polarity(measure) == Some(Polarity::Higher);
            if relative || more {
                found.push(
                    RULE.finding(document_of(book, target.source.as_ref()))
                        .at(
                            format!("{}, target 0 for {}", series.name(), target.period),
                            target.source.as_ref(),
                        )
                        .says(if more {
                            "More is better here, so every figure meets a target of 0."
                        } else {
                            "A tolerance in per cent of a target of 0 leaves no room for Amber."
                        })
                        .suggests("Set a target that says something, or a tolerance in points."),
                );
            }
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
            measures {"code":"M1","title":"Visits in time","kind":"statistical","polarity":"higher"}
            measures {"code":"M2","title":"On the register two years","kind":"statistical","polarity":"lower"}
            measures {"code":"M3","title":"Complaints upheld","kind":"statistical","polarity":"lower","tolerance":"5%"}
            finds 1 | more is better
            targets {"measure":"M1","period":"2019-20","goal":"0"}
            finds 1 | a tolerance of nothing
            targets {"measure":"M3","period":"2019-20","goal":"0"}
            silent | none is what is wanted
            targets {"measure":"M2","period":"2019-20","goal":"0"}
        "#,
        );
    }
}
