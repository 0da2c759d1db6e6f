//! The declaration of the columns agrees with the records themselves.

#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use clew_plan::{Book, Organisation, StatusOverride};
use serde::de::{Deserialize, Deserializer, Visitor};

use super::*;

/// A deserialiser that gives nothing and notes the names of the fields asked for.
struct FieldNames<'names>(&'names mut Vec<&'static str>);

impl<'de> Deserializer<'de> for FieldNames<'_> {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(serde::de::Error::custom("not a struct"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.extend(fields);
        Err(serde::de::Error::custom("noted"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

fn fields_of<'de, T: Deserialize<'de>>(_: &[T]) -> Vec<&'static str> {
    let mut names = Vec::new();
    let _ = T::deserialize(FieldNames(&mut names));
    names
}

fn fields(table: Table) -> Vec<&'static str> {
    match table {
        Table::Organisation => fields_of::<Organisation>(&[]),
        Table::Records(kind) => crate::kinds::fields(&Book::default(), kind, FieldsOf),
    }
}

/// Lets the field names be asked for whatever the type of the records.
struct FieldsOf;

impl crate::kinds::OfRecords for FieldsOf {
    type Answer = Vec<&'static str>;

    fn ask<T: serde::de::DeserializeOwned>(self, records: &[T]) -> Self::Answer {
        fields_of(records)
    }
}

#[test]
fn the_columns_are_the_fields_of_the_records_in_their_order() {
    for table in Table::all() {
        let mut expected = Vec::new();
        for field in fields(table) {
            if field == "override_status" {
                let inner = fields_of::<StatusOverride>(&[]);
                expected.extend(inner.iter().map(|inner| format!("override_status.{inner}")));
            } else {
                expected.push(field.to_owned());
            }
        }
        let declared: Vec<_> = columns(table).iter().map(|column| column.name).collect();
        assert_eq!(declared, expected, "{table:?}");
    }
}

#[test]
fn no_heading_can_mean_two_columns() {
    for table in Table::all() {
        let mut seen = HashSet::new();
        for column in columns(table) {
            let own: HashSet<String> = std::iter::once(column.name)
                .chain(column.aliases.iter().copied())
                .map(crate::cells::plain)
                .chain([crate::cells::plain(&column.heading())])
                .collect();
            for name in own {
                assert!(
                    seen.insert(name.clone()),
                    "{table:?}: {name:?} means two columns"
                );
            }
        }
    }
}

#[test]
fn every_table_has_an_identity_and_a_name_of_its_own() {
    let mut names = HashSet::new();
    for table in Table::all() {
        assert!(
            columns(table).iter().any(|column| column.identifies),
            "{table:?}"
        );
        assert_eq!(table_called(&table.sheet()), Some(table));
        assert!(names.insert(table.sheet()));
        assert!(
            table.sheet().len() <= 31,
            "a sheet's name has at most 31 characters"
        );
    }
}

#[test]
fn text_is_kept_only_in_columns_that_exist() {
    for table in Table::all() {
        let names: Vec<_> = columns(table).iter().map(|column| column.name).collect();
        for column in columns(table) {
            assert!(
                column.text_kept_in.is_none_or(|kept| names.contains(&kept)),
                "{table:?}"
            );
        }
    }
}
