//! Blocks: two values of one report, block by block and cell by cell.

use std::mem::discriminant;

use clew_report::{Block, CellContent, Chart, Inline, KeyFigure, Report, Table, words};

use super::tables::table;

/// Said of what is on one side only.
pub(super) const NOTHING: &str = "nothing";

/// What sort of place differs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Sort {
    /// A paragraph, a heading, or another text.
    Text,
    /// A cell.
    Cell,
    /// A trend.
    Trend,
    /// A small line of values.
    Sparkline,
    /// A count, as it stands in a summary.
    Count,
    /// A whole row.
    Row,
}

/// A place at which two reports differ.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Found {
    pub(super) place: String,
    pub(super) row: Option<String>,
    pub(super) column: Option<String>,
    pub(super) was: String,
    pub(super) now: String,
    pub(super) sort: Sort,
    /// What stands in the row on either side, by which it is known what it is of.
    pub(super) names: Vec<String>,
    /// Whether it is of everything, as a row of totals is.
    pub(super) is_total: bool,
}

impl Found {
    pub(super) fn text(place: impl Into<String>, was: &str, now: &str) -> Self {
        let said = |text: &str| match text {
            "" => NOTHING.to_owned(),
            text => text.to_owned(),
        };
        Self {
            place: place.into(),
            row: None,
            column: None,
            was: said(was),
            now: said(now),
            sort: Sort::Text,
            names: [was, now].into_iter().flat_map(names_in).collect(),
            is_total: false,
        }
    }

    pub(super) fn of_report(was: &str, now: &str) -> Self {
        Self::text("the report", was, now)
    }
}

/// The names that a heading or a caption may be of: all of it, its beginning before a colon, and the
/// steps of a line of sight.
pub(super) fn names_in(text: &str) -> Vec<String> {
    let beginning = text.split(": ").next().unwrap_or_default();
    let steps = beginning.split(" \u{203a} ");
    steps.chain([text, beginning]).map(str::to_owned).collect()
}

/// Where two values of a report differ, in reading order.
pub(super) fn differences(was: &Report, now: &Report) -> Vec<Found> {
    if was == now {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (place, was, now) in particulars(was, now) {
        if was != now {
            found.push(Found::text(place, &was, &now));
        }
    }
    for pair in paired(&was.blocks, &now.blocks) {
        found.extend(pair.differences());
    }
    if found.is_empty() && was.blocks != now.blocks {
        // What differs is in no text: the order of rows or columns, their widths, their alignment.
        found.push(Found::of_report(
            "as it was laid out",
            "laid out or ordered otherwise",
        ));
    }
    found
}

fn particulars(was: &Report, now: &Report) -> Vec<(&'static str, String, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let cover = |report: &Report| {
        let cover = report.cover.as_ref();
        let fields = cover.map(|cover| {
            let day = |day: Option<clew_report::Day>| day.map(words::day).unwrap_or_default();
            // For which forum and meeting it was made is a matter of the freeze, and no restatement.
            let all = [
                text(&cover.report_by),
                text(&cover.subject),
                day(cover.data_as_at),
            ];
            all.join(" | ")
        });
        fields.unwrap_or_default()
    };
    vec![
        ("the title", was.title.clone(), now.title.clone()),
        (
            "the line under the title",
            text(&was.subtitle),
            text(&now.subtitle),
        ),
        (
            "the organisation",
            was.organisation.clone(),
            now.organisation.clone(),
        ),
        (
            "the description",
            was.description.clone(),
            now.description.clone(),
        ),
        ("the cover", cover(was), cover(now)),
    ]
}

/// A block of one report and the one that stands in its place in the other.
struct Pair<'a> {
    heading: &'a str,
    was: Option<&'a Block>,
    now: Option<&'a Block>,
}

