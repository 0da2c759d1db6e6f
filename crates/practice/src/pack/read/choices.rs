//! Lists of choices, shared or of one field.

use super::{duplicate, table::Table};
use crate::pack::{Choice, ChoiceList, Pack};

/// Reads a shared list.
pub(super) fn read_shared(pack: &mut Pack, mut table: Table<'_>) {
    let code = table.needed_code("code");
    table.name(format!("the list \"{code}\""));
    let list = ChoiceList {
        title: table.needed_text("title"),
        choices: read_choices(&mut table),
        place: table.place.clone(),
        code: code.clone(),
    };
    if let Some(first) = pack.choice_lists.get(&code) {
        duplicate(&table, "list", &code, &first.place);
    } else {
        pack.choice_lists.insert(code, list);
    }
    table.finish();
}

/// Reads the list that stands in a field itself.
pub(super) fn read_choices(table: &mut Table<'_>) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for mut row in table.tables("choices") {
        row.name("the choice".to_owned());
        let choice = Choice {
            code: row.needed_code("code"),
            title: row.needed_text("title"),
            retired: row.truth("retired").unwrap_or(false),
        };
        if choices.iter().any(|earlier| earlier.code == choice.code) {
            row.issue_at(
                "code",
                "duplicate",
                format!("The choice \"{}\" is in the list already", choice.code),
                "Give each a code of its own; this one is left out",
            );
        } else {
            choices.push(choice);
        }
        row.finish();
    }
    choices
}
