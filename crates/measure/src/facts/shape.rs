//! Which columns a form's facts have.

use std::collections::BTreeSet;

use clew_practice::pack::{Definition, Field, FieldKind, Form, Pack, PackCode, Path, Within};

use super::column::{Codes, Column};
use super::dictionary::Dictionary;

/// What a field's column holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ColumnKind {
    /// Days.
    Day,
    /// Numbers, multiplied by ten to the power of their decimal places.
    Number { decimals: u8 },
    /// 0 empty, 1 no, 2 yes.
    YesNo,
    /// One choice.
    Choice,
    /// Several choices, kept as one text.
    Choices,
    /// A worker or a unit.
    Code,
    /// 0 empty, 1 filled.
    Filled,
}

impl ColumnKind {
    fn of(kind: &FieldKind) -> ColumnKind {
        match kind {
            FieldKind::Date { .. } => ColumnKind::Day,
            FieldKind::Number { decimals, .. } => ColumnKind::Number {
                decimals: *decimals,
            },
            FieldKind::Money => ColumnKind::Number { decimals: 2 },
            FieldKind::YesNo => ColumnKind::YesNo,
            FieldKind::Choice { .. } => ColumnKind::Choice,
            FieldKind::Choices { .. } => ColumnKind::Choices,
            FieldKind::Worker | FieldKind::Unit => ColumnKind::Code,
            FieldKind::Text | FieldKind::LongText | FieldKind::Person | FieldKind::File => {
                ColumnKind::Filled
            }
        }
    }

    /// Whether counts are commonly made of such fields, so that their column is always there.
    fn is_counted(self) -> bool {
        !matches!(self, ColumnKind::Code | ColumnKind::Filled)
    }

    /// A column of this kind without a row.
    pub(crate) fn empty_column(self) -> Column {
        match self {
            ColumnKind::Day => Column::Days(Vec::new()),
            ColumnKind::Number { .. } => Column::Numbers(Vec::new()),
            _ => Column::Codes(Codes::default()),
        }
    }
}

/// One column of a form's own fields.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct ColumnShape {
    pub(crate) field: PackCode,
    pub(crate) kind: ColumnKind,
}

/// A field of another form of the same episode.
#[derive(Clone, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub(crate) struct Join {
    pub(crate) form: PackCode,
    pub(crate) field: PackCode,
}

/// The columns of a form's facts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Shape {
    pub(crate) form: PackCode,
    pub(crate) event_date: PackCode,
    pub(crate) columns: Vec<ColumnShape>,
}

impl Shape {
    /// The columns of a form: every date, number, yes or no, and choice, and what else is wanted.
    pub(crate) fn of(form: &Form, wanted: &BTreeSet<Join>) -> Shape {
        let is_wanted = |field: &&Field| {
            let named = Join {
                form: form.code.clone(),
                field: field.code.clone(),
            };
            ColumnKind::of(&field.kind).is_counted() || wanted.contains(&named)
        };
        let columns = form.fields.iter().filter(is_wanted);
        Shape {
            form: form.code.clone(),
            event_date: form.event_date.clone(),
            columns: columns
                .map(|field| ColumnShape {
                    field: field.code.clone(),
                    kind: ColumnKind::of(&field.kind),
                })
                .collect(),
        }
    }

    /// The place of a field's column.
    pub(crate) fn place_of(&self, field: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.field == field)
    }

    /// Dictionaries for the columns; those of choices begin with the choices in the pack's order.
    pub(crate) fn dictionaries(&self, form: &Form, pack: &Pack) -> Vec<Dictionary> {
        let choices_of = |column: &ColumnShape| match &form.field(&column.field)?.kind {
            FieldKind::Choice { list } => pack.choice_lists.get(list),
            _ => None,
        };
        let dictionary = |column: &ColumnShape| {
            choices_of(column).map_or_else(Dictionary::default, |list| {
                Dictionary::of(list.choices.iter().map(|choice| choice.code.as_str()))
            })
        };
        self.columns.iter().map(dictionary).collect()
    }
}

/// The fields that a definition reads, by form.
pub(crate) fn fields_read(definition: &Definition) -> BTreeSet<Join> {
    let own = |field: &PackCode| Join {
        form: definition.form.clone(),
        field: field.clone(),
    };
    paths_of(definition)
        .filter_map(|path| match path {
            Path::Own(field) => Some(own(field)),
            Path::Episode { form, field } => Some(Join {
                form: form.clone(),
                field: field.clone(),
            }),
            Path::Person(_) => None,
        })
        .collect()
}

/// The fields of other records of the episode that a definition reads.
pub(crate) fn joins_of(definition: &Definition) -> BTreeSet<Join> {
    let joined = |path: &Path| match path {
        Path::Episode { form, field } => Some(Join {
            form: form.clone(),
            field: field.clone(),
        }),
        _ => None,
    };
    paths_of(definition).filter_map(joined).collect()
}

fn paths_of(definition: &Definition) -> impl Iterator<Item = &Path> {
    let on = match &definition.within {
        Some(Within::On(path)) => Some(path),
        _ => None,
    };
    let conditions = definition.filter.iter().chain(&definition.met);
    let excluded = definition
        .exclude
        .iter()
        .flat_map(|left_out| &left_out.when);
    std::iter::once(&definition.from)
        .chain(&definition.to)
        .chain(on)
        .chain(conditions.chain(excluded).map(|condition| &condition.field))
}
