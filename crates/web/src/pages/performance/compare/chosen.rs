//! Which measures are compared, of the whole or of a part, and the form that adds and takes away.

use clew_plan::{Kind, MeasureKey, UnitId};
use clew_service::{HitKind, Overview};
use maud::{Markup, html};

use crate::components::{Input, hidden, text_input};
use crate::{Fields, Form, links};

/// Measures that can be compared at once: more lines than that cannot be told apart.
pub(super) const MOST: usize = 6;
/// Measures offered when words answer to several.
const MOST_OFFERED: usize = 12;

/// A measure that is compared, of the whole or of a part of the organisation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Which {
    /// The measure.
    pub(super) key: MeasureKey,
    /// The part; none for the whole.
    pub(super) unit: Option<UnitId>,
    /// How the address names it.
    written: String,
}

impl Which {
    fn of(key: MeasureKey, unit: Option<UnitId>) -> Self {
        Self {
            written: links::compared(&key, unit.as_ref()),
            key,
            unit,
        }
    }

    /// What the address names; why not, where it is not known.
    fn read(overview: &Overview, written: &str) -> Result<Self, String> {
        let (code, unit) = match written.split_once('@') {
            Some((code, unit)) => (code, Some(UnitId::from(unit))),
            None => (written, None),
        };
        let key = MeasureKey::from(code);
        if overview.measure(&key).is_none() {
            return Err(format!("There is no measure {code}."));
        }
        match &unit {
            Some(unit) if !parts_of(overview, &key).contains(&unit) => {
                Err(format!("{code} has no figures of {unit}."))
            }
            _ => Ok(Self::of(key, unit)),
        }
    }
}

/// The parts of the organisation that a measure has figures of, in the order of the Book.
pub(in crate::pages::performance) fn parts_of<'book>(
    overview: &'book Overview,
    key: &MeasureKey,
) -> Vec<&'book UnitId> {
    let facts = overview.measure_facts(key);
    let figures = facts.figures();
    let has = |unit: &&UnitId| {
        let mut figures = figures.iter();
        figures.any(|figure| figure.unit.as_ref() == Some(*unit))
    };
    if figures.iter().all(|figure| figure.unit.is_none()) {
        return Vec::new();
    }
    let units = overview.book().units.iter().map(|unit| &unit.id);
    units.filter(has).collect()
}

/// A measure as the list names it, with the parts that could be added.
struct Named {
    code: String,
    title: String,
    part: Option<String>,
    more: Vec<(Which, String)>,
}

/// The measures that the address names.
pub(super) struct Chosen {
    /// Which, each once, in the order of the address.
    pub(super) keys: Vec<Which>,
    /// What they are called, in the same order.
    names: Vec<Named>,
    /// What could not be taken: codes that are not known, and those above the most.
    problems: Vec<String>,
    /// What answers to the words asked for: key, code and title.
    offered: Vec<(MeasureKey, String, String)>,
    period: String,
    show: String,
}

impl Chosen {
    pub(super) fn read(overview: &Overview, asked: &Fields) -> Self {
        let mut chosen = Self {
            keys: Vec::new(),
            names: Vec::new(),
            problems: Vec::new(),
            offered: Vec::new(),
            period: asked.text("period").to_owned(),
            show: asked.text("show").to_owned(),
        };
        for written in asked.all("measure").map(str::trim) {
            if !written.is_empty() {
                chosen.take(overview, written);
            }
        }
        if let Some(words) = asked.given("add") {
            chosen.offer(overview, words);
        }
        let names = chosen
            .keys
            .iter()
            .map(|which| chosen.named(overview, which));
        chosen.names = names.collect();
        chosen
    }

    fn take(&mut self, overview: &Overview, written: &str) {
        match Which::read(overview, written) {
            Err(problem) => self.problems.push(problem),
            Ok(which) if self.keys.contains(&which) => {}
            Ok(which) if self.keys.len() == MOST => {
                let measure = overview.measure(&which.key);
                let code = measure.map_or(which.key.as_str(), |measure| measure.code.written());
                self.problems.push(format!(
                    "Up to {MOST} measures can be compared; {code} is left out."
                ));
            }
            Ok(which) => self.keys.push(which),
        }
    }

    fn named(&self, overview: &Overview, which: &Which) -> Named {
        let book = overview.book();
        let measure = overview.measure(&which.key);
        let parts = parts_of(overview, &which.key).into_iter();
        let more = parts
            .map(|unit| {
                let part = Which::of(which.key.clone(), Some(unit.clone()));
                (part, book.unit_name(unit).to_owned())
            })
            .filter(|(part, _)| !self.keys.contains(part));
        Named {
            code: measure.map_or_else(String::new, |found| found.code.written().to_owned()),
            title: measure.map_or_else(String::new, |found| found.title.clone()),
            part: which
                .unit
                .as_ref()
                .map(|unit| book.unit_name(unit).to_owned()),
            // Parts are offered once, beside the first line of their measure.
            more: if self.is_first_of(which) {
                more.collect()
            } else {
                Vec::new()
            },
        }
    }

    fn is_first_of(&self, which: &Which) -> bool {
        let mut keys = self.keys.iter();
        keys.find(|one| one.key == which.key) == Some(which)
    }

