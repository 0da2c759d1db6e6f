//! Computing: figures worked out from records when they are read (docs/decisions/0018).
//!
//! Facts are held in memory, made from the store when they are first asked for and kept current with every
//! entry of practice. A definition of the pack in force is evaluated on them: nothing that is worked out is
//! stored as truth.

mod answer;
mod asking;
mod basis;
mod binding;
mod counts;
mod held;
mod keeping;
mod loading;
mod proving;
mod restated;
mod timed;
mod updating;
mod walking;
mod what_if;

pub use answer::{FiguresAnswer, FiguresRequest, LATE_AFTER};
pub(crate) use asking::Asked;
pub(crate) use basis::FromRecords;
pub use binding::PreparedReturn;
pub use counts::RecordCounts;
pub(crate) use held::{Computing, Known, PackFacts};
pub use restated::{ComputedExplained, ComputedNow, MovedRecord, MovedRecords};
pub use walking::{OpenRecord, WalkRequest, Walked, WalkedTo, outcome_in_words};
pub use what_if::{LeftOut, WhatIf};
