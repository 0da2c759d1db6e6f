//! Which column of an old system's table is what: the mapping, as a council writes it in TOML.
//!
//! ```toml
//! dates = "DD/MM/YYYY"             # how days are written; YYYY-MM-DD when left out
//! separator = ";"                  # between cells; a comma when left out, "tab" for a tabulator
//! encoding = "windows-1252"        # utf-8 when left out
//! case = "Case ref"                # rows with the same text here are one case, which the first of them opens
//! sums = ["Hours"]                 # columns that are added up, to be held against the old system's own totals
//! incomplete = true                # takes rows that lack what a form needs; otherwise they are refused
//!
//! [recorded]                       # when and by whom a row was recorded there; otherwise as of when it is taken over
//! on = "Entered"
//! by = "Entered by"
//!
//! [person]
//! identifier = "Client no"         # the column with the old system's identifier
//! kind = "old-system"              # what kind of identifier that is
//! name = "Client"                  # with a name, somebody who is not known yet is entered; with none, refused
//! born = "DOB"
//! gender = { column = "Sex", codes = { F = "woman", M = "man" } }
//! locality = "Area"
//! address = "Address"
//!
//! [team]
//! column = "Team"
//! codes = { ADN = "adults-north" }
//!
//! [[skip]]                         # rows that are left out
//! column = "Status"
//! is = ["Void"]                    # "" is an empty cell
//!
//! [[form]]
//! code = "asp-referral"
//! process = "adult-protection"
//! rows = { column = "Type", is = ["REF"] }      # which rows; every row when left out
//!
//! [form.fields]
//! received = "Date received"       # a column
//! source = { column = "From", codes = { "01" = "police" } }
//! consent = { is = "yes" }         # the same in every row
//! heard = { column = "Heard", dates = "YYYYMMDD" }
//! needs = { column = "Needs", separator = "|" }
//! ```

pub(super) mod check;
mod table;

use std::collections::BTreeMap;
use std::fmt;

use clew_practice::pack::Pack;
use toml::de::{DeTable, DeValue};

use super::dates::DatePattern;
use table::{Notes, Table};

/// One thing that is not right in a mapping.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MappingIssue {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
    /// The rule, for example `unknown-field`.
    pub rule: &'static str,
    /// What is not right, as a sentence without its full stop.
    pub message: String,
    /// What to do about it, as a sentence without its full stop.
    pub advice: String,
}

impl fmt::Display for MappingIssue {
    /// `map.toml:12: error: unknown-field: The form has no field "x". It has a, b.`
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MappingIssue {
            file,
            line,
            rule,
            message,
            advice,
        } = self;
        write!(
            formatter,
            "{file}:{line}: error: {rule}: {message}. {advice}."
        )
    }
}

/// Where a text comes from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Origin {
    /// From the column with this heading.
    Column(String),
    /// It is the same in every row.
    Always(String),
}

/// Where a value comes from, and how it is read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Source {
    pub(super) from: Origin,
    /// What the old system's texts are called here.
    pub(super) codes: BTreeMap<String, String>,
    /// How days are written here, where otherwise than elsewhere.
    pub(super) dates: Option<DatePattern>,
    /// What stands between several choices.
    pub(super) separator: String,
    pub(super) line: u32,
}

/// Rows in which a column says one of these.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Picked {
    pub(super) column: String,
    pub(super) is: Vec<String>,
    pub(super) line: u32,
}

/// Who a row is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct PersonMapping {
    pub(super) identifier: String,
    pub(super) kind: String,
    pub(super) name: Option<Source>,
    pub(super) born: Option<Source>,
    pub(super) gender: Option<Source>,
    pub(super) locality: Option<Source>,
    pub(super) address: Option<Source>,
    pub(super) line: u32,
}

/// When and by whom a row was recorded in the old system.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct RecordedMapping {
    pub(super) on: Option<Source>,
    pub(super) by: Option<Source>,
}

/// The rows of one form.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct FormMapping {
    pub(super) code: String,
    pub(super) process: Option<String>,
    pub(super) rows: Option<Picked>,
    pub(super) fields: BTreeMap<String, Source>,
    pub(super) line: u32,
}

/// How the text of a file is encoded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Encoding {
    Utf8,
    Windows1252,
}

/// Which column is what.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordsMapping {
    pub(super) dates: DatePattern,
    pub(super) separator: u8,
    pub(super) encoding: Encoding,
    pub(super) case: Option<String>,
    pub(super) sums: Vec<String>,
    /// Whether rows are taken that lack what a form needs.
    pub(super) incomplete: bool,
    pub(super) recorded: RecordedMapping,
    pub(super) person: PersonMapping,
    pub(super) team: Source,
    pub(super) skip: Vec<Picked>,
    pub(super) forms: Vec<FormMapping>,
}

