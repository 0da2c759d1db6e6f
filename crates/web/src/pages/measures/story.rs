//! The whole story of a figure: what it is, how it is judged, every entry about it, what was shown.

use std::sync::Arc;

use axum::extract::Path;
use axum::response::Response;
use clew_calendar::Period;
use clew_plan::{Book, MeasureKey, UnitId};
use clew_report::{ReturnMark, words};
use clew_service::{
    CommentExplained, Explanation, FigureExplained, FormulaExplained, FreezeExplained, Overview,
    ReturnExplained, Step,
};
use maud::{Markup, html};

use super::asked::period_of;
use super::from_records;
use super::standing::{rule_in_words, sentence};
use super::view::{forum_name, key_of};
use crate::components::{moment, return_tag, status_mark, summary_list};
use crate::fields::Asked;
use crate::layout::{Page, Section, kept};
use crate::pages::evidence;
use crate::{Visit, WebError, links};

/// The story of a measure's figure for a period and a part of the organisation.
pub(super) async fn show(
    visit: Visit,
    Path((written, period)): Path<(String, String)>,
    Asked(fields): Asked,
) -> Result<Response, WebError> {
    let period = period_of(&period)?;
    let unit = fields.given("unit").map(UnitId::from);
    let overview = visit.overview().await?;
    if let Some(page) = kept(&visit, &overview) {
        return Ok(page);
    }
    let key = key_of(&overview, &written)?;
    let (asked, of, known) = (key.clone(), unit.clone(), Arc::clone(&overview));
    let told = visit
        .read(move |reader| reader.explain_with(&known, &asked, period, of.as_ref()))
        .await?;
    let shown = told.figure.as_ref().map_or(period, |figure| figure.period);
    let mark = overview
        .open_returns()
        .mark(&key, unit.as_ref(), shown)
        .filter(|_| told.value.is_some());
    let title = format!("{} in {}", told.code, words::period(period));
    let body = body(&visit, &overview, (&told, mark), &key, unit.as_ref());
    let page = Page::new(&visit, Section::Performance, title)
        .crumb("Performance", links::PERFORMANCE)
        .crumb("Measures", links::MEASURES)
        .crumb(told.title.clone(), links::measure(&key, unit.as_ref()));
    Ok(match told.computed {
        // What records would give now changes without an entry of the Book.
        Some(_) => page.show(body),
        None => page.show_and_keep(&overview, body),
    })
}

fn body(
    visit: &Visit,
    overview: &Overview,
    (told, mark): (&Explanation, Option<ReturnMark>),
    key: &MeasureKey,
    unit: Option<&UnitId>,
) -> Markup {
    let book = overview.book();
    html! {
        span class="govuk-caption-l" {
            (told.code) " " (told.title)
            @if let Some(unit) = &told.unit { " · " (unit) }
        }
        h1 class="govuk-heading-l" { "The story of the figure for " (words::period(told.period)) }
        (what(told, mark))
        div class="clew-columns measure-columns" {
            div {
                (steps("What happened to the figure", "history", &told.history, "No entry gave this figure: it is not known yet, or is worked out from others."))
                (evidence::listed_of_figure(visit, overview, (key, told.period, unit)))
                (shown_to(book, &told.freezes, told))
                (comments(&told.comments))
                @if let Some(returned) = &told.returned { (by_return(returned)) }
            }
            div {
                @if let Some(figure) = &told.figure { (source(figure, told)) }
                @if let Some(computed) = &told.computed { (from_records::told(visit, computed, (key, told.period, unit))) }
                @if let Some(formula) = &told.formula { (parts(formula, told.period)) }
                (target(told))
                p class="govuk-body" { a class="govuk-link" href=(links::measure(key, unit)) { "Back to the measure" } }
            }
        }
    }
}

