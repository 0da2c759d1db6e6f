//! Is one part hiding behind the total? Parts of a split that differ from the whole by more than chance.
//!
//! A part of `n` of which `k` were met is compared with the whole of `N` of which `M` were met. It stands apart when its share
//! lies outside three standard deviations of the whole's: `|k/n - M/N| > 3 √(p(1-p)/n)` with `p = M/N`. These are the control
//! limits of a funnel plot (D. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in
//! Medicine 24, 2005), worked out in whole numbers: `(kN - nM)² > 9 n M (N - M)`, both sides multiplied by `n² N²`. The limits
//! take the normal distribution for the binomial, which is only near when at least 5 met and 5 missed are expected; a part
//! with fewer is marked as small numbers and never said to stand apart.

use super::cell::{Cell, Figures, Part};

/// How a part stands to the whole.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Apart {
    /// Its share lies above the upper limit.
    Above,
    /// Its share lies below the lower limit.
    Below,
    /// It lies within the limits.
    Within,
    /// It has too few records to say.
    SmallNumbers,
}

/// One part beside the whole.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PartApart {
    /// The part.
    pub part: Part,
    /// Its met, and met or missed.
    pub counts: (u64, u64),
    /// The whole's met, and met or missed.
    pub whole: (u64, u64),
    /// How it stands.
    pub apart: Apart,
}

/// How many met and missed have to be expected of a part before it can be said to stand apart.
const FEWEST_EXPECTED: i128 = 5;

/// How each part of a dimension stands to the whole in a period, by the places of both; other dimensions are added up. Empty
/// parts are left out. People, where they are counted, are not added up: the records are compared.
#[must_use]
pub fn parts_apart(figures: &Figures, period: usize, axis: usize) -> Vec<PartApart> {
    let Some(parts) = figures.axes.get(axis).map(|axis| &axis.parts) else {
        return Vec::new();
    };
    let mut counts = vec![(0, 0); parts.len()];
    for (_, places, cell) in figures
        .cells()
        .filter(|(of_period, _, _)| *of_period == period)
    {
        let (met, judged) = judged(cell);
        counts[places[axis]].0 += met;
        counts[places[axis]].1 += judged;
    }
    let whole = counts
        .iter()
        .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let filled = parts.iter().zip(counts).filter(|(_, counts)| counts.1 > 0);
    filled
        .map(|(part, counts)| PartApart {
            part: part.clone(),
            counts,
            whole,
            apart: apart(counts, whole),
        })
        .collect()
}

fn judged(cell: &Cell) -> (u64, u64) {
    (cell.met, cell.met + cell.missed)
}

fn apart((met, judged): (u64, u64), (all_met, all): (u64, u64)) -> Apart {
    let [met, judged, all_met, all] = [met, judged, all_met, all].map(i128::from);
    let missed = all - all_met;
    if judged * all_met < FEWEST_EXPECTED * all || judged * missed < FEWEST_EXPECTED * all {
        return Apart::SmallNumbers;
    }
    let gap = met * all - judged * all_met;
    let limit = [9, judged, all_met, missed]
        .iter()
        .try_fold(1_i128, |product, one| product.checked_mul(*one));
    match (gap.checked_mul(gap), limit) {
        (Some(square), Some(limit)) if square > limit && gap > 0 => Apart::Above,
        (Some(square), Some(limit)) if square > limit => Apart::Below,
        _ => Apart::Within,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_stands_apart_beyond_three_standard_deviations_and_small_ones_never_do() {
        // 90 of 100 in all but one part: the limits of 100 at 0.85 are 0.85 ± 0.107.
        let whole = (1_700, 2_000);
        assert_eq!(apart((74, 100), whole), Apart::Below);
        assert_eq!(apart((75, 100), whole), Apart::Within);
        assert_eq!(apart((95, 100), whole), Apart::Within);
        assert_eq!(apart((96, 100), whole), Apart::Above);
        // 33 records would have 4.95 missed expected of them, 34 have 5.1.
        assert_eq!(apart((0, 33), whole), Apart::SmallNumbers);
        assert_eq!(apart((0, 34), whole), Apart::Below);
        // Nothing was ever missed, so nothing can stand apart.
        assert_eq!(apart((50, 50), (500, 500)), Apart::SmallNumbers);
    }
}
