//! Tests of finding figures, targets and tolerances, as tables of cases.

use serde_json::json;

use super::*;
use crate::support::{book, measure, number, period, row, table};

const CODE: &str = "M";

fn value_for(book: &Book, label: &str) -> Option<String> {
    let figure = figure_for(book, &CODE.into(), period(label), None)?;
    figure.value.map(|value| value.to_string())
}

#[test]
fn the_figure_that_fits_best_answers_for_a_period() {
    let cases = "
        # figures                                    | asked         | value
        2019-20 Q2 = 1; 2019-20 to Q2 = 2            | 2019-20 Q2    | 1
        2019-20 to Q2 = 2; 2019-20 Q1 = 3            | 2019-20 Q2    | 2
        2019-20 to Q2 = 2; 2019-20 H1 = 3            | 2019-20 H1    | 3
        2019-20 to Q2 = 2                            | 2019-20 H1    | 2
        2019-04-01..2019-09-30 = 4                   | 2019-20 Q2    | 4
        2019-20 = 5                                  | 2019-20 Q4    | 5
        2019-20 = 5                                  | 2019-20 to Q4 | 5
        2019-20 = 5                                  | 2019-20 Q3    |
        2019-20 Q4 = 6                               | 2019-20       |
        2019-09-30 = 7                               | 2019-20 Q2    | 7
        2019-20 Q2 = 1; 2019-20 Q2 = 8               | 2019-20 Q2    | 8
        2018-19 to Q2 = 9                            | 2019-20 Q2    |
        2018-04-01..2019-09-30 = 9                   | 2019-20 Q2    | ";
    for cells in table(cases) {
        let [figures, asked, value] = cells[..] else {
            panic!("{cells:?}")
        };
        let book = book(measure(json!({})), &figures.replace(';', "\n"));
        assert_eq!(
            value_for(&book, asked).unwrap_or_default(),
            value,
            "{cells:?}"
        );
    }
}

#[test]
fn a_part_of_the_organisation_has_its_own_figures() {
    let mut book = book(measure(json!({})), "2019-20 Q2 = 1");
    assert_eq!(
        figure_for(
            &book,
            &CODE.into(),
            period("2019-20 Q2"),
            Some(&"east".into())
        ),
        None
    );
    book.figures[0].unit = Some("east".into());
    assert_eq!(value_for(&book, "2019-20 Q2"), None);
    let east = figure_for(
        &book,
        &CODE.into(),
        period("2019-20 Q2"),
        Some(&"east".into()),
    );
    assert_eq!(east.and_then(|figure| figure.value), Some(number("1")));
}

/// A book with targets as `period = goal` and profile points as `period ~ goal`.
fn with_targets(changes: serde_json::Value, targets: &str) -> Book {
    let mut book = book(measure(changes), "");
    for entry in targets
        .split(';')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
    {
        if let Some((period, goal)) = entry.split_once('~') {
            let point = json!({"measure": "M", "period": period.trim(), "goal": goal.trim()});
            book.profile.push(row(point));
        } else if let Some((period, goal)) = entry.split_once('=') {
            let target = json!({"measure": "M", "period": period.trim(), "goal": goal.trim()});
            book.targets.push(row(target));
        }
    }
    book
}

