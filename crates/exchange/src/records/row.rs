//! One row: which form it fills, whom it is about, and what it says.

use std::collections::BTreeMap;

use clew_calendar::Day;
use clew_practice::pack::{Form, Gravity, Pack, Path};
use clew_practice::person::{Address, Birth, Identifier};
use clew_practice::record::{Stage, Value};
use clew_practice::validation::{self, Around};

use super::dates::shortened;
use super::mapping::{FormMapping, Origin, Picked, RecordsMapping, Source, check};
use super::totals::Counted;
use super::values::{choice_of, number, translated, value};
use super::{NewPerson, OldPerson, OldRecord, Request};
use crate::issue::Problem;

/// What is wrong with a row, and in which column.
pub(super) type Problems = Vec<(Option<String>, Problem)>;

/// Where the columns are that the mapping names.
pub(super) type Places = BTreeMap<String, usize>;

/// A row's cells, by heading.
pub(super) struct Cells<'c> {
    pub(super) places: &'c Places,
    pub(super) texts: &'c [String],
}

impl<'c> Cells<'c> {
    fn of(&self, column: &str) -> &'c str {
        let place = self.places.get(column);
        let text = place.and_then(|place| self.texts.get(*place));
        text.map_or("", |text| text.trim())
    }

    fn is(&self, picked: &Picked) -> bool {
        let text = self.of(&picked.column);
        picked
            .is
            .iter()
            .any(|one| one.trim().eq_ignore_ascii_case(text))
    }

    fn given<'s>(&'s self, source: &'s Source) -> &'s str {
        match &source.from {
            Origin::Column(column) => self.of(column),
            Origin::Always(text) => text,
        }
    }
}

fn column(source: &Source) -> Option<String> {
    match &source.from {
        Origin::Column(column) => Some(column.clone()),
        Origin::Always(_) => None,
    }
}

/// Whether a row is left out.
pub(super) fn is_skipped(mapping: &RecordsMapping, cells: &Cells<'_>) -> bool {
    mapping.skip.iter().any(|picked| cells.is(picked))
}

/// What a row says, what is wrong with it, and what is counted of it.
pub(super) fn read(
    request: &Request<'_>,
    cells: &Cells<'_>,
    line: u64,
) -> (Result<OldRecord, Problems>, Counted) {
    let mapping = request.mapping;
    let amounts = mapping.sums.iter().map(|column| {
        let text = cells.of(column);
        let amount = match text {
            "" => Some(rust_decimal::Decimal::ZERO),
            text => number(text).ok(),
        };
        (column.clone(), amount)
    });
    let mut counted = Counted {
        amounts: amounts.collect(),
        ..Counted::default()
    };
    let mut problems = Problems::new();
    let mut forms = mapping.forms.iter();
    let mapped = forms.find(|form| form.rows.as_ref().is_none_or(|rows| cells.is(rows)));
    let Some(mapped) = mapped else {
        problems.push((None, no_form(mapping, cells)));
        return (Err(problems), counted);
    };
    counted.form.clone_from(&mapped.code);
    let Some((pack, form)) = check::found(request.packs, &mapped.code) else {
        return (Err(problems), counted);
    };
    let values = values(request, cells, (pack, form, mapped), &mut problems);
    let day = match values.get(&form.event_date) {
        Some(Value::Day(day)) => Some(*day),
        _ => None,
    };
    counted.day = day;
    checked(request, (pack, form, mapped), &values, &mut problems);
    let team = team(request, cells, &mut problems);
    let person = person(request, cells, day, &mut problems);
    let case = mapping.case.as_ref().map(|column| cells.of(column));
    let recorded = recorded_on(request, cells, &mut problems);
    let by = mapping.recorded.by.as_ref();
    let by = by.map(|source| translated(source, cells.given(source)));
    let record = OldRecord {
        line,
        form: mapped.code.clone(),
        process: mapped.process.clone(),
        person,
        team,
        case: case.filter(|case| !case.is_empty()).map(str::to_owned),
        recorded,
        recorded_by: by.filter(|by| !by.is_empty()).map(str::to_owned),
        values,
    };
    let read = if problems.is_empty() {
        Ok(record)
    } else {
        Err(problems)
    };
    (read, counted)
}

fn no_form(mapping: &RecordsMapping, cells: &Cells<'_>) -> Problem {
    let picked = mapping.forms.iter().find_map(|form| form.rows.as_ref());
    let said = picked.map_or("", |rows| cells.of(&rows.column));
    let column = picked.map_or("", |rows| rows.column.as_str());
    Problem::new(
        "no-form",
        format!(
            "the mapping has no form for rows with \"{}\" in {column}",
            shortened(said)
        ),
        "add it to the rows of a [[form]], or leave such rows out with a [[skip]]",
    )
}

fn values(
    request: &Request<'_>,
    cells: &Cells<'_>,
    (pack, form, mapped): (&Pack, &Form, &FormMapping),
    problems: &mut Problems,
) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    for (code, source) in &mapped.fields {
        let Some(field) = form.field(code) else {
            continue;
        };
        let text = cells.given(source);
        match value(pack, field, source, text, &request.mapping.dates) {
            Ok(Some(read)) => {
                values.insert(code.clone(), read);
            }
            Ok(None) => {}
            Err(problem) => problems.push((column(source), problem)),
        }
    }
    values
}

