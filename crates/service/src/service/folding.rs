//! Folding many rows: one thread reads them, others check and decode them, and one takes them in.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use clew_journal::{Entry, Head, Row, State};
use clew_store::Store;

use super::{chained, for_batches};
use crate::ServiceError;

/// Batches that wait between two threads.
const WAITING: usize = 2;

/// Rows, and the head that they follow.
type Batch = (Head, Vec<Row>);
/// Entries in order, each with the head that it makes; at the end what is wrong with the next one.
type Decoded = (Vec<(Entry, Head)>, Result<(), ServiceError>);

/// The state after the rows that follow it, up to an entry where it is given.
///
/// # Errors
/// When they cannot be read, do not continue the chain, or do not apply.
pub(super) fn folded(
    store: &Store,
    mut state: State,
    up_to: Option<u64>,
) -> Result<State, ServiceError> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let head = state.head;
    thread::scope(|scope| {
        let decoder = |_| {
            let (to_decoder, batches) = sync_channel::<Batch>(WAITING);
            let (to_fold, decoded) = sync_channel::<Decoded>(WAITING);
            scope.spawn(move || decode(&batches, &to_fold));
            (to_decoder, decoded)
        };
        let (to_decoders, decoded): (Vec<_>, Vec<_>) = (0..threads).map(decoder).unzip();
        let reader = scope.spawn(move || read(store, head, up_to, &to_decoders));
        let taken = take(&mut state, &decoded);
        // What stops is noticed from here back to the reader.
        drop(decoded);
        let read = reader.join().unwrap_or_else(|_| Err(stopped()));
        taken.and(read)
    })?;
    Ok(state)
}

/// Deals batches out in turn, until the rows end or nobody takes more.
fn read(
    store: &Store,
    mut head: Head,
    up_to: Option<u64>,
    decoders: &[SyncSender<Batch>],
) -> Result<(), ServiceError> {
    let mut turns = decoders.iter().cycle();
    for_batches(store, head.sequence, up_to, |rows| {
        let after = rows.last().map_or(head, Row::as_head);
        let decoder = turns.next().ok_or_else(stopped)?;
        let sent = decoder.send((head, rows));
        head = after;
        sent.map_err(|_| stopped())
    })
}

fn decode(batches: &Receiver<Batch>, to_fold: &SyncSender<Decoded>) {
    let decoded = batches.iter().map(|(head, rows)| decoded(head, &rows));
    // It ends early when nobody waits for more.
    let _ = decoded
        .map(|decoded| to_fold.send(decoded))
        .find(Result::is_err);
}

fn decoded(mut head: Head, rows: &[Row]) -> Decoded {
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let chained = chained(head, std::slice::from_ref(row));
        let entry =
            chained.and_then(|_| Entry::read(row).map_err(|error| at(row.sequence, &error)));
        match entry {
            Ok(entry) => entries.push((entry, row.as_head())),
            Err(error) => return (entries, Err(error)),
        }
        head = row.as_head();
    }
    (entries, Ok(()))
}

/// Takes what was decoded in, in the order in which it was dealt out.
fn take(state: &mut State, decoded: &[Receiver<Decoded>]) -> Result<(), ServiceError> {
    for decoder in decoded.iter().cycle() {
        let Ok((entries, end)) = decoder.recv() else {
            break;
        };
        for (entry, head) in entries {
            let taken = state.take_entry(entry, head);
            taken.map_err(|error| at(head.sequence, &error))?;
        }
        end?;
    }
    Ok(())
}

fn at(sequence: u64, error: &clew_journal::JournalError) -> ServiceError {
    ServiceError::Journal {
        sequence,
        message: error.to_string(),
    }
}

/// Said by a thread that others no longer listen to; they have said why.
fn stopped() -> ServiceError {
    ServiceError::Internal {
        message: "reading the journal stopped in the middle".to_owned(),
    }
}
