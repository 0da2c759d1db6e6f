//! Waiting lists: who waits for what the clocks count, for how long, and how old they are.

use axum::response::Response;
use clew_report::{Cell, Column, Row, Table};
use clew_service::Waiting;
use maud::html;

use super::super::page_of;
use super::{Part, count, open_work, ways};
use crate::components::empty;
use crate::downloads::{download, download_links};
use crate::fields::Asked;
use crate::pages::measures::grid::grid;
use crate::{Visit, WebError, links};

/// What a table has besides how many wait.
#[derive(Clone, Copy, Eq, PartialEq)]
enum By {
    Days,
    Ages,
    Both,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let part = Part::chosen(&visit, &memory, &asked)?;
    let lists = open_work(&visit, &part).await?.waiting();
    if let Some(format) = asked.given("format") {
        let table = table(&lists, By::Both, "Waiting lists");
        return download(&visit.app, table, format.parse()?, &part.name).await;
    }
    let leads = |place: usize| {
        let list = lists.get(place)?;
        Some(part.address(&links::waiting_for(&list.clock), &[]))
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Waiting lists" }
        (ways(&part, links::WAITING))
        (part.form(links::WAITING, &html! {}))
        @if lists.is_empty() {
            (empty(&html! { p class="govuk-body" { "Nobody waits in " (part.name) " for anything that has a time limit." } }))
        } @else {
            section class="clew-part" {
                h2 class="govuk-heading-m" { "For how long" }
                (grid(&table(&lists, By::Days, "Who waits, by how long they have waited"), &leads))
            }
            section class="clew-part" {
                h2 class="govuk-heading-m" { "How old" }
                (grid(&table(&lists, By::Ages, "Who waits, by their age"), &leads))
                p class="govuk-body clew-quiet" { "Each open case counts once in each list, on " (clew_report::words::day(visit.today())) ". What is done again and again, or on a day that was set, is under Visits and reviews." }
                (download_links("the waiting lists", links::WAITING, &part.query(&[])))
            }
        }
    };
    Ok(page_of(&visit, "Waiting lists").show(body))
}

fn table(lists: &[Waiting], by: By, caption: &str) -> Table {
    let ages = ages(lists);
    let mut columns = vec![
        Column::names("Waiting for", 6),
        Column::numbers("Waiting", 1),
    ];
    if by != By::Ages {
        columns.push(Column::numbers("Longest, in days", 1));
        let bands = lists.first().map_or(&[][..], |list| &list.bands);
        columns.extend(bands.iter().map(|band| {
            let words = match band.to {
                Some(to) => format!("{} to {to} days", band.from),
                None => format!("{} days or more", band.from),
            };
            Column::numbers(words, 1)
        }));
    }
    if by != By::Days {
        let heading = |age: &String| match by {
            By::Both => format!("Age: {age}"),
            _ => age.clone(),
        };
        columns.extend(ages.iter().map(|age| Column::numbers(heading(age), 1)));
    }
    let mut table = Table::new("Waiting lists", caption, columns);
    table.rows = lists
        .iter()
        .map(|list| Row::body(cells(list, by, &ages)))
        .collect();
    table
}

fn cells(list: &Waiting, by: By, ages: &[String]) -> Vec<Cell> {
    let mut cells = vec![Cell::text(&list.title), count(list.count)];
    if by != By::Ages {
        cells.push(count(usize::try_from(list.longest).unwrap_or(0)));
        cells.extend(list.bands.iter().map(|band| count(band.count)));
    }
    if by != By::Days {
        let of_age = |age: &String| {
            let found = list.ages.iter().find(|(known, _)| known == age);
            count(found.map_or(0, |(_, many)| *many))
        };
        cells.extend(ages.iter().map(of_age));
    }
    cells
}

/// The age bands of all lists; those whose age is not known stand at the end of the lists that have some.
fn ages(lists: &[Waiting]) -> Vec<String> {
    let longest = lists.iter().max_by_key(|list| list.ages.len());
    let bands = longest.into_iter().flat_map(|list| &list.ages);
    bands.map(|(title, _)| title.clone()).collect()
}
