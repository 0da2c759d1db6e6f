//! Running all rules, and setting aside what has been waived.

use clew_calendar::Day;
use clew_plan::{Book, Waiver};
use serde::Serialize;

use crate::{Finding, Severity, all_rules, rules};

/// A finding that somebody accepted, with the reason.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Waived {
    /// What was found.
    pub finding: Finding,
    /// Why it is accepted.
    pub reason: String,
    /// Post that accepted it.
    pub by: Option<String>,
    /// When it must be looked at again.
    pub until: Option<Day>,
}

/// What the checks gave.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Report {
    /// What was found: errors first, then warnings, then notes; within those in the order of the
    /// rules.
    pub findings: Vec<Finding>,
    /// What was found and accepted.
    pub waived: Vec<Waived>,
}

impl Report {
    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let matching = |finding: &&Finding| finding.severity == severity;
        self.findings.iter().filter(matching).count()
    }

    /// Whether anything found is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}

/// Runs every rule. Waivers hold whatever day it is; see [`check_on`] to let them lapse.
#[must_use]
pub fn check(book: &Book) -> Report {
    run(book, None)
}

/// Runs every rule on this day: a waiver whose `until` has passed no longer holds.
#[must_use]
pub fn check_on(book: &Book, today: Day) -> Report {
    run(book, Some(today))
}

fn run(book: &Book, today: Option<Day>) -> Report {
    let mut report = Report::default();
    for finding in all_rules().iter().flat_map(|rule| (rule.run)(book)) {
        match book
            .waivers
            .iter()
            .find(|waiver| covers(waiver, &finding, today))
        {
            Some(waiver) => report.waived.push(Waived {
                finding,
                reason: waiver.reason.clone(),
                by: waiver.by.clone(),
                until: waiver.until,
            }),
            None => report.findings.push(finding),
        }
    }
    let idle = idle_waivers(book, &report, today);
    report.findings.extend(idle);
    report
        .findings
        .sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    report
}

/// The waivers that name a place where their rule finds nothing.
fn idle_waivers(book: &Book, report: &Report, today: Option<Day>) -> Vec<Finding> {
    let waived = report.waived.iter().map(|waived| &waived.finding);
    let found: Vec<&Finding> = report.findings.iter().chain(waived).collect();
    let in_force = book.waivers.iter().filter(|waiver| {
        waiver.place.is_some() && crate::rule(&waiver.rule).is_some() && holds(waiver, today)
    });
    in_force
        .filter(|waiver| !found.iter().any(|finding| covers(waiver, finding, today)))
        .map(|waiver| rules::structure::waiver::idle(book, waiver))
        .collect()
}

/// Whether a waiver has a reason and has not lapsed.
fn holds(waiver: &Waiver, today: Option<Day>) -> bool {
    let lapsed = waiver
        .until
        .zip(today)
        .is_some_and(|(until, today)| until < today);
    !waiver.reason.trim().is_empty() && !lapsed
}

/// A waiver covers a finding of its rule when it has a reason, has not lapsed, and names no place
/// or one of the finding's places (in full, or by its source, or by what stands there).
#[must_use]
pub fn covers(waiver: &Waiver, finding: &Finding, today: Option<Day>) -> bool {
    let named = waiver.place.as_ref().is_none_or(|named| {
        finding.places.iter().any(|place| {
            place.to_string() == *named
                || place.what == *named
                || place.source.as_ref() == Some(named)
        })
    });
    waiver.rule == finding.rule && holds(waiver, today) && named
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::examples::book;

    const RECORDS: &str = r#"
        documents {"id":"d","title":"Plan"}
        plans {"id":"p","title":"Plan"}
        actions {"id":"1","plan":"p","title":"Open the hub","start":"2022-05","end":"2022-04","source":"d line 1"}
        actions {"id":"2","plan":"p","title":"Close the ward","start":"2022-05","end":"2022-04","source":"d line 2"}"#;

    fn ends(report: &Report) -> usize {
        let of_rule = |finding: &&Finding| finding.rule == "end-before-start";
        report.findings.iter().filter(of_rule).count()
    }

    #[test]
    fn a_waiver_sets_aside_the_findings_it_names_and_keeps_its_reason() {
        let mut book = book(RECORDS);
        assert_eq!(ends(&check(&book)), 2);
        let waiver = r#"{"rule":"end-before-start","place":"d line 1","reason":"Closed early","until":"2022-09-30"}"#;
        book.waivers.push(serde_json::from_str(waiver).unwrap());
        let report = check(&book);
        assert_eq!((ends(&report), report.waived.len()), (1, 1));
        assert_eq!(report.waived[0].reason, "Closed early");
        let later = check_on(&book, "2022-10-01".parse().unwrap());
        assert_eq!(ends(&later), 2, "a waiver lapses");
    }

    #[test]
    fn a_waiver_that_names_a_place_where_nothing_is_found_is_told_of() {
        // place | told of
        let cases = [
            (r#""place":"d line 1","#, 0),
            (r#""place":"d line 7","#, 1),
            (r#""place":"d line 7","until":"2022-09-30","#, 0),
            ("", 0),
        ];
        for (place, expected) in cases {
            let mut book = book(RECORDS);
            let waiver = format!(r#"{{"rule":"end-before-start",{place}"reason":"Closed early"}}"#);
            book.waivers.push(serde_json::from_str(&waiver).unwrap());
            let report = check_on(&book, "2022-10-01".parse().unwrap());
            let told = report.findings.iter();
            let told = told.filter(|finding| finding.rule == "waiver-without-effect");
            assert_eq!(told.count(), expected, "{place}");
        }
    }

    #[test]
    fn a_waiver_without_a_reason_covers_nothing() {
        let mut book = book(RECORDS);
        let waiver = r#"{"rule":"end-before-start","reason":"  "}"#;
        book.waivers.push(serde_json::from_str(waiver).unwrap());
        assert_eq!(ends(&check(&book)), 2);
    }

    #[test]
    fn errors_come_first_and_places_are_written_as_text() {
        let report = check(&book(RECORDS));
        assert!(report.has_errors());
        assert!(
            report
                .findings
                .is_sorted_by_key(|finding| std::cmp::Reverse(finding.severity))
        );
        let json = serde_json::to_value(&report.findings[0]).unwrap();
        let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            [
                "rule",
                "severity",
                "document",
                "places",
                "message",
                "suggestion"
            ]
        );
        assert_eq!(json["places"][0], "d line 1: action 1, Open the hub");
    }
}
