//! The Book: everything a service's plans hold, as one value.

use crate::{
    Achievement, Action, Activity, BenchmarkFigure, BudgetTable, CapitalLine, Citation, Claim,
    Commentary, Control, Cycle, Document, FamilyMember, Figure, Finding, Formula, Forum, ForumItem,
    ImprovementActivity, Inspection, Measure, MeasureKey, Milestone, Organisation, Outcome,
    OutcomeId, Passage, Plan, PlanId, PlanningStep, ProfilePoint, ReportedCount, ReportedTotal,
    ResourceGap, Risk, ScheduleEntry, ScrutinyQuestion, SeriesBreak, StaffingLine, Target, Unit,
    UnitId, Update, Waiver, Workstream,
};

/// Whether records of a kind may be alike in the fields that identify them.
macro_rules! sameness {
    (unique) => {
        true
    };
    (alike) => {
        false
    };
}

fn put<T>(records: &mut [T], place: usize, record: T) -> bool {
    let there = records.get_mut(place);
    there.map(|earlier| *earlier = record).is_some()
}

fn take<T>(records: &mut Vec<T>, place: usize) -> Option<T> {
    (place < records.len()).then(|| records.remove(place))
}

/// Declares the kinds of record once: the fields of [`Book`], the list [`Kind`], [`Record`] and what
/// tells one record of a kind from another.
macro_rules! kinds {
    ($(
        $(#[$meta:meta])*
        $field:ident : $record:ident = $name:literal, $sameness:ident by [$($part:literal),+]
    ),+ $(,)?) => {
        /// Everything a service's plans hold. Records stand in the order they were written.
        #[derive(Clone, Debug, Default, Eq, PartialEq)]
        pub struct Book {
            /// Whose book it is.
            pub organisation: Option<Organisation>,
            $( $(#[$meta])* pub $field: Vec<$record>, )+
        }

        /// A kind of record: one sheet of a workbook, one file of a workspace.
        #[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
        pub enum Kind { $( $(#[$meta])* $record ),+ }

        impl Kind {
            /// Every kind, in the order in which a reader meets them.
            pub const ALL: &'static [Kind] = &[ $( Kind::$record ),+ ];

            /// The name of its file and, with spaces and a capital, of its sheet.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( Kind::$record => $name ),+ }
            }

            /// The fields that tell one of its records from another.
            #[must_use]
            pub const fn identified_by(self) -> &'static [&'static str] {
                match self { $( Kind::$record => &[$($part),+] ),+ }
            }

            /// Whether no two of its records may be alike in those fields; of other kinds a
            /// document may well have two alike.
            #[must_use]
            pub const fn is_unique(self) -> bool {
                match self { $( Kind::$record => sameness!($sameness) ),+ }
            }

            /// Reads one of its records.
            ///
            /// # Errors
            /// When what is read is not such a record.
            pub fn read<'de, D: serde::Deserializer<'de>>(self, from: D) -> Result<Record, D::Error> {
                match self {
                    $( Kind::$record => serde::Deserialize::deserialize(from).map(Record::$record) ),+
                }
            }
        }

        /// A record of any kind.
        #[derive(Clone, Debug, Eq, PartialEq)]
        pub enum Record { $( $(#[$meta])* $record($record) ),+ }

        impl Record {
            /// Its kind.
            #[must_use]
            pub const fn kind(&self) -> Kind {
                match self { $( Record::$record(_) => Kind::$record ),+ }
            }
        }

        /// A record of any kind, where it stands in a Book.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum RecordRef<'book> { $( $(#[$meta])* $record(&'book $record) ),+ }

        impl serde::Serialize for RecordRef<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $( RecordRef::$record(record) => record.serialize(serializer) ),+ }
            }
        }

        impl serde::Serialize for Record {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $( Record::$record(record) => record.serialize(serializer) ),+ }
            }
        }

        $( impl From<$record> for Record {
            fn from(record: $record) -> Self { Self::$record(record) }
        } )+

        impl Book {
            /// How many records of a kind it holds.
            #[must_use]
            pub fn count(&self, kind: Kind) -> usize {
                match kind { $( Kind::$record => self.$field.len() ),+ }
            }

            /// The record at a place among those of its kind.
            #[must_use]
            pub fn record(&self, kind: Kind, place: usize) -> Option<Record> {
                match kind { $( Kind::$record => self.$field.get(place).cloned().map(Record::$record) ),+ }
            }

            /// Adds a record after the others of its kind.
            pub fn push(&mut self, record: Record) {
                match record { $( Record::$record(record) => self.$field.push(record) ),+ }
            }

            /// Moves every record of another Book behind its own, kind by kind.
            pub fn append(&mut self, other: &mut Book) {
                $( self.$field.append(&mut other.$field); )+
            }

            /// Puts a record in the place of another of its kind; false when there is no such place.
            pub fn replace(&mut self, place: usize, record: Record) -> bool {
                match record {
                    $( Record::$record(record) => put(&mut self.$field, place, record) ),+
                }
            }

            /// Takes the record at a place out; those behind it move up.
            pub fn remove(&mut self, kind: Kind, place: usize) -> Option<Record> {
                match kind {
                    $( Kind::$record => take(&mut self.$field, place).map(Record::$record) ),+
                }
            }

            /// The record of a kind at a place.
            #[must_use]
            pub fn record_at(&self, kind: Kind, place: usize) -> Option<RecordRef<'_>> {
                match kind {
                    $( Kind::$record => self.$field.get(place).map(RecordRef::$record), )+
                }
            }

            /// The records of a kind, in order.
            #[must_use]
            pub fn records(&self, kind: Kind) -> Box<dyn ExactSizeIterator<Item = RecordRef<'_>> + '_> {
                match kind {
                    $( Kind::$record => Box::new(self.$field.iter().map(RecordRef::$record)), )+
                }
            }
        }
    };
}

kinds! {
    /// Records of the kind [`Document`].
    documents: Document = "documents", unique by ["id"],
    /// Records of the kind [`Unit`].
    units: Unit = "units", unique by ["id"],
    /// Records of the kind [`Plan`].
    plans: Plan = "plans", unique by ["id"],
    /// Records of the kind [`Outcome`].
    outcomes: Outcome = "outcomes", unique by ["id"],
    /// Records of the kind [`Measure`].
    measures: Measure = "measures", unique by ["code"],
    /// Records of the kind [`SeriesBreak`].
    series_breaks: SeriesBreak = "series-breaks", alike by ["measure", "from"],
    /// Records of the kind [`Formula`].
    formulas: Formula = "formulas", unique by ["measure", "from"],
    /// Records of the kind [`Target`].
    targets: Target = "targets", unique by ["measure", "period", "unit"],
    /// Records of the kind [`ProfilePoint`].
    profile: ProfilePoint = "profile", unique by ["measure", "period", "unit"],
    /// Records of the kind [`Figure`].
    figures: Figure = "figures", unique by ["measure", "period", "unit"],
    /// Records of the kind [`Commentary`].
    commentary: Commentary = "commentary", alike by ["measure", "action", "period", "unit", "by"],
    /// Records of the kind [`ScrutinyQuestion`].
    scrutiny_questions: ScrutinyQuestion = "scrutiny-questions", alike by ["measure", "period", "unit", "question"],
    /// Records of the kind [`Citation`].
    citations: Citation = "citations", alike by ["document", "place", "code", "title"],
    /// Records of the kind [`Action`].
    actions: Action = "actions", unique by ["id", "plan"],
    /// Records of the kind [`Milestone`].
    milestones: Milestone = "milestones", alike by ["action", "plan", "title"],
    /// Records of the kind [`Update`].
    updates: Update = "updates", alike by ["action", "plan", "text", "on"],
    /// Records of the kind [`Risk`].
    risks: Risk = "risks", unique by ["code", "plan"],
    /// Records of the kind [`Control`].
    controls: Control = "controls", alike by ["risk", "title"],
    /// Records of the kind [`BudgetTable`].
    budget_tables: BudgetTable = "budget-tables", unique by ["id"],
    /// Records of the kind [`Activity`].
    activities: Activity = "activities", alike by ["table", "title", "kind"],
    /// Records of the kind [`CapitalLine`].
    capital: CapitalLine = "capital", alike by ["table", "project"],
    /// Records of the kind [`StaffingLine`].
    staffing: StaffingLine = "staffing", alike by ["plan", "unit", "title"],
    /// Records of the kind [`ScheduleEntry`].
    schedules: ScheduleEntry = "schedules", alike by ["plan", "schedule", "unit", "group", "method"],
    /// Records of the kind [`PlanningStep`].
    planning_calendar: PlanningStep = "planning-calendar", alike by ["plan", "step"],
    /// Records of the kind [`Inspection`].
    inspections: Inspection = "inspections", unique by ["id"],
    /// Records of the kind [`Finding`].
    findings: Finding = "findings", unique by ["id"],
    /// Records of the kind [`ImprovementActivity`].
    improvement_activities: ImprovementActivity = "improvement-activities", alike by ["finding", "position"],
    /// Records of the kind [`Workstream`].
    workstreams: Workstream = "workstreams", unique by ["id"],
    /// Records of the kind [`ResourceGap`].
    resource_gaps: ResourceGap = "resource-gaps", alike by ["workstream", "text"],
    /// Records of the kind [`Forum`].
    forums: Forum = "forums", unique by ["id"],
    /// Records of the kind [`ForumItem`].
    forum_items: ForumItem = "forum-items", alike by ["forum", "what", "on"],
    /// Records of the kind [`Cycle`].
    cycles: Cycle = "cycles", unique by ["id", "plan"],
    /// Records of the kind [`Passage`].
    passages: Passage = "passages", alike by ["document", "heading", "text"],
    /// Records of the kind [`Claim`].
    claims: Claim = "claims", alike by ["document", "subject", "text"],
    /// Records of the kind [`Achievement`].
    achievements: Achievement = "achievements", alike by ["document", "outcome", "text"],
    /// Records of the kind [`ReportedTotal`].
    reported_totals: ReportedTotal = "reported-totals", alike by ["document", "of", "table", "without_time_limited", "quantity"],
    /// Records of the kind [`ReportedCount`].
    reported_counts: ReportedCount = "reported-counts", alike by ["document", "period", "outcome", "kind", "status"],
    /// Records of the kind [`BenchmarkFigure`].
    benchmarks: BenchmarkFigure = "benchmarks", unique by ["measure", "period", "council"],
    /// Records of the kind [`FamilyMember`].
    families: FamilyMember = "families", alike by ["group", "council"],
    /// Records of the kind [`Waiver`].
    waivers: Waiver = "waivers", alike by ["rule", "place"],
}

impl Extend<Record> for Book {
    fn extend<I: IntoIterator<Item = Record>>(&mut self, records: I) {
        records.into_iter().for_each(|record| self.push(record));
    }
}

impl Book {
    /// The measure with this normalised code.
    #[must_use]
    pub fn measure(&self, key: &MeasureKey) -> Option<&Measure> {
        self.measures
            .iter()
            .find(|measure| measure.code.as_key() == key)
    }

    /// The plan with this id.
    #[must_use]
    pub fn plan(&self, id: &PlanId) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == *id)
    }

    /// The plan with this id and every plan that serves it, directly or through others.
    #[must_use]
    pub fn plan_and_those_below(&self, id: &PlanId) -> Vec<&Plan> {
        let mut found: Vec<&Plan> = self.plan(id).into_iter().collect();
        let mut next = 0;
        while let Some(above) = found.get(next).map(|plan| &plan.id) {
            let below = |plan: &&Plan| plan.parent.as_ref() == Some(above);
            let new: Vec<&Plan> = self
                .plans
                .iter()
                .filter(below)
                .filter(|plan| !found.iter().any(|seen| seen.id == plan.id))
                .collect();
            found.extend(new);
            next += 1;
        }
        found
    }

    /// The outcome with this id.
    #[must_use]
    pub fn outcome(&self, id: &OutcomeId) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.id == *id)
    }

    /// The outcome and those above it, from the outcome up to its root. Stops where a tree that is
    /// not sound comes back to itself.
    #[must_use]
    pub fn line_of_sight(&self, id: &OutcomeId) -> Vec<&Outcome> {
        let mut line: Vec<&Outcome> = Vec::new();
        let mut next = self.outcome(id);
        while let Some(outcome) = next {
            if line.iter().any(|seen| seen.id == outcome.id) {
                break;
            }
            line.push(outcome);
            next = outcome
                .parent
                .as_ref()
                .and_then(|parent| self.outcome(parent));
        }
        line
    }

    /// The name of a part of the organisation, or its id when it is not listed.
    #[must_use]
    pub fn unit_name<'book>(&'book self, id: &'book UnitId) -> &'book str {
        self.units
            .iter()
            .find(|unit| unit.id == *id)
            .map_or(id.as_str(), |unit| &unit.name)
    }

    /// Whether statuses of this plan's cycle for the period are shown as they were reported.
    #[must_use]
    pub fn is_imported(&self, plan: &PlanId, period: clew_calendar::Period) -> bool {
        let cycle = self
            .cycles
            .iter()
            .find(|cycle| cycle.plan == *plan && cycle.period == period);
        let plan_says = || self.plan(plan).is_some_and(|plan| plan.imported);
        cycle.map_or_else(plan_says, |cycle| cycle.imported)
    }
}
