//! Running other projects' readers over hostile bytes: should one of their assumptions fail, the
//! file is refused, and no trace is printed over the program's own words.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// What the work gives; none when it panicked. Panics elsewhere are told as ever.
pub(super) fn without_a_trace<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IS_QUIET.get() {
                usual(panic);
            }
        }));
    });
    IS_QUIET.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    IS_QUIET.set(false);
    outcome.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_panics_gives_nothing_and_other_work_what_it_gives() {
        assert_eq!(without_a_trace(|| 7), Some(7));
        let broken = || -> u8 { panic!("an assumption failed") };
        assert_eq!(without_a_trace(broken), None);
    }
}
