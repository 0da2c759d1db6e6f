//! Returns prepared from records: a measure that names a definition has its figure computed, and its owner confirms it.

use clew_calendar::{Day, Period};
use clew_journal::{Change, Entry, Moment, Row};
use clew_measure::evaluate::Cell;
use clew_plan::{AccountId, Figure, FigureSource, Measure, MeasureKey, UnitId, UnitOfMeasure};
use clew_practice::pack::{Definition, Of};
use rust_decimal::Decimal;

use super::basis::{Listed, RecordBasis};
use super::counts::{belongs, together};
use super::walking::outcome_in_words;
use super::{Asked, FiguresRequest, RecordCounts};
use crate::actions::measure_called;
use crate::authorise::authorise_anywhere;
use crate::naming::known_unit;
use crate::{Act, Caller, Done, EvidenceFile, FigureRequest, Memory, Service, ServiceError};

/// A return as records give it.
#[derive(Clone, Debug, PartialEq)]
pub struct PreparedReturn {
    /// The measure.
    pub measure: MeasureKey,
    /// The period.
    pub period: Period,
    /// The part of the organisation; none for the whole.
    pub unit: Option<UnitId>,
    /// The definition, with its version.
    pub definition: Definition,
    /// The pack that has it, and the pack's version.
    pub pack: (String, String),
    /// The value, where it is not a share.
    pub value: Option<Decimal>,
    /// How many met of how many, where it is a share of any.
    pub share: Option<(Decimal, Decimal)>,
    /// Everything that was counted.
    pub counts: RecordCounts,
    /// The day whose state it shows.
    pub as_at: Day,
    /// The last journal entry that was seen.
    pub entry: u64,
    /// How many records count nowhere because they do not fit their form as it now is.
    pub unfit: usize,
}

impl PreparedReturn {
    /// The request by which its owner confirms it as it is.
    #[must_use]
    pub fn request(&self) -> FigureRequest {
        FigureRequest {
            measure: self.measure.clone(),
            period: Some(self.period),
            unit: self.unit.clone(),
            value: self.value,
            numerator: self.share.map(|(met, _)| met),
            denominator: self.share.map(|(_, all)| all),
            as_at: Some(self.as_at),
            ..FigureRequest::default()
        }
    }

    /// Its value and counts.
    fn numbers(&self) -> [Option<Decimal>; 3] {
        let request = self.request();
        [request.value, request.numerator, request.denominator]
    }
}

impl Service {
    /// A measure's return for a period, prepared from records as things stand on a day.
    ///
    /// # Errors
    /// When the account may not read, there is no such measure or part, the measure is not computed from records, or its
    /// definition cannot be evaluated.
    pub fn prepare_return(
        &self,
        actor: &AccountId,
        (measure, period, unit): (&MeasureKey, Period, Option<&UnitId>),
        as_at: Day,
    ) -> Result<PreparedReturn, ServiceError> {
        let memory = self.memory();
        authorise_anywhere(memory.state(), actor, Act::Read)?;
        let found = measure_called(memory.book(), measure)?;
        let bound = self.bound(&memory, found, (period, unit), as_at)?;
        bound.prepared(self, &memory)
    }

