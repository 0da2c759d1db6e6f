//! What the service holds in memory: the fold, and the figures worked out from it.

use clew_journal::{JournalError, Row, State};
use clew_measure::formulas;
use clew_plan::{Book, Figure};

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
    pub fn take<'row>(
        &mut self,
        rows: impl IntoIterator<Item = &'row Row>,
    ) -> Result<(), (u64, JournalError)> {
        self.forget_worked_out();
        let taken = rows
            .into_iter()
            .try_for_each(|row| self.state.take(row).map_err(|error| (row.sequence, error)));
        self.work_out();
        taken
    }

    fn forget_worked_out(&mut self) {
        let given = self.state.figures_given();
        self.state.book.figures.truncate(given);
    }

    fn work_out(&mut self) {
        if self.state.book.formulas.is_empty() {
            return;
        }
        let mut computed = formulas::computed_figures(&self.state.book);
        let given = &self.state.book.figures;
        // A figure that was typed before its measure had a formula stands.
        let of_formulas: std::collections::HashSet<_> = computed
            .iter()
            .map(|figure| figure.measure.clone())
            .collect();
        let typed: Vec<Figure> = given
            .iter()
            .filter(|figure| of_formulas.contains(&figure.measure))
            .cloned()
            .collect();
        computed.retain(|figure| !typed.iter().any(|given| is_same(given, figure)));
        self.state.book.figures.extend(computed);
    }
}

fn is_same(left: &Figure, right: &Figure) -> bool {
    left.measure == right.measure && left.period == right.period && left.unit == right.unit
}
