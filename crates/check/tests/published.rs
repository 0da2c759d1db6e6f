//! The checks over the five published documents, where their transcriptions are at hand.
//!
//! `cargo xtask transcriptions --to DIR` makes them; `CLEW_TRANSCRIPTIONS=DIR` names the folder. Each
//! table lists everything that may be found, so that a false alarm fails as a missed finding does.

mod support;

use std::io::Write;
use std::path::PathBuf;

use clew_check::{Report, Severity, check};

/// Says past the capture of passing tests' output that a document was not looked at.
fn skipped(document: &str, why: &str) {
    let line = writeln!(std::io::stderr(), "SKIPPED {document}: {why}");
    line.expect("standard error can be written to");
}

fn report(document: &str) -> Option<Report> {
    let Some(folder) = std::env::var_os("CLEW_TRANSCRIPTIONS").map(PathBuf::from) else {
        skipped(
            document,
            "set CLEW_TRANSCRIPTIONS to the folder that `cargo xtask transcriptions --to DIR` made",
        );
        return None;
    };
    let folder = folder.join(document);
    if !folder.is_dir() {
        skipped(
            document,
            &format!("there is no folder {}", folder.display()),
        );
        return None;
    }
    let book = clew_exchange::workspace::read(&folder).expect("a transcription that can be read");
    Some(check(&book))
}

fn holds(document: &str, table: &str) {
    if let Some(report) = report(document) {
        support::hold(document, &report.findings, table);
    }
}

/// Rules that must say nothing about a document, because there it is right.
fn silent(document: &str, rules: &[&str]) {
    let Some(report) = report(document) else {
        return;
    };
    for rule in rules {
        assert!(clew_check::rule(rule).is_some(), "no rule {rule}");
        let said = report.findings.iter().find(|finding| finding.rule == *rule);
        assert!(said.is_none(), "{document}: {said:?}");
    }
}

#[test]
fn the_resource_plan_of_2022_23() {
    holds(
        "000",
        "
        value-off-by-a-thousand       | £267 for 2021-22 stands beside £240,000 (2020-21) and £175,000 (target 2022-23)
        promise-already-past          | 000 line 117
        frequency-contradicts-itself  | 000 line 240: action 9, milestone
        placeholder-left-in           | 000 line 212: M16, 2021-22
        targets-below-last-result     | 11 of 15 targets
        no-line-of-sight              | 3 outcomes have no measure
        action-lacks-what-others-have | no wording: 7, 8, 14 and 15
        link-codes-drift              | 03.02 and C03.02
        section-says-it-is-unfinished | budgets have been agreed
        text-breaks-off               | action 13, milestone
        text-breaks-off               | action 15, milestone",
    );
    silent(
        "000",
        &[
            "total-does-not-add-up",
            "share-does-not-follow",
            "stated-change-is-wrong",
            "ten-fold-jump",
        ],
    );
}

#[test]
fn the_quarter_4_report_of_2021_22() {
    holds(
        "001",
        "
        percent-does-not-follow | 001 line 61: Green: 25 of 38, 65%
        data-before-period-end  | correct at 2022-01-20, but 2021-22 Q4 ends on 2022-03-31
        objective-not-in-plan   | 001 line 80
        text-breaks-off         | 001 lines 101 to 111",
    );
    silent(
        "001",
        &[
            "count-does-not-add-up",
            "count-differs-from-list",
            "dated-after-meeting",
            "status-missing",
        ],
    );
}

