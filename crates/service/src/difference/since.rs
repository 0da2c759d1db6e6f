//! Since: the entries between two sides, read once, each with what it is about.

use std::collections::{BTreeSet, HashMap};

use clew_journal::{Entry, Head, State, Subject, SubjectKind, fields_of, subject_of};
use clew_plan::{Action, Book, Formula, Kind, Measure, MeasureKey, Record};
use clew_store::Store;
use serde_json::Value;

use crate::service::for_rows;
use crate::{Memory, ServiceError};

/// An entry, with the head that it makes.
pub(super) struct Later {
    pub(super) entry: Entry,
    pub(super) head: Head,
}

/// The entries between two points of the journal, and what was so at the first of them.
pub(super) struct Since {
    /// What the entries follow, as the pure fold.
    pub(super) start: State,
    pub(super) entries: Vec<Later>,
    /// The places among the entries of those that are about a subject or name it.
    about: HashMap<Subject, Vec<usize>>,
    /// The places of the entries about plans.
    plans: Vec<usize>,
    /// What each measure was ever linked to.
    links: HashMap<MeasureKey, Links>,
    /// What stands in the Book at the start about each subject.
    standing: HashMap<Subject, Vec<(Kind, usize)>>,
}

/// What a measure's line rests on besides its own records, at any time from the start to the end.
#[derive(Default)]
struct Links {
    parts: BTreeSet<MeasureKey>,
    /// Its outcomes, and the actions that serve it.
    others: BTreeSet<Subject>,
}

/// What the line of one measure rests on.
pub(super) struct Ground {
    /// The subjects that stand at the start or that an entry is about.
    pub(super) subjects: Vec<Subject>,
    /// The places of the entries that touch any of it, in order.
    pub(super) entries: Vec<usize>,
}

impl Since {
    /// Reads the entries after what is known up to another entry.
    pub(super) fn read(store: &Store, known: &Memory, up_to: u64) -> Result<Self, ServiceError> {
        let start = known.clone().into_fold();
        let mut since = Self {
            standing: standing(&start),
            links: links(&start.book),
            about: HashMap::new(),
            plans: Vec::new(),
            entries: Vec::new(),
            start,
        };
        let mut state = since.start.clone();
        for_rows(store, state.head.sequence, Some(up_to), |rows| {
            for row in rows {
                let failed = |error: clew_journal::JournalError| ServiceError::Journal {
                    sequence: row.sequence,
                    message: error.to_string(),
                };
                let entry = Entry::read(row).map_err(failed)?;
                let before = state.record(&entry.subject);
                let taken = state.take_entry(entry.clone(), row.as_head());
                taken.map_err(failed)?;
                let after = state.record(&entry.subject);
                since.add(entry, row.as_head(), [before, after]);
            }
            Ok(())
        })?;
        Ok(since)
    }

    fn add(&mut self, entry: Entry, head: Head, records: [Option<Record>; 2]) {
        let place = self.entries.len();
        let mut subjects = BTreeSet::from([entry.subject.clone()]);
        for record in records.iter().flatten() {
            subjects.extend(named_by(record));
            link(&mut self.links, record);
        }
        if entry.subject.kind == SubjectKind::Record(Kind::Plan) {
            self.plans.push(place);
        }
        for subject in subjects {
            self.about.entry(subject).or_default().push(place);
        }
        self.entries.push(Later { entry, head });
    }

    /// The entries that are about a subject or name it.
    pub(super) fn about(&self, subject: &Subject) -> impl Iterator<Item = &Entry> {
        let places = self.about.get(subject).into_iter().flatten();
        places.filter_map(|place| Some(&self.entries.get(*place)?.entry))
    }

    /// What the line of a measure rests on: the measure, what its formulas are made from, the
    /// outcomes it stood under, the actions that serve it, and every plan.
    pub(super) fn ground(&self, measure: &MeasureKey) -> Ground {
        let mut measures = BTreeSet::from([measure.clone()]);
        let mut next = vec![measure.clone()];
        while let Some(key) = next.pop() {
            let parts = self
                .links
                .get(&key)
                .into_iter()
                .flat_map(|links| &links.parts);
            next.extend(
                parts
                    .filter(|part| measures.insert((*part).clone()))
                    .cloned(),
            );
        }
        let own = self.links.get(measure);
        let mut roots = own.map_or_else(BTreeSet::new, |links| links.others.clone());
        let of_measures = measures.iter().map(measure_named);
        roots.extend(of_measures);
        self.grounded(&roots)
    }

    fn grounded(&self, roots: &BTreeSet<Subject>) -> Ground {
        let mut entries = BTreeSet::new();
        let mut places: BTreeSet<(Kind, usize)> = BTreeSet::new();
        for root in roots {
            entries.extend(self.about.get(root).into_iter().flatten().copied());
            places.extend(self.standing.get(root).into_iter().flatten());
        }
        places.extend((0..self.start.book.plans.len()).map(|place| (Kind::Plan, place)));
        entries.extend(&self.plans);
        let there = places
            .iter()
            .filter_map(|(kind, place)| self.start.subject_at(*kind, *place));
        let mut subjects: Vec<Subject> = there.collect();
        let touched = entries.iter().filter_map(|place| self.entries.get(*place));
        subjects.extend(touched.map(|later| later.entry.subject.clone()));
        Ground {
            subjects,
            entries: entries.into_iter().collect(),
        }
    }
}

