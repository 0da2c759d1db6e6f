//! One indicator counted in two units.

use clew_plan::{Book, Citation};

use super::{by_indicator, cited};
use crate::finding::place;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "target-lacks-its-unit",
    severity: Severity::Note,
    title: "A target or value is written without the sign its title asks for, or with another",
    explanation: "The cell as written is compared with the title: a percentage needs a per cent \
        sign, a cost a pound sign, and a number neither. \"Target 10\" for a percentage may be \
        10 % or ten children.",
    run,
};

#[derive(Clone, Copy, Eq, PartialEq)]
enum Unit {
    Percent,
    Pounds,
    Plain,
}

fn run(book: &Book) -> Vec<Finding> {
    by_indicator(book)
        .into_values()
        .flat_map(|citations| {
            let mut seen: Vec<String> = Vec::new();
            let mut found = Vec::new();
            for citation in citations {
                if let Some((cell, wanted)) =
                    wrong(citation).filter(|(cell, _)| !seen.contains(cell))
                {
                    seen.push(cell.clone());
                    found.push(
                        RULE.finding(citation.document.as_str())
                            .at_all([place(cited(citation), citation.source.as_ref())])
                            .says(format!(
                                "\"{cell}\" is written where the title speaks of {wanted}."
                            ))
                            .suggests("Write the unit, or correct the title."),
                    );
                }
            }
            found
        })
        .collect()
}

fn wrong(citation: &Citation) -> Option<(String, &'static str)> {
    let title = citation.title.to_lowercase();
    let (unit, wanted) = if title.starts_with("percentage") || title.starts_with('%') {
        (Unit::Percent, "a percentage")
    } else if title.starts_with("number of") || title.starts_with("the number of") {
        (Unit::Plain, "a number")
    } else if title.starts_with("net cost")
        || title.starts_with("cost of")
        || title.starts_with("cost per")
    {
        (Unit::Pounds, "pounds")
    } else {
        return None;
    };
    let cells = citation
        .target_as_written
        .iter()
        .chain(&citation.value_as_written);
    let mut odd = cells.filter(|cell| {
        cell.chars().any(|character| character.is_ascii_digit()) && of(cell) != unit
    });
    odd.next().map(|cell| (cell.clone(), wanted))
}

fn of(cell: &str) -> Unit {
    if cell.contains('%') {
        Unit::Percent
    } else if cell.contains('£') {
        Unit::Pounds
    } else {
        Unit::Plain
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            finds 1 | a percentage without its sign
            citations {"document":"d","place":"budget","code":"SPCF131","title":"Percentage of children placed","target":"10","target_as_written":"10"}
            finds 1 | a number in pounds
            citations {"document":"d","place":"budget","code":"SPCF132","title":"Number of children placed","target":"10","target_as_written":"£10"}
            silent | each with its own
            citations {"document":"d","place":"budget","code":"SPCF131","title":"Percentage of children placed","target":"10","target_as_written":"10%"}
            citations {"document":"d","place":"budget","code":"SPCF132","title":"Net cost per head","target":"10","target_as_written":"£10"}
            citations {"document":"d","place":"budget","code":"SPCF133","title":"Average weeks waiting","target":"10","target_as_written":"10"}
        "#,
        );
    }
}
