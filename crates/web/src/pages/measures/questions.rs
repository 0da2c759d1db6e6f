//! Scrutiny: the questions that members of forums ask of a measure, and the answers to them.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use clew_calendar::Period;
use clew_journal::{Key, Subject};
use clew_plan::{ForumId, Kind, MeasureKey, Record, ScrutinyQuestion, UnitId};
use clew_report::words;
use clew_service::{Act, AnswerRequest, AskRequest, Memory, Overview};
use maud::{Markup, html};

use super::asked::period_of;
use super::view::{View, forum_name, key_of};
use crate::components::{
    Choice, Input, TextArea, date_input, empty, form as around, hidden, inset, select, submit,
    text_area, text_input,
};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// Most characters of a question or an answer, as the service takes them.
const LONGEST: usize = 4_000;

/// A question with the entry that asked it.
struct Numbered<'a> {
    number: u64,
    asked: &'a ScrutinyQuestion,
}

/// The questions on a measure, the latest first.
fn of_measure<'a>(memory: &'a Memory, key: &MeasureKey) -> Vec<Numbered<'a>> {
    let all = memory.book().scrutiny_questions.iter().enumerate();
    let mut found: Vec<Numbered<'_>> = all
        .filter(|(_, asked)| asked.measure == *key)
        .filter_map(|(place, asked)| {
            let subject = memory.state().subject_at(Kind::ScrutinyQuestion, place)?;
            match subject.key {
                Key::Numbered(number) => Some(Numbered { number, asked }),
                Key::Named(_) => None,
            }
        })
        .collect();
    found.reverse();
    found.sort_by_key(|one| std::cmp::Reverse(one.asked.asked_on));
    found
}

/// The questions and answers of a measure, with the way to ask another.
pub(super) fn section(view: &View<'_>) -> Markup {
    let questions = of_measure(view.overview.memory(), view.key);
    let open = questions.iter().filter(|one| one.asked.answer.is_none());
    let open = open.count();
    html! {
        section aria-labelledby="questions" {
            h2 class="govuk-heading-m" id="questions" { "Scrutiny questions and answers" }
            @if questions.is_empty() {
                (empty(&html! { p class="govuk-body" { "Nobody has asked about this measure yet." } }))
            } @else if open > 0 {
                p class="govuk-body" { (words::count(open, "question")) @if open == 1 { " waits" } @else { " wait" } " for an answer." }
            }
            @for one in &questions { (question(view, one)) }
            p class="govuk-body" {
                a class="govuk-link" href=(links::ask(view.key, view.period, view.unit())) { "Ask about this measure" }
            }
        }
    }
}

fn question(view: &View<'_>, one: &Numbered<'_>) -> Markup {
    html! {
        article class="measure-said" id={ "question-" (one.number) } {
            h3 class="govuk-heading-s" { "Asked about " (words::period(one.asked.period)) }
            (words_of(view.overview, one.asked))
            p class="govuk-body" {
                a class="govuk-link" href=(links::question(view.key, one.number)) {
                    @if one.asked.answer.is_none() { "Answer this question" } @else { "Change the answer" }
                    span class="govuk-visually-hidden" { " asked on " (words::day(one.asked.asked_on)) " by " (one.asked.by) }
                }
            }
        }
    }
}

/// A question and its answer in full, each with who and when.
fn words_of(overview: &Overview, asked: &ScrutinyQuestion) -> Markup {
    let forum = asked.forum.as_ref();
    let forum = forum.map(|id| forum_name(overview.book(), id));
    html! {
        p class="govuk-body measure-words" { strong { "Question: " } (asked.question) }
        p class="govuk-body clew-quiet" {
            (asked.by)
            @if let Some(forum) = forum { ", " (forum) }
            ", " (words::day(asked.asked_on))
        }
        @if let Some(answer) = &asked.answer {
            p class="govuk-body measure-words" { strong { "Answer: " } (answer) }
            p class="govuk-body clew-quiet" {
                @if let Some(by) = &asked.answered_by { (by) ", " }
                @if let Some(on) = asked.answered_on { (words::day(on)) }
            }
        } @else {
            p class="govuk-body" { strong class="govuk-tag govuk-tag--yellow" { "Not answered yet" } }
        }
    }
}

