//! A mapping held against the packs whose forms it fills.

use clew_practice::pack::{Field, FieldKind, Form, Needed, Pack};

use super::table::Notes;
use super::{FormMapping, Origin, RecordsMapping, Source};

/// Tells of forms, fields and choices that the packs do not have, and of what a record cannot do without.
pub(super) fn against_packs(mapping: &RecordsMapping, packs: &[&Pack], notes: &Notes) {
    for mapped in &mapping.forms {
        if mapped.code.is_empty() {
            continue;
        }
        match found(packs, &mapped.code) {
            Some((pack, form)) => of_form(mapped, pack, form, notes),
            None => {
                let message = format!("No pack in force has a form \"{}\"", mapped.code);
                let advice = match packs {
                    [] => "Apply a pack first: clew pack apply scotland".to_owned(),
                    _ => "clew pack list in-force lists the forms".to_owned(),
                };
                notes.add(mapped.line, "unknown-form", message, advice);
            }
        }
    }
    let always: Vec<&FormMapping> = mapping
        .forms
        .iter()
        .filter(|form| form.rows.is_none())
        .collect();
    if mapping.forms.len() > 1
        && let Some(form) = always.first()
    {
        let message = format!(
            "The form {} takes every row, and there are other forms",
            form.code
        );
        let advice = "Say with rows = { column = \"…\", is = [\"…\"] } which rows are its own";
        notes.add(form.line, "every-row", message, advice);
    }
    if let Some(gender) = &mapping.person.gender {
        let lists = packs
            .iter()
            .filter_map(|pack| pack.choice_lists.get("gender"));
        let known: Vec<&str> = lists
            .flat_map(|list| list.choices.iter().map(|choice| choice.code.as_str()))
            .collect();
        targets(gender, &known, "the person's gender", notes);
    }
}

/// The form with this code, and the pack that has it.
pub(in crate::records) fn found<'p>(
    packs: &[&'p Pack],
    code: &str,
) -> Option<(&'p Pack, &'p Form)> {
    packs
        .iter()
        .find_map(|pack| pack.forms.get(code).map(|form| (*pack, form)))
}

fn of_form(mapped: &FormMapping, pack: &Pack, form: &Form, notes: &Notes) {
    if let Some(code) = &mapped.process {
        let process = pack.processes.get(code);
        let has = process.is_some_and(|process| {
            let mut steps = process.steps.iter();
            steps.any(|step| step.form == mapped.code)
        });
        if !has {
            let message = format!("\"{code}\" is no process with the form {}", mapped.code);
            let of_form = pack.processes.values().filter(|process| {
                let mut steps = process.steps.iter();
                steps.any(|step| step.form == mapped.code)
            });
            let known: Vec<&str> = of_form.map(|process| process.code.as_str()).collect();
            let advice = match known.is_empty() {
                true => "Take it out; the form belongs to no process".to_owned(),
                false => format!("The form belongs to {}", known.join(", ")),
            };
            notes.add(mapped.line, "unknown-process", message, advice);
        }
    }
    for (code, source) in &mapped.fields {
        match form.field(code) {
            Some(field) => of_field(source, pack, field, notes),
            None => {
                let message = format!("The form {} has no field \"{code}\"", form.code);
                let known: Vec<&str> = form
                    .fields
                    .iter()
                    .map(|field| field.code.as_str())
                    .collect();
                let advice = format!("It has {}", known.join(", "));
                notes.add(source.line, "unknown-field", message, advice);
            }
        }
    }
    for field in &form.fields {
        let needed = field.needed == Needed::ToComplete && field.when.is_empty();
        if (needed || field.code == form.event_date) && !mapped.fields.contains_key(&field.code) {
            let message = format!(
                "“{}” ({}) is needed to complete the form {}, and is not given",
                field.title, field.code, form.code
            );
            let advice = format!("Add {} = \"heading\", or {{ is = \"…\" }}", field.code);
            notes.add(mapped.line, "needed", message, advice);
        }
    }
}

fn of_field(source: &Source, pack: &Pack, field: &Field, notes: &Notes) {
    if matches!(field.kind, FieldKind::Person | FieldKind::File) {
        let message = format!(
            "“{}” holds {}, which cannot be taken over from a table",
            field.title,
            field.kind.written()
        );
        notes.add(
            source.line,
            "cannot-be-taken",
            message,
            "Take it out, and fill it by hand",
        );
    }
    let known: Vec<&str> = match pack.choices_of(field) {
        Some(list) => list
            .choices
            .iter()
            .map(|choice| choice.code.as_str())
            .collect(),
        None if field.kind == FieldKind::YesNo => vec!["yes", "no"],
        None => return,
    };
    targets(source, &known, &format!("“{}”", field.title), notes);
}

/// Tells of translations, and of a text given for every row, that are no choice.
fn targets(source: &Source, known: &[&str], what: &str, notes: &Notes) {
    let always = match &source.from {
        Origin::Always(text) if source.codes.is_empty() => Some(text),
        _ => None,
    };
    for code in source.codes.values().chain(always) {
        if !code.is_empty() && !known.contains(&code.as_str()) {
            let message = format!("{what} has no choice \"{code}\"");
            let advice = format!("It has {}", known.join(", "));
            notes.add(source.line, "unknown-choice", message, advice);
        }
    }
}
