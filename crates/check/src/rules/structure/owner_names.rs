//! One post under several names.

use std::collections::BTreeMap;

use clew_plan::Book;

use crate::finding::place;
use crate::sources::document_of;
use crate::words::{content_words, list};
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "one-post-under-several-names",
    severity: Severity::Note,
    title: "One post is named in several ways as owner",
    explanation: "\"Senior Manager, Adult Services\" and \"Senior Manager Adults\" are one desk \
        to a reader; a list by owner splits them. Names are put together when they have the \
        same words, the word \"services\", case, plurals and punctuation aside. Cells that name \
        several posts are left out. One finding for a document.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let actions = book
        .actions
        .iter()
        .filter_map(|row| Some((row.owner.as_ref()?, row.source.as_ref())));
    let measures = book
        .measures
        .iter()
        .filter_map(|row| Some((row.owner.as_ref()?, row.source.as_ref())));
    let mut documents: BTreeMap<String, BTreeMap<Vec<String>, BTreeMap<String, Place>>> =
        BTreeMap::new();
    for (owner, source) in actions.chain(measures) {
        let words: Vec<String> = content_words(owner)
            .into_iter()
            .filter(|word| word != "service" && word != "people")
            .collect();
        let compound = owner.contains(['/', '&', ';'])
            || crate::words::words(owner)
                .filter(|word| word == "manager" || word == "head" || word == "director")
                .nth(1)
                .is_some();
        if words.len() >= 2 && !compound {
            let posts = documents
                .entry(document_of(book, source))
                .or_default()
                .entry(words)
                .or_default();
            posts
                .entry(owner.trim().to_owned())
                .or_insert_with(|| place(format!("owner {owner}"), source));
        }
    }
    documents
        .into_iter()
        .filter_map(|(document, posts)| {
            let several: Vec<BTreeMap<String, Place>> = posts
                .into_values()
                .filter(|names| names.len() > 1)
                .collect();
            let names: Vec<String> = several
                .iter()
                .map(|names| {
                    list(
                        &names
                            .keys()
                            .map(|name| format!("\"{name}\""))
                            .collect::<Vec<_>>(),
                    )
                })
                .collect();
            (!several.is_empty()).then(|| {
                RULE.finding(document)
                    .at_all(several.into_iter().flat_map(BTreeMap::into_values))
                    .says(format!(
                        "One post is written in several ways: {}.",
                        names.join("; ")
                    ))
                    .suggests("Name each post in one way, as the organisation's chart does.")
            })
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
            actions {"id":"1","plan":"p","title":"A","owner":"Senior Manager, Adult Services"}
            finds 1 | one post, shorter
            actions {"id":"2","plan":"p","title":"B","owner":"Senior Manager Adults"}
            silent | another post
            actions {"id":"2","plan":"p","title":"B","owner":"Senior Manager, Justice Services"}
        "#,
        );
    }
}
