//! A table of a mapping's file: each value asked for once, and what nobody asked for told at its end.

use std::cell::RefCell;
use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::MappingIssue;

/// What is gathered while a mapping is read: its issues, and where its lines begin.
pub(super) struct Notes {
    file: String,
    starts: Vec<usize>,
    pub(super) issues: RefCell<Vec<MappingIssue>>,
}

impl Notes {
    pub(super) fn new(file: &str, text: &str) -> Notes {
        let after = |(at, byte)| (byte == b'\n').then_some(at + 1);
        let starts = text.bytes().enumerate().filter_map(after);
        Notes {
            file: file.to_owned(),
            starts: std::iter::once(0).chain(starts).collect(),
            issues: RefCell::default(),
        }
    }

    pub(super) fn line(&self, offset: usize) -> u32 {
        let line = self.starts.partition_point(|start| *start <= offset);
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    pub(super) fn add(
        &self,
        line: u32,
        rule: &'static str,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.issues.borrow_mut().push(MappingIssue {
            file: self.file.clone(),
            line,
            rule,
            message: message.into(),
            advice: advice.into(),
        });
    }
}

/// One table.
pub(super) struct Table<'t> {
    notes: &'t Notes,
    values: &'t DeTable<'t>,
    asked: Vec<&'static str>,
    /// What this is in messages.
    what: String,
    /// The line on which it begins.
    pub(super) line: u32,
}

impl<'t> Table<'t> {
    pub(super) fn new(
        notes: &'t Notes,
        values: &'t DeTable<'t>,
        line: u32,
        what: impl Into<String>,
    ) -> Table<'t> {
        Table {
            notes,
            values,
            asked: Vec::new(),
            what: what.into(),
            line,
        }
    }

    pub(super) fn line_of(&self, key: &str) -> u32 {
        let mut keys = self.values.keys();
        let found = keys.find(|found| found.get_ref() == key);
        found.map_or(self.line, |found| self.notes.line(found.span().start))
    }

    pub(super) fn issue(
        &self,
        key: &str,
        rule: &'static str,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.notes.add(self.line_of(key), rule, message, advice);
    }

    pub(super) fn value(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(key);
        let mut all = self.values.iter();
        let found = all.find(|(name, _)| name.get_ref() == key);
        found.map(|(_, value)| value)
    }

    /// Every key with its value, for tables whose keys are not known beforehand.
    pub(super) fn all(&self) -> impl Iterator<Item = (String, u32, &'t DeValue<'t>)> + use<'t> {
        let notes = self.notes;
        self.values.iter().map(move |(key, value)| {
            let line = notes.line(key.span().start);
            (key.get_ref().to_string(), line, value.get_ref())
        })
    }

    fn wrong_kind(&self, key: &str, wanted: &str) {
        let message = format!("{key} of {} is not {wanted}", self.what);
        self.issue(key, "wrong-kind", message, format!("Write {wanted}"));
    }

    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        match self.value(key)?.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.wrong_kind(key, "text in quotation marks");
                None
            }
        }
    }

    pub(super) fn needed_text(&mut self, key: &'static str) -> String {
        let text = self.text(key);
        if text.as_ref().is_none_or(|text| text.trim().is_empty()) {
            let message = format!("{} does not say its {key}", self.what);
            self.issue(key, "missing", message, format!("Add {key} = \"…\""));
        }
        text.unwrap_or_default()
    }

    /// Whether it says `true`; not when it is left out.
    pub(super) fn yes(&mut self, key: &'static str) -> bool {
        match self.value(key).map(Spanned::get_ref) {
            None => false,
            Some(DeValue::Boolean(yes)) => *yes,
            Some(_) => {
                self.wrong_kind(key, "true or false");
                false
            }
        }
    }

    /// A list of texts; one text alone is a list of one.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<String> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let read = match value.get_ref() {
            DeValue::String(text) => Some(vec![text.to_string()]),
            DeValue::Array(all) => all.iter().map(|one| text_of(one.get_ref())).collect(),
            _ => None,
        };
        read.unwrap_or_else(|| {
            self.wrong_kind(key, "a list of texts in quotation marks");
            Vec::new()
        })
    }

    /// What texts are called otherwise: `{ "01" = "police" }`.
    pub(super) fn codes(&mut self, key: &'static str) -> BTreeMap<String, String> {
        let read = match self.value(key).map(Spanned::get_ref) {
            None => return BTreeMap::new(),
            Some(DeValue::Table(codes)) => codes
                .iter()
                .map(|(from, to)| Some((from.get_ref().trim().to_owned(), text_of(to.get_ref())?)))
                .collect(),
            Some(_) => None,
        };
        read.unwrap_or_else(|| {
            self.wrong_kind(key, "a table of texts, as { \"01\" = \"police\" }");
            BTreeMap::new()
        })
    }

    pub(super) fn table(&mut self, key: &'static str, what: &str) -> Option<Table<'t>> {
        let line = self.line_of(key);
        match self.value(key)?.get_ref() {
            DeValue::Table(values) => Some(Table::new(self.notes, values, line, what)),
            _ => {
                self.wrong_kind(key, "a table");
                None
            }
        }
    }

    pub(super) fn tables(&mut self, key: &'static str, what: &str) -> Vec<Table<'t>> {
        let notes = self.notes;
        let Some(DeValue::Array(all)) = self.value(key).map(Spanned::get_ref) else {
            if self.values.keys().any(|found| found.get_ref() == key) {
                self.wrong_kind(key, &format!("a list; write [[{key}]]"));
            }
            return Vec::new();
        };
        let tables = all.iter().filter_map(|one| match one.get_ref() {
            DeValue::Table(values) => {
                let line = notes.line(one.span().start);
                Some(Table::new(notes, values, line, what))
            }
            _ => None,
        });
        tables.collect()
    }

    /// Tells of every key that was not asked for.
    pub(super) fn finish(self) {
        for key in self.values.keys() {
            let name = key.get_ref().as_ref();
            if !self.asked.contains(&name) {
                let line = self.notes.line(key.span().start);
                let message = format!("{} has no {name}", capital(&self.what));
                let known = format!("It may have {}", self.asked.join(", "));
                self.notes.add(line, "unknown-key", message, known);
            }
        }
    }

    pub(super) fn notes(&self) -> &'t Notes {
        self.notes
    }
}

fn text_of(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        _ => None,
    }
}

fn capital(text: &str) -> String {
    let mut signs = text.chars();
    let first = signs.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(signs).collect()
}
