//! The gallery: every component in every state on one page, for tests and for whoever builds pages.
//! Served only where the settings say so.

use axum::response::Response;
use clew_plan::Status;
use clew_report::Direction;
use maud::{Markup, html};

use crate::components::{
    Choice, Input, TextArea, checkboxes, date_input, empty, file_input, inset, link_button,
    notification, pagination, quiet_button, radios, select, status_mark, submit, summary_list,
    table, tabs, text_area, text_input, trend_arrow, warning,
};
use crate::layout::{Page, Section};
use crate::{Form, Visit};

/// The page.
pub(crate) async fn show(visit: Visit) -> Response {
    let body = html! {
        h1 class="govuk-heading-l" { "Components" }
        (part("Marks", &marks()))
        (part("Fields", &fields("", &Form::showing(&[("value", "85.5".to_owned())]))))
        (part("Fields with problems", &fields("wrong-", &wrong())))
        (part("Choices", &choices()))
        (part("Tables", &tables()))
        (part("Messages", &messages()))
        (part("Ways on", &ways()))
    };
    Page::new(&visit, Section::Elsewhere, "Components")
        .crumb("First page", "/")
        .show(body)
}

fn part(title: &str, content: &Markup) -> Markup {
    html! { section { h2 class="govuk-heading-m" { (title) } (content) } }
}

fn marks() -> Markup {
    html! {
        p { @for status in Status::ALL { (status_mark(*status)) " " } }
        p {
            (trend_arrow(Direction::Up, "better than the quarter before")) " "
            (trend_arrow(Direction::Level, "as the quarter before")) " "
            (trend_arrow(Direction::Down, "worse than the quarter before"))
        }
    }
}

fn wrong() -> Form {
    let mut form = Form::showing(&[("wrong-value", "about five".to_owned())]);
    form.refuse("wrong-value", "Enter a number, for example 85.5");
    form.refuse("wrong-why", "Say why");
    form.refuse("wrong-on", "Enter a real date, for example 12 6 2026");
    form.refuse("wrong-file", "Choose a file");
    form
}

fn fields(prefix: &str, form: &Form) -> Markup {
    let name = |name: &str| format!("{prefix}{name}");
    html! {
        (text_input(form, &Input { name: &name("value"), label: "Value", hint: "In per cent.", width: 5, suffix: "%", mode: "decimal", ..Input::default() }))
        (text_area(form, &TextArea { name: &name("why"), label: "Why it is so", hint: "Two or three sentences.", rows: 4, most: 600 }))
        (date_input(form, &name("on"), "By when", "For example, 12 6 2026."))
        (file_input(form, &name("file"), "Workbook", "An Excel workbook or CSV.", ".xlsx,.csv"))
        (submit("Save"))
    }
}

fn choices() -> Markup {
    let form = Form::showing(&[
        ("service", "adults".to_owned()),
        ("kind", "b".to_owned()),
        ("any", "a".to_owned()),
    ]);
    let services = [
        Choice::new("", "All"),
        Choice::new("adults", "Adults"),
        Choice::new("justice", "Justice"),
    ];
    let few = [
        Choice {
            value: "a".to_owned(),
            words: "First".to_owned(),
            hint: "More about it.".to_owned(),
        },
        Choice::new("b", "Second"),
    ];
    html! {
        (select(&form, "service", "Service", "", &services))
        (radios(&form, "kind", "Kind", "Choose one.", &few))
        (checkboxes(&form, "any", "Any", "Choose as many as you like.", &few))
    }
}

fn tables() -> Markup {
    let rows = html! {
        tr { th scope="row" { "Seen in time" } td class="end" { "85.5 %" } td { (status_mark(Status::Green)) } }
        tr { th scope="row" { "Reports in time" } td class="end" { "61 %" } td { (status_mark(Status::Red)) } }
    };
    html! {
        (table("Two measures", &[("Measure", ""), ("Value", "end"), ("Status", "")], &rows))
        (summary_list(&[("Owner", html! { "Head of service" }), ("Due", html! { "30 June 2026" })]))
    }
}

fn messages() -> Markup {
    html! {
        (notification("Done", "The figure is returned.", true))
        (warning(&html! { "A frozen figure changes by correction only." }))
        (inset(&html! { "The rule: at or above the target is green." }))
        (empty(&html! { p class="govuk-body" { "Nothing is due from you." } }))
    }
}

fn ways() -> Markup {
    html! {
        (tabs("Views", &[("Summary", "/gallery".to_owned(), true), ("Scorecard", "/gallery".to_owned(), false)]))
        (pagination(2, 5, &|page| format!("/gallery?page={page}")))
        div class="clew-actions" { (link_button("Go on", "/gallery")) (quiet_button("Cancel", "do", "cancel")) }
    }
}
