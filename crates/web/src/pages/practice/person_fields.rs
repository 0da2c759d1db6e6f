//! What is known of a person as fields of a form, and read from them.

use clew_practice::person::{Address, Birth, Identifier, Person, Relationship};
use clew_report::words;
use clew_service::PersonRequest;
use maud::{Markup, html};

use super::{Packs, person_number};
use crate::Form;
use crate::components::{
    Choice, Input, TextArea, checkboxes, date_input, select, separate_checkboxes, text_area,
    text_input,
};

/// The fields, with their labels.
pub(super) const LABELS: &[(&str, &str)] = &[
    ("name", "Name"),
    ("aliases", "Other names"),
    ("birth", "Date of birth"),
    ("gender", "Gender"),
    ("identifiers", "Identifiers elsewhere"),
    ("addresses", "Addresses"),
    ("relationships", "Relationships"),
    ("warnings", "Warnings"),
    (
        "communication_needs",
        "How they need to be communicated with",
    ),
];

/// The fields.
pub(super) fn shown(form: &Form, packs: &Packs, person: Option<&Person>) -> Markup {
    html! {
        (text_input(form, &Input { name: "name", label: "Name", hint: "The name they go by. “Not known” will do.", ..Input::default() }))
        (lines(form, "aliases", "Other names", "One on a line.", 2))
        (date_input(form, "birth", "Date of birth", "Leave it empty when it is not known. When only the year is, give 1 July."))
        (checkboxes(form, "estimated", "Is the date of birth exact?", "", &[Choice::new("yes", "It is an estimate")]))
        (of_list(form, packs, "gender", "Gender"))
        (lines(form, "warnings", "Warnings", "What whoever visits must know, such as a dog or a risk of violence. One on a line.", 3))
        (lines(form, "communication_needs", "How they need to be communicated with", "For example: British Sign Language, large print. One on a line.", 2))
        (lines(form, "identifiers", "Identifiers elsewhere", "The kind, a colon and the identifier, for example “old-system: 4711”. One on a line.", 2))
        (lines(form, "relationships", "Relationships", "The person’s number, a colon and what they are to this person, for example “P12: daughter”. One on a line.", 2))
        h2 class="govuk-heading-m" id="addresses" { "Address" }
        @if let Some(person) = person { (known_addresses(form, person)) }
        (text_area(form, &TextArea { name: "address", label: "Address", hint: "Leave it empty when there is nothing to add.", rows: 3, ..TextArea::default() }))
        (of_list(form, packs, "locality", "Locality"))
        (date_input(form, "address-from", "Lives there since", "Today, when it is left empty."))
    }
}

fn lines(form: &Form, name: &str, label: &str, hint: &str, rows: u8) -> Markup {
    let area = TextArea {
        name,
        label,
        hint,
        rows,
        most: 0,
    };
    text_area(form, &area)
}

/// One of a shared list of the packs; text where they have no such list.
fn of_list(form: &Form, packs: &Packs, list: &str, label: &str) -> Markup {
    match packs.list(list) {
        Some(choices) => {
            let mut all = vec![Choice::new("", "Not known")];
            all.extend(choices);
            select(form, list, label, "", &all)
        }
        None => text_input(
            form,
            &Input {
                name: list,
                label,
                width: 20,
                ..Input::default()
            },
        ),
    }
}

fn known_addresses(form: &Form, person: &Person) -> Markup {
    let known = person.addresses.iter().enumerate();
    let known: Vec<Choice> = known
        .map(|(place, address)| Choice::new(marked(place, address), address_words(address)))
        .collect();
    html! {
        @if !known.is_empty() {
            p class="govuk-body" { "Where they moved, add where they live now, and since when. Where nobody knows, add “Not known”." }
            (separate_checkboxes(form, "wrong", "Which of these is wrong?", "What you tick is taken out; who they were before stays in the history. To put one right, tick it and give it anew.", &known))
        }
    }
}

/// How an address is called in the form: by its place and its first day, so that one which somebody else put in its
/// place meanwhile is not taken out for it.
fn marked(place: usize, address: &Address) -> String {
    format!("{place}-{}", address.from)
}

/// The addresses that stay: those that are not ticked as wrong.
fn staying(form: &Form, before: Option<&Person>) -> Vec<Address> {
    let known = before.map_or(&[][..], |person| &person.addresses);
    let wrong = |place: usize, address: &Address| {
        let name = format!("wrong--{}", marked(place, address));
        form.fields.given(&name).is_some()
    };
    let known = known.iter().enumerate();
    known
        .filter(|(place, address)| !wrong(*place, address))
        .map(|(_, address)| address.clone())
        .collect()
}