/// The form to ask.
pub(super) async fn ask_form(
    visit: Visit,
    Path(written): Path<String>,
    Asked(fields): Asked,
) -> Result<Response, WebError> {
    let today = visit.today();
    let form = Form::showing(&[
        ("period", fields.text("period").to_owned()),
        ("unit", fields.text("unit").to_owned()),
        ("asked_on-day", today.day().to_string()),
        ("asked_on-month", today.month().to_string()),
        ("asked_on-year", today.year().to_string()),
    ]);
    ask_page(&visit, &written, &form).await
}

async fn ask_page(visit: &Visit, written: &str, form: &Form) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let key = key_of(&overview, written)?;
    let book = overview.book();
    let title = book.measure(&key).map_or("", |measure| &measure.title);
    let period = period_of(form.fields.text("period"))?;
    let mut forums = vec![Choice::new("", "Outside a meeting")];
    let known = book.forums.iter();
    forums.extend(known.map(|forum| Choice::new(forum.id.to_string(), &*forum.name)));
    let seen = overview.memory().state().head.sequence;
    let fields = html! {
        (hidden("period", &period.to_string()))
        (hidden("unit", form.fields.text("unit")))
        (text_area(form, &TextArea { name: "question", label: "Question", hint: "What would you like to know?", rows: 5, most: LONGEST }))
        (select(form, "forum", "Where it was asked", "", &forums))
        (date_input(form, "asked_on", "When it was asked", "For example, 12 6 2026."))
        (text_input(form, &Input { name: "by", label: "Who asked", hint: "A post or a membership, not a name. Leave it empty if you ask for yourself.", ..Input::default() }))
        (submit("Ask"))
    };
    let body = html! {
        span class="govuk-caption-l" { (title) ", " (words::period(period)) }
        h1 class="govuk-heading-l" { "Ask about this measure" }
        p class="govuk-body" { "Whoever answers for the measure answers here; everybody who can read the measure reads both." }
        (around(&links::path(&["measures", key.as_str(), "questions"]), seen, &fields))
    };
    Ok(
        Page::new(visit, Section::Performance, "Ask about this measure")
            .crumb("Measures", links::MEASURES)
            .crumb(title, links::measure(&key, None))
            .narrow()
            .problems_of(form)
            .show(body),
    )
}

/// Asks.
pub(super) async fn ask(
    visit: Visit,
    Path(written): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let key = key_of(&overview, &written)?;
    let period = period_of(form.fields.text("period"))?;
    let asked_on = form.day("asked_on");
    let request = AskRequest {
        measure: key.clone(),
        period,
        unit: form.fields.given("unit").map(UnitId::from),
        forum: form.fields.given("forum").map(ForumId::from),
        asked_on,
        by: form.optional("by"),
        question: form.fields.text("question").to_owned(),
    };
    if !form.is_sound() {
        return ask_page(&visit, &written, &form).await;
    }
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.ask(&caller, &request));
    match done.await {
        Ok(_) => Ok(back(&key, period, "question")),
        Err(error) if !error.problems().is_empty() => {
            form.problems.extend(error.problems().iter().cloned());
            ask_page(&visit, &written, &form).await
        }
        Err(error) => Err(error),
    }
}

fn back(key: &MeasureKey, period: Period, done: &str) -> Response {
    let path = links::path(&["measures", key.as_str()]);
    let query = links::query(&[("period", &period.to_string()), ("done", done)]);
    let to = format!("{}#questions", links::with_query(&path, &query));
    Redirect::to(&to).into_response()
}

/// The form to answer a question, with the answer it has.
pub(super) async fn answer_form(
    visit: Visit,
    Path((written, number)): Path<(String, u64)>,
) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let asked = asked_as(overview.memory(), number)?;
    let form = Form::showing(&[("answer", asked.answer.clone().unwrap_or_default())]);
    answer_page(&visit, &written, number, &form, None).await
}

