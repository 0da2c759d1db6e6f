//! The figures as a table: periods down; counts, or the parts of a dimension, across.

use clew_plan::Book;
use clew_practice::pack::Pack;
use clew_report::{Cell, Column, Row, Table, words};
use maud::{Markup, html};
use rust_decimal::Decimal;

use super::answers::{Answer, Answers, Shown};
use super::names;

/// The table, for the page and to take away.
pub(super) struct Grid {
    /// What it shows, by which question: it may be read away from the page.
    caption: String,
    /// The first columns, which name a row.
    names: Vec<String>,
    headings: Vec<String>,
    lines: Vec<Line>,
}

struct Line {
    period: usize,
    names: Vec<String>,
    cells: Vec<Entry>,
}

#[derive(Default)]
struct Entry {
    words: String,
    number: Option<Decimal>,
    beneath: Option<String>,
    few: bool,
    /// The figure that it leads to: its period, and its part of each dimension that is split by.
    leads: Option<(usize, Vec<usize>)>,
}

impl Entry {
    fn count(count: u64, told: bool) -> Self {
        match told {
            true => Self {
                words: count.to_string(),
                number: Some(count.into()),
                ..Self::default()
            },
            false => Self {
                words: "not told".to_owned(),
                ..Self::default()
            },
        }
    }

    fn figure(shown: Shown, period: usize, parts: Vec<usize>) -> Self {
        Self {
            words: shown.words,
            number: shown.value,
            beneath: shown.counts,
            few: shown.few,
            leads: shown.leads.then_some((period, parts)),
        }
    }
}

impl Grid {
    pub(super) fn of(answers: &Answers, book: &Book, pack: &Pack) -> Self {
        let mut grid = match &answers.split {
            None => whole(answers),
            Some(split) => by_parts(answers, split, book, pack),
        };
        let what = grid.caption;
        let whole = &answers.whole;
        let day = words::day(whole.figures().basis.as_at);
        let title = &whole.definition().title;
        grid.caption = match whole.answer.supposed {
            true => format!("{title}: {what}, as at {day}; what would be, not what is"),
            false => format!("{title}: {what}, as at {day}"),
        };
        grid
    }

