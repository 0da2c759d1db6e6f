//! Figures of measures that are counted from records: their numbers are confirmed, and never typed.

use super::Asked;
use crate::computing::FromRecords;
use crate::{Memory, ServiceError};

impl Asked<'_> {
    /// Marks the figure as computed from records; refuses other numbers of a measure that is counted from them. What is
    /// said of a figure, and that it is reported later, is its owner's to say. Figures from before there were records
    /// are taken in by import, which tells where they come from.
    pub(super) fn counted(
        &mut self,
        memory: &Memory,
        computed: Option<&FromRecords>,
    ) -> Result<(), ServiceError> {
        if let Some(computed) = computed {
            computed.mark(&mut self.figure);
            return Ok(());
        }
        let Some(definition) = &self.measure.computed_from else {
            return Ok(());
        };
        if !self.has_other_numbers(memory) {
            return Ok(());
        }
        let problem = format!(
            "is counted from records by {definition}; give no number, and confirm what they give"
        );
        let what = format!("the figure {}", self.title());
        Err(ServiceError::invalid(what, "value", problem))
    }
}