    /// What answers to a code or to words: a code that is known stands alone.
    fn offer(&mut self, overview: &Overview, words: &str) {
        let key = MeasureKey::from(words);
        let mut found: Vec<MeasureKey> = Vec::new();
        if overview.measure(&key).is_some() {
            found.push(key);
        } else {
            let hits = overview.search(words, 60).into_iter();
            let measures = hits.filter(|hit| hit.page.kind == HitKind::Record(Kind::Measure));
            for key in measures.map(|hit| MeasureKey::from(hit.page.id)) {
                if !found.contains(&key) {
                    found.push(key);
                }
            }
        }
        let whole = |key: &MeasureKey| Which::of(key.clone(), None);
        found.retain(|key| !self.keys.contains(&whole(key)));
        found.truncate(MOST_OFFERED);
        for key in found {
            if let Some(measure) = overview.measure(&key) {
                let code = measure.code.written().to_owned();
                self.offered.push((key, code, measure.title.clone()));
            }
        }
    }

    /// Where to go when what was asked for is one measure and no more.
    pub(super) fn with_the_one_asked_for(&self, asked: &Fields) -> Option<String> {
        asked.given("add")?;
        match self.offered.as_slice() {
            [(key, _, _)] if self.keys.len() < MOST => Some(self.address_with(key.as_str())),
            _ => None,
        }
    }

    fn pairs(&self) -> Vec<(&str, &str)> {
        let keys = self.keys.iter().map(|which| ("measure", &*which.written));
        keys.chain([("period", &*self.period), ("show", &*self.show)])
            .collect()
    }

    /// The query of the page.
    pub(super) fn query(&self) -> String {
        links::query(&self.pairs())
    }

    /// The address of the same measures drawn another way.
    pub(super) fn shown_as(&self, show: &str) -> String {
        let mut pairs = self.pairs();
        pairs.retain(|(name, _)| *name != "show");
        pairs.push(("show", show));
        links::with_query(links::COMPARE, &links::query(&pairs))
    }

    fn address_with(&self, written: &str) -> String {
        let mut pairs = self.pairs();
        pairs.insert(self.keys.len(), ("measure", written));
        links::with_query(links::COMPARE, &links::query(&pairs))
    }

    fn address_without(&self, which: &Which) -> String {
        let mut pairs = self.pairs();
        pairs.retain(|pair| *pair != ("measure", &*which.written));
        links::with_query(links::COMPARE, &links::query(&pairs))
    }

    /// What is compared, with the ways to take away and to add.
    pub(super) fn form(&self, asked: &Fields) -> Markup {
        html! {
            @for problem in &self.problems { div class="clew-asks" { p class="govuk-body" { (problem) } } }
            @if !self.keys.is_empty() { (self.list()) }
            @if self.keys.len() < MOST {
                form class="clew-filters" method="get" action=(links::COMPARE) role="search" aria-label="Add a measure" {
                    @for (name, value) in self.pairs() { @if !value.is_empty() { (hidden(name, value)) } }
                    (text_input(&Form::showing(&[("add", asked.text("add").to_owned())]), &Input {
                        name: "add", label: "Add a measure: its code, or words of its title", kind: "search", ..Input::default()
                    }))
                    button type="submit" class="govuk-button govuk-button--secondary" { "Find and add" }
                }
            } @else {
                p class="govuk-body clew-quiet" { "Up to " (MOST) " measures can be compared. Take one away to add another." }
            }
            @if asked.given("add").is_some() { (self.offers(asked.text("add"))) }
        }
    }

    fn list(&self) -> Markup {
        html! {
            ul class="clew-compared" aria-label="Measures compared" {
                @for (which, name) in self.keys.iter().zip(&self.names) {
                    li {
                        a class="govuk-link" href=(links::measure(&which.key, which.unit.as_ref())) { (name.title) }
                        span class="clew-quiet" { " " (name.code) @if let Some(part) = &name.part { " · " (part) } }
                        " "
                        a class="govuk-link clew-take" href=(self.address_without(which)) {
                            "Take away" span class="govuk-visually-hidden" { " " (name.code) " " (name.title) @if let Some(part) = &name.part { ", " (part) } }
                        }
                        @if !name.more.is_empty() && self.keys.len() < MOST { (self.parts(name)) }
                    }
                }
            }
        }
    }

    fn parts(&self, name: &Named) -> Markup {
        html! {
            span class="clew-code" {
                "Add a part: "
                @for (place, (part, words)) in name.more.iter().enumerate() {
                    @if place > 0 { ", " }
                    a class="govuk-link" href=(self.address_with(&part.written)) { (words) span class="govuk-visually-hidden" { " in " (name.code) } }
                }
            }
        }
    }

    fn offers(&self, words: &str) -> Markup {
        html! {
            @if self.offered.is_empty() {
                p class="govuk-body" role="status" { "No other measure answers to “" (words) "”." }
            } @else if self.keys.len() < MOST {
                h2 class="govuk-heading-s" { "Measures that answer to “" (words) "”" }
                ul class="govuk-list" {
                    @for (key, code, title) in &self.offered {
                        li { a class="govuk-link" href=(self.address_with(key.as_str())) { "Add " (title) } span class="clew-quiet" { " " (code) } }
                    }
                }
            }
        }
    }
}
