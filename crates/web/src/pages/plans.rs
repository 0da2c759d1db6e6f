//! Plans: the list, the golden thread as a tree and as a picture, schedules, and copying forward.

mod copy;
mod outcome;
mod picture;
pub(super) mod schedules;
mod thread;

use axum::response::Response;
use clew_calendar::{Day, Period, PeriodKind};
use clew_plan::{Book, Kind, Plan, PlanId};
use clew_report::words;
use clew_service::{Act, Overview, ThreadAt};
use maud::{Markup, html};

use crate::components::{
    Choice, empty, link_button, select, stacked_table as table, status_counts, tabs,
};
use crate::layout::{Page, Section, kept};
use crate::routes::{Needs, Routes};
use crate::{App, Fields, Form, Visit, WebError, links};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/plans", Needs::SignedIn, list)
        .get("/plans/{plan}", Needs::SignedIn, thread::show)
        .get("/plans/{plan}/picture", Needs::SignedIn, picture::show)
        .get(
            "/plans/{plan}/outcomes/{outcome}",
            Needs::SignedIn,
            outcome::show,
        )
        .get("/plans/{plan}/schedules", Needs::SignedIn, schedules::show)
        .get(
            "/plans/{plan}/copy",
            Needs::May(Act::ChangePlan),
            copy::show,
        )
        .post(
            "/plans/{plan}/copy",
            Needs::May(Act::ChangePlan),
            copy::send,
        )
}

/// Plans whose threads are made before anybody asks for them.
const MADE_READY: usize = 4;

/// Makes the threads that people open first, so that nobody waits for them.
pub(super) fn make_ready(app: &App, overview: &Overview, today: Day) {
    for plan in overview.book().plans.iter().take(MADE_READY) {
        let shown = Shown::for_period(overview, plan, None, today);
        for may in [false, true] {
            thread::tree(app, &shown, may);
        }
    }
}

/// Every plan with how it stands.
async fn list(visit: Visit) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    if let Some(page) = kept(&visit, &overview) {
        return Ok(page);
    }
    let book = overview.book();
    let rows = html! {
        @for plan in &book.plans { (row(&overview, plan, visit.today())) }
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Plans" }
        @if visit.may(Act::ChangePlan) {
            div class="clew-actions" {
                (link_button("Add a plan", &links::new_record(Kind::Plan, &[])))
                a class="govuk-link" href=(links::RECORDS) { "Everything the Book holds" }
            }
        }
        @if book.plans.is_empty() {
            (empty(&html! { p class="govuk-body" { "There is no plan yet. Add one, or import a workbook." } }))
        } @else {
            (table("Plans and how they stand", &[("Plan", ""), ("Of", ""), ("Period", "whole"), ("Measures", ""), ("Actions", "")], &rows))
        }
    };
    Ok(Page::new(&visit, Section::Plans, "Plans").show_and_keep(&overview, body))
}

fn row(overview: &Overview, plan: &Plan, today: Day) -> Markup {
    let book = overview.book();
    let at = ThreadAt {
        period: period_for(book, plan, None, today),
        today,
    };
    let thread = overview.thread(Some(&plan.id), at);
    let node = thread.plans.first();
    html! {
        tr {
            th scope="row" {
                a href=(links::plan(&plan.id)) { (plan.title) }
                @if let Some(parent) = plan.parent.as_ref().and_then(|parent| book.plan(parent)) {
                    div class="quiet" { "serves " (parent.title) }
                }
            }
            td { @if let Some(unit) = &plan.unit { (book.unit_name(unit)) } }
            td class="whole" { (words::period(at.period)) }
            td {
                @if let Some(node) = node { (status_counts(&node.measures)) }
                @if !thread.without_sight.is_empty() {
                    div { a href={ (links::plan(&plan.id)) "#without-line-of-sight" } { (thread.without_sight.len()) " measures and actions without a line of sight" } }
                }
            }
            td { @if let Some(node) = node { (status_counts(&node.actions)) @if node.how_many_actions > node.actions.total() { (node.how_many_actions - node.actions.total()) " without a colour" } } }
        }
    }
}

/// The plan with this id.
pub(super) fn plan_called<'book>(book: &'book Book, id: &str) -> Result<&'book Plan, WebError> {
    let found = book.plan(&PlanId::from(id));
    found.ok_or_else(|| WebError::not_found("There is no such plan."))
}

