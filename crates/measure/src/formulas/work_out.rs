//! Working out one figure from the figures of its parts.

use std::collections::HashMap;

use clew_calendar::{Day, Period};
use clew_plan::{
    Figure, FigureSource, FigureState, Formula, FormulaKind, Measure, MeasureKey, MissingParts,
    Reliability, UnitId, UnitOfMeasure,
};
use rust_decimal::Decimal;

use super::units::unit_fault;
use super::versions::FormulaVersion;
use crate::exact::kept;
use crate::{Exact, Total, exact_value};

/// The largest worked out value or count, above and below 0: what files of figures hold.
const LARGEST: i64 = 1_000_000_000_000_000;

/// What a formula needs to know of one part's figure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Its value before any rounding; none while it is not reported.
    value: Option<Exact>,
    state: FigureState,
    as_at: Option<Day>,
    reliability: Option<Reliability>,
    /// Whether it is itself made of parts of which some are missing.
    incomplete: bool,
}

impl Part {
    /// What a figure says; `unit` is that of its measure.
    pub(super) fn of(figure: &Figure, unit: Option<UnitOfMeasure>) -> Self {
        Self {
            value: exact_value(figure, unit),
            state: figure.state,
            as_at: figure.as_at,
            reliability: figure.reliability,
            incomplete: false,
        }
    }

    /// What a figure says that was worked out from these parts.
    pub(super) fn made_of(
        figure: &Figure,
        unit: Option<UnitOfMeasure>,
        parts: &[Option<&Self>],
    ) -> Self {
        Self {
            incomplete: !are_complete(parts),
            ..Self::of(figure, unit)
        }
    }
}

/// Whether every part is reported, and none is itself made of parts of which some are missing.
fn are_complete(parts: &[Option<&Part>]) -> bool {
    parts
        .iter()
        .all(|part| part.is_some_and(|part| part.value.is_some() && !part.incomplete))
}

/// One formula at work for one period.
pub(super) struct Work<'book> {
    pub(super) measure: &'book Measure,
    pub(super) formula: &'book Formula,
    pub(super) period: Period,
    version: u32,
    /// The parts' codes as their measures write them.
    codes: Vec<String>,
    /// Why the parts cannot be put together.
    fault: Option<String>,
}

/// What the parts make.
#[derive(Default)]
struct Made {
    value: Option<Exact>,
    counts: Option<(Exact, Exact)>,
    note: Option<String>,
}

impl<'book> Work<'book> {
    /// Prepares a formula; none when its measure is not there.
    pub(super) fn new(
        version: FormulaVersion<'book>,
        period: Period,
        measures: &HashMap<MeasureKey, &'book Measure>,
    ) -> Option<Self> {
        let FormulaVersion { version, formula } = version;
        let measure = *measures.get(&formula.measure)?;
        let parts: Vec<Option<&Measure>> = formula
            .formula
            .parts()
            .iter()
            .map(|part| measures.get(part).copied())
            .collect();
        let keys = formula.formula.parts().iter().zip(&parts);
        Some(Self {
            measure,
            formula,
            period,
            version,
            codes: keys
                .map(|(key, part)| {
                    part.map_or_else(|| key.to_string(), |part| part.code.to_string())
                })
                .collect(),
            fault: unit_fault(measure, formula.formula.kind(), &parts),
        })
    }

    /// The figure for a part of the organisation; none stands for a part that has no figure.
    pub(super) fn figure(&self, unit: Option<&UnitId>, parts: &[Option<&Part>]) -> Figure {
        let made = self.within_limits(self.make(parts));
        let reported: Vec<&Part> = parts
            .iter()
            .copied()
            .flatten()
            .filter(|part| part.value.is_some())
            .collect();
        let settled =
            are_complete(parts) && reported.iter().all(|part| part.state == FigureState::Final);
        Figure {
            measure: self.formula.measure.clone(),
            period: self.period,
            unit: unit.cloned(),
            value: made.value.map(kept),
            numerator: made.counts.map(|(top, _)| kept(top)),
            denominator: made.counts.map(|(_, bottom)| kept(bottom)),
            from: FigureSource::Computed,
            state: if settled {
                FigureState::Final
            } else {
                FigureState::Provisional
            },
            as_at: reported.iter().filter_map(|part| part.as_at).max(),
            as_written: None,
            reported_status: None,
            forecast: None,
            forecast_on: None,
            override_status: None,
            evidence: None,
            reliability: least_reliable(&reported),
            definition_version: Some(self.version),
            note: made.note,
            source: None,
        }
    }

