//! The secrets of second steps at rest: encrypted under a key that is not in the database.
//!
//! AES-256 in Galois counter mode (NIST SP 800-38D), with a nonce of its own for each secret, bound to the
//! account that it is of: a secret that is moved to another account cannot be opened.

use std::fmt;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clew_journal::Digest;
use clew_plan::AccountId;
use clew_store::Location;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use super::secrets::{new_id, random};
use crate::{Service, ServiceError};

/// The variable of the environment with the key.
const VARIABLE: &str = "CLEW_SECRET_KEY";
/// Bytes of the key.
const KEY: usize = 32;
/// How what is encrypted begins. No plain secret is as long as anything that begins so.
const MARK: &[u8; 5] = b"clew1";
/// Bytes that tell one key from another without giving anything of it away.
const NAME: usize = 8;
/// The most bytes of a secret that was kept in plain: 20, and the time at which it was made.
const LONGEST_PLAIN: usize = 28;

/// The key under which secrets are kept. Written as 64 hexadecimal digits; debug output hides it.
#[derive(Clone, Eq, PartialEq)]
pub struct SecretKey([u8; KEY]);

impl fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretKey(hidden)")
    }
}

impl FromStr for SecretKey {
    type Err = ServiceError;

    fn from_str(text: &str) -> Result<Self, ServiceError> {
        let text = text.trim();
        let digits = text.len() == 2 * KEY && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let mut key = [0; KEY];
        for (place, byte) in key.iter_mut().enumerate().filter(|_| digits) {
            let pair = text.get(2 * place..2 * place + 2).unwrap_or_default();
            *byte = u8::from_str_radix(pair, 16).unwrap_or_default();
        }
        match digits {
            true => Ok(Self(key)),
            false => Err(told(
                "the secret key is not 64 hexadecimal digits; `openssl rand -hex 32` makes one"
                    .to_owned(),
            )),
        }
    }
}

impl SecretKey {
    fn made() -> Result<Self, ServiceError> {
        random::<KEY>().map(Self)
    }

    fn written(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What tells this key from another.
    fn name(&self) -> [u8; NAME] {
        let mut named = b"clew secret key ".to_vec();
        named.extend_from_slice(&self.0);
        let digest = Digest::of(&named).to_string();
        let mut name = [0; NAME];
        for (byte, letter) in name.iter_mut().zip(digest.bytes()) {
            *byte = letter;
        }
        name
    }

    fn cipher(&self) -> Result<LessSafeKey, ServiceError> {
        let key = UnboundKey::new(&AES_256_GCM, &self.0);
        key.map(LessSafeKey::new)
            .map_err(|_| told("the secret key cannot be used".to_owned()))
    }

    /// A secret of an account, encrypted.
    fn seal(&self, account: &AccountId, plain: &[u8]) -> Result<Vec<u8>, ServiceError> {
        let nonce = random::<NONCE_LEN>()?;
        let mut body = plain.to_vec();
        self.cipher()?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(account.as_str().as_bytes()),
                &mut body,
            )
            .map_err(|_| told("the secret cannot be encrypted".to_owned()))?;
        Ok([&MARK[..], &self.name(), &nonce, &body].concat())
    }

    /// The secret of an account, in plain.
    fn open(&self, account: &AccountId, sealed: &[u8]) -> Result<Vec<u8>, ServiceError> {
        let rest = sealed.get(MARK.len()..).unwrap_or_default();
        let (name, rest) = rest.split_at_checked(NAME).ok_or_else(damaged)?;
        let (nonce, body) = rest.split_at_checked(NONCE_LEN).ok_or_else(damaged)?;
        if name != self.name() {
            return Err(another_key());
        }
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| damaged())?;
        let mut body = body.to_vec();
        let aad = Aad::from(account.as_str().as_bytes());
        let plain = self.cipher()?.open_in_place(nonce, aad, &mut body);
        plain.map(|plain| plain.to_vec()).map_err(|_| damaged())
    }
}

fn is_sealed(kept: &[u8]) -> bool {
    kept.len() > LONGEST_PLAIN && kept.starts_with(MARK)
}

fn told(message: String) -> ServiceError {
    ServiceError::SecretKey { message }
}

fn damaged() -> ServiceError {
    told("the secret of the second step is damaged, or is another account's; an administrator can clear it, and it is set up anew".to_owned())
}

fn another_key() -> ServiceError {
    told(format!(
        "the secret of the second step was kept under another key than this server has; put that key back ({VARIABLE}, or the file beside the database whose name ends in .key), or let an administrator clear the second step, to set it up anew"
    ))
}

impl Service {
    /// Keeps secrets under this key, and not under that of the environment or of the file beside the database.
    /// The first key that is named stays.
    pub fn use_secret_key(&self, key: SecretKey) {
        // A second one is left alone: what is kept already is kept under the first.
        let _ = self.secret_key.set(key);
    }

    /// Refuses where the key cannot be read, or a second step was kept under another one: to be told when a
    /// server starts, and not when somebody signs in.
    ///
    /// # Errors
    /// When it is so, with what to do.
    pub fn check_secret_key(&self) -> Result<(), ServiceError> {
        let key = self.secret_key_there()?;
        for row in self.store().sign_ins()? {
            let kept = row.second_step.filter(|kept| is_sealed(kept));
            if let Some(kept) = kept {
                let key = key.as_ref().ok_or_else(another_key)?;
                key.open(&AccountId::from(row.account.as_str()), &kept)?;
            }
        }
        Ok(())
    }

