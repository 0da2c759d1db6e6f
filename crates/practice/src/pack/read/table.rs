//! A table of a pack's file: its values by kind, each asked for once, and what was never asked for at its end.

use std::{borrow::Cow, collections::BTreeMap, str::FromStr};

use clew_calendar::Day;
use rust_decimal::Decimal;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::Notes;
use crate::{
    PracticeError,
    pack::{
        PackIssue, Place, is_code,
        issue::{did_you_mean, short},
        words::upper_first,
    },
};

/// The lines on which the keys of each table stand, by the table's place.
#[derive(Debug, Default)]
pub(in crate::pack) struct KeyLines(BTreeMap<(String, u32), BTreeMap<String, u32>>);

impl KeyLines {
    /// Whether the table at a place has a key, even one whose value could not be read.
    pub(in crate::pack) fn has(&self, place: &Place, key: &str) -> bool {
        let keys = self.0.get(&(place.file.clone(), place.line));
        keys.is_some_and(|keys| keys.contains_key(key))
    }

    /// Where a key of the table at a place stands, or else the table.
    pub(in crate::pack) fn of(&self, place: &Place, key: &str) -> Place {
        let keys = self.0.get(&(place.file.clone(), place.line));
        let line = keys.and_then(|keys| keys.get(key)).copied();
        Place {
            file: place.file.clone(),
            line: line.unwrap_or(place.line),
        }
    }
}

/// A file, so that an offset in it can be told as a line.
pub(super) struct Source<'a> {
    name: &'a str,
    line_starts: Vec<usize>,
}

impl<'a> Source<'a> {
    pub(super) fn new(name: &'a str, text: &str) -> Source<'a> {
        let after = |(at, byte)| (byte == b'\n').then_some(at + 1);
        let starts = text.bytes().enumerate().filter_map(after);
        Source {
            name,
            line_starts: std::iter::once(0).chain(starts).collect(),
        }
    }

    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.line_starts.partition_point(|start| *start <= offset);
        Place {
            file: self.name.to_owned(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
        }
    }
}

/// One table of a file.
pub(super) struct Table<'t> {
    source: &'t Source<'t>,
    notes: &'t Notes,
    values: &'t DeTable<'t>,
    asked: Vec<&'static str>,
    what: Cow<'static, str>,
    pub(super) place: Place,
}

