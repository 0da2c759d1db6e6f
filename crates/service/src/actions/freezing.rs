//! Freezing: fixing what a forum is shown.

use std::collections::HashSet;

use clew_calendar::{Day, Period};
use clew_check::{Severity, check_on};
use clew_journal::{Change, Freeze, FrozenLine, FrozenReport, Proposal, Subject};
use clew_measure::{Index, StatusBasis};
use clew_plan::{Book, Cycle, Forum, ForumId, FreezeId, MeasureKey, PlanId, Record};
use clew_report::{Block, Report, ReportKind, Request, words};
use clew_store::Attachment;

use super::lines::lines;
use super::take::plan_of;
use super::unsettled::unless_settled;
use crate::{Act, Caller, Decision, Done, FieldProblem, Memory, Service, ServiceError, authorise};

/// The media type of the attachments that hold a frozen report or its lines.
const JSON: &str = "application/json";
/// The heading under which a frozen report says what it was made from.
const PROVENANCE: &str = "How this report was made";
/// Findings that are listed when they stand in the way.
const MOST_LISTED: usize = 10;

/// What to fix, for whom.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FreezeRequest {
    /// Its id; the forum's id and the day of the meeting when not given.
    pub id: Option<FreezeId>,
    /// The forum, by its id or name.
    pub forum: String,
    /// The day of its meeting.
    pub meeting: Day,
    /// The plan; that of the last cycle when not given.
    pub plan: Option<PlanId>,
    /// The period; that of the plan's last cycle when not given.
    pub period: Option<Period>,
    /// Whose statuses; the plan's own way when not given.
    pub basis: Option<StatusBasis>,
    /// The reports to fix.
    pub reports: Vec<ReportKind>,
    /// Why it is fixed although the checks find errors; they stand in the way when not given.
    pub despite: Option<String>,
    /// Why it is fixed although returns of the cycle are missing, drafted or not signed off; they
    /// stand in the way when not given.
    pub despite_unsettled: Option<String>,
    /// The last journal entry that the caller saw: a figure, a target or a comment of the plan's
    /// measures for the period that someone changed after it is a conflict, as nobody has looked at
    /// what would be fixed. None when that does not matter.
    pub seen: Option<u64>,
}

impl Service {
    /// Fixes what a forum is shown: reports as they are now, and every measure's line with its
    /// figures, wording, status and the rule that gave it.
    ///
    /// # Errors
    /// When the caller may not, the forum, plan or period is not known, the id is taken, a report
    /// cannot be built, the checks find errors or returns are not settled and no reason is given to go
    /// on despite them, or somebody changed meanwhile what would be fixed.
    pub fn freeze(&self, caller: &Caller, request: &FreezeRequest) -> Result<Done, ServiceError> {
        self.freeze_together(caller, std::slice::from_ref(request))
    }

