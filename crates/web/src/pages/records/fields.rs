//! The fields of a record's form. What a field is called, what it means and what it takes is declared
//! once, with the columns of workbooks, so that a form and a sheet ask for the same.

use clew_report::words::capital;
use std::cell::RefCell;

use clew_exchange::columns::{CellType, Column, Entry, Table, columns};
use clew_plan::{Book, Kind};
use maud::{Markup, html};

use super::choices::referred;
use crate::Form;
use crate::components::{
    Choice, Input, TextArea, date_input, hidden, radios, select, text_area, text_input,
};

/// The most choices that are listed in full; beyond it they are offered while typing.
const MOST_LISTED: usize = 250;
/// Fields that are written in sentences.
const LONG: [&str; 17] = [
    "definition",
    "description",
    "doing",
    "evidence",
    "feedback",
    "note",
    "notes",
    "override_status.reason",
    "planned_outcome",
    "purpose",
    "reason",
    "recommendation",
    "summary",
    "text",
    "as_written",
    "value_as_written",
    "target_as_written",
];

/// What every field of a form needs to know.
pub(super) struct Asking<'page> {
    pub(super) form: &'page Form,
    pub(super) book: &'page Book,
    pub(super) kind: Kind,
    /// Whether the record is there already, so that its name stays.
    pub(super) there: bool,
    offered: RefCell<Vec<Kind>>,
}

impl<'page> Asking<'page> {
    pub(super) const fn new(form: &'page Form, book: &'page Book, kind: Kind, there: bool) -> Self {
        Self {
            form,
            book,
            kind,
            there,
            offered: RefCell::new(Vec::new()),
        }
    }

    /// Every field: in the order of the columns, where it was read from last; of a kind with many, in
    /// groups, of which those that are seldom needed are folded away.
    pub(super) fn fields(&self) -> Markup {
        let all = columns(Table::Records(self.kind));
        let groups = groups(self.kind);
        let grouped = |column: &Column| {
            groups
                .iter()
                .any(|group| group.fields.contains(&column.name))
        };
        html! {
            @for group in groups { (self.group(group, all)) }
            @for column in all.iter().filter(|column| !grouped(column)) { (self.field(column)) }
        }
    }

    fn group(&self, group: &Group, all: &'static [Column]) -> Markup {
        let named = |name: &&str| all.iter().find(|column| column.name == *name);
        let of_group = || group.fields.iter().filter_map(named);
        let fields = html! { @for column in of_group() { (self.field(column)) } };
        if !group.folded {
            return html! { h2 class="govuk-heading-m" { (group.title) } (fields) };
        }
        let wrong = of_group().any(|column| self.form.problem(column.name).is_some());
        let filled = of_group()
            .filter(|column| !self.form.fields.text(column.name).is_empty())
            .count();
        html! {
            details class="govuk-details clew-fold" open[wrong] {
                summary class="govuk-details__summary" {
                    span class="govuk-details__summary-text" { (group.title) }
                    @if filled > 0 { span class="clew-quiet" { " – " (filled) " filled in" } }
                }
                div class="govuk-details__text" { (fields) }
            }
        }
    }

    fn field(&self, column: &'static Column) -> Markup {
        let label = label(column);
        if self.there && keeps_name(self.kind, column) {
            return self.kept(column, &label);
        }
        let hint = hint(column);
        match column.cell {
            CellType::Text if LONG.contains(&column.name) => self.area(column, &label, &hint),
            CellType::Text | CellType::Id | CellType::Code => {
                self.line(column, &label, &hint, (0, ""))
            }
            CellType::OpenMeasure | CellType::Goal | CellType::Tolerance | CellType::RiskScore => {
                self.line(column, &label, &hint, (20, ""))
            }
            CellType::Period | CellType::PeriodOrDay => self.line(column, &label, &hint, (20, "")),
            CellType::Formula => self.line(column, &label, &hint, (30, "")),
            CellType::Decimal => self.line(column, &label, &hint, (10, "decimal")),
            CellType::Integer(_) => self.line(column, &label, &hint, (5, "numeric")),
            CellType::Day => date_input(self.form, column.name, &label, &hint),
            CellType::YesNo => {
                let choices = [Choice::new("yes", "Yes"), Choice::new("no", "No")];
                radios(self.form, column.name, &label, &hint, &choices)
            }
            CellType::Words(list) => {
                let words = (list.words)().into_iter();
                let words = words.map(|word| Choice::new(word, capital(word)));
                self.choice(column, &label, &hint, words.collect())
            }
            CellType::Measure => self.reference(column, Kind::Measure, &label, &hint),
            CellType::Reference(kind) => self.reference(column, kind, &label, &hint),
            CellType::List(_) => self.area(column, &label, &hint),
        }
    }

