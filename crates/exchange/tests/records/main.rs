//! Records of an old system: what rows become, what is refused and why, and that the totals add up.

#![allow(clippy::unwrap_used)]

mod by_mapping;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Read};
use std::ops::ControlFlow;

use clew_calendar::Day;
use clew_exchange::records::{
    BATCH, Batch, ISSUES_KEPT, OldRecord, Reading, RecordsMapping, Refusal, Request, read,
};
use clew_practice::pack::{Gravity, Pack};
use clew_practice::record::Value;
use proptest::prelude::*;

const PACK: &str = r#"
code = "small"
title = "Small"
version = "1.0.0"
calendars = ["scotland-council"]

[[choices]]
code = "gender"
title = "Gender"
choices = [ { code = "woman", title = "Woman" }, { code = "man", title = "Man" } ]

[[form]]
code = "referral"
title = "Referral"
event_date = "received"
  [[form.field]]
  code = "received"
  title = "Received on"
  kind = "date"
  needed = "to complete"
  [[form.field]]
  code = "source"
  title = "Source"
  kind = "choice"
  needed = "to complete"
  choices = [ { code = "police", title = "The police" }, { code = "health", title = "Health" } ]
  [[form.field]]
  code = "hours"
  title = "Hours"
  kind = "number"
  decimals = 1
  least = 0
  most = 168
  [[form.field]]
  code = "urgent"
  title = "Urgent"
  kind = "yes-no"
  [[form.field]]
  code = "needs"
  title = "Needs"
  kind = "choices"
  choices = [ { code = "sight", title = "Sight" }, { code = "hearing", title = "Hearing" } ]

[[form]]
code = "visit"
title = "Visit"
event_date = "visited"
  [[form.field]]
  code = "visited"
  title = "Visited on"
  kind = "date"
  needed = "to complete"

[[process]]
code = "support"
title = "Support"
  [[process.step]]
  form = "referral"
  [[process.step]]
  form = "visit"
  after = ["referral"]
"#;

const MAPPING: &str = r#"dates = "DD/MM/YYYY"
case = "Case"
sums = ["Hours"]

[person]
identifier = "Client no"
name = "Client"
born = "DOB"
gender = { column = "Sex", codes = { F = "woman", M = "man" } }
locality = "Area"

[team]
column = "Team"
codes = { ADN = "adults-north" }

[[skip]]
column = "Status"
is = ["Void"]

[[form]]
code = "referral"
process = "support"
rows = { column = "Type", is = ["REF"] }

[form.fields]
received = "Date"
source = { column = "From", codes = { "01" = "police", "99" = "" } }
hours = "Hours"
urgent = { is = "no" }
needs = { column = "Needs", codes = { S = "sight" }, separator = "|" }

[[form]]
code = "visit"
process = "support"
rows = { column = "Type", is = ["VIS"] }

[form.fields]
visited = "Date"
"#;

const HEADING: &str = "Client no,Client,DOB,Sex,Area,Team,Status,Type,Case,Date,From,Hours,Needs\n";

fn pack() -> Pack {
    let files = BTreeMap::from([("pack.toml".to_owned(), PACK.to_owned())]);
    let (pack, issues) = Pack::read(&files);
    let errors: Vec<String> = issues
        .iter()
        .filter(|issue| issue.gravity == Gravity::Error)
        .map(ToString::to_string)
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    pack
}

/// What reading comes to, the rows that were handed on, and those that were refused as they stand.
fn reading(text: &[u8], refuse: &dyn Fn(&OldRecord) -> bool) -> (Reading, Vec<OldRecord>, String) {
    let pack = pack();
    let mapping = RecordsMapping::read("map.toml", MAPPING, &[&pack]).unwrap();
    let (mut all, mut refused) = (Vec::new(), Vec::new());
    let mut take = |batch: Batch<'_>| {
        assert!(batch.records.len() as u64 <= BATCH);
        let mut refusals = Vec::new();
        for (place, record) in batch.records.iter().enumerate() {
            if refuse(record) {
                let message = "nobody is known by that".to_owned();
                refusals.push(Refusal::new(
                    place,
                    "unknown-person",
                    message,
                    "enter them first",
                ));
            } else {
                all.push(record.clone());
            }
        }
        ControlFlow::Continue(refusals)
    };
    let request = Request {
        file: "old.csv",
        mapping: &mapping,
        packs: &[&pack],
        teams: &BTreeSet::from(["adults-north".to_owned()]),
        today: Day::new(2026, 6, 12).unwrap(),
    };
    let mut input = text;
    let read = read(&request, &mut input, Some(&mut refused), &mut take).unwrap();
    (read, all, String::from_utf8_lossy(&refused).into_owned())
}