    fn make(&self, parts: &[Option<&Part>]) -> Made {
        if let Some(fault) = &self.fault {
            return Made::nothing(fault.clone());
        }
        let values: Vec<Option<Exact>> = parts
            .iter()
            .map(|part| part.and_then(|part| part.value))
            .collect();
        let reported: Vec<Exact> = values.iter().copied().flatten().collect();
        let missing = (!are_complete(parts)).then(|| self.missing_in_words(&values, parts));
        let kind = self.formula.formula.kind();
        match (kind, missing) {
            (FormulaKind::Sum, missing) => self.sum(&reported, missing),
            (_, Some(missing)) => Made::nothing(missing),
            (FormulaKind::Difference, None) => difference(&reported),
            (FormulaKind::Ratio | FormulaKind::PerThousand | FormulaKind::PerHead, None) => {
                self.divide(&reported)
            }
        }
    }

    /// "2 of 3 parts reported", with the parts that are reported and themselves incomplete.
    fn missing_in_words(&self, values: &[Option<Exact>], parts: &[Option<&Part>]) -> String {
        let codes = self.codes.iter().zip(parts);
        let incomplete: Vec<&str> = codes
            .filter(|(_, part)| part.is_some_and(|part| part.incomplete))
            .map(|(code, _)| code.as_str())
            .collect();
        let reported = reported_in_words(values);
        match incomplete.as_slice() {
            [] => reported,
            codes => format!("{reported}; not every part of {} is", codes.join(", ")),
        }
    }

    fn sum(&self, reported: &[Exact], missing: Option<String>) -> Made {
        let waits = self.measure.missing_parts == Some(MissingParts::Blank);
        let too_few = reported.is_empty() || (waits && missing.is_some());
        let sum = reported
            .iter()
            .fold(Exact::ZERO, |sum, value| sum.plus(*value));
        Made {
            value: (!too_few).then_some(sum),
            counts: None,
            note: missing,
        }
    }

    fn divide(&self, reported: &[Exact]) -> Made {
        let &[top, bottom] = reported else {
            return Made::default();
        };
        let per = match self.formula.formula.kind() {
            FormulaKind::PerThousand => 1_000_u32,
            FormulaKind::Ratio if self.measure.unit_of_measure == Some(UnitOfMeasure::Percent) => {
                100
            }
            _ => 1,
        };
        let value = top.over(bottom).map(|ratio| ratio.times(Exact::from(per)));
        let divisor = self.codes.get(1).map_or("", String::as_str);
        let note = || format!("{divisor} is 0, and nothing can be divided by 0");
        Made {
            value,
            counts: Some((top, bottom)),
            note: value.is_none().then(note),
        }
    }

    /// What was made, without numbers that are too large to be kept.
    fn within_limits(&self, made: Made) -> Made {
        let most = Exact::from(Decimal::from(LARGEST));
        let (top, bottom) = made.counts.unzip();
        let mut numbers = [made.value, top, bottom].into_iter().flatten();
        if numbers.any(|number| number.abs() > most) {
            return Made::nothing(format!("the result is larger than {LARGEST}"));
        }
        made
    }
}

impl Made {
    fn nothing(note: String) -> Self {
        Self {
            note: Some(note),
            ..Self::default()
        }
    }
}

fn difference(reported: &[Exact]) -> Made {
    let (first, others) = match reported {
        [first, others @ ..] => (*first, others),
        [] => return Made::default(),
    };
    Made {
        value: Some(others.iter().fold(first, |rest, value| rest.minus(*value))),
        ..Made::default()
    }
}

/// "2 of 3 parts reported".
fn reported_in_words(values: &[Option<Exact>]) -> String {
    let total = Total {
        reported: values.iter().flatten().count(),
        expected: values.len(),
        ..Total::default()
    };
    total.words()
}

/// The least reliable of the parts; not known while one is not.
fn least_reliable(reported: &[&Part]) -> Option<Reliability> {
    let all: Option<Vec<Reliability>> = reported.iter().map(|part| part.reliability).collect();
    // High is the first of the list, so the least is the last.
    all?.into_iter().max()
}