impl Pair<'_> {
    fn differences(&self) -> Vec<Found> {
        match (self.was, self.now) {
            (Some(was), Some(now)) if was == now => Vec::new(),
            (Some(Block::Table(was)), Some(Block::Table(now))) => {
                table(&format!("table \u{201c}{}\u{201d}", was.caption), was, now)
            }
            (Some(Block::Chart(was)), Some(Block::Chart(now))) => chart(was, now),
            (Some(Block::KeyFigures(was)), Some(Block::KeyFigures(now))) => {
                key_figures(&self.place(), was, now)
            }
            (Some(Block::Table(was)), None) => {
                let none = without_rows(was);
                table(&self.place(), was, &none)
            }
            (None, Some(Block::Table(now))) => {
                let none = without_rows(now);
                table(&self.place(), &none, now)
            }
            (was, now) => {
                let (was, now) = (was.map(block_text), now.map(block_text));
                let (was, now) = (was.unwrap_or_default(), now.unwrap_or_default());
                let differ = was != now;
                let found = Found::text(self.place(), &was, &now);
                differ.then_some(found).into_iter().collect()
            }
        }
    }

    fn place(&self) -> String {
        let what = match self.was.or(self.now) {
            Some(Block::Heading { .. }) => return "a heading".to_owned(),
            Some(Block::Table(table)) => return format!("table \u{201c}{}\u{201d}", table.caption),
            Some(Block::Chart(_)) => "a chart",
            Some(Block::List { .. }) => "a list",
            Some(Block::Definitions(_)) => "definitions",
            Some(Block::KeyFigures(_)) => "the key figures",
            Some(Block::PageBreak) => "a page break",
            Some(Block::Paragraph(_)) | None => "a paragraph",
        };
        match self.heading {
            "" => format!("{what} at the beginning"),
            heading => format!("{what} under \u{201c}{heading}\u{201d}"),
        }
    }
}

fn without_rows(table: &Table) -> Table {
    Table {
        rows: Vec::new(),
        ..table.clone()
    }
}

fn chart(was: &Chart, now: &Chart) -> Vec<Found> {
    let place = format!("chart \u{201c}{}\u{201d}", was.title);
    let mut found = table(&place, &was.table, &now.table);
    if was.description != now.description {
        // A description says what the table counts.
        let counts = found.iter().any(|found| found.sort == Sort::Count);
        let said = Found::text(&place, &was.description, &now.description);
        found.push(Found {
            sort: if counts { Sort::Count } else { Sort::Text },
            is_total: counts,
            ..said
        });
    }
    if found.is_empty() {
        found.push(Found::text(&place, "as it was drawn", "drawn otherwise"));
    }
    found
}

fn key_figures(place: &str, was: &[KeyFigure], now: &[KeyFigure]) -> Vec<Found> {
    let labels = was.iter().chain(now.iter()).map(|figure| &figure.label);
    let mut seen: Vec<&String> = Vec::new();
    for label in labels {
        if !seen.contains(&label) {
            seen.push(label);
        }
    }
    let shown = |figures: &[KeyFigure], label: &String| {
        let own = figures.iter().find(|figure| figure.label == *label);
        own.map_or_else(String::new, |figure| figure.shown.clone())
    };
    let differing = seen.into_iter().map(|label| {
        let found = Found::text(place, &shown(was, label), &shown(now, label));
        Found {
            row: Some(label.clone()),
            sort: Sort::Count,
            is_total: true,
            ..found
        }
    });
    differing.filter(|found| found.was != found.now).collect()
}

/// The blocks of both, in order: those that are called the same together, and between them those of
/// one sort in turn, so that a heading that was changed is one difference and not two.
fn paired<'a>(was: &'a [Block], now: &'a [Block]) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    let mut heading = "";
    let (mut left, mut right) = (0, 0);
    let mut anchors = anchors(was, now);
    anchors.push((was.len(), now.len()));
    for (to_left, to_right) in anchors {
        let between = (&was[left..to_left], &now[right..to_right]);
        for (was, now) in in_turn(between.0, between.1) {
            add(&mut pairs, &mut heading, was, now);
        }
        if let Some((was, now)) = was.get(to_left).zip(now.get(to_right)) {
            add(&mut pairs, &mut heading, Some(was), Some(now));
        }
        (left, right) = (to_left + 1, to_right + 1);
    }
    pairs
}

fn add<'a>(
    pairs: &mut Vec<Pair<'a>>,
    heading: &mut &'a str,
    was: Option<&'a Block>,
    now: Option<&'a Block>,
) {
    if let Some(Block::Heading { text, .. }) = was.or(now) {
        *heading = text;
    }
    pairs.push(Pair { heading, was, now });
}

type Both<'a> = (Option<&'a Block>, Option<&'a Block>);