/// What the form says of the values, as far as that can be told without the case and the person.
fn checked(
    request: &Request<'_>,
    (pack, form, mapped): (&Pack, &Form, &FormMapping),
    values: &BTreeMap<String, Value>,
    problems: &mut Problems,
) {
    let unread: Vec<String> = problems
        .iter()
        .filter_map(|(column, _)| column.clone())
        .collect();
    let today = request.today;
    let issues = validation::check_record(
        pack,
        form,
        values,
        Stage::Complete,
        today,
        &Around::default(),
    );
    for issue in issues {
        let source = mapped.fields.get(&issue.field);
        let column = source.and_then(column);
        let said = column
            .as_ref()
            .is_some_and(|column| unread.contains(column));
        let unsure =
            matches!(issue.rule, "needed" | "not-asked") && asked_by_others(form, &issue.field);
        let unsure = unsure || (issue.rule == "needed" && may_lack(request, form, &issue.field));
        if issue.gravity == Gravity::Error && !said && !unsure {
            problems.push((
                column,
                Problem::new(issue.rule, issue.message, issue.advice),
            ));
        }
    }
}

/// Whether a row is taken that lacks a field. When something happened is always needed.
fn may_lack(request: &Request<'_>, form: &Form, field: &str) -> bool {
    request.mapping.incomplete && field != form.event_date
}

/// Whether it depends on another form, or on the person, whether a field is asked.
fn asked_by_others(form: &Form, field: &str) -> bool {
    let conditions = form.field(field).map_or(&[][..], |field| &field.when);
    conditions
        .iter()
        .any(|condition| !matches!(condition.field, Path::Own(_)))
}

fn team(request: &Request<'_>, cells: &Cells<'_>, problems: &mut Problems) -> String {
    let source = &request.mapping.team;
    let team = translated(source, cells.given(source)).to_owned();
    if !request.teams.contains(&team) {
        let problem = Problem::new(
            "unknown-team",
            format!("there is no team \"{}\"", shortened(&team)),
            "translate it in the mapping with codes under [team], or add it: clew set unit CODE title=\"…\"",
        );
        problems.push((column(source), problem));
    }
    team
}

fn person(
    request: &Request<'_>,
    cells: &Cells<'_>,
    day: Option<Day>,
    problems: &mut Problems,
) -> OldPerson {
    let mapped = &request.mapping.person;
    let value = cells.of(&mapped.identifier);
    if value.is_empty() {
        let problem = Problem::new(
            "no-person",
            "it does not say whom it is about",
            "fill it, or leave such rows out with a [[skip]]",
        );
        problems.push((Some(mapped.identifier.clone()), problem));
    }
    let said = |source: &Option<Source>| {
        let source = source.as_ref()?;
        let text = translated(source, cells.given(source));
        (!text.is_empty()).then(|| text.to_owned())
    };
    let born = born(request, cells, problems);
    let gender = said(&mapped.gender).and_then(|text| gender(request, text, problems));
    let since = born.map(|birth| birth.day).or(day).unwrap_or(request.today);
    let (locality, lines) = (said(&mapped.locality), said(&mapped.address));
    let address = (locality.is_some() || lines.is_some()).then(|| Address {
        lines: lines.unwrap_or_else(|| "Not taken over".to_owned()),
        locality: locality.unwrap_or_default(),
        from: since,
    });
    OldPerson {
        identifier: Identifier {
            kind: mapped.kind.clone(),
            value: value.to_owned(),
        },
        details: said(&mapped.name).map(|name| NewPerson {
            name,
            born,
            gender,
            address,
        }),
    }
}

/// A day of birth; a year alone is an estimate.
fn born(request: &Request<'_>, cells: &Cells<'_>, problems: &mut Problems) -> Option<Birth> {
    let source = request.mapping.person.born.as_ref()?;
    let text = translated(source, cells.given(source));
    if text.is_empty() {
        return None;
    }
    if text.len() == 4
        && let Ok(year) = text.parse()
        && let Ok(day) = Day::new(year, 7, 1)
    {
        return Some(Birth {
            day,
            estimated: true,
        });
    }
    let dates = source.dates.as_ref().unwrap_or(&request.mapping.dates);
    match dates.day(text) {
        Ok(day) if day <= request.today => Some(Birth {
            day,
            estimated: false,
        }),
        Ok(day) => {
            let message = format!("{day} is no day of birth: it has not come yet");
            let problem = Problem::new("future", message, "put the day right");
            problems.push((column(source), problem));
            None
        }
        Err(problem) => {
            problems.push((column(source), problem));
            None
        }
    }
}

/// The day on which a row was recorded in the old system; none where it does not say.
fn recorded_on(request: &Request<'_>, cells: &Cells<'_>, problems: &mut Problems) -> Option<Day> {
    let source = request.mapping.recorded.on.as_ref()?;
    let text = translated(source, cells.given(source));
    if text.is_empty() {
        return None;
    }
    let dates = source.dates.as_ref().unwrap_or(&request.mapping.dates);
    match dates.day(text) {
        Ok(day) if day <= request.today => return Some(day),
        Ok(day) => {
            let message = format!("{day} is no day of recording: it has not come yet");
            let problem = Problem::new("future", message, "put the day right");
            problems.push((column(source), problem));
        }
        Err(problem) => problems.push((column(source), problem)),
    }
    None
}

fn gender(request: &Request<'_>, text: String, problems: &mut Problems) -> Option<String> {
    let list = request
        .packs
        .iter()
        .find_map(|pack| pack.choice_lists.get("gender"));
    if list.is_none() {
        return Some(text);
    }
    let found = choice_of(list, &text);
    if found.is_none() {
        let source = request.mapping.person.gender.as_ref();
        let problem = Problem::new(
            "unknown-code",
            format!("\"{}\" is none of the choices of gender", shortened(&text)),
            "translate it in the mapping with codes of gender, under [person]",
        );
        problems.push((source.and_then(column), problem));
    }
    found
}
