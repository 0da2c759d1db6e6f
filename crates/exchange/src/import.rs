//! Importing: files in, a Book of what they hold and a list of issues out. Nothing is written here.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use clew_plan::{Book, Kind};

use crate::columns::{Column, Table, columns};
use crate::figures::Mapping;
use crate::grid::Row;
use crate::issue::{Issue, Issues, Place, Problem, Severity};
use crate::made_at::{ABOUT, MadeAt};
use crate::{
    heading, kinds, lgbf, limits, overlay, read, returns, rows, soundness, worked_out, workspace,
};

/// How files are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The Book they will be merged into: what they may refer to. Records that replace one of it
    /// keep the fields that the file has no column for, and a warning tells of every figure, target
    /// or status that becomes another or goes.
    pub existing: Option<&'a Book>,
    /// The Book that the files were made from, where that is known ([`Gathered::made_at`]): its
    /// records, and not those of `existing`, complete and are compared with the ones that are read.
    pub made_from: Option<&'a Book>,
    /// Whether a warning tells of every field that becomes another, and not only of figures, targets
    /// and statuses: so where nothing says what was known when the file was made.
    pub every_change: bool,
    /// How the columns of a table of figures are named, for files that are not in the template's
    /// form. When it is given, every sheet it fits is read as figures in long form.
    pub mapping: Option<&'a Mapping>,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Imported {
    /// Every record that could be read, those with errors against other records among them.
    pub book: Book,
    /// What is wrong or doubtful.
    pub issues: Vec<Issue>,
    /// Rows, sheets or files that gave no record because of an error.
    pub refused: usize,
    /// The entry of the journal that the files were made at, the least when there are several; none
    /// when no file says so.
    pub made_at: Option<MadeAt>,
    faulty: BTreeSet<(Kind, usize)>,
    places: HashMap<Kind, Vec<Place>>,
}

impl Imported {
    /// Whether any issue is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.issues
            .iter()
            .any(|issue| issue.severity == Severity::Error)
    }

    /// An issue of a record that was read, by its place among those of its kind: with the file, the sheet
    /// and the row that it was read from. None where there is no such record.
    #[must_use]
    pub fn issue_of(
        &self,
        (kind, place): (Kind, usize),
        severity: Severity,
        problem: Problem,
    ) -> Option<Issue> {
        let place = self.places.get(&kind)?.get(place)?;
        Some(problem.at(severity, place, None))
    }

    /// The records without errors, for an import that takes what it can, and how many were left
    /// out. Leaving one out can leave others that refer to it without a hold; they go too.
    #[must_use]
    pub fn sound(&self, existing: &Book) -> (Book, usize) {
        let (mut book, mut left_out) = (self.book.clone(), 0);
        let mut faulty = self.faulty.clone();
        while !faulty.is_empty() {
            left_out += faulty.len();
            for kind in Kind::ALL {
                kinds::retain(&mut book, *kind, |place| !faulty.contains(&(*kind, place)));
            }
            faulty = errors(&soundness::faults(&book, existing));
        }
        (book, left_out + self.refused)
    }
}

fn errors(faults: &[soundness::Fault]) -> BTreeSet<(Kind, usize)> {
    let errors = faults
        .iter()
        .filter(|fault| fault.severity == Severity::Error);
    errors.map(|fault| (fault.kind, fault.place)).collect()
}

/// Reads files and folders: workbooks (`.xlsx`, `.xlsm`, `.ods`), CSV files, folders of CSV files,
/// JSON files, and workspaces. What cannot be read is an issue, never a failure of the whole.
#[must_use]
pub fn read(paths: &[PathBuf], options: &Options<'_>) -> Imported {
    gather(paths, options.mapping).finish(options)
}

/// Reads files and folders as [`read()`] does, up to where it matters what they go into.
#[must_use]
pub fn gather(paths: &[PathBuf], mapping: Option<&Mapping>) -> Gathered {
    let mut gathered = Gathered::default();
    for path in paths {
        gathered.path(path, mapping);
    }
    gathered
}

/// Reads one file that is already in memory; its name says only how it should be called in issues,
/// and what a table without a name of its own holds.
#[must_use]
pub fn from_bytes(name: &str, bytes: &[u8], options: &Options<'_>) -> Imported {
    let mut gathered = Gathered::default();
    gathered.bytes(name, name, bytes, None, options.mapping);
    gathered.finish(options)
}

/// Where a record was read, and which columns the file has for its kind: all when none are named.
pub(crate) struct Origin {
    pub(crate) place: Place,
    pub(crate) columns: Option<Rc<[&'static str]>>,
}

impl Origin {
    fn of_whole_record(place: Place) -> Self {
        Self {
            place,
            columns: None,
        }
    }
}

/// What has been read, before it is known what it goes into.
#[derive(Default)]
pub struct Gathered {
    book: Book,
    issues: Issues,
    origins: HashMap<Kind, Vec<Origin>>,
    refused: usize,
    /// Each file by its name, with the entry it was made at.
    made: Vec<(String, Option<MadeAt>)>,
}

impl Gathered {
    /// The entry of the journal that the files were made at, the least when there are several; none
    /// when no file says so.
    #[must_use]
    pub fn made_at(&self) -> Option<&MadeAt> {
        let known = self.made.iter().filter_map(|(_, made_at)| made_at.as_ref());
        known.min_by_key(|made_at| made_at.entry)
    }

