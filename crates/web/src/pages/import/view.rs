//! What a file of returns would come to, row by row, with what is wrong and what to do.

use clew_exchange::{Issue, Severity};
use clew_measure::show_value;
use clew_plan::Measure;
use clew_report::words;
use clew_service::{Overview, Question, TriedFigure};
use maud::{Markup, html};

use super::reading::{self, Read, Row};
use crate::components::{
    file_input, form as around, hidden, inset, link_button, stacked_table, status_mark, submit,
};
use crate::fields::new_act;
use crate::{Form, links};

/// Issues that are listed; of more, how many there are.
const MOST_ISSUES: usize = 200;

/// The choice of a file.
pub(super) fn choose(form: &Form) -> Markup {
    html! {
        h1 class="govuk-heading-l" { "Return many figures by a workbook" }
        ol class="govuk-list govuk-list--number" {
            li { "Take the workbook: it has a row for each figure that is due from you, with the last value and the target beside it." }
            li { "Fill in the columns with a blue heading: the value or its counts, and what is to be said. Rows that stay empty are left for later." }
            li { "Bring it back here. You see what would be taken before anything is." }
        }
        div class="clew-actions" { (link_button("Take the workbook", links::RETURNS_WORKBOOK)) }
        (upload(form))
    }
}

fn upload(form: &Form) -> Markup {
    html! {
        form method="post" action=(links::IMPORT_RETURNS) enctype="multipart/form-data" novalidate {
            input type="hidden" name="act" value=(new_act());
            (file_input(form, "file", "The workbook", "Excel or OpenDocument, or CSV with the columns Measure, Period and Value. At most 10 MB.", ".xlsx,.xlsm,.ods,.csv"))
            (submit("Look it through"))
        }
    }
}

/// What would become of the file.
pub(super) fn preview(
    overview: &Overview,
    form: &Form,
    read: &Read,
    tried: &[TriedFigure],
) -> Markup {
    let errors = read
        .issues
        .iter()
        .filter(|issue| issue.severity == Severity::Error)
        .count();
    let refused = tried
        .iter()
        .filter(|tried| !tried.problems.is_empty())
        .count();
    let rows = serde_json::to_string(&read.rows).unwrap_or_default();
    let takes = errors == 0 && refused == 0 && !read.rows.is_empty();
    let rows_shown = html! {
        @if !read.rows.is_empty() { (rows_table(overview, form, &read.rows, tried)) }
    };
    html! {
        h1 class="govuk-heading-l" { "What would be returned" }
        (verdict(read, errors, refused))
        @if !read.issues.is_empty() { (issues(&read.issues)) }
        @if takes {
            (around("/returns/import/take", overview.memory().state().head.sequence, &html! {
                (hidden("rows", &rows))
                (rows_shown)
                (submit(&format!("Return {}", words::count(read.rows.len(), "figure"))))
            }))
        } @else { (rows_shown) }
        h2 class="govuk-heading-m" { "Bring in another file" }
        (upload(&Form::default()))
    }
}

fn verdict(read: &Read, errors: usize, refused: usize) -> Markup {
    // A row that is wrong in the file is refused as well: it counts once.
    let wrong = if errors > 0 { errors } else { refused };
    let text = html! {
        p class="govuk-body" {
            @if wrong > 0 {
                strong { "Nothing can be taken yet: " (words::count(wrong, "error")) "." }
                " Put them right in the file and bring it in again; everything that is wrong is listed."
            } @else if read.rows.is_empty() {
                strong { "There is nothing to take." }
            } @else {
                strong { (words::count(read.rows.len(), "figure")) " would be returned." }
                " Nothing is written before you say so."
            }
        }
        @if read.empty > 0 { p class="govuk-body" { (words::count(read.empty, "row")) " without a value: left for later." } }
        @if read.same > 0 { p class="govuk-body" { (words::count(read.same, "row")) " as it stands already." } }
        @if read.others > 0 { p class="govuk-body" { (words::count(read.others, "record")) " of another kind, or a changed measure: not taken here. Whoever looks after the plan can import them." } }
    };
    inset(&text)
}

