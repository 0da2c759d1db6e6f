//! The Book: everything a service's plans hold, as one value.

use crate::{
    Achievement, Action, Activity, BenchmarkFigure, BudgetTable, CapitalLine, Citation, Claim,
    Commentary, Control, Cycle, Document, FamilyMember, Figure, Finding, Forum, ForumItem,
    ImprovementActivity, Inspection, Measure, MeasureKey, Milestone, Organisation, Outcome,
    OutcomeId, Passage, Plan, PlanId, PlanningStep, ProfilePoint, ReportedCount, ReportedTotal,
    ResourceGap, Risk, ScheduleEntry, SeriesBreak, StaffingLine, Target, Unit, UnitId, Update,
    Waiver, Workstream,
};

/// Declares the kinds of record once: the fields of [`Book`] and the list [`Kind`].
macro_rules! kinds {
    ($( $(#[$meta:meta])* $field:ident : $record:ident = $name:literal ),+ $(,)?) => {
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
        }

        impl Book {
            /// How many records of a kind it holds.
            #[must_use]
            pub fn count(&self, kind: Kind) -> usize {
                match kind { $( Kind::$record => self.$field.len() ),+ }
            }
        }
    };
}

kinds! {
    /// Records of the kind [`Document`].
    documents: Document = "documents",
    /// Records of the kind [`Unit`].
    units: Unit = "units",
    /// Records of the kind [`Plan`].
    plans: Plan = "plans",
    /// Records of the kind [`Outcome`].
    outcomes: Outcome = "outcomes",
    /// Records of the kind [`Measure`].
    measures: Measure = "measures",
    /// Records of the kind [`SeriesBreak`].
    series_breaks: SeriesBreak = "series-breaks",
    /// Records of the kind [`Target`].
    targets: Target = "targets",
    /// Records of the kind [`ProfilePoint`].
    profile: ProfilePoint = "profile",
    /// Records of the kind [`Figure`].
    figures: Figure = "figures",
    /// Records of the kind [`Commentary`].
    commentary: Commentary = "commentary",
    /// Records of the kind [`Citation`].
    citations: Citation = "citations",
    /// Records of the kind [`Action`].
    actions: Action = "actions",
    /// Records of the kind [`Milestone`].
    milestones: Milestone = "milestones",
    /// Records of the kind [`Update`].
    updates: Update = "updates",
    /// Records of the kind [`Risk`].
    risks: Risk = "risks",
    /// Records of the kind [`Control`].
    controls: Control = "controls",
    /// Records of the kind [`BudgetTable`].
    budget_tables: BudgetTable = "budget-tables",
    /// Records of the kind [`Activity`].
    activities: Activity = "activities",
    /// Records of the kind [`CapitalLine`].
    capital: CapitalLine = "capital",
    /// Records of the kind [`StaffingLine`].
    staffing: StaffingLine = "staffing",
    /// Records of the kind [`ScheduleEntry`].
    schedules: ScheduleEntry = "schedules",
    /// Records of the kind [`PlanningStep`].
    planning_calendar: PlanningStep = "planning-calendar",
    /// Records of the kind [`Inspection`].
    inspections: Inspection = "inspections",
    /// Records of the kind [`Finding`].
    findings: Finding = "findings",
    /// Records of the kind [`ImprovementActivity`].
    improvement_activities: ImprovementActivity = "improvement-activities",
    /// Records of the kind [`Workstream`].
    workstreams: Workstream = "workstreams",
    /// Records of the kind [`ResourceGap`].
    resource_gaps: ResourceGap = "resource-gaps",
    /// Records of the kind [`Forum`].
    forums: Forum = "forums",
    /// Records of the kind [`ForumItem`].
    forum_items: ForumItem = "forum-items",
    /// Records of the kind [`Cycle`].
    cycles: Cycle = "cycles",
    /// Records of the kind [`Passage`].
    passages: Passage = "passages",
    /// Records of the kind [`Claim`].
    claims: Claim = "claims",
    /// Records of the kind [`Achievement`].
    achievements: Achievement = "achievements",
    /// Records of the kind [`ReportedTotal`].
    reported_totals: ReportedTotal = "reported-totals",
    /// Records of the kind [`ReportedCount`].
    reported_counts: ReportedCount = "reported-counts",
    /// Records of the kind [`BenchmarkFigure`].
    benchmarks: BenchmarkFigure = "benchmarks",
    /// Records of the kind [`FamilyMember`].
    families: FamilyMember = "families",
    /// Records of the kind [`Waiver`].
    waivers: Waiver = "waivers",
}

impl Book {
    /// The measure with this normalised code.
    #[must_use]
    pub fn measure(&self, key: &MeasureKey) -> Option<&Measure> {
        self.measures
            .iter()
            .find(|measure| measure.code.key() == *key)
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
