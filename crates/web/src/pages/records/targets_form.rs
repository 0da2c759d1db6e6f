//! The form of a measure's targets: a row for each period, with what is asked for and the way there.

use std::collections::BTreeSet;

use clew_calendar::{Period, PeriodKind};
use clew_exchange::{read_one, texts_of};
use clew_plan::{Book, Kind, MeasureKey, ProfilePoint, Record, Target, UnitId};

use super::conflict::Side;
use super::typed::refuse;
use crate::Form;

/// The fields of a row: their name before the colon, and what each is called.
pub(super) const FIELDS: [(&str, &str); 4] = [
    ("goal", "Target"),
    ("tolerance", "Tolerance"),
    ("reason", "How it was set"),
    ("profile", "Profile"),
];

/// The period in the name of the fields of the row for another period.
pub(super) const ANOTHER: &str = "another";

/// Whose targets they are.
#[derive(Clone, Debug)]
pub(super) struct Whose {
    pub(super) measure: MeasureKey,
    pub(super) unit: Option<UnitId>,
}

impl Whose {
    /// A Book of these targets and profile points alone, so that a page looks through few.
    pub(super) fn own(&self, book: &Book) -> Book {
        let own = |measure: &MeasureKey, unit: &Option<UnitId>| {
            *measure == self.measure && *unit == self.unit
        };
        let targets = book.targets.iter().filter(|it| own(&it.measure, &it.unit));
        let points = book.profile.iter().filter(|it| own(&it.measure, &it.unit));
        Book {
            targets: targets.cloned().collect(),
            profile: points.cloned().collect(),
            ..Book::default()
        }
    }

