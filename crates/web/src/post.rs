//! Mail: what waits in the outbox goes out by SMTP, and is tried again where it could not.

use std::time::Duration;

use axum::http::StatusCode;
use clew_service::{DueMail, MailLink};
use lettre::message::{Mailbox, header::ContentType};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use crate::{App, WebError, links};

/// Mails that are taken from the outbox at once.
const AT_ONCE: usize = 20;
/// The longest that a mail server may take to answer.
const LONGEST: Duration = Duration::from_secs(30);

/// How mail is sent. Debug output hides the address of the server, which has the password in it.
#[derive(Clone, Eq, PartialEq)]
pub struct MailSettings {
    /// The mail server: `smtps://name:password@host`, or `smtp://name:password@host:587?tls=required`.
    pub server: String,
    /// Who the mails come from, for example `Clew <clew@council.example>`.
    pub from: String,
}

impl std::fmt::Debug for MailSettings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "MailSettings(from {})", self.from)
    }
}

type Server = AsyncSmtpTransport<Tokio1Executor>;

impl MailSettings {
    /// Reads what an operator wrote.
    ///
    /// # Errors
    /// When the server's address or the sender's cannot be so. The message has no password in it.
    pub fn new(server: &str, from: &str) -> Result<Self, String> {
        let settings = Self {
            server: server.to_owned(),
            from: from.to_owned(),
        };
        settings.sender()?;
        settings.connected()?;
        Ok(settings)
    }

    fn sender(&self) -> Result<Mailbox, String> {
        let read = self.from.parse();
        read.map_err(|_| {
            format!(
                "{:?} is no sender; write it like Clew <clew@council.example>",
                self.from
            )
        })
    }

    fn connected(&self) -> Result<Server, String> {
        let builder = Server::from_url(&self.server).map_err(|_| {
            "the mail server is written like smtps://name:password@host or smtp://host:587?tls=required".to_owned()
        })?;
        Ok(builder.timeout(Some(LONGEST)).build())
    }
}

/// Sends what is due: how many mails went. Without a mail server nothing is taken from the outbox.
///
/// # Errors
/// When the database cannot be used, or the settings cannot be so.
pub async fn send_due(app: &App) -> Result<usize, WebError> {
    let Some(settings) = &app.settings().mail else {
        return Ok(0);
    };
    let from = settings.sender().map_err(WebError::internal)?;
    let server = settings.connected().map_err(WebError::internal)?;
    let mut sent = 0;
    loop {
        let now = app.now();
        let due = app
            .blocking(move |service| service.mails_due(AT_ONCE, now))
            .await?;
        let some = due.len();
        for mail in due {
            sent += usize::from(send(app, (&server, &from), mail).await?);
        }
        if some < AT_ONCE {
            return Ok(sent);
        }
    }
}

/// Sends one mail, and notes what became of it. Neither its text nor its link is logged.
async fn send(
    app: &App,
    (server, from): (&Server, &Mailbox),
    mail: DueMail,
) -> Result<bool, WebError> {
    let went = match written(app, from, &mail) {
        Ok(message) => server
            .send(message)
            .await
            .map(|_| ())
            .map_err(|error| plain(&error.to_string())),
        Err(why) => Err(why),
    };
    let (id, now) = (mail.id, app.now());
    match went {
        Ok(()) => {
            let noted = app.blocking(move |service| service.mail_sent(&id, now));
            unless_taken_back(noted.await)?;
            Ok(true)
        }
        Err(why) => {
            tracing::warn!(mail = %id, "a mail could not go; the outbox says why");
            let noted = app.blocking(move |service| service.mail_failed(&id, &why, now));
            unless_taken_back(noted.await)?;
            Ok(false)
        }
    }
}

/// A mail that was taken back while it was being sent is no longer in the outbox, and its link is dead:
/// that keeps no other mail from going.
fn unless_taken_back(noted: Result<(), WebError>) -> Result<(), WebError> {
    match noted {
        Err(error) if error.status() == StatusCode::NOT_FOUND => Ok(()),
        noted => noted,
    }
}

fn written(app: &App, from: &Mailbox, mail: &DueMail) -> Result<Message, String> {
    let to = mail
        .mail
        .address
        .parse()
        .map_err(|_| "its address cannot be so".to_owned())?;
    let text = mail.text(|link| address_of(app, link));
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(&mail.mail.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(text)
        .map_err(|error| plain(&error.to_string()))
}

/// The address at which a link's holder chooses a password.
fn address_of(app: &App, link: &MailLink) -> String {
    links::invitation_at(&app.settings().base_address, &link.token)
}

/// What a mail server says, in one line.
fn plain(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_server_or_sender_is_refused_without_telling_the_password() {
        let from = "Clew <clew@council.example>";
        for server in [
            "smtps://clew:hunter2@mail.example",
            "smtp://clew:hunter2@mail.example:587?tls=required",
            "smtp://127.0.0.1:2525",
        ] {
            assert!(MailSettings::new(server, from).is_ok(), "{server}");
        }
        for server in ["", "mail.example", "http://clew:hunter2@mail.example"] {
            let refused = MailSettings::new(server, from);
            assert!(
                refused.is_err_and(|why| !why.contains("hunter2")),
                "{server}"
            );
        }
        assert!(MailSettings::new("smtp://127.0.0.1", "Clew").is_err());
    }

    #[test]
    fn settings_do_not_show_the_password() {
        let settings =
            MailSettings::new("smtps://clew:hunter2@mail.example", "clew@council.example");
        assert!(!format!("{settings:?}").contains("hunter2"));
    }
}
