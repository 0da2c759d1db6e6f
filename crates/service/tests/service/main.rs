//! The service on both databases, one module for each thing that it is asked. One program, so that it is built once.

#![allow(clippy::unwrap_used)]

mod actions;
mod archive;
mod as_seen;
mod asking;
mod backup;
mod belonging;
mod checkpoints;
mod closing;
mod common;
mod crash;
mod cycle;
mod difference;
mod edges;
mod evidence;
mod explain;
mod health;
mod identity;
mod kept;
mod kept_freeze;
mod log;
mod misfortune;
mod pages_of_reports;
mod properties;
mod races;
mod reading;
mod reading_pages;
mod reminding;
mod repeats;
mod rounds;
mod scrutiny;
mod settling;
mod since;
mod story;
mod then;
mod today;
mod told_to_whom;
mod verify;
