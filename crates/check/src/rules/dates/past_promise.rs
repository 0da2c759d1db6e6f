//! Promises for days that had already passed.

use clew_calendar::{Day, Period, PeriodKind};
use clew_plan::Book;

use crate::dates::{day_of, named_in};
use crate::texts;
use crate::tokens::{Token, tokens};
use crate::words::{sentences, short};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "promise-already-past",
    severity: Severity::Warning,
    title: "A text promises what will be done on a day that had already passed",
    explanation: "\"The order will be placed on 25 March\" in a document of June was not \
        brought up to date. A sentence counts when \"will\", \"to start\" or \"due to\" stands \
        shortly before a day, month or financial year that ended more than a week before the \
        document's own date; a plan without a date is taken at the first day of the period it \
        is for.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let days: Vec<(String, Day)> = book
        .documents
        .iter()
        .filter_map(|document| {
            let day = day_of(document).or_else(|| planned_from(book, document));
            Some((document.id.to_string(), day?))
        })
        .collect();
    let mut found: Vec<Finding> = Vec::new();
    for text in texts::all(book)
        .iter()
        .filter(|text| text.text.contains("20") || text.text.chars().any(|c| c.is_ascii_digit()))
    {
        let document = text.document(book);
        let Some((_, today)) = days.iter().find(|(id, _)| *id == document) else {
            continue;
        };
        for sentence in sentences(text.text) {
            let Some(promised) =
                promised_in(sentence).filter(|promised| last_chance(*promised) < *today)
            else {
                continue;
            };
            let message = format!(
                "At {today} the document still says: \"{}\".",
                short(sentence, 160)
            );
            match found.iter_mut().find(|other| other.message == message) {
                Some(other) => *other = other.clone().at(&text.what, text.source),
                None => found.push(text.finding(book, &RULE).says(message).suggests(format!(
                    "Say what happened ({promised} has passed), or give the new date."
                ))),
            }
        }
    }
    found
}

/// The first day of a plan that has no date of its own and reports no period: a document with a plan
/// of the same period and no meeting or data.
fn planned_from(book: &Book, document: &clew_plan::Document) -> Option<Day> {
    let period = document.period?;
    let plan = document.plan.as_ref().and_then(|plan| book.plan(plan))?;
    (plan.period == Some(period)).then_some(period.first())
}

/// The last day on which a promise need not have been brought up to date: a week after a day or
/// month, the last day of a year.
fn last_chance(promised: Period) -> Day {
    let grace = if promised.kind() == PeriodKind::FinancialYear {
        0
    } else {
        7
    };
    promised.last().plus_days(grace)
}

fn promised_in(sentence: &str) -> Option<Period> {
    let found = tokens(sentence);
    let promise = (0..found.len()).find(|at| {
        let next = |word: &str| found.get(at + 1).is_some_and(|token| token.is(word));
        found[*at].is("will")
            || (found[*at].is("to") && (next("start") || next("begin") || next("commence")))
    })?;
    let named = named_in(&found)
        .into_iter()
        .find(|named| named.at > promise)?;
    let between = &found[promise..named.at];
    let since = between.iter().any(|token| {
        [
            "since",
            "from",
            "between",
            "published",
            "announced",
            "approved",
        ]
        .iter()
        .any(|word| token.is(word))
    });
    let near = between
        .iter()
        .filter(|token| matches!(token, Token::Word(_)))
        .count()
        <= 30;
    let year = named.period.kind() == PeriodKind::FinancialYear;
    let placed = ["in", "during", "by", "before"]
        .iter()
        .any(|word| found[named.at - 1].is(word));
    (near && !since && (placed || !year)).then_some(named.period)
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            documents {"id":"d","title":"Plan","plan":"p","dated":"2021-06-04"}
            finds 1 | awarded in March, in a document of June
            updates {"action":"12","plan":"p","text":"The order will be placed on 25 th March 2021 and filled from 1 st July."}
            finds 1 | to start in March
            updates {"action":"10","plan":"p","text":"First trial to start March 21"}
            finds 1 | a year that is over
            passages {"document":"d","text":"An inspection will be carried out during 2019/20."}
            silent | a year that is only named
            passages {"document":"d","text":"The service will report on its measures (2019/20 performance above target)."}
            silent | still to come, past tense, the same week
            updates {"action":"1","plan":"p","text":"It will open in June 2021. It was opened in March 2020. It will be presented on 1 June 2021."}
        "#,
        );
    }
}