fn asked_as(memory: &Memory, number: u64) -> Result<ScrutinyQuestion, WebError> {
    let subject = Subject::numbered(Kind::ScrutinyQuestion, number);
    match memory.state().record(&subject) {
        Some(Record::ScrutinyQuestion(asked)) => Ok(asked),
        _ => Err(WebError::not_found("There is no such question.")),
    }
}

/// What stands in the way when somebody else answered meanwhile.
struct Other {
    theirs: String,
    by: String,
}

async fn answer_page(
    visit: &Visit,
    written: &str,
    number: u64,
    form: &Form,
    other: Option<&Other>,
) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let key = key_of(&overview, written)?;
    let asked = asked_as(overview.memory(), number)?;
    if asked.measure != key {
        return Err(WebError::not_found("There is no such question."));
    }
    let title = overview
        .book()
        .measure(&key)
        .map_or("", |found| &found.title);
    let seen = form.made_after(overview.memory().state().head.sequence);
    let fields = html! {
        (text_area(form, &TextArea { name: "answer", label: "Answer", hint: "It is shown with the post you answer for, and today's date.", rows: 6, most: LONGEST }))
        (text_input(form, &Input { name: "by", label: "Who answers", hint: "A post. Leave it empty for your own account's name.", ..Input::default() }))
        (submit(if other.is_some() { "Put my answer in its place" } else { "Answer" }))
    };
    let address = links::question(&key, number);
    let body = html! {
        span class="govuk-caption-l" { (title) ", " (words::period(asked.period)) }
        h1 class="govuk-heading-l" { "Answer a question" }
        @if let Some(other) = other { (conflict(&key, asked.period, other)) }
        (inset(&words_of(&overview, &asked)))
        @if visit.may(Act::Return) { (around(&address, seen, &fields)) }
        @else { p class="govuk-body" { "Whoever returns the figures of this measure can answer." } }
    };
    let page = Page::new(visit, Section::Performance, "Answer a question")
        .crumb("Measures", links::MEASURES)
        .crumb(title, links::measure(&key, None))
        .narrow()
        .problems_of(form);
    let mut response = page.show(body);
    if other.is_some() {
        *response.status_mut() = axum::http::StatusCode::CONFLICT;
    }
    Ok(response)
}

fn conflict(key: &MeasureKey, period: Period, other: &Other) -> Markup {
    let path = links::path(&["measures", key.as_str()]);
    let query = links::query(&[("period", &period.to_string())]);
    html! {
        div class="clew-asks" role="alert" {
            h2 class="govuk-heading-m" { "Somebody else answered meanwhile" }
            p class="govuk-body" { (other.by) " answered: " }
            p class="govuk-body measure-words" { (other.theirs) }
            p class="govuk-body" {
                "Your words are in the form below. "
                a class="govuk-link" href={ (links::with_query(&path, &query)) "#questions" } { "Leave the other answer as it is" }
                ", or send yours again to put it in its place. The journal keeps both."
            }
        }
    }
}

/// Answers.
pub(super) async fn answer(
    visit: Visit,
    Path((written, number)): Path<(String, u64)>,
    mut form: Form,
) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let key = key_of(&overview, &written)?;
    let period = asked_as(overview.memory(), number)?.period;
    let request = AnswerRequest {
        question: number,
        answer: form.fields.text("answer").to_owned(),
        by: form.optional("by"),
        seen: form.seen(),
    };
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.answer(&caller, &request));
    match done.await {
        Ok(_) => Ok(back(&key, period, "answer")),
        Err(error) if !error.problems().is_empty() => {
            form.problems.extend(error.problems().iter().cloned());
            answer_page(&visit, &written, number, &form, None).await
        }
        Err(error) if !error.conflicts().is_empty() => {
            let memory = visit.memory()?;
            let now = asked_as(&memory, number)?;
            form.has_seen(memory.state().head.sequence);
            let other = Other {
                theirs: now.answer.unwrap_or_default(),
                by: now.answered_by.unwrap_or_default(),
            };
            answer_page(&visit, &written, number, &form, Some(&other)).await
        }
        Err(error) => Err(error),
    }
}