    /// Confirms a return that was prepared from records: the figure is then theirs, its source is told, and the list of
    /// its records is kept for those who may see it. The request has the numbers that the owner saw, and the day as at
    /// which; without a day it is today. A figure that is settled is corrected so, with the reason of the request.
    ///
    /// # Errors
    /// As [`Service::prepare_return`], [`Service::return_figure`] and [`Service::correct_figure`]; and when the records
    /// give other numbers by now.
    pub fn confirm_return(
        &self,
        caller: &Caller,
        request: &FigureRequest,
        files: &[EvidenceFile],
    ) -> Result<Done, ServiceError> {
        if let Some(done) = self.confirmed_before(caller, request)? {
            return Ok(done);
        }
        let memory = self.memory();
        let found = measure_called(memory.book(), &request.measure)?;
        let what = || format!("the figure of {}", found.code);
        let period = request.period.ok_or_else(|| {
            ServiceError::invalid(
                what(),
                "period",
                "say for which period, for example 2026-27 Q1",
            )
        })?;
        let settled = memory
            .return_standing(found, period, request.unit.as_ref())
            .settled;
        let act = match settled.is_some() {
            true => Act::Correct,
            false => Act::Return,
        };
        memory.authorise_for(&caller.actor, act, found, request.unit.as_ref())?;
        let as_at = request.as_at.unwrap_or_else(|| caller.today());
        let bound = self.bound(&memory, found, (period, request.unit.as_ref()), as_at)?;
        let prepared = bound.prepared(self, &memory)?;
        if prepared.numbers() != [request.value, request.numerator, request.denominator] {
            let said = prepared.in_words();
            let problem = format!("the records now give {said}; look at it again");
            return Err(ServiceError::invalid(what(), "value", problem));
        }
        let request = FigureRequest {
            as_at: Some(as_at),
            ..request.clone()
        };
        let kept = bound
            .basis(self, &memory, &prepared)?
            .kept(prepared.definition.kind.is_share())?;
        let reason = request.reason.clone().unwrap_or_default();
        match settled {
            None => self.returned_as(caller, &request, files, Some(&kept)),
            Some(_) => self.corrected_as(caller, (&request, &reason), files, Some(&kept)),
        }
    }

    /// When the caller's id is in the journal with a figure that records gave: the entries that were made then, if they
    /// say what the request says. What the records gave then is not worked out again.
    fn confirmed_before(
        &self,
        caller: &Caller,
        request: &FigureRequest,
    ) -> Result<Option<Done>, ServiceError> {
        let Some(first) = self.store().row_with_id(&caller.id)? else {
            return Ok(None);
        };
        if first.actor != caller.actor.as_str() {
            return Ok(None);
        }
        let read = |row: &Row| {
            Entry::read(row).map_err(|error| ServiceError::Journal {
                sequence: row.sequence,
                message: error.to_string(),
            })
        };
        let figure = match read(&first)?.change {
            Change::ReturnFigure(figure) => *figure,
            Change::CorrectFigure(corrected) => corrected.now,
            _ => return Ok(None),
        };
        let then = caller.dated(Moment::from_microseconds(first.recorded_at));
        let differs = differs(&figure, request, then.today());
        if !differs.is_empty() {
            let id = caller.id.clone();
            return Err(ServiceError::OtherRepeat { id, differs });
        }
        Ok(Some(Done {
            rows: self.rows_of_call(first)?,
            repeated: true,
        }))
    }

    /// A measure's definition asked for a period and a part of the organisation.
    pub(super) fn bound(
        &self,
        memory: &Memory,
        measure: &Measure,
        (period, unit): (Period, Option<&UnitId>),
        as_at: Day,
    ) -> Result<Bound, ServiceError> {
        known_unit(memory.book(), unit)?;
        let refused = |problem: String| {
            let what = format!("the figure of {}", measure.code);
            ServiceError::invalid(what, "computed_from", problem)
        };
        let code = measure.computed_from.as_ref().ok_or_else(|| {
            refused("is not computed from records; its owner gives its figures".to_owned())
        })?;
        let mut request = FiguresRequest::of(code, &[period], as_at);
        request.split.clear();
        let mut asked = self.computed(memory, &request)?;
        if unit.is_some() {
            asked.split = vec![Of::Team];
        }
        let percent = measure.unit_of_measure == Some(UnitOfMeasure::Percent);
        if asked.definition.kind.is_share() != percent {
            let unit = &asked.definition.unit;
            let problem = format!("{code} is counted in {unit}, and the measure is not");
            return Err(refused(problem));
        }
        Ok(Bound {
            measure: measure.code.key(),
            period,
            unit: unit.cloned(),
            as_at,
            asked,
        })
    }
}

/// In what a figure that was returned differs from what is confirmed, by the names of the fields: a number that is not
/// given stays as it is, and `today` stands where no day is given as at which.
fn differs(figure: &Figure, request: &FigureRequest, today: Day) -> Vec<String> {
    let numbers = [
        ("value", figure.value, request.value),
        ("numerator", figure.numerator, request.numerator),
        ("denominator", figure.denominator, request.denominator),
    ];
    let numbers = numbers.map(|(name, there, asked)| (name, asked.is_some() && there != asked));
    let place = [
        ("measure", figure.measure != request.measure),
        ("period", Some(figure.period) != request.period),
        ("unit", figure.unit != request.unit),
        ("as_at", figure.as_at != request.as_at.or(Some(today))),
        ("from", figure.from != FigureSource::Computed),
    ];
    let all = place.into_iter().chain(numbers);
    let all = all.filter(|(_, differ)| *differ);
    all.map(|(name, _)| name.to_owned()).collect()
}