impl RecordsMapping {
    /// Reads a mapping from its text, and holds it against the packs whose forms it fills.
    ///
    /// # Errors
    /// Everything that is not right with it, in order of the lines.
    pub fn read(file: &str, text: &str, packs: &[&Pack]) -> Result<Self, Vec<MappingIssue>> {
        let notes = Notes::new(file, text);
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let line = notes.line(error.span().map_or(0, |span| span.start));
            let message = format!(
                "This cannot be read: {}",
                error.message().replace('\n', " ")
            );
            notes.add(line, "toml", message, "Write it as TOML");
        }
        let mapping = read_all(Table::new(&notes, document.get_ref(), 1, "the mapping"));
        check::against_packs(&mapping, packs, &notes);
        let mut issues = notes.issues.into_inner();
        issues.sort_by_key(|issue| issue.line);
        issues.dedup();
        if issues.is_empty() {
            Ok(mapping)
        } else {
            Err(issues)
        }
    }

    /// What kind of identifier the old system's are.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.person.kind
    }

    /// Every heading that the mapping names, each once.
    pub(super) fn columns(&self) -> Vec<&str> {
        let person = &self.person;
        let of_person = [
            &person.name,
            &person.born,
            &person.gender,
            &person.locality,
            &person.address,
        ];
        let sources = of_person
            .into_iter()
            .chain([&self.recorded.on, &self.recorded.by])
            .flatten()
            .chain([&self.team])
            .chain(self.forms.iter().flat_map(|form| form.fields.values()));
        let named = sources.filter_map(|source| match &source.from {
            Origin::Column(column) => Some(column),
            Origin::Always(_) => None,
        });
        let picked = self.forms.iter().filter_map(|form| form.rows.as_ref());
        let picked = picked.chain(&self.skip).map(|picked| &picked.column);
        let mut all: Vec<&str> = named
            .chain(picked)
            .chain(&self.case)
            .chain(&self.sums)
            .chain([&person.identifier])
            .map(String::as_str)
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn read_all(mut file: Table<'_>) -> RecordsMapping {
    let dates = pattern(&mut file).unwrap_or_else(DatePattern::iso);
    let separator = separator(&mut file);
    let encoding = encoding(&mut file);
    let case = file.text("case");
    let sums = file.texts("sums");
    let incomplete = file.yes("incomplete");
    let recorded = recorded(&mut file);
    let person = person(&mut file);
    let team = file.value("team").map(|value| value.get_ref());
    let team = team.and_then(|value| source(file.notes(), value, file.line_of("team"), "the team"));
    if team.is_none() {
        let message = "The mapping does not say which team records";
        let advice = "Add [team] with column = \"…\", or with is = \"…\" for one team";
        file.issue("team", "missing", message, advice);
    }
    let skip = file.tables("skip", "a [[skip]]");
    let skip = skip.into_iter().map(picked).collect();
    let forms = file.tables("form", "a [[form]]");
    if forms.is_empty() {
        let message = "The mapping fills no form";
        file.issue(
            "form",
            "missing",
            message,
            "Add a [[form]] with code and [form.fields]",
        );
    }
    let forms = forms.into_iter().map(form).collect();
    file.finish();
    RecordsMapping {
        dates,
        separator,
        encoding,
        case,
        sums,
        incomplete,
        recorded,
        person,
        team: team.unwrap_or_else(|| always("", 1)),
        skip,
        forms,
    }
}

fn always(text: &str, line: u32) -> Source {
    Source {
        from: Origin::Always(text.to_owned()),
        codes: BTreeMap::new(),
        dates: None,
        separator: ";".to_owned(),
        line,
    }
}

fn pattern(table: &mut Table<'_>) -> Option<DatePattern> {
    let written = table.text("dates")?;
    match DatePattern::read(&written) {
        Ok(pattern) => Some(pattern),
        Err(message) => {
            let advice = "Write it as YYYY-MM-DD, DD/MM/YYYY, DD-MMM-YYYY or the like";
            table.issue("dates", "date-pattern", message, advice);
            None
        }
    }
}

fn separator(file: &mut Table<'_>) -> u8 {
    match file.text("separator").as_deref() {
        None | Some(",") => b',',
        Some(";") => b';',
        Some("|") => b'|',
        Some("tab" | "\t") => b'\t',
        Some(other) => {
            let message = format!("\"{other}\" is no separator of cells");
            let advice = "Write \",\", \";\", \"|\" or \"tab\"";
            file.issue("separator", "separator", message, advice);
            b','
        }
    }
}

fn encoding(file: &mut Table<'_>) -> Encoding {
    match file.text("encoding").as_deref() {
        None | Some("utf-8") => Encoding::Utf8,
        Some("windows-1252") => Encoding::Windows1252,
        Some(other) => {
            let message = format!("\"{other}\" is no encoding that is read");
            let advice = "Write \"utf-8\" or \"windows-1252\"";
            file.issue("encoding", "encoding", message, advice);
            Encoding::Utf8
        }
    }
}

fn person(file: &mut Table<'_>) -> PersonMapping {
    let line = file.line_of("person");
    let Some(mut table) = file.table("person", "[person]") else {
        let message = "The mapping does not say whom rows are about";
        let advice = "Add [person] with identifier = \"…\", the heading of its column";
        file.issue("person", "missing", message, advice);
        return PersonMapping {
            identifier: String::new(),
            kind: String::new(),
            name: None,
            born: None,
            gender: None,
            locality: None,
            address: None,
            line,
        };
    };
    let identifier = table.needed_text("identifier");
    let kind = table.text("kind");
    let mut part = |key: &'static str| {
        let value = table.value(key)?;
        source(table.notes(), value.get_ref(), table.line_of(key), key)
    };
    let (name, born, gender) = (part("name"), part("born"), part("gender"));
    let (locality, address) = (part("locality"), part("address"));
    table.finish();
    PersonMapping {
        identifier,
        kind: kind.unwrap_or_else(|| "old-system".to_owned()),
        name,
        born,
        gender,
        locality,
        address,
        line,
    }
}

