//! The places of the checks' findings as the records that stand there, so that they can be put right.

use std::collections::HashMap;

use clew_calendar::Period;
use clew_check::Place;
use clew_journal::{Subject, SubjectKind};
use clew_plan::{ActionId, Book, Code, Kind, MeasureKey, RecordRef};

use super::Overview;
use super::search::{HitKind, HitPage, page_of};

/// A record: its kind and its place among those of its kind.
type Stands = (Kind, usize);

/// What stands at a place of a finding, as far as it can be told.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct FoundAt {
    /// The record to put right; none where the place names no single one.
    pub record: Option<Subject>,
    /// The page on which it stands.
    pub page: Option<HitPage>,
}

/// The records of the Book by where they were read from.
#[derive(Debug)]
pub(crate) struct Sources(HashMap<String, Vec<Stands>>);

impl Sources {
    pub(super) fn of(book: &Book) -> Self {
        let mut by_source: HashMap<String, Vec<Stands>> = HashMap::new();
        let mut add = |kind: Kind, place: usize, source: &Option<String>| {
            if let Some(source) = source {
                by_source
                    .entry(source.clone())
                    .or_default()
                    .push((kind, place));
            }
        };
        macro_rules! of_kinds {
            ($($field:ident: $kind:ident),+ $(,)?) => {
                $( for (place, record) in book.$field.iter().enumerate() {
                    add(Kind::$kind, place, &record.source);
                } )+
            };
        }
        of_kinds!(
            figures: Figure, targets: Target, commentary: Commentary, milestones: Milestone,
            updates: Update, controls: Control, improvement_activities: ImprovementActivity,
            measures: Measure, actions: Action, risks: Risk, findings: Finding, outcomes: Outcome,
            profile: ProfilePoint, formulas: Formula, series_breaks: SeriesBreak,
            activities: Activity, budget_tables: BudgetTable, capital: CapitalLine,
            staffing: StaffingLine, reported_counts: ReportedCount, reported_totals: ReportedTotal,
            citations: Citation, claims: Claim, passages: Passage, achievements: Achievement,
            inspections: Inspection, workstreams: Workstream, resource_gaps: ResourceGap,
            schedules: ScheduleEntry, planning_calendar: PlanningStep, forums: Forum,
            forum_items: ForumItem, cycles: Cycle, plans: Plan, units: Unit,
            documents: Document, benchmarks: BenchmarkFigure, waivers: Waiver,
        );
        Self(by_source)
    }
}

impl Overview {
    /// What stands at a place of a finding: the record that was read from there and is named there,
    /// else the one that is named there.
    #[must_use]
    pub fn found_at(&self, place: &Place) -> FoundAt {
        let named = Named::read(self, &place.what);
        let read = place.source.as_ref();
        let read = read.and_then(|source| self.sources().0.get(source));
        let best = read.and_then(|all| best(self.book(), all, &named, &place.what));
        let Some((kind, at)) = best.or(named.stands) else {
            return FoundAt::default();
        };
        let record = self.book().record_at(kind, at);
        FoundAt {
            record: self.memory().state().subject_at(kind, at),
            page: record.and_then(|record| page(self.book(), kind, record)),
        }
    }
}

/// What the words of a place name.
struct Named {
    measure: Option<MeasureKey>,
    action: Option<ActionId>,
    stands: Option<Stands>,
}

impl Named {
    fn read(overview: &Overview, what: &str) -> Self {
        let mut named = Self {
            measure: None,
            action: None,
            stands: None,
        };
        let first = first_words(what);
        let state = overview.memory().state();
        let book = overview.book();
        if let Some(id) = first.strip_prefix("action ") {
            let id = ActionId::from(id);
            let place = book.actions.iter().position(|action| action.id == id);
            named.stands = place.map(|place| (Kind::Action, place));
            named.action = Some(id);
        } else if let Some(id) = first.strip_prefix("finding ") {
            let mut findings = book.findings.iter();
            let place = findings.position(|finding| finding.id.as_str() == id);
            named.stands = place.map(|place| (Kind::Finding, place));
        } else if let Ok(code) = first.parse::<Code>() {
            let key = code.key();
            let subject = Subject::named(SubjectKind::Record(Kind::Measure), [key.as_str()]);
            let place = state.place(&subject);
            let figure = figure_named(overview, &key, what);
            named.stands = figure.or(place.map(|place| (Kind::Measure, place)));
            named.measure = place.is_some().then_some(key);
        }
        named
    }
}

