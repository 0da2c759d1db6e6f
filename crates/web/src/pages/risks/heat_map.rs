//! The heat map: risks by likelihood and impact, as a drawing with links and as a table.

use axum::response::Response;
use clew_plan::{Book, PlanId, Risk};
use clew_render::svg;
use clew_report::{HeatCell, HeatMap, HeatMark, words};
use clew_service::{RiskKey, WhichScore, heat_map};
use maud::{Markup, PreEscaped, html};

use super::bands::{Band, mark};
use super::filters::plans;
use super::register::views;
use crate::components::{Choice, empty, select, stacked_table, table};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Fields, Form, Visit, WebError, links};

const LIKELIHOODS: [&str; 5] = ["rare", "unlikely", "possible", "likely", "almost certain"];
const IMPACTS: [&str; 5] = ["minor", "moderate", "significant", "major", "catastrophic"];

/// The page.
pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let book = memory.book();
    let plan: Option<PlanId> = asked.given("plan").map(Into::into);
    let which = which(&asked);
    let found = heat_map(book, plan.as_ref(), which);
    let any = !(found.cells.is_empty() && found.products.is_empty() && found.unscored.is_empty());
    let body = html! {
        h1 class="govuk-heading-l" { "Risks" }
        (views(links::HEAT_MAP))
        (choose(book, &asked))
        @if !any { (empty(&html! { p class="govuk-body" { "There are no risks to place." } })) }
        @else if found.cells.is_empty() {
            (empty(&html! { p class="govuk-body" { "No risk has both a likelihood and an impact, so none can be placed in the grid. They are listed beneath by their score alone." } }))
            br;
        } @else {
            @let map = drawn(book, &found, which, plan.as_ref());
            figure class="clew-chart" { (PreEscaped(svg::responsive("heat-map", |id, size| svg::heat_map(&map, id, size)))) }
            (cells(book, &found))
        }
        (products(book, &found))
        (unscored(book, &found.unscored))
    };
    Ok(Page::new(&visit, Section::Risks, "Heat map of risks")
        .crumb("Risks", links::RISKS)
        .show(body))
}

fn which(asked: &Fields) -> WhichScore {
    match asked.text("score") {
        "original" => WhichScore::Original,
        "target" => WhichScore::Target,
        _ => WhichScore::Current,
    }
}

fn choose(book: &Book, asked: &Fields) -> Markup {
    let form = Form {
        fields: asked.clone(),
        ..Form::default()
    };
    let scores = [
        Choice::new("", "Now"),
        Choice::new("original", "At first, before any control"),
        Choice::new("target", "Target"),
    ];
    let plans = plans(book);
    html! {
        form class="clew-filters" method="get" action=(links::HEAT_MAP) {
            @if plans.len() > 2 { (select(&form, "plan", "Plan", "", &plans)) }
            (select(&form, "score", "Score", "", &scores))
            (crate::components::show_button())
        }
    }
}

fn called<'book>(book: &'book Book, (plan, code): &RiskKey) -> Option<&'book Risk> {
    let mut risks = book.risks.iter();
    risks.find(|risk| risk.code == *code && risk.plan == *plan)
}

/// The grid as a value that can be drawn: every place has its band, so that the ground is read too.
fn drawn(
    book: &Book,
    found: &clew_service::HeatMap,
    which: WhichScore,
    plan: Option<&PlanId>,
) -> HeatMap {
    let placed: usize = found.cells.values().map(Vec::len).sum();
    let grave = found
        .cells
        .iter()
        .filter(|((likelihood, impact), _)| likelihood * impact >= 10);
    let grave: usize = grave.map(|(_, risks)| risks.len()).sum();
    let places =
        (1..=5_u8).flat_map(|likelihood| (1..=5_u8).map(move |impact| (likelihood, impact)));
    let cells = places.map(|place| {
        let risks = found
            .cells
            .get(&place)
            .map(Vec::as_slice)
            .unwrap_or_default();
        cell(book, place, risks, which, plan)
    });
    HeatMap {
        title: format!("{} by likelihood and impact", words::count(placed, "risk")),
        description: format!(
            "{grave} of {placed} are high or very high. The table beneath says the same."
        ),
        impacts: HeatMap::scores(IMPACTS),
        likelihoods: HeatMap::scores(LIKELIHOODS),
        cells: cells.collect(),
    }
}

fn cell(
    book: &Book,
    (likelihood, impact): (u8, u8),
    risks: &[RiskKey],
    which: WhichScore,
    plan: Option<&PlanId>,
) -> HeatCell {
    let band = Band::of(likelihood * impact);
    let marks = risks.iter().filter_map(|key| called(book, key));
    let marks = marks.map(|risk| HeatMark {
        code: risk.code.to_string(),
        title: risk.title.clone(),
    });
    // The register chooses by the score now, so only that leads to it.
    let place = format!("{likelihood}x{impact}");
    let pairs = [("plan", plan.map_or("", PlanId::as_str)), ("cell", &place)];
    let address = links::with_query(links::RISKS, &links::query(&pairs));
    HeatCell {
        likelihood: usize::from(likelihood - 1),
        impact: usize::from(impact - 1),
        band: band.word().to_owned(),
        status: band.status(),
        marks: marks.collect(),
        href: (which == WhichScore::Current && !risks.is_empty()).then_some(address),
    }
}

fn cells(book: &Book, found: &clew_service::HeatMap) -> Markup {
    let mut held: Vec<_> = found.cells.iter().collect();
    held.sort_by_key(|((likelihood, impact), _)| std::cmp::Reverse((likelihood * impact, *impact)));
    let name = |names: [&str; 5], place: u8| {
        let word = names
            .get(usize::from(place) - 1)
            .copied()
            .unwrap_or_default();
        format!("{place} {word}")
    };
    let headings = [
        ("Score", ""),
        ("Likelihood", ""),
        ("Impact", ""),
        ("Risks", ""),
    ];
    let rows = html! {
        @for ((likelihood, impact), risks) in held {
            @let product = likelihood * impact;
            tr {
                th scope="row" { (mark(Band::of(product), &product.to_string())) }
                td data-label="Likelihood" { (name(LIKELIHOODS, *likelihood)) }
                td data-label="Impact" { (name(IMPACTS, *impact)) }
                td data-label="Risks" { (listed(book, risks)) }
            }
        }
    };
    stacked_table("The same as a table, the gravest first", &headings, &rows)
}

fn listed(book: &Book, risks: &[RiskKey]) -> Markup {
    html! {
        ul class="govuk-list clew-tight" {
            @for risk in risks.iter().filter_map(|key| called(book, key)) {
                li { (risk.code) " " a href=(links::risk_of(risk.plan.as_ref(), &risk.code)) { (risk.title) } }
            }
        }
    }
}

fn products(book: &Book, found: &clew_service::HeatMap) -> Markup {
    let rows = html! {
        @for (product, risks) in found.products.iter().rev() {
            tr { th scope="row" { (mark(Band::of(*product), &product.to_string())) } td { (listed(book, risks)) } }
        }
    };
    html! {
        @if !found.products.is_empty() {
            (table("Risks of which only the score is known, the gravest first", &[("Score", ""), ("Risks", "")], &rows))
        }
    }
}

fn unscored(book: &Book, risks: &[RiskKey]) -> Markup {
    html! {
        @if !risks.is_empty() {
            h2 class="govuk-heading-m" { "Risks without this score" }
            (listed(book, risks))
        }
    }
}
