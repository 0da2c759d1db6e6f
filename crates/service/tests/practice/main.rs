//! The keeping of people and records, on both databases.

#![allow(clippy::unwrap_used, unreachable_pub)]

#[path = "../service/common/mod.rs"]
mod common;

mod allowed;
mod chronology;
mod conflicts;
mod copying;
mod erasing;
mod handing_over;
mod history;
mod lists;
mod people;
mod private;
mod speed;
mod steps;
mod taking_over;
mod team;
