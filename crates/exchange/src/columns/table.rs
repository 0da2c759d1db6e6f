//! Tables: one for each kind of record, and one for the organisation.

use std::collections::HashMap;
use std::sync::LazyLock;

use clew_plan::Kind;

use super::{
    Column, actions, benchmarks, budgets, commentary, documents, formulas, improvement, measures,
    plans,
};
use crate::cells::plain;

/// A sheet of a workbook, a file of a CSV folder, a list of a JSON file.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub enum Table {
    /// The organisation: one row.
    Organisation,
    /// The records of a kind.
    Records(Kind),
}

impl Table {
    /// Every table, the organisation first.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Organisation).chain(Kind::ALL.iter().map(|kind| Self::Records(*kind)))
    }

    /// The name of its file and, in JSON, of its list.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Records(kind) => kind.name(),
        }
    }

    /// The name of its sheet.
    #[must_use]
    pub fn sheet(self) -> String {
        super::capitalised(self.name())
    }
}

/// The columns of a table, in the order of the record's fields.
#[must_use]
pub const fn columns(table: Table) -> &'static [Column] {
    match table {
        Table::Organisation => plans::ORGANISATION,
        Table::Records(kind) => match kind {
            Kind::Document => documents::DOCUMENT,
            Kind::Unit => plans::UNIT,
            Kind::Plan => plans::PLAN,
            Kind::Outcome => plans::OUTCOME,
            Kind::Measure => measures::MEASURE,
            Kind::SeriesBreak => measures::SERIES_BREAK,
            Kind::Formula => formulas::FORMULA,
            Kind::Target => measures::TARGET,
            Kind::ProfilePoint => measures::PROFILE_POINT,
            Kind::Figure => measures::FIGURE,
            Kind::Commentary => commentary::COMMENTARY,
            Kind::ScrutinyQuestion => commentary::SCRUTINY_QUESTION,
            Kind::Citation => documents::CITATION,
            Kind::Action => actions::ACTION,
            Kind::Milestone => actions::MILESTONE,
            Kind::Update => actions::UPDATE,
            Kind::Risk => actions::RISK,
            Kind::Control => actions::CONTROL,
            Kind::BudgetTable => budgets::BUDGET_TABLE,
            Kind::Activity => budgets::ACTIVITY,
            Kind::CapitalLine => budgets::CAPITAL_LINE,
            Kind::StaffingLine => budgets::STAFFING_LINE,
            Kind::ScheduleEntry => plans::SCHEDULE_ENTRY,
            Kind::PlanningStep => plans::PLANNING_STEP,
            Kind::Inspection => improvement::INSPECTION,
            Kind::Finding => improvement::FINDING,
            Kind::ImprovementActivity => improvement::IMPROVEMENT_ACTIVITY,
            Kind::Workstream => improvement::WORKSTREAM,
            Kind::ResourceGap => improvement::RESOURCE_GAP,
            Kind::Forum => improvement::FORUM,
            Kind::ForumItem => improvement::FORUM_ITEM,
            Kind::Cycle => improvement::CYCLE,
            Kind::Passage => documents::PASSAGE,
            Kind::Claim => documents::CLAIM,
            Kind::Achievement => documents::ACHIEVEMENT,
            Kind::ReportedTotal => documents::REPORTED_TOTAL,
            Kind::ReportedCount => documents::REPORTED_COUNT,
            Kind::BenchmarkFigure => benchmarks::BENCHMARK_FIGURE,
            Kind::FamilyMember => benchmarks::FAMILY_MEMBER,
            Kind::Waiver => actions::WAIVER,
        },
    }
}

/// The columns of every table by each of their names, so that a wide sheet is looked up and not
/// compared with every name of every table.
static BY_NAME: LazyLock<HashMap<Table, HashMap<String, &'static Column>>> = LazyLock::new(|| {
    Table::all()
        .map(|table| (table, by_name(columns(table))))
        .collect()
});

fn by_name(columns: &'static [Column]) -> HashMap<String, &'static Column> {
    let mut names = HashMap::new();
    for column in columns {
        for name in column.plain_names() {
            names.entry(name).or_insert(column);
        }
    }
    names
}

/// The first column of a table that is called so; see [`Column::is_called`].
pub(crate) fn column_called(table: Table, heading: &str) -> Option<&'static Column> {
    BY_NAME.get(&table)?.get(&plain(heading)).copied()
}

/// The table with this name, whatever its case, spaces and hyphens, in the plural or singular.
#[must_use]
pub fn table_called(name: &str) -> Option<Table> {
    let name = plain(name);
    let same = |table: &Table| {
        let own = plain(table.name());
        own == name || own.strip_suffix('s') == Some(name.as_str())
    };
    Table::all().find(same)
}

/// The table that people also call by this name, when its headings do not say what it is.
#[must_use]
pub fn table_also_called(name: &str) -> Option<Table> {
    let kind = match plain(name).as_str() {
        "indicators" | "pis" | "kpis" | "performanceindicators" => Kind::Measure,
        "values" | "data" | "returns" | "results" => Kind::Figure,
        "comments" | "notes" => Kind::Commentary,
        "services" | "teams" => Kind::Unit,
        "riskregister" => Kind::Risk,
        "budget" | "budgets" | "activitybudget" => Kind::Activity,
        "recommendations" => Kind::Finding,
        "committees" => Kind::Forum,
        "progress" => Kind::Update,
        _ => return None,
    };
    Some(Table::Records(kind))
}
