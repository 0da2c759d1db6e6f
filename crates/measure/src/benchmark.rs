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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::support::{number, period, row, table};

    /// A book of benchmark rows as `council = value`, for SW1 in 2019-20.
    fn with_rows(code: &str, rows: &str) -> Book {
        let mut book = Book::default();
        for line in rows.split(';') {
            let (council, value) = line.split_once('=').expect("council = value");
            let mut fields =
                json!({"measure": code, "period": "2019-20", "council": council.trim()});
            if !value.trim().is_empty() {
                fields["value"] = json!(value.trim());
            }
            book.benchmarks.push(row(fields));
        }
        book
    }

    const COSTS: &str = "West Lothian = 21; Fife = 19; Falkirk = 21; Renfrewshire = 30; \
        South Lanarkshire = ; Glasgow City = 5; Scotland = 20";

    fn placed(book: &Book, code: &str, council: &str, group: Option<&str>) -> Option<Place> {
        place(book, &code.into(), period("2019-20"), council, group)
    }

    #[test]
    fn equal_values_share_a_rank_and_the_next_is_skipped() {
        let values = [("a", "2"), ("b", "1"), ("c", "2"), ("d", "3")]
            .map(|(council, value)| (council.to_owned(), number(value)));
        let shown = |polarity| {
            let ranks = rank(&values, polarity).unwrap_or_default();
            let one = |rank: &Rank| {
                format!(
                    "{}{}{}",
                    rank.council,
                    rank.rank,
                    if rank.tied { "=" } else { "" }
                )
            };
            ranks.iter().map(one).collect::<Vec<String>>().join(" ")
        };
        assert_eq!(shown(Polarity::Lower), "b1 a2= c2= d4");
        assert_eq!(shown(Polarity::Higher), "d1 a2= c2= b4");
        assert_eq!(rank(&values, Polarity::Contextual), None);
    }

    #[test]
    fn a_council_is_placed_in_its_family_group_by_our_own_polarity() {
        let book = with_rows("SW1", COSTS);
        let place =
            placed(&book, "SW1", "West Lothian Council", Some("people 3")).expect("a place");
        assert_eq!(place.words(), "2nd equal of 4 in people 3");
        assert_eq!((place.rank, place.of, place.tied), (Some(2), 4, true));
        let scotland = place.scotland.expect("Scotland");
        assert_eq!(
            (scotland.difference, scotland.direction),
            (number("1"), Direction::Worse)
        );
        let family = place.family.expect("the family");
        assert_eq!(
            (family.average, family.direction),
            (number("22.75"), Direction::Better)
        );
        let all = placed(&book, "SW1", "West Lothian", None).expect("a place");
        assert_eq!(all.words(), "3rd equal of 5 in all councils");
        assert_eq!(all.family, None);
        assert_eq!(
            placed(&book, "SW1", "South Lanarkshire", None),
            None,
            "it has no value"
        );
        assert_eq!(
            placed(&book, "SW1", "Moray", None),
            None,
            "it is not listed"
        );
    }

    #[test]
    fn a_published_average_stands_before_a_worked_out_one() {
        let mut book = with_rows("SW1", COSTS);
        book.benchmarks[0].scotland = Some(number("22"));
        book.benchmarks[0].family = Some(number("20"));
        let place = placed(&book, "SW1", "West Lothian", Some("people 3")).expect("a place");
        assert_eq!(
            place.scotland.map(|with| with.direction),
            Some(Direction::Better)
        );
        assert_eq!(place.family.map(|with| with.average), Some(number("20")));
    }

    #[test]
    fn the_books_own_groups_stand_before_the_built_in_ones() {
        let mut book = with_rows("SW1", COSTS);
        for council in ["West Lothian", "Glasgow"] {
            book.families
                .push(row(json!({"group": "people 3", "council": council})));
        }
        let place = placed(&book, "SW1", "West Lothian", Some("people 3")).expect("a place");
        assert_eq!(place.words(), "2nd of 2 in people 3");
    }

    #[test]
    fn an_attainment_gap_is_better_when_smaller_whatever_the_feed_says() {
        let mut book = with_rows("CHN14A", "Fife = 20; Falkirk = 25");
        let wrong = json!({
            "code": "CHN14a", "title": "Gap", "kind": "statistical", "polarity": "higher",
        });
        book.measures.push(row(wrong));
        let place = placed(&book, "CHN14A", "Fife", None).expect("a place");
        assert_eq!(place.rank, Some(1));
        for code in ["CHN14a", "CHN14b"] {
            assert_eq!(
                lgbf_measure(code).map(|listed| listed.polarity),
                Some(Polarity::Lower)
            );
        }
    }

    #[test]
    fn without_a_better_end_nothing_is_ranked() {
        let book = with_rows("X9", "Fife = 20; Falkirk = 25");
        let place = placed(&book, "X9", "Fife", None).expect("a place");
        assert_eq!(
            (place.rank, place.words().as_str()),
            (None, "not ranked, 2 councils in all councils")
        );
        assert_eq!(place.table.len(), 2);
    }

    #[test]
    fn codes_are_one_however_they_are_written() {
        let cases = "
            # written  | listed | polarity
            SW1        | SW1    | lower
            SW01       | SW1    | lower
            sw1        | SW1    | lower
            SW1 Real   | SW1    | lower
            SW3a       | SW3a   | higher
            SW03A      | SW3a   | higher
            CHN8b      | CHN8b  | lower
            CHN9       | CHN9   | higher
            CHN20b     | CHN20b | lower
            SW6        | SW6    | lower
            SW7        | SW7    | higher
            SW99       |        | ";
        for cells in table(cases) {
            let [written, listed, polarity] = cells[..] else {
                panic!("{cells:?}")
            };
            let found = lgbf_measure(written);
            let code = found.map(|found| found.code.written()).unwrap_or_default();
            let word = found.map(|found| found.polarity.word()).unwrap_or_default();
            assert_eq!((code, word), (listed, polarity), "{cells:?}");
        }
        assert_eq!(lgbf_measures().len(), 22);
    }

    #[test]
    fn a_council_is_one_however_its_name_is_written() {
        let cases = "
            City of Edinburgh Council  | Edinburgh
            Edinburgh, City of         | Edinburgh
            Comhairle nan Eilean Siar  | Eilean Siar
            Na h-Eileanan Siar         | Eilean Siar
            Western Isles              | Eilean Siar
            Perth & Kinross            | Perth and Kinross
            Argyll & Bute Council      | Argyll and Bute
            Glasgow                    | Glasgow City
            Orkney                     | Orkney Islands
            The Scottish Borders       | Scottish Borders
            Dundee City                | Dundee";
        for cells in table(cases) {
            let [written, other] = cells[..] else {
                panic!("{cells:?}")
            };
            assert_eq!(council_key(written), council_key(other), "{cells:?}");
        }
        assert_ne!(council_key("Aberdeenshire"), council_key("Aberdeen City"));
        assert_ne!(council_key("East Lothian"), council_key("West Lothian"));
    }

    #[test]
    fn every_council_is_in_one_group_of_each_kind() {
        let book = Book::default();
        for kind in ["people", "other"] {
            let groups = (1..=4).map(|number| family_members(&book, &format!("{kind} {number}")));
            let mut councils: Vec<String> = groups
                .inspect(|group| assert_eq!(group.len(), 8))
                .flatten()
                .collect();
            councils.sort();
            councils.dedup();
            assert_eq!(councils.len(), 32, "{kind}");
        }
        assert!(family_members(&book, "people 3").contains(&council_key("West Lothian")));
        assert!(
            family_members(&book, "Other 3").contains(&council_key("South Lanarkshire Council"))
        );
    }

    #[test]
    fn ordinals_read_as_spoken() {
        let spoken = [1, 2, 3, 4, 11, 12, 13, 21, 22, 32, 111].map(ordinal);
        let expected = [
            "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "32nd", "111th",
        ];
        assert_eq!(spoken, expected);
    }

    proptest! {
        #[test]
        fn a_rank_counts_those_that_are_better(values in prop::collection::vec(0_i64..20, 1..40)) {
            let named: Vec<(String, Decimal)> = values
                .iter()
                .enumerate()
                .map(|(place, value)| (place.to_string(), Decimal::from(*value)))
                .collect();
            for rank in rank(&named, Polarity::Higher).expect("ranks") {
                let better = named.iter().filter(|(_, value)| *value > rank.value).count();
                prop_assert_eq!(rank.rank, better + 1);
            }
        }
    }
}