/// The figure as it stands, and why it has its status.
fn what(told: &Explanation, mark: Option<ReturnMark>) -> Markup {
    html! {
        section class="measure-standing" aria-labelledby="stands" {
            h2 class="govuk-heading-m" id="stands" { "As it stands now" }
            dl class="measure-facts" {
                div { dt { "Value" } dd {
                    strong { (told.value.as_deref().unwrap_or("Not known yet")) }
                    (return_tag(mark))
                    @if let Some(counts) = &told.counts { span class="measure-small" { (counts) } }
                } }
                @if let Some(target) = &told.target {
                    div { dt { "Target" } dd { strong { (target.shown) } span class="measure-small" { (target.found) } } }
                }
                div { dt { "Status" } dd {
                    span class="measure-status" { (status_mark(told.status)) }
                    @if told.small_numbers { span class="measure-small" { "small numbers: the status says little" } }
                } }
                @if let Some(recorded) = told.recorded() {
                    div { dt { "Recorded" } dd {
                        span class="measure-trend" { (moment(recorded.recorded_at)) }
                        span class="measure-small" { "by " (recorded.by) ", entry " (recorded.entry) }
                    } }
                }
            }
            div class="measure-rule" {
                p class="govuk-body" { strong { "Why " (told.status_by_rule) ": " } (sentence(&told.why)) }
                @if let Some(reported) = told.status_reported.filter(|reported| *reported != told.status_by_rule) {
                    p class="govuk-body" { "It was published as " (status_mark(reported)) "; by the rule it is " (status_mark(told.status_by_rule)) "." }
                }
                @if let Some(reason) = &told.override_reason { p class="govuk-body" { "Set by a person: " (reason) } }
                p class="govuk-body" { strong { "The rule: " } (rule_in_words(&told.rule)) }
            }
        }
    }
}

fn steps(title: &str, id: &str, steps: &[Step], none: &str) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 class="govuk-heading-m" id=(id) { (title) }
            @if steps.is_empty() { p class="govuk-body" { (none) } }
            @else { ol class="measure-steps" { @for step in steps { (one_step(step)) } } }
        }
    }
}

fn one_step(step: &Step) -> Markup {
    html! {
        li {
            @if let Some(gave) = &step.gave { strong class="measure-gave" { (gave) } }
            p class="govuk-body" { (step.sentence) }
            p class="govuk-body clew-quiet" { "Recorded " (moment(step.recorded_at)) ", entry " (step.entry) }
        }
    }
}

/// What forums were shown, and what of it would be shown otherwise now.
fn shown_to(book: &Book, freezes: &[FreezeExplained], told: &Explanation) -> Markup {
    html! {
        section aria-labelledby="shown" {
            h2 class="govuk-heading-m" id="shown" { "What forums were shown" }
            @if freezes.is_empty() { p class="govuk-body" { "No forum has been shown this figure yet." } }
            @for freeze in freezes {
                article class="measure-said" {
                    h3 class="govuk-heading-s" { (forum_name(book, &freeze.forum)) ", " (words::day(freeze.meeting)) }
                    p class="govuk-body" { (freeze.shown.as_deref().unwrap_or("No value")) " " (status_mark(freeze.status)) }
                    @if freeze.differs.is_empty() {
                        p class="govuk-body clew-quiet" { "As it stands now: nothing was restated." }
                    } @else {
                        table class="clew-table" {
                            caption { "Restated since" }
                            thead { tr { th scope="col" { "What" } th scope="col" { "As reported" } th scope="col" { "Now" } } }
                            tbody { @for (aspect, was, now) in &freeze.differs {
                                tr { th scope="row" { (aspect) } td { (was) } td { (now) } }
                            } }
                        }
                    }
                }
            }
            @if let Some(reported) = told.status_reported {
                p class="govuk-body" { "It was published as " (status_mark(reported)) "." }
            }
        }
    }
}

fn comments(comments: &[CommentExplained]) -> Markup {
    html! {
        section aria-labelledby="said" {
            h2 class="govuk-heading-m" id="said" { "What was said" }
            @if comments.is_empty() { p class="govuk-body" { "Nothing was said about this period." } }
            @for said in comments {
                article class="measure-said" {
                    p class="govuk-body measure-words" { (said.text) }
                    @if let Some(doing) = &said.doing {
                        p class="govuk-body measure-words" { strong { "What is being done: " } (doing) @if let Some(day) = said.by_when { " By " (words::day(day)) "." } }
                    }
                    p class="govuk-body clew-quiet" {
                        @if let Some(by) = &said.by { (by) }
                        @if let Some(on) = said.on { @if said.by.is_some() { ", " } (words::day(on)) }
                    }
                    (folded("Entries about this comment", &said.history))
                }
            }
        }
    }
}

