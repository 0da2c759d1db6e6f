//! A measure's targets and profile on one page, period by period.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use clew_calendar::Period;
use clew_journal::{Moment, Subject, SubjectKind};
use clew_plan::{Kind, Measure, MeasureKey, UnitId};
use clew_report::words;
use clew_service::{Incoming, Memory};
use maud::{Markup, html};

use super::conflict::{Met, name_of, undecided};
use super::edit::{kept_form, refused, why};
use super::targets_form::{ANOTHER, FIELDS, Whose};
use crate::components::{inset, stacked_table, submit};
use crate::layout::{Page, Section};
use crate::pages::drafts::{begun, forget, told};
use crate::{Fields, Form, Visit, WebError, links};

/// The form.
pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let whose = whose(&visit, &memory, &code)?;
    let mut form = Form::default();
    let own = whose.own(memory.book());
    for period in whose.periods(&own, visit.today()) {
        for (field, _) in FIELDS {
            let text = whose.text(&own, field, period);
            form.fields.set(&format!("{field}:{period}"), text);
        }
    }
    let (form, at) = begun(&visit, &place_of(&whose), form).await?;
    page(&visit, &memory, &whose, (&form, at))
}

/// Where what is typed is kept.
fn place_of(whose: &Whose) -> String {
    let unit = whose.unit.as_ref().map_or("", UnitId::as_str);
    format!("targets {} {unit}", whose.measure)
        .trim_end()
        .to_owned()
}

/// Saves what was changed, all of it or nothing.
pub(super) async fn send(
    visit: Visit,
    Path(code): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let whose = whose(&visit, &memory, &code)?;
    let seen = form.made_after(memory.state().head.sequence);
    if undecided(&mut form) {
        let seen = form.fields.text("base_seen").parse().unwrap_or(seen);
        return met(&visit, &whose, &form, seen, None).await;
    }
    let base = visit.known_at(seen).await?;
    let book = whose.wished(&mut form, &whose.own(base.book()), memory.book());
    if !form.is_sound() {
        return page(&visit, &memory, &whose, (&form, None));
    }
    let incoming = Incoming {
        book,
        seen,
        reason: form.optional("why"),
    };
    let caller = visit.caller(&form.act())?;
    let work = move |service: &clew_service::Service| service.take_in_records(&caller, &incoming);
    match visit.app.blocking(work).await {
        Ok(_) => {
            forget(&visit, &place_of(&whose)).await?;
            let to = links::targets(&whose.measure, whose.unit.as_ref());
            let sign = if to.contains('?') { '&' } else { '?' };
            Ok(Redirect::to(&format!("{to}{sign}done=targets-saved")).into_response())
        }
        Err(error) if error.conflicts().is_empty() => {
            refused(&mut form, error)?;
            page(&visit, &memory, &whose, (&form, None))
        }
        Err(error) => {
            let by = error.conflicts().first().and_then(|it| it.by.clone());
            let by = name_of(&*visit.memory()?, by.as_ref());
            met(&visit, &whose, &form, seen, by).await
        }
    }
}

fn whose(visit: &Visit, memory: &Memory, code: &str) -> Result<Whose, WebError> {
    let measure = MeasureKey::from(code);
    measure_of(memory, &measure)?;
    let unit = Fields::read(&visit.query)?.given("unit").map(UnitId::from);
    Ok(Whose { measure, unit })
}

fn measure_of<'memory>(
    memory: &'memory Memory,
    key: &MeasureKey,
) -> Result<&'memory Measure, WebError> {
    let found = memory.book().measure(key);
    found.ok_or_else(|| WebError::not_found("There is no such measure."))
}

/// The page on which the changes meet.
async fn met(
    visit: &Visit,
    whose: &Whose,
    form: &Form,
    seen: u64,
    by: Option<String>,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let base = whose.own(visit.known_at(seen).await?.book());
    let own = whose.own(memory.book());
    let (form, mut periods) = settled_rows(form);
    periods.extend(whose.periods(&own, visit.today()));
    periods.sort_unstable();
    periods.dedup();
    let yours = |name: &str| match form.fields.has(name) {
        true => form.fields.text(name).to_owned(),
        false => name
            .split_once(':')
            .map_or_else(String::new, |(field, period)| {
                let period = period.parse().ok();
                period.map_or_else(String::new, |period| whose.text(&base, field, period))
            }),
    };
    let met = Met {
        sides: whose.sides((&base, &own), &periods, &yours),
        form: &form,
        action: links::targets(&whose.measure, whose.unit.as_ref()),
        base_seen: seen,
        seen: memory.state().head.sequence,
        by,
    };
    let measure = measure_of(&memory, &whose.measure)?;
    Ok(met.show(framed(visit, measure, whose).narrow().problems_of(&form)))
}

/// The form with the row for another period among the rest, and the periods of its rows.
fn settled_rows(form: &Form) -> (Form, Vec<Period>) {
    let mut form = form.clone();
    let another: Option<Period> = form.fields.text(&format!("period:{ANOTHER}")).parse().ok();
    if let Some(period) = another {
        for (field, _) in FIELDS {
            let typed = form.fields.text(&format!("{field}:{ANOTHER}")).to_owned();
            form.fields.set(&format!("{field}:{period}"), typed);
        }
    }
    let periods = form
        .fields
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("goal:")?.parse().ok());
    let periods = periods.collect();
    (form, periods)
}

