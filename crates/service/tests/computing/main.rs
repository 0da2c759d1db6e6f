//! Figures worked out from records, on both databases.

#![allow(clippy::unwrap_used, unreachable_pub)]

#[path = "../service/common/mod.rs"]
mod common;

mod council;
mod figures;
mod keeping;
mod orders;
mod returning;
