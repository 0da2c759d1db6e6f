//! Tables whose heading and columns name different years.

use std::collections::BTreeMap;

use clew_plan::Book;

use crate::finding::place;
use crate::sources::document_of_plan;
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "heading-and-columns-differ",
    severity: Severity::Warning,
    title: "A table's heading names one year, its columns another",
    explanation: "An \"Activity Budget 2021/22\" over columns headed \"2020/21\" leaves a \
        reader guessing which year's money it shows. All such tables of a document with the \
        same two years are reported together.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut found: BTreeMap<(String, String, String), Vec<Place>> = BTreeMap::new();
    for table in &book.budget_tables {
        if let (Some(heading), Some(column)) = (table.heading_period, table.column_period)
            && heading != column
        {
            let document = document_of_plan(book, &table.plan)
                .map_or_else(String::new, |document| document.id.to_string());
            let what = format!("{}: heading {heading}, columns {column}", table.title);
            found
                .entry((document, heading.label(), column.label()))
                .or_default()
                .push(place(what, table.source.as_ref()));
        }
    }
    found
        .into_iter()
        .map(|((document, heading, column), places)| {
            RULE.finding(document)
                .says(format!(
                    "{} tables are headed {heading} over columns headed {column}.",
                    places.len()
                ))
                .at_all(places)
                .suggests(
                    "Settle which year the amounts are for, and head table and columns with it.",
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
            finds 1 | two tables with the same slip
            budget-tables {"id":"a","plan":"p","title":"A","heading_period":"2021-22","column_period":"2020-21"}
            budget-tables {"id":"b","plan":"p","title":"B","heading_period":"2021-22","column_period":"2020-21"}
            silent | one year, and a table that names none
            budget-tables {"id":"a","plan":"p","title":"A","heading_period":"2021-22","column_period":"2021-22"}
            budget-tables {"id":"b","plan":"p","title":"B","heading_period":"2021-22"}
        "#,
        );
    }
}
