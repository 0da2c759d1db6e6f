//! Which passwords are good enough: long, not one of the commonest, and not the account's own name.
//!
//! As NIST SP 800-63B advises, length counts and no mixture of characters is asked for.

use clew_plan::{Account, AccountId};

use crate::ServiceError;

/// The fewest characters.
const FEWEST: usize = 12;
/// The most characters.
const MOST: usize = 256;
/// The fewest characters that differ from each other.
const FEWEST_DIFFERENT: usize = 5;
/// The fewest letters and digits beside the account's own name.
const FEWEST_BESIDE_NAME: usize = 8;
/// A name shorter than this may stand in a password by chance.
const SHORTEST_NAME: usize = 4;

/// What people choose first when twelve characters are asked for, as letters and digits in lower case.
const COMMONEST: &[&str] = &[
    "passwordpassword",
    "password1234",
    "password12345",
    "password123456",
    "passw0rd1234",
    "p4ssw0rd1234",
    "mypassword123",
    "mypassword1234",
    "newpassword1",
    "newpassword123",
    "changemenow1",
    "changeme1234",
    "changeme12345",
    "temporary1234",
    "letmeinletmein",
    "letmein123456",
    "welcome12345",
    "welcome123456",
    "welcomewelcome",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiopasdf",
    "qwerty123456",
    "qwerty1234567",
    "qwertyqwerty",
    "asdfghjkl123",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "qazwsxedcrfv",
    "zaq12wsxcde3",
    "123456789012",
    "1234567890123",
    "12345678901234",
    "123456123456",
    "123412341234",
    "123123123123",
    "112233445566",
    "098765432109",
    "987654321098",
    "0123456789012",
    "abcdefghijkl",
    "abcdefghijklm",
    "abcdefgh1234",
    "abc123abc123",
    "abcd1234abcd",
    "iloveyou1234",
    "iloveyouforever",
    "adminadmin123",
    "administrator",
    "administrator1",
    "administrator123",
    "admin1234567",
    "admin123admin",
    "socialwork123",
    "socialwork1234",
    "socialworker",
    "socialworker1",
    "performance1",
    "performance123",
    "council12345",
    "council123456",
    "councilcouncil",
    "scotland1234",
    "scotland12345",
    "edinburgh123",
    "edinburgh1234",
    "aberdeen1234",
    "glasgow12345",
    "glasgowrangers",
    "glasgowceltic",
    "rangersrangers",
    "celticceltic",
    "liverpoolfc1",
    "liverpool123",
    "manchester123",
    "football1234",
    "football12345",
    "princess1234",
    "princess12345",
    "sunshine1234",
    "sunshine12345",
    "superman1234",
    "spiderman123",
    "pokemon12345",
    "dragon123456",
    "monkey123456",
    "michael12345",
    "charlie12345",
    "computer1234",
    "internet1234",
    "summer202020",
    "january12345",
    "september123",
    "november1234",
    "december1234",
    "correcthorsebatterystaple",
    "thisismypassword",
    "thisisapassword",
    "secretsecret",
    "secret123456",
    "testtesttest",
    "testing12345",
    "testpassword",
    "testpassword1",
];

/// Refuses a password that is not good enough for an account.
pub(super) fn good_enough(
    password: &str,
    id: &AccountId,
    account: &Account,
    email: Option<&str>,
) -> Result<(), ServiceError> {
    let problem = problem_of(password, &own_names(id, account, email));
    problem.map_or(Ok(()), |problem| {
        Err(ServiceError::invalid(
            "the password is not good enough",
            "password",
            problem,
        ))
    })
}

fn own_names(id: &AccountId, account: &Account, email: Option<&str>) -> Vec<String> {
    let before_at = email.and_then(|email| email.split('@').next());
    let names = [
        Some(id.as_str()),
        Some(account.name.as_str()),
        email,
        before_at,
    ];
    names
        .into_iter()
        .flatten()
        .map(letters_and_digits)
        .collect()
}

fn problem_of(password: &str, names: &[String]) -> Option<String> {
    let length = password.chars().count();
    if length < FEWEST {
        return Some(format!(
            "it has {length} characters and needs at least {FEWEST}; a few words in a row are easy to remember"
        ));
    }
    if length > MOST {
        return Some(format!("it has {length} characters; {MOST} are the most"));
    }
    let plain = letters_and_digits(password);
    let mut different: Vec<char> = password.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < FEWEST_DIFFERENT || COMMONEST.contains(&plain.as_str()) {
        return Some(
            "it is one of the first that would be guessed; choose words of your own".to_owned(),
        );
    }
    let is_name = |name: &String| {
        name.chars().count() >= SHORTEST_NAME
            && plain.contains(name.as_str())
            && plain.replace(name.as_str(), "").chars().count() < FEWEST_BESIDE_NAME
    };
    names.iter().any(is_name).then(|| {
        "it is hardly more than the account's own name; choose words that do not name you"
            .to_owned()
    })
}

/// A text as it is compared: in lower case, letters and digits alone.
fn letters_and_digits(text: &str) -> String {
    let lower = text.to_lowercase();
    lower
        .chars()
        .filter(|character| character.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_are_long_enough_to_matter_and_written_as_they_are_compared() {
        for common in COMMONEST {
            assert_eq!(letters_and_digits(common), *common);
            assert!(common.len() >= FEWEST, "{common}");
        }
    }

    #[test]
    fn a_password_is_long_uncommon_and_not_the_account_s_name() {
        let names = [
            "performanceofficer".to_owned(),
            "perf".to_owned(),
            "po".to_owned(),
        ];
        let cases = [
            ("lantern kite", None),
            ("lantern kit", Some("11 characters")),
            ("", Some("0 characters")),
            (
                "\u{e9}\u{e8}\u{ea}\u{eb}\u{e0}\u{e2}\u{e9}\u{e8}\u{ea}\u{eb}\u{e0}\u{e2}",
                None,
            ),
            ("Password-1234", Some("first that would be guessed")),
            ("Password 1234!", Some("first that would be guessed")),
            ("aaaaaaaaaaaaaaaa", Some("first that would be guessed")),
            ("abababababab cd", None),
            ("abababababab", Some("first that would be guessed")),
            ("Performance-Officer1", Some("own name")),
            ("performance officer lantern", Some("own name")),
            ("performance officer lanterns", None),
            ("perf 1234567", Some("own name")),
            ("po lantern kite", None),
        ];
        for (password, expected) in cases {
            let problem = problem_of(password, &names);
            match expected {
                None => assert_eq!(problem, None, "{password}"),
                Some(part) => {
                    let problem = problem.unwrap_or_default();
                    assert!(problem.contains(part), "{password}: {problem}");
                }
            }
        }
        assert!(
            problem_of(&"abcdefg".repeat(40), &names)
                .is_some_and(|problem| problem.contains("280 characters"))
        );
    }
}
