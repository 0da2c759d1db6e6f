//! The checks over the embedded examples: the contradictions the published figures really have, and no
//! error besides.

mod support;

use clew_check::{Finding, Severity, check};

fn errors(example: &str) -> Vec<Finding> {
    let book = clew_exchange::examples::load(example).expect("an embedded example");
    let mut findings = check(&book).findings;
    findings.retain(|finding| finding.severity == Severity::Error);
    findings
}

#[test]
fn the_examples_have_the_errors_of_the_documents_they_are_drawn_from() {
    for (example, table) in [
        (
            "south-lanarkshire-2022-23",
            "value-off-by-a-thousand | £267",
        ),
        (
            "south-lanarkshire-2021-22",
            "percent-does-not-follow | 25 of 38
             data-before-period-end  | 2022-01-20",
        ),
        (
            "south-lanarkshire-2019-20",
            "percent-is-not-part-of-whole   | 35,657 of 46,204
             status-contradicts-its-numbers | M53",
        ),
        (
            "west-lothian-2021-22",
            "money-off-by-a-thousand       | £12,007 million
             indicator-has-two-targets     | SPCC024 has 3 targets
             indicator-has-two-targets     | 2 targets
             indicator-has-two-values      | SPCC024
             priority-numbered-differently | 6 and 7",
        ),
        (
            "edinburgh-2023",
            "reference-to-the-wrong-action | refer to action 66
             reference-to-the-wrong-action | refer to action 67
             reference-to-the-wrong-action | refers to action 23
             placeholder-left-in           | (insert date)",
        ),
    ] {
        support::hold(example, &errors(example), table);
    }
}