    /// What tells the record from others, which stays; it goes with the form all the same.
    fn kept(&self, column: &Column, label: &str) -> Markup {
        let value = self.form.fields.raw(column.name);
        html! {
            div class="govuk-form-group" id=(column.name) {
                p class="govuk-label" { (label) }
                p class="govuk-body" { @if value.is_empty() { "–" } @else { strong { (value) } } }
                (hidden(column.name, value))
            }
        }
    }

    fn line(&self, column: &Column, label: &str, hint: &str, (width, mode): (u8, &str)) -> Markup {
        let input = Input {
            name: column.name,
            label,
            hint,
            width,
            mode,
            ..Input::default()
        };
        text_input(self.form, &input)
    }

    fn area(&self, column: &Column, label: &str, hint: &str) -> Markup {
        let rows = if matches!(column.cell, CellType::List(_)) {
            3
        } else {
            4
        };
        let area = TextArea {
            name: column.name,
            label,
            hint,
            rows,
            most: 0,
        };
        text_area(self.form, &area)
    }

    fn choice(&self, column: &Column, label: &str, hint: &str, mut choices: Vec<Choice>) -> Markup {
        let nothing = if column.required {
            "Choose one"
        } else {
            "Not set"
        };
        choices.insert(0, Choice::new("", nothing));
        // What is there stays, though the list may not have it.
        let there = self.form.fields.raw(column.name);
        if !choices.iter().any(|choice| choice.value == there) {
            choices.push(Choice::new(there, there));
        }
        select(self.form, column.name, label, hint, &choices)
    }

    fn reference(&self, column: &Column, kind: Kind, label: &str, hint: &str) -> Markup {
        let choices = referred(self.book, kind, self.form.fields.text("plan"));
        if choices.len() <= MOST_LISTED {
            return self.choice(column, label, hint, choices);
        }
        let list = format!("every-{}", kind.name());
        let first = !self.offered.borrow().contains(&kind);
        self.offered.borrow_mut().push(kind);
        let problem = self.form.problem(column.name);
        let described = [
            (!hint.is_empty()).then(|| format!("{}-hint", column.name)),
            problem.map(|_| format!("{}-error", column.name)),
        ];
        let described: Vec<String> = described.into_iter().flatten().collect();
        html! {
            div class={ "govuk-form-group" @if problem.is_some() { " govuk-form-group--error" } } {
                label class="govuk-label" for=(column.name) { (label) }
                @if !hint.is_empty() { div id={ (column.name) "-hint" } class="govuk-hint" { (hint) } }
                @if let Some(problem) = problem {
                    p id={ (column.name) "-error" } class="govuk-error-message" { span class="govuk-visually-hidden" { "Error: " } (problem) }
                }
                input id=(column.name) name=(column.name) type="text" list=(list) autocomplete="off"
                    class="govuk-input govuk-input--width-20" value=(self.form.fields.raw(column.name))
                    aria-describedby=[(!described.is_empty()).then(|| described.join(" "))];
                @if first { datalist id=(list) { @for choice in &choices { option value=(choice.value) { (choice.words) } } } }
            }
        }
    }
}

/// Fields of a form that belong together.
struct Group {
    title: &'static str,
    fields: &'static [&'static str],
    /// Whether it is folded away until it is asked for, because it is seldom needed.
    folded: bool,
}

