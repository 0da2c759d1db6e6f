//! Codes and numbers used twice.

use std::collections::HashMap;

use clew_plan::Book;

use crate::finding::place;
use crate::sources::document_of;
use crate::words::short;
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "identifier-used-twice",
    severity: Severity::Error,
    title: "Two records share one code or number",
    explanation: "Measures are told apart by their normalised code (`SW1` and `SW01` are one), \
        actions by number within their plan, and outcomes, units, risks, findings and plans by \
        their ids. With two of one name nobody can say whose figure or update it is.",
    run,
};

/// A record that must be one of its kind: its name, its title and its source.
type Named<'book> = (String, &'book str, Option<&'book String>);

fn run(book: &Book) -> Vec<Finding> {
    let mut seen: HashMap<String, Place> = HashMap::new();
    let mut found = Vec::new();
    for (name, title, source) in named(book) {
        let here = place(format!("{name}, {}", short(title, 70)), source);
        match seen.get(&name) {
            None => {
                seen.insert(name, here);
            }
            Some(first) => found.push(
                RULE.finding(document_of(book, source))
                    .at_all([first.clone(), here.clone()])
                    .says(format!("{name} stands twice."))
                    .suggests("Give one of the two another code or number, or drop it if both are the same thing."),
            ),
        }
    }
    found
}

/// Every record that has a code or number.
fn named(book: &Book) -> Vec<Named<'_>> {
    let mut all = Vec::new();
    all.extend(list(&book.measures, |row| {
        let name = format!("measure {}", row.code.key());
        (name, &row.title, &row.source)
    }));
    all.extend(book.actions.iter().map(|row| {
        let name = format!("action {} of {}", row.id, row.plan);
        let title = row.title.as_deref().unwrap_or("");
        (name, title, row.source.as_ref())
    }));
    all.extend(list(&book.outcomes, |row| {
        (format!("outcome {}", row.id), &row.title, &row.source)
    }));
    all.extend(list(&book.units, |row| {
        (format!("unit {}", row.id), &row.name, &row.source)
    }));
    all.extend(list(&book.plans, |row| {
        (format!("plan {}", row.id), &row.title, &row.source)
    }));
    all.extend(list(&book.risks, |row| {
        (format!("risk {}", row.code), &row.title, &row.source)
    }));
    all.extend(list(&book.findings, |row| {
        let name = format!("finding {} of {}", row.id, row.inspection);
        (name, &row.title, &row.source)
    }));
    all
}

fn list<Row>(
    rows: &[Row],
    of: impl Fn(&Row) -> (String, &String, &Option<String>),
) -> impl Iterator<Item = Named<'_>> {
    rows.iter().map(move |row| {
        let (name, title, source) = of(row);
        (name, title.as_str(), source.as_ref())
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            finds 1 | one code in two forms
            measures {"code":"SW1","title":"A","kind":"statistical","source":"row 1"}
            measures {"code":"SW01","title":"B","kind":"statistical","source":"row 2"}
            silent | one number in two plans
            actions {"id":"1","plan":"p","title":"A"}
            actions {"id":"1","plan":"q","title":"B"}
        "#,
        );
    }
}
