//! References to what is not there.

use std::collections::HashSet;

use clew_plan::Book;

use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "reference-leads-nowhere",
    severity: Severity::Error,
    title: "A record refers to something the book does not hold",
    explanation: "Figures, targets and comments name measures; measures and actions name plans \
        and outcomes; updates and milestones name actions; findings name inspections; and so \
        on. Each name must be found. Kinds that a book does not hold at all (a plan without \
        units, say) are not asked after.",
    run,
};

struct Known {
    kind: &'static str,
    ids: HashSet<String>,
}

impl Known {
    fn new(kind: &'static str, ids: impl Iterator<Item = String>) -> Self {
        Self {
            kind,
            ids: ids.collect(),
        }
    }

    fn lacks(&self, id: &str) -> bool {
        !self.ids.is_empty() && !self.ids.contains(id)
    }
}

/// A reference: what refers, to what, and where.
type Reference<'book> = (String, String, Option<&'book String>);

fn run(book: &Book) -> Vec<Finding> {
    let measures = Known::new(
        "measure",
        book.measures
            .iter()
            .map(|measure| measure.code.key().to_string()),
    );
    let plans = Known::new("plan", book.plans.iter().map(|plan| plan.id.to_string()));
    let outcomes = Known::new(
        "outcome",
        book.outcomes.iter().map(|outcome| outcome.id.to_string()),
    );
    let actions = Known::new(
        "action",
        book.actions.iter().map(|action| action.id.to_string()),
    );
    let inspections = Known::new(
        "inspection",
        book.inspections
            .iter()
            .map(|inspection| inspection.id.to_string()),
    );
    let findings = Known::new(
        "finding",
        book.findings.iter().map(|finding| finding.id.to_string()),
    );
    let tables = Known::new(
        "budget table",
        book.budget_tables.iter().map(|table| table.id.to_string()),
    );
    let units = Known::new("unit", book.units.iter().map(|unit| unit.id.to_string()));
    [
        (&measures, to_measures(book)),
        (&plans, to_plans(book)),
        (&outcomes, to_outcomes(book)),
        (&actions, to_actions(book)),
        (
            &inspections,
            book.findings
                .iter()
                .map(|finding| {
                    (
                        format!("finding {}", finding.id),
                        finding.inspection.to_string(),
                        finding.source.as_ref(),
                    )
                })
                .collect(),
        ),
        (&findings, to_findings(book)),
        (&tables, to_tables(book)),
        (&units, to_units(book)),
    ]
    .into_iter()
    .flat_map(|(known, references)| missing(book, known, references))
    .collect()
}

fn missing(book: &Book, known: &Known, references: Vec<Reference<'_>>) -> Vec<Finding> {
    let dangling = references.into_iter().filter(|(_, to, _)| known.lacks(to));
    dangling
        .map(|(from, to, source)| {
            RULE.finding(document_of(book, source))
                .at(from.clone(), source)
                .says(format!(
                    "{from} refers to {} {to}, which is not in the book.",
                    known.kind
                ))
                .suggests(format!(
                    "Correct the reference, or add {} {to}.",
                    known.kind
                ))
        })
        .collect()
}

fn to_measures(book: &Book) -> Vec<Reference<'_>> {
    let figures = book.figures.iter().map(|row| {
        (
            format!("figure for {}", row.period),
            row.measure.to_string(),
            row.source.as_ref(),
        )
    });
    let targets = book.targets.iter().map(|row| {
        (
            format!("target for {}", row.period),
            row.measure.to_string(),
            row.source.as_ref(),
        )
    });
    let points = book.profile.iter().map(|row| {
        (
            format!("profile for {}", row.period),
            row.measure.to_string(),
            row.source.as_ref(),
        )
    });
    let comments = book.commentary.iter().filter_map(|row| {
        Some((
            format!("comment for {}", row.period),
            row.measure.as_ref()?.to_string(),
            row.source.as_ref(),
        ))
    });
    let actions = book.actions.iter().flat_map(|row| {
        row.measures.iter().map(move |key| {
            (
                format!("action {}", row.id),
                key.to_string(),
                row.source.as_ref(),
            )
        })
    });
    let activities = book.activities.iter().flat_map(|row| {
        row.measures.iter().map(move |key| {
            (
                format!("activity {}", row.title),
                key.to_string(),
                row.source.as_ref(),
            )
        })
    });
    figures
        .chain(targets)
        .chain(points)
        .chain(comments)
        .chain(actions)
        .chain(activities)
        .collect()
}

fn to_plans(book: &Book) -> Vec<Reference<'_>> {
    let measures = book.measures.iter().filter_map(|row| {
        Some((
            format!("measure {}", row.code),
            row.plan.as_ref()?.to_string(),
            row.source.as_ref(),
        ))
    });
    let outcomes = book.outcomes.iter().map(|row| {
        (
            format!("outcome {}", row.id),
            row.plan.to_string(),
            row.source.as_ref(),
        )
    });
    let actions = book.actions.iter().map(|row| {
        (
            format!("action {}", row.id),
            row.plan.to_string(),
            row.source.as_ref(),
        )
    });
    let parents = book.plans.iter().filter_map(|row| {
        Some((
            format!("plan {}", row.id),
            row.parent.as_ref()?.to_string(),
            row.source.as_ref(),
        ))
    });
    measures
        .chain(outcomes)
        .chain(actions)
        .chain(parents)
        .collect()
}

