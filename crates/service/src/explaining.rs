//! Explaining: a figure's whole story as a value.

mod figure;
mod shown;

use clew_calendar::{Day, Period};
use clew_journal::{Moment, ReturnStage};
use clew_measure::{Index, Judgement, StatusBasis};
use clew_plan::{
    AccountId, FigureSource, FigureState, ForumId, FreezeId, Measure, MeasureKey, Reliability,
    Status, UnitId,
};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::actions::measure_called;
use crate::difference::Aspect;
use crate::naming::known_unit;
use crate::{ComputedExplained, Memory, Service, ServiceError, Step};

/// A figure's whole story: what it is, how it is judged, where it came from, and what was shown of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The measure's code as written.
    pub code: String,
    /// The measure's title.
    pub title: String,
    /// What is counted, from what, and why.
    pub definition: Option<String>,
    /// The post that answers for it.
    pub owner: Option<String>,
    /// The period asked for.
    pub period: Period,
    /// The name of the part of the organisation; none for the whole.
    pub unit: Option<String>,
    /// The value as shown; none while it is not known.
    pub value: Option<String>,
    /// The value before it is rounded for showing, to 28 digits.
    pub exact: Option<Decimal>,
    /// How many met of how many, for example `39 of 50`.
    pub counts: Option<String>,
    /// The status that is shown.
    pub status: Status,
    /// Whose status is shown: `as-reported` or `by-rule`.
    pub basis: StatusBasis,
    /// The status that the rule gives.
    pub status_by_rule: Status,
    /// The status it was published with.
    pub status_reported: Option<Status>,
    /// Why a person set another status, and which.
    pub override_reason: Option<String>,
    /// The complete rule in words.
    pub rule: String,
    /// Why the rule gives this status.
    pub why: String,
    /// Whether the denominator is so small that the status says little.
    pub small_numbers: bool,
    /// What should be reached; none where nothing says so.
    pub target: Option<TargetExplained>,
    /// How far amber reaches, for example `5%`; none where nothing is judged by a target.
    pub tolerance: Option<String>,
    /// Who says how far amber reaches.
    pub tolerance_from: Option<String>,
    /// The version of the definition or formula that the figure was made under.
    pub definition_version: Option<u32>,
    /// How it is worked out from other measures; none where it is not.
    pub formula: Option<FormulaExplained>,
    /// How it was computed from records, and what it would be now; none where it was not.
    pub computed: Option<ComputedExplained>,
    /// What is known of the figure itself; none while there is none.
    pub figure: Option<FigureExplained>,
    /// Every entry that gave or changed the figure, in order: the last is the one that stands.
    pub history: Vec<Step>,
    /// What was said about the measure for the period.
    pub comments: Vec<CommentExplained>,
    /// The return it came by; none where no cycle asks for it.
    pub returned: Option<ReturnExplained>,
    /// Every freeze that showed it, in order.
    pub freezes: Vec<FreezeExplained>,
}

impl Explanation {
    /// The entry by which the figure stands as it is; none for one that is worked out.
    #[must_use]
    pub fn recorded(&self) -> Option<&Step> {
        self.history.last()
    }
}

/// What should be reached, and where that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TargetExplained {
    /// What should be reached, in the measure's unit.
    pub shown: String,
    /// Where it was found, in words.
    pub found: String,
    /// The period it is set for.
    pub period: Period,
    /// How it was set, where that is told with it.
    pub reason: Option<String>,
    /// Every entry that set or changed it, in order.
    pub history: Vec<Step>,
}

/// How a figure is worked out from other measures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormulaExplained {
    /// The number of the version in force for the period.
    pub version: u32,
    /// The formula in words.
    pub text: String,
    /// For example `2 of 3 parts reported`.
    pub reported: String,
    /// Its parts, in order.
    pub parts: Vec<PartExplained>,
}

/// A part of a formula.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartExplained {
    /// The measure's code as written.
    pub code: String,
    /// The measure's title; none where it is not known.
    pub title: Option<String>,
    /// Its figure in words, with its counts; none while it is not reported.
    pub figure: Option<String>,
    /// Every entry that gave or changed its figure, in order.
    pub history: Vec<Step>,
}

/// What is known of a figure itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureExplained {
    /// The period it is for; an earlier one for a measure that comes in arrears.
    pub period: Period,
    /// Where it came from.
    pub source: FigureSource,
    /// Whether it may still change.
    pub state: FigureState,
    /// The day the data was drawn.
    pub as_at: Option<Day>,
    /// How far it can be relied on.
    pub reliability: Option<Reliability>,
    /// Note of the evidence behind it.
    pub evidence: Option<String>,
    /// What a reader must know of how it was worked out.
    pub note: Option<String>,
    /// Where it was read from, for example a row of a workbook.
    pub read_from: Option<String>,
    /// The text it was read from, where that says more than the value.
    pub as_written: Option<String>,
}

