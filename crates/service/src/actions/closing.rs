//! Closing findings: by evidence only, from whichever page, file or program.

use clew_journal::{About, Change, Proposal, Subject, SubjectKind};
use clew_plan::{FindingId, Kind, Record};

use super::take::record_after;
use crate::{FieldProblem, Memory, ServiceError};

/// Refuses to close a finding of which nothing shows that what it asked for was done: neither an
/// improvement activity of it, as it will stand, nor an action that answers it has evidence, and no file
/// hangs on it. One that
/// comes in closed already, out of a document, is taken as it was published.
pub(super) fn only_with_evidence(
    memory: &Memory,
    proposals: &[Proposal],
) -> Result<(), ServiceError> {
    closed_by_evidence(memory, proposals, false)
}

/// As [`only_with_evidence`]; `attached` where files of evidence come with it.
pub(super) fn closed_by_evidence(
    memory: &Memory,
    proposals: &[Proposal],
    attached: bool,
) -> Result<(), ServiceError> {
    if attached {
        return Ok(());
    }
    let closed = proposals.iter().filter_map(|it| closed_by(memory, it));
    let bare = closed.filter(|finding| !is_shown(memory, proposals, finding));
    let problem = |finding| {
        let why = format!(
            "say first what shows that {finding} is done: an improvement activity of it, or an action that answers it, needs evidence, or a file attached to it"
        );
        FieldProblem::new("closed_on", why)
    };
    let problems: Vec<FieldProblem> = bare.map(problem).collect();
    match problems.is_empty() {
        true => Ok(()),
        false => Err(ServiceError::Invalid {
            what: "a finding is closed by evidence".to_owned(),
            problems,
        }),
    }
}

/// The finding that a change closes.
fn closed_by(memory: &Memory, proposal: &Proposal) -> Option<FindingId> {
    let (About::Subject(subject), Change::Amend(fields)) = (&proposal.about, &proposal.change)
    else {
        return None;
    };
    let mut fields = fields.iter();
    fields.find(|it| it.field == "closed_on" && it.from.is_null() && !it.to.is_null())?;
    match memory.state().record(subject)? {
        Record::Finding(finding) => Some(finding.id),
        _ => None,
    }
}

fn is_shown(memory: &Memory, proposals: &[Proposal], finding: &FindingId) -> bool {
    let book = memory.book();
    let named = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    let mut activities = book.improvement_activities.iter();
    let mut actions = book.actions.iter();
    let subject = Subject::named(SubjectKind::Record(Kind::Finding), [finding.as_str()]);
    if !memory.state().evidence_of(&subject).is_empty() {
        return true;
    }
    activities.any(|it| it.finding == *finding && named(&it.evidence))
        || actions.any(|it| it.findings.contains(finding) && named(&it.evidence))
        || proposals
            .iter()
            .any(|it| match record_after(memory.state(), it) {
                Some(Record::ImprovementActivity(it)) => {
                    it.finding == *finding && named(&it.evidence)
                }
                Some(Record::Action(it)) => it.findings.contains(finding) && named(&it.evidence),
                _ => false,
            })
}
