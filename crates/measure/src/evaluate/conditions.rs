//! Conditions as tests of columns.

use clew_practice::pack::{Condition, Path, Test};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::plan::{ColumnRef, Columns};
use crate::MeasureError;
use crate::facts::{
    CHOICES_APART, ColumnKind, Dictionary, FactStore, FormFacts, NO_DAY, NO_NUMBER,
};

/// A condition made ready: a column and which of its values pass.
#[derive(Clone, Debug)]
pub(crate) struct ColumnTest {
    /// The place of the column among those that are read.
    pub(crate) column: usize,
    pub(crate) passes: Passes,
}

/// Which values pass.
#[derive(Clone, Debug)]
pub(crate) enum Passes {
    /// Days from one to another.
    Days(u16, u16),
    /// Numbers from one to another.
    Numbers(i64, i64),
    /// Codes with a true; at least 256 of them.
    Codes(Vec<bool>),
}

/// A column that a condition reads, with what its codes mean.
struct Read<'a> {
    column: ColumnRef,
    kind: Kind<'a>,
}

enum Kind<'a> {
    Day,
    Number(u8),
    /// Codes with their texts; several joined ones when told.
    Texts(&'a Dictionary, bool),
    YesNo,
    Age,
    Filled,
}

/// Makes conditions ready.
pub(crate) fn tests_of(
    store: &FactStore,
    facts: &FormFacts,
    conditions: &[Condition],
    columns: &mut Columns,
) -> Result<Vec<ColumnTest>, MeasureError> {
    let test = |condition: &Condition| {
        let read = read(store, facts, &condition.field)?;
        let passes = passes(&read.kind, &condition.test);
        Ok(ColumnTest {
            column: columns.place_of(read.column),
            passes: passes.ok_or_else(|| misfit(condition))?,
        })
    };
    conditions.iter().map(test).collect()
}

fn misfit(condition: &Condition) -> MeasureError {
    let field = match &condition.field {
        Path::Own(field) => field.clone(),
        Path::Episode { form, field } => format!("{form}.{field}"),
        Path::Person(field) => format!("person.{field}"),
    };
    MeasureError::ConditionMisfit {
        field,
        asked: format!("{:?}", condition.test),
    }
}

fn read<'a>(
    store: &'a FactStore,
    facts: &'a FormFacts,
    path: &Path,
) -> Result<Read<'a>, MeasureError> {
    let (column, kind) = match path {
        Path::Person(field) => match field.as_str() {
            "gender" => (ColumnRef::Gender, Kind::Texts(&store.people.genders, false)),
            "locality" => (
                ColumnRef::Locality,
                Kind::Texts(&store.people.localities, false),
            ),
            "age" => (ColumnRef::Age, Kind::Age),
            _ => {
                return Err(MeasureError::NoFacts {
                    what: format!("person.{field}"),
                });
            }
        },
        _ => {
            let (column, source, place) = field_of(store, facts, path)?;
            let kind = kind_of(
                source.shape.columns[place].kind,
                &source.dictionaries[place],
            );
            (column, kind)
        }
    };
    Ok(Read { column, kind })
}

fn kind_of(kind: ColumnKind, texts: &Dictionary) -> Kind<'_> {
    match kind {
        ColumnKind::Day => Kind::Day,
        ColumnKind::Number { decimals } => Kind::Number(decimals),
        ColumnKind::YesNo => Kind::YesNo,
        ColumnKind::Choice | ColumnKind::Code => Kind::Texts(texts, false),
        ColumnKind::Choices => Kind::Texts(texts, true),
        ColumnKind::Filled => Kind::Filled,
    }
}

/// The column of a field of a record, with the form and the place where the field itself stands.
pub(crate) fn field_of<'a>(
    store: &'a FactStore,
    facts: &'a FormFacts,
    path: &Path,
) -> Result<(ColumnRef, &'a FormFacts, usize), MeasureError> {
    match path {
        Path::Own(field) => {
            let place = facts.shape.place_of(field);
            let place = place.ok_or_else(|| super::dimensions::no_field(facts, field))?;
            Ok((ColumnRef::Own(place), facts, place))
        }
        Path::Episode { form, field } => {
            let joined = |join: &crate::facts::Join| join.form == *form && join.field == *field;
            let column = facts.joins.iter().position(joined);
            let other = store.forms.get(form);
            let place = other.and_then(|other| other.shape.place_of(field));
            match (column, other, place) {
                (Some(column), Some(other), Some(place)) => {
                    Ok((ColumnRef::Joined(column), other, place))
                }
                _ => Err(MeasureError::NoFacts {
                    what: format!("{form}.{field} beside the form {}", facts.shape.form),
                }),
            }
        }
        Path::Person(field) => Err(MeasureError::NoFacts {
            what: format!("person.{field}"),
        }),
    }
}

