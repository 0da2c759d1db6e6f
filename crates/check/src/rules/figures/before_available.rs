//! Figures printed for a year that is said to be still to come.

use std::collections::{BTreeMap, HashMap};

use clew_plan::{Book, Commentary, Figure, MeasureKey};

use crate::dates::named_in;
use crate::finding::place;
use crate::measures::code_of;
use crate::numbers::number;
use crate::sources::document_of;
use crate::tokens::tokens;
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "figure-said-to-be-still-to-come",
    severity: Severity::Warning,
    title: "A figure stands in the column of a year whose figures are said to be still to come",
    explanation: "The comment says that a year's figures \"will be available\" later, yet the \
        table prints one for that year: either the columns have slipped or the comment was \
        carried over. Zeros are left to the rule about zeros for missing years. All such \
        measures of a document are reported together.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut figures: HashMap<&MeasureKey, Vec<&Figure>> = HashMap::new();
    for figure in &book.figures {
        figures.entry(&figure.measure).or_default().push(figure);
    }
    let mut documents: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for comment in &book.commentary {
        let mine = comment.measure.as_ref().and_then(|key| figures.get(key));
        for figure in mine
            .into_iter()
            .flatten()
            .filter(|figure| awaited(comment, figure))
        {
            let what = format!(
                "{}: {} in {}",
                code_of(book, &figure.measure),
                number(figure.value.unwrap_or_default()),
                figure.period
            );
            let places = documents
                .entry(document_of(book, comment.source.as_ref()))
                .or_default();
            places.push(place(what, figure.source.as_ref()));
        }
    }
    documents.into_iter().map(|(document, places)| {
        RULE.finding(document)
            .says(format!("{} figures stand under a year whose figures, their comments say, are not available yet.", places.len()))
            .at_all(places)
            .suggests("Check under which year each figure belongs, and bring table and comment into line.")
    }).collect()
}

/// Whether the comment names exactly this figure's period just before "will be available".
fn awaited(comment: &Commentary, figure: &Figure) -> bool {
    let Some(before) = comment
        .text
        .find("will be available")
        .map(|at| &comment.text[..at])
    else {
        return false;
    };
    let found = tokens(before);
    let last = named_in(&found).into_iter().next_back();
    figure.value.is_some_and(|value| !value.is_zero())
        && last.is_some_and(|named| named.period == figure.period && found.len() - named.at < 8)
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            commentary {"measure":"M1","period":"2019-20 Q2","text":"From a national set. The 2018-19 value will be available next January."}
            finds 1 | a figure for the year to come
            figures {"measure":"M1","period":"2018-19","value":"61","from":"imported","state":"final"}
            silent | other years, a blank and a zero
            figures {"measure":"M1","period":"2017-18","value":"61","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2018-19","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2018-19","value":"0","from":"imported","state":"final"}
        "#,
        );
    }
}
