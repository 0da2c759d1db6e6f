//! Search over everything in the Book.

use axum::response::Response;
use clew_plan::Kind;
use clew_report::words;
use clew_service::{Hit, HitKind, Overview};
use maud::{Markup, html};

use crate::components::empty;
use crate::fields::Asked;
use crate::layout::{Page, Section, kept};
use crate::routes::{Needs, Routes};
use crate::{Visit, WebError, links};

/// The most that is found.
const MOST: usize = 200;
/// Of each kind, when every kind is shown.
const OF_EACH: usize = 6;
/// The longest query that is looked for, in letters.
const LONGEST: usize = 200;
/// Letters by which a word is told when it is looked for as it was typed: enough for its stem.
const STEM: usize = 5;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/search", Needs::SignedIn, show)
}

/// What was found, kind by kind, the kind with the best answer first.
async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let query: String = asked.text("q").chars().take(LONGEST).collect();
    let only = kind_called(asked.text("kind"));
    let overview = visit.overview().await?;
    if let Some(page) = kept(&visit, &overview) {
        return Ok(page);
    }
    let hits = found(&visit, &overview, &query).await?;
    let groups = grouped(&hits);
    let body = html! {
        h1 class="govuk-heading-l" { @if query.is_empty() { "Search" } @else { "Search: " (query) } }
        @if query.is_empty() {
            p class="govuk-body" { "Type words, the beginning of a word, a code such as SW-001 or an owner's post in the box above. Spelling is forgiven." }
        } @else if hits.is_empty() {
            (empty(&nothing(&query)))
        } @else {
            p class="govuk-body" aria-live="polite" { (said(&query, &hits)) }
            @for (kind, hits) in groups.iter().filter(|(kind, _)| only.is_none_or(|only| only == *kind)) {
                (group(&overview, *kind, hits, &query, only.is_some()))
            }
            @if only.is_some() {
                p class="govuk-body" { a class="govuk-link" href=(address(&query, None)) { "Everything that was found" } }
            }
        }
    };
    let title = match query.is_empty() {
        true => "Search".to_owned(),
        false => format!("Search: {query}"),
    };
    Ok(Page::new(&visit, Section::Elsewhere, title).show_and_keep(&overview, body))
}

/// Looks in a thread of its own, since the first search after the journal has grown makes the index.
async fn found(
    visit: &Visit,
    overview: &std::sync::Arc<Overview>,
    query: &str,
) -> Result<Vec<Hit>, WebError> {
    let (overview, query) = (std::sync::Arc::clone(overview), query.to_owned());
    visit
        .app
        .blocking(move |_| Ok::<_, WebError>(overview.search(&query, MOST)))
        .await
}

fn nothing(query: &str) -> Markup {
    html! {
        p class="govuk-body" { "Nothing is found for " strong { (query) } "." }
        p class="govuk-body" { "Try fewer words, another word for the same thing, or the code. Records about people are not searched here." }
    }
}

/// How much was found, and whether it is spelt otherwise.
fn said(query: &str, hits: &[Hit]) -> Markup {
    let count = match hits.len() {
        MOST => format!("The best {MOST} answers"),
        found => words::count(found, "answer"),
    };
    let otherwise = unlike(query, hits);
    html! {
        (count) "."
        @if !otherwise.is_empty() {
            " Nothing has "
            @for (place, word) in otherwise.iter().enumerate() {
                @if place > 0 { " or " }
                strong { (word) }
            }
            " as you typed it: this is what comes nearest."
        }
    }
}

/// The words of a query that stand nowhere in what was found.
fn unlike<'query>(query: &'query str, hits: &[Hit]) -> Vec<&'query str> {
    let all: String = hits
        .iter()
        .flat_map(|hit| [hit.title.as_str(), &hit.excerpt, &hit.page.id])
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    let stands = |word: &str| {
        let stem: String = word.to_lowercase().chars().take(STEM).collect();
        all.contains(&stem)
    };
    query
        .split_whitespace()
        .filter(|word| !stands(word))
        .collect()
}

/// The answers by kind, in the order of the best of each.
fn grouped(hits: &[Hit]) -> Vec<(HitKind, Vec<&Hit>)> {
    let mut groups: Vec<(HitKind, Vec<&Hit>)> = Vec::new();
    for hit in hits {
        match groups.iter_mut().find(|(kind, _)| *kind == hit.kind) {
            Some((_, of_kind)) => of_kind.push(hit),
            None => groups.push((hit.kind, vec![hit])),
        }
    }
    groups
}

