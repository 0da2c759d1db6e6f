//! Random definitions and questions.

use clew_calendar::{Calendar, Day, Period, PeriodKind};
use clew_practice::pack::{
    Allowance, Amount, Band, Census, Condition, Definition, DefinitionKind, Exclusion, Of, Path,
    Place, Test, Within,
};
use rust_decimal::Decimal;

use crate::dice::Dice;
use crate::world::{LOCALITIES, OUTCOMES, RESULTS, day};

pub(crate) const KINDS: [DefinitionKind; 9] = [
    DefinitionKind::Timeliness,
    DefinitionKind::Share,
    DefinitionKind::Count,
    DefinitionKind::Sum,
    DefinitionKind::Average,
    DefinitionKind::Median,
    DefinitionKind::OnDayCount,
    DefinitionKind::OnDaySum,
    DefinitionKind::OnDayShare,
];

pub(crate) fn own(field: &str) -> Path {
    Path::Own(field.to_owned())
}

pub(crate) fn of_meeting(field: &str) -> Path {
    Path::Episode {
        form: "meeting".to_owned(),
        field: field.to_owned(),
    }
}

fn words(dice: &mut Dice, words: &[&str]) -> Vec<String> {
    let chosen = words.iter().filter(|_| dice.in_hundred(50));
    chosen
        .map(|word| (*word).to_owned())
        .chain(["unheard-of".to_owned()])
        .collect()
}

fn choice_test(dice: &mut Dice, codes: &[&str]) -> Test {
    let codes = words(dice, codes);
    match dice.below(4) {
        0 => Test::NoneOf(codes),
        1 => Test::Empty,
        2 => Test::Filled,
        _ => Test::OneOf(codes),
    }
}

fn number_test(dice: &mut Dice, limit: Decimal) -> Test {
    match dice.below(6) {
        0 => Test::AtLeast(limit),
        1 => Test::MoreThan(limit),
        2 => Test::AtMost(limit),
        3 => Test::LessThan(limit),
        4 => Test::Empty,
        _ => Test::Filled,
    }
}

fn day_test(dice: &mut Dice) -> Test {
    let limit = day("2019-02-01").plus_days(dice.between(0, 900));
    match dice.below(4) {
        0 => Test::OnOrAfter(limit),
        1 => Test::Before(limit),
        2 => Test::Empty,
        _ => Test::Filled,
    }
}

pub(crate) fn condition(dice: &mut Dice) -> Condition {
    let half = |dice: &mut Dice| Decimal::new(dice.between(-30, 250).into(), 2) * Decimal::TEN;
    let (field, test) = match dice.below(12) {
        0 => (own("outcome"), choice_test(dice, &OUTCOMES)),
        1 => (own("tags"), choice_test(dice, &OUTCOMES)),
        2 => {
            let limit = half(dice);
            (own("hours"), number_test(dice, limit))
        }
        3 => {
            let limit = half(dice);
            (own("cost"), number_test(dice, limit))
        }
        4 => (own("urgent"), choice_test(dice, &["yes", "no"])),
        5 => (own("begun"), day_test(dice)),
        6 => (
            own("note"),
            if dice.in_hundred(50) {
                Test::Empty
            } else {
                Test::Filled
            },
        ),
        7 => (of_meeting("result"), choice_test(dice, &RESULTS)),
        8 => (of_meeting("held"), day_test(dice)),
        9 => (
            Path::Person("gender".to_owned()),
            choice_test(dice, &["woman", "man"]),
        ),
        10 => (
            Path::Person("locality".to_owned()),
            choice_test(dice, &LOCALITIES),
        ),
        _ => {
            let limit = Decimal::from(dice.between(10, 80));
            (Path::Person("age".to_owned()), number_test(dice, limit))
        }
    };
    Condition { field, test }
}

fn conditions(dice: &mut Dice, most: usize) -> Vec<Condition> {
    (0..dice.below(most + 1)).map(|_| condition(dice)).collect()
}

/// A time that is allowed.
pub(crate) fn allowance(dice: &mut Dice) -> Within {
    Within::Allowance(match dice.below(3) {
        0 => Allowance::WorkingDays(u16::try_from(dice.below(15)).unwrap()),
        1 => Allowance::Days(u16::try_from(dice.below(20)).unwrap()),
        _ => Allowance::Months(u16::try_from(dice.below(3)).unwrap()),
    })
}

