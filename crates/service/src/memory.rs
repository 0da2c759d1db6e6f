//! What the service holds in memory: the fold, and the figures worked out from it.

use std::collections::HashSet;

use clew_calendar::Period;
use clew_journal::{JournalError, PracticeAct, Row, State, Subject};
use clew_measure::formulas;
use clew_plan::{Book, Figure, Kind, MeasureKey, UnitId};

/// The state of the journal, with the figures that formulas give at the end of the Book's.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    state: State,
    /// The last entry known that is not of practice.
    book_entry: u64,
}

impl Eq for Memory {}

impl PartialEq for Memory {
    /// Two memories that know the same are equal, whichever way they came to know it.
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

impl Memory {
    /// What a folded state comes to.
    #[must_use]
    pub fn of(state: State) -> Self {
        let book_entry = state.head.sequence;
        let mut memory = Self { state, book_entry };
        memory.work_out();
        memory
    }

    /// The Book, with the figures that formulas give.
    #[must_use]
    pub fn book(&self) -> &Book {
        &self.state.book
    }

    /// The place of the last entry that is not of practice, as far as it is known; the Book and everything else that is in
    /// memory stay as they are until it moves. What says nothing of people and records is kept by it: they are written
    /// many times a minute.
    #[must_use]
    pub const fn book_entry(&self) -> u64 {
        self.book_entry
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
        let Some(last) = rows.iter().rev().find(|row| !is_practice(row)) else {
            // Nothing of the Book changes, so that it is shared on with those who read.
            return self.fold(rows);
        };
        self.book_entry = last.sequence;
        let before = self.rests_on(rows);
        let given = self.state.figures_given();
        let worked_out = match self.state.book.figures.len() > given {
            true => self.state.book_mut().figures.split_off(given),
            false => Vec::new(),
        };
        let taken = self.fold(rows);
        // A measure that was made or given a formula just now is one only afterwards.
        if before || self.rests_on(rows) {
            self.work_out();
        } else if !worked_out.is_empty() {
            self.state.book_mut().figures.extend(worked_out);
        }
        taken
    }

    fn fold(&mut self, rows: &[Row]) -> Result<(), (u64, JournalError)> {
        let mut rows = rows.iter();
        rows.try_for_each(|row| self.state.take(row).map_err(|error| (row.sequence, error)))
    }

    /// Whether a figure that is worked out may rest on what these entries are about: on a formula, or
    /// on a measure that has one or is a part of one, or on its figures.
    fn rests_on(&self, rows: &[Row]) -> bool {
        let formulas = &self.state.book.formulas;
        let touched: HashSet<MeasureKey> = rows.iter().filter_map(measure_touched).collect();
        let about_formula = |row: &Row| about(row, Kind::Formula);
        rows.iter().any(about_formula)
            || (!touched.is_empty()
                && formulas.iter().any(|formula| {
                    let mut measures = formula.formula.parts().iter().chain([&formula.measure]);
                    measures.any(|measure| touched.contains(measure))
                }))
    }