    /// On the page, the latest period first. `walk` gives the address of the records behind a figure.
    pub(super) fn shown(&self, walk: &dyn Fn(usize, &[usize]) -> Option<String>) -> Markup {
        html! {
            div class="clew-scroll" role="region" aria-label=(self.caption) tabindex="0" {
                table class="clew-table" {
                    caption { (self.caption) }
                    thead { tr {
                        @for name in &self.names { th scope="col" { (name) } }
                        @for heading in &self.headings { th scope="col" class="end" { (heading) } }
                    } }
                    tbody {
                        @for line in self.latest_first() {
                            tr {
                                @for name in &line.names { th scope="row" { (name) } }
                                @for entry in &line.cells { td class="end" { (entry_shown(entry, walk)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The lines of a period stay in their order.
    fn latest_first(&self) -> Vec<&Line> {
        let mut lines: Vec<&Line> = self.lines.iter().collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.period));
        lines
    }

    /// To take away, the earliest first.
    pub(super) fn table(&self) -> Table {
        let mut columns: Vec<Column> = self
            .names
            .iter()
            .map(|name| Column::names(name, 2))
            .collect();
        for (place, heading) in self.headings.iter().enumerate() {
            columns.push(Column::numbers(heading, 1));
            if self.has_counts(place) {
                columns.push(Column::words(format!("{heading}: of how many"), 1));
            }
        }
        let mut table = Table::new("Explore", &self.caption, columns);
        for line in &self.lines {
            let mut cells: Vec<Cell> = line.names.iter().map(Cell::text).collect();
            for (place, entry) in line.cells.iter().enumerate() {
                cells.push(match entry.number {
                    Some(number) => Cell::number(number, &entry.words),
                    None => Cell::text(&entry.words),
                });
                if self.has_counts(place) {
                    cells.push(Cell::maybe(entry.beneath.as_deref()));
                }
            }
            table.rows.push(Row::body(cells));
        }
        table
    }

    /// Whether a column has what its shares are made of.
    fn has_counts(&self, place: usize) -> bool {
        let mut entries = self.lines.iter().filter_map(|line| line.cells.get(place));
        entries.any(|entry| entry.beneath.is_some())
    }
}

fn entry_shown(entry: &Entry, walk: &dyn Fn(usize, &[usize]) -> Option<String>) -> Markup {
    let address = entry
        .leads
        .as_ref()
        .and_then(|(period, parts)| walk(*period, parts));
    html! {
        @match address {
            Some(address) => { a class="govuk-link" href=(address) { (entry.words) span class="govuk-visually-hidden" { ", its records" } } }
            None => { (entry.words) }
        }
        @if let Some(beneath) = &entry.beneath { br; span class="clew-quiet" { (beneath) } }
        @if entry.few { " " span class="clew-quiet" { "(few)" } }
    }
}

/// Without a dimension: what was met, missed, not yet due and left out, and how late it was recorded.
fn whole(answers: &Answers) -> Grid {
    let answer = &answers.whole;
    let share = answer.definition().kind.is_share();
    let mut headings = vec!["Value".to_owned()];
    if answers.as_it_is.is_some() {
        headings = vec!["As supposed".to_owned(), "As it is".to_owned()];
    }
    let counted = if share {
        &["Met", "Missed"][..]
    } else {
        &["Counted"]
    };
    headings.extend(counted.iter().map(|word| (*word).to_owned()));
    headings.extend(["Not yet due", "Left out", "Recorded late"].map(str::to_owned));
    let lines =
        (0..answer.figures().periods.len()).map(|period| whole_line(answers, period, share));
    Grid {
        caption: "by period".to_owned(),
        names: vec!["Period".to_owned()],
        headings,
        lines: lines.collect(),
    }
}

fn whole_line(answers: &Answers, period: usize, share: bool) -> Line {
    let answer = &answers.whole;
    let mut cells = vec![Entry::figure(answer.shown(period, &[]), period, Vec::new())];
    if let Some(as_it_is) = &answers.as_it_is {
        cells.push(Entry::figure(
            as_it_is.shown(period, &[]),
            period,
            Vec::new(),
        ));
    }
    if let Some((cell, told)) = answer.cell(period, &[]) {
        cells.push(Entry::count(cell.met, told));
        if share {
            cells.push(Entry::count(cell.missed, told));
        }
        let left_out = cell.excluded.iter().map(|(_, count)| count).sum();
        let late = cell.recording.as_ref().map(|recording| recording.later);
        for count in [cell.not_yet_due, left_out, late.unwrap_or_default()] {
            cells.push(Entry::count(count, answer.tells(count)));
        }
    }
    Line {
        period,
        names: vec![words::period(answer.figures().periods[period])],
        cells,
    }
}

/// The parts of the last dimension across; those of another one down, within each period.
fn by_parts(answers: &Answers, split: &Answer, book: &Book, pack: &Pack) -> Grid {
    let figures = split.figures();
    let form = &split.definition().form;
    let named = |axis: usize| -> Vec<String> {
        let axis = &figures.axes[axis];
        let parts = axis.parts.iter();
        parts
            .map(|part| names::part(book, pack, form, &axis.of, part))
            .collect()
    };
    let last = figures.axes.len() - 1;
    let across = filled(split, last);
    let columns = named(last);
    let down: Vec<Option<usize>> = match last {
        0 => vec![None],
        _ => filled(split, 0).into_iter().map(Some).collect(),
    };
    let rows = if last == 0 { Vec::new() } else { named(0) };
    let mut headings: Vec<String> = across.iter().map(|part| columns[*part].clone()).collect();
    let mut names_of_rows = vec!["Period".to_owned()];
    let dimensions = names::titles(pack, split.definition(), &answers.split_by);
    if last == 0 {
        headings.insert(0, "All".to_owned());
    } else {
        names_of_rows.extend(dimensions.first().cloned());
    }
    if answers.as_it_is.is_some() {
        let supposed = |heading: String| format!("{heading}, as supposed");
        headings = headings.into_iter().map(supposed).collect();
    }
    let mut lines = Vec::new();
    for (period, of) in figures.periods.iter().enumerate() {
        for row in &down {
            let mut names = vec![words::period(*of)];
            let mut cells = Vec::new();
            match row {
                Some(row) => names.push(rows[*row].clone()),
                None => cells.push(Entry::figure(
                    answers.whole.shown(period, &[]),
                    period,
                    Vec::new(),
                )),
            }
            cells.extend(across.iter().map(|part| {
                let parts: Vec<usize> = row.iter().copied().chain([*part]).collect();
                Entry::figure(split.shown(period, &parts), period, parts)
            }));
            lines.push(Line {
                period,
                names,
                cells,
            });
        }
    }
    Grid {
        caption: format!("by period and {}", dimensions.join(" and ").to_lowercase()),
        names: names_of_rows,
        headings,
        lines,
    }
}

/// The parts of a dimension with anything in them.
pub(super) fn filled(answer: &Answer, axis: usize) -> Vec<usize> {
    let figures = answer.figures();
    let mut has = vec![false; figures.axes[axis].parts.len()];
    for (_, parts, cell) in figures.cells() {
        has[parts[axis]] |= cell.has_records();
    }
    (0..has.len()).filter(|part| has[*part]).collect()
}
