//! Statuses that differ from the rule's by one step.

use clew_plan::Book;

use super::contradicted::{contradicts, goal_text};
use super::reported::{Reported, disputed};
use crate::numbers::number;
use crate::rules::figures::series::name;
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "status-differs-from-rule",
    severity: Severity::Note,
    title: "A published status is not the one the rule gives",
    explanation: "Amber where the rule gives Red, or the other way about, or Green where it \
        gives Amber. The publisher may have used another tolerance or judged by where the year \
        will end; if so the tolerance or the year's profile should be recorded, so that the \
        next report says the same of the same figures. As reported stays as reported; this only \
        shows the difference and its reason.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let differing = disputed(book)
        .into_iter()
        .filter(|reported| reported.judgement.is_disputed() && !contradicts(reported));
    differing.map(|reported| {
        let Reported { measure, figure, status, judgement } = reported;
        let value = judgement.value.map_or_else(|| "no value".to_owned(), number);
        let goal = goal_text(judgement.target);
        RULE.finding(document_of(book, figure.source.as_ref()))
            .at(format!("{}: {status} at {value} against {goal}", name(measure)), figure.source.as_ref())
            .says(format!("{status} was reported for {}; the rule gives {}. {}", figure.period, judgement.by_rule, judgement.why))
            .suggests("Record the tolerance, or the profile within the year, that the published status was judged by.")
    }).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            measures {"code":"M1","title":"100% coverage of appraisals","kind":"statistical","unit_of_measure":"%","polarity":"higher"}
            targets {"measure":"M1","period":"2019-20","goal":"100"}
            finds 1 | amber half way through the year
            figures {"measure":"M1","period":"2019-20 to Q2","value":"40","from":"imported","state":"final","reported_status":"Amber"}
            silent | as the profile says
            profile {"measure":"M1","period":"2019-20 to Q2","goal":"42"}
            figures {"measure":"M1","period":"2019-20 to Q2","value":"40","from":"imported","state":"final","reported_status":"Amber"}
            silent | a contradiction is not reported twice
            figures {"measure":"M1","period":"2019-20 to Q2","value":"40","from":"imported","state":"final","reported_status":"Green"}
        "#,
        );
    }
}