fn named(kind: Kind, parts: &[&str]) -> Subject {
    Subject::named(SubjectKind::Record(kind), parts.iter().copied())
}

fn measure_named(key: &MeasureKey) -> Subject {
    named(Kind::Measure, &[key.as_str()])
}

type AllLinks = HashMap<MeasureKey, Links>;

fn links(book: &Book) -> AllLinks {
    let mut links = AllLinks::new();
    for formula in &book.formulas {
        link_formula(&mut links, formula);
    }
    for measure in &book.measures {
        link_outcome(&mut links, measure);
    }
    for action in &book.actions {
        link_action(&mut links, action);
    }
    links
}

fn link(links: &mut AllLinks, record: &Record) {
    match record {
        Record::Formula(formula) => link_formula(links, formula),
        Record::Measure(measure) => link_outcome(links, measure),
        Record::Action(action) => link_action(links, action),
        _ => {}
    }
}

fn link_formula(links: &mut AllLinks, formula: &Formula) {
    let own = links.entry(formula.measure.clone()).or_default();
    own.parts.extend(formula.formula.parts().iter().cloned());
}

fn link_outcome(links: &mut AllLinks, measure: &Measure) {
    if let Some(outcome) = &measure.outcome {
        let own = links.entry(measure.code.key()).or_default();
        own.others.insert(named(Kind::Outcome, &[outcome.as_str()]));
    }
}

fn link_action(links: &mut AllLinks, action: &Action) {
    let subject = named(Kind::Action, &[action.id.as_str(), action.plan.as_str()]);
    for measure in &action.measures {
        let own = links.entry(measure.clone()).or_default();
        own.others.insert(subject.clone());
    }
}

/// What stands in a Book about each measure, outcome and action.
fn standing(state: &State) -> HashMap<Subject, Vec<(Kind, usize)>> {
    let book = &state.book;
    let mut of_measure: HashMap<&MeasureKey, Vec<(Kind, usize)>> = HashMap::new();
    let breaks = book.series_breaks.iter().map(|row| Some(&row.measure));
    let formulas = book.formulas.iter().map(|row| Some(&row.measure));
    let targets = book.targets.iter().map(|row| Some(&row.measure));
    let profile = book.profile.iter().map(|row| Some(&row.measure));
    let figures = book.figures.iter().map(|row| Some(&row.measure));
    let comments = book.commentary.iter().map(|row| row.measure.as_ref());
    gathered(&mut of_measure, Kind::SeriesBreak, breaks);
    gathered(&mut of_measure, Kind::Formula, formulas);
    gathered(&mut of_measure, Kind::Target, targets);
    gathered(&mut of_measure, Kind::ProfilePoint, profile);
    gathered(&mut of_measure, Kind::Figure, figures);
    gathered(&mut of_measure, Kind::Commentary, comments);
    let of_measure = of_measure.into_iter();
    let mut standing: HashMap<Subject, Vec<(Kind, usize)>> = of_measure
        .map(|(key, own)| (measure_named(key), own))
        .collect();
    let mut add = |subject: Subject, kind, place| {
        standing.entry(subject).or_default().push((kind, place));
    };
    for (place, measure) in book.measures.iter().enumerate() {
        add(measure_named(&measure.code.key()), Kind::Measure, place);
    }
    for (place, outcome) in book.outcomes.iter().enumerate() {
        add(
            named(Kind::Outcome, &[outcome.id.as_str()]),
            Kind::Outcome,
            place,
        );
    }
    for (place, action) in book.actions.iter().enumerate() {
        let subject = named(Kind::Action, &[action.id.as_str(), action.plan.as_str()]);
        add(subject, Kind::Action, place);
    }
    for (place, step) in book.milestones.iter().enumerate() {
        let subject = named(Kind::Action, &[step.action.as_str(), step.plan.as_str()]);
        add(subject, Kind::Milestone, place);
    }
    standing
}

fn gathered<'book>(
    all: &mut HashMap<&'book MeasureKey, Vec<(Kind, usize)>>,
    kind: Kind,
    keys: impl Iterator<Item = Option<&'book MeasureKey>>,
) {
    for (place, key) in keys.enumerate() {
        if let Some(key) = key {
            all.entry(key).or_default().push((kind, place));
        }
    }
}

/// The subjects that a record is or names: its measure or measures, its action and its outcome.
fn named_by(record: &Record) -> Vec<Subject> {
    let fields = fields_of(record);
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let mut subjects: Vec<Subject> = subject_of(record).into_iter().collect();
    let listed = fields.get("measures").and_then(Value::as_array);
    let listed = listed.into_iter().flatten().filter_map(Value::as_str);
    let measures = text("measure").into_iter().chain(listed);
    subjects.extend(measures.map(|key| measure_named(&MeasureKey::from(key))));
    if let Some((action, plan)) = text("action").zip(text("plan")) {
        subjects.push(named(Kind::Action, &[action, plan]));
    }
    subjects.extend(text("outcome").map(|outcome| named(Kind::Outcome, &[outcome])));
    subjects
}
