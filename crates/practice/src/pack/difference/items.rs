//! A pack as a flat list of items, each with what is said of it.

use std::collections::BTreeMap;

use clew_calendar::{Calendar, Effect};

use super::{
    kind::{ItemKey, ItemKind},
    said::{Said, conditions, dated, kind_of_field, path, plain, quoted, yes},
};
use crate::pack::{
    Band, Clock, ClockRule, Definition, Due, Field, Needed, Of, Pack, Process, Step, Stop, Within,
};

/// One item.
pub(super) struct Item {
    pub(super) title: String,
    /// What is said of it, by what.
    pub(super) says: BTreeMap<&'static str, Said>,
    /// The codes of its parts, in order.
    pub(super) parts: Vec<String>,
}

/// Gathers items.
struct Gathering<'p> {
    pack: &'p Pack,
    items: BTreeMap<ItemKey, Item>,
}

/// Every item of a pack.
pub(super) fn items(pack: &Pack) -> BTreeMap<ItemKey, Item> {
    let mut gathering = Gathering {
        pack,
        items: BTreeMap::new(),
    };
    gathering.small_ones();
    gathering.calendars();
    gathering.lists();
    gathering.forms();
    for process in pack.processes.values() {
        gathering.process(process);
    }
    for clock in pack.clocks.values() {
        gathering.clock(clock);
    }
    for measure in pack.measures.values() {
        gathering.measure(measure);
    }
    gathering.items
}

