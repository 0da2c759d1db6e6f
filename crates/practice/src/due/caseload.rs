//! Caseloads with their weights: the whole distribution and not the mean, which hides the ends.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::EpisodeWork;
use crate::record::RecordNumber;

/// An open episode that somebody holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Case {
    /// The episode.
    pub episode: RecordNumber,
    /// Its weight, in hundredths of an ordinary case.
    pub weight: u32,
}

/// What one worker holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WorkerLoad {
    /// The worker, by account.
    pub worker: String,
    /// The cases, the heaviest first.
    pub cases: Vec<Case>,
    /// Their weight together, in hundredths of an ordinary case.
    pub weight: u32,
}

/// How weights spread over workers, in ordinary cases. Quartiles lie between two workers where they fall between them,
/// as spreadsheets have them (method 7 of Hyndman and Fan, 1996).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Spread {
    /// The lightest.
    pub least: Decimal,
    /// A quarter have no more.
    pub lower_quartile: Decimal,
    /// Half have no more.
    pub median: Decimal,
    /// Three quarters have no more.
    pub upper_quartile: Decimal,
    /// The heaviest.
    pub most: Decimal,
}

/// Who holds what.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Caseload {
    /// By worker, the heaviest load first.
    pub workers: Vec<WorkerLoad>,
    /// Open episodes that nobody holds, in order of number.
    pub unallocated: Vec<Case>,
    /// How the loads spread; none without workers.
    pub spread: Option<Spread>,
}

/// Who holds what of the open episodes, given who holds each. Workers who hold nothing count too when they are named.
#[must_use]
pub fn caseload(
    work: &[EpisodeWork<'_>],
    holders: &BTreeMap<RecordNumber, String>,
    workers: &[String],
) -> Caseload {
    let nobody = |worker: &String| (worker.clone(), Vec::new());
    let mut held: BTreeMap<String, Vec<Case>> = workers.iter().map(nobody).collect();
    let mut unallocated = Vec::new();
    for episode in work.iter().filter(|episode| episode.is_open()) {
        let case = Case {
            episode: episode.episode,
            weight: episode.weight(),
        };
        match holders.get(&episode.episode) {
            Some(worker) => held.entry(worker.clone()).or_default().push(case),
            None => unallocated.push(case),
        }
    }
    let mut loads: Vec<WorkerLoad> = held.into_iter().map(load).collect();
    loads.sort_by(|one, other| (other.weight, &one.worker).cmp(&(one.weight, &other.worker)));
    let mut weights: Vec<u32> = loads.iter().map(|load| load.weight).collect();
    weights.sort_unstable();
    Caseload {
        spread: spread(&weights),
        workers: loads,
        unallocated,
    }
}

fn load((worker, mut cases): (String, Vec<Case>)) -> WorkerLoad {
    cases.sort_by_key(|case| (std::cmp::Reverse(case.weight), case.episode));
    let weights = cases.iter().map(|case| case.weight);
    WorkerLoad {
        weight: weights.fold(0, u32::saturating_add),
        worker,
        cases,
    }
}

fn spread(weights: &[u32]) -> Option<Spread> {
    Some(Spread {
        least: quarter(weights, 0)?,
        lower_quartile: quarter(weights, 1)?,
        median: quarter(weights, 2)?,
        upper_quartile: quarter(weights, 3)?,
        most: quarter(weights, 4)?,
    })
}

/// The weight, in ordinary cases, below which so many quarters lie.
fn quarter(sorted: &[u32], quarters: usize) -> Option<Decimal> {
    let steps = sorted.len().checked_sub(1)? * quarters;
    let (place, part) = (steps / 4, steps % 4);
    let here = Decimal::from(*sorted.get(place)?);
    let next = Decimal::from(*sorted.get(place + 1).or(sorted.last())?);
    let between = (next - here) * Decimal::from(part) / Decimal::from(4);
    Some(((here + between) / Decimal::ONE_HUNDRED).normalize())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn quartiles_are_those_of_a_spreadsheet() {
        let shown = |weights: &[u32]| {
            let spread = spread(weights).unwrap();
            [
                spread.least,
                spread.lower_quartile,
                spread.median,
                spread.upper_quartile,
                spread.most,
            ]
            .map(|weight| weight.to_string())
            .join(" ")
        };
        assert_eq!(shown(&[100]), "1 1 1 1 1");
        assert_eq!(shown(&[100, 200]), "1 1.25 1.5 1.75 2");
        assert_eq!(shown(&[0, 100, 150, 400, 2_000]), "0 1 1.5 4 20");
        assert_eq!(shown(&[100, 200, 300, 400]), "1 1.75 2.5 3.25 4");
        assert!(spread(&[]).is_none());
    }
}
