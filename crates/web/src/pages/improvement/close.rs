//! Closing a finding with its evidence, and opening it again with a reason.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clew_calendar::Day;
use clew_journal::subject_of;
use clew_plan::{Book, Finding, ImprovementActivity};
use clew_report::words;
use clew_service::{Answer, Conflict, FindingCovered, HeldFile, Incoming, coverage};
use maud::{Markup, html};

use super::answers::{has_evidence, what};
use super::finding_called;
use crate::components::{
    Choice, Input, TextArea, date_input, hidden, inset, radios, submit, text_area, text_input,
};
use crate::fields::new_act;
use crate::layout::{Page, Section};
use crate::pages::actions::conflict_choices;
use crate::pages::actions::words::capital;
use crate::pages::evidence;
use crate::upload::Upload;
use crate::{Form, Visit, WebError, links};

/// The choice that stands for work which no improvement activity names.
const OTHER: &str = "other";
/// The choice that stands for evidence which is named already.
const NAMED: &str = "named";

/// The form.
pub(super) async fn show(
    visit: Visit,
    Path((inspection, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let finding = finding_called(memory.book(), &inspection, &id)?;
    let held = evidence::held(&visit, &place(finding)).await?;
    let showing = (&Form::default(), held.as_slice());
    page(&visit, memory.book(), finding, showing, None)
}

/// Where the files that are chosen wait until the form is sent.
fn place(finding: &Finding) -> String {
    links::close_finding(&finding.inspection, &finding.id)
}

fn page(
    visit: &Visit,
    book: &Book,
    finding: &Finding,
    (form, held): (&Form, &[HeldFile]),
    conflict: Option<&Conflict>,
) -> Result<Response, WebError> {
    let seen = form.made_after(visit.memory()?.state().head.sequence);
    let address = links::close_finding(&finding.inspection, &finding.id);
    let open = finding.closed_on.is_none();
    let title = if open {
        "Close a finding with evidence"
    } else {
        "Open a finding again"
    };
    let body = html! {
        span class="govuk-caption-l" { "Finding " (finding.id) ": " (finding.title) }
        h1 class="govuk-heading-l" { (title) }
        @if let Some(text) = &finding.text { (inset(&html! { (text) })) }
        form method="post" action=(address) enctype="multipart/form-data" novalidate {
            (evidence::sent_by_enter("send"))
            (hidden("act", &new_act()))
            (hidden("seen", &seen.to_string()))
            @if let Some(conflict) = conflict { (conflict_choices(conflict)) }
            @if open { (closing(visit, (form, held), book, finding)) } @else { (reopening(form, finding)) }
        }
        p class="govuk-body" { a class="govuk-link" href=(links::finding(&finding.inspection, &finding.id)) { "Leave it as it is" } }
    };
    let page = Page::new(visit, Section::Improvement, title)
        .crumb("Improvement", links::IMPROVEMENT)
        .crumb(
            inspection_title(book, finding),
            links::inspection(&finding.inspection),
        )
        .narrow()
        .problems_of(form);
    Ok(match conflict {
        Some(_) => (StatusCode::CONFLICT, page.markup(body)).into_response(),
        None => page.show(body),
    })
}

fn inspection_title(book: &Book, finding: &Finding) -> String {
    let found = book
        .inspections
        .iter()
        .find(|it| it.id == finding.inspection);
    found.map_or_else(|| finding.inspection.to_string(), |it| it.title.clone())
}

fn reopening(form: &Form, finding: &Finding) -> Markup {
    let closed = finding.closed_on.map(words::day).unwrap_or_default();
    html! {
        p class="govuk-body" { "It was closed on " (closed) ". Its evidence stays where it is." }
        (text_area(form, &TextArea { name: "reason", label: "Why it is opened again", hint: "A sentence that will be read in a year.", rows: 3, most: 1000 }))
        (submit("Open it again"))
    }
}

fn closing(
    visit: &Visit,
    (form, held): (&Form, &[HeldFile]),
    book: &Book,
    finding: &Finding,
) -> Markup {
    let covered = covered(book, visit.today(), finding);
    let attached = attached(visit, finding);
    let named = named_of(covered.as_ref());
    html! {
        @if !named.is_empty() {
            h2 class="govuk-heading-s" { "Evidence that is named already" }
            ul class="govuk-list govuk-list--bullet" {
                @for answer in &named { li { (what(answer)) ": " (has_evidence(answer).unwrap_or_default()) } }
            }
        }
        @if attached > 0 { p class="govuk-body" { (words::count(attached, "file")) " of evidence " @if attached == 1 { "hangs" } @else { "hang" } " on it already." } }
        (radios(form, "activity", "What did it", "The evidence is kept with it.", &choices(book, finding)))
        (text_input(form, &Input { name: "done", label: "Something else that was done", hint: "Only where none of the above did it.", ..Input::default() }))
        (text_area(form, &TextArea { name: "evidence", label: "What shows that it is done", hint: "The document, audit or figure, so that an inspector can find it. It may stay empty where a file shows it.", rows: 4, most: 2000 }))
        (evidence::chooser(form, held))
        (date_input(form, "closed_on", "The day it was closed", "For example, 12 6 2026."))
        (submit("Close the finding"))
    }
}

fn named_of(covered: Option<&FindingCovered>) -> Vec<&Answer> {
    let answers = covered.map(|it| it.answers.iter()).into_iter().flatten();
    answers.filter(|it| has_evidence(it).is_some()).collect()
}

/// How many files hang on a finding.
fn attached(visit: &Visit, finding: &Finding) -> usize {
    let subject = subject_of(&finding.clone().into());
    let memory = visit.memory();
    match (subject, memory) {
        (Some(of), Ok(memory)) => memory.state().evidence_of(&of).len(),
        _ => 0,
    }
}

/// What is done about a finding, as the page of its inspection has it.
fn covered(book: &Book, today: Day, finding: &Finding) -> Option<FindingCovered> {
    let inspections = coverage(book, today).inspections.into_iter();
    let mut inspections = inspections.filter(|it| it.inspection == finding.inspection);
    let findings = inspections.next()?.findings.into_iter();
    findings.into_iter().find(|it| it.finding == finding.id)
}

fn of_finding<'book>(
    book: &'book Book,
    finding: &'book Finding,
) -> impl Iterator<Item = &'book ImprovementActivity> {
    let all = book.improvement_activities.iter();
    all.filter(|activity| activity.finding == finding.id)
}

