//! Benchmarks: a council's rank in its family group, and comparison with averages.

mod table;

pub use table::{LgbfMeasure, council_key, family_members, lgbf_measure, lgbf_measures};

use clew_calendar::Period;
use clew_plan::{BenchmarkFigure, Book, MeasureKey, Polarity};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::judge::polarity_of;
use crate::{Direction, Exact};

/// A council's place among others.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Rank {
    /// The council.
    pub council: String,
    /// Its value.
    #[serde(serialize_with = "crate::numbers::as_number")]
    pub value: Decimal,
    /// 1 is best. Councils with equal values share a rank, and the ranks after them are skipped.
    pub rank: usize,
    /// Whether another council shares the rank.
    pub tied: bool,
}

/// A value beside an average.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Comparison {
    /// What it is compared with: "Scotland" or the family group's average.
    pub with: String,
    /// The average.
    #[serde(serialize_with = "crate::numbers::as_number")]
    pub average: Decimal,
    /// The council's value less the average.
    #[serde(serialize_with = "crate::numbers::as_number")]
    pub difference: Decimal,
    /// Whether the council does better than the average.
    pub direction: Direction,
}

/// How a council compares in one period.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Place {
    /// The measure.
    pub measure: MeasureKey,
    /// The period.
    pub period: Period,
    /// The council.
    pub council: String,
    /// Its value.
    #[serde(serialize_with = "crate::numbers::as_number")]
    pub value: Decimal,
    /// The group it is ranked in; "all councils" when none was asked for.
    pub group: String,
    /// Its rank, 1 for best; none for a measure that has no better end.
    pub rank: Option<usize>,
    /// How many councils have a value in the group.
    pub of: usize,
    /// Whether it shares its rank.
    pub tied: bool,
    /// Beside the Scotland average.
    pub scotland: Option<Comparison>,
    /// Beside the family group's average: as published, else the plain mean of the group's values.
    pub family: Option<Comparison>,
    /// The group's councils from best to worst; as listed where nothing is better.
    pub table: Vec<Rank>,
}

impl Place {
    /// "2nd equal of 8 in people 3".
    #[must_use]
    pub fn words(&self) -> String {
        let Some(rank) = self.rank else {
            return format!("not ranked, {} councils in {}", self.of, self.group);
        };
        let equal = if self.tied { " equal" } else { "" };
        format!("{}{equal} of {} in {}", ordinal(rank), self.of, self.group)
    }
}

/// Ranks councils from best to worst; none when the polarity has no better end.
///
/// Equal values share a rank and the next ranks are skipped (1, 2, 2, 4).
#[must_use]
pub fn rank(values: &[(String, Decimal)], polarity: Polarity) -> Option<Vec<Rank>> {
    let mut ordered: Vec<&(String, Decimal)> = values.iter().collect();
    match polarity {
        Polarity::Higher => ordered.sort_by_key(|entry| std::cmp::Reverse(entry.1)),
        Polarity::Lower => ordered.sort_by_key(|entry| entry.1),
        Polarity::InRange | Polarity::Contextual => return None,
    }
    let ranked = ordered.iter().map(|(council, value)| {
        let equals = ordered.iter().filter(|other| other.1 == *value).count();
        let before = ordered.iter().take_while(|other| other.1 != *value).count();
        Rank {
            council: council.clone(),
            value: *value,
            rank: before + 1,
            tied: equals > 1,
        }
    });
    Some(ranked.collect())
}

/// How a council compares with the others of a group (none for all councils) in a period; none
/// when it has no value there.
///
/// Which way is better comes from our own table for codes of the Local Government Benchmarking
/// Framework, whatever a feed or a workbook says; for other codes from the measure. The groups'
/// members are those of the Book, else of the built-in table.
#[must_use]
pub fn place(
    book: &Book,
    measure: &MeasureKey,
    period: Period,
    council: &str,
    group: Option<&str>,
) -> Option<Place> {
    let of_period =
        |row: &&BenchmarkFigure| row.measure == *measure && row.period.same_days(period);
    let rows: Vec<&BenchmarkFigure> = book.benchmarks.iter().filter(of_period).collect();
    let own = rows
        .iter()
        .find(|row| council_key(&row.council) == council_key(council))?;
    let value = own.value?;
    let polarity = polarity_for(book, measure);
    let members = group.map(|group| family_members(book, group));
    let in_group = |row: &BenchmarkFigure| {
        let key = council_key(&row.council);
        key != "scotland"
            && members
                .as_ref()
                .is_none_or(|members| members.contains(&key))
    };
    let values: Vec<(String, Decimal)> = rows
        .iter()
        .filter(|row| in_group(row))
        .filter_map(|row| Some((row.council.clone(), row.value?)))
        .collect();
    let ranks = polarity.and_then(|polarity| rank(&values, polarity));
    let own_rank = ranks
        .iter()
        .flatten()
        .find(|rank| rank.council == own.council);
    let compare = |with: &str, average| comparison(with, value, average, polarity);
    let scotland = own.scotland.or_else(|| {
        rows.iter()
            .find(|row| council_key(&row.council) == "scotland")
            .and_then(|row| row.value)
    });
    let family = own.family.or_else(|| group.and_then(|_| mean(&values)));
    Some(Place {
        measure: measure.clone(),
        period,
        council: own.council.clone(),
        value,
        group: group.unwrap_or("all councils").to_owned(),
        rank: own_rank.map(|rank| rank.rank),
        of: values.len(),
        tied: own_rank.is_some_and(|rank| rank.tied),
        scotland: scotland.and_then(|average| compare("Scotland", average)),
        family: family.and_then(|average| compare("family group", average)),
        table: ranks.unwrap_or_else(|| unranked(&values)),
    })
}

/// Which way is better: our own table first, because feeds have it wrong for some measures.
fn polarity_for(book: &Book, measure: &MeasureKey) -> Option<Polarity> {
    let listed = lgbf_measure(measure.as_str()).map(|listed| listed.polarity);
    listed.or_else(|| book.measure(measure).and_then(polarity_of))
}

fn unranked(values: &[(String, Decimal)]) -> Vec<Rank> {
    let row = |(council, value): &(String, Decimal)| Rank {
        council: council.clone(),
        value: *value,
        rank: 0,
        tied: false,
    };
    values.iter().map(row).collect()
}

fn mean(values: &[(String, Decimal)]) -> Option<Decimal> {
    let count = u32::try_from(values.len()).ok()?;
    let sum = values
        .iter()
        .fold(Exact::ZERO, |sum, (_, value)| sum.plus(Exact::from(*value)));
    sum.over(Exact::from(count)).map(Exact::to_decimal)
}

fn comparison(
    with: &str,
    value: Decimal,
    average: Decimal,
    polarity: Option<Polarity>,
) -> Option<Comparison> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let direction = match (polarity, value.cmp(&average)) {
        (_, Equal) => Direction::Level,
        (Some(Polarity::Higher), Greater) | (Some(Polarity::Lower), Less) => Direction::Better,
        (Some(Polarity::Higher), Less) | (Some(Polarity::Lower), Greater) => Direction::Worse,
        (_, Greater) => Direction::Higher,
        (_, Less) => Direction::Lower,
    };
    Some(Comparison {
        with: with.to_owned(),
        average,
        difference: value.checked_sub(average)?.normalize(),
        direction,
    })
}

fn ordinal(number: usize) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}
