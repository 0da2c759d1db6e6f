//! Comments that say the opposite of the colour.

mod wordings;

use std::cell::LazyCell;
use std::collections::HashMap;

use clew_measure::{Index, StatusBasis};
use clew_plan::{Book, Commentary, MeasureKey, Polarity, Status, UnitId};

use crate::measures::code_of;
use crate::sources::document_of;
use crate::words::short;
use crate::{Finding, Rule, Severity};
use wordings::{Claim, claims};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "comment-says-the-opposite",
    severity: Severity::Warning,
    title: "A comment tells of delay or failure under Green, or of success under Red",
    explanation: "A Green or Blue measure whose comment says that something is delayed, behind \
        schedule, off track, overdue or short of its target, and a Red one whose comment says that \
        it is on target, doing well or that the target was met, are shown to committee with both. \
        The colour is that which was published, else that of the rule. \
        Denials turn words round: \"not on track\" and \"no longer on target\" speak of a miss, \
        \"no longer behind\" does not. \"Above\" and \"below target\" are read by which way is \
        better. What is expected, wished for, once was, or holds only for some is not counted, nor \
        are delayed discharges, nor a Red comment that also owns up to the miss. Under Green it is \
        only noted when the comment tells of a fall, says that nothing moves, or also says what \
        was met.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut reported: HashMap<Judged<'_>, Status> = HashMap::new();
    for figure in &book.figures {
        if let Some(status) = figure.reported_status {
            let unit = figure.unit.as_ref();
            reported.insert(
                (&figure.measure, figure.period.last().number(), unit),
                status,
            );
        }
    }
    let index = LazyCell::new(|| Index::new(book));
    let by_rule = |comment: &Commentary| {
        let measure = book.measure(comment.measure.as_ref()?)?;
        let judged = index.judge(measure, comment.period, comment.unit.as_ref());
        judged.figure?;
        Some(judged.shown(StatusBasis::ByRule))
    };
    let comments = book.commentary.iter();
    comments
        .filter_map(|comment| {
            let measure = comment.measure.as_ref()?;
            let claims = claims(&comment.text, polarity_of(book, measure));
            if claims.is_empty() {
                return None;
            }
            let unit = comment.unit.as_ref();
            let key = (measure, comment.period.last().number(), unit);
            let status = reported.get(&key).copied();
            judge(book, comment, &claims, status.or_else(|| by_rule(comment))?)
        })
        .collect()
}

fn polarity_of(book: &Book, measure: &MeasureKey) -> Option<Polarity> {
    book.measure(measure)?.polarity
}

/// What a status was reported for: measure, last day, part of the organisation.
type Judged<'book> = (&'book MeasureKey, i32, Option<&'book UnitId>);

fn judge(
    book: &Book,
    comment: &Commentary,
    claims: &[(Claim, &str)],
    status: Status,
) -> Option<Finding> {
    let (said, weight) = against(claims, status)?;
    let measure = code_of(book, comment.measure.as_ref()?);
    let finding = RULE
        .finding(document_of(book, comment.source.as_ref()))
        .weighing(weight)
        .at(format!("{measure}, comment under {status}"), comment.source.as_ref())
        .says(format!("{measure} is {status}, but its comment says: \"{}\".", short(said, 160)))
        .suggests("Settle which is right: change the status, or say in the comment why the status stands all the same.");
    Some(finding)
}

/// The sentence that speaks against a colour. A Red comment that also owns up to the miss is at one with
/// its colour; a Green one that also says what was met is only noted.
fn against<'text>(
    claims: &[(Claim, &'text str)],
    status: Status,
) -> Option<(&'text str, Severity)> {
    let first = |wanted: Claim| {
        let found = claims.iter().find(|(claim, _)| *claim == wanted);
        found.map(|(_, sentence)| *sentence)
    };
    let (met, missed) = (first(Claim::Met), first(Claim::Missed));
    match status {
        Status::Red if missed.is_none() => met.map(|said| (said, Severity::Warning)),
        Status::Green | Status::Blue => {
            let weight = met.map_or(Severity::Warning, |_| Severity::Note);
            let worse = first(Claim::Worse).filter(|_| met.is_none());
            let noted = first(Claim::Standing).or(worse);
            let warned = missed.map(|said| (said, weight));
            warned.or(noted.map(|said| (said, Severity::Note)))
        }
        _ => None,
    }
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
            finds 1 | red and on target
            commentary {"measure":"M2","period":"2019-20 to Q2","text":"We are on target and doing well."}
            finds 1 | green and no longer on track
            commentary {"measure":"M1","period":"2019-20 to Q2","text":"This is no longer on track."}
            finds 1 | green and fallen
            commentary {"measure":"M1","period":"2019-20 to Q2","text":"Performance has fallen since spring."}
            silent | red, and not on target
            commentary {"measure":"M2","period":"2019-20 to Q2","text":"We are not on target. Two posts will bring us back on track."}
            silent | green, fallen and still on target
            commentary {"measure":"M1","period":"2019-20 to Q2","text":"Performance has fallen, but we are still on target."}
            finds 1 | the colour of the rule, where none was published
            measures {"code":"M3","title":"Visits on time","kind":"statistical","polarity":"higher","unit_of_measure":"%"}
            targets {"measure":"M3","period":"2019-20 Q3","goal":"90"}
            figures {"measure":"M3","period":"2019-20 Q3","value":"60","from":"returned","state":"final"}
            commentary {"measure":"M3","period":"2019-20 Q3","text":"We are on track."}
            silent | another part of the organisation is green
            commentary {"measure":"M1","period":"2019-20 to Q2","unit":"south","text":"We are not on track."}
            silent | delayed discharges, turnover below target, and a red that says so
            commentary {"measure":"M1","period":"2019-20 to Q2","text":"Bed days of delayed discharge are delayed discharges. Turnover stands at 2.7%, below the target."}
            commentary {"measure":"M2","period":"2019-20 to Q2","text":"So far 73% were dealt with, not meeting the target. Volume caused the delay."}
        "#,
        );
    }
}
