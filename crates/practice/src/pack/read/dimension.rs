//! What counts can be split by.

use super::{duplicate, table::Table};
use crate::pack::{
    Band, Dimension, Of, Pack,
    issue::{advise, short},
};

/// Reads a dimension.
pub(super) fn read(pack: &mut Pack, mut table: Table<'_>) {
    let code = table.needed_code("code");
    table.name(format!("the dimension \"{}\"", short(&code)));
    let title = table.needed_text("title");
    let written = table.needed_text("of");
    let bands = read_bands(&mut table);
    let of = match written.as_str() {
        "team" => Of::Team,
        "locality" => Of::Locality,
        "age" => Of::Age(bands),
        "gender" => Of::Gender,
        other => match other.strip_prefix("field:") {
            Some(field) => Of::Field(field.to_owned()),
            None => {
                table.issue_at(
                    "of",
                    "unknown-dimension",
                    format!("Nothing can be split by \"{}\"", short(other)),
                    advise(other, ["team", "locality", "age", "gender", "field:…"]),
                );
                Of::Team
            }
        },
    };
    let dimension = Dimension {
        title,
        of,
        place: table.place.clone(),
        code: code.clone(),
    };
    if let Some(first) = pack.dimensions.get(&code) {
        duplicate(&table, "dimension", &code, &first.place);
    } else {
        pack.dimensions.insert(code, dimension);
    }
    table.finish();
}

fn read_bands(table: &mut Table<'_>) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for mut row in table.tables("bands") {
        row.name("the band".to_owned());
        if !row.has("from") {
            row.issue_at("from", "missing", "The band has no from", "Add from = 0");
        }
        let band = Band {
            from: row.whole("from", "a whole number from 0").unwrap_or(0),
            title: row.needed_text("title"),
        };
        if bands.last().is_some_and(|last| last.from >= band.from) {
            row.issue_at(
                "from",
                "order",
                format!(
                    "The band from {} does not come after the one before",
                    band.from
                ),
                "Put the lowest first, each from a higher number",
            );
        }
        bands.push(band);
        row.finish();
    }
    bands
}
