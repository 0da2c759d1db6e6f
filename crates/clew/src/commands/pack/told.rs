//! What is said of packs: issues, differences and what is in them, as text and as JSON.

use std::io::Write;

use clew_practice::pack::{Gravity, Happened, Pack, PackDifference, PackIssue};
use serde_json::{Value, json};

use super::source::Source;
use super::{PackChange, words};
use crate::failure::Failure;

/// `scotland 1.0.0 “Social work in Scotland”`.
pub(super) fn named(pack: &Pack) -> String {
    format!("{} {} “{}”", pack.code, pack.version, pack.title)
}

/// How many forms, processes, clocks and measures it has.
pub(super) fn sizes(pack: &Pack) -> String {
    format!(
        "{}, {}, {} and {}",
        words::count(pack.forms.len(), "form"),
        words::count_of(pack.processes.len(), "processes"),
        words::count(pack.clocks.len(), "clock"),
        words::count(pack.measures.len(), "measure")
    )
}

/// Errors and warnings.
pub(super) fn counts(issues: &[PackIssue]) -> (usize, usize) {
    let errors = issues
        .iter()
        .filter(|issue| issue.gravity == Gravity::Error)
        .count();
    (errors, issues.len() - errors)
}

/// `2 errors, 1 warning`.
pub(super) fn counted(issues: &[PackIssue]) -> String {
    let (errors, warnings) = counts(issues);
    format!(
        "{}, {}",
        words::count(errors, "error"),
        words::count(warnings, "warning")
    )
}

/// One line for each issue.
pub(super) fn print_issues(
    source: &Source,
    issues: &[PackIssue],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    for issue in issues {
        let mut issue = issue.clone();
        issue.place.file = source.path(&issue.place.file);
        writeln!(out, "{issue}")?;
    }
    Ok(())
}

pub(super) fn issue_json(source: &Source, issue: &PackIssue) -> Value {
    json!({
        "file": source.path(&issue.place.file),
        "line": issue.place.line,
        "rule": issue.rule,
        "severity": match issue.gravity { Gravity::Error => "error", Gravity::Warning => "warning" },
        "message": issue.message,
        "suggestion": issue.advice,
    })
}

/// One sentence for each change.
pub(super) fn print_difference(
    difference: &PackDifference,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    for change in &difference.changes {
        writeln!(out, "{change}")?;
    }
    if difference.changes.is_empty() {
        writeln!(out, "Nothing is different.")?;
        return Ok(());
    }
    let refused = difference.refused().count();
    write!(
        out,
        "From {} to {}: {}",
        difference.from,
        difference.to,
        words::count(difference.changes.len(), "change")
    )?;
    match refused {
        0 => writeln!(out, ".")?,
        refused => writeln!(out, ", {refused} refused.")?,
    }
    Ok(())
}

pub(super) fn difference_json(difference: &PackDifference) -> Value {
    let changes: Vec<Value> = difference.changes.iter().map(change_json).collect();
    json!({ "from": difference.from, "to": difference.to, "changes": changes })
}

fn change_json(change: &PackChange) -> Value {
    let (happened, what, was, now) = match &change.happened {
        Happened::Added => ("added", None, None, None),
        Happened::Removed => ("removed", None, None, None),
        Happened::Changed { what, was, now } => ("changed", Some(*what), Some(was), Some(now)),
    };
    let kind = change.kind.in_words();
    json!({
        "kind": kind.strip_prefix("The ").unwrap_or(kind),
        "code": change.code,
        "title": change.title,
        "happened": happened,
        "what": what,
        "was": was,
        "now": now,
        "refused": change.refused,
        "sentence": change.to_string(),
    })
}

pub(super) fn pack_json(place: &str, pack: &Pack) -> Value {
    json!({
        "where": place,
        "code": pack.code,
        "title": pack.title,
        "version": pack.version,
        "forms": pack.forms.len(),
        "processes": pack.processes.len(),
        "clocks": pack.clocks.len(),
        "measures": pack.measures.len(),
    })
}

/// Codes and titles of one kind.
type Listed<'p> = (&'static str, Vec<(&'p str, &'p str)>);

fn contents(pack: &Pack) -> [Listed<'_>; 4] {
    let forms = pack
        .forms
        .values()
        .map(|one| (one.code.as_str(), one.title.as_str()));
    let processes = pack
        .processes
        .values()
        .map(|one| (one.code.as_str(), one.title.as_str()));
    let clocks = pack
        .clocks
        .values()
        .map(|one| (one.code.as_str(), one.title.as_str()));
    let measures = pack
        .measures
        .values()
        .map(|one| (one.code.as_str(), one.title.as_str()));
    [
        ("forms", forms.collect()),
        ("processes", processes.collect()),
        ("clocks", clocks.collect()),
        ("measures", measures.collect()),
    ]
}

/// Everything in a pack by code and title.
pub(super) fn print_contents(pack: &Pack, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{}", named(pack))?;
    for (kind, items) in contents(pack) {
        writeln!(out, "\n{} {kind}", items.len())?;
        for (code, title) in items {
            writeln!(out, "  {code:<34} {title}")?;
        }
    }
    Ok(())
}

pub(super) fn contents_json(pack: &Pack) -> Value {
    let mut answer = json!({ "code": pack.code, "title": pack.title, "version": pack.version });
    for (kind, items) in contents(pack) {
        let items = items
            .iter()
            .map(|(code, title)| json!({ "code": code, "title": title }));
        answer[kind] = items.collect();
    }
    answer
}
