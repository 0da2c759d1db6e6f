//! Progress of long work, on the terminal's own line and nowhere else.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// Work that is done sooner says nothing.
const QUIET: Duration = Duration::from_millis(500);
/// The line is written no more often than this.
const PAUSE: Duration = Duration::from_millis(100);

/// Shows how far long work has come.
pub struct Meter {
    what: &'static str,
    shows: bool,
    since: Instant,
    last: Instant,
    written: bool,
}

impl Meter {
    /// A meter for work that is called so; it is silent when the error output is no terminal.
    pub fn new(what: &'static str) -> Self {
        let now = Instant::now();
        Self {
            what,
            shows: std::io::stderr().is_terminal(),
            since: now,
            last: now,
            written: false,
        }
    }

    /// Shows what is being done, where it cannot be told how far it has come.
    pub fn doing(&mut self, what: &str) {
        if self.shows {
            self.written = true;
            let _ = write!(std::io::stderr(), "\r{:70}\r{}: {what} … ", "", self.what);
        }
    }

    /// Shows that so many of all are done.
    pub fn at(&mut self, done: u64, all: u64) {
        let now = Instant::now();
        if !self.shows || now - self.since < QUIET || now - self.last < PAUSE {
            return;
        }
        (self.last, self.written) = (now, true);
        let share = done.saturating_mul(100).checked_div(all).unwrap_or(100);
        let _ = write!(
            std::io::stderr(),
            "\r{}: {done} of {all} ({share} %) ",
            self.what
        );
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        if self.written {
            let _ = write!(std::io::stderr(), "\r{:70}\r", "");
        }
    }
}
