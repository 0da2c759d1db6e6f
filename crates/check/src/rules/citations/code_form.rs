//! Codes that are not formed as their neighbours are.

use std::collections::BTreeMap;

use clew_plan::{Book, Citation, Code};

use crate::finding::place;
use crate::words::some_of;
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "code-malformed",
    severity: Severity::Note,
    title: "Codes are not formed like the document's other codes",
    explanation: "Reports codes with stray spaces or signs (`SPCC002 _`, `SPCF138_`, `SPCF145 \
        -9b`), criterion suffixes pointed in different ways (`9a1a` beside `9a.1a`, `9b1.b` \
        beside `9b.1b`), and letters cut off the front of a family that the document uses often \
        (`CF099` beside many `SPCF…`). One finding for each kind in a document, with every \
        code.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut documents: BTreeMap<&str, Vec<(&Citation, &Code)>> = BTreeMap::new();
    for citation in &book.citations {
        if let Some(code) = &citation.code {
            documents
                .entry(citation.document.as_str())
                .or_default()
                .push((citation, code));
        }
    }
    documents
        .into_iter()
        .flat_map(|(document, cited)| {
            [stray(&cited), pointed(&cited), cut(&cited)]
                .into_iter()
                .flatten()
                .map(|(message, codes)| finding(document, &message, &codes))
                .collect::<Vec<_>>()
        })
        .collect()
}

type Cited<'book> = (&'book Citation, &'book Code);

fn finding(document: &str, message: &str, cited: &[&Cited<'_>]) -> Finding {
    let mut places: Vec<Place> = Vec::new();
    let mut codes: Vec<String> = Vec::new();
    for (citation, code) in cited {
        places.push(place(
            format!("{} in {}", code.written(), citation.place),
            citation.source.as_ref(),
        ));
        if !codes.iter().any(|known| known == code.written()) {
            codes.push(code.written().to_owned());
        }
    }
    RULE.finding(document)
        .at_all(places)
        .says(format!("{message}: {}.", some_of(&codes, 8)))
        .suggests("Write these codes as the others are written.")
}

type Odd<'cited, 'book> = Option<(String, Vec<&'cited Cited<'book>>)>;

/// Codes that end in a sign, or have a space before a sign.
fn stray<'cited, 'book>(cited: &'cited [Cited<'book>]) -> Odd<'cited, 'book> {
    let odd: Vec<&Cited<'_>> = cited
        .iter()
        .filter(|(_, code)| {
            let written = code.written();
            written.ends_with(|character: char| !character.is_alphanumeric())
                || written.contains(" -")
                || written.contains(" _")
                || written.contains(": ")
        })
        .collect();
    (!odd.is_empty()).then(|| ("Codes with a stray space or sign".to_owned(), odd))
}

/// Suffixes that are another's with the points elsewhere, each form with the first code that has it.
fn pointed<'cited, 'book>(cited: &'cited [Cited<'book>]) -> Odd<'cited, 'book> {
    let mut forms: BTreeMap<String, BTreeMap<&str, Vec<&Cited<'_>>>> = BTreeMap::new();
    for entry in cited {
        if let Some(suffix) = entry.1.suffix() {
            forms
                .entry(suffix.replace('.', ""))
                .or_default()
                .entry(suffix)
                .or_default()
                .push(entry);
        }
    }
    let drifting: Vec<_> = forms
        .into_values()
        .filter(|written| written.len() > 1)
        .collect();
    let kinds: Vec<String> = drifting
        .iter()
        .map(|written| written.keys().copied().collect::<Vec<_>>().join(" and "))
        .collect();
    let forms = drifting.iter().flat_map(|written| written.values());
    let odd: Vec<&Cited<'_>> = forms
        .filter_map(|entries| entries.first().copied())
        .collect();
    (!odd.is_empty()).then(|| {
        (
            format!("One criterion is written as {}", kinds.join(", ")),
            odd,
        )
    })
}

/// Codes whose letters are the end of a family that is at least three times as frequent.
fn cut<'cited, 'book>(cited: &'cited [Cited<'book>]) -> Odd<'cited, 'book> {
    let family = |code: &Code| -> String {
        let indicator = super::indicator(code);
        indicator
            .chars()
            .take_while(|character| character.is_alphabetic())
            .collect()
    };
    let mut families: BTreeMap<String, usize> = BTreeMap::new();
    for (_, code) in cited {
        *families.entry(family(code)).or_default() += 1;
    }
    let odd: Vec<&Cited<'_>> = cited
        .iter()
        .filter(|(_, code)| {
            let own = family(code);
            let count = families.get(&own).copied().unwrap_or_default();
            own.len() >= 2
                && families.iter().any(|(other, uses)| {
                    other.len() > own.len() && other.ends_with(&own) && *uses >= 3 * count
                })
        })
        .collect();
    (!odd.is_empty()).then(|| {
        (
            "Codes that seem to have lost their first letters".to_owned(),
            odd,
        )
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
            citations {"document":"d","place":"one","code":"SPCF090_9b.1b","title":"A"}
            citations {"document":"d","place":"one","code":"SPCF091_9b.1b","title":"B"}
            citations {"document":"d","place":"one","code":"SPCF092_9a","title":"C"}
            finds 1 | a stray sign
            citations {"document":"d","place":"one","code":"SPCF145 -9b","title":"D"}
            finds 1 | the point elsewhere
            citations {"document":"d","place":"one","code":"SPCF100_9b1.b","title":"E"}
            finds 1 | letters lost
            citations {"document":"d","place":"one","code":"CF099","title":"F"}
            silent | well formed
            citations {"document":"d","place":"one","code":"CP:SPCF100_9b.1b","title":"E"}
            citations {"document":"d","place":"one","code":"SOA1305_04","title":"G"}
        "#,
        );
    }
}
