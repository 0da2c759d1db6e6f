//! How a server is set up.

use clew_journal::Moment;

use crate::MailSettings;

/// Where the time comes from.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    Machine,
    /// A clock that stands still, for tests and pictures.
    Fixed(Moment),
    /// The machine's clock, so many microseconds ahead (or behind): for a demonstration whose plans are of
    /// another year.
    Moved(i64),
}

impl Clock {
    /// The time.
    #[must_use]
    pub fn now(self) -> Moment {
        let machine = || jiff::Timestamp::now().as_microsecond();
        match self {
            Self::Machine => Moment::from_microseconds(machine()),
            Self::Moved(by) => Moment::from_microseconds(machine().saturating_add(by)),
            Self::Fixed(moment) => moment,
        }
    }
}

/// An account of a demonstration, offered on the sign-in page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DemoAccount {
    /// The account's id.
    pub account: String,
    /// Its password, which is no secret.
    pub password: String,
    /// What it can do, in a few words.
    pub role: String,
}

/// How a server is set up.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Settings {
    /// Whether the server is reached over HTTPS, so that cookies are sent over nothing else.
    pub https: bool,
    /// The address that people use, for links in e-mails, for example `https://clew.example`.
    pub base_address: String,
    /// Where the time comes from.
    pub clock: Clock,
    /// Whether the component gallery is served.
    pub gallery: bool,
    /// Whether the client's address is taken from the proxy's `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Whether every account has to set up a second step before it can do anything else.
    pub second_step_required: bool,
    /// How mail is sent; none where it only waits in the outbox.
    pub mail: Option<MailSettings>,
    /// Accounts to offer on the sign-in page; none but in a demonstration.
    pub demo: Vec<DemoAccount>,
}
