//! Looking rows up gives exactly what a plain filter over all rows gives.

use clew_journal::{Head, Row};
use clew_store::RowFilter;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::common::{append, on_both, row, sealed};

const SUBJECTS: &[&str] = &[
    "figures/A/2021",
    "figures/A/2022",
    "figures/AB/2021",
    "figures/%",
    "figures_A",
    "\u{10FFFF}x",
    "é",
    "",
];
const PREFIXES: &[&str] = &[
    "",
    "figures/",
    "figures/A",
    "figures/A/",
    "figures/%",
    "figures_",
    "\u{10FFFF}",
    "é",
    "zz",
    "\0",
];
const ACTORS: &[&str] = &["head-of-service", "performance-officer", "o'neil"];
const CHANGES: &[&str] = &["return-figure", "set-target"];

fn rows() -> Vec<Row> {
    let rows = (0..60_usize).map(|number| {
        let subject = SUBJECTS[number % SUBJECTS.len()];
        let version = u32::try_from(number / SUBJECTS.len() + 1).unwrap();
        let mut row = row(&number.to_string(), subject, version);
        row.actor = ACTORS[number % ACTORS.len()].to_owned();
        row.change = CHANGES[number / 7 % CHANGES.len()].to_owned();
        row
    });
    sealed(&Head::default(), rows)
}

fn naive(filter: &RowFilter) -> Vec<Row> {
    let is = |asked: &Option<String>, text: &str| asked.as_ref().is_none_or(|asked| asked == text);
    let mut found: Vec<Row> = rows()
        .into_iter()
        .filter(|row| {
            is(&filter.subject, &row.subject)
                && is(&filter.actor, &row.actor)
                && is(&filter.change, &row.change)
                && !filter.without.contains(&row.change.as_str())
        })
        .filter(|row| {
            filter
                .subject_prefix
                .as_ref()
                .is_none_or(|prefix| row.subject.starts_with(prefix))
        })
        .filter(|row| {
            filter
                .recorded_from
                .is_none_or(|from| from <= row.recorded_at)
        })
        .filter(|row| filter.recorded_to.is_none_or(|to| row.recorded_at <= to))
        .filter(|row| filter.before.is_none_or(|before| row.sequence < before))
        .filter(|row| filter.after.is_none_or(|after| after < row.sequence))
        .collect();
    if filter.newest_first {
        found.reverse();
    }
    found.truncate(
        filter
            .limit
            .map_or(usize::MAX, |limit| usize::try_from(limit).unwrap()),
    );
    found
}

fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    option::weighted(
        0.4,
        (0..texts.len()).prop_map(|place| texts[place].to_owned()),
    )
}

fn filter() -> impl Strategy<Value = RowFilter> {
    let time = || option::weighted(0.3, 0..62_000_000_i64);
    let limit = option::weighted(0.3, 0..70_u64);
    let place = || option::weighted(0.3, 0..70_u64);
    (
        one_of(SUBJECTS),
        one_of(PREFIXES),
        one_of(ACTORS),
        one_of(CHANGES),
        time(),
        time(),
        place(),
        place(),
        limit,
        any::<bool>(),
        proptest::sample::subsequence(CHANGES.to_vec(), 0..=CHANGES.len()),
    )
        .prop_map(
            |(
                subject,
                subject_prefix,
                actor,
                change,
                recorded_from,
                recorded_to,
                before,
                after,
                limit,
                newest_first,
                without,
            )| RowFilter {
                subject,
                subject_prefix,
                actor,
                change,
                recorded_from,
                recorded_to,
                before,
                after,
                limit,
                newest_first,
                without,
            },
        )
}

#[test]
fn a_lookup_gives_what_a_plain_filter_gives() {
    on_both(|place| {
        let store = place.create();
        append(&store, &Head::default(), &rows());
        let same = |filter: RowFilter| {
            prop_assert_eq!(store.rows_about(&filter).unwrap(), naive(&filter));
            Ok(())
        };
        TestRunner::new(Config::with_cases(500))
            .run(&filter(), same)
            .unwrap();
    });
}