const fn open(title: &'static str, fields: &'static [&'static str]) -> Group {
    Group {
        title,
        fields,
        folded: false,
    }
}

const fn folded(title: &'static str, fields: &'static [&'static str]) -> Group {
    Group {
        title,
        fields,
        folded: true,
    }
}

/// The groups of a kind with many fields; none for the others.
const fn groups(kind: Kind) -> &'static [Group] {
    match kind {
        Kind::Measure => MEASURE,
        Kind::Action => ACTION,
        _ => &[],
    }
}

const MEASURE: &[Group] = &[
    open(
        "What it is",
        &[
            "code",
            "title",
            "kind",
            "definition",
            "version",
            "computed_from",
        ],
    ),
    open("Where it belongs", &["plan", "outcome", "unit", "owner"]),
    open(
        "How it is counted",
        &["unit_of_measure", "polarity", "frequency", "decimals"],
    ),
    folded(
        "Status, totals and trend",
        &[
            "tolerance",
            "small_number",
            "aggregation",
            "missing_parts",
            "trend_mode",
            "baseline",
            "arrears",
            "due",
        ],
    ),
    folded(
        "Limits that catch slips of the pen",
        &["expected_low", "expected_high"],
    ),
    folded(
        "Labels, links and notes",
        &["categories", "links", "notes", "retired_on", "source"],
    ),
];

const ACTION: &[Group] = &[
    open(
        "What will be done",
        &["id", "plan", "title", "description", "planned_outcome"],
    ),
    open("Who and when", &["owner", "unit", "start", "end"]),
    open("How it stands", &["status", "percent", "evidence"]),
    folded(
        "What it belongs to",
        &[
            "parent",
            "outcome",
            "theme",
            "workstream",
            "findings",
            "measures",
            "links",
            "see_also",
        ],
    ),
    folded(
        "As it was published",
        &["original_end", "reported_status", "source"],
    ),
];

/// The heading of a field; those that may stay empty say so.
pub(super) fn label(column: &Column) -> String {
    let heading = column.heading().replace('.', " ");
    let heading = capital(&heading);
    let needed =
        column.required || column.otherwise.is_some() || matches!(column.cell, CellType::YesNo);
    if needed {
        heading
    } else {
        format!("{heading} (optional)")
    }
}

/// What a field means, and how it is written where that is not plain.
fn hint(column: &Column) -> String {
    let how = match column.cell {
        CellType::Period => "Such as 2025-26, 2025-26 Q2 or June 2026.",
        CellType::PeriodOrDay => {
            "A day, a month, a quarter or a year, such as 12 June 2026 or 2025-26 Q2."
        }
        CellType::Goal => "A number such as 75, or a range such as 10 to 20.",
        CellType::Tolerance => "Write 5%, 2 points, green 90, amber 85, or amber 15 to 25.",
        CellType::RiskScore => "Likelihood and impact from 1 to 5, such as 3x4, or their product.",
        CellType::Formula => "Such as: ratio of A1 to A2.",
        CellType::List(Entry::Text) => "One a line.",
        CellType::List(_) => "Codes or ids, one a line.",
        CellType::Day => "For example, 12 6 2026.",
        _ => "",
    };
    let plain = column.note.trim_end_matches('.').to_lowercase();
    let note = if plain == column.heading().to_lowercase() {
        ""
    } else {
        column.note
    };
    [note, how].join(" ").trim().to_owned()
}

/// Whether a column is part of the name by which others refer to a record. A measure's code may be
/// written otherwise as long as it means the same.
pub(super) fn keeps_name(kind: Kind, column: &Column) -> bool {
    kind.is_unique()
        && kind.identified_by().contains(&column.name)
        && !matches!(column.cell, CellType::Code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_every_kind_has_a_label_and_says_what_it_means() {
        for kind in Kind::ALL {
            let all = columns(Table::Records(*kind));
            assert!(!all.is_empty(), "{kind:?}");
            for column in all {
                assert!(!label(column).is_empty(), "{kind:?} {}", column.name);
                assert!(column.note.len() > 3, "{kind:?} {}", column.name);
            }
        }
    }

    #[test]
    fn every_field_of_every_kind_is_in_its_form_once() {
        let book = clew_exchange::examples::load("west-lothian-2021-22").unwrap_or_default();
        for kind in Kind::ALL {
            for there in [true, false] {
                let form = Form::default();
                let shown = Asking::new(&form, &book, *kind, there)
                    .fields()
                    .into_string();
                for column in columns(Table::Records(*kind)) {
                    let id = format!(" id=\"{}\"", column.name);
                    assert_eq!(shown.matches(&id).count(), 1, "{kind:?} {}", column.name);
                }
            }
        }
    }

    #[test]
    fn no_field_has_a_name_that_the_form_uses_for_itself() {
        for kind in Kind::ALL {
            for column in columns(Table::Records(*kind)) {
                let own = ["act", "seen", "why", "back", "settle", "base_seen"];
                assert!(!own.contains(&column.name), "{kind:?} {}", column.name);
            }
        }
    }
}
