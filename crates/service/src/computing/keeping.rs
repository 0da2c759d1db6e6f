//! Facts kept in the store as bytes, so that a start need not read every record again (docs/decisions/0020).
//!
//! They say after which entry they were made, by which packs and by which calendars. Where any of that is another now,
//! where something was erased since, or where a byte of them is not what it was, they are not used.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use clew_calendar::Calendar;
use clew_journal::Digest;
use clew_measure::facts::{FactStore, KeptPart};
use clew_practice::pack::Pack;
use clew_practice::record::RecordNumber;
use clew_store::practice::KeptFacts;
use serde::{Deserialize, Serialize};

use super::loading::calendars;
use super::timed::Timed;
use super::{Known, PackFacts};
use crate::practice::packs_in_force;
use crate::{ErrorKind, Memory, Service, ServiceError};

/// The form of the bytes, and what they say of records: another number, and what was kept before is made anew. So it is by
/// another release.
const FORMAT: u32 = 1;
const RELEASE: &str = env!("CARGO_PKG_VERSION");
/// A part is kept in pieces of so many bytes at the most.
const PIECE: usize = 8 << 20;
/// So many bytes are written in one transaction, so that nobody waits long for it.
const AT_ONCE: usize = 4 << 20;
/// Entries after which facts are kept again.
const ENTRIES_A_KEEPING: u64 = 1_000;
/// Threads that read parts.
const MOST_READERS: usize = 4;

/// The part that lists the others.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    /// The release that made them.
    release: String,
    packs: Vec<KeptPack>,
}

/// What is kept of one pack's facts.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptPack {
    /// The digest of the pack's text.
    pack: Digest,
    /// The digest of its calendars with every holiday: the occasions of clocks follow from them.
    calendars: Digest,
    unfit: BTreeSet<RecordNumber>,
    /// The pieces of each part.
    parts: Vec<Vec<Digest>>,
}

impl Service {
    /// The facts that are kept, if they can be used: as they were after their entry.
    ///
    /// # Errors
    /// When the store cannot be read. Facts that are damaged are forgotten, and no error; neither are those that cannot
    /// be read just now, as the records may be.
    pub(super) fn kept_facts(&self, memory: &Memory) -> Result<Option<Known>, ServiceError> {
        let Some(kept) = self.usable()? else {
            return Ok(None);
        };
        let packs = packs_in_force(self, memory)?;
        match self.restored(&kept, memory, packs) {
            Ok(found) => {
                if found.is_some() {
                    self.computing.note_kept(kept.sequence);
                }
                Ok(found)
            }
            Err(error) => {
                if error.kind() == ErrorKind::Internal {
                    // Where it cannot even be written, nothing is lost but time.
                    let _ = self.store().forget_kept_facts(&kept);
                }
                Ok(None)
            }
        }
    }

    /// What is said of the kept facts, where they are of this journal and in a form that is known.
    fn usable(&self) -> Result<Option<KeptFacts>, ServiceError> {
        let Ok(Some(kept)) = self.store().kept_facts() else {
            return Ok(None);
        };
        if kept.format != FORMAT {
            return Ok(None);
        }
        let entry = self.store().row(kept.sequence)?;
        let is_of_it = entry.is_some_and(|entry| entry.hash == kept.hash);
        Ok(is_of_it.then_some(kept))
    }

    /// The facts; none where they were made by other packs or calendars.
    fn restored(
        &self,
        kept: &KeptFacts,
        memory: &Memory,
        packs: Vec<Arc<Pack>>,
    ) -> Result<Option<Known>, ServiceError> {
        let index: Index = serde_json::from_slice(&self.store().kept_fact_part(&kept.root)?)
            .map_err(|error| cannot(&error))?;
        let in_force = memory.state().packs().map(|applied| applied.digest);
        let of_them = in_force.eq(index.packs.iter().map(|one| one.pack));
        if index.release != RELEASE || !of_them {
            return Ok(None);
        }
        let mut restored = Vec::with_capacity(packs.len());
        for (pack, one) in packs.into_iter().zip(index.packs) {
            let calendars = calendars(&pack, None);
            if digest_of(&calendars) != one.calendars {
                return Ok(None);
            }
            let parts = self.read_parts(&one.parts)?;
            let facts = FactStore::of_parts(&pack, parts).map_err(|error| cannot(&error))?;
            restored.push(PackFacts {
                facts,
                digest: one.pack,
                timed: Arc::new(Timed::of(&pack)),
                calendars: Arc::new(calendars),
                unfit: Arc::new(one.unfit),
                pack,
            });
        }
        Ok(Some(Known {
            entry: kept.sequence,
            packs: restored,
        }))
    }

