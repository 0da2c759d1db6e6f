//! The program as its users run it: what it prints, what it writes, and how it ends.

#![allow(clippy::unwrap_used, missing_docs)]

mod council;
mod program;
mod workbooks;

mod accounts;
mod archive;
mod bad_files;
mod bad_rows;
mod calendar;
mod check;
mod cycle;
mod databases;
mod demo;
mod evidence;
mod export;
mod freeze;
mod import;
mod import_database;
mod init;
mod log;
mod messages;
mod packs;
mod pipes;
mod report;
mod safeguard;
mod set;
mod spc;
mod summary;
mod workspaces;
