//! Comparing findings with a table of what should be found.

use clew_check::Finding;

/// Checks findings against lines of `rule | words`: every line must be met by a finding of that rule
/// that has the words in its message or a place, and every finding must meet a line.
pub(crate) fn hold(document: &str, findings: &[Finding], table: &str) {
    let expected: Vec<(&str, &str)> = table
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split_once('|').expect("rule | words"))
        .map(|(rule, words)| (rule.trim(), words.trim()))
        .collect();
    let meets = |finding: &Finding, (rule, words): &(&str, &str)| {
        let said = finding.message.contains(words)
            || finding
                .places
                .iter()
                .any(|place| place.to_string().contains(words));
        finding.rule == *rule && said
    };
    for line in &expected {
        assert!(
            findings.iter().any(|finding| meets(finding, line)),
            "{document}: not found: {} | {}",
            line.0,
            line.1
        );
    }
    for finding in findings {
        assert!(
            expected.iter().any(|line| meets(finding, line)),
            "{document}: not expected: {} | {} {:?}",
            finding.rule,
            finding.message,
            finding.places
        );
        assert!(!finding.places.is_empty() && !finding.suggestion.is_empty());
    }
}
