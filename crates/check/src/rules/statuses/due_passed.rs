//! Pieces of work whose day has passed while they are still Green.

use std::collections::HashMap;

use clew_calendar::Period;
use clew_plan::{Book, Commentary, Figure, Measure, MeasureKey, MeasureKind, Status};

use crate::dates::named_in;
use crate::rules::figures::series::name;
use crate::sources::document_of;
use crate::tokens::tokens;
use crate::words::{plain, short};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "green-after-its-day",
    severity: Severity::Warning,
    title: "A piece of work is Green though its day has passed and its comment looks ahead",
    explanation: "A project measure has its due date in its record or in its title (\"… by \
        September 2019\"). When that day lies within the period reported, the work is either \
        complete (Blue) or late. It is reported when it is Green and its comment still speaks \
        of a draft or of what will be done.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let measures: HashMap<MeasureKey, &Measure> = book
        .measures
        .iter()
        .filter(|measure| measure.kind == MeasureKind::Project)
        .map(|measure| (measure.code.key(), measure))
        .collect();
    let mut comments: HashMap<&MeasureKey, Vec<&Commentary>> = HashMap::new();
    for comment in &book.commentary {
        if let Some(key) = &comment.measure {
            comments.entry(key).or_default().push(comment);
        }
    }
    let green = book
        .figures
        .iter()
        .filter(|figure| figure.reported_status == Some(Status::Green));
    green
        .filter_map(|figure| {
            judge(
                book,
                figure,
                measures.get(&figure.measure)?,
                comments.get(&figure.measure)?,
            )
        })
        .collect()
}

fn judge(
    book: &Book,
    figure: &Figure,
    measure: &Measure,
    comments: &[&Commentary],
) -> Option<Finding> {
    let due = measure
        .due
        .or_else(|| due_in(&measure.title))
        .filter(|due| due.last() <= figure.period.last())?;
    let comment = comments.iter().find(|comment| {
        comment.period.last() == figure.period.last() && looks_ahead(&comment.text)
    })?;
    let finding = RULE
        .finding(document_of(book, figure.source.as_ref()))
        .at(
            format!("{}: Green, due {due}", name(measure)),
            figure.source.as_ref(),
        )
        .says(format!(
            "{} was due by {due}, is Green for {}, and its comment still looks ahead: \"{}\".",
            measure.code,
            figure.period,
            short(&comment.text, 160)
        ))
        .suggests("Show it as complete, or as late with the new date.");
    Some(finding)
}

/// The month or day after the title's last "by".
fn due_in(title: &str) -> Option<Period> {
    let found = tokens(title);
    let by = found.iter().rposition(|token| token.is("by"))?;
    named_in(&found[by..])
        .into_iter()
        .next()
        .map(|named| named.period)
}

fn looks_ahead(text: &str) -> bool {
    let words = plain(text);
    [
        "will be",
        "to be presented",
        "been drafted",
        "is being",
        "under way",
        "underway",
    ]
    .iter()
    .any(|wording| words.contains(wording))
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            measures {"code":"M1","title":"Report is produced and forwarded by September 2019","kind":"project"}
            measures {"code":"M2","title":"Strategy renewed by 1 April 2020","kind":"project"}
            finds 1 | drafted after its day
            figures {"measure":"M1","period":"2019-20 to Q2","from":"imported","state":"final","reported_status":"Green"}
            commentary {"measure":"M1","period":"2019-20 to Q2","text":"It has been drafted. It will be presented on 11 December 2019."}
            silent | done, complete, or not yet due
            figures {"measure":"M1","period":"2019-20 to Q2","from":"imported","state":"final","reported_status":"Green"}
            commentary {"measure":"M1","period":"2019-20 to Q2","text":"It was forwarded on 3 September 2019."}
            figures {"measure":"M2","period":"2019-20 to Q2","from":"imported","state":"final","reported_status":"Green"}
            commentary {"measure":"M2","period":"2019-20 to Q2","text":"It will be completed in time."}
        "#,
        );
    }
}