fn recorded(file: &mut Table<'_>) -> RecordedMapping {
    let Some(mut table) = file.table("recorded", "[recorded]") else {
        return RecordedMapping::default();
    };
    let mut part = |key: &'static str| {
        let value = table.value(key)?;
        source(table.notes(), value.get_ref(), table.line_of(key), key)
    };
    let (on, by) = (part("on"), part("by"));
    table.finish();
    RecordedMapping { on, by }
}

/// A source: a heading alone, or a table with `column` or `is`.
fn source(notes: &Notes, value: &DeValue<'_>, line: u32, what: &str) -> Option<Source> {
    match value {
        DeValue::String(column) => Some(Source {
            from: Origin::Column(column.to_string()),
            ..always("", line)
        }),
        DeValue::Table(values) => source_table(Table::new(notes, values, line, what)),
        _ => {
            let message = format!("{what} is neither a heading nor a table");
            let advice = "Write \"heading\", or { column = \"heading\" }, or { is = \"text\" }";
            notes.add(line, "wrong-kind", message, advice);
            None
        }
    }
}

fn source_table(mut table: Table<'_>) -> Option<Source> {
    let (column, is) = (table.text("column"), table.text("is"));
    let (codes, dates) = (table.codes("codes"), pattern(&mut table));
    let separator = table.text("separator").filter(|text| !text.is_empty());
    let line = table.line;
    let from = match (column, is) {
        (Some(column), None) => Some(Origin::Column(column)),
        (None, Some(text)) => Some(Origin::Always(text)),
        _ => {
            let message = "Where it comes from is not said, or said twice";
            let advice = "Give either column = \"heading\" or is = \"text\"";
            table.issue("column", "source", message, advice);
            None
        }
    };
    table.finish();
    Some(Source {
        from: from?,
        codes,
        dates,
        separator: separator.unwrap_or_else(|| ";".to_owned()),
        line,
    })
}

fn picked(mut table: Table<'_>) -> Picked {
    let (column, is) = (table.needed_text("column"), table.texts("is"));
    let line = table.line;
    if is.is_empty() {
        let message = "It does not say which texts are meant";
        let advice = "Add is = [\"…\"]; \"\" is an empty cell";
        table.issue("is", "missing", message, advice);
    }
    table.finish();
    Picked { column, is, line }
}

fn form(mut table: Table<'_>) -> FormMapping {
    let (code, process) = (table.needed_text("code"), table.text("process"));
    let rows = table.table("rows", "rows of a form").map(picked);
    let line = table.line;
    let mut fields = BTreeMap::new();
    match table.table("fields", "[form.fields]") {
        None => {
            let message = format!("The form {code} is given no field");
            table.issue("fields", "missing", message, "Add [form.fields] below it");
        }
        Some(given) => {
            for (field, line, value) in given.all() {
                let read = source(table.notes(), value, line, &format!("the field {field}"));
                fields.extend(read.map(|read| (field, read)));
            }
        }
    }
    table.finish();
    FormMapping {
        code,
        process,
        rows,
        fields,
        line,
    }
}
