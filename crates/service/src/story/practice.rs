//! What entries of practice say. They tell of nobody: a person and a record are a number.

use clew_journal::{AppliedPack, PracticeAct, PracticeKind, PracticePolicy, Replacement, Subject};

/// What a thing of practice is called.
pub(super) fn of_practice(kind: PracticeKind, subject: &Subject) -> String {
    let what = match kind {
        PracticeKind::Person => "person",
        PracticeKind::Record => "record",
        PracticeKind::HandOver => "hand-over",
        PracticeKind::Restriction => "restriction",
        PracticeKind::Opening => "breaking of the glass",
        PracticeKind::Chronology => "place in the chronology of record",
        PracticeKind::Supervision => "decision in supervision",
        PracticeKind::File => "file of a record",
        PracticeKind::Export => "copy for a person",
    };
    format!("{what} {}", subject.parts().join(" "))
}

/// What an act of practice did, to what is called so.
pub(super) fn practised(act: PracticeAct, about: &str) -> String {
    let done = match act {
        PracticeAct::EnterPerson => "entered",
        PracticeAct::ChangePerson => "changed",
        PracticeAct::MergePerson => "merged into another",
        PracticeAct::PartPerson => "no longer merged",
        PracticeAct::ErasePerson => "erased",
        PracticeAct::CompleteRecord => "completed",
        PracticeAct::CorrectRecord => "corrected",
        PracticeAct::WithdrawRecord => "withdrawn",
        PracticeAct::AuthoriseRecord => "authorised",
        PracticeAct::SendRecordBack => "sent back",
        PracticeAct::MarkRecord => "marked",
        PracticeAct::OfferHandOver => "offered",
        PracticeAct::AcceptHandOver => "accepted",
        PracticeAct::RefuseHandOver => "refused",
        PracticeAct::WithdrawHandOver => "withdrawn",
        PracticeAct::Restrict => "made",
        PracticeAct::LiftRestriction => "lifted",
        PracticeAct::BreakGlass => "done",
        PracticeAct::LeaveOut => "left out",
        PracticeAct::PutBack => "put back",
        PracticeAct::Supervise => "kept",
        PracticeAct::AttachToRecord => "attached",
        PracticeAct::DetachFromRecord => "taken off",
        PracticeAct::ExportPerson => "made",
        PracticeAct::TakeOverPerson | PracticeAct::TakeOverRecord => "taken over",
    };
    format!("{about} {done}")
}

/// Which pack is in force from now on.
pub(super) fn applied(set: &Replacement<AppliedPack>) -> String {
    let now = &set.now;
    match &set.was {
        None => format!("Pack {} applied, version {}", now.title, now.version),
        Some(was) => format!(
            "Pack {} applied, version {} in place of {}",
            now.title, now.version, was.version
        ),
    }
}

/// What was decided about the keeping of records.
pub(super) fn policy(now: &PracticePolicy) -> String {
    let known = match now.known_to_other_teams {
        true => "are told that a person is known",
        false => "are not told whether a person is known",
    };
    format!("Policy of practice: workers of other teams {known}")
}
