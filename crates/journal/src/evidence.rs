//! Evidence: files that show something, each hanging on the one thing that it shows.

use clew_plan::AccountId;
use serde::{Deserialize, Serialize};

use crate::{Digest, Moment, Subject, SubjectKind};

/// A file that shows something. The file itself is an attachment under its digest.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// What it hangs on: the subject of a figure, an action, an update or a finding.
    pub of: Subject,
    /// The digest of its bytes.
    pub digest: Digest,
    /// What it was called where it came from.
    pub name: String,
    /// What kind of file it is, for example `application/pdf`.
    pub media_type: String,
    /// How many bytes it has.
    pub size: u64,
}

impl Evidence {
    /// The subject of the entries that hang a file on something and take it off again.
    #[must_use]
    pub fn subject_of(of: &Subject, digest: &Digest) -> Subject {
        let parts = [of.to_string(), digest.to_string()];
        Subject::named(SubjectKind::Evidence, parts.iter().map(String::as_str))
    }

    /// Its own subject.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Self::subject_of(&self.of, &self.digest)
    }
}

/// Evidence as it hangs on something, with who put it there.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attached {
    /// The file.
    pub evidence: Evidence,
    /// Who attached it.
    pub by: AccountId,
    /// When.
    pub at: Moment,
    /// Place in the journal of the entry that attached it.
    pub entry: u64,
}

/// What a subject of evidence names: what it hangs on, and the digest of the file. None when it names
/// no evidence.
pub(crate) fn named_by(subject: &Subject) -> Option<(Subject, Digest)> {
    if subject.kind != SubjectKind::Evidence {
        return None;
    }
    let mut parts = subject.parts().into_iter();
    let (of, digest) = (parts.next()?, parts.next()?);
    Some((of.parse().ok()?, digest.parse().ok()?))
}
