//! A synthetic council: people and records of any number, made from a seed, with the true answers beside them.
//!
//! It feeds the demonstration, the tests and the benchmarks of practice. Nobody in it is real: names are invented,
//! and what is written in text fields says so. The same pack, size and seed give the same people and records on
//! every machine: only whole numbers are used, and a random sequence of our own.
//!
//! The answers in [`Truth`] are worked out while the records are made, from what is decided for each of them. They do
//! not use the evaluator, so that the evaluator can be held against them.

mod children;
mod council;
mod episode;
mod error;
mod fill;
mod guardianship;
mod justice;
mod names;
mod people;
mod plain;
mod protection;
mod random;
mod rules;
mod service;
mod size;
mod sketch;
mod support;
mod truth;

pub use council::{Council, Made};
pub use error::SynthError;
pub use service::{LOCALITIES, Service, Team};
pub use size::Size;
pub use truth::{Answer, Truth};
