//! One text of an old system, read as what a field holds.

use clew_practice::pack::{ChoiceList, Field, FieldKind, Pack};
use clew_practice::record::Value;
use rust_decimal::Decimal;

use super::dates::{DatePattern, shortened};
use super::mapping::Source;
use crate::cells::{NumberCell, plain, read_number, read_yes_no};
use crate::issue::Problem;

/// The text as it is called here: translated where a translation is given for it.
pub(super) fn translated<'t>(source: &'t Source, text: &'t str) -> &'t str {
    let text = text.trim();
    source.codes.get(text).map_or(text, String::as_str)
}

/// What a field holds when a cell says this; nothing when it says nothing.
///
/// # Errors
/// When it is not what the field holds.
pub(super) fn value(
    pack: &Pack,
    field: &Field,
    source: &Source,
    text: &str,
    dates: &DatePattern,
) -> Result<Option<Value>, Problem> {
    let several = matches!(field.kind, FieldKind::Choices { .. });
    let text = if several {
        text.trim()
    } else {
        translated(source, text)
    };
    if text.is_empty() {
        return Ok(None);
    }
    let value = match &field.kind {
        FieldKind::Date { .. } => Value::Day(source.dates.as_ref().unwrap_or(dates).day(text)?),
        FieldKind::Text | FieldKind::LongText => Value::Text(text.replace("\r\n", "\n")),
        FieldKind::Number { .. } | FieldKind::Money => Value::Number(number(text)?),
        FieldKind::YesNo => Value::YesNo(read_yes_no(text)?),
        FieldKind::Choice { .. } => Value::Choice(choice(pack, field, text)?),
        FieldKind::Choices { .. } => {
            let parts = text.split(source.separator.as_str());
            let parts = parts.map(|part| translated(source, part));
            let codes = parts
                .filter(|part| !part.is_empty())
                .map(|part| choice(pack, field, part));
            let mut codes = codes.collect::<Result<Vec<_>, _>>()?;
            codes.dedup();
            Value::Choices(codes)
        }
        FieldKind::Worker | FieldKind::Unit => Value::Code(text.to_owned()),
        FieldKind::Person | FieldKind::File => {
            return Err(Problem::new(
                "cannot-be-taken",
                format!(
                    "a field of the kind {} cannot be taken over",
                    field.kind.written()
                ),
                "take it out of the mapping",
            ));
        }
    };
    Ok(Some(value))
}

/// A number as people write it: `1,746.50`, `£12`.
///
/// # Errors
/// When it is none.
pub(super) fn number(text: &str) -> Result<Decimal, Problem> {
    match read_number(text)? {
        NumberCell::Plain(number) => Ok(number),
        _ => Err(Problem::new(
            "not-a-number",
            format!("\"{}\" is no plain number", shortened(text)),
            "write the number alone",
        )),
    }
}

/// The code of a choice that is given by its code or its title.
fn choice(pack: &Pack, field: &Field, text: &str) -> Result<String, Problem> {
    let list = pack.choices_of(field);
    choice_of(list, text).ok_or_else(|| {
        let known = list.map_or(0, |list| list.choices.len());
        Problem::new(
            "unknown-code",
            format!(
                "\"{}\" is none of the {known} choices of “{}”",
                shortened(text),
                field.title
            ),
            format!(
                "translate it in the mapping: {} = {{ column = \"…\", codes = {{ \"{}\" = \"…\" }} }}",
                field.code,
                shortened(text)
            ),
        )
    })
}

/// The code of the choice of a list that a text names.
pub(super) fn choice_of(list: Option<&ChoiceList>, text: &str) -> Option<String> {
    let list = list?;
    if let Some(choice) = list.choice(text) {
        return Some(choice.code.clone());
    }
    let mut named = list
        .choices
        .iter()
        .filter(|choice| plain(&choice.title) == plain(text));
    let found = named.next()?;
    named.next().is_none().then(|| found.code.clone())
}
