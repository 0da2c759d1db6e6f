//! Practice: what stands in the journal of people and records. An entry says what sort of act it was, of
//! which form and stage, and the digest of what was kept; what was kept itself lies beside the journal, so
//! that it can be erased while the chain still verifies.

use clew_practice::record::{PersonNumber, RecordNumber, Stage};
use serde::{Deserialize, Serialize};

use crate::{Digest, Key, Subject, SubjectKind};

/// A list of words, each of which is stored.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $( $(#[$variant_meta:meta])* $variant:ident = $word:literal, )+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
        pub enum $name { $( $(#[$variant_meta])* $variant, )+ }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// Its name, as it is stored.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }

            /// The one with this name.
            #[must_use]
            pub fn called(name: &str) -> Option<Self> {
                Self::ALL.iter().find(|one| one.name() == name).copied()
            }
        }
    };
}

words! {
    /// What sort of thing of practice a subject is. Each is known by the place in the journal of the entry
    /// that made it, which says nothing of anyone.
    PracticeKind {
        /// A person.
        Person = "people",
        /// A record: one filled form about a person.
        Record = "records",
        /// A case that is handed over, until the receiver accepts or refuses it.
        HandOver = "hand-overs",
        /// Who alone may open a record or what there is of a person.
        Restriction = "restrictions",
        /// Glass that was broken: somebody opened what they had no part in, and said why.
        Opening = "openings",
        /// Whether a record stands in the chronology.
        Chronology = "chronology",
        /// What was decided in supervision.
        Supervision = "supervision",
        /// A file that hangs on a record.
        File = "record-files",
        /// A copy of everything about a person, made for that person.
        Export = "exports",
    }
}

words! {
    /// What an entry of practice does to its subject.
    PracticeAct {
        /// Enters a person.
        EnterPerson = "enter-person",
        /// Changes what is known of a person.
        ChangePerson = "change-person",
        /// Says that a person is another one, entered twice.
        MergePerson = "merge-person",
        /// Takes that back.
        PartPerson = "part-person",
        /// Erases what was kept of a person.
        ErasePerson = "erase-person",
        /// Completes a record.
        CompleteRecord = "complete-record",
        /// Corrects a record; the earlier version stays.
        CorrectRecord = "correct-record",
        /// Withdraws a record that should not be there.
        WithdrawRecord = "withdraw-record",
        /// Authorises a record.
        AuthoriseRecord = "authorise-record",
        /// Sends a record back to whoever recorded it.
        SendRecordBack = "send-record-back",
        /// Marks a record as restricted, or as no longer so.
        MarkRecord = "mark-record",
        /// Offers a case to another team.
        OfferHandOver = "offer-hand-over",
        /// Accepts a case.
        AcceptHandOver = "accept-hand-over",
        /// Refuses a case.
        RefuseHandOver = "refuse-hand-over",
        /// Restricts a record or a person.
        Restrict = "restrict",
        /// Lifts a restriction.
        LiftRestriction = "lift-restriction",
        /// Breaks the glass.
        BreakGlass = "break-glass",
        /// Leaves a record out of the chronology.
        LeaveOut = "leave-out",
        /// Puts it back.
        PutBack = "put-back",
        /// Keeps what was decided in supervision.
        Supervise = "supervise",
        /// Hangs a file on a record.
        AttachToRecord = "attach-to-record",
        /// Takes it off.
        DetachFromRecord = "detach-from-record",
        /// Hands a person everything that is kept of them.
        ExportPerson = "export-person",
        /// Takes a person over from another system.
        TakeOverPerson = "take-over-person",
        /// Takes a version of a record over from another system, with when it was recorded there.
        TakeOverRecord = "take-over-record",
        /// Takes back the offer of a case that was not answered.
        WithdrawHandOver = "withdraw-hand-over",
    }
}

