//! Dimensions: which part of a split a record belongs to.

use clew_practice::pack::{Definition, Of, Pack};

use super::cell::{Axis, Part};
use super::plan::{ColumnRef, Columns};
use crate::MeasureError;
use crate::facts::{ColumnKind, Dictionary, FactStore, FormFacts};

/// What one of a definition's splits is taken from: a dimension of the pack, or a choice field of its form.
#[must_use]
pub fn split_of(pack: &Pack, definition: &Definition, code: &str) -> Option<Of> {
    if let Some(dimension) = pack.dimensions.get(code) {
        return Some(dimension.of.clone());
    }
    let form = pack.forms.get(&definition.form)?;
    form.field(code).map(|field| Of::Field(field.code.clone()))
}

/// A dimension made ready: the column, and for each of its codes how far its cells lie from the first part's.
#[derive(Clone, Debug)]
pub(crate) struct Split {
    /// The place of its column among those that are read.
    pub(crate) column: usize,
    /// How far apart the cells of neighbouring parts are, in slots.
    pub(crate) stride: u32,
    /// For each code its part; a code beyond it has none and belongs to part 0. None when part and code are the same.
    pub(crate) part_of: Option<Vec<u32>>,
    /// How many parts there are, the first of which is "not known".
    pub(crate) parts: usize,
    /// In the order in which they are shown, the part and what it is called.
    pub(crate) shown: Vec<(usize, Part)>,
    pub(crate) of: Of,
}

impl Split {
    /// The parts as they are shown.
    pub(crate) fn axis(&self) -> Axis {
        Axis {
            of: self.of.clone(),
            parts: self.shown.iter().map(|(_, part)| part.clone()).collect(),
        }
    }
}

/// Makes the dimensions ready. The last one's parts lie closest together.
pub(crate) fn splits_of(
    store: &FactStore,
    facts: &FormFacts,
    dimensions: &[Of],
    columns: &mut Columns,
) -> Result<Vec<Split>, MeasureError> {
    dimensions
        .iter()
        .map(|of| split(store, facts, of, columns))
        .collect()
}

fn split(
    store: &FactStore,
    facts: &FormFacts,
    of: &Of,
    columns: &mut Columns,
) -> Result<Split, MeasureError> {
    let (column, texts, by_text) = match of {
        Of::Team => (ColumnRef::Team, texts_of(&store.teams), true),
        Of::Locality => (
            ColumnRef::Locality,
            texts_of(&store.people.localities),
            true,
        ),
        Of::Gender => (ColumnRef::Gender, texts_of(&store.people.genders), true),
        Of::Age(bands) => {
            let titles = bands.iter().map(|band| band.title.clone()).collect();
            (ColumnRef::Age, titles, false)
        }
        Of::Field(field) => {
            let place = facts
                .shape
                .place_of(field)
                .ok_or_else(|| no_field(facts, field))?;
            let texts = texts_of_field(facts, place)?;
            (ColumnRef::Own(place), texts, false)
        }
    };
    let part_of = match of {
        Of::Age(bands) => Some(bands_of_ages(bands.iter().map(|band| band.from))),
        _ => None,
    };
    Ok(Split {
        column: columns.place_of(column),
        stride: 0,
        part_of,
        parts: texts.len() + 1,
        shown: shown(&texts, by_text),
        of: of.clone(),
    })
}

fn texts_of(dictionary: &Dictionary) -> Vec<String> {
    dictionary.texts().to_vec()
}

fn texts_of_field(facts: &FormFacts, place: usize) -> Result<Vec<String>, MeasureError> {
    let column = &facts.shape.columns[place];
    match column.kind {
        ColumnKind::YesNo => Ok(vec!["no".to_owned(), "yes".to_owned()]),
        ColumnKind::Choice | ColumnKind::Code => Ok(texts_of(&facts.dictionaries[place])),
        _ => Err(MeasureError::ConditionMisfit {
            field: column.field.clone(),
            asked: "in one part of a split".to_owned(),
        }),
    }
}

/// Parts in the order in which they are shown: choices and bands in their own order, others by code, and what is not known
/// last.
fn shown(texts: &[String], by_text: bool) -> Vec<(usize, Part)> {
    let mut parts: Vec<(usize, Part)> = texts
        .iter()
        .enumerate()
        .map(|(place, text)| (place + 1, Part::Known(text.clone())))
        .collect();
    if by_text {
        parts.sort_by(|one, other| one.1.cmp(&other.1));
    }
    parts.push((0, Part::NotKnown));
    parts
}

/// For each code of an age the band it lies in, counted from 1; 0 below the lowest band and when it is not known.
fn bands_of_ages(lowest: impl Iterator<Item = u16>) -> Vec<u32> {
    let lowest: Vec<u16> = lowest.collect();
    let band = |age: u16| u32::try_from(lowest.partition_point(|from| *from <= age)).unwrap_or(0);
    std::iter::once(0).chain((0..255).map(band)).collect()
}

pub(crate) fn no_field(facts: &FormFacts, field: &str) -> MeasureError {
    MeasureError::NoFacts {
        what: format!("the field {field} of the form {}", facts.shape.form),
    }
}
