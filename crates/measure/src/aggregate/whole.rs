//! The whole made from its parts: units of the organisation, months and quarters of a year.

use clew_calendar::{Period, PeriodKind};
use clew_plan::{Aggregation, Book, Frequency, Measure, MissingParts, Unit, UnitId, UnitOfMeasure};

use super::{Part, Total, aggregate};
use crate::exact_value;
use crate::index::Facts;

/// The figure of a part of the organisation (none for the whole) made from the figures of the
/// parts just below it for the same period. A part without a figure of its own is made from those
/// below it in turn.
///
/// Parts expected are those for which, or for a part of which, the measure has any figure or
/// target; one that is made from others is not counted itself, but each of those is, so that a part
/// of which only some has been reported never counts as reported. A number on a day is added over parts, since all are of the same day.
#[must_use]
pub fn over_units(
    book: &Book,
    measure: &Measure,
    period: Period,
    parent: Option<&UnitId>,
) -> Total {
    let facts = Facts::of(book, &measure.code.key());
    total_of_units(book, &facts, measure, period, parent, &mut Vec::new())
}

fn total_of_units<'book>(
    book: &'book Book,
    facts: &Facts<'book>,
    measure: &Measure,
    period: Period,
    parent: Option<&'book UnitId>,
    line: &mut Vec<&'book UnitId>,
) -> Total {
    let below = |unit: &&Unit| unit.parent.as_ref() == parent && !line.contains(&&unit.id);
    let children: Vec<&Unit> = book.units.iter().filter(below).collect();
    let how = match measure.aggregation {
        Some(Aggregation::Last) => Aggregation::Sum,
        how => how.unwrap_or_else(|| usual_aggregation(measure)),
    };
    let missing = measure.missing_parts.unwrap_or(MissingParts::Partial);
    let add = |parts: &[Option<Part>]| aggregate(parts, how, measure.unit_of_measure, missing);
    let mut parts = Vec::new();
    let (mut reported, mut expected) = (0, 0);
    for child in children {
        if !concerns(book, facts, &child.id, &mut Vec::new()) {
            continue;
        }
        let own = crate::lookup::find_figure(facts, period, Some(&child.id)).map(Part::from);
        line.push(&child.id);
        let made = match own {
            Some(_) => None,
            None => Some(total_of_units(
                book,
                facts,
                measure,
                period,
                Some(&child.id),
                line,
            )),
        };
        line.pop();
        let part = match made.filter(|made| made.expected > 0) {
            Some(made) => {
                reported += made.reported;
                expected += made.expected;
                passed_up(&made, missing)
            }
            None => {
                reported += add(&[own]).reported;
                expected += 1;
                own
            }
        };
        parts.push(part);
    }
    Total {
        reported,
        expected,
        ..add(&parts)
    }
}

/// What a part made from those below it brings to the whole: nothing when none of them has been
/// reported, or when one is missing and the measure is then to be blank.
fn passed_up(made: &Total, missing: MissingParts) -> Option<Part> {
    let may_be_shown = made.is_complete() || missing == MissingParts::Partial;
    (made.reported > 0 && may_be_shown).then_some(Part {
        value: made.value,
        numerator: made.numerator,
        denominator: made.denominator,
    })
}

/// Whether a measure has anything to do with a unit or one below it.
fn concerns<'book>(
    book: &'book Book,
    facts: &Facts<'_>,
    unit: &'book UnitId,
    seen: &mut Vec<&'book UnitId>,
) -> bool {
    if seen.contains(&unit) {
        return false;
    }
    seen.push(unit);
    let figures = facts
        .figures
        .iter()
        .any(|figure| figure.unit.as_ref() == Some(unit));
    let targets = facts
        .targets
        .iter()
        .any(|target| target.unit.as_ref() == Some(unit));
    let mut children = book
        .units
        .iter()
        .filter(|child| child.parent.as_ref() == Some(unit));
    figures || targets || children.any(|child| concerns(book, facts, &child.id, seen))
}

