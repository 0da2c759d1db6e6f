//! What a measure is compared with: Scotland, and the median of the family group.

use clew_measure::{Place, place};
use rust_decimal::Decimal;

use super::points::{Point, Points};
use crate::builders::comparison;
use crate::{Series, SeriesRole};

/// A line for Scotland and one for the family group, where the Book has benchmarks.
pub(super) fn series(points: &Points<'_, '_>) -> Vec<Series> {
    let places: Vec<Option<Place>> = points
        .points
        .iter()
        .map(|point| find(points, point))
        .collect();
    let group = points
        .request
        .book()
        .organisation
        .as_ref()
        .and_then(|organisation| organisation.family_group.clone());
    let mut all = vec![Series {
        name: "Scotland".to_owned(),
        role: SeriesRole::Comparison,
        values: places
            .iter()
            .map(|place| Some(place.as_ref()?.scotland.as_ref()?.average))
            .collect(),
    }];
    all.extend(group.map(|group| Series {
        name: format!("Family group median ({group})"),
        role: SeriesRole::Comparison,
        values: places.iter().map(|place| median(place.as_ref()?)).collect(),
    }));
    all.retain(|one| one.values.iter().any(Option::is_some));
    all
}

fn find(points: &Points<'_, '_>, point: &Point<'_>) -> Option<Place> {
    let book = points.request.book();
    let organisation = book.organisation.as_ref()?;
    let group = organisation.family_group.as_deref();
    comparison::keys(points.measure)
        .iter()
        .find_map(|key| place(book, key, point.period, &organisation.name, group))
}

/// The middle value of the group, or half way between the two in the middle; none for one value.
fn median(place: &Place) -> Option<Decimal> {
    let mut values: Vec<Decimal> = place.table.iter().map(|rank| rank.value).collect();
    values.sort();
    let middle = values.len() / 2;
    match values.len() {
        0 | 1 => None,
        odd if odd % 2 == 1 => values.get(middle).copied(),
        _ => {
            let (low, high) = (*values.get(middle - 1)?, *values.get(middle)?);
            Some(low.checked_add(high)? / Decimal::TWO)
        }
    }
}
