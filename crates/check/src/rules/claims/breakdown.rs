//! Percentages of a breakdown given in a sentence.

use clew_plan::Book;

use crate::numbers::{percent, places_of, rounded, rounds_to, sum_of};
use crate::texts;
use crate::tokens::{Number, Token, tokens};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "breakdown-percent-is-wrong",
    severity: Severity::Note,
    title: "Percentages of a breakdown are not their counts of the whole",
    explanation: "Where a comment breaks a number down as \"41.05% (62), 25.82% (39) …\" in at \
        least three parts, and the parts add up to a number that the comment itself states, \
        each percentage is worked out again. Cutting off digits instead of rounding is the \
        usual cause.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let broken_down = texts::all(book)
        .into_iter()
        .filter(|text| text.text.matches('%').count() >= 3);
    broken_down
        .filter_map(|text| {
            let wrong = wrong_parts(text.text)?;
            let finding = text
                .finding(book, &RULE)
                .says(format!(
                    "Parts of the breakdown are not rounded to the nearest: {}.",
                    wrong.join(", ")
                ))
                .suggests(
                    "Round to the nearest, and to whole per cent unless the numbers are large.",
                );
            Some(finding)
        })
        .collect()
}

/// The parts whose percentage does not follow, as "62 of 151 is 41.06%, not 41.05%".
fn wrong_parts(text: &str) -> Option<Vec<String>> {
    let found = tokens(text);
    let parts: Vec<(Number<'_>, Number<'_>)> = (0..found.len())
        .filter_map(|at| part_at(&found, at))
        .collect();
    let whole = sum_of(parts.iter().map(|(count, _)| count.value))?;
    let stated = found
        .iter()
        .filter_map(|token| token.number())
        .any(|number| !number.percent && number.value == whole);
    if parts.len() < 3 || !stated {
        return None;
    }
    let wrong: Vec<String> = parts
        .iter()
        .filter_map(|(count, share)| {
            let exact = percent(count.value, whole)?;
            let places = places_of(share.value);
            (!rounds_to(exact, share.value, places)).then(|| {
                format!(
                    "{} of {whole} is {}%, not {}%",
                    count.written,
                    rounded(exact, places),
                    share.written
                )
            })
        })
        .collect();
    (!wrong.is_empty()).then_some(wrong)
}

/// "41.05% (62)", or a count that stands before its percentage in brackets with few words between: "13 assessments (8.60%)".
fn part_at<'text>(found: &[Token<'text>], at: usize) -> Option<(Number<'text>, Number<'text>)> {
    let share = found[at].number().filter(|number| number.percent)?;
    if let (Some(Token::Sign('(')), Some(count)) = (
        found.get(at + 1),
        found.get(at + 2).and_then(|token| token.number()),
    ) {
        return Some((count, share)).filter(|(count, _)| !count.percent);
    }
    let opened = at
        .checked_sub(1)
        .is_some_and(|before| found[before] == Token::Sign('('));
    let before = found[at.saturating_sub(9)..at]
        .iter()
        .rev()
        .find_map(|token| token.number())?;
    (opened && !before.percent).then_some((before, share))
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            finds 1 | digits cut off
            commentary {"measure":"M11","period":"2019-20 Q2","text":"There were 151 referrals: neglect 41.05% (62), emotional abuse 25.82% (39), 37 others (24.50%) and 13 pre-birth assessments (8.60%)."}
            silent | counts too large to be added
            commentary {"measure":"M11","period":"2019-20 Q2","text":"There were 151 referrals: 41% (70000000000000000000000000000), 25% (70000000000000000000000000000), 34% (70000000000000000000000000000)."}
            silent | rounded rightly, and parts of no stated whole
            commentary {"measure":"M11","period":"2019-20 Q2","text":"There were 151 referrals: neglect 41.06% (62), emotional abuse 25.83% (39), 37 others (24.50%) and 13 assessments (8.61%)."}
            commentary {"measure":"M12","period":"2019-20 Q2","text":"Neglect 41% (62), abuse 27% (39), others 25% (37)."}
        "#,
        );
    }
}
