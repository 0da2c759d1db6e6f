//! Lists of work in a part of the organisation: who waits, who holds what, what comes due when, and who came to
//! conferences. They are numbers; whom a line is about is told to those alone who may look at the person.

mod attendance;
mod caseloads;
mod part;
mod schedules;
mod waiting;
mod waiting_for;

use std::collections::BTreeMap;

use clew_practice::record::RecordNumber;
use clew_render::svg;
use clew_report::{Cell, Chart, ChartKind, Column, Row, Series, SeriesRole, Table, words};
use clew_service::{Act, DueItem, NamedCase, OpenCase, OpenWork};
use maud::{Markup, PreEscaped, html};
use rust_decimal::Decimal;

pub(super) use self::part::Part;
use super::{account_name, unit_name, words as words_of};
use crate::components::{pagination, tabs};
use crate::fields::Fields;
use crate::pages::measures::grid::grid;
use crate::routes::{Needs, Routes};
use crate::{Visit, WebError, links};

/// Lines of a page that name people.
const LINES: usize = 50;

pub(super) fn routes(routes: Routes) -> Routes {
    let looks = Needs::May(Act::LookAtPractice);
    routes
        .get(links::WAITING, looks, waiting::show)
        .get("/practice/waiting/{clock}", looks, waiting_for::show)
        .get(links::CASELOADS, looks, caseloads::show)
        .get(links::SCHEDULES, looks, schedules::show)
        .get(links::ATTENDANCE, looks, attendance::show)
}

/// The lists, of the same part of the organisation.
pub(super) fn ways(part: &Part, current: &str) -> Markup {
    let entries = [
        ("Cases", links::PRACTICE),
        ("Waiting lists", links::WAITING),
        ("Caseloads", links::CASELOADS),
        ("Visits and reviews", links::SCHEDULES),
        ("Attendance", links::ATTENDANCE),
    ];
    let entries = entries.map(|(title, path)| (title, part.address(path, &[]), path == current));
    tabs("Practice", &entries)
}

/// What is open in the part.
async fn open_work(visit: &Visit, part: &Part) -> Result<OpenWork, WebError> {
    let (account, at, today) = (visit.account()?.clone(), visit.at, visit.today());
    let of = part.of();
    let read = move |service: &clew_service::Service| service.open_work(&account, at, &of, today);
    visit.app.blocking(read).await
}

/// A count as a cell.
fn count(number: usize) -> Cell {
    Cell::number(Decimal::from(number), words::number(number.into()))
}

/// A chart with what a reader should see in it.
fn drawn(chart: &Chart, id: &str) -> Markup {
    let drawing = svg::responsive(id, |id, size| svg::chart_sized(chart, id, size));
    html! {
        figure class="measure-chart" {
            (PreEscaped(drawing))
            figcaption class="govuk-body" { (chart.description) }
        }
    }
}

/// Bars of counts.
fn bars(title: &str, unit: &str, counts: &[(String, usize)], description: String) -> Chart {
    Chart {
        title: title.to_owned(),
        description,
        value_axis: unit.to_owned(),
        kind: ChartKind::Bar,
        labels: counts.iter().map(|(label, _)| label.clone()).collect(),
        series: vec![Series {
            name: unit.to_owned(),
            role: SeriesRole::Value,
            values: counts
                .iter()
                .map(|(_, count)| Some((*count).into()))
                .collect(),
        }],
        table: Table::default(),
        over_time: None,
    }
}

/// What is to be done, line by line, with whom it is about for those who may look at them.
struct Lines<'work> {
    work: &'work OpenWork,
    all: Vec<(&'work OpenCase, &'work DueItem)>,
}

impl<'work> Lines<'work> {
    /// A page of them: its number, and how many pages there are.
    fn page(&self, asked: &Fields) -> (usize, usize) {
        let pages = self.all.len().div_ceil(LINES).max(1);
        let page: usize = asked.text("page").parse().unwrap_or(1);
        (page.clamp(1, pages), pages)
    }