fn of_rows(rows: &str) -> (Reading, Vec<OldRecord>, String) {
    reading(format!("{HEADING}{rows}").as_bytes(), &|_| false)
}

#[test]
fn a_row_becomes_a_record_of_the_form_that_its_type_says() {
    let (reading, records, _) = of_rows(
        "S1,Ada Example,03/02/1950,F,north,ADN,,REF,C1,1/4/2025,01,\"12.5\",S|hearing\n\
         S1,Ada Example,1950,F,,ADN,,VIS,C1,15/04/2026 00:00:00,,,\n",
    );
    assert_eq!(reading.issues, []);
    let referral = &records[0];
    assert_eq!(
        (referral.form.as_str(), referral.team.as_str()),
        ("referral", "adults-north")
    );
    assert_eq!(
        referral.values["received"],
        Value::Day(Day::new(2025, 4, 1).unwrap())
    );
    assert_eq!(
        referral.values["source"],
        Value::Choice("police".to_owned())
    );
    assert_eq!(
        referral.values["hours"],
        Value::Number("12.5".parse().unwrap())
    );
    assert_eq!(referral.values["urgent"], Value::YesNo(false));
    let needs = vec!["sight".to_owned(), "hearing".to_owned()];
    assert_eq!(referral.values["needs"], Value::Choices(needs));
    let details = referral.person.details.as_ref().unwrap();
    assert_eq!(details.gender.as_deref(), Some("woman"));
    assert_eq!(details.address.as_ref().unwrap().locality, "north");
    let visit = &records[1];
    assert_eq!(
        (visit.form.as_str(), visit.case.as_deref()),
        ("visit", Some("C1"))
    );
    assert!(
        visit
            .person
            .details
            .as_ref()
            .unwrap()
            .born
            .unwrap()
            .estimated
    );
}

#[test]
fn each_mistake_is_told_with_its_line_its_column_and_its_rule() {
    let cases = [
        ("S1,A,,F,,ADN,,REF,,31/2/2025,01,,", "Date", "no-such-day"),
        ("S1,A,,F,,ADN,,REF,,1/4/2027,01,,", "Date", "future"),
        ("S1,A,,F,,ADN,,REF,,,01,,", "Date", "needed"),
        ("S1,A,,F,,ADN,,REF,,1/4/2025,77,,", "From", "unknown-code"),
        ("S1,A,,F,,ADN,,REF,,1/4/2025,99,,", "From", "needed"),
        (
            "S1,A,,F,,ADN,,REF,,1/4/2025,01,lots,",
            "Hours",
            "not-a-number",
        ),
        ("S1,A,,F,,ADN,,REF,,1/4/2025,01,200,", "Hours", "range"),
        ("S1,A,,F,,ADN,,REF,,1/4/2025,01,1.25,", "Hours", "decimals"),
        ("S1,A,,X,,ADN,,REF,,1/4/2025,01,,", "Sex", "unknown-code"),
        ("S1,A,1/1/2099,F,,ADN,,REF,,1/4/2025,01,,", "DOB", "future"),
        ("S1,A,,F,,ZZZ,,REF,,1/4/2025,01,,", "Team", "unknown-team"),
        (",A,,F,,ADN,,REF,,1/4/2025,01,,", "Client no", "no-person"),
        ("S1,A,,F,,ADN,,???,,1/4/2025,01,,", "", "no-form"),
        ("S1,A,,F", "", "too-few-cells"),
        ("S1,\"A,,F,,ADN,,REF,,1/4/2025,01,,", "", "open-quotation"),
    ];
    for (row, column, rule) in cases {
        let sound = "S1,A,,F,,ADN,,REF,,1/4/2025,01,,";
        let (reading, records, refused) = of_rows(&format!("{sound}\n{row}\n{sound}\n"));
        let said: Vec<_> = reading
            .issues
            .iter()
            .map(|issue| (issue.row, issue.column.as_deref().unwrap_or(""), issue.rule))
            .collect();
        assert_eq!(said, [(Some(3), column, rule)], "{row}");
        assert_eq!(records.len(), 2, "{row}");
        assert_eq!(refused, format!("{HEADING}{row}\n"));
        assert!(!reading.issues[0].suggestion.is_empty());
    }
}

