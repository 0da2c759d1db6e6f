//! The schema for editors knows the same keys and the same words as the reader.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use clew_practice::pack::{Census, DefinitionKind, FieldKind, Needed, Pack, Standing};
use serde_json::Value;

const SCHEMA: &str = include_str!("../../../packs/pack.schema.json");

/// One table of every kind, each with a key that nobody knows.
const STRANGE: &str = r#"
zzzz = 1
[[choices]]
zzzz = 1
choices = [ { zzzz = 1 } ]
[[role]]
zzzz = 1
[[dimension]]
zzzz = 1
bands = [ { zzzz = 1 } ]
[[form]]
zzzz = 1
  [[form.field]]
  zzzz = 1
  when = [ { zzzz = 1 } ]
[[process]]
zzzz = 1
  [[process.step]]
  zzzz = 1
[[clock]]
zzzz = 1
stop = { zzzz = 1 }
pause = { zzzz = 1 }
extension = { zzzz = 1 }
  [[clock.rule]]
  zzzz = 1
[[measure]]
zzzz = 1
"#;

/// The keys that the reader knows, by what it calls the table.
fn known_keys() -> BTreeMap<String, BTreeSet<String>> {
    let files = BTreeMap::from([("pack.toml".to_owned(), STRANGE.to_owned())]);
    let (_, issues) = Pack::read(&files);
    let mut known = BTreeMap::new();
    for issue in issues.iter().filter(|issue| issue.rule == "unknown-key") {
        let table = issue.message.split_whitespace().nth(1).unwrap().to_owned();
        let keys = issue.advice.split_once("known are ").unwrap().1;
        known.insert(table, keys.split(", ").map(str::to_owned).collect());
    }
    known
}

fn keys(properties: &Value) -> BTreeSet<String> {
    properties.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn each_table_has_the_same_keys_in_the_schema_as_in_the_reader() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let known = known_keys();
    assert_eq!(known.len(), 17, "{known:?}");
    assert_eq!(known["file"], keys(&schema["properties"]));
    for (table, keys_known) in known.iter().filter(|(table, _)| *table != "file") {
        assert_eq!(
            *keys_known,
            keys(&schema["$defs"][table]["properties"]),
            "{table}"
        );
    }
}

#[test]
fn each_list_of_words_is_the_same_in_the_schema_as_in_the_reader() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let words = |table: &str, key: &str| -> Vec<String> {
        let words = &schema["$defs"][table]["properties"][key]["enum"];
        words
            .as_array()
            .unwrap()
            .iter()
            .map(|word| word.as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(words("field", "kind"), FieldKind::WRITTEN);
    let written = |all: Vec<&'static str>| all;
    assert_eq!(
        words("field", "needed"),
        written(Needed::ALL.iter().map(|one| one.written()).collect())
    );
    assert_eq!(
        words("rule", "standing"),
        written(Standing::ALL.iter().map(|one| one.written()).collect())
    );
    assert_eq!(
        words("measure", "kind"),
        written(
            DefinitionKind::ALL
                .iter()
                .map(|one| one.written())
                .collect()
        )
    );
    assert_eq!(
        words("measure", "census"),
        written(Census::ALL.iter().map(|one| one.written()).collect())
    );
}
