//! The frame of every page: head, header, navigation, main part, footer.

mod main_parts;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use clew_service::{Act, FieldProblem};
use maud::{DOCTYPE, Markup, PreEscaped, html};

pub(crate) use self::main_parts::{MainParts, Piece, kept, kept_own, piece};
use crate::components::{breadcrumbs, error_summary, notification};
use crate::{Form, Visit, assets, links};

/// The part of the site that a page belongs to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Section {
    /// What is due from the visitor.
    MyWork,
    /// How the plan stands.
    Performance,
    /// The plans and everything in them.
    Plans,
    /// Actions.
    Actions,
    /// Inspections, findings and evidence.
    Improvement,
    /// Risks.
    Risks,
    /// Cycles, reports and freezes.
    Reports,
    /// Checks.
    Checks,
    /// People and what is recorded of them.
    Practice,
    /// Figures worked out from records.
    Explore,
    /// Accounts, outbox, health.
    Admin,
    /// None of them.
    Elsewhere,
}

/// The sections in the navigation, each with what it needs.
const NAVIGATION: &[(Section, &str, &str, Option<Act>)] = &[
    (
        Section::MyWork,
        "My work",
        links::MY_WORK,
        Some(Act::Return),
    ),
    (
        Section::Performance,
        "Performance",
        links::PERFORMANCE,
        None,
    ),
    (Section::Plans, "Plans", links::PLANS, None),
    (Section::Actions, "Actions", links::ACTIONS, None),
    (
        Section::Improvement,
        "Improvement",
        links::IMPROVEMENT,
        None,
    ),
    (Section::Risks, "Risks", links::RISKS, None),
    (Section::Reports, "Reports", links::REPORTS, None),
    (Section::Checks, "Checks", links::CHECKS, None),
    (Section::Explore, "Explore", links::EXPLORE, None),
    (
        Section::Practice,
        "Practice",
        links::PRACTICE,
        Some(Act::LookAtPractice),
    ),
    (
        Section::Admin,
        "Admin",
        links::ADMIN,
        Some(Act::ManageAccounts),
    ),
];

/// A page in the making.
#[derive(Debug)]
pub(crate) struct Page<'visit> {
    visit: Option<&'visit Visit>,
    section: Section,
    title: String,
    crumbs: Vec<(String, String)>,
    problems: Vec<FieldProblem>,
    notice: Option<Markup>,
    narrow: bool,
    report: bool,
}

impl<'visit> Page<'visit> {
    /// A page of a section. The title is also its first heading's words, unless the body has its own.
    #[must_use]
    pub(crate) fn new(visit: &'visit Visit, section: Section, title: impl Into<String>) -> Self {
        Self {
            section,
            ..Self::plain(Some(visit), title)
        }
    }

    fn plain(visit: Option<&'visit Visit>, title: impl Into<String>) -> Self {
        Self {
            visit,
            section: Section::Elsewhere,
            title: title.into(),
            crumbs: Vec::new(),
            problems: Vec::new(),
            notice: visit.and_then(said),
            narrow: false,
            report: false,
        }
    }

    /// A step of the way to this page, from the top.
    #[must_use]
    pub(crate) fn crumb(mut self, title: impl Into<String>, address: impl Into<String>) -> Self {
        self.crumbs.push((title.into(), address.into()));
        self
    }

    /// Shows what is wrong with a form, above everything else.
    #[must_use]
    pub(crate) fn problems_of(mut self, form: &Form) -> Self {
        self.problems.extend(form.problems.iter().cloned());
        self
    }

    /// For pages that are read or filled in, rather than compared: lines of a comfortable length.
    #[must_use]
    pub(crate) const fn narrow(mut self) -> Self {
        self.narrow = true;
        self
    }

    /// Loads the style sheet of reports.
    #[must_use]
    pub(crate) const fn with_report(mut self) -> Self {
        self.report = true;
        self
    }

    /// The page around its main part, as an answer; 422 when a form is shown again with problems.
    #[must_use]
    pub(crate) fn show(self, body: Markup) -> Response {
        let status = if self.problems.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        (status, self.markup(body)).into_response()
    }

    /// The page around its main part.
    #[must_use]
    pub(crate) fn markup(self, body: Markup) -> Markup {
        let organisation = self.visit.and_then(organisation);
        let prefix = if self.problems.is_empty() {
            ""
        } else {
            "Error: "
        };
        html! {
            (DOCTYPE)
            html lang="en-GB" class="govuk-template" {
                (head(&format!("{prefix}{}", self.title), organisation.as_deref(), self.report))
                body class="govuk-template__body" {
                    a href="#main" class="govuk-skip-link" data-module="govuk-skip-link" { "Skip to main content" }
                    (header(self.visit, organisation.as_deref(), self.section))
                    div class="clew-width" {
                        @if !self.crumbs.is_empty() { (breadcrumbs(&self.crumbs)) }
                        main class={ "clew-main" @if self.narrow { " clew-main--narrow" } } id="main" tabindex="-1" {
                            @if !self.problems.is_empty() { (error_summary(&self.problems)) }
                            @if let Some(notice) = &self.notice { (notice) }
                            (body)
                        }
                    }
                    (footer())
                }
            }
        }
    }
}

/// What was done on the page before, from the closed list of what can be said so.
fn said(visit: &Visit) -> Option<Markup> {
    let fields = crate::Fields::read(&visit.query).ok()?;
    let key = fields.given("done")?.to_owned();
    let words = crate::pages::DONE.iter().find(|(done, _)| *done == key)?.1;
    let words = match figure_named(visit, &fields) {
        Some(figure) => format!("{words} {figure}"),
        None => words.to_owned(),
    };
    Some(notification("Done", &words, true))
}