#[test]
fn the_totals_say_what_was_read_taken_and_refused_by_form_and_year() {
    let (reading, _, _) = of_rows(
        "S1,A,,F,,ADN,,REF,,31/3/2025,01,1.5,\n\
         S1,A,,F,,ADN,,REF,,1/4/2025,01,2,\n\
         S1,A,,F,,ADN,,REF,,1/4/2025,77,4,\n\
         S1,A,,F,,ADN,Void,REF,,1/4/2025,01,100,\n\
         ,,,,,,,,,,,,\n\
         S1,A,,F,,ADN,,VIS,,2/4/2025,,none,\n",
    );
    let totals = &reading.totals;
    assert_eq!(
        (totals.rows.read, totals.rows.taken, totals.rows.refused),
        (4, 3, 1)
    );
    assert_eq!(totals.skipped, 1);
    let lines: Vec<String> = totals
        .by_form_and_year
        .iter()
        .map(|((form, year), rows)| format!("{form} {year} {}/{}", rows.taken, rows.read))
        .collect();
    assert_eq!(
        lines,
        [
            "referral 2024-25 1/1",
            "referral 2025-26 1/2",
            "visit 2025-26 1/1"
        ]
    );
    let hours = totals.sums["Hours"];
    let sums = [hours.read, hours.taken, hours.refused].map(|sum| sum.normalize().to_string());
    assert_eq!(
        (sums, hours.unreadable),
        (["7.5", "3.5", "4"].map(str::to_owned), 1)
    );
}

#[test]
fn whoever_reads_may_refuse_rows_and_they_are_counted_and_written_out() {
    let row = |who: &str| format!("{who},A,,F,,ADN,,REF,,1/4/2025,01,1,");
    let text = format!("{HEADING}{}\n{}\n", row("S1"), row("S2"));
    let (reading, records, refused) = reading(text.as_bytes(), &|record| {
        record.person.identifier.value == "S2"
    });
    assert_eq!(records.len(), 1);
    assert_eq!(
        (reading.totals.rows.taken, reading.totals.rows.refused),
        (1, 1)
    );
    assert_eq!(reading.issues[0].row, Some(3));
    assert_eq!(refused, format!("{HEADING}{}\n", row("S2")));
    assert_eq!(reading.totals.sums["Hours"].refused.to_string(), "1");
}

#[test]
fn a_file_without_the_columns_that_the_mapping_names_is_not_read_at_all() {
    let (reading, records, _) = reading(b"Client no,Date,Date\nS1,1/4/2025,x\n", &|_| false);
    assert!(records.is_empty());
    assert_eq!(reading.totals.rows.read, 0);
    assert_eq!(reading.totals.rules["missing-column"], 11);
    assert_eq!(reading.totals.rules["column-twice"], 1);
    assert!(of_nothing().has_errors());
}

fn of_nothing() -> Reading {
    reading(b"", &|_| false).0
}

#[test]
fn windows_text_is_read_when_the_mapping_says_so_and_told_when_it_does_not() {
    let row = b"S1,Zo\xeb,,F,,ADN,,REF,,1/4/2025,01,,\n";
    let text = [HEADING.as_bytes(), row].concat();
    assert_eq!(reading(&text, &|_| false).0.issues[0].rule, "encoding");
}

/// A file that is made while it is read, so that only the reader can hold it in memory.
struct Endless {
    rows: u64,
    made: u64,
    held: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.held.is_empty() && self.made < self.rows {
            self.made += 1;
            let source = if self.made.is_multiple_of(2) {
                "01"
            } else {
                "77"
            };
            self.held = match self.made {
                1 => HEADING.as_bytes().to_vec(),
                _ => format!("S1,A,,F,,ADN,,REF,,1/4/2025,{source},1,\n").into_bytes(),
            };
        }
        let length = self.held.len().min(into.len());
        into[..length].copy_from_slice(&self.held[..length]);
        self.held.drain(..length);
        Ok(length)
    }
}

