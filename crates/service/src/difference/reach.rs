//! Reach: which subjects a measure's line is made from, and what an entry about one can change.

use std::collections::BTreeSet;

use clew_calendar::Period;
use clew_journal::{Change, Entry, Subject, SubjectKind, changed_fields, subject_of};
use clew_measure::{Index, formulas};
use clew_plan::{Book, Kind, Measure, MeasureKey, UnitId};

use super::Aspect;
use crate::Memory;

/// The subjects that a measure's line is made from.
#[derive(Debug, Default)]
pub(super) struct Reach {
    measure: MeasureKey,
    /// The measure's own figure.
    figures: BTreeSet<Subject>,
    /// Figures of the parts of its formula, and of theirs.
    of_parts: BTreeSet<Subject>,
    targets: BTreeSet<Subject>,
    plans: BTreeSet<Subject>,
    /// Measures with a formula that it is worked out by, and the parts.
    formulas: BTreeSet<MeasureKey>,
    comments: BTreeSet<Subject>,
    milestones: BTreeSet<Subject>,
}

fn record(kind: Kind, parts: &[&str]) -> Subject {
    Subject::named(SubjectKind::Record(kind), parts.iter().copied())
}

fn of_period(kind: Kind, key: &MeasureKey, period: Period, unit: Option<&UnitId>) -> Subject {
    record(
        kind,
        &[
            key.as_str(),
            &period.to_string(),
            unit.map_or("", UnitId::as_str),
        ],
    )
}

impl Reach {
    pub(super) fn new(measure: &MeasureKey) -> Self {
        Self {
            measure: measure.clone(),
            ..Self::default()
        }
    }

    /// Adds what a Book makes the line from.
    pub(super) fn add(
        &mut self,
        memory: &Memory,
        index: &Index<'_>,
        period: Period,
        unit: Option<&UnitId>,
    ) {
        let key = self.measure.clone();
        self.figures
            .insert(of_period(Kind::Figure, &key, period, unit));
        self.targets
            .insert(of_period(Kind::Target, &key, period, unit));
        if let Some(measure) = index.measure(&key) {
            let judged = index.judge(measure, period, unit);
            let of_figure = judged.figure.map_or(period, |figure| figure.period);
            self.figures
                .insert(of_period(Kind::Figure, &key, of_figure, unit));
            let target = judged.target_found.and_then(|found| found.record);
            self.targets
                .extend(target.and_then(|target| subject_of(&target.clone().into())));
            self.add_plans(memory.book(), measure);
            self.add_parts(memory.book(), &key, of_figure, unit);
        }
        self.add_numbered(memory, period);
    }

    fn add_plans(&mut self, book: &Book, measure: &Measure) {
        let of_outcome = || {
            measure
                .outcome
                .as_ref()
                .and_then(|id| book.outcome(id))
                .map(|outcome| &outcome.plan)
        };
        let mut next = measure.plan.as_ref().or_else(of_outcome);
        while let Some(id) = next {
            // Plans that go round in a ring end where they began.
            if !self.plans.insert(record(Kind::Plan, &[id.as_str()])) {
                return;
            }
            next = book.plan(id).and_then(|plan| plan.parent.as_ref());
        }
    }

    fn add_parts(&mut self, book: &Book, key: &MeasureKey, period: Period, unit: Option<&UnitId>) {
        let Some(version) = formulas::formula_for(book, key, period) else {
            return;
        };
        if !self.formulas.insert(key.clone()) {
            return;
        }
        for part in version.formula.formula.parts() {
            self.of_parts
                .insert(of_period(Kind::Figure, part, period, unit));
            self.add_parts(book, part, period, unit);
        }
    }

    fn add_numbered(&mut self, memory: &Memory, period: Period) {
        let (book, state) = (memory.book(), memory.state());
        for (place, said) in book.commentary.iter().enumerate() {
            if said.measure.as_ref() == Some(&self.measure) && said.period.last() == period.last() {
                self.comments
                    .extend(state.subject_at(Kind::Commentary, place));
            }
        }
        let serves = |plan, id| {
            let mut actions = book
                .actions
                .iter()
                .filter(|action| action.plan == plan && action.id == id);
            actions.any(|action| action.measures.contains(&self.measure))
        };
        let own = book.milestones.iter().enumerate();
        let own = own.filter(|(_, step)| serves(step.plan.clone(), step.action.clone()));
        let places: Vec<usize> = own.map(|(place, _)| place).collect();
        let subjects = places
            .into_iter()
            .filter_map(|place| state.subject_at(Kind::Milestone, place));
        self.milestones.extend(subjects);
    }

    /// What an entry can change of the line directly; nothing for an entry about something else.
    pub(super) fn touched_by(&self, entry: &Entry) -> Vec<Aspect> {
        let SubjectKind::Record(kind) = entry.subject.kind else {
            return Vec::new();
        };
        let about = |subjects: &BTreeSet<Subject>| subjects.contains(&entry.subject);
        let first = || {
            entry
                .subject
                .parts()
                .into_iter()
                .next()
                .map(MeasureKey::from)
        };
        match kind {
            Kind::Figure if about(&self.figures) => by_fields(entry, of_figure),
            Kind::Figure if about(&self.of_parts) => by_fields(entry, of_part),
            Kind::Target if about(&self.targets) => by_fields(entry, of_target),
            Kind::Plan if about(&self.plans) => by_fields(entry, of_plan),
            Kind::Commentary if about(&self.comments) => vec![Aspect::Comments],
            Kind::Milestone if about(&self.milestones) => vec![Aspect::Status, Aspect::Rule],
            Kind::ProfilePoint if first().as_ref() == Some(&self.measure) => vec![Aspect::Target],
            Kind::Measure if first().as_ref() == Some(&self.measure) => {
                by_fields(entry, of_measure)
            }
            Kind::Measure if self.is_part(first().as_ref()) => by_fields(entry, of_part_measure),
            Kind::Formula if first().is_some_and(|key| self.formulas.contains(&key)) => {
                vec![Aspect::Value, Aspect::Counts, Aspect::Definition]
            }
            _ => Vec::new(),
        }
    }

