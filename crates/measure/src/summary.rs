//! The summary of a plan's measures: how many have each status, by priority and by kind.

mod counts;
mod listed;
mod printed;

pub use counts::{ByKind, Counts};

use clew_calendar::Period;
use clew_plan::{Book, DocumentId, Measure, OutcomeId, PlanId, Status};
use serde::Serialize;

use crate::{Index, Share, StatusBasis};

/// What the counts of a summary were taken from.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "from")]
pub enum SummarySource {
    /// The measures the Book lists.
    Listed,
    /// The summary a document prints, which counts more measures than the Book lists.
    Printed {
        /// The document that prints it.
        document: DocumentId,
    },
}

/// One row: an outcome at the top of the plan's tree and how its measures stand.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct SummaryRow {
    /// The outcome; none for measures without line of sight to one.
    pub outcome: Option<OutcomeId>,
    /// Its title.
    pub title: String,
    /// How its measures stand.
    pub counts: Counts,
}

/// How a plan's measures stand in a period.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Summary {
    /// The plan; none for every plan of the Book.
    pub plan: Option<PlanId>,
    /// The period.
    pub period: Period,
    /// Which status was counted.
    pub basis: StatusBasis,
    /// What was counted.
    pub source: SummarySource,
    /// One row an outcome in the plan's order, those without measures included. Empty when the
    /// printed summary it was taken from has no rows by outcome.
    pub rows: Vec<SummaryRow>,
    /// All rows together.
    pub total: Counts,
    /// The total split by kind of measure; zeros where a printed summary does not split.
    pub by_kind: ByKind,
    /// Percentages of the total, Report later and Contextual taken together.
    pub percentages: Vec<Share>,
    /// How many measures the Book lists for the plan and period.
    pub listed: u32,
    /// What a reader has to know about the counts, for example "25 of 38 measures are listed".
    pub note: Option<String>,
}

/// Counts a plan's measures (or, without a plan, every measure of the Book) by status.
///
/// A row stands for each priority, or for each root of the tree where nothing is marked as a
/// priority, in order of position. A measure is counted under the topmost priority its outcome
/// climbs to. Measures retired before the period are left out. Where a document prints a summary
/// of the period that counts more measures than the Book lists, statuses as reported are taken
/// from print, and a note says so.
#[must_use]
pub fn summary(book: &Book, plan: Option<&PlanId>, period: Period, basis: StatusBasis) -> Summary {
    Index::new(book).summary(plan, period, basis)
}

/// Counts measures whose statuses are known already, for example those that a filter let through:
/// as [`summary`](summary()), but never from print, since print knows of no filter.
#[must_use]
pub fn summary_of<'book>(
    book: &'book Book,
    plan: Option<&PlanId>,
    period: Period,
    basis: StatusBasis,
    standing: impl IntoIterator<Item = (&'book Measure, Status)>,
) -> Summary {
    listed::count_of(book, plan, period, basis, standing.into_iter())
}

