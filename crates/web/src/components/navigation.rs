//! Where a page stands, and the ways on from it.

use maud::{Markup, html};

/// A step of the way: its title and address.
pub type Crumb = (String, String);

/// The way from the top to a page.
#[must_use]
pub fn breadcrumbs(crumbs: &[Crumb]) -> Markup {
    html! {
        nav class="govuk-breadcrumbs" aria-label="Breadcrumb" {
            ol class="govuk-breadcrumbs__list" {
                @for (title, address) in crumbs {
                    li class="govuk-breadcrumbs__list-item" {
                        a class="govuk-breadcrumbs__link" href=(address) { (title) }
                    }
                }
            }
        }
    }
}

/// Views of the same thing, each a page of its own: title, address, and which one is shown.
#[must_use]
pub fn tabs(label: &str, entries: &[(&str, String, bool)]) -> Markup {
    html! {
        nav aria-label=(label) {
            ul class="clew-tabs" {
                @for (title, address, current) in entries {
                    li { a href=(address) aria-current=[current.then_some("page")] { (title) } }
                }
            }
        }
    }
}

/// Pages of a long list. `address` gives the address of a page, the first being 1; nothing is shown
/// when there is one page only.
#[must_use]
pub fn pagination(current: usize, pages: usize, address: &dyn Fn(usize) -> String) -> Markup {
    html! {
        @if pages > 1 {
            nav class="govuk-pagination" aria-label="Pages" {
                @if current > 1 {
                    div class="govuk-pagination__prev" {
                        a class="govuk-link govuk-pagination__link" href=(address(current - 1)) rel="prev" { "Previous page" }
                    }
                }
                p class="govuk-body clew-quiet" { "Page " (current) " of " (pages) }
                @if current < pages {
                    div class="govuk-pagination__next" {
                        a class="govuk-link govuk-pagination__link" href=(address(current + 1)) rel="next" { "Next page" }
                    }
                }
            }
        }
    }
}
