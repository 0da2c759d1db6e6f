//! The fields of a form of a pack: shown for every kind, read from what was typed, asked or not by the rules.

use std::collections::{BTreeMap, BTreeSet};

use clew_practice::episode::Episode;
use clew_practice::pack::{
    Condition, Field, FieldKind, Form as PackForm, Needed, Pack, Path, Test,
};
use clew_practice::person::Person;
use clew_practice::reading::Reading;
use clew_practice::record::Value;
use clew_practice::validation::is_asked;
use maud::{Markup, html};
use serde_json::json;

use super::person_number;
use crate::components::{
    Choice, Input, TextArea, date_input, radios, select, separate_checkboxes, text_area, text_input,
};
use crate::fields::typed_day;
use crate::{Fields, Form};

/// Choices that are all in sight; more of them are a list that opens.
const MOST_IN_SIGHT: usize = 7;

/// What a field's choices are made of, other than those of the pack.
pub(super) struct Offers {
    /// The accounts that may record.
    pub(super) workers: Vec<Choice>,
    /// The parts of the organisation.
    pub(super) units: Vec<Choice>,
    /// The files that hang on the record already.
    pub(super) files: Vec<Choice>,
}

/// The name that a field has in the page.
pub(super) fn name_of(code: &str) -> String {
    format!("f-{code}")
}

/// The name of the field of the page that a problem is of; empty where the form has no such field.
pub(super) fn named(form: &PackForm, code: &str) -> String {
    form.field(code).map_or_else(String::new, |_| name_of(code))
}

