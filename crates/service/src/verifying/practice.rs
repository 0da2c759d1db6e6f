//! What is kept of people and records against the journal: every row gives the digest of its entry, every column
//! follows from what is kept, every entry of practice has its row, and every file is there.

use std::collections::BTreeMap;

use clew_journal::{PracticeAct, PracticeEntry, PracticeKind, Subject, kept_digest};
use clew_store::practice::{KeptEntry, KeptRow};
use clew_store::{Store, StoreError};

use super::{RESTORE, Verification};
use crate::practice::{Columns, columns_of};

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

/// Who holds each case, as the records and hand-overs say.
fn follow(row: &KeptRow, cases: &mut BTreeMap<u64, String>) {
    let Some(team) = row.team.clone() else {
        return;
    };
    let taken_over = row.act == PracticeAct::TakeOverRecord.name() && row.version == 1;
    let completed = row.act == PracticeAct::CompleteRecord.name();
    let opens = (completed || taken_over) && row.episode == Some(row.number);
    if opens {
        cases.insert(row.number, team);
    } else if row.act == PracticeAct::AcceptHandOver.name()
        && let Some(episode) = row.episode
    {
        cases.insert(episode, team);
    }
}

fn compare_cases(
    store: &Store,
    cases: &BTreeMap<u64, String>,
    verification: &mut Verification,
) -> Result<(), StoreError> {
    for (number, team) in cases {
        let there = store.episode(*number)?;
        if there.is_none_or(|there| there.team != *team) {
            let what = format!("the case {number} is not held by {team}, as its records say");
            verification.add(Some(*number), what, RESTORE);
        }
    }
    Ok(())
}