/// The year's figure up to the end of the period, made from months, quarters or halves as the
/// measure is reported: parts expected are all those from 1 April to the period's end.
///
/// Where the measure does not say how often it is reported, the longest parts that have a figure
/// are taken.
#[must_use]
pub fn year_to_date(
    book: &Book,
    measure: &Measure,
    period: Period,
    unit: Option<&UnitId>,
) -> Total {
    let facts = Facts::of(book, &measure.code.key());
    let year = Period::year_to_date(period);
    let part_of = |wanted: Period| {
        let found = facts
            .figures
            .iter()
            .rev()
            .find(|figure| figure.unit.as_ref() == unit && figure.period.same_days(wanted))?;
        let known =
            found.denominator.is_some() || exact_value(found, measure.unit_of_measure).is_some();
        known.then(|| Part::from(*found))
    };
    let parts_of_kind = |kind| {
        year.parts(kind)
            .into_iter()
            .map(part_of)
            .collect::<Vec<Option<Part>>>()
    };
    let kinds: &[PeriodKind] = match measure.frequency {
        Some(Frequency::Monthly) => &[PeriodKind::Month],
        Some(Frequency::Quarterly) => &[PeriodKind::Quarter],
        Some(Frequency::HalfYearly) => &[PeriodKind::Half],
        _ => &[PeriodKind::Half, PeriodKind::Quarter, PeriodKind::Month],
    };
    let mut offered = kinds.iter().map(|kind| parts_of_kind(*kind));
    let parts = offered
        .find(|parts| parts.iter().any(Option::is_some))
        .unwrap_or_default();
    let how = measure
        .aggregation
        .unwrap_or_else(|| usual_aggregation(measure));
    let missing = measure.missing_parts.unwrap_or(MissingParts::Partial);
    aggregate(&parts, how, measure.unit_of_measure, missing)
}

