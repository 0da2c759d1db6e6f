//! Every rule is explained, and the page that lists the rules agrees with the code.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use clew_check::{Severity, all_rules, rule};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/checks.md");

/// Explanations run over several lines of source, which leave runs of spaces.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page() -> String {
    let count = |severity| {
        all_rules()
            .iter()
            .filter(|rule| rule.severity == severity)
            .count()
    };
    let mut page = format!(
        "# The checks\n\n`clew check` reads a whole plan or report as a careful editor would. This page lists its {} rules: {} whose findings \
         are errors (two statements that cannot both be right), {} warnings (probably wrong, or sure to be asked about) and {} notes (worth \
         knowing). A rule may give a single finding more or less weight, as its explanation says.\n\n\
         `clew check --explain ID` prints one explanation. The command ends with exit code 1 when it found an error. A finding can be waived, \
         with a reason, in the workspace's `waivers.jsonl`: the rule's id, the place as the finding names it (every place when it is left out), the reason, \
         and a day until which the waiver holds.\n\nThis page is written from the rules themselves and tested against them: \
         `CLEW_WRITE_PAGES=1 cargo test -p clew-check --test explained`.\n",
        all_rules().len(),
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note),
    );
    for rule in all_rules() {
        let _ = write!(
            page,
            "\n## {}\n\n*{}.* {}.\n\n{}\n",
            rule.id,
            rule.severity,
            rule.title,
            tidy(rule.explanation)
        );
    }
    page
}

#[test]
fn the_page_of_checks_lists_every_rule_with_its_explanation() {
    if std::env::var_os("CLEW_WRITE_PAGES").is_some() {
        std::fs::write(Path::new(PAGE), page()).expect("docs/checks.md can be written");
    }
    let written = std::fs::read_to_string(PAGE).expect("docs/checks.md is there");
    assert!(
        written == page(),
        "docs/checks.md is out of date; run this test with CLEW_WRITE_PAGES=1"
    );
}

#[test]
fn every_rule_has_an_id_of_its_own_and_says_why() {
    let ids: HashSet<&str> = all_rules().iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), all_rules().len());
    for known in all_rules() {
        let plain = |character: char| character.is_ascii_lowercase() || character == '-';
        assert!(known.id.chars().all(plain), "{}", known.id);
        assert!(
            known.explanation.split_whitespace().count() >= 15,
            "{} is hardly explained",
            known.id
        );
        assert!(
            known
                .title
                .chars()
                .next()
                .is_some_and(|first| !first.is_lowercase()),
            "{}",
            known.id
        );
        assert_eq!(rule(known.id).map(|found| found.id), Some(known.id));
    }
    assert!(rule("no-such-rule").is_none());
}