fn framed<'visit>(visit: &'visit Visit, measure: &Measure, whose: &Whose) -> Page<'visit> {
    Page::new(
        visit,
        Section::Plans,
        format!("Targets of {}", measure.title),
    )
    .crumb("Performance", links::PERFORMANCE)
    .crumb(
        measure.code.written(),
        links::measure(&whose.measure, whose.unit.as_ref()),
    )
}

fn page(
    visit: &Visit,
    memory: &Memory,
    whose: &Whose,
    (form, at): (&Form, Option<Moment>),
) -> Result<Response, WebError> {
    let measure = measure_of(memory, &whose.measure)?;
    let action = links::targets(&whose.measure, whose.unit.as_ref());
    let seen = form.made_after(memory.state().head.sequence);
    let content = html! {
        (rows(memory, whose, form, visit.today()))
        (why(form))
        (submit("Save the targets"))
    };
    let body = html! {
        h1 class="govuk-heading-l" { span class="govuk-caption-l" { "Targets and profile" } (measure.title) }
        (inset(&html! {
            p class="govuk-body" { (inherited(memory, measure)) " A target is a number such as 75 or a range such as 10 to 20; the profile is what should be reached by the end of a part of the year." }
        }))
        (told(at, &action))
        (kept_form(&action, seen, &place_of(whose), &content))
    };
    Ok(framed(visit, measure, whose).problems_of(form).show(body))
}

/// The tolerance that holds where a target has none of its own.
fn inherited(memory: &Memory, measure: &Measure) -> String {
    let plan = measure
        .plan
        .as_ref()
        .and_then(|plan| memory.book().plan(plan));
    let own = measure.tolerance.as_ref().map(|it| (it, "the measure's"));
    let plans = plan
        .and_then(|plan| plan.tolerance.as_ref())
        .map(|it| (it, "the plan's"));
    own.or(plans).map_or_else(
        || "Where a target has no tolerance, none is inherited.".to_owned(),
        |(tolerance, whose)| {
            format!("Where a target has no tolerance, {whose} holds: {tolerance}.")
        },
    )
}

fn rows(memory: &Memory, whose: &Whose, form: &Form, today: clew_calendar::Day) -> Markup {
    let periods = whose.periods(&whose.own(memory.book()), today);
    let mut headings: Vec<(&str, &str)> = vec![("Period", "")];
    headings.extend(FIELDS.iter().map(|(_, label)| (*label, "")));
    headings.push(("", ""));
    let rows = html! {
        @for period in &periods {
            tr {
                th scope="row" class="whole" { (words::period(*period)) }
                @for (field, label) in FIELDS {
                    (cell(form, &format!("{field}:{period}"), &format!("{label} for {}", words::period(*period)), field))
                }
                td class="whole" { (ways_on(memory, whose, *period)) }
            }
        }
        tr {
            (cell(form, &format!("period:{ANOTHER}"), "Another period, for example 2027-28 Q1", "period"))
            @for (field, label) in FIELDS { (cell(form, &format!("{field}:{ANOTHER}"), &format!("{label} for another period"), field)) }
            td { "Another period" }
        }
    };
    stacked_table("Targets by period, the latest first", &headings, &rows)
}

/// What a field is called above its column.
fn heading_of(field: &str) -> &'static str {
    let mut fields = FIELDS.iter();
    fields
        .find(|(name, _)| *name == field)
        .map_or("Period", |(_, label)| label)
}

fn cell(form: &Form, name: &str, label: &str, field: &str) -> Markup {
    let problem = form.problem(name);
    html! {
        td class=[(field == "reason").then_some("wide")] data-label=(heading_of(field)) {
            @if let Some(problem) = problem {
                p id={ (name) "-error" } class="govuk-error-message" { span class="govuk-visually-hidden" { "Error: " } (problem) }
            }
            input id=(name) name=(name) type="text" value=(form.fields.raw(name)) aria-label=(label) autocomplete="off"
                class={ "govuk-input" @if problem.is_some() { " govuk-input--error" } }
                aria-describedby=[problem.map(|_| format!("{name}-error"))];
        }
    }
}

/// History of a target that is there, and where it is withdrawn.
fn ways_on(memory: &Memory, whose: &Whose, period: Period) -> Markup {
    let unit = whose.unit.as_ref().map_or("", UnitId::as_str);
    let period = period.to_string();
    let subject = |kind| {
        let parts = [whose.measure.as_str(), &period, unit];
        let subject = Subject::named(SubjectKind::Record(kind), parts);
        memory.state().place(&subject).map(|_| subject)
    };
    html! {
        @if let Some(target) = subject(Kind::Target) {
            a href=(links::history(&target)) { "History" span class="govuk-visually-hidden" { " of the target for " (period) } } " · "
            a href=(links::withdraw(&target)) { "Withdraw" span class="govuk-visually-hidden" { " the target for " (period) } }
        }
        @if let Some(point) = subject(Kind::ProfilePoint) {
            " · " a href=(links::withdraw(&point)) { "Withdraw profile" span class="govuk-visually-hidden" { " for " (period) } }
        }
    }
}
