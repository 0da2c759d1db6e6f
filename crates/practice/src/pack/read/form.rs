//! Forms and their fields.

use super::{choices::read_choices, condition, duplicate, field_twice, table::Table};
use crate::pack::{
    ChoiceList, Field, FieldKind, Form, Needed, Pack,
    issue::{advise, short},
};

/// Reads a form with its fields.
pub(super) fn read(pack: &mut Pack, mut table: Table<'_>) {
    let code = table.needed_code("code");
    table.name(format!("the form \"{}\"", short(&code)));
    let mut form = Form {
        title: table.needed_text("title"),
        help: table.text("help"),
        event_date: table.needed_text("event_date"),
        fields: Vec::new(),
        in_chronology: table.truth("in_chronology").unwrap_or(false),
        source: table.text("source"),
        place: table.place.clone(),
        code: code.clone(),
    };
    for field in table.tables("field") {
        read_field(pack, &mut form, field);
    }
    if let Some(first) = pack.forms.get(&code) {
        duplicate(&table, "form", &code, &first.place);
    } else {
        pack.forms.insert(code, form);
    }
    table.finish();
}

fn read_field(pack: &mut Pack, form: &mut Form, mut table: Table<'_>) {
    let code = table.needed_code("code");
    table.name(format!("the field \"{}\"", short(&code)));
    let title = table.needed_text("title");
    let kind = read_kind(pack, &form.code, &code, &mut table);
    let field = Field {
        title,
        needed: table.parsed::<Needed>("needed").unwrap_or_default(),
        help: table.text("help"),
        when: condition::read_list(&mut table, "when"),
        place: table.place.clone(),
        kind,
        code,
    };
    if let Some(first) = field_twice(form, &field.code) {
        duplicate(&table, "field", &field.code, first);
    } else {
        form.fields.push(field);
    }
    table.finish();
}

fn read_kind(pack: &mut Pack, form: &str, field: &str, table: &mut Table<'_>) -> FieldKind {
    let written = table.needed_text("kind");
    let future = table.truth("future");
    let decimals = table.whole("decimals", "a whole number from 0 to 6");
    let (least, most) = (table.decimal("least"), table.decimal("most"));
    for (key, kinds) in [
        ("future", &["date"][..]),
        ("decimals", &["number"]),
        ("least", &["number"]),
        ("most", &["number"]),
        ("choices", &["choice", "choices"]),
    ] {
        if table.has(key) && !kinds.contains(&written.as_str()) {
            table.issue_at(
                key,
                "no-meaning",
                format!(
                    "{key} says nothing of a field of the kind \"{}\"",
                    short(&written)
                ),
                "Take it out, or change the kind",
            );
        }
    }
    let list = read_list(pack, form, field, table);
    match written.as_str() {
        "date" => FieldKind::Date {
            may_be_future: future.unwrap_or(false),
        },
        "long-text" => FieldKind::LongText,
        "number" => FieldKind::Number {
            decimals: decimals.unwrap_or(0),
            least,
            most,
        },
        "money" => FieldKind::Money,
        "yes-no" => FieldKind::YesNo,
        "choice" => FieldKind::Choice { list },
        "choices" => FieldKind::Choices { list },
        "person" => FieldKind::Person,
        "worker" => FieldKind::Worker,
        "unit" => FieldKind::Unit,
        "file" => FieldKind::File,
        "text" | "" => FieldKind::Text,
        other => {
            table.issue_at(
                "kind",
                "unknown-kind",
                format!("There is no kind of field \"{}\"", short(other)),
                advise(other, FieldKind::WRITTEN),
            );
            FieldKind::Text
        }
    }
}

/// The code of the list of a choice: a shared one, or one of the field's own.
fn read_list(pack: &mut Pack, form: &str, field: &str, table: &mut Table<'_>) -> String {
    if !table.is_list("choices") {
        return table.text("choices").unwrap_or_default();
    }
    let code = format!("{form}.{field}");
    let list = ChoiceList {
        code: code.clone(),
        title: String::new(),
        choices: read_choices(table),
        place: table.place_of("choices"),
    };
    pack.choice_lists.entry(code.clone()).or_insert(list);
    code
}
