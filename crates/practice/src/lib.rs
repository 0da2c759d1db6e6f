//! Practice: forms, processes, clocks and measure definitions as data (packs), the records that are
//! made with them, and what follows from those: what is due, and the chronology.
//!
//! Everything here is pure: no file, network or clock is read. What is in a pack says what can be
//! recorded and counted; what is recorded says what happened, with the day it happened on and the time it
//! was recorded, and nothing that follows from records is ever typed.

mod allowance;
pub mod chronology;
pub mod due;
pub mod episode;
mod error;
pub mod occasion;
pub mod pack;
pub mod person;
pub mod reading;
pub mod record;
pub mod validation;

pub use error::PracticeError;
