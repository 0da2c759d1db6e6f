//! The walk: every row of the journal once, checked as it is passed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use clew_journal::{CHECKPOINT_FORMAT, Change, Digest, Entry, Head, Row, State, from_checkpoint};
use clew_store::{RowFault, Store, StoreError};

use super::{RESTORE, Verification, first_difference};
use crate::{Memory, Progress};

/// Rows between two reports of progress.
const ROWS_A_REPORT: u64 = 1_000;
/// What to do about a checkpoint that is not right.
const CHECKPOINT: &str = "no data is lost: a start reads the entries instead where it is damaged; \
    have a new one written, and find out what altered it";
const MEMORY: &str = "start Clew again; if it happens twice, report it with this message";

pub(super) struct Walk<'a> {
    store: &'a Store,
    /// What is in memory, to be compared with the fold up to its last entry.
    memory: Option<&'a Memory>,
    /// The row before, as far as it is known.
    head: Head,
    /// False after a row that could not be read: its hash is not known.
    hash_known: bool,
    state: State,
    /// Subjects with an entry that does not apply; their later entries cannot.
    broken: BTreeSet<String>,
    /// Checkpoints still to come, by the entry they stand at, with their form.
    checkpoints: BTreeMap<u64, u32>,
    named: BTreeSet<Digest>,
    all: u64,
    /// What the store said that stopped the walk.
    stopped: Option<StoreError>,
    verification: Verification,
}

impl<'a> Walk<'a> {
    pub(super) fn new(store: &'a Store, memory: Option<&'a Memory>) -> Result<Self, StoreError> {
        let checkpoints = store.checkpoints()?.into_iter();
        Ok(Self {
            store,
            memory,
            head: Head::default(),
            hash_known: true,
            state: State::default(),
            broken: BTreeSet::new(),
            checkpoints: checkpoints
                .map(|found| (found.sequence, found.format))
                .collect(),
            named: BTreeSet::new(),
            all: store.head().map_or(0, |head| head.sequence),
            stopped: None,
            verification: Verification::default(),
        })
    }

    pub(super) fn read_all(
        &mut self,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), StoreError> {
        let store = self.store;
        self.compare_memory();
        store.rows(0, None, &mut |row| {
            match row {
                Ok(row) => self.row(&row),
                Err(fault) => self.unreadable(&fault),
            }
            self.verification.entries += 1;
            let done = self.verification.entries;
            if done.is_multiple_of(ROWS_A_REPORT) || done == self.all {
                let all = self.all.max(done);
                progress(Progress {
                    doing: "verifying entries",
                    done,
                    all,
                });
            }
            match self.stopped {
                None => ControlFlow::Continue(()),
                Some(_) => ControlFlow::Break(()),
            }
        })?;
        self.stopped.take().map_or(Ok(()), Err)
    }

    fn add(&mut self, entry: u64, what: String, advice: &str) {
        self.verification.add(Some(entry), what, advice);
    }

    fn unreadable(&mut self, fault: &RowFault) {
        self.add(fault.sequence, fault.to_string(), RESTORE);
        let expected = self.head.sequence + 1;
        if fault.sequence != expected {
            let what = format!(
                "entry {expected} is missing: entry {} stands in its place",
                fault.sequence
            );
            self.add(fault.sequence, what, RESTORE);
        }
        self.head.sequence = fault.sequence;
        self.hash_known = false;
        // What it would have changed is not known.
        self.broken.insert(String::new());
    }

    fn row(&mut self, row: &Row) {
        let before = match self.hash_known {
            true => self.head,
            false => Head {
                hash: row.previous,
                ..self.head
            },
        };
        if let Some(fault) = row.fault_after(&before) {
            self.add(row.sequence, fault.to_string(), RESTORE);
        }
        (self.head, self.hash_known) = (row.as_head(), true);
        self.read(row);
        self.compare_checkpoint(row);
        self.compare_memory();
    }

    fn read(&mut self, row: &Row) {
        let sequence = row.sequence;
        match Entry::read(row) {
            Err(error) => {
                self.add(
                    sequence,
                    format!("entry {sequence} cannot be read: {error}"),
                    RESTORE,
                );
                self.broken.insert(row.subject.clone());
            }
            Ok(entry) => {
                self.note_attachments(&entry);
                self.apply(row);
            }
        }
    }

