//! What is kept of people and records against the journal: every row gives the digest of its entry, every column
//! follows from what is kept, every entry of practice has its row, and every file is there.

use std::collections::BTreeMap;

use clew_journal::{PracticeAct, PracticeEntry, PracticeKind, Subject, kept_digest};
use clew_practice::person::Person;
use clew_store::practice::{KeptEntry, KeptFilter, KeptRow};
use clew_store::{Store, StoreError};

use super::{RESTORE, Verification};
use crate::practice::{Columns, columns_of, known_by, read_kept as read};

/// Walks over everything that is kept.
pub(super) fn walk(store: &Store, verification: &mut Verification) -> Result<(), StoreError> {
    let mut cases = BTreeMap::new();
    let mut after = 0;
    loop {
        let rows = store.kept_with_entries(after)?;
        let Some((last, _)) = rows.last() else {
            break;
        };
        after = last.sequence;
        for (row, entry) in &rows {
            verification.kept += 1;
            if let Some(what) = fault(store, row, entry.as_ref())? {
                verification.add(Some(row.sequence), what, RESTORE);
            }
            if let Some(what) = found_otherwise(store, row)? {
                verification.add(Some(row.sequence), what, RESTORE);
            }
            follow(row, &mut cases);
        }
    }
    for kind in PracticeKind::ALL {
        for entry in store.entries_not_kept(kind.name())? {
            let what = format!("what entry {entry} kept of {} is not there", kind.name());
            verification.add(Some(entry), what, RESTORE);
        }
    }
    for entry in store.kept_out_of_place()? {
        let what = format!(
            "what entry {entry} kept is taken for the version that stands, or is not, wrongly"
        );
        verification.add(Some(entry), what, RESTORE);
    }
    compare_cases(store, &cases, verification)
}

/// What is wrong with a row.
fn fault(
    store: &Store,
    row: &KeptRow,
    entry: Option<&KeptEntry>,
) -> Result<Option<String>, StoreError> {
    let Some(entry) = entry else {
        return Ok(Some(format!(
            "{row:?} is kept, and the journal has no such entry"
        )));
    };
    if let Some(what) = other_entry(row, entry) {
        let place = row.sequence;
        return Ok(Some(format!(
            "{row:?} has another {what} than entry {place}"
        )));
    }
    if row.content.is_none() && !erased_by_an_entry(store, row)? {
        return Ok(Some(format!(
            "{row:?}: what was kept is gone, and no entry erased it"
        )));
    }
    if let Some(what) = content_fault(row, entry) {
        return Ok(Some(what));
    }
    let Some(file) = row.file else {
        return Ok(None);
    };
    match store.attachment(&file) {
        Ok(Some(_)) => Ok(None),
        Ok(None) => Ok(Some(format!(
            "{row:?} names the file {}, which is not there",
            file.short()
        ))),
        Err(error @ (StoreError::DamagedAttachment { .. } | StoreError::Damaged { .. })) => {
            Ok(Some(format!("{row:?} names a file, but {error}")))
        }
        Err(error) => Err(error),
    }
}

/// In what a row differs from its entry.
fn other_entry(row: &KeptRow, entry: &KeptEntry) -> Option<&'static str> {
    let subject =
        PracticeKind::called(&row.kind).map(|kind| Subject::practice(kind, row.number).to_string());
    [
        ("subject", subject.as_deref() == Some(&entry.subject)),
        ("version", row.version == entry.version),
        ("act", row.act == entry.change),
        ("account", row.recorded_by == entry.actor),
        ("time", row.recorded_at == entry.recorded_at),
    ]
    .into_iter()
    .find_map(|(what, same)| (!same).then_some(what))
}

