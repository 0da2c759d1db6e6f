//! Which figures came by a return that is not signed off.

use clew_journal::{ReturnKey, ReturnStage};
use clew_plan::MeasureKey;
use clew_report::{OpenReturns, ReturnMark};

use crate::Memory;
use crate::actions::asked_for;

/// What must be said of a figure whose return stands so. None for one that is signed off, and for
/// one of which nothing was ever handed in: its figure came by an import.
pub(crate) const fn mark_of(stage: ReturnStage) -> Option<ReturnMark> {
    match stage {
        ReturnStage::Due | ReturnStage::SignedOff => None,
        ReturnStage::SentBack => Some(ReturnMark::SentBack),
        ReturnStage::Draft | ReturnStage::Returned | ReturnStage::Checked => {
            Some(ReturnMark::NotSignedOff)
        }
    }
}

impl Memory {
    /// The returns that are begun and not signed off, with what is worked out from their figures.
    #[must_use]
    pub fn open_returns(&self) -> OpenReturns {
        let mut open = OpenReturns::default();
        for (key, stands) in self.state().returns() {
            let Some(mark) = mark_of(stands.stage) else {
                continue;
            };
            if let Some(period) = self.period_of(key) {
                open.add(key.measure.clone(), key.unit.clone(), period, mark);
            }
        }
        self.mark_worked_out(&mut open);
        open
    }

    /// The period whose figure a return hands in: an earlier one than its cycle's where figures come
    /// late.
    fn period_of(&self, key: &ReturnKey) -> Option<clew_calendar::Period> {
        let book = self.book();
        let mut cycles = book.cycles.iter();
        let cycle = cycles.find(|cycle| cycle.plan == key.plan && cycle.id == key.cycle)?;
        let measure = book.measure(&key.measure);
        measure.map_or(Some(cycle.period), |measure| asked_for(measure, cycle))
    }

    /// Marks what formulas give, those of formulas last: once for each formula reaches every chain.
    fn mark_worked_out(&self, open: &mut OpenReturns) {
        let formulas = &self.book().formulas;
        for _ in 0..formulas.len() {
            let before = open.clone();
            for formula in formulas {
                let parts: Vec<MeasureKey> = formula.formula.parts().to_vec();
                open.add_resting_on(&formula.measure, &parts);
            }
            if *open == before {
                return;
            }
        }
    }
}
