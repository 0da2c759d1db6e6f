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
    /// Documents of the book; see [`Document`](crate::Document).
    documents: Document = "documents",
    /// Units of the book; see [`Unit`](crate::Unit).
    units: Unit = "units",
    /// Plans of the book; see [`Plan`](crate::Plan).
    plans: Plan = "plans",
    /// Outcomes of the book; see [`Outcome`](crate::Outcome).
    outcomes: Outcome = "outcomes",
    /// Measures of the book; see [`Measure`](crate::Measure).
    measures: Measure = "measures",
    /// SeriesBreaks of the book; see [`SeriesBreak`](crate::SeriesBreak).
    series_breaks: SeriesBreak = "series-breaks",
    /// Targets of the book; see [`Target`](crate::Target).
    targets: Target = "targets",
    /// ProfilePoints of the book; see [`ProfilePoint`](crate::ProfilePoint).
    profile: ProfilePoint = "profile",
    /// Figures of the book; see [`Figure`](crate::Figure).
    figures: Figure = "figures",
    /// Commentarys of the book; see [`Commentary`](crate::Commentary).
    commentary: Commentary = "commentary",
    /// Citations of the book; see [`Citation`](crate::Citation).
    citations: Citation = "citations",
    /// Actions of the book; see [`Action`](crate::Action).
    actions: Action = "actions",
    /// Milestones of the book; see [`Milestone`](crate::Milestone).
    milestones: Milestone = "milestones",
    /// Updates of the book; see [`Update`](crate::Update).
    updates: Update = "updates",
    /// Risks of the book; see [`Risk`](crate::Risk).
    risks: Risk = "risks",
    /// Controls of the book; see [`Control`](crate::Control).
    controls: Control = "controls",
    /// BudgetTables of the book; see [`BudgetTable`](crate::BudgetTable).
    budget_tables: BudgetTable = "budget-tables",
    /// Activitys of the book; see [`Activity`](crate::Activity).
    activities: Activity = "activities",
    /// CapitalLines of the book; see [`CapitalLine`](crate::CapitalLine).
    capital: CapitalLine = "capital",
    /// StaffingLines of the book; see [`StaffingLine`](crate::StaffingLine).
    staffing: StaffingLine = "staffing",
    /// ScheduleEntrys of the book; see [`ScheduleEntry`](crate::ScheduleEntry).
    schedules: ScheduleEntry = "schedules",
    /// PlanningSteps of the book; see [`PlanningStep`](crate::PlanningStep).
    planning_calendar: PlanningStep = "planning-calendar",
    /// Inspections of the book; see [`Inspection`](crate::Inspection).
    inspections: Inspection = "inspections",
    /// Findings of the book; see [`Finding`](crate::Finding).
    findings: Finding = "findings",
    /// ImprovementActivitys of the book; see [`ImprovementActivity`](crate::ImprovementActivity).
    improvement_activities: ImprovementActivity = "improvement-activities",
    /// Workstreams of the book; see [`Workstream`](crate::Workstream).
    workstreams: Workstream = "workstreams",
    /// ResourceGaps of the book; see [`ResourceGap`](crate::ResourceGap).
    resource_gaps: ResourceGap = "resource-gaps",
    /// Forums of the book; see [`Forum`](crate::Forum).
    forums: Forum = "forums",
    /// ForumItems of the book; see [`ForumItem`](crate::ForumItem).
    forum_items: ForumItem = "forum-items",
    /// Cycles of the book; see [`Cycle`](crate::Cycle).
    cycles: Cycle = "cycles",
    /// Passages of the book; see [`Passage`](crate::Passage).
    passages: Passage = "passages",
    /// Claims of the book; see [`Claim`](crate::Claim).
    claims: Claim = "claims",
    /// Achievements of the book; see [`Achievement`](crate::Achievement).
    achievements: Achievement = "achievements",
    /// ReportedTotals of the book; see [`ReportedTotal`](crate::ReportedTotal).
    reported_totals: ReportedTotal = "reported-totals",
    /// ReportedCounts of the book; see [`ReportedCount`](crate::ReportedCount).
    reported_counts: ReportedCount = "reported-counts",
    /// BenchmarkFigures of the book; see [`BenchmarkFigure`](crate::BenchmarkFigure).
    benchmarks: BenchmarkFigure = "benchmarks",
    /// FamilyMembers of the book; see [`FamilyMember`](crate::FamilyMember).
    families: FamilyMember = "families",
    /// Waivers of the book; see [`Waiver`](crate::Waiver).
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