impl Gathering<'_> {
    /// Adds an item; what is said of it is left out where it is empty.
    fn add(
        &mut self,
        key: (ItemKind, &str),
        title: &str,
        says: Vec<(&'static str, Said)>,
        parts: Vec<String>,
    ) {
        let mut said: BTreeMap<&'static str, Said> = BTreeMap::new();
        said.insert("title", quoted(title));
        said.extend(says);
        said.retain(|_, said| !said.words.is_empty());
        let item = Item {
            title: title.to_owned(),
            says: said,
            parts,
        };
        self.items.insert((key.0, key.1.to_owned()), item);
    }

    fn small_ones(&mut self) {
        let pack = self.pack;
        let says = vec![
            ("version", plain(&pack.version)),
            ("calendars", plain(&pack.calendars.join(", "))),
        ];
        self.add((ItemKind::Pack, &pack.code), &pack.title, says, Vec::new());
        for role in pack.roles.values() {
            let says = vec![("senior", yes(role.senior))];
            self.add((ItemKind::Role, &role.code), &role.title, says, Vec::new());
        }
        for dimension in pack.dimensions.values() {
            let of = match &dimension.of {
                Of::Team => "team".to_owned(),
                Of::Locality => "locality".to_owned(),
                Of::Gender => "gender".to_owned(),
                Of::Field(field) => format!("the field {field}"),
                Of::Age(bands) => {
                    let band = |band: &Band| format!("“{}” from {}", band.title, band.from);
                    let bands: Vec<String> = bands.iter().map(band).collect();
                    format!("age in bands {}", bands.join(", "))
                }
            };
            let key = (ItemKind::Dimension, dimension.code.as_str());
            self.add(key, &dimension.title, vec![("of", plain(&of))], Vec::new());
        }
    }

    fn calendars(&mut self) {
        for name in self.pack.calendar_files.keys() {
            if let Ok(calendar) = self.pack.calendar(name) {
                self.calendar(&calendar);
            }
        }
    }

    fn calendar(&mut self, calendar: &Calendar) {
        let (first, last) = calendar.coverage();
        let weekend: Vec<String> = calendar
            .weekend()
            .iter()
            .map(|day| format!("{day:?}"))
            .collect();
        let says = vec![
            ("days covered", plain(&format!("{first} to {last}"))),
            ("weekend", plain(&weekend.join(", "))),
        ];
        let key = (ItemKind::Calendar, calendar.name());
        self.add(key, calendar.title(), says, Vec::new());
        let days = calendar.special_days().iter();
        for day in days.filter(|day| day.calendar == calendar.name()) {
            let effect = match day.effect {
                Effect::Holiday => "a holiday",
                Effect::Worked => "worked",
            };
            let since = |day: Option<clew_calendar::Day>| {
                plain(&day.map_or(String::new(), |day| day.to_string()))
            };
            let says = vec![
                ("what it is", plain(effect)),
                ("known since", since(day.known_since)),
                ("withdrawn", since(day.withdrawn)),
                ("source", quoted(&day.source)),
                ("note", quoted(&day.note)),
            ];
            let code = format!("{}.{}", calendar.name(), day.date);
            self.add((ItemKind::SpecialDay, &code), &day.name, says, Vec::new());
        }
    }

    fn lists(&mut self) {
        for list in self.pack.choice_lists.values() {
            let parts = list
                .choices
                .iter()
                .map(|choice| choice.code.clone())
                .collect();
            self.add((ItemKind::List, &list.code), &list.title, Vec::new(), parts);
            for choice in &list.choices {
                let code = format!("{}.{}", list.code, choice.code);
                let says = vec![("retired", yes(choice.retired))];
                self.add((ItemKind::Choice, &code), &choice.title, says, Vec::new());
            }
        }
    }

    fn forms(&mut self) {
        for form in self.pack.forms.values() {
            let parts = form.fields.iter().map(|field| field.code.clone()).collect();
            let says = vec![
                ("date of the event", plain(&form.event_date)),
                ("in the chronology", yes(form.in_chronology)),
                ("help", quoted(form.help.as_deref().unwrap_or_default())),
                ("source", quoted(form.source.as_deref().unwrap_or_default())),
            ];
            self.add((ItemKind::Form, &form.code), &form.title, says, parts);
            for field in &form.fields {
                self.field(&form.code, field);
            }
        }
    }

    fn field(&mut self, form: &str, field: &Field) {
        let needed = match field.needed {
            Needed::Never => "",
            needed => needed.written(),
        };
        let says = vec![
            ("kind", kind_of_field(&field.kind)),
            ("needed", plain(needed)),
            ("help", quoted(field.help.as_deref().unwrap_or_default())),
            ("asked when", conditions(&field.when, self.pack, form)),
        ];
        let code = format!("{form}.{}", field.code);
        self.add((ItemKind::Field, &code), &field.title, says, Vec::new());
    }

    fn process(&mut self, process: &Process) {
        let parts = process.steps.iter().map(|step| step.form.clone()).collect();
        let says = vec![
            ("weight", plain(&process.weight.to_string())),
            (
                "years kept",
                plain(
                    &process
                        .keep_years
                        .map_or_else(String::new, |years| years.to_string()),
                ),
            ),
            ("help", quoted(process.help.as_deref().unwrap_or_default())),
            (
                "source",
                quoted(process.source.as_deref().unwrap_or_default()),
            ),
        ];
        let key = (ItemKind::Process, process.code.as_str());
        self.add(key, &process.title, says, parts);
        for step in &process.steps {
            self.step(&process.code, step);
        }
    }

    fn step(&mut self, process: &str, step: &Step) {
        let pack = self.pack;
        let read_from = step.after.first().unwrap_or(&step.form);
        let closes = match step.closes_when.as_deref() {
            None => plain(""),
            Some([]) => plain("always"),
            Some(closes) => conditions(closes, pack, &step.form),
        };
        let says = vec![
            ("after", plain(&step.after.join(" or "))),
            ("offered when", conditions(&step.when, pack, read_from)),
            ("once", yes(step.once)),
            ("who may", plain(&step.may.join(" or "))),
            (
                "authorised by",
                plain(step.authorised_by.as_deref().unwrap_or_default()),
            ),
            ("closes when", closes),
        ];
        let form = pack.forms.get(&step.form);
        let title = form.map_or(step.form.as_str(), |form| form.title.as_str());
        let mut code = format!("{process}.{}", step.form);
        // A form can be more than one step of a process, under different conditions.
        while self.items.contains_key(&(ItemKind::Step, code.clone())) {
            code.push('+');
        }
        self.add((ItemKind::Step, &code), title, says, Vec::new());
    }

    fn clock(&mut self, clock: &Clock) {
        let pack = self.pack;
        let form = clock.trigger.form.as_str();
        let own = |field: &str| {
            pack.forms
                .get(form)
                .and_then(|form| form.field(field))
                .map_or(field.to_owned(), |field| format!("“{}”", field.title))
        };
        let pause = clock.pause.as_ref();
        let pause =
            pause.map(|pause| format!("from {} until {}", own(&pause.from), own(&pause.to)));
        let extension = clock.extension.as_ref();
        let extension = extension.map(|extension| {
            format!(
                "to {} for the reason in {}",
                own(&extension.to),
                own(&extension.reason)
            )
        });
        let trigger = Stop {
            form: form.to_owned(),
            date: clock.trigger.date.clone(),
            when: clock.trigger.when.clone(),
        };
        let says = vec![
            ("trigger", dated(&trigger, pack)),
            ("stop", dated(&clock.stop, pack)),
            (
                "end",
                clock
                    .until
                    .as_ref()
                    .map_or_else(|| plain(""), |until| dated(until, pack)),
            ),
            ("calendar", plain(&clock.calendar)),
            ("pause", plain(&pause.unwrap_or_default())),
            ("extension", plain(&extension.unwrap_or_default())),
            ("days of warning", plain(&clock.at_risk_days.to_string())),
        ];
        self.add(
            (ItemKind::Clock, &clock.code),
            &clock.title,
            says,
            Vec::new(),
        );
        for rule in &clock.rules {
            self.rule(clock, rule);
        }
    }

    fn rule(&mut self, clock: &Clock, rule: &ClockRule) {
        let from = match rule.effective_from {
            None => "the beginning".to_owned(),
            Some(day) => day.to_string(),
        };
        let due = match &rule.due {
            Due::Within(allowance) => plain(&format!("within {allowance}")),
            Due::On(on) => path(on, self.pack, &clock.trigger.form),
        };
        let every = rule
            .then_every
            .map_or_else(String::new, |every| every.to_string());
        let says = vec![
            ("due", due),
            ("then every", plain(&every)),
            ("standing", plain(rule.standing.written())),
            ("source", quoted(&rule.source)),
        ];
        let code = format!("{}.{from}", clock.code);
        let title = format!("{}, from {from}", clock.title);
        self.add((ItemKind::Rule, &code), &title, says, Vec::new());
    }

    fn measure(&mut self, measure: &Definition) {
        let (pack, form) = (self.pack, measure.form.as_str());
        let maybe_path = |to: Option<&crate::pack::Path>| {
            to.map_or_else(|| plain(""), |to| path(to, pack, form))
        };
        let within = match &measure.within {
            None => plain(""),
            Some(Within::Allowance(allowance)) => plain(&allowance.to_string()),
            Some(Within::On(on)) => path(on, pack, form),
            Some(Within::Clock(clock)) => plain(&format!("the clock {clock}")),
        };
        let left_out = measure.exclude.iter().map(|exclusion| {
            let when = conditions(&exclusion.when, pack, form);
            when.and(&format!(" ({})", exclusion.reason))
        });
        let amount = measure.amount.as_ref().map(ToString::to_string);
        let standing = measure.standing.map_or("", |standing| standing.written());
        let says = vec![
            ("kind", plain(measure.kind.written())),
            ("form", plain(form)),
            ("from", path(&measure.from, pack, form)),
            ("to", maybe_path(measure.to.as_ref())),
            ("within", within),
            ("calendar", plain(&measure.calendar)),
            ("which records", conditions(&measure.filter, pack, form)),
            ("met when", conditions(&measure.met, pack, form)),
            ("amount", plain(&amount.unwrap_or_default())),
            ("counts people", yes(measure.people)),
            (
                "day of the period",
                plain(if measure.kind.is_on_a_day() {
                    measure.census.written()
                } else {
                    ""
                }),
            ),
            ("left out", Said::all(left_out)),
            ("split", plain(&measure.split.join(", "))),
            ("unit", plain(&measure.unit)),
            ("polarity", plain(&measure.polarity)),
            ("standing", plain(standing)),
            (
                "source",
                quoted(measure.source.as_deref().unwrap_or_default()),
            ),
            ("version", plain(&measure.version.to_string())),
        ];
        let key = (ItemKind::Measure, measure.code.as_str());
        self.add(key, &measure.title, says, Vec::new());
    }
}
