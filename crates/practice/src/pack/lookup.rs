//! Finding things in a pack: fields by path, choices by code, calendars by name.

use std::{borrow::Cow, collections::BTreeMap};

use clew_calendar::{Calendar, CalendarError};

use super::{Choice, ChoiceList, Field, FieldKind, Form, Pack, Path};

impl Pack {
    /// The form and field that a path means when it is read from a record of a form; none for what is known of a
    /// person, and for what does not exist.
    #[must_use]
    pub fn field(&self, form: &str, path: &Path) -> Option<(&Form, &Field)> {
        let (form, field) = match path {
            Path::Own(field) => (form, field),
            Path::Episode { form, field } => (form.as_str(), field),
            Path::Person(_) => return None,
        };
        let form = self.forms.get(form)?;
        Some((form, form.field(field)?))
    }

    /// The choices of a field; none when it is no choice.
    #[must_use]
    pub fn choices_of(&self, field: &Field) -> Option<&ChoiceList> {
        self.choice_lists.get(field.kind.list()?)
    }

    /// A choice of the field that a path means, by code.
    #[must_use]
    pub fn choice(&self, form: &str, path: &Path, code: &str) -> Option<&Choice> {
        let list = match path {
            Path::Person(what) => self.choice_lists.get(what)?,
            _ => self.choices_of(self.field(form, path)?.1)?,
        };
        list.choice(code)
    }

    /// What people read for a code of a choice, or for `yes` and `no`.
    #[must_use]
    pub fn choice_title<'a>(&'a self, form: &str, path: &Path, code: &'a str) -> Option<&'a str> {
        let is_yes_no = |(_, field): (&Form, &Field)| field.kind == FieldKind::YesNo;
        if self.field(form, path).is_some_and(is_yes_no) {
            return matches!(code, "yes" | "no").then_some(code);
        }
        Some(self.choice(form, path, code)?.title.as_str())
    }

    /// A calendar that the pack counts with: its own of that name, or a built-in one.
    ///
    /// # Errors
    /// When there is none of that name, or its text cannot be read.
    pub fn calendar(&self, name: &str) -> Result<Cow<'static, Calendar>, CalendarError> {
        match self.calendar_files.get(name) {
            Some(text) => Calendar::from_toml(text).map(Cow::Owned),
            None => Calendar::built_in(name).map(Cow::Borrowed),
        }
    }

    /// Every calendar that the pack names and that can be read, by name.
    #[must_use]
    pub fn calendars(&self) -> BTreeMap<String, Calendar> {
        let of_clocks = self.clocks.values().map(|clock| &clock.calendar);
        let of_measures = self.measures.values().map(|measure| &measure.calendar);
        self.calendars
            .iter()
            .chain(of_clocks)
            .chain(of_measures)
            .filter_map(|name| Some((name.clone(), self.calendar(name).ok()?.into_owned())))
            .collect()
    }
}

impl ChoiceList {
    /// A choice by code.
    #[must_use]
    pub fn choice(&self, code: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.code == code)
    }
}