    fn apply(&mut self, row: &Row) {
        let Err(error) = self.state.take(row) else {
            return;
        };
        self.state.head = row.as_head();
        if self.broken.insert(row.subject.clone()) {
            let what = format!(
                "entry {} does not follow from those before it: {error}",
                row.sequence
            );
            self.add(row.sequence, what, RESTORE);
        }
    }

    fn note_attachments(&mut self, entry: &Entry) {
        let freeze = match &entry.change {
            Change::Freeze(freeze) => freeze,
            Change::Attach(file) if self.named.insert(file.digest) => {
                let what = format!("the file {:?} of {}", file.name, file.of);
                return self.attachment(entry.sequence, &file.digest, &what);
            }
            _ => return,
        };
        let reports = freeze
            .reports
            .iter()
            .map(|report| (report.value, report.kind.as_str()));
        for (digest, what) in reports.chain([(freeze.lines, "lines")]) {
            if !self.named.insert(digest) {
                continue;
            }
            let what = format!("the {what} of the freeze {}", freeze.id);
            self.attachment(entry.sequence, &digest, &what);
        }
    }

    fn attachment(&mut self, entry: u64, digest: &Digest, what: &str) {
        match self.store.attachment(digest) {
            Ok(Some(_)) => self.verification.attachments += 1,
            Ok(None) => {
                let what = format!(
                    "entry {entry} names {what} (attachment {}), which is not there",
                    digest.short()
                );
                self.add(entry, what, RESTORE);
            }
            Err(error @ (StoreError::DamagedAttachment { .. } | StoreError::Damaged { .. })) => {
                let what = format!("entry {entry} names {what}, but {error}");
                self.add(entry, what, RESTORE);
            }
            Err(error) => self.stopped = Some(error),
        }
    }

    fn compare_checkpoint(&mut self, row: &Row) {
        let Some(format) = self.checkpoints.remove(&row.sequence) else {
            return;
        };
        if format != CHECKPOINT_FORMAT {
            return;
        }
        let sequence = row.sequence;
        let checkpoint = match self.store.checkpoint_before(sequence) {
            Ok(Some(checkpoint)) if checkpoint.sequence == sequence => checkpoint,
            // It was dropped or replaced meanwhile.
            Ok(_) => return,
            Err(error @ StoreError::DamagedCheckpoint { .. }) => {
                return self.add(sequence, error.to_string(), CHECKPOINT);
            }
            Err(error) => return self.stopped = Some(error),
        };
        self.verification.checkpoints += 1;
        if checkpoint.hash != row.hash {
            let what = format!(
                "the checkpoint at entry {sequence} is of another journal: it has another hash"
            );
            return self.add(sequence, what, CHECKPOINT);
        }
        let what = match from_checkpoint(&checkpoint.bytes) {
            Err(error) => Some(error.to_string()),
            Ok(state) if self.broken.is_empty() => first_difference(&self.state, &state),
            Ok(_) => None,
        };
        if let Some(what) = what {
            let what = format!(
                "the checkpoint at entry {sequence} is not what the entries come to: {what}"
            );
            self.add(sequence, what, CHECKPOINT);
        }
    }

    /// At the last entry that the memory knows, compares it with the fold.
    fn compare_memory(&mut self) {
        let at = |memory: &&Memory| memory.state().head.sequence == self.head.sequence;
        let Some(memory) = self.memory.filter(at) else {
            return;
        };
        self.memory = None;
        if !self.broken.is_empty() {
            return;
        }
        let fold = Memory::of(self.state.clone());
        if let Some(what) = first_difference(fold.state(), memory.state()) {
            let what = format!("what is in memory is not what the entries come to: {what}");
            self.add(self.head.sequence, what, MEMORY);
        }
    }

    pub(super) fn finish(mut self) -> Result<Verification, StoreError> {
        let beyond: Vec<u64> = self.checkpoints.keys().copied().collect();
        let end = self.head.sequence;
        for sequence in beyond {
            // One that was written while the walk went on is of an entry that came later.
            if self.store.row(sequence).is_ok_and(|row| row.is_none()) {
                let what = format!(
                    "a checkpoint stands at entry {sequence}, but the journal ends at entry {end}"
                );
                self.add(sequence, what, RESTORE);
            }
        }
        if let Some(memory) = self
            .memory
            .filter(|memory| memory.state().head.sequence > end)
        {
            let known = memory.state().head.sequence;
            let what =
                format!("entry {known} was acknowledged, but the journal ends at entry {end}");
            self.add(end, what, RESTORE);
        }
        Ok(self.verification)
    }
}
