//! The built-in table of benchmarked measures and family groups.

use std::sync::LazyLock;

use clew_plan::{Book, Code, MeasureKey, Polarity};
use serde::Deserialize;

/// A measure of the Local Government Benchmarking Framework.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LgbfMeasure {
    /// The code; `SW1` and `SW01` are one.
    pub code: Code,
    /// What it measures, in short.
    pub title: String,
    /// Which way is better: ours, never a feed's.
    pub polarity: Polarity,
    /// Whether a twin adjusted for inflation is published beside it.
    #[serde(default)]
    pub real: bool,
    /// What the published metadata has wrong about it.
    #[serde(default)]
    pub trap: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(rename = "family_groups_source")]
    _family_groups_source: String,
    measure: Vec<LgbfMeasure>,
    family: Vec<Family>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    group: String,
    councils: Vec<String>,
}

/// Read once. A test proves that the embedded table can be read, so the empty default never shows.
static TABLE: LazyLock<Table> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/lgbf.toml")).unwrap_or_default());

/// Every measure of the table, in its order.
#[must_use]
pub fn lgbf_measures() -> &'static [LgbfMeasure] {
    &TABLE.measure
}

/// The measure with this code, however it is written: `SW1`, `SW01`, `sw1`, `SW1 Real`.
#[must_use]
pub fn lgbf_measure(code: &str) -> Option<&'static LgbfMeasure> {
    let plain = code.trim();
    let cash = plain
        .strip_suffix("Real")
        .or_else(|| plain.strip_suffix("real"))
        .unwrap_or(plain);
    let key: MeasureKey = cash
        .trim_end_matches([' ', '-', '_', '('])
        .parse::<Code>()
        .ok()?
        .key();
    TABLE.measure.iter().find(|listed| listed.code.key() == key)
}

/// The keys of a family group's councils: the Book's, else the built-in ones.
#[must_use]
pub fn family_members(book: &Book, group: &str) -> Vec<String> {
    let is_asked = |name: &str| name.trim().eq_ignore_ascii_case(group.trim());
    let of_book = book
        .families
        .iter()
        .filter(|member| is_asked(&member.group));
    let members: Vec<String> = of_book.map(|member| council_key(&member.council)).collect();
    if !members.is_empty() {
        return members;
    }
    let built_in = TABLE.family.iter().filter(|family| is_asked(&family.group));
    built_in
        .flat_map(|family| &family.councils)
        .map(|council| council_key(council))
        .collect()
}

/// One spelling for a council's name: "City of Edinburgh Council", "Edinburgh, City of" and
/// "Edinburgh" are one; so are "Comhairle nan Eilean Siar", "Western Isles" and "Na h-Eileanan
/// Siar", "Perth & Kinross" and "Perth and Kinross".
#[must_use]
pub fn council_key(name: &str) -> String {
    let spaced = name
        .to_lowercase()
        .replace('&', " and ")
        .replace(['-', ','], " ");
    let filler = |word: &&str| !matches!(*word, "council" | "the" | "city" | "of" | "islands");
    let words: Vec<&str> = spaced.split_whitespace().filter(filler).collect();
    let key = words.join(" ");
    match key.as_str() {
        "western isles" | "comhairle nan eilean siar" | "na h eileanan siar" | "cnes" => {
            "eilean siar".to_owned()
        }
        "borders" => "scottish borders".to_owned(),
        _ => key,
    }
}
