//! Statuses that their own numbers contradict.

use clew_plan::{Book, Goal, Status};

use super::reported::{Reported, disputed};
use crate::numbers::number;
use crate::rules::figures::series::name;
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "status-contradicts-its-numbers",
    severity: Severity::Error,
    title: "Green where the figure misses its target by far, or Red where it meets it",
    explanation: "The published status is set beside the one that figure, target and tolerance \
        give. Only plain contradictions are reported here: Green or Blue where the rule gives \
        Red, and Red or Amber where the target is met. Smaller differences have a rule of their \
        own. Measures without a target, or whose better direction is not known, are left alone.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    disputed(book)
        .iter()
        .filter(|reported| contradicts(reported))
        .map(|reported| finding(book, reported))
        .collect()
}

/// Whether published status and rule cannot both be right.
pub(super) fn contradicts(reported: &Reported<'_>) -> bool {
    let good = |status| matches!(status, Status::Green | Status::Blue);
    match reported.judgement.by_rule {
        Status::Red => good(reported.status),
        Status::Green | Status::Blue => matches!(reported.status, Status::Red | Status::Amber),
        _ => false,
    }
}

pub(super) fn goal_text(goal: Option<Goal>) -> String {
    goal.map_or_else(
        || "no target".to_owned(),
        |goal| format!("a target of {goal}"),
    )
}

fn finding(book: &Book, reported: &Reported<'_>) -> Finding {
    let Reported {
        measure,
        figure,
        status,
        judgement,
    } = reported;
    let value = judgement
        .value
        .map_or_else(|| "no value".to_owned(), number);
    let goal = goal_text(judgement.target);
    RULE.finding(document_of(book, figure.source.as_ref()))
        .at(format!("{}: {status} at {value} against {goal}", name(measure)), figure.source.as_ref())
        .says(format!(
            "{status} is reported for {}, but the figure is {value} against {goal}. {}",
            figure.period, judgement.why
        ))
        .suggests("Correct the figure or the status. Where there was nothing to count, leave the value out and call the measure contextual for the period.")
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            measures {"code":"M1","title":"96% of requests processed in time","kind":"statistical","unit_of_measure":"%","polarity":"higher"}
            measures {"code":"M2","title":"Labour turnover","kind":"statistical","unit_of_measure":"%"}
            measures {"code":"M3","title":"Level of referrals","kind":"statistical","unit_of_measure":"number"}
            targets {"measure":"M1","period":"2019-20","goal":"96"}
            targets {"measure":"M2","period":"2019-20","goal":"5"}
            targets {"measure":"M3","period":"2019-20","goal":"100"}
            finds 1 | green at nothing
            figures {"measure":"M1","period":"2019-20 to Q2","value":"0","from":"imported","state":"final","reported_status":"Green"}
            finds 1 | red though met
            figures {"measure":"M1","period":"2019-20 to Q2","value":"96","from":"imported","state":"final","reported_status":"Red"}
            silent | green, and amber within reach
            figures {"measure":"M1","period":"2019-20 to Q2","value":"96.2","from":"imported","state":"final","reported_status":"Green"}
            figures {"measure":"M1","period":"2019-20 Q3","value":"95","from":"imported","state":"final","reported_status":"Amber"}
            silent | fewer is better, as the title says, and a direction nobody gives
            figures {"measure":"M2","period":"2019-20 to Q2","value":"2.7","from":"imported","state":"final","reported_status":"Green"}
            figures {"measure":"M3","period":"2019-20 to Q2","value":"20","from":"imported","state":"final","reported_status":"Green"}
        "#,
        );
    }
}