/// Blocks that are not called the same: those of one sort together, the others alone.
fn in_turn<'a>(was: &'a [Block], now: &'a [Block]) -> Vec<Both<'a>> {
    let mut both = Vec::new();
    let mut next = 0;
    for block in was {
        let rest = now.iter().enumerate().skip(next);
        let mut like = rest.filter(|(_, other)| discriminant(*other) == discriminant(block));
        match like.next() {
            None => both.push((Some(block), None)),
            Some((place, other)) => {
                both.extend(now[next..place].iter().map(|alone| (None, Some(alone))));
                both.push((Some(block), Some(other)));
                next = place + 1;
            }
        }
    }
    both.extend(now[next..].iter().map(|alone| (None, Some(alone))));
    both
}

/// The places of the blocks that are called the same: a longest common subsequence.
fn anchors(was: &[Block], now: &[Block]) -> Vec<(usize, usize)> {
    let names = |blocks: &[Block]| blocks.iter().map(name).collect::<Vec<String>>();
    let (was, now) = (names(was), names(now));
    let width = now.len() + 1;
    let mut longest = vec![0_u32; (was.len() + 1) * width];
    for left in (0..was.len()).rev() {
        for right in (0..now.len()).rev() {
            longest[left * width + right] = match was[left] == now[right] {
                true => longest[(left + 1) * width + right + 1] + 1,
                false => longest[(left + 1) * width + right].max(longest[left * width + right + 1]),
            };
        }
    }
    let mut anchors = Vec::new();
    let (mut left, mut right) = (0, 0);
    while left < was.len() && right < now.len() {
        if was[left] == now[right] {
            anchors.push((left, right));
            (left, right) = (left + 1, right + 1);
        } else if longest[(left + 1) * width + right] >= longest[left * width + right + 1] {
            left += 1;
        } else {
            right += 1;
        }
    }
    anchors
}

/// What a block is called: tables and charts by their captions, other blocks by all they say.
fn name(block: &Block) -> String {
    match block {
        Block::Table(table) => format!("table {} {}", table.name, table.caption),
        Block::Chart(chart) => format!("chart {}", chart.title),
        Block::KeyFigures(_) => "key figures".to_owned(),
        Block::PageBreak => "page break".to_owned(),
        Block::Heading { level, text } => format!("heading {level} {text}"),
        Block::Paragraph(_) | Block::List { .. } | Block::Definitions(_) => {
            format!("text {}", block_text(block))
        }
    }
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Heading { text, .. } => text.clone(),
        Block::Paragraph(inlines) => inline_text(inlines),
        Block::List { items, .. } => {
            let items: Vec<String> = items.iter().map(|item| inline_text(item)).collect();
            items.join("; ")
        }
        Block::Definitions(terms) => {
            let said = |(term, text): &(Vec<Inline>, Vec<Inline>)| {
                format!("{}: {}", inline_text(term), inline_text(text))
            };
            terms.iter().map(said).collect::<Vec<_>>().join("; ")
        }
        Block::KeyFigures(figures) => {
            let said = |figure: &KeyFigure| format!("{} {}", figure.shown, figure.label);
            figures.iter().map(said).collect::<Vec<_>>().join("; ")
        }
        Block::Table(table) => format!("\u{201c}{}\u{201d}", table.caption),
        Block::Chart(chart) => format!("\u{201c}{}\u{201d}", chart.title),
        Block::PageBreak => "a new page".to_owned(),
    }
}

pub(super) fn inline_text(inlines: &[Inline]) -> String {
    let text = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Strong(text) => text.clone(),
        Inline::Status(mark) => marked(mark),
        Inline::Trend(mark) => mark.words.clone(),
        Inline::Break => " ".to_owned(),
    };
    inlines.iter().map(text).collect()
}

fn marked(mark: &clew_report::StatusMark) -> String {
    let note = mark.note.as_ref().map(|note| format!(" ({note})"));
    format!("{}{}", mark.status, note.unwrap_or_default())
}

/// What a cell says.
pub(super) fn cell_text(content: &CellContent) -> String {
    match content {
        CellContent::Empty => String::new(),
        CellContent::Text(inlines) => inline_text(inlines),
        CellContent::Number { shown, .. } => shown.clone(),
        CellContent::Date(day) => words::day(*day),
        CellContent::Status(mark) => marked(mark),
        CellContent::Trend(mark) => mark.words.clone(),
        CellContent::Sparkline(line) => line.description.clone(),
    }
}
