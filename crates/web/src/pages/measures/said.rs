//! What was said about a measure, period by period.

use clew_plan::Commentary;
use clew_report::words;
use maud::{Markup, html};

use super::view::View;
use crate::components::status_mark;

/// Periods that are shown open; earlier ones are behind a line to open.
const OPEN: usize = 4;

/// The commentary, the latest first: of the whole also what its parts said.
pub(super) fn section(view: &View<'_>) -> Markup {
    let said = commentary(view);
    let (open, earlier) = said.split_at(said.len().min(OPEN));
    html! {
        section aria-labelledby="said" {
            h2 class="govuk-heading-m" id="said" { "What was said" }
            @if said.is_empty() { p class="govuk-body" { "Nothing has been said about this measure yet." } }
            @for comment in open { (one(view, comment)) }
            @if !earlier.is_empty() {
                details class="govuk-details" {
                    summary class="govuk-details__summary" {
                        span class="govuk-details__summary-text" { (words::count(earlier.len(), "earlier comment")) }
                    }
                    div class="govuk-details__text" { @for comment in earlier { (one(view, comment)) } }
                }
            }
        }
    }
}

fn commentary<'a>(view: &View<'a>) -> Vec<&'a Commentary> {
    let all = view.book().commentary.iter();
    let mut said: Vec<&Commentary> = all
        .filter(|said| said.measure.as_ref() == Some(view.key))
        .filter(|said| view.unit().is_none() || said.unit.as_ref() == view.unit())
        .collect();
    said.reverse();
    said.sort_by_key(|said| std::cmp::Reverse(said.period.last()));
    said
}

fn one(view: &View<'_>, said: &Commentary) -> Markup {
    let judged = view
        .index
        .judge(view.measure, said.period, said.unit.as_ref());
    html! {
        article class="measure-said" {
            h3 class="govuk-heading-s" {
                (words::period(said.period))
                @if let Some(unit) = &said.unit { ", " (view.book().unit_name(unit)) }
                " " (status_mark(judged.shown(view.basis)))
            }
            (text(said))
        }
    }
}

/// The words of a comment, who wrote them and when.
pub(super) fn text(said: &Commentary) -> Markup {
    html! {
        p class="govuk-body measure-words" { (said.text) }
        @if let Some(doing) = &said.doing {
            p class="govuk-body measure-words" {
                strong { "What is being done: " } (doing)
                @if let Some(day) = said.by_when { " By " (words::day(day)) "." }
            }
        }
        @if said.by.is_some() || said.on.is_some() {
            p class="govuk-body clew-quiet" {
                @if let Some(by) = &said.by { (by) }
                @if let Some(on) = said.on { @if said.by.is_some() { ", " } (words::day(on)) }
            }
        }
    }
}
