//! Secrets that are handed out: made at random, kept as digests, and never shown by accident.

use std::fmt;
use std::str::FromStr;

use clew_journal::Digest;

use crate::ServiceError;

/// Random bytes of a token: 256 bits, which nobody guesses.
const TOKEN: usize = 32;
/// Random bytes of an id.
const ID: usize = 16;

/// The secret of a session, for a cookie. Written as 64 hexadecimal digits; debug output hides it.
#[derive(Clone, Eq, PartialEq)]
pub struct SessionToken(String);

impl SessionToken {
    pub(super) fn new() -> Result<Self, ServiceError> {
        new_token().map(Self)
    }

    /// What is kept of it. Looking a digest up by an index gives nothing away by the time it takes:
    /// whoever guesses cannot choose the digest.
    pub(super) fn digest(&self) -> Digest {
        digest_of(&self.0)
    }
}

impl fmt::Display for SessionToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SessionToken(hidden)")
    }
}

impl FromStr for SessionToken {
    type Err = ServiceError;

    fn from_str(text: &str) -> Result<Self, ServiceError> {
        let is_one = text.len() == 2 * TOKEN
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if is_one {
            return Ok(Self(text.to_owned()));
        }
        let problem = "is not the token of a session; sign in anew";
        Err(ServiceError::invalid("the session", "", problem))
    }
}

/// A new token, of 64 hexadecimal digits.
pub(super) fn new_token() -> Result<String, ServiceError> {
    random::<TOKEN>().map(|bytes| hexadecimal(&bytes))
}

/// A new id, of 32 hexadecimal digits.
pub(crate) fn new_id() -> Result<String, ServiceError> {
    random::<ID>().map(|bytes| hexadecimal(&bytes))
}

/// What is kept of a token.
pub(super) fn digest_of(token: &str) -> Digest {
    Digest::of(token.as_bytes())
}

/// Bytes from the system's own source of randomness.
pub(crate) fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], ServiceError> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| ServiceError::Internal {
        message: format!("the system gives no random numbers: {error}"),
    })?;
    Ok(bytes)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_token_is_read_as_it_is_written_and_hidden_from_debug_output() {
        let token = SessionToken::new().unwrap();
        let written = token.to_string();
        assert_eq!(written.parse::<SessionToken>().unwrap(), token);
        assert!(!format!("{token:?}").contains(&written[..8]));
        assert_ne!(SessionToken::new().unwrap(), token);
        for wrong in [
            "",
            &written[1..],
            &written.to_uppercase().replace('0', "A"),
            &format!("{written}0"),
        ] {
            assert!(wrong.parse::<SessionToken>().is_err(), "{wrong}");
        }
    }
}