fn issues(issues: &[Issue]) -> Markup {
    let mut issues: Vec<&Issue> = issues.iter().collect();
    issues.sort_by_key(|issue| (issue.severity, &issue.file, &issue.sheet, issue.row));
    let rows = html! {
        @for issue in issues.iter().take(MOST_ISSUES) {
            tr {
                td { @if issue.severity == Severity::Error { strong class="clew-late" { "Error" } } @else { "Warning" } }
                td data-label="Sheet" { (issue.sheet.as_deref().unwrap_or(&issue.file)) }
                td class="end" data-label="Row" { @if let Some(row) = issue.row { (row) } @else { "–" } }
                td data-label="Column" { (issue.column.as_deref().unwrap_or("–")) }
                td data-label="What is wrong" { (issue.message) }
                td data-label="What to do" { (issue.suggestion) }
                td class="quiet" data-label="Rule" { (issue.rule) }
            }
        }
    };
    let headings = [
        ("Kind", ""),
        ("Sheet", ""),
        ("Row", "end"),
        ("Column", ""),
        ("What is wrong", ""),
        ("What to do", ""),
        ("Rule", ""),
    ];
    html! {
        (stacked_table("In the file", &headings, &rows))
        @if issues.len() > MOST_ISSUES { p class="govuk-body" { "And " (issues.len() - MOST_ISSUES) " more." } }
    }
}

fn rows_table(overview: &Overview, form: &Form, rows: &[Row], tried: &[TriedFigure]) -> Markup {
    let none = TriedFigure::default();
    let body = html! {
        @for (place, row) in rows.iter().enumerate() {
            (row_of(overview, form, place, row, tried.get(place).unwrap_or(&none)))
        }
    };
    let headings = [
        ("Measure", ""),
        ("Period", ""),
        ("Figure", "end"),
        ("Status", ""),
        ("What is said", ""),
        ("Asked", ""),
    ];
    html! { div id="rows" { (stacked_table("Figures", &headings, &body)) } }
}

fn row_of(
    overview: &Overview,
    form: &Form,
    place: usize,
    row: &Row,
    tried: &TriedFigure,
) -> Markup {
    let figure = &row.figure;
    let measure = overview.book().measure(&figure.measure);
    let needs_words = tried
        .preview
        .as_ref()
        .is_some_and(|found| !found.lacks.is_empty());
    html! {
        tr {
            th scope="row" {
                (measure.map_or("", |measure| &measure.title)) br;
                span class="quiet" { (figure.measure) @if let Some(unit) = &figure.unit { ", " (unit) } }
            }
            td class="whole" data-label="Period" { (words::period(figure.period)) }
            td class="end" data-label="Figure" { (value(row, measure)) }
            td data-label="Status" class=[tried.preview.is_none().then_some("clew-none")] { @if let Some(found) = &tried.preview { (status_mark(found.status)) } }
            td data-label="What is said" {
                @if let Some(said) = &row.said { (said.text) }
                @else if needs_words { span class="quiet" { "Nothing yet, and it needs words: they can be added later, on its own page." } }
                @else { span class="quiet" { "nothing" } }
            }
            td data-label="Asked" {
                @for problem in &tried.problems { p class="govuk-error-message" { (problem.problem) } }
                @for question in &tried.questions { (asked(form, place, question)) }
                @if tried.problems.is_empty() && tried.questions.is_empty() { span class="quiet" { "nothing" } }
            }
        }
    }
}

fn asked(form: &Form, place: usize, question: &Question) -> Markup {
    let name = reading::answer(place, question.id);
    html! {
        @if question.weight == clew_service::Weight::Refuse {
            p class="govuk-error-message" { (question.text) }
        } @else {
            div class="govuk-checkboxes govuk-checkboxes--small" {
                div class="govuk-checkboxes__item" {
                    input class="govuk-checkboxes__input" type="checkbox" id=(name) name=(name) value="yes" checked[form.fields.given(&name).is_some()];
                    label class="govuk-label govuk-checkboxes__label" for=(name) { "Yes, it is right that " (question.text) }
                }
            }
        }
    }
}

/// The value as it would be shown, with its counts.
fn value(row: &Row, measure: Option<&Measure>) -> Markup {
    let figure = &row.figure;
    let unit = measure.and_then(|measure| measure.unit_of_measure);
    html! {
        @if let Some(value) = figure.value { (show_value(value, unit, measure.and_then(|it| it.decimals))) }
        @if let (Some(met), Some(all)) = (figure.numerator, figure.denominator) { " " (met.normalize()) " of " (all.normalize()) }
        @if let Some(status) = figure.reported_status { " " (status.word()) }
    }
}
