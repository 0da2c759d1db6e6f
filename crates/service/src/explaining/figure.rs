//! The figure itself: its value, target, tolerance and formula, and every entry that made it so.

use clew_calendar::Period;
use clew_journal::{Subject, SubjectKind, subject_of};
use clew_measure::{
    EffectiveTarget, TargetSource, ToleranceSource, exact_value, formulas, show_against, show_goal,
};
use clew_plan::{Figure, Kind, MeasureKey, UnitId};

use super::{Asked, FigureExplained, FormulaExplained, PartExplained, TargetExplained};
use crate::story::{code, figure_in_words};
use crate::{ComputedExplained, ServiceError, Step};

/// What is known of a figure itself.
pub(super) fn explained(figure: &Figure) -> FigureExplained {
    FigureExplained {
        period: figure.period,
        source: figure.from,
        state: figure.state,
        as_at: figure.as_at,
        reliability: figure.reliability,
        evidence: figure.evidence.clone(),
        note: figure.note.clone(),
        read_from: figure.source.clone(),
        as_written: figure.as_written.clone(),
    }
}

fn subject(kind: Kind, key: &MeasureKey, period: Period, unit: Option<&UnitId>) -> Subject {
    let period = period.to_string();
    let parts = [key.as_str(), &period, unit.map_or("", UnitId::as_str)];
    Subject::named(SubjectKind::Record(kind), parts)
}

impl Asked<'_> {
    pub(super) fn shown_value(&self) -> Option<String> {
        let measure = self.measure;
        self.judged.value.map(|value| {
            let bounds = self.judged.bounds.as_ref();
            show_against(value, measure.unit_of_measure, measure.decimals, bounds)
        })
    }

    /// How the figure was computed from records.
    pub(super) fn computed(&self) -> Result<Option<ComputedExplained>, ServiceError> {
        let explained = |figure| self.service.computed_explained(self.measure, figure);
        Ok(self.judged.figure.map(explained).transpose()?.flatten())
    }

    fn steps(&self, subject: &Subject) -> Result<Vec<Step>, ServiceError> {
        self.service.steps_about(subject, self.memory)
    }

    /// Every entry about the figure that is judged; about the period asked for while there is none.
    pub(super) fn history(&self) -> Result<Vec<Step>, ServiceError> {
        let period = self
            .judged
            .figure
            .map_or(self.period, |figure| figure.period);
        self.steps(&subject(
            Kind::Figure,
            &self.measure.code.key(),
            period,
            self.unit,
        ))
    }

    pub(super) fn target(&self) -> Result<Option<TargetExplained>, ServiceError> {
        let Some(found) = self.judged.target_found else {
            return Ok(None);
        };
        let key = self.measure.code.key();
        let unit = self.unit.filter(|_| !found.of_whole);
        let subject = match found.record {
            Some(target) => subject_of(&target.clone().into()),
            None => Some(subject(Kind::ProfilePoint, &key, found.period, unit)),
        };
        let words = || found.record.and_then(|target| target.as_written.clone());
        let (unit_of_measure, decimals) = (self.measure.unit_of_measure, self.measure.decimals);
        let goal = found
            .goal
            .map(|goal| show_goal(goal, unit_of_measure, decimals));
        Ok(Some(TargetExplained {
            shown: goal.or_else(words).unwrap_or_default(),
            found: found_in_words(&found),
            period: found.period,
            reason: found.record.and_then(|target| target.reason.clone()),
            history: subject.map_or_else(|| Ok(Vec::new()), |subject| self.steps(&subject))?,
        }))
    }

    pub(super) fn tolerance_from(&self, from: &ToleranceSource) -> String {
        match from {
            ToleranceSource::Target => "set with the target".to_owned(),
            ToleranceSource::Measure => "set for the measure".to_owned(),
            ToleranceSource::Plan(id) => {
                let plan = self.memory.book().plan(id);
                format!(
                    "that of the plan {}",
                    plan.map_or(id.as_str(), |plan| &plan.title)
                )
            }
            ToleranceSource::Default => "the default, as none is set".to_owned(),
        }
    }

    pub(super) fn formula(&self) -> Result<Option<FormulaExplained>, ServiceError> {
        let key = self.measure.code.key();
        let period = self
            .judged
            .figure
            .map_or(self.period, |figure| figure.period);
        let Some(version) = formulas::formula_for(self.memory.book(), &key, period) else {
            return Ok(None);
        };
        let parts = version.formula.formula.parts().iter();
        let parts: Vec<PartExplained> = parts
            .map(|part| self.part(part, period))
            .collect::<Result<_, _>>()?;
        let reported = parts.iter().filter(|part| part.figure.is_some()).count();
        Ok(Some(FormulaExplained {
            version: version.version,
            text: version.formula.formula.to_string(),
            reported: format!("{reported} of {} parts reported", parts.len()),
            parts,
        }))
    }

    fn part(&self, key: &MeasureKey, period: Period) -> Result<PartExplained, ServiceError> {
        let measure = self.index.measure(key);
        let unit = measure.and_then(|measure| measure.unit_of_measure);
        let figures = self.index.figures(key).iter().copied();
        let figure = figures
            .filter(|figure| figure.period == period && figure.unit.as_ref() == self.unit)
            .rfind(|figure| exact_value(figure, unit).is_some());
        Ok(PartExplained {
            code: code(key, self.memory),
            title: measure.map(|measure| measure.title.clone()),
            figure: figure.map(|figure| figure_in_words(figure, self.memory)),
            history: self.steps(&subject(Kind::Figure, key, period, self.unit))?,
        })
    }
}

fn found_in_words(found: &EffectiveTarget<'_>) -> String {
    let whose = if found.of_whole {
        " for the whole organisation"
    } else {
        ""
    };
    match found.from {
        TargetSource::Period => format!("set for {}{whose}", found.period),
        TargetSource::Profile => format!("the profile's for {}{whose}", found.period),
        TargetSource::Year => format!("that of {}{whose}", found.period),
        TargetSource::ProfileStep => {
            format!(
                "what the profile of {}{whose} adds in the period",
                found.period
            )
        }
        TargetSource::EqualShare => format!("an equal share of that of {}{whose}", found.period),
    }
}
