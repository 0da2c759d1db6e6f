//! Trees that come back to themselves.

use std::collections::{HashMap, HashSet};

use clew_plan::Book;

use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "tree-runs-in-a-circle",
    severity: Severity::Error,
    title: "An outcome, unit, plan or action is above itself",
    explanation: "Parents are followed upwards. A tree that comes back to itself has no top, so \
        nothing in it can be shown or added up. Each circle is reported once.",
    run,
};

/// Id, id of the parent, and source.
type Branch<'book> = (String, Option<String>, Option<&'book String>);

fn run(book: &Book) -> Vec<Finding> {
    let trees = [
        (
            "outcome",
            branches(&book.outcomes, |row| (&row.id, &row.parent, &row.source)),
        ),
        (
            "unit",
            branches(&book.units, |row| (&row.id, &row.parent, &row.source)),
        ),
        (
            "plan",
            branches(&book.plans, |row| (&row.id, &row.parent, &row.source)),
        ),
        (
            "action",
            branches(&book.actions, |row| (&row.id, &row.parent, &row.source)),
        ),
    ];
    trees
        .into_iter()
        .flat_map(|(kind, rows)| circles(book, kind, rows))
        .collect()
}

fn branches<Row, Id: ToString + 'static>(
    rows: &[Row],
    of: impl Fn(&Row) -> (&Id, &Option<Id>, &Option<String>),
) -> Vec<Branch<'_>> {
    let branch = |row| {
        let (id, parent, source) = of(row);
        let parent = parent.as_ref().map(ToString::to_string);
        (id.to_string(), parent, source.as_ref())
    };
    rows.iter().map(branch).collect()
}

fn circles(book: &Book, kind: &str, rows: Vec<Branch<'_>>) -> Vec<Finding> {
    let parents: HashMap<&str, &str> = rows
        .iter()
        .filter_map(|(id, parent, _)| Some((id.as_str(), parent.as_deref()?)))
        .collect();
    let mut settled: HashSet<&str> = HashSet::new();
    let mut found = Vec::new();
    for (id, _, source) in &rows {
        let mut path: Vec<&str> = Vec::new();
        let mut on_path: HashSet<&str> = HashSet::new();
        let mut next = Some(id.as_str());
        while let Some(current) = next.filter(|current| !settled.contains(current)) {
            if !on_path.insert(current) {
                let start = path
                    .iter()
                    .position(|step| *step == current)
                    .unwrap_or_default();
                let circle = path[start..].join(" under ");
                found.push(
                    RULE.finding(document_of(book, *source))
                        .at(format!("{kind} {current}"), *source)
                        .says(format!(
                            "{kind} {circle} under {current}: the tree runs in a circle."
                        ))
                        .suggests("Take the parent off the one that should stand at the top."),
                );
                break;
            }
            path.push(current);
            next = parents.get(current).copied();
        }
        settled.extend(path);
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
            finds 1 | two above each other, and one below
            outcomes {"id":"a","plan":"p","parent":"b","level":"outcome","title":"A"}
            outcomes {"id":"b","plan":"p","parent":"a","level":"outcome","title":"B"}
            outcomes {"id":"c","plan":"p","parent":"a","level":"outcome","title":"C"}
            finds 1 | above itself
            units {"id":"a","name":"A","parent":"a"}
            silent | a tree
            outcomes {"id":"a","plan":"p","level":"outcome","title":"A"}
            outcomes {"id":"b","plan":"p","parent":"a","level":"outcome","title":"B"}
        "#,
        );
    }
}
