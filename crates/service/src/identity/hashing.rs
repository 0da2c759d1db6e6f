//! Hashing passwords: argon2id (RFC 9106), with OWASP's parameters, and only a few at a time.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};

use super::secrets::random;
use crate::{Service, ServiceError};

/// OWASP's password storage cheat sheet: 19 MiB of memory, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The least memory that the method knows.
const LEAST_KIB: u32 = 8;

/// How passwords are hashed. Each hash takes its memory and a processor for a while, so only a few
/// are made at once, and the others wait: a crowd that signs in does not exhaust the machine.
#[derive(Debug)]
pub(crate) struct Hashing {
    memory_kib: AtomicU32,
    free: Mutex<usize>,
    freed: Condvar,
}

impl Default for Hashing {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            memory_kib: AtomicU32::new(MEMORY_KIB),
            free: Mutex::new(processors.clamp(2, 16)),
            freed: Condvar::new(),
        }
    }
}

impl Hashing {
    /// The hash of a password, as a PHC string that carries its parameters and its salt.
    pub(super) fn hash(&self, password: &str) -> Result<String, ServiceError> {
        self.with_salt(password, &random::<16>()?)
    }

    /// Whether a password gives a hash. Without a hash it does not, and that takes as long to say.
    pub(super) fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, ServiceError> {
        let Some(hash) = hash else {
            self.with_salt(password, &[0; 16])?;
            return Ok(false);
        };
        let _turn = self.turn();
        // It goes by the parameters in the hash, and compares in constant time.
        Ok(self
            .method()?
            .verify_password(password.as_bytes(), hash)
            .is_ok())
    }

    /// Whether a hash was made with other parameters than are used now.
    pub(super) fn is_outdated(&self, hash: &str) -> bool {
        let parsed = PasswordHash::new(hash).ok();
        let params = parsed.and_then(|hash| Params::try_from(&hash).ok());
        params.is_none_or(|params| {
            let has = (params.m_cost(), params.t_cost(), params.p_cost());
            has != (self.memory_kib.load(Ordering::Relaxed), PASSES, LANES)
        })
    }

    fn with_salt(&self, password: &str, salt: &[u8]) -> Result<String, ServiceError> {
        let _turn = self.turn();
        let hashed = self
            .method()?
            .hash_password_with_salt(password.as_bytes(), salt);
        hashed.map(|hash| hash.to_string()).map_err(internal)
    }

    fn method(&self) -> Result<Argon2<'static>, ServiceError> {
        let memory = self.memory_kib.load(Ordering::Relaxed);
        let params = Params::new(memory, PASSES, LANES, None).map_err(internal)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }

    fn turn(&self) -> Turn<'_> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.freed.wait_while(free, |free| *free == 0);
        *waited.unwrap_or_else(PoisonError::into_inner) -= 1;
        Turn(self)
    }
}

/// One of the few hashes that are made at a time.
struct Turn<'a>(&'a Hashing);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}

fn internal(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::Internal {
        message: format!("a password could not be hashed: {error}"),
    }
}

impl Service {
    /// Lets passwords be hashed at next to no cost: for tests, which are built without optimisation.
    #[doc(hidden)]
    pub fn cheap_passwords(&self) {
        self.hashing.memory_kib.store(LEAST_KIB, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_hash_carries_the_parameters_that_owasp_names() {
        let hash = Hashing::default()
            .hash("a passphrase of five words")
            .unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
    }

    #[test]
    fn a_hash_of_other_parameters_is_verified_by_them_and_known_as_outdated() {
        let hashing = Hashing::default();
        hashing.memory_kib.store(LEAST_KIB, Ordering::Relaxed);
        let hash = hashing.hash("a passphrase of five words").unwrap();
        assert!(!hashing.is_outdated(&hash));
        hashing.memory_kib.store(2 * LEAST_KIB, Ordering::Relaxed);
        assert!(hashing.is_outdated(&hash));
        assert!(
            hashing
                .verify("a passphrase of five words", Some(&hash))
                .unwrap()
        );
        assert!(
            !hashing
                .verify("a passphrase of six words", Some(&hash))
                .unwrap()
        );
        assert!(!hashing.verify("a passphrase of five words", None).unwrap());
        assert!(
            !hashing
                .verify("a passphrase of five words", Some("damaged"))
                .unwrap()
        );
    }

    #[test]
    fn two_hashes_of_one_password_differ() {
        let hashing = Hashing::default();
        hashing.memory_kib.store(LEAST_KIB, Ordering::Relaxed);
        let twice = [(); 2].map(|()| hashing.hash("a passphrase of five words").unwrap());
        assert_ne!(twice[0], twice[1]);
    }
}