impl PracticeAct {
    /// The kind of subject that it belongs to.
    #[must_use]
    pub const fn kind(self) -> PracticeKind {
        match self {
            Self::EnterPerson
            | Self::ChangePerson
            | Self::MergePerson
            | Self::PartPerson
            | Self::ErasePerson
            | Self::TakeOverPerson => PracticeKind::Person,
            Self::CompleteRecord
            | Self::CorrectRecord
            | Self::WithdrawRecord
            | Self::AuthoriseRecord
            | Self::SendRecordBack
            | Self::MarkRecord
            | Self::TakeOverRecord => PracticeKind::Record,
            Self::OfferHandOver
            | Self::AcceptHandOver
            | Self::RefuseHandOver
            | Self::WithdrawHandOver => PracticeKind::HandOver,
            Self::Restrict | Self::LiftRestriction => PracticeKind::Restriction,
            Self::BreakGlass => PracticeKind::Opening,
            Self::LeaveOut | Self::PutBack => PracticeKind::Chronology,
            Self::Supervise => PracticeKind::Supervision,
            Self::AttachToRecord | Self::DetachFromRecord => PracticeKind::File,
            Self::ExportPerson => PracticeKind::Export,
        }
    }
}

/// What an entry of practice holds: nothing that tells of anyone.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PracticeEntry {
    /// The form, of a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// How far the record has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// The digest of what was kept, as [`kept_digest`] makes it; none where nothing was, as when it was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
}

/// The digest of what is kept of a version: over a random salt and the content. Without the salt, which is
/// erased with the content, nobody can find out by trying what was there.
#[must_use]
pub fn kept_digest(salt: &[u8], content: &str) -> Digest {
    let mut bytes = Vec::with_capacity(8 + salt.len() + content.len());
    bytes.extend_from_slice(&(salt.len() as u64).to_be_bytes());
    bytes.extend_from_slice(salt);
    bytes.extend_from_slice(content.as_bytes());
    Digest::of(&bytes)
}

/// A pack as it is in force.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppliedPack {
    /// Its code, for example `scotland`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// The digest of its text, which is an attachment.
    pub digest: Digest,
}

/// What the organisation has decided about the keeping of records.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PracticePolicy {
    /// Whether workers of another team are told that a person is known, and to which team; nothing more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub known_to_other_teams: bool,
}

impl Subject {
    /// A thing of practice, by its number.
    #[must_use]
    pub fn practice(kind: PracticeKind, number: u64) -> Self {
        let number = number.to_string();
        Self::named(SubjectKind::Practice(kind), [number.as_str()])
    }

    /// A person.
    #[must_use]
    pub fn person(number: PersonNumber) -> Self {
        Self::practice(PracticeKind::Person, number.0)
    }

    /// A record of practice.
    #[must_use]
    pub fn practice_record(number: RecordNumber) -> Self {
        Self::practice(PracticeKind::Record, number.0)
    }

    /// The pack with this code.
    #[must_use]
    pub fn pack(code: &str) -> Self {
        Self::named(SubjectKind::Pack, [code])
    }

    /// What the organisation has decided about the keeping of records.
    #[must_use]
    pub fn practice_policy() -> Self {
        Self::named(SubjectKind::PracticePolicy, [])
    }

    /// The kind and number of a thing of practice; none for any other subject.
    #[must_use]
    pub fn practice_number(&self) -> Option<(PracticeKind, u64)> {
        match (self.kind, &self.key) {
            (SubjectKind::Practice(kind), Key::Named(text)) => {
                text.parse().ok().map(|number| (kind, number))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_act_and_kind_is_found_by_its_name_and_none_is_taken_for_another() {
        for act in PracticeAct::ALL {
            assert_eq!(PracticeAct::called(act.name()), Some(*act));
        }
        for kind in PracticeKind::ALL {
            let written = Subject::practice(*kind, 7).to_string();
            let read: Subject = written.parse().unwrap();
            assert_eq!(read.practice_number(), Some((*kind, 7)), "{written}");
        }
    }

    #[test]
    fn the_same_content_with_another_salt_has_another_digest() {
        assert_ne!(kept_digest(b"a", "content"), kept_digest(b"b", "content"));
        assert_ne!(kept_digest(b"a", "bc"), kept_digest(b"ab", "c"));
        assert_eq!(kept_digest(b"a", "content"), kept_digest(b"a", "content"));
    }
}