fn passes(kind: &Kind, test: &Test) -> Option<Passes> {
    match kind {
        Kind::Day => days(test),
        Kind::Number(decimals) => numbers(*decimals, test),
        Kind::Texts(texts, several) => codes(texts.texts(), *several, test),
        Kind::YesNo => codes(&["no".to_owned(), "yes".to_owned()], false, test),
        Kind::Age => ages(test),
        Kind::Filled => match test {
            Test::Empty | Test::Filled => codes(&[String::new()], false, test),
            _ => None,
        },
    }
}

fn days(test: &Test) -> Option<Passes> {
    let latest = NO_DAY - 1;
    match test {
        Test::OnOrAfter(day) => Some(Passes::Days(crate::facts::mark_of(*day), latest)),
        Test::Before(day) => Some(match crate::facts::mark_of(*day).checked_sub(1) {
            Some(last) => Passes::Days(0, last),
            None => Passes::Days(1, 0),
        }),
        Test::Empty => Some(Passes::Days(NO_DAY, NO_DAY)),
        Test::Filled => Some(Passes::Days(0, latest)),
        _ => None,
    }
}

fn numbers(decimals: u8, test: &Test) -> Option<Passes> {
    let (nothing, least, most) = (NO_NUMBER, i128::from(NO_NUMBER) + 1, i128::from(i64::MAX));
    let scaled = |limit: &Decimal| {
        let scale = Decimal::from(10_u64.checked_pow(decimals.into())?);
        scale.checked_mul(*limit)
    };
    let lowest = |limit: &Decimal| scaled(limit)?.ceil().to_i128();
    let highest = |limit: &Decimal| scaled(limit)?.floor().to_i128();
    let (low, high) = match test {
        Test::AtLeast(limit) => (lowest(limit)?, most),
        Test::MoreThan(limit) => (highest(limit)? + 1, most),
        Test::AtMost(limit) => (least, highest(limit)?),
        Test::LessThan(limit) => (least, lowest(limit)? - 1),
        Test::Empty => return Some(Passes::Numbers(nothing, nothing)),
        Test::Filled => (least, most),
        _ => return None,
    };
    let within = |limit: i128| i64::try_from(limit.clamp(least, most)).ok();
    if low > most || high < least {
        return Some(Passes::Numbers(1, 0));
    }
    Some(Passes::Numbers(within(low)?, within(high)?))
}

/// Which codes pass; the first text has the code 1.
fn codes(texts: &[String], several: bool, test: &Test) -> Option<Passes> {
    let named = |text: &String, wanted: &[String]| {
        if several {
            text.split(CHOICES_APART)
                .any(|one| wanted.iter().any(|wanted| wanted == one))
        } else {
            wanted.contains(text)
        }
    };
    let mut passing: Vec<bool> = match test {
        Test::OneOf(wanted) => texts.iter().map(|text| named(text, wanted)).collect(),
        Test::NoneOf(wanted) => texts.iter().map(|text| !named(text, wanted)).collect(),
        Test::Empty => vec![false; texts.len()],
        Test::Filled => vec![true; texts.len()],
        _ => return None,
    };
    passing.insert(0, matches!(test, Test::NoneOf(_) | Test::Empty));
    passing.resize(passing.len().max(256), false);
    Some(Passes::Codes(passing))
}

/// Which codes of ages pass: 0 is not known, and others are one more than the age.
fn ages(test: &Test) -> Option<Passes> {
    let holds = |age: u32| {
        let age = Decimal::from(age);
        Some(match test {
            Test::AtLeast(limit) => age >= *limit,
            Test::MoreThan(limit) => age > *limit,
            Test::AtMost(limit) => age <= *limit,
            Test::LessThan(limit) => age < *limit,
            Test::Filled => true,
            Test::Empty => false,
            _ => return None,
        })
    };
    let mut passing = vec![matches!(test, Test::Empty)];
    for age in 0..255 {
        passing.push(holds(age)?);
    }
    Some(Passes::Codes(passing))
}
