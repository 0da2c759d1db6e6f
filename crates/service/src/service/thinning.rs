//! Which checkpoints are needless once there are later ones.

use clew_journal::CHECKPOINT_FORMAT;
use clew_store::CheckpointSummary;

/// The last ones, which are all kept: should the very last be damaged, there is another.
const LAST: usize = 2;

/// The checkpoints to drop, by the entry at which they stand: those of an earlier release's form, and
/// those without which no more than a third of a journal would have to be folded for any entry of
/// the past. `all` are in order. What is left grows with the logarithm of the journal.
pub(super) fn needless(all: &[CheckpointSummary]) -> Vec<u64> {
    let (usable, old): (Vec<&CheckpointSummary>, Vec<_>) = all
        .iter()
        .partition(|checkpoint| checkpoint.format >= CHECKPOINT_FORMAT);
    let mut needless: Vec<u64> = old.iter().map(|checkpoint| checkpoint.sequence).collect();
    let early = usable.len().saturating_sub(LAST);
    let mut before = 0;
    for (checkpoint, next) in usable.iter().zip(usable.iter().skip(1)).take(early) {
        if before >= next.sequence - next.sequence / 3 {
            needless.push(checkpoint.sequence);
        } else {
            before = checkpoint.sequence;
        }
    }
    needless
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(sequence: u64, format: u32) -> CheckpointSummary {
        CheckpointSummary {
            sequence,
            size: 1,
            format,
        }
    }

    #[test]
    fn the_last_two_stay_and_earlier_ones_stand_wider_apart() {
        let mut there: Vec<u64> = Vec::new();
        for step in 1..=100 {
            there.push(step * 20_000);
            let all: Vec<_> = there
                .iter()
                .map(|entry| at(*entry, CHECKPOINT_FORMAT))
                .collect();
            let gone = needless(&all);
            there.retain(|entry| !gone.contains(entry));
            let last: Vec<u64> = there.iter().rev().take(2).copied().collect();
            let wanted = [step * 20_000, (step - 1) * 20_000];
            assert_eq!(last, wanted[..last.len()]);
            for (one, next) in there.iter().zip(there.iter().skip(1)) {
                let gap = next - one;
                assert!(gap <= 20_000 || gap <= next / 3, "{one} to {next}");
            }
        }
        assert!(there.len() < 20, "{there:?}");
    }

    #[test]
    fn those_of_an_earlier_form_go_and_those_of_a_later_one_stay() {
        let all = [
            at(1, CHECKPOINT_FORMAT - 1),
            at(5, CHECKPOINT_FORMAT + 1),
            at(9, CHECKPOINT_FORMAT),
        ];
        assert_eq!(needless(&all), [1]);
    }
}
