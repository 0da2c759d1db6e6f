//! Every column of every table, as the databases have them, is classed in `privacy.toml`.

use std::collections::BTreeSet;
use std::path::Path;

use clew_store::Location;

use crate::common::{Place, on_both};

const CLASSES: &[&str] = &["public", "internal", "personal", "special category"];
const PUBLICATION: &[&str] = &["never", "after disclosure control", "freely"];

fn classed() -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("privacy.toml");
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

/// Every column there is, as `table.column`.
fn columns(place: &Place) -> BTreeSet<String> {
    match &place.location {
        Location::File(path) => {
            let connection = rusqlite::Connection::open(path).unwrap();
            let sql = "SELECT t.name || '.' || c.name FROM sqlite_master t, pragma_table_info(t.name) c \
                       WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
            let mut statement = connection.prepare(sql).unwrap();
            statement
                .query_map([], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect()
        }
        Location::Postgres(url) => {
            let sql = "SELECT table_name || '.' || column_name FROM information_schema.columns \
                       WHERE table_schema = current_schema()";
            let mut client = postgres::Client::connect(&url.to_string(), postgres::NoTls).unwrap();
            client
                .query(sql, &[])
                .unwrap()
                .iter()
                .map(|row| row.get(0))
                .collect()
        }
    }
}

/// Every column that is classed, as `table.column`.
fn lines() -> BTreeSet<String> {
    let tables = classed();
    tables
        .iter()
        .flat_map(|(table, columns)| {
            columns
                .as_table()
                .unwrap()
                .keys()
                .map(move |column| format!("{table}.{column}"))
        })
        .collect()
}

#[test]
fn every_column_is_classed_and_no_line_is_stale() {
    on_both(|place| {
        drop(place.create());
        let (columns, lines) = (columns(place), lines());
        assert!(columns.contains("entries.body"), "{columns:?}");
        assert_eq!(
            columns.difference(&lines).collect::<Vec<_>>(),
            [""; 0],
            "not classed"
        );
        assert_eq!(
            lines.difference(&columns).collect::<Vec<_>>(),
            [""; 0],
            "stale"
        );
    });
}

#[test]
fn a_new_column_would_be_refused() {
    on_both(|place| {
        drop(place.create());
        place.tamper("ALTER TABLE entries ADD COLUMN telephone TEXT");
        let columns = columns(place);
        assert_eq!(
            columns.difference(&lines()).collect::<Vec<_>>(),
            ["entries.telephone"]
        );
    });
}

#[test]
fn every_line_has_a_class_a_retention_a_publication_and_a_reason() {
    for (table, columns) in &classed() {
        for (column, line) in columns.as_table().unwrap() {
            let field = |name: &str| {
                line.get(name)
                    .and_then(toml::Value::as_str)
                    .unwrap_or_default()
            };
            assert!(CLASSES.contains(&field("class")), "{table}.{column}");
            assert!(
                PUBLICATION.contains(&field("publication")),
                "{table}.{column}"
            );
            assert!(
                !field("retention").is_empty() && !field("why").is_empty(),
                "{table}.{column}"
            );
            let is_private = field("class") != "internal" && field("class") != "public";
            assert!(
                !is_private || field("publication") != "freely",
                "{table}.{column}"
            );
        }
    }
}
