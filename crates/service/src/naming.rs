//! What there is instead of a name that is not known.

use clew_plan::{Book, UnitId};

use crate::ServiceError;

/// Names that are offered.
const MOST_OFFERED: usize = 5;

/// The error for a name that is not known, with those that come nearest to it.
pub(crate) fn not_found<'name>(
    what: &'static str,
    name: &str,
    known: impl IntoIterator<Item = &'name str>,
) -> ServiceError {
    ServiceError::NotFound {
        what,
        name: name.to_owned(),
        hint: Some(offered(name, known.into_iter().collect())),
    }
}

/// The error for a measure that is not known.
pub(crate) fn no_measure(book: &Book, name: &str) -> ServiceError {
    let codes = book.measures.iter().map(|measure| measure.code.written());
    not_found("measure", name, codes)
}

/// The error for a plan that is not known.
pub(crate) fn no_plan(book: &Book, name: &str) -> ServiceError {
    not_found("plan", name, book.plans.iter().map(|plan| plan.id.as_str()))
}

/// Refuses a part of the organisation that is not known; none is the whole, which is.
pub(crate) fn known_unit(book: &Book, unit: Option<&UnitId>) -> Result<(), ServiceError> {
    let known = |unit: &UnitId| book.units.iter().any(|there| there.id == *unit);
    match unit.filter(|unit| !known(unit)) {
        None => Ok(()),
        Some(unit) => {
            let units = book.units.iter().map(|unit| unit.id.as_str());
            Err(not_found("part of the organisation", unit.as_str(), units))
        }
    }
}

fn offered(name: &str, mut known: Vec<&str>) -> String {
    if known.is_empty() {
        return "there are none yet".to_owned();
    }
    let asked = name.to_lowercase();
    // Stable, so that names equally near stay in their own order.
    known.sort_by_cached_key(|name| strsim::damerau_levenshtein(&asked, &name.to_lowercase()));
    let more = known.len().saturating_sub(MOST_OFFERED);
    known.truncate(MOST_OFFERED);
    match more {
        0 => format!("there are {}", known.join(", ")),
        more => format!("the nearest are {} ({more} more)", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_are_offered_first_and_no_more_than_five() {
        let known = ["M10", "M11", "M20", "M21", "M30", "SW1", "SW2"];
        assert_eq!(
            offered("sw3", known.to_vec()),
            "the nearest are SW1, SW2, M10, M11, M20 (2 more)"
        );
        assert_eq!(offered("x", vec!["M1"]), "there are M1");
        assert_eq!(offered("x", Vec::new()), "there are none yet");
    }
}
