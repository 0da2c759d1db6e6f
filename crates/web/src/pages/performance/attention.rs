//! What is off track: Red first, each with what was said of it and what is being done.

use std::collections::HashMap;
use std::sync::Arc;

use clew_calendar::{Day, Period};
use clew_plan::{Action, Book, Commentary, MeasureKey, Status};
use clew_report::words;
use clew_service::{Overview, ScorecardRow};
use maud::{Markup, html};

use super::order::{SortBy, sort};
use super::rows::{Rows, drawn, is_off_track, long_trend, short_trend, status, value};
use super::view::View;
use crate::components::empty;
use crate::links;

/// Measures shown here; the scorecard has the rest.
const MOST: usize = 40;
/// The first words of what was said, in characters.
const FIRST_WORDS: usize = 320;
/// Actions shown of one measure.
const MOST_ACTIONS: usize = 3;

/// The section.
pub(super) fn section(view: &View, overview: &Overview, rows: &[Arc<ScorecardRow>]) -> Markup {
    let off: Vec<Arc<ScorecardRow>> = rows
        .iter()
        .filter(|row| is_off_track(row))
        .cloned()
        .collect();
    let mut off = off;
    sort(&mut off, SortBy::Status, overview.book());
    let shown = off.get(..MOST).unwrap_or(&off);
    let behind = Behind::of(overview.book(), &off, view.period);
    html! {
        section class="clew-part" {
            h2 class="govuk-heading-m" { "What is off track, and why" }
            @if off.is_empty() {
                (empty(&html! { p class="govuk-body" { "No measure is Red or Amber." } }))
            } @else {
                p class="govuk-body" { (counted(&off, &behind)) }
                ol class="clew-off" {
                    @for row in shown { (item(view, overview, row, &behind)) }
                }
                @if shown.len() < off.len() { (rest(view, off.len())) }
            }
        }
    }
}

/// How many there are, and of how many nothing was said.
fn counted(off: &[Arc<ScorecardRow>], behind: &Behind<'_>) -> String {
    let red = off.iter().filter(|row| row.status == Status::Red).count();
    let silent = off
        .iter()
        .filter(|row| !behind.said.contains_key(&row.measure));
    let said = match silent.count() {
        0 => String::new(),
        1 => " One has no explanation.".to_owned(),
        silent => format!(" {silent} have no explanation."),
    };
    let measures = words::count(off.len(), "measure");
    format!("{measures}: {red} Red, {} Amber.{said}", off.len() - red)
}

fn rest(view: &View, all: usize) -> Markup {
    let filter = view.with_statuses(&[Status::Red, Status::Amber]);
    let address = format!("{}&sort=status", view.scorecard(&filter));
    html! {
        p class="govuk-body" {
            "The first " (MOST) " of " (all) " are shown. "
            a class="govuk-link" href=(address) { "See all " (all) " in the scorecard" }
        }
    }
}

fn item(view: &View, overview: &Overview, row: &ScorecardRow, behind: &Behind<'_>) -> Markup {
    let rows = Rows {
        overview,
        period: view.period,
        today: view.period.last(),
        compared_by: "",
        has_returns: false,
    };
    html! {
        li class={ "clew-off__item k-" (crate::components::status_key(row.status)) } {
            div class="clew-off__what" {
                p class="clew-off__status" { (status(row)) }
                h3 class="govuk-heading-s" { a href=(links::measure_in(&row.measure, view.period)) { (row.title) } }
                p class="clew-code" {
                    (row.code)
                    @if let Some(owner) = &row.owner { " · " (owner) }
                    @if let Some(outcome) = row.path.last() { br; (outcome.title) }
                }
                dl class="clew-facts" {
                    div { dt { "Value" } dd { (value(row, view.period)) } }
                    div { dt { "Target" } dd { (row.target_shown.as_deref().unwrap_or("–")) } }
                    div { dt { "Short" } dd { (short_trend(row)) } }
                    div { dt { "Long" } dd { (long_trend(row)) } }
                    @if drawn(row, overview).is_some() { div { dt { "Over time" } dd { (rows.line(row)) } } }
                }
                p class="clew-quiet clew-rule" { (row.why) }
            }
            div class="clew-off__why" { (why(row, behind, view.period)) }
        }
    }
}

