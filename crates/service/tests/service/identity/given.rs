//! A service with accounts that can sign in.

use clew_journal::Moment;
use clew_plan::{AccountId, Grant, Role};
use clew_service::{Service, ServiceError, SignInAttempt, SignInStep, SignedIn};
use totp_rs::{Algorithm, Secret, TOTP};

use crate::common::{ADMINISTRATOR, Place, caller, moment, on_both};

pub const OWNER: &str = "owner-adults";
pub const OFFICER: &str = "performance-officer";
pub const EMAIL: &str = "owner@example.org";
pub const PASSWORD: &str = "seven lanterns by the canal";
pub const OTHER: &str = "a kite above the old harbour";
pub const ADDRESS: &str = "192.0.2.7";
pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 3_600;
/// The key under which secrets are kept.
pub const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";
pub const DAY: i64 = 86_400;

pub fn id(name: &str) -> AccountId {
    AccountId::from(name)
}

/// Runs a test over a founded journal of each kind, with an administrator and an owner that can sign in
/// and an officer that cannot yet.
pub fn on_both_signed(test: impl Fn(&Place, &Service)) {
    on_both(|place| {
        let service = place.founded();
        service.cheap_passwords();
        service.use_secret_key(KEY.parse().unwrap());
        give_accounts(&service);
        test(place, &service);
    });
}

pub fn give_accounts(service: &Service) {
    let open = |name: &str, role: Role| {
        let grant = Grant { role, unit: None };
        let caller = caller(&format!("open-{name}"), 2);
        service
            .open_account(&caller, &id(name), &format!("The {name}"), &[grant], None)
            .unwrap();
    };
    open(OWNER, Role::Owner);
    open(OFFICER, Role::PerformanceOfficer);
    let administrator = caller("passwords", 3);
    service
        .give_password(&administrator, &id(ADMINISTRATOR), None, PASSWORD)
        .unwrap();
    service
        .give_password(&administrator, &id(OWNER), Some(EMAIL), PASSWORD)
        .unwrap();
}

/// An attempt from the usual address, without a device's cookie.
pub fn attempt<'a>(who: &'a str, password: &'a str, second: i64) -> SignInAttempt<'a> {
    SignInAttempt {
        who,
        password,
        device: None,
        address: ADDRESS,
        at: moment(second),
    }
}

pub fn signed_in(step: SignInStep) -> SignedIn {
    match step {
        SignInStep::SignedIn(signed_in) => signed_in,
        SignInStep::NeedsCode { .. } => panic!("a code is needed"),
    }
}

pub fn pending(step: SignInStep) -> String {
    match step {
        SignInStep::NeedsCode { pending } => pending,
        SignInStep::SignedIn(_) => panic!("no code was needed"),
    }
}

/// The owner, signed in.
pub fn owner_in(service: &Service, second: i64) -> SignedIn {
    signed_in(service.sign_in(&attempt(OWNER, PASSWORD, second)).unwrap())
}

pub fn is_wrong<T>(result: &Result<T, ServiceError>) -> bool {
    matches!(result, Err(ServiceError::WrongSignIn))
}

/// Until when an attempt is refused because there were too many.
pub fn refused_until<T>(result: Result<T, ServiceError>) -> Option<Moment> {
    match result {
        Err(ServiceError::TooMany { until }) => Some(until),
        _ => None,
    }
}

/// A telephone that has the secret of somebody's second step.
pub struct Telephone(TOTP);

impl Telephone {
    pub fn with(secret_base32: &str) -> Self {
        let secret = Secret::Encoded(secret_base32.to_owned())
            .to_bytes()
            .unwrap();
        Self(TOTP::new(Algorithm::SHA1, 6, 1, 30, secret, None, String::new()).unwrap())
    }

    /// What it shows so many seconds after the start.
    pub fn code(&self, second: i64) -> String {
        let seconds = moment(second).microseconds() / 1_000_000;
        self.0.generate(u64::try_from(seconds).unwrap())
    }
}

/// Sets the owner's second step up.
pub fn owner_s_telephone(service: &Service, second: i64) -> Telephone {
    let setup = service
        .begin_second_step(&id(OWNER), PASSWORD, moment(second))
        .unwrap();
    let telephone = Telephone::with(&setup.secret_base32);
    let code = telephone.code(second);
    service
        .finish_second_step(&id(OWNER), &code, moment(second))
        .unwrap();
    telephone
}
