//! One value against its field: its kind, its choice, its range, its day.

use rust_decimal::Decimal;

use super::Checking;
use crate::{
    pack::{Field, FieldKind},
    record::Value,
};

/// Money is kept to the penny.
const PENCE: u8 = 2;

impl Checking<'_> {
    pub(super) fn value(&mut self, field: &Field, value: &Value) {
        match (&field.kind, value) {
            (FieldKind::Date { may_be_future }, Value::Day(day)) => {
                if *day > self.today && !may_be_future {
                    self.error(
                        &field.code,
                        "future",
                        format!("“{}” is a day that has not come yet", field.title),
                        "Correct the day, or record it when it has happened",
                    );
                }
                self.before_birth(field, *day);
            }
            (
                FieldKind::Number {
                    decimals,
                    least,
                    most,
                },
                Value::Number(number),
            ) => {
                self.places(field, *number, *decimals);
                self.range(field, *number, (*least, *most));
            }
            (FieldKind::Money, Value::Number(number)) => self.places(field, *number, PENCE),
            (FieldKind::Choice { list }, Value::Choice(code)) => self.choice(field, list, code),
            (FieldKind::Choices { list }, Value::Choices(codes)) => {
                for code in codes {
                    self.choice(field, list, code);
                }
            }
            (FieldKind::Text, Value::Text(text)) if text.contains(['\n', '\r']) => self.error(
                &field.code,
                "one-line",
                format!("“{}” has more than one line", field.title),
                "Put it into one line",
            ),
            (FieldKind::Text | FieldKind::LongText, Value::Text(_))
            | (FieldKind::YesNo, Value::YesNo(_))
            | (FieldKind::Person, Value::Person(_))
            | (FieldKind::Worker | FieldKind::Unit | FieldKind::File, Value::Code(_)) => {}
            _ => self.error(
                &field.code,
                "wrong-kind",
                format!("“{}” does not hold {}", field.title, kind_of(value)),
                format!("Give it as {}", field.kind.written()),
            ),
        }
    }

    fn places(&mut self, field: &Field, number: Decimal, kept: u8) {
        if number.normalize().scale() > u32::from(kept) {
            self.error(
                &field.code,
                "decimals",
                format!(
                    "“{}” has more decimal places than the {kept} that are kept",
                    field.title
                ),
                "Round it",
            );
        }
    }

    fn range(
        &mut self,
        field: &Field,
        number: Decimal,
        limits: (Option<Decimal>, Option<Decimal>),
    ) {
        let beyond = match limits {
            (Some(least), _) if number < least => format!("less than {least}"),
            (_, Some(most)) if number > most => format!("more than {most}"),
            _ => return,
        };
        self.error(
            &field.code,
            "range",
            format!("“{}” is {beyond}", field.title),
            "Correct the number",
        );
    }

    fn choice(&mut self, field: &Field, list: &str, code: &str) {
        let list = self.pack.choice_lists.get(list);
        match list.and_then(|list| list.choice(code)) {
            None => self.error(
                &field.code,
                "unknown-choice",
                format!("“{}” has no choice \"{code}\"", field.title),
                "Choose one that is offered",
            ),
            Some(choice) if choice.retired && !self.had(field, code) => {
                let title = choice.title.clone();
                self.error(
                    &field.code,
                    "retired-choice",
                    format!("“{title}” is no longer offered for “{}”", field.title),
                    "Choose one that is offered",
                );
            }
            Some(_) => {}
        }
    }

    /// Whether the version before had the choice.
    fn had(&self, field: &Field, code: &str) -> bool {
        let before = self
            .around
            .before
            .and_then(|before| before.get(&field.code));
        match before {
            Some(Value::Choice(chosen)) => chosen == code,
            Some(Value::Choices(chosen)) => chosen.iter().any(|chosen| chosen == code),
            _ => false,
        }
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Day(_) => "a day",
        Value::Text(_) => "text",
        Value::Number(_) => "a number",
        Value::YesNo(_) => "yes or no",
        Value::Choice(_) => "a choice",
        Value::Choices(_) => "choices",
        Value::Person(_) => "a person",
        Value::Code(_) => "a code",
    }
}