fn to_outcomes(book: &Book) -> Vec<Reference<'_>> {
    let measures = book.measures.iter().filter_map(|row| {
        Some((
            format!("measure {}", row.code),
            row.outcome.as_ref()?.to_string(),
            row.source.as_ref(),
        ))
    });
    let actions = book.actions.iter().filter_map(|row| {
        Some((
            format!("action {}", row.id),
            row.outcome.as_ref()?.to_string(),
            row.source.as_ref(),
        ))
    });
    let parents = book.outcomes.iter().filter_map(|row| {
        Some((
            format!("outcome {}", row.id),
            row.parent.as_ref()?.to_string(),
            row.source.as_ref(),
        ))
    });
    let activities = book.activities.iter().filter_map(|row| {
        Some((
            format!("activity {}", row.title),
            row.outcome.as_ref()?.to_string(),
            row.source.as_ref(),
        ))
    });
    let counts = book.reported_counts.iter().filter_map(|row| {
        Some((
            "printed count".to_owned(),
            row.outcome.as_ref()?.to_string(),
            row.source.as_ref(),
        ))
    });
    measures
        .chain(actions)
        .chain(parents)
        .chain(activities)
        .chain(counts)
        .collect()
}

fn to_actions(book: &Book) -> Vec<Reference<'_>> {
    let parents = book.actions.iter().filter_map(|row| {
        Some((
            format!("action {}", row.id),
            row.parent.as_ref()?.to_string(),
            row.source.as_ref(),
        ))
    });
    let milestones = book.milestones.iter().map(|row| {
        (
            "milestone".to_owned(),
            row.action.to_string(),
            row.source.as_ref(),
        )
    });
    let updates = book.updates.iter().map(|row| {
        (
            "update".to_owned(),
            row.action.to_string(),
            row.source.as_ref(),
        )
    });
    parents.chain(milestones).chain(updates).collect()
}

fn to_findings(book: &Book) -> Vec<Reference<'_>> {
    let activities = book.improvement_activities.iter().map(|row| {
        (
            format!("improvement activity {}", row.position),
            row.finding.to_string(),
            row.source.as_ref(),
        )
    });
    let actions = book.actions.iter().flat_map(|row| {
        row.findings.iter().map(move |id| {
            (
                format!("action {}", row.id),
                id.to_string(),
                row.source.as_ref(),
            )
        })
    });
    activities.chain(actions).collect()
}

fn to_tables(book: &Book) -> Vec<Reference<'_>> {
    let activities = book.activities.iter().map(|row| {
        (
            format!("activity {}", row.title),
            row.table.to_string(),
            row.source.as_ref(),
        )
    });
    let capital = book.capital.iter().map(|row| {
        (
            format!("capital line {}", row.project),
            row.table.to_string(),
            row.source.as_ref(),
        )
    });
    activities.chain(capital).collect()
}

fn to_units(book: &Book) -> Vec<Reference<'_>> {
    let measures = book.measures.iter().filter_map(|row| {
        Some((
            format!("measure {}", row.code),
            row.unit.as_ref()?.to_string(),
            row.source.as_ref(),
        ))
    });
    let actions = book.actions.iter().filter_map(|row| {
        Some((
            format!("action {}", row.id),
            row.unit.as_ref()?.to_string(),
            row.source.as_ref(),
        ))
    });
    let figures = book.figures.iter().filter_map(|row| {
        Some((
            format!("figure of {}", row.measure),
            row.unit.as_ref()?.to_string(),
            row.source.as_ref(),
        ))
    });
    let parents = book.units.iter().filter_map(|row| {
        Some((
            format!("unit {}", row.id),
            row.parent.as_ref()?.to_string(),
            row.source.as_ref(),
        ))
    });
    measures
        .chain(actions)
        .chain(figures)
        .chain(parents)
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
            plans {"id":"p","title":"Plan"}
            outcomes {"id":"o","plan":"p","level":"priority","title":"O"}
            measures {"code":"SW01","title":"A","kind":"statistical","plan":"p","outcome":"o"}
            finds 2 | a measure and an outcome that are not there
            figures {"measure":"SW2","period":"2019-20","from":"imported","state":"final"}
            actions {"id":"1","plan":"p","outcome":"x","title":"A"}
            finds 1 | an update of no action
            actions {"id":"1","plan":"p","title":"A"}
            updates {"action":"2","plan":"p","text":"Done"}
            silent | all there, and a kind that the book lacks
            figures {"measure":"SW1","period":"2019-20","unit":"north","from":"imported","state":"final"}
            actions {"id":"1","plan":"p","outcome":"o","title":"A"}
        "#,
        );
    }
}
