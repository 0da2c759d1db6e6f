//! The store on both databases: every test that takes a [`common::Place`] runs on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used, unreachable_pub)]

mod common;

mod appending;
mod attachments;
mod checkpoints;
mod concurrency;
mod copying;
mod durability;
mod filters;
mod gone_and_back;
mod identity;
mod kept_facts;
mod migrations;
mod opening;
mod practice;
mod privacy;
mod reading;
mod room;