    /// Fixes what several forums are shown, all or none: the same reports, each forum with its own
    /// cover. See [`Service::freeze`].
    ///
    /// # Errors
    /// As [`Service::freeze`], and when two of them have the same id.
    pub fn freeze_together(
        &self,
        caller: &Caller,
        requests: &[FreezeRequest],
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let mut together = Decision::default();
            let mut taken = HashSet::new();
            for request in requests {
                let fixed = fixed(memory, caller, request, &mut taken)?;
                self.as_it_was_previewed(memory, caller, request)?;
                together.proposals.extend(fixed.proposals);
                for attachment in fixed.attachments {
                    // Reports without a cover are alike for every forum, and are kept once.
                    let mut kept = together.attachments.iter();
                    if !kept.any(|kept| kept.digest == attachment.digest) {
                        together.attachments.push(attachment);
                    }
                }
            }
            Ok(together)
        })
    }

    /// Refuses to fix what the caller has not seen.
    fn as_it_was_previewed(
        &self,
        memory: &Memory,
        caller: &Caller,
        request: &FreezeRequest,
    ) -> Result<(), ServiceError> {
        let Some(seen) = request.seen else {
            return Ok(());
        };
        let (book, index) = (memory.book(), Index::new(memory.book()));
        let about = Request::new(&index, request.plan.as_ref(), request.period, request.basis)
            .map_err(|error| ServiceError::invalid("the freeze", "plan", error.to_string()))?;
        let of_plan = |key: &MeasureKey, period: Period| {
            let measure = book.measure(key).cloned();
            let plan = measure.and_then(|measure| plan_of(book, &measure.into()));
            period.last() == about.period.last() && plan.as_ref() == Some(&about.plan.id)
        };
        self.unless_changed(memory, caller, seen, &|record| match record {
            Record::Figure(figure) => of_plan(&figure.measure, figure.period),
            Record::Target(target) => of_plan(&target.measure, target.period),
            Record::Commentary(said) => {
                let measure = said.measure.as_ref();
                measure.is_some_and(|measure| of_plan(measure, said.period))
            }
            _ => false,
        })
    }

    /// A report as it was fixed.
    ///
    /// # Errors
    /// When there is no such freeze, it has no such report, or the attachment is not sound.
    pub(crate) fn frozen_report(
        &self,
        id: &FreezeId,
        kind: ReportKind,
    ) -> Result<Report, ServiceError> {
        let memory = self.memory();
        let freeze = freeze_called(&memory, id)?;
        let frozen = freeze
            .reports
            .iter()
            .find(|report| report.kind == kind.name());
        let frozen = frozen.ok_or_else(|| {
            let kinds: Vec<&str> = freeze
                .reports
                .iter()
                .map(|report| report.kind.as_str())
                .collect();
            ServiceError::NotFound {
                what: "frozen report",
                name: format!("{id} {}", kind.name()),
                hint: Some(format!("the freeze has {}", kinds.join(", "))),
            }
        })?;
        self.read_attachment(&frozen.value)
    }

    /// Every measure's line as it was fixed.
    ///
    /// # Errors
    /// When there is no such freeze, or the attachment is not sound.
    pub(crate) fn frozen_lines(&self, id: &FreezeId) -> Result<Vec<FrozenLine>, ServiceError> {
        let memory = self.memory();
        self.read_attachment(&freeze_called(&memory, id)?.lines)
    }

    /// A value that is kept as an attachment.
    pub(crate) fn read_attachment<T: serde::de::DeserializeOwned>(
        &self,
        digest: &clew_journal::Digest,
    ) -> Result<T, ServiceError> {
        let broken = |message: String| ServiceError::Internal {
            message: format!(
                "the attachment {}: {message}; run `clew verify`",
                digest.short()
            ),
        };
        let attachment = self.store().attachment(digest)?;
        let attachment = attachment.ok_or_else(|| broken("it is not there".to_owned()))?;
        if clew_journal::Digest::of(&attachment.bytes) != *digest {
            return Err(broken("its bytes were altered".to_owned()));
        }
        serde_json::from_slice(&attachment.bytes).map_err(|error| broken(error.to_string()))
    }
}

/// What one freeze comes to. `taken` has the ids of those that are made with it.
fn fixed(
    memory: &Memory,
    caller: &Caller,
    request: &FreezeRequest,
    taken: &mut HashSet<FreezeId>,
) -> Result<Decision, ServiceError> {
    let book = memory.book();
    let index = Index::new(book);
    let about = Request::new(&index, request.plan.as_ref(), request.period, request.basis)
        .map_err(|error| ServiceError::invalid("the freeze", "plan", error.to_string()))?;
    let unit = about.plan.unit.as_ref();
    authorise(memory.state(), &caller.actor, Act::Freeze, unit)?;
    let forum = forum_called(book, &request.forum)?;
    let about = about
        .for_meeting(&forum.name, Some(request.meeting))
        .with_open_returns(memory.open_returns());
    let id = request.id.clone();
    let id = id.unwrap_or_else(|| format!("{}-{}", forum.id, request.meeting).into());
    if memory.state().freeze(&id).is_some() || !taken.insert(id.clone()) {
        return Err(ServiceError::invalid(
            format!("the freeze {id}"),
            "id",
            "there is one already, and what was shown is never changed; give another id for a second paper",
        ));
    }
    unless_despite(book, caller, request.despite.as_deref())?;
    let reported = |cycle: &&Cycle| cycle.plan == about.plan.id && cycle.period == about.period;
    if let Some(cycle) = book.cycles.iter().find(reported) {
        let despite = request.despite_unsettled.as_deref();
        unless_settled(memory, cycle, "nothing is frozen", despite)?;
    }
    fix(memory, &about, &forum.id, id, request)
}

/// The freeze with this id.
pub(crate) fn freeze_called<'memory>(
    memory: &'memory Memory,
    id: &FreezeId,
) -> Result<&'memory Freeze, ServiceError> {
    memory.state().freeze(id).ok_or_else(|| {
        let known: Vec<&str> = memory
            .state()
            .freezes()
            .map(|freeze| freeze.id.as_str())
            .collect();
        ServiceError::NotFound {
            what: "freeze",
            name: id.to_string(),
            hint: Some(match known.is_empty() {
                true => "nothing has been frozen yet".to_owned(),
                false => format!("there are {}", known.join(", ")),
            }),
        }
    })
}

fn forum_called<'book>(book: &'book Book, name: &str) -> Result<&'book Forum, ServiceError> {
    let called = |forum: &&Forum| {
        let names = std::iter::once(forum.id.as_str()).chain([forum.name.as_str()]);
        names
            .chain(forum.aliases.iter().map(String::as_str))
            .any(|own| own.eq_ignore_ascii_case(name))
    };
    book.forums.iter().find(called).ok_or_else(|| {
        let known: Vec<&str> = book.forums.iter().map(|forum| forum.id.as_str()).collect();
        ServiceError::NotFound {
            what: "forum",
            name: name.to_owned(),
            hint: Some(match known.is_empty() {
                true => "add one first, for example `clew set forum social-work-committee name=\"Social Work Committee\"`".to_owned(),
                false => format!("the forums are {}", known.join(", ")),
            }),
        }
    })
}

