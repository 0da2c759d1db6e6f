//! The web application in process: every route with every role, signing in, and what goes wrong.

#![allow(clippy::unwrap_used)]

mod bad_input;
mod host;
mod performance;
mod roles;
mod signing_in;
mod sites;
