//! `clew pack show`: a form, a clock or a measure in plain English.

use std::io::Write;

use clew_practice::pack::{Clock, Definition, Field, FieldKind, Form, Needed, Pack, Within};

use super::DatabaseArgs;
use super::source::{self, IN_FORCE};
use crate::database;
use crate::failure::{Failure, Outcome};

/// Shows everything with a code.
///
/// # Errors
/// When there is nothing with that code.
pub(super) fn run(
    code: &str,
    named: Option<&str>,
    args: &DatabaseArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let pack = meant(named, args.database.as_deref())?;
    let form = pack.forms.get(code);
    let clock = pack.clocks.get(code);
    let measure = pack.measures.get(code);
    if let Some(form) = form {
        show_form(&pack, form, out)?;
    }
    if let Some(clock) = clock {
        show_clock(&pack, clock, out)?;
    }
    if let Some(measure) = measure {
        show_measure(&pack, measure, out)?;
    }
    if form.is_none() && clock.is_none() && measure.is_none() {
        let message = format!(
            "the pack {} has no form, clock or measure {code:?}",
            pack.code
        );
        let hint = format!("clew pack list {} lists them", named.unwrap_or(&pack.code));
        return Err(Failure::not_found(message).hint(hint));
    }
    Ok(Outcome::Clean)
}

/// The pack that is meant: the one that is named, else the one in force, else the one that comes with the program.
fn meant(named: Option<&str>, database: Option<&str>) -> Result<Pack, Failure> {
    if let Some(named) = named {
        return source::pack(named, database);
    }
    if database::chosen(database)?.is_some() && !database::open(database)?.packs()?.is_empty() {
        return source::pack(IN_FORCE, database);
    }
    match Pack::built_in_names().as_slice() {
        [only] => source::pack(only, database),
        many => Err(Failure::new("it is not known which pack is meant")
            .hint(format!("name one with --pack: {}", many.join(", ")))),
    }
}

fn heading(kind: &str, (title, code): (&str, &str), out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{title}\n{kind} {code}\n")?;
    Ok(())
}

fn said(sentence: &str, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{sentence}")?;
    Ok(())
}

fn show_clock(pack: &Pack, clock: &Clock, out: &mut dyn Write) -> Result<(), Failure> {
    heading("clock", (&clock.title, &clock.code), out)?;
    said(&clock.in_words(pack), out)
}

fn show_measure(pack: &Pack, measure: &Definition, out: &mut dyn Write) -> Result<(), Failure> {
    heading("measure", (&measure.title, &measure.code), out)?;
    said(&measure.in_words(pack), out)?;
    if let Some(Within::Clock(code)) = &measure.within
        && let Some(clock) = pack.clocks.get(code)
    {
        writeln!(out, "The clock “{}”: {}", clock.title, clock.in_words(pack))?;
    }
    if let Some(source) = &measure.source {
        writeln!(out, "It follows: {source}.")?;
    }
    Ok(())
}

fn show_form(pack: &Pack, form: &Form, out: &mut dyn Write) -> Result<(), Failure> {
    heading("form", (&form.title, &form.code), out)?;
    if let Some(help) = &form.help {
        said(help, out)?;
    }
    if let Some(source) = &form.source {
        writeln!(out, "It follows: {source}.")?;
    }
    let event = form.field(&form.event_date);
    let event = event.map_or(form.event_date.as_str(), |field| field.title.as_str());
    writeln!(out, "What it records happened on “{event}”.")?;
    if form.in_chronology {
        said("Its records belong in the chronology.", out)?;
    }
    for process in pack.processes.values() {
        for step in process.steps.iter().filter(|step| step.form == form.code) {
            let after = match step.after.is_empty() {
                true => "opens a case".to_owned(),
                false => format!("comes after {}", step.after.join(" or ")),
            };
            writeln!(
                out,
                "In the process “{}” ({}) it {after}.",
                process.title, process.code
            )?;
        }
    }
    writeln!(out, "\nFields:")?;
    for field in &form.fields {
        show_field(pack, form, field, out)?;
    }
    Ok(())
}

fn show_field(pack: &Pack, form: &Form, field: &Field, out: &mut dyn Write) -> Result<(), Failure> {
    let needed = match field.needed {
        Needed::Never => "",
        Needed::ToComplete => "; needed to complete",
        Needed::ToAuthorise => "; needed to authorise",
    };
    writeln!(
        out,
        "  {} ({}): {}{needed}",
        field.title,
        field.code,
        kind(field)
    )?;
    if !field.when.is_empty() {
        let when: Vec<String> = field
            .when
            .iter()
            .map(|condition| condition.in_words(pack, &form.code))
            .collect();
        writeln!(out, "      asked when {}", when.join(" and "))?;
    }
    if let Some(list) = pack.choices_of(field) {
        let offered = list.choices.iter().filter(|choice| !choice.retired);
        let titles: Vec<String> = offered
            .map(|choice| format!("{} ({})", choice.title, choice.code))
            .collect();
        writeln!(out, "      {}", titles.join(", "))?;
    }
    if let Some(help) = &field.help {
        writeln!(out, "      {help}")?;
    }
    Ok(())
}

fn kind(field: &Field) -> String {
    match &field.kind {
        FieldKind::Date {
            may_be_future: true,
        } => "a day, also one that has not come yet".to_owned(),
        FieldKind::Date { .. } => "a day".to_owned(),
        FieldKind::Text => "a line of text".to_owned(),
        FieldKind::LongText => "text".to_owned(),
        FieldKind::Number {
            decimals,
            least,
            most,
        } => {
            let from = least.map_or_else(String::new, |least| format!(", at least {least}"));
            let to = most.map_or_else(String::new, |most| format!(", at most {most}"));
            format!("a number with {decimals} decimal places{from}{to}")
        }
        FieldKind::Money => "an amount of money".to_owned(),
        FieldKind::YesNo => "yes or no".to_owned(),
        FieldKind::Choice { .. } => "one of".to_owned(),
        FieldKind::Choices { .. } => "any of".to_owned(),
        FieldKind::Person => "a person".to_owned(),
        FieldKind::Worker => "a worker".to_owned(),
        FieldKind::Unit => "a team".to_owned(),
        FieldKind::File => "a file".to_owned(),
    }
}
