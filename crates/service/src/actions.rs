//! What can be done, one file an idea.

mod accounts;
mod amending;
mod closing;
mod copying;
mod cycles;
mod emptied;
mod evidence;
mod figures;
mod findings;
mod founding;
mod freezing;
mod importing;
mod lines;
mod own_returns;
mod reassigning;
mod records;
mod reminding;
mod returns;
mod reviewing;
mod scrutiny;
mod settled;
mod since;
mod take;
mod unsettled;
mod working;

pub use copying::{CopyForward, CopyPart};
pub use cycles::CycleRequest;
pub use emptied::Emptied;
pub use evidence::{
    EVIDENCE_KINDS, EvidenceFile, EvidenceKind, MOST_EVIDENCE_BYTES, MOST_EVIDENCE_FILES,
    OpenedEvidence, sound_evidence,
};
pub use figures::{Comment, FigureRequest, TriedFigure};
pub(crate) use figures::{
    Rounds, as_requested, asked_for, cycle_subject, more_than_all, not_from_counts, return_key,
};
pub use freezing::FreezeRequest;
pub(crate) use freezing::{freeze_called, without_provenance};
pub use importing::AskedFigure;
pub(crate) use lines::{line, line_if_shown, lines};
pub use reassigning::{ReassignRequest, Reassigned};
pub(crate) use records::{measure_called, needs_reason};
pub use reminding::{Reminder, ReminderPages, Reminding, Unreached};
pub use returns::{Outstanding, ReturnsOf};
pub use reviewing::RiskReview;
pub use scrutiny::{AnswerRequest, AskRequest};
pub(crate) use settled::NEEDS_REASON;
pub use take::Incoming;
pub use working::{ActionUpdate, ExtendRequest};
