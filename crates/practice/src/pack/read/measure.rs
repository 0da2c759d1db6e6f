//! Measure definitions. What a definition leaves to its clock is filled in once every file has been read.

use super::{Notes, condition, table::Table};
use crate::pack::{
    Allowance, Amount, Census, Clock, Condition, Definition, DefinitionKind, Exclusion, Pack,
    PackIssue, Path, Standing, Test, Within, is_measure_code,
    issue::{advise, short},
    words::lower_first,
};

/// A definition as it was read, before its clock is known.
pub(super) struct RawMeasure {
    definition: Definition,
    from: Option<Path>,
    names_no_reason: Vec<(usize, Condition)>,
}

/// Reads a definition.
pub(super) fn read(mut table: Table<'_>) -> RawMeasure {
    let code = table.needed_text("code");
    table.name(format!("the measure \"{}\"", short(&code)));
    if !code.is_empty() && !is_measure_code(&code) {
        table.issue_at(
            "code",
            "code",
            format!("\"{}\" is no code of a measure", short(&code)),
            "Write capitals, digits and hyphens, beginning with a capital",
        );
    }
    let title = table.needed_text("title");
    let kind = read_kind(&mut table);
    let amount = table.parsed::<Amount>("amount");
    let (exclude, names_no_reason) = read_exclusions(&mut table);
    let from = table.parsed::<Path>("from");
    let unit = table.text("unit");
    let definition = Definition {
        code,
        title,
        kind,
        form: table.text("form").unwrap_or_default(),
        from: Path::Own(String::new()),
        to: table.parsed("to"),
        within: read_within(&mut table),
        calendar: table.text("calendar").unwrap_or_default(),
        filter: condition::read_list(&mut table, "filter"),
        met: condition::read_list(&mut table, "met"),
        people: table.truth("people").unwrap_or(false),
        census: table.parsed::<Census>("census").unwrap_or_default(),
        exclude,
        split: table.texts("split"),
        unit: unit.unwrap_or_else(|| usual_unit(kind, amount.as_ref())),
        polarity: read_polarity(&mut table, kind),
        standing: table.parsed::<Standing>("standing"),
        source: table.text("source"),
        version: table.whole("version", "a whole number from 1").unwrap_or(1),
        place: table.place.clone(),
        amount,
    };
    table.finish();
    RawMeasure {
        definition,
        from,
        names_no_reason,
    }
}

fn read_kind(table: &mut Table<'_>) -> DefinitionKind {
    if !table.has("kind") {
        table.needed_text("kind");
    }
    table.parsed("kind").unwrap_or(DefinitionKind::Count)
}

fn read_polarity(table: &mut Table<'_>, kind: DefinitionKind) -> String {
    let usual = match kind {
        DefinitionKind::Timeliness => "higher",
        _ => "contextual",
    };
    let polarity = table.text("polarity").unwrap_or_else(|| usual.to_owned());
    let known = ["higher", "lower", "in range", "contextual"];
    if !known.contains(&polarity.as_str()) {
        table.issue_at(
            "polarity",
            "unknown-polarity",
            format!("There is no polarity \"{}\"", short(&polarity)),
            advise(&polarity, known),
        );
    }
    polarity
}

fn usual_unit(kind: DefinitionKind, amount: Option<&Amount>) -> String {
    let unit = match amount {
        _ if kind.is_share() => "%",
        Some(Amount::Days { per: 7 }) => "weeks",
        Some(Amount::Days { .. }) => "days",
        Some(Amount::WorkingDays) => "working days",
        _ => "number",
    };
    unit.to_owned()
}

fn read_within(table: &mut Table<'_>) -> Option<Within> {
    let allowance = table.parsed::<Allowance>("within").map(Within::Allowance);
    let on = table.parsed::<Path>("on").map(Within::On);
    let clock = table.text("clock").map(Within::Clock);
    let ways = ["within", "on", "clock"];
    if ways.iter().filter(|key| table.has(key)).count() > 1 {
        table.issue_at(
            "within",
            "within-or-on",
            "The measure says in more than one way within what",
            "Keep one of within, on and clock",
        );
    }
    clock.or(on).or(allowance)
}

