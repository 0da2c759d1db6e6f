//! The risk register.

use std::collections::HashMap;

use axum::response::Response;
use clew_calendar::Day;
use clew_plan::{Book, Risk, RiskId, RiskScore};
use clew_report::{Direction, words};
use maud::{Markup, html};

use super::bands::{Band, current, score};
use super::filters::Wanted;
use super::table;
use crate::components::{empty, pagination, stacked_table as columns, tabs, trend_arrow};
use crate::downloads::{download, download_links};
use crate::fields::Asked;
use crate::layout::{Page, Section, kept};
use crate::pages::actions::words::{late_mark, or_dash};
use crate::{Visit, WebError, links};

/// Risks on one page.
const ON_A_PAGE: usize = 100;

/// The register, or its rows as a file.
pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    if let Some(page) = kept(&visit, &overview) {
        return Ok(page);
    }
    let (book, today) = (overview.book(), visit.today());
    let wanted = Wanted::read(&asked);
    let risks = wanted.of(book, today);
    if let Some(format) = asked.given("format") {
        let table = table::of(book, &risks);
        return download(&visit.app, table, format.parse()?, "").await;
    }
    let page = asked.text("page").parse().unwrap_or(1);
    let body = html! {
        h1 class="govuk-heading-l" { "Risks" }
        (views(links::RISKS))
        (wanted.form(book))
        @if let Some(cell) = asked.given("cell") {
            p class="govuk-body" { "Only risks that score " strong { (cell.replace('x', " × ")) } " (likelihood × impact)." }
        }
        @if risks.is_empty() { (nothing(&wanted)) } @else { (found(book, &risks, &wanted, page, today)) }
    };
    Ok(Page::new(&visit, Section::Risks, "Risks").show_and_keep(&overview, body))
}

/// The two views of risks.
pub(super) fn views(shown: &str) -> Markup {
    let entry = |name, path: &str| (name, path.to_owned(), path == shown);
    tabs(
        "Views of the risks",
        &[
            entry("Register", links::RISKS),
            entry("Heat map", links::HEAT_MAP),
        ],
    )
}

fn nothing(wanted: &Wanted<'_>) -> Markup {
    empty(&html! {
        p class="govuk-body" {
            @if wanted.is_filtered() { "No risk is as you asked. " a class="govuk-link" href=(links::RISKS) { "Show all" } "." }
            @else { "There are no risks yet. They come in with a plan, or are added in its page." }
        }
    })
}

fn found(book: &Book, risks: &[&Risk], wanted: &Wanted<'_>, page: usize, today: Day) -> Markup {
    let pages = risks.len().div_ceil(ON_A_PAGE);
    let page = page.clamp(1, pages);
    let shown = risks.iter().skip((page - 1) * ON_A_PAGE).take(ON_A_PAGE);
    let controls = controls(book);
    let headings = [
        ("Code", ""),
        ("Risk", ""),
        ("Score now", ""),
        ("Since first scored", ""),
        ("Target", ""),
        ("Controls", ""),
        ("Owner", ""),
        ("Review", ""),
    ];
    let rows = html! {
        @for risk in shown { (row(book, risk, controls.get(&risk.code).copied(), today)) }
    };
    html! {
        (counts(risks, today))
        (columns(&words::count(risks.len(), "risk"), &headings, &rows))
        p class="govuk-body clew-quiet" { "A score is likelihood times impact, each from 1 to 5. Where the register gives no band: 1 to 4 low, 5 to 9 moderate, 10 to 15 high, 16 to 25 very high." }
        (pagination(page, pages, &|page| wanted.address(page)))
        (download_links("this register", links::RISKS, &wanted.query()))
    }
}

