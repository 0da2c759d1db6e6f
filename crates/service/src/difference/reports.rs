//! Reports: what of a frozen report is not as it was shown, cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use clew_journal::{Freeze, Subject, SubjectKind};
use clew_measure::Index;
use clew_plan::{Book, Kind, MeasureKey};
use clew_report::{Report, ReportKind};
use serde::Serialize;

use super::blocks::{Found, Sort, differences};
use super::causes::Causes;
use super::{Aspect, Cause, Difference, Restated, Side, request};
use crate::actions::without_provenance;
use crate::{Service, ServiceError};

/// Entries that are named as the causes of one count; of more, the lines themselves tell.
const MOST_CAUSES: usize = 20;

/// Something of a report that is not as it was shown, and that no line says already.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct ReportDifference {
    /// The kind of report, for example `quarterly-progress`.
    pub report: String,
    /// Where in it, for example `table "Measures of the plan"`.
    pub place: String,
    /// The row of a table.
    pub row: Option<String>,
    /// The column of a table.
    pub column: Option<String>,
    /// As it was shown.
    pub was: String,
    /// As it would be shown now.
    pub now: String,
    /// The entries since that are about what the row is of, where that can be told.
    pub causes: Vec<Cause>,
}

impl std::fmt::Display for ReportDifference {
    /// For example `table "Measures", row M02, column 2018-19: 61% then, 78% now`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.place)?;
        if let Some(row) = &self.row {
            write!(formatter, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(formatter, ", column {column}")?;
        }
        write!(formatter, ": {} then, {} now", self.was, self.now)
    }
}

impl Service {
    /// What of the frozen reports is not as it was shown and is not said by the lines.
    pub(super) fn reports_differ(
        &self,
        freeze: &Freeze,
        (was, now): (&Side, &Side),
        lines: &Difference,
        causes: &Causes<'_>,
    ) -> Result<Vec<ReportDifference>, ServiceError> {
        let told = Told::new(lines, [was.memory.book(), now.memory.book()]);
        let mut all = Vec::new();
        for frozen in &freeze.reports {
            let shown = without_provenance(self.read_attachment(&frozen.value)?);
            let found = match self.report_on(freeze, now, &frozen.kind)? {
                Ok(report) => told.not_yet(differences(&shown, &report)),
                Err(why) => vec![Found::of_report("it is there", &why)],
            };
            all.extend(found.into_iter().map(|found| ReportDifference {
                report: frozen.kind.clone(),
                causes: told.causes(&found, causes),
                place: found.place,
                row: found.row,
                column: found.column,
                was: found.was,
                now: found.now,
            }));
        }
        Ok(all)
    }

    /// The report of a kind on a side: as it was fixed there, else built from what is known there;
    /// or why it cannot be built.
    fn report_on(
        &self,
        freeze: &Freeze,
        side: &Side,
        kind: &str,
    ) -> Result<Result<Report, String>, ServiceError> {
        let fixed = side.freeze.iter().flat_map(|freeze| &freeze.reports);
        let mut fixed = fixed.filter(|report| report.kind == kind);
        if let Some(fixed) = fixed.next() {
            return Ok(Ok(without_provenance(self.read_attachment(&fixed.value)?)));
        }
        let named = ReportKind::ALL
            .into_iter()
            .find(|known| known.name() == kind);
        let Some(named) = named else {
            return Ok(Err(format!(
                "this version makes no report of the kind {kind}"
            )));
        };
        let index = Index::new(side.memory.book());
        let report = match request(freeze, &index) {
            Ok(about) => {
                let about = about.with_open_returns(side.memory.open_returns());
                named.build(&about, None).map_err(|error| error.to_string())
            }
            Err(error) => Err(error.to_string()),
        };
        Ok(report.map_err(|error| format!("it can no longer be made: {error}")))
    }
}

/// What the lines say, to find what they do not.
struct Told<'a> {
    lines: &'a Difference,
    books: [&'a Book; 2],
    /// The titles of the outcomes that each measure stands under, on either side.
    under: BTreeMap<MeasureKey, BTreeSet<&'a str>>,
    /// What each measure is called in a row.
    measures: BTreeMap<String, MeasureKey>,
}

