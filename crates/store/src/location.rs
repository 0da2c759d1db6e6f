//! Where a store is: a SQLite file, or a PostgreSQL database. A password never shows.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use postgres::config::Host;

use crate::StoreError;

/// Where a store is.
#[derive(Clone, Eq, PartialEq)]
pub enum Location {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL database.
    Postgres(PostgresUrl),
}

impl FromStr for Location {
    type Err = StoreError;

    /// Reads `postgres://…` or `postgresql://…` as a database's address and anything else as a file's path.
    ///
    /// # Errors
    ///
    /// [`StoreError::BadLocation`] when the address cannot be read or asks for what is not built in.
    fn from_str(written: &str) -> Result<Self, StoreError> {
        let is_url = ["postgres://", "postgresql://"]
            .iter()
            .any(|scheme| written.starts_with(scheme));
        if is_url {
            return written.parse().map(Self::Postgres);
        }
        if written.is_empty() {
            return Err(StoreError::BadLocation {
                reason: "it is empty".to_owned(),
            });
        }
        Ok(Self::File(PathBuf::from(written)))
    }
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(formatter),
            Self::Postgres(url) => url.fmt(formatter),
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// The address of a PostgreSQL database, as `postgres://user:password@host:port/database?option=value`.
#[derive(Clone, Eq, PartialEq)]
pub struct PostgresUrl(String);

impl PostgresUrl {
    /// The settings it stands for.
    pub(crate) fn settings(&self) -> Result<postgres::Config, StoreError> {
        // The parser's own message may quote what it read, so it is not passed on.
        self.0
            .parse::<postgres::Config>()
            .map_err(|_| StoreError::BadLocation {
                reason: "write it as postgres://user:password@host:port/database".to_owned(),
            })
    }
}

impl FromStr for PostgresUrl {
    type Err = StoreError;

    fn from_str(written: &str) -> Result<Self, StoreError> {
        let encrypted = ["require", "verify-ca", "verify-full"]
            .iter()
            .any(|mode| option(written, "sslmode").is_some_and(|asked| asked == *mode));
        if encrypted {
            return Err(StoreError::BadLocation {
                reason:
                    "it asks for an encrypted connection (sslmode), which is not built in: use a \
                         Unix socket, or an encrypted tunnel, and leave sslmode out"
                        .to_owned(),
            });
        }
        let url = Self(written.to_owned());
        let settings = url.settings()?;
        if !stays_here(&settings) && option(written, "sslmode") != Some("disable") {
            return Err(StoreError::BadLocation {
                reason: "the server is on another machine, and what goes there is not encrypted: the \
                         password and all that is read and written would go over the network in plain \
                         text. Use a Unix socket or an encrypted tunnel that ends on this machine; where \
                         the network itself is encrypted, say so with ?sslmode=disable"
                    .to_owned(),
            });
        }
        Ok(url)
    }
}

/// Whether what is sent to each of the servers stays on this machine: it goes to a Unix socket or to a
/// loopback address.
fn stays_here(settings: &postgres::Config) -> bool {
    // Where addresses are given, the names of the hosts are not connected to.
    let addresses = settings.get_hostaddrs();
    if !addresses.is_empty() {
        return addresses.iter().all(IpAddr::is_loopback);
    }
    settings.get_hosts().iter().all(|host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            let address: Option<IpAddr> = name.parse().ok();
            name == "localhost" || address.is_some_and(|address| address.is_loopback())
        }
    })
}

/// The value of an option after the `?`, where it is given.
fn option<'a>(url: &'a str, name: &str) -> Option<&'a str> {
    let (_, options) = url.split_once('?')?;
    options
        .split('&')
        .filter_map(|option| option.split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = self.0.split_once("://").unwrap_or(("postgres", ""));
        let (address, options) = rest
            .split_once('?')
            .map_or((rest, None), |(address, options)| (address, Some(options)));
        write!(formatter, "{scheme}://{}", without_password(address))?;
        let shown: Vec<&str> = options
            .into_iter()
            .flat_map(|options| options.split('&'))
            .filter(|option| option.starts_with("host=") || option.starts_with("port="))
            .collect();
        if !shown.is_empty() {
            write!(formatter, "?{}", shown.join("&"))?;
        }
        Ok(())
    }
}

/// `user:password@host/database` without the password. The last `@` ends it: a password may hold one.
fn without_password(address: &str) -> String {
    let Some((who, place)) = address.rsplit_once('@') else {
        return address.to_owned();
    };
    match who.split_once(':') {
        Some((user, _)) => format!("{user}:***@{place}"),
        None => address.to_owned(),
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_shown_nowhere() {
        for (written, shown) in [
            (
                "postgres://clew:s3cret@db/plans?sslmode=disable",
                "postgres://clew:***@db/plans",
            ),
            (
                "postgresql://clew:s3@cret@db/plans?sslmode=disable",
                "postgresql://clew:***@db/plans",
            ),
            (
                "postgres://clew@db/plans?password=s3cret&port=5433&sslmode=disable",
                "postgres://clew@db/plans?port=5433",
            ),
            (
                "postgres://clew@/plans?host=%2Frun",
                "postgres://clew@/plans?host=%2Frun",
            ),
        ] {
            let location: Result<Location, _> = written.parse();
            let location = location.map_err(|error| error.to_string());
            assert_eq!(
                location.as_ref().map(ToString::to_string),
                Ok(shown.to_owned())
            );
            assert!(!format!("{location:?}").contains("cret"), "{location:?}");
        }
    }

    #[test]
    fn an_address_that_cannot_be_read_is_refused_without_its_password() {
        for written in [
            "postgres://clew:s3cret@db:port/plans",
            "postgres://clew:s3cret@db/plans?sslmode=require",
            "postgres://clew:s3cret@db/plans?sslmode=verify-full",
        ] {
            let refused = written
                .parse::<Location>()
                .map_err(|error| format!("{error} {error:?}"));
            assert!(
                refused.as_ref().is_err_and(|said| !said.contains("s3cret")),
                "{refused:?}"
            );
        }
    }

    #[test]
    fn a_server_on_another_machine_is_only_talked_to_in_plain_text_where_that_is_said() {
        for (written, taken) in [
            ("postgres://clew@/plans?host=%2Frun", true),
            ("postgres://clew@%2Frun%2Fpostgresql/plans", true),
            ("postgres://clew@localhost/plans", true),
            ("postgres://clew@127.0.0.1:5433/plans", true),
            ("postgres://clew@[::1]/plans", true),
            ("postgres://clew@db.example/plans?hostaddr=127.0.0.1", true),
            ("postgres://clew@db.example/plans", false),
            ("postgres://clew@10.1.2.3/plans", false),
            ("postgres://clew@localhost,db.example/plans", false),
            ("postgres://clew@localhost/plans?hostaddr=10.1.2.3", false),
            ("postgres://clew@db.example/plans?sslmode=prefer", false),
            ("postgres://clew@db.example/plans?sslmode=disable", true),
        ] {
            let location = written.parse::<Location>();
            assert_eq!(location.is_ok(), taken, "{written}");
            let said = location.err().map(|error| error.to_string());
            assert!(
                said.is_none_or(|said| said.contains("?sslmode=disable")),
                "the way out is named"
            );
        }
    }

    #[test]
    fn anything_else_is_a_path() {
        let location = "plans/council.clew".parse::<Location>();
        assert!(matches!(location, Ok(Location::File(path)) if path.ends_with("council.clew")));
        assert!("".parse::<Location>().is_err());
    }
}
