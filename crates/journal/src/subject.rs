//! Subjects: what an entry changes, with a text form that fits an address.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use clew_plan::Kind;

use crate::PracticeKind;

/// What sort of thing a subject is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub enum SubjectKind {
    /// The organisation whose journal it is.
    Organisation,
    /// A record of the Book.
    Record(Kind),
    /// A return: one measure's answer in one cycle.
    Return,
    /// A freeze.
    Freeze,
    /// An account.
    Account,
    /// A file that shows something, as it hangs on that.
    Evidence,
    /// Something of practice: a person, a record about one, and what belongs to those.
    Practice(PracticeKind),
    /// A pack.
    Pack,
    /// What the organisation has decided about the keeping of records.
    PracticePolicy,
}

impl SubjectKind {
    /// Its name, the first part of a subject's text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Record(kind) => kind.name(),
            Self::Return => "returns",
            Self::Freeze => "freezes",
            Self::Account => "accounts",
            Self::Evidence => "evidence",
            Self::Practice(kind) => kind.name(),
            Self::Pack => "packs",
            Self::PracticePolicy => "practice-policy",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn called(name: &str) -> Option<Self> {
        Some(match name {
            "organisation" => Self::Organisation,
            "returns" => Self::Return,
            "freezes" => Self::Freeze,
            "accounts" => Self::Account,
            "evidence" => Self::Evidence,
            "figures" => Self::Record(Kind::Figure),
            "packs" => Self::Pack,
            "practice-policy" => Self::PracticePolicy,
            other => match PracticeKind::called(other) {
                Some(kind) => Self::Practice(kind),
                None => {
                    let mut kinds = Kind::ALL.iter();
                    Self::Record(*kinds.find(|kind| kind.name() == other)?)
                }
            },
        })
    }
}

/// What tells a subject from others of its kind.
#[derive(Clone, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub enum Key {
    /// By name: the values that identify it, as they were when it was created, each escaped and
    /// joined with `/`.
    Named(Arc<str>),
    /// By the place in the journal of the entry that created it, for kinds whose records may be alike.
    Numbered(u64),
}

/// What an entry changes. It stays the same however its names and titles change.
///
/// Written `figures/SPCC14/2021-22%20Q1/justice` or `updates/#412`; `organisation` alone for the one
/// organisation.
#[derive(Clone, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub struct Subject {
    /// What sort of thing it is.
    pub kind: SubjectKind,
    /// What tells it from others.
    pub key: Key,
}

impl Subject {
    /// The subject of a kind with these identifying values.
    #[must_use]
    pub fn named<'part>(kind: SubjectKind, parts: impl IntoIterator<Item = &'part str>) -> Self {
        Self {
            kind,
            key: named_key(parts),
        }
    }

    /// A record of a kind without names, by the entry that created it.
    #[must_use]
    pub const fn numbered(kind: Kind, sequence: u64) -> Self {
        Self {
            kind: SubjectKind::Record(kind),
            key: Key::Numbered(sequence),
        }
    }

    /// The organisation.
    #[must_use]
    pub fn organisation() -> Self {
        Self::named(SubjectKind::Organisation, [])
    }

    /// The account with this id.
    #[must_use]
    pub fn account(id: &clew_plan::AccountId) -> Self {
        Self::named(SubjectKind::Account, [id.as_str()])
    }

    /// The freeze with this id.
    #[must_use]
    pub fn freeze(id: &clew_plan::FreezeId) -> Self {
        Self::named(SubjectKind::Freeze, [id.as_str()])
    }

    /// The identifying values it was created with; none for a numbered one.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        match &self.key {
            Key::Numbered(_) => Vec::new(),
            Key::Named(text) if text.is_empty() => Vec::new(),
            Key::Named(text) => text.split('/').map(unescaped).collect(),
        }
    }
}

/// A key from identifying values. Values that are empty at the end are left out.
pub(crate) fn named_key<'part>(parts: impl IntoIterator<Item = &'part str>) -> Key {
    let mut text = String::with_capacity(32);
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            text.push('/');
        }
        escape(part, &mut text);
    }
    text.truncate(text.trim_end_matches('/').len());
    Key::Named(text.into())
}

/// Letters, digits and a few signs stay; every other character is written as in an address (RFC 3986).
fn escape(part: &str, text: &mut String) {
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b':') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
}

fn unescaped(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let pair = after
            .get(..2)
            .and_then(|pair| std::str::from_utf8(pair).ok());
        let escaped = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        rest = match (first, escaped) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                after.get(2..).unwrap_or_default()
            }
            _ => {
                bytes.push(*first);
                after
            }
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.kind.name())?;
        match &self.key {
            Key::Named(text) if text.is_empty() => Ok(()),
            Key::Named(text) => write!(formatter, "/{text}"),
            Key::Numbered(number) => write!(formatter, "/#{number}"),
        }
    }
}

impl FromStr for Subject {
    type Err = NotASubject;

    fn from_str(written: &str) -> Result<Self, NotASubject> {
        let (kind, key) = written.split_once('/').unwrap_or((written, ""));
        let malformed = || NotASubject {
            written: written.to_owned(),
        };
        let kind = SubjectKind::called(kind).ok_or_else(malformed)?;
        let key = match key.strip_prefix('#') {
            Some(number) => Key::Numbered(number.parse().map_err(|_| malformed())?),
            None => Key::Named(key.into()),
        };
        Ok(Self { kind, key })
    }
}

impl serde::Serialize for Subject {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Subject {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = <String as serde::Deserialize>::deserialize(deserializer)?;
        written.parse().map_err(serde::de::Error::custom)
    }
}

/// The text is not a subject.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{written:?} is not a subject; write it like measures/SPCC14 or figures/SPCC14/2021-22")]
pub struct NotASubject {
    /// The text as it was written.
    pub written: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_written_as_an_address_and_read_back() {
        let cases = [
            (Subject::organisation(), "organisation"),
            (Subject::numbered(Kind::Update, 412), "updates/#412"),
            (
                Subject::named(
                    SubjectKind::Record(Kind::Figure),
                    ["SPCC14", "2021-22 Q1", "adults/north"],
                ),
                "figures/SPCC14/2021-22%20Q1/adults%2Fnorth",
            ),
            (
                Subject::named(SubjectKind::Record(Kind::Figure), ["SPCC14", "2021-22", ""]),
                "figures/SPCC14/2021-22",
            ),
        ];
        for (subject, written) in cases {
            assert_eq!(subject.to_string(), written);
            assert_eq!(written.parse().as_ref(), Ok(&subject));
        }
    }

    #[test]
    fn its_parts_come_back_as_they_were_given() {
        let parts = ["é/#%", "two words", "100%25"];
        let subject = Subject::named(SubjectKind::Return, parts);
        assert_eq!(subject.parts(), parts);
    }

    #[test]
    fn text_that_is_no_subject_is_refused() {
        for wrong in ["", "nothing/1", "updates/#x"] {
            assert!(wrong.parse::<Subject>().is_err(), "{wrong}");
        }
    }
}
