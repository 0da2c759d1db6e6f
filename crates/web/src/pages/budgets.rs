//! Activities and budgets of a plan: staff, spending, income and net, with totals worked out live and
//! compared with what was printed.

mod tables;
mod totals;

use axum::extract::Path;
use axum::response::Response;
use clew_plan::{BudgetTable, Kind};
use clew_service::Act;
use maud::{Markup, html};

use super::plans::Shown;
use crate::components::{empty, inset, link_button};
use crate::downloads::{download, download_links};
use crate::routes::{Needs, Routes};
use crate::{Fields, Visit, WebError, links};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/plans/{plan}/activities", Needs::SignedIn, show)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let shown = Shown::of(&visit, &overview, &id)?;
    let asked = Fields::read(&visit.query)?;
    if let Some(format) = asked.given("format") {
        let table = tables::to_take_away(&shown);
        return download(&visit.app, table, format.parse()?, id.as_str()).await;
    }
    let may = visit.may(Act::ChangePlan);
    let budgets = overview.book().budget_tables.iter().enumerate();
    let own: Vec<(usize, &BudgetTable)> = budgets
        .filter(|(_, table)| table.plan == *shown.id())
        .collect();
    let body = html! {
        (shown.head("activities"))
        @if may { (ways_to_change(&shown)) }
        @if own.is_empty() {
            (empty(&html! { p class="govuk-body" { "The plan has no activities or budgets yet. Add a budget table, then its lines." } }))
        } @else {
            (disagreements(&shown))
            (download_links("the activities", &links::plan_part(shown.id(), "activities"), ""))
        }
        @for (place, table) in &own { (tables::section(&shown, *place, table, may)) }
        (tables::staffing(&shown, may))
    };
    Ok(shown.page(&visit, "Activities and budgets").show(body))
}

fn ways_to_change(shown: &Shown<'_>) -> Markup {
    let plan = [("plan", shown.id().as_str())];
    html! {
        div class="clew-actions" {
            (link_button("Add a budget table", &links::new_record(Kind::BudgetTable, &plan)))
            a class="govuk-link" href=(links::new_record(Kind::StaffingLine, &plan)) { "Add a line of staff" }
        }
    }
}

/// What was printed and does not agree with the rows, before anything else.
fn disagreements(shown: &Shown<'_>) -> Markup {
    let found = totals::disagreeing(shown.overview.book(), shown.id());
    html! {
        @if !found.is_empty() {
            (inset(&html! {
                p class="govuk-body" { strong { (clew_report::words::count(found.len(), "printed total")) " disagree with the rows" } }
                ul class="govuk-list govuk-list--bullet" { @for line in &found { li { (line) } } }
            }))
        }
    }
}