/// The figure that something was done with, where the address names one that there is.
fn figure_named(visit: &Visit, fields: &crate::Fields) -> Option<String> {
    visit.session.as_ref()?;
    let key = fields.given("figure")?.into();
    let period = fields.given("period")?.parse().ok()?;
    let memory = visit.app.service().memory();
    let measure = memory.book().measure(&key)?;
    let (code, period) = (measure.code.written(), clew_report::words::period(period));
    Some(format!("{code} {}, {period}.", measure.title))
}

fn organisation(visit: &Visit) -> Option<String> {
    visit.session.as_ref()?;
    let memory = visit.app.service().memory();
    let organisation = memory.book().organisation.as_ref()?;
    Some(organisation.name.clone())
}

fn head(title: &str, organisation: Option<&str>, report: bool) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            title {
                (title) " – Clew"
                @if let Some(organisation) = organisation { " – " (organisation) }
            }
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="theme-color" content="#17486f";
            link rel="icon" href=(assets::address("icon.svg")) type="image/svg+xml";
            link rel="stylesheet" href=(assets::address("clew.css"));
            @if report { link rel="stylesheet" href=(assets::address("report.css")); }
            script type="module" src=(assets::address("clew.js"))
                data-govuk=(assets::address("govuk-frontend.js")) {}
        }
    }
}

fn header(visit: Option<&Visit>, organisation: Option<&str>, section: Section) -> Markup {
    let signed_in = visit.and_then(|visit| visit.session.as_ref().map(|session| (visit, session)));
    html! {
        header class="clew-header" {
            div class="clew-width clew-header__row" {
                a class="clew-header__name" href=(links::HOME) {
                    (PreEscaped(assets::ICON))
                    span { "Clew" }
                }
                @if let Some(organisation) = organisation {
                    span class="clew-header__organisation" { (organisation) }
                }
                @if let Some((visit, session)) = signed_in {
                    (search_box(visit))
                    div class="clew-header__account" {
                        a href=(links::ACCOUNT) { (session.name) }
                        form method="post" action="/sign-out" {
                            button class="clew-plain-button" { "Sign out" }
                        }
                    }
                }
            }
            @if let Some((visit, _)) = signed_in { (navigation(visit, section)) }
        }
    }
}

fn search_box(visit: &Visit) -> Markup {
    let typed = crate::Fields::read(&visit.query).unwrap_or_default();
    let typed = if visit.path == links::SEARCH {
        typed.text("q")
    } else {
        ""
    };
    html! {
        form class="clew-search" role="search" action=(links::SEARCH) method="get" {
            label class="govuk-visually-hidden" for="clew-search" { "Search measures, actions, risks and everything else" }
            input id="clew-search" name="q" type="search" autocomplete="off" placeholder="Search" value=(typed);
            button { "Search" }
        }
    }
}

fn navigation(visit: &Visit, current: Section) -> Markup {
    let entries = NAVIGATION
        .iter()
        .filter(|(_, _, _, act)| act.is_none_or(|act| visit.may(act)));
    html! {
        nav class="clew-navigation" aria-label="Main" {
            ul class="clew-width" {
                @for (section, name, address, _) in entries {
                    li {
                        a href=(address) aria-current=[(*section == current).then_some("page")] { (name) }
                    }
                }
            }
        }
    }
}

fn footer() -> Markup {
    html! {
        footer class="clew-footer" {
            div class="clew-width" {
                p {
                    "Every figure here can be walked to its source. "
                    a href="/accessibility" { "Accessibility" } " · "
                    a href="/help" { "Help" } " · "
                    a href=(links::JOURNAL) { "Journal" }
                }
            }
        }
    }
}

/// The page of an error: what went wrong, and what can be done.
pub(crate) fn error_page(
    visit: Option<&Visit>,
    status: StatusCode,
    message: &str,
    problems: &[FieldProblem],
) -> Markup {
    let title = error_title(status);
    Page::plain(visit, title).narrow_markup(html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (sentence(message)) }
        @if !problems.is_empty() {
            ul class="govuk-list govuk-list--bullet" {
                @for problem in problems { li { (problem) } }
            }
        }
        p class="govuk-body" { (advice(status)) }
        p class="govuk-body" { a class="govuk-link" href=(links::HOME) { "Go to the first page" } }
    })
}

impl Page<'_> {
    fn narrow_markup(self, body: Markup) -> Markup {
        self.narrow().markup(body)
    }
}

/// A message as a sentence, with a capital first.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn error_title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "Page not found",
        StatusCode::FORBIDDEN => "You cannot do this",
        StatusCode::CONFLICT => "Somebody else changed this",
        StatusCode::TOO_MANY_REQUESTS => "Too many requests",
        StatusCode::PAYLOAD_TOO_LARGE => "This is too large",
        StatusCode::SERVICE_UNAVAILABLE => "The service is not available just now",
        status if status.is_client_error() => "This could not be taken",
        _ => "Something went wrong",
    }
}

fn advice(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => {
            "Check the address. What you look for may have been withdrawn, or may belong to a part of \
             the organisation that you do not see."
        }
        StatusCode::FORBIDDEN => {
            "If your work needs it, ask an administrator for a role that may do this."
        }
        StatusCode::CONFLICT => "Go back, look at what is there now, and decide again.",
        StatusCode::SERVICE_UNAVAILABLE => {
            "Nothing was lost. Try again in a minute; what you typed is kept by your browser's Back button."
        }
        status if status.is_client_error() => "Go back, put it right and send it again.",
        _ => {
            "Nothing of what you sent was half done. Try again; if it stays so, tell whoever looks after Clew."
        }
    }
}
