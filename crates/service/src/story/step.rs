//! Steps: entries as the steps of a story, with what each gave.

use clew_journal::{Change, Entry, Moment, Subject};
use clew_plan::AccountId;
use clew_store::RowFilter;

use super::{Then, figure_in_words, goal_in_words, sentence};
use crate::{Memory, Service, ServiceError};

/// One entry as a step of a story.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct Step {
    /// The entry's place in the journal.
    pub entry: u64,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who made it.
    pub by: AccountId,
    /// The value or goal that stood after it, in words; none where it gave none.
    pub gave: Option<String>,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// Where it came from, for example `import of returns.xlsx`.
    pub origin: Option<String>,
    /// The whole in one plain sentence.
    pub sentence: String,
}

impl Step {
    /// An entry as a step.
    #[must_use]
    pub(crate) fn of(entry: &Entry, memory: &Memory) -> Self {
        Self {
            entry: entry.sequence,
            recorded_at: entry.recorded_at,
            by: entry.actor.clone(),
            gave: gave(&entry.change, memory),
            reason: entry.reason.clone(),
            origin: entry.origin.clone(),
            sentence: sentence(entry, memory),
        }
    }
}

fn gave(change: &Change, memory: &Memory) -> Option<String> {
    match change {
        Change::ReturnFigure(figure) => Some(figure_in_words(figure, memory)),
        Change::CorrectFigure(set) => Some(figure_in_words(&set.now, memory)),
        Change::SetTarget(set) => {
            let measure = memory.book().measure(&set.now.measure);
            Some(goal_in_words(set.now.goal, measure))
        }
        _ => None,
    }
}

impl Service {
    /// Every entry about a subject that `memory` knows, in order.
    pub(crate) fn steps_about(
        &self,
        subject: &Subject,
        memory: &Memory,
    ) -> Result<Vec<Step>, ServiceError> {
        let filter = RowFilter {
            subject: Some(subject.to_string()),
            ..RowFilter::default()
        };
        let rows = self.store().rows_about(&filter)?;
        let known = memory.state().head.sequence;
        let mut then = Then::new(self, memory);
        let step = |row: &clew_journal::Row| {
            let entry = Entry::read(row).map_err(|error| ServiceError::Journal {
                sequence: row.sequence,
                message: error.to_string(),
            })?;
            Ok(Step::of(&entry, then.of(&entry)?))
        };
        let rows = rows.iter().filter(|row| row.sequence <= known);
        rows.map(step).collect()
    }
}