#[test]
fn the_management_plan_of_2021_22() {
    holds(
        "002",
        "
        money-off-by-a-thousand       | £12,007 million
        indicator-has-two-targets     | SPCC024 has 3 targets for 2021-22: £1,432, £1,493 and £1,484
        indicator-has-two-targets     | SPCC014 has 2 targets
        indicator-has-two-targets     | SPCC035 has 2 targets
        indicator-has-two-targets     | SPCF138 has 2 targets
        indicator-has-two-targets     | SPCJ144 has 2 targets
        indicator-has-two-values      | SPCC024 has 2 values for 2020-21
        priority-numbered-differently | \"delivering positive outcomes on health\" is 6 and 7
        two-dates                     | 2021-06-04
        active-before-its-start       | 002 line 441
        heading-and-columns-differ    | 8 tables are headed 2021-22 over columns headed 2020-21
        promise-already-past          | 002 line 432
        promise-already-past          | 002 line 434
        one-indicator-under-two-codes | SPCF092 and SPCF096
        one-indicator-under-two-codes | CC017 and SPCC017
        one-indicator-under-two-codes | SPCJ103a and SPCJ114
        one-indicator-under-two-codes | SPCJ143 and SPCJ144
        one-update-on-several-actions | Actions 29, 30 and 31
        one-update-on-several-actions | Actions 34 and 35
        one-update-on-several-actions | Actions 8, 23, 26, 37 and 38
        active-without-update         | 15, 16 and 17
        horizons-differ               | 2 and 3 years
        targets-below-last-result     | 7 of 21
        figure-older-than-its-column  | 18/19
        indicator-has-two-titles      | SOA1305_04
        indicator-has-two-titles      | SPCC100
        indicator-has-two-titles      | SPCC024
        indicator-has-two-titles      | SPCC036
        indicator-has-two-titles      | SPCF138
        target-lacks-its-unit         | SPCF131
        indicator-in-two-categories   | SPCC037
        code-written-in-two-ways      | P-SPCC015 and CP-SPCC015
        code-malformed                | SPCF145 -9b
        code-malformed                | 9a.1a and 9a1a
        code-malformed                | CF099_9b1.b
        no-line-of-sight              | 10 measures serve no outcome
        one-post-under-several-names  | Senior Manager Adults
        action-entered-twice          | Actions 9, 27 and 38
        action-entered-twice          | Actions 8, 26 and 37
        words-repeated                | 002 line 422",
    );
    silent(
        "002",
        &[
            "total-does-not-add-up",
            "net-is-not-the-difference",
            "staff-differ-from-budget",
            "amount-has-the-wrong-sign",
            "overdue-but-active",
            "target-of-nothing",
        ],
    );
}

#[test]
fn the_quarter_2_report_of_2019_20() {
    holds(
        "003",
        "
        percent-is-not-part-of-whole    | 35,657 of 46,204 is stated as 78%
        status-contradicts-its-numbers  | M53
        zeros-stand-for-missing-years   | M06
        figure-said-to-be-still-to-come | M02: 61 in 2018-19
        comment-says-the-opposite       | M45 is Green
        comment-says-the-opposite       | M65 is Green
        green-after-its-day             | M56 was due by 2019-09
        breakdown-percent-is-wrong      | 62 of 151 is 41.06%, not 41.05%
        report-later-with-a-value       | M36
        status-differs-from-rule        | M62
        status-missing                  | M49 is Green
        text-breaks-off                 | M41",
    );
    silent(
        "003",
        &[
            "count-does-not-add-up",
            "count-differs-from-list",
            "comment-gives-another-value",
            "target-differs-from-title",
        ],
    );
}

#[test]
fn the_improvement_plans_of_2023() {
    holds(
        "004",
        "
        reference-to-the-wrong-action | Actions 70, 73 and 78 refer to action 66
        reference-to-the-wrong-action | Actions 72 and 77 refer to action 67
        reference-to-the-wrong-action | Action 39 refers to action 23
        reference-to-the-wrong-action | Action 41 refers to action 32
        reference-to-the-wrong-action | Action 76 refers to action 67
        placeholder-left-in           | (insert date)
        two-lists-of-priorities       | 6 in one place, 7 in the other
        one-update-on-several-actions | Actions 8 and 13
        one-forum-under-two-names     | \"Performance and Delivery Committee\" and \"EIJB Policy and Development Committee\"
        one-forum-under-two-names     | \"APC\" and \"ASPC\"
        one-forum-under-two-names     | Clinical and Care Governance Group
        action-lacks-what-others-have | no wording: 1, 2, 85, 94 and 95
        action-lacks-what-others-have | no owner
        action-lacks-what-others-have | no end
        action-lacks-what-others-have | no evidence
        action-entered-twice          | Actions 10 and 13
        finding-not-answered          | 106 improvement activities",
    );
    silent(
        "004",
        &[
            "number-listed-differs",
            "reference-leads-nowhere",
            "identifier-used-twice",
            "link-codes-drift",
        ],
    );
}

#[test]
fn every_document_has_an_error_to_stop_at() {
    for document in ["000", "001", "002", "003", "004"] {
        if let Some(report) = report(document) {
            assert!(report.count(Severity::Error) > 0, "{document}");
        }
    }
}
