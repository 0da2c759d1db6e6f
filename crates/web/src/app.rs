//! What every request shares: the service, the settings, and what is worked out from the Book.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use clew_calendar::Day;
use clew_journal::Moment;
use clew_service::{Memory, Overview, Service, local_time};

use crate::layout::MainParts;
use crate::{Settings, WebError, pages};

/// How long the journal may be out of reach before what is known here no longer counts as the present.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// What every request shares. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    service: Arc<Service>,
    settings: Settings,
    /// What was last worked out, with the head of the journal that it was made from.
    overview: Mutex<Option<Arc<Overview>>>,
    main_parts: MainParts,
}

impl App {
    /// An application over a service.
    #[must_use]
    pub fn new(service: Arc<Service>, settings: Settings) -> Self {
        Self(Arc::new(Shared {
            service,
            settings,
            overview: Mutex::new(None),
            main_parts: MainParts::default(),
        }))
    }

    /// The service.
    #[must_use]
    pub fn service(&self) -> &Arc<Service> {
        &self.0.service
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The main parts of pages that are kept.
    pub(crate) fn main_parts(&self) -> &MainParts {
        &self.0.main_parts
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.0.settings.clock.now()
    }

    /// The day in Scotland.
    #[must_use]
    pub fn today(&self) -> Day {
        local_time::day_of(self.now())
    }

    /// Whether what this server knows is not the present: then nobody is shown anything, since roles may
    /// have been taken away and accounts closed that it does not know of.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.service().behind(PATIENCE).is_some()
    }

    /// Runs work that may wait for the database, away from the threads that answer requests.
    ///
    /// # Errors
    /// Those of the work.
    pub async fn blocking<T, E, F>(&self, work: F) -> Result<T, WebError>
    where
        F: FnOnce(&Service) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Into<WebError> + Send + 'static,
    {
        let service = Arc::clone(self.service());
        let done = tokio::task::spawn_blocking(move || work(&service)).await;
        done.map_err(|_| WebError::internal("a task of the server did not end"))?
            .map_err(Into::into)
    }

    /// What is worked out from the Book as it is known, made once for each head of the journal.
    ///
    /// # Errors
    /// When a task of the server did not end.
    pub async fn overview(&self, memory: Arc<Memory>) -> Result<Arc<Overview>, WebError> {
        if let Some(kept) = self.kept(&memory) {
            return Ok(kept);
        }
        let app = self.clone();
        self.blocking(move |_| Ok::<_, WebError>(app.worked_out(memory)))
            .await
    }

    fn kept(&self, memory: &Memory) -> Option<Arc<Overview>> {
        let kept = self.0.overview.lock();
        let kept = kept.unwrap_or_else(PoisonError::into_inner);
        let same =
            |overview: &&Arc<Overview>| overview.memory().state().head == memory.state().head;
        kept.as_ref().filter(same).cloned()
    }

    fn worked_out(&self, memory: Arc<Memory>) -> Arc<Overview> {
        // Whoever waited for the one that is being made finds it.
        if let Some(kept) = self.kept(&memory) {
            return kept;
        }
        let sequence = memory.state().head.sequence;
        let made = Arc::new(Overview::of(memory));
        let kept = self.0.overview.lock();
        let mut kept = kept.unwrap_or_else(PoisonError::into_inner);
        let later = kept
            .as_ref()
            .is_some_and(|kept| kept.memory().state().head.sequence > sequence);
        let mut last = None;
        if !later {
            last = kept.replace(Arc::clone(&made));
        }
        drop(kept);
        // Given back after the lock is free: the last holder of a memory takes its time.
        drop(last);
        made
    }

    /// Works out what pages ask for first once the journal has grown, so that nobody waits for it; and
    /// once it has stood still since the last look, what the checks find, which takes longer.
    pub(crate) async fn make_ready(&self) -> Result<(), WebError> {
        let memory = self.service().memory();
        let stood_still = self.kept(&memory).is_some();
        let today = self.today();
        let overview = self.overview(memory).await?;
        let app = self.clone();
        self.blocking(move |_| {
            overview.make_ready();
            if stood_still {
                pages::make_ready(&app, &overview, today);
                drop(overview.checked(today));
            }
            Ok::<_, WebError>(())
        })
        .await
    }
}