pub(super) fn address_words(address: &Address) -> String {
    let lines: Vec<&str> = address.lines.lines().map(str::trim).collect();
    let lines = lines.join(", ");
    let place = match (lines.is_empty(), address.locality.is_empty()) {
        (_, true) => lines,
        (true, false) => address.locality.clone(),
        (false, false) => format!("{lines} ({})", address.locality),
    };
    format!("{place}, since {}", words::day(address.from))
}

/// The form of what is known of a person.
pub(super) fn of(person: &Person) -> Form {
    let birth = person.birth;
    let part = |part: Option<String>| part.unwrap_or_default();
    let identifiers = person.identifiers.iter();
    let relationships = person.relationships.iter();
    Form::showing(&[
        ("name", person.name.clone()),
        ("aliases", person.aliases.join("\n")),
        ("birth-day", part(birth.map(|it| it.day.day().to_string()))),
        (
            "birth-month",
            part(birth.map(|it| it.day.month().to_string())),
        ),
        (
            "birth-year",
            part(birth.map(|it| it.day.year().to_string())),
        ),
        (
            "estimated",
            part(birth.filter(|it| it.estimated).map(|_| "yes".to_owned())),
        ),
        ("gender", person.gender.clone().unwrap_or_default()),
        (
            "identifiers",
            joined(identifiers.map(|it| format!("{}: {}", it.kind, it.value))),
        ),
        (
            "relationships",
            joined(relationships.map(|it| format!("{}: {}", it.to, it.kind))),
        ),
        ("warnings", person.warnings.join("\n")),
        ("communication_needs", person.communication_needs.join("\n")),
        ("version", person.version.to_string()),
    ])
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

/// What was typed, each problem at its field. Addresses that are known stay unless they are ticked as wrong.
pub(super) fn read(
    form: &mut Form,
    before: Option<&Person>,
    today: clew_calendar::Day,
) -> PersonRequest {
    let name = form.needed("name", "Give a name; “not known” will do");
    let estimated = form.fields.given("estimated").is_some();
    let birth = form.day("birth").map(|day| Birth { day, estimated });
    let mut addresses = staying(form, before);
    // What was added by the same form before is not added again.
    let added = address(form, today).filter(|address| !addresses.contains(address));
    addresses.extend(added);
    addresses.sort_by_key(|address| address.from);
    PersonRequest {
        name,
        aliases: each_line(form, "aliases"),
        birth,
        gender: form.optional("gender"),
        identifiers: identifiers(form),
        addresses,
        relationships: relationships(form),
        warnings: each_line(form, "warnings"),
        communication_needs: each_line(form, "communication_needs"),
    }
}

fn each_line(form: &Form, name: &str) -> Vec<String> {
    let lines = form.fields.raw(name).lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

fn address(form: &mut Form, today: clew_calendar::Day) -> Option<Address> {
    let from = form.day("address-from");
    let lines = form.optional("address");
    let locality = form.optional("locality");
    if lines.is_none() && locality.is_none() {
        // A day by itself says since when somebody lives nowhere.
        if from.is_some() {
            form.refuse("address", "Give the address, or the locality");
        }
        return None;
    }
    Some(Address {
        lines: lines.unwrap_or_default(),
        locality: locality.unwrap_or_default(),
        from: from.unwrap_or(today),
    })
}

/// The two sides of a line with a colon.
fn sides(line: &str) -> Option<(&str, &str)> {
    let (kind, value) = line.split_once(':')?;
    let (kind, value) = (kind.trim(), value.trim());
    (!kind.is_empty() && !value.is_empty()).then_some((kind, value))
}

fn identifiers(form: &mut Form) -> Vec<Identifier> {
    let lines = each_line(form, "identifiers");
    let read = lines.iter().map(|line| {
        let (kind, value) = sides(line)?;
        Some(Identifier {
            kind: kind.to_owned(),
            value: value.to_owned(),
        })
    });
    let read: Option<Vec<_>> = read.collect();
    if read.is_none() {
        let problem = "Give each identifier as its kind, a colon and the identifier";
        form.refuse("identifiers", problem);
    }
    read.unwrap_or_default()
}

fn relationships(form: &mut Form) -> Vec<Relationship> {
    let lines = each_line(form, "relationships");
    let read = lines.iter().map(|line| {
        let (to, kind) = sides(line)?;
        Some(Relationship {
            to: person_number(to)?,
            kind: kind.to_owned(),
        })
    });
    let read: Option<Vec<_>> = read.collect();
    if read.is_none() {
        let problem =
            "Give each relationship as a person’s number, a colon and what they are to this person";
        form.refuse("relationships", problem);
    }
    read.unwrap_or_default()
}

/// The fields in which what is now known differs from what was typed: label, theirs, yours.
pub(super) fn differing(now: &Person, typed: &Form) -> Vec<(String, String, String)> {
    let theirs = of(now);
    let value = |form: &Form, name: &str| match name {
        "birth" => {
            let parts = ["day", "month", "year"].map(|part| {
                let text = form.fields.text(&format!("birth-{part}")).to_owned();
                text.trim_start_matches('0').to_owned()
            });
            parts.join(" ").trim().to_owned()
        }
        _ => form.fields.text(name).to_owned(),
    };
    let differ = LABELS.iter().filter(|(name, _)| *name != "addresses");
    let differ = differ.map(|(name, label)| {
        let (theirs, yours) = (value(&theirs, name), value(typed, name));
        ((*label).to_owned(), theirs, yours)
    });
    differ
        .filter(|(_, theirs, yours)| theirs != yours)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_known_of_a_person_comes_back_from_its_form_as_it_was() {
        let person: Person = serde_json::from_str(
            r#"{"number": 7, "name": "Ada: \"Testperson\" <b>", "version": 3, "gender": "woman",
                "aliases": ["Addie", "A. T."], "birth": {"day": "1950-05-01", "estimated": true},
                "identifiers": [{"kind": "old-system", "value": "a:b"}],
                "addresses": [{"lines": "1 Nowhere Lane", "locality": "north", "from": "2020-01-01"}],
                "relationships": [{"to": 9, "kind": "welfare guardian"}],
                "warnings": ["A dog"], "communication_needs": ["Large print"]}"#,
        )
        .unwrap();
        let mut form = of(&person);
        let today = "2026-06-12".parse().unwrap();
        let read = read(&mut form, Some(&person), today);
        assert!(form.is_sound(), "{:?}", form.problems);
        assert_eq!(read, PersonRequest::from(&person));
        assert!(differing(&person, &form).is_empty());
    }

    #[test]
    fn a_locality_without_lines_is_kept_and_a_day_of_no_address_is_refused() {
        let today = "2026-06-12".parse().unwrap();
        let mut form = Form::showing(&[
            ("name", "Somebody".to_owned()),
            ("locality", "north".to_owned()),
        ]);
        let known = read(&mut form, None, today);
        assert!(form.is_sound(), "{:?}", form.problems);
        let one = &known.addresses[0];
        assert_eq!(
            (&*one.lines, &*one.locality, one.from),
            ("", "north", today)
        );
        assert_eq!(address_words(one), "north, since 12 June 2026");
        let mut form = Form::showing(&[
            ("name", "Somebody".to_owned()),
            ("address-from-day", "1".to_owned()),
            ("address-from-month", "5".to_owned()),
            ("address-from-year", "2026".to_owned()),
        ]);
        assert!(read(&mut form, None, today).addresses.is_empty());
        assert!(form.problem("address").is_some());
    }

    #[test]
    fn an_address_that_is_wrong_is_taken_out_and_given_anew() {
        let today = "2026-06-12".parse().unwrap();
        let person: Person = serde_json::from_str(
            r#"{"number": 7, "name": "Ada Testperson", "version": 3, "addresses": [
                {"lines": "1 Nowhere Lane", "locality": "north", "from": "2020-01-01"},
                {"lines": "2 Nowhere Lane", "locality": "north", "from": "2021-01-01"}]}"#,
        )
        .unwrap();
        let mut form = of(&person);
        let mut tick = |name: &str, value: &str| form.fields.set(name, value.to_owned());
        tick("wrong--0-2020-01-01", "yes");
        // Of another address than the one that now has this place.
        tick("wrong--1-2019-01-01", "yes");
        tick("address", "3 Nowhere Lane");
        let known = read(&mut form, Some(&person), today);
        let lines: Vec<&str> = known.addresses.iter().map(|it| &*it.lines).collect();
        assert_eq!(lines, ["2 Nowhere Lane", "3 Nowhere Lane"]);
    }

    #[test]
    fn a_line_without_its_colon_is_refused_at_its_field() {
        let mut form = Form::showing(&[
            ("name", "Somebody".to_owned()),
            ("identifiers", "4711".to_owned()),
            ("relationships", "daughter: P3".to_owned()),
        ]);
        read(&mut form, None, "2026-06-12".parse().unwrap());
        assert!(form.problem("identifiers").is_some());
        assert!(form.problem("relationships").is_some());
    }
}
