//! Heat maps: risks counted by likelihood and impact.

use clew_plan::Status;
use serde::{Deserialize, Serialize};

use crate::{Cell, Column, Row, Table};

/// A grid of likelihood by impact, each cell with what stands in it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct HeatMap {
    /// Title, saying what is shown.
    pub title: String,
    /// What a reader should see in it, in a sentence or two.
    pub description: String,
    /// Names of the columns from least to greatest impact.
    pub impacts: Vec<String>,
    /// Names of the rows from least to greatest likelihood.
    pub likelihoods: Vec<String>,
    /// Its cells; a place without one is drawn empty.
    pub cells: Vec<HeatCell>,
}

/// A cell of a heat map.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct HeatCell {
    /// Place among the likelihoods, from 0.
    pub likelihood: usize,
    /// Place among the impacts, from 0.
    pub impact: usize,
    /// Name of its band, for example "High".
    pub band: String,
    /// The colour and pattern of its band.
    pub status: Status,
    /// What stands in it.
    pub marks: Vec<HeatMark>,
    /// Where the list of them is found: an address within the application.
    pub href: Option<String>,
}

/// One thing in a cell, as a rule a risk.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct HeatMark {
    /// Its short code.
    pub code: String,
    /// What it is.
    pub title: String,
}

impl HeatMap {
    /// Names 1 to 5, as registers score likelihood and impact.
    #[must_use]
    pub fn scores(words: [&str; 5]) -> Vec<String> {
        (1..=5)
            .zip(words)
            .map(|(score, word)| format!("{score} {word}"))
            .collect()
    }

    /// The cell at a place; none where it was not given.
    #[must_use]
    pub fn cell(&self, likelihood: usize, impact: usize) -> Option<&HeatCell> {
        let here = |cell: &&HeatCell| cell.likelihood == likelihood && cell.impact == impact;
        self.cells.iter().find(here)
    }

    /// The same as a table: one row for each cell that holds something, worst first.
    #[must_use]
    pub fn table(&self) -> Table {
        let columns = vec![
            Column::names("Likelihood", 3),
            Column::names("Impact", 3),
            Column::words("Band", 2),
            Column::numbers("Count", 1),
            Column::words("Codes", 6),
        ];
        let mut table = Table::new("Heat map", self.title.clone(), columns);
        let mut held: Vec<&HeatCell> = self.cells.iter().collect();
        held.retain(|cell| !cell.marks.is_empty());
        held.sort_by_key(|cell| {
            let score = (cell.likelihood + 1) * (cell.impact + 1);
            std::cmp::Reverse((score, cell.impact))
        });
        table.rows = held.into_iter().map(|cell| self.row(cell)).collect();
        table
    }

    fn row(&self, cell: &HeatCell) -> Row {
        let name = |names: &[String], place: usize| names.get(place).cloned().unwrap_or_default();
        let codes: Vec<&str> = cell.marks.iter().map(|mark| mark.code.as_str()).collect();
        Row::body(vec![
            Cell::text(name(&self.likelihoods, cell.likelihood)),
            Cell::text(name(&self.impacts, cell.impact)),
            Cell::text(&cell.band),
            Cell::count(u32::try_from(cell.marks.len()).unwrap_or(u32::MAX)),
            Cell::text(codes.join(", ")),
        ])
    }
}
