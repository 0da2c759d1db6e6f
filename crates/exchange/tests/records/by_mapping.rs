//! What a mapping says: when and by whom rows were recorded, whether they may lack something, and what is wrong with it.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use clew_calendar::Day;
use clew_exchange::records::{Batch, OldRecord, Reading, RecordsMapping, Request, read};

use super::{HEADING, MAPPING, pack};

/// What one row comes to by a mapping with some more in it.
fn by_mapping(more: &str, row: &str) -> (Reading, Vec<OldRecord>) {
    let pack = pack();
    let mapping = RecordsMapping::read("map.toml", &format!("{more}{MAPPING}"), &[&pack]).unwrap();
    let mut all = Vec::new();
    let mut take = |batch: Batch<'_>| {
        all.extend(batch.records.to_vec());
        ControlFlow::Continue(Vec::new())
    };
    let request = Request {
        file: "old.csv",
        mapping: &mapping,
        packs: &[&pack],
        teams: &BTreeSet::from(["adults-north".to_owned()]),
        today: Day::new(2026, 6, 12).unwrap(),
    };
    let text = format!("{HEADING}{row}\n");
    let read = read(&request, &mut text.as_bytes(), None, &mut take).unwrap();
    (read, all)
}

#[test]
fn a_row_that_lacks_what_its_form_needs_is_taken_only_when_the_mapping_says_so() {
    let row = "S1,Ada Example,,,,ADN,,REF,,1/4/2025,,,";
    let (refused, none) = by_mapping("", row);
    assert_eq!((refused.issues[0].rule, none.len()), ("needed", 0));
    let (taken, all) = by_mapping("incomplete = true\n", row);
    assert_eq!((taken.issues, all.len()), (Vec::new(), 1));
    let (undated, none) = by_mapping("incomplete = true\n", "S1,Ada Example,,,,ADN,,REF,,,01,,");
    assert_eq!((undated.issues[0].rule, none.len()), ("needed", 0));
}

#[test]
fn when_and_by_whom_a_row_was_recorded_is_read_and_a_day_to_come_is_refused() {
    // The columns of the day of birth and of the area stand for those of the recording here.
    let more = "recorded = { on = \"DOB\", by = \"Area\" }\n";
    let row = |entered: &str| format!("S1,Ada Example,{entered},,clerk 7,ADN,,REF,,1/4/2025,01,,");
    let (_, all) = by_mapping(more, &row("3/4/2025"));
    assert_eq!(all[0].recorded, Some(Day::new(2025, 4, 3).unwrap()));
    assert_eq!(all[0].recorded_by.as_deref(), Some("clerk 7"));
    let (_, all) = by_mapping(more, &row(""));
    assert_eq!(all[0].recorded, None);
    let (refused, _) = by_mapping(more, &row("13/6/2026"));
    assert!(refused.issues.iter().all(|issue| issue.rule == "future"));
    assert_eq!(refused.issues.len(), 2);
}

#[test]
fn each_mistake_of_a_mapping_is_told_with_its_line() {
    let text = r#"dates = "DD/MM/YY"
separator = "x"
colour = "red"

[person]
kind = "old-system"

[[form]]
code = "referral"
process = "supprt"

[form.fields]
source = { column = "From", codes = { "01" = "polis" } }
recieved = "Date"
hours = { column = "Hours", is = "1" }

[[form]]
code = "vist"
rows = { column = "Type" }
[form.fields]
visited = 3
"#;
    let pack = pack();
    let issues = RecordsMapping::read("map.toml", text, &[&pack]).unwrap_err();
    let mut said: Vec<_> = issues
        .iter()
        .map(|issue| (issue.line, issue.rule))
        .collect();
    said.sort_unstable();
    assert_eq!(
        said,
        [
            (1, "date-pattern"),
            (1, "missing"),
            (2, "separator"),
            (3, "unknown-key"),
            (5, "missing"),
            (8, "every-row"),
            (8, "needed"),
            (8, "unknown-process"),
            (13, "unknown-choice"),
            (14, "unknown-field"),
            (15, "source"),
            (17, "unknown-form"),
            (19, "missing"),
            (21, "wrong-kind"),
        ],
        "{issues:#?}"
    );
    let shown = issues[0].to_string();
    assert!(shown.starts_with("map.toml:1: error: "), "{shown}");
}
