//! Red figures that nobody has explained.

use std::collections::HashSet;

use clew_calendar::Day;
use clew_measure::{Index, StatusBasis};
use clew_plan::{Book, Cycle, Measure, MeasureKey, Status};

use crate::finding::place;
use crate::rules::figures::series::name;
use crate::sources::document_of;
use crate::words::list;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "red-without-comment",
    severity: Severity::Warning,
    title: "A Red measure has no commentary for the period",
    explanation: "Whoever reads Red asks why, and what is being done. Each cycle's measures are \
        judged as they are shown: as published where a status was published, else by the rule. \
        A comment for the period, or for one that ends on the same day, is enough. Cycles for \
        which no measure has a comment are left alone. One finding for a cycle.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let index = Index::new(book);
    let commented: HashSet<(&MeasureKey, Day)> = book
        .commentary
        .iter()
        .filter(|comment| !comment.text.trim().is_empty())
        .filter_map(|comment| Some((comment.measure.as_ref()?, comment.period.last())))
        .collect();
    book.cycles
        .iter()
        .filter_map(|cycle| judge(book, &index, cycle, &commented))
        .collect()
}

fn judge(
    book: &Book,
    index: &Index<'_>,
    cycle: &Cycle,
    commented: &HashSet<(&MeasureKey, Day)>,
) -> Option<Finding> {
    let last = cycle.period.last();
    let own = book
        .measures
        .iter()
        .filter(|measure| measure.plan.as_ref() == Some(&cycle.plan));
    let (explained, silent): (Vec<&Measure>, Vec<&Measure>) =
        own.partition(|measure| commented.contains(&(&measure.code.key(), last)));
    let red: Vec<&Measure> = silent
        .into_iter()
        .filter(|measure| {
            let judgement = index.judge(measure, cycle.period, None);
            judgement.figure.is_some() && judgement.shown(StatusBasis::AsReported) == Status::Red
        })
        .collect();
    let first = red.first().filter(|_| !explained.is_empty())?;
    let codes: Vec<String> = red.iter().map(|measure| measure.code.to_string()).collect();
    let places = red
        .iter()
        .map(|measure| place(format!("{}: Red", name(measure)), measure.source.as_ref()));
    let finding = RULE
        .finding(document_of(book, first.source.as_ref()))
        .at_all(places)
        .says(format!(
            "Red for {} without a word of explanation: {}.",
            cycle.period,
            list(&codes)
        ))
        .suggests("Ask the owner why, what is being done, and by when it will be put right.");
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
            cycles {"id":"2019-20 Q2","plan":"p","period":"2019-20 Q2"}
            measures {"code":"M1","title":"A","kind":"statistical","plan":"p","polarity":"higher"}
            measures {"code":"M2","title":"B","kind":"statistical","plan":"p","polarity":"higher"}
            targets {"measure":"M1","period":"2019-20","goal":"90"}
            targets {"measure":"M2","period":"2019-20","goal":"90"}
            commentary {"measure":"M2","period":"2019-20 to Q2","text":"Two posts are vacant."}
            figures {"measure":"M2","period":"2019-20 to Q2","value":"5","from":"imported","state":"final"}
            finds 1 | by the rule
            figures {"measure":"M1","period":"2019-20 to Q2","value":"5","from":"imported","state":"final"}
            finds 1 | as published
            figures {"measure":"M1","period":"2019-20 to Q2","value":"95","from":"imported","state":"final","reported_status":"Red"}
            silent | explained
            figures {"measure":"M1","period":"2019-20 to Q2","value":"5","from":"imported","state":"final"}
            commentary {"measure":"M1","period":"2019-20 Q2","text":"A new system."}
            silent | published as Amber
            figures {"measure":"M1","period":"2019-20 to Q2","value":"5","from":"imported","state":"final","reported_status":"Amber"}
            silent | no figure
            silent | a cycle without any commentary
            cycles {"id":"2019-20 Q1","plan":"p","period":"2019-20 Q1"}
            figures {"measure":"M1","period":"2019-20 Q1","value":"5","from":"imported","state":"final"}
        "#,
        );
    }
}