/// The figure that "SPCC14, 2021-22: 85%" names.
fn figure_named(overview: &Overview, key: &MeasureKey, what: &str) -> Option<Stands> {
    let (_, rest) = what.split_once(", ")?;
    let period: Period = rest.split(':').next()?.trim().parse().ok()?;
    let subject = Subject::named(
        SubjectKind::Record(Kind::Figure),
        [key.as_str(), &period.to_string()],
    );
    let place = overview.memory().state().place(&subject)?;
    Some((Kind::Figure, place))
}

/// What stands before the first comma, colon or "in": a code, or a word and an id.
fn first_words(what: &str) -> &str {
    let ends = [", ", ": ", " in "];
    let end = ends.iter().filter_map(|end| what.find(end)).min();
    what[..end.unwrap_or(what.len())].trim()
}

/// Of the records that were read from one line, the one that is named; the first where none is.
fn best(book: &Book, all: &[Stands], named: &Named, what: &str) -> Option<Stands> {
    let score = |&(kind, place): &Stands| {
        let record = book.record_at(kind, place);
        record.map_or(0, |record| likeness(record, named, what))
    };
    // The last of several alike would be taken; turned round, it is the first.
    all.iter().rev().max_by_key(|stands| score(stands)).copied()
}

fn likeness(record: RecordRef<'_>, named: &Named, what: &str) -> u8 {
    use RecordRef as R;
    let of = |measure: &MeasureKey| u8::from(named.measure.as_ref() == Some(measure));
    let about = |action: &ActionId| u8::from(named.action.as_ref() == Some(action));
    let says = |text: &str| u8::from(what.contains(text));
    match record {
        R::Figure(it) => of(&it.measure) * (2 + 2 * says(&it.period.to_string())),
        R::Target(it) => of(&it.measure) * (1 + 3 * says("target")),
        R::Commentary(it) => {
            let measure = it.measure.as_ref().map_or(0, of);
            let action = it.action.as_ref().map_or(0, about);
            (measure + action) * (1 + 4 * says("comment"))
        }
        R::Measure(it) => of(&it.code.key()) * 3,
        R::Action(it) => about(&it.id) * 3,
        R::Update(it) => about(&it.action) * (1 + 3 * says("progress")),
        R::Milestone(it) => about(&it.action) * (1 + 3 * says("milestone")),
        R::Finding(it) => 3 * says(&format!("finding {}", it.id)),
        _ => 0,
    }
}

/// The page of a record; that of its measure for what a measure's page shows.
fn page(book: &Book, kind: Kind, record: RecordRef<'_>) -> Option<HitPage> {
    use RecordRef as R;
    let measure = match record {
        R::Figure(it) => Some(&it.measure),
        R::Target(it) => Some(&it.measure),
        R::ProfilePoint(it) => Some(&it.measure),
        R::Formula(it) => Some(&it.measure),
        R::SeriesBreak(it) => Some(&it.measure),
        R::BenchmarkFigure(it) => Some(&it.measure),
        _ => None,
    };
    let page = match measure {
        Some(key) => HitPage {
            kind: HitKind::Record(Kind::Measure),
            id: key.to_string(),
            plan: None,
        },
        None => page_of(book, kind, record),
    };
    (!page.id.is_empty()).then_some(page)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_a_place_names_stands_before_its_first_stop() {
        for (what, first) in [
            ("action 7, Open the hub", "action 7"),
            ("SPCC014_6b.5, 2021-22: 85%", "SPCC014_6b.5"),
            ("SPCC014: Red", "SPCC014"),
            ("CP:SPCC014 in scorecard", "CP:SPCC014"),
            ("claim", "claim"),
        ] {
            assert_eq!(first_words(what), first);
        }
    }
}