fn choices(book: &Book, finding: &Finding) -> Vec<Choice> {
    let activities = of_finding(book, finding);
    let mut choices: Vec<Choice> = activities
        .map(|activity| Choice::new(activity.position.to_string(), &activity.text))
        .collect();
    choices.push(Choice::new(
        NAMED,
        "The evidence that is named, or a file that is attached, closes it",
    ));
    choices.push(Choice::new(OTHER, "Something else, which I name below"));
    choices
}

/// The form, sent.
pub(super) async fn send(
    visit: Visit,
    Path((inspection, id)): Path<(String, String)>,
    upload: Upload,
) -> Result<Response, WebError> {
    let known = visit.memory()?;
    let place = place(finding_called(known.book(), &inspection, &id)?);
    let mut form = evidence::hold(&visit, &place, upload).await?;
    let held = evidence::held(&visit, &place).await?;
    // Whether it closes the finding or opens it again, and what is added, goes by what it was made from.
    let seen = form.made_after(visit.memory()?.state().head.sequence);
    let memory = visit.known_at(seen).await?;
    let finding = finding_called(memory.book(), &inspection, &id)?;
    let open = finding.closed_on.is_none();
    if evidence::keeps_files_only(&form) {
        return page(&visit, memory.book(), finding, (&form, &held), None);
    }
    let caller = visit.caller(&form.act())?;
    let files = evidence::sent_with(&visit, &caller, &held).await?;
    let shows = !files.is_empty() || attached(&visit, finding) > 0;
    let read = match open {
        true => closed(&mut form, memory.book(), finding, (visit.today(), shows)),
        false => reopened(&mut form, finding),
    };
    let incoming = read.map(|(book, reason)| Incoming { book, seen, reason });
    let Some(incoming) = incoming.filter(|_| form.is_sound()) else {
        return page(&visit, memory.book(), finding, (&form, &held), None);
    };
    let of = finding.id.clone();
    let done = visit
        .app
        .blocking(move |service| service.settle_finding(&caller, &of, &incoming, &files))
        .await;
    let Err(error) = done else {
        evidence::let_go(&visit, &place).await?;
        let key = if open {
            "finding-closed"
        } else {
            "finding-open"
        };
        let address = links::inspection(&finding.inspection);
        let to = links::with_query(&address, &links::query(&[("done", key)]));
        return Ok(Redirect::to(&format!("{to}#finding-{}", finding.id)).into_response());
    };
    let known = visit.memory()?;
    let finding = finding_called(known.book(), &inspection, &id)?;
    if let Some(conflict) = error.conflicts().first() {
        form.has_seen(known.state().head.sequence);
        return page(
            &visit,
            known.book(),
            finding,
            (&form, &held),
            Some(conflict),
        );
    }
    if error.problems().is_empty() {
        return Err(error);
    }
    for problem in error.problems() {
        form.refuse("", capital(&problem.problem));
    }
    page(&visit, known.book(), finding, (&form, &held), None)
}