impl<'a> Told<'a> {
    fn new(lines: &'a Difference, books: [&'a Book; 2]) -> Self {
        let mut measures = BTreeMap::new();
        for measure in books.iter().flat_map(|book| &book.measures) {
            let (code, title) = (measure.code.body(), measure.title.as_str());
            let both = format!("{code} {title}");
            for name in [code, measure.code.written(), title, &both] {
                measures.insert(name.to_owned(), measure.code.key());
            }
        }
        Self {
            under: under(books),
            lines,
            books,
            measures,
        }
    }

    fn not_yet(&self, found: Vec<Found>) -> Vec<Found> {
        let new = |found: &Found| !self.is_told(found);
        found.into_iter().filter(new).collect()
    }

    fn measure(&self, found: &Found) -> Option<&MeasureKey> {
        found.names.iter().find_map(|name| self.measures.get(name))
    }

    /// Whether a line of the row's measure says the same.
    fn is_told(&self, found: &Found) -> bool {
        let Some(key) = self.measure(found) else {
            return false;
        };
        let one_sided = self.lines.new.iter().chain(&self.lines.gone);
        if one_sided.into_iter().any(|line| line.measure == *key) && found.sort == Sort::Row {
            return true;
        }
        let own = self
            .lines
            .restated
            .iter()
            .filter(|line| line.measure == *key);
        own.flat_map(|line| &line.changes)
            .any(|change| says(change, found))
    }

    fn causes(&self, found: &Found, causes: &Causes<'_>) -> Vec<Cause> {
        if found.sort == Sort::Count && self.measure(found).is_none() {
            return self.of_counts(found);
        }
        // A row that came or went with a status has the causes of that status.
        let of_status = self.of_status(found);
        match found.sort == Sort::Row && !of_status.is_empty() {
            true => of_status,
            false => causes.about(&self.subjects(found)),
        }
    }

    fn of_status(&self, found: &Found) -> Vec<Cause> {
        let measure = self.measure(found);
        let own = self.lines.restated.iter();
        let own = own.filter(|line| line.unit.is_none() && Some(&line.measure) == measure);
        let changes = own.flat_map(|line| &line.changes);
        let mut statuses = changes.filter(|change| change.aspect == Aspect::Status);
        statuses
            .next()
            .map_or_else(Vec::new, |change| change.causes.clone())
    }

    /// A count of statuses follows from the lines whose status is another, or that are new or gone.
    fn of_counts(&self, found: &Found) -> Vec<Cause> {
        let under = |measure: &MeasureKey| found.is_total || self.stands_under(measure, found);
        let restated = self
            .lines
            .restated
            .iter()
            .filter(|line| under(&line.measure));
        let changes = restated.flat_map(|line| &line.changes);
        let statuses = changes.filter(|change| change.aspect == Aspect::Status);
        let placed = self.lines.new.iter().chain(&self.lines.gone);
        let placed = placed.filter(|line| under(&line.measure));
        let of_lines = placed.flat_map(|line| &line.causes);
        let all = statuses.flat_map(|change| &change.causes).chain(of_lines);
        let mut entries = BTreeMap::new();
        for cause in all {
            let entry = match cause {
                Cause::Entry(step) => step.entry,
                Cause::Program { .. } | Cause::Unexplained => 0,
            };
            entries.entry(entry).or_insert(cause);
        }
        // The lines say it one by one; a count that follows from very many does not say it again.
        match entries.len() > MOST_CAUSES {
            true => Vec::new(),
            false => entries.into_values().cloned().collect(),
        }
    }

    /// Whether a measure stands, on either side, under an outcome that the row names.
    fn stands_under(&self, measure: &MeasureKey, found: &Found) -> bool {
        let under = self.under.get(measure);
        under.is_some_and(|titles| {
            found
                .names
                .iter()
                .any(|name| titles.contains(name.as_str()))
        })
    }

    /// The things that the row is of, by the names that stand in it.
    fn subjects(&self, found: &Found) -> BTreeSet<Subject> {
        let mut subjects = BTreeSet::new();
        let mut add = |kind, parts: &[&str]| {
            let subject = Subject::named(SubjectKind::Record(kind), parts.iter().copied());
            subjects.insert(subject);
        };
        if let Some(key) = self.measure(found) {
            add(Kind::Measure, &[key.as_str()]);
            return subjects;
        }
        let named = |title: &String| found.names.contains(title);
        for book in self.books {
            let actions = book.actions.iter();
            for action in actions.filter(|action| action.title.as_ref().is_some_and(named)) {
                add(Kind::Action, &[action.id.as_str(), action.plan.as_str()]);
            }
            for outcome in book.outcomes.iter().filter(|outcome| named(&outcome.title)) {
                add(Kind::Outcome, &[outcome.id.as_str()]);
            }
            for plan in book.plans.iter().filter(|plan| named(&plan.title)) {
                add(Kind::Plan, &[plan.id.as_str()]);
            }
        }
        subjects
    }
}

fn under(books: [&Book; 2]) -> BTreeMap<MeasureKey, BTreeSet<&str>> {
    let mut under: BTreeMap<MeasureKey, BTreeSet<&str>> = BTreeMap::new();
    for book in books {
        for measure in &book.measures {
            let outcome = measure.outcome.as_ref();
            let line = outcome.map(|outcome| book.line_of_sight(outcome));
            let titles = line
                .into_iter()
                .flatten()
                .map(|outcome| outcome.title.as_str());
            under.entry(measure.code.key()).or_default().extend(titles);
        }
    }
    under
}

/// Whether a restatement says what differs in a cell of the same measure's row.
fn says(change: &Restated, found: &Found) -> bool {
    let bare = |text: &str| match text {
        "nothing" => String::new(),
        text => text.replace(['\u{201c}', '\u{201d}'], ""),
    };
    let sides = [(&change.was, &found.was), (&change.now, &found.now)];
    let all = |holds: &dyn Fn(&str, &str) -> bool| {
        let mut sides = sides.iter();
        sides.all(|(said, cell)| holds(&bare(said), &bare(cell)))
    };
    match change.aspect {
        // The small line beside a measure is drawn from the very same values.
        Aspect::Value | Aspect::Target if found.sort == Sort::Sparkline => true,
        Aspect::Earlier if found.sort == Sort::Sparkline => true,
        Aspect::Trend => found.sort == Sort::Trend,
        Aspect::Comments | Aspect::Doing => all(&|said, cell| cell.contains(said)),
        Aspect::Earlier => {
            let year = found.column.as_deref().unwrap_or_default();
            let in_words = |cell: &str| format!("{year} {cell}");
            all(&|said, cell| {
                cell.is_empty() || said.split("; ").any(|value| value == in_words(cell))
            })
        }
        _ => all(&|said, cell| said == cell),
    }
}
