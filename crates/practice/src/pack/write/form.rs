//! Forms as they are written.

use super::{
    condition::conditions,
    lines::{Lines, quoted},
};
use crate::pack::{ChoiceList, Field, FieldKind, Form, Needed, Pack};

/// All forms.
pub(super) fn forms(pack: &Pack) -> Lines {
    let mut lines = Lines::default();
    for form in pack.forms.values() {
        lines.head("form");
        lines.text("code", &form.code);
        lines.text("title", &form.title);
        lines.text("event_date", &form.event_date);
        lines.truth("in_chronology", form.in_chronology);
        lines.maybe("help", form.help.as_ref());
        lines.maybe("source", form.source.as_ref());
        for field in &form.fields {
            write_field(&mut lines, pack, form, field);
        }
    }
    lines
}

fn write_field(lines: &mut Lines, pack: &Pack, form: &Form, field: &Field) {
    lines.head("form.field");
    lines.text("code", &field.code);
    lines.text("title", &field.title);
    lines.text("kind", field.kind.written());
    match &field.kind {
        FieldKind::Date { may_be_future } => lines.truth("future", *may_be_future),
        FieldKind::Number {
            decimals,
            least,
            most,
        } => {
            if *decimals > 0 {
                lines.raw("decimals", &decimals.to_string());
            }
            for (key, limit) in [("least", least), ("most", most)] {
                if let Some(limit) = limit {
                    lines.raw(key, &limit.normalize().to_string());
                }
            }
        }
        FieldKind::Choice { list } | FieldKind::Choices { list } => {
            let own = format!("{}.{}", form.code, field.code);
            match pack.choice_lists.get(list).filter(|_| *list == own) {
                Some(list) => lines.list("choices", &choices(list)),
                None => lines.text("choices", list),
            }
        }
        _ => {}
    }
    if field.needed != Needed::Never {
        lines.text("needed", field.needed.written());
    }
    lines.maybe("help", field.help.as_ref());
    lines.list("when", &conditions(&field.when));
}

/// The choices of a list, as items.
pub(super) fn choices(list: &ChoiceList) -> Vec<String> {
    let choice = |choice: &crate::pack::Choice| {
        let retired = if choice.retired {
            ", retired = true"
        } else {
            ""
        };
        let (code, title) = (quoted(&choice.code), quoted(&choice.title));
        format!("{{ code = {code}, title = {title}{retired} }}")
    };
    list.choices.iter().map(choice).collect()
}