#[test]
fn of_a_long_file_with_bad_rows_only_the_first_issues_are_kept_and_all_are_counted() {
    let pack = pack();
    let mapping = RecordsMapping::read("map.toml", MAPPING, &[&pack]).unwrap();
    let mut batches = 0;
    let mut take = |batch: Batch<'_>| {
        assert!(batch.records.len() as u64 <= BATCH);
        assert_eq!(batch.place, batches);
        batches += 1;
        ControlFlow::Continue(Vec::new())
    };
    let request = Request {
        file: "old.csv",
        mapping: &mapping,
        packs: &[&pack],
        teams: &BTreeSet::from(["adults-north".to_owned()]),
        today: Day::new(2026, 6, 12).unwrap(),
    };
    let file = Endless {
        rows: 6_001,
        made: 0,
        held: Vec::new(),
    };
    let read = read(&request, &mut BufReader::new(file), None, &mut take).unwrap();
    assert_eq!(batches, 12);
    assert_eq!(
        (read.totals.rows.read, read.totals.rows.refused),
        (6_000, 3_000)
    );
    assert_eq!(read.issues.len(), ISSUES_KEPT);
    assert_eq!(read.totals.rules["unknown-code"], 3_000);
    assert_eq!(read.issue_count(), 3_000);
}

#[test]
fn reading_stops_when_whoever_reads_says_so() {
    let pack = pack();
    let mapping = RecordsMapping::read("map.toml", MAPPING, &[&pack]).unwrap();
    let request = Request {
        file: "old.csv",
        mapping: &mapping,
        packs: &[&pack],
        teams: &BTreeSet::new(),
        today: Day::new(2026, 6, 12).unwrap(),
    };
    let file = Endless {
        rows: 5_000,
        made: 0,
        held: Vec::new(),
    };
    let mut take = |_: Batch<'_>| ControlFlow::Break(());
    let read = read(&request, &mut BufReader::new(file), None, &mut take).unwrap();
    assert!(read.stopped);
    assert_eq!(
        read.totals.rows.read, BATCH,
        "every row of the first batch has no known team"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_stands_in_a_file_every_row_is_taken_or_refused_and_none_twice(
        text in prop::collection::vec(prop::sample::select(b"S1,\"\n\r\xffREFADN/2025\0".to_vec()), 0..400),
    ) {
        let text = [HEADING.as_bytes(), &text].concat();
        let (reading, records, _) = reading(&text, &|_| false);
        let rows = reading.totals.rows;
        prop_assert_eq!(rows.read, rows.taken + rows.refused);
        prop_assert_eq!(rows.taken, records.len() as u64);
        prop_assert!(reading.issue_count() >= rows.refused);
        let by_form: u64 = reading.totals.by_form_and_year.values().map(|rows| rows.read).sum();
        prop_assert_eq!(by_form, rows.read);
    }

    #[test]
    fn whatever_stands_in_a_mapping_it_is_read_or_told(text in "[\\[\\]a-z=\"{}\n ,.0-9]{0,200}") {
        let pack = pack();
        let issues = RecordsMapping::read("map.toml", &text, &[&pack]).unwrap_err();
        prop_assert!(!issues.is_empty(), "no such text says whom rows are about");
    }

    /// Against counting by hand: rows of known kinds in any order.
    #[test]
    fn the_totals_are_those_of_the_rows_counted_by_hand(
        rows in prop::collection::vec((0_usize..4, 0_u32..1_000, 2019_i32..2026), 0..60),
    ) {
        let mut text = HEADING.to_owned();
        let (mut taken, mut refused, mut skipped, mut sum) = (0_u64, 0_u64, 0_u64, 0_u64);
        for (kind, tenths, year) in &rows {
            let (source, status) = [("01", ""), ("77", ""), ("01", "void"), ("Health", "")][*kind];
            text += &format!("S1,A,,F,,ADN,{status},REF,,1/4/{year},{source},0.{tenths:03},\n");
            match kind {
                1 => refused += 1,
                2 => skipped += 1,
                // One decimal place is kept.
                _ if tenths % 100 != 0 => refused += 1,
                _ => taken += 1,
            }
            sum += if *kind == 2 { 0 } else { u64::from(*tenths) };
        }
        let (reading, _, _) = reading(text.as_bytes(), &|_| false);
        let totals = &reading.totals;
        prop_assert_eq!((totals.rows.taken, totals.rows.refused, totals.skipped), (taken, refused, skipped));
        let read = totals.sums.get("Hours").map_or_else(Default::default, |sums| sums.read);
        prop_assert_eq!(read, rust_decimal::Decimal::new(i64::try_from(sum).unwrap(), 3));
    }
}
