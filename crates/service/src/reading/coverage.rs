//! Coverage: from inspection to finding, to what is done about it, to the evidence.

use std::collections::{BTreeSet, HashMap};

use clew_calendar::Day;
use clew_journal::{Subject, SubjectKind};
use clew_plan::{
    Action, ActionId, ActionStatus, Book, Finding, FindingId, ImprovementActivity, Inspection,
    InspectionId, Kind, PlanId,
};

use super::timeline::title;
use super::work::is_under_way;
use crate::Memory;

/// One thing that is done about a finding.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The action, with its plan; none for an improvement activity.
    pub action: Option<(PlanId, ActionId)>,
    /// The position of the improvement activity under its finding; none for an action.
    pub activity: Option<u32>,
    /// What is done.
    pub title: String,
    /// Post that sees to it.
    pub owner: Option<String>,
    /// The last day on which it should be done.
    pub due: Option<Day>,
    /// Whether it is done.
    pub done: bool,
    /// Days past its date while it is not done; 0 when it is not late.
    pub late_by: i32,
    /// What shows, or will show, that it is done.
    pub evidence: Option<String>,
}

/// What a finding lacks.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub enum Uncovered {
    /// Nothing is done about it.
    NoAnswer,
    /// Nothing that is done about it names its evidence.
    NoEvidence,
    /// Something that is done about it is late.
    Late,
}

/// A finding and what is done about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FindingCovered {
    /// The finding.
    pub finding: FindingId,
    /// Its title.
    pub title: String,
    /// The area it concerns.
    pub area: Option<String>,
    /// Post that answers for it.
    pub owner: Option<String>,
    /// When evidence closed it.
    pub closed_on: Option<Day>,
    /// What is done about it: improvement activities in order, then actions.
    pub answers: Vec<Answer>,
    /// How many files of evidence hang on it; 0 where only the Book was read.
    pub files: usize,
    /// What it lacks; nothing once it is closed.
    pub uncovered: Vec<Uncovered>,
}

/// An inspection and its findings.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InspectionCovered {
    /// The inspection.
    pub inspection: InspectionId,
    /// Its title; its id where it is not listed.
    pub title: String,
    /// Its findings, in the order of the Book.
    pub findings: Vec<FindingCovered>,
}

impl InspectionCovered {
    /// How many of its findings lack this.
    #[must_use]
    pub fn lacking(&self, what: Uncovered) -> usize {
        let findings = self.findings.iter();
        findings
            .filter(|found| found.uncovered.contains(&what))
            .count()
    }
}

/// An action that answers findings of more than one inspection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SharedAction {
    /// Its plan.
    pub plan: PlanId,
    /// The action.
    pub action: ActionId,
    /// Its title.
    pub title: String,
    /// The inspections.
    pub inspections: BTreeSet<InspectionId>,
}

/// The matrix of inspections, findings, answers and evidence.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Coverage {
    /// Inspections in the order of the Book, then those that only a finding names.
    pub inspections: Vec<InspectionCovered>,
    /// Actions that serve several inspections.
    pub shared: Vec<SharedAction>,
    /// Findings that an action or activity names and that are not there, with what names them.
    pub unknown: Vec<(FindingId, String)>,
}

/// From every inspection of the Book to the evidence, as it stands on a day.
#[must_use]
pub fn coverage(book: &Book, today: Day) -> Coverage {
    let answers = answers(book, today);
    let mut inspections: Vec<InspectionCovered> = listed(book);
    let mut places: HashMap<InspectionId, usize> = HashMap::new();
    for (place, inspection) in inspections.iter().enumerate() {
        places.entry(inspection.inspection.clone()).or_insert(place);
    }
    for finding in &book.findings {
        let place = *places.entry(finding.inspection.clone()).or_insert_with(|| {
            inspections.push(unlisted(&finding.inspection));
            inspections.len() - 1
        });
        let of_finding = answers.get(&finding.id).cloned().unwrap_or_default();
        if let Some(inspection) = inspections.get_mut(place) {
            inspection.findings.push(covered(finding, of_finding));
        }
    }
    Coverage {
        inspections,
        shared: shared(book),
        unknown: unknown(book, &answers),
    }
}

/// As [`coverage`], with the files that hang on findings: a file shows what was done as well as a text does.
#[must_use]
pub fn coverage_with_files(memory: &Memory, today: Day) -> Coverage {
    let mut found = coverage(memory.book(), today);
    let findings = found.inspections.iter_mut().flat_map(|it| &mut it.findings);
    for finding in findings {
        let kind = SubjectKind::Record(Kind::Finding);
        let subject = Subject::named(kind, [finding.finding.as_str()]);
        finding.files = memory.state().evidence_of(&subject).len();
        if finding.files > 0 {
            let lacks = &mut finding.uncovered;
            lacks.retain(|lack| *lack != Uncovered::NoEvidence);
        }
    }
    found
}

