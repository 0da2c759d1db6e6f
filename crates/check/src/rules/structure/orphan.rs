//! Measures and actions without a line of sight, and outcomes with nothing under them.

use std::collections::{BTreeMap, HashMap, HashSet};

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
    let (served, plans_asked) = (served_outcomes(book), plans_with_measures(book));
    let unserved = book.outcomes.iter().filter(|outcome| {
        outcome.level != OutcomeLevel::Priority
            && plans_asked.contains(&outcome.plan)
            && !served.contains(&outcome.id)
    });
    let mut plans: BTreeMap<&PlanId, Vec<(String, Place, String)>> = BTreeMap::new();
    for outcome in unserved {
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

/// The outcomes with a measure, an action, an activity, an achievement, a workstream, a further
/// outcome or a citation under them.
fn served_outcomes(book: &Book) -> HashSet<&OutcomeId> {
    let measures = book.measures.iter().map(|row| &row.outcome);
    let actions = book.actions.iter().map(|row| &row.outcome);
    let activities = book.activities.iter().map(|row| &row.outcome);
    let achievements = book.achievements.iter().map(|row| &row.outcome);
    let parents = book.outcomes.iter().map(|row| &row.parent);
    let named = measures
        .chain(actions)
        .chain(activities)
        .chain(achievements)
        .chain(parents)
        .flatten();
    let workstreams = book.workstreams.iter().flat_map(|row| &row.priorities);
    named
        .chain(workstreams)
        .chain(cited_outcomes(book))
        .collect()
}

/// The outcomes in whose own row a measure is cited.
fn cited_outcomes(book: &Book) -> impl Iterator<Item = &OutcomeId> {
    let cited: HashSet<&String> = book
        .citations
        .iter()
        .filter_map(|citation| citation.source.as_ref())
        .collect();
    let in_a_cited_row = move |source: &String| cited.contains(source);
    book.outcomes
        .iter()
        .filter(move |outcome| outcome.source.as_ref().is_some_and(&in_a_cited_row))
        .map(|outcome| &outcome.id)
}

/// So many measures with outcomes show that a plan says which outcome each serves.
const ENOUGH_MEASURES: usize = 5;

/// The plans of which enough measures name an outcome.
fn plans_with_measures(book: &Book) -> HashSet<&PlanId> {
    let mut counts: HashMap<&PlanId, usize> = HashMap::new();
    let with_outcome = book.measures.iter().filter(|row| row.outcome.is_some());
    for plan in with_outcome.filter_map(|measure| measure.plan.as_ref()) {
        *counts.entry(plan).or_default() += 1;
    }
    counts.retain(|_, measures| *measures >= ENOUGH_MEASURES);
    counts.into_keys().collect()
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