    fn target<'book>(&self, book: &'book Book, period: Period) -> Option<&'book Target> {
        book.targets
            .iter()
            .find(|it| it.measure == self.measure && it.unit == self.unit && it.period == period)
    }

    fn profile<'book>(&self, book: &'book Book, period: Period) -> Option<&'book ProfilePoint> {
        book.profile
            .iter()
            .find(|it| it.measure == self.measure && it.unit == self.unit && it.period == period)
    }

    /// The periods that have a row: those of a target or a profile point of `book`, which holds these
    /// alone, the year of the day, and the year after. The latest first.
    pub(super) fn periods(&self, book: &Book, today: clew_calendar::Day) -> Vec<Period> {
        let targets = book.targets.iter().map(|it| it.period);
        let points = book.profile.iter().map(|it| it.period);
        let mut periods: BTreeSet<Period> = targets.chain(points).collect();
        let year = Period::containing(PeriodKind::FinancialYear, today);
        periods.extend(year);
        periods.extend(year.and_then(Period::next));
        periods.into_iter().rev().collect()
    }

    /// The text of a field of a row as the Book has it.
    pub(super) fn text(&self, book: &Book, field: &str, period: Period) -> String {
        let text = |name: &str| {
            let record = Record::from(self.target(book, period)?.clone());
            let texts = texts_of(&record);
            texts
                .into_iter()
                .find(|(column, _)| *column == name)
                .map(|(_, text)| text)
        };
        match field {
            "profile" => self.profile(book, period).map(|it| it.goal.to_string()),
            name => text(name),
        }
        .unwrap_or_default()
    }

    /// Every field of every row in the three states.
    pub(super) fn sides(
        &self,
        (base, theirs): (&Book, &Book),
        periods: &[Period],
        yours: &dyn Fn(&str) -> String,
    ) -> Vec<Side> {
        let side = |period: Period, field: &str, label: &str| {
            let name = format!("{field}:{period}");
            Side {
                label: format!("{label} for {}", clew_report::words::period(period)),
                base: self.text(base, field, period),
                theirs: self.text(theirs, field, period),
                yours: yours(&name),
                name,
            }
        };
        let rows = periods.iter();
        rows.flat_map(|period| FIELDS.map(|(field, label)| side(*period, field, label)))
            .collect()
    }

    /// The records that the form wishes otherwise than `base` has them; what is wrong stands at its field.
    pub(super) fn wished(&self, form: &mut Form, base: &Book, now: &Book) -> Book {
        let mut wished = Book::default();
        for (written, period) in rows_of(form) {
            let typed = |field: &str| form.fields.text(&format!("{field}:{written}")).to_owned();
            let (goal, tolerance, reason, point) = (
                typed("goal"),
                typed("tolerance"),
                typed("reason"),
                typed("profile"),
            );
            let changed = |field: &str, text: &str| self.text(base, field, period) != text;
            let target = [
                ("goal", &goal),
                ("tolerance", &tolerance),
                ("reason", &reason),
            ];
            if target.iter().any(|(field, text)| changed(field, text)) {
                let texts = self.target_texts(base, period, &target);
                self.read(form, (Kind::Target, &written), &texts, now, &mut wished);
            }
            if changed("profile", &point) {
                let texts = self.point_texts(base, period, &point);
                self.read(
                    form,
                    (Kind::ProfilePoint, &written),
                    &texts,
                    now,
                    &mut wished,
                );
            }
        }
        wished
    }

    /// The columns of a target, as the Book has them but for what was typed.
    fn target_texts(
        &self,
        base: &Book,
        period: Period,
        typed: &[(&'static str, &String)],
    ) -> Vec<(&'static str, String)> {
        let there = self.target(base, period).cloned();
        let goal = |it: &Target| it.goal.map(|goal| goal.to_string()).unwrap_or_default();
        let same_goal = there.as_ref().is_some_and(|it| {
            typed
                .iter()
                .any(|(name, text)| *name == "goal" && **text == goal(it))
        });
        let target = there.unwrap_or_else(|| Target {
            measure: self.measure.clone(),
            period,
            unit: self.unit.clone(),
            goal: None,
            tolerance: None,
            as_written: None,
            reason: None,
            source: None,
        });
        let mut texts = texts_of(&Record::from(target));
        for (name, text) in &mut texts {
            if let Some((_, given)) = typed.iter().find(|(typed, _)| typed == name) {
                text.clone_from(given);
            }
            // Where it was read from is no longer true of another target.
            if !same_goal && matches!(*name, "as_written" | "source") {
                text.clear();
            }
        }
        texts
    }

    fn point_texts(&self, base: &Book, period: Period, goal: &str) -> Vec<(&'static str, String)> {
        let there = self.profile(base, period);
        let same = there.is_some_and(|it| it.goal.to_string() == goal);
        let source = there.filter(|_| same).and_then(|it| it.source.clone());
        vec![
            ("measure", self.measure.to_string()),
            ("period", period.to_string()),
            (
                "unit",
                self.unit
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
            ("goal", goal.to_owned()),
            ("source", source.unwrap_or_default()),
        ]
    }

    fn read(
        &self,
        form: &mut Form,
        (kind, written): (Kind, &str),
        texts: &[(&'static str, String)],
        now: &Book,
        wished: &mut Book,
    ) {
        let text = |name: &str| {
            let found = texts.iter().find(|(column, _)| *column == name);
            found.map_or_else(String::new, |(_, text)| text.clone())
        };
        let emptied = text("goal").is_empty();
        match read_one(kind, &text, now) {
            // A profile point is nothing without its goal, and a target that had one is withdrawn.
            _ if emptied && kind == Kind::ProfilePoint => {
                form.refuse(
                    &format!("profile:{written}"),
                    "To take it away, withdraw it",
                );
            }
            Ok((record, _)) => wished.push(record),
            Err(problems) => {
                let mut own = Form::default();
                refuse(&mut own, problems);
                for problem in own.problems {
                    let field = match (kind, problem.field.as_str()) {
                        (Kind::ProfilePoint, "goal") => "profile",
                        (_, "period") => "period",
                        (_, other) => other,
                    };
                    form.refuse(&format!("{field}:{written}"), problem.problem);
                }
            }
        }
    }
}

/// The rows that were sent: the period as it stands in the names of the fields, and the period.
fn rows_of(form: &mut Form) -> Vec<(String, Period)> {
    let names: Vec<String> = (form.fields.iter())
        .filter_map(|(name, _)| name.strip_prefix("goal:").map(str::to_owned))
        .collect();
    let mut rows = Vec::new();
    for written in names {
        if written == ANOTHER {
            let field = format!("period:{ANOTHER}");
            let given = FIELDS
                .iter()
                .any(|(name, _)| form.fields.given(&format!("{name}:{ANOTHER}")).is_some());
            if given && form.fields.given(&field).is_none() {
                form.refuse(&field, "Say for which period");
            }
            rows.extend(form.period(&field).map(|period| (written, period)));
        } else if let Ok(period) = written.parse() {
            rows.push((written, period));
        }
    }
    rows
}
