//! What records come to for a part of the organisation, as a return is prepared from them.

use clew_measure::Exact;
use clew_measure::evaluate::{Cell, FEWEST_TOLD, Part, is_small};
use clew_plan::{Book, UnitId};
use clew_practice::pack::DefinitionKind;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::walking::reason_in_words;
use crate::ServiceError;
use crate::authorise::reaches;

/// The counts behind a figure that was computed from records.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordCounts {
    /// How many were met; for counts, sums and the like, how many were counted.
    pub met: u64,
    /// How many were missed.
    pub missed: u64,
    /// How many are not yet due, or have not ended yet.
    pub not_yet_due: u64,
    /// How many were left out, by reason.
    pub excluded: Vec<(String, u64)>,
    /// For definitions of people, how many were met, and how many met or missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<(u64, u64)>,
    /// How many were recorded in time, and how many later; none for what is counted on a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<(u64, u64)>,
}

impl RecordCounts {
    /// How many were met, and of how many.
    #[must_use]
    pub fn share(&self) -> (u64, u64) {
        self.people.unwrap_or((self.met, self.met + self.missed))
    }

    /// In words, for the note of a figure, which everybody reads: what stands beside it is not told exactly where it is
    /// so few that it could tell of somebody.
    #[must_use]
    pub fn in_words(&self, is_share: bool) -> String {
        let mut parts = match is_share {
            true => vec![
                format!("{} met", self.met),
                format!("{} missed", self.missed),
            ],
            false => vec![format!("{} counted", self.met)],
        };
        if self.not_yet_due > 0 {
            parts.push(format!("{} not yet due", few_or(self.not_yet_due)));
        }
        let excluded = self.excluded.iter();
        parts.extend(
            excluded.map(|(reason, count)| format!("{} left out ({reason})", few_or(*count))),
        );
        if let Some((_, later)) = self.recorded.filter(|(_, later)| *later > 0) {
            parts.push(format!("{} recorded late", few_or(later)));
        }
        parts.join(", ")
    }

    fn add(&mut self, cell: &Cell) {
        self.met += cell.met;
        self.missed += cell.missed;
        self.not_yet_due += cell.not_yet_due;
        for (reason, count) in &cell.excluded {
            let reason = reason_in_words(reason);
            match self.excluded.iter_mut().find(|(one, _)| *one == reason) {
                Some((_, sum)) => *sum += count,
                None => self.excluded.push((reason, *count)),
            }
        }
        if let Some(people) = cell.people {
            let (met, judged) = self.people.unwrap_or_default();
            self.people = Some((met + people.met, judged + people.judged));
        }
        if let Some(recording) = cell.recording {
            let (within, later) = self.recorded.unwrap_or_default();
            self.recorded = Some((within + recording.within, later + recording.later));
        }
    }
}

fn few_or(count: u64) -> String {
    match is_small(count) {
        true => format!("fewer than {FEWEST_TOLD}"),
        false => count.to_string(),
    }
}

/// Whether a part of the split by teams belongs to a part of the organisation.
pub(super) fn belongs(book: &Book, unit: &UnitId, part: &Part) -> bool {
    match part {
        Part::Known(team) => reaches(book, Some(unit), Some(&team.as_str().into())),
        Part::NotKnown => false,
    }
}

/// The counts and the value of cells together.
///
/// # Errors
/// When what is counted cannot be added: medians, and people, who may be known to several teams.
pub(super) fn together(
    cells: &[&Cell],
    kind: DefinitionKind,
) -> Result<(RecordCounts, Option<Decimal>), ServiceError> {
    let mut counts = RecordCounts::default();
    cells.iter().for_each(|cell| counts.add(cell));
    let filled: Vec<&Cell> = cells
        .iter()
        .copied()
        .filter(|cell| cell.met + cell.missed > 0)
        .collect();
    let adds = kind != DefinitionKind::Median && counts.people.is_none();
    if filled.len() > 1 && !adds {
        let problem = "figures of people, and medians, cannot be added over teams; ask for the whole, or for one team";
        return Err(ServiceError::invalid("the figure", "unit", problem));
    }
    let value = match (filled.as_slice(), kind) {
        _ if kind.is_share() => None,
        // Nothing to add: what an empty cell says, for example that there were none.
        ([], _) => cells.first().and_then(|cell| cell.value),
        ([one], _) => one.value,
        (several, DefinitionKind::Average) => mean(several),
        (several, _) => sum(several, |cell| cell.value),
    };
    Ok((counts, value.map(Exact::to_decimal)))
}

fn sum(cells: &[&Cell], of: impl Fn(&Cell) -> Option<Exact>) -> Option<Exact> {
    let mut amounts = cells.iter().map(|cell| of(cell));
    amounts.try_fold(Exact::ZERO, |sum, amount| Some(sum.plus(amount?)))
}

/// The mean of all amounts, from each cell's mean and how many there are.
fn mean(cells: &[&Cell]) -> Option<Exact> {
    let amounts = |cell: &Cell| {
        let many = Exact::of_whole(cell.met.into(), 1)?;
        cell.value.map(|value| value.times(many))
    };
    let all = cells.iter().map(|cell| i128::from(cell.met)).sum();
    sum(cells, amounts)?.over(Exact::of_whole(all, 1)?)
}
