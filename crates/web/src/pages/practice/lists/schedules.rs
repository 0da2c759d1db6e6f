//! Visits and reviews, and whatever else has its day: what comes due when, and what is overdue.

use std::collections::BTreeSet;

use axum::response::Response;
use clew_calendar::Day;
use clew_practice::pack::{Clock, Due};
use clew_report::Cell;
use clew_report::{Column, Row, Table, words};
use clew_service::{ClockCount, DueItem, OpenCase, OpenWork};
use maud::{Markup, html};

use super::super::{Packs, packs, page_of};
use super::{Lines, Part, bars, count, drawn, open_work, ways};
use crate::components::{Choice, empty, select};
use crate::downloads::{download, download_links};
use crate::fields::{Asked, Fields};
use crate::pages::measures::grid::grid;
use crate::{Form, Visit, WebError, links};

/// Months that are told apart.
const MONTHS: i32 = 6;
/// The word in an address for everything that has a time limit.
const EVERYTHING: &str = "everything";

pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let part = Part::chosen(&visit, &memory, &asked)?;
    let packs = packs(&visit).await?;
    let work = open_work(&visit, &part).await?;
    let wanted = Wanted::of(&asked, &packs);
    let lines = Lines {
        all: wanted.lines(&work),
        work: &work,
    };
    let (path, what) = (links::SCHEDULES, ("what", wanted.word.as_str()));
    if let Some(format) = asked.given("format") {
        let table = lines.table(&memory, "What comes due when");
        return download(&visit.app, table, format.parse()?, &part.name).await;
    }
    let counts = wanted.counts(&work);
    let leads = |place: usize| {
        let clock = &counts.get(place)?.clock;
        Some(part.address(path, &[("what", clock)]))
    };
    let page = |page: &str| part.address(path, &[what, ("page", page)]);
    let body = html! {
        h1 class="govuk-heading-l" { "Visits and reviews" }
        (ways(&part, path))
        (part.form(path, &wanted.field(&work)))
        @if lines.all.is_empty() {
            (empty(&html! { p class="govuk-body" { "Nothing of this is to be done in " (part.name) "." } }))
        } @else {
            (drawn(&months(&lines.all, visit.today()), "months"))
            section class="clew-part" {
                h2 class="govuk-heading-m" { "How they stand" }
                (grid(&standing(&counts), &leads))
            }
            section class="clew-part" {
                h2 class="govuk-heading-m" { "What comes due when" }
                (lines.shown(&visit, &asked, ("What is to be done, the first due first", &page)).await?)
                p class="govuk-body clew-quiet" { "You are told the names of those whom you may look at; that you looked is noted. The file has the numbers of the cases and no names." }
                (download_links("the schedule", path, &part.query(&[what])))
            }
        }
    };
    Ok(page_of(&visit, "Visits and reviews").show(body))
}

/// Which clocks are meant.
struct Wanted {
    word: String,
    /// None for everything.
    clocks: Option<BTreeSet<String>>,
}

impl Wanted {
    fn of(asked: &Fields, packs: &Packs) -> Self {
        let word = asked.text("what").to_owned();
        let clocks = match word.as_str() {
            "" => {
                let all = packs.0.iter().flat_map(|pack| pack.clocks.values());
                let scheduled = all.filter(|clock| is_scheduled(clock));
                Some(scheduled.map(|clock| clock.code.clone()).collect())
            }
            EVERYTHING => None,
            one => Some(BTreeSet::from([one.to_owned()])),
        };
        Self { word, clocks }
    }

    fn has(&self, clock: &str) -> bool {
        self.clocks
            .as_ref()
            .is_none_or(|clocks| clocks.contains(clock))
    }

    fn lines<'work>(&self, work: &'work OpenWork) -> Vec<(&'work OpenCase, &'work DueItem)> {
        let all = work.due(&[]).into_iter();
        all.filter(|(_, item)| self.has(&item.clock)).collect()
    }

    fn counts(&self, work: &OpenWork) -> Vec<ClockCount> {
        let counts = work.by_clock().into_iter();
        counts.filter(|count| self.has(&count.clock)).collect()
    }

    /// The field that chooses other clocks.
    fn field(&self, work: &OpenWork) -> Markup {
        let mut choices = vec![
            Choice::new("", "What comes again, or on a day that was set"),
            Choice::new(EVERYTHING, "Everything with a time limit"),
        ];
        let clocks = work.by_clock().into_iter();
        choices.extend(clocks.map(|clock| Choice::new(clock.clock, clock.title)));
        let form = Form::showing(&[("what", self.word.clone())]);
        select(&form, "what", "What is to be done", "", &choices)
    }
}

/// Whether a clock is one of a schedule: it comes again and again, or has a day of its own.
fn is_scheduled(clock: &Clock) -> bool {
    let mut rules = clock.rules.iter();
    rules.any(|rule| rule.then_every.is_some() || matches!(rule.due, Due::On(_)))
}

/// How many come due in which month.
fn months(lines: &[(&OpenCase, &DueItem)], today: Day) -> clew_report::Chart {
    let within = |from: Day, to: Day| {
        let due = lines.iter().filter_map(|(_, item)| item.due);
        due.filter(|day| from <= *day && *day <= to).count()
    };
    let first = today.first_of_month();
    let overdue = within(Day::START, today.plus_days(-1));
    let mut counts = vec![("Overdue".to_owned(), overdue)];
    for month in 0..MONTHS {
        let begins = first.plus_months(month);
        let ends = begins.last_of_month();
        counts.push((month_words(begins, month), within(begins.max(today), ends)));
    }
    let last = first.plus_months(MONTHS);
    counts.push(("Later".to_owned(), within(last, Day::END)));
    let no_day = lines.iter().filter(|(_, item)| item.due.is_none()).count();
    if no_day > 0 {
        counts.push(("No day".to_owned(), no_day));
    }
    let description = format!(
        "{} to be done, of which {} overdue on {}.",
        words::count(lines.len(), "thing"),
        words::number(overdue.into()),
        words::day(today)
    );
    bars(
        "What comes due in which month",
        "to be done",
        &counts,
        description,
    )
}

fn month_words(begins: Day, place: i32) -> String {
    let month = clew_calendar::Period::month(begins.year(), begins.month());
    let words = month.map_or_else(|_| words::day(begins), words::period);
    if place == 0 {
        format!("Rest of {words}")
    } else {
        words
    }
}

/// How many stand how with each clock.
fn standing(counts: &[ClockCount]) -> Table {
    let headings = [
        "Overdue",
        "At risk",
        "Not yet due",
        "Paused, or no day",
        "Together",
    ];
    let mut columns = vec![Column::names("What is to be done", 6)];
    columns.extend(headings.map(|heading| Column::numbers(heading, 1)));
    let mut table = Table::new("Standing", "How what is to be done stands", columns);
    let row = |one: &ClockCount| {
        let each = [one.overdue, one.at_risk, one.not_yet_due, one.no_day];
        let mut cells = vec![Cell::text(&one.title)];
        cells.extend(each.map(count));
        cells.push(count(each.iter().sum()));
        Row::body(cells)
    };
    table.rows = counts.iter().map(row).collect();
    table
}
