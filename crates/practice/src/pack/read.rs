//! Reading a pack from the texts of its files: everything that can be read, and every issue at once.

mod calendar;
mod choices;
mod clock;
mod condition;
mod dimension;
mod form;
mod measure;
mod process;
mod table;

use std::{cell::RefCell, collections::BTreeMap};

use super::{Form, Pack, PackIssue, Place, check::check_with, issue::short};
use measure::RawMeasure;
pub(super) use table::KeyLines;
use table::{Source, Table};

/// What is gathered while files are read.
#[derive(Default)]
struct Notes {
    issues: RefCell<Vec<PackIssue>>,
    lines: RefCell<KeyLines>,
}

impl Notes {
    fn add(&self, issue: PackIssue) {
        self.issues.borrow_mut().push(issue);
    }
}

impl Pack {
    /// Reads a pack from its files, by path relative to its folder, and checks it.
    ///
    /// Everything that can be read is in the pack even when there are issues; a pack with an issue that is an error
    /// is not to be applied. Files that do not end in `.toml` are left alone. Issues come in order of file and line.
    #[must_use]
    pub fn read(files: &BTreeMap<String, String>) -> (Pack, Vec<PackIssue>) {
        let notes = Notes::default();
        let mut pack = Pack::default();
        let mut measures = Vec::new();
        for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".toml")) {
            if calendar::is_calendar(name) {
                calendar::read(&mut pack, name, text, &notes);
            } else {
                read_file(&mut pack, &mut measures, name, text, &notes);
            }
        }
        if !files.contains_key("pack.toml") {
            let place = Place {
                file: "pack.toml".to_owned(),
                line: 1,
            };
            notes.add(PackIssue::error(
                place,
                "no-pack-file",
                "There is no file pack.toml",
                "Write one with code, title, version and calendars",
            ));
        }
        use_first_calendar(&mut pack);
        for raw in measures {
            measure::add(&mut pack, raw, &notes);
        }
        let mut issues = notes.issues.into_inner();
        issues.extend(check_with(&pack, &notes.lines.into_inner()));
        issues.sort_by(|one, other| {
            let key = |issue: &PackIssue| (issue.place.file.clone(), issue.place.line);
            key(one).cmp(&key(other))
        });
        issues.dedup();
        (pack, issues)
    }
}

/// A clock that names no calendar counts with the pack's first.
fn use_first_calendar(pack: &mut Pack) {
    let Some(first) = pack.calendars.first() else {
        return;
    };
    for clock in pack
        .clocks
        .values_mut()
        .filter(|clock| clock.calendar.is_empty())
    {
        clock.calendar.clone_from(first);
    }
}

fn read_file(
    pack: &mut Pack,
    measures: &mut Vec<RawMeasure>,
    name: &str,
    text: &str,
    notes: &Notes,
) {
    let source = Source::new(name, text);
    let (document, errors) = toml::de::DeTable::parse_recoverable(text);
    for error in errors {
        let offset = error.span().map_or(0, |span| span.start);
        notes.add(PackIssue::error(
            source.place(offset),
            "toml",
            format!(
                "This cannot be read: {}",
                error.message().replace('\n', " ")
            ),
            "Write it as TOML; https://toml.io says how",
        ));
    }
    let mut file = Table::new(&source, notes, document.get_ref(), 1, "the file");
    if name == "pack.toml" {
        pack.code = file.needed_code("code");
        pack.title = file.needed_text("title");
        pack.version = version(&mut file);
        pack.calendars = file.texts("calendars");
    }
    for table in file.tables("choices") {
        choices::read_shared(pack, table);
    }
    for table in file.tables("role") {
        process::read_role(pack, table);
    }
    for table in file.tables("dimension") {
        dimension::read(pack, table);
    }
    for table in file.tables("form") {
        form::read(pack, table);
    }
    for table in file.tables("process") {
        process::read(pack, table);
    }
    for table in file.tables("clock") {
        clock::read(pack, table);
    }
    measures.extend(file.tables("measure").into_iter().map(measure::read));
    file.finish();
}

fn version(file: &mut Table<'_>) -> String {
    let version = file.needed_text("version");
    let parts: Vec<&str> = version.split('.').collect();
    let is_version = parts.len() == 3 && parts.iter().all(|part| part.parse::<u32>().is_ok());
    if !version.is_empty() && !is_version {
        file.issue_at(
            "version",
            "version",
            format!("\"{}\" is no version", short(&version)),
            "Write three numbers, for example \"1.2.0\"; raise one of them with each change",
        );
    }
    version
}

/// Says that something of this code was there already.
fn duplicate(table: &Table<'_>, what: &str, code: &str, first: &Place) {
    table.issue_at(
        "code",
        "duplicate",
        format!(
            "There is a {what} \"{code}\" already, in {} line {}",
            first.file, first.line
        ),
        "Give each a code of its own; this one is left out",
    );
}

/// The first field of a form that has this code already.
fn field_twice<'a>(form: &'a Form, code: &str) -> Option<&'a Place> {
    form.field(code).map(|field| &field.place)
}
