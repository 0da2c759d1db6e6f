//! Dates for a calendar program (iCalendar, RFC 5545): when returns open and are due.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use clew_calendar::Day;
use clew_journal::{CycleStage, subject_of};
use clew_plan::{Book, Cycle, PlanId, Record};
use clew_report::words;
use clew_service::{Overview, Work};
use icalendar::{Calendar, Component as _, Event, Property};

use super::cycle_of;
use crate::{Visit, WebError, links};

/// One day with what it is for.
struct Dated {
    id: String,
    day: Day,
    title: String,
    address: String,
}

/// The dates of a cycle.
pub(super) async fn of_cycle(
    visit: Visit,
    Path((plan, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let plan = PlanId::from(plan.as_str());
    let overview = visit.overview().await?;
    let cycle = cycle_of(&overview, &plan, &id)?;
    let dates = dates_of_cycle(overview.book(), cycle);
    Ok(calendar(
        &visit,
        &format!("Clew: cycle {id}"),
        dates.into_iter(),
    ))
}

/// When a cycle opens, and when its returns are due.
fn dates_of_cycle(book: &Book, cycle: &Cycle) -> Vec<Dated> {
    let (plan, id) = (&cycle.plan, &cycle.id);
    let title = book
        .plan(plan)
        .map_or(plan.as_str(), |plan| plan.title.as_str());
    let period = words::period(cycle.period);
    let ends = [
        (
            cycle.opens,
            "opens",
            format!("Returns for {period} open: {title}"),
        ),
        (
            cycle.due,
            "due",
            format!("Returns for {period} are due: {title}"),
        ),
    ];
    let dates = ends.into_iter().filter_map(|(day, end, title)| {
        Some(Dated {
            id: format!("{plan}-{id}-{end}"),
            day: day?,
            title,
            address: links::cycle(plan, id),
        })
    });
    dates.collect()
}

/// What is due from one account.
pub(in crate::pages) fn of_work(visit: &Visit, work: &Work) -> Response {
    calendar(visit, "Clew: my work", dates_of_work(work))
}

/// What is due from one account, and the dates of the cycles that are not over.
pub(in crate::pages) fn feed(visit: &Visit, overview: &Overview, work: &Work) -> Response {
    let memory = overview.memory();
    let cycles = memory.book().cycles.iter().filter(|cycle| {
        let subject = Record::from((*cycle).clone());
        let open = subject_of(&subject)
            .is_none_or(|subject| memory.state().cycle_stage(&subject) == CycleStage::Open);
        open && !cycle.imported && cycle.published.is_none()
    });
    let dates = cycles.flat_map(|cycle| dates_of_cycle(overview.book(), cycle));
    calendar(visit, "Clew: my work", dates_of_work(work).chain(dates))
}

fn dates_of_work(work: &Work) -> impl Iterator<Item = Dated> {
    let returns = work.owed.iter().chain(&work.drafts).chain(&work.sent_back);
    let returns = returns.filter_map(|owed| {
        let key = &owed.key;
        Some(Dated {
            id: key.subject().to_string(),
            day: owed.due?,
            title: format!(
                "Return {} for {}: {}",
                owed.code,
                words::period(owed.period),
                owed.title
            ),
            address: links::return_figure(&key.measure, owed.period, key.unit.as_ref()),
        })
    });
    let actions = work
        .actions
        .iter()
        .chain(&work.milestones)
        .map(|due| Dated {
            id: format!("{}-{}-{:?}", due.plan, due.action, due.milestone),
            day: due.due.last(),
            title: format!("Action {}: {}", due.action, due.title),
            address: links::action(&due.plan, &due.action),
        });
    let reviews = work.reviews.iter().map(|due| Dated {
        id: format!("risk-{}", due.risk),
        day: due.due,
        title: format!("Review risk {}: {}", due.risk, due.title),
        address: links::risk(&due.risk),
    });
    returns.chain(actions).chain(reviews)
}

fn calendar(visit: &Visit, name: &str, dates: impl Iterator<Item = Dated>) -> Response {
    let mut calendar = Calendar::new();
    calendar.name(name);
    for dated in dates {
        calendar.push(event(visit, &dated));
    }
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"clew.ics\"",
        ),
    ];
    (headers, calendar.done().to_string()).into_response()
}

/// A whole day. Its id stays the same, so that a calendar that is fetched again shows it once.
fn event(visit: &Visit, dated: &Dated) -> Event {
    let base = visit.app.settings().base_address.trim_end_matches('/');
    let whole_day = |key: &str, day: Day| {
        let (year, month, date) = day.civil();
        Property::new(key, format!("{year:04}{month:02}{date:02}"))
            .add_parameter("VALUE", "DATE")
            .done()
    };
    let mut event = Event::new();
    event
        .uid(&format!("{}@clew", dated.id))
        .summary(&dated.title)
        .append_property(whole_day("DTSTART", dated.day))
        .append_property(whole_day("DTEND", dated.day.plus_days(1)))
        .add_property("DTSTAMP", stamp(visit))
        .add_property("URL", format!("{base}{}", dated.address));
    event.done()
}

/// The time of the visit as calendars write it: 20260612T140500Z.
fn stamp(visit: &Visit) -> String {
    let digits = |char: &char| char.is_ascii_digit();
    let digits: String = visit
        .at
        .to_string()
        .chars()
        .filter(digits)
        .take(14)
        .collect();
    let (day, time) = digits.split_at(digits.len().min(8));
    format!("{day}T{time}Z")
}
