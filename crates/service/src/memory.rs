//! What the service holds in memory: the fold, and the figures worked out from it.

use std::collections::HashSet;

use clew_calendar::Period;
use clew_journal::{JournalError, Row, State};
use clew_measure::formulas;
use clew_plan::{Book, Figure, Kind, MeasureKey, UnitId};

/// The state of the journal, with the figures that formulas give at the end of the Book's.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Memory {
    state: State,
}

impl Memory {
    /// What a folded state comes to.
    #[must_use]
    pub fn of(state: State) -> Self {
        let mut memory = Self { state };
        memory.work_out();
        memory
    }

    /// The Book, with the figures that formulas give.
    #[must_use]
    pub const fn book(&self) -> &Book {
        &self.state.book
    }

    /// The state. Its Book has the figures that formulas give, after those that were given.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The pure fold: the state without what formulas give.
    #[must_use]
    pub fn into_fold(mut self) -> State {
        self.forget_worked_out();
        self.state
    }

    /// Takes more entries in.
    ///
    /// # Errors
    /// The place of the first entry that does not apply, and why. Those before it are taken in.
    pub fn take(&mut self, rows: &[Row]) -> Result<(), (u64, JournalError)> {
        let worked_out_anew = rows.iter().any(may_change_worked_out);
        if worked_out_anew {
            self.forget_worked_out();
        }
        let taken = rows
            .iter()
            .try_for_each(|row| self.state.take(row).map_err(|error| (row.sequence, error)));
        if worked_out_anew {
            self.work_out();
        }
        taken
    }

    fn forget_worked_out(&mut self) {
        let given = self.state.figures_given();
        self.state.book.figures.truncate(given);
    }

    fn work_out(&mut self) {
        let computed = formulas::computed_figures(&self.state.book);
        if computed.is_empty() {
            return;
        }
        // A figure that an entry gave stands, however it came about.
        let measures: HashSet<&MeasureKey> =
            computed.iter().map(|figure| &figure.measure).collect();
        let given = self.state.book.figures.iter();
        let given: HashSet<_> = given
            .filter(|figure| measures.contains(&figure.measure))
            .map(identity)
            .collect();
        let more: Vec<Figure> = computed
            .iter()
            .filter(|figure| !given.contains(&identity(figure)))
            .cloned()
            .collect();
        self.state.book.figures.extend(more);
    }
}

fn identity(figure: &Figure) -> (&MeasureKey, Period, Option<&UnitId>) {
    (&figure.measure, figure.period, figure.unit.as_ref())
}

/// Whether an entry can change what formulas give: it is about a figure, a measure or a formula.
fn may_change_worked_out(row: &Row) -> bool {
    let kinds = [Kind::Figure, Kind::Measure, Kind::Formula];
    kinds.iter().any(|kind| {
        let name = row.subject.strip_prefix(kind.name());
        name.is_some_and(|rest| rest.starts_with('/'))
    })
}
