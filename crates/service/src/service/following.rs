//! Following: taking in what other processes add, all by itself.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::Service;
use crate::ServiceError;

/// Why what a process knows may be older than the journal.
#[derive(Clone, Debug)]
pub(super) struct Behind {
    /// Since when it is so.
    since: Instant,
    /// Whether waiting will not mend it, as where an entry cannot be read by this release.
    lasting: bool,
    why: String,
}

impl Behind {
    /// What an error on following says; `before` is what was said last.
    fn of(error: &ServiceError, before: Option<&Self>) -> Self {
        Self {
            since: before.map_or_else(Instant::now, |before| before.since),
            lasting: matches!(error, ServiceError::Journal { .. }),
            why: error.to_string(),
        }
    }
}

/// A thread that takes in what other processes add, until this is dropped or stopped.
#[derive(Debug)]
pub struct Following {
    /// Closed to say that it is enough.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
    /// Why the last look did not succeed; none when it did.
    trouble: Arc<Mutex<Option<String>>>,
}

impl Following {
    /// Why the last look at the journal did not succeed; none when it did. It is tried again at the
    /// next turn, so that a database that was away for a while is followed again.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        let trouble = self.trouble.lock();
        trouble.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Stops, and waits until the thread has ended.
    pub fn stop(self) {}

    fn end(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has ended too.
            let _ = thread.join();
        }
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        self.end();
    }
}

impl Service {
    /// Why what this process knows must not be shown as the present: it cannot take in what others have
    /// added, and that lasts, or has lasted for so long. Who was shut out meanwhile is not known here.
    /// Or what it knows is not what the entries come to, as [`Service::prove`] found. None while
    /// [`Service::follow_every`] keeps up, or is not at work.
    #[must_use]
    pub fn behind(&self, patience: Duration) -> Option<String> {
        if let Some(why) = self.disproved.get() {
            return Some(why.clone());
        }
        let behind = self.behind.lock().unwrap_or_else(PoisonError::into_inner);
        let behind = behind.as_ref()?;
        let told = behind.lasting || behind.since.elapsed() >= patience;
        told.then(|| behind.why.clone())
    }

    fn note_followed(&self, error: Option<&ServiceError>) {
        let mut behind = self.behind.lock().unwrap_or_else(PoisonError::into_inner);
        *behind = error.map(|error| Behind::of(error, behind.as_ref()));
    }

    /// Looks so often for what other processes have added, in a thread of its own: what a server's
    /// pages show is then never older, also while nobody writes here. A look where nothing was added
    /// reads one row.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn follow_every(self: &Arc<Self>, time: Duration) -> Result<Following, ServiceError> {
        let (stop, stopped) = channel::<()>();
        let trouble = Arc::new(Mutex::new(None));
        let (service, told) = (Arc::clone(self), Arc::clone(&trouble));
        let follow = move || {
            while stopped.recv_timeout(time) == Err(RecvTimeoutError::Timeout) {
                let found = service.follow().err();
                service.note_followed(found.as_ref());
                let found = found.map(|error| error.to_string());
                *told.lock().unwrap_or_else(PoisonError::into_inner) = found;
            }
        };
        let thread = thread::Builder::new()
            .name("clew-follow".to_owned())
            .spawn(follow);
        let thread = thread.map_err(|error| ServiceError::Internal {
            message: format!("the journal cannot be followed: {error}"),
        })?;
        Ok(Following {
            stop: Some(stop),
            thread: Some(thread),
            trouble,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waiting_does_not_mend_is_told_apart_and_the_beginning_is_kept() {
        let away = ServiceError::Internal {
            message: "the database is away".to_owned(),
        };
        let first = Behind::of(&away, None);
        assert!(!first.lasting);
        let unreadable = ServiceError::Journal {
            sequence: 7,
            message: "it has an unknown change".to_owned(),
        };
        let second = Behind::of(&unreadable, Some(&first));
        assert!(second.lasting && second.since == first.since);
    }
}