/// What was said about a measure, and how that came about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CommentExplained {
    /// What is said.
    pub text: String,
    /// What is being done.
    pub doing: Option<String>,
    /// By when.
    pub by_when: Option<Day>,
    /// Post of the author.
    pub by: Option<String>,
    /// The day it was written.
    pub on: Option<Day>,
    /// Every entry about it, in order.
    pub history: Vec<Step>,
}

/// The return that a figure came by.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReturnExplained {
    /// The cycle's id.
    pub cycle: String,
    /// Where it has got to, in words.
    pub stage: String,
    /// Who moved it last.
    pub by: Option<AccountId>,
    /// When.
    pub at: Option<Moment>,
    /// Who signed it off, while it is signed off.
    pub signed_off_by: Option<AccountId>,
    /// The last entry that corrected the figure after it was signed off; none where it stands as it
    /// was signed off.
    pub corrected_since: Option<Step>,
    /// Every entry about it, in order.
    pub history: Vec<Step>,
}

/// What a forum was shown of a figure, and what of it would be shown otherwise now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FreezeExplained {
    /// The freeze.
    pub freeze: FreezeId,
    /// The forum.
    pub forum: ForumId,
    /// The day of its meeting.
    pub meeting: Day,
    /// The value as it was shown.
    pub shown: Option<String>,
    /// The status as it was shown.
    pub status: Status,
    /// What differs now: what of it, as it was shown, as it is now.
    pub differs: Vec<(Aspect, String, String)>,
}

impl Service {
    /// A figure's whole story, for a part of the organisation or (none) the whole.
    ///
    /// # Errors
    /// When there is no such measure or part, or the journal cannot be read.
    pub(crate) fn explain(
        &self,
        measure: &MeasureKey,
        period: Period,
        unit: Option<&UnitId>,
    ) -> Result<Explanation, ServiceError> {
        let memory = self.memory();
        let index = Index::new(memory.book());
        self.explain_by(&memory, &index, (measure, period, unit))
    }

    /// The same as it was told by what was known then.
    ///
    /// # Errors
    /// When there was no such measure or part, or the journal cannot be read.
    pub(crate) fn explain_known(
        &self,
        memory: &Memory,
        measure: &MeasureKey,
        period: Period,
        unit: Option<&UnitId>,
    ) -> Result<Explanation, ServiceError> {
        let index = Index::new(memory.book());
        let mut told = self.explain_by(memory, &index, (measure, period, unit))?;
        if let Some(computed) = &mut told.computed {
            computed.now = None;
        }
        Ok(told)
    }

    /// The same from an index that has the measure, and those that its formulas name.
    ///
    /// # Errors
    /// When there is no such measure or part, or the journal cannot be read.
    pub(crate) fn explain_by(
        &self,
        memory: &Memory,
        index: &Index<'_>,
        (measure, period, unit): (&MeasureKey, Period, Option<&UnitId>),
    ) -> Result<Explanation, ServiceError> {
        let found = measure_called(memory.book(), measure)?;
        known_unit(memory.book(), unit)?;
        Asked {
            service: self,
            memory,
            index,
            measure: found,
            judged: index.judge(found, period, unit),
            period,
            unit,
        }
        .explanation()
    }
}

/// What is asked for, with what is known of it.
struct Asked<'a> {
    service: &'a Service,
    memory: &'a Memory,
    index: &'a Index<'a>,
    measure: &'a Measure,
    judged: Judgement<'a>,
    period: Period,
    unit: Option<&'a UnitId>,
}

impl Asked<'_> {
    fn explanation(&self) -> Result<Explanation, ServiceError> {
        let (measure, judged) = (self.measure, &self.judged);
        let basis =
            StatusBasis::default_for(self.memory.book(), measure.plan.as_ref(), self.period);
        let tolerance = judged.tolerance.as_ref();
        Ok(Explanation {
            code: measure.code.written().to_owned(),
            title: measure.title.clone(),
            definition: measure.definition.clone(),
            owner: measure.owner.clone(),
            period: self.period,
            unit: self
                .unit
                .map(|unit| self.memory.book().unit_name(unit).to_owned()),
            value: self.shown_value(),
            exact: judged.value,
            counts: judged.figure.and_then(crate::story::counts_in_words),
            status: judged.shown(basis),
            basis,
            status_by_rule: judged.by_rule,
            status_reported: judged.reported,
            override_reason: judged
                .overridden
                .map(|set| format!("{}: {}", set.status, set.reason)),
            rule: judged.rule.clone(),
            why: judged.why.clone(),
            small_numbers: judged.small_numbers,
            target: self.target()?,
            tolerance: tolerance.map(|found| found.tolerance.to_string()),
            tolerance_from: tolerance.map(|found| self.tolerance_from(&found.from)),
            definition_version: judged
                .figure
                .and_then(|figure| figure.definition_version)
                .or(measure.version),
            formula: self.formula()?,
            computed: self.computed()?,
            figure: judged.figure.map(figure::explained),
            history: self.history()?,
            comments: self.comments()?,
            returned: self.returned()?,
            freezes: self.freezes()?,
        })
    }
}

/// The stage at which a return is settled.
const SETTLED: ReturnStage = ReturnStage::SignedOff;
