//! Findings, closed by their evidence and opened again: by whoever assures quality as well as by whoever
//! changes the plan.

use clew_journal::{About, Change, Proposal, Subject, SubjectKind};
use clew_plan::{FindingId, Kind, Record};

use super::closing::closed_by_evidence;
use super::evidence::{hung, sound_evidence};
use super::settled::nothing_settled_changes;
use super::since::only_wishes;
use super::take::{each_once, may_change, proposals, record_after, units_reached};
use crate::authorise::authorise_anywhere;
use crate::belonging::Belonging;
use crate::service::Decision;
use crate::{Act, Caller, Done, EvidenceFile, Incoming, Memory, Service, ServiceError, authorise};

impl Service {
    /// Closes a finding, with the improvement activity and the files that show that it is done, or opens it
    /// again; all of it or nothing. What the records change beyond that needs leave to change the plan.
    ///
    /// # Errors
    /// When there is no such finding; when the caller may not close findings there; when nothing shows that
    /// it is done; when a file cannot be taken; when others changed meanwhile what this changes too.
    pub fn settle_finding(
        &self,
        caller: &Caller,
        finding: &FindingId,
        incoming: &Incoming,
        files: &[EvidenceFile],
    ) -> Result<Done, ServiceError> {
        sound_evidence(files)?;
        self.commit(caller, &|memory, caller| {
            // What was known then is folded from the journal: not for whoever asks.
            authorise_anywhere(memory.state(), &caller.actor, Act::CloseFindings)?;
            let since = self.since_seen(memory, caller, incoming.seen)?;
            let incoming = &*only_wishes(memory, since.as_ref(), incoming);
            let proposals = proposals(memory, incoming);
            each_once(&proposals)?;
            self.refuse_conflicts(memory, since.as_ref(), &proposals)?;
            may_settle(memory, caller, finding, &proposals)?;
            closed_by_evidence(memory, &proposals, !files.is_empty())?;
            nothing_settled_changes(memory, &proposals, incoming.reason.as_deref())?;
            let subject = Subject::named(SubjectKind::Record(Kind::Finding), [finding.as_str()]);
            let attached = match files.is_empty() {
                true => Decision::default(),
                false => hung(memory, &subject, files)?,
            };
            let because = |proposal: Proposal| proposal.because(incoming.reason.as_deref());
            let mut all: Vec<Proposal> = proposals.into_iter().map(because).collect();
            all.extend(attached.proposals);
            Ok(Decision {
                proposals: all,
                attachments: attached.attachments,
            })
        })
    }
}

/// Refuses unless the caller may close findings where these belong, and may change the plan where there is
/// more in it than closing.
fn may_settle(
    memory: &Memory,
    caller: &Caller,
    finding: &FindingId,
    proposals: &[Proposal],
) -> Result<(), ServiceError> {
    let (settling, more): (Vec<&Proposal>, Vec<&Proposal>) = proposals
        .iter()
        .partition(|proposal| is_settling(memory, finding, proposal));
    let more: Vec<Proposal> = more.into_iter().cloned().collect();
    if !more.is_empty() {
        may_change(memory, caller, &more)?;
    }
    let state = memory.state();
    let belonging = Belonging::of(memory);
    let own = state.record(&Subject::named(
        SubjectKind::Record(Kind::Finding),
        [finding.as_str()],
    ));
    let mut units = units_reached(memory, &belonging, own.as_ref(), None);
    for proposal in settling {
        let after = record_after(state, proposal);
        units.extend(units_reached(memory, &belonging, None, after.as_ref()));
    }
    for unit in units {
        authorise(state, &caller.actor, Act::CloseFindings, unit.as_ref())?;
    }
    Ok(())
}

/// Whether a change only closes the finding or opens it, or says what was done about it and what shows that.
fn is_settling(memory: &Memory, finding: &FindingId, proposal: &Proposal) -> bool {
    let fields = match &proposal.change {
        Change::Amend(fields) => fields.as_slice(),
        _ => &[],
    };
    let only = |named: &[&str]| fields.iter().all(|it| named.contains(&it.field.as_str()));
    let amends = matches!(proposal.about, About::Subject(_)) && !fields.is_empty();
    match record_after(memory.state(), proposal) {
        Some(Record::Finding(it)) => it.id == *finding && amends && only(&["closed_on"]),
        Some(Record::ImprovementActivity(it)) if it.finding == *finding => {
            !amends || only(&["evidence", "done_on"])
        }
        _ => false,
    }
}