impl Index<'_> {
    /// As [`summary`](crate::summary()).
    #[must_use]
    pub fn summary(&self, plan: Option<&PlanId>, period: Period, basis: StatusBasis) -> Summary {
        let listed = listed::count(self, plan, period, basis);
        let printed = printed::find(self.book(), plan, period);
        match printed {
            Some(printed) if printed.total.total() > listed.total.total() => {
                printed::prefer(printed, listed)
            }
            _ => listed,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::support::{book, measure, period, row};

    /// Two priorities (the second empty) of the plan `p`; an outcome and a deliverable under the
    /// first; three measures at different depths and one without an outcome.
    fn listed() -> Book {
        let mut book = book(
            measure(json!({"outcome": "deliverable", "plan": "p"})),
            "2019-20 Q2 = 98",
        );
        let outcome = |id: &str, level: &str, parent: serde_json::Value, position: u32| {
            let mut fields = json!({
                "id": id, "plan": "p", "level": level, "title": id, "position": position,
            });
            if !parent.is_null() {
                fields["parent"] = parent;
            }
            row(fields)
        };
        book.outcomes = vec![
            outcome("deliverable", "deliverable", json!("outcome"), 1),
            outcome("second", "priority", json!(null), 2),
            outcome("first", "priority", json!(null), 1),
            outcome("outcome", "outcome", json!("first"), 1),
        ];
        let project = |code: &str, at: &str| {
            measure(json!({
                "code": code, "kind": "project", "polarity": null, "plan": "p", "outcome": at,
            }))
        };
        book.measures.push(project("N", "first"));
        book.measures.push(project("O", "nowhere"));
        book.measures
            .push(measure(json!({"code": "P", "plan": "q"})));
        let target = json!({"measure": "M", "period": "2019-20", "goal": "90"});
        book.targets.push(row(target));
        book.figures.push(row(json!({
            "measure": "N", "period": "2019-20 Q2", "from": "imported", "state": "final",
            "reported_status": "Blue",
        })));
        book
    }

    fn rows(summary: &Summary) -> Vec<String> {
        let shown = |row: &SummaryRow| {
            let counts = row.counts;
            format!(
                "{}: {} {} {}",
                row.title,
                counts.blue,
                counts.green,
                counts.later_or_contextual()
            )
        };
        summary.rows.iter().map(shown).collect()
    }

    #[test]
    fn measures_are_counted_under_the_priority_they_climb_to() {
        let summary = summary(
            &listed(),
            Some(&"p".into()),
            period("2019-20 Q2"),
            StatusBasis::ByRule,
        );
        assert_eq!(
            rows(&summary),
            ["first: 1 1 0", "second: 0 0 0", "No outcome: 0 0 1"]
        );
        assert_eq!(summary.total.total(), 3);
        assert_eq!(summary.by_kind.statistical.green, 1);
        assert_eq!(
            (summary.by_kind.project.blue, summary.by_kind.project.later),
            (1, 1)
        );
        assert_eq!(
            (summary.source, summary.note),
            (SummarySource::Listed, None)
        );
    }

    #[test]
    fn without_a_plan_every_measure_counts_and_retired_ones_never_do() {
        let mut book = listed();
        let asked = period("2019-20 Q2");
        assert_eq!(
            summary(&book, None, asked, StatusBasis::ByRule)
                .total
                .total(),
            4
        );
        book.measures[0].retired_on = "2019-06-30".parse().ok();
        assert_eq!(
            summary(&book, None, asked, StatusBasis::ByRule)
                .total
                .total(),
            3
        );
        book.measures[0].retired_on = "2019-07-01".parse().ok();
        assert_eq!(
            summary(&book, None, asked, StatusBasis::ByRule)
                .total
                .total(),
            4
        );
    }

    #[test]
    fn priorities_of_the_plan_above_have_rows_even_when_empty() {
        let mut book = listed();
        for outcome in &mut book.outcomes {
            if outcome.parent.is_none() {
                outcome.plan = "council".into();
            }
        }
        let summary = summary(
            &book,
            Some(&"p".into()),
            period("2019-20 Q2"),
            StatusBasis::ByRule,
        );
        assert_eq!(
            rows(&summary),
            ["first: 1 1 0", "second: 0 0 0", "No outcome: 0 0 1"]
        );
    }

    /// The printed summary of seed 001: by kind and status, more measures than are listed.
    fn with_printed() -> Book {
        let mut book = listed();
        book.documents
            .push(row(json!({"id": "001", "title": "Progress", "plan": "p"})));
        let printed = [
            ("statistical", "Green", 8),
            ("project", "Blue", 3),
            ("project", "Green", 17),
            ("project", "Amber", 1),
            ("statistical", "Red", 1),
            ("statistical", "Report later", 8),
        ];
        for (kind, status, count) in printed {
            book.reported_counts.push(row(json!({
                "document": "001", "period": "2019-20 to Q2", "kind": kind, "status": status,
                "count": count,
            })));
        }
        book
    }

    #[test]
    fn a_printed_summary_of_more_measures_is_taken_as_reported() {
        let book = with_printed();
        let plan = "p".into();
        let asked = period("2019-20 Q2");
        let reported = summary(&book, Some(&plan), asked, StatusBasis::AsReported);
        assert_eq!(
            reported.source,
            SummarySource::Printed {
                document: "001".into()
            }
        );
        let total = reported.total;
        assert_eq!(
            (total.blue, total.green, total.amber, total.red),
            (3, 25, 1, 1)
        );
        assert_eq!((total.later_or_contextual(), total.total()), (8, 38));
        assert_eq!(reported.by_kind.statistical.total(), 17);
        assert_eq!(reported.by_kind.project.total(), 21);
        assert_eq!(
            reported.note.as_deref(),
            Some("3 of 38 measures are listed; the counts are those the document prints")
        );
        let exact: Vec<String> = reported
            .percentages
            .iter()
            .map(|share| share.exact_percent.to_string())
            .collect();
        assert_eq!(exact, ["7.9", "65.8", "2.6", "2.6", "21.1"]);
        let by_rule = summary(&book, Some(&plan), asked, StatusBasis::ByRule);
        assert_eq!(
            (by_rule.source, by_rule.total.total()),
            (SummarySource::Listed, 3)
        );
        assert!(
            by_rule
                .note
                .is_some_and(|note| note.starts_with("3 of 38 measures are listed"))
        );
    }

    #[test]
    fn print_of_another_period_or_plan_is_not_taken() {
        let book = with_printed();
        let plan = "p".into();
        let other = summary(
            &book,
            Some(&plan),
            period("2018-19 Q2"),
            StatusBasis::AsReported,
        );
        assert_eq!(other.source, SummarySource::Listed);
        let other = summary(
            &book,
            Some(&"q".into()),
            period("2019-20 Q2"),
            StatusBasis::AsReported,
        );
        assert_eq!(other.source, SummarySource::Listed);
    }

    #[test]
    fn printed_rows_by_outcome_are_kept_in_the_plans_order() {
        let mut book = listed();
        for (outcome, status, count) in [("second", "Green", 4), ("first", "Red", 5)] {
            book.reported_counts.push(row(json!({
                "document": "003", "period": "2019-20 Q2", "outcome": outcome, "status": status,
                "count": count,
            })));
        }
        let found = summary(
            &book,
            Some(&"p".into()),
            period("2019-20 Q2"),
            StatusBasis::AsReported,
        );
        assert_eq!(rows(&found), ["first: 0 0 0", "second: 0 4 0"]);
        assert_eq!((found.total.red, found.total.green), (5, 4));
    }

    #[test]
    fn json_has_the_counts_that_committees_read() {
        let book = with_printed();
        let found = summary(
            &book,
            Some(&"p".into()),
            period("2019-20 Q2"),
            StatusBasis::AsReported,
        );
        let json = serde_json::to_value(&found).expect("JSON");
        assert_eq!(json["total"]["green"], 25);
        assert_eq!(json["total"]["later_or_contextual"], 8);
        assert_eq!(json["total"]["total"], 38);
        assert_eq!(json["period"], "2019-20 Q2");
        assert_eq!(json["basis"], "as-reported");
        assert_eq!(json["percentages"][1]["exact_percent"], 65.8);
    }
}
