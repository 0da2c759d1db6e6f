//! Measured here once the crate is far enough to measure.

fn main() {}