/// The exclusions, and those whose reason is still to be made from their condition.
fn read_exclusions(table: &mut Table<'_>) -> (Vec<Exclusion>, Vec<(usize, Condition)>) {
    let mut exclusions = Vec::new();
    let mut without = Vec::new();
    for mut row in table.tables("exclude") {
        let reason = row.text("reason").filter(|reason| !reason.is_empty());
        let more = condition::read_list(&mut row, "when");
        let own = (row.has("field") || more.is_empty()).then(|| condition::read_one(&mut row));
        row.finish();
        let own = own.flatten();
        let when: Vec<Condition> = own.into_iter().chain(more).collect();
        let Some(first) = when.first() else { continue };
        if reason.is_none() {
            without.push((exclusions.len(), first.clone()));
        }
        exclusions.push(Exclusion {
            when,
            reason: reason.unwrap_or_default(),
        });
    }
    (exclusions, without)
}

/// Adds a definition to the pack, with what its clock and its choices say.
pub(super) fn add(pack: &mut Pack, raw: RawMeasure, notes: &Notes) {
    let RawMeasure {
        mut definition,
        from,
        names_no_reason,
    } = raw;
    let place = definition.place.clone();
    if let Some(first) = pack.measures.get(&definition.code) {
        notes.add(PackIssue::error(
            place,
            "duplicate",
            format!(
                "There is a measure \"{}\" already, in {} line {}",
                definition.code, first.place.file, first.place.line
            ),
            "Give each a code of its own; this one is left out",
        ));
        return;
    }
    let clock = match &definition.within {
        Some(Within::Clock(code)) => pack.clocks.get(code),
        _ => None,
    };
    if let Some(clock) = clock {
        fill_from_clock(&mut definition, clock, from.is_some());
    }
    for (key, missing) in [
        ("form", definition.form.is_empty()),
        (
            "from",
            from.is_none() && definition.from == Path::Own(String::new()),
        ),
    ] {
        if missing {
            notes.add(PackIssue::error(
                place.clone(),
                "missing",
                format!("The measure \"{}\" has no {key}", definition.code),
                format!("Add {key} = \"…\", or name a clock that says it"),
            ));
        }
    }
    if let Some(from) = from {
        definition.from = from;
    }
    if definition.calendar.is_empty() {
        definition.calendar = pack.calendars.first().cloned().unwrap_or_default();
    }
    for (index, condition) in names_no_reason {
        definition.exclude[index].reason = reason(pack, &definition.form, &condition);
    }
    pack.measures.insert(definition.code.clone(), definition);
}

/// Form, dates and calendar are the clock's where the definition does not say them.
fn fill_from_clock(definition: &mut Definition, clock: &Clock, has_from: bool) {
    if definition.form.is_empty() {
        definition.form.clone_from(&clock.trigger.form);
    }
    let form = definition.form.clone();
    let path = |of: &str, field: &str| {
        if of == form {
            Path::Own(field.to_owned())
        } else {
            Path::Episode {
                form: of.to_owned(),
                field: field.to_owned(),
            }
        }
    };
    if !has_from {
        definition.from = path(&clock.trigger.form, &clock.trigger.date);
    }
    if definition.to.is_none() {
        definition.to = Some(path(&clock.stop.form, &clock.stop.date));
    }
    if definition.calendar.is_empty() {
        definition.calendar.clone_from(&clock.calendar);
    }
}

/// Why something is left out, from the titles of the field and of the choices.
fn reason(pack: &Pack, form: &str, condition: &Condition) -> String {
    let words = condition.in_words(pack, form);
    match &condition.test {
        Test::OneOf(codes) => {
            let titles: Vec<&str> = codes
                .iter()
                .filter_map(|code| pack.choice_title(form, &condition.field, code))
                .collect();
            if titles.len() == codes.len() && !titles.is_empty() {
                lower_first(&titles.join(" or "))
            } else {
                words
            }
        }
        _ => words,
    }
}