/// The period that a plan is looked at for: the one that is asked for, else that of its last cycle or
/// of a plan's that serves it, else its own, else the financial year of the day.
pub(super) fn period_for(book: &Book, plan: &Plan, asked: Option<&str>, today: Day) -> Period {
    let asked = asked.and_then(|text| text.parse().ok());
    let last = || periods_of(book, plan).into_iter().next();
    let year = || Period::containing(PeriodKind::FinancialYear, today);
    asked
        .or_else(last)
        .or_else(year)
        .unwrap_or_else(|| Period::day(today))
}

/// The periods of a plan's cycles and its own, the latest first.
fn periods_of(book: &Book, plan: &Plan) -> Vec<Period> {
    let below = book.plan_and_those_below(&plan.id);
    let cycles = book.cycles.iter();
    let of_plan = cycles.filter(|cycle| below.iter().any(|plan| plan.id == cycle.plan));
    let mut periods: Vec<Period> = of_plan.map(|cycle| cycle.period).collect();
    if periods.is_empty() {
        periods.extend(plan.period);
    }
    periods.sort_by_key(|period| std::cmp::Reverse((period.last(), period.first())));
    periods.dedup();
    periods
}

/// What the pages of one plan share: the plan, the period, and what was asked for.
pub(super) struct Shown<'book> {
    pub(super) overview: &'book Overview,
    pub(super) plan: &'book Plan,
    pub(super) at: ThreadAt,
}

impl<'book> Shown<'book> {
    pub(super) fn of(visit: &Visit, overview: &'book Overview, id: &str) -> Result<Self, WebError> {
        let asked = Fields::read(&visit.query)?;
        let plan = plan_called(overview.book(), id)?;
        Ok(Self::for_period(
            overview,
            plan,
            asked.given("period"),
            visit.today(),
        ))
    }

    fn for_period(
        overview: &'book Overview,
        plan: &'book Plan,
        asked: Option<&str>,
        today: Day,
    ) -> Self {
        let period = period_for(overview.book(), plan, asked, today);
        Self {
            overview,
            plan,
            at: ThreadAt { period, today },
        }
    }

    pub(super) const fn id(&self) -> &PlanId {
        &self.plan.id
    }

    /// A page about the plan, with its place on the way.
    pub(super) fn page<'visit>(&self, visit: &'visit Visit, part: &str) -> Page<'visit> {
        let title = if part.is_empty() {
            self.plan.title.clone()
        } else {
            format!("{part} – {}", self.plan.title)
        };
        let page = Page::new(visit, Section::Plans, title).crumb("Plans", links::PLANS);
        if part.is_empty() {
            page
        } else {
            page.crumb(&self.plan.title, links::plan(self.id()))
        }
    }

    /// Heading and ways on, the same on every page of the plan.
    pub(super) fn head(&self, current: &str) -> Markup {
        let entry = |words: &'static str, part: &str| {
            let address = match part {
                "" => links::plan(self.id()),
                part => links::plan_part(self.id(), part),
            };
            (words, address, current == part)
        };
        html! {
            h1 class="govuk-heading-l" {
                (self.plan.title)
                @if !current.is_empty() { span class="govuk-caption-l" { (caption(current)) } }
            }
            (tabs("Views of the plan", &[
                entry("Thread", ""),
                entry("Picture", "picture"),
                entry("Activities and budgets", "activities"),
                entry("Schedules", "schedules"),
            ]))
        }
    }

    /// The choice of period, applied at once.
    pub(super) fn period_filter(&self, address: &str) -> Markup {
        let mut periods = periods_of(self.overview.book(), self.plan);
        if !periods.contains(&self.at.period) {
            periods.insert(0, self.at.period);
        }
        let form = Form::showing(&[("period", self.at.period.to_string())]);
        let choices: Vec<Choice> = periods
            .iter()
            .map(|period| Choice::new(period.to_string(), words::period(*period)))
            .collect();
        html! {
            form class="clew-filters" method="get" action=(address) {
                (select(&form, "period", "Statuses for", "", &choices))
                (crate::components::show_button())
            }
        }
    }
}

fn caption(part: &str) -> &'static str {
    match part {
        "picture" => "The thread as a picture",
        "activities" => "Activities and budgets",
        "schedules" => "Engagement, consultation and planning",
        _ => "",
    }
}
