//! What people read for the codes of a definition: kinds, dimensions and their parts.

use clew_measure::evaluate::Part;
use clew_plan::Book;
use clew_practice::pack::{Definition, DefinitionKind, Of, Pack, Path};
use clew_report::words;

/// What a kind of definition gives.
pub(super) const fn kind(kind: DefinitionKind) -> &'static str {
    match kind {
        DefinitionKind::Timeliness => "share in time",
        DefinitionKind::Share => "share",
        DefinitionKind::Count => "count",
        DefinitionKind::Sum => "sum",
        DefinitionKind::Average => "average",
        DefinitionKind::Median => "median",
        DefinitionKind::OnDayCount => "count on a day",
        DefinitionKind::OnDaySum => "sum on a day",
        DefinitionKind::OnDayShare => "share on a day",
    }
}

/// What a definition can be split by: code and title.
pub(super) fn dimensions(pack: &Pack, definition: &Definition) -> Vec<(String, String)> {
    let form = pack.forms.get(&definition.form);
    let title = |code: &String| {
        let dimension = pack.dimensions.get(code).map(|it| it.title.clone());
        let field = || form?.field(code).map(|field| field.title.clone());
        (
            code.clone(),
            dimension.or_else(field).unwrap_or_else(|| code.clone()),
        )
    };
    definition.split.iter().map(title).collect()
}

/// What people read for dimensions, by their codes.
pub(super) fn titles(pack: &Pack, definition: &Definition, codes: &[String]) -> Vec<String> {
    let known = dimensions(pack, definition);
    let title = |code: &String| {
        let found = known.iter().find(|(known, _)| known == code);
        found.map_or(code.clone(), |(_, title)| title.clone())
    };
    codes.iter().map(title).collect()
}

/// What people read for a calendar.
pub(super) fn calendar(name: &str) -> &str {
    match name {
        "scotland-statutory" => "Bank holidays in Scotland alone",
        "scotland-council" => "With a council's local holidays",
        other => other,
    }
}

/// A part of a dimension.
pub(super) fn part(book: &Book, pack: &Pack, form: &str, of: &Of, part: &Part) -> String {
    let Part::Known(code) = part else {
        return "Not known".to_owned();
    };
    match of {
        Of::Team => book.unit_name(&code.as_str().into()).to_owned(),
        Of::Field(field) => {
            let path = Path::Own(field.clone());
            let title = pack.choice_title(form, &path, code);
            title.unwrap_or(code).to_owned()
        }
        Of::Locality | Of::Age(_) | Of::Gender => words::capital(code),
    }
}