    /// Whether an entry can put the line among those shown, or take it away.
    pub(super) fn placed_by(&self, entry: &Entry, unit: Option<&UnitId>) -> bool {
        match entry.subject.kind {
            SubjectKind::Record(Kind::Measure) => {
                let own = record(Kind::Measure, &[self.measure.as_str()]);
                let places = |field: &str| matches!(field, "plan" | "outcome" | "retired_on");
                let fields = fields_of(entry);
                entry.subject == own
                    && fields.is_none_or(|fields| fields.iter().any(|field| places(field)))
            }
            SubjectKind::Record(Kind::Figure) => {
                unit.is_some()
                    && (self.figures.contains(&entry.subject)
                        || self.of_parts.contains(&entry.subject))
            }
            SubjectKind::Record(Kind::Plan) => {
                let moves = fields_of(entry)
                    .is_none_or(|fields| fields.iter().any(|field| field == "parent"));
                self.plans.contains(&entry.subject) && moves
            }
            _ => false,
        }
    }

    fn is_part(&self, key: Option<&MeasureKey>) -> bool {
        key.is_some_and(|key| {
            self.of_parts
                .iter()
                .any(|part| part.parts().first().map(String::as_str) == Some(key.as_str()))
        })
    }
}

/// The fields that an entry changes; none when it is about the whole record.
fn fields_of(entry: &Entry) -> Option<Vec<String>> {
    let names = |changes: Vec<clew_journal::FieldChange>| {
        changes.into_iter().map(|change| change.field).collect()
    };
    match &entry.change {
        Change::Amend(changes) => Some(names(changes.clone())),
        Change::Retire { .. } => Some(vec!["retired_on".to_owned()]),
        Change::CorrectFigure(set) => {
            let was = set.was.clone()?;
            Some(names(changed_fields(&was.into(), &set.now.clone().into())))
        }
        Change::SetTarget(set) => {
            let was = set.was.clone()?;
            Some(names(changed_fields(&was.into(), &set.now.clone().into())))
        }
        _ => None,
    }
}

/// What the fields that an entry changes can change of the line; everything for the whole record.
fn by_fields(entry: &Entry, of_field: fn(Option<&str>) -> &'static [Aspect]) -> Vec<Aspect> {
    match fields_of(entry) {
        None => of_field(None).to_vec(),
        Some(fields) => {
            let touched = fields.iter().flat_map(|field| of_field(Some(field)));
            touched.copied().collect()
        }
    }
}

fn of_figure(field: Option<&str>) -> &'static [Aspect] {
    match field {
        None => &[
            Aspect::Value,
            Aspect::Counts,
            Aspect::Status,
            Aspect::Definition,
        ],
        Some("value" | "numerator" | "denominator") => &[Aspect::Value, Aspect::Counts],
        Some("override_status" | "reported_status") => &[Aspect::Status],
        Some("definition_version") => &[Aspect::Definition],
        Some(_) => &[],
    }
}

fn of_part(field: Option<&str>) -> &'static [Aspect] {
    match field {
        None | Some("value" | "numerator" | "denominator") => &[Aspect::Value, Aspect::Counts],
        Some(_) => &[],
    }
}

fn of_part_measure(field: Option<&str>) -> &'static [Aspect] {
    match field {
        None | Some("unit_of_measure" | "missing_parts") => &[Aspect::Value, Aspect::Counts],
        Some(_) => &[],
    }
}

fn of_target(field: Option<&str>) -> &'static [Aspect] {
    match field {
        None => &[Aspect::Target, Aspect::Rule, Aspect::Status],
        Some("goal") => &[Aspect::Target],
        Some("tolerance" | "as_written") => &[Aspect::Rule, Aspect::Status],
        Some(_) => &[],
    }
}

fn of_plan(field: Option<&str>) -> &'static [Aspect] {
    match field {
        None | Some("tolerance" | "parent") => &[Aspect::Rule, Aspect::Status],
        Some(_) => &[],
    }
}

fn of_measure(field: Option<&str>) -> &'static [Aspect] {
    use Aspect::{Code, Counts, Definition, Owner, Rule, Status, Target, Title, Value};
    match field {
        None => &[
            Code, Title, Owner, Value, Counts, Target, Status, Rule, Definition,
        ],
        Some("code") => &[Code],
        Some("title") => &[Title],
        Some("owner") => &[Owner],
        Some("version") => &[Definition],
        Some("decimals") => &[Value, Target],
        Some("tolerance" | "polarity" | "plan" | "outcome" | "due" | "kind" | "categories") => {
            &[Rule, Status]
        }
        Some("unit_of_measure" | "aggregation") => &[Value, Target, Rule, Status],
        Some("arrears" | "missing_parts") => &[Value, Counts, Rule, Status],
        Some(_) => &[],
    }
}
