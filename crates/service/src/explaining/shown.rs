//! What was said of a figure, the return it came by, and what forums were shown of it.

use clew_journal::Freeze;
use clew_plan::Kind;

use super::{Asked, CommentExplained, FreezeExplained, ReturnExplained, SETTLED};
use crate::actions::{line, return_key};
use crate::difference::{compared, request};
use crate::{ServiceError, Step};

impl Asked<'_> {
    pub(super) fn comments(&self) -> Result<Vec<CommentExplained>, ServiceError> {
        let key = self.measure.code.key();
        let all = self.memory.book().commentary.iter().enumerate();
        let about = all.filter(|(_, said)| {
            said.measure.as_ref() == Some(&key)
                && said.period.last() == self.period.last()
                && said.unit.as_ref() == self.unit
        });
        about
            .map(|(place, said)| {
                let subject = self.memory.state().subject_at(Kind::Commentary, place);
                let history =
                    subject.map(|subject| self.service.steps_about(&subject, self.memory));
                Ok(CommentExplained {
                    text: said.text.clone(),
                    doing: said.doing.clone(),
                    by_when: said.by_when,
                    by: said.by.clone(),
                    on: said.on,
                    history: history.transpose()?.unwrap_or_default(),
                })
            })
            .collect()
    }

    pub(super) fn returned(&self) -> Result<Option<ReturnExplained>, ServiceError> {
        let Some(key) = return_key(self.memory, self.measure, self.period, self.unit) else {
            return Ok(None);
        };
        let stands = self.memory.state().return_of(&key);
        let signed_off = stands.stage == SETTLED;
        let history = self.service.steps_about(&key.subject(), self.memory)?;
        // The last entry about a return that is signed off is the one that signed it off.
        let signed = history.last().filter(|_| signed_off);
        let later = |step: &Step| signed.is_some_and(|signed| step.entry > signed.entry);
        let corrected_since = self.history()?.into_iter().rfind(later);
        Ok(Some(ReturnExplained {
            cycle: key.cycle.clone(),
            stage: stands.stage.to_string(),
            signed_off_by: stands.by.clone().filter(|_| signed_off),
            by: stands.by,
            at: stands.at,
            corrected_since,
            history,
        }))
    }

    pub(super) fn freezes(&self) -> Result<Vec<FreezeExplained>, ServiceError> {
        let freezes = self.memory.state().freezes();
        let of_period = freezes.filter(|freeze| freeze.period.last() == self.period.last());
        let found: Vec<Option<FreezeExplained>> = of_period
            .map(|freeze| self.freeze(freeze))
            .collect::<Result<_, _>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    /// What one freeze showed of it; none when it was not among what was shown.
    fn freeze(&self, freeze: &Freeze) -> Result<Option<FreezeExplained>, ServiceError> {
        let key = self.measure.code.key();
        let lines = self.service.frozen_lines(&freeze.id)?;
        let own = lines
            .into_iter()
            .find(|line| line.measure == key && line.unit.as_ref() == self.unit);
        let Some(shown) = own else {
            return Ok(None);
        };
        // A plan that was withdrawn since has no lines to compare with.
        let differs = request(freeze, self.index).map(|about| {
            let now = line(&about, self.measure, self.unit);
            compared(&shown, &now, (Some(self.measure), Some(self.measure)))
        });
        Ok(Some(FreezeExplained {
            freeze: freeze.id.clone(),
            forum: freeze.forum.clone(),
            meeting: freeze.meeting,
            shown: shown.shown.clone(),
            status: shown.status,
            differs: differs.unwrap_or_default(),
        }))
    }
}
