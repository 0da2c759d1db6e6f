//! A management plan: alignment, risks, activity budgets, actions, scorecard, schedules.

use clew_calendar::Period;
use clew_plan::{Activity, ActivityKind, Measure, OutcomeLevel, UnitId};

use crate::builders::budgets::BudgetSums;
use crate::builders::front::section;
use crate::builders::measure_rows::{MeasureRows, RETURN};
use crate::builders::quarterly_progress::of_row;
use crate::builders::{actions, budgets, front, resource_plan, risks, schedules};
use crate::{Block, Cell, Column, Inline, Report, ReportError, Request, Row, Table, words};

/// Builds the management plan.
///
/// # Errors
/// When the plan has no activities, actions or measures.
pub fn management_plan(request: &Request<'_>) -> Result<Report, ReportError> {
    let book = request.book();
    let plan = &request.plan.id;
    let rows = MeasureRows::new(request);
    if book.activities.is_empty() && book.actions.is_empty() && rows.measures().is_empty() {
        return Err(ReportError::Nothing {
            what: "activities, actions or measures for this plan",
        });
    }
    let one = |table: Option<Table>| table.map(Block::Table).into_iter().collect::<Vec<_>>();
    let mut blocks: Vec<Block> = Vec::new();
    blocks.extend(
        request
            .plan
            .purpose
            .clone()
            .map(|text| Block::Paragraph(vec![Inline::Text(text)])),
    );
    section(&mut blocks, "Scorecard", one(scorecard(&rows)));
    section(
        &mut blocks,
        "How the plan serves the council's priorities",
        one(alignment(&rows)),
    );
    section(
        &mut blocks,
        "Risks",
        if book.risks.is_empty() {
            Vec::new()
        } else {
            vec![Block::Table(risks::register(book))]
        },
    );
    section(
        &mut blocks,
        "Budget and staff by service",
        one(by_service(request)),
    );
    section(
        &mut blocks,
        "Activity budgets",
        budgets::budgets(book, plan, 3),
    );
    let action_table = actions::action_table(book, &request.actions(), request.as_at());
    section(
        &mut blocks,
        "Actions",
        one((!action_table.is_empty()).then_some(action_table)),
    );
    section(
        &mut blocks,
        "Engagement and consultation",
        schedules::schedules(book, plan, 3),
    );
    section(
        &mut blocks,
        "Planning calendar",
        one(schedules::planning_calendar(book, plan)),
    );
    let period = request.plan.period.unwrap_or(request.period);
    Ok(front::report(
        request,
        &request.plan.title,
        &words::period(period),
        blocks,
    ))
}

/// Measures of the scorecard with last year's value and target, status, trend and this year's target.
fn scorecard(rows: &MeasureRows<'_, '_>) -> Option<Table> {
    let request = rows.request;
    let year = request.plan.period.or(request.period.financial_year())?;
    let last = year.previous()?;
    let columns = vec![
        Column::words("Code", 2),
        Column::names("Measure", 8),
        Column::marks(format!("Status {last}"), 3),
        Column::numbers(format!("Value {last}"), 2),
        Column::words(RETURN, 2),
        Column::numbers(format!("Target {last}"), 2),
        Column::numbers(format!("Target {year}"), 2),
        Column::words("Categories", 3),
    ];
    let mut table = Table::new(
        "Scorecard",
        format!("Measures with last year's value and the target for {year}"),
        columns,
    );
    let mut service: Option<&UnitId> = None;
    for measure in in_order_of_service(request, rows.measures()) {
        if !on_scorecard(request, measure, last) {
            continue;
        }
        if measure.unit.as_ref() != service {
            service = measure.unit.as_ref();
            table.rows.push(Row::group(
                service.map_or("No service named", |unit| request.book().unit_name(unit)),
            ));
        }
        table.rows.push(scorecard_row(rows, measure, last, year));
    }
    (!table.is_empty()).then(|| table.without_empty_columns())
}

/// Measures of one service together, services in the order in which the Book lists them; those
/// that name no service come last.
fn in_order_of_service<'book>(
    request: &Request<'book>,
    mut measures: Vec<&'book Measure>,
) -> Vec<&'book Measure> {
    let place = |measure: &Measure| {
        let unit = measure.unit.as_ref()?;
        request
            .book()
            .units
            .iter()
            .position(|listed| listed.id == *unit)
    };
    measures.sort_by_key(|measure| place(measure).unwrap_or(usize::MAX));
    measures
}

/// A measure stands on the scorecard when it had a value last year.
fn on_scorecard(request: &Request<'_>, measure: &Measure, last: Period) -> bool {
    request
        .index
        .figure_for(&measure.code.key(), last, None)
        .is_some_and(|figure| figure.value.is_some())
}

