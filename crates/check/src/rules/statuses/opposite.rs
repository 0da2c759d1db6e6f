//! Comments that say the opposite of the colour.

use std::collections::HashMap;

use clew_plan::{Book, Commentary, Figure, MeasureKey, Status};

use crate::measures::code_of;
use crate::sources::document_of;
use crate::words::{plain, sentences, short};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "comment-says-the-opposite",
    severity: Severity::Warning,
    title: "A comment tells of delay or failure under Green, or of success under Red",
    explanation: "A Green or Blue measure whose comment says that something is delayed, behind \
        schedule, overdue or has not met its target, and a Red one whose comment says that the \
        target was met, are shown to committee with both. \"Delayed discharge\" and delays told \
        of as past causes of others are not counted, nor is \"below target\" where less may be \
        better. Silence about progress (\"no further activity\") under Green is noted.",
    run,
};

/// Wordings of slippage, in plain form.
const SLIPPING: &[&str] = &[
    "slightly delayed",
    "is delayed",
    "are delayed",
    "been delayed",
    "delayed for",
    "behind schedule",
    "behind target",
    "is overdue",
    "are overdue",
    "has slipped",
    "have slipped",
    "slippage",
    "not met the target",
    "not meeting the target",
    "target has not been",
    "target was not",
    "missed the target",
    "not been achieved",
    "not been met",
];

/// Wordings of success.
const MEETING: &[&str] = &[
    "target has been achieved",
    "target has been met",
    "target was met",
    "meeting the target",
    "exceeding the target",
    "exceeds the target",
    "above target",
];

/// Wordings of standstill.
const STANDING: &[&str] = &[
    "no further activity",
    "no progress",
    "not yet started",
    "not yet begun",
];

/// Parts of words of which each wording above has one, so that most comments need no closer look.
const TELLING: &[&str] = &[
    "delay", "behind", "overdue", "slip", "target", "achieved", "met", "activity", "progress",
    "started", "begun",
];

fn run(book: &Book) -> Vec<Finding> {
    let mut statuses: HashMap<(&MeasureKey, i32), &Figure> = HashMap::new();
    for figure in book
        .figures
        .iter()
        .filter(|figure| figure.reported_status.is_some())
    {
        statuses.insert((&figure.measure, figure.period.last().number()), figure);
    }
    book.commentary
        .iter()
        .filter_map(|comment| {
            let key = (comment.measure.as_ref()?, comment.period.last().number());
            let status = statuses.get(&key)?.reported_status?;
            judge(book, comment, status)
        })
        .collect()
}

fn judge(book: &Book, comment: &Commentary, status: Status) -> Option<Finding> {
    let wordings: &[(&[&str], Severity)] = match status {
        Status::Green | Status::Blue => {
            &[(SLIPPING, Severity::Warning), (STANDING, Severity::Note)]
        }
        Status::Red => &[(MEETING, Severity::Warning)],
        _ => return None,
    };
    let (said, weight) = wordings
        .iter()
        .find_map(|(list, weight)| Some((said_in(&comment.text, list)?, *weight)))?;
    let measure = code_of(book, comment.measure.as_ref()?);
    let finding = RULE
        .finding(document_of(book, comment.source.as_ref()))
        .weighing(weight)
        .at(format!("{measure}, comment under {status}"), comment.source.as_ref())
        .says(format!("{measure} is {status}, but its comment says: \"{}\".", short(said, 160)))
        .suggests("Settle which is right: change the status, or say in the comment why the status stands all the same.");
    Some(finding)
}

/// The first sentence that has one of the wordings.
fn said_in<'text>(text: &'text str, wordings: &[&str]) -> Option<&'text str> {
    let lower = text.to_lowercase();
    if TELLING.iter().all(|word| !lower.contains(word)) {
        return None;
    }
    sentences(text).into_iter().find(|sentence| {
        let words = plain(sentence);
        let negated = words.contains("not meeting the target") && wordings == MEETING;
        !negated
            && !words.contains("delayed discharge")
            && wordings.iter().any(|wording| words.contains(wording))
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
            figures {"measure":"M1","period":"2019-20 to Q2","from":"imported","state":"final","reported_status":"Green"}
            figures {"measure":"M2","period":"2019-20 to Q2","from":"imported","state":"final","reported_status":"Red"}
            finds 1 | green and delayed
            commentary {"measure":"M1","period":"2019-20 to Q2","text":"The yearly report is written, yet its print is delayed for a month."}
            finds 1 | green and nothing done
            commentary {"measure":"M1","period":"2019-20 to Q2","text":"Since spring there was no further activity."}
            finds 1 | red and met
            commentary {"measure":"M2","period":"2019-20 to Q2","text":"The target has been achieved."}
            silent | delayed discharges, turnover below target, and a red that says so
            commentary {"measure":"M1","period":"2019-20 to Q2","text":"Bed days of delayed discharge are delayed discharges. Turnover stands at 2.7%, below the target."}
            commentary {"measure":"M2","period":"2019-20 to Q2","text":"So far 73% were dealt with, not meeting the target. Volume caused the delay."}
        "#,
        );
    }
}
