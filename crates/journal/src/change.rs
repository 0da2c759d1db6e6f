//! Changes: the closed list of what an entry can do.

use clew_calendar::Day;
use clew_plan::{Account, Commentary, Cycle, Figure, Organisation, Record, Target, Waiver};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    AppliedPack, Draft, Evidence, Freeze, JournalError, PracticeAct, PracticeEntry, PracticePolicy,
    Subject, SubjectKind,
};

/// One field of a record before and after; null where it has no value.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldChange {
    /// The field's name.
    pub field: String,
    /// What it was.
    pub from: Value,
    /// What it is now.
    pub to: Value,
}

/// A new value, with the one it takes the place of.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replacement<T> {
    /// What is so from now on.
    pub now: T,
    /// What was so before; none when there was nothing.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub was: Option<T>,
}

const fn none<T>() -> Option<T> {
    None
}

/// What an entry does to its subject. Every change belongs to subjects of certain kinds only.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Change {
    /// Says whose journal it is, or corrects that. Subject: the organisation.
    SetOrganisation(Box<Replacement<Organisation>>),
    /// Adds a record to the Book. Subject: the record.
    Create(Box<Record>),
    /// Changes fields of a record, one by one. Subject: a record.
    Amend(Vec<FieldChange>),
    /// Takes a measure out of use from a day; it stays in the Book. Subject: a measure.
    Retire {
        /// The day from which it is no longer used.
        on: Day,
    },
    /// Takes a record that should not be there out of the Book; its history stays. Subject: a record.
    Withdraw(Box<Record>),
    /// Sets or changes a target. Subject: a target.
    SetTarget(Box<Replacement<Target>>),
    /// Gives a figure for the first time. Subject: a figure.
    ReturnFigure(Box<Figure>),
    /// Corrects a figure; the earlier one stays in the entry. Subject: a figure.
    CorrectFigure(Box<Replacement<Figure>>),
    /// Says something about a measure or an action, or says it anew. Subject: a commentary.
    Comment(Box<Replacement<Commentary>>),
    /// Accepts a finding of the checks as it is. Subject: a waiver.
    Waive(Box<Waiver>),
    /// Opens a reporting round. Subject: a cycle.
    OpenCycle(Box<Cycle>),
    /// Closes a cycle: from now on its figures change by corrections only. Subject: a cycle.
    LockCycle,
    /// Opens a locked cycle again, with a reason. Subject: a cycle.
    UnlockCycle,
    /// Keeps what an owner has typed. Subject: a return.
    SaveDraft(Box<Draft>),
    /// Hands a return in. Subject: a return.
    Submit,
    /// Sends a return back to its owner, with a reason. Subject: a return.
    SendBack,
    /// Marks a return as looked over. Subject: a return.
    Check,
    /// Signs a return off. Subject: a return.
    SignOff,
    /// Fixes what a forum was shown. Subject: a freeze.
    Freeze(Box<Freeze>),
    /// Opens an account, or changes its name, its roles, or closes it. Subject: an account.
    SetAccount(Box<Replacement<Account>>),
    /// Hangs a file on what it shows. Subject: evidence.
    Attach(Box<Evidence>),
    /// Takes a file off what it hung on; the file and its history stay. Subject: evidence.
    Detach(Box<Evidence>),
    /// Does something about a person or a record. Subject: a thing of practice.
    Practise(PracticeAct, Box<PracticeEntry>),
    /// Puts a pack in force, or a version of it. Subject: a pack.
    ApplyPack(Box<Replacement<AppliedPack>>),
    /// Says how records are kept. Subject: the policy of practice.
    SetPracticePolicy(Box<Replacement<PracticePolicy>>),
}