    /// Warns of files that do not say which entry they were made at, where others do.
    fn tell_unmarked(&mut self) {
        let Some(least) = self.made_at().map(|made_at| made_at.entry) else {
            return;
        };
        for (file, _) in self.made.iter().filter(|(_, made_at)| made_at.is_none()) {
            self.issues.warn(&Place::file(file), unmarked(least));
        }
    }

    fn path(&mut self, path: &Path, mapping: Option<&Mapping>) {
        let shown = path.display().to_string();
        let place = Place::file(&shown);
        match fs::metadata(path) {
            Err(error) => self.refuse(&place, unreadable(&error)),
            Ok(metadata) if metadata.is_dir() && workspace::exists(path) => self.workspace(path),
            Ok(metadata) if metadata.is_dir() => self.folder(path, mapping),
            Ok(metadata) => {
                let limit = limits::TEXT_BYTES.max(limits::WORKBOOK_BYTES);
                if metadata.len() > limit {
                    return self.refuse(&place, read::too_large(metadata.len(), limit));
                }
                match fs::read(path) {
                    Ok(bytes) => {
                        let name = path
                            .file_name()
                            .map_or(shown.clone(), |name| name.to_string_lossy().into_owned());
                        let beside = MadeAt::beside(path);
                        self.bytes(&shown, &name, &bytes, beside, mapping);
                    }
                    Err(error) => self.refuse(&place, unreadable(&error)),
                }
            }
        }
    }

    fn folder(&mut self, folder: &Path, mapping: Option<&Mapping>) {
        let place = Place::file(&folder.display().to_string());
        let mut files: Vec<PathBuf> = match fs::read_dir(folder) {
            Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
            Err(error) => return self.refuse(&place, unreadable(&error)),
        };
        files.retain(|file| read::extension_of(&file.to_string_lossy()) == "csv");
        files.sort();
        if files.is_empty() {
            let problem = Problem::new(
                "empty-folder",
                "the folder holds no CSV files and is no workspace",
                "name the files themselves, or a folder that `clew export` wrote",
            );
            return self.refuse(&place, problem);
        }
        for file in files {
            self.path(&file, mapping);
        }
    }

    fn workspace(&mut self, folder: &Path) {
        match workspace::read(folder) {
            Ok(book) => {
                let made_at = workspace::made_at(folder);
                self.made.push((folder.display().to_string(), made_at));
                for kind in Kind::ALL {
                    let file = folder
                        .join(workspace::file_name(*kind))
                        .display()
                        .to_string();
                    let place = Place::file(&file);
                    let origins = (1_u32..)
                        .take(book.count(*kind))
                        .map(|row| Origin::of_whole_record(place.row(row)));
                    self.origins.entry(*kind).or_default().extend(origins);
                }
                let mut book = book;
                if book.organisation.is_some() {
                    self.book.organisation = book.organisation.take();
                }
                for kind in Kind::ALL {
                    let added = vec![None; book.count(*kind)];
                    kinds::put(&mut self.book, *kind, &mut book, &added);
                }
            }
            Err(error) => {
                let place = Place::file(&folder.display().to_string());
                self.refuse(
                    &place,
                    Problem::new(
                        "damaged-workspace",
                        error.to_string(),
                        "put the file right, then try again",
                    ),
                );
            }
        }
    }

    fn bytes(
        &mut self,
        shown: &str,
        name: &str,
        bytes: &[u8],
        beside: Option<MadeAt>,
        mapping: Option<&Mapping>,
    ) {
        let place = Place::file(shown);
        let mut made_at = beside;
        for grid in read::grids(name, &place, bytes, &mut self.issues) {
            if grid.name == ABOUT {
                made_at = MadeAt::of_sheet(&grid).or(made_at);
            } else if let Some(mapping) = mapping {
                match mapping.apply(&grid, &mut self.issues) {
                    Some(mapped) => {
                        self.grid(mapped, Table::Records(mapping.kind()), Some(mapping))
                    }
                    None => continue,
                }
            } else if let Some([figures, comments]) = returns::parts(&grid) {
                self.grid(figures, Table::Records(Kind::Figure), None);
                if comments.rows.len() > 1 {
                    self.grid(comments, Table::Records(Kind::Commentary), None);
                }
            } else if let Some(table) = heading::table_of(&grid) {
                self.grid(grid, table, None);
            } else if !is_explanation(&grid.name) && !grid.rows.is_empty() {
                self.issues.warn(&grid.place, unknown_sheet(&grid.name));
            }
        }
        self.made.push((shown.to_owned(), made_at));
    }