impl<'t> Table<'t> {
    pub(super) fn new(
        source: &'t Source<'t>,
        notes: &'t Notes,
        values: &'t DeTable<'t>,
        line: u32,
        what: impl Into<Cow<'static, str>>,
    ) -> Table<'t> {
        let place = Place {
            file: source.name.to_owned(),
            line,
        };
        let lines = values.keys().map(|key| {
            let line = source.place(key.span().start).line;
            (key.get_ref().to_string(), line)
        });
        let mut known = notes.lines.borrow_mut();
        let at = known.0.entry((place.file.clone(), line)).or_default();
        at.extend(lines);
        Table {
            source,
            notes,
            values,
            asked: Vec::new(),
            what: what.into(),
            place,
        }
    }

    /// Says what this is in messages, for example `the form "asp-referral"`.
    pub(super) fn name(&mut self, what: String) {
        self.what = Cow::Owned(what);
    }

    /// Where a key stands.
    pub(super) fn place_of(&self, key: &str) -> Place {
        let found = self.values.keys().find(|found| found.get_ref() == key);
        found.map_or_else(
            || self.place.clone(),
            |found| self.source.place(found.span().start),
        )
    }

    pub(super) fn issue_at(
        &self,
        key: &str,
        rule: &'static str,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) {
        let place = self.place_of(key);
        self.notes
            .add(PackIssue::error(place, rule, message, advice));
    }

    /// Whether a key is there at all.
    pub(super) fn has(&self, key: &str) -> bool {
        self.values.keys().any(|found| found.get_ref() == key)
    }

    fn value(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(key);
        let values = self.values;
        let mut found = values.iter().filter(|(name, _)| name.get_ref() == key);
        found.next().map(|(_, value)| value)
    }

    fn wrong_kind(&self, key: &str, wanted: &str) {
        self.issue_at(
            key,
            "wrong-kind",
            format!("{key} of {} is not {wanted}", self.what),
            format!("Write {wanted}"),
        );
    }

    /// Text, if it is there.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        match self.value(key)?.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.wrong_kind(key, "text in quotation marks");
                None
            }
        }
    }

    /// Text that has to be there.
    pub(super) fn needed_text(&mut self, key: &'static str) -> String {
        if !self.has(key) {
            self.issue_at(
                key,
                "missing",
                format!("{} has no {key}", upper_first(&self.what)),
                format!("Add {key} = \"…\""),
            );
        }
        let text = self.text(key).unwrap_or_default();
        if self.has(key) && text.trim().is_empty() {
            self.issue_at(
                key,
                "missing",
                format!("{key} of {} is empty", self.what),
                "Write it or, if it is not known yet, leave the whole entry out",
            );
        }
        text
    }

    /// A code that has to be there.
    pub(super) fn needed_code(&mut self, key: &'static str) -> String {
        let code = self.needed_text(key);
        if !code.is_empty() && !is_code(&code) {
            self.issue_at(
                key,
                "code",
                format!("\"{}\" is no code", short(&code)),
                "Write small letters, digits, hyphens and underscores, beginning with a letter",
            );
        }
        code
    }

    /// A value that is written as text in one way, if it is there.
    pub(super) fn parsed<T>(&mut self, key: &'static str) -> Option<T>
    where
        T: FromStr<Err = PracticeError>,
    {
        let text = self.text(key)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                let said = error.to_string();
                let (message, advice) = said.split_once("; ").unwrap_or((&said, "Write it anew"));
                self.issue_at(
                    key,
                    "not-written-so",
                    upper_first(message),
                    upper_first(advice),
                );
                None
            }
        }
    }

    /// True or false, if it is there.
    pub(super) fn truth(&mut self, key: &'static str) -> Option<bool> {
        match self.value(key)?.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => {
                self.wrong_kind(key, "true or false");
                None
            }
        }
    }

    /// A whole number within limits, if it is there.
    pub(super) fn whole<T: TryFrom<i64>>(&mut self, key: &'static str, wanted: &str) -> Option<T> {
        let number = match self.value(key)?.get_ref() {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let number = number.and_then(|number| T::try_from(number).ok());
        if number.is_none() {
            self.wrong_kind(key, wanted);
        }
        number
    }

    /// A number to its last digit, if it is there.
    pub(super) fn decimal(&mut self, key: &'static str) -> Option<Decimal> {
        let number = match self.value(key)?.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong_kind(key, "a number");
        }
        number
    }

    /// A day, in quotation marks or without, if it is there.
    pub(super) fn day(&mut self, key: &'static str) -> Option<Day> {
        let day = match self.value(key)?.get_ref() {
            DeValue::String(text) => text.parse().ok(),
            DeValue::Datetime(day) => day.to_string().parse().ok(),
            _ => None,
        };
        if day.is_none() {
            self.wrong_kind(key, "a day that exists, as in \"2026-04-01\"");
        }
        day
    }

    /// A list of texts; one text alone is a list of one.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<String> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let items = match value.get_ref() {
            DeValue::String(text) => return vec![text.to_string()],
            DeValue::Array(items) => items,
            _ => {
                self.wrong_kind(key, "a list of texts");
                return Vec::new();
            }
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::String(text) => texts.push(text.to_string()),
                _ => self.wrong_kind(key, "a list of texts"),
            }
        }
        texts
    }

    /// True when the value is a list.
    pub(super) fn is_list(&self, key: &str) -> bool {
        let mut found = self.values.iter().filter(|(name, _)| name.get_ref() == key);
        found
            .next()
            .is_some_and(|(_, value)| matches!(value.get_ref(), DeValue::Array(_)))
    }

    /// A table, if it is there.
    pub(super) fn table(&mut self, key: &'static str) -> Option<Table<'t>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Table(values) => Some(self.inner(key, values, value.span().start)),
            _ => {
                self.wrong_kind(key, "a table in braces");
                None
            }
        }
    }

    /// A list of tables; none when it is not there.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<Table<'t>> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.issue_at(
                key,
                "wrong-kind",
                format!("{key} of {} is not a list", self.what),
                format!("Write [[{key}]] with two brackets, or {key} = [ {{ … }} ]"),
            );
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(values) => {
                    tables.push(self.inner(key, values, item.span().start));
                }
                _ => self.wrong_kind(key, "a list of tables in braces"),
            }
        }
        tables
    }

    fn inner(&self, key: &str, values: &'t DeTable<'t>, offset: usize) -> Table<'t> {
        let line = self.source.place(offset).line;
        Table::new(self.source, self.notes, values, line, format!("the {key}"))
    }

    /// Says of every key that nothing asked for that it is unknown.
    pub(super) fn finish(self) {
        for key in self.values.keys() {
            let name = key.get_ref().as_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let meant = did_you_mean(name, self.asked.iter().copied());
            let advice = match meant {
                Some(meant) => format!("Did you mean {meant}? Or else take it out"),
                None => {
                    let mut known = self.asked.clone();
                    known.dedup();
                    format!("Take it out; known are {}", known.join(", "))
                }
            };
            self.notes.add(PackIssue::error(
                self.source.place(key.span().start),
                "unknown-key",
                format!("{} has no \"{}\"", upper_first(&self.what), short(name)),
                advice,
            ));
        }
    }
}