impl Change {
    /// Its name, as it is stored.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SetOrganisation(_) => "set-organisation",
            Self::Create(_) => "create",
            Self::Amend(_) => "amend",
            Self::Retire { .. } => "retire",
            Self::Withdraw(_) => "withdraw",
            Self::SetTarget(_) => "set-target",
            Self::ReturnFigure(_) => "return-figure",
            Self::CorrectFigure(_) => "correct-figure",
            Self::Comment(_) => "comment",
            Self::Waive(_) => "waive",
            Self::OpenCycle(_) => "open-cycle",
            Self::LockCycle => "lock-cycle",
            Self::UnlockCycle => "unlock-cycle",
            Self::SaveDraft(_) => "save-draft",
            Self::Submit => "submit",
            Self::SendBack => "send-back",
            Self::Check => "check",
            Self::SignOff => "sign-off",
            Self::Freeze(_) => "freeze",
            Self::SetAccount(_) => "set-account",
            Self::Attach(_) => "attach",
            Self::Detach(_) => "detach",
            Self::Practise(act, _) => act.name(),
            Self::ApplyPack(_) => "apply-pack",
            Self::SetPracticePolicy(_) => "set-practice-policy",
        }
    }

    /// The change as JSON text; the same change always gives the same bytes.
    ///
    /// # Errors
    /// When a value cannot be written as JSON.
    pub fn body(&self) -> Result<String, JournalError> {
        let written = match self {
            Self::SetOrganisation(change) => serde_json::to_string(change),
            Self::Create(record) | Self::Withdraw(record) => serde_json::to_string(record),
            Self::Amend(fields) => serde_json::to_string(fields),
            Self::Retire { on } => serde_json::to_string(on),
            Self::SetTarget(change) => serde_json::to_string(change),
            Self::ReturnFigure(figure) => serde_json::to_string(figure),
            Self::CorrectFigure(change) => serde_json::to_string(change),
            Self::Comment(change) => serde_json::to_string(change),
            Self::Waive(waiver) => serde_json::to_string(waiver),
            Self::OpenCycle(cycle) => serde_json::to_string(cycle),
            Self::SaveDraft(draft) => serde_json::to_string(draft),
            Self::Freeze(freeze) => serde_json::to_string(freeze),
            Self::SetAccount(change) => serde_json::to_string(change),
            Self::Attach(evidence) | Self::Detach(evidence) => serde_json::to_string(evidence),
            Self::Practise(_, entry) => serde_json::to_string(entry),
            Self::ApplyPack(change) => serde_json::to_string(change),
            Self::SetPracticePolicy(change) => serde_json::to_string(change),
            Self::LockCycle
            | Self::UnlockCycle
            | Self::Submit
            | Self::SendBack
            | Self::Check
            | Self::SignOff => Ok("null".to_owned()),
        };
        written.map_err(|error| JournalError::Unwritable {
            change: self.name(),
            message: error.to_string(),
        })
    }

    /// Reads a change from its stored form.
    ///
    /// # Errors
    /// When there is no change of that name, it does not go with the subject's kind, or the body is
    /// not such a change.
    pub fn read(name: &str, subject: &Subject, body: &str) -> Result<Self, JournalError> {
        let unreadable = |message: String| JournalError::Unreadable {
            change: name.to_owned(),
            message,
        };
        let change = match name {
            "set-organisation" => from(body).map(Self::SetOrganisation),
            "create" => record(subject, body).map(Self::Create),
            "withdraw" => record(subject, body).map(Self::Withdraw),
            "amend" => from(body).map(Self::Amend),
            "retire" => from(body).map(|on| Self::Retire { on }),
            "set-target" => from(body).map(Self::SetTarget),
            "return-figure" => from(body).map(Self::ReturnFigure),
            "correct-figure" => from(body).map(Self::CorrectFigure),
            "comment" => from(body).map(Self::Comment),
            "waive" => from(body).map(Self::Waive),
            "open-cycle" => from(body).map(Self::OpenCycle),
            "lock-cycle" => nothing(body, Self::LockCycle),
            "unlock-cycle" => nothing(body, Self::UnlockCycle),
            "save-draft" => from(body).map(Self::SaveDraft),
            "submit" => nothing(body, Self::Submit),
            "send-back" => nothing(body, Self::SendBack),
            "check" => nothing(body, Self::Check),
            "sign-off" => nothing(body, Self::SignOff),
            "freeze" => from(body).map(Self::Freeze),
            "set-account" => from(body).map(Self::SetAccount),
            "attach" => from(body).map(Self::Attach),
            "detach" => from(body).map(Self::Detach),
            "apply-pack" => from(body).map(Self::ApplyPack),
            "set-practice-policy" => from(body).map(Self::SetPracticePolicy),
            other => match PracticeAct::called(other) {
                Some(act) => from(body).map(|entry| Self::Practise(act, entry)),
                None => Err("there is no change of that name in this version".to_owned()),
            },
        };
        change.map_err(unreadable)
    }

    /// The record that stands in the Book after it, where the change holds one whole.
    #[must_use]
    pub fn whole_record(&self) -> Option<Record> {
        match self {
            Self::Create(record) => Some((**record).clone()),
            Self::SetTarget(change) => Some(change.now.clone().into()),
            Self::ReturnFigure(figure) => Some((**figure).clone().into()),
            Self::CorrectFigure(change) => Some(change.now.clone().into()),
            Self::Comment(change) => Some(change.now.clone().into()),
            Self::Waive(waiver) => Some((**waiver).clone().into()),
            Self::OpenCycle(cycle) => Some((**cycle).clone().into()),
            _ => None,
        }
    }
}

fn from<T: serde::de::DeserializeOwned>(body: &str) -> Result<T, String> {
    serde_json::from_str(body).map_err(|error| error.to_string())
}

fn record(subject: &Subject, body: &str) -> Result<Box<Record>, String> {
    let SubjectKind::Record(kind) = subject.kind else {
        return Err(format!("{subject} is no record of the Book"));
    };
    let mut reader = serde_json::Deserializer::from_str(body);
    let record = kind.read(&mut reader).map_err(|error| error.to_string())?;
    reader.end().map_err(|error| error.to_string())?;
    Ok(Box::new(record))
}

fn nothing(body: &str, change: Change) -> Result<Change, String> {
    if body == "null" {
        Ok(change)
    } else {
        Err("it has content where none belongs".to_owned())
    }
}
