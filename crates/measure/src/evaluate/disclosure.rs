//! Disclosure control: which figures are told to whoever may not look at the records behind them.
//!
//! A count of 1 to 4 can tell of somebody, so it is not told; nor is one that a reader could work out by taking the
//! others of its row or column from their total. This is the cell suppression that Public Health Scotland's protocol on
//! statistical disclosure and the Government Statistical Service's guidance on tables from administrative sources
//! describe: first by size, then a second cell of every row and column in which one alone is missing, the smallest first.

use super::cell::{Cell, Figures};

/// The fewest that are told: a common threshold, which both leave to the publisher's judgement. Nought is told too.
pub const FEWEST_TOLD: u64 = 5;

/// Whether a count is too small to be told.
#[must_use]
pub const fn is_small(count: u64) -> bool {
    0 < count && count < FEWEST_TOLD
}

/// Whether each figure is told, in the order of [`Figures::cells`]. `is_share` says whether the figures are of met and
/// missed; whoever knows either of the two and the share knows the other, so neither may be small.
#[must_use]
pub fn told(figures: &Figures, is_share: bool) -> Vec<bool> {
    let sizes: Vec<usize> = figures.axes.iter().map(|axis| axis.parts.len()).collect();
    let counts: Vec<u64> = figures
        .cells
        .iter()
        .map(|cell| judged(cell, is_share))
        .collect();
    let small = |cell: &Cell| parts(cell, is_share).into_iter().any(is_small);
    let mut told: Vec<bool> = figures.cells.iter().map(|cell| !small(cell)).collect();
    let period = sizes.iter().product::<usize>().max(1);
    for (told, counts) in told.chunks_mut(period).zip(counts.chunks(period)) {
        while hide_more(told, counts, &sizes) {}
    }
    told
}

fn parts(cell: &Cell, is_share: bool) -> [u64; 2] {
    let (met, all) = cell.share();
    [met, if is_share { all - met } else { 0 }]
}

fn judged(cell: &Cell, is_share: bool) -> u64 {
    let (met, all) = cell.share();
    if is_share { all } else { met }
}

/// Hides one more figure of each line whose hidden ones could be worked out; whether it hid any. One whose other lines
/// have something hidden already is taken first, as it hides least.
fn hide_more(told: &mut [bool], counts: &[u64], sizes: &[usize]) -> bool {
    let lines = lines(counts.len(), sizes);
    let mut hid = false;
    for line in &lines {
        let hidden: Vec<usize> = line.iter().copied().filter(|place| !told[*place]).collect();
        let together: u64 = hidden.iter().map(|place| counts[*place]).sum();
        if hidden.is_empty() || (hidden.len() > 1 && together >= FEWEST_TOLD) {
            continue;
        }
        let whole_lines = |place: usize| {
            let through = lines.iter().filter(|line| line.contains(&place));
            through
                .filter(|line| line.iter().all(|place| told[*place]))
                .count()
        };
        let others = line
            .iter()
            .filter(|place| told[**place] && counts[**place] > 0);
        let next = others.min_by_key(|place| (whole_lines(**place), counts[**place]));
        if let Some(next) = next.copied() {
            told[next] = false;
            hid = true;
        }
    }
    hid
}

/// The places of every line of cells that differ in one dimension alone, within a period.
fn lines(cells: usize, sizes: &[usize]) -> Vec<Vec<usize>> {
    let mut lines = Vec::new();
    let mut stride = cells;
    for size in sizes.iter().copied().filter(|size| *size > 0) {
        let whole = stride;
        stride /= size;
        let starts = (0..cells).filter(|place| place % whole < stride);
        lines.extend(starts.map(|start| (0..size).map(|part| start + part * stride).collect()));
    }
    lines
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clew_calendar::{Day, Period};
    use clew_practice::pack::Of;
    use proptest::prelude::*;

    use super::super::cell::{Axis, Basis, Part};
    use super::*;

    /// Counts in a table of rows by columns.
    fn table(rows: usize, columns: usize, counts: &[(u64, u64)]) -> Figures {
        let axis = |parts: usize| Axis {
            of: Of::Team,
            parts: (0..parts)
                .map(|part| Part::Known(part.to_string()))
                .collect(),
        };
        let day = Day::new(2024, 4, 1).unwrap();
        Figures {
            periods: vec![Period::financial_year_starting(2024).unwrap()],
            census_days: vec![None],
            axes: vec![axis(rows), axis(columns)],
            basis: Basis {
                definition: "D".to_owned(),
                version: 1,
                as_at: day,
                calendar: "none".to_owned(),
                calendar_known_on: None,
                tables: Vec::new(),
            },
            cells: counts
                .iter()
                .map(|(met, missed)| Cell {
                    met: *met,
                    missed: *missed,
                    ..Cell::default()
                })
                .collect(),
        }
    }

    #[test]
    fn a_small_count_takes_the_smallest_of_its_row_and_column_with_it() {
        let counts = [(3, 0), (20, 0), (9, 0), (30, 0), (40, 0), (50, 0)];
        let told = told(&table(2, 3, &counts), false);
        // 3 is small; 9 goes with it in its row, 30 in its column, and 50, that 9 and 30 are not worked out.
        assert_eq!(told, [false, true, false, false, true, false]);
    }

    #[test]
    fn what_was_missed_is_as_telling_as_what_was_met() {
        let counts = [(97, 3), (50, 50), (60, 40)];
        assert_eq!(told(&table(1, 3, &counts), true), [false, false, true]);
        assert_eq!(told(&table(1, 3, &counts), false), [true, true, true]);
    }

    proptest! {
        #[test]
        fn nothing_small_is_told_or_can_be_worked_out(
            (rows, columns) in (1_usize..5, 1_usize..6),
            counts in prop::collection::vec((0_u64..12, 0_u64..12), 25),
            is_share in any::<bool>(),
        ) {
            let counts = &counts[..rows * columns];
            let told = told(&table(rows, columns, counts), is_share);
            let size = |place: usize| {
                let (met, missed) = counts[place];
                if is_share { met + missed } else { met }
            };
            for (place, (met, missed)) in counts.iter().enumerate() {
                let small = is_small(*met) || (is_share && is_small(*missed));
                prop_assert!(!small || !told[place]);
            }
            let row = |row: usize| (0..columns).map(move |column| row * columns + column).collect::<Vec<_>>();
            let column = |column: usize| (0..rows).map(move |row| row * columns + column).collect::<Vec<_>>();
            for line in (0..rows).map(row).chain((0..columns).map(column)) {
                let hidden: Vec<usize> = line.iter().copied().filter(|place| !told[*place]).collect();
                let others = line.iter().any(|place| told[*place] && size(*place) > 0);
                let together: u64 = hidden.iter().map(|place| size(*place)).sum();
                prop_assert!(
                    hidden.is_empty() || !others || (hidden.len() > 1 && together >= FEWEST_TOLD),
                    "{line:?} of {counts:?}: {told:?}"
                );
            }
        }
    }
}