fn reopened(form: &mut Form, finding: &Finding) -> Option<(Book, Option<String>)> {
    let reason = form.needed("reason", "Say why it is opened again");
    let mut book = Book::default();
    book.findings.push(Finding {
        closed_on: None,
        ..finding.clone()
    });
    Some((book, Some(reason)))
}

/// The finding with the day it was closed on, and the improvement activity with its evidence.
fn closed(
    form: &mut Form,
    book: &Book,
    finding: &Finding,
    (today, shown_by_file): (Day, bool),
) -> Option<(Book, Option<String>)> {
    let closed_on = form.day("closed_on");
    if closed_on.is_none() && form.problem("closed_on").is_none() {
        form.refuse("closed_on", "Enter the day it was closed");
    }
    if closed_on.is_some_and(|day| day > today) {
        form.refuse("closed_on", "Enter a day that has come");
    }
    let choice = form.needed("activity", "Choose what did it");
    let mut incoming = Book::default();
    let mut reason = form.optional("evidence");
    if choice == NAMED {
        reason = reason.or(Some("Closed by the evidence that is named.".to_owned()));
    } else {
        let evidence = match shown_by_file {
            true => form.optional("evidence"),
            false => Some(form.needed("evidence", "Say what shows that it is done, or add a file")),
        };
        let activity = activity(form, book, finding, &choice);
        incoming
            .improvement_activities
            .extend(activity.map(|activity| ImprovementActivity {
                evidence: evidence.or(activity.evidence),
                done_on: activity.done_on.or(closed_on),
                ..activity
            }));
    }
    incoming.findings.push(Finding {
        closed_on,
        ..finding.clone()
    });
    Some((incoming, reason))
}

/// The improvement activity that was chosen, or a new one after the others.
fn activity(
    form: &mut Form,
    book: &Book,
    finding: &Finding,
    choice: &str,
) -> Option<ImprovementActivity> {
    if choice != OTHER {
        let chosen = of_finding(book, finding).find(|it| it.position.to_string() == choice);
        if chosen.is_none() && !choice.is_empty() {
            form.refuse("activity", "Choose one of these");
        }
        return chosen.cloned();
    }
    let text = form.needed("done", "Say what was done");
    let last = of_finding(book, finding).map(|it| it.position).max();
    Some(ImprovementActivity {
        finding: finding.id.clone(),
        position: last.unwrap_or(0) + 1,
        text,
        owner: None,
        due: None,
        evidence: None,
        done_on: None,
        source: None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn book() -> Book {
        let finding = serde_json::json!({"id": "F1", "inspection": "asp", "title": "Chronologies"});
        let activity = serde_json::json!({"finding": "F1", "position": 3, "text": "Train"});
        Book {
            findings: vec![serde_json::from_value(finding).unwrap()],
            improvement_activities: vec![serde_json::from_value(activity).unwrap()],
            ..Book::default()
        }
    }

    fn sent(pairs: &[(&str, &str)]) -> (Form, Option<(Book, Option<String>)>) {
        let mut owned: Vec<(&str, String)> = pairs
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        owned.push(("closed_on", "2026-06-12".to_owned()));
        let mut form = Form::showing(&owned);
        let book = book();
        let incoming = closed(
            &mut form,
            &book,
            &book.findings[0],
            ("2026-06-30".parse().unwrap(), false),
        );
        (form, incoming)
    }

    #[test]
    fn evidence_is_kept_with_the_activity_that_it_shows() {
        let (form, incoming) = sent(&[("activity", "3"), ("evidence", "The audit of May")]);
        let (incoming, reason) = incoming.unwrap();
        assert!(form.is_sound());
        let activity = &incoming.improvement_activities[0];
        assert_eq!(activity.evidence.as_deref(), Some("The audit of May"));
        assert_eq!(activity.done_on, incoming.findings[0].closed_on);
        assert_eq!(reason.as_deref(), Some("The audit of May"));
    }

    #[test]
    fn something_else_that_was_done_comes_after_the_others() {
        let (_, incoming) = sent(&[
            ("activity", "other"),
            ("done", "New forms"),
            ("evidence", "The forms"),
        ]);
        let activity = &incoming.unwrap().0.improvement_activities[0];
        assert_eq!(
            (activity.position, activity.text.as_str()),
            (4, "New forms")
        );
    }

    #[test]
    fn a_finding_is_not_closed_without_evidence() {
        let (form, _) = sent(&[("activity", "3")]);
        assert!(form.problem("evidence").is_some());
        let (form, _) = sent(&[("evidence", "The audit")]);
        assert!(form.problem("activity").is_some());
        let (form, _) = sent(&[("activity", "9"), ("evidence", "The audit")]);
        assert!(form.problem("activity").is_some());
    }
}
