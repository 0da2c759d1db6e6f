//! Tables and lists of facts.

use maud::{Markup, html};

/// A column's heading: its words, and a class for its look (`end` for numbers), empty for none.
pub type Heading<'a> = (&'a str, &'a str);

/// A dense table that scrolls sideways on a narrow screen. `rows` are `tr` elements.
#[must_use]
pub fn table(caption: &str, headings: &[Heading<'_>], rows: &Markup) -> Markup {
    html! {
        div class="clew-scroll" role="region" aria-label=(caption) tabindex="0" {
            table class="clew-table" {
                caption { (caption) }
                thead {
                    tr {
                        @for (words, class) in headings {
                            // A column of ways on has no heading, and an empty one would be read aloud.
                            @if words.is_empty() { td {} }
                            @else { th scope="col" class=[(!class.is_empty()).then_some(class)] { (words) } }
                        }
                    }
                }
                tbody { (rows) }
            }
        }
    }
}

/// A dense table whose rows stand one beneath the other on a phone, each cell a line: its cells name
/// their heading in `data-label`. `rows` are `tr` elements.
#[must_use]
pub fn stacked_table(caption: &str, headings: &[Heading<'_>], rows: &Markup) -> Markup {
    html! {
        table class="clew-table clew-stack" {
            caption { (caption) }
            thead {
                tr {
                    @for (words, class) in headings {
                        th scope="col" class=[(!class.is_empty()).then_some(class)] { (words) }
                    }
                }
            }
            tbody { (rows) }
        }
    }
}

/// Facts, each with its name.
#[must_use]
pub fn summary_list(facts: &[(&str, Markup)]) -> Markup {
    html! {
        dl class="govuk-summary-list" {
            @for (name, value) in facts {
                div class="govuk-summary-list__row" {
                    dt class="govuk-summary-list__key" { (name) }
                    dd class="govuk-summary-list__value" { (value) }
                }
            }
        }
    }
}