    fn grid(&mut self, grid: crate::grid::Grid, table: Table, mapping: Option<&Mapping>) {
        let Some(heading) = heading::read(&grid, table, &mut self.issues) else {
            let filled = |row: &&Row| row.cells.iter().any(|cell| !cell.is_empty());
            self.refused += usize::from(grid.rows.iter().filter(filled).count() > 1);
            return;
        };
        if table == Table::Records(Kind::BenchmarkFigure) {
            let families = lgbf::beside_the_figures(&grid, &heading, &mut self.issues);
            let origin = |_| Origin::of_whole_record(grid.place.clone());
            self.origins
                .entry(Kind::FamilyMember)
                .or_default()
                .extend(families.iter().map(origin));
            self.book.families.extend(families);
        }
        let known = heading.columns.iter().flatten().map(|column| column.name);
        let known: Rc<[&'static str]> = known.collect();
        let (book, origins) = (&mut self.book, &mut self.origins);
        let mut not_records = 0;
        let refused = rows::read(
            grid,
            table,
            &heading,
            &mut self.issues,
            |mut value, place, issues| {
                if let Some(mapping) = mapping {
                    mapping.rename(&mut value);
                }
                match add(book, table, value) {
                    Ok(()) => {
                        if let Table::Records(kind) = table {
                            let columns = Some(Rc::clone(&known));
                            let origin = Origin { place, columns };
                            origins.entry(kind).or_default().push(origin);
                        }
                    }
                    Err(error) => {
                        not_records += 1;
                        issues.error(&place, not_a_record(&error));
                    }
                }
            },
        );
        self.refused += refused + not_records;
    }

    fn refuse(&mut self, place: &Place, problem: Problem) {
        self.refused += 1;
        self.issues.error(place, problem);
    }

    /// Completes and checks what was read against what it goes into.
    #[must_use]
    pub fn finish(mut self, options: &Options<'_>) -> Imported {
        self.tell_unmarked();
        let made_at = self.made_at().cloned();
        let nothing = Book::default();
        worked_out::leave_out(
            &mut self.book,
            options.existing.unwrap_or(&nothing),
            &mut self.origins,
            &mut self.issues,
        );
        if let Some(existing) = options.existing {
            let known = overlay::Known {
                existing,
                made_from: options.made_from,
                every_change: options.every_change,
            };
            let place = Place::file(self.made.first().map_or("", |(file, _)| file));
            overlay::tell_of_organisation(&self.book, &known, &place, &mut self.issues);
            overlay::keep_earlier(&mut self.book, &known, &self.origins, &mut self.issues);
        }
        let faults = soundness::faults(&self.book, options.existing.unwrap_or(&nothing));
        let faulty = errors(&faults);
        for fault in faults {
            let origin = self
                .origins
                .get(&fault.kind)
                .and_then(|origins| origins.get(fault.place));
            if let Some(Origin { place, .. }) = origin {
                let heading = heading_of(fault.kind, fault.column);
                self.issues
                    .push(fault.problem.at(fault.severity, place, heading.as_deref()));
            }
        }
        let places = self.origins.into_iter().map(|(kind, origins)| {
            let places = origins.into_iter().map(|origin| origin.place);
            (kind, places.collect())
        });
        let places = places.collect();
        Imported {
            book: self.book,
            issues: self.issues.finish(),
            refused: self.refused,
            made_at,
            faulty,
            places,
        }
    }
}

/// Adds a record in its JSON form to the Book.
fn add(book: &mut Book, table: Table, value: serde_json::Value) -> Result<(), serde_json::Error> {
    match table {
        Table::Organisation => book.organisation = Some(serde_json::from_value(value)?),
        Table::Records(kind) => kinds::push_value(book, kind, value)?,
    }
    Ok(())
}

fn not_a_record(error: &serde_json::Error) -> Problem {
    Problem::new(
        "not-a-record",
        error.to_string(),
        "compare the row with the template's notes",
    )
}

fn heading_of(kind: Kind, name: &str) -> Option<String> {
    let named = |column: &&Column| column.name == name;
    columns(Table::Records(kind))
        .iter()
        .find(named)
        .map(|column| column.heading().into_owned())
}

/// Sheets of the template that explain and hold no records.
fn is_explanation(name: &str) -> bool {
    name == crate::workbook::GUIDE || name == crate::workbook::WORDS
}

fn unmarked(least: u64) -> Problem {
    Problem::new(
        "unknown-when-made",
        format!(
            "it does not say which entry of the journal it was made at; it is taken as made at entry {least}, like the others"
        ),
        "import it by itself when it was made at another time",
    )
}

fn unreadable(error: &std::io::Error) -> Problem {
    Problem::new(
        "unreadable",
        format!("it cannot be read: {error}"),
        "look at its name and who may read it",
    )
}

fn unknown_sheet(name: &str) -> Problem {
    Problem::new(
        "unknown-sheet",
        format!("nothing tells what {name:?} holds, so it was not read"),
        "give it the name of one of the template's sheets, or leave it",
    )
}
