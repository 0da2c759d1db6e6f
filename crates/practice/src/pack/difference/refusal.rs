//! What cannot be changed while records use it: a field's kind, its being there, its choices, a form's date of the event.

use super::{Happened, ItemKind, PackChange};
use crate::pack::{Field, Form, Pack};

type InUse<'a> = &'a dyn Fn(&str, &str) -> usize;

/// Why a change cannot be made, if it cannot.
pub(super) fn of(
    change: &PackChange,
    before: &Pack,
    after: &Pack,
    in_use: InUse<'_>,
) -> Option<String> {
    match (change.kind, &change.happened) {
        (ItemKind::Form, Happened::Removed) => {
            let form = before.forms.get(&change.code)?;
            some(
                records_of(form, in_use),
                "keep it; leave it out of its process instead",
            )
        }
        (
            ItemKind::Form,
            Happened::Changed {
                what: "date of the event",
                ..
            },
        ) => {
            let form = before.forms.get(&change.code)?;
            some(
                records_of(form, in_use),
                "keep the date of the event, or make a new form",
            )
        }
        (ItemKind::Field, Happened::Removed) => {
            let (form, field) = change.code.split_once('.')?;
            some(
                in_use(form, field),
                "keep it, and leave it unneeded instead",
            )
        }
        (ItemKind::Field, Happened::Changed { what: "kind", .. }) => {
            let (form, code) = change.code.split_once('.')?;
            let was = before.forms.get(form)?.field(code)?;
            let now = after.forms.get(form)?.field(code)?;
            let holds = can_hold(before, after, was, now);
            let advice = "keep its kind, and add another field beside it instead";
            some(in_use(form, code), advice).filter(|_| !holds)
        }
        (ItemKind::Choice, Happened::Removed) => {
            let (list, _) = change.code.rsplit_once('.')?;
            // A list that is gone as a whole is gone from its fields, which say so themselves.
            after.choice_lists.get(list)?;
            some(
                records_with(before, list, in_use),
                "retire it instead, with retired = true",
            )
        }
        _ => None,
    }
}

fn some(records: usize, advice: &str) -> Option<String> {
    let count = match records {
        0 => return None,
        1 => "1 record uses it".to_owned(),
        many => format!("{many} records use it"),
    };
    Some(format!("{count}; {advice}"))
}

/// How many records of a form there are at least: the most that hold any one field.
fn records_of(form: &Form, in_use: InUse<'_>) -> usize {
    let held = form
        .fields
        .iter()
        .map(|field| in_use(&form.code, &field.code));
    held.max().unwrap_or(0)
}

/// How many records hold a choice of a list, in whichever field.
fn records_with(pack: &Pack, list: &str, in_use: InUse<'_>) -> usize {
    let forms = pack.forms.values();
    let held = forms.flat_map(|form| {
        let of_list = |field: &&Field| field.kind.list() == Some(list);
        let fields = form.fields.iter().filter(of_list);
        fields.map(|field| in_use(&form.code, &field.code))
    });
    held.sum()
}

/// Whether every value that the field held can still be held: the kind is the same, no decimal place is lost, and no
/// choice is missing from another list.
fn can_hold(before: &Pack, after: &Pack, was: &Field, now: &Field) -> bool {
    use crate::pack::FieldKind::Number;
    if was.kind.written() != now.kind.written() {
        return false;
    }
    match (&was.kind, &now.kind) {
        (Number { decimals: had, .. }, Number { decimals, .. }) => decimals >= had,
        _ => match (before.choices_of(was), after.choices_of(now)) {
            (Some(had), Some(has)) => {
                let mut choices = had.choices.iter();
                choices.all(|choice| has.choice(&choice.code).is_some())
            }
            _ => true,
        },
    }
}
