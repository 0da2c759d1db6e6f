//! Printed status counts against the measures the document lists.

use std::collections::HashMap;

use clew_calendar::Period;
use clew_plan::{Book, Measure, MeasureKey, ReportedCount, Status};

use super::count::name_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "count-differs-from-list",
    severity: Severity::Error,
    title: "A printed status count is not the number of measures listed with that status",
    explanation: "Each measure's published status for the period is counted under its priority \
        and kind and compared with the summary. The summary's one column for \"report later\" \
        and \"contextual\" is compared with both together. Where the document summarises more \
        measures than it lists (an appendix left out), nothing is said.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let totals = book.reported_counts.iter();
    let complete = totals
        .filter(|count| count.status.is_none() && count.outcome.is_none() && count.kind.is_none());
    complete
        .flat_map(|total| {
            let listed = statuses(book, total.period);
            let whole = u32::try_from(listed.len()) == Ok(total.count);
            let cells = book.reported_counts.iter().filter(move |cell| {
                whole && cell.document == total.document && cell.period == total.period
            });
            cells
                .filter_map(|cell| judge(book, cell, &listed))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The measures that have a figure ending with the period, with the status each was published with.
fn statuses(book: &Book, period: Period) -> HashMap<MeasureKey, Option<Status>> {
    let mut listed = HashMap::new();
    for figure in book
        .figures
        .iter()
        .filter(|figure| figure.unit.is_none() && figure.period.last() == period.last())
    {
        let status = listed.entry(figure.measure.clone()).or_insert(None);
        *status = status.or(figure.reported_status);
    }
    listed.retain(|_, status| status.is_some());
    listed
}

fn judge(
    book: &Book,
    cell: &ReportedCount,
    listed: &HashMap<MeasureKey, Option<Status>>,
) -> Option<Finding> {
    let mine = book.measures.iter().filter(|measure| {
        belongs(book, measure, cell)
            && listed
                .get(&measure.code.key())
                .is_some_and(|status| cell.status.is_none_or(|wanted| same(*status, wanted)))
    });
    let counted = mine.count();
    (u32::try_from(counted) != Ok(cell.count)).then(|| {
        let name = name_of(book, cell);
        RULE.finding(cell.document.as_str())
            .at(format!("{name}: {}", cell.count), cell.source.as_ref())
            .says(format!(
                "The summary prints {} for {name}; {counted} are listed so.",
                cell.count
            ))
            .suggests("Correct the status in the list or the number in the summary.")
    })
}

fn belongs(book: &Book, measure: &Measure, cell: &ReportedCount) -> bool {
    let kind = cell.kind.is_none_or(|kind| kind == measure.kind);
    let outcome = cell.outcome.as_ref().is_none_or(|wanted| {
        measure.outcome.as_ref().is_some_and(|own| {
            book.line_of_sight(own)
                .iter()
                .any(|above| above.id == *wanted)
        })
    });
    kind && outcome
}

fn same(status: Option<Status>, wanted: Status) -> bool {
    let later = |status| matches!(status, Status::ReportLater | Status::Contextual);
    status.is_some_and(|status| status == wanted || (later(status) && later(wanted)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            outcomes {"id":"o","plan":"p","level":"priority","title":"Later life"}
            measures {"code":"A1","title":"A","kind":"statistical","outcome":"o"}
            measures {"code":"A2","title":"B","kind":"project"}
            figures {"measure":"A1","period":"2019-20 to Q2","from":"imported","state":"final","reported_status":"Green"}
            figures {"measure":"A2","period":"2019-20 to Q2","from":"imported","state":"final","reported_status":"Contextual"}
            silent | counts that agree
            reported-counts {"document":"d","period":"2019-20 Q2","count":2}
            reported-counts {"document":"d","period":"2019-20 Q2","status":"Green","count":1}
            reported-counts {"document":"d","period":"2019-20 Q2","status":"Report later","count":1}
            reported-counts {"document":"d","period":"2019-20 Q2","outcome":"o","count":1}
            finds 1 | a green too many
            reported-counts {"document":"d","period":"2019-20 Q2","count":2}
            reported-counts {"document":"d","period":"2019-20 Q2","status":"Green","count":2}
            silent | a summary of more measures than are listed
            reported-counts {"document":"d","period":"2019-20 Q2","count":38}
            reported-counts {"document":"d","period":"2019-20 Q2","status":"Green","count":25}
        "#,
        );
    }
}
