//! The program as its users run it: what it prints, what it writes, and how it ends.

#![allow(clippy::unwrap_used, missing_docs)]

mod program;
mod workbooks;

mod bad_files;
mod bad_rows;
mod calendar;
mod check;
mod demo;
mod export;
mod import;
mod messages;
mod pipes;
mod report;
mod spc;
mod summary;
mod workspaces;
