//! The example of Edinburgh's improvement plans holds what the published plans hold: thirty
//! findings by area, 104 actions with their sub-actions, and cross references as printed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clew_exchange::workspace;
use clew_plan::{ActionId, Book, TotalOf};
use rust_decimal::Decimal;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/edinburgh-2023")
}

fn example() -> Book {
    workspace::read(&folder()).expect("the example can be read")
}

#[test]
fn findings_by_area_are_as_many_as_the_cover_says() {
    let book = example();
    assert_eq!(book.findings.len(), 30);
    let mut listed: BTreeMap<Option<&str>, Decimal> = BTreeMap::new();
    for finding in &book.findings {
        *listed.entry(finding.area.as_deref()).or_default() += Decimal::ONE;
    }
    let printed: BTreeMap<Option<&str>, Decimal> = book
        .reported_totals
        .iter()
        .filter(|total| total.of == TotalOf::Findings)
        .map(|total| (total.table.as_deref(), total.value))
        .collect();
    assert_eq!(listed, printed);
    let mut counts: Vec<Decimal> = printed.into_values().collect();
    counts.sort();
    assert_eq!(counts, [1, 1, 1, 2, 2, 2, 4, 4, 13].map(Decimal::from));
}

#[test]
fn every_finding_has_improvement_activities() {
    let book = example();
    assert_eq!(book.improvement_activities.len(), 106);
    for finding in &book.findings {
        let activities = book.improvement_activities.iter();
        let under = activities.filter(|activity| activity.finding == finding.id);
        assert!(under.count() >= 2, "finding {}", finding.id);
    }
}

#[test]
fn actions_are_numbered_to_104_with_ten_sub_actions() {
    let book = example();
    let mains = book.actions.iter().filter(|action| action.parent.is_none());
    let numbers: Vec<&str> = mains.map(|action| action.id.as_str()).collect();
    let wanted: Vec<String> = (1..=104).map(|number: u32| number.to_string()).collect();
    assert_eq!(numbers, wanted);
    assert_eq!(book.actions.len(), 114);
}

#[test]
fn cross_references_lead_to_actions_and_stand_in_the_words() {
    let book = example();
    let known: BTreeSet<&ActionId> = book.actions.iter().map(|action| &action.id).collect();
    let referring: Vec<_> = book
        .actions
        .iter()
        .filter(|action| !action.see_also.is_empty())
        .collect();
    assert_eq!(referring.len(), 25);
    for action in referring {
        assert!(
            action.see_also.iter().all(|id| known.contains(id)),
            "action {}",
            action.id
        );
        let first = action.see_also[0].as_str();
        let updates = book
            .updates
            .iter()
            .filter(|update| update.action == action.id);
        let mut texts = updates
            .map(|update| update.text.as_str())
            .chain(action.title.as_deref());
        assert!(
            texts.any(|text| text.contains(first)),
            "action {}",
            action.id
        );
    }
}

#[test]
fn workstreams_serve_priorities_and_their_gaps_are_known() {
    let book = example();
    assert_eq!((book.workstreams.len(), book.resource_gaps.len()), (8, 29));
    let mut served = BTreeSet::new();
    for workstream in &book.workstreams {
        assert!(!workstream.priorities.is_empty(), "{}", workstream.id);
        served.extend(&workstream.priorities);
    }
    assert_eq!(served.len(), 7);
    for id in served {
        assert!(book.outcome(id).is_some(), "{id}");
    }
}

#[test]
fn the_files_are_byte_for_byte_what_clew_writes() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("edinburgh-2023");
    workspace::write(&example(), &target).expect("written");
    for entry in std::fs::read_dir(folder()).expect("a folder") {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a name");
        // The title in workspace.toml is the folder's own, not the Book's.
        if name == "workspace.toml" {
            continue;
        }
        let read = |path: &Path| std::fs::read_to_string(path).expect("a text");
        let (kept, written) = (read(&path), read(&target.join(name)));
        assert!(kept == written, "{} differs", path.display());
    }
}
