//! Serving: listening, following the journal, and ending in good order.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::{App, application};

/// How often the journal is asked for what other processes added.
const FOLLOW_EVERY: Duration = Duration::from_millis(500);

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
    let router = application(&app);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service)
        .with_graceful_shutdown(until)
        .await;
    drop(following);
    served
}