    /// Reads parts, each from its pieces, on several threads.
    fn read_parts(&self, parts: &[Vec<Digest>]) -> Result<Vec<KeptPart>, ServiceError> {
        let read = |pieces: &Vec<Digest>| -> Result<KeptPart, ServiceError> {
            let mut bytes = Vec::new();
            for piece in pieces {
                bytes.append(&mut self.store().kept_fact_part(piece)?);
            }
            KeptPart::read(&bytes).map_err(|error| cannot(&error))
        };
        let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        let take = || {
            while let Some(pieces) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
                let part = read(pieces);
                found
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(part);
            }
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            (1..threads.min(MOST_READERS)).for_each(|_| drop(scope.spawn(take)));
            take();
        });
        let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.into_iter().collect()
    }

    /// Keeps the facts that are held, where there are any and enough was added since they were last kept: the next start
    /// is quick then.
    ///
    /// # Errors
    /// When the store cannot be read or written; nothing is lost then but time.
    pub(crate) fn keep_facts_if_due(&self) -> Result<(), ServiceError> {
        match self.computing.to_keep(ENTRIES_A_KEEPING) {
            Some(known) => self.keep_facts(&known),
            None => Ok(()),
        }
    }

    /// Keeps the facts that are held, due or not.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    #[doc(hidden)]
    pub fn keep_facts_now(&self) -> Result<(), ServiceError> {
        match self.computing.to_keep(0) {
            Some(known) => self.keep_facts(&known),
            None => Ok(()),
        }
    }

    fn keep_facts(&self, known: &Known) -> Result<(), ServiceError> {
        let later = self.usable()?;
        let later = later.filter(|kept| kept.sequence > known.entry);
        let (None, Some(entry)) = (later, self.store().row(known.entry)?) else {
            return Ok(());
        };
        let mut keeping = Keeping {
            service: self,
            entry: known.entry,
            there: self.store().kept_fact_parts()?,
            named: BTreeSet::new(),
            waiting: Vec::new(),
            is_stale: false,
        };
        let packs = known.packs.iter().map(|pack| keeping.pack(pack));
        let packs = packs.collect::<Result<_, _>>()?;
        let release = RELEASE.to_owned();
        let index = Index { release, packs };
        let index = serde_json::to_vec(&index).map_err(|error| cannot(&error))?;
        let root = keeping.piece(index)?;
        keeping.write()?;
        let kept = KeptFacts {
            sequence: known.entry,
            hash: entry.hash,
            format: FORMAT,
            root,
        };
        if !keeping.is_stale && self.store().keep_facts(&kept, &keeping.named)? {
            self.computing.note_kept(known.entry);
        }
        Ok(())
    }
}

/// Facts that are being kept.
struct Keeping<'a> {
    service: &'a Service,
    entry: u64,
    /// Pieces that are kept already.
    there: BTreeSet<Digest>,
    /// Pieces that these facts have.
    named: BTreeSet<Digest>,
    /// Pieces that are still to be written.
    waiting: Vec<(Digest, Vec<u8>)>,
    /// Whether something was erased since the facts were made.
    is_stale: bool,
}

impl Keeping<'_> {
    fn pack(&mut self, pack: &PackFacts) -> Result<KeptPack, ServiceError> {
        let parts = pack.facts.parts().map(|bytes| self.part(bytes));
        Ok(KeptPack {
            parts: parts.collect::<Result<_, _>>()?,
            pack: pack.digest,
            calendars: digest_of(&pack.calendars),
            unfit: (*pack.unfit).clone(),
        })
    }

    fn part(&mut self, bytes: Vec<u8>) -> Result<Vec<Digest>, ServiceError> {
        if bytes.len() <= PIECE {
            return Ok(vec![self.piece(bytes)?]);
        }
        let pieces = bytes.chunks(PIECE);
        pieces.map(|piece| self.piece(piece.to_vec())).collect()
    }

    fn piece(&mut self, bytes: Vec<u8>) -> Result<Digest, ServiceError> {
        let digest = Digest::of(&bytes);
        if self.named.insert(digest) && !self.there.contains(&digest) {
            self.waiting.push((digest, bytes));
            let waiting: usize = self.waiting.iter().map(|(_, bytes)| bytes.len()).sum();
            if waiting >= AT_ONCE {
                self.write()?;
            }
        }
        Ok(digest)
    }

    fn write(&mut self) -> Result<(), ServiceError> {
        let waiting = std::mem::take(&mut self.waiting);
        if !self.is_stale && !waiting.is_empty() {
            let store = self.service.store();
            self.is_stale = !store.keep_fact_parts(self.entry, &waiting)?;
        }
        Ok(())
    }
}

/// The digest of calendars, with every day that they know of.
fn digest_of(calendars: &BTreeMap<String, Calendar>) -> Digest {
    Digest::of(format!("{calendars:?}").as_bytes())
}

fn cannot(error: &dyn std::fmt::Display) -> ServiceError {
    ServiceError::Internal {
        message: format!("facts cannot be kept or read: {error}"),
    }
}