    /// The lines of one page as a table with names, and the ways to the other pages.
    async fn shown(
        &self,
        visit: &Visit,
        asked: &Fields,
        (caption, address): (&str, &(dyn Fn(&str) -> String + Sync)),
    ) -> Result<Markup, WebError> {
        let (page, pages) = self.page(asked);
        let lines: Vec<_> = self
            .all
            .iter()
            .skip((page - 1) * LINES)
            .take(LINES)
            .collect();
        let cases: Vec<OpenCase> = lines.iter().map(|(case, _)| (*case).clone()).collect();
        let (account, at) = (visit.account()?.clone(), visit.at);
        let named = visit
            .app
            .blocking(move |service| {
                let cases: Vec<&OpenCase> = cases.iter().collect();
                service.name_cases(&account, at, &cases)
            })
            .await?;
        let memory = visit.memory()?;
        let mut table = self.table(&memory, caption);
        table.columns.insert(0, Column::names("Person", 4));
        table.columns[1].names_rows = false;
        let rows = table.rows.drain(..).skip((page - 1) * LINES).take(LINES);
        let rows: Vec<Row> = rows.collect();
        let named_rows = rows.into_iter().zip(&lines).map(|(mut row, (case, _))| {
            row.cells.insert(0, Cell::text(name(&named, case)));
            row
        });
        table.rows = named_rows.collect();
        let leads = |place: usize| {
            let (case, _) = lines.get(place)?;
            Some(links::person(named.get(&case.episode)?.person))
        };
        Ok(html! {
            (grid(&table, &leads))
            (pagination(page, pages, &|page| address(&page.to_string())))
        })
    }

    /// Every line without a name: a file goes where Clew cannot note who looks.
    fn table(&self, memory: &clew_service::Memory, caption: &str) -> Table {
        let columns = vec![
            Column::names("Case", 5),
            Column::words("What", 5),
            Column::words("By when", 2),
            Column::words("How it stands", 2),
            Column::words("Since", 2),
            Column::numbers("Days", 1),
            Column::numbers("Age", 1),
            Column::words("Held by", 5),
        ];
        let mut table = Table::new("Lines", caption, columns);
        let row = |(case, item): &(&OpenCase, &DueItem)| {
            let day = |day| Cell {
                content: clew_report::CellContent::Date(day),
            };
            Row::body(vec![
                Cell::text(format!("{} {}", case.title, case.episode)),
                Cell::text(&item.title),
                item.due.map_or_else(Cell::empty, day),
                Cell::text(words_of::stands(item.timing)),
                day(item.from),
                count(usize::try_from(self.work.waited(item)).unwrap_or(0)),
                case.age.map_or_else(Cell::empty, |age| count(age.into())),
                Cell::text(held_by(case, memory)),
            ])
        };
        table.rows = self.all.iter().map(row).collect();
        if self.is_of_one_clock() {
            table.columns.remove(WHAT);
            for row in &mut table.rows {
                row.cells.remove(WHAT);
            }
        }
        table
    }

    /// Whether every line is of the same clock, so that the page has said what it is.
    fn is_of_one_clock(&self) -> bool {
        let mut clocks = self.all.iter().map(|(_, item)| &item.clock);
        let first = clocks.next();
        clocks.all(|clock| Some(clock) == first)
    }
}

/// The column of what is to be done.
const WHAT: usize = 1;

fn name(named: &BTreeMap<RecordNumber, NamedCase>, case: &OpenCase) -> String {
    let named = named.get(&case.episode);
    named.map_or_else(|| "Not shown to you".to_owned(), |named| named.name.clone())
}

/// Who holds a case.
pub(super) fn held_by(case: &OpenCase, memory: &clew_service::Memory) -> String {
    let team = unit_name(memory, case.team.as_str());
    match &case.worker {
        Some(worker) => format!("{} ({team})", account_name(memory, worker)),
        None => format!("Nobody yet ({team})"),
    }
}
