//! Statuses left out, and statuses without anything to judge.

use std::collections::{HashMap, HashSet};

use clew_plan::{Book, Figure, MeasureKey, MeasureKind};

use crate::finding::place;
use crate::rules::figures::series::name;
use crate::sources::document_of;
use crate::words::some_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "status-missing",
    severity: Severity::Warning,
    title: "A measure has no status, or a colour with no figure behind it",
    explanation: "In a reporting round in which at least four measures in five have a published \
        status, one without any is an oversight. And a statistical measure that is Green, Amber \
        or Red without a value for the period asks to be believed: with nothing to report it is \
        contextual or to be reported later. Cases with nothing due are noted.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let measures: HashMap<MeasureKey, _> = book
        .measures
        .iter()
        .map(|measure| (measure.code.key(), measure))
        .collect();
    book.cycles.iter().flat_map(|cycle| {
        let mut rows: HashMap<&MeasureKey, Vec<&Figure>> = HashMap::new();
        for figure in book.figures.iter().filter(|figure| figure.unit.is_none() && figure.period.last() == cycle.period.last()) {
            rows.entry(&figure.measure).or_default().push(figure);
        }
        let with_status: HashSet<&MeasureKey> = rows.iter()
            .filter(|(_, figures)| figures.iter().any(|figure| figure.reported_status.is_some()))
            .map(|(key, _)| *key).collect();
        let mine: Vec<_> = book.measures.iter().filter(|measure| measure.plan.as_ref() == Some(&cycle.plan)).collect();
        let mut found = Vec::new();
        let without: Vec<_> = mine.iter().filter(|measure| !with_status.contains(&measure.code.key())).collect();
        if let Some(first) = without.first().filter(|_| without.len() * 5 <= mine.len()) {
            let codes: Vec<String> = without.iter().map(|measure| measure.code.to_string()).collect();
            found.push(
                RULE.finding(document_of(book, first.source.as_ref()))
                    .at_all(without.iter().map(|measure| place(name(measure), measure.source.as_ref())))
                    .says(format!("{} of {} measures have no status for {}: {}.", codes.len(), mine.len(), cycle.period, some_of(&codes, 10)))
                    .suggests("Give each its status, or \"report later\" or \"contextual\" if it cannot be judged."),
            );
        }
        let bare = book.figures.iter().filter(|figure| rows.contains_key(&figure.measure) && figure.period.last() == cycle.period.last());
        let bare = bare.filter(|figure| figure.value.is_none() && figure.numerator.is_none());
        found.extend(bare.filter_map(|figure| {
            let measure = measures.get(&figure.measure).filter(|measure| measure.kind == MeasureKind::Statistical)?;
            let status = figure.reported_status.filter(|status| status.is_judgement())?;
            Some(RULE.finding(document_of(book, figure.source.as_ref()))
                .weighing(Severity::Note)
                .at(format!("{}: {status} without a value", name(measure)), figure.source.as_ref())
                .says(format!("{} is {status} for {}, but no value is given.", measure.code, figure.period))
                .suggests("Where nothing was due, say \"contextual\" for the period; otherwise give the value."))
        }));
        found
    }).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            cycles {"id":"2019-20 Q2","plan":"p","period":"2019-20 Q2"}
            measures {"code":"M1","title":"A","kind":"statistical","plan":"p"}
            measures {"code":"M2","title":"B","kind":"project","plan":"p"}
            measures {"code":"M3","title":"C","kind":"project","plan":"p"}
            measures {"code":"M4","title":"D","kind":"project","plan":"p"}
            measures {"code":"M5","title":"E","kind":"project","plan":"p"}
            figures {"measure":"M4","period":"2019-20 to Q2","from":"imported","state":"final","reported_status":"Green"}
            figures {"measure":"M5","period":"2019-20 to Q2","from":"imported","state":"final","reported_status":"Green"}
            figures {"measure":"M2","period":"2019-20 to Q2","from":"imported","state":"final","reported_status":"Green"}
            figures {"measure":"M3","period":"2019-20 to Q2","from":"imported","state":"final","reported_status":"Blue"}
            finds 1 | one of five has none
            figures {"measure":"M1","period":"2019-20 to Q2","value":"5","from":"imported","state":"final"}
            finds 1 | green without a value
            figures {"measure":"M1","period":"2019-20 to Q2","from":"imported","state":"final","reported_status":"Green"}
            silent | all there
            figures {"measure":"M1","period":"2019-20 to Q2","value":"5","from":"imported","state":"final","reported_status":"Green"}
        "#,
        );
    }
}
