//! Every measure that the packs in force count from records.

use axum::response::Response;
use clew_practice::pack::{Definition, Pack};
use clew_report::words;
use maud::{Markup, html};

use super::{names, packs};
use crate::components::{Input, empty, stacked_table, text_input};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// The list, shortened to what holds the words that are looked for.
pub(super) async fn show(visit: Visit, Asked(fields): Asked) -> Result<Response, WebError> {
    let packs = packs(&visit).await?;
    let form = Form {
        fields,
        problems: Vec::new(),
    };
    let wanted = form.fields.text("words").to_lowercase();
    let all = packs
        .iter()
        .flat_map(|pack| pack.measures.values().map(move |one| (&**pack, one)));
    let found: Vec<(&Pack, &Definition)> = all
        .filter(|(pack, one)| {
            wanted
                .split_whitespace()
                .all(|word| text(pack, one).contains(word))
        })
        .collect();
    let body = html! {
        h1 class="govuk-heading-l" { "Explore" }
        p class="govuk-body-l" { "Measures worked out from records when they are read: by period, team, locality or age, as things stand or as they were known, and what if the rule were another." }
        @if packs.is_empty() {
            (empty(&html! { p class="govuk-body" { "No pack is in force, so nothing is counted from records yet. Whoever administers Clew puts one in force with " code { "clew pack apply" } "." } }))
        } @else {
            form class="clew-filters" method="get" action=(links::EXPLORE) role="search" aria-label="Measures" {
                (text_input(&form, &Input { name: "words", label: "Words of a measure, a form or a code", ..Input::default() }))
                button type="submit" class="govuk-button govuk-button--secondary" { "Find" }
            }
            @if found.is_empty() {
                (empty(&html! { p class="govuk-body" { "No measure has all of these words. Try fewer." } }))
            } @else {
                (stacked_table(&words::count(found.len(), "measure"), &[("Measure", ""), ("What it gives", ""), ("Counted from", ""), ("Code", "")], &rows(&found)))
            }
        }
    };
    Ok(Page::new(&visit, Section::Explore, "Explore").show(body))
}

fn rows(found: &[(&Pack, &Definition)]) -> Markup {
    html! {
        @for (pack, one) in found {
            tr {
                th scope="row" { a href=(links::path(&["explore", &one.code])) { (one.title) } }
                td { (words::capital(names::kind(one.kind))) ", " (one.unit) }
                td { (form_title(pack, one)) }
                td { code { (one.code) } }
            }
        }
    }
}

fn form_title<'pack>(pack: &'pack Pack, one: &'pack Definition) -> &'pack str {
    let form = pack.forms.get(&one.form);
    form.map_or(one.form.as_str(), |form| &form.title)
}

/// What words are looked for in.
fn text(pack: &Pack, one: &Definition) -> String {
    format!("{} {} {}", one.code, one.title, form_title(pack, one)).to_lowercase()
}
