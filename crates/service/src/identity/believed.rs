//! What was just read of the database, and is believed for a moment instead of being read again.
//!
//! A page asks whose session a request has, and what its account typed, at every request. Both stand in the
//! database, where another process may change them. What this process itself changes is read anew at once; what
//! another one changes is seen here when the moment is over. See docs/decisions/0014-sessions-at-hand.md.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long something is believed after it was read.
const MOMENT: Duration = Duration::from_secs(1);
/// The most that is believed at once; when there is more, all is read anew as it is asked for.
const MOST: usize = 10_000;

/// Values as they were just read, by what they were asked by.
pub(crate) struct Believed<K, V>(Mutex<Read<K, V>>);

struct Read<K, V> {
    /// How often everything was forgotten.
    forgotten: u64,
    values: HashMap<K, (Instant, V)>,
}

/// Taken before something is read: what was read is believed only if nothing was forgotten since.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before(u64);

impl<K: Eq + Hash, V: Clone> Believed<K, V> {
    fn read(&self) -> MutexGuard<'_, Read<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was read a moment ago; none where it has to be read.
    pub(crate) fn get(&self, key: &K) -> Option<V> {
        let read = self.read();
        let (at, value) = read.values.get(key)?;
        (at.elapsed() < MOMENT).then(|| value.clone())
    }

    /// To be taken before the database is read.
    pub(crate) fn before(&self) -> Before {
        Before(self.read().forgotten)
    }

    /// Believes what was read from now on, unless it was changed here since `before`.
    pub(crate) fn believe(&self, before: Before, key: K, value: V) {
        let mut read = self.read();
        if read.forgotten != before.0 {
            return;
        }
        if read.values.len() >= MOST {
            read.values.clear();
        }
        read.values.insert(key, (Instant::now(), value));
    }

    /// Believes nothing any more: to be called when something was changed, after it is in the database.
    pub(crate) fn forget(&self) {
        let mut read = self.read();
        read.forgotten += 1;
        read.values.clear();
    }
}

impl<K, V> Default for Believed<K, V> {
    fn default() -> Self {
        Self(Mutex::new(Read {
            forgotten: 0,
            values: HashMap::new(),
        }))
    }
}

impl<K, V> fmt::Debug for Believed<K, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Believed").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_believed_for_a_moment() {
        let believed = Believed::default();
        believed.believe(believed.before(), 1, "one");
        assert_eq!((believed.get(&1), believed.get(&2)), (Some("one"), None));
        let long_ago = Instant::now().checked_sub(MOMENT);
        believed
            .read()
            .values
            .values_mut()
            .for_each(|(at, _)| *at = long_ago.unwrap_or(*at));
        assert_eq!(believed.get(&1), None);
    }

    #[test]
    fn what_is_changed_while_it_is_read_is_not_believed() {
        let believed = Believed::default();
        let before = believed.before();
        believed.forget();
        believed.believe(before, 1, "as it was");
        assert_eq!(believed.get(&1), None);
        believed.believe(believed.before(), 1, "as it is");
        assert_eq!(believed.get(&1), Some("as it is"));
        believed.forget();
        assert_eq!(believed.get(&1), None);
    }

    #[test]
    fn no_more_is_kept_than_the_most() {
        let believed = Believed::default();
        for key in 0..=MOST {
            believed.believe(believed.before(), key, ());
        }
        assert_eq!(believed.get(&0), None);
        assert_eq!(believed.get(&MOST), Some(()));
    }
}
