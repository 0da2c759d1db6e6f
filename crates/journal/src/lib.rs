//! The journal: the append-only sequence of everything that ever changed, and its fold to the Book.
//!
//! An [`Entry`] is one change with who, when and why; a [`Row`] is an entry exactly as it is stored,
//! chained to the one before by hash. [`State`] is what all entries come to: the Book, and how its
//! returns, freezes and accounts stand. Nothing here does input or output or reads a clock.

mod change;
mod checkpoint;
mod digest;
mod entry;
mod error;
mod evidence;
mod fields;
mod freeze;
mod moment;
mod practice;
mod records;
mod returns;
mod row;
mod state;
mod subject;

pub use change::{Change, FieldChange, Replacement};
pub use checkpoint::{CHECKPOINT_FORMAT, from_checkpoint, to_checkpoint};
pub use digest::{Digest, NotADigest};
pub use entry::{About, Entry, Proposal, Signature, seal};
pub use error::{JournalError, Problem};
pub use evidence::{Attached, Evidence};
pub use fields::{changed_fields, fields_of, record_of, subject_of, with_fields};
pub use freeze::{EarlierValue, Freeze, FrozenDetail, FrozenLine, FrozenReport};
pub use moment::{Moment, NotAMoment};
pub use practice::{
    AppliedPack, PracticeAct, PracticeEntry, PracticeKind, PracticePolicy, kept_digest,
};
pub use records::Standing;
pub use returns::{CycleStage, Draft, Return, ReturnKey, ReturnStage};
pub use row::{ChainFault, ChainProblem, Column, Head, Row};
pub use state::State;
pub use subject::{Key, NotASubject, Subject, SubjectKind};
