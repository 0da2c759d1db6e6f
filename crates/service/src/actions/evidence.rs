//! Evidence: files hung on figures, actions, their updates and findings, taken off again, and opened.

mod kinds;

use clew_journal::{Attached, Change, Digest, Evidence, Moment, Proposal, Subject, SubjectKind};
use clew_plan::{AccountId, Kind, UnitId};
use clew_store::Attachment;

pub use kinds::{EVIDENCE_KINDS, EvidenceKind};

use super::records::needs_reason;
use crate::naming::not_found;
use crate::service::Decision;
use crate::{
    Act, Caller, Done, FieldProblem, IdentityEvent, Memory, Service, ServiceError, authorise,
};

/// The most bytes of a file: 10 MB.
pub const MOST_EVIDENCE_BYTES: usize = 10 * 1024 * 1024;
/// The most files that hang on one thing.
pub const MOST_EVIDENCE_FILES: usize = 50;
/// The longest name, in characters.
const LONGEST_NAME: usize = 200;

/// A file as somebody brings it.
#[derive(Clone, Eq, PartialEq)]
pub struct EvidenceFile {
    /// What it is called, without folders.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for EvidenceFile {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?} ({} bytes)", self.name, self.bytes.len())
    }
}

impl EvidenceFile {
    /// What kind of file it is, by its name and by what it holds.
    ///
    /// # Errors
    /// When it has no name, is empty or too large, is of no kind that is taken, or does not hold what its
    /// name says.
    pub fn kind(&self) -> Result<EvidenceKind, ServiceError> {
        let refused = |why: String| ServiceError::invalid(self.called(), "file", why);
        let most = MOST_EVIDENCE_BYTES / 1024 / 1024;
        if self.name.trim().is_empty() || self.name.chars().count() > LONGEST_NAME {
            return Err(refused("give it a name of 1 to 200 characters".to_owned()));
        }
        if self.bytes.len() > MOST_EVIDENCE_BYTES {
            return Err(refused(format!("it is larger than {most} MB")));
        }
        kinds::kind_of(&self.name, &self.bytes).map_err(refused)
    }

    fn called(&self) -> String {
        format!("the file {:?} cannot be attached", self.name)
    }

    fn attachment(&self) -> Result<Attachment, ServiceError> {
        let media_type = self.kind()?.media_type;
        let bytes = self.bytes.clone();
        Ok(Attachment::new(media_type, Some(&self.name), bytes))
    }
}

/// A file that was opened, to be handed to whoever asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OpenedEvidence {
    /// What it is, and what it hangs on.
    pub evidence: Evidence,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Service {
    /// Hangs files on a figure, an action, an update or a finding. One that hangs there already is left
    /// as it is.
    ///
    /// # Errors
    /// When there is no such thing, the caller may not, there are too many files, or one cannot be taken.
    pub fn attach_evidence(
        &self,
        caller: &Caller,
        of: &Subject,
        files: &[EvidenceFile],
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let unit = unit_of_thing(memory, of)?;
            authorise(
                memory.state(),
                &caller.actor,
                Act::AttachEvidence,
                unit.as_ref(),
            )?;
            if files.is_empty() {
                let problem = "choose a file";
                return Err(ServiceError::invalid("the evidence", "file", problem));
            }
            hung(memory, of, files)
        })
    }

    /// Takes a file off what it hangs on. It stays in the journal, and so does who put it there.
    ///
    /// # Errors
    /// When no such file hangs there, the caller may not, or no reason is given.
    pub fn detach_evidence(
        &self,
        caller: &Caller,
        of: &Subject,
        digest: &Digest,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let unit = unit_of_thing(memory, of)?;
            authorise(
                memory.state(),
                &caller.actor,
                Act::AttachEvidence,
                unit.as_ref(),
            )?;
            needs_reason("taking evidence off", reason)?;
            let attached = attached(memory, of, digest)?;
            let evidence = attached.evidence.clone();
            let subject = evidence.subject();
            let version = memory.state().version(&subject);
            let change = Change::Detach(Box::new(evidence));
            Ok(Proposal::new(subject, version, change)
                .because(Some(reason))
                .into())
        })
    }

    /// The files that the caller hung on something when this very call was made before: what a form that is
    /// sent twice had with it the first time. None when the call was not made, or was another account's.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn files_of_call(&self, caller: &Caller) -> Result<Vec<EvidenceFile>, ServiceError> {
        let first = self.store().row_with_id(&caller.id)?;
        let Some(first) = first.filter(|row| row.actor == caller.actor.as_str()) else {
            return Ok(Vec::new());
        };
        let done = Done {
            rows: self.rows_of_call(first)?,
            repeated: true,
        };
        let mut files = Vec::new();
        for entry in done.entries()? {
            if let Change::Attach(evidence) = entry.change
                && let Some(found) = self.store().attachment(&evidence.digest)?
            {
                files.push(EvidenceFile {
                    name: evidence.name,
                    bytes: found.bytes,
                });
            }
        }
        Ok(files)
    }

    /// The files that hang on something, for whoever may read of its part of the organisation; none for
    /// others, who are not told what the files are called either.
    #[must_use]
    pub fn evidence(&self, memory: &Memory, actor: &AccountId, of: &Subject) -> Vec<Attached> {
        if memory.state().evidence_of(of).is_empty() {
            return Vec::new();
        }
        let may = unit_of_thing(memory, of)
            .is_ok_and(|unit| authorise(memory.state(), actor, Act::Read, unit.as_ref()).is_ok());
        let all = memory.state().evidence_of(of).into_iter();
        all.filter(|_| may).cloned().collect()
    }

    /// Opens a file. That it was opened, by whom and when, is noted in the log of sign-ins.
    ///
    /// # Errors
    /// When no such file hangs there, or the account may not know of it; when it is missing from the
    /// database, or damaged.
    pub fn open_evidence(
        &self,
        actor: &AccountId,
        (of, digest): (&Subject, &Digest),
        at: Moment,
    ) -> Result<OpenedEvidence, ServiceError> {
        let memory = self.memory();
        let unit = unit_of_thing(&memory, of)?;
        authorise(memory.state(), actor, Act::Read, unit.as_ref())
            .map_err(|_| no_file(&digest.short()))?;
        let evidence = attached(&memory, of, digest)?.evidence.clone();
        let found = self.store().attachment(digest)?;
        let found = found.ok_or_else(|| ServiceError::Internal {
            message: format!(
                "the file {:?} ({}) is named in the journal and is not in the database; `clew verify` tells more",
                evidence.name,
                digest.short()
            ),
        })?;
        let about = format!("{:?} of {of}", evidence.name);
        self.note(IdentityEvent::EvidenceOpened, Some(actor), at, |row| {
            row.about = Some(about);
        })?;
        Ok(OpenedEvidence {
            evidence,
            bytes: found.bytes,
        })
    }
}

