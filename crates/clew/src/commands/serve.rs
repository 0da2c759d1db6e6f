//! `clew serve`: the web application.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use clew_service::Service;
use clew_web::{App, Clock, MailSettings, Serving, Settings};

use crate::failure::{Failure, Outcome};
use crate::{clock, database};

/// What to serve, and how.
#[derive(Debug, clap::Args)]
pub struct ServeArgs {
    /// Database: a file or postgres://…; CLEW_DATABASE or clew.db when not named.
    #[arg(long, value_name = "LOCATION")]
    database: Option<String>,
    /// Address and port to listen at; port 0 takes any that is free.
    #[arg(long, default_value = "127.0.0.1:8000", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// Address that people use, for links in e-mails; with https:// cookies are sent over nothing else.
    #[arg(long, value_name = "URL")]
    base_address: Option<String>,
    /// Take the client's address from the X-Forwarded-For of a proxy in front.
    #[arg(long)]
    behind_proxy: bool,
    /// Let accounts do without a second step at sign-in.
    #[arg(long)]
    second_step_optional: bool,
    /// Serve the gallery of components, for whoever builds pages.
    #[arg(long, hide = true)]
    gallery: bool,
}

/// Serves until it is interrupted.
///
/// # Errors
/// When there is no database, or the address cannot be listened at.
pub fn run(args: &ServeArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let service = Arc::new(database::open(args.database.as_deref())?);
    let base_address = args.base_address.clone();
    let settings = Settings {
        https: base_address
            .as_ref()
            .is_some_and(|url| url.starts_with("https://")),
        base_address: base_address.unwrap_or_else(|| format!("http://{}", args.listen)),
        clock: clock()?,
        gallery: args.gallery,
        behind_proxy: args.behind_proxy,
        second_step_required: !args.second_step_optional,
        mail: mail()?,
        demo: Vec::new(),
    };
    let missing = proxy_missing(&settings);
    let key = service.check_secret_key().err();
    serve(service, settings, args.listen, out, |out, address| {
        missing.map_or(Ok(()), |missing| writeln!(out, "{missing}"))?;
        key.map_or(Ok(()), |why| {
            writeln!(out, "Some people cannot pass their second step: {why}.")
        })?;
        writeln!(out, "Serving at http://{address}; Ctrl-C ends it.")
    })
}

/// What to say where people come over https, and so by a proxy, and nobody said that it tells who they are.
fn proxy_missing(settings: &Settings) -> Option<&'static str> {
    (settings.https && !settings.behind_proxy).then_some(
        "People come over https, so there is a proxy in front, and all of them seem to come from its address: \
         whoever guesses passwords is then slowed down together with everybody else. Where the proxy names \
         the client in X-Forwarded-For, say --behind-proxy.",
    )
}

/// How mail is sent: from the environment, so that no password stands in a history of commands. Without
/// CLEW_SMTP_URL mail only waits in the outbox.
fn mail() -> Result<Option<MailSettings>, Failure> {
    let Ok(server) = std::env::var("CLEW_SMTP_URL") else {
        return Ok(None);
    };
    let from = std::env::var("CLEW_MAIL_FROM").unwrap_or_default();
    let settings = MailSettings::new(&server, &from).map_err(|why| {
        Failure::new(format!("mail cannot be sent: {why}")).hint(
            "set CLEW_SMTP_URL and CLEW_MAIL_FROM, or neither: then mail only waits in the outbox",
        )
    })?;
    Ok(Some(settings))
}

/// The clock of the server: the machine's, or the one that tests set.
///
/// # Errors
/// When a clock is set that is no moment.
pub fn clock() -> Result<Clock, Failure> {
    Ok(clock::set()?.map_or(Clock::Machine, Clock::Fixed))
}

/// Serves a service until it is interrupted; `told` says where, once it listens.
///
/// # Errors
/// When the address cannot be listened at.
pub fn serve(
    service: Arc<Service>,
    settings: Settings,
    listen: SocketAddr,
    out: &mut dyn Write,
    told: impl FnOnce(&mut dyn Write, SocketAddr) -> std::io::Result<()>,
) -> Result<Outcome, Failure> {
    log();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let app = App::new(service, settings);
        let serving = Serving::at(listen, app).await.map_err(|error| {
            Failure::new(format!("cannot listen at {listen}: {error}"))
                .hint("name another with --listen, for example 127.0.0.1:8001; port 0 takes any that is free")
        })?;
        told(out, serving.address()?)?;
        out.flush()?;
        clew_web::serve(serving, interrupted()).await?;
        Ok(Outcome::Clean)
    })
}

/// What the server says of itself goes to the error output, one line each; RUST_LOG says how much.
fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // Another one is at work already only where tests run several servers.
    let _ = subscriber.try_init();
}

/// Ends when the program is asked to stop: Ctrl-C, or what a service manager sends.
async fn interrupted() {
    let mut terminated =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).ok();
    let terminate = async {
        match &mut terminated {
            Some(signal) => signal.recv().await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_without_a_proxy_s_word_is_pointed_out() {
        let settings = |https, behind_proxy| Settings {
            https,
            behind_proxy,
            ..Settings::default()
        };
        assert!(
            proxy_missing(&settings(true, false))
                .is_some_and(|told| told.contains("--behind-proxy"))
        );
        for settled in [settings(true, true), settings(false, false)] {
            assert_eq!(proxy_missing(&settled), None);
        }
    }
}
