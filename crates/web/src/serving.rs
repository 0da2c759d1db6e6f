//! Serving: listening, following the journal, and ending in good order.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::app::PATIENCE;
use crate::{App, WebError, application, send_due};

/// How often the journal is asked for what other processes added.
const FOLLOW_EVERY: Duration = Duration::from_millis(500);

/// How often it is looked whether the journal has grown, to work out anew what pages ask for first.
const READY_EVERY: Duration = Duration::from_millis(250);
/// How often mail is sent.
const MAIL_EVERY: Duration = Duration::from_secs(15);
/// How often what has been kept for long enough is forgotten.
const FORGET_EVERY: Duration = Duration::from_secs(3_600);
/// How often it is looked whether a checkpoint is due.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(300);
/// How long after a start what it was begun from is compared with the entries: when most have signed in.
const PROVE_AFTER: Duration = Duration::from_secs(60);

/// A server that listens, and is about to answer.
#[derive(Debug)]
pub struct Serving {
    listener: TcpListener,
    app: App,
}

impl Serving {
    /// Listens at an address; port 0 takes any that is free.
    ///
    /// # Errors
    /// When the address cannot be listened at, for example because another program does.
    pub async fn at(address: SocketAddr, app: App) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        Ok(Self { listener, app })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// When the operating system does not say.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// Answers requests until `until` is done; those that are being answered then are finished.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    serving: Serving,
    until: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let Serving { listener, app } = serving;
    let following = app.service().follow_every(FOLLOW_EVERY);
    let following = following.map_err(std::io::Error::other)?;
    let chores = chores(&app);
    let router = application(&app);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service)
        .with_graceful_shutdown(until)
        .await;
    chores.abort_all();
    drop(following);
    served
}

/// What a server does by itself, beside answering.
struct Chores(Vec<JoinHandle<()>>);

impl Chores {
    fn abort_all(self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}

/// Works out what pages ask for first, sends the mail that waits, forgets what has been kept for long
/// enough, and keeps the next start fast.
fn chores(app: &App) -> Chores {
    Chores(vec![
        tokio::spawn(watch(app.clone())),
        tokio::spawn(prove(app.clone())),
        every(
            app,
            READY_EVERY,
            "work out what pages ask for",
            |app| async move { app.make_ready().await },
        ),
        every(app, MAIL_EVERY, "send the mail", |app| async move {
            send_due(&app).await.map(|_| ())
        }),
        every(
            app,
            FORGET_EVERY,
            "forget what has ended",
            |app| async move {
                let now = app.now();
                app.blocking(move |service| service.forget_expired(now))
                    .await
            },
        ),
        every(
            app,
            CHECKPOINT_EVERY,
            "write a checkpoint",
            |app| async move { app.blocking(clew_service::Service::checkpoint_if_due).await },
        ),
    ])
}

/// Says once that this server does not keep up with the journal, and once that it does again.
async fn watch(app: App) {
    let mut told = None;
    loop {
        let behind = app.service().behind(PATIENCE);
        match &behind {
            Some(why) if told.is_none() => {
                tracing::error!(%why, "not up to date with the journal: nobody is shown anything until it is");
            }
            None if told.is_some() => tracing::warn!("up to date with the journal again"),
            _ => {}
        }
        told = behind;
        tokio::time::sleep(FOLLOW_EVERY).await;
    }
}

/// Compares, a little after the start, what it was begun from with the entries; what differs stops the server
/// from showing anything, and is told by [`watch`].
async fn prove(app: App) {
    tokio::time::sleep(PROVE_AFTER).await;
    if let Err(error) = app.blocking(clew_service::Service::prove).await {
        tracing::warn!(%error, "could not compare what was begun from with the journal");
    }
}

/// Does something again and again; what goes wrong is logged, and tried again the next time.
fn every<F, D>(app: &App, pause: Duration, what: &'static str, does: F) -> JoinHandle<()>
where
    F: Fn(App) -> D + Send + 'static,
    D: Future<Output = Result<(), WebError>> + Send + 'static,
{
    let app = app.clone();
    tokio::spawn(async move {
        loop {
            if let Err(error) = does(app.clone()).await {
                tracing::warn!(%error, "could not {what}");
            }
            tokio::time::sleep(pause).await;
        }
    })
}