/// A measure's definition, asked for a period and a part of the organisation.
pub(super) struct Bound {
    measure: MeasureKey,
    period: Period,
    unit: Option<UnitId>,
    as_at: Day,
    pub(super) asked: Asked,
}

impl Bound {
    pub(super) fn prepared(
        &self,
        service: &Service,
        memory: &Memory,
    ) -> Result<PreparedReturn, ServiceError> {
        let figures = self.asked.figures(service)?;
        let belongs_here = |parts: &[usize]| match &self.unit {
            None => true,
            Some(unit) => belongs(memory.book(), unit, &figures.axes[0].parts[parts[0]]),
        };
        let cells = figures.cells();
        let cells: Vec<&Cell> = cells
            .filter(|(_, parts, _)| belongs_here(parts))
            .map(|(_, _, cell)| cell)
            .collect();
        let definition = self.asked.definition.clone();
        let (counts, value) = together(&cells, definition.kind)?;
        let (met, all) = counts.share();
        let share = (definition.kind.is_share() && all > 0).then(|| (met.into(), all.into()));
        let pack = self.asked.pack();
        Ok(PreparedReturn {
            measure: self.measure.clone(),
            period: self.period,
            unit: self.unit.clone(),
            definition,
            pack: (pack.pack.code.clone(), pack.pack.version.clone()),
            value,
            share,
            counts,
            as_at: self.as_at,
            entry: self.asked.entry(),
            unfit: pack.unfit.len(),
        })
    }

    /// The records behind the figure, each with what became of it.
    pub(super) fn listed(
        &self,
        service: &Service,
        memory: &Memory,
    ) -> Result<Vec<Listed>, ServiceError> {
        let parts: Vec<Vec<Option<String>>> = match &self.unit {
            None => vec![Vec::new()],
            Some(unit) => {
                let axes = self.asked.figures(service)?.axes;
                let parts = axes.into_iter().flat_map(|axis| axis.parts);
                parts
                    .filter(|part| belongs(memory.book(), unit, part))
                    .map(|part| vec![name_of(part)])
                    .collect()
            }
        };
        let mut listed = Vec::new();
        for part in &parts {
            let behind = self.asked.behind(service, 0, part)?;
            listed.extend(behind.into_iter().map(|one| Listed {
                record: one.record,
                from: one.from,
                outcome: outcome_in_words(&one.outcome),
            }));
        }
        listed.sort_unstable();
        Ok(listed)
    }

    fn basis(
        &self,
        service: &Service,
        memory: &Memory,
        prepared: &PreparedReturn,
    ) -> Result<RecordBasis, ServiceError> {
        let pack = self.asked.pack();
        Ok(RecordBasis {
            definition: prepared.definition.code.clone(),
            version: prepared.definition.version,
            pack: (
                prepared.pack.0.clone(),
                prepared.pack.1.clone(),
                pack.digest,
            ),
            calendar: self.asked.calendar.name().to_owned(),
            period: self.period,
            unit: self.unit.clone(),
            as_at: self.as_at,
            entry: prepared.entry,
            counts: prepared.counts.clone(),
            records: self.listed(service, memory)?,
            salt: String::new(),
        })
    }
}

fn name_of(part: clew_measure::evaluate::Part) -> Option<String> {
    match part {
        clew_measure::evaluate::Part::Known(name) => Some(name),
        clew_measure::evaluate::Part::NotKnown => None,
    }
}

impl PreparedReturn {
    /// Its value or counts in words, for example "39 of 50".
    #[must_use]
    pub fn in_words(&self) -> String {
        match (self.share, self.value) {
            (Some((met, all)), _) => format!("{met} of {all}"),
            (None, Some(value)) => value.normalize().to_string(),
            (None, None) => "nothing to count".to_owned(),
        }
    }
}
