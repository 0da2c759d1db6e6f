//! Which measures are compared, and the form that adds and takes away.

use clew_plan::{Kind, MeasureKey};
use clew_service::{HitKind, Overview};
use maud::{Markup, html};

use crate::components::{Input, hidden, text_input};
use crate::{Fields, Form, links};

/// Measures that can be compared at once: more lines than that cannot be told apart.
pub(super) const MOST: usize = 6;
/// Measures offered when words answer to several.
const MOST_OFFERED: usize = 12;

/// The measures that the address names.
pub(super) struct Chosen {
    /// Their keys, each once, in the order of the address.
    pub(super) keys: Vec<MeasureKey>,
    /// Their codes and titles, in the same order.
    titles: Vec<(String, String)>,
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
            titles: Vec::new(),
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
        chosen
    }

    fn take(&mut self, overview: &Overview, written: &str) {
        let key = MeasureKey::from(written);
        let Some(measure) = overview.measure(&key) else {
            self.problems
                .push(format!("There is no measure {written}."));
            return;
        };
        if self.keys.contains(&key) {
            return;
        }
        if self.keys.len() == MOST {
            let code = measure.code.written();
            self.problems.push(format!(
                "Up to {MOST} measures can be compared; {code} is left out."
            ));
            return;
        }
        let title = (measure.code.written().to_owned(), measure.title.clone());
        self.titles.push(title);
        self.keys.push(key);
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
        found.retain(|key| !self.keys.contains(key));
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
            [(key, _, _)] if self.keys.len() < MOST => Some(self.address_with(key)),
            _ => None,
        }
    }

    fn pairs(&self) -> Vec<(&str, &str)> {
        let keys = self.keys.iter().map(|key| ("measure", key.as_str()));
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

    fn address_with(&self, key: &MeasureKey) -> String {
        let mut pairs = self.pairs();
        pairs.insert(self.keys.len(), ("measure", key.as_str()));
        links::with_query(links::COMPARE, &links::query(&pairs))
    }

    fn address_without(&self, key: &MeasureKey) -> String {
        let mut pairs = self.pairs();
        pairs.retain(|pair| *pair != ("measure", key.as_str()));
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
                @for (key, (code, title)) in self.keys.iter().zip(&self.titles) {
                    li {
                        a class="govuk-link" href=(links::measure(key, None)) { (title) } span class="clew-quiet" { " " (code) }
                        " "
                        a class="govuk-link clew-take" href=(self.address_without(key)) { "Take away" span class="govuk-visually-hidden" { " " (code) " " (title) } }
                    }
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
                        li { a class="govuk-link" href=(self.address_with(key)) { "Add " (title) } span class="clew-quiet" { " " (code) } }
                    }
                }
            }
        }
    }
}
