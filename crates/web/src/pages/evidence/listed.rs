//! The files that hang on something, as a list within its page.

use clew_calendar::Period;
use clew_journal::{Attached, Subject, subject_of};
use clew_plan::{Figure, Finding, MeasureKey, Record, UnitId};
use clew_service::{Act, Memory, Overview, local_time, size_in_words};
use maud::{Markup, html};

use crate::{Visit, links};

/// The files, each with its size, who attached it and when. Of those that the visitor may not open only
/// the number is told.
pub(in crate::pages) fn listed(visit: &Visit, memory: &Memory, of: &Subject) -> Markup {
    let files = visit.account().map_or_else(
        |_| Vec::new(),
        |account| visit.app.service().evidence(memory, account, of),
    );
    let hidden = memory.state().evidence_of(of).len() - files.len();
    html! {
        @if !files.is_empty() {
            ul class="govuk-list clew-evidence" { @for file in &files { (one(memory, file)) } }
        }
        @if hidden == 1 { p class="govuk-body clew-quiet" { "One file hangs here that you may not open." } }
        @if hidden > 1 { p class="govuk-body clew-quiet" { (hidden) " files hang here that you may not open." } }
    }
}

fn one(memory: &Memory, file: &Attached) -> Markup {
    let evidence = &file.evidence;
    let by = memory.state().account(&file.by);
    let by = by.map_or_else(|| file.by.to_string(), |account| account.name.clone());
    html! {
        li {
            a class="govuk-link" href=(links::evidence_file(&evidence.of, &evidence.digest)) download=(evidence.name) { (evidence.name) }
            " "
            span class="clew-quiet" {
                "(" (size_in_words(evidence.size)) ") attached by " (by) ", " (local_time::shown(file.at))
            }
        }
    }
}

/// The files of the figure of a measure for a period and a part of the organisation; nothing where there is
/// no such figure.
pub(in crate::pages) fn listed_of_figure(
    visit: &Visit,
    overview: &Overview,
    (measure, period, unit): (&MeasureKey, Period, Option<&UnitId>),
) -> Markup {
    let facts = overview.measure_facts(measure);
    let mut figures = facts.figures().iter();
    let figure = figures.find(|figure| figure.period == period && figure.unit.as_ref() == unit);
    match figure {
        Some(figure) => of_record(visit, overview.memory(), Figure::clone(figure).into()),
        None => html! {},
    }
}

/// The files of a finding, with the way to attach one.
pub(in crate::pages) fn of_finding(visit: &Visit, memory: &Memory, finding: &Finding) -> Markup {
    let subject = subject_of(&finding.clone().into());
    html! {
        @if let Some(of) = subject {
            (listed(visit, memory, &of))
            @if visit.may(Act::AttachEvidence) {
                p class="govuk-body" {
                    a class="govuk-link" href=(links::evidence(&of)) {
                        "Files of evidence" span class="govuk-visually-hidden" { ": finding " (finding.id) }
                    }
                }
            }
        }
    }
}

/// The files of a record that has a name of its own, with the way to attach one; nothing where the record
/// is not there.
pub(in crate::pages) fn of_record(visit: &Visit, memory: &Memory, record: Record) -> Markup {
    let subject = subject_of(&record);
    let subject = subject.filter(|subject| memory.state().record(subject).is_some());
    html! {
        @if let Some(of) = subject {
            @let any = !memory.state().evidence_of(&of).is_empty();
            @if any || visit.may(Act::AttachEvidence) {
                section aria-labelledby="files" {
                    h2 class="govuk-heading-m" id="files" { "Files of evidence" }
                    @if !any { p class="govuk-body clew-quiet" { "No file is attached yet." } }
                    (listed(visit, memory, &of))
                    @if visit.may(Act::AttachEvidence) {
                        p class="govuk-body" { a class="govuk-link" href=(links::evidence(&of)) { "Attach a file, or take one off" } }
                    }
                }
            }
        }
    }
}