/// What was said, and what is being done.
fn why(row: &ScorecardRow, behind: &Behind<'_>, period: Period) -> Markup {
    let said = behind.said.get(&row.measure).copied();
    let actions = behind
        .actions
        .get(&row.measure)
        .map_or(&[][..], Vec::as_slice);
    html! {
        @match said {
            Some(said) => { (words_of(&said.text, row, period)) }
            None => { p class="govuk-body clew-unsaid" { @if row.status == Status::Red { strong { "No explanation given." } } @else { "No explanation given." } } }
        }
        @if let Some(doing) = said.and_then(|said| said.doing.as_deref()) {
            h4 class="clew-off__doing" { "What is being done" }
            (words_of(doing, row, period))
        }
        @if let Some(day) = said.and_then(|said| said.by_when) { p class="govuk-body" { "By " (words::day(day)) "." } }
        @if !actions.is_empty() {
            h4 class="clew-off__doing" { "Actions" }
            ul class="govuk-list clew-off__actions" {
                @for action in actions.iter().take(MOST_ACTIONS) { li { (linked(action)) } }
                @if actions.len() > MOST_ACTIONS { li class="clew-quiet" { "and " (actions.len() - MOST_ACTIONS) " more" } }
            }
        }
    }
}

/// The first words, with the way to the rest.
fn words_of(text: &str, row: &ScorecardRow, period: Period) -> Markup {
    let (first, whole) = first_words(text, FIRST_WORDS);
    html! {
        p class="govuk-body clew-said" {
            (first)
            @if !whole {
                "… " a class="govuk-link" href=(links::measure_in(&row.measure, period)) {
                    "Read on" span class="govuk-visually-hidden" { " about " (row.title) }
                }
            }
        }
    }
}

fn linked(action: &Action) -> Markup {
    html! {
        a class="govuk-link" href=(links::action(&action.plan, &action.id)) {
            (action.title.as_deref().unwrap_or(action.id.as_str()))
        }
        span class="clew-quiet" {
            @if let Some(owner) = &action.owner { " · " (owner) }
            @if let Some(status) = action.status { " · " (status) }
            @if let Some(end) = action.end { " · due " (words::period(end)) }
        }
    }
}

/// Whole words from the beginning, at most so many characters, and whether that is all.
fn first_words(text: &str, most: usize) -> (&str, bool) {
    let text = text.trim();
    let Some((cut, _)) = text.char_indices().nth(most) else {
        return (text, true);
    };
    let first = &text[..cut];
    let whole = first
        .rsplit_once(char::is_whitespace)
        .map_or(first, |(words, _)| words);
    (
        whole.trim_end_matches(|end: char| end.is_whitespace() || ",;:–-".contains(end)),
        false,
    )
}

/// What stands behind the measures that are shown: commentary and actions, from one pass over each.
struct Behind<'book> {
    said: HashMap<&'book MeasureKey, &'book Commentary>,
    actions: HashMap<&'book MeasureKey, Vec<&'book Action>>,
}

impl<'book> Behind<'book> {
    fn of(book: &'book Book, rows: &[Arc<ScorecardRow>], period: Period) -> Self {
        let shown: HashMap<&MeasureKey, &ScorecardRow> =
            rows.iter().map(|row| (&row.measure, &**row)).collect();
        let mut behind = Self {
            said: HashMap::new(),
            actions: HashMap::new(),
        };
        // Most of what was said is of other periods, which is cheaper to see than of which measure.
        let mut ends: Vec<Day> = rows
            .iter()
            .filter_map(|row| row.figure_period)
            .map(Period::last)
            .collect();
        ends.push(period.last());
        ends.sort_unstable();
        ends.dedup();
        for said in &book.commentary {
            if ends.contains(&said.period.last())
                && let Some(key) = &said.measure
                && let Some(row) = shown.get(key)
                && is_about(said, row, period)
            {
                behind.keep(key, said);
            }
        }
        for action in &book.actions {
            for key in action.measures.iter().filter(|key| shown.contains_key(key)) {
                behind.actions.entry(key).or_default().push(action);
            }
        }
        behind
    }

    /// What is said of the whole stands before what is said of a part, and of two the later.
    fn keep(&mut self, key: &'book MeasureKey, said: &'book Commentary) {
        let kept = self.said.entry(key).or_insert(said);
        if said.unit.is_none() || kept.unit.is_some() {
            *kept = said;
        }
    }
}

/// Whether something is said of the period, or of the earlier one that a measure in arrears is
/// judged by.
fn is_about(said: &Commentary, row: &ScorecardRow, period: Period) -> bool {
    let last = said.period.last();
    last == period.last()
        || row
            .figure_period
            .is_some_and(|figure| last == figure.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_words_end_between_words() {
        assert_eq!(first_words("Short enough", 20), ("Short enough", true));
        assert_eq!(first_words("One two, three", 9), ("One two", false));
        assert_eq!(first_words("Éééééé", 3), ("Ééé", false));
        assert_eq!(first_words("  ", 3), ("", true));
    }
}
