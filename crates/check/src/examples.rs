//! Tables of examples for the rules' own tests: records in text, and what a rule should say.
#![allow(clippy::unwrap_used)]

use clew_plan::Book;

use crate::Rule;

/// A book from lines such as `measures {"code":"M01", …}`.
pub(crate) fn book(lines: &str) -> Book {
    let mut book = Book::default();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (kind, json) = line.split_once(' ').expect(line);
        add(&mut book, kind, json);
    }
    book
}

macro_rules! add {
    ($book:ident, $kind:ident, $json:ident: $($name:literal => $field:ident),+ $(,)?) => {
        match $kind {
            $($name => $book.$field.push(
                serde_json::from_str($json).unwrap_or_else(|error| panic!("{error} in {}", $json)),
            ),)+
            other => panic!("no such kind: {other}"),
        }
    };
}

fn add(book: &mut Book, kind: &str, json: &str) {
    add!(book, kind, json:
        "documents" => documents, "units" => units, "plans" => plans, "outcomes" => outcomes,
        "measures" => measures, "targets" => targets, "profile" => profile, "figures" => figures,
        "formulas" => formulas, "series-breaks" => series_breaks,
        "commentary" => commentary, "citations" => citations, "actions" => actions,
        "milestones" => milestones, "updates" => updates, "risks" => risks, "controls" => controls,
        "budget-tables" => budget_tables, "activities" => activities, "capital" => capital,
        "staffing" => staffing, "schedules" => schedules, "planning-calendar" => planning_calendar,
        "inspections" => inspections, "findings" => findings, "cycles" => cycles,
        "improvement-activities" => improvement_activities, "workstreams" => workstreams,
        "resource-gaps" => resource_gaps, "forums" => forums, "forum-items" => forum_items,
        "passages" => passages, "claims" => claims, "achievements" => achievements,
        "reported-totals" => reported_totals, "reported-counts" => reported_counts,
        "waivers" => waivers,
    );
}

/// Runs a rule over a table of examples.
///
/// A line `always` begins records that every case has; `finds 2 | title` and `silent | title` begin
/// a case. Every other line is a record.
pub(crate) fn hold(rule: &Rule, table: &str) {
    let (mut shared, mut cases): (String, Vec<(usize, &str, String)>) = Default::default();
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line == "always" {
            continue;
        }
        if let Some(title) = line.strip_prefix("silent |") {
            cases.push((0, title.trim(), shared.clone()));
        } else if let Some(rest) = line.strip_prefix("finds ") {
            let (count, title) = rest.split_once('|').expect(line);
            cases.push((count.trim().parse().unwrap(), title.trim(), shared.clone()));
        } else {
            let records = cases.last_mut().map_or(&mut shared, |case| &mut case.2);
            records.push_str(line);
            records.push('\n');
        }
    }
    assert!(
        cases.iter().any(|case| case.0 > 0),
        "{}: no case that finds",
        rule.id
    );
    assert!(
        cases.iter().any(|case| case.0 == 0),
        "{}: no silent case",
        rule.id
    );
    for (expected, title, records) in cases {
        let found = (rule.run)(&book(&records));
        let messages: Vec<&str> = found
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(found.len(), expected, "{}: {title}: {messages:#?}", rule.id);
        for finding in &found {
            assert_eq!(finding.rule, rule.id, "{title}");
            assert!(!finding.places.is_empty(), "{}: {title}: no place", rule.id);
            assert!(
                !finding.message.is_empty() && !finding.suggestion.is_empty(),
                "{title}"
            );
        }
    }
}
