//! Packs: whatever is read is told about without a panic, and what has no error is written so that it reads back the same.

#![no_main]

use std::collections::BTreeMap;

use clew_practice::pack::{Gravity, Pack, PackDifference, PackIssue};
use libfuzzer_sys::fuzz_target;

fn has_error(issues: &[PackIssue]) -> bool {
    issues.iter().any(|issue| issue.gravity == Gravity::Error)
}

fuzz_target!(|text: &str| {
    let files = BTreeMap::from([("pack.toml".to_owned(), text.to_owned())]);
    let (pack, issues) = Pack::read(&files);
    let words = pack.measures.values().map(|measure| measure.in_words(&pack));
    assert!(words.chain(pack.clocks.values().map(|clock| clock.in_words(&pack))).all(|words| !words.is_empty()));
    if has_error(&issues) {
        return;
    }
    let (again, issues) = Pack::read(&pack.files());
    assert!(!has_error(&issues), "{issues:?}");
    assert_eq!(again.canonical(), pack.canonical());
    assert!(PackDifference::between(&pack, &again, &|_, _| 1).changes.is_empty());
});
