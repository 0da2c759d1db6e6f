//! Whether what a pack says fits together: every name leads somewhere, every test fits its field, every step can be
//! reached.

mod clocks;
mod conditions;
mod forms;
mod measures;
mod processes;

use std::collections::BTreeMap;

use super::{Field, Pack, PackIssue, Path, Place, Process, issue::advise, read::KeyLines};

impl Pack {
    /// Everything that does not fit together, in order of what is looked at. [`Pack::read`] says it too.
    #[must_use]
    pub fn check(&self) -> Vec<PackIssue> {
        check_with(self, &KeyLines::default())
    }
}

/// As [`Pack::check`], with the lines on which keys stand.
pub(super) fn check_with(pack: &Pack, lines: &KeyLines) -> Vec<PackIssue> {
    let mut checking = Checking {
        pack,
        lines,
        issues: Vec::new(),
    };
    checking.calendars();
    checking.forms();
    checking.dimensions();
    checking.processes();
    checking.clocks();
    checking.measures();
    checking.issues
}

/// A check under way.
struct Checking<'a> {
    pack: &'a Pack,
    lines: &'a KeyLines,
    issues: Vec<PackIssue>,
}

impl<'a> Checking<'a> {
    fn error(
        &mut self,
        place: &Place,
        key: &str,
        rule: &'static str,
        message: String,
        advice: impl Into<String>,
    ) {
        let place = self.lines.of(place, key);
        let issue = PackIssue::error(place, rule, message, advice);
        self.issues.push(issue);
    }

    fn warning(
        &mut self,
        place: &Place,
        key: &str,
        rule: &'static str,
        message: String,
        advice: impl Into<String>,
    ) {
        self.error(place, key, rule, message, advice);
        if let Some(issue) = self.issues.pop() {
            self.issues.push(issue.into_warning());
        }
    }

    /// Says that a name leads nowhere, unless it is empty (which was said when it was read).
    fn unknown<T>(
        &mut self,
        place: &Place,
        key: &str,
        rule: &'static str,
        what: &str,
        (name, known): (&str, &BTreeMap<String, T>),
    ) -> bool {
        if known.contains_key(name) {
            return false;
        }
        if !name.is_empty() {
            let advice = advise(name, known.keys().map(String::as_str));
            self.error(
                place,
                key,
                rule,
                format!("There is no {what} \"{name}\""),
                advice,
            );
        }
        true
    }

    /// The field that a path means, or else what is wrong with it is said.
    fn field(&mut self, place: &Place, key: &str, own: &str, path: &Path) -> Option<&'a Field> {
        let pack = self.pack;
        let (form, code) = match path {
            Path::Own(field) => (own, field),
            Path::Episode { form, field } => (form.as_str(), field),
            Path::Person(_) => return None,
        };
        let known = (form, &pack.forms);
        if code.is_empty() || self.unknown(place, key, "unknown-form", "form", known) {
            return None;
        }
        self.together(place, key, own, form);
        let form = pack.forms.get(form)?;
        let found = form.field(code);
        if found.is_none() {
            let advice = advise(code, form.fields.iter().map(|field| field.code.as_str()));
            let message = format!("The form \"{}\" has no field \"{code}\"", form.code);
            self.error(place, key, "unknown-field", message, advice);
        }
        found
    }

    /// Two forms of which one reads from the other, or stops its clock, have to be steps of one process: else they are
    /// never in one episode.
    fn together(&mut self, place: &Place, key: &str, one: &str, other: &str) {
        let forms = &self.pack.forms;
        if one == other || !forms.contains_key(one) || !forms.contains_key(other) {
            return;
        }
        let has = |process: &Process, form: &str| {
            let mut steps = process.steps.iter();
            steps.any(|step| step.form == *form)
        };
        let mut processes = self.pack.processes.values();
        if !processes.any(|process| has(process, one) && has(process, other)) {
            self.error(
                place,
                key,
                "apart",
                format!("No process has both \"{one}\" and \"{other}\""),
                "They are never in one episode: add the one to the other's process as a step",
            );
        }
    }

    /// A field that has to be a date.
    fn date_field(&mut self, place: &Place, key: &str, form: &str, path: &Path) {
        if let Path::Person(what) = path {
            let message = format!("person.{what} is no date");
            self.error(place, key, "not-a-date", message, "Name a date field");
            return;
        }
        let found = self.field(place, key, form, path);
        if let Some(field) = found.filter(|field| !field.kind.is_date()) {
            let message = format!(
                "\"{path}\" is a field of the kind {} and no date",
                field.kind.written()
            );
            self.error(place, key, "not-a-date", message, "Name a date field");
        }
    }

    /// A calendar that has to be known when working days are counted by it.
    fn calendar(&mut self, place: &Place, name: &str, counts_working_days: bool) {
        if name.is_empty() {
            if counts_working_days {
                self.error(
                    place,
                    "calendar",
                    "no-calendar",
                    "Working days are counted, but by no calendar".to_owned(),
                    "Add calendar = \"…\", or name one in pack.toml",
                );
            }
        } else if let Err(error) = self.pack.calendar(name) {
            self.error(
                place,
                "calendar",
                "unknown-calendar",
                format!("The calendar \"{name}\" cannot be used: {error}"),
                format!("Name a built-in one, or add calendars/{name}.toml"),
            );
        }
    }

    fn calendars(&mut self) {
        let place = Place {
            file: "pack.toml".to_owned(),
            line: 1,
        };
        for name in &self.pack.calendars {
            if let Err(error) = self.pack.calendar(name) {
                self.error(
                    &place,
                    "calendars",
                    "unknown-calendar",
                    format!("The calendar \"{name}\" cannot be used: {error}"),
                    format!("Name a built-in one, or add calendars/{name}.toml"),
                );
            }
        }
    }
}
