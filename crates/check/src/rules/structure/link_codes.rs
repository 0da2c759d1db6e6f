//! Link codes of a wider plan that drift.

use std::collections::BTreeMap;

use clew_plan::Book;

use crate::finding::place;
use crate::sources::document_of;
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "link-codes-drift",
    severity: Severity::Note,
    title: "Codes of the wider plan are written in more than one way",
    explanation: "`C03.02` in one row and `03.02` in another are one code to a reader and two \
        to a system, so nothing can be counted by it. A number that stands with letters before \
        it in one place and bare in another is reported; different letters are different codes. \
        One finding for a document.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let measures = book.measures.iter().flat_map(|row| {
        row.links
            .iter()
            .map(move |link| (link, format!("measure {}", row.code), row.source.as_ref()))
    });
    let actions = book.actions.iter().flat_map(|row| {
        row.links
            .iter()
            .map(move |link| (link, format!("action {}", row.id), row.source.as_ref()))
    });
    let mut documents: BTreeMap<String, BTreeMap<String, Vec<(String, Place)>>> = BTreeMap::new();
    for (link, who, source) in measures.chain(actions) {
        let number = link
            .trim_start_matches(|character: char| character.is_alphabetic())
            .to_owned();
        let forms = documents
            .entry(document_of(book, source))
            .or_default()
            .entry(number)
            .or_default();
        forms.push((link.clone(), place(format!("{who}, link {link}"), source)));
    }
    documents
        .into_iter()
        .filter_map(|(document, numbers)| judge(document, numbers))
        .collect()
}

fn judge(document: String, numbers: BTreeMap<String, Vec<(String, Place)>>) -> Option<Finding> {
    let mut drifting = Vec::new();
    let mut places = Vec::new();
    for uses in numbers.into_values() {
        let mut forms: Vec<String> = uses.iter().map(|(form, _)| form.clone()).collect();
        forms.sort();
        forms.dedup();
        if forms.len() > 1
            && forms
                .iter()
                .any(|form| form.starts_with(|first: char| first.is_ascii_digit()))
        {
            drifting.push(forms.join(" and "));
            places.extend(uses.into_iter().map(|(_, place)| place));
        }
    }
    (!drifting.is_empty()).then(|| {
        RULE.finding(document)
            .at_all(places)
            .says(format!(
                "Link codes are written in two ways: {}.",
                drifting.join("; ")
            ))
            .suggests("Write each code of the wider plan in full, in one way.")
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            measures {"code":"M1","title":"A","kind":"statistical","links":["C03.02"]}
            finds 1 | the letter gone
            measures {"code":"M2","title":"B","kind":"statistical","links":["03.02"]}
            silent | another code
            measures {"code":"M2","title":"B","kind":"statistical","links":["C03.04"]}
            actions {"id":"1","plan":"p","title":"C","links":["03.01"]}
        "#,
        );
    }
}