/// The entries that hang files on something, with the files.
pub(super) fn hung(
    memory: &Memory,
    of: &Subject,
    files: &[EvidenceFile],
) -> Result<Decision, ServiceError> {
    let state = memory.state();
    let there = state.evidence_of(of);
    let mut decision = Decision::default();
    for file in files {
        let attachment = file.attachment()?;
        let hangs = there
            .iter()
            .any(|it| it.evidence.digest == attachment.digest);
        let twice = decision.attachments.contains(&attachment);
        if hangs || twice {
            continue;
        }
        let evidence = Evidence {
            of: of.clone(),
            digest: attachment.digest,
            name: file.name.clone(),
            media_type: attachment.media_type.clone(),
            size: attachment.bytes.len() as u64,
        };
        let subject = evidence.subject();
        let version = state.version(&subject);
        let change = Change::Attach(Box::new(evidence));
        decision
            .proposals
            .push(Proposal::new(subject, version, change));
        decision.attachments.push(attachment);
    }
    if there.len() + decision.proposals.len() > MOST_EVIDENCE_FILES {
        let problem = format!("at most {MOST_EVIDENCE_FILES} files hang on one thing");
        return Err(ServiceError::invalid("the evidence", "file", problem));
    }
    Ok(decision)
}

/// The part of the organisation that something belongs to on which files may hang; none for the whole.
fn unit_of_thing(memory: &Memory, of: &Subject) -> Result<Option<UnitId>, ServiceError> {
    let takes = matches!(
        of.kind,
        SubjectKind::Record(Kind::Figure | Kind::Action | Kind::Update | Kind::Finding)
    );
    let record = memory.state().record(of).filter(|_| takes);
    let record =
        record.ok_or_else(|| not_found("figure, action or finding", &of.to_string(), none()))?;
    Ok(memory.unit_of(&record))
}

fn attached<'memory>(
    memory: &'memory Memory,
    of: &Subject,
    digest: &Digest,
) -> Result<&'memory Attached, ServiceError> {
    let mut all = memory.state().evidence_of(of).into_iter();
    let found = all.find(|attached| attached.evidence.digest == *digest);
    found.ok_or_else(|| no_file(&digest.short()))
}

fn no_file(name: &str) -> ServiceError {
    not_found("file", name, none())
}

const fn none() -> std::iter::Empty<&'static str> {
    std::iter::empty()
}

/// Refuses files of which one cannot be taken, each with what is wrong, before anything else is decided.
///
/// # Errors
/// When one cannot be taken.
pub fn sound_evidence(files: &[EvidenceFile]) -> Result<(), ServiceError> {
    let problem = |file: &EvidenceFile| match file.kind() {
        Err(ServiceError::Invalid { problems, .. }) => problems.into_iter().next(),
        _ => None,
    };
    let problems: Vec<FieldProblem> = files
        .iter()
        .filter_map(|file| {
            let found = problem(file)?;
            let text = format!("{}: {}", file.name, found.problem);
            Some(FieldProblem::new("file", text))
        })
        .collect();
    match problems.is_empty() {
        true => Ok(()),
        false => Err(ServiceError::Invalid {
            what: "the evidence cannot be taken".to_owned(),
            problems,
        }),
    }
}