    fn forget_worked_out(&mut self) {
        let given = self.state.figures_given();
        if self.state.book.figures.len() > given {
            self.state.book_mut().figures.truncate(given);
        }
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
        self.state.book_mut().figures.extend(more);
    }
}

fn identity(figure: &Figure) -> (&MeasureKey, Period, Option<&UnitId>) {
    (&figure.measure, figure.period, figure.unit.as_ref())
}

/// Whether an entry is of practice, of which nothing is kept in memory.
fn is_practice(row: &Row) -> bool {
    PracticeAct::called(&row.change).is_some()
}

/// The measure whose record or figure an entry is about; none when it is about neither.
fn measure_touched(row: &Row) -> Option<MeasureKey> {
    if !about(row, Kind::Figure) && !about(row, Kind::Measure) {
        return None;
    }
    let subject: Subject = row.subject.parse().ok()?;
    subject
        .parts()
        .first()
        .map(|code| MeasureKey::from(&**code))
}

/// Whether an entry is about a record of a kind.
fn about(row: &Row, kind: Kind) -> bool {
    let name = row.subject.strip_prefix(kind.name());
    name.is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clew_journal::{Change, Moment, Proposal, Signature, seal, subject_of};
    use clew_plan::Record;
    use serde_json::{Value, json};

    use super::*;

    /// A row that adds a record.
    fn added(kind: Kind, fields: Value) -> Row {
        let record = kind.read(fields).unwrap();
        let subject = subject_of(&record).unwrap();
        let change = match record {
            Record::Figure(figure) => Change::ReturnFigure(Box::new(figure)),
            other => Change::Create(Box::new(other)),
        };
        sealed(&State::default(), Proposal::new(subject, 0, change))
    }

    fn sealed(state: &State, proposal: Proposal) -> Row {
        let signature = Signature {
            id: format!("id-{}", state.head.sequence),
            actor: "administrator".into(),
            at: Moment::from_microseconds(1),
            origin: None,
        };
        seal(&state.head, &[proposal], &signature)
            .unwrap()
            .remove(0)
    }

    fn measure(code: &str) -> (Kind, Value) {
        let unit = "number";
        (
            Kind::Measure,
            json!({"code": code, "title": code, "kind": "statistical",
                               "unit_of_measure": unit, "polarity": "higher"}),
        )
    }

    fn figure(code: &str, value: &str) -> (Kind, Value) {
        (
            Kind::Figure,
            json!({"measure": code, "period": "2025-26", "value": value, "from": "returned", "state": "final"}),
        )
    }

    fn formula(code: &str, parts: &[&str]) -> (Kind, Value) {
        (
            Kind::Formula,
            json!({"measure": code, "formula": format!("sum of {}", parts.join(", "))}),
        )
    }

    /// What a journal of these records comes to, entry by entry.
    fn memory_of(records: impl IntoIterator<Item = (Kind, Value)>) -> Memory {
        let mut memory = Memory::default();
        for (kind, fields) in records {
            take(&mut memory, kind, fields);
        }
        memory
    }

    fn take(memory: &mut Memory, kind: Kind, fields: Value) {
        let record = kind.read(fields).unwrap();
        let subject = subject_of(&record).unwrap();
        let change = match record {
            Record::Figure(figure) => Change::ReturnFigure(Box::new(figure)),
            other => Change::Create(Box::new(other)),
        };
        let row = sealed(memory.state(), Proposal::new(subject, 0, change));
        memory.take(&[row]).unwrap();
        let fresh = Memory::of(memory.clone().into_fold());
        assert!(fresh == *memory, "what is kept is what is worked out anew");
    }

    fn value(memory: &Memory, code: &str) -> Option<String> {
        let key = MeasureKey::from(code);
        let found = memory
            .book()
            .figures
            .iter()
            .find(|figure| figure.measure == key)?;
        found.value.map(|value| value.to_string())
    }

    #[test]
    fn formulas_are_worked_out_anew_only_for_what_they_rest_on() {
        let memory = memory_of([
            measure("A"),
            measure("B"),
            measure("C"),
            measure("S"),
            formula("S", &["A", "B"]),
        ]);
        for ((kind, fields), rests) in [
            (figure("A", "1"), true),
            (figure("S", "1"), true),
            (figure("C", "1"), false),
            (measure("B"), true),
            (measure("C"), false),
            (formula("C", &["A", "B"]), true),
            ((Kind::Unit, json!({"id": "A", "name": "A"})), false),
        ] {
            let said = fields.to_string();
            assert_eq!(memory.rests_on(&[added(kind, fields)]), rests, "{said}");
        }
    }

    #[test]
    fn what_formulas_give_stays_right_whatever_is_taken_in() {
        let mut memory = memory_of([
            measure("A"),
            measure("C"),
            figure("A", "1"),
            formula("S", &["A", "B"]),
            measure("S"),
            figure("C", "7"),
            measure("B"),
            figure("B", "2"),
            figure("C/2", "8"),
        ]);
        assert_eq!(value(&memory, "S").as_deref(), Some("3"));
        let (kind, fields) = formula("T", &["S", "C"]);
        take(&mut memory, kind, fields);
        let (kind, fields) = measure("T");
        take(&mut memory, kind, fields);
        assert_eq!(value(&memory, "T").as_deref(), Some("10"));
    }

    #[test]
    fn what_is_recorded_of_people_leaves_the_book_where_it_is_and_a_reader_shares_it() {
        let memory = memory_of([measure("A"), figure("A", "1")]);
        let reader = memory.clone();
        let mut after = memory;
        let digest = clew_journal::Digest::of(b"kept");
        let entry: clew_journal::PracticeEntry =
            serde_json::from_value(json!({"digest": digest})).unwrap();
        let change = Change::Practise(PracticeAct::EnterPerson, Box::new(entry));
        let subject = Subject::practice(PracticeAct::EnterPerson.kind(), 3);
        let row = sealed(after.state(), Proposal::new(subject, 0, change));
        after.take(std::slice::from_ref(&row)).unwrap();
        assert_eq!(after.state().head.sequence, 3);
        assert_eq!(after.book_entry(), 2);
        assert!(std::ptr::eq(after.book(), reader.book()), "it was copied");
        take(&mut after, measure("B").0, measure("B").1);
        assert_eq!(after.book_entry(), 4);
        assert!(!std::ptr::eq(after.book(), reader.book()));
        assert_eq!(
            reader.book().measures.len(),
            1,
            "a reader's stays as it was"
        );
    }
}