/// Whether the entry that is said to have erased a row did erase a person. A copy may end before that entry.
fn erased_by_an_entry(store: &Store, row: &KeptRow) -> Result<bool, StoreError> {
    let Some(erased) = row.erased else {
        return Ok(false);
    };
    match store.row(erased) {
        Ok(Some(entry)) => Ok(entry.change == PracticeAct::ErasePerson.name()),
        Ok(None) => Ok(erased > store.head()?.sequence),
        // That entry is told of where it stands.
        Err(StoreError::DamagedRow(_)) => Ok(true),
        Err(error) => Err(error),
    }
}

fn content_fault(row: &KeptRow, entry: &KeptEntry) -> Option<String> {
    let said: PracticeEntry = match serde_json::from_str(&entry.body) {
        Ok(said) => said,
        Err(error) => return Some(format!("{row:?}: its entry cannot be read: {error}")),
    };
    match (&row.content, &row.salt) {
        (None, None) => None,
        (Some(content), Some(salt)) => {
            if said.digest != Some(kept_digest(salt, content)) {
                return Some(format!("{row:?} is not what its entry says was kept"));
            }
            match columns_of(row) {
                Ok(Some(columns)) if columns == Columns::standing_in(row) => None,
                Ok(_) => Some(format!(
                    "{row:?} is found by other things than are kept in it"
                )),
                Err(error) => Some(error.to_string()),
            }
        }
        _ => Some(format!("{row:?}: a part of what was kept is gone")),
    }
}

/// Whether a person as they stand is found by other things than are kept of them.
fn found_otherwise(store: &Store, row: &KeptRow) -> Result<Option<String>, StoreError> {
    if !row.latest || row.kind != PracticeKind::Person.name() {
        return Ok(None);
    }
    let Ok(Some(kept)) = read::<Person>(row) else {
        // That it cannot be read is told of its content; of what was erased nothing is found.
        return Ok(None);
    };
    let mut there = store.known_by_of(row.number)?;
    there.sort();
    if there == known_by(&kept.what) {
        return Ok(None);
    }
    // Who was changed since the row was read is found by what is kept now.
    let now = store.kept(&KeptFilter {
        latest: true,
        kind: Some(PracticeKind::Person.name()),
        number: Some(row.number),
        ..KeptFilter::default()
    })?;
    let same = now.first().is_some_and(|now| now.sequence == row.sequence);
    let number = row.number;
    Ok(same.then(|| format!("the person {number} is found by other things than are kept of them")))
}

/// Who holds a case.
#[derive(Debug, Eq, PartialEq)]
struct Holder {
    team: String,
    worker: Option<String>,
}

/// Who holds each case, as the records and hand-overs say.
fn follow(row: &KeptRow, cases: &mut BTreeMap<u64, Holder>) {
    let Some(team) = row.team.clone() else {
        return;
    };
    let taken_over = row.act == PracticeAct::TakeOverRecord.name() && row.version == 1;
    let completed = row.act == PracticeAct::CompleteRecord.name();
    let opens = (completed || taken_over) && row.episode == Some(row.number);
    let worker = match completed {
        true => Some(row.recorded_by.clone()),
        false => row.account.clone(),
    };
    if opens {
        cases.insert(row.number, Holder { team, worker });
    } else if row.act == PracticeAct::AcceptHandOver.name()
        && let Some(episode) = row.episode
    {
        cases.insert(episode, Holder { team, worker });
    }
}

fn compare_cases(
    store: &Store,
    cases: &BTreeMap<u64, Holder>,
    verification: &mut Verification,
) -> Result<(), StoreError> {
    for (number, holder) in cases {
        let there = store.episode(*number)?;
        let there = there.map(|there| Holder {
            team: there.team,
            worker: there.worker,
        });
        if there.as_ref() != Some(holder) {
            let Holder { team, worker } = holder;
            let by = worker
                .as_deref()
                .map_or_else(String::new, |worker| format!(" by {worker}"));
            let what = format!("the case {number} is not held{by} in {team}, as its records say");
            verification.add(Some(*number), what, RESTORE);
        }
    }
    Ok(())
}
