//! Which units go together in a formula: pounds are not added to hours, nor per cents to anything.

use clew_plan::{FormulaKind, Measure, MeasureKind, UnitOfMeasure};

/// Why a formula's parts, or the parts and the measure, do not go together, in a sentence; none
/// when they do.
///
/// A sum needs parts and measure in one unit, and no shares or rates, which have to be added as
/// counts. A difference needs one unit. What is divided must be counts or amounts, of one unit
/// where the measure is in per cent; a rate per 1,000 or per head is never in per cent, and what is
/// counted per head is in the unit of the first part. Parts that are not there, and units that are
/// not given, are passed over.
#[must_use]
pub fn unit_fault(
    measure: &Measure,
    kind: FormulaKind,
    parts: &[Option<&Measure>],
) -> Option<String> {
    let there: Vec<&Measure> = parts.iter().copied().flatten().collect();
    let work = std::iter::once(&measure).chain(&there);
    if let Some(work) = work
        .into_iter()
        .find(|one| one.kind == MeasureKind::Project)
    {
        return Some(format!(
            "{} is a piece of work and has no values",
            work.code
        ));
    }
    match kind {
        FormulaKind::Sum => {
            share_among(&there, "added; add their counts").or_else(|| different(measure, &there))
        }
        FormulaKind::Difference => different(measure, &there),
        FormulaKind::Ratio | FormulaKind::PerThousand | FormulaKind::PerHead => {
            share_among(&there, "divided; divide their counts")
                .or_else(|| wrongly_divided(measure, kind, parts, &there))
        }
    }
}

/// The first share or rate, which cannot be treated so.
fn share_among(parts: &[&Measure], treated: &str) -> Option<String> {
    let is_share = |part: &&&Measure| {
        matches!(
            part.unit_of_measure,
            Some(UnitOfMeasure::Percent | UnitOfMeasure::Rate)
        )
    };
    let share = parts.iter().find(is_share)?;
    Some(format!(
        "{} is in {}, and shares and rates are not {treated} instead",
        share.code,
        unit(share),
    ))
}

/// Two measures in different units, among the one that is made and its parts.
fn different(measure: &Measure, parts: &[&Measure]) -> Option<String> {
    let mut in_a_unit = parts
        .iter()
        .copied()
        .chain([measure])
        .filter(|one| one.unit_of_measure.is_some());
    let first = in_a_unit.next()?;
    let other = in_a_unit.find(|one| one.unit_of_measure != first.unit_of_measure)?;
    Some(format!(
        "{} is in {} and {} in {}",
        first.code,
        unit(first),
        other.code,
        unit(other)
    ))
}

fn wrongly_divided(
    measure: &Measure,
    kind: FormulaKind,
    parts: &[Option<&Measure>],
    there: &[&Measure],
) -> Option<String> {
    let in_percent = measure.unit_of_measure == Some(UnitOfMeasure::Percent);
    match kind {
        FormulaKind::Ratio if in_percent => match there {
            [part, others @ ..] => different(part, others),
            [] => None,
        },
        FormulaKind::PerThousand | FormulaKind::PerHead if in_percent => Some(format!(
            "{} is in per cent, but is worked out per 1,000 or per head",
            measure.code
        )),
        FormulaKind::PerHead => parts
            .first()
            .copied()
            .flatten()
            .filter(|_| measure.unit_of_measure != Some(UnitOfMeasure::Rate))
            .and_then(|first| different(measure, &[first])),
        _ => None,
    }
}

fn unit(measure: &Measure) -> &'static str {
    match measure.unit_of_measure {
        Some(UnitOfMeasure::Percent) => "per cent",
        Some(UnitOfMeasure::Number) => "plain numbers",
        Some(UnitOfMeasure::Rate) => "rates",
        Some(unit) => unit.word(),
        None => "no unit",
    }
}
