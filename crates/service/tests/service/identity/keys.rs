//! The key under which the secrets of second steps are kept.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use clew_service::{ErrorKind, Location, Service};

use super::given::{KEY, OWNER, PASSWORD, attempt, give_accounts, id, owner_s_telephone, pending};
use crate::common::{Place, moment};

/// A journal in a file, with people who sign in and no key yet.
fn in_a_file() -> (Place, Service) {
    let place = Place::sqlite();
    let service = place.founded();
    service.cheap_passwords();
    give_accounts(&service);
    (place, service)
}

fn key_file(place: &Place) -> PathBuf {
    let Location::File(path) = &place.location else {
        panic!("it is a file");
    };
    PathBuf::from(format!("{}.key", path.display()))
}

fn kept(service: &Service) -> Vec<u8> {
    let row = service.store().sign_in_of(OWNER).unwrap().unwrap();
    row.second_step.unwrap()
}

fn half_way(service: &Service, second: i64) -> String {
    pending(service.sign_in(&attempt(OWNER, PASSWORD, second)).unwrap())
}

fn confirmed(service: &Service, code: &str, second: i64) -> Result<(), clew_service::ServiceError> {
    let pending = half_way(service, second);
    let done = service.confirm_code(&pending, code, None, "192.0.2.7", moment(second));
    done.map(|_| ())
}

#[test]
fn a_key_is_made_beside_the_database_for_its_owner_alone_and_serves_the_next_start() {
    let (place, service) = in_a_file();
    assert!(!key_file(&place).exists(), "nothing is kept yet");
    let telephone = owner_s_telephone(&service, 100);
    let mode = std::fs::metadata(key_file(&place))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(
        kept(&service).starts_with(b"clew1"),
        "it is not kept in plain"
    );
    drop(service);
    let service = Service::open(&place.location).unwrap();
    service.cheap_passwords();
    service.check_secret_key().unwrap();
    confirmed(&service, &telephone.code(200), 200).unwrap();
}

#[test]
fn another_key_is_told_plainly_and_lets_nobody_in() {
    let (place, service) = in_a_file();
    let telephone = owner_s_telephone(&service, 100);
    drop(service);
    let service = Service::open(&place.location).unwrap();
    service.cheap_passwords();
    service.use_secret_key(KEY.parse().unwrap());
    let told = service.check_secret_key().unwrap_err();
    assert!(told.to_string().contains("CLEW_SECRET_KEY"), "{told}");
    let told = confirmed(&service, &telephone.code(200), 200).unwrap_err();
    assert_eq!(told.kind(), ErrorKind::Unavailable);
    assert!(told.to_string().contains("another key"), "{told}");
    drop(service);
    std::fs::write(key_file(&place), "no key at all").unwrap();
    let service = Service::open(&place.location).unwrap();
    let told = service.check_secret_key().unwrap_err();
    assert!(told.to_string().contains("64 hexadecimal digits"), "{told}");
}

#[test]
fn a_secret_from_before_there_was_a_key_is_encrypted_when_it_is_used_next() {
    let (_place, service) = in_a_file();
    let setup = service
        .begin_second_step(&id(OWNER), PASSWORD, moment(0))
        .unwrap();
    let secret = totp_rs::Secret::Encoded(setup.secret_base32.clone());
    let plain = secret.to_bytes().unwrap();
    let telephone = super::given::Telephone::with(&setup.secret_base32);
    service
        .finish_second_step(&id(OWNER), &telephone.code(0), moment(0))
        .unwrap();
    let store = service.store();
    store
        .keep_second_step(OWNER, &kept(&service), &plain)
        .unwrap();
    assert_eq!(kept(&service), plain);
    confirmed(&service, &telephone.code(100), 100).unwrap();
    assert!(kept(&service).starts_with(b"clew1"));
    confirmed(&service, &telephone.code(200), 200).unwrap();
}
