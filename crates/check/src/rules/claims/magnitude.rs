//! Money in words that is off by a thousand.

use clew_plan::Book;
use rust_decimal::Decimal;

use crate::tokens::{Token, tokens};
use crate::{Finding, Rule, Severity, texts};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "money-off-by-a-thousand",
    severity: Severity::Error,
    title: "Thousands of millions of pounds where no service has them",
    explanation: "\"£12,007 million\" is twelve thousand million: either the comma is a decimal \
        point (£12.007 million) or the word \"million\" is one too many (£12,007). Any amount \
        of a thousand millions or more that is written with a comma before \"million\" or \"m\" \
        is reported, unless it speaks of national sums.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for text in texts::all(book)
        .iter()
        .filter(|text| text.text.contains('£'))
    {
        for amount in thousands_of_millions(text.text) {
            let point = amount.replace(',', ".");
            let finding = text
                .finding(book, &RULE)
                .says(format!(
                    "£{amount} million is said: thousands of millions of pounds."
                ))
                .suggests(format!(
                    "Check the source: £{point} million is probably meant."
                ));
            match found
                .iter_mut()
                .find(|other| other.message == finding.message)
            {
                Some(other) => *other = other.clone().at_all(finding.places),
                None => found.push(finding),
            }
        }
    }
    found
}

fn thousands_of_millions(text: &str) -> Vec<String> {
    let national = ["national", "Scotland", "Scottish Government"]
        .iter()
        .any(|word| text.contains(word));
    let found = tokens(text);
    let amounts = found.windows(2).filter_map(|pair| match pair {
        [Token::Number(number), next] if next.is("million") || next.is("m") => Some(number),
        _ => None,
    });
    let large = amounts.filter(|number| {
        number.pounds && number.written.contains(',') && number.value >= Decimal::ONE_THOUSAND
    });
    large
        .filter(|_| !national)
        .map(|number| number.written.to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            finds 1 | a comma for a point
            passages {"document":"d","text":"Projects should save £12,007 million over two years."}
            silent | millions as they should be
            passages {"document":"d","text":"Savings of £65.3 million, of which £6.654 million achieved and £12,007 left."}
            silent | a national sum
            passages {"document":"d","text":"Scotland spends £16,000 million on health."}
        "#,
        );
    }
}