/// What of a sent form is kept in a draft: the fields of the pack's form, and why it is corrected.
pub(super) fn kept(fields: &Fields) -> BTreeMap<String, String> {
    let own = fields
        .iter()
        .filter(|(name, _)| name.starts_with("f-") || *name == "why");
    own.map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The fields as they would be typed for these values.
pub(super) fn typed_of(values: &BTreeMap<String, Value>) -> BTreeMap<String, String> {
    let mut typed = BTreeMap::new();
    for (code, value) in values {
        let name = name_of(code);
        match value {
            Value::Day(day) => typed.extend(typed_day(&name, *day)),
            Value::Choices(codes) => {
                let all = codes.iter().map(|code| format!("{name}--{code}"));
                typed.extend(all.map(|name| (name, "yes".to_owned())));
            }
            Value::Text(text) | Value::Choice(text) | Value::Code(text) => {
                typed.insert(name, text.clone());
            }
            Value::Number(number) => {
                typed.insert(name, number.to_string());
            }
            Value::YesNo(yes) => {
                typed.insert(name, if *yes { "yes" } else { "no" }.to_owned());
            }
            Value::Person(person) => {
                typed.insert(name, person.to_string());
            }
        }
    }
    typed
}

/// What was typed, read: the values by field, and the problem of each that cannot be read.
pub(super) fn read(
    typed: &Fields,
    pack: &Pack,
    form: &PackForm,
) -> (BTreeMap<String, Value>, BTreeMap<String, String>) {
    let (mut values, mut problems) = (BTreeMap::new(), BTreeMap::new());
    let mut scratch = Form {
        fields: typed.clone(),
        problems: Vec::new(),
    };
    for field in &form.fields {
        let name = name_of(&field.code);
        let value = value_of(&mut scratch, pack, field, &name);
        if let Some(problem) = scratch.problem(&name) {
            problems.insert(field.code.clone(), problem.to_owned());
        }
        if let Some(value) = value {
            values.insert(field.code.clone(), value);
        }
    }
    (values, problems)
}

fn value_of(typed: &mut Form, pack: &Pack, field: &Field, name: &str) -> Option<Value> {
    match &field.kind {
        FieldKind::Date { .. } => typed.day(name).map(Value::Day),
        FieldKind::Text => typed.optional(name).map(Value::Text),
        FieldKind::LongText => {
            let text = typed.fields.raw(name).trim_end();
            (!text.trim().is_empty()).then(|| Value::Text(text.to_owned()))
        }
        FieldKind::Number { .. } | FieldKind::Money => typed.decimal(name).map(Value::Number),
        FieldKind::YesNo => match typed.fields.given(name)? {
            "yes" => Some(Value::YesNo(true)),
            "no" => Some(Value::YesNo(false)),
            _ => {
                typed.refuse(name, "Choose yes or no");
                None
            }
        },
        FieldKind::Choice { .. } => typed.optional(name).map(Value::Choice),
        FieldKind::Choices { .. } => chosen(typed, pack, field, name),
        FieldKind::Person => {
            let text = typed.optional(name)?;
            let person = person_number(&text);
            if person.is_none() {
                typed.refuse(name, "Give the number of a person, for example P12");
            }
            person.map(Value::Person)
        }
        FieldKind::Worker | FieldKind::Unit | FieldKind::File => {
            typed.optional(name).map(Value::Code)
        }
    }
}

/// The choices that are ticked, in the order of the list; those that it does not have after them, so that they are
/// told of and not lost.
fn chosen(typed: &Form, pack: &Pack, field: &Field, name: &str) -> Option<Value> {
    let start = format!("{name}--");
    let ticked = typed.fields.iter().filter(|(_, value)| !value.is_empty());
    let mut ticked: Vec<String> = ticked
        .filter_map(|(field, _)| field.strip_prefix(&start).map(str::to_owned))
        .collect();
    let place = |code: &String| {
        let list = pack.choices_of(field);
        let choices = list.map(|list| list.choices.iter());
        choices.and_then(|mut all| all.position(|choice| choice.code == *code))
    };
    ticked.sort_by_key(|code| place(code).unwrap_or(usize::MAX));
    ticked.dedup();
    (!ticked.is_empty()).then_some(Value::Choices(ticked))
}

/// The fields that are asked, by what was filled in those that are.
pub(super) fn asked(
    form: &PackForm,
    all: &BTreeMap<String, Value>,
    (episode, person): (Option<&Episode<'_>>, &Person),
) -> BTreeSet<String> {
    let mut values = all.clone();
    let mut asked = BTreeSet::new();
    // Each round may take away what another answer depended on; there are no more of them than fields.
    for _ in 0..=form.fields.len() {
        let on = match values.get(&form.event_date) {
            Some(Value::Day(day)) => Some(*day),
            _ => None,
        };
        let reading = Reading {
            values: &values,
            on,
            episode,
            person: Some(person),
        };
        let now = form.fields.iter().filter(|field| is_asked(field, &reading));
        asked = now.map(|field| field.code.clone()).collect();
        let kept = all.iter().filter(|(code, _)| asked.contains(*code));
        let kept: BTreeMap<String, Value> = kept
            .map(|(code, value)| (code.clone(), value.clone()))
            .collect();
        if kept == values {
            break;
        }
        values = kept;
    }
    asked
}

/// The fields, each in a part of its own that is hidden where it is not asked.
pub(super) fn shown(
    typed: &Form,
    (pack, form): (&Pack, &PackForm),
    asked: &BTreeSet<String>,
    offers: &Offers,
) -> Markup {
    html! {
        @for field in &form.fields {
            div data-asked=(name_of(&field.code)) data-when=[script_rule(form, field)]
                hidden[!asked.contains(&field.code)] {
                (one(typed, pack, form, field, offers))
            }
        }
    }
}

/// The rule by which a script shows and hides a field; none where only the server can tell.
fn script_rule(form: &PackForm, field: &Field) -> Option<String> {
    if field.when.is_empty() {
        return None;
    }
    let rules: Option<Vec<_>> = field
        .when
        .iter()
        .map(|condition| rule(form, condition))
        .collect();
    rules.map(|rules| json!(rules).to_string())
}

fn rule(form: &PackForm, condition: &Condition) -> Option<serde_json::Value> {
    let Path::Own(code) = &condition.field else {
        return None;
    };
    form.field(code)?;
    let name = name_of(code);
    Some(match &condition.test {
        Test::OneOf(codes) => json!({"field": name, "in": codes}),
        Test::NoneOf(codes) => json!({"field": name, "out": codes}),
        Test::Empty => json!({"field": name, "filled": false}),
        Test::Filled => json!({"field": name, "filled": true}),
        _ => return None,
    })
}

fn hint_of(form: &PackForm, field: &Field) -> String {
    let needed = match field.needed {
        _ if field.code == form.event_date => "Needed to complete this.",
        Needed::ToComplete => "Needed to complete this.",
        Needed::ToAuthorise => "Needed before it is authorised.",
        Needed::Never => "",
    };
    let help = field.help.as_deref().unwrap_or_default();
    [help, needed].join(" ").trim().to_owned()
}

fn one(typed: &Form, pack: &Pack, form: &PackForm, field: &Field, offers: &Offers) -> Markup {
    let name = name_of(&field.code);
    let hint = hint_of(form, field);
    let (label, hint) = (field.title.as_str(), hint.as_str());
    let input = Input {
        name: &name,
        label,
        hint,
        ..Input::default()
    };
    match &field.kind {
        FieldKind::Date { .. } => date_input(typed, &name, label, hint),
        FieldKind::Text => text_input(typed, &input),
        FieldKind::LongText => text_area(
            typed,
            &TextArea {
                name: &name,
                label,
                hint,
                rows: 5,
                most: 0,
            },
        ),
        FieldKind::Number { .. } => text_input(
            typed,
            &Input {
                width: 10,
                mode: "decimal",
                ..input
            },
        ),
        FieldKind::Money => text_input(
            typed,
            &Input {
                width: 10,
                mode: "decimal",
                prefix: "£",
                ..input
            },
        ),
        FieldKind::YesNo => {
            let choices = [Choice::new("yes", "Yes"), Choice::new("no", "No")];
            radios(typed, &name, label, hint, &or_none(field, &choices))
        }
        FieldKind::Choice { .. } => choice(typed, pack, field, (&name, label, hint)),
        FieldKind::Choices { .. } => {
            let ticked = |code: &str| typed.fields.has(&format!("{name}--{code}"));
            let choices = offered(pack, field, &ticked);
            separate_checkboxes(typed, &name, label, hint, &choices)
        }
        FieldKind::Person => {
            let more = "The number of a person, for example P12.";
            let hint = [hint, more].join(" ");
            text_input(
                typed,
                &Input {
                    width: 10,
                    hint: hint.trim(),
                    ..input
                },
            )
        }
        FieldKind::Worker => select(typed, &name, label, hint, &offers.workers),
        FieldKind::Unit => select(typed, &name, label, hint, &offers.units),
        FieldKind::File => {
            let more = "Attach the file to the record once it is completed; then choose it here with a correction.";
            let hint = [hint, more].join(" ");
            select(typed, &name, label, hint.trim(), &offers.files)
        }
    }
}

fn choice(typed: &Form, pack: &Pack, field: &Field, named: (&str, &str, &str)) -> Markup {
    let (name, label, hint) = named;
    let chosen = typed.fields.raw(name);
    let choices = offered(pack, field, &|code| code == chosen);
    if choices.len() <= MOST_IN_SIGHT {
        return radios(typed, name, label, hint, &or_none(field, &choices));
    }
    let mut all = vec![Choice::new("", "Choose")];
    all.extend(choices);
    select(typed, name, label, hint, &all)
}

/// What is offered, and what was chosen before it was retired.
fn offered(pack: &Pack, field: &Field, chosen: &dyn Fn(&str) -> bool) -> Vec<Choice> {
    let list = pack.choices_of(field);
    let all = list.into_iter().flat_map(|list| &list.choices);
    let all = all.filter(|choice| !choice.retired || chosen(&choice.code));
    all.map(|choice| Choice::new(&choice.code, &choice.title))
        .collect()
}

/// The choices, and that none is made where none has to be.
fn or_none(field: &Field, choices: &[Choice]) -> Vec<Choice> {
    let none = (field.needed == Needed::Never).then(|| Choice::new("", "Not answered"));
    choices.iter().cloned().chain(none).collect()
}
