//! The web application in process: every route with every role, signing in, and what goes wrong.

#![allow(clippy::unwrap_used)]

mod admin;
mod bad_input;
mod behind;
mod by_description;
mod closing;
mod counted_returns;
mod cycle;
mod cycle_board;
mod cycle_import;
mod cycle_marks;
mod documented;
mod every_form;
mod evidence;
mod explore;
mod feeds;
mod host;
mod improvement;
mod kept;
mod mail;
mod making_tokens;
mod older_forms;
mod parts;
mod performance;
mod plans;
mod practice;
mod practice_allowed;
mod practice_chronology;
mod practice_forms;
mod practice_kept;
mod practice_lists;
mod practice_steps;
mod practice_told;
mod practice_undone;
mod practice_unlikely;
mod programs;
mod programs_read;
mod reports;
mod roles;
mod second_step;
mod sign_in_log;
mod signing_in;
mod sites;
mod styles;
mod ways;
