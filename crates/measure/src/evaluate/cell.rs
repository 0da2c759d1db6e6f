//! What comes out: figures in cells of period by part.

use clew_calendar::{Day, Period};
use clew_practice::pack::Of;

use crate::Exact;
use crate::facts::PartitionVersion;

/// One part of a dimension. Those that are known are ordered by code and come before what is not known.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Part {
    /// The code of a team, a locality, a gender or a choice; the title of an age band; `yes` or `no`.
    Known(String),
    /// The record does not say, or lies below the lowest band.
    NotKnown,
}

/// A dimension of the answer with its parts, "not known" last.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Axis {
    /// What the parts are taken from.
    pub of: Of,
    /// The parts, in the order in which they are shown.
    pub parts: Vec<Part>,
}

/// Why a record is left out of a figure.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Reason {
    /// An exclusion of the definition, in its words.
    Stated(String),
    /// The field with the amount is empty.
    NoAmount,
    /// There is no day by which it was due.
    NoDueDay,
    /// The calendar does not cover its days.
    OutsideCalendar,
    /// It ended before it was due.
    Ended,
}

/// How many people are behind a cell, each counted once.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct PeopleCounts {
    /// With at least one record that was met, or is counted.
    pub met: u64,
    /// With at least one record that was met or missed.
    pub judged: u64,
}

/// How soon records were recorded. Only what is not left out is looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LateRecording {
    /// Within the days that were asked about, counted from the event.
    pub within: u64,
    /// Later than that.
    pub later: u64,
    /// The median of days from the event to the day of recording.
    pub median_days: Option<Exact>,
}

/// The figure of one period and one part of each dimension.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Cell {
    /// How many records were met; for counts, sums and the like, how many were counted.
    pub met: u64,
    /// How many were missed.
    pub missed: u64,
    /// How many are not yet due, or have not ended yet.
    pub not_yet_due: u64,
    /// How many were left out, by reason.
    pub excluded: Vec<(Reason, u64)>,
    /// For definitions of people, how many there are.
    pub people: Option<PeopleCounts>,
    /// The exact value: a share of 1, a number, a sum, a mean or a median. None without anything to make it of.
    pub value: Option<Exact>,
    /// How soon they were recorded, if that was asked.
    pub recording: Option<LateRecording>,
}

impl Cell {
    /// How many were met, or are counted, and how many were met or missed: people where people are counted.
    #[must_use]
    pub fn share(&self) -> (u64, u64) {
        let records = (self.met, self.met + self.missed);
        let people = self.people.map(|people| (people.met, people.judged));
        people.unwrap_or(records)
    }

    /// Whether any record is behind it.
    #[must_use]
    pub fn has_records(&self) -> bool {
        self.met + self.missed + self.not_yet_due > 0 || !self.excluded.is_empty()
    }
}

/// What figures rest on, so that each can explain itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Basis {
    /// The definition's code.
    pub definition: String,
    /// The definition's version.
    pub version: u32,
    /// The day whose state is shown.
    pub as_at: Day,
    /// The calendar that working days were counted by.
    pub calendar: String,
    /// The day on which the calendar stood as it was used; none for everything known.
    pub calendar_known_on: Option<Day>,
    /// The tables that were read, each in the state it was in.
    pub tables: Vec<PartitionVersion>,
}

/// The answer to a question.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Figures {
    /// The periods as they were asked.
    pub periods: Vec<Period>,
    /// For what is counted on a day, the day of each period; none where it has none, or that is after the as-at day.
    pub census_days: Vec<Option<Day>>,
    /// The dimensions as they were asked.
    pub axes: Vec<Axis>,
    /// What the figures rest on.
    pub basis: Basis,
    pub(crate) cells: Vec<Cell>,
}

impl Figures {
    /// The figure of a period and one part of each dimension, by their places; none when there is no such place.
    #[must_use]
    pub fn cell(&self, period: usize, parts: &[usize]) -> Option<&Cell> {
        if period >= self.periods.len() || parts.len() != self.axes.len() {
            return None;
        }
        let mut place = period;
        for (axis, part) in self.axes.iter().zip(parts) {
            if *part >= axis.parts.len() {
                return None;
            }
            place = place * axis.parts.len() + part;
        }
        self.cells.get(place)
    }

    /// All figures with the places of their period and parts, in order.
    pub fn cells(&self) -> impl Iterator<Item = (usize, Vec<usize>, &Cell)> {
        let per_period = (self.cells.len() / self.periods.len().max(1)).max(1);
        let cells = self.cells.iter().enumerate();
        cells
            .map(move |(place, cell)| (place / per_period, self.parts_at(place % per_period), cell))
    }

    fn parts_at(&self, place: usize) -> Vec<usize> {
        let mut left = place;
        let mut parts: Vec<usize> = Vec::new();
        for axis in self.axes.iter().rev() {
            parts.push(left % axis.parts.len());
            left /= axis.parts.len();
        }
        parts.reverse();
        parts
    }
}
