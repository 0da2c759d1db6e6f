//! Progress: how far long work has come.

/// How far long work has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Progress {
    /// What is being done, for example `copying entries`.
    pub doing: &'static str,
    /// Entries done.
    pub done: u64,
    /// Entries to do.
    pub all: u64,
}