/// Steps behind a line to open.
fn folded(title: &str, steps: &[Step]) -> Markup {
    html! {
        @if !steps.is_empty() {
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (title) " (" (steps.len()) ")" } }
                div class="govuk-details__text" { ol class="measure-steps" { @for step in steps { (one_step(step)) } } }
            }
        }
    }
}

/// The reason with which it was signed off, where one had to be given.
fn signed_because(returned: &ReturnExplained) -> Option<&str> {
    returned.signed_off_by.as_ref()?;
    let reason = returned.history.last()?.reason.as_deref()?;
    Some(reason.trim_end_matches('.'))
}

fn by_return(returned: &ReturnExplained) -> Markup {
    html! {
        section aria-labelledby="return" {
            h2 class="govuk-heading-m" id="return" { "The return it came by" }
            p class="govuk-body" {
                "Cycle " (returned.cycle) ": " (returned.stage)
                @if let Some(by) = &returned.signed_off_by { " by " (by) }
                @if let Some(at) = returned.at { ", " (moment(at)) }
                @if let Some(reason) = signed_because(returned) { ": " (reason) }
                "."
            }
            (folded("Entries about this return", &returned.history))
        }
    }
}

fn source(figure: &FigureExplained, told: &Explanation) -> Markup {
    let mut facts: Vec<(&str, Markup)> = vec![
        ("Source", html! { (figure.source.word()) }),
        ("State", html! { (figure.state.word()) }),
    ];
    facts.extend(
        figure
            .as_at
            .map(|day| ("Data as at", html! { (words::day(day)) })),
    );
    facts.extend(
        figure
            .reliability
            .map(|it| ("Reliability", html! { (it.word()) ". " (it.meaning()) })),
    );
    let texts = [
        ("Evidence", &figure.evidence),
        ("Note", &figure.note),
        ("Written as", &figure.as_written),
        ("Read from", &figure.read_from),
    ];
    for (name, text) in texts {
        facts.extend(text.as_ref().map(|text| (name, html! { (text) })));
    }
    let version = told.definition_version.unwrap_or(1);
    facts.push(("Definition", html! { "Version " (version) }));
    html! {
        section aria-labelledby="source" {
            h2 class="govuk-heading-m" id="source" { "Where it comes from" }
            (summary_list(&facts))
            @if let Some(definition) = &told.definition { p class="govuk-body measure-words" { (definition) } }
        }
    }
}

fn parts(formula: &FormulaExplained, period: Period) -> Markup {
    html! {
        section aria-labelledby="parts" {
            h2 class="govuk-heading-m" id="parts" { "Worked out from" }
            p class="govuk-body" { (formula.text) " (version " (formula.version) "); " (formula.reported) "." }
            ul class="govuk-list govuk-list--spaced" { @for part in &formula.parts {
                li {
                    a class="govuk-link" href=(links::figure(&part_key(&part.code), period, None)) {
                        (part.code) @if let Some(title) = &part.title { " " (title) }
                    }
                    ": " (part.figure.as_deref().unwrap_or("not reported"))
                }
            } }
        }
    }
}

fn part_key(code: &str) -> MeasureKey {
    let parsed = code.parse::<clew_plan::Code>();
    parsed.map_or_else(|_| MeasureKey::from(code), |code| code.key())
}

fn target(told: &Explanation) -> Markup {
    html! {
        @if let Some(target) = &told.target {
            section aria-labelledby="target" {
                h2 class="govuk-heading-m" id="target" { "The target" }
                p class="govuk-body" {
                    (target.shown) ", " (target.found) "."
                    @if let Some(tolerance) = &told.tolerance {
                        " Tolerance " (tolerance)
                        @if let Some(from) = &told.tolerance_from { " (" (from) ")" }
                        "."
                    }
                }
                @if let Some(reason) = &target.reason { p class="govuk-body" { (reason) } }
                (folded("Entries about this target", &target.history))
            }
        }
    }
}
