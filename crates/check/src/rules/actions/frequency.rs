//! "Quarterly … in quarter 2 and 4".

use clew_plan::Book;

use crate::texts;
use crate::tokens::{Token, tokens};
use crate::words::{plain, sentences, short};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "frequency-contradicts-itself",
    severity: Severity::Warning,
    title: "How often and when do not agree",
    explanation: "\"A quarterly update in quarter 2 and 4\" is either quarterly or twice a \
        year. The word for how often (quarterly, six monthly, annual) is compared with the \
        number of quarters named after it in the same sentence. A single quarter says nothing, \
        for it may be the quarter reported.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut found = Vec::new();
    for text in texts::all(book)
        .iter()
        .filter(|text| text.text.to_lowercase().contains("quarter "))
    {
        for sentence in sentences(text.text) {
            if let Some((often, quarters)) = contradiction(sentence) {
                found.push(
                    text.finding(book, &RULE)
                        .says(format!(
                            "It is to be {often} and in {quarters} named quarters: \"{}\".",
                            short(sentence, 200)
                        ))
                        .suggests("Say how often, or say when; if both, let them agree."),
                );
            }
        }
    }
    found
}

/// The word for how often and the number of quarters named, when they do not agree.
fn contradiction(sentence: &str) -> Option<(&'static str, usize)> {
    let words = format!(" {} ", plain(sentence));
    let quarters = quarters(sentence);
    let says = |any: &[&str]| any.iter().any(|word| words.contains(&format!(" {word} ")));
    let (often, times) = if says(&[
        "six monthly",
        "6 monthly",
        "every six months",
        "every 6 months",
        "half yearly",
        "twice a year",
    ]) {
        ("six-monthly", 2)
    } else if says(&[
        "quarterly update",
        "quarterly updates",
        "quarterly report",
        "quarterly reports",
        "quarterly basis",
        "every quarter",
        "each quarter",
        "quarterly",
    ]) {
        ("quarterly", 4)
    } else if says(&["annual report", "annual update", "annually", "once a year"]) {
        ("annual", 1)
    } else {
        return None;
    };
    (quarters >= 2 && quarters != times).then_some((often, quarters))
}

/// How many quarters follow one "quarter": 2 in "in quarter 2 and 4".
fn quarters(sentence: &str) -> usize {
    let found = tokens(sentence);
    let starts =
        (0..found.len()).filter(|at| found[*at].is("quarter") || found[*at].is("quarters"));
    let counts = starts.map(|at| {
        found[at + 1..]
            .iter()
            .take_while(|token| {
                token.number().is_some()
                    || token.is("and")
                    || matches!(token, Token::Sign(',' | '&'))
            })
            .filter(|token| {
                token
                    .number()
                    .is_some_and(|number| !number.percent && number.written.len() == 1)
            })
            .count()
    });
    counts.max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            finds 1 | quarterly, twice a year
            milestones {"action":"9","plan":"p","title":"Provide a quarterly update to the management team on the development in quarter 2 and 4."}
            silent | twice a year, every quarter, one quarter
            milestones {"action":"3","plan":"p","title":"Produce six monthly updates on quality assurance in quarter 2 and 4"}
            milestones {"action":"4","plan":"p","title":"Quarterly report in quarters 1, 2, 3 and 4"}
            milestones {"action":"5","plan":"p","title":"Quarterly benchmarking; report in quarter 2"}
            milestones {"action":"6","plan":"p","title":"Report against trajectories in quarter 2 and 4."}
        "#,
        );
    }
}