    /// A secret of an account as it is to be kept: encrypted.
    pub(super) fn sealed(
        &self,
        account: &AccountId,
        plain: &[u8],
    ) -> Result<Vec<u8>, ServiceError> {
        self.secret_key_or_made()?.seal(account, plain)
    }

    /// A secret of an account as it was made, from how it is kept. One that is kept in plain, from before
    /// there was a key, is given as it is.
    pub(super) fn opened(&self, account: &AccountId, kept: &[u8]) -> Result<Vec<u8>, ServiceError> {
        if !is_sealed(kept) {
            return Ok(kept.to_vec());
        }
        let key = self.secret_key_there()?.ok_or_else(another_key)?;
        key.open(account, kept)
    }

    /// Encrypts the second step of an account where it is still kept in plain. Without a place for a key it
    /// stays as it is.
    pub(super) fn seal_if_plain(
        &self,
        account: &AccountId,
        kept: &[u8],
    ) -> Result<(), ServiceError> {
        if is_sealed(kept)
            || (self.secret_key_there()?.is_none() && key_file(self.location()).is_none())
        {
            return Ok(());
        }
        let sealed = self.sealed(account, kept)?;
        Ok(self
            .store()
            .keep_second_step(account.as_str(), kept, &sealed)?)
    }

    fn secret_key_there(&self) -> Result<Option<SecretKey>, ServiceError> {
        if let Some(key) = self.secret_key.get() {
            return Ok(Some(key.clone()));
        }
        let named = std::env::var(VARIABLE).ok().filter(|key| !key.is_empty());
        let text = match (named, key_file(self.location())) {
            (Some(named), _) => Some(named),
            (None, Some(file)) => read(&file)?,
            (None, None) => None,
        };
        let key: Option<SecretKey> = text.map(|text| text.parse()).transpose()?;
        Ok(key.map(|key| self.secret_key.get_or_init(|| key).clone()))
    }

    fn secret_key_or_made(&self) -> Result<SecretKey, ServiceError> {
        if let Some(key) = self.secret_key_there()? {
            return Ok(key);
        }
        let Some(file) = key_file(self.location()) else {
            return Err(told(format!(
                "a second step cannot be kept without a key: set {VARIABLE} to 64 hexadecimal digits, the same on every server; `openssl rand -hex 32` makes them"
            )));
        };
        make(&file)?;
        // Whoever was first made the key that counts.
        self.secret_key_there()?
            .ok_or_else(|| told("the file of the secret key is gone".to_owned()))
    }
}

/// The file with the key, beside a database that is a file.
fn key_file(location: &Location) -> Option<PathBuf> {
    match location {
        Location::File(path) => {
            let mut name = path.clone().into_os_string();
            name.push(".key");
            Some(name.into())
        }
        Location::Postgres(_) => None,
    }
}

fn read(file: &Path) -> Result<Option<String>, ServiceError> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(ServiceError::File {
            what: format!("read {}", file.display()),
            cause,
        }),
    }
}

/// Makes the file, whole or not at all, for its owner alone. One that is there already stays.
fn make(file: &Path) -> Result<(), ServiceError> {
    let unmade = |cause: std::io::Error| ServiceError::File {
        what: format!("write {}", file.display()),
        cause,
    };
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{}", new_id()?));
    let begun = PathBuf::from(name);
    let mut options = std::fs::OpenOptions::new();
    let opened = options.write(true).create_new(true).mode(0o600);
    let mut written = opened.open(&begun).map_err(unmade)?;
    let key = SecretKey::made()?;
    let done = writeln!(written, "{}", key.written()).and_then(|()| written.sync_all());
    let linked = done.and_then(|()| std::fs::hard_link(&begun, file));
    let _ = std::fs::remove_file(&begun);
    match linked {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        other => other.map_err(unmade),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_secret_is_opened_by_its_own_key_for_its_own_account_alone() {
        let key = SecretKey::made().unwrap();
        let (account, other) = (AccountId::from("a"), AccountId::from("b"));
        let secret = b"12345678901234567890";
        let sealed = key.seal(&account, secret).unwrap();
        assert!(is_sealed(&sealed) && !is_sealed(secret));
        assert!(!sealed.windows(4).any(|part| part == &secret[..4]));
        assert_eq!(key.open(&account, &sealed).unwrap(), secret);
        assert!(
            key.open(&other, &sealed).is_err(),
            "moved to another account"
        );
        let stranger = SecretKey::made().unwrap();
        let told = stranger.open(&account, &sealed).unwrap_err().to_string();
        assert!(told.contains("another key"), "{told}");
        let mut bent = sealed.clone();
        *bent.last_mut().unwrap() ^= 1;
        let told = key.open(&account, &bent).unwrap_err().to_string();
        assert!(told.contains("damaged"), "{told}");
        assert_ne!(
            key.seal(&account, secret).unwrap(),
            sealed,
            "a nonce of its own"
        );
    }

    #[test]
    fn a_key_is_64_hexadecimal_digits_and_is_hidden_from_debug_output() {
        let key = SecretKey::made().unwrap();
        let written = key.written();
        assert_eq!(format!(" {written}\n").parse::<SecretKey>().unwrap(), key);
        assert!(!format!("{key:?}").contains(&written[..8]));
        for wrong in [
            "",
            &written[1..],
            &format!("{written}0"),
            &"x".repeat(64),
            &"é".repeat(32),
        ] {
            assert!(wrong.parse::<SecretKey>().is_err(), "{wrong}");
        }
    }
}
