//! Disclosure control: which figures are told to whoever may not look at the records behind them.
//!
//! A count of 1 to 4 can tell of somebody, so it is not told; nor is one that a reader could work out by taking the
//! others of its row or column from their total. This is the cell suppression that Public Health Scotland's protocol on
//! statistical disclosure and the Government Statistical Service's guidance on tables from administrative sources
//! describe: first by size, then a second cell of every row and column in which one alone is missing, the smallest first.
//! Of periods that begin together, such as the year so far at each quarter, the later one is not told either where it
//! differs from the earlier by so few.

use clew_calendar::{Day, Period};

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
    let counts: Vec<Counts> = figures
        .cells
        .iter()
        .map(|cell| Counts::of(cell, is_share))
        .collect();
    let mut told: Vec<bool> = counts.iter().map(|counts| !counts.any_small()).collect();
    let period = sizes.iter().product::<usize>().max(1);
    hide_small_steps(&mut told, &counts, &figures.periods, period);
    for (told, counts) in told.chunks_mut(period).zip(counts.chunks(period)) {
        while hide_more(told, counts, &sizes) {}
    }
    told
}

/// Whether a figure tells nothing beside another one of the same, for example what would be beside what is: whether they
/// differ by nobody, or by enough.
#[must_use]
pub fn may_stand_beside(one: &Cell, other: &Cell, is_share: bool) -> bool {
    let (one, other) = (Counts::of(one, is_share), Counts::of(other, is_share));
    !one.difference(other).any_small()
}

/// What was met, and what was missed; of figures that are no share, what was counted and nothing.
#[derive(Clone, Copy, Debug, Default)]
struct Counts([u64; 2]);

impl Counts {
    fn of(cell: &Cell, is_share: bool) -> Self {
        let (met, all) = cell.share();
        Self([met, if is_share { all - met } else { 0 }])
    }

    fn any_small(self) -> bool {
        self.0.into_iter().any(is_small)
    }

    fn all(self) -> u64 {
        self.0.iter().sum()
    }

    fn plus(self, other: Self) -> Self {
        Self([self.0[0] + other.0[0], self.0[1] + other.0[1]])
    }

    fn difference(self, other: Self) -> Self {
        let [met, missed] = self.0;
        Self([met.abs_diff(other.0[0]), missed.abs_diff(other.0[1])])
    }
}

/// Hides what differs by few from what is told for the period before, where the two begin together.
fn hide_small_steps(told: &mut [bool], counts: &[Counts], periods: &[Period], width: usize) {
    for place in 0..width {
        let mut before: Option<(Day, Counts)> = None;
        for (number, period) in periods.iter().enumerate() {
            let at = number * width + place;
            if !told[at] {
                continue;
            }
            let together = before.filter(|(first, _)| *first == period.first());
            if together.is_some_and(|(_, before)| counts[at].difference(before).any_small()) {
                told[at] = false;
            } else {
                before = Some((period.first(), counts[at]));
            }
        }
    }
}

/// Hides one more figure of each line whose hidden ones could be worked out; whether it hid any. One whose other lines
/// have something hidden already is taken first, as it hides least.
fn hide_more(told: &mut [bool], counts: &[Counts], sizes: &[usize]) -> bool {
    let lines = lines(counts.len(), sizes);
    let mut hid = false;
    for line in &lines {
        let hidden: Vec<usize> = line.iter().copied().filter(|place| !told[*place]).collect();
        let hidden_counts = hidden.iter().map(|place| counts[*place]);
        let together = hidden_counts.fold(Counts::default(), Counts::plus);
        if hidden.is_empty() || (hidden.len() > 1 && !together.any_small()) {
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
            .filter(|place| told[**place] && counts[**place].all() > 0);
        let next = others.min_by_key(|place| (whole_lines(**place), counts[**place].all()));
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

    #[test]
    fn those_hidden_together_give_away_neither_what_was_met_nor_what_was_missed() {
        // Of the first two 49 are hidden, but only two of them were missed.
        let counts = [(40, 2), (7, 0), (50, 7), (60, 30)];
        assert_eq!(
            told(&table(1, 4, &counts), true),
            [false, false, false, true]
        );
    }

    #[test]
    fn a_year_so_far_that_has_grown_by_few_is_not_told() {
        let quarter = |count: u8| {
            let mut period = Period::quarter(2023, 1).unwrap();
            for _ in 1..count {
                period = period.next().unwrap();
            }
            Period::year_to_date(period)
        };
        let mut figures = table(1, 1, &[(9, 0), (11, 0), (11, 0), (20, 0)]);
        figures.axes.clear();
        figures.periods = (1..=4).map(quarter).collect();
        assert_eq!(told(&figures, false), [true, false, false, true]);
        // Periods that follow one another have nothing in common.
        figures.periods = (2021..2025)
            .map(|year| Period::financial_year_starting(year).unwrap())
            .collect();
        assert_eq!(told(&figures, false), [true; 4]);
    }

    #[test]
    fn what_would_be_stands_beside_what_is_where_they_differ_by_nobody_or_by_enough() {
        let cell = |met, missed| Cell {
            met,
            missed,
            ..Cell::default()
        };
        assert!(may_stand_beside(&cell(20, 10), &cell(20, 10), true));
        assert!(may_stand_beside(&cell(25, 5), &cell(20, 10), true));
        assert!(!may_stand_beside(&cell(22, 8), &cell(20, 10), true));
        assert!(!may_stand_beside(&cell(20, 12), &cell(20, 10), true));
        assert!(may_stand_beside(&cell(20, 12), &cell(20, 10), false));
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
            let both = |place: usize| {
                let (met, missed) = counts[place];
                [met, if is_share { missed } else { 0 }]
            };
            for (place, (met, missed)) in counts.iter().enumerate() {
                let small = is_small(*met) || (is_share && is_small(*missed));
                prop_assert!(!small || !told[place]);
            }
            let row = |row: usize| (0..columns).map(move |column| row * columns + column).collect::<Vec<_>>();
            let column = |column: usize| (0..rows).map(move |row| row * columns + column).collect::<Vec<_>>();
            for line in (0..rows).map(row).chain((0..columns).map(column)) {
                let hidden: Vec<usize> = line.iter().copied().filter(|place| !told[*place]).collect();
                let others = line.iter().any(|place| told[*place] && both(*place) != [0, 0]);
                let together = [0, 1].map(|part| hidden.iter().map(|place| both(*place)[part]).sum::<u64>());
                let open = hidden.len() == 1 || together.into_iter().any(is_small);
                prop_assert!(
                    hidden.is_empty() || !others || !open,
                    "{line:?} of {counts:?}: {told:?}"
                );
            }
        }
    }
}
