//! Copying a journal between any two stores: what backup and restore are made of.

use clew_journal::{Head, Row};

use crate::attachments;
use crate::identity;
use crate::practice;
use crate::rows;
use crate::{Appended, Store, StoreError};

/// How far a copy has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Progress {
    /// Rows copied.
    pub done: u64,
    /// Rows to copy.
    pub all: u64,
}

pub(crate) fn copy(
    source: &Store,
    target: &Store,
    up_to: Option<u64>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Head, StoreError> {
    if target.head()? != Head::default() {
        return Err(StoreError::NotEmpty {
            location: target.location().clone(),
        });
    }
    let end = source.head()?;
    let all = up_to.map_or(end.sequence, |up_to| up_to.min(end.sequence));
    // First, so that no entry ever refers to an attachment that is not there.
    copy_attachments(source, target)?;
    identity::copy(source, target)?;
    practice::copy(source, target, all)?;
    let mut head = Head::default();
    progress(Progress { done: 0, all });
    while head.sequence < all {
        let batch = source.reading(|connection| rows::batch(connection, head.sequence, all))?;
        let batch: Vec<Row> = batch
            .into_iter()
            .collect::<Result<_, _>>()
            .map_err(StoreError::DamagedRow)?;
        head = copy_batch(target, head, &batch, all)?;
        progress(Progress {
            done: head.sequence,
            all,
        });
    }
    if all == end.sequence && head != end {
        return Err(StoreError::damaged(
            "the last entry is not the one that the journal's head names",
        ));
    }
    target.settle()?;
    Ok(head)
}

fn copy_batch(target: &Store, head: Head, batch: &[Row], all: u64) -> Result<Head, StoreError> {
    let mut end = head;
    for row in batch {
        if let Some(fault) = row.fault_after(&end) {
            return Err(StoreError::BrokenChain(fault));
        }
        end = row.as_head();
    }
    if batch.is_empty() {
        let first = head.sequence + 1;
        return Err(StoreError::damaged(format!(
            "entries {first} to {all} are missing at the end of the journal"
        )));
    }
    match target.append(&head, batch, &[])? {
        Appended::Done => Ok(end),
        Appended::Behind => Err(StoreError::NotEmpty {
            location: target.location().clone(),
        }),
    }
}

fn copy_attachments(source: &Store, target: &Store) -> Result<(), StoreError> {
    for digest in source.attachment_digests()? {
        if let Some(attachment) = source.attachment(&digest)? {
            target.writing(|connection| attachments::put(connection, &attachment))?;
        }
    }
    Ok(())
}
