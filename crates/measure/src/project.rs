//! Project measures: the owner's status, checked against the due date and the milestones.

use clew_calendar::Period;
use clew_plan::{Figure, Measure, Milestone, Status, UnitOfMeasure};
use rust_decimal::Decimal;

use crate::index::Facts;
use crate::{Exact, Judgement, exact_value};

const RULE: &str = "A project measure has the status its owner gives: Blue when it is complete, \
Green when it is on course, Amber or Red when it has slipped. A measure past its due date, or with \
a milestone past its own, is Amber at best until it is complete.";

/// Judges a piece of work as it stood on the period's last day.
pub(crate) fn judge_project<'book>(
    facts: &Facts<'book>,
    measure: &Measure,
    period: Period,
    figure: Option<&'book Figure>,
) -> Judgement<'book> {
    let reported = figure.and_then(|figure| figure.reported_status);
    let exact = figure.and_then(|figure| exact_value(figure, measure.unit_of_measure));
    let (by_rule, why) = checked(
        owners_status(measure, reported, exact),
        late(facts, measure, period),
    );
    Judgement {
        reported,
        by_rule,
        overridden: figure.and_then(|figure| figure.override_status.as_ref()),
        value: exact.map(Exact::to_decimal),
        exact,
        target: None,
        target_found: None,
        tolerance: None,
        bounds: None,
        figure,
        small_numbers: false,
        forecast: None,
        rule: RULE.to_owned(),
        why,
    }
}

/// What the owner says; a piece of work that is 100 % done is complete.
fn owners_status(
    measure: &Measure,
    reported: Option<Status>,
    exact: Option<Exact>,
) -> Option<Status> {
    let whole = Exact::from(Decimal::ONE_HUNDRED);
    let done = measure.unit_of_measure == Some(UnitOfMeasure::Percent)
        && exact.is_some_and(|value| value >= whole);
    reported.or(done.then_some(Status::Blue))
}

/// The owner's status after the check, and why.
fn checked(owner: Option<Status>, late: Option<String>) -> (Status, String) {
    match (owner, late) {
        (None, _) => (
            Status::ReportLater,
            "its owner has not given a status for this period".to_owned(),
        ),
        (Some(Status::Blue), _) => (Status::Blue, "its owner reports it complete".to_owned()),
        (Some(Status::Green), Some(late)) => (
            Status::Amber,
            format!("its owner reports Green, but {late}"),
        ),
        (Some(status), late) => {
            let also = late.map(|late| format!("; {late}")).unwrap_or_default();
            (status, format!("its owner reports {status}{also}"))
        }
    }
}

/// What is past its date on the period's last day, if anything is.
fn late(facts: &Facts<'_>, measure: &Measure, period: Period) -> Option<String> {
    let today = period.last();
    if let Some(due) = measure.due.filter(|due| due.last() < today) {
        return Some(format!("it was due by {}", due.last()));
    }
    let open = |milestone: &&&Milestone| {
        let passed = milestone.due.is_some_and(|due| due.last() < today);
        passed && milestone.done.is_none_or(|done| done > today)
    };
    let late = facts.milestones.iter().filter(open).count();
    match late {
        0 => None,
        1 => Some("one of its milestones is past its date and not done".to_owned()),
        several => Some(format!(
            "{several} of its milestones are past their dates and not done"
        )),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::judge;
    use crate::support::{book, measure, period, row, status, table};

    #[test]
    fn the_owners_status_is_checked_against_dates() {
        let cases = "
            # owner    | due     | milestone due | done       | status       | why
                       |         |               |            | Report later | its owner has not given a status for this period
                       | 2020-01 |               |            | Report later | its owner has not given a status for this period
            Green      |         |               |            | Green        | its owner reports Green
            Green      | 2022-03 |               |            | Green        | its owner reports Green
            Green      | 2022-02 |               |            | Amber        | its owner reports Green, but it was due by 2022-02-28
            Red        | 2022-02 |               |            | Red          | its owner reports Red; it was due by 2022-02-28
            Blue       | 2022-02 |               |            | Blue         | its owner reports it complete
            Green      |         | 2021-12       |            | Amber        | its owner reports Green, but one of its milestones is past its date and not done
            Green      |         | 2021-12       | 2022-01-10 | Green        | its owner reports Green
            Green      |         | 2021-12       | 2022-04-01 | Amber        | its owner reports Green, but one of its milestones is past its date and not done
            Green      |         | 2022-06       |            | Green        | its owner reports Green
            Contextual |         |               |            | Contextual   | its owner reports Contextual";
        for cells in table(cases) {
            let [owner, due, milestone, done, expected, why] = cells[..] else {
                panic!("{cells:?}")
            };
            let due = if due.is_empty() {
                json!(null)
            } else {
                json!(due)
            };
            let project = measure(json!({"kind": "project", "polarity": null, "due": due}));
            let mut book = book(project, "2021-22 Q4 =");
            if !owner.is_empty() {
                book.figures[0].reported_status = Some(status(owner));
            }
            book.actions
                .push(row(json!({"id": "1", "plan": "p", "measures": ["M"]})));
            if !milestone.is_empty() {
                let mut step = json!({"action": "1", "plan": "p", "title": "x", "due": milestone});
                if !done.is_empty() {
                    step["done"] = json!(done);
                }
                book.milestones.push(row(step));
            }
            let asked = period("2021-22 Q4");
            let found = judge(&book, &book.measures[0], asked, None);
            assert_eq!(found.by_rule, status(expected), "{cells:?}");
            assert_eq!(found.why, why, "{cells:?}");
            let indexed = crate::Index::new(&book).judge(&book.measures[0], asked, None);
            assert_eq!(indexed, found, "{cells:?}");
        }
    }

    #[test]
    fn work_that_is_wholly_done_is_complete() {
        let project = measure(json!({"kind": "project", "polarity": null}));
        for (percent, expected) in [("100", "Blue"), ("99", "Report later")] {
            let book = book(project.clone(), &format!("2021-22 Q4 = {percent}"));
            let found = judge(&book, &book.measures[0], period("2021-22 Q4"), None);
            assert_eq!(found.by_rule, status(expected), "{percent}");
        }
    }
}
