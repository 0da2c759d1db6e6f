//! Full disks, databases that go away, clocks that go backwards, and journals that were altered.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

#[path = "misfortune/altered.rs"]
mod altered;
#[path = "misfortune/cut.rs"]
mod cut;
#[path = "misfortune/room.rs"]
mod room;
#[path = "misfortune/time.rs"]
mod time;