/// Refuses while the checks find errors, unless a reason is given to go on.
fn unless_despite(book: &Book, caller: &Caller, despite: Option<&str>) -> Result<(), ServiceError> {
    if despite.is_some_and(|reason| !reason.trim().is_empty()) {
        return Ok(());
    }
    let checked = check_on(book, caller.today());
    let errors = checked
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let mut problems: Vec<FieldProblem> = errors
        .map(|finding| FieldProblem::new(finding.rule.to_string(), finding.message.clone()))
        .collect();
    if problems.is_empty() {
        return Ok(());
    }
    let more = problems.len().saturating_sub(MOST_LISTED);
    let count = problems.len();
    problems.truncate(MOST_LISTED);
    if more > 0 {
        problems.push(FieldProblem::new(
            "",
            format!("and {more} more; `clew check` lists them all"),
        ));
    }
    Err(ServiceError::Invalid {
        what: format!(
            "the checks find {count} errors; put them right, waive them with a reason, or say why the forum is shown them all the same"
        ),
        problems,
    })
}

/// The freeze with everything it keeps.
fn fix(
    memory: &Memory,
    about: &Request<'_>,
    forum: &ForumId,
    id: FreezeId,
    request: &FreezeRequest,
) -> Result<Decision, ServiceError> {
    let mut attachments = Vec::new();
    let mut reports = Vec::new();
    for kind in &request.reports {
        let mut report = kind
            .build(about, None)
            .map_err(|error| ServiceError::invalid("the freeze", "reports", error.to_string()))?;
        report
            .blocks
            .extend(provenance(memory, (&id, forum), request));
        let attachment = attached(&report, &format!("{id} {}", kind.name()))?;
        reports.push(FrozenReport {
            kind: kind.name().to_owned(),
            value: attachment.digest,
        });
        attachments.push(attachment);
    }
    let lines = attached(&lines(about), &format!("{id} lines"))?;
    let freeze = Freeze {
        id,
        forum: forum.clone(),
        meeting: request.meeting,
        plan: about.plan.id.clone(),
        period: about.period,
        basis: about.basis.to_string(),
        known: memory.state().head.sequence,
        reports,
        lines: lines.digest,
        program: env!("CARGO_PKG_VERSION").to_owned(),
    };
    attachments.push(lines);
    let proposal = Proposal {
        event_date: Some(request.meeting),
        ..Proposal::new(
            Subject::freeze(&freeze.id),
            0,
            Change::Freeze(Box::new(freeze)),
        )
    };
    Ok(Decision {
        proposals: vec![proposal.because(despite(request).as_deref())],
        attachments,
    })
}

/// What a frozen report says of itself at its end: which freeze it is, for which meeting, and what of
/// the journal it was made from.
fn provenance(
    memory: &Memory,
    (id, forum): (&FreezeId, &ForumId),
    request: &FreezeRequest,
) -> [Block; 2] {
    let head = &memory.state().head;
    let named = memory.book().forums.iter().find(|it| it.id == *forum);
    let said = format!(
        "Frozen as {id} for {}, meeting on {}. Made from the journal up to entry {}, whose hash is {}.",
        named.map_or(forum.as_str(), |forum| &forum.name),
        words::day(request.meeting),
        head.sequence,
        head.hash
    );
    [
        Block::Heading {
            level: 2,
            text: PROVENANCE.to_owned(),
        },
        Block::paragraph(said),
    ]
}

/// A frozen report without what it says of itself, to be held against one that is not frozen.
pub(crate) fn without_provenance(mut report: Report) -> Report {
    let says = |block: &Block| matches!(block, Block::Heading { text, .. } if text == PROVENANCE);
    if let Some(place) = report.blocks.iter().rposition(says) {
        report.blocks.truncate(place);
    }
    report
}

/// Why it is fixed despite errors, and despite returns that are not settled.
fn despite(request: &FreezeRequest) -> Option<String> {
    let reasons = [&request.despite, &request.despite_unsettled];
    let given: Vec<&str> = reasons
        .into_iter()
        .flatten()
        .map(|reason| reason.trim())
        .filter(|reason| !reason.is_empty())
        .collect();
    (!given.is_empty()).then(|| given.join("; "))
}

fn attached(value: &impl serde::Serialize, name: &str) -> Result<Attachment, ServiceError> {
    let bytes = serde_json::to_vec(value).map_err(|error| ServiceError::Internal {
        message: format!("{name} cannot be written: {error}"),
    })?;
    Ok(Attachment::new(JSON, Some(name), bytes))
}