fn scorecard_row(rows: &MeasureRows<'_, '_>, measure: &Measure, last: Period, year: Period) -> Row {
    let judgement = rows.request.index.judge(measure, last, None);
    Row::body(vec![
        Cell::text(measure.code.body()),
        Cell::text(&measure.title),
        rows.status(measure, &judgement),
        rows.value(measure, &judgement),
        rows.returned(measure, &judgement),
        resource_plan::target(rows.request, measure, last),
        resource_plan::target(rows.request, measure, year),
        Cell::text(measure.categories.join(", ")),
    ])
}

/// Deliverables with the activities and measures that serve them.
fn alignment(rows: &MeasureRows<'_, '_>) -> Option<Table> {
    let request = rows.request;
    let book = request.book();
    let columns = vec![
        Column::words("No", 1),
        Column::names("Deliverable", 7),
        Column::words("Measures", 7),
    ];
    let mut table = Table::new(
        "Alignment",
        "Deliverables and the measures that show progress",
        columns,
    );
    let of_plan = |outcome: &&clew_plan::Outcome| outcome.plan == request.plan.id;
    let measures = rows.measures();
    for priority in book
        .outcomes
        .iter()
        .filter(of_plan)
        .filter(|outcome| outcome.level == OutcomeLevel::Priority)
    {
        let deliverables = book
            .outcomes
            .iter()
            .filter(|outcome| outcome.parent.as_ref() == Some(&priority.id));
        let found: Vec<Row> = deliverables
            .map(|deliverable| {
                let own = of_row(request, &measures, Some(&deliverable.id));
                let titles: Vec<String> = own
                    .iter()
                    .map(|measure| format!("{} {}", measure.code.body(), measure.title))
                    .collect();
                Row::body(vec![
                    Cell::text(deliverable.id.as_str()),
                    Cell::text(&deliverable.title),
                    Cell::text(titles.join("; ")),
                ])
            })
            .collect();
        if !found.is_empty() {
            table.rows.push(Row::group(&priority.title));
            table.rows.extend(found);
        }
    }
    (!table.is_empty()).then(|| table.without_empty_columns())
}

/// Staff and money of each service, added up from its activities; none where the plan's budgets
/// are of one service, which its own table adds up.
fn by_service(request: &Request<'_>) -> Option<Table> {
    let book = request.book();
    let columns = vec![
        Column::names("Service", 5),
        Column::numbers("Staff (full-time equivalent)", 2),
        Column::numbers("Expenditure", 3),
        Column::numbers("Income", 3),
        Column::numbers("Net budget", 3),
        Column::numbers("Of which time limited", 3),
    ];
    let mut table = Table::new(
        "Budget by service",
        "Staff and budget by service, added up from activities",
        columns,
    );
    let mut services: Vec<Option<&UnitId>> = Vec::new();
    for budget in book
        .budget_tables
        .iter()
        .filter(|table| table.plan == request.plan.id)
    {
        let service = budget.unit.as_ref().map(|unit| service_of(request, unit));
        if !services.contains(&service) {
            services.push(service);
        }
    }
    let in_service = |activity: &&Activity, service: Option<&UnitId>| {
        let budget = book
            .budget_tables
            .iter()
            .find(|table| table.id == activity.table && table.plan == request.plan.id);
        budget.is_some_and(|table| {
            table.unit.as_ref().map(|unit| service_of(request, unit)) == service
        })
    };
    for service in &services {
        let own: Vec<&Activity> = book
            .activities
            .iter()
            .filter(|activity| in_service(activity, *service))
            .collect();
        let name = service.map_or("No service", |unit| book.unit_name(unit));
        table.rows.push(Row::body(sums(name, &own)));
    }
    let all: Vec<&Activity> = book
        .activities
        .iter()
        .filter(|activity| {
            services
                .iter()
                .any(|service| in_service(activity, *service))
        })
        .collect();
    table.rows.push(Row::total(sums("Total", &all)));
    (services.len() > 1 && !all.is_empty()).then_some(table)
}

/// The service a unit belongs to: the unit itself, or the one under the root that it lies in.
fn service_of<'book>(request: &Request<'book>, unit: &'book UnitId) -> &'book UnitId {
    let units = &request.book().units;
    let parent = |id: &UnitId| {
        units
            .iter()
            .find(|unit| unit.id == *id)
            .and_then(|unit| unit.parent.as_ref())
    };
    let mut service = unit;
    for _ in 0..units.len() {
        match parent(service) {
            Some(above) if parent(above).is_some() => service = above,
            _ => break,
        }
    }
    service
}

fn sums(name: &str, activities: &[&Activity]) -> Vec<Cell> {
    let all = BudgetSums::of(activities.iter().copied());
    let limited = activities
        .iter()
        .filter(|activity| activity.kind == ActivityKind::TimeLimited)
        .copied();
    let money = |value| Cell::number(value, words::pounds(value));
    vec![
        Cell::text(name),
        Cell::number(all.fte, words::number(all.fte.round_dp(1))),
        money(all.expenditure),
        money(all.income),
        money(all.net),
        money(BudgetSums::of(limited).net),
    ]
}