#[test]
fn the_target_is_the_periods_else_the_profiles_else_the_years() {
    let cases = "
        # added as | targets                                              | asked         | goal     | from
                   | 2019-20 Q2 = 70; 2019-20 = 75; 2019-20 to Q2 ~ 72    | 2019-20 Q2    | 70       | Period
                   | 2019-20 = 75; 2019-20 to Q2 ~ 72                     | 2019-20 Q2    | 72       | Profile
                   | 2019-20 = 75; 2019-20 to Q2 ~ 72                     | 2019-20 to Q2 | 72       | Profile
                   | 2019-20 = 75; 2019-20 to Q2 ~ 72                     | 2019-20 Q1    | 75       | Year
                   | 2018-04-01..2021-03-31 = 60; 2019-20 = 75            | 2019-20 Q1    | 75       | Year
                   | 2018-04-01..2021-03-31 = 60                          | 2019-20       | 60       | Year
                   | 2019-20 = 75; 2019-20 = 76                           | 2019-20       | 76       | Period
                   | 2019-20 = 10 to 20                                   | 2019-20 Q1    | 10 to 20 | Year
        sum        | 2019-20 = 1000                                       | 2019-20 to Q2 | 500      | EqualShare
        sum        | 2019-20 = 1000                                       | 2019-20 Q1    | 250      | EqualShare
        sum        | 2019-20 = 1000                                       | 2019-20 Q4    | 250      | EqualShare
        sum        | 2019-20 = 1000                                       | 2019-20 to Q4 | 1000     | Period
        sum        | 2019-20 = 1000; 2019-20 to Q2 ~ 300                  | 2019-20 to Q2 | 300      | Profile
        sum        | 2019-20 = 1000; 2019-20 to Q2 ~ 300                  | 2019-20 Q2    | 250      | EqualShare
                   | 2019-20 = 1000                                       | 2019-20 Q4    | 1000     | Period
        sum        | 2019-20 = 120 to 240                                 | 2019-06       | 10 to 20 | EqualShare
        sum        | 2019-20 = 400; 2019-20 to Q1 ~ 40; 2019-20 to Q2 ~ 90; 2019-20 to Q3 ~ 250 | 2019-20 Q1 | 40  | Profile
        sum        | 2019-20 = 400; 2019-20 to Q1 ~ 40; 2019-20 to Q2 ~ 90; 2019-20 to Q3 ~ 250 | 2019-20 Q2 | 50  | ProfileStep
        sum        | 2019-20 = 400; 2019-20 to Q1 ~ 40; 2019-20 to Q2 ~ 90; 2019-20 to Q3 ~ 250 | 2019-20 Q3 | 160 | ProfileStep
        sum        | 2019-20 = 400; 2019-20 to Q1 ~ 40; 2019-20 to Q2 ~ 90; 2019-20 to Q3 ~ 250 | 2019-20 Q4 | 150 | ProfileStep
        sum        | 2019-20 = 400; 2019-20 to Q3 ~ 250                                         | 2019-20 Q2 | 100 | EqualShare";
    for cells in table(cases) {
        let [how, targets, asked, goal, from] = cells[..] else {
            panic!("{cells:?}")
        };
        let aggregation = if how.is_empty() {
            json!(null)
        } else {
            json!(how)
        };
        let book = with_targets(json!({ "aggregation": aggregation }), targets);
        let asked = period(asked);
        let found = target_for(&book, &CODE.into(), asked, None).expect("a target");
        assert_eq!(
            found.goal.map(|goal| goal.to_string()).as_deref(),
            Some(goal),
            "{cells:?}"
        );
        assert_eq!(format!("{:?}", found.from), from, "{cells:?}");
    }
    let book = with_targets(json!({}), "2018-19 = 75");
    assert_eq!(
        target_for(&book, &CODE.into(), period("2019-20 Q1"), None),
        None
    );
}

#[test]
fn a_part_takes_the_target_of_the_whole_where_that_makes_sense() {
    let east = "east".into();
    let share = with_targets(json!({}), "2019-20 = 75");
    let found = target_for(&share, &CODE.into(), period("2019-20"), Some(&east));
    assert!(found.is_some_and(|found| found.of_whole));
    let count = with_targets(json!({"unit_of_measure": "number"}), "2019-20 = 75");
    assert_eq!(
        target_for(&count, &CODE.into(), period("2019-20"), Some(&east)),
        None
    );
}

#[test]
fn tolerance_is_inherited_from_the_nearest_that_sets_it() {
    let plan = |id: &str, parent: Option<&str>, tolerance: Option<&str>| -> clew_plan::Plan {
        let mut fields = json!({"id": id, "title": id});
        if let Some(parent) = parent {
            fields["parent"] = json!(parent);
        }
        if let Some(tolerance) = tolerance {
            fields["tolerance"] = json!(tolerance);
        }
        row(fields)
    };
    let mut book = book(measure(json!({"plan": "team"})), "");
    book.plans = vec![
        plan("team", Some("service"), None),
        plan("service", Some("council"), Some("3%")),
        plan("council", None, Some("9%")),
    ];
    let target: Target = row(json!({"measure": "M", "period": "2019-20", "tolerance": "1 points"}));
    let mut own = book.measures[0].clone();
    let shown = |measure: &Measure, target: Option<&Target>, book: &Book| {
        let found = tolerance_for(book, measure, target);
        format!("{} {:?}", found.tolerance, found.from)
    };
    assert_eq!(shown(&own, Some(&target), &book), "1 points Target");
    assert_eq!(shown(&own, None, &book), "3% Plan(PlanId(\"service\"))");
    own.tolerance = Some(Tolerance::Relative(number("2")));
    assert_eq!(shown(&own, None, &book), "2% Measure");
    own.tolerance = None;
    book.plans[1].tolerance = None;
    assert_eq!(shown(&own, None, &book), "9% Plan(PlanId(\"council\"))");
    book.plans[2].tolerance = None;
    book.plans[2].parent = Some("team".into());
    assert_eq!(
        shown(&own, None, &book),
        "5% Default",
        "plans in a ring end the search"
    );
}
