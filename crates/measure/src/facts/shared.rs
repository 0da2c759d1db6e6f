//! The store of the moment, shared between those who read and the one who writes.

use std::sync::{Arc, PoisonError, RwLock};

use super::FactStore;

/// Holds the facts as they now are. Whoever reads takes a store and keeps it as long as they like; whoever writes puts another
/// in its place. Neither waits for the other's work, only for the exchange of a pointer.
#[derive(Debug, Default)]
pub struct SharedFacts {
    now: RwLock<Arc<FactStore>>,
}

impl SharedFacts {
    /// Shares a store.
    #[must_use]
    pub fn new(store: FactStore) -> SharedFacts {
        SharedFacts {
            now: RwLock::new(Arc::new(store)),
        }
    }

    /// The store as it now is.
    #[must_use]
    pub fn now(&self) -> Arc<FactStore> {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&now)
    }

    /// Puts a store in place of the one that was there, and gives that back.
    pub fn replace(&self, store: FactStore) -> Arc<FactStore> {
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut now, Arc::new(store))
    }
}