fn listed(book: &Book) -> Vec<InspectionCovered> {
    let row = |inspection: &Inspection| InspectionCovered {
        inspection: inspection.id.clone(),
        title: inspection.title.clone(),
        findings: Vec::new(),
    };
    book.inspections.iter().map(row).collect()
}

fn unlisted(id: &InspectionId) -> InspectionCovered {
    InspectionCovered {
        inspection: id.clone(),
        title: id.to_string(),
        findings: Vec::new(),
    }
}

fn answers(book: &Book, today: Day) -> HashMap<FindingId, Vec<Answer>> {
    let mut answers: HashMap<FindingId, Vec<Answer>> = HashMap::new();
    let mut activities: Vec<&ImprovementActivity> = book.improvement_activities.iter().collect();
    activities.sort_by_key(|activity| activity.position);
    for activity in activities {
        let of_finding = answers.entry(activity.finding.clone()).or_default();
        of_finding.push(by_activity(activity, today));
    }
    for action in &book.actions {
        for finding in &action.findings {
            let of_finding = answers.entry(finding.clone()).or_default();
            of_finding.push(by_action(action, today));
        }
    }
    answers
}

fn late_by(due: Option<Day>, today: Day, open: bool) -> i32 {
    match due.filter(|_| open) {
        Some(due) => due.days_until(today).max(0),
        None => 0,
    }
}

fn by_activity(activity: &ImprovementActivity, today: Day) -> Answer {
    Answer {
        action: None,
        activity: Some(activity.position),
        title: activity.text.clone(),
        owner: activity.owner.clone(),
        due: activity.due,
        done: activity.done_on.is_some(),
        late_by: late_by(activity.due, today, activity.done_on.is_none()),
        evidence: activity.evidence.clone(),
    }
}

fn by_action(action: &Action, today: Day) -> Answer {
    let due = action.end.map(clew_calendar::Period::last);
    Answer {
        action: Some((action.plan.clone(), action.id.clone())),
        activity: None,
        title: title(action),
        owner: action.owner.clone(),
        due,
        done: action.status == Some(ActionStatus::Complete),
        late_by: late_by(due, today, is_under_way(action)),
        evidence: action.evidence.clone(),
    }
}

fn covered(finding: &Finding, answers: Vec<Answer>) -> FindingCovered {
    let has_evidence = |answer: &Answer| {
        let evidence = answer.evidence.as_deref();
        evidence.is_some_and(|evidence| !evidence.trim().is_empty())
    };
    let mut uncovered = Vec::new();
    if finding.closed_on.is_none() {
        if answers.is_empty() {
            uncovered.push(Uncovered::NoAnswer);
        }
        if !answers.is_empty() && !answers.iter().any(has_evidence) {
            uncovered.push(Uncovered::NoEvidence);
        }
        if answers.iter().any(|answer| answer.late_by > 0) {
            uncovered.push(Uncovered::Late);
        }
    }
    FindingCovered {
        finding: finding.id.clone(),
        title: finding.title.clone(),
        area: finding.area.clone(),
        owner: finding.owner.clone(),
        closed_on: finding.closed_on,
        answers,
        files: 0,
        uncovered,
    }
}

fn shared(book: &Book) -> Vec<SharedAction> {
    let findings = book.findings.iter();
    let inspection_of: HashMap<&FindingId, &InspectionId> = findings
        .map(|finding| (&finding.id, &finding.inspection))
        .collect();
    let actions = book.actions.iter().map(|action| SharedAction {
        plan: action.plan.clone(),
        action: action.id.clone(),
        title: title(action),
        inspections: action
            .findings
            .iter()
            .filter_map(|finding| inspection_of.get(finding))
            .map(|inspection| (*inspection).clone())
            .collect(),
    });
    actions
        .filter(|action| action.inspections.len() > 1)
        .collect()
}

fn unknown(book: &Book, answers: &HashMap<FindingId, Vec<Answer>>) -> Vec<(FindingId, String)> {
    let there: BTreeSet<&FindingId> = book.findings.iter().map(|finding| &finding.id).collect();
    let mut unknown: Vec<(FindingId, String)> = answers
        .iter()
        .filter(|(finding, _)| !there.contains(finding))
        .flat_map(|(finding, answers)| {
            let names = answers.iter().map(|answer| answer.title.clone());
            names.map(|name| (finding.clone(), name))
        })
        .collect();
    unknown.sort();
    unknown
}
