//! What was filled in a record, in words: choices by their titles, accounts and teams by their names.

use std::sync::Arc;

use clew_plan::AccountId;
use clew_practice::pack::{Field, FieldKind, Form, Pack, Path};
use clew_practice::record::{Record, Value};
use clew_report::words;

use crate::Memory;

/// The name of an account; its id where there is none.
#[must_use]
pub fn account_name(memory: &Memory, id: &AccountId) -> String {
    let found = memory.state().account(id);
    found.map_or_else(|| id.to_string(), |account| account.name.clone())
}

/// The name of a part of the organisation; its id where there is none.
#[must_use]
pub fn unit_name(memory: &Memory, id: &str) -> String {
    let mut units = memory.book().units.iter();
    let found = units.find(|unit| unit.id.as_str() == id);
    found.map_or_else(|| id.to_owned(), |unit| unit.name.clone())
}

/// What a field holds, as people read it; empty where it was not filled.
#[must_use]
pub fn value_in_words(
    (pack, form): (&Pack, &str),
    field: &Field,
    value: Option<&Value>,
    memory: &Memory,
) -> String {
    let own = Path::Own(field.code.clone());
    let title = |code: &str| {
        let choice = pack.choice(form, &own, code);
        choice.map_or_else(|| code.to_owned(), |choice| choice.title.clone())
    };
    match value {
        None => String::new(),
        Some(Value::Day(day)) => words::day(*day),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::YesNo(true)) => "Yes".to_owned(),
        Some(Value::YesNo(false)) => "No".to_owned(),
        Some(Value::Choice(code)) => title(code),
        Some(Value::Choices(codes)) => {
            let titles: Vec<String> = codes.iter().map(|code| title(code)).collect();
            titles.join(", ")
        }
        Some(Value::Person(person)) => person.to_string(),
        Some(Value::Code(code)) => match field.kind {
            FieldKind::Worker => account_name(memory, &code.as_str().into()),
            FieldKind::Unit => unit_name(memory, code),
            _ => code.clone(),
        },
    }
}

/// What was filled in a record, in the form's order: each field's title and what it holds. Empty fields are left out,
/// and the day of the event, which stands with the record; nothing where no pack has its form.
#[must_use]
pub fn record_in_words(
    packs: &[Arc<Pack>],
    record: &Record,
    memory: &Memory,
) -> Vec<(String, String)> {
    let Some((pack, form)) = form_of(packs, record) else {
        return Vec::new();
    };
    let fields = form.fields.iter();
    let fields = fields.filter(|field| field.code != form.event_date);
    let filled = fields.map(|field| {
        let value = record.values.get(&field.code);
        let words = value_in_words((pack, &form.code), field, value, memory);
        (field.title.clone(), words)
    });
    filled.filter(|(_, words)| !words.is_empty()).collect()
}

fn form_of<'p>(packs: &'p [Arc<Pack>], record: &Record) -> Option<(&'p Pack, &'p Form)> {
    let mut packs = packs.iter();
    packs.find_map(|pack| Some((&**pack, pack.forms.get(&record.form)?)))
}
