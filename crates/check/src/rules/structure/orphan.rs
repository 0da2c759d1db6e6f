//! Measures and actions without a line of sight, and outcomes with nothing under them.

use std::collections::{BTreeMap, HashSet};

use clew_plan::{Book, OutcomeId, OutcomeLevel, PlanId};

use crate::finding::place;
use crate::sources::document_of;
use crate::words::{short, some_of};
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "no-line-of-sight",
    severity: Severity::Note,
    title: "Measures that serve no outcome, and outcomes that nothing serves",
    explanation: "In a plan with outcomes every measure should name the one it serves, and \
        every outcome below the council's own priorities should have a measure (or a citation \
        of one in its own row), an action, an activity or a further outcome under it. A \
        service's plan need not serve every council priority, so priorities are not asked \
        after. Where a document summarises more measures than it lists, outcomes are not asked \
        after. One finding for each kind and plan.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let listed = u32::try_from(book.measures.len()).unwrap_or(u32::MAX);
    let mut found = measures_without(book);
    if book
        .reported_counts
        .iter()
        .all(|count| count.count <= listed)
    {
        found.extend(outcomes_without(book));
    }
    found
}

fn measures_without(book: &Book) -> Vec<Finding> {
    let planned: HashSet<&PlanId> = book.outcomes.iter().map(|outcome| &outcome.plan).collect();
    let served: HashSet<&clew_plan::MeasureKey> = book
        .activities
        .iter()
        .filter(|activity| activity.outcome.is_some())
        .flat_map(|activity| &activity.measures)
        .collect();
    let mut plans: BTreeMap<&PlanId, Vec<(String, Place, String)>> = BTreeMap::new();
    for measure in book
        .measures
        .iter()
        .filter(|measure| measure.outcome.is_none() && !served.contains(&measure.code.key()))
    {
        if let Some(plan) = measure.plan.as_ref().filter(|plan| planned.contains(plan)) {
            let here = place(
                format!("{}, {}", measure.code, short(&measure.title, 70)),
                measure.source.as_ref(),
            );
            plans.entry(plan).or_default().push((
                measure.code.to_string(),
                here,
                document_of(book, measure.source.as_ref()),
            ));
        }
    }
    plans
        .into_values()
        .filter_map(|measures| {
            let codes: Vec<String> = measures.iter().map(|(code, _, _)| code.clone()).collect();
            let document = measures.first()?.2.clone();
            Some(
                RULE.finding(document)
                    .at_all(measures.into_iter().map(|(_, place, _)| place))
                    .says(format!(
                        "{} measures serve no outcome of the plan: {}.",
                        codes.len(),
                        some_of(&codes, 10)
                    ))
                    .suggests("Say which outcome each serves, or drop the measure."),
            )
        })
        .collect()
}

fn outcomes_without(book: &Book) -> Vec<Finding> {
    let mut served: HashSet<&OutcomeId> = book
        .measures
        .iter()
        .filter_map(|measure| measure.outcome.as_ref())
        .collect();
    served.extend(
        book.actions
            .iter()
            .filter_map(|action| action.outcome.as_ref()),
    );
    served.extend(
        book.activities
            .iter()
            .filter_map(|activity| activity.outcome.as_ref()),
    );
    served.extend(
        book.outcomes
            .iter()
            .filter_map(|outcome| outcome.parent.as_ref()),
    );
    served.extend(
        book.achievements
            .iter()
            .filter_map(|achievement| achievement.outcome.as_ref()),
    );
    let cited: HashSet<&String> = book
        .citations
        .iter()
        .filter_map(|citation| citation.source.as_ref())
        .collect();
    served.extend(
        book.outcomes
            .iter()
            .filter(|outcome| {
                outcome
                    .source
                    .as_ref()
                    .is_some_and(|source| cited.contains(source))
            })
            .map(|outcome| &outcome.id),
    );
    served.extend(
        book.workstreams
            .iter()
            .flat_map(|workstream| &workstream.priorities),
    );
    let mut with_measures: HashSet<&PlanId> = book
        .measures
        .iter()
        .filter_map(|measure| measure.plan.as_ref())
        .collect();
    with_measures.retain(|plan| {
        book.measures
            .iter()
            .filter(|measure| measure.plan.as_ref() == Some(*plan) && measure.outcome.is_some())
            .nth(4)
            .is_some()
    });
    let mut plans: BTreeMap<&PlanId, Vec<(String, Place, String)>> = BTreeMap::new();
    let below = book
        .outcomes
        .iter()
        .filter(|outcome| outcome.level != OutcomeLevel::Priority);
    for outcome in below
        .filter(|outcome| with_measures.contains(&outcome.plan) && !served.contains(&outcome.id))
    {
        let title = short(&outcome.title, 80);
        let here = place(
            format!("outcome {}, {title}", outcome.id),
            outcome.source.as_ref(),
        );
        plans.entry(&outcome.plan).or_default().push((
            format!("\"{title}\""),
            here,
            document_of(book, outcome.source.as_ref()),
        ));
    }
    plans
        .into_values()
        .filter_map(|outcomes| {
            let titles: Vec<String> = outcomes.iter().map(|(title, _, _)| title.clone()).collect();
            let document = outcomes.first()?.2.clone();
            Some(
                RULE.finding(document)
                    .at_all(outcomes.into_iter().map(|(_, place, _)| place))
                    .says(format!(
                        "{} outcomes have no measure, action or activity: {}.",
                        titles.len(),
                        some_of(&titles, 6)
                    ))
                    .suggests(
                        "Say what will show that the outcome is reached, or leave the outcome out.",
                    ),
            )
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
            outcomes {"id":"a","plan":"p","level":"priority","title":"A"}
            outcomes {"id":"b","plan":"p","parent":"a","level":"outcome","title":"B"}
            measures {"code":"M1","title":"1","kind":"statistical","plan":"p","outcome":"b"}
            measures {"code":"M2","title":"2","kind":"statistical","plan":"p","outcome":"b"}
            measures {"code":"M3","title":"3","kind":"statistical","plan":"p","outcome":"b"}
            measures {"code":"M4","title":"4","kind":"statistical","plan":"p","outcome":"b"}
            measures {"code":"M5","title":"5","kind":"statistical","plan":"p","outcome":"b"}
            finds 1 | a measure on its own
            measures {"code":"M6","title":"6","kind":"statistical","plan":"p"}
            finds 1 | an outcome that nothing serves
            outcomes {"id":"c","plan":"p","parent":"a","level":"outcome","title":"C"}
            silent | a council priority that this service does not serve
            outcomes {"id":"d","plan":"p","level":"priority","title":"D"}
        "#,
        );
    }
}
