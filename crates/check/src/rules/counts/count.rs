//! The cells of a printed status summary against its own totals.

use clew_calendar::Period;
use clew_plan::{Book, DocumentId, ReportedCount};

use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "count-does-not-add-up",
    severity: Severity::Error,
    title: "The cells of a status summary do not give its totals",
    explanation: "Each row of a printed summary is added across the statuses, each column down \
        the rows, and the two kinds of measure together, and compared with the totals the \
        document prints. A total without any of its cells is left alone.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut summaries: Vec<(&DocumentId, Period)> = Vec::new();
    for count in &book.reported_counts {
        if !summaries.contains(&(&count.document, count.period)) {
            summaries.push((&count.document, count.period));
        }
    }
    let cells_of = |(document, period): (&DocumentId, Period)| -> Vec<&ReportedCount> {
        let counts = book.reported_counts.iter();
        counts
            .filter(|count| count.document == *document && count.period == period)
            .collect()
    };
    summaries
        .into_iter()
        .flat_map(|summary| judge(book, &cells_of(summary)))
        .collect()
}

/// The ways in which a total may be made: across statuses, down outcomes, over kinds.
fn judge(book: &Book, cells: &[&ReportedCount]) -> Vec<Finding> {
    let mut found = Vec::new();
    for total in cells {
        type Part = fn(&ReportedCount, &ReportedCount) -> bool;
        let ways: [(&str, bool, Part); 3] = [
            ("statuses", total.status.is_none(), |total, cell| {
                cell.status.is_some() && cell.outcome == total.outcome && cell.kind == total.kind
            }),
            ("outcomes", total.outcome.is_none(), |total, cell| {
                cell.outcome.is_some() && cell.status == total.status && cell.kind == total.kind
            }),
            ("kinds of measure", total.kind.is_none(), |total, cell| {
                cell.kind.is_some() && cell.status == total.status && cell.outcome == total.outcome
            }),
        ];
        for (parts, applies, is_part) in ways {
            let mine: Vec<&&ReportedCount> =
                cells.iter().filter(|cell| is_part(total, cell)).collect();
            let sum: u64 = mine.iter().map(|cell| u64::from(cell.count)).sum();
            if applies && !mine.is_empty() && sum != u64::from(total.count) {
                found.push(finding(book, total, parts, sum));
            }
        }
    }
    found
}

fn finding(book: &Book, total: &ReportedCount, parts: &str, sum: u64) -> Finding {
    let name = name_of(book, total);
    RULE.finding(total.document.as_str())
        .at(format!("{name}: {}", total.count), total.source.as_ref())
        .says(format!(
            "The summary prints {} for {name}; added over the {parts} it is {sum}.",
            total.count
        ))
        .suggests("Recount the measures, and let the summary be computed from them.")
}

/// "Green, statistical, Improve later life", as far as the cell is about one of each.
pub(crate) fn name_of(book: &Book, cell: &ReportedCount) -> String {
    let outcome = cell.outcome.as_ref().map(|id| {
        book.outcome(id)
            .map_or_else(|| id.to_string(), |outcome| outcome.title.clone())
    });
    let parts = [
        cell.status.map(|status| status.to_string()),
        cell.kind.map(|kind| kind.to_string()),
        outcome,
    ];
    let named: Vec<String> = parts.into_iter().flatten().collect();
    if named.is_empty() {
        "all measures".to_owned()
    } else {
        named.join(", ")
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
            reported-counts {"document":"d","period":"2021-22","kind":"statistical","status":"Green","count":13}
            reported-counts {"document":"d","period":"2021-22","kind":"project","status":"Green","count":12}
            reported-counts {"document":"d","period":"2021-22","kind":"statistical","status":"Red","count":1}
            silent | totals that add up
            reported-counts {"document":"d","period":"2021-22","status":"Green","count":25}
            reported-counts {"document":"d","period":"2021-22","kind":"statistical","count":14}
            finds 1 | a row total that does not
            reported-counts {"document":"d","period":"2021-22","status":"Green","count":26}
            finds 1 | counts that add up to more than 32 bits hold
            reported-counts {"document":"d","period":"2020-21","kind":"statistical","status":"Green","count":4294967295}
            reported-counts {"document":"d","period":"2020-21","kind":"project","status":"Green","count":2}
            reported-counts {"document":"d","period":"2020-21","status":"Green","count":1}
            finds 1 | a column total that does not
            reported-counts {"document":"d","period":"2021-22","kind":"statistical","count":15}
        "#,
        );
    }
}
