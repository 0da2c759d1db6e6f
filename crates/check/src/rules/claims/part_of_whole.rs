//! Percentages stated for a part of a whole.

use std::collections::BTreeMap;

use clew_plan::{Book, UnitOfMeasure};
use rust_decimal::Decimal;

use crate::finding::place;
use crate::numbers::{number, percent, places_of, rounded, rounds_to};
use crate::sources::document_of;
use crate::texts;
use crate::tokens::{Number, Token, tokens};
use crate::words::sentences;
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "percent-is-not-part-of-whole",
    severity: Severity::Error,
    title: "A stated percentage is not the part divided by the whole",
    explanation: "Looks at figures with counts, at recorded claims, and at wording such as \
        \"31 visits out of a total of 40\" or \"69% (164 out of 236)\". The percentage \
        must be the nearest rounding at the places stated (zeros at the end, which a system may \
        have added, do not count as places); a half may go either way. The same part, whole and \
        percentage is reported once, with every place it stands in.",
    run,
};

/// Part, whole and the per cent stated.
type Statement = (Decimal, Decimal, Decimal);

fn run(book: &Book) -> Vec<Finding> {
    let mut stated: BTreeMap<Statement, (String, Vec<Place>)> = BTreeMap::new();
    let mut add = |(part, whole, percent): Statement, document: String, place: Place| {
        let statement = (part.normalize(), whole.normalize(), percent.normalize());
        stated
            .entry(statement)
            .or_insert_with(|| (document, Vec::new()))
            .1
            .push(place);
    };
    from_figures(book, &mut add);
    for claim in &book.claims {
        if let (Some(part), Some(whole), Some(percent)) =
            (claim.part, claim.whole, claim.stated_percent)
        {
            add(
                (part, whole, percent),
                claim.document.to_string(),
                place(&claim.subject, claim.source.as_ref()),
            );
        }
    }
    for text in texts::all(book) {
        for sentence in sentences(text.text)
            .into_iter()
            .filter(|sentence| sentence.contains("out of"))
        {
            if let Some(statement) = in_sentence(sentence) {
                add(
                    statement,
                    text.document(book),
                    place(&text.what, text.source),
                );
            }
        }
    }
    stated
        .into_iter()
        .filter_map(|(statement, (document, places))| judge(statement, document, places))
        .collect()
}

fn from_figures(book: &Book, add: &mut impl FnMut(Statement, String, Place)) {
    let shares: std::collections::HashMap<_, _> = book
        .measures
        .iter()
        .filter(|measure| measure.unit_of_measure == Some(UnitOfMeasure::Percent))
        .map(|measure| (measure.code.key(), measure.code.to_string()))
        .collect();
    for figure in book
        .figures
        .iter()
        .filter(|figure| shares.contains_key(&figure.measure))
    {
        if let (Some(part), Some(whole), Some(value)) =
            (figure.numerator, figure.denominator, figure.value)
        {
            let code = shares.get(&figure.measure).map_or("", String::as_str);
            let what = format!("{code}, {}", figure.period);
            add(
                (part, whole, value),
                document_of(book, figure.source.as_ref()),
                place(what, figure.source.as_ref()),
            );
        }
    }
}

/// The one part, whole and per cent of a sentence that says "out of" once.
fn in_sentence(sentence: &str) -> Option<Statement> {
    let found = tokens(sentence);
    let mut outs = (0..found.len().saturating_sub(1))
        .filter(|at| found[*at].is("out") && found[at + 1].is("of"));
    let (out, None) = (outs.next()?, outs.next()) else {
        return None;
    };
    let whole = numbers_in(found.iter().skip(out + 2).copied())
        .into_iter()
        .next()
        .filter(|number| !number.percent)?;
    let before = numbers_in(found[out.saturating_sub(3)..out].iter().copied());
    let part = before.iter().rev().find(|number| !number.percent)?;
    let all = numbers_in(found.iter().copied());
    let mut percents = all.iter().filter(|number| number.percent);
    let (stated, None) = (percents.next()?, percents.next()) else {
        return None;
    };
    let is_count = |number: &Number<'_>| number.value.is_integer() && !number.pounds;
    (is_count(part) && is_count(&whole)).then_some((part.value, whole.value, stated.value))
}

fn numbers_in<'text>(found: impl Iterator<Item = Token<'text>>) -> Vec<Number<'text>> {
    found.filter_map(Token::number).collect()
}

fn judge(
    (part, whole, stated): Statement,
    document: String,
    places: Vec<Place>,
) -> Option<Finding> {
    let exact = percent(part, whole)?;
    if rounds_to(exact, stated, places_of(stated)) {
        return None;
    }
    let right = rounded(exact, places_of(stated));
    let finding = RULE
        .finding(document)
        .at_all(places)
        .says(format!(
            "{} of {} is stated as {stated}%. It is {}%, which rounds to {right}%.",
            number(part),
            number(whole),
            number(rounded(exact, places_of(stated) + 2))
        ))
        .suggests("Correct the percentage, or the count it should have been worked out from.");
    Some(finding)
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            measures {"code":"M06","title":"Share of hours","kind":"statistical","unit_of_measure":"%"}
            finds 1 | a figure and its comment, together
            figures {"measure":"M6","period":"2019-20 to Q2","value":"78","numerator":"35657","denominator":"46204","from":"imported","state":"final"}
            commentary {"measure":"M6","period":"2019-20 to Q2","text":"That week it was 78%, being 35,657 out of 46,204. Split as 1 and 2."}
            silent | rightly rounded
            figures {"measure":"M6","period":"2019-20 to Q2","value":"77","numerator":"35657","denominator":"46204","from":"imported","state":"final"}
            commentary {"measure":"M6","period":"2019-20 to Q2","text":"So far 69% (164 out of 236) came in time. By autumn, 13 out of 14 (93%) were done."}
            silent | a half rounded either way
            claims {"document":"d","subject":"visits","part":"78","whole":"80","stated_percent":"97"}
            claims {"document":"d","subject":"visits","part":"78","whole":"80","stated_percent":"98"}
            finds 1 | a claim that is cut, not rounded
            claims {"document":"d","subject":"green","part":"25","whole":"38","stated_percent":"65"}
            silent | a number that is not the part
            commentary {"measure":"M6","period":"2019-20 to Q2","text":"This time 117 (78%) began within 7 days of an order, out of 150."}
            silent | two percentages in one sentence say nothing certain
            commentary {"measure":"M6","period":"2019-20 to Q2","text":"Of 98% and 50% it was 19 out of the 21."}
        "#,
        );
    }
}
