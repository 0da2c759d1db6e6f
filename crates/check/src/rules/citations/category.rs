//! One indicator in two categories.

use std::collections::BTreeSet;

use clew_plan::Book;

use super::{by_indicator, cited};
use crate::finding::place;
use crate::words::list;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "indicator-in-two-categories",
    severity: Severity::Note,
    title: "One indicator is put in different categories in different places",
    explanation: "Categories such as PUBLIC, WLAM or HIGH LEVEL decide who is shown an \
        indicator. One that is PUBLIC in one table and HIGH LEVEL in another is published or \
        not depending on which is read.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    by_indicator(book)
        .into_iter()
        .filter_map(|((document, indicator), citations)| {
            let categories: BTreeSet<String> = citations
                .iter()
                .filter_map(|citation| citation.category.as_ref())
                .map(|category| category.trim().to_uppercase())
                .collect();
            if categories.len() < 2 {
                return None;
            }
            let places = citations.iter().filter_map(|citation| {
                let category = citation.category.as_ref()?;
                Some(place(
                    format!("{}, {category}", cited(citation)),
                    citation.source.as_ref(),
                ))
            });
            let named: Vec<String> = categories.into_iter().collect();
            let code = citations
                .first()
                .and_then(|citation| citation.code.as_ref())
                .map_or(indicator, |code| code.body().to_owned());
            let finding = RULE
                .finding(document)
                .at_all(places)
                .says(format!("{code} is {} in different places.", list(&named)))
                .suggests("Settle its category once.");
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
            citations {"document":"d","place":"one","code":"SPCC037","title":"Net cost","category":"PUBLIC"}
            finds 1 | another category
            citations {"document":"d","place":"two","code":"SPCC037","title":"Net cost","category":"HIGH LEVEL"}
            silent | the same, and none given
            citations {"document":"d","place":"two","code":"SPCC037","title":"Net cost","category":"Public"}
            citations {"document":"d","place":"three","code":"SPCC037","title":"Net cost"}
        "#,
        );
    }
}
