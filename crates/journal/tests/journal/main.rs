//! Entries as they are stored and read, what they come to, and checkpoints of that.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod changes;
mod checkpoints;
mod common;
mod fold;
mod parts;
mod problems;
