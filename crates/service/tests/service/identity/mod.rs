//! Signing in, and what is kept beside the journal, on both databases.

#![allow(clippy::unwrap_used, unreachable_pub)]

mod at_hand;
mod codes;
mod given;
mod held_files;
mod keys;
mod links;
mod log;
mod mail;
mod managing;
mod secrets;
mod sessions;
mod signing_in;
mod throttle;
mod tokens;
mod typed;