fn counts(risks: &[&Risk], today: Day) -> Markup {
    let count = |is: &dyn Fn(&Risk) -> bool| risks.iter().filter(|risk| is(risk)).count();
    let overdue = count(&|risk| risk.review_due.is_some_and(|due| due < today));
    let at = |query: &str| links::with_query(links::RISKS, query);
    html! {
        ul class="clew-cards" {
            @for band in Band::ALL {
                @let count = count(&|risk| Band::of_risk(risk) == Some(band));
                @let name = band.word().to_lowercase();
                li { strong { (count) } @if count > 0 { a href=(at(&format!("band={}", band.key()))) { (name) } } @else { (name) } }
            }
            li { strong { (overdue) } @if overdue > 0 { a href=(at("review=overdue")) { "overdue for review" } } @else { "overdue for review" } }
        }
    }
}

/// How many controls of each risk are in place, and how many there are.
pub(super) fn controls(book: &Book) -> HashMap<&RiskId, (usize, usize)> {
    let mut counts: HashMap<&RiskId, (usize, usize)> = HashMap::new();
    for control in &book.controls {
        let (in_place, all) = counts.entry(&control.risk).or_default();
        *in_place += usize::from(control.in_place);
        *all += 1;
    }
    counts
}

fn row(book: &Book, risk: &Risk, controls: Option<(usize, usize)>, today: Day) -> Markup {
    html! {
        tr {
            td class="whole" data-label="Code" { (risk.code) }
            th scope="row" {
                a href=(links::risk_of(risk.plan.as_ref(), &risk.code)) { (risk.title) }
                @if let Some(unit) = &risk.unit { div class="clew-quiet" { (book.unit_name(unit)) } }
            }
            td data-label="Score now" { (current(risk)) }
            td data-label="Moved" class=[(risk.original.is_none() || risk.current.is_none()).then_some("clew-none")] { (since_first(risk)) }
            td data-label="Target" class=[risk.target.is_none().then_some("clew-none")] { (score(risk.target)) }
            td data-label="Controls" {
                @match controls {
                    Some((in_place, all)) => { (in_place) " of " (all) " in place" }
                    None => span class="clew-quiet" { "None listed" },
                }
            }
            td data-label="Owner" class=[risk.owner.is_none().then_some("clew-none")] { (or_dash(risk.owner.as_deref())) }
            td data-label="Next review" { (review(risk, today)) }
        }
    }
}

/// How the score has moved from that before any control: an arrow up is always better.
pub(super) fn since_first(risk: &Risk) -> Markup {
    let moved = risk.original.zip(risk.current);
    match moved.map(|(first, now)| (RiskScore::product(first), RiskScore::product(now))) {
        None => or_dash(None),
        Some((first, now)) => {
            let (way, words) = match now.cmp(&first) {
                std::cmp::Ordering::Less => {
                    (Direction::Up, format!("down from {first}, which is better"))
                }
                std::cmp::Ordering::Equal => (Direction::Level, format!("{first} as at first")),
                std::cmp::Ordering::Greater => {
                    (Direction::Down, format!("up from {first}, which is worse"))
                }
            };
            html! { (trend_arrow(way, &words)) " " span aria-hidden="true" { "from " (first) } }
        }
    }
}

/// When it must next be reviewed, and whether that has passed.
pub(super) fn review(risk: &Risk, today: Day) -> Markup {
    html! {
        @match risk.review_due {
            Some(due) => {
                span class="whole" { (words::day(due)) }
                @let late = due.days_until(today);
                @if late > 0 { br; (late_mark(late)) }
            }
            None => span class="clew-quiet" { "No date set" },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_lower_score_is_an_arrow_up_with_words() {
        let fields = serde_json::json!({"code": "R", "title": "R", "original": "5x4", "current": "3x3", "review_due": "2026-06-10"});
        let risk: Risk = serde_json::from_value(fields).unwrap();
        let shown = since_first(&risk).into_string();
        assert!(
            shown.contains("t-up") && shown.contains("down from 20"),
            "{shown}"
        );
        let due = review(&risk, "2026-06-12".parse().unwrap()).into_string();
        assert!(due.contains("2 days late"), "{due}");
        let on_the_day = review(&risk, "2026-06-10".parse().unwrap()).into_string();
        assert!(!on_the_day.contains("late"), "{on_the_day}");
    }
}
