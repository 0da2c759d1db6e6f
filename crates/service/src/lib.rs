//! The service: one function per action, each of which authorises, loads, decides and appends.
//!
//! [`Service`] holds what the journal comes to in memory and is the one way to add to it. Page,
//! command line and API call the same functions. Deciding is pure: it reads what is known and gives
//! the entries to append; [`Service::commit`] appends them to exactly the state they were decided on.

mod actions;
pub mod archive;
mod asking;
mod authorise;
mod belonging;
mod caller;
mod computing;
mod difference;
mod error;
mod explaining;
mod health;
mod history;
mod identity;
pub mod local_time;
mod memory;
mod naming;
mod practice;
mod progress;
mod reader;
mod reading;
mod safeguarding;
mod service;
mod story;
mod verifying;

pub use actions::*;
pub use asking::{
    GateKind, GateReason, Preview, Question, QuestionKind, Weight, gate, preview, questions,
};
pub use authorise::{Act, authorise};
pub use caller::Caller;
/// Where a journal is, for those who may not use the store itself.
pub use clew_store::Location;
pub use computing::{
    ComputedExplained, ComputedNow, FiguresAnswer, FiguresRequest, LATE_AFTER, LeftOut,
    MovedRecord, MovedRecords, OpenRecord, PreparedReturn, RecordCounts, WalkRequest, Walked,
    WalkedTo, WhatIf, outcome_in_words,
};
pub use difference::{
    Against, Aspect, Cause, Difference, LineCause, ReportDifference, Restated, Restatement,
};
pub use error::{Conflict, ErrorKind, FieldConflict, FieldProblem, ServiceError};
pub use explaining::{
    CommentExplained, Explanation, FigureExplained, FormulaExplained, FreezeExplained,
    PartExplained, ReturnExplained, TargetExplained,
};
pub use health::{HealthFinding, HealthLevel, why_not_opened};
pub use history::{LogFilter, LogLine, LogSubject};
pub use identity::{
    ApiSession, ApiToken, DueMail, HeldFile, HeldForm, IdentityEvent, IdentityLine, IdentityQuery,
    Invitation, Mail, MailLink, Purpose, Scope, SecondStep, SecondStepSetup, SecretKey, SentMail,
    Session, SessionToken, SignInAttempt, SignInStep, SignInSummary, SignedIn, Typed,
};
pub use memory::Memory;
pub use practice::{
    Attendance, Case, CaseStanding, ChronologyChoice, ClockCount, Correction, DraftRequest,
    DueForErasure, DueItem, ErasureOrder, FirstRecorded, FoundPerson, GLASS_HOURS, HandOver,
    HandOverRequest, Look, Looked, Named, NamedCase, OfferedStep, OpenCase, OpenWork, Opening,
    PackChange, PackFiles, PersonCopy, PersonPage, PersonQuery, PersonRequest, PlannedWaiting,
    PossibleDuplicate, PracticeWaiting, RecordDraft, RecordFile, RecordPage, RecordRequest,
    RecordVersion, RestrictRequest, Restricted, Restriction, Right, SentBack, Supervision,
    SupervisionRequest, TakeOver, TakenBefore, TakenOver, TakenPerson, TakenRecord, TakenVersion,
    ThirdParty, Waiting, WaitingOn, WaitingOverTime, WorkOf, account_name, does_work,
    record_in_words, unit_name, value_in_words,
};
pub use progress::Progress;
pub use reader::Reader;
pub use reading::*;
pub use safeguarding::{Copied, backup, restore};
pub use service::{Decide, Decision, Done, Following, KnownAt, Service};
pub use story::{Step, sentence, size_in_words, what_changed};
pub use verifying::{Fault, MOST_FAULTS, Verification, verify_store};