fn group(overview: &Overview, kind: HitKind, hits: &[&Hit], query: &str, all: bool) -> Markup {
    let most = if all { MOST } else { OF_EACH };
    html! {
        section aria-labelledby=(format!("found-{}", name(kind))) {
            h2 class="govuk-heading-m" id=(format!("found-{}", name(kind))) { (title(kind)) " (" (hits.len()) ")" }
            ul class="clew-hits" {
                @for hit in hits.iter().take(most) { (item(overview, hit, query)) }
            }
            @if hits.len() > most {
                p class="govuk-body" { a class="govuk-link" href=(address(query, Some(kind))) { "All " (hits.len()) " " (title(kind).to_lowercase()) } }
            }
        }
    }
}

fn item(overview: &Overview, hit: &Hit, query: &str) -> Markup {
    let page = links::hit(overview.book(), &hit.page);
    let page = page.or_else(|| hit.subject.as_ref().map(links::history));
    let title = match hit.title.is_empty() {
        true => title(hit.kind),
        false => &hit.title,
    };
    html! {
        li {
            @match page {
                Some(page) => { a href=(page) { (marked(title, query)) } }
                None => { (marked(title, query)) }
            }
            @if hit.kind == HitKind::Record(Kind::Measure) || hit.kind == HitKind::Record(Kind::Action) {
                " " span class="clew-quiet" { (code(overview, hit)) }
            }
            @if !hit.excerpt.is_empty() { p { (marked(&hit.excerpt, query)) } }
        }
    }
}

/// The code of a measure as it is written, the id of an action.
fn code(overview: &Overview, hit: &Hit) -> String {
    let measure = match hit.kind {
        HitKind::Record(Kind::Measure) => hit.subject.as_ref(),
        _ => None,
    };
    let place = measure.and_then(|subject| overview.memory().state().place(subject));
    let measure = place.and_then(|place| overview.book().measures.get(place));
    measure.map_or_else(|| hit.page.id.clone(), |measure| measure.code.to_string())
}

/// A text in which the words of a query stand out.
fn marked(text: &str, query: &str) -> Markup {
    let stems: Vec<String> = query
        .split_whitespace()
        .map(|word| word.to_lowercase().chars().take(STEM).collect::<String>())
        .filter(|stem| stem.chars().count() > 2)
        .collect();
    let meant = |word: &str| {
        let word = word.trim_start_matches(|letter: char| !letter.is_alphanumeric());
        let word = word.to_lowercase();
        stems.iter().any(|stem| word.starts_with(stem.as_str()))
    };
    html! {
        @for piece in text.split_inclusive(' ') {
            @if meant(piece) { mark { (piece.trim_end()) } @if piece.ends_with(' ') { " " } }
            @else { (piece) }
        }
    }
}

fn address(query: &str, kind: Option<HitKind>) -> String {
    let kind = kind.map(name).unwrap_or_default();
    links::with_query(
        links::SEARCH,
        &links::query(&[("q", query), ("kind", kind)]),
    )
}

/// The name of a kind in an address.
const fn name(kind: HitKind) -> &'static str {
    match kind {
        HitKind::Record(kind) => kind.name(),
        HitKind::Owner => "owners",
    }
}

fn kind_called(written: &str) -> Option<HitKind> {
    if written == name(HitKind::Owner) {
        return Some(HitKind::Owner);
    }
    let mut kinds = Kind::ALL.iter();
    let found = kinds.find(|kind| kind.name() == written)?;
    Some(HitKind::Record(*found))
}

/// What things of a kind are called.
const fn title(kind: HitKind) -> &'static str {
    let HitKind::Record(kind) = kind else {
        return "Owners";
    };
    match kind {
        Kind::Document => "Documents",
        Kind::Unit => "Parts of the organisation",
        Kind::Plan => "Plans",
        Kind::Outcome => "Outcomes",
        Kind::Measure => "Measures",
        Kind::Commentary => "Comments",
        Kind::Action => "Actions",
        Kind::Milestone => "Milestones",
        Kind::Update => "Updates of actions",
        Kind::Risk => "Risks",
        Kind::Control => "Controls of risks",
        Kind::Activity => "Activities",
        Kind::Inspection => "Inspections",
        Kind::Finding => "Findings",
        Kind::ImprovementActivity => "Improvement activities",
        Kind::Workstream => "Workstreams",
        Kind::ResourceGap => "Resource gaps",
        Kind::Forum => "Forums",
        Kind::ForumItem => "What forums receive",
        Kind::Passage => "Passages of documents",
        Kind::Achievement => "Achievements",
        _ => "Other records",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_were_looked_for_stand_out_whatever_their_form() {
        let marked = marked("Reviews held <late>, and reviewed", "review late").into_string();
        assert_eq!(
            marked,
            "<mark>Reviews</mark> held <mark>&lt;late&gt;,</mark> and <mark>reviewed</mark>"
        );
    }

    #[test]
    fn every_kind_is_found_by_its_name_again() {
        let kinds = Kind::ALL.iter().map(|kind| HitKind::Record(*kind));
        for kind in kinds.chain([HitKind::Owner]) {
            assert_eq!(kind_called(name(kind)), Some(kind));
        }
    }
}