/// A definition of the kind on orders.
pub(crate) fn definition(dice: &mut Dice, kind: DefinitionKind) -> Definition {
    let within = match dice.below(4) {
        0 => Within::On(own("due_on")),
        1 => Within::On(of_meeting("held")),
        _ => allowance(dice),
    };
    let amount = match dice.below(if kind == DefinitionKind::OnDaySum {
        2
    } else {
        5
    }) {
        0 => Amount::Field("hours".to_owned()),
        1 => Amount::Field("cost".to_owned()),
        2 => Amount::Days { per: 1 },
        3 => Amount::Days { per: 7 },
        _ => Amount::WorkingDays,
    };
    let from = [own("imposed"), own("begun"), of_meeting("held")];
    let to = [own("seen"), of_meeting("held")];
    let censuses = [Census::LastDay, Census::LastThursday, Census::EndOfJuly];
    let exclude = (0..dice.below(3)).map(|number| Exclusion {
        when: vec![condition(dice)],
        reason: ["in custody", "moved away", "in custody"][number].to_owned(),
    });
    Definition {
        code: "M-1".to_owned(),
        title: "A measure".to_owned(),
        kind,
        exclude: exclude.collect(),
        form: "order".to_owned(),
        from: dice.one_of(&from).clone(),
        to: Some(dice.one_of(&to).clone()),
        within: Some(within),
        calendar: "scotland-council".to_owned(),
        filter: conditions(dice, 2),
        met: conditions(dice, 2),
        amount: Some(amount),
        people: dice.in_hundred(40),
        census: *dice.one_of(&censuses),
        split: Vec::new(),
        unit: "number".to_owned(),
        polarity: "higher".to_owned(),
        standing: None,
        source: None,
        version: 1,
        place: Place::default(),
    }
}

pub(crate) fn split(dice: &mut Dice) -> Vec<Of> {
    let band = |from, title: &str| Band {
        from,
        title: title.to_owned(),
    };
    let all = [
        Of::Team,
        Of::Locality,
        Of::Gender,
        Of::Age(vec![
            band(16, "16 and 17"),
            band(18, "18 to 64"),
            band(65, "65 and over"),
        ]),
        Of::Field("outcome".to_owned()),
        Of::Field("urgent".to_owned()),
    ];
    (0..dice.below(4))
        .map(|_| dice.one_of(&all).clone())
        .collect()
}

/// Periods of all sorts, which may overlap.
pub(crate) fn periods(dice: &mut Dice) -> Vec<Period> {
    let kinds = [
        PeriodKind::Month,
        PeriodKind::Quarter,
        PeriodKind::FinancialYear,
        PeriodKind::YearToDate,
        PeriodKind::Range,
    ];
    let one = |dice: &mut Dice| {
        let within = day("2018-12-01").plus_days(dice.between(0, 1_100));
        let kind = *dice.one_of(&kinds);
        let rolling = || Period::range(within.plus_months(-dice.between(1, 12)), within).unwrap();
        Period::containing(kind, within).unwrap_or_else(rolling)
    };
    if dice.in_hundred(10) {
        let all = Period::range(day("2018-12-01"), day("2021-12-31")).unwrap();
        return all.parts(PeriodKind::Month);
    }
    (0..=dice.below(6)).map(|_| one(dice)).collect()
}

pub(crate) fn as_at(dice: &mut Dice) -> Day {
    day("2019-03-01").plus_days(dice.between(0, 1_000))
}

/// One of the program's calendars as known at some time, or a short one that does not cover all records.
pub(crate) fn calendar(dice: &mut Dice) -> Calendar {
    let built_in = Calendar::built_in(Calendar::BUILT_IN[dice.below(2)]).unwrap();
    match dice.below(3) {
        0 => Calendar::from_toml(
            "name = \"short\"\ntitle = \"Short\"\nbased_on = \"scotland-council\"\nfirst = \"2019-06-01\"\nlast = \"2021-01-31\"",
        )
        .unwrap(),
        1 => built_in.as_known_on(day("2020-01-01")),
        _ => built_in.clone(),
    }
}
