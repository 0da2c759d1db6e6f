//! Following: taking in what other processes add, all by itself.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::Service;
use crate::ServiceError;

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
                let found = service.follow().err().map(|error| error.to_string());
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