/// How figures are added where the measure does not say: shares and rates by counts, nothing else
/// at all, since a plain number may be a flow or a stock.
fn usual_aggregation(measure: &Measure) -> Aggregation {
    match measure.unit_of_measure {
        Some(UnitOfMeasure::Percent | UnitOfMeasure::Rate) => Aggregation::Counts,
        _ => Aggregation::None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::support::{book, measure, number, period, row, table};

    #[test]
    fn the_whole_is_made_from_the_parts_below_it() {
        let mut book = book(
            measure(json!({})),
            "2019-20 = 2/4\n2019-20 = 2/100\n2018-19 = 1/2",
        );
        let unit = |id: &str, parent: Option<&str>| -> Unit {
            let mut fields = json!({"id": id, "name": id});
            if let Some(parent) = parent {
                fields["parent"] = json!(parent);
            }
            row(fields)
        };
        book.units = vec![
            unit("council", None),
            unit("east", Some("council")),
            unit("west", Some("council")),
            unit("team", Some("west")),
            unit("other team", Some("west")),
            unit("finance", Some("council")),
        ];
        book.figures[0].unit = Some("east".into());
        book.figures[1].unit = Some("team".into());
        book.figures[2].unit = Some("other team".into());
        let council: UnitId = "council".into();
        let total = over_units(&book, &book.measures[0], period("2019-20"), Some(&council));
        assert_eq!(
            (total.numerator, total.denominator),
            (Some(number("4")), Some(number("104")))
        );
        assert_eq!(
            total.words(),
            "2 of 3 parts reported",
            "one of west's two is missing, and finance has nothing to do with it"
        );
        assert!(!total.is_complete());
        let west: UnitId = "west".into();
        let part = over_units(&book, &book.measures[0], period("2019-20"), Some(&west));
        assert_eq!(
            (part.value, part.words()),
            (Some(number("2")), "1 of 2 parts reported".into())
        );
        book.units[0].parent = Some("team".into());
        let ring = over_units(&book, &book.measures[0], period("2019-20"), Some(&council));
        assert_eq!(ring.expected, 3, "units in a ring are walked once");
    }

    #[test]
    fn a_part_that_is_itself_incomplete_makes_the_whole_incomplete() {
        // West has two teams. What they, and east, report for 2019-20 makes the council's figure.
        let cases = "
            # missing | east | team  | other team | counts | value | reported
            partial   | 2/4  | 2/100 |            | 4/104  | some  | 2 of 3 parts reported
            blank     | 2/4  | 2/100 |            | 2/4    |       | 2 of 3 parts reported
            blank     | 2/4  | 2/100 | 1/2        | 5/106  | some  | 3 of 3 parts reported
            blank     | 2/4  |       |            | 2/4    |       | 1 of 3 parts reported
            partial   |      |       | 1/2        | 1/2    | some  | 1 of 3 parts reported
            blank     | 7    | 2/100 | 1/2        | 3/102  |       | 2 of 3 parts reported";
        for cells in table(cases) {
            let [missing, east, team, other, counts, value, words] = cells[..] else {
                panic!("{cells:?}")
            };
            let given = [("east", east), ("team", team), ("other", other)];
            // Figures of an earlier year say that the measure concerns all three.
            let rows = given.map(|(_, value)| format!("2018-19 = 1/2\n2019-20 = {value}"));
            let mut book = book(measure(json!({"missing_parts": missing})), &rows.join("\n"));
            for (pair, (unit, _)) in book.figures.chunks_mut(2).zip(given) {
                pair.iter_mut()
                    .for_each(|figure| figure.unit = Some(unit.into()));
            }
            book.units = vec![
                row(json!({"id": "council", "name": "Council"})),
                row(json!({"id": "east", "name": "East", "parent": "council"})),
                row(json!({"id": "west", "name": "West", "parent": "council"})),
                row(json!({"id": "team", "name": "Team", "parent": "west"})),
                row(json!({"id": "other", "name": "Other team", "parent": "west"})),
            ];
            let council = Some("council".into());
            let total = over_units(
                &book,
                &book.measures[0],
                period("2019-20"),
                council.as_ref(),
            );
            let (met, all) = counts.split_once('/').expect("met/all");
            assert_eq!(
                (total.numerator, total.denominator),
                (Some(number(met)), Some(number(all))),
                "{cells:?}"
            );
            assert_eq!(total.value.is_some(), value == "some", "{cells:?}");
            assert_eq!(total.words(), words, "{cells:?}");
        }
    }

    #[test]
    fn numbers_on_a_day_are_added_over_parts_but_not_over_time() {
        let waiting = measure(json!({"unit_of_measure": "number", "aggregation": "last"}));
        let mut book = book(waiting, "2019-20 Q1 = 30\n2019-20 Q2 = 40");
        let year = year_to_date(&book, &book.measures[0], period("2019-20 Q2"), None);
        assert_eq!(year.value, Some(number("40")));
        book.units = vec![
            row(json!({"id": "a", "name": "A"})),
            row(json!({"id": "b", "name": "B"})),
        ];
        book.figures[0].period = period("2019-20 Q2");
        book.figures[0].unit = Some("a".into());
        book.figures[1].unit = Some("b".into());
        let whole = over_units(&book, &book.measures[0], period("2019-20 Q2"), None);
        assert_eq!(whole.value, Some(number("70")));
    }

    #[test]
    fn a_year_to_date_is_made_from_its_months_or_quarters() {
        let months = measure(json!({"frequency": "monthly"}));
        let monthly = book(
            months,
            "2019-04 = 2/4\n2019-05 = 2/100\n2019-08 = 1/1\n2018-12 = 9/9",
        );
        let year = year_to_date(&monthly, &monthly.measures[0], period("2019-20 Q2"), None);
        assert_eq!(
            (year.numerator, year.denominator),
            (Some(number("5")), Some(number("105")))
        );
        assert_eq!(year.words(), "3 of 6 parts reported");
        let june = year_to_date(&monthly, &monthly.measures[0], period("2019-06"), None);
        assert_eq!(june.words(), "2 of 3 parts reported");
        let quarters = book(
            measure(json!({})),
            "2019-20 Q1 = 1/2\n2019-20 Q2 = 1/2\n2019-04 = 1/9",
        );
        let year = year_to_date(&quarters, &quarters.measures[0], period("2019-20 Q2"), None);
        assert_eq!((year.value, year.expected), (Some(number("50")), 2));
        let nothing = year_to_date(&quarters, &quarters.measures[0], period("2021-22 Q2"), None);
        assert_eq!((nothing.value, nothing.expected), (None, 0));
    }
}
